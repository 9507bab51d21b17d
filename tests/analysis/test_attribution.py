"""Shapley values of games whose values are known."""

import math
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.analysis.attribution import (
    Attribution,
    Player,
    antithetic_orders,
    attribute,
    coalitions_passed,
    enumerated_contributions,
    sampled_contributions,
    small_coalitions,
)
from sim.analysis.blame_words import summary, title
from sim.analysis.clusters import Clusters


def game(worth: dict[frozenset[str], float], names: str) -> np.ndarray:
    """Worths (coalitions, 1 run) of a game on players with letters for names; what is not listed is worth 0."""
    sets = [frozenset(name for p, name in enumerate(names) if mask >> p & 1) for mask in range(1 << len(names))]
    return np.array([[worth.get(members, 0.0)] for members in sets])


def test_the_glove_game() -> None:
    # one left glove, two right ones; a pair is worth 1. Textbook: 2/3, 1/6, 1/6
    worth = game({frozenset("ab"): 1, frozenset("ac"): 1, frozenset("abc"): 1}, "abc")
    assert enumerated_contributions(worth)[:, 0] == pytest.approx([2 / 3, 1 / 6, 1 / 6])


def test_the_airport_game() -> None:
    # a runway for planes that need 1, 2 and 4: each part is shared by those who use it (Littlechild & Owen 1973)
    needs = {"a": 1.0, "b": 2.0, "c": 4.0}
    sets = [frozenset(name for p, name in enumerate("abc") if mask >> p & 1) for mask in range(8)]
    worth = game({members: max((needs[name] for name in members), default=0.0) for members in sets}, "abc")
    assert enumerated_contributions(worth)[:, 0] == pytest.approx([1 / 3, 1 / 3 + 1 / 2, 1 / 3 + 1 / 2 + 2])


def test_a_player_who_does_nothing_has_nothing_and_equals_have_the_same() -> None:
    rng = np.random.default_rng(1)
    size = rng.random(4)  # b and c do the same, d does nothing
    worth = np.array([[size[(mask >> 1 & 1) + (mask >> 2 & 1)] + 5.0 * (mask & 1)] for mask in range(16)])
    values = enumerated_contributions(worth)[:, 0]
    assert values[3] == pytest.approx(0.0, abs=1e-12)
    assert values[1] == pytest.approx(values[2])
    assert values[0] == pytest.approx(5.0)


@given(players=st.integers(1, 7), seed=st.integers(0, 1000))
def test_values_add_up_to_the_total_in_every_run(players: int, seed: int) -> None:
    worth = np.random.default_rng(seed).normal(size=(1 << players, 5))
    total = worth[-1] - worth[0]
    assert enumerated_contributions(worth).sum(axis=0) == pytest.approx(total, abs=1e-12)
    orders = antithetic_orders(players, 2, (seed,))
    sampled = sampled_contributions({mask: worth[mask] for mask in coalitions_passed(orders)}, orders)
    assert sampled.sum(axis=0) == pytest.approx(total, abs=1e-12)


@given(seed=st.integers(0, 1000))
def test_all_orders_give_what_all_coalitions_give(seed: int) -> None:
    worth = np.random.default_rng(seed).normal(size=(16, 3))
    orders = np.array(list(permutations(range(4))))
    sampled = sampled_contributions(dict(enumerate(worth)), orders)
    assert sampled == pytest.approx(enumerated_contributions(worth))


def test_sampled_orders_are_right_on_average_and_their_intervals_hold_the_value() -> None:
    # 200 groups of one run each, every one with orders of its own, on a game without any luck
    rng = np.random.default_rng(3)
    worth = rng.normal(size=(1 << 6, 1))
    truth = enumerated_contributions(worth)[:, 0]
    players = [Player(name, name) for name in "abcdef"]
    held = 0
    repeats = 60
    for repeat in range(repeats):
        parts = [antithetic_orders(6, 1, (repeat, group)) for group in range(100)]
        contributions = np.hstack([sampled_contributions(dict(enumerate(worth)), orders) for orders in parts])
        everywhere = {mask: np.repeat(worth[mask], 100) for mask in small_coalitions(6)}
        found = attribute(players, contributions, everywhere, Clusters.of(np.arange(100)), enumerated=False)
        for item in found.players:
            value = truth["abcdef".index(item.player.name)]
            held += bool(item.shapley.low is not None and item.shapley.low <= value <= (item.shapley.high or 0))
    # 360 intervals at 95%; those of a repeat hang together, hence three times the binomial error
    assert abs(held / (6 * repeats) - 0.95) < 3 * 2 * math.sqrt(0.95 * 0.05 / (6 * repeats))


def three_players(noise: float = 0.1) -> Attribution:
    """A does 3, B does 1, A and B together 2 more; C does nothing. 200 draws of two runs."""
    rng = np.random.default_rng(5)
    draw = np.repeat(rng.normal(size=200), 2)
    base = 10 + draw + noise * rng.normal(size=400)

    def effect(mask: int) -> float:
        a, b = mask & 1, mask >> 1 & 1
        return 3.0 * a + 1.0 * b + 2.0 * a * b

    worth = {mask: base + effect(mask) * (1 + 0.2 * draw) for mask in range(8)}
    contributions = enumerated_contributions(np.stack([worth[mask] for mask in range(8)]))
    players = [Player("a", "Alpha"), Player("b", "Beta"), Player("c", "Gamma")]
    return attribute(
        players, contributions, worth, Clusters.of(np.repeat(np.arange(200), 2)), label="Talks", unit="rounds"
    )


def test_an_attribution_tells_alone_from_last_and_finds_the_best() -> None:
    found = three_players()
    assert [item.player.name for item in found.players] == ["a", "b", "c"]
    first = found.players[0]
    assert first.first.mean == pytest.approx(3.0, abs=0.05)
    assert first.last.mean == pytest.approx(5.0, abs=0.08)
    assert first.shapley.mean == pytest.approx(4.0, abs=0.06)
    assert first.share == pytest.approx(4 / 6, abs=1e-6)
    assert sum(item.share or 0.0 for item in found.players) == pytest.approx(1.0)
    assert [player.name for player in found.single.players] == ["a"]
    assert found.pair is not None
    assert [player.name for player in found.pair.players] == ["a", "b"]
    assert found.single.lead is not None
    assert found.single.lead.mean == pytest.approx(2.0, abs=0.05)


def test_where_dropping_lowers_a_quantity_the_best_is_what_lowers_it_most() -> None:
    players = [Player("a", "Alpha"), Player("b", "Beta")]
    steps = np.array([[-1.0], [-2.0], [-1.5], [-4.0]]) + np.linspace(0, 0.1, 50)
    worth = {mask: steps[mask] for mask in range(4)}
    found = attribute(players, enumerated_contributions(steps), worth, Clusters.of(np.arange(50)))
    assert [player.name for player in found.single.players] == ["a"]
    assert found.players[0].player.name == "a"


def test_intervals_count_draws_and_not_runs() -> None:
    # every run of a draw the same: 400 runs tell no more than their 200 draws
    rng = np.random.default_rng(2)
    steps = rng.normal(size=(4, 200))
    players = [Player("a", "Alpha"), Player("b", "Beta")]
    once = attribute(players, enumerated_contributions(steps), dict(enumerate(steps)), Clusters.of(np.arange(200)))
    doubled = np.repeat(steps, 2, axis=1)
    twice = attribute(
        players, enumerated_contributions(doubled), dict(enumerate(doubled)), Clusters.of(np.repeat(np.arange(200), 2))
    )
    for one, two in zip(once.players, twice.players, strict=True):
        assert one.shapley.low == pytest.approx(two.shapley.low)
        assert one.shapley.high == pytest.approx(two.shapley.high)


def test_words_name_the_precondition_and_say_when_nothing_can_be_told() -> None:
    found = three_players()
    assert title(found) == "Talks: 67% of the change is due to “Alpha”"
    assert "One to drop: “Alpha”" in summary(found)
    assert "Two to drop: “Alpha” and “Beta”" in summary(found)
    noise = np.random.default_rng(2).normal(scale=0.1, size=60)
    steps = np.stack([noise + 3.0 * (mask & 1) - 2.0 * (mask >> 1 & 1) for mask in range(4)])
    both = attribute(
        [Player("a", "Alpha"), Player("b", "Beta")], enumerated_contributions(steps), dict(enumerate(steps)),
        Clusters.of(np.arange(60)), label="Talks",
    )  # fmt: skip
    assert title(both).startswith("Talks: preconditions pull both ways; “Alpha” weighs most (")
    rng = np.random.default_rng(1)
    steps = rng.normal(size=(4, 60))
    nothing = attribute(
        [Player("a", "Alpha"), Player("b", "Beta")], enumerated_contributions(steps), dict(enumerate(steps)),
        Clusters.of(np.arange(60)), label="Talks",
    )  # fmt: skip
    assert "no difference that these runs can tell" in title(nothing)
    assert all(item.share is None for item in nothing.players)
