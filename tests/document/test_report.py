"""A report says what the numbers say, needs nothing else, and is the same file every time."""

import json
import re
import shlex
from html.parser import HTMLParser
from pathlib import Path

import pytest

import sim
from sim.document import Report, report
from sim.document.answer import turning
from sim.document.blocks import Diary, Table, figures_of
from sim.document.case import Case
from sim.document.chapters import of_case
from sim.document.diaries import chosen_runs
from sim.document.words import capital, counted, gloss, listed
from sim.errors import InputError
from sim.results import Results
from sim.study import new_study
from sim.study.comparing.compare import compare
from sim.study.sweeping.sweep import sweep

WAR, PEACE = "no_deadlock", "split_the_price"
VOID = {"meta", "link", "img", "br", "path", "use", "rect", "circle", "image", "line"}


class Outline(HTMLParser):
    """Ids, links, headings, resources and unbalanced tags of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.headings: list[int] = []
        self.resources: list[str] = []
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if "id" in found:
            self.ids.append(found["id"])
        if tag == "a":
            self.links.append(found["href"])
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        self.resources += [value for name, value in found.items() if name in ("src", "srcset", "data", "action")]
        if tag in ("link", "script", "iframe", "object", "form", "base"):
            self.resources.append(f"<{tag}>")
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag


@pytest.fixture(scope="module")
def results() -> Results:
    return sim.run(WAR, 2_000)


@pytest.fixture(scope="module")
def case(results: Results) -> Case:
    return Case(results.scenario, results, "sim report no_deadlock --runs 2000 --seed 0")


@pytest.fixture(scope="module")
def made(case: Case) -> Report:
    return Report(case.scenario.name, (of_case(case),))


@pytest.fixture(scope="module")
def page(made: Report) -> Outline:
    return Outline(made.html)


def words(made: Report, anchor: str | None = None) -> str:
    """All text of a section, or of the opening."""
    chapter = made.chapters[0]
    blocks = chapter.answer if anchor is None else next(s.blocks for s in chapter.sections if s.anchor == anchor)
    return " ".join(str(getattr(block, "text", "")) or str(getattr(block, "items", "")) for block in blocks)


def test_it_opens_with_the_answer_and_says_that_it_is_no_forecast(made: Report, results: Results) -> None:
    opening = words(made)
    first = results.summary().outcomes[0]
    assert first.share.share is not None
    assert f"{100 * first.share.share:.0f}%" in opening
    assert "not a forecast" in opening
    assert "2,000 simulated runs over 52 weeks" in opening
    assert made.html.index("not a forecast") < made.html.index("The question")


def test_the_sections_come_in_the_order_of_the_questions(made: Report) -> None:
    anchors = [section.anchor for section in made.chapters[0].sections]
    assert anchors == ["question", "ends", "when", "terms", "obstacles", "drivers", "deadlocks", "room", "diaries",
                       "assumptions", "making"]  # fmt: skip


def test_the_table_of_ends_is_the_summary(made: Report, results: Results) -> None:
    (section,) = [one for one in made.chapters[0].sections if one.anchor == "ends"]
    (table,) = [block for block in section.blocks if isinstance(block, Table)]
    assert [row[0] for row in table.rows] == [item.label for item in results.summary().outcomes]


def test_every_uncertain_number_stands_in_the_assumptions_with_claims_or_as_assumed(made: Report, case: Case) -> None:
    (section,) = [one for one in made.chapters[0].sections if one.anchor == "assumptions"]
    table = next(block for block in section.blocks if isinstance(block, Table))
    assert len(table.rows) == len(case.scenario.dimensions())
    for anchor, row in zip(table.anchors, table.rows, strict=True):
        number = case.scenario.dimensions()[anchor.removeprefix("number-")]
        rests = row[2]
        assert not isinstance(rests, str)
        assert bool(rests.links) == bool(number.claims)
        assert bool(rests.flag) == (not number.claims)


def test_the_influence_told_is_that_of_the_runs(made: Report, case: Case) -> None:
    (section,) = [one for one in made.chapters[0].sections if one.anchor == "assumptions"]
    table = next(block for block in section.blocks if isinstance(block, Table))
    first = case.influence[0]
    assert first.clear
    cell = table.rows[0][3]
    assert not isinstance(cell, str)
    low, high = (f"{100 * end[first.clear[0]].value:.0f}%" for end in (first.at_low, first.at_high))
    assert f"{low} to {high}" in cell.text
    assert cell.strong == bool(first.flips)


def test_three_typical_runs_and_a_surprising_one_are_told(made: Report, case: Case, results: Results) -> None:
    chosen = chosen_runs(case)
    ends = [item.name for item in results.summary().outcomes if item.share.count]
    outcomes = results.table.set_index("run")["outcome"]
    assert [outcomes[item.run] for item in chosen] == [*ends[:3], ends[-1]]
    (section,) = [one for one in made.chapters[0].sections if one.anchor == "diaries"]
    told = [block for block in section.blocks if isinstance(block, Diary)]
    assert [f"Run {item.run}" in block.reason for item, block in zip(chosen, told, strict=True)] == [True] * 4
    assert all(block.entries and block.ending for block in told)


def test_it_prints_version_seed_hash_and_command(made: Report, results: Results) -> None:
    assert results.scenario.digest in made.html
    assert sim.__version__ in made.html
    assert "sim report no_deadlock --runs 2000 --seed 0" in made.html
    assert "2,000, 2 for each draw" in made.html


def test_the_page_needs_nothing_but_itself(page: Outline, made: Report) -> None:
    assert page.resources == []
    assert page.open == []
    assert "url(http" not in made.html
    assert "@import" not in made.html
    assert "<script" not in made.html
    assert "default-src 'none'" in made.html
    assert len(made.html.encode()) < 3_000_000


def test_links_lead_somewhere_and_ids_are_unique(page: Outline) -> None:
    assert len(page.ids) == len(set(page.ids))
    assert page.links
    assert {link.removeprefix("#") for link in page.links} <= set(page.ids)


def test_headings_go_down_a_step_at_a_time(page: Outline) -> None:
    assert page.headings[0] == 1
    assert page.headings.count(1) == 1
    steps = [later - before for before, later in zip(page.headings, page.headings[1:], strict=False)]
    assert max(steps) == 1


def test_every_figure_says_what_it_shows(made: Report) -> None:
    figures = [figure for _, figure in figures_of(made.chapters)]
    labels = re.findall(r'<svg[^>]*aria-label="([^"]*)"', made.html)
    assert len(labels) == len(figures) > 8
    assert all(len(label) > 30 for label in labels)


def test_the_same_input_gives_the_same_bytes() -> None:
    one, other, another = (report(PEACE, runs=400, seed=seed).html for seed in (3, 3, 4))
    assert one == other
    assert one != another


def test_drawing_it_again_gives_the_same_bytes(made: Report) -> None:
    assert Report(made.title, made.chapters).html == made.html


def test_the_command_it_prints_makes_it_again() -> None:
    first = report(PEACE, runs=300, seed=2, set=["rounds=9"])
    command = re.search(r"<code>(sim report [^<]*)</code>", first.html)
    assert command is not None
    word, *options = shlex.split(command[1])[2:]
    given = dict(zip(options[::2], options[1::2], strict=True))
    again = report(word, runs=int(given["--runs"]), seed=int(given["--seed"]), set=[given["--set"]])
    assert again.html == first.html


@pytest.mark.parametrize("runs", [1, 3])
def test_a_handful_of_runs_has_a_report_too(runs: int) -> None:
    made = report("gamblers_ruin", runs=runs)
    assert Outline(made.html).open == []
    assert "too few to tell" in made.html or "no uncertain number" in made.html


@pytest.mark.parametrize("name", [PEACE, "gamblers_ruin"])
def test_other_shapes_of_scenario_have_a_report_too(name: str) -> None:
    made = report(name, runs=300)
    assert Outline(made.html).open == []
    assert "nan" not in re.sub(r"<svg.*?</svg>", "", made.html, flags=re.DOTALL).lower().split()


def test_names_are_never_markup() -> None:
    nasty = "<script>alert('x')</script>"
    made = report(PEACE, runs=100, set=[f'name="{nasty}"', f'description="{nasty}"'])
    assert "<script" not in made.html
    assert "&lt;script&gt;" in made.html


def test_what_turns_the_order_round_is_told_first() -> None:
    """In Korea no number topples the most frequent end; what does so must come before what turns others."""
    results = sim.run("contradictory_order", 2_000)
    case = Case(results.scenario, results, "")
    first = results.summary().outcomes[0].name
    toppling = [flip.below == first for _, flip in turning(case)]
    assert toppling == sorted(toppling, reverse=True)
    assert toppling[0]


# Sources -----------------------------------------------------------------------------------------------------


def test_a_folder_of_runs_gives_the_report_of_its_runs(tmp_path: Path) -> None:
    sim.run(PEACE, 300, seed=5, command="sim run split_the_price --runs 300 --seed 5").save(tmp_path / "runs")
    made, direct = report(tmp_path / "runs"), report(PEACE, runs=300, seed=5)
    assert made.chapters[0].answer == direct.chapters[0].answer
    assert "sim run split_the_price --runs 300 --seed 5" in made.html
    assert str(tmp_path) not in made.html


def test_several_sources_make_several_chapters(tmp_path: Path) -> None:
    study = new_study(name="Pace", scenario=PEACE, question="Does length matter?", runs=60,
                      levers={"length": {"path": "rounds", "values": [9, 20]}}, outcomes=["settlement"])  # fmt: skip
    sweep(study, out=tmp_path / "sweep")
    compare(PEACE, f"{PEACE}+rounds=9", runs=100).save(tmp_path / "comparison")
    made = report(tmp_path / "sweep", tmp_path / "comparison")
    assert made.chapters[0].title == "Pace"
    assert len(made.chapters) == 2
    assert "Does length matter?" in made.html
    outline = Outline(made.html)
    assert len(outline.ids) == len(set(outline.ids))
    assert made.figure_names
    assert len(set(made.figure_names)) == len(made.figure_names)


def test_an_explanation_has_no_shares_but_says_what_is_out_of_reach(tmp_path: Path) -> None:
    from sim.structure import explain
    from sim.study.explaining.explanation_folder import Explained

    scenario = sim.load("constitutional_circle")
    Explained(explain(scenario), command="sim explain constitutional_circle").save(tmp_path / "explained")
    made = report(tmp_path / "explained")
    opening = words(made)
    assert "out of reach" in opening
    assert "enough if" in opening
    assert [section.anchor for section in made.chapters[0].sections] == [
        "question",
        "deadlocks",
        "assumptions",
        "making",
    ]


def test_what_cannot_be_reported_on_is_said(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for sources, said in (
        ((), "name what to report on"),
        ((tmp_path / "empty",), "holds no result"),
        (("order_of_steps",), "is a study; play it first"),
        ((sim.run(PEACE, 20), sim.run(PEACE, 20)), "named twice"),
    ):
        with pytest.raises(InputError, match=said):
            report(*sources)


def test_a_folder_that_was_tampered_with_cannot_bring_a_script(tmp_path: Path) -> None:
    compare(PEACE, f"{PEACE}+rounds=9", runs=50).save(tmp_path / "c")
    manifest = json.loads((tmp_path / "c" / "manifest.json").read_text(encoding="utf-8"))
    figure = next(name for name in manifest["files"] if name.endswith(".svg"))
    (tmp_path / "c" / figure).write_text(
        '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', encoding="utf-8"
    )
    with pytest.raises(InputError, match="no part of a drawing"):
        _ = report(tmp_path / "c").html
    manifest["files"].append("../outside.csv")
    (tmp_path / "c" / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(InputError, match="outside it"):
        report(tmp_path / "c")


# Files -------------------------------------------------------------------------------------------------------


def test_a_report_replaces_a_report_and_nothing_else(made: Report, tmp_path: Path) -> None:
    target = tmp_path / "new" / "report.html"
    made.save(target)
    made.save(target)
    assert target.read_text(encoding="utf-8") == made.html
    assert [path.name for path in target.parent.iterdir()] == ["report.html"]
    other = tmp_path / "notes.html"
    other.write_text("mine", encoding="utf-8")
    with pytest.raises(InputError, match="no report of sim"):
        made.save(other)
    assert other.read_text(encoding="utf-8") == "mine"
    with pytest.raises(InputError, match="is a folder"):
        made.save(tmp_path)


def test_figures_are_files_for_a_paper_too(tmp_path: Path) -> None:
    made = report(PEACE, runs=50)
    one = {path.name: path.read_bytes() for path in made.save_figures(tmp_path / "one")}
    names = {name.rsplit(".", 1)[0] for name in one} - {"manifest"}
    assert names == set(made.figure_names)
    for name in names:
        assert {f"{name}.svg", f"{name}.png", f"{name}.pdf"} <= set(one)
    assert one["shares.pdf"].startswith(b"%PDF")


# Words -------------------------------------------------------------------------------------------------------


def test_small_words() -> None:
    assert (listed(["a"]), listed(["a", "b"]), listed(["a", "b", "c"])) == ("a", "a and b", "a, b and c")
    assert (counted(1, "way"), counted(2, "way"), counted(14, "way")) == ("one way", "two ways", "14 ways")
    assert capital("it") == "It"
    assert gloss("Mean movement of the front per week, in [-1, 1].") == "mean movement of the front per week"
    assert gloss("Party -> declared extra value in [-1, 1].") == "declared extra value"
