"""Ways out in play: the difference that waivers make, under common random numbers."""

from __future__ import annotations

import json

import pytest

from sim.ensemble import play
from sim.errors import InputError
from sim.scenario import Scenario, load, loads
from sim.structure import explain
from sim.study.explaining.ways_out import play_ways_out, reached, without_holds
from tests import games

RUNS = 400


def circle(value: float) -> Scenario:
    """Two steps that wait for each other; `value` is what each is worth to both."""
    data = games.steps(
        first={"stops_fighting": True, "value": {"east": value, "west": value}},
        second={"value": {"east": value, "west": value}},
    )
    data["rounds"] = 20
    data["actors"] = {"east": {"review": 1, "response_noise": 0}, "west": {"review": 1, "response_noise": 0}}
    data["battlefield"] = {"first": "east", "second": "west", "volatility": 0.001}
    data["preconditions"] = {
        "a": {"holder": "east", "gate": "first", "after": "second", "rigidity": 0.9},
        "b": {"holder": "west", "gate": "second", "after": "first", "rigidity": 0.9},
    }
    return loads(json.dumps(data))


def test_a_way_out_that_everybody_wants_always_leads_there() -> None:
    answer = explain(circle(0.5), goals=["first"])
    assert {way.waives for way in answer.answers[0].ways_out} == {("a",), ("b",)}
    played = play_ways_out(answer, RUNS, seed=1)
    for way in answer.answers[0].ways_out:
        worth = played.worth(way)
        assert worth.ceasefire is not None
        assert (worth.ceasefire.before.mean, worth.ceasefire.after.mean, worth.ceasefire.change) == (0, 1, 1)
        assert worth.goal.change == 1
        assert not worth.worthless


def test_a_way_out_that_nobody_wants_is_worthless() -> None:
    answer = explain(circle(-0.9), goals=["first"])
    played = play_ways_out(answer, RUNS, seed=1)
    for way in answer.answers[0].ways_out:
        worth = played.worth(way)
        assert worth.worthless
        assert worth.goal.after.mean == 0
        assert worth.settlement.low <= 0 <= worth.settlement.high


def test_the_difference_is_that_of_the_same_runs_with_the_demand_removed() -> None:
    scenario = load("arms_first")
    answer = explain(scenario, goals=["seat"])
    played = play_ways_out(answer, RUNS, seed=3)
    before = play(scenario, 0, RUNS, 3)
    changed = []
    for way in answer.answers[0].ways_out:
        removed = sorted({answer.hold(key).precondition for key in way.waives})
        after = play(scenario.with_(remove=[f"preconditions.{name}" for name in removed]), 0, RUNS, 3)
        change = after["step.seat"].notna().mean() - before["step.seat"].notna().mean()
        assert played.worth(way).goal.change == pytest.approx(change)
        changed.append(change)
    assert max(changed) > 0


def test_one_holder_of_several_can_be_left_out() -> None:
    scenario = load("arms_first")
    holds = explain(scenario).holds
    left = without_holds(scenario, holds, ["arms_before_seat.london"])
    assert left.preconditions["arms_before_seat"].holders == ("unionists",)
    none = without_holds(scenario, holds, ["arms_before_seat.london", "arms_before_seat.unionists"])
    assert "arms_before_seat" not in none.preconditions
    assert without_holds(scenario, holds, []) == scenario
    with pytest.raises(InputError, match="there is no demand 'x'"):
        without_holds(scenario, holds, ["x"])


def test_what_is_waived_from_the_outset_is_waived_in_both() -> None:
    scenario = load("arms_first")
    answer = explain(scenario, waive=["arms_before_seat.london"], goals=["seat"])
    played = play_ways_out(answer, 100, seed=3)
    ways = {way.waives: way for way in answer.answers[0].ways_out}
    assert set(ways) == {("arms_before_seat.unionists",), ("seat_before_arms",)}
    base = play(without_holds(scenario, answer.holds, ["arms_before_seat.london"]), 0, 100, 3)
    worth = played.worth(ways["seat_before_arms",])
    assert worth.goal.before.mean == pytest.approx(base["step.seat"].notna().mean())


def test_talks_are_any_formal_meeting() -> None:
    scenario = load("constitutional_circle")
    answer = explain(scenario, goals=["talks"])
    table = play(scenario, 0, 200, 0)
    formal = [f"met.{name}" for name, track in scenario.tracks.items() if track.formal]
    expected = table[formal].notna().any(axis=1).mean()
    assert 0 < expected < 1
    assert reached(answer.answers[0].goal, scenario).values(table).mean() == pytest.approx(expected)


def test_progress_ends_with_all_runs_and_no_runs_are_an_error() -> None:
    answer = explain(circle(0.5), goals=["first"])
    told: list[tuple[int, int]] = []
    play_ways_out(answer, 50, progress=lambda done, total: told.append((done, total)))
    assert told == [(50, 150), (100, 150), (150, 150)]
    with pytest.raises(InputError, match="at least one"):
        play_ways_out(answer, 0)
