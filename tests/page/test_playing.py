import pytest

from sim.page.playing import Row, finding, play, rows
from sim.results import run
from sim.scenario import load

RUNS = 500


@pytest.fixture(scope="module")
def before():
    return play(load("flagship"), RUNS).results


@pytest.fixture(scope="module")
def after():
    return play(load("flagship").with_(remove=["preconditions.withdrawal_first"]), RUNS).results


def test_the_bars_are_the_shares_of_the_ensemble(before):
    table = run(load("flagship"), RUNS, 0).table
    for row in rows(before):
        assert row.share == pytest.approx((table["outcome"] == row.name).mean())
        assert row.low <= row.share <= row.high
        assert row.before is None
    assert sum(row.share for row in rows(before)) == pytest.approx(1)


def test_a_change_is_counted_run_by_run(before, after):
    for row, old in zip(rows(after, before), rows(before), strict=True):
        assert row.before == pytest.approx(old.share)
        hits = [results.table["outcome"] == row.name for results in (before, after)]
        if (hits[0] == hits[1]).all():
            assert row.moved == "no run differs"
            assert not row.clear
        else:
            assert float(row.moved.split()[0]) == pytest.approx(100 * (row.share - old.share), abs=0.6)


def test_nothing_moves_where_nothing_is_changed(before):
    assert {row.moved for row in rows(before, before)} == {"no run differs"}
    assert "moves no outcome" in finding(rows(before, before), changed=True)


def test_the_same_scenario_is_played_once():
    assert play(load("no_deadlock"), 50) is play(load("no_deadlock"), 50)


def test_the_finding_names_what_came_most_and_what_moved_most():
    shown = (
        Row("settlement", "Settlement", 0.3, 0.28, 0.32, "30%", "28-32%", 0.1, "+20", True),
        Row("no_agreement", "No agreement", 0.7, 0.68, 0.72, "70%", "68-72%", 0.75, "-5", True),
    )
    assert finding(shown, changed=False) == "No agreement in 70% of runs."
    assert finding(shown, changed=True).endswith("Moved most: Settlement, more frequent by 20.0 points.")
