"""Offers in turn under discounting and breakdown (Rubinstein 1982; Binmore, Rubinstein & Wolinsky 1986)."""

import numpy as np
import pytest
from numba.core import config

from tests.reference.reading import assert_mean, assert_share, game, table

pytestmark = pytest.mark.skipif(config.DISABLE_JIT, reason="minutes without the compiler")


def demands(kept_first: float, kept_second: float) -> tuple[float, float]:
    """What each side demands when it proposes; ``kept`` is what a round's delay leaves to each."""
    both = 1 - kept_first * kept_second
    return (1 - kept_second) / both, (1 - kept_first) / both


def worth(share: float) -> float:
    """What a share of the pie is worth to either side, on the scale of utilities."""
    return (1 + 2 * share) / 3


def offers(first: float, second: float, breakdown: float, **changes: object):
    """The game with these discounts, each side demanding what the solution says."""
    kept = 1 - breakdown
    one, other = demands(first * kept, second * kept)
    return one, other, game(
        "alternating_offers", breakdown=breakdown, actors__first__discount=first, actors__second__discount=second,
        **{"actors__first__aspiration": worth(one), "actors__second__aspiration": worth(other), **changes},
    )  # fmt: skip


@pytest.mark.parametrize(
    "first, second, breakdown", [(0.6, 0.4, 0.1), (0.5, 0.5, 0.0), (0.9, 0.9, 0.05), (0.3, 0.2, 0.3)]
)
def test_whoever_begins_has_its_demand_at_once(first, second, breakdown):
    one, other, played = offers(first, second, breakdown)
    rows = table(played, 2000)
    assert (rows["signed"] == 1).all()
    begun = np.isclose(rows["text.pie"], one, atol=1e-6)
    assert np.isclose(rows["text.pie"][~begun], 1 - other, atol=1e-6).all()
    assert_share(rows["text.pie"][begun | ~begun] > (one + 1 - other) / 2, 0.5)
    assert_mean(rows["utility.first"], worth((one + 1 - other) / 2))


def test_the_file_says_what_the_solution_is():
    one, other = demands(0.54, 0.36)
    rows = table(game("alternating_offers"), 500)
    begun = rows["text.pie"] > 0.6
    assert rows["text.pie"][begun].to_numpy() == pytest.approx(one, abs=1e-6)
    assert rows["text.pie"][~begun].to_numpy() == pytest.approx(1 - other, abs=1e-6)


@pytest.mark.parametrize("more", [-0.2, -0.1, -0.03, 0.01, 0.03, 0.1, 0.2])
@pytest.mark.parametrize("side", ["first", "second"])
def test_no_other_demand_pays(side, more):
    one, other, played = offers(0.6, 0.4, 0.1)
    demand = worth(min(1.0, {"first": one, "second": other}[side] + more))
    deviating = table(played.with_({f"actors.{side}.aspiration": demand}), 500)
    assert deviating[f"utility.{side}"].mean() <= table(played, 500)[f"utility.{side}"].mean() + 1e-6


@pytest.mark.parametrize("late, discount, breakdown", [(6, 0.8, 0.1), (11, 0.95, 0.05), (3, 0.5, 0.0)])
def test_delay_costs_what_discount_and_breakdown_say(late, discount, breakdown):
    # one side has all it asks for, once the other's deadline has come
    played = game(
        "alternating_offers", breakdown=breakdown, proposer={"fixed": "first"},
        actors__first={"tactic": "fixed", "aspiration": worth(0.8), "discount": discount},
        actors__second={"tactic": "time", "deadline": late - 1, "concession": 1e-3},
    )  # fmt: skip
    rows = table(played, 4000)
    signed = rows[rows["signed"].notna()]
    assert (signed["signed"] == late).all()
    assert_share(rows["signed"].notna(), (1 - breakdown) ** (late - 1))
    assert signed["utility.first"].to_numpy() == pytest.approx(worth(0.8 * discount ** (late - 1)), abs=1e-6)
    assert signed["utility.second"].to_numpy() == pytest.approx(worth(0.2), abs=1e-6)
    ended = rows[rows["signed"].isna()]["ended"]
    if breakdown > 0:
        # where talks break down, it happens in each round with the same chance
        assert_share(rows["ended"] == 1, breakdown)
        assert (ended < late).all()
