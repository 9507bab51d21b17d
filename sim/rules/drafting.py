"""How a drafter scores a candidate text, and how it finds the best point between two candidates.

An actor of the ordinary tactics looks for a text that others can live with: it maximises the smallest estimated
surplus over disagreement of those who must sign (Kalai 1977, egalitarian), weighted with its estimate that they
ratify. An actor that screens maximises its own expected utility against what it does not know of the other
(Fearon 1995; Powell 1996).
"""

from __future__ import annotations

from sim.kernel import rule


@rule
def fairness_score(smallest: float, ratified: float) -> float:
    """Score of a text by the smallest surplus of a signatory and the estimated chance of ratification.

    A text that leaves someone worse off than disagreement does not get better by being unlikely to pass.
    """
    return smallest * ratified if smallest > 0.0 else smallest


@rule
def expected_utility(own: float, disagreement: float, accepted: float) -> float:
    """What a text is worth before it is answered: accepted with chance ``accepted``, else disagreement."""
    return accepted * own + (1.0 - accepted) * disagreement


@rule
def chance_below(bar: float, low: float, high: float) -> float:
    """Chance that a value uniform on [low, high] is at most ``bar``; a point for ``low == high``."""
    if bar >= high - 1e-12:
        return 1.0
    if bar < low:
        return 0.0
    return (bar - low) / (high - low)


@rule
def truncated_cost(weight: float, without_cost: float, offered: float, high: float, low: float) -> float:
    """Highest private cost that is consistent with the refusal of ``offered`` (Powell 1996).

    The refuser's disagreement value is ``without_cost - weight * cost``; that it refused says that this exceeds
    ``offered``. Stays in [low, high].
    """
    if weight <= 0.0:
        return high
    return max(low, min(high, (without_cost - offered) / weight))
