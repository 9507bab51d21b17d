"""The arrays that a run is made of: what the scenario fixes, what is uncertain, and what changes.

Axes: ``A`` actors, ``I`` issues, ``K`` nodes of an issue, ``C`` text conditions, ``P`` held preconditions (one a
holder), ``S`` steps, ``B`` tracks, ``H`` shocks, ``N`` relations, ``L`` packages on a path of texts.

Three tuples, passed together to every phase of a round:

``Layout``      integers that no draw changes: who sits where, which rule applies, what a gate waits for;
``Parameters``  real numbers, any of which may be uncertain: views on one flat buffer, rewritten for each run;
``State``       what a run reads and writes, reset at its beginning.

Small attributes of one kind share a table whose columns are the named constants below, so that
``own.actor[a, WAR_COST]`` reads like the model and the compiler gets a few tables and not a hundred vectors.

An option is a *level*: its index on the issue (0 .. K-1). A divisible issue has as nodes 0, 1, the actors' ideal
points and what text conditions compare with, so that between nodes every utility is linear and no condition
changes. A pie is one divisible issue a holder, its terms; a level such as 1.25 lies a quarter of the way from node
1 to node 2. Sets (of actors, preconditions, conditions, steps, tracks) are bits of a signed 64-bit integer, which
leaves room for ``MOST_BITS`` members.
"""

from __future__ import annotations

from typing import NamedTuple, cast

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

MOST_BITS = 60
ALL_TOGETHER = -2  # who tabled a text that everybody's offer is in
NEVER_AGAIN = 1e9  # rounds: longer than any run, and still a whole number
NOBODY = -1
NEVER = -1
# as a NumPy integer: Numba would compile whatever is called with a literal -1 once more
NONE_YET = cast("int", np.int64(-1))

# Layout.setting
(
    ROUNDS, FOLLOW_UP, WAR, WALK, FORTS, FIRST, SECOND, PROPOSER, PROPOSER_ACTOR, LEARNING, LOG_ROLLING,
    INITIALLING, REFUSAL_LEARNING, HAS_OPENING, OPENING_BY, SIGNATORIES, LUCK_FRONT, LUCK_DRIFT,
    ANTICIPATION, FIRST_SIGNING_GATE, HAS_PRIVATE_STAKES, OPTIONS_AFTER, OPTIONS_TEXT,
    LUCK_BREAKDOWN, QUOTA, VETO, RECOGNISES, COUNSELS, BELIEFS, PIES, LUCK_PARTNERS,
    SOLVED_ORDERS, HAS_OUTSIDE,
) = range(33)  # fmt: skip
SETTINGS = 33
NO_WAR, FRONT_WAR, LOTTERY_WAR = range(3)  # setting[WAR]
GAUSSIAN_WALK, FORTS_WALK = range(2)  # setting[WALK]
NORMAL_BELIEFS, TWO_TYPES, BETA_BELIEFS = range(3)  # setting[BELIEFS]
ROTATING, ALTERNATE, RANDOM, FIXED_PROPOSER = range(4)  # setting[PROPOSER]

# Layout.actor
(
    TACTIC, REVIEW_LUCK, TYPE_PURPOSE, SIDE, IS_PRIVATE, STRATEGY_AT, STRATEGY_ROUNDS, STRATEGY_COLUMNS, STRATEGY_BY,
    CONCEDE_LUCK,
) = range(10)  # fmt: skip
LAYOUT_ACTOR = 10
RESERVATION, TIME, RECIPROCAL, SCREENING, FIXED, TABLE, EQUILIBRIUM = range(7)  # actor[:, TACTIC]
BY_TYPE, BY_WAR_COST, BY_BELIEF = range(3)  # actor[:, STRATEGY_BY]

# Layout.issue
NODES, DIVISIBLE, PROMISED_BY, DELIVERED_BY, HAS_CONDITIONS, PIE, HELD_BY = range(7)

# Layout.pie
FIRST_TERM, TERMS = range(2)

# Layout.step
PARTIES, STOPS_FIGHTING, IN_SETTLEMENT, STEP_GATES, STEP_LUCK, CAN_COLLAPSE, HAS_FLOORS = range(7)
NOT_CARRIED, ALWAYS_CARRIED = -2, -1  # step[:, IN_SETTLEMENT]; else the index of a condition

# Layout.track
(
    PARTICIPANTS, FORMAL, MEDIATOR, TALK_GATES, FORMAT_BAD, ORDER_LUCK, DRAFT_LUCK, FIRST_SEAT, SEATS, PROTOCOL, KNOWS,
) = range(11)  # fmt: skip
LAYOUT_TRACK = 11
DRAFTS, SEALED = range(2)  # track[:, PROTOCOL]

# Layout.gate (one row a held precondition)
HOLDER, GATE, TARGET, KIND, AFTER, TEXT, RIGIDITY_KIND, EASED_BY, PUBLIC, HAZARD_LUCK, THRESHOLD_PURPOSE = range(11)
STEP_GATE, TALKS_GATE, ANY_TRACK_GATE, SIGNING_GATE, OPTION_GATE = range(5)  # gate[:, GATE]
AFTER_STEP, FORMAT_RULE, TEXT_SAYS = range(3)  # gate[:, KIND]
UTILITY, UNWAIVABLE, HAZARD_RATE = range(3)  # gate[:, RIGIDITY_KIND]

# Layout.condition
ISSUE, SENSE = range(2)
AT_LEAST, AT_MOST, EXACTLY = range(3)  # condition[:, SENSE]

# Parameters.actor
(
    WAR_COST, STANDOFF_COST, BIAS, SPREAD, PATIENCE, DEADLINE, CONCESSION, ASPIRATION_LEVEL, AUDIENCE_COST,
    RATIFICATION, HARDEN, EXIT, SINCERITY, STALL_VALUE, CREDIT, REVIEW, NOISE, DISCOUNT,
    RECOGNITION, OWN_TYPE, FAVOURABLE, PRIOR_MEAN, PRIOR_STRENGTH, ASKS_MORE, SIGNS_FOR_MORE, OUTSIDE,
) = range(26)  # fmt: skip
ACTOR_PARAMETERS = 26

# Parameters.talks
BREAKDOWN = 0
TALKS_PARAMETERS = 1

# Parameters.relation
LEVERAGE, INFLUENCE = range(2)

# Parameters.package: rows of packages that the scenario states
STATUS_QUO, FIRST_WINS, SECOND_WINS, FROZEN_PACKAGE, NO_DEAL, OPENING = range(6)
PACKAGES = 6

# Parameters.battlefield
START, DRIFT, DRIFT_VOLATILITY, VOLATILITY, PEACE_VOLATILITY, ADVANCE, LOW_ADVANCE, HIGH_ADVANCE = range(8)
BATTLEFIELD_PARAMETERS = 8

# Parameters.step, .track, .gate, .shock
MOVES_FRONT, COLLAPSE_BASE, COLLAPSE_SLOPE = range(3)
EVERY, TRACK_START, MEDIATOR_SHARE, MEDIATOR_LINE = range(4)
TRACK_PARAMETERS = 4
RIGIDITY, EASING = range(2)
SHOCK_HAZARD, SHOCK_PAUSE, SHOCK_ENDS = range(3)

# State.now
(
    ROUND, OUTCOME, FIGHTING, SETTLED, ENDED, SIGNED, CEASEFIRE, PAUSED, STANDING, TABLER, MOVED, LOGGED,
    UNSATISFIED, WAIVED_BITS, BLOCKING, SIGN_BLOCKING, STANDING_MEETS, FORMAL_MET, ACTIVE_BITS,
    TURNS, WALKED_OUT, REACHED,
) = range(22)  # fmt: skip
NOWS = 22
RUNNING = -1  # now[OUTCOME]
NO_TEXT, OPENING_TEXT = -2, -1  # now[STANDING]; else the track

# State.front
X, DRIFT_NOW, SEEN_MOVE, BATTLES_WON, BATTLES_LOST = range(5)
FRONT_REALS = 5

# State.actor (reals)
(
    ESTIMATE, VARIANCE, BASE_DISAGREEMENT, DISAGREEMENT, SEEN_DISAGREEMENT, WAR_VALUE, FROZEN_VALUE, ASPIRATION, BEST,
    HARDENED, AUDIENCE, CONCESSIONS, LAST_OFFER, FATIGUE, THRESHOLD, VETOED_MARGIN, IF_FIRST, IF_SECOND, IF_FROZEN,
    IF_NO_DEAL, SEEN_FIRST, SEEN_SECOND, SEEN_FROZEN, SEEN_NO_DEAL, STANDING_VALUE, COST_LOW, COST_HIGH,
    TALKING_UNTIL, FIGHTING_WEIGHT, RECIPROCAL_LEVEL, UTILITY_END,
    ACCEPTANCE, WAITING,
) = range(33)  # fmt: skip
ACTOR_REALS = 33

# State.outlook: how an actor thinks that the front moves, its rate of discounting, the discounted chances of either end
FORESEEN_DRIFT, RATE, TO_FIRST, TO_SECOND = range(4)
OUTLOOKS = 4

# State.pace: when an actor is at its disagreement value, how soon it concedes, and the share that it has conceded
BY, HOW_SOON, CONCEDED_SHARE = range(3)
PACES = 3

# State.normal: normals of four rounds for how the front and its drift move, and the uniforms that they are made of
FRONT_NORMAL, DRIFT_NORMAL, FRONT_UNIFORM, DRIFT_UNIFORM = range(4)
NORMALS = 4

# State.person (integers of an actor)
ACTIVE, SINCERE, LEFT, VETOES, REVIEWING, MET_FORMALLY, CONCEDED = range(7)

# State.step
IN_FORCE, FIRST_TAKEN, SINCE = range(3)

# State.pie: what is left to others, and after the next move, the moves still allowed, what all is worth to the drafter
LEFT_OVER, NEXT_AMOUNT, BENDS, OWN_WORTH = range(4)

# State.gate
WAIVED, SATISFIED, BLOCKED = range(3)

# State.track
(
    NEXT_DUE,
    FIRST_MET,
    MEETINGS,
    REFUSED,
    TEXT_TABLER,
    PENDING,
    TEXT_MEETS,
    TEXT_SIGNERS,
    TEXT_WAITS,
    TEXT_BROKEN,
    AGREED,
    COUNSELLED,
) = range(12)
TRACK_STATE = 12

# State.log columns, and what an event is
AT, EVENT, SUBJECT, OBJECT, AMOUNT = range(5)
(
    SHOCK_HIT, TALKS_RESUMED, FRONT_DECIDED, PRECONDITION_WAIVED, PRECONDITION_SATISFIED, STEP_TAKEN,
    STEP_COLLAPSED, STEP_BLOCKED, TRACK_BLOCKED, TRACK_MET, REFUSED_TEXT, SIGN_BLOCKED, INITIALLED, TEXT_SIGNED,
    VETOED, SETTLEMENT_REACHED, DEAL_BROKEN, ACTOR_LEFT, RUN_ENDED, STAYED_AWAY,
    TALKS_BROKEN, OFFERS_APART, GAVE_IN, COUNSEL_BELIEVED, COUNSEL_DOUBTED, WALKS_OUT,
) = range(26)  # fmt: skip
# the same as words, in the order of the codes
EVENTS = (
    "shock", "talks_resumed", "front_decided", "waived", "satisfied", "step_taken", "step_collapsed", "step_blocked",
    "track_blocked", "met", "refused", "signing_blocked", "initialled", "signed", "vetoed", "settlement", "deal_broken",
    "left", "ended", "stayed_away", "broken_off", "apart", "conceded", "believed", "doubted", "walked_out",
)  # fmt: skip


class Layout(NamedTuple):
    """What no draw changes. All arrays are int64."""

    setting: Integers  # (SETTINGS,)
    actor: Integers  # (A, LAYOUT_ACTOR)
    issue: Integers  # (I, 7)
    pie: Integers  # (pies, 2): its first term among the issues, how many they are
    condition: Integers  # (C, 2)
    relation: Integers  # (N, 2): from, to
    step: Integers  # (S, 7)
    need: Integers  # (requirements, 2): step, the step that must be in force
    decision_purpose: Integers  # (S, A): purpose of the once-a-run draw of a party's decision
    track: Integers  # (B, LAYOUT_TRACK)
    seat: Integers  # (seats,): actor, a track's seats side by side
    seat_purpose: Integers  # (seats,): purpose of the once-a-run draw of the order of drafting
    gate: Integers  # (P, 11)
    signing_gates: (
        Integers  # (A,): bits of the preconditions that each actor holds on signing, or on signing some option
    )
    shock: Integers  # (H,): index of luck
    luck: Integers  # (per-round purposes,): hashes of the paths that luck belongs to


class Parameters(NamedTuple):
    """What may be uncertain. All arrays are float64 views on one buffer.

    Rates, drifts and durations are per round. ``framing`` and ``credence`` are (A, A): row reads column.
    """

    actor: Floats  # (A, ACTOR_PARAMETERS)
    talks: Floats  # (TALKS_PARAMETERS,)
    strategy: Floats  # strategies side by side: where the columns stand, then demands, bars and chances row by row
    solution: Floats  # (orders of turns * rounds, A): what each signs for in equilibrium; no rows if nobody plays it
    relation: Floats  # (N, 2)
    framing: Floats  # (A, A)
    credence: Floats  # (A, A)
    salience: Floats  # (A, I), at least 0
    value: Floats  # (A, I, K) in [0, 1]; a divisible issue uses the values at 0 and 1
    ideal: Floats  # (A, I) in [0, 1] on divisible issues, NaN where `value` holds
    package: Floats  # (PACKAGES, I): option index, or location in [0, 1] on a divisible issue
    condition: Floats  # (C,): option index or location that a text condition compares with
    enforcement: Floats  # (I, K); a divisible issue has the cost at 1 in its node 1
    battlefield: Floats  # (BATTLEFIELD_PARAMETERS,)
    step: Floats  # (S, 3)
    step_value: Floats  # (S, A)
    step_floor: Floats  # (S, I): NaN where the step sets no floor
    need: Floats  # (requirements,): rounds in force
    track: Floats  # (B, TRACK_PARAMETERS)
    gate: Floats  # (P, 2)
    shock: Floats  # (H, 3)
    cost_range: Floats  # (A, 3): what others know of an actor's war cost: lowest, highest, mean


class State(NamedTuple):
    """What a run reads and writes."""

    now: Integers  # (NOWS,)
    front: Floats  # (FRONT_REALS,)
    actor: Floats  # (A, ACTOR_REALS)
    outlook: Floats  # (OUTLOOKS, A): the war as each actor sees it, side by side to be worked out together
    pace: Floats  # (PACES, A): the same for the tactic of those who concede with time
    person: Integers  # (A, 7)
    node: Floats  # (I, K): location of each node
    stake: Floats  # (A, I, K): an actor's own evaluation, influence and credence folded in
    seen_stake: Floats  # (A, I, K): the same as the others know it (the same memory where stakes are no secret)
    raw_stake: Floats  # (A, I, K): scratch, evaluations before influence
    package: Floats  # (PACKAGES, I): levels
    condition: Floats  # (C,): option index or location that the text conditions compare with
    floor: Floats  # (I,): lowest level still allowed
    step_floor: Floats  # (S, I): levels below which a step lets no issue fall
    closed: Integers  # (I,): 1 where an option other than the status quo can no longer be delivered
    text: Floats  # (B + 1, I): each track's text; the last row is the standing text
    offer: Floats  # (A + 1, I): sealed offers as levels, and what lies in their middle; no rows without such a track
    text_value: Floats  # (B + 1, A): each actor's own evaluation of those
    pie: Floats  # (pies, 4): scratch, how far the path in work has come with each
    pie_worth: Floats  # (pies, A): scratch, what all of a pie is worth to those who are given some
    pie_ground: Floats  # (A,): scratch, what everyone gains without its share
    step: Integers  # (S, 3)
    decision_threshold: Floats  # (S, A)
    consent: Integers  # (S, A)
    readiest: Integers  # (A,): scratch, the precondition that each holder would give up first
    gate: Integers  # (P, 3)
    gate_threshold: Floats  # (P,)
    track: Integers  # (B, TRACK_STATE)
    seat_order: Integers  # (seats,): actors in the run's order of drafting, a track's side by side
    path_start: Floats  # (A, I): the others' best package, from which an actor's path of packages starts
    path_end: Floats  # (A, I): its own best, to which that leads
    path_value: Floats  # (A, L, A): each actor's own evaluation of those packages
    path_seen: Floats  # (A, L, A): the evaluations as the others know them (as with seen_stake)
    path_meets: Integers  # (A, L): bits of the text conditions that a package meets
    path_signers: Integers  # (A, L): bits of the actors who must sign a package
    path_waits: Integers  # (A, L): bits of the preconditions that let a package be signed only after a step
    path_broken: Integers  # (A, L): bits of those on the text of a package that it does not meet
    path_moved: Integers  # (A, L): the issue that moved to reach a package from the one before
    path_from: Floats  # (A, L): the level of that issue before
    path_level: Floats  # (A, L): and after
    path_share: Floats  # (A, L, I): the shares of pies in those packages; nothing where there is no pie
    path_length: Integers  # (A,): 0 while not built
    path_barred: Integers  # (A,): bits of the preconditions whose options the path steps back from
    luck: Floats  # (4, per-round purposes): uniforms of four rounds
    normal: Floats  # (NORMALS, 4): standard normals of the same four rounds
    work: Floats  # (3, max(I, A)): scratch
    contest: Integers  # (2 I,): scratch, which issue moves next on a path
    deliveries: Integers  # (A,): scratch, how many issues of a package an actor has to deliver
    open_value: Floats  # (2, K): scratch
    log: Floats  # (events, 5); of length 0 when nobody listens


# Columns that a table has in every scenario, which spares compiled code to look them up.
COLUMNS = {
    "Layout": {
        "actor": LAYOUT_ACTOR,
        "issue": 7,
        "pie": 2,
        "condition": 2,
        "relation": 2,
        "step": 7,
        "need": 2,
        "track": LAYOUT_TRACK,
        "gate": 11,
    },
    "Parameters": {
        "actor": ACTOR_PARAMETERS,
        "relation": 2,
        "step": 3,
        "track": TRACK_PARAMETERS,
        "gate": 2,
        "shock": 3,
    },
    "State": {"actor": ACTOR_REALS, "person": 7, "step": 3, "gate": 3, "track": TRACK_STATE, "log": 5, "pie": 4},
}
