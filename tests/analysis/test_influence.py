"""What each number does, from draws: against cases in which one knows what it does."""

import numpy as np
import pytest

from sim.analysis.influence import FEWEST, PART, influences
from sim.errors import InputError

LABELS = ("none", "deal", "war")


def drawn(draws: int = 4000, runs: int = 2, seed: int = 3) -> tuple[np.ndarray, np.ndarray]:
    """Three numbers in [0, 1]: the first makes deals of what would be none, the second and third do nothing."""
    chance = np.random.default_rng(seed)
    values = chance.random((draws, 3))
    luck = chance.random((draws, runs))
    deal = luck < 0.1 + 0.5 * values[:, :1]
    war = ~deal & (luck > 0.9)
    return values, np.where(deal, 1, np.where(war, 2, 0)).astype(np.int64)


def test_a_number_that_moves_an_outcome_comes_first_with_its_size() -> None:
    values, outcomes = drawn()
    first, *rest = influences(values, outcomes, LABELS, ["drive", "idle", "other"])
    assert first.name == "drive"
    assert first.most == "deal"
    # 0.1 + 0.5 x, x uniform: 0.15 in the lowest fifth, 0.55 in the highest
    assert first.at_low["deal"].value == pytest.approx(0.15, abs=0.03)
    assert first.at_high["deal"].value == pytest.approx(0.55, abs=0.03)
    assert first.change["deal"].low < 0.4 < first.change["deal"].high
    assert (first.low, first.high) == pytest.approx((0.1, 0.9), abs=0.02)
    assert set(first.clear) == {"deal", "none"}
    assert all(not item.clear and not item.flips for item in rest)


def test_the_order_turns_round_where_the_number_is_high_and_only_there() -> None:
    values, outcomes = drawn()
    (found, *_) = influences(values, outcomes, LABELS, ["drive", "idle", "other"])
    flips = {(flip.end, flip.above, flip.below) for flip in found.flips}
    # none: 0.9 - (0.1 + 0.5 x); more than a deal below x = 0.7. War: a tenth, below a deal at either end.
    assert flips == {("high", "deal", "none")}
    (flip,) = found.flips
    assert flip.share_above > flip.share_below
    assert flip.share_above == found.at_high["deal"].value


def test_a_number_that_does_nothing_is_rarely_called_clear() -> None:
    false = 0
    for seed in range(60):
        chance = np.random.default_rng(seed)
        values, outcomes = chance.random((500, 10)), chance.integers(0, 2, (500, 2))
        false += any(item.clear or item.flips for item in influences(values, outcomes, LABELS[:2], [*"abcdefghij"]))
    # one in twenty is what Bonferroni allows: of 60 some 3; more than 9 has a chance below 1 in 1000
    assert false <= 9


def test_runs_that_share_a_draw_count_once() -> None:
    """Ten copies of each run say no more than one."""
    values, outcomes = drawn(runs=1)
    once = influences(values, outcomes, LABELS, ["drive", "idle", "other"])[0].change["deal"]
    copied = influences(values, np.repeat(outcomes, 10, axis=1), LABELS, ["drive", "idle", "other"])[0].change["deal"]
    assert copied.high - copied.low == pytest.approx(once.high - once.low)


def test_a_choice_between_few_values_is_compared_at_its_ends() -> None:
    chance = np.random.default_rng(1)
    values = chance.choice([1.0, 2.0, 5.0], (3000, 1))
    outcomes = (chance.random((3000, 2)) < values / 10).astype(np.int64)
    (found,) = influences(values, outcomes, ("no", "yes"), ["choice"])
    assert (found.low, found.high) == (1.0, 5.0)
    assert found.at_low["yes"].value == pytest.approx(0.1, abs=0.03)
    assert found.at_high["yes"].value == pytest.approx(0.5, abs=0.04)


def test_a_number_that_does_not_vary_is_not_clear() -> None:
    values, outcomes = drawn()
    values[:, 0] = 0.5
    found = {item.name: item for item in influences(values, outcomes, LABELS, ["still", "idle", "other"])}
    assert not found["still"].clear
    assert not found["still"].flips


def test_too_few_draws_are_refused() -> None:
    values, outcomes = drawn(draws=PART * FEWEST - 1)
    with pytest.raises(InputError, match="too few"):
        influences(values, outcomes, LABELS, ["drive", "idle", "other"])
