"""When a precondition gives way in the sense in which history is coded."""

import numpy as np
import pandas as pd
import pytest

from sim.backtest.fallen import Fallen, satisfied_rounds
from sim.results import run
from sim.scenario import Scenario, loads
from tests.backtest_cases import DAM, WAR

MORE = """\
  split_first: {holder: red, gate: signing, text: {land: split}, rigidity: never}
  split_before_truce: {holder: red, gate: ceasefire, text: {land: split}, rigidity: never}
  alone: {holder: blue, gate: talks, only_with: [red], rigidity: never}
"""
INF = float("inf")


@pytest.fixture
def scenario() -> Scenario:
    return loads(WAR + MORE)


def column(*values: int | None) -> pd.Series:
    return pd.Series(pd.array(values, dtype="UInt16"))


def test_a_text_on_the_table_is_no_satisfaction_until_what_it_held_up_goes_ahead(scenario: Scenario) -> None:
    met = column(2, 2, 2, None)
    table = pd.DataFrame(
        {"satisfied.a": met, "signed": column(9, None, 2, None), "step.ceasefire": column(1, 7, None, 3)}
    )
    rules = scenario.preconditions
    assert satisfied_rounds(rules["split_first"], table, "a").tolist() == [9, INF, 2, INF]
    assert satisfied_rounds(rules["split_before_truce"], table, "a").tolist() == [2, 7, INF, INF]
    assert satisfied_rounds(rules["truce_first"], table, "a").tolist() == [2, 2, 2, INF]
    assert satisfied_rounds(rules["alone"], table, "a").tolist() == [INF] * 4


def test_in_real_runs_what_may_never_be_waived_falls_with_a_signature_or_not_at_all() -> None:
    dam = loads(
        DAM + "  half_first: {holder: downstream, gate: signing, text: {release: at_least half}, rigidity: never}\n"
    )
    for rounds, share in ((9, 0), (10, 1)):  # upstream gives half at its tenth meeting
        short = dam.with_({"rounds": rounds}, remove=["preconditions.inspection_first"])
        table = run(short, 100, runs_per_point=1).table
        fallen = Fallen.of(short, table)
        assert fallen.names == ("half_first", "none")
        assert fallen.counts[0] == table["signed"].notna().sum() == 100 * share
        assert np.isnan(fallen.rounds).mean() == 1 - share
