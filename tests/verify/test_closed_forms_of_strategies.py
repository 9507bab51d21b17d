"""Closed forms of equilibria in strategies: each against a search, a sum or an integral."""

import math
from itertools import pairwise, product

import numpy as np
import pytest

from sim.verify.closed_forms import (
    agenda,
    alternating,
    attrition,
    double_auction,
    enumeration,
    fearon,
    looking_ahead,
    putnam,
    reputation,
)
from sim.verify.closed_forms.alternating import Plan
from sim.verify.closed_forms.reputation import Side

# The double auction -----------------------------------------------------------------------------------------------

SUPPORTS = [((0.0, 1.0), (0.0, 1.0)), ((0.0, 0.75), (0.25, 1.0)), ((0.2, 0.9), (0.1, 0.6))]


@pytest.mark.parametrize("cost, values", SUPPORTS)
def test_no_bid_and_no_ask_does_better_than_those_in_straight_lines(cost, values):
    costs, worths = np.linspace(*cost, 20_001), np.linspace(*values, 20_001)
    asks, bids = double_auction.ask(costs, cost, values), double_auction.bid(worths, cost, values)
    offers = np.linspace(0, 1, 401)
    least = double_auction.least_gain(cost, values)
    for value in np.linspace(cost[0] + least, values[1], 5)[1:]:
        gains = [((asks <= bid) * (value - (bid + asks) / 2)).mean() for bid in offers]
        own = double_auction.bid(value, cost, values)
        assert ((asks <= own) * (value - (own + asks) / 2)).mean() >= max(gains) - 1e-4
    for own_cost in np.linspace(cost[0], values[1] - least, 5)[:-1]:
        gains = [((bids >= ask) * ((bids + ask) / 2 - own_cost)).mean() for ask in offers]
        own = double_auction.ask(own_cost, cost, values)
        assert ((bids >= own) * ((bids + own) / 2 - own_cost)).mean() >= max(gains) - 1e-4


@pytest.mark.parametrize("cost, values", SUPPORTS)
def test_sales_and_gains_are_those_of_all_pairs_of_types(cost, values):
    middles = (np.arange(2000) + 0.5) / 2000
    costs, worths = (low + (high - low) * middles for low, high in (cost, values))
    sold = double_auction.bid(worths, cost, values)[:, None] >= double_auction.ask(costs, cost, values)[None, :]
    gains = worths[:, None] - costs[None, :]
    assert double_auction.chance_of_sale(cost, values) == pytest.approx(sold.mean(), abs=1e-3)
    assert double_auction.gain(cost, values) == pytest.approx((gains * sold).mean(), abs=1e-3)
    assert double_auction.possible_gain(cost, values) == pytest.approx(np.maximum(gains, 0).mean(), abs=1e-4)
    assert gains[sold].min() == pytest.approx(double_auction.least_gain(cost, values), abs=1e-3)


def test_on_equal_supports_it_is_nine_of_thirty_two_and_twenty_seven_of_them():
    unit = (0.0, 1.0)
    assert double_auction.chance_of_sale(unit, unit) == pytest.approx(9 / 32)
    assert double_auction.gain(unit, unit) / double_auction.possible_gain(unit, unit) == pytest.approx(27 / 32)


@pytest.mark.parametrize("value, bid", [(0.7, 0.1), (0.7, 0.5), (0.4, 0.8), (0.9, 0.95)])
def test_the_gain_by_any_bid_is_that_against_all_asks(value, bid):
    asks = np.linspace(1 / 4, 11 / 12, 200_001)
    assert double_auction.gain_by_bid(value, bid) == pytest.approx(
        ((asks <= bid) * (value - (bid + asks) / 2)).mean(), abs=1e-4
    )


# Offers in turn, and one offer to many ----------------------------------------------------------------------------


@pytest.mark.parametrize("mine, other", list(product([Plan(0.7, 0.3), Plan(0.5, 0.5), Plan(0.2, 0.1)], repeat=2)))
def test_the_worth_of_plans_is_what_playing_them_brings(mine, other):
    def played(own_turn: bool) -> float:
        for number in range(600):
            share = mine.demand if own_turn else 1 - other.demand
            if (1 - share >= other.accept) if own_turn else (share >= mine.accept):
                return 0.9**number * share
            own_turn = not own_turn
        return 0.0

    assert alternating.worth(mine, other, 0.9) == pytest.approx((played(True), played(False)))


def test_in_equilibrium_each_offer_is_just_enough_and_taken_at_once():
    first, second = alternating.equilibrium(0.9, 0.7)
    assert (1 - first.demand, 1 - second.demand) == pytest.approx((second.accept, first.accept))
    assert alternating.worth(first, second, 0.9) == pytest.approx((first.demand, 1 - second.demand))


@pytest.mark.parametrize("quota, veto", [(1, ()), (3, ()), (5, ()), (2, ("b",)), (3, ("a", "d"))])
@pytest.mark.parametrize("setter", ["a", "c", "e"])
def test_no_number_that_is_accepted_is_better_for_who_asks(setter, quota, veto):
    best = {"a": 0.15, "b": 0.2, "c": 0.4, "d": 0.7, "e": 0.9}
    numbers = [n / 1000 for n in range(1, 1001) if agenda.accepted(best, n / 1000, quota, veto)]
    best_of_all = max((agenda.gain(best[setter], number) for number in numbers), default=0.0)
    own = agenda.best_offer(best, setter, quota, veto)
    assert agenda.accepted(best, own, quota, veto)
    assert agenda.gain(best[setter], own) == pytest.approx(max(best_of_all, 0.0), abs=1e-9)


# Standing on a demand ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mine, others, kept", [(0.7, 0.7, 0.9), (0.8, 0.5, 0.99), (0.6, 0.9, 0.5)])
def test_against_the_right_hazard_every_round_is_worth_the_same(mine, others, kept):
    hazard = attrition.hazard_in_rounds(mine, others, kept)
    standing = [(1 - hazard) ** number for number in range(60)]
    values = [attrition.worth_of_giving_in(when, standing, mine, others, kept) for when in range(50)]
    assert values == pytest.approx([values[0]] * 50)
    wrong = [(1 - hazard / 2) ** number for number in range(60)]
    assert attrition.worth_of_giving_in(20, wrong, mine, others, kept) < attrition.worth_of_giving_in(
        0, wrong, mine, others, kept
    )


def test_the_worth_of_a_round_sums_over_the_rounds_in_which_the_other_gives_in():
    standing, kept, mine, others = [1.0, 0.7, 0.6, 0.25], 0.8, 0.75, 0.6
    gives_in = {0: 0.3, 1: 0.1, 2: 0.35, math.inf: 0.25}
    for when in range(6):
        expected = sum(
            chance * kept ** min(when, other)
            * (mine if other < when else (mine + 1 - others) / 2 if other == when else 1 - others)
            for other, chance in gives_in.items()
        )  # fmt: skip
        assert attrition.worth_of_giving_in(when, standing, mine, others, kept) == pytest.approx(expected)


def test_in_short_rounds_the_hazard_is_abreu_and_guls():
    one, two = Side(0.75, 0.1, 0.05), Side(0.65, 0.2, 0.02)
    step = 1e-4
    in_rounds = attrition.hazard_in_rounds(two.demand, one.demand, math.exp(-two.rate * step))
    assert in_rounds / step == pytest.approx(reputation.hazard(one, two), rel=1e-3)


@pytest.mark.parametrize("stubborn", [(0.1, 0.1), (0.02, 0.3), (0.4, 0.05)])
def test_both_are_sure_to_be_stubborn_at_the_same_moment_and_one_at_most_gives_in_at_once(stubborn):
    one, two = (Side(demand, kind, 0.03) for demand, kind in zip((0.7, 0.6), stubborn, strict=True))
    end = reputation.end(one, two)
    for mine, other in ((one, two), (two, one)):
        assert reputation.standing(mine, other, end) == pytest.approx(mine.stubborn)
        assert reputation.standing(mine, other, end * 0.9) > mine.stubborn
    assert min(reputation.at_once(one, two), reputation.at_once(two, one)) == pytest.approx(0, abs=1e-12)


def test_the_chances_of_one_kind_make_both_kinds_together_stand_as_they_should():
    standing, stubborn = [1.0, 0.8, 0.5, 0.3], 0.3
    left = 1 - stubborn
    for chance, expected in zip(reputation.chances(standing, stubborn), standing[1:], strict=True):
        left *= 1 - chance
        assert left + stubborn == pytest.approx(expected)


# Offer after offer ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("discount", [0.0, 0.5, 0.9, 0.99])
@pytest.mark.parametrize("number, last", [(1, True), (4, True), (6, False)])
def test_the_type_that_is_just_left_does_not_care_whether_it_waits(discount, number, last):
    offers = looking_ahead.offers(discount, 0.6, number, last=last)
    for now, then in pairwise(offers):
        assert now.left - now.asked == pytest.approx(discount * (now.left - then.asked))
    if last:
        assert offers[-1].asked == pytest.approx(offers[-1].left)  # after the last offer there is nothing to wait for


def test_gains_are_those_of_every_type_on_its_own():
    offers = looking_ahead.offers(0.8, 0.6, 3, last=True)
    types = np.linspace(0, 0.6, 200_001)
    mine = yours = 0.0
    waiting = np.ones(types.size, dtype=bool)
    for number, offer in enumerate(offers):
        takes = waiting & (types >= offer.asked / offer.slope)
        waiting &= ~takes
        mine += 0.8**number * offer.asked * takes.mean()
        yours += 0.8**number * ((types - offer.asked) * takes).mean()
    prices, slopes = [offer.asked for offer in offers], [offer.slope for offer in offers]
    assert looking_ahead.gain_by(prices, slopes, 0.8, 0.6) == pytest.approx((mine, yours), abs=1e-5)


def test_no_prices_of_a_grid_bring_more_than_those_of_the_equilibrium():
    offers = looking_ahead.offers(0.9, 1.0, 3, last=True)
    slopes = [offer.slope for offer in offers]
    best = looking_ahead.gain_by([offer.asked for offer in offers], slopes, 0.9, 1.0)[0]
    tried = (looking_ahead.gain_by(prices, slopes, 0.9, 1.0)[0] for prices in product(np.linspace(0, 1, 41), repeat=3))
    assert best - 2e-3 < max(tried) <= best + 1e-12


def test_as_rounds_get_short_price_and_delay_go_to_nothing():
    prices, delays = [], []
    for length in (1.0, 0.1, 0.01, 0.001):
        offer = looking_ahead.offers(math.exp(-0.05 * length), 1.0, 1, last=False)[0]
        prices.append(offer.asked)
        delays.append(length * offer.left / (1 - offer.left))  # rounds to wait are geometric
    assert delays == sorted(delays, reverse=True)
    assert prices == sorted(prices, reverse=True)
    assert prices[-1] < 0.01
    assert delays[-1] < 0.2
    # like the square root of a round's length
    assert delays[-2] / delays[-1] == pytest.approx(math.sqrt(10), rel=0.05)


@pytest.mark.parametrize("own, lowest, highest", [(0.1, 0.0, 0.6), (0.3, 0.2, 0.4)])
def test_the_worth_of_demands_and_offers_is_greatest_at_the_best(own, lowest, highest):
    tried = [fearon.worth_of_demand(asked, own, lowest, highest) for asked in np.linspace(-0.1, 0.7, 801)]
    best = fearon.best_demand(own, lowest, highest)
    assert fearon.worth_of_demand(best, own, lowest, highest) == pytest.approx(max(tried), abs=1e-5)
    offers = [putnam.worth_of_offer(0.6, highest, offered) for offered in np.linspace(0, 0.6, 601)]
    assert putnam.worth_of_offer(0.6, highest, putnam.best_offer(0.6, highest)) == pytest.approx(max(offers), abs=1e-5)


# Trying everything ------------------------------------------------------------------------------------------------


def test_lines_between_packages_hold_the_best_of_all_divisions():
    mine, yours, without = np.array([0.5, 0.3, 0.2]), np.array([0.2, 0.25, 0.55]), np.array([0.25, 0.2])
    steps = np.linspace(0, 1, 61)
    shares = np.array(list(product(steps, repeat=3)))
    grid = enumeration.nobody_below(np.column_stack((shares @ mine, (1 - shares) @ yours)) - without)
    lines = enumeration.divisions(mine, yours, without)
    ideal = lines.max(axis=0)
    assert ideal == pytest.approx(grid.max(axis=0), abs=0.02)
    for point in enumeration.POINTS:
        tried, found = (enumeration.criterion(point, gains, ideal).max() for gains in (grid, lines))
        assert tried <= found + 1e-12
        assert found == pytest.approx(tried, abs=0.02)


def test_what_something_is_better_than_is_left_out_and_equals_stay_once():
    points = np.array([[1.0, 0.0], [0.5, 0.5], [0.5, 0.5], [0.5, 0.2], [0.0, 0.9], [0.4, 0.5]])
    assert enumeration.undominated(points) == pytest.approx(np.array([[0.0, 0.9], [0.5, 0.5], [1.0, 0.0]]))


def test_only_at_nashs_point_no_package_lies_above_the_plane():
    worth, nothing = np.eye(3), np.zeros(3)
    assert enumeration.above_the_plane(worth, np.full(3, 1 / 3), nothing) == pytest.approx(0)
    assert enumeration.above_the_plane(worth, np.array([0.4, 0.3, 0.3]), nothing) > 0.3
    assert enumeration.above_the_plane(worth, np.full(3, 0.4), nothing) < -0.4  # more than can be had
