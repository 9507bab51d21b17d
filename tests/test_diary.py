"""One run told as a diary: who met, who refused whom and for what, what was tabled, why it ended."""

from __future__ import annotations

import itertools
import json
import re

import pytest
from typer.testing import CliRunner

import sim
from sim.cli.app import app
from sim.diary import ENDINGS, Trace

RUNS = 60
SMALL = """
name: Two and a promise
rounds: {rounds}
actors:
  owner: {{tactic: fixed, aspiration: 1, label: Owners}}
  tenant: {{tactic: fixed, aspiration: 1}}
issues:
  rent:
    options: [none, low, high]
    stakes:
      owner: {{salience: 1, position: high}}
      tenant: {{salience: 1, values: {{none: 0.2, low: 1, high: 0.4}}}}
"""


@pytest.fixture(scope="module")
def traces() -> list[Trace]:
    flagship = sim.load("flagship")
    return [sim.trace(flagship, seed=1, run=run) for run in range(RUNS)]


def said(trace: Trace) -> list[str]:
    return [sentence for entry in trace.entries for sentence in entry.sentences]


def test_the_ending_is_that_of_the_outcome_table(traces: list[Trace]) -> None:
    table = sim.run("flagship", runs=RUNS, seed=1).table
    sides = {"first": "Moscow", "second": "Kyiv", "war": "; the war goes on"}
    for outcome, trace in zip(table["outcome"], traces, strict=True):
        assert trace.record["outcome"] == outcome
        assert trace.lines()[-1] == trace.ending == ENDINGS[outcome].format(**sides)


def test_it_names_who_met_and_what_they_tabled(traces: list[Trace]) -> None:
    for trace in traces:
        met = {track.label for name, track in trace.scenario.tracks.items() if trace.record[f"met.{name}"]}
        told = " ".join(said(trace))
        assert met
        assert {label for label in met if label not in told} == set()
        drafters = re.findall(r"Meeting, [^:]*: (\w+) tables ", told)
        assert drafters
        assert set(drafters) <= {actor.label for actor in trace.scenario.actors.values()}


def test_it_names_who_refused_to_meet_and_for_which_precondition(traces: list[Trace]) -> None:
    for trace in traces:
        refused = {track.label for name, track in trace.scenario.tracks.items() if trace.record[f"refused.{name}"]}
        matches = [match for text in said(trace) if (match := re.match(r"No meeting, (.*): refused by (.*)", text))]
        assert {match[1] for match in matches} == refused
        assert all(re.match(r"[\w, ]+ \((no formal talks|talks with)", match[2]) for match in matches)


def test_steps_waivers_and_signatures_are_told_in_their_round(traces: list[Trace]) -> None:
    for trace in traces:
        by_round = {entry.round: " ".join(entry.sentences) for entry in trace.entries}
        for name, step in trace.scenario.steps.items():
            if taken := trace.record[f"step.{name}"]:
                assert f": {step.label}." in by_round[taken]
        for column, value in trace.record.items():
            if column.startswith("waived.") and value:
                label = trace.scenario.preconditions[column.split(".")[1]].label
                assert f"gives up a precondition: {label.split(' (')[0]}" in by_round[value]
        if signed := trace.record["signed"]:
            assert "The settlement is in force." in by_round[signed]


def test_signed_terms_are_those_of_the_outcome_table(traces: list[Trace]) -> None:
    settled = [trace for trace in traces if trace.record["signed"]]
    assert settled
    for trace in settled:
        sentence = next(text for text in said(trace) if text.startswith("The settlement is in force."))
        for name, issue in trace.scenario.issues.items():
            option = trace.record[f"text.{name}"]
            shown = f"{issue.label}: {option.replace('_', ' ')}" in sentence
            assert shown == (option != (issue.status_quo or issue.options[0]))


def test_no_round_says_the_same_thing_twice(traces: list[Trace]) -> None:
    for trace in traces:
        for entry in trace.entries:
            assert entry.sentences
            assert len(set(entry.sentences)) == len(entry.sentences)


def test_a_refusal_to_meet_is_told_once_until_something_changes(traces: list[Trace]) -> None:
    for trace in traces:
        refusals = {}
        for text in said(trace):
            track, _, by = text.removeprefix("No meeting, ").partition(": ")
            if text.startswith("No meeting, "):
                assert refusals.get(track) != by
                refusals[track] = by
            elif text.startswith(("Meeting, ", "Known texts")):
                refusals = {track: by for track, by in refusals.items() if track not in text}


def test_rounds_in_which_known_texts_are_tabled_again_are_folded(traces: list[Trace]) -> None:
    for trace in traces:
        assert all(entry.last >= entry.round for entry in trace.entries)
        for one, other in itertools.pairwise(trace.entries):
            assert one.last < other.round
            assert len([e for e in (one, other) if len(e.sentences) == 1 and e.sentences[0].startswith("Known")]) < 2
    assert any(entry.heading.startswith("Rounds ") for trace in traces for entry in trace.entries)


def test_a_precondition_does_not_repeat_its_holder(traces: list[Trace]) -> None:
    for trace in traces:
        for text in said(trace):
            assert not re.search(r"\b(Moscow|Kyiv|Washington|Europe)\b[^;:.]*\((?:[^)]*\()\1\)", text)
        assert not any("(Washington)" in text for text in said(trace))


def test_nothing_is_wider_than_the_page(traces: list[Trace]) -> None:
    for trace in traces:
        assert max(map(len, trace.lines())) <= 80
        assert max(map(len, trace.lines(width=100))) > 80


def test_it_goes_to_json_and_back(traces: list[Trace]) -> None:
    for trace in traces[:10]:
        read = json.loads(json.dumps(trace.to_dict(), allow_nan=False))
        assert read["outcome"] == trace.record["outcome"]
        assert [entry["round"] for entry in read["diary"]] == [entry.round for entry in trace.entries]
        assert set(read["rounds"][0]["actors"]) == set(trace.scenario.actors)
        assert read["parameters"] == trace.parameters


def test_numbers_are_one_row_a_round(traces: list[Trace]) -> None:
    for trace in traces:
        assert [row["round"] for row in trace.rounds] == [*range(1, len(trace.rounds) + 1)]
        assert len(trace.rounds) >= trace.record["ended"]


def test_those_who_only_play_for_time_are_named(traces: list[Trace]) -> None:
    stalling = [run for run, trace in enumerate(traces) if "Moscow only plays for time in this run." in said(trace)]
    sincere = [
        run for run in range(RUNS) if sim.NegotiationModel(sim.load("flagship"), seed=1, run=run).actors[1].sincere
    ]
    assert sorted(stalling + sincere) == [*range(RUNS)]


def test_a_scenario_without_date_war_or_labels_is_told_too() -> None:
    trace = sim.trace(sim.loads(SMALL.format(rounds=4)))
    assert [entry.heading for entry in trace.entries] == ["Round 1", "Round 2", "Rounds 3 to 4"]
    assert said(trace)[0].startswith("Meeting, Talks: ")
    assert said(trace)[-1] == "Known texts are tabled again: Talks, not signed (twice)."
    assert trace.ending == "It ended without an agreement."


def test_refusals_say_by_how_much_a_text_falls_short() -> None:
    sentences = " ".join(said(sim.trace(sim.loads(SMALL.format(rounds=2)))))
    assert "Owners does not sign: 0.50 short of what it holds out for." in sentences
    assert "Tenant does not sign: 0.60 short of what it holds out for." in sentences


def test_the_command_prints_a_diary_for_80_columns() -> None:
    result = CliRunner().invoke(app, ["trace", "flagship", "--run", "3"])
    assert result.exit_code == 0
    lines = result.output.splitlines()
    assert lines[0] == "Moscow's conditions, 27 November 2025: run 3 of seed 0"
    assert max(map(len, lines)) <= 80
    assert all(line.startswith(("Round", "  ")) for line in lines[2:-4] if line)
