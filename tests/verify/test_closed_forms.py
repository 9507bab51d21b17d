"""Closed forms, each against another way to the same number."""

import itertools
import math

import numpy as np
import pytest

from sim.verify.closed_forms import (
    attrition,
    beta,
    dividing,
    fearon,
    kydd,
    learning,
    pies,
    putnam,
    ruin,
    screening,
    two_types,
    waiting,
    walk,
)


@pytest.mark.parametrize("forts, p, hazard", [(4, 0.5, 0.1), (10, 0.3, 0.02), (7, 0.6, 0.5)])
def test_war_with_settlements_solves_the_equations_of_its_states(forts, p, hazard):
    inside = range(1, forts)
    moves = np.zeros((forts - 1, forts - 1))
    first, second = np.zeros(forts - 1), np.zeros(forts - 1)
    for held in inside:
        for there, chance in ((held + 1, p), (held - 1, 1 - p)):
            if there == forts:
                first[held - 1] = chance
            elif there == 0:
                second[held - 1] = chance
            else:
                moves[held - 1, there - 1] = chance
    stays = np.eye(forts - 1) - (1 - hazard) * moves
    settled = hazard * (1 - first - second)
    expected = np.linalg.solve(stays, np.column_stack((first, second, settled, np.ones(forts - 1))))
    for held in inside:
        assert ruin.with_settlement(held, forts, p, hazard) == pytest.approx(expected[held - 1], abs=1e-9)
        without = np.linalg.solve(np.eye(forts - 1) - moves, np.column_stack((first, np.ones(forts - 1))))
        assert ruin.chance_of_winning(held, forts, p) == pytest.approx(without[held - 1, 0])
        assert ruin.expected_duration(held, forts, p) == pytest.approx(without[held - 1, 1])


@pytest.mark.parametrize("start, m, s", [(0.5, 0.0, 0.08), (0.4, 0.003, 0.06), (0.7, -0.01, 0.08)])
def test_the_exact_walk_is_near_the_diffusion_and_as_many_steps_as_points(start, m, s, monkeypatch):
    won, steps = walk.first_passage(start, m, s)
    assert (won, steps) == pytest.approx(walk.as_diffusion(start, m, s), rel=0.01)
    monkeypatch.setattr(walk, "POINTS", 250)
    assert walk.first_passage(start, m, s) == pytest.approx((won, steps), rel=1e-9)


def test_a_fair_walk_from_the_middle_is_fair_and_turning_it_round_swaps_its_ends():
    assert walk.first_passage(0.5, 0.0, 0.1)[0] == pytest.approx(0.5)
    won, steps = walk.first_passage(0.3, 0.01, 0.1)
    lost, same = walk.first_passage(0.7, -0.01, 0.1)
    assert (1 - lost, same) == pytest.approx((won, steps))


def test_waits_add_up():
    hazards = (0.2, 0.5, 0.35)
    law = waiting.sum_of(hazards, 400)
    rounds = np.arange(1, 401)
    assert law.sum() == pytest.approx(1)
    assert law @ rounds == pytest.approx(sum(1 / w for w in hazards))
    assert law @ rounds**2 - (law @ rounds) ** 2 == pytest.approx(sum((1 - w) / w**2 for w in hazards))
    assert law[:2] == pytest.approx(0)
    assert law[2] == pytest.approx(0.2 * 0.5 * 0.35)
    assert waiting.any_of((0.2, 0.5)) == pytest.approx(0.6)


@pytest.mark.parametrize("own, low, high", [(0.1, 0.0, 0.6), (0.0, 0.2, 0.4), (0.5, 0.1, 0.3), (0.05, 0.02, 0.3)])
def test_no_demand_does_better_than_fearons(own, low, high):
    demands = np.linspace(-0.2, 0.8, 100_001)
    accepted = np.clip((high - demands) / (high - low), 0, 1)
    worth = accepted * demands - (1 - accepted) * own
    assert fearon.best_demand(own, low, high) == pytest.approx(demands[worth.argmax()], abs=2e-5)
    assert fearon.chance_of_war(own, low, high) == pytest.approx(1 - accepted[worth.argmax()], abs=1e-4)


@pytest.mark.parametrize("scale, refused", [(0.2, 0.0), (0.8, 0.0), (1.0, 0.3), (0.45, 0.4)])
def test_no_offer_does_better_than_putnams(scale, refused):
    offers = np.linspace(0, 0.6, 60_001)
    passes = np.clip((offers - refused) / (scale - refused), 0, 1)
    best = offers[((0.6 - offers) * passes).argmax()]
    assert putnam.best_offer(0.6, scale, refused) == pytest.approx(best, abs=2e-5)


def test_the_ratified_gain_is_highest_where_the_scale_is_half_the_surplus():
    scales = np.linspace(0.05, 1, 2000)
    gains = [putnam.expected_gain(0.6, scale) for scale in scales]
    assert scales[int(np.argmax(gains))] == pytest.approx(0.3, abs=1e-3)


@pytest.mark.parametrize("discount", [0.0, 0.3, 0.9, 0.99])
def test_screening_with_a_distant_last_round_nears_that_without_one(discount):
    # Backwards from the last round: `beta` x is the price that type x just takes, `worth` the seller's value of types
    # up to 1, `left` the share of them that an offer leaves.
    beta, left, worth = 1.0, 0.5, 0.25
    for _ in range(3000):
        beta = 1 - discount + discount * beta * left
        left = beta / (2 * (beta - discount * worth))
        worth = beta * (1 - left) * left + discount * worth * left**2
    assert screening.share_left(discount) == pytest.approx(left, abs=1e-6)


def test_short_sighted_demands_are_each_fearons_for_the_types_that_are_left():
    asked = screening.demands(0.1, 0.02, 0.5, 20)
    left = 0.5
    for demand in asked:
        assert demand == pytest.approx(fearon.best_demand(0.1, 0.02, left))
        left = demand
    assert asked[-1] == 0.02
    assert sum(screening.shares(0.1, 0.02, 0.5, 20)) == pytest.approx(1)


@pytest.mark.parametrize("first, second", [(0.9, 0.8), (0.5, 0.99), (0.95, 0.95)])
def test_alternating_offers_with_a_distant_last_round_near_rubinsteins(first, second):
    share = 1.0  # of whoever proposes in the last round
    for number in range(4001):
        responder = (second, first)[number % 2]
        share = 1 - responder * share
    # an odd number of steps: the last of them is a proposal of the first to the second
    assert dividing.rubinstein(first, second) == pytest.approx(share)


def test_a_small_risk_of_breakdown_is_splitting_the_difference():
    x, y = 0.0, 0.0
    for _ in range(5000):
        x, y = 1 - (0.1 * 0.3 + 0.9 * y), 1 - (0.1 * 0.2 + 0.9 * x)
    assert dividing.breakdown(0.1, 0.2, 0.3) == pytest.approx(x)
    assert dividing.breakdown(1e-9, 0.2, 0.3) == pytest.approx(dividing.split_the_difference(0.2, 0.3))
    assert dividing.with_outside_option(0.9, 0.1) == pytest.approx(dividing.rubinstein(0.9, 0.9))
    assert dividing.with_outside_option(0.9, 0.7) == pytest.approx(0.3)


def test_whoever_waits_in_a_war_of_attrition_is_indifferent():
    cost, prize = (0.02, 0.05), (0.9, 0.4)
    red, blue = attrition.hazards(cost, prize)
    assert blue * prize[0] == pytest.approx(cost[0])  # what red may win by a round of waiting is what it costs
    assert red * prize[1] == pytest.approx(cost[1])
    assert sum(attrition.who_gives_in(red, blue)) == pytest.approx(1)


def test_the_value_of_war_solves_its_equation_and_names_its_drift():
    x = np.linspace(0, 1, 2001)
    drift, step = 0.004, x[1]
    value = learning.war_value(x, np.full(x.shape, drift), 0.05, 0.01, 0.2, 0.4)
    assert (value[0], value[-1]) == pytest.approx((0, 1))
    slope, curve = np.gradient(value, step)[2:-2], np.gradient(np.gradient(value, step), step)[2:-2]
    left = 0.05**2 / 2 * curve + drift * slope + 0.01 * (0.4 - 0.2)
    assert left == pytest.approx(0.01 * value[2:-2], abs=1e-5)
    inside = slice(200, 1800)
    found = learning.drift_believed(value[inside], x[inside], 0.05, 0.01, 0.2, 0.4)
    assert found == pytest.approx(drift, abs=1e-9)


def test_the_weight_of_a_prior_is_what_battle_by_battle_leaves_of_it():
    variance, kept, battles, volatility = 0.01**2, 1.0, 20, 0.02
    for _ in range(battles):
        gain = variance / (variance + volatility**2)
        variance, kept = (1 - gain) * variance, (1 - gain) * kept
    assert learning.weight_of_prior(0.01, volatility, battles) == pytest.approx(kept)
    mean, spread = learning.error_of_estimate(0.02, 0.01, volatility, battles)
    assert mean == pytest.approx(0.02 * kept)
    assert math.sqrt(spread) == pytest.approx((1 - kept) * volatility / math.sqrt(battles))


COUNSELS = [
    (0.1, 0.0, 0.6, 0.25),
    (0.1, 0.0, 0.6, 0.5),
    (0.05, 0.1, 0.5, 0.25),
    (0.0, 0.02, 0.3, 0.4),
    (0.3, 0, 1, 0.1),
]


def searched(own, low, high):
    """The demand that pays best against types spread evenly over [low, high], by trying them all."""
    asked = np.linspace(0, high, 4001)
    taken = np.clip((high - asked) / (high - low), 0, 1)
    return float(asked[np.argmax(taken * (asked + own))])


@pytest.mark.parametrize("own, low, high, share", COUNSELS)
def test_whether_a_mediator_is_believed_is_what_its_expected_worth_of_every_answer_says(own, low, high, share):
    middle, peace = low + share * (high - low), 0.1
    soft, tough = searched(own, low, middle), searched(own, middle, high)
    assert kydd.demands(own, low, high, share) == pytest.approx((soft, tough), abs=2e-3)
    types = {"low": np.linspace(low, middle, 20_001), "high": np.linspace(middle, high, 20_001)}
    needed = kydd.bias_needed(own, low, high, share, peace)
    for bias in (-0.5, needed - 0.02, needed + 0.02, 0.9):
        worth = {
            (what, said): float(np.where(costs >= asked - 1e-12, bias * asked, -peace).mean())
            for what, costs in types.items()
            for said, asked in zip(("low", "high"), kydd.demands(own, low, high, share), strict=True)
        }
        honest = worth["low", "low"] > worth["low", "high"] and worth["high", "high"] > worth["high", "low"]
        assert kydd.is_believed(bias, own, low, high, share, peace) == honest


@pytest.mark.parametrize("own, low, high, share", COUNSELS)
def test_a_mediator_that_is_believed_leaves_less_war_and_one_without_a_bias_is_not(own, low, high, share):
    assert kydd.chance_of_war(own, low, high, share) < fearon.chance_of_war(own, low, high)
    costs = np.linspace(low, high, 100_001)
    asked = np.where(costs >= kydd.line(low, high, share), *reversed(kydd.demands(own, low, high, share)))
    assert kydd.chance_of_war(own, low, high, share) == pytest.approx(float((costs < asked).mean()), abs=1e-3)
    assert kydd.bias_needed(own, low, high, share, 0.1) >= 0
    assert not kydd.is_believed(0.0, own, low, high, share, 0.1)


# Two types of war, and beta beliefs --------------------------------------------------------------------------------


@pytest.mark.parametrize("low, high, prior, battles", [(0.4, 0.6, 0.5, 6), (0.3, 0.55, 0.8, 7)])
def test_beliefs_on_two_types_are_those_of_every_course_of_battles(low, high, prior, battles):
    mean = misled = 0.0
    for course in itertools.product((True, False), repeat=battles):
        belief, chance = prior, 1.0
        for won in course:
            of_high, of_low = (high, low) if won else (1 - high, 1 - low)
            belief = belief * of_high / (belief * of_high + (1 - belief) * of_low)
            chance *= high if won else 1 - high
        assert two_types.posterior(prior, low, high, np.array([sum(course)]), battles)[0] == pytest.approx(belief)
        mean += chance * belief
        misled += chance * (belief < 0.5 - 1e-9)
    assert two_types.mean_posterior(prior, low, high, battles, high) == pytest.approx(mean)
    assert two_types.share_misled(prior, low, high, battles, high) == pytest.approx(misled)


@pytest.mark.parametrize("prior", [0.2, 0.5, 0.7])
@pytest.mark.parametrize("high", [0.55, 0.7])
def test_whoever_learns_expects_to_believe_what_it_believes(prior, high):
    either = [(prior, high), (1 - prior, 1 - high)]
    mean = sum(weight * two_types.mean_posterior(prior, 1 - high, high, 12, truth) for weight, truth in either)
    assert mean == pytest.approx(prior)
    # and no less when it stops at bars
    up, down = two_types.leads_to_bars(prior, high, 0.9)
    reached = sum(weight * two_types.stopped(prior, high, 0.9, truth)[0] for weight, truth in either)
    beliefs = two_types.belief_after_lead(prior, high, up), two_types.belief_after_lead(prior, high, -down)
    assert reached * beliefs[0] + (1 - reached) * beliefs[1] == pytest.approx(prior)


@pytest.mark.parametrize("prior, high, bar", [(0.5, 0.6, 0.9), (0.3, 0.7, 0.75), (0.6, 0.55, 0.95)])
def test_bars_are_met_at_the_first_lead_that_makes_sure(prior, high, bar):
    up, down = two_types.leads_to_bars(prior, high, bar)
    assert two_types.belief_after_lead(prior, high, up - 1) < bar <= two_types.belief_after_lead(prior, high, up)
    assert (
        two_types.belief_after_lead(prior, high, -down) <= 1 - bar < two_types.belief_after_lead(prior, high, 1 - down)
    )


@pytest.mark.parametrize("mean, strength, battles, advance", [(0.7, 12.0, 5, 0.5), (0.3, 4.0, 7, 0.6)])
def test_beta_beliefs_are_what_an_integral_over_all_chances_gives(mean, strength, battles, advance):
    chances = (np.arange(20_000) + 0.5) / 20_000
    prior = chances ** (strength * mean - 1) * (1 - chances) ** (strength * (1 - mean) - 1)
    errors = np.zeros(battles + 1)
    for won in range(battles + 1):
        after = prior * chances**won * (1 - chances) ** (battles - won)
        errors[won] = (chances * after).sum() / after.sum() - advance
    likely = two_types.chances_of_wins(battles, advance)
    found, variance = beta.error_of_belief(mean, strength, battles, advance)
    assert found == pytest.approx(likely @ errors, abs=1e-4)
    assert variance == pytest.approx(likely @ errors**2 - (likely @ errors) ** 2, abs=1e-4)


def test_the_war_of_optimists_ends_as_every_course_of_battles_says():
    war = beta.OptimistsWar(3, 6, 0.6, (0.6, 0.6), 4.0, 10.0, 0.1, 0.5, True)
    ends = np.zeros(4)
    rounds = 9
    for course in itertools.product((1, -1), repeat=rounds):
        held, chance, length, end = 3, 1.0, rounds, None
        for number, move in enumerate(course):
            held, chance = held + move, chance * (0.6 if move > 0 else 0.4)
            if end is None and held in (0, 6):
                end, length = (1 if held else 2), number + 1
            elif end is None and war.worth(number + 1, np.array([held]))[0] <= 1:
                end, length = 0, number + 1
        if end is not None:
            ends[end] += chance
        ends[3] += chance * length
    assert min(ends[:3]) > 0.01
    assert war.ends(rounds) == pytest.approx(ends)


@pytest.mark.parametrize("advance", [0.5, 0.6])
def test_without_learning_the_war_of_optimists_is_the_gamblers_ruin(advance):
    war = beta.OptimistsWar(5, 10, advance, (0.7, 0.7), 4.0, 20.0, 0.1, 0.5, False)
    signed, first, second, length = war.ends(400)
    won = ruin.chance_of_winning(5, 10, advance)
    assert (signed, first, second) == pytest.approx((0, won, 1 - won))
    assert length == pytest.approx(ruin.expected_duration(5, 10, advance))


# Dividing a pie --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kept, without", [((0.9, 0.8), (0, 0)), ((0.5, 0.95), (0.2, 0.3)), ((0, 0), (0.1, 0.1))])
def test_of_two_in_turn_each_is_held_to_what_waiting_is_worth(kept, without):
    table = pies.in_turn(kept, without)
    assert table.sum(axis=1) == pytest.approx(1)
    for proposer, other in ((0, 1), (1, 0)):
        waiting = without[other] + kept[other] * (table[other, other] - without[other])
        assert table[proposer, other] == pytest.approx(waiting)


@pytest.mark.parametrize("option", [0.0, 0.3, 0.45, 0.6, 1.0])
def test_an_outside_option_counts_where_it_beats_waiting(option):
    table = pies.with_outside_option(0.9, option)
    assert table[0, 1] == pytest.approx(max(option, 0.9 * table[1, 1]))
    assert table[1, 0] == pytest.approx(0.9 * table[0, 0])
    if option <= 0.9 / 1.9:
        assert table == pytest.approx(pies.in_turn((0.9, 0.9)))


@pytest.mark.parametrize("members, quota, kept", [(3, 2, 0.9), (5, 3, 0.8), (5, 4, 0.5), (4, 2, 0.99)])
def test_a_veto_is_worth_what_iterating_the_game_says(members, quota, kept):
    expected = np.full(members, 1 / members)
    for _ in range(5000):
        price = kept * expected
        other = price[1]
        veto_proposes = np.array([1 - (quota - 1) * other, *[(quota - 1) / (members - 1) * other] * (members - 1)])
        following = veto_proposes / members
        for proposer in range(1, members):
            bought = np.zeros(members)
            bought[0] = price[0]
            for a in range(1, members):
                if a != proposer:
                    bought[a] = (quota - 2) / (members - 2) * other
            bought[proposer] = 1 - bought.sum()
            following += bought / members
        expected = following
    assert pies.expected_with_veto(members, quota, kept) == pytest.approx((expected[0], expected[1]))


def test_majorities_and_rotations_give_everything_away_and_the_nearest_turn_gets_most():
    assert pies.majority(5, 3, 0.9).sum() == pytest.approx(1)
    assert pies.majority(5, 5, 0.9)[0] == pytest.approx(1 - 4 * 0.18)
    shares = pies.rotation(3, 0.9)
    assert shares[1:] == pytest.approx(0.9 * shares[:-1])
    assert pies.rotation(2, 0.9) == pytest.approx(pies.in_turn((0.9, 0.9))[0])
    table = pies.two_sessions((0.2, 0.3, 0.5), (0.9, 0.9, 0.9), 2)
    assert table.sum(axis=1) == pytest.approx(1)
    assert table[0] == pytest.approx([1 - 0.27, 0.27, 0])
    assert table[1] == pytest.approx([0.18, 0.82, 0])
