"""The first half of a round: shocks, the front, and what everyone would get without a deal."""

from __future__ import annotations

from sim.arrays import *
from sim.chance import fill_normals, philox
from sim.kernel import phase
from sim.outcomes import FIRST_WON, SECOND_WON
from sim.powers import logarithm_beside_one
from sim.round.beliefs import expected_advance, higher_type
from sim.round.record import note
from sim.rules.battlefield import drift_after, drift_of_battle, forts_after, front_after, volatility_of_battle
from sim.rules.disagreement import discounted_ends, fill_ends, lottery_value, pressure, war_value


@phase
def draw_luck(layout: Layout, s: State, seed: int, run: int) -> None:
    """Every fourth round, the uniforms and normals of the next four: one call of the generator serves four rounds."""
    if s.now[ROUND] & 3 == 0:
        for n in range(layout.luck.size):
            s.luck[0, n], s.luck[1, n], s.luck[2, n], s.luck[3, n] = philox(
                run, s.now[ROUND] >> 2, layout.luck[n], seed
            )
        if layout.setting[WAR] == FRONT_WAR:
            for later in range(4):
                s.normal[FRONT_UNIFORM, later] = s.luck[later, layout.setting[LUCK_FRONT]]
                s.normal[DRIFT_UNIFORM, later] = s.luck[later, layout.setting[LUCK_DRIFT]]
            fill_normals(
                s.normal[FRONT_UNIFORM], s.normal[DRIFT_UNIFORM], s.normal[FRONT_NORMAL], s.normal[DRIFT_NORMAL]
            )


@phase
def luck(s: State, n: int) -> float:
    """This round's uniform of per-round purpose ``n``."""
    return s.luck[s.now[ROUND] & 3, n]


@phase
def normal(s: State, which: int) -> float:
    """This round's standard normal for the front or for its drift."""
    return s.normal[which, s.now[ROUND] & 3]


@phase
def suffer_shocks(layout: Layout, own: Parameters, s: State) -> bool:
    """Pause or resume all tracks; true if a shock ends the run."""
    if s.now[PAUSED] > 0:
        s.now[PAUSED] -= 1
        if s.now[PAUSED] == 0:
            note(s, TALKS_RESUMED, 0, 0, 0.0)
    for shock in range(layout.shock.size):
        u = luck(s, layout.shock[shock])
        hazard = own.shock[shock, SHOCK_HAZARD]
        if u < hazard:
            # the same uniform, stretched back to [0, 1), says how long and whether for good
            rest = u / hazard
            ends = own.shock[shock, SHOCK_ENDS]
            if rest < ends:
                note(s, SHOCK_HIT, shock, 1, 0.0)
                return True
            rest = (rest - ends) / (1.0 - ends)
            length = geometric(rest, own.shock[shock, SHOCK_PAUSE])
            s.now[PAUSED] = max(s.now[PAUSED], length)
            note(s, SHOCK_HIT, shock, 0, float(length))
    return False


@phase
def geometric(u: float, mean: float) -> int:
    """Rounds of a pause of ``mean`` rounds with a constant chance of ending.

    At least 1; if the mean is shorter than a round, 1 or 0, so that it is right on average.
    """
    if mean <= 1.0:
        return 1 if u < mean else 0
    return 1 + int(min(logarithm_beside_one(-u) / logarithm_beside_one(-1.0 / mean), NEVER_AGAIN))


@phase
def move_front(layout: Layout, own: Parameters, s: State) -> int:
    """A round of war; the outcome code if the front reached an end, else ``RUNNING``."""
    if s.now[FIGHTING] == 0 or layout.setting[WAR] != FRONT_WAR:
        return RUNNING
    before = s.front[X]
    if layout.setting[WALK] == FORTS_WALK:
        u = luck(s, layout.setting[LUCK_FRONT])
        s.front[X] = forts_after(before, layout.setting[FORTS], own.battlefield[ADVANCE], u)
    else:
        s.front[DRIFT_NOW] = drift_after(s.front[DRIFT_NOW], own.battlefield[DRIFT_VOLATILITY], normal(s, DRIFT_NORMAL))
        s.front[X] = front_after(before, s.front[DRIFT_NOW], own.battlefield[VOLATILITY], normal(s, FRONT_NORMAL))
    s.front[SEEN_MOVE] = s.front[X] - before
    s.now[MOVED] = 1
    if s.front[X] >= 1.0:
        note(s, FRONT_DECIDED, layout.setting[FIRST], 0, 1.0)
        return FIRST_WON
    if s.front[X] <= 0.0:
        note(s, FRONT_DECIDED, layout.setting[SECOND], 0, 0.0)
        return SECOND_WON
    return RUNNING


@phase
def reach_ends(layout: Layout, own: Parameters, s: State, a: int, x: float, patience: float) -> tuple[float, float]:
    """What ``a`` makes of the front at ``x``: the discounted chances of either end, or those of the lottery."""
    if layout.setting[WAR] == LOTTERY_WAR:
        return x, 1.0 - x
    if layout.setting[BELIEFS] == NORMAL_BELIEFS:
        return discounted_ends(x, s.actor[a, ESTIMATE], own.battlefield[VOLATILITY], 1.0 / patience)
    return reach_by_battles(layout, own, s, a, x, 1.0 / patience)


@phase
def reach_by_battles(layout: Layout, own: Parameters, s: State, a: int, x: float, rate: float) -> tuple[float, float]:
    """The discounted chances of either end to ``a`` at ``x``: expected over two types, or at the mean of a beta belief.

    The value of war is linear in them, so with two types it is its expectation, too.
    """
    if layout.setting[BELIEFS] == BETA_BELIEFS:
        return reach_with(layout, expected_advance(layout, own, s, a), x, rate)
    higher = higher_type(layout, own, s, a)
    first_high, second_high = reach_with(layout, own.battlefield[HIGH_ADVANCE], x, rate)
    first_low, second_low = reach_with(layout, own.battlefield[LOW_ADVANCE], x, rate)
    return first_low + higher * (first_high - first_low), second_low + higher * (second_high - second_low)


@phase
def reach_with(layout: Layout, advance: float, x: float, rate: float) -> tuple[float, float]:
    """The same if the first wins battles with chance ``advance``: forts as a diffusion."""
    forts = layout.setting[FORTS]
    return discounted_ends(x, drift_of_battle(advance, forts), volatility_of_battle(advance, forts), rate)


@phase
def look_ahead(layout: Layout, own: Parameters, s: State, x: float) -> None:
    """What everyone makes of the front at ``x``: see ``reach_ends``."""
    if layout.setting[WAR] == FRONT_WAR and layout.setting[BELIEFS] == NORMAL_BELIEFS:
        for a in range(s.actor.shape[0]):
            s.outlook[FORESEEN_DRIFT, a] = s.actor[a, ESTIMATE]
        fill_ends(
            x, s.outlook[FORESEEN_DRIFT], own.battlefield[VOLATILITY], s.outlook[RATE], s.outlook[TO_FIRST],
            s.outlook[TO_SECOND],
        )  # fmt: skip
        return
    for a in range(s.actor.shape[0]):
        s.outlook[TO_FIRST, a], s.outlook[TO_SECOND, a] = reach_ends(layout, own, s, a, x, own.actor[a, PATIENCE])


@phase
def prospect(layout: Layout, s: State, a: int, reach: tuple[float, float], cost: float, known: bool) -> float:
    """Value of war to ``a`` given its ``reach``, on its own reading or (not ``known``) as the others see it."""
    if known:
        first, second, meanwhile = s.actor[a, IF_FIRST], s.actor[a, IF_SECOND], s.actor[a, IF_FROZEN]
    else:
        first, second, meanwhile = s.actor[a, SEEN_FIRST], s.actor[a, SEEN_SECOND], s.actor[a, SEEN_FROZEN]
    if layout.setting[WAR] == LOTTERY_WAR:
        return lottery_value(reach[0], first, second, cost)
    return war_value(reach[0], reach[1], first, second, meanwhile, cost)


@phase
def war_prospect(layout: Layout, own: Parameters, s: State, a: int, x: float) -> float:
    """Value of war to actor ``a`` with the front at ``x``, on its own reading."""
    reach = reach_ends(layout, own, s, a, x, own.actor[a, PATIENCE])
    return prospect(layout, s, a, reach, own.actor[a, WAR_COST], True)


@phase
def without_deal(layout: Layout, s: State, a: int, war: float, frozen: float, no_deal: float) -> float:
    """What ``a`` falls back on now; a belligerent under a ceasefire may go back to war."""
    if layout.setting[WAR] == NO_WAR:
        return no_deal
    if s.now[FIGHTING] == 1:
        return war
    if is_belligerent(layout, a):
        return max(frozen, war)
    return frozen


@phase
def is_belligerent(layout: Layout, a: int) -> bool:
    """Whether ``a`` fights."""
    return a == layout.setting[FIRST] or a == layout.setting[SECOND]


@phase
def weigh_disagreement(layout: Layout, own: Parameters, seen: Parameters, s: State) -> None:
    """Everyone's disagreement value, on its own reading and as the others estimate it, under pressure."""
    if s.now[MOVED] == 0:
        return
    s.now[MOVED] = 0
    x = s.front[X]
    at_war = layout.setting[WAR] != NO_WAR
    if at_war:
        look_ahead(layout, own, s, x)
    for a in range(s.actor.shape[0]):
        s.actor[a, FROZEN_VALUE] = s.actor[a, IF_FROZEN] - own.actor[a, STANDOFF_COST]
        reach = (0.0, 0.0)
        if at_war:
            reach = (s.outlook[TO_FIRST, a], s.outlook[TO_SECOND, a])
            s.actor[a, WAR_VALUE] = prospect(layout, s, a, reach, own.actor[a, WAR_COST], True)
            # how much of the war's own cost is in its value: all of it in a lottery
            s.actor[a, FIGHTING_WEIGHT] = 1.0 - reach[0] - reach[1]
            if layout.setting[WAR] == LOTTERY_WAR:
                s.actor[a, FIGHTING_WEIGHT] = 1.0
        value = without_deal(layout, s, a, s.actor[a, WAR_VALUE], s.actor[a, FROZEN_VALUE], s.actor[a, IF_NO_DEAL])
        s.actor[a, BASE_DISAGREEMENT] = value
        s.actor[a, SEEN_DISAGREEMENT] = value
        if layout.actor[a, IS_PRIVATE] == 1:
            war = 0.0
            if at_war:
                if seen.actor[a, PATIENCE] != own.actor[a, PATIENCE]:
                    reach = reach_ends(layout, own, s, a, x, seen.actor[a, PATIENCE])
                war = prospect(layout, s, a, reach, seen.actor[a, WAR_COST], False)
            frozen = s.actor[a, SEEN_FROZEN] - seen.actor[a, STANDOFF_COST]
            s.actor[a, SEEN_DISAGREEMENT] = without_deal(layout, s, a, war, frozen, s.actor[a, SEEN_NO_DEAL])
        s.actor[a, DISAGREEMENT] = value
        if s.person[a, SINCERE] == 0 and s.now[ROUND] <= s.actor[a, TALKING_UNTIL]:
            s.actor[a, DISAGREEMENT] += own.actor[a, STALL_VALUE]
    press(layout, own, s)


@phase
def reading(own: Parameters, a: int, value: float, tabler: int) -> float:
    """How ``a`` reads a text that it evaluates at ``value``, given who tabled it (framing in)."""
    if tabler < 0:
        return value
    return value + own.framing[a, tabler]


@phase
def pressed_by(layout: Layout, own: Parameters, s: State, n: int) -> float:
    """What the first member of relation ``n`` takes off the second's disagreement value now."""
    leverage = own.relation[n, LEVERAGE]
    a = layout.relation[n, 0]
    if leverage == 0.0 or s.person[a, ACTIVE] == 0:
        return 0.0
    read = reading(own, a, s.actor[a, STANDING_VALUE], s.now[TABLER])
    return pressure(leverage, read, s.actor[a, BASE_DISAGREEMENT])


@phase
def press(layout: Layout, own: Parameters, s: State) -> None:
    """Leverage: whoever prefers the text on the table to its own disagreement value lowers that of others."""
    if s.now[STANDING] == NO_TEXT:
        return
    for n in range(layout.relation.shape[0]):
        b = layout.relation[n, 1]
        taken = pressed_by(layout, own, s, n)
        s.actor[b, DISAGREEMENT] -= taken
        s.actor[b, SEEN_DISAGREEMENT] -= taken
