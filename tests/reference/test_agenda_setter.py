"""A quota of signatories, and recognition by lot, beyond the games with a known answer. The suite plays these:
`sim verify agenda_setter agenda_veto agenda_by_lot agenda_deviations`.
"""

import numpy as np
import pytest
from numba.core import config

from sim.model import NegotiationModel
from tests.reference.reading import game, table

pytestmark = pytest.mark.skipif(config.DISABLE_JIT, reason="minutes without the compiler")
MEMBERS = ("one", "two", "three", "four", "five")


def test_equal_weights_draw_whom_the_lot_without_weights_would():
    even = {f"actors__{name}__recognition": 2 for name in MEMBERS}
    plain = {f"actors__{name}__recognition": 1 for name in MEMBERS}
    one, other = table(game("agenda_setter", **even), 500), table(game("agenda_setter", **plain), 500)
    assert one["text.budget"].equals(other["text.budget"])


def test_a_quota_of_all_is_unanimity():
    together = game("agenda_setter", rounds=20, signing={"quota": 5})
    everyone = game("agenda_setter", rounds=20, signing=None)
    assert table(together, 200).equals(table(everyone, 200))


def test_those_who_were_absent_can_make_it_enough():
    tracks = {"pair": {"participants": ["three", "four"]}}
    rows = table(game("agenda_setter", tracks=tracks, rounds=3, proposer={"fixed": "four"}), 100)
    # the two agree on 0.7; the third signature, that of five, comes a week later
    assert (rows["signed"] == 2).all()
    assert rows["text.budget"].to_numpy() == pytest.approx(0.7, abs=1e-6)
    # with five there is a majority of two for 0.8, which three does not want
    rows = table(game("agenda_setter", tracks=tracks, rounds=3, signing={"quota": 2}, proposer={"fixed": "four"}), 100)
    assert (rows["signed"] == 2).all()
    assert rows["text.budget"].to_numpy() == pytest.approx(0.8, abs=1e-6)


def test_an_audience_is_asked_only_if_its_leader_signed():
    strict = {"tactic": "screening", "ratification": 1, "recognition": 1}
    rows = table(game("agenda_setter", proposer={"fixed": "five"}, actors__one=strict), 500)
    assert (rows["outcome"] == "settlement").all()  # one does not sign 0.7, and nobody asks at home
    assert (rows["vetoed.one"] == 0).all()


def test_the_model_steps_through_the_run_that_was_counted():
    played = game("agenda_setter", rounds=5)
    rows = table(played, 20)
    for run in range(20):
        record = NegotiationModel(played, seed=1, run=run, runs_per_point=1).run_model().record()
        assert np.float32(record["text.budget"]) == rows["text.budget"][run]
