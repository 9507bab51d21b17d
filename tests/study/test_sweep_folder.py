"""What is in a folder is never lost, never mixed, and says whether it is finished."""

import errno
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import pyarrow.parquet as pq
import pytest

from sim.errors import InputError, RunError
from sim.study.sweeping import folder as folder_module
from sim.study.sweeping import waves
from sim.study.sweeping.folder import PARTS, UNFINISHED
from sim.study.sweeping.store import Files
from sim.study.sweeping.study_results import open_results
from sim.study.sweeping.sweep import sweep
from tests.study.sweeps import ROOT, Playing, files_in, no_figures, small_blocks, study


@pytest.fixture(autouse=True)
def playing(monkeypatch: pytest.MonkeyPatch) -> Playing:
    no_figures(monkeypatch)
    small_blocks(monkeypatch)
    return Playing(monkeypatch)


@pytest.fixture
def whole(tmp_path: Path, playing: Playing) -> dict[str, bytes]:
    """The files of a sweep that nothing disturbed."""
    sweep(study(), threads=1, out=tmp_path / "whole")
    playing.blocks.clear()
    return files_in(tmp_path / "whole")


def interrupted(playing: Playing, out: Path, error: BaseException, after: int = 7) -> None:
    """Begin a sweep that `error` ends after some blocks."""
    playing.stop, playing.after = error, after
    with pytest.raises(type(error)):
        sweep(study(), threads=1, out=out)
    playing.stop = None
    playing.blocks.clear()


def test_what_was_interrupted_is_gone_on_with_and_gives_the_same_bytes(
    playing: Playing, whole: dict[str, bytes], tmp_path: Path
) -> None:
    out = tmp_path / "out"
    interrupted(playing, out, KeyboardInterrupt())
    assert sorted(files_in(out)) == [*sorted(name for name in files_in(out) if name.startswith(PARTS)), UNFINISHED]
    assert len(files_in(out)) == 8
    begun = json.loads((out / UNFINISHED).read_text())
    assert begun["note"].startswith("Unfinished")
    with pytest.raises(InputError, match="is unfinished; go on with --resume"):
        open_results(out)
    sweep(study(), threads=2, out=out, resume=True)
    assert playing.runs == 360 - 7 * 20
    assert files_in(out) == whole


def test_a_process_that_is_killed_leaves_whole_parts_only(tmp_path: Path, whole: dict[str, bytes]) -> None:
    out = tmp_path / "out"
    program = (
        "import pytest, sys\n"
        "from tests.study.sweeps import small_blocks, study\n"
        "from sim.study.sweeping.sweep import sweep\n"
        "small_blocks(pytest.MonkeyPatch())\n"
        "import time\n"
        "sweep(study(), threads=2, out=sys.argv[1], progress=lambda *_: time.sleep(0.05))\n"
    )
    process = subprocess.Popen([sys.executable, "-c", program, str(out)], cwd=ROOT)
    try:
        give_up = time.monotonic() + 60
        while len(list(out.glob(f"{PARTS}/*.parquet"))) < 4:
            assert process.poll() is None
            assert time.monotonic() < give_up
            time.sleep(0.01)
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert not (out / "manifest.json").exists()
    for path in out.glob(f"{PARTS}/*.parquet"):
        assert pq.read_table(path).num_rows == 20
    sweep(study(), threads=2, out=out, resume=True)
    assert files_in(out) == whole


def test_a_finished_sweep_has_nothing_left_to_play(playing: Playing, whole: dict[str, bytes], tmp_path: Path) -> None:
    sweep(study(), out=tmp_path / "whole", resume=True)
    assert not playing.blocks
    assert files_in(tmp_path / "whole") == whole


def test_damaged_and_missing_parts_are_played_again(playing: Playing, whole: dict[str, bytes], tmp_path: Path) -> None:
    of_point: dict[int, list[Path]] = {}
    for part in sorted((tmp_path / "whole" / PARTS).iterdir()):
        of_point.setdefault(pq.read_table(part)["point"][0].as_py(), []).append(part)
    cut, lost, sound = of_point[0]
    cut.write_bytes(cut.read_bytes()[:100])
    lost.unlink()
    (sound.parent / f".{sound.name}.123.partial").write_bytes(b"half")
    of_point[1][0].write_bytes(of_point[1][1].read_bytes())  # other runs of the same point
    of_point[2][0].write_bytes(of_point[3][0].read_bytes())  # the same runs of another point
    with pytest.raises(RunError, match=r"cannot be read .* have it played again with --resume"):
        open_results(tmp_path / "whole").runs()
    sweep(study(), out=tmp_path / "whole", resume=True)
    assert playing.runs == 4 * 20
    assert files_in(tmp_path / "whole") == whole


def test_a_precision_is_remembered_and_a_finer_one_adds_runs(playing: Playing, tmp_path: Path) -> None:
    out = tmp_path / "out"
    playing.stop, playing.after = KeyboardInterrupt(), 20
    with pytest.raises(KeyboardInterrupt):
        sweep(study(), threads=1, out=out, precision=0.1)
    playing.stop = None
    coarse = sweep(study(), threads=1, out=out, resume=True)
    assert coarse.precision == 0.1
    finer = sweep(study(), threads=1, out=out, resume=True, precision=0.07)
    assert (finer.points["runs"] >= coarse.points["runs"]).all()
    assert finer.run_count > coarse.run_count
    sweep(study(), threads=1, out=tmp_path / "at_once", precision=0.07)
    assert files_in(out) == files_in(tmp_path / "at_once")


def test_a_disk_that_fills_loses_nothing(
    playing: Playing, whole: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, replace, written = tmp_path / "out", os.replace, []

    def full(source: Path, target: Path) -> None:
        written.append(target)
        if len(written) > 5:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        replace(source, target)

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(RunError, match=r"No space left on device; 80 of 360 runs are kept\. Make room"):
        sweep(study(), threads=1, out=out)
    assert not [name for name in files_in(out) if "partial" in name]
    monkeypatch.setattr(os, "replace", replace)
    sweep(study(), threads=1, out=out, resume=True)
    assert files_in(out) == whole


def test_a_disk_that_will_be_too_small_is_noticed_after_the_first_part(
    playing: Playing, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waves.shutil, "disk_usage", lambda _: SimpleNamespace(free=10_000))
    with pytest.raises(RunError, match=r"the runs that are left take about .* 20 of 360 runs are kept"):
        sweep(study(), threads=1, out=tmp_path / "out")


def test_another_study_is_not_mixed_in(playing: Playing, whole: dict[str, bytes], tmp_path: Path) -> None:
    out = tmp_path / "whole"
    for resume in (False, True):
        with pytest.raises(InputError, match="holds another version of the study 'Leverage and a demand'"):
            sweep(study(runs=80), out=out, resume=resume)
        with pytest.raises(InputError, match="holds another study, 'Leverage and a demand'"):
            sweep(study(name="Something else"), out=out, resume=resume)
    with pytest.raises(InputError, match="holds a finished sweep of this study; say --resume to read it"):
        sweep(study(), out=out)
    interrupted(playing, tmp_path / "out", KeyboardInterrupt())
    with pytest.raises(InputError, match="holds an unfinished sweep of this study; say --resume to go on"):
        sweep(study(), out=tmp_path / "out")
    assert files_in(out) == whole
    assert not playing.blocks


def test_another_engine_is_not_mixed_in(
    playing: Playing, whole: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folder_module, "engine_digest", lambda: "another")
    with pytest.raises(InputError, match=r"was begun with another version of sim, Python or a package .* here another"):
        sweep(study(), out=tmp_path / "whole", resume=True)
    assert files_in(tmp_path / "whole") == whole
    assert open_results(tmp_path / "whole").run_count == 360  # but read it may be


@pytest.mark.parametrize("resume", [False, True])
@pytest.mark.parametrize("state", ["notes.txt", "parts/notes.txt", "run"])
def test_what_is_somebody_elses_is_left_alone(
    state: str, resume: bool, whole: dict[str, bytes], tmp_path: Path, playing: Playing
) -> None:
    out = tmp_path / "whole"
    if state == "run":
        out = tmp_path / "run"
        out.mkdir()
        (out / "manifest.json").write_text(json.dumps({"tool": "sim", "files": []}))
    else:
        (out / state).write_text("mine")
    before = files_in(out)
    with pytest.raises(InputError):
        sweep(study(), out=out, resume=resume)
    assert files_in(out) == before
    assert not playing.blocks


@pytest.mark.parametrize(
    "name, message",
    [
        ("file", "is a file, not a folder"),
        (".", "name a folder inside this one"),
        ("new", "there is nothing to resume"),
    ],
)
def test_a_folder_that_cannot_be_is_refused(
    name: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("file").write_text("")
    with pytest.raises(InputError, match=message):
        sweep(study(), out=name, resume=True)


def test_a_folder_of_another_format_is_refused(whole: dict[str, bytes], tmp_path: Path) -> None:
    path = tmp_path / "whole" / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"format": 99}))
    with pytest.raises(InputError, match=r"another version of sim \(format 99\)"):
        open_results(tmp_path / "whole")
    for nothing in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(InputError, match="holds no sweep of a study"):
            open_results(nothing)


def test_parts_of_an_earlier_plan_are_tidied_away(tmp_path: Path) -> None:
    store = Files(tmp_path)
    for name in ("a", "b"):
        store.put(name, b"part")
    store.tidy({"b"})
    assert list(files_in(tmp_path)) == ["b.parquet"]
