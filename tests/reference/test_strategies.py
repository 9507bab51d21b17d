"""Equilibria that were solved elsewhere, written as strategies: each file holds the solution that it speaks of.

What they lead to, and that no deviation pays, is the business of the suite: tests/verify/test_suite.py plays its short
form.
"""

import numpy as np
import pytest
from numba.core import config

from sim.model import NegotiationModel
from sim.verify.closed_forms import alternating, attrition, double_auction, looking_ahead, reputation
from sim.verify.games.sharing import worth
from tests.reference.reading import assert_share, game, table

compiled_only = pytest.mark.skipif(config.DISABLE_JIT, reason="minutes without the compiler")


def strategy(played, side):
    return played.actors[side].strategy


def test_the_file_of_rubinstein_says_what_the_solution_is():
    played = game("rubinstein")
    kept = [played.actors[side].discount * (1 - played.breakdown) for side in ("first", "second")]
    for side, plan in zip(("first", "second"), alternating.equilibrium(*kept), strict=True):
        assert strategy(played, side).demand[0][0] == pytest.approx(worth(plan.demand), abs=1e-8)
        assert strategy(played, side).accept[0][0] == pytest.approx(worth(plan.accept), abs=1e-8)


def test_the_file_of_private_values_says_what_the_lines_are():
    played, unit = game("private_values"), (0.0, 1.0)
    assert strategy(played, "seller").demand[0] == pytest.approx(
        [worth(double_auction.ask(own, unit, unit)) for own in unit], abs=1e-9
    )
    assert strategy(played, "buyer").demand[0] == pytest.approx(
        [worth(1 - double_auction.bid(own, unit, unit)) for own in unit], abs=1e-9
    )


def test_the_file_of_stubborn_types_says_how_they_give_in():
    played = game("stubborn")
    hazard = attrition.hazard_in_rounds(0.7, 0.7, played.actors["first"].discount)
    rows = strategy(played, "first").concede
    standing = [(1 - hazard) ** number for number in range(len(rows) - 1)]
    assert strategy(played, "first").type.weights[1] == pytest.approx(standing[-1], abs=1e-7)
    assert rows[:2] == ((0, 0), (0, 0))
    assert [chance for chance, _ in rows[2:]] == pytest.approx(reputation.chances(standing, standing[-1]), abs=1e-6)
    assert all(never == 0 for _, never in rows)


@compiled_only
def test_in_the_file_of_stubborn_types_two_stubborn_ones_never_agree():
    rows = table(game("stubborn"), 20_000)
    assert_share(rows["signed"].isna(), 0.0943173473**2)
    assert rows["signed"].max() <= 32


def test_the_file_of_those_who_look_ahead_says_what_is_asked_and_taken():
    played = game("screening_ahead")
    offers = looking_ahead.offers(0.8, 0.6, played.rounds, last=True)
    assert [row[0] for row in strategy(played, "red").demand] == pytest.approx(
        [0.4 + offer.asked for offer in offers], abs=1e-8
    )
    assert [row[1] for row in strategy(played, "blue").accept] == pytest.approx(
        [0.6 - 0.6 * offer.slope for offer in offers], abs=1e-8
    )


@compiled_only
@pytest.mark.parametrize("name", ["rubinstein", "private_values", "stubborn", "screening_ahead"])
def test_the_model_steps_through_the_run_that_was_counted(name):
    played = game(name)
    rows = table(played, 20)
    text = next(column for column in ("text.pie", "text.price", "text.land") if column in rows)
    for run in range(20):
        record = NegotiationModel(played, seed=1, run=run, runs_per_point=1).run_model().record()
        assert record["signed"] == rows["signed"][run] or rows["signed"].isna()[run]
        assert np.float32(record[text]) == rows[text][run]
