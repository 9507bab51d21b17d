"""What everyone believes of the war at the beginning of a run, and after each round of it."""

from __future__ import annotations

from sim.arrays import *
from sim.kernel import phase
from sim.rules.battlefield import drift_of_battle
from sim.rules.beliefs import chance_of_higher, expected_chance, updated


@phase
def hold_prior(layout: Layout, own: Parameters, s: State, a: int) -> None:
    """The belief with which ``a`` begins; bias, type and mean are in its own favour, a third party's in the first's."""
    if layout.setting[BELIEFS] != NORMAL_BELIEFS:
        s.actor[a, ESTIMATE] = expected_drift(layout, own, s, a)
        return
    s.actor[a, ESTIMATE] = own.battlefield[DRIFT] + layout.actor[a, SIDE] * own.actor[a, BIAS]
    s.actor[a, VARIANCE] = own.actor[a, SPREAD] * own.actor[a, SPREAD]


@phase
def learn(layout: Layout, own: Parameters, s: State) -> None:
    """Beliefs after a round of war; no fighting, no news."""
    if s.now[FIGHTING] == 0 or layout.setting[WAR] != FRONT_WAR or layout.setting[LEARNING] == 0:
        return
    if layout.setting[BELIEFS] != NORMAL_BELIEFS:
        count_battle(layout, own, s)
        return
    noise = own.battlefield[VOLATILITY] * own.battlefield[VOLATILITY]
    change = own.battlefield[DRIFT_VOLATILITY] * own.battlefield[DRIFT_VOLATILITY]
    for a in range(s.actor.shape[0]):
        s.actor[a, ESTIMATE], s.actor[a, VARIANCE] = updated(
            s.actor[a, ESTIMATE], s.actor[a, VARIANCE], s.front[SEEN_MOVE], noise, change
        )


@phase
def count_battle(layout: Layout, own: Parameters, s: State) -> None:
    """One more battle won or lost by the first, from which everyone draws its own conclusion."""
    if s.front[SEEN_MOVE] > 0.0:
        s.front[BATTLES_WON] += 1.0
    else:
        s.front[BATTLES_LOST] += 1.0
    for a in range(s.actor.shape[0]):
        s.actor[a, ESTIMATE] = expected_drift(layout, own, s, a)


@phase
def higher_type(layout: Layout, own: Parameters, s: State, a: int) -> float:
    """The chance that ``a`` gives to the higher of two types, by its prior and the battles that were fought."""
    prior = own.actor[a, FAVOURABLE] if layout.actor[a, SIDE] == 1 else 1.0 - own.actor[a, FAVOURABLE]
    low, high = own.battlefield[LOW_ADVANCE], own.battlefield[HIGH_ADVANCE]
    return chance_of_higher(prior, low, high, s.front[BATTLES_WON], s.front[BATTLES_LOST])


@phase
def expected_advance(layout: Layout, own: Parameters, s: State, a: int) -> float:
    """The chance with which ``a`` expects the first to win a battle: of two types, or by a beta prior."""
    if layout.setting[BELIEFS] == TWO_TYPES:
        low, high = own.battlefield[LOW_ADVANCE], own.battlefield[HIGH_ADVANCE]
        return low + higher_type(layout, own, s, a) * (high - low)
    mean = own.actor[a, PRIOR_MEAN] if layout.actor[a, SIDE] == 1 else 1.0 - own.actor[a, PRIOR_MEAN]
    return expected_chance(mean, own.actor[a, PRIOR_STRENGTH], s.front[BATTLES_WON], s.front[BATTLES_LOST])


@phase
def expected_drift(layout: Layout, own: Parameters, s: State, a: int) -> float:
    """The same as a movement of the front in a round."""
    return drift_of_battle(expected_advance(layout, own, s, a), layout.setting[FORTS])
