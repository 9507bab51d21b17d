"""Counsel: a mediator who has learnt a secret tells whoever is about to draft, and is believed or not."""

from __future__ import annotations

from sim.arrays import *
from sim.kernel import phase
from sim.round.draft import acceptance, choose_draft
from sim.round.record import note
from sim.rules.counsel import gain_by_truth, is_believed, line_between, would_lie
from sim.rules.evaluation import package_value


@phase
def counsel(layout: Layout, own: Parameters, s: State, b: int, drafter: int) -> None:
    """The mediator of track ``b`` says to ``drafter`` whether the war cost that it knows of is high or low.

    Once it is believed it has said all it knows: the range that drafters reckon with is then cut at the line. Until
    then it tries again before each draft, since the front, the range and its own interests change.
    """
    subject = layout.track[b, KNOWS]
    mediator = layout.track[b, MEDIATOR]
    if subject == NOBODY or s.track[b, COUNSELLED] == 1 or drafter == mediator:
        return
    if not in_doubt(layout, s, subject, drafter):
        return
    low, high = s.actor[subject, COST_LOW], s.actor[subject, COST_HIGH]
    line = line_between(low, high, own.track[b, MEDIATOR_LINE])
    if_low, if_high = gains(layout, own, s, b, drafter, line)
    is_high = own.actor[subject, WAR_COST] >= line
    if is_believed(if_low, if_high):
        s.track[b, COUNSELLED] = 1
        suppose(s, subject, line if is_high else low, high if is_high else line)
        note(s, COUNSEL_BELIEVED, b, drafter, line if is_high else -line)
    else:
        suppose(s, subject, low, high)
        says_high = is_high != would_lie(if_high if is_high else if_low)
        note(s, COUNSEL_DOUBTED, b, drafter, line if says_high else -line)


@phase
def in_doubt(layout: Layout, s: State, subject: int, drafter: int) -> bool:
    """Whether ``drafter`` would write another text if it knew more of what war costs ``subject``."""
    if layout.actor[drafter, TACTIC] != SCREENING or s.person[drafter, SINCERE] == 0 or drafter == subject:
        return False
    if s.now[FIGHTING] == 0 or s.person[subject, ACTIVE] == 0:
        return False
    return s.actor[subject, COST_HIGH] > s.actor[subject, COST_LOW]


@phase
def gains(layout: Layout, own: Parameters, s: State, b: int, drafter: int, line: float) -> tuple[float, float]:
    """What the mediator of track ``b`` gains by telling the truth where the cost is below ``line``, and above it.

    Leaves the subject's range cut; who calls sets it anew.
    """
    subject = layout.track[b, KNOWS]
    mediator = layout.track[b, MEDIATOR]
    low, high = s.actor[subject, COST_LOW], s.actor[subject, COST_HIGH]
    without = s.actor[mediator, DISAGREEMENT]
    suppose(s, subject, low, line)
    soft, soft_offer = text_for(layout, own, s, b, drafter)
    suppose(s, subject, line, high)
    tough, tough_offer = text_for(layout, own, s, b, drafter)
    takes_tough, takes_soft = acceptance(own, s, subject, tough_offer), acceptance(own, s, subject, soft_offer)
    if_high = gain_by_truth(tough, takes_tough, soft, takes_soft, without)
    suppose(s, subject, low, line)
    takes_tough, takes_soft = acceptance(own, s, subject, tough_offer), acceptance(own, s, subject, soft_offer)
    if_low = gain_by_truth(soft, takes_soft, tough, takes_tough, without)
    return if_low, if_high


@phase
def suppose(s: State, a: int, low: float, high: float) -> None:
    """Drafters reckon with a war cost of ``a`` in [low, high]."""
    s.actor[a, COST_LOW] = low
    s.actor[a, COST_HIGH] = high


@phase
def text_for(layout: Layout, own: Parameters, s: State, b: int, drafter: int) -> tuple[float, float]:
    """What ``drafter`` would table at track ``b`` now: its worth to the mediator, and to the subject as others know it.

    It is written where the text will stand that is drafted next.
    """
    choose_draft(layout, own, s, drafter, s.text[b])
    worth = package_value(s.stake[layout.track[b, MEDIATOR]], s.text[b])
    return worth, package_value(s.seen_stake[layout.track[b, KNOWS]], s.text[b])
