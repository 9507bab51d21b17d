"""The room for a deal in a run, against what the model itself says of texts."""

import numpy as np
import pytest

from sim.analysis.courses import LEVELS, fan, follow
from sim.analysis.ideals import ideals_of
from sim.analysis.room import PARTS, package_text, room_for_a_deal
from sim.ensemble import play
from sim.errors import InputError
from sim.model import NegotiationModel
from sim.scenario import load
from tests.games import pie, scenario


@pytest.fixture(scope="module")
def played() -> NegotiationModel:
    return NegotiationModel(load("no_deadlock"), seed=0, run=3).run_model()


def test_packages_are_worth_what_the_model_says(played: NegotiationModel) -> None:
    room = room_for_a_deal(played)
    assert room.solutions is not None
    for pick in (room.solutions.nash, room.solutions.kalai_smorodinsky, room.solutions.utilitarian):
        assert pick.package is not None
        text = package_text(played, room, pick.package)
        stake = played.state.stake
        for side, name in enumerate(room.actors):
            actor = played.compiled.names.actor(name)
            worth = sum(
                stake[actor, number, played.case.issues[issue].options.index(str(text[issue]))]
                for number, issue in enumerate(played.compiled.names.issues)
            )
            assert pick.point[side] == pytest.approx(worth)


def test_texts_are_where_the_run_tabled_them(played: NegotiationModel) -> None:
    room = room_for_a_deal(played)
    met = [event for event in played.events if event.what == "met"]
    assert len(room.tabled) <= len(met)
    assert [item.round for item in room.tabled] == sorted(item.round for item in room.tabled)
    first = room.tabled[0]
    text = played.texts[first.round - 1][first.track]
    for side, name in enumerate(room.actors):
        actor = played.compiled.names.actor(name)
        worth = sum(
            played.state.stake[actor, number, played.case.issues[issue].options.index(str(text[issue]))]
            for number, issue in enumerate(played.compiled.names.issues)
        )
        assert first.point[side] == pytest.approx(worth)


def test_no_package_and_no_text_lies_beyond_the_frontier(played: NegotiationModel) -> None:
    room = room_for_a_deal(played, table=play(played.case, 0, 200, 0))
    everything = np.concatenate((room.some, [item.point for item in room.tabled], room.signed.points))
    for point in everything:
        assert ((room.edge.points >= point - 1e-9).all(axis=1)).any()


def test_signed_texts_are_counted(played: NegotiationModel) -> None:
    table = play(played.case, 0, 200, 0)
    room = room_for_a_deal(played, table=table)
    assert room.signed.runs.sum() == table["signed"].notna().sum() > 0
    assert room.shortfall is not None
    assert room.shortfall >= 0
    assert room_for_a_deal(played).shortfall is None


def test_a_pie_is_cut_into_parts_and_halved_by_theory() -> None:
    data = pie()
    del data["battlefield"], data["fallbacks"]
    data["fallbacks"] = {"no_deal": {"pie": 0.5}}
    model = NegotiationModel(scenario(data), seed=1).run_model()
    room = room_for_a_deal(model)
    assert room.packages == PARTS + 1
    assert np.allclose(room.edge.points.sum(axis=1), 1.0)
    assert room.actors == ("first", "second")


def test_actors_are_chosen_by_name(played: NegotiationModel) -> None:
    names = list(played.case.actors)
    room = room_for_a_deal(played, names[1], names[0])
    assert room.actors == (names[1], names[0])
    with pytest.raises(InputError, match="no actor 'nobody'"):
        room_for_a_deal(played, "nobody")
    with pytest.raises(InputError, match="between two actors"):
        room_for_a_deal(played, names[0], names[0])


def test_what_is_followed_is_what_the_model_steps_through() -> None:
    case = load("no_deadlock")
    courses = follow(case, seed=0, runs=20)
    for run in (0, 5):
        model = NegotiationModel(case, seed=0, run=run).run_model()
        fronts = model.datacollector.get_model_vars_dataframe()["front"].to_numpy()
        agents = model.datacollector.get_agent_vars_dataframe().reset_index()
        over = len(fronts) if model.record()["signed"] is None else int(model.record()["signed"])
        over = min(over, int(case.rounds))
        assert np.allclose(courses.front[run, 1 : over + 1], fronts[:over])
        for place, name in enumerate(courses.actors):
            estimates = agents.loc[agents["name"] == name, "estimate"].to_numpy()
            assert np.allclose(courses.beliefs[place, run, 1 : over + 1], estimates[:over])
    assert courses.alive[0] == 1
    assert (np.diff(courses.alive) <= 0).all()


def test_a_fan_is_quantiles_of_the_runs_that_are_left() -> None:
    values = np.tile(np.arange(101.0)[:, None], (1, 3))
    values[5:, 2] = np.nan  # five are too few to tell
    found = fan(values)
    assert found[:, 0] == pytest.approx([100 * level for level in LEVELS])
    assert np.isnan(found[:, 2]).all()


def test_without_a_front_there_is_nothing_to_follow() -> None:
    with pytest.raises(InputError, match="no front"):
        follow(load("split_the_price"))
    with pytest.raises(InputError, match="too few for a fan"):
        follow(load("no_deadlock"), runs=19)


def test_ideals_are_positions_or_the_best_value() -> None:
    wished = ideals_of(load("flagship"))
    assert wished["territory"]["russia"] == "ceded"
    assert wished["territory"]["ukraine"] == "rollback"
    assert wished["territory"]["us"] == "buffer"
    assert ideals_of(scenario(pie()))["pie"] == {"first": 1.0, "second": 0.0}
