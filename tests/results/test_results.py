"""What `Results` offers, and the folder it writes."""

import errno
import json
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest
from matplotlib.axes import Axes

from sim import report
from sim.errors import InputError, RunError
from sim.results import Results, check_target, saving
from sim.scenario import load
from sim.summary import Names
from tests.synthetic import table

FILES = {"outcomes.parquet", "summary.json", "manifest.json"} | {
    f"plots/{name}.{kind}"
    for name in ("shares", "incidence", "terms", "preconditions", "utilities")
    for kind in ("png", "svg")
}


@pytest.fixture(scope="module")
def results() -> Results:
    scenario = load("flagship")
    return Results(scenario, table(200, names=Names.of(scenario)), seed=1, command="sim run flagship --runs 200")


@pytest.fixture
def one_figure(monkeypatch: pytest.MonkeyPatch) -> None:
    """Drawing takes its time: one figure is enough where figures are not the point."""
    monkeypatch.setattr(report, "PLOTS", {"shares": report.PLOTS["shares"]})


def files_in(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_summary_is_made_once(results: Results) -> None:
    assert results.summary() is results.summary()
    assert results.summary().origin.runs == results.runs == 200


@pytest.mark.parametrize("name", ["shares", "incidence", "terms", "preconditions", "utilities"])
def test_every_figure_is_a_method_of_plot(results: Results, name: str) -> None:
    assert isinstance(getattr(results.plot, name)(), Axes)


def test_a_notebook_shows_shares_and_the_caution(results: Results) -> None:
    html = results._repr_html_()
    assert "No agreement" in html
    assert "Not a forecast" in html
    assert "&#x27;" in html  # the scenario's name is escaped


def test_the_folder_holds_table_summary_manifest_and_figures(results: Results, tmp_path: Path) -> None:
    written = results.save(tmp_path / "new" / "result")
    assert set(files_in(tmp_path / "new" / "result")) == FILES
    assert {path.relative_to(tmp_path / "new" / "result").as_posix() for path in written} == FILES
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["result"]


@pytest.mark.usefixtures("one_figure")
def test_the_table_comes_back_as_it_was(results: Results, tmp_path: Path) -> None:
    results.save(tmp_path / "result")
    back = pd.read_parquet(tmp_path / "result" / "outcomes.parquet")
    pd.testing.assert_frame_equal(back, results.table)
    layout = pq.ParquetFile(tmp_path / "result" / "outcomes.parquet").metadata
    assert layout.row_group(0).column(0).compression == "ZSTD"


def test_the_manifest_says_how_to_make_it_again(results: Results, tmp_path: Path) -> None:
    results.save(tmp_path / "result")
    manifest = json.loads((tmp_path / "result" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["scenario"]["sha256"] == results.scenario.digest
    assert manifest["scenario"]["resolved"] == json.loads(json.dumps(results.scenario.resolved()))
    assert (manifest["seed"], manifest["runs"], manifest["runs_per_point"]) == (1, 200, 2)
    assert manifest["command"] == "sim run flagship --runs 200"
    assert set(manifest["versions"]) == {"sim", "python", "numpy", "numba", "pandas", "pyarrow"}
    assert {field["name"] for field in manifest["table"]} == set(results.table.columns)
    assert {"name": "outcome", "type": "dictionary of string"} in manifest["table"]
    assert set(manifest["files"]) == FILES


@pytest.mark.usefixtures("one_figure")
def test_the_summary_file_is_the_summary(results: Results, tmp_path: Path) -> None:
    results.save(tmp_path / "result")
    text = (tmp_path / "result" / "summary.json").read_text(encoding="utf-8")
    assert json.loads(text) == json.loads(json.dumps(results.summary().to_dict()))


def test_the_same_result_is_the_same_bytes(results: Results, tmp_path: Path) -> None:
    for name in ("first", "second"):
        results.save(tmp_path / name)
    assert files_in(tmp_path / "first") == files_in(tmp_path / "second")


@pytest.mark.usefixtures("one_figure")
def test_an_empty_folder_is_filled_and_an_earlier_result_replaced(results: Results, tmp_path: Path) -> None:
    folder = tmp_path / "result"
    folder.mkdir()
    results.save(folder)
    smaller = Results(results.scenario, results.table.iloc[:100], seed=1)
    smaller.save(folder)
    assert len(pd.read_parquet(folder / "outcomes.parquet")) == 100
    assert [path.name for path in tmp_path.iterdir()] == ["result"]


def test_a_folder_with_anything_else_in_it_is_refused(results: Results, tmp_path: Path) -> None:
    folder = tmp_path / "thesis"
    folder.mkdir()
    (folder / "chapter.txt").write_text("years of work")
    with pytest.raises(InputError, match="is not empty and no earlier result"):
        results.save(folder)
    assert files_in(folder) == {"chapter.txt": b"years of work"}


@pytest.mark.usefixtures("one_figure")
def test_an_earlier_result_to_which_something_was_added_is_refused(results: Results, tmp_path: Path) -> None:
    results.save(tmp_path / "result")
    (tmp_path / "result" / "notes.txt").write_text("mine")
    with pytest.raises(InputError, match=r"also notes\.txt, which replacing it would delete"):
        results.save(tmp_path / "result")
    assert (tmp_path / "result" / "notes.txt").read_text() == "mine"


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "result").write_text("")
    with pytest.raises(InputError, match="is a file"):
        check_target(tmp_path / "result")


def test_someone_elses_manifest_does_not_make_a_result(tmp_path: Path) -> None:
    for content in ('{"name": "extension"}', "[]", "not json"):
        (tmp_path / "manifest.json").write_text(content)
        with pytest.raises(InputError, match="no earlier result"):
            check_target(tmp_path)


def test_the_folder_one_stands_in_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError, match="name a folder inside this one"):
        check_target(Path("."))


@pytest.mark.parametrize(
    "error, expected",
    [(OSError(errno.ENOSPC, "No space left on device"), RunError), (KeyboardInterrupt(), KeyboardInterrupt)],
)
@pytest.mark.parametrize("earlier", [False, True])
@pytest.mark.usefixtures("one_figure")
def test_a_full_disk_or_an_interruption_leaves_everything_as_it_was(
    results: Results,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    error: BaseException,
    expected: type[BaseException],
    earlier: bool,
) -> None:
    folder = tmp_path / "result"
    if earlier:
        results.save(folder)
    before = files_in(tmp_path)

    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(saving, "_manifest", fail)  # the last file: all others are written by then
    with pytest.raises(expected):
        results.save(folder)
    assert files_in(tmp_path) == before
    assert folder.exists() == earlier
    assert len(list(tmp_path.iterdir())) == int(earlier)


@pytest.mark.usefixtures("one_figure")
def test_an_earlier_result_comes_back_if_the_new_one_cannot_take_its_place(
    results: Results, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "result"
    results.save(folder)
    before = files_in(tmp_path)
    rename = saving.os.rename

    def fails_second(source: Path, target: Path) -> None:
        if str(source).endswith(".partial"):
            raise OSError(errno.EACCES, "Permission denied")
        rename(source, target)

    monkeypatch.setattr(saving.os, "rename", fails_second)
    with pytest.raises(RunError, match="Permission denied; nothing was changed"):
        results.save(folder)
    assert files_in(tmp_path) == before
