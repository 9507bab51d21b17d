"""What no draw changes, from the scenario: who sits where, which rule applies, what a gate waits for."""

from __future__ import annotations

from collections.abc import Set

import numpy as np

from sim import arrays as on
from sim.arrays import Integers, Layout
from sim.chance import purpose
from sim.compile.equilibrium import orders_of_turns, plays_equilibrium
from sim.compile.names import Names
from sim.compile.strategies import strategy_places, strategy_rounds
from sim.scenario import Condition, Distribution, Hazard, Precondition, Scenario

TACTICS = {"reservation": on.RESERVATION, "time": on.TIME, "reciprocal": on.RECIPROCAL, "screening": on.SCREENING,
           "fixed": on.FIXED, "table": on.TABLE, "equilibrium": on.EQUILIBRIUM}  # fmt: skip
PROPOSERS = {"rotating": on.ROTATING, "alternate": on.ALTERNATE, "random": on.RANDOM}
BELIEFS = {"normal": on.NORMAL_BELIEFS, "two_types": on.TWO_TYPES, "beta": on.BETA_BELIEFS}
WARS = {"none": on.NO_WAR, "front": on.FRONT_WAR, "lottery": on.LOTTERY_WAR}
SENSES = {"at_least": on.AT_LEAST, "at_most": on.AT_MOST, "exactly": on.EXACTLY}
STRATEGIES_BY = {"type": on.BY_TYPE, "war_cost": on.BY_WAR_COST, "belief": on.BY_BELIEF}
PROTOCOLS = {"drafts": on.DRAFTS, "sealed": on.SEALED}
GATES = {"talks": on.TALKS_GATE, "any_track": on.ANY_TRACK_GATE, "signing": on.SIGNING_GATE}


class Luck:
    """The per-round purposes, in the order in which they are asked for."""

    def __init__(self) -> None:
        """None yet."""
        self.paths: list[str] = []

    def of(self, path: str) -> int:
        """Index of the luck of ``path``."""
        self.paths.append(path)
        return len(self.paths) - 1

    def hashes(self) -> Integers:
        """The purposes of all paths."""
        return np.array([purpose(path) for path in self.paths], dtype=np.int64)


def table(rows: int, columns: int) -> Integers:
    """An empty int64 table."""
    return np.zeros((rows, columns), dtype=np.int64)


def lay_out(scenario: Scenario, names: Names, private: Set[str], hides_stakes: bool) -> Layout:
    """The layout of a scenario; ``private`` are the actors of whom others do not know everything."""
    luck = Luck()
    setting = settings(scenario, names, luck)
    actor = actor_table(scenario, names, luck, private)
    step, need, decision_purpose = step_tables(scenario, names, luck)
    gate = gate_table(scenario, names, luck)
    track, seat, seat_purpose = track_tables(scenario, names, gate, luck)
    for p in range(gate.shape[0]):
        if gate[p, on.GATE] == on.STEP_GATE:
            step[gate[p, on.TARGET], on.STEP_GATES] |= 1 << p
    signing = np.zeros(len(names.actors), dtype=np.int64)
    for p in range(gate.shape[0]):
        if gate[p, on.GATE] >= on.SIGNING_GATE:
            signing[gate[p, on.HOLDER]] |= 1 << p
    setting[on.HAS_PRIVATE_STAKES] = int(hides_stakes)
    for column, kind in ((on.OPTIONS_AFTER, on.AFTER_STEP), (on.OPTIONS_TEXT, on.TEXT_SAYS)):
        for p in range(gate.shape[0]):
            if gate[p, on.GATE] == on.OPTION_GATE and gate[p, on.KIND] == kind:
                setting[column] |= 1 << p
    setting[on.FIRST_SIGNING_GATE] = min(
        (p for p in range(gate.shape[0]) if gate[p, on.GATE] >= on.SIGNING_GATE), default=gate.shape[0]
    )
    condition = table(len(names.conditions), 2)
    for c, wanted in enumerate(names.conditions):
        condition[c] = names.issue(wanted.issue), SENSES[wanted.sense]
    shock = np.array([luck.of(f"shocks.{name}") for name in names.shocks], dtype=np.int64)
    issue = issue_table(scenario, names)
    pie = pie_table(issue)
    setting[on.PIES] = pie.shape[0]
    setting[on.SOLVED_ORDERS] = orders_of_turns(scenario) if plays_equilibrium(scenario) else 0
    setting[on.HAS_OUTSIDE] = int(any(actor.outside_option is not None for actor in scenario.actors.values()))
    lots = pie.shape[0] > 0 and setting[on.QUOTA] > 0
    setting[on.LUCK_PARTNERS] = luck.of("signing.partners") if lots else -1
    return Layout(
        setting=setting, actor=actor, issue=issue, pie=pie, condition=condition,
        relation=relation_table(scenario, names), step=step, need=need, decision_purpose=decision_purpose, track=track,
        seat=seat, seat_purpose=seat_purpose, gate=gate, signing_gates=signing, shock=shock, luck=luck.hashes(),
    )  # fmt: skip


def settings(scenario: Scenario, names: Names, luck: Luck) -> Integers:
    """The scenario's single settings and switches."""
    setting = np.zeros(on.SETTINGS, dtype=np.int64)
    field = scenario.battlefield
    switch = scenario.mechanisms
    setting[on.ROUNDS] = scenario.rounds
    setting[on.FOLLOW_UP] = scenario.follow_up if switch.compliance else -1
    setting[on.FIRST] = setting[on.SECOND] = on.NOBODY
    if field is not None and scenario.belligerents:
        setting[on.WAR] = WARS[field.war]
        setting[on.WALK] = on.FORTS_WALK if field.walk == "forts" else on.GAUSSIAN_WALK
        setting[on.FORTS] = field.forts
        setting[on.BELIEFS] = BELIEFS[field.beliefs]
        setting[on.FIRST], setting[on.SECOND] = (names.actor(name) for name in scenario.belligerents)
    proposer = scenario.proposer
    if isinstance(proposer, str):
        setting[on.PROPOSER] = PROPOSERS[proposer]
    else:
        setting[on.PROPOSER] = on.FIXED_PROPOSER
        setting[on.PROPOSER_ACTOR] = names.actor(proposer.fixed)
    for column, flag in ((on.LEARNING, switch.learning), (on.LOG_ROLLING, switch.log_rolling),
                         (on.INITIALLING, switch.initialling), (on.REFUSAL_LEARNING, switch.refusal_learning),
                         (on.ANTICIPATION, switch.anticipation)):  # fmt: skip
        setting[column] = int(flag)
    opening = scenario.opening_text
    setting[on.HAS_OPENING] = int(opening is not None)
    setting[on.OPENING_BY] = names.actor(opening.by) if opening is not None and opening.by else on.NOBODY
    setting[on.SIGNATORIES] = names.bits(list(scenario.signatory_names))
    if scenario.signing is not None:
        setting[on.QUOTA] = scenario.signing.quota
        setting[on.VETO] = names.bits(list(scenario.signing.veto))
    unequal = any(
        isinstance(actor.recognition, Distribution) or actor.recognition != 1 for actor in scenario.actors.values()
    )
    setting[on.RECOGNISES] = int(unequal)
    counsels = switch.counsel and any(track.mediator_knows for track in scenario.tracks.values())
    setting[on.COUNSELS] = int(counsels)
    setting[on.LUCK_FRONT] = luck.of("battlefield.front")
    setting[on.LUCK_DRIFT] = luck.of("battlefield.drift")
    breaks = switch.breakdown and (isinstance(scenario.breakdown, Distribution) or scenario.breakdown > 0)
    setting[on.LUCK_BREAKDOWN] = luck.of("breakdown") if breaks else -1
    return setting


def actor_table(scenario: Scenario, names: Names, luck: Luck, private: Set[str]) -> Integers:
    """Tactics, luck and sides; a third party's optimism is counted in favour of the first."""
    rows = table(len(names.actors), on.LAYOUT_ACTOR)
    begins = strategy_places(scenario, names)
    second = scenario.belligerents[1] if scenario.belligerents else None
    for a, name in enumerate(names.actors):
        rows[a, on.TACTIC] = TACTICS[scenario.actors[name].tactic]
        rows[a, on.REVIEW_LUCK] = luck.of(f"actors.{name}.review")
        rows[a, on.TYPE_PURPOSE] = purpose(f"actors.{name}.type")
        rows[a, on.SIDE] = -1 if name == second else 1
        rows[a, on.IS_PRIVATE] = int(name in private)
        strategy = scenario.actors[name].strategy
        rows[a, on.CONCEDE_LUCK] = -1
        if strategy is not None:
            rows[a, on.STRATEGY_AT] = begins[a]
            rows[a, on.STRATEGY_ROUNDS] = strategy_rounds(strategy)
            rows[a, on.STRATEGY_COLUMNS] = len(strategy.at)
            rows[a, on.STRATEGY_BY] = STRATEGIES_BY[strategy.by]
            if any(chance > 0 for row in strategy.concede for chance in row):
                rows[a, on.CONCEDE_LUCK] = luck.of(f"actors.{name}.concede")
    return rows


def issue_table(scenario: Scenario, names: Names) -> Integers:
    """Nodes and who promises or delivers; a divisible issue has a node at each end and one an ideal point."""
    rows = table(len(names.issues), 7)
    pies = sorted(name for name, issue in scenario.issues.items() if issue.kind == "pie")
    for i, name in enumerate(names.issues):
        issue = scenario.terms[name]
        whole, _, holder = name.partition(".")
        rows[i, on.PIE] = pies.index(whole) if holder else on.NOBODY
        rows[i, on.HELD_BY] = names.actor(holder) if holder else on.NOBODY
        rows[i, on.NODES] = names.nodes[name]
        rows[i, on.DIVISIBLE] = int(issue.divisible)
        rows[i, on.PROMISED_BY] = names.actor(issue.promised_by) if issue.promised_by else on.NOBODY
        rows[i, on.DELIVERED_BY] = names.bits(list(issue.delivered_by))
        rows[i, on.HAS_CONDITIONS] = int(any(condition.issue == name for condition in names.conditions))
    return rows


def pie_table(issues: Integers) -> Integers:
    """Where the terms of each pie stand, which are side by side."""
    pies = int(issues[:, on.PIE].max()) + 1
    rows = table(pies, 2)
    for p in range(pies):
        terms = np.flatnonzero(issues[:, on.PIE] == p)
        rows[p] = terms[0], terms.size
    return rows


def relation_table(scenario: Scenario, names: Names) -> Integers:
    """Pairs that have anything toward each other, in the order of the actors."""
    pairs = sorted((names.actor(a), names.actor(b)) for a, row in scenario.relations.items() for b in row)
    return np.array(pairs, dtype=np.int64).reshape(len(pairs), 2)


def step_tables(scenario: Scenario, names: Names, luck: Luck) -> tuple[Integers, Integers, Integers]:
    """Steps, their world requirements, and the purposes of their parties' decisions."""
    rows = table(len(names.steps), 7)
    decision = table(len(names.steps), len(names.actors))
    needs: list[tuple[int, int]] = []
    for s, name in enumerate(names.steps):
        step = scenario.steps[name]
        rows[s, on.PARTIES] = names.bits(list(step.parties))
        rows[s, on.STOPS_FIGHTING] = int(step.stops_fighting)
        rows[s, on.HAS_FLOORS] = int(bool(step.floor) and scenario.mechanisms.floors)
        rows[s, on.CAN_COLLAPSE] = int(step.stops_fighting and not step.permanent)
        rows[s, on.STEP_LUCK] = luck.of(f"steps.{name}.collapse") if rows[s, on.CAN_COLLAPSE] else -1
        carried = step.in_settlement
        if isinstance(carried, Condition):
            rows[s, on.IN_SETTLEMENT] = names.conditions.index(carried)
        else:
            always = step.stops_fighting if carried is None else carried
            rows[s, on.IN_SETTLEMENT] = on.ALWAYS_CARRIED if always else on.NOT_CARRIED
        needs += [(s, names.step(needed)) for needed in sorted(step.requires)]
        for a, actor in enumerate(names.actors):
            decision[s, a] = purpose(f"steps.{name}.decision.{actor}")
    return rows, np.array(needs, dtype=np.int64).reshape(len(needs), 2), decision


def gate_table(scenario: Scenario, names: Names, luck: Luck) -> Integers:
    """Held preconditions."""
    rows = table(len(names.held), 11)
    for p, (name, holder) in enumerate(names.held):
        held = scenario.preconditions[name]
        key = f"preconditions.{name}.{holder}"
        rows[p, on.HOLDER] = names.actor(holder)
        if isinstance(held.gate, Condition):
            rows[p, on.GATE], rows[p, on.TARGET] = on.OPTION_GATE, names.conditions.index(held.gate)
        elif held.gate in GATES:
            rows[p, on.GATE], rows[p, on.TARGET] = GATES[held.gate], -1
        else:
            rows[p, on.GATE], rows[p, on.TARGET] = on.STEP_GATE, names.step(held.gate)
        rows[p, on.AFTER] = rows[p, on.TEXT] = rows[p, on.EASED_BY] = -1
        if held.after is not None:
            rows[p, on.KIND], rows[p, on.AFTER] = on.AFTER_STEP, names.step(held.after)
        elif held.text is not None:
            rows[p, on.KIND], rows[p, on.TEXT] = on.TEXT_SAYS, names.conditions.index(held.text)
        else:
            rows[p, on.KIND] = on.FORMAT_RULE
        rows[p, on.RIGIDITY_KIND] = (
            on.UNWAIVABLE if held.rigidity == "never"
            else on.HAZARD_RATE if isinstance(held.rigidity, Hazard) else on.UTILITY
        )  # fmt: skip
        if held.eased_by is not None:
            rows[p, on.EASED_BY] = names.conditions.index(held.eased_by.condition)
        rows[p, on.PUBLIC] = int(held.public)
        rows[p, on.HAZARD_LUCK] = luck.of(f"{key}.hazard") if rows[p, on.RIGIDITY_KIND] == on.HAZARD_RATE else -1
        rows[p, on.THRESHOLD_PURPOSE] = purpose(f"{key}.threshold")
    return rows


def track_tables(scenario: Scenario, names: Names, gate: Integers, luck: Luck) -> tuple[Integers, Integers, Integers]:
    """Tracks with the gates that can shut them and the format rules they break; and their seats."""
    rows = table(len(names.tracks), on.LAYOUT_TRACK)
    seats: list[int] = []
    purposes: list[int] = []
    for b, name in enumerate(names.tracks):
        track = scenario.tracks[name]
        seated = set(track.participants) | ({track.mediator} if track.mediator else set())
        rows[b, on.PARTICIPANTS] = names.bits(list(seated))
        rows[b, on.FORMAL] = int(track.formal)
        rows[b, on.PROTOCOL] = PROTOCOLS[track.protocol]
        rows[b, on.MEDIATOR] = names.actor(track.mediator) if track.mediator else on.NOBODY
        knows = track.mediator_knows if scenario.mechanisms.counsel else None
        rows[b, on.KNOWS] = names.actor(knows) if knows else on.NOBODY
        rows[b, on.ORDER_LUCK] = luck.of(f"tracks.{name}.order")
        rows[b, on.DRAFT_LUCK] = luck.of(f"tracks.{name}.draft")
        rows[b, on.FIRST_SEAT] = len(seats)
        rows[b, on.SEATS] = len(seated)
        seats += [names.actor(actor) for actor in sorted(seated)]
        purposes += [purpose(f"tracks.{name}.seat.{actor}") for actor in sorted(seated)]
        for p, (held, holder) in enumerate(names.held):
            precondition = scenario.preconditions[held]
            kind = gate[p, on.GATE]
            shuts = kind == on.ANY_TRACK_GATE or (kind == on.TALKS_GATE and track.formal)
            if shuts and holder in seated:
                rows[b, on.TALK_GATES] |= 1 << p
            if breaks_format(precondition, holder, seated):
                rows[b, on.FORMAT_BAD] |= 1 << p
    return rows, np.array(seats, dtype=np.int64), np.array(purposes, dtype=np.int64)


def breaks_format(precondition: Precondition, holder: str, seated: set[str]) -> bool:
    """Whether a table at which ``seated`` sit breaks a format rule of ``holder``."""
    others = seated - {holder}
    if precondition.only_with is not None:
        return not others <= set(precondition.only_with)
    if precondition.with_ is not None:
        return not set(precondition.with_) <= seated
    if precondition.without is not None:
        return bool(others & set(precondition.without))
    return False
