"""The order of an issue's options, and which texts have to be kept apart from having no deal.

The values of a discrete issue have no order; the options of a scenario have one, and a drafter walks along it. So they
are put in the order in which one would give way on them: from what the first party wants to what the others want, all
those of which none is better for both sides. Options that one of these beats for both come before them, where no
walk between two best packages passes. The option `no_deal`, before all others, is likewise out of every walk as long as
it is nobody's best, neither of one party nor of the others' sum.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from sim.exchange.genius import Issue
from sim.exchange.terms import Terms

TIE = 1e-12


def ordered(issue: Issue, place: int, terms: Terms) -> list[int]:
    """Places of the values of an issue, the `place`-th, in the order of its options; numbers stay as they are."""
    if issue.kind != "discrete":
        return list(range(len(issue.values)))
    points = [_sides(k, place, terms) for k in range(len(issue.values))]
    by_first = sorted(range(len(points)), key=lambda k: (-points[k][0], -points[k][1], k))
    efficient: list[int] = []
    for k in by_first:
        if not efficient or points[k][1] > points[efficient[-1]][1] + TIE:
            efficient.append(k)
    return [k for k in range(len(points)) if k not in efficient] + efficient


def _sides(k: int, place: int, terms: Terms) -> tuple[float, float]:
    """What the `k`-th value is worth to the first party, and to all others together."""
    worth = [
        saliences[place] * values[place][k] for saliences, values in zip(terms.saliences, terms.values, strict=True)
    ]
    return worth[0], math.fsum(worth[1:])


def could_be_mixed(issues: Sequence[Issue], terms: Terms) -> list[int]:
    """Places of the issues on which having no deal is as good for some of the parties together as any option.

    For two parties without real issues there are none: what a party wants most is worth 1 to it, and no deal less.
    """
    parties = range(len(terms.saliences))
    found = []
    for place, issue in enumerate(issues):
        if issue.kind == "real" or not terms.matters(place):
            continue
        for drafter in parties:
            others = [a for a in parties if a != drafter]
            without = math.fsum(terms.saliences[a][place] * terms.no_deal[a] for a in others)
            best = max(
                math.fsum(terms.saliences[a][place] * terms.values[a][place][k] for a in others)
                for k in range(len(issue.values))
            )
            if best > 0 and without >= best - TIE:
                found.append(place)
                break
    return found
