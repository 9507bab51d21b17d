"""Tables of actors as one-issue scenarios."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from numba.core import config

from sim.ensemble import play
from sim.errors import InputError, ScenarioError
from sim.exchange import import_files
from sim.exchange.spatial_scenario import LEAST, spatial_scenario, weight_of
from sim.model import NegotiationModel
from sim.scenario import Distribution, Scenario, check, loads
from sim.scenario.numbers import ReasonedNumber
from sim.spatial import parse_actors
from tests.exchange.reading import HERE

LEVY = HERE / "tables" / "levy.csv"
HEADER = "name,capability,position,salience\n"


def of(rows: str, status_quo: float | None = None) -> Scenario:
    return loads(spatial_scenario(parse_actors(HEADER + rows, "t.csv"), status_quo, 20).text)


def gains(scenario: Scenario) -> dict[str, float]:
    """What no deal is worth in the engine."""
    model = NegotiationModel(scenario, run=0)
    model.step()
    agents = model.datacollector.get_agent_vars_dataframe().reset_index().set_index("name")
    return {actor: float(agents.loc[actor, "disagreement"]) for actor in scenario.actors}


def test_positions_are_shares_of_the_way_from_the_lowest_to_the_highest() -> None:
    scenario = loads(import_files([LEVY]).text)
    positions = {actor: stake.position for actor, stake in scenario.issues["position"].stakes.items()}
    assert positions["ministry"] == 0
    assert positions["industry"] == 1
    assert positions["towns"] == 0.75
    unions = positions["unions"]
    assert isinstance(unions, Distribution)
    assert unions.kind == "triangular"
    assert unions.parameters == pytest.approx((1 / 6, 1 / 3, 1 / 2), abs=1e-8)


def test_capability_times_salience_is_the_weight_in_the_lot_with_its_reason() -> None:
    actors = loads(import_files([LEVY]).text).actors
    assert actors["ministry"].recognition == 1
    assert actors["towns"].recognition == pytest.approx(30 * 0.4 / 90, abs=1e-8)
    assert isinstance(actors["industry"].recognition, Distribution)
    assert actors["industry"].recognition.parameters == pytest.approx((0.4, 48 / 90), abs=1e-8)
    for actor in actors.values():
        assert isinstance(actor.recognition, ReasonedNumber | Distribution)
        assert "capability x salience" in actor.recognition.why


def test_a_reason_of_the_table_stands_at_the_position() -> None:
    position = loads(import_files([LEVY]).text).issues["position"].stakes["ministry"].position
    assert isinstance(position, ReasonedNumber)
    assert position.why == "line 2 of levy.csv; owns the draft"


def test_a_table_that_comes_with_sim_is_imported_by_its_name() -> None:
    assert len(loads(import_files(["territory"]).text).actors) > 2


def test_who_has_no_weight_is_left_out_and_that_is_told() -> None:
    imported = import_files([LEVY])
    assert "observers" not in loads(imported.text).actors
    assert any("Observers" in assumption for assumption in imported.assumed)
    assert "Left out, for want of any weight: Observers." in imported.text


@pytest.mark.parametrize("count, quota", [(3, 2), (4, 3), (5, 3)])
def test_more_than_half_of_the_actors_sign(count: int, quota: int) -> None:
    scenario = of("".join(f"a{k},1,{k},1\n" for k in range(count)))
    assert scenario.signing is not None
    assert scenario.signing.quota == quota


def test_of_two_actors_both_sign() -> None:
    assert of("a,1,0,1\nb,1,1,1\n").signing is None


def test_without_a_status_quo_a_deal_is_worth_its_nearness_to_each_and_no_deal_nothing() -> None:
    scenario = of("a,1,0,1\nb,1,40,1\nc,1,100,1\n")
    # half of the utility is having a deal, half the nearness of it: the gain at a distance x is (1 - x) / 2
    assert gains(scenario) == pytest.approx({"a": 0.5, "b": 0.5, "c": 0.5}, abs=1e-8)


def test_a_status_quo_stays_without_a_deal() -> None:
    scenario = of("a,1,0,1\nb,1,40,1\nc,1,100,1\n", status_quo=80)
    assert gains(scenario) == pytest.approx({"a": 0.2, "b": 0.6, "c": 0.8}, abs=1e-8)
    wider = of("a,1,0,1\nb,1,40,1\n", status_quo=-40)
    assert wider.issues["position"].stakes["a"].position == 0.5


@pytest.mark.skipif(config.DISABLE_JIT, reason="minutes without the compiler")
def test_more_weight_draws_the_outcome_nearer() -> None:
    # two runs share a draw; of a mean over 2,000 runs the standard error is below 0.01, and steps are above 0.05
    def mean(capability: int) -> float:
        signed = play(of(f"a,{capability},0,1\nb,10,50,1\nc,10,100,1\n"), 0, 2000, 1)
        return float(signed["text.position"].astype(float).mean())

    few, same, many = mean(1), mean(10), mean(40)
    assert few - same > 0.04
    assert same - many > 0.04


def test_an_import_is_in_order(tmp_path) -> None:
    report = check(import_files([LEVY], status_quo=30).save(tmp_path / "levy.yaml"))
    assert report.ok, report.problems
    assert not report.warnings


@pytest.mark.parametrize(
    "rows, told",
    [("a,1,5,1\nb,1,5,1\n", "nothing to settle"), ("a,1,0,1\nb,0,1,1\n", "fewer than two actors have a capability")],
)
def test_tables_with_nothing_to_settle_are_told(rows: str, told: str) -> None:
    with pytest.raises(InputError, match=told):
        of(rows)


def test_a_status_quo_has_to_be_a_position() -> None:
    with pytest.raises(InputError, match="no position"):
        of("a,1,0,1\nb,1,1,1\n", status_quo=float("nan"))


def test_a_broken_table_is_told_by_its_reader(tmp_path) -> None:
    file = tmp_path / "bad.csv"
    file.write_text(f"{HEADER}a,1,far,1\nb,1,2,1\n")
    with pytest.raises(ScenarioError, match=r"bad\.csv:2:5"):
        import_files([file])


Range = float | Distribution
NUMBERS = st.one_of(
    st.floats(0.01, 100),
    st.tuples(st.floats(0, 50), st.floats(0.01, 50)).map(lambda pair: Distribution("uniform", (pair[0], sum(pair)))),
)


@given(NUMBERS, NUMBERS)
def test_a_weight_lies_where_the_products_can_lie(
    capability: float | Distribution, salience: float | Distribution
) -> None:
    def ends(number: Range) -> tuple[float, float]:
        return number.support if isinstance(number, Distribution) else (number, number)

    low, high = ends(weight_of(capability, salience, 0.5))
    assert low == pytest.approx(0.5 * ends(capability)[0] * ends(salience)[0])
    assert high == pytest.approx(0.5 * ends(capability)[1] * ends(salience)[1])


def test_a_weight_that_may_be_none_is_a_little_above_it() -> None:
    recognition = of("a,0..10,0,1\nb,10,1,1\n").actors["a"].recognition
    assert isinstance(recognition, Distribution)
    assert recognition.parameters[0] == LEAST
