"""A mediator who knows a secret: when it speaks, when it is believed, what that changes, and how a diary tells it."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest
from numba.core import config

import sim
from sim.scenario.check import check
from tests.games import Data, changed, pie, scenario, table
from tests.mechanisms.test_parameters import differing_runs

RUNS = 100
MANY = 2000
SECRET = {"uniform": [0.0, 0.6], "private": True}
START = 0.4
many_runs = pytest.mark.skipif(config.DISABLE_JIT, reason="slow without the compiler")


def told(bias: float, **changes: object) -> Data:
    """First makes an offer to second, of whose cost of war a host knows whether it is above the middle.

    ``bias`` is what the whole pie in the hands of the first is worth to the host more than in those of the second.
    """
    game = pie(
        proposer={"fixed": "first"},
        actors__first={"tactic": "screening", "war_cost": 0.1},
        actors__second={"tactic": "reservation", "war_cost": SECRET},
        actors__host={"war_cost": 0.1},
        battlefield__start=START,
        tracks__talks={"participants": ["first", "second"], "mediator": "host", "mediator_knows": "second"},
    )
    game["issues"]["pie"]["stakes"]["host"] = {"salience": 1, "values": {"0": 0.5 - bias / 2, "1": 0.5 + bias / 2}}
    return changed(game, **changes)


def untold(game: Data) -> Data:
    """The same with a mediator that keeps what it knows to itself."""
    return changed(game, mechanisms__counsel=False)


def near(share: float, runs: int) -> object:
    """A share of so many runs, within 4 standard errors."""
    return pytest.approx(share, abs=4 * math.sqrt(share * (1 - share) / runs))


def asked(game: Data, runs: int = RUNS) -> set[float]:
    """What the runs' last texts give the first above the chance with which it wins, to four digits."""
    return set((table(game, runs, runs_per_point=1)["text.pie"].astype(float) - START).round(4))


def write(game: Data, folder: Path) -> Path:
    """A scenario file (JSON is YAML)."""
    path = folder / "told.yaml"
    path.write_text(json.dumps(game))
    return path


def changes_nothing(game: Data) -> bool:
    played, silent = table(game, RUNS, runs_per_point=1), table(untold(game), RUNS, runs_per_point=1)
    return differing_runs(played, silent) == 0


def test_a_mediator_on_the_listeners_side_is_believed_and_each_half_gets_its_own_text() -> None:
    # above the middle, 0.3, every type takes 0.3; below it half of what is left of the first's cost is asked
    assert asked(told(0.2)) == {0.3, 0.1}
    assert asked(untold(told(0.2))) == {0.25}


def test_what_it_says_is_true() -> None:
    heard = set()
    for run in range(20):
        trace = sim.trace(scenario(told(0.2)), seed=3, run=run)
        high = trace.parameters["actors.second.war_cost"] > 0.3
        (entry,) = trace.entries
        what = "much (above 0.30)" if high else "little (below 0.30)"
        assert entry.sentences[0].startswith(f"Host tells First that war costs Second {what}. First believes it")
        heard.add(what)
    assert len(heard) == 2


@pytest.mark.parametrize("bias", [0.0, -0.2, -0.9])
def test_one_that_only_wants_peace_or_sides_with_the_other_is_not_believed(bias: float) -> None:
    assert changes_nothing(told(bias))


def test_a_mediator_that_only_wants_peace_always_says_that_the_other_would_fight() -> None:
    game = told(0.0, tracks__talks__mediator_line=0.25)
    for run in range(12):
        (entry,) = sim.trace(scenario(game), seed=3, run=run).entries
        assert "war costs Second little (below 0.15). First does not believe it" in entry.sentences[0]


@many_runs
def test_who_doubts_risks_as_much_war_as_without_a_mediator() -> None:
    wars = table(told(0.0), MANY, runs_per_point=1)["outcome"] != "settlement"
    assert wars.mean() == near(0.25 / 0.6, MANY)


def test_it_speaks_until_it_is_believed_and_then_no_more() -> None:
    # the bias that is needed falls from 0.13 to 0.10 with what the first refusal tells
    game = told(0.115, rounds=4, tracks__talks__mediator_line=0.25)
    doubted, believed = [], []
    for run in range(30):
        for entry in sim.trace(scenario(game), seed=3, run=run).entries:
            doubted += [entry.round for sentence in entry.sentences if "does not believe it" in sentence]
            believed += [entry.round for sentence in entry.sentences if "First believes it" in sentence]
    assert set(doubted) == {1}
    assert set(believed) == {2}


def test_after_a_low_cost_refusals_still_teach_and_only_within_what_was_named() -> None:
    game = told(0.2, rounds=3)
    rows = table(game, RUNS, runs_per_point=1)
    low = rows[rows["text.pie"] < START + 0.2]
    high = rows[rows["text.pie"] > START + 0.2]
    # asked of the lower half: 0.1; after a refusal 0 is all that types below 0.1 are worth asking
    assert set(low["text.pie"].astype(float).round(6)) == {START + 0.1, START}
    assert (low["signed"].max(), high["signed"].max()) == (2, 1)
    assert (rows["outcome"] == "settlement").all()


@many_runs
def test_the_line_says_where_high_begins() -> None:
    game = told(0.2, tracks__talks__mediator_line=0.75)
    assert asked(game) == {0.45, 0.175}
    assert (table(game, MANY, runs_per_point=1)["text.pie"] > START + 0.3).mean() == near(0.25, MANY)


def test_a_truce_silences_it() -> None:
    truce = {"truce": {"stops_fighting": True, "value": {"first": 0.9, "second": 0.9}}}
    shared = {"steps": truce, "rounds": 2, "actors__first__review": 1, "actors__second__review": 1}
    trace = sim.trace(scenario(told(0.2, **shared)), seed=3, run=0)
    sentences = [sentence for entry in trace.entries for sentence in entry.sentences]
    assert any("Step taken" in sentence for sentence in sentences)
    assert not any("Host tells" in sentence for sentence in sentences)


IDLE = {
    "is no secret": {"actors__second__war_cost": {"uniform": [0.0, 0.6]}},
    "sealed": {"tracks__talks__protocol": "sealed"},
    "mediator drafts whenever": {"tracks__talks__mediator_share": 1},
    "who draft there screens": {"actors__first__tactic": "time"},
    "needs the signature of second": {"signatories": ["first"]},
    "no war": {"battlefield__war": "none"},
}


@pytest.mark.parametrize("words", sorted(IDLE))
def test_where_it_can_change_nothing_check_says_so_and_nothing_changes(words: str, tmp_path: Path) -> None:
    game = told(0.2, **IDLE[words])
    path = write(game, tmp_path)
    warnings = [warning for warning in check([path]).warnings if "tracks.talks" in warning]
    assert [words in warning and "tracks.talks.mediator_knows has no effect" in warning for warning in warnings] == (
        [True]
    )
    assert changes_nothing(game)


@pytest.mark.parametrize("proposer", ["rotating", "alternate", "random", {"fixed": "second"}])
def test_who_listens_is_whoever_may_draft(proposer: object, tmp_path: Path) -> None:
    game = told(0.2, proposer=proposer, rounds=3)
    path = write(game, tmp_path)
    heard = not changes_nothing(game)
    assert heard == (proposer != {"fixed": "second"})
    assert heard == (check([path]).warnings == ())


def test_a_line_without_a_secret_is_pointed_out(tmp_path: Path) -> None:
    game = told(0.2, tracks__talks={"participants": ["first", "second"], "mediator": "host", "mediator_line": 0.3})
    path = write(game, tmp_path)
    (warning,) = check([path]).warnings
    assert "tracks.talks.mediator_line has no effect: mediator_knows names nobody" in warning


def test_a_described_track_says_what_its_mediator_knows(tmp_path: Path) -> None:
    path = write(told(0.2), tmp_path)
    assert "host mediates and knows of second's war cost whether it is high" in check([path]).to_text()


def test_without_private_information_there_is_nothing_to_tell() -> None:
    assert changes_nothing(told(0.2, mechanisms__private_information=False))


def test_a_mediator_that_drafts_keeps_its_word_for_the_others() -> None:
    shared = {"actors__host__tactic": "screening", "tracks__talks__mediator_share": 0.5, "rounds": 3}
    game = scenario(told(0.2, **shared))
    for run in range(20):
        for entry in sim.trace(game, seed=3, run=run).entries:
            assert not any("Host tells Host" in sentence for sentence in entry.sentences)


def test_one_run_stepped_is_the_run_that_was_counted() -> None:
    game = scenario(told(0.2, rounds=3))
    rows = table(told(0.2, rounds=3), 40, seed=3)
    for run in range(40):
        record = sim.trace(game, seed=3, run=run).record
        assert record["outcome"] == rows["outcome"][run]
        assert record["text.pie"] == pytest.approx(rows["text.pie"][run], abs=1e-6)


@many_runs
def test_in_a_war_with_a_front_it_is_believed_alike() -> None:
    # all see the same war to come, and its costs count by its length: the chances stay those of a lottery
    front = {"war": "front", "first": "first", "second": "second", "start": START, "volatility": 0.05}
    game = told(0.2, battlefield=front, fallbacks__frozen={"pie": START})
    for one, refused in ((game, 0.1 / 0.6), (untold(game), 0.25 / 0.6)):
        assert (table(one, MANY, runs_per_point=1)["outcome"] != "settlement").mean() == near(refused, MANY)
