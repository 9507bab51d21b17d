"""One offer to a majority (Romer & Rosenthal 1978), those with a veto (Tsebelis 2002), and recognition by lot."""

import numpy as np
import pytest
from numba.core import config

from sim.model import NegotiationModel
from tests.reference.reading import assert_mean, assert_share, game, table

pytestmark = pytest.mark.skipif(config.DISABLE_JIT, reason="minutes without the compiler")
BEST = {"one": 0.1, "two": 0.2, "three": 0.35, "four": 0.8, "five": 1.0}
WEIGHTS = dict(zip(BEST, (1, 2, 3, 4, 5), strict=True))


def offer(setter: str, quota: int, veto: tuple[str, ...] = ()) -> float:
    """What ``setter`` gets: its best point, or the highest that enough others still take rather than nothing."""
    others = sorted((2 * best for name, best in BEST.items() if name != setter and name not in veto), reverse=True)
    needed = [2 * BEST[name] for name in veto if name != setter]
    places = quota - 1 - len(needed)
    needed += others[: max(0, places)]
    return min([BEST[setter], *needed])


@pytest.mark.parametrize("quota, veto", [(1, ()), (2, ()), (3, ()), (4, ()), (3, ("two",)), (2, ("two",))])
@pytest.mark.parametrize("setter", BEST)
def test_the_setter_gets_what_the_member_that_is_just_needed_still_takes(setter, quota, veto):
    rows = table(game("agenda_setter", proposer={"fixed": setter}, signing={"quota": quota, "veto": list(veto)}), 20)
    assert (rows["outcome"] == "settlement").all()
    assert rows["text.budget"].to_numpy() == pytest.approx(offer(setter, quota, veto), abs=1e-6)


def test_the_lot_says_who_sets_the_agenda():
    rows = table(game("agenda_setter"), 20_000)
    for setter, weight in WEIGHTS.items():
        at = offer(setter, 3)
        same = sum(WEIGHTS[name] for name in BEST if offer(name, 3) == at)
        assert_share(np.isclose(rows["text.budget"], at, atol=1e-6), same / 15), weight
    assert_mean(rows["text.budget"], sum(WEIGHTS[name] * offer(name, 3) for name in BEST) / 15)


def test_equal_weights_draw_whom_the_lot_without_weights_would():
    even = {f"actors__{name}__recognition": 2 for name in BEST}
    plain = {f"actors__{name}__recognition": 1 for name in BEST}
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
