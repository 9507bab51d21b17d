"""What each actor likes best on each issue."""

from __future__ import annotations

from sim.scenario import Scenario
from sim.scenario.distribution import Distribution
from sim.scenario.issues import Issue, Stake
from sim.scenario.numbers import Number


def ideals_of(scenario: Scenario) -> dict[str, dict[str, str | float]]:
    """Issue -> actor -> its ideal, before others' influence: an option, or the place in [0, 1] on a divisible issue.

    Uncertain values count by their medians. Actors who do not care, and those who like everything alike, are left out.
    """
    return {
        name: {actor: wish for actor, stake in issue.stakes.items() if (wish := _ideal(issue, stake)) is not None}
        for name, issue in scenario.terms.items()
    }


def _ideal(issue: Issue, stake: Stake) -> str | float | None:
    if _middle(stake.salience) <= 0:
        return None
    if stake.position is not None:
        return _middle(stake.position) if isinstance(stake.position, float | Distribution) else str(stake.position)
    values = {option: _middle(value) for option, value in (stake.values or {}).items()}
    if len(set(values.values())) < 2:
        return None
    best = max(values, key=lambda option: values[option])
    return float(best) if issue.divisible else best


def _middle(number: Number) -> float:
    if isinstance(number, Distribution):
        import numpy as np

        return float(number.quantile(np.array([0.5]))[0])
    return float(number)
