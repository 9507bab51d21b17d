"""`sim explain` as a user meets it."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from sim.cli import main

CIRCLE = "constitutional_circle"
# quiet waits for the inspection, which needs two weeks of quiet
STUCK = ("--set", "preconditions.prisoners_first.after=inspection", "--goal", "quiet")


@dataclass(frozen=True)
class Ran:
    """What a command printed and its exit code; `flat` is what it printed with single spaces."""

    code: int
    out: str
    err: str

    @property
    def flat(self) -> str:
        return " ".join(self.out.split())


Command = Callable[..., Ran]


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    def run(*arguments: str, typed: str = "") -> Ran:
        monkeypatch.setattr(sys, "argv", ["sim", *arguments])
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        with pytest.raises(SystemExit) as stop:
            main()
        out, err = capsys.readouterr()
        code = stop.value.code
        return Ran(0 if code is None else int(code), out, err)

    return run


def test_the_circle_is_told_with_its_claims_and_its_way_out(command: Command) -> None:
    ran = command("explain", CIRCLE)
    assert ran.code == 0
    assert "Ceasefire: out of reach 1. Moscow will accept no ceasefire before the handover" in ran.flat
    assert "russia-withdrawal-first" in ran.flat
    assert (
        "a. Moscow waives: no ceasefire before the handover of Donetsk (withdrawal_first). Rigidity 0.35." in ran.flat
    )
    assert "2. round 10: Referendum on territory" in ran.flat
    assert "For the same reasons as: Ceasefire." in ran.flat
    assert "Demands that change nothing" in ran.flat
    assert all(len(line) <= 80 for line in ran.out.splitlines())


def test_without_a_deadlock_it_gives_the_order_and_nothing_else(command: Command) -> None:
    ran = command("explain", "no_deadlock")
    assert "out of reach" not in ran.out
    assert "within reach, in round 4" in ran.flat
    assert "1. round 1: Release of prisoners" in ran.flat


def test_a_step_that_would_do_in_place_of_the_one_demanded_is_named(command: Command) -> None:
    text = command("explain", "pullback_offered").flat
    assert "If Moscow took the pull-back from Donetsk that keeps the title for the handover" in text


def test_goals_can_be_chosen_and_demands_waived(command: Command) -> None:
    ran = command("explain", CIRCLE, "--goal", "ceasefire", "--waive", "withdrawal_first")
    assert "Taken as waived: withdrawal_first." in ran.flat
    assert "Ceasefire within reach, in round 1 at the earliest" in ran.flat
    assert "Signature" not in ran.out


def test_one_holder_of_several_can_be_waived_in_either_spelling(command: Command) -> None:
    spelled = [command("explain", "arms_first", "--json", "--waive", f"arms_before_seat{sign}london") for sign in ":."]
    assert spelled[0].out == spelled[1].out
    assert json.loads(spelled[0].out)["waived"] == ["arms_before_seat.london"]


def test_things_can_be_added_and_set(command: Command) -> None:
    changes = ("--add", "preconditions: {x: {holder: ukraine, gate: guarantee_by_all, after: ceasefire}}")
    ran = command("explain", CIRCLE, "--add", "steps: {guarantee_by_all: {parties: [ukraine]}}", *changes,
                  "--goal", "guarantee_by_all")  # fmt: skip
    assert ran.code == 0
    assert "Guarantee by all" in ran.flat or "guarantee by all" in ran.flat
    assert "out of reach" in ran.flat
    opened = command("explain", "pow_deadlock", "--goal", "signature", "--set",
                     "preconditions.all_prisoners_back.text={prisoners: at_least neutral_custody}")  # fmt: skip
    assert "Signature within reach" in opened.flat


@pytest.mark.parametrize(
    "arguments, message",
    [
        (("--waive", "withdrawl_first"), "did you mean 'withdrawal_first'"),
        (("--goal", "ceasfire"), "ceasefire"),
        (("--add", "steps: {ceasefire: {}}"), "is there already"),
        (("--set", "preconditions.withdrawal_first.after=x"), "there is no step 'x'"),
        (("--json", "--what-if"), "choose one"),
        (("--out", "."), "name a folder"),
    ],
)
def test_what_cannot_be_asked_is_an_error_that_can_be_acted_on(
    command: Command, arguments: tuple[str, ...], message: str
) -> None:
    ran = command("explain", CIRCLE, *arguments)
    assert ran.code == 2
    assert message in ran.err
    assert "Traceback" not in ran.err
    assert ran.out == ""


def test_json_has_everything_that_is_printed(command: Command) -> None:
    told = json.loads(command("explain", CIRCLE, "--json").out)
    answers = {answer["goal"]["name"]: answer for answer in told["answers"]}
    ceasefire = answers["ceasefire"]
    assert (ceasefire["reachable"], ceasefire["cut"]) == (False, False)
    assert ceasefire["deadlocks"][0]["requirements"] == ["referendum requires ceasefire"]
    assert ceasefire["ways_out"][0]["waives"] == ["withdrawal_first"]
    assert ceasefire["ways_out"][0]["played"] is None
    assert answers["guarantee"]["roadmap"]["rounds"] == 1
    assert told["scenario"].startswith("The withdrawal")
    assert told["cycles"]


def test_a_prompt_answers_with_what_changes_and_can_take_it_back(command: Command) -> None:
    lines = (
        "waive withdrawal_first",
        "undo",
        "undo",
        "set rounds=zero",
        "goal talks",
        "show",
        "holds",
        "help",
        "nonsense",
    )
    ran = command("explain", CIRCLE, "--goal", "ceasefire", "--what-if", typed="\n".join([*lines, "quit", "waive x"]))
    assert ran.code == 0
    after = ran.flat.split("Suppose something")[1]
    order = [
        "Ceasefire opens: within reach, in round 1",
        "Ceasefire shuts: out of reach, 1 deadlock, 1 way out because Moscow will accept no ceasefire",
        "there is nothing to take back",
        "--set rounds=zero",
        "Formal talks: out of reach",
        "Ways out, the smallest first",
        "withdrawal_first: Moscow will accept no ceasefire",
        "waive KEY ...",
        "there is no 'nonsense' here",
    ]
    places = [after.index(text) for text in order]
    assert places == sorted(places)
    assert "no demand 'x'" not in after  # after quit nothing is read


def test_it_says_who_asks_least_and_who_could_open_a_goal_alone(command: Command) -> None:
    ran = command("explain", CIRCLE, "--goal", "signature", "--goal", "talks")
    # (a) asks for less than (b), and comes first; of a signature only Moscow can open the door alone, by its fourth way
    assert "Least rigidity: a, 0.55. Could open it alone: Moscow (d)." in ran.flat
    assert "Least rigidity: a, 0.35. Could open it alone: Washington (a), Moscow (b)." in ran.flat


def test_it_names_the_signatories_that_may_leave(command: Command) -> None:
    asked = "Washington must sign, but may leave: what is within reach does not wait for its signature"
    must_sign = ["--add", "signatories: [russia, ukraine, us]", "--goal", "signature"]
    assert asked in command("explain", CIRCLE, *must_sign).flat
    assert asked not in command("explain", CIRCLE, *must_sign, "--set", "actors.us.exit=null").flat
    assert asked not in command("explain", CIRCLE, "--goal", "signature").flat  # it need not sign


def test_ways_out_are_played_beside_the_scenario_as_it_is(command: Command) -> None:
    ran = command("explain", "no_deadlock", *STUCK, "--simulate", "--runs", "300", "--seed", "2")
    assert ran.code == 0
    assert "In play: a ceasefire" in ran.flat
    assert "In play as it is: a ceasefire" in ran.flat
    assert "(300 runs each with the same luck, seed 2;" in ran.flat


def test_a_way_out_that_leads_nowhere_is_marked(command: Command) -> None:
    unwanted = ("--set", "steps.quiet.value={east: -0.9, west: -0.9}")
    ran = command("explain", "no_deadlock", *STUCK, *unwanted, "--simulate", "--runs", "300", "--json")
    (answer,) = json.loads(ran.out)["answers"]
    assert answer["ways_out"]
    for way in answer["ways_out"]:
        assert way["played"]["worthless"] is True
        assert way["played"]["ceasefire"]["low"] <= 0


def test_answer_and_pictures_are_written_whole_and_name_their_command(command: Command, tmp_path: Path) -> None:
    target = tmp_path / "out"
    ran = command("explain", CIRCLE, "--goal", "ceasefire", "--waive", "washington_only", "--out", str(target))
    assert ran.code == 0
    manifest = json.loads((target / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["command"] == (
        "sim explain constitutional_circle --seed 0 --goal ceasefire --waive washington_only"
    )
    present = {path.relative_to(target).as_posix() for path in target.rglob("*") if path.is_file()}
    assert present == set(manifest["files"])
    assert {"plots/gate-graph.svg", "plots/gate-graph.png", "plots/roadmap-ceasefire-1.svg"} <= present
    again = command("explain", CIRCLE, "--goal", "ceasefire", "--waive", "washington_only", "--out", str(target))
    assert again.code == 0  # an earlier result may be replaced
    (target / "mine.txt").write_text("x")
    assert command("explain", CIRCLE, "--out", str(target)).code == 2
    assert (target / "mine.txt").exists()
