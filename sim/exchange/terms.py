"""From GENIUS's utilities to those of a scenario: weights, values, and what no deal is worth.

A party's utility here is GENIUS's divided by that of its best package, so 1 is the best there is for it. In a file
whose weights sum to 1, with an evaluation of 1 on every issue, that changes nothing.

**No deal.** GENIUS states a reservation value; a scenario states what holds without a deal, a package. So each issue
gets one option more, `no_deal`, first in order and the status quo, worth the reservation value on every issue: then all
of them together are worth just that. No text can mix it with real options (`orders.py`).

A real issue has no room for such an option: without a deal it stays at a share q of its range, where all real issues
together are worth c to a party. Where c is below the reservation value r, `no_deal` on the others makes up for it, with
(r - c) / their weight. Where it is above, one more issue lowers the rest: `deal`, none or made, which has weight w in
everybody's utility, and is worth 1 if made and 1 - (1 - w) / w (c - r) if not. With w = m / (1 + m), m the greatest
excess c - r, that is in [0, 1] for all. Utilities are then w + (1 - w) times what they were, and no deal w + (1 - w) r:
gains over no deal shrink by the same factor for all, so the frontier and the Nash, Kalai-Smorodinsky, egalitarian and
utilitarian points are the same packages.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sim.errors import InputError
from sim.exchange.genius import Domain
from sim.exchange.profiles import Profile

STEPS = 20
"""Shares of a range that are tried for what real issues are without a deal."""
NOTHING = 1e-9


@dataclass(frozen=True)
class Terms:
    """What a scenario says of parties a and issues i.

    `saliences[a][i]` sum to 1 over issues without `deal`; `values[a][i]` one a value, for a real issue at its ends.
    `reservations[a]` is what no deal is worth on that scale and `no_deal[a]` what the option `no_deal` is worth on
    each issue that has one. `share` is where real issues stay without a deal (None without any), `weight` that of the
    issue `deal` (0: there is none), and `undone[a]` what `deal` is worth if not made.
    """

    saliences: tuple[tuple[float, ...], ...]
    values: tuple[tuple[tuple[float, ...], ...], ...]
    reservations: tuple[float, ...]
    no_deal: tuple[float, ...]
    share: float | None = None
    weight: float = 0.0
    undone: tuple[float, ...] = ()

    def matters(self, issue: int) -> bool:
        """Whether anybody cares for an issue."""
        return any(saliences[issue] > 0 for saliences in self.saliences)


def terms_of(domain: Domain, profiles: Sequence[Profile]) -> Terms:
    """The terms of a domain with its profiles.

    Raises InputError where no share of the real issues leaves everybody at its reservation value.
    """
    saliences = tuple(_saliences(profile) for profile in profiles)
    values = tuple(
        tuple(tuple(worth / (max(issue) or 1.0) for worth in issue) for issue in profile.evaluations)
        for profile in profiles
    )
    reservations = tuple(profile.reservation / profile.best for profile in profiles)
    real = [place for place, issue in enumerate(domain.issues) if issue.kind == "real"]
    plain = Terms(saliences, values, reservations, reservations)
    return _with_real_issues(plain, real) if real else plain


def _with_real_issues(plain: Terms, real: Sequence[int]) -> Terms:
    """The terms with the share, and the issue `deal` if it takes one, for having `real` issues at those places."""
    parties = range(len(plain.saliences))
    others = [max(0.0, 1.0 - math.fsum(plain.saliences[a][i] for i in real)) for a in parties]
    reserved = plain.reservations

    def held(a: int, share: float) -> float:
        """What the real issues are worth to a party at a share of their ranges."""
        ends = [plain.values[a][i] for i in real]
        at_share = (low + share * (high - low) for low, high in ends)
        return math.fsum(plain.saliences[a][i] * worth for i, worth in zip(real, at_share, strict=True))

    def excess(share: float) -> float:
        return max(0.0, *(held(a, share) - reserved[a] for a in parties))

    shares = [step / STEPS for step in range(STEPS + 1)]
    possible = [q for q in shares if all(reserved[a] <= held(a, q) + others[a] + NOTHING for a in parties)]
    if not possible:
        raise InputError(
            "the reservation values cannot be expressed: wherever the real issues stay without a deal, somebody is "
            "worse off than its reservation value; make them integer issues"
        )
    best = min(possible, key=lambda share: (round(excess(share), 9), abs(share - 0.5)))
    over = [held(a, best) - reserved[a] for a in parties]
    no_deal = tuple(min(1.0, max(0.0, -over[a]) / others[a]) if others[a] > NOTHING else 0.0 for a in parties)
    most = excess(best)
    if most <= NOTHING:
        return replace(plain, no_deal=no_deal, share=best)
    undone = tuple(min(1.0, 1.0 - max(0.0, over[a]) / most) for a in parties)
    return replace(plain, no_deal=no_deal, share=best, weight=most / (1.0 + most), undone=undone)


def _saliences(profile: Profile) -> tuple[float, ...]:
    """Weights times the best evaluation of each issue, as parts of what the best package is worth."""
    parts = zip(profile.weights, profile.evaluations, strict=True)
    return tuple(weight * max(worth) / profile.best for weight, worth in parts)
