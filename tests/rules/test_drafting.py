import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.rules.drafting import chance_below, expected_utility, fairness_score, truncated_cost

UNIT = st.floats(0.0, 1.0)
REAL = st.floats(-2.0, 2.0)


@given(smallest=REAL, more=UNIT, ratified=UNIT)
def test_a_larger_smallest_surplus_scores_no_less(smallest, more, ratified):
    assert fairness_score(smallest + more, ratified) >= fairness_score(smallest, ratified)


@given(smallest=st.floats(-2.0, 0.0), ratified=UNIT, less=UNIT)
def test_a_harmful_text_does_not_get_better_by_being_unlikely_to_pass(smallest, ratified, less):
    assert fairness_score(smallest, ratified * less) <= fairness_score(smallest, ratified)


@given(smallest=st.floats(0.0, 1.0), ratified=UNIT, less=UNIT)
def test_a_text_that_is_less_likely_to_pass_scores_less(smallest, ratified, less):
    assert fairness_score(smallest, ratified * less) <= fairness_score(smallest, ratified)


@given(own=REAL, disagreement=REAL, accepted=UNIT)
def test_expected_utility_lies_between_the_text_and_disagreement(own, disagreement, accepted):
    value = expected_utility(own, disagreement, accepted)
    assert min(own, disagreement) - 1e-12 <= value <= max(own, disagreement) + 1e-12


@given(bar=REAL, more=UNIT, low=REAL, width=st.floats(0.0, 2.0))
def test_chance_below_is_a_distribution_function(bar, more, low, width):
    chance = chance_below(bar, low, low + width)
    assert 0.0 <= chance <= 1.0
    assert chance_below(bar + more, low, low + width) >= chance
    assert chance_below(low + width, low, low + width) == 1.0
    assert chance_below(low - 1e-6, low, low + width) == 0.0


@given(low=REAL, share=UNIT, width=st.floats(0.1, 2.0))
def test_chance_below_is_that_of_the_uniform(low, share, width):
    assert chance_below(low + share * width, low, low + width) == pytest.approx(share, abs=1e-9)


@given(weight=REAL, without_cost=REAL, offered=REAL, low=UNIT, width=UNIT)
def test_refusals_never_widen_what_is_believed(weight, without_cost, offered, low, width):
    assert low <= truncated_cost(weight, without_cost, offered, low + width, low) <= low + width


@given(weight=st.floats(0.1, 1.0), cost=UNIT, without_cost=UNIT, generosity=st.floats(0.0, 2.0))
def test_a_true_refusal_never_rules_out_the_true_cost(weight, cost, without_cost, generosity):
    disagreement = without_cost - weight * cost
    offered = disagreement - generosity  # refused, being below it
    assert truncated_cost(weight, without_cost, offered, 1.0, 0.0) >= cost - 1e-9
