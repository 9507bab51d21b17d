import pytest

from sim.page.levers import MOST, RIGIDITY, sliders
from sim.scenario import Distribution, load, loads, shipped


@pytest.mark.parametrize("name", sorted(shipped()))
def test_every_lever_can_be_moved_to_both_its_ends(name):
    scenario = load(name)
    found = sliders(scenario)
    assert len(found) <= MOST
    assert len({one.path for one in found}) == len(found)
    for end in ("low", "high", "value"):
        moved = scenario.with_(set={one.path: getattr(one, end) for one in found})
        stated = dict(moved.values())
        assert all(stated[one.path] == getattr(one, end) for one in found)


@pytest.mark.parametrize("name", sorted(shipped()))
def test_a_lever_stands_at_the_mean_and_reaches_beyond_what_is_assumed(name):
    scenario = load(name)
    stated = dict(scenario.values())
    for one in sliders(scenario):
        value = stated[one.path]
        mean = value.mean if isinstance(value, Distribution) else float(value)
        assert one.low <= one.value <= one.high
        assert abs(one.value - mean) <= one.step / 2 + 1e-9
        if isinstance(value, Distribution) and value.kind == "uniform":
            assert one.low <= value.support[0]
            assert one.high >= value.support[1]


def test_rigidities_come_first_and_law_is_no_lever():
    scenario = load("flagship")
    found = [one for one in sliders(scenario) if one.group == RIGIDITY]
    assert list(sliders(scenario))[: len(found)] == found
    waivable = {name for name, rule in scenario.preconditions.items() if rule.rigidity != "never"}
    assert {one.path.split(".")[1] for one in found} == waivable
    assert found[0].label == "Moscow: no ceasefire before Ukrainian withdrawal"


def test_numbers_that_a_scenario_leaves_out_are_no_levers():
    paths = {one.path for one in sliders(load("flagship"))}
    assert "relations.us.russia.leverage" in paths
    assert not any(path.endswith("us.ukraine.credence") for path in paths), "certain, where others are not"
    assert "relations.ukraine.europe.leverage" not in paths


def test_a_scenario_with_nothing_uncertain_has_levers_all_the_same():
    found = sliders(loads(
        "name: x\nactors: {a: {deadline: 20}, b: {}}\n"
        "issues: {i: {divisible: true, stakes: {a: {salience: 1, position: 0}, b: {salience: 1, position: 1}}}}\n"
    ))  # fmt: skip
    deadline = next(one for one in found if one.path == "actors.a.deadline")
    assert deadline.value == 20
    assert deadline.low < 20 < deadline.high
