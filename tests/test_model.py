"""The Mesa model plays the very runs that the ensemble counts, and asks actors of one's own."""

from __future__ import annotations

import gc
import json
import weakref

import numpy as np
import pandas as pd
import pytest
from numba.core import config

import sim
from sim.compile import compile_scenario
from sim.ensemble import play, play_block
from sim.errors import InputError
from sim.model import Actor, NegotiationModel

RUNS = 200 if not config.DISABLE_JIT else 4


class Echo(Actor):
    """Decides everything as the model would, but is asked."""

    def attends(self, track: str, would: bool) -> bool:
        return would

    def proposes(self, track, text):
        return dict(text)

    def accepts(self, track, text, would):
        return would

    def takes(self, step: str, would: bool) -> bool:
        return would

    def waives(self, precondition: str, would: bool) -> bool:
        return would


def rows(name: str, seed: int, runs: int, runs_per_point: int = 2) -> np.ndarray:
    compiled = compile_scenario(sim.load(name))
    return play_block(compiled, compiled.work(), 0, runs, seed, runs_per_point)


@pytest.mark.parametrize("name", sorted(sim.shipped()))
def test_run_r_of_the_model_is_row_r_of_the_ensemble_bit_for_bit(name: str) -> None:
    scenario = sim.load(name)
    for run, row in enumerate(rows(name, 0, RUNS)):
        assert np.array_equal(NegotiationModel(scenario, seed=0, run=run).run_model().row(), row, equal_nan=True), run


def test_another_seed_and_one_run_a_point_are_the_same_too() -> None:
    scenario = sim.load("flagship")
    for run, row in enumerate(rows("flagship", 7, 20, runs_per_point=1)):
        model = NegotiationModel(scenario, seed=7, run=run, runs_per_point=1).run_model()
        assert np.array_equal(model.row(), row, equal_nan=True)


@pytest.mark.parametrize("name", ["flagship", "split_the_price", "gamblers_ruin", "us_exit"])
def test_asking_an_actor_who_does_as_the_model_would_changes_nothing(name: str) -> None:
    scenario = sim.load(name)
    everyone = dict.fromkeys(scenario.actors, Echo)
    for run, row in enumerate(rows(name, 1, 12)):
        assert np.array_equal(NegotiationModel(scenario, seed=1, run=run, actors=everyone).run_model().row(), row)


class Absent(Actor):
    def attends(self, track: str, would: bool) -> bool:
        return False


class Refuser(Actor):
    def accepts(self, track, text, would):
        return False


class Fighter(Actor):
    def takes(self, step: str, would: bool) -> bool:
        return False


class Holder(Actor):
    def waives(self, precondition: str, would: bool) -> bool:
        return False


class Yielder(Actor):
    def waives(self, precondition: str, would: bool) -> bool:
        return True


class Dictator(Actor):
    def proposes(self, track, text):
        return {**text, "territory": "ceded"}


def outcomes(actor: type[Actor], name: str = "ukraine", runs: int = 40) -> list[dict]:
    scenario = sim.load("flagship")
    return [NegotiationModel(scenario, seed=2, run=r, actors={name: actor}).run_model().record() for r in range(runs)]


def test_who_stays_away_meets_nobody() -> None:
    for record in outcomes(Absent, runs=10):
        assert record["met.washington_kyiv"] is None
        assert record["refused.washington_kyiv"] > 0


def test_who_refuses_signs_nothing() -> None:
    signed = [r["signed"] for r in outcomes(Echo, runs=80)]
    assert any(signed)
    assert not any(r["signed"] for r in outcomes(Refuser, runs=80))


def test_who_never_stops_fighting_has_a_ceasefire_only_by_settlement() -> None:
    assert any(r["step.ceasefire"] and not r["signed"] for r in outcomes(Echo))
    assert not any(r["step.ceasefire"] and not r["signed"] for r in outcomes(Fighter))


def test_who_holds_on_waives_nothing_and_who_yields_waives_all_but_the_law() -> None:
    mine = ["waived.guarantees_first", "waived.ceasefire_first.ukraine"]
    assert not any(record[key] for record in outcomes(Holder, runs=20) for key in mine)
    for record in outcomes(Yielder, runs=20):
        assert record["waived.ceasefire_first.ukraine"] in (1, 2)
        assert record["waived.title_by_referendum"] is None


def test_what_an_actor_proposes_is_what_it_tables() -> None:
    model = NegotiationModel(sim.load("flagship"), seed=2, run=0, actors={"russia": Dictator}).run_model()
    tabled = [m for m in model.events if m.what == "met" and model.compiled.names.actors[m.object] == "russia"]
    assert tabled
    for event in tabled:
        text = model.texts[event.round - 1][model.compiled.names.tracks[event.subject]]
        assert text["territory"] == "ceded"


def test_an_unknown_actor_is_refused_with_those_there_are() -> None:
    with pytest.raises(InputError, match=r"rusia.*russia"):
        NegotiationModel(sim.load("flagship"), actors={"rusia": Echo})


class Moonstruck(Actor):
    def proposes(self, track, text):
        return {**text, "territory": "moon"}


class Unfloored(Actor):
    """Tables what a step has taken off the table."""

    def proposes(self, track, text):
        return {**text, "prisoners": "held"}


@pytest.mark.parametrize("actor, message", [(Moonstruck, r"territory: no such option: moon \(allowed: rollback, line"),
                                            (Unfloored, "prisoners: held is off the table")])  # fmt: skip
def test_an_actor_that_tables_what_cannot_be_tabled_is_told_so(actor: type[Actor], message: str) -> None:
    scenario = sim.load("flagship", set={"steps.prisoner_exchange.value.russia": 1})
    everyone = dict.fromkeys(scenario.actors, actor)
    models = [NegotiationModel(scenario, seed=2, run=run, actors=everyone) for run in range(5)]
    with pytest.raises(InputError, match=message):
        [model.run_model() for model in models]


def test_each_decision_of_an_actor_changes_some_run() -> None:
    scenario = sim.load("flagship")
    as_modelled = rows("flagship", 2, 20)
    for actor in (Absent, Refuser, Fighter, Holder, Yielder):
        changed = [
            run for run, row in enumerate(as_modelled)
            if not np.array_equal(NegotiationModel(scenario, seed=2, run=run, actors={"ukraine": actor})
                                  .run_model().row(), row, equal_nan=True)
        ]  # fmt: skip
        assert changed, actor.__name__


def test_only_actors_that_decide_are_asked() -> None:
    class Watched(Actor):
        pass

    assert NegotiationModel(sim.load("flagship"), actors={"us": Watched}).judge is None
    assert NegotiationModel(sim.load("flagship"), actors={"us": Echo}).judge is not None


def test_an_unknown_option_is_refused_with_those_there_are() -> None:
    model = NegotiationModel(sim.load("flagship"))
    with pytest.raises(InputError, match=r"territory.*line"):
        model.evaluate("us", {"territory": "moon"})
    with pytest.raises(InputError, match="no such issue"):
        model.evaluate("us", {"weather": "fine"})


def test_the_record_is_the_row_of_the_table() -> None:
    scenario = sim.load("flagship")
    table = play(scenario, 0, 6, 3)
    for run in range(6):
        record = NegotiationModel(scenario, seed=3, run=run).run_model().record()
        for name, value in record.items():
            expected = table[name].iloc[run]
            if isinstance(value, float):
                assert value == pytest.approx(float(expected), rel=1e-6, abs=1e-7), name
            elif value is None:
                assert pd.isna(expected), name
            else:
                assert value == expected, name
        assert [*table.columns] == ["run", "point", *record]


def test_a_model_collects_each_round_and_stops_at_the_end() -> None:
    model = NegotiationModel(sim.load("split_the_price"), seed=0, run=1).run_model()
    assert [*model.datacollector.get_model_vars_dataframe()["round"]] == [*range(1, model.round + 1)]
    agents = model.datacollector.get_agent_vars_dataframe()
    assert len(agents) == model.round * len(model.actors)
    assert agents.groupby("name").size().eq(model.round).all()
    played, row = model.round, model.row()
    model.step()
    model.run_model()
    assert model.round == played
    assert len(model.datacollector.get_model_vars_dataframe()) == played
    assert np.array_equal(model.row(), row, equal_nan=True)
    assert model.outcome in ("settlement", "no_agreement")


@pytest.mark.parametrize("run", range(12))
def test_a_diary_ends_as_the_table_says_and_is_plain_data(run: int) -> None:
    scenario = sim.load("flagship")
    story = sim.trace(scenario, seed=1, run=run)
    outcome = play(scenario, run, 1, 1)["outcome"].iloc[0]
    assert story.record["outcome"] == outcome
    assert story.lines()[-1] == story.ending
    assert json.loads(json.dumps(story.to_dict()))["outcome"] == outcome


def test_a_model_that_nobody_uses_any_more_leaves_nothing_in_memory() -> None:
    played = [weakref.ref(NegotiationModel(sim.load("split_the_price"), run=run).run_model()) for run in range(3)]
    gc.collect()
    assert [model() for model in played] == [None, None, None]


def test_actors_are_numbered_from_one_in_each_model() -> None:
    for _ in range(2):
        model = NegotiationModel(sim.load("split_the_price"), run=0)
        assert sorted(agent.unique_id for agent in model.agents) == list(range(1, len(model.agents) + 1))
