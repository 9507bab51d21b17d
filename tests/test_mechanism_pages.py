"""The pages of the mechanisms show what the engine does now, and say of each mechanism what a reader asks."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from numba.core import config

from sim.scenario import load
from tests.computed_pages import numbers_in
from tests.mechanism_pages import FIGURES, MARKER, PAGES, block, finding, index, numbers, updated
from tests.mechanisms.claims import CLAIMS
from tests.mechanisms.figures import figure

ROOT = Path(__file__).resolve().parent.parent
MODEL = (ROOT / "docs" / "model.md").read_text(encoding="utf-8")
compiled = pytest.mark.skipif(config.DISABLE_JIT, reason="minutes without the compiler")
every_mechanism = pytest.mark.parametrize("mechanism", sorted(CLAIMS))


def page(mechanism: str) -> str:
    return (PAGES / f"{mechanism}.md").read_text(encoding="utf-8")


@compiled
@every_mechanism
def test_a_page_shows_what_is_measured_now(mechanism: str) -> None:
    # if the engine, a claim or a scenario has changed: python -m tests.mechanism_pages
    assert updated(page(mechanism), block(mechanism)) == page(mechanism)


@compiled
@every_mechanism
def test_a_figure_shows_the_numbers_of_now(mechanism: str) -> None:
    picture = (FIGURES / f"{mechanism}.svg").read_text(encoding="utf-8")
    assert numbers_in(FIGURES / f"{mechanism}.svg") == numbers(mechanism).split()
    assert f"<title>{finding(mechanism)}</title>" in unescape(picture)


@compiled
def test_the_index_lists_all_mechanisms_with_what_moves() -> None:
    text = (PAGES / "index.md").read_text(encoding="utf-8")
    assert updated(text, index()) == text


@every_mechanism
def test_a_page_gives_source_units_fields_switch_and_code(mechanism: str) -> None:
    rows = dict(re.findall(r"^\| (source|units|fields|switch|code) \| (.+) \|$", page(mechanism), re.MULTILINE))
    assert set(rows) == {"source", "units", "fields", "switch", "code"}
    assert f"`mechanisms: {{{mechanism}: false}}`: " in rows["switch"]
    files = re.findall(r"`((?:rules|round|compile)/\w+\.py)`", rows["code"])
    assert files
    assert all((ROOT / "sim" / path).exists() for path in files)
    assert re.search(r"^    \S", page(mechanism).partition(MARKER)[0], re.MULTILINE), "no equation"


@every_mechanism
def test_the_code_of_a_page_is_that_of_the_model_page(mechanism: str) -> None:
    row = next(line for line in MODEL.splitlines() if f"](mechanisms/{mechanism}.md)" in line)
    where = re.findall(r"`((?:rules|round)/\w+\.py)`", row.rsplit("|", 2)[1])
    assert any(f"`{path}`" in page(mechanism) for path in where)


@every_mechanism
def test_who_is_cited_stands_among_the_sources(mechanism: str) -> None:
    text = " ".join(MODEL.partition("## Sources")[2].split())
    sources = [re.match(r"(\D+)(.*)", entry) for entry in re.split(r"\. (?=[A-Z])", text)]
    cited = CLAIMS[mechanism].source + page(mechanism).partition("| units |")[0]
    for name, year in re.findall(r"([A-Z][a-z]+(?: [&A-Z][\w&. ]*?)?) (1[89]\d\d|20\d\d)\b", cited):
        last = name.split()[-1]
        assert any(entry and last in entry[1] and year in entry[2] for entry in sources), f"{name} {year}"


@every_mechanism
def test_the_fields_of_a_page_are_in_the_language(mechanism: str) -> None:
    reference = (ROOT / "docs" / "scenario-language.md").read_text(encoding="utf-8")
    row = next(line for line in page(mechanism).splitlines() if line.startswith("| fields |"))
    for path in re.findall(r"`([a-z_.A-Z]+)`", row):
        last = path.split(".")[-1]
        if last.islower():
            assert re.search(rf"`[^`\n]*\b{last}\b[^`\n]*`", reference), path


@compiled
def test_bars_are_the_shares_of_runs_and_lines_rise_to_them() -> None:
    bars = figure("learning", "")
    widths = [bar.get_width() for bar in bars.patches]  # type: ignore[attr-defined]
    assert sum(widths) == pytest.approx(2)  # with the mechanism and without, every run has one outcome
    lines = figure("anticipation", "").lines[:2]
    for line in lines:
        heights = list(line.get_ydata())  # type: ignore[arg-type]
        assert heights == sorted(heights)
    ends = [line.get_ydata()[-1] for line in lines]  # type: ignore[index]
    assert [f"{100 * end:.0f}%" for end in ends] == re.findall(r"\d+%", finding("anticipation"))


def test_a_page_without_its_marker_is_not_written_over() -> None:
    with pytest.raises(ValueError, match="no line"):
        updated("# A page\n", "numbers")


def test_the_scenario_on_a_page_is_the_one_that_was_played() -> None:
    for mechanism in CLAIMS:
        scenario = page(mechanism).partition("```yaml\n")[2].partition("```")[0]
        file = ROOT / "tests" / "mechanisms" / "scenarios" / f"{CLAIMS[mechanism].scenario}.yaml"
        assert scenario == file.read_text(encoding="utf-8").rstrip() + "\n"
        assert load(file).name
