"""What a table of actors leads to, whatever its actors are called, and what its ranges do."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.errors import InputError
from sim.scenario import Distribution
from sim.spatial import Actor, ActorTable, Settings, decide, parse_actors
from sim.spatial.drivers import drivers, epsilon_squared
from sim.spatial.tables import content, readings
from sim.summary.estimates import Z

HEADER = "name,capability,position,salience\n"
READINGS = Settings(rounds=8).readings()

rows = st.tuples(st.integers(0, 12), st.integers(0, 20), st.integers(0, 10))
groups = st.lists(rows, min_size=2, max_size=6).filter(lambda group: sum(c * s > 0 for c, _, s in group) >= 2)
kinds = st.sampled_from(READINGS)


def table_of(group: list[tuple[float, float, float]]) -> ActorTable:
    """Capability, position and salience (in tenths) of actors."""
    return ActorTable("made up", tuple(Actor(f"actor {at}", c, x, s / 10) for at, (c, x, s) in enumerate(group)))


def paths(group: list[tuple[float, float, float]], kind: Settings) -> tuple[np.ndarray, np.ndarray]:
    """Positions and median, round by round."""
    single = decide(table_of(group), settings=kind).single
    return single.path, single.median


@given(groups, kinds, st.randoms())
@settings(max_examples=60, deadline=None)
def test_neither_names_nor_order_matter_to_the_last_bit(group, kind, random) -> None:
    path, median = paths(group, kind)
    order = list(range(len(group)))
    random.shuffle(order)
    other_path, other_median = paths([group[at] for at in order], kind)
    assert (other_median == median).all()
    assert (other_path == path[:, order]).all()


@given(groups, kinds, st.sampled_from([0.25, 3.0, 1000.0]))
@settings(max_examples=60, deadline=None)
def test_the_scale_of_capabilities_does_not_matter(group, kind, factor) -> None:
    path, median = paths(group, kind)
    other_path, other_median = paths([(factor * c, x, s) for c, x, s in group], kind)
    assert np.allclose(other_path, path, atol=1e-6)
    assert np.allclose(other_median, median, atol=1e-6)


@given(groups, kinds, st.sampled_from([(-1.0, 0.0), (-1.0, 20.0), (2.5, -7.0)]))
@settings(max_examples=60, deadline=None)
def test_a_scale_turned_round_or_stretched_turns_or_stretches_the_course(group, kind, change) -> None:
    factor, shift = change
    path, median = paths(group, kind)
    other_path, other_median = paths([(c, factor * x + shift, s) for c, x, s in group], kind)
    assert np.allclose(other_path, factor * path + shift, atol=1e-5)
    assert np.allclose(other_median, factor * median + shift, atol=1e-5)


@given(groups, kinds, st.integers(-50, 50), st.booleans())
@settings(max_examples=60, deadline=None)
def test_an_actor_without_weight_changes_nothing_and_stays(group, kind, position, capable) -> None:
    path, median = paths(group, kind)
    bystander = (7, position, 0) if capable else (0, position, 7)
    other_path, other_median = paths([*group, bystander], kind)
    assert (other_median == median).all()
    assert (other_path[:, :-1] == path).all()
    assert (other_path[:, -1] == position).all()


@given(groups, kinds, st.integers(-5, 5))
@settings(max_examples=30, deadline=None)
def test_who_all_want_the_same_stay_there(group, kind, position) -> None:
    found = decide(table_of([(c, position, s) for c, _, s in group]), settings=kind)
    assert (found.single.path == position).all()
    assert found.single.settled == 0
    assert found.single.last[list(found.taking_part)].all()


def test_the_same_table_gives_the_same_decision() -> None:
    table = parse_actors(f"{HEADER}A,1..3,0..2,0.9\nB,2,10,0.2..0.8\nC,1,4..6,1\n")
    assert content(decide(table, runs=200, seed=4)) == content(decide(table, runs=200, seed=4))
    assert content(decide(table, runs=200, seed=4)) != content(decide(table, runs=200, seed=5))


def test_rows_in_another_order_draw_the_same_games() -> None:
    lines = ["A,1..3,0..2,0.9", "B,2,10,0.2..0.8", "C,1,4..6,1"]
    one, other = (decide(parse_actors(HEADER + "\n".join(order)), runs=200) for order in (lines, lines[::-1]))
    assert one.spread is not None
    assert other.spread is not None
    assert (one.spread.medians == other.spread.medians).all()


def test_a_table_without_ranges_has_no_distribution() -> None:
    assert decide(parse_actors(f"{HEADER}A,1,0,1\nB,1,1,1\n")).spread is None


def test_the_middles_are_the_likeliest_values_or_the_middles() -> None:
    found = decide(parse_actors(f"{HEADER}A,1,0..1..5,1\nB,1,10..20,1\n"), runs=2)
    assert found.single.path[0].tolist() == [1.0, 15.0]


def test_a_very_narrow_range_is_spread_around_what_the_number_gives() -> None:
    fixed = decide(parse_actors(f"{HEADER}A,4,0,0.9\nB,2,10,0.8\nC,1,5,1\n"))
    narrow = decide(parse_actors(f"{HEADER}A,4,0..0.000001,0.9\nB,2,10,0.8\nC,1,5,1\n"), runs=50)
    assert narrow.spread is not None
    assert np.allclose(narrow.spread.medians, fixed.single.median, atol=1e-4)


def test_the_median_at_the_outset_has_the_distribution_of_who_outweighs_the_rest() -> None:
    """Closed form: with more than half the weight, the median is that actor's position, here uniform on [2, 6]."""
    found = decide(parse_actors(f"{HEADER}A,10,2..6,1\nB,1,0,1\nC,2..3,10,1\n"), runs=4_000)
    assert found.spread is not None
    start = found.spread.medians[:, 0]
    assert start.mean() == pytest.approx(4.0, abs=1e-3)  # a Latin hypercube: far nearer than 4 standard errors
    for one in found.spread.start:
        assert one.value == pytest.approx(2 + 4 * one.level, abs=5e-3)
        assert one.low <= 2 + 4 * one.level <= one.high


def test_a_group_that_is_its_own_mirror_image_leans_to_neither_side() -> None:
    text = f"{HEADER}left,2..6,0..2,0.3..0.9\nmiddle,1..3,4..6,0.2..0.8\nright,2..6,8..10,0.3..0.9\n"
    found = decide(parse_actors(text), runs=3_000)
    assert found.spread is not None
    end = found.spread.medians[:, -1]
    error = end.std(ddof=1) / np.sqrt(len(end))
    assert abs(end.mean() - 5.0) < 4 * error
    shift = found.spread.shift
    assert shift.mean is not None
    assert shift.high is not None
    assert abs(shift.mean) < 4 * (shift.high - shift.mean) / Z


def test_shares_are_those_of_the_draws() -> None:
    found = decide(parse_actors(f"{HEADER}A,1..3,0..2,0.9\nB,2,10,0.2..0.8\nC,1,4..6,1\n"), runs=500)
    spread = found.spread
    assert spread is not None
    games = spread.draws.games
    weight = games.capability * games.salience
    means = np.sort((games.position * weight).sum(axis=1) / weight.sum(axis=1))
    assert spread.mean[2].value == pytest.approx(means[249])  # the median of 500 is the 250th
    assert spread.agreement.count == spread.agreed.sum()
    assert spread.settled.share == spread.rest.mean()
    last = spread.medians[:, -1]
    wide = np.ptp(spread.draws.games.position, axis=1)
    near = np.abs(spread.ends - last[:, None]) <= 0.05 * wide[:, None]
    assert (near.all(axis=1) == spread.agreed).all()
    for at, place in enumerate(found.taking_part):
        moved = np.abs(spread.ends[:, at] - spread.draws.games.position[:, at]) > 0.01 * wide
        (one,) = [actor for actor in spread.actors if actor.place == place]
        assert one.moved.count == moved.sum()


def test_readings_are_what_each_of_them_gives() -> None:
    table = parse_actors(f"{HEADER}A,4,0,0.9\nB,2,10,0.8\nC,1,5,1\nD,2,7,0.4\n")
    found = decide(table, settings=Settings(rounds=5))
    assert len(readings(found)) == 8
    for one, median in found.readings:
        assert decide(table, settings=one).single.median[-1] == median


def test_what_cannot_be_played_is_refused() -> None:
    with pytest.raises(InputError, match="fewer than two actors have both"):
        decide(parse_actors(f"{HEADER}A,4,0,0.9\nB,0,10,0.8\nC,1,5,0\n"))
    wide = parse_actors(f"{HEADER}A,1..2,0,1\nB,1,1,1\n")
    with pytest.raises(InputError, match="runs is 1,000,001; allowed with 2 actors and 25 rounds: 1 to 1,000,000"):
        decide(wide, runs=1_000_001)
    with pytest.raises(InputError, match="1,000 rounds: 1 to 99,900"):
        decide(wide, runs=100_000, settings=Settings(rounds=1_000))
    many = ActorTable("many", tuple(Actor(f"{at}", 1.0, float(at), 1.0) for at in range(201)))
    with pytest.raises(InputError, match="201 actors; at most 200"):
        decide(many)


def test_a_linear_outcome_is_shared_out_as_it_is_made() -> None:
    """Closed form: of y = 2a + b with independent uniform a and b, a explains 4/5 of the variance, b 1/5, c nothing."""
    luck = np.random.default_rng(1)
    values = luck.uniform(size=(8_000, 3))
    outcome = 2 * values[:, 0] + values[:, 1]
    found = drivers(["a", "b", "c"], values, outcome)
    assert [one.name for one in found] == ["a", "b", "c"]
    assert [one.share for one in found] == pytest.approx([0.8, 0.2, 0.0], abs=0.02)
    assert [one.clear for one in found] == [True, True, False]
    # the mean of a uniform number is 0.1 in its lowest and 0.9 in its highest fifth
    error = (found[0].change.high - found[0].change.value) / Z
    assert abs(found[0].change.value - 2 * 0.8) < 4 * error


def test_what_does_nothing_is_clear_as_seldom_as_it_should_be() -> None:
    luck = np.random.default_rng(7)
    chances = np.array([epsilon_squared(*luck.normal(size=(2, 400)))[1] for _ in range(800)])
    assert abs((chances < 0.05).mean() - 0.05) < 4 * np.sqrt(0.05 * 0.95 / 800)


def test_too_few_draws_tell_nothing_of_single_numbers() -> None:
    assert drivers(["a"], np.zeros((50, 1)), np.arange(50.0)) == ()
    assert drivers(["a"], np.zeros((500, 1)), np.ones(500)) == ()


def test_a_range_may_be_any_distribution_of_the_scenario_language() -> None:
    table = parse_actors(f"{HEADER}A,4,0,0.9\nB,2,10,0.8\n")
    normal = Distribution("normal", (3.0, 0.1))
    actors = (replace(table.actors[0], position=normal), table.actors[1])
    found = decide(replace(table, actors=actors), runs=1_000)
    assert found.single.path[0, 0] == 3.0
    assert found.spread is not None
    drawn = found.spread.draws.values[:, 0]
    assert drawn.std() == pytest.approx(0.1, rel=0.02)
