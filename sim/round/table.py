"""Tracks: which ones meet, what is tabled, who signs, who ratifies."""

from __future__ import annotations

import math

from sim.arrays import *
from sim.kernel import phase
from sim.round.counsel import counsel
from sim.round.draft import choose_draft, next_drafter
from sim.round.gates import mark_satisfied, track_alive
from sim.round.record import note
from sim.round.sealed import open_offers
from sim.round.steps import take_step
from sim.round.texts import examine_text, signing_shut, stand_as, take_candidate
from sim.round.war import luck, reading
from sim.rules.aspiration import answering
from sim.rules.discounting import counted_from_the_start
from sim.rules.drafting import truncated_cost
from sim.rules.gates import lowest_bit, shutting
from sim.rules.ratification import passes

TOLERANCE = 1e-9  # of a utility: less than anyone can mean, more than sums round


@phase
def hold_tracks(layout: Layout, own: Parameters, s: State, judge: object) -> None:
    """Initialled texts are answered, then the tracks that are due and not shut meet, both in chance order."""
    initialled = 0
    for b in range(layout.track.shape[0]):
        if s.track[b, PENDING] == 1:
            initialled |= 1 << b
    while initialled != 0 and s.now[SETTLED] == 0:
        b = next_called(layout, s, initialled)
        initialled &= ~(1 << b)
        answer_initialled(layout, own, s, b, judge)
    if s.now[PAUSED] > 0 or s.now[SETTLED] == 1:
        return
    meeting = 0
    for b in range(layout.track.shape[0]):
        if s.now[ROUND] >= s.track[b, NEXT_DUE] and track_alive(layout, s, b) and is_open(layout, s, b):
            meeting |= 1 << b
    while meeting != 0 and s.now[SETTLED] == 0:
        b = next_called(layout, s, meeting)
        meeting &= ~(1 << b)
        if judge is None or all_come(layout, s, b, judge):
            meet(layout, own, s, b, judge)


@phase
def next_called(layout: Layout, s: State, left: int) -> int:
    """Which of the tracks in ``left`` (bits, not none) comes first in this round's chance order."""
    if left & (left - 1) == 0:
        return lowest_bit(left)
    chosen = NONE_YET
    lowest = math.inf
    for b in range(layout.track.shape[0]):
        if left >> b & 1 == 1 and luck(s, layout.track[b, ORDER_LUCK]) < lowest:
            chosen = b
            lowest = luck(s, layout.track[b, ORDER_LUCK])
    return chosen


@phase
def is_open(layout: Layout, s: State, b: int) -> bool:
    """Whether everyone's gates let track ``b`` meet; if not, note by whom and by what it is blocked.

    Nothing that happens at another table of the same round changes this.
    """
    shut = shutting(layout.track[b, TALK_GATES], s.now[WAIVED_BITS], s.now[UNSATISFIED], layout.track[b, FORMAT_BAD])
    if shut == 0:
        return True
    s.now[BLOCKING] |= shut
    s.track[b, REFUSED] += 1
    note(s, TRACK_BLOCKED, b, lowest_bit(shut), float(shut))
    return False


@phase
def all_come(layout: Layout, s: State, b: int, judge: object) -> bool:
    """Whether custom actors attend the meeting of track ``b``; if not, note who stays away."""
    for a in range(s.person.shape[0]):
        if layout.track[b, PARTICIPANTS] >> a & 1 == 1 and not judge.attend(a, b):  # type: ignore[attr-defined]
            s.track[b, REFUSED] += 1
            note(s, STAYED_AWAY, b, a, 0.0)
            return False
    return True


@phase
def meet(layout: Layout, own: Parameters, s: State, b: int, judge: object) -> None:
    """A meeting: a text is tabled, if sealed offers do not miss each other, and at a formal track signed or refused."""
    sealed = layout.track[b, PROTOCOL] == SEALED
    drafter = ALL_TOGETHER if sealed else next_drafter(layout, own, s, b)
    if layout.setting[COUNSELS] == 1 and not sealed:
        counsel(layout, own, s, b, drafter)
    if s.track[b, FIRST_MET] == NEVER:
        s.track[b, FIRST_MET] = s.now[ROUND]
    s.track[b, MEETINGS] += 1
    until_next = max(1, round(min(own.track[b, EVERY], NEVER_AGAIN)))
    s.track[b, NEXT_DUE] = s.now[ROUND] + until_next
    note(s, TRACK_MET, b, drafter, float(layout.track[b, FORMAL]))
    keep_format(layout, s, b, layout.track[b, TALK_GATES])
    s.track[b, PENDING] = 0
    tabled = open_offers(layout, s, b, judge) if sealed else True
    if not sealed:
        draft_text(layout, own, s, b, drafter, judge)
    for a in range(s.actor.shape[0]):
        if layout.track[b, PARTICIPANTS] >> a & 1 == 1:
            talk_on(s, a, until_next)
            if tabled:
                hear(s, a, drafter, s.text_value[b, a])
            if layout.track[b, FORMAL] == 1:
                s.person[a, MET_FORMALLY] = 1
    if not tabled:
        return
    s.track[b, TEXT_TABLER] = drafter
    if layout.track[b, FORMAL] == 1 or s.now[FORMAL_MET] == 0:
        stand(s, b)
    if layout.track[b, FORMAL] == 1:
        s.now[FORMAL_MET] = 1
        sign_or_refuse(layout, own, s, b, judge)


@phase
def draft_text(layout: Layout, own: Parameters, s: State, b: int, drafter: int, judge: object) -> None:
    """``drafter`` writes the text of track ``b``."""
    candidate = choose_draft(layout, own, s, drafter, s.text[b])
    if candidate >= 0:
        take_candidate(s, b, drafter, candidate)
    else:
        examine_text(layout, s, b)
    if judge is not None and judge.propose(drafter, b, s.text[b]):  # type: ignore[attr-defined]
        examine_text(layout, s, b)


@phase
def keep_format(layout: Layout, s: State, b: int, gates: int) -> None:
    """Note which of the format rules in ``gates`` (bits) the table of track ``b`` keeps."""
    kept = gates & ~layout.track[b, FORMAT_BAD] & ~s.now[WAIVED_BITS]
    for p in range(layout.gate.shape[0]):
        if kept >> p & 1 == 1 and layout.gate[p, KIND] == FORMAT_RULE:
            mark_satisfied(s, p)


@phase
def talk_on(s: State, a: int, until_next: int) -> None:
    """A participant sees that talks go on."""
    s.actor[a, TALKING_UNTIL] = float(s.now[ROUND] + until_next)
    if s.person[a, SINCERE] == 0:
        s.now[MOVED] = 1


@phase
def hear(s: State, a: int, drafter: int, value: float) -> None:
    """What a participant takes from a text that is tabled: the others' move."""
    if a == drafter:
        return
    if not math.isnan(s.actor[a, LAST_OFFER]):
        s.actor[a, RECIPROCAL_LEVEL] = answering(
            s.actor[a, RECIPROCAL_LEVEL], value, s.actor[a, LAST_OFFER], s.actor[a, BEST]
        )
    s.actor[a, LAST_OFFER] = value


@phase
def stand(s: State, b: int) -> None:
    """The text of track ``b`` becomes the standing text."""
    row = s.text.shape[0] - 1
    changed = s.now[STANDING] == NO_TEXT or s.now[TABLER] != s.track[b, TEXT_TABLER]
    for i in range(s.floor.size):
        if s.text[row, i] != s.text[b, i]:
            s.text[row, i] = s.text[b, i]
            changed = True
    s.now[STANDING] = b
    s.now[TABLER] = s.track[b, TEXT_TABLER]
    if changed:
        stand_as(s, b)


@phase
def answer(layout: Layout, own: Parameters, s: State, b: int, a: int, judge: object) -> bool:
    """Whether ``a`` signs the text of track ``b``: as it reads it, it is worth waiting no longer, it is not below its
    disagreement value as it is, and no precondition on signing stands against it.
    """
    held = layout.signing_gates[a]
    shut = signing_shut(s, s.track[b, TEXT_WAITS] & held, s.track[b, TEXT_BROKEN] & held)
    shut |= shutting(held, s.now[WAIVED_BITS], 0, layout.track[b, FORMAT_BAD])
    if shut != 0:
        s.now[BLOCKING] |= shut
        s.now[SIGN_BLOCKING] |= shut
        note(s, SIGN_BLOCKED, a, lowest_bit(shut), float(shut))
        return False
    value = s.text_value[b, a]
    read = reading(own, a, value, s.track[b, TEXT_TABLER])
    bar = s.actor[a, ACCEPTANCE]
    agreed = read >= bar - TOLERANCE and value >= s.actor[a, DISAGREEMENT] - TOLERANCE
    if judge is not None:
        agreed = judge.accept(a, b, agreed)  # type: ignore[attr-defined]
    if agreed:
        keep_format(layout, s, b, held)
    else:
        note(s, REFUSED_TEXT, a, b, read - bar)
        if layout.setting[HAS_OUTSIDE] == 1 and own.actor[a, OUTSIDE] > s.actor[a, WAITING] + TOLERANCE:
            s.now[WALKED_OUT] |= 1 << a
    return agreed


@phase
def must_sign(s: State, b: int, a: int) -> bool:
    """Whether ``a`` is still there and must sign the text of track ``b``."""
    return s.track[b, TEXT_SIGNERS] >> a & 1 == 1 and s.person[a, ACTIVE] == 1


@phase
def sign_or_refuse(layout: Layout, own: Parameters, s: State, b: int, judge: object) -> None:
    """Those present answer; if all agree, absent signatories get the initialled text, or it is signed."""
    if layout.setting[QUOTA] > 0:
        s.track[b, AGREED] = 0
        sign_by_quota(layout, own, s, b, layout.track[b, PARTICIPANTS], judge)
        return
    refused = 0
    refuser = NONE_YET
    absent = 0
    for a in range(s.actor.shape[0]):
        if not must_sign(s, b, a):
            continue
        if layout.track[b, PARTICIPANTS] >> a & 1 == 0:
            absent += 1
        elif not answer(layout, own, s, b, a, judge):
            refused += 1
            refuser = a
    if refused > 0:
        if refused == 1 and absent == 0:
            teach(layout, own, s, b, refuser)
        return
    if absent == 0:
        ratify(layout, own, s, b)
    elif layout.setting[INITIALLING] == 1:
        s.track[b, PENDING] = 1
        note(s, INITIALLED, b, 0, 0.0)


@phase
def answer_initialled(layout: Layout, own: Parameters, s: State, b: int, judge: object) -> None:
    """The signatories who were absent take or leave the text that was initialled without them."""
    s.track[b, PENDING] = 0
    if layout.setting[QUOTA] > 0:
        sign_by_quota(layout, own, s, b, ~layout.track[b, PARTICIPANTS], judge)
        return
    refused = 0
    refuser = NONE_YET
    for a in range(s.actor.shape[0]):
        absent = must_sign(s, b, a) and layout.track[b, PARTICIPANTS] >> a & 1 == 0
        if absent and not answer(layout, own, s, b, a, judge):
            refused += 1
            refuser = a
    if refused == 0:
        ratify(layout, own, s, b)
    elif refused == 1:
        teach(layout, own, s, b, refuser)


@phase
def sign_by_quota(layout: Layout, own: Parameters, s: State, b: int, asked: int, judge: object) -> None:
    """Those in ``asked`` (bits) answer: it is signed if enough have agreed by now, and among them whoever must; while
    those who were absent could still make it enough, they get the initialled text.
    """
    absent = 0
    for a in range(s.actor.shape[0]):
        if not must_sign(s, b, a):
            continue
        if asked >> a & 1 == 0:
            absent |= 1 << a
        elif answer(layout, own, s, b, a, judge):
            s.track[b, AGREED] |= 1 << a
    absent &= ~layout.track[b, PARTICIPANTS]
    if carries(layout, s, b, s.track[b, AGREED]):
        ratify(layout, own, s, b)
    elif layout.setting[INITIALLING] == 1 and absent != 0 and carries(layout, s, b, s.track[b, AGREED] | absent):
        s.track[b, PENDING] = 1
        note(s, INITIALLED, b, 0, 0.0)


@phase
def carries(layout: Layout, s: State, b: int, agreed: int) -> bool:
    """Whether the signatures of the actors in ``agreed`` (bits) are enough for the text of track ``b``.

    Enough are a quota of the signatories (all that are left, where some have left the process) with all who have a
    veto, and whoever has to deliver something in the text.
    """
    signatures = 0
    left = 0
    for a in range(s.actor.shape[0]):
        if not must_sign(s, b, a):
            continue
        counts = layout.setting[SIGNATORIES] >> a & 1
        needed = counts == 0 or layout.setting[VETO] >> a & 1 == 1
        if needed and agreed >> a & 1 == 0:
            return False
        left += counts
        signatures += counts & agreed >> a
    return signatures >= min(layout.setting[QUOTA], left)


@phase
def binds(layout: Layout, s: State, b: int, a: int) -> bool:
    """Whether ``a`` has signed the text of track ``b``, once enough have."""
    if layout.setting[QUOTA] > 0:
        return s.track[b, AGREED] >> a & 1 == 1
    return must_sign(s, b, a)


@phase
def teach(layout: Layout, own: Parameters, s: State, b: int, refuser: int) -> None:
    """The only refusal of a text that could have been signed narrows what the others think of the refuser."""
    if layout.setting[REFUSAL_LEARNING] == 0 or s.now[FIGHTING] == 0:
        return
    weight = s.actor[refuser, FIGHTING_WEIGHT]
    without_cost = s.actor[refuser, SEEN_DISAGREEMENT] + weight * own.cost_range[refuser, 2]
    s.actor[refuser, COST_HIGH] = truncated_cost(
        weight, without_cost, s.text_value[b, refuser], s.actor[refuser, COST_HIGH], s.actor[refuser, COST_LOW]
    )


@phase
def ratify(layout: Layout, own: Parameters, s: State, b: int) -> None:
    """The audiences at home judge the signed text; one veto returns it and hardens that actor."""
    note(s, TEXT_SIGNED, b, 0, 0.0)
    vetoed = False
    for a in range(s.actor.shape[0]):
        if not binds(layout, s, b, a) or own.actor[a, RATIFICATION] <= 0.0:
            continue
        margin = s.text_value[b, a] - s.actor[a, DISAGREEMENT] - s.actor[a, AUDIENCE]
        if not passes(margin, s.actor[a, THRESHOLD]):
            vetoed = True
            s.person[a, VETOES] += 1
            s.actor[a, HARDENED] += own.actor[a, HARDEN]
            s.actor[a, VETOED_MARGIN] = max(s.actor[a, VETOED_MARGIN], margin)
            note(s, VETOED, a, b, margin)
    if not vetoed:
        settle(layout, own, s, b)


@phase
def settle(layout: Layout, own: Parameters, s: State, b: int) -> None:
    """A settlement: the text stands, its steps are carried out, the fighting is over."""
    stand(s, b)
    s.now[SETTLED] = 1
    s.now[SIGNED] = s.now[ROUND]
    s.now[ENDED] = s.now[ROUND]
    note(s, SETTLEMENT_REACHED, b, 0, 0.0)
    for a in range(s.actor.shape[0]):
        value = counted_from_the_start(
            s.text_value[b, a], s.actor[a, DISAGREEMENT], own.actor[a, DISCOUNT], s.now[ROUND]
        )
        s.actor[a, UTILITY_END] = value - s.actor[a, AUDIENCE]
    for step in range(layout.step.shape[0]):
        carried = layout.step[step, IN_SETTLEMENT]
        due = carried == ALWAYS_CARRIED or (carried >= 0 and s.track[b, TEXT_MEETS] >> carried & 1 == 1)
        if due and s.step[step, IN_FORCE] == 0:
            take_step(layout, own, s, step)
    if s.now[FIGHTING] == 1 and s.now[CEASEFIRE] == NEVER:
        s.now[CEASEFIRE] = s.now[ROUND]
    s.now[FIGHTING] = 0
