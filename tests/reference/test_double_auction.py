"""The sealed-bid double auction (Chatterjee & Samuelson 1983) with drawn aspirations, and sealed offers at large.

By types, on several supports and with deviations: `sim verify double_auction double_auction_deviations`.
"""

import numpy as np
import pytest
from numba.core import config

from sim.compile import compile_scenario
from sim.model import NegotiationModel
from tests.reference.reading import assert_mean, assert_share, game, table

pytestmark = pytest.mark.skipif(config.DISABLE_JIT, reason="minutes without the compiler")
RUNS = 40_000


def asked(played, runs: int) -> tuple[np.ndarray, np.ndarray]:
    """Bids and asks of the runs, from what each insisted on."""
    compiled = compile_scenario(played)
    draws = compiled.draws(compiled.cube(0, runs, 1))
    shares = {name: (3 * draws[:, n] - 1) / 2 for n, name in enumerate(compiled.dimensions)}
    return 1 - shares["actors.buyer.aspiration"], shares["actors.seller.aspiration"]


def test_in_equilibrium_nine_of_thirty_two_end_in_a_sale_halfway():
    played = game("double_auction")
    rows = table(played, RUNS)
    bid, ask = asked(played, RUNS)
    sold = rows["outcome"] == "settlement"
    assert_share(sold, 9 / 32)
    assert (sold.to_numpy() == (bid >= ask)).all()
    assert rows["text.price"][sold].to_numpy() == pytest.approx(((bid + ask) / 2)[sold], abs=1e-6)
    assert_mean(rows["text.price"][sold], 0.5)


def test_the_truth_would_sell_whatever_pays():
    honest = {"uniform": [1 / 3, 1]}
    rows = table(game("double_auction", actors__buyer__aspiration=honest, actors__seller__aspiration=honest), RUNS)
    assert_share(rows["outcome"] == "settlement", 0.5)


def test_offers_that_drift_together_meet_in_the_end():
    rows = table(game("double_auction", rounds=30, actors__buyer={"tactic": "time", "deadline": 20},
                      actors__seller={"tactic": "time", "deadline": {"uniform": [10, 30]}}), 500)  # fmt: skip
    assert (rows["outcome"] == "settlement").all()
    assert rows["signed"].min() > 5
    assert (rows["signed"] == rows["meetings.auction"]).all()


@pytest.mark.parametrize("status_quo, middle", [("p0", "p2"), ("p4", "p3")])
def test_between_two_options_the_one_nearer_to_the_status_quo_is_meant(status_quo, middle):
    price = {"options": ["p0", "p1", "p2", "p3", "p4"], "status_quo": status_quo, "stakes": {
        "buyer": {"salience": 1, "position": "p0"}, "seller": {"salience": 1, "position": "p4"}}}  # fmt: skip
    # the seller asks for p2, the buyer bids p3
    rows = table(game("double_auction", issues__price=price, actors__seller__aspiration=0.65,
                      actors__buyer__aspiration=0.49), 50)  # fmt: skip
    assert (rows["text.price"] == middle).all()
    assert (rows["outcome"] == "settlement").all()


def test_the_model_steps_through_the_run_that_was_counted():
    played = game("double_auction", rounds=30, actors__buyer={"tactic": "time", "deadline": 20},
                  actors__seller={"tactic": "time", "deadline": {"uniform": [10, 30]}})  # fmt: skip
    rows = table(played, 20)
    for run in range(20):
        record = NegotiationModel(played, seed=1, run=run, runs_per_point=1).run_model().record()
        assert record["signed"] == rows["signed"][run]
        assert np.float32(record["text.price"]) == rows["text.price"][run]
