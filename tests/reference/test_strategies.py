"""Equilibria that were solved elsewhere, written as strategies, and that no unilateral deviation pays."""

import math

import numpy as np
import pandas as pd
import pytest
from numba.core import config

from sim.compile import compile_scenario
from sim.model import NegotiationModel
from tests.reference.reading import assert_mean, assert_share, game, table

pytestmark = pytest.mark.skipif(config.DISABLE_JIT, reason="minutes without the compiler")


def worth(share: float) -> float:
    """What a share of the pie is worth to either side, on the scale of utilities."""
    return (1 + 2 * share) / 3


def rubinstein(first: float, second: float, breakdown: float):
    """The solution's demands, and the game in which both follow it."""
    kept = first * (1 - breakdown), second * (1 - breakdown)
    demands = [(1 - kept[1 - side]) / (1 - kept[0] * kept[1]) for side in (0, 1)]
    changes = {"breakdown": breakdown}
    for side, name in enumerate(("first", "second")):
        changes[f"actors__{name}__discount"] = (first, second)[side]
        changes[f"actors__{name}__strategy"] = {
            "demand": [worth(demands[side])], "accept": [worth(kept[side] * demands[side])],
        }  # fmt: skip
    return *demands, game("rubinstein", **changes)


@pytest.mark.parametrize(
    "first, second, breakdown", [(0.95, 0.9, 0.02), (0.99, 0.5, 0.0), (0.9, 0.98, 0.1), (0.999, 0.999, 0.01)]
)
def test_rubinstein_whoever_begins_has_its_demand_at_once(first, second, breakdown):
    one, other, played = rubinstein(first, second, breakdown)
    rows = table(played, 2000)
    assert (rows["signed"] == 1).all()
    begun = np.isclose(rows["text.pie"], one, atol=1e-6)
    assert np.isclose(rows["text.pie"][~begun], 1 - other, atol=1e-6).all()
    assert_share(rows["text.pie"] > (one + 1 - other) / 2, 0.5)


def test_the_file_of_rubinstein_says_what_the_solution_is():
    _, _, played = rubinstein(0.95, 0.9, 0.02)
    found, solved = table(game("rubinstein"), 300)["text.pie"], table(played, 300)["text.pie"]
    assert found.to_numpy() == pytest.approx(solved.to_numpy(), abs=1e-6)


@pytest.mark.parametrize("side", ["first", "second"])
@pytest.mark.parametrize("demand, accept", [(d, a) for d in (-0.2, -0.04, 0, 0.04, 0.2) for a in (-0.1, 0, 0.02, 0.1)])
def test_rubinstein_no_deviation_on_a_grid_pays(side, demand, accept):
    _, _, played = rubinstein(0.95, 0.9, 0.02)
    strategy = played.actors[side].strategy
    moved = {"demand": [min(1, strategy.demand[0][0] + demand)], "accept": [max(0, strategy.accept[0][0] + accept)]}
    deviating = table(played.with_({f"actors.{side}.strategy": moved}), 300)
    assert deviating[f"utility.{side}"].mean() <= table(played, 300)[f"utility.{side}"].mean() + 1e-6


# Private values --------------------------------------------------------------------------------------------------


def test_a_type_bids_what_its_column_says():
    played = game("private_values")
    rows = table(played, 40_000)
    compiled = compile_scenario(played)
    value, cost = compiled.draws(compiled.cube(0, 40_000, 1)).T
    assert list(compiled.dimensions) == ["actors.buyer.strategy.type", "actors.seller.strategy.type"]
    sold = (rows["outcome"] == "settlement").to_numpy()
    bid, ask = 1 / 12 + 2 / 3 * value, 1 / 4 + 2 / 3 * cost
    clear = np.abs(bid - ask) > 1e-9
    assert (sold == (bid >= ask))[clear].all()
    assert rows["text.price"][sold].to_numpy() == pytest.approx(((bid + ask) / 2)[sold], abs=1e-6)
    assert_share(pd.Series(sold), 9 / 32)
    assert_mean(pd.Series((value - cost) * sold), 9 / 64)


# A war of attrition ----------------------------------------------------------------------------------------------


def attrition(first: list, second: list, **changes):
    """Each side stands on 0.7 of the pie and gives in with these chances a round; its type 1 never does."""
    made = {"tracks__talks": {"participants": ["first", "second"]}, "breakdown": 0}
    for name, chances, stubborn in (("first", first, 0.0), ("second", second, 0.0)):
        stubborn = changes.pop(f"stubborn_{name}", stubborn)
        made[f"actors__{name}__strategy"] = {
            "type": {"choice": [0, 1], "weights": [1 - stubborn, stubborn]}, "at": [0, 1], "demand": [worth(0.7)],
            "accept": [worth(0.7)], "concede": [[chance, 0] for chance in chances],
        }  # fmt: skip
    return game("rubinstein", **made, **changes)


QUIET = [0.0, 0.0]  # the rounds in which each makes its first offer; nobody gives in before there is something to take


@pytest.mark.parametrize("one, other", [(0.1, 0.1), (0.02, 0.3), (0.25, 0.05)])
def test_attrition_ends_when_the_first_gives_in(one, other):
    rows = table(attrition([*QUIET, one], [*QUIET, other], rounds=2000), 20_000)
    ends = 1 - (1 - one) * (1 - other)
    assert_mean(rows["signed"] - 2, 1 / ends)
    assert_share(rows["signed"] == 3, ends)
    won = rows["text.pie"].to_numpy() > 0.5
    assert rows["text.pie"].to_numpy() == pytest.approx(np.where(won, 0.7, 0.3), abs=1e-6)
    # where both give in at once, who drafts gives what the other asked for last
    assert_share(pd.Series(won), (other * (1 - one) + one * other / 2) / ends)


def reputation(discounts: tuple[float, float], stubborn: tuple[float, float], demand: float, rounds: int):
    """Abreu & Gul (2000) in rounds: chance that each has given in at once, and hazards of the rational after that.

    Each gives in at the rate that keeps the other indifferent: what waiting a round costs the other, over what it gains
    if this one gives in. Both reach certainty of a stubborn opponent at the same time, so the one who would be later
    gives in at once with the chance that makes up for it.
    """
    gain = 2 * demand - 1
    low = 1 - demand
    hazard = [0.0, 0.0]
    for side in (0, 1):
        kept = discounts[1 - side]
        # the other: low = kept * (h * demand + (1 - h) * low)
        hazard[side] = low * (1 - kept) / (kept * gain)
    lengths = [math.log(stubborn[side]) / math.log(1 - hazard[side]) for side in (0, 1)]
    length = min(lengths)
    at_once = [1 - stubborn[side] / (1 - hazard[side]) ** length for side in (0, 1)]
    chances: list[list[float]] = [[], []]
    for side in (0, 1):
        standing = 1.0
        for t in range(rounds):
            left = max(stubborn[side], (1 - at_once[side]) * (1 - hazard[side]) ** t)
            rational = standing - stubborn[side]
            chances[side].append(min(1.0, (standing - left) / rational) if rational > 1e-12 else 1.0)
            standing = left
    return at_once, hazard, chances, length


@pytest.mark.parametrize("stubborn", [(0.1, 0.1), (0.05, 0.2), (0.3, 0.1)])
def test_stubborn_types_deadlock_and_immediate_concessions(stubborn):
    discounts, demand = (0.9, 0.9), 0.7
    at_once, hazards, chances, length = reputation(discounts, stubborn, demand, 60)
    assert min(at_once) == pytest.approx(0.0, abs=1e-12)
    played = attrition([*QUIET, *chances[0]], [*QUIET, *chances[1]], stubborn_first=stubborn[0],
                       stubborn_second=stubborn[1], rounds=120)  # fmt: skip
    signed = table(played, 20_000)["signed"].astype(float)  # NaN: never
    assert_share(signed.isna(), stubborn[0] * stubborn[1])  # two who never give in: for ever
    assert_share(signed == 3, 1 - (1 - at_once[0]) * (1 - at_once[1]))
    assert signed.max() <= 3 + math.ceil(length)
    stands = [
        [max(z, (1 - at_once[side]) * (1 - hazards[side]) ** t) for t in (0, 1, 2)] for side, z in enumerate(stubborn)
    ]
    for t in (1, 2):
        before = stands[0][t - 1] * stands[1][t - 1]
        standing = signed.isna() | (signed >= 3 + t)
        assert_share(signed[standing] == 3 + t, 1 - stands[0][t] * stands[1][t] / before)


@pytest.mark.parametrize("when", [0, 3, 6, 9])
def test_who_can_give_in_does_not_care_when(when):
    discounts, demand, stubborn = (0.9, 0.9), 0.7, 0.1
    _, hazard, chances, length = reputation(discounts, (stubborn, stubborn), demand, 60)
    assert when < length
    both = {"actors__first__discount": 0.9, "actors__second__discount": 0.9}
    played = attrition([0.0], [*QUIET, *chances[1]], stubborn_second=stubborn, rounds=120, **both)
    surely = {"demand": [worth(demand)], "accept": [worth(demand)], "concede": [*QUIET, *[0.0] * when, 1.0]}
    rows = table(played.with_({"actors.first.strategy": surely}), 40_000)
    gained = (3 * rows["utility.first"].astype(float) - 1) / 2
    # What 0.3 brings in the third round, whenever it gives in, but for ties, which continuous time does not know: where
    # both give in at once the lot shares what the equilibrium gives to who waited.
    ties = (demand - 0.5) * hazard[1] * ((1 - hazard[1]) * 0.9) ** (when - 1) * 0.9 if when else 0.0
    assert_mean(gained, (1 - demand - ties) * 0.9**2)


def test_the_model_steps_through_the_run_that_was_counted():
    played = attrition([0.1], [0.2], rounds=100)
    rows = table(played, 20)
    for run in range(20):
        record = NegotiationModel(played, seed=1, run=run, runs_per_point=1).run_model().record()
        assert record["signed"] == rows["signed"][run]
        assert np.float32(record["text.pie"]) == rows["text.pie"][run]
