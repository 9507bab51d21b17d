"""What the model says on a case, counted by hand from made-up outcome tables."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sim.backtest.base_rates import interstate_wars
from sim.backtest.cases import Case, load_cases
from sim.backtest.forecasts import forecast_of, possible_ends
from sim.backtest.questions import EQUAL, HAZARD, MODEL
from sim.results import run
from tests.backtest_cases import DAM, DAM_END, WAR, WAR_END, write_case

Round = int | None


@pytest.fixture
def war(tmp_path: Path) -> Case:
    write_case(tmp_path)
    return load_cases([tmp_path])[0]


def table(
    outcome: Sequence[str], ended: Sequence[Round], signed: Sequence[Round], ceasefire: Sequence[Round],
    waived: Sequence[Round], satisfied: Sequence[Round],
) -> pd.DataFrame:  # fmt: skip
    """Runs of the war, in which only red waives and the ceasefire satisfies both."""
    rounds = {"ended": ended, "signed": signed, "ceasefire": ceasefire, "waived.truce_first.red": waived,
              "waived.truce_first.blue": [None] * len(ended), "satisfied.truce_first.red": satisfied,
              "satisfied.truce_first.blue": satisfied}  # fmt: skip
    columns = {name: pd.array(values, dtype="UInt16") for name, values in rounds.items()}
    return pd.DataFrame({"outcome": pd.Categorical(outcome), **columns})


@pytest.fixture
def runs() -> pd.DataFrame:
    return table(
        ["frozen", "frozen", "military_second", "settlement"], [40, 40, 9, 30], [None, None, None, 30],
        [7, 12, None, 5], [None, 11, 8, None], [7, 12, None, 5],
    )  # fmt: skip


def test_kinds_are_counted_and_half_a_run_is_added_to_each(war: Case, runs: pd.DataFrame) -> None:
    kind = forecast_of(war, runs).choice("kind")
    assert kind is not None
    assert set(kind.answers) == {"settlement", "relapse", "frozen", "military_first", "military_second", "no_agreement"}
    assert kind.given(MODEL) == pytest.approx(2.5 / 7)
    assert kind.given(EQUAL) == pytest.approx(1 / 6)


def test_when_it_is_decided_is_a_quarter_of_the_horizon_or_never(war: Case, runs: pd.DataFrame) -> None:
    quarter = forecast_of(war, runs).choice("quarter")
    assert quarter is not None
    assert list(quarter.counts) == [1, 0, 1, 0, 2]  # rounds 9 and 30 of 40, and two frozen ones
    assert quarter.given(MODEL) == pytest.approx(2.5 / 6.5)


def test_the_first_precondition_to_fall_is_that_of_its_first_holder(war: Case, runs: pd.DataFrame) -> None:
    found = forecast_of(war, runs)
    first, clock = found.choice("first"), found.clock("first_round")
    assert first is not None
    assert first.answers == ("truce_first", "none")
    assert list(first.counts) == [4, 0]
    assert found.ways == {"waived": 0.5, "satisfied": 0.5}
    assert clock is not None
    assert clock.came == 7
    assert np.flatnonzero(np.diff(clock.cumulative[MODEL], prepend=0)).tolist() == [4, 6, 7, 10]  # rounds 5, 7, 8, 11


def test_fighting_ends_by_truce_signature_or_arms(war: Case, runs: pd.DataFrame) -> None:
    clock = forecast_of(war, runs).clock("fighting")
    assert clock is not None
    assert clock.came == 7
    assert np.flatnonzero(np.diff(clock.cumulative[MODEL], prepend=0)).tolist() == [4, 6, 8, 11]  # rounds 5, 7, 9, 12
    assert clock.median(MODEL) == 7


def test_the_hazard_knows_how_old_the_war_is(war: Case, runs: pd.DataFrame) -> None:
    found = forecast_of(war, runs)
    kind, clock = found.choice("kind"), found.clock("fighting")
    survives = float(interstate_wars().share(365 + 280) / interstate_wars().share(365))
    assert kind is not None
    assert kind.shares[HAZARD][kind.answers.index("no_agreement")] == pytest.approx(survives)
    assert kind.given(HAZARD) == pytest.approx((1 - survives) / 5)
    assert clock is not None
    assert clock.cumulative[HAZARD][-1] == pytest.approx(1 - survives)
    younger = forecast_of(replace(war, war_began=None), runs).clock("fighting")
    assert younger is not None
    assert (younger.cumulative[HAZARD] > clock.cumulative[HAZARD]).all()


def test_where_a_truce_holds_on_the_date_no_war_is_left_to_last(war: Case, runs: pd.DataFrame) -> None:
    found = forecast_of(replace(war, end=replace(war.end, ceasefire=1)), runs)
    assert found.clock("fighting") is None
    assert all(HAZARD not in choice.shares for choice in found.choices)


def test_several_that_fall_at_once_share_the_run(tmp_path: Path, runs: pd.DataFrame) -> None:
    twice = WAR + "  land_first: {holder: red, gate: ceasefire, text: {land: split}, rigidity: 0.1}\n"
    write_case(tmp_path, scenario=twice)
    (case,) = load_cases([tmp_path])
    more = {"waived.land_first": pd.array([7, None, 5, 6], dtype="UInt16"),
            "satisfied.land_first": pd.array([None] * 4, dtype="UInt16"),
            "step.ceasefire": pd.array([7, 12, None, 5], dtype="UInt16")}  # fmt: skip
    first = forecast_of(case, runs.assign(**more)).choice("first")
    assert first is not None
    assert dict(zip(first.answers, first.counts, strict=True)) == {"truce_first": 2.5, "land_first": 1.5, "none": 0}


def test_other_codings_are_scored_on_the_same_runs(war: Case, runs: pd.DataFrame) -> None:
    found = forecast_of(war, runs)
    kind, quarter, first = found.readings()
    assert (quarter.question, quarter.given(MODEL)) == ("quarter", pytest.approx(1.5 / 6.5))
    assert (kind.question, kind.given(MODEL)) == ("kind", pytest.approx(1.5 / 7))
    assert (first.question, first.given(MODEL)) == ("first", pytest.approx(0.5 / 5))


def test_equal_shares_are_over_what_the_file_allows(tmp_path: Path) -> None:
    write_case(tmp_path)
    write_case(tmp_path, "dam", DAM, DAM_END)
    dam, war = (case.scenario for case in load_cases([tmp_path]))
    assert possible_ends(dam) == ("settlement", "no_agreement")
    assert len(possible_ends(war)) == 6
    assert "relapse" not in possible_ends(war.with_({"follow_up": 0}))
    assert "relapse" not in possible_ends(war.with_({"mechanisms.compliance": False}))
    assert "frozen" not in possible_ends(war.with_(remove=["steps.ceasefire", "preconditions"]))


def test_an_end_that_the_file_rules_out_is_scored_all_the_same(tmp_path: Path, runs: pd.DataFrame) -> None:
    end = WAR_END.replace("ended: frozen", "ended: relapse").replace("round: null", "round: 9", 1)
    end = end.replace("signed: null", "signed: 8")
    write_case(tmp_path, scenario=WAR.replace("rounds: 40", "rounds: 40\nfollow_up: 0"), end=end)
    found = forecast_of(load_cases([tmp_path])[0], runs)
    kind = found.choice("kind")
    assert found.excluded
    assert kind is not None
    assert kind.given(MODEL) == pytest.approx(0.5 / 7)


@pytest.mark.parametrize("name, scenario, end", [("war", WAR, WAR_END), ("dam", DAM, DAM_END)])
def test_what_is_said_of_real_runs_adds_up(tmp_path: Path, name: str, scenario: str, end: str) -> None:
    write_case(tmp_path, name, scenario, end)
    (case,) = load_cases([tmp_path])
    played = run(case.scenario, 200, runs_per_point=1)
    found = forecast_of(case, played.table)
    for choice in found.choices:
        assert choice.counts.sum() == pytest.approx(200)
        for shares in choice.shares.values():
            assert shares.sum() == pytest.approx(1)
    decided, quarter = found.clock("decided"), found.choice("quarter")
    assert decided is not None
    assert quarter is not None
    assert decided.cumulative[MODEL][-1] == pytest.approx(1 - quarter.counts[-1] / 200)
