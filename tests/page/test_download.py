import re

from sim.page.collection import collection
from sim.page.desk import open_desk, read_desk
from sim.page.download import file_name, report, scenario_file
from sim.scenario import load, loads

RIGIDITY = "preconditions.withdrawal_first.rigidity"


def test_what_one_takes_home_is_the_scenario_as_it_stands():
    desk = open_desk(collection(), "flagship").move(RIGIDITY, 0.05).drop("preconditions.washington_only")
    text = scenario_file(desk).decode("utf-8")
    assert loads(text) == desk.scenario
    assert f"# Changed: {RIGIDITY} = 0.05\n" in text
    assert "# Left out: preconditions.washington_only\n" in text


def test_a_file_is_called_after_the_scenario_and_marked_if_it_was_changed():
    desk = open_desk(collection(), "flagship")
    assert file_name(desk, "yaml") == "flagship.yaml"
    assert file_name(desk.move(RIGIDITY, 0.05), "yaml") == "flagship-changed.yaml"
    assert (
        file_name(read_desk(collection(), "flagship", "name: x\nextends: flagship\n"), "html")
        == "flagship-changed.html"
    )


def test_a_broken_text_is_handed_over_as_it_was_written():
    desk = read_desk(collection(), "flagship", "name: [")
    assert scenario_file(desk) == b"name: ["
    assert report(desk) == b""


def test_the_report_is_on_the_runs_that_the_page_shows_and_says_what_makes_it_again():
    desk = open_desk(collection(), "no_deadlock")
    path = next(iter(load("no_deadlock").preconditions))
    changed = desk.drop(f"preconditions.{path}")
    page = report(changed, 500).decode("utf-8")
    assert f"sim report no_deadlock+without:preconditions.{path} --runs 500 --seed 0" in page
    assert "500 runs" in page
    assert not re.search(r"(src|href)=.?https?:", page), "it needs nothing from anywhere"
