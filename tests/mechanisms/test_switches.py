"""Each mechanism turned off moves the outcome the way its source says, on paired runs."""

from __future__ import annotations

import pytest

from sim.scenario.mechanisms import Mechanisms
from tests.mechanisms.claims import CLAIMS, on_and_off
from tests.mechanisms.paired import assert_moves


@pytest.mark.parametrize("mechanism", sorted(CLAIMS))
def test_a_mechanism_moves_the_outcome_as_its_source_says(mechanism: str) -> None:
    claim = CLAIMS[mechanism]
    assert_moves(*on_and_off(mechanism), claim.statistic, claim.sign)


def test_every_mechanism_has_its_scenario_and_no_scenario_is_left_over() -> None:
    assert set(CLAIMS) == set(Mechanisms.model_fields)
    assert all(claim.source and claim.why for claim in CLAIMS.values())
