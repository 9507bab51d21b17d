"""The order of options, and which texts could mix real options with having no deal."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sim.exchange.genius import Issue
from sim.exchange.orders import could_be_mixed, ordered
from sim.exchange.terms import Terms

WORTH = st.sampled_from([0.0, 0.2, 0.4, 0.5, 0.6, 0.8, 1.0])


@st.composite
def terms_of_one_issue(draw: st.DrawFn, parties: int) -> tuple[Issue, Terms]:
    size = draw(st.integers(2, 6))
    values = []
    for _ in range(parties):
        own = draw(st.lists(WORTH, min_size=size, max_size=size))
        own[draw(st.integers(0, size - 1))] = 1.0  # each has a best option
        values.append((tuple(own),))
    reserved = tuple(draw(st.floats(0, 0.99)) for _ in range(parties))
    issue = Issue(1, "i", "discrete", tuple(f"v{k}" for k in range(size)))
    return issue, Terms(((1.0,),) * parties, tuple(values), reserved, reserved)


@given(terms_of_one_issue(2))
def test_efficient_options_come_last_from_what_one_wants_to_what_the_other_wants(case: tuple[Issue, Terms]) -> None:
    issue, terms = case
    order = ordered(issue, 0, terms)
    assert sorted(order) == list(range(len(issue.values)))
    points = [(terms.values[0][0][k], terms.values[1][0][k]) for k in order]
    efficient = {
        point
        for point in points
        if not any(other != point and other[0] >= point[0] and other[1] >= point[1] for other in points)
    }
    tail = points[len(points) - len(efficient) :]
    assert set(tail) == efficient
    assert tail == sorted(tail, key=lambda point: (-point[0], point[1]))


@given(terms_of_one_issue(2))
def test_two_parties_never_mix(case: tuple[Issue, Terms]) -> None:
    issue, terms = case
    assert could_be_mixed([issue], terms) == []


@given(terms_of_one_issue(3))
def test_three_parties_mix_where_two_of_them_together_like_nothing_better_than_no_deal(
    case: tuple[Issue, Terms],
) -> None:
    issue, terms = case
    pairs = [(0, 1), (0, 2), (1, 2)]
    best = [max(terms.values[a][0][k] + terms.values[b][0][k] for k in range(len(issue.values))) for a, b in pairs]
    mixed = any(terms.no_deal[a] + terms.no_deal[b] >= most for (a, b), most in zip(pairs, best, strict=True))
    assert could_be_mixed([issue], terms) == ([0] if mixed else [])
