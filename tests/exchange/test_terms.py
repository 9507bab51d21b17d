"""What no deal is worth, for any weights, values and reservation values, real issues among them."""

from __future__ import annotations

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sim.errors import InputError
from sim.exchange.genius import Domain, Issue
from sim.exchange.profiles import Profile
from sim.exchange.terms import Terms, terms_of

UNIT = st.floats(0, 1)
EXACT = 1e-8


@st.composite
def cases(draw: st.DrawFn) -> tuple[Domain, list[Profile]]:
    kinds = draw(st.lists(st.sampled_from(["discrete", "integer", "real"]), min_size=1, max_size=4))
    issues = tuple(
        Issue(k, f"i{k}", kind, () if kind == "real" else ("1", "2", "3"), 0.0, 1.0 if kind == "real" else 0.0)
        for k, kind in enumerate(kinds)
    )
    profiles = []
    for party in range(draw(st.integers(2, 3))):
        weights = tuple(draw(UNIT) for _ in kinds)
        worth = tuple(tuple(draw(UNIT) for _ in range(2 if kind == "real" else 3)) for kind in kinds)
        whole = Profile(f"p{party}", weights, worth, 0.0, None)
        assume(whole.best > 0.01)
        profiles.append(Profile(f"p{party}", weights, worth, draw(st.floats(0, 0.95)) * whole.best, None))
    return Domain("d", issues), profiles


def without_a_deal(terms: Terms, a: int, issues: tuple[Issue, ...]) -> float:
    """What the scenario's status quo is worth to a party."""
    total = terms.weight * terms.undone[a] if terms.weight else 0.0
    for place, issue in enumerate(issues):
        weight = (1 - terms.weight) * terms.saliences[a][place]
        low, high = terms.values[a][place][0], terms.values[a][place][-1]
        if issue.kind == "real":
            assert terms.share is not None
            total += weight * (low + terms.share * (high - low))
        else:
            total += weight * terms.no_deal[a]
    return total


@given(cases())
def test_no_deal_is_worth_the_reservation_value_on_the_scale_of_the_scenario(
    case: tuple[Domain, list[Profile]],
) -> None:
    domain, profiles = case
    try:
        terms = terms_of(domain, profiles)
    except InputError:
        assert any(issue.kind == "real" for issue in domain.issues)
        return
    for a, profile in enumerate(profiles):
        assert math.fsum(terms.saliences[a]) == pytest.approx(1)
        expected = terms.weight + (1 - terms.weight) * profile.reservation / profile.best
        assert without_a_deal(terms, a, domain.issues) == pytest.approx(expected, abs=EXACT)
        assert 0 <= terms.no_deal[a] <= 1
        assert all(0 <= worth <= 1 for issue in terms.values[a] for worth in issue)
    assert all(0 <= worth <= 1 for worth in terms.undone)
    assert 0 <= terms.weight <= 0.5


@given(cases())
def test_a_package_is_worth_what_it_is_over_the_best_one(case: tuple[Domain, list[Profile]]) -> None:
    domain, profiles = case
    try:
        terms = terms_of(domain, profiles)
    except InputError:
        return
    for a, profile in enumerate(profiles):
        for place in range(len(domain.issues)):
            for k, worth in enumerate(profile.evaluations[place]):
                here = terms.saliences[a][place] * terms.values[a][place][k]
                assert here == pytest.approx(profile.weights[place] * worth / profile.best, abs=EXACT)
