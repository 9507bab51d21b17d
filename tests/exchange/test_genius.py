"""Domains and profiles of GENIUS: what a scenario says is what they say."""

from __future__ import annotations

import numpy as np
import pytest

from sim.analysis.bargaining import solutions
from sim.analysis.bargaining_of_many import efficient
from sim.errors import ScenarioError
from sim.exchange import import_files
from sim.model import NegotiationModel
from sim.scenario import check, loads
from sim.scenario.writing import to_yaml_text
from tests.exchange.reading import ALL, DISCRETE, HERE, PARTIES, TWO, imported, packages, reservation, utility

EXACT = 1e-7
"""Numbers are written with nine digits after the point."""
BROKEN = sorted((HERE / "broken").glob("*.xml"))
SOUND = HERE / "sound"


def both(domain: str) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """What packages are worth (n, parties) here and to GENIUS, and no deal, likewise."""
    scenario = imported(domain)
    pairs = list(packages(domain))
    here = np.array([[utility(scenario, actor, values) for actor in scenario.actors] for values, _ in pairs])
    there = np.array([worth for _, worth in pairs])
    return here, there, no_deal(domain), np.array([reservation(domain, party) for party in PARTIES[domain]])


def no_deal(domain: str) -> np.ndarray:
    """What having no deal is worth in the engine, at the beginning of a run."""
    scenario = imported(domain)
    model = NegotiationModel(scenario, run=0)
    model.step()
    agents = model.datacollector.get_agent_vars_dataframe().reset_index()
    first = agents[agents["Step"] == agents["Step"].min()].set_index("name")["disagreement"]
    return np.array([first[actor] for actor in scenario.actors])


@pytest.mark.parametrize("domain", DISCRETE)
def test_a_utility_is_that_of_genius_over_that_of_the_best_package(domain: str) -> None:
    here, there, nothing, reserved = both(domain)
    best = there.max(axis=0)
    assert here == pytest.approx(there / best, abs=EXACT)
    assert nothing == pytest.approx(reserved / best, abs=EXACT)


def test_with_a_real_issue_gains_over_no_deal_are_smaller_by_one_factor_for_all() -> None:
    here, there, nothing, reserved = both("sale")
    best = there.max(axis=0)
    gains = (there - reserved) / best
    kept = float((here - nothing).max() / gains.max())
    assert 0.5 < kept < 1
    assert here - nothing == pytest.approx(kept * gains, abs=EXACT)
    assert here.max(axis=0) == pytest.approx(1, abs=EXACT)


@pytest.mark.parametrize("domain", ALL)
def test_the_same_packages_are_efficient_and_the_same_are_worth_more_than_no_deal(domain: str) -> None:
    here, there, nothing, reserved = both(domain)
    assert set(efficient(here.round(8))) == set(efficient(there.round(8)))
    assert ((here > nothing + EXACT) == (there > reserved + EXACT)).all()


@pytest.mark.parametrize("domain", TWO)
def test_theories_pick_the_same_packages(domain: str) -> None:
    here, there, nothing, reserved = both(domain)
    best = there.max(axis=0)
    found = []
    for points, without in ((here, nothing), (there / best, reserved / best)):
        edge = efficient(points.round(8))
        edge = edge[np.argsort(points[edge, 0])]
        picked = solutions(points[edge], (float(without[0]), float(without[1])))
        assert picked is not None
        found.append([edge[getattr(picked, name).package] for name in ("nash", "kalai_smorodinsky", "egalitarian")])
    assert found[0] == found[1]


@pytest.mark.parametrize("domain", ALL)
def test_an_import_is_in_order_and_the_same_each_time(domain: str, tmp_path) -> None:
    result = import_files([HERE / domain])
    assert result.text == import_files([HERE / domain]).text
    assert str(HERE) not in result.text
    report = check(result.save(tmp_path / "scenario.yaml"))
    assert report.ok, report.problems
    assert not report.warnings


@pytest.mark.parametrize("domain", ALL)
def test_written_out_in_full_and_read_again_it_is_the_same_scenario(domain: str) -> None:
    scenario = imported(domain)
    assert loads(to_yaml_text(scenario)) == scenario


def test_what_the_files_call_things_is_kept() -> None:
    scenario = imported("water")
    assert scenario.name == "Water from a dam"
    assert [actor.label for actor in scenario.actors.values()] == ["Upstream", "Downstream"]
    assert {name: issue.label for name, issue in scenario.issues.items()} == {
        "release": "Release",
        "payment_interest": "Payment & interest",
        "uberwachung": "Überwachung",
    }
    assert '10 is "10%"' in import_files([HERE / "water"]).text


def test_options_run_from_what_one_wants_to_what_the_other_wants_and_the_worse_for_both_stands_aside() -> None:
    scenario = imported("water")
    assert scenario.issues["release"].options == ("no_deal", "hardly_any", "a_third", "half", "two_thirds")
    assert scenario.issues["payment_interest"].options == ("no_deal", "25", "10", "none")
    assert scenario.issues["uberwachung"].options == ("no_deal", "nobody", "a_joint_body", "a_third_party")
    whole = ("no_deal", "minus_3", "minus_2", "minus_1", "0", "1", "2", "3")
    assert imported("ceasefire").issues["posts_moved_back"].options == whole


def test_an_issue_that_nobody_cares_for_has_no_option_for_having_no_deal() -> None:
    assert "no_deal" not in imported("ceasefire").issues["observers"].options


@pytest.mark.parametrize("rounds", [10, 52])
def test_a_discount_for_the_whole_negotiation_is_one_a_round(rounds: int) -> None:
    actors = imported("water", rounds).actors
    assert float(actors["upstream"].discount) ** rounds == pytest.approx(0.7, abs=1e-6)  # type: ignore[arg-type]
    assert actors["downstream"].discount == 1
    assert {float(actor.deadline) for actor in actors.values()} == {rounds}  # type: ignore[arg-type]
    assert imported("ceasefire").actors["south"].discount == 1  # GENIUS takes 0 for none


@pytest.mark.parametrize("file", BROKEN, ids=lambda file: file.stem)
def test_what_cannot_be_read_is_told_with_its_line(file) -> None:
    text = file.read_text(encoding="utf-8")
    expected = text.splitlines()[0].removeprefix("<!-- expect: ").removesuffix(" -->")
    others = ["first.xml", "second.xml"] if "<negotiation_template>" in text else ["domain.xml", "first.xml"]
    with pytest.raises(ScenarioError) as caught:
        import_files([file, *(SOUND / name for name in others)])
    assert len(caught.value.problems) == 1
    assert str(caught.value.problems[0]).partition(f"{file.name}:")[2] == expected


def test_the_files_beside_the_broken_ones_are_sound() -> None:
    assert "deal:" in import_files([SOUND]).text


def test_all_problems_of_a_profile_are_told_at_once(tmp_path) -> None:
    text = (SOUND / "first.xml").read_text(encoding="utf-8")
    file = tmp_path / "bad.xml"
    file.write_text(text.replace('value="red"', 'value="rad"').replace('slope="0.25"', 'slope="steep"'))
    with pytest.raises(ScenarioError) as caught:
        import_files([SOUND / "domain.xml", SOUND / "second.xml", file])
    assert [problem.line for problem in caught.value.problems] == [7, 11]
