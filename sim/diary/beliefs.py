"""What those at war have come to believe of a battle, in words."""

from __future__ import annotations

from sim import arrays as on
from sim.diary.teller import listed
from sim.model import NegotiationModel


def what_war_taught(model: NegotiationModel) -> list[str]:
    """A sentence on what everyone believes at the end; none where beliefs are normal or no front moves."""
    field = model.case.battlefield
    if field is None or not model.case.belligerents or field.war != "front" or field.beliefs == "normal":
        return []
    first = model.case.actors[model.case.belligerents[0]].label
    means = [(1.0 + field.forts * actor.estimate) / 2.0 for actor in model.actors]
    if field.beliefs == "two_types":
        low, high = (float(model.work.own.battlefield[column]) for column in (on.LOW_ADVANCE, on.HIGH_ADVANCE))
        shares = [(mean - low) / (high - low) for mean in means]
        what = f"what each gives to the chance that {first} wins {high:.0%} of battles, and not {low:.0%}"
    else:
        shares = means
        what = f"how many of the battles each expects {first} to win"
    told = listed([f"{actor.label} {share:.0%}" for actor, share in zip(model.actors, shares, strict=True)])
    return [f"{seen(model, first)}: {what}: {told}."]


def seen(model: NegotiationModel, first: str) -> str:
    """How many battles all have learnt from."""
    won, lost = (int(model.state.front[column]) for column in (on.BATTLES_WON, on.BATTLES_LOST))
    if won + lost == 0:
        return "Without a battle from which anybody learnt"
    if won + lost == 1:
        return f"After one battle, {'won' if won else 'lost'} by {first}"
    return f"After {won + lost} battles, {won} of them won by {first}"
