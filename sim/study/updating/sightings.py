"""What can be seen of a run: events, states and numbers, by the phrases that name them in a file of observations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from sim.scenario import Scenario


@dataclass(frozen=True, slots=True)
class Sighting:
    """Something that can be seen: how to write it, and the columns of the outcome table that tell of it.

    An `event` has the round of its first time in each of `columns` (of several the earliest counts); where it can
    happen again, `counted` are columns with how often it had. A `state` and a number (`real`, `count`) are read off the
    table as it stands at the end of a round. `most` is the largest value of a number, None for no limit.
    """

    name: str
    kind: Literal["event", "state", "real", "count"]
    columns: tuple[str, ...]
    counted: tuple[str, ...] = ()
    most: float | None = None


FIGHTING = "fighting"


def sightings_of(scenario: Scenario) -> Mapping[str, Sighting]:
    """Every phrase that names an event or a state of a scenario, in small letters with spaces."""
    found: dict[str, Sighting] = {}
    for name, track in scenario.tracks.items():
        met = Sighting(f"{name} met", "event", (f"met.{name}",), (f"meetings.{name}",))
        refused = Sighting(f"{name} refused", "event", (), (f"refused.{name}",))
        for called in _called(name, track.label):
            _add(
                found, met, f"{called} met", f"{called} track met", f"{called} meeting", f"met.{name}", f"{called} meet"
            )
            _add(found, refused, f"{called} refused", f"{called} track refused", f"refused.{name}")
    for name, step in scenario.steps.items():
        taken = Sighting(f"{name} taken", "event", (f"step.{name}",))
        for called in _called(name, step.label):
            _add(found, taken, called, f"{called} taken", f"step {called}", f"step.{name}")
    for name, precondition in scenario.preconditions.items():
        holders = sorted(set(precondition.holders))
        keys = [name] if len(holders) == 1 else [f"{name}.{holder}" for holder in holders]
        for way in ("waived", "satisfied"):
            everyone = Sighting(f"{name} {way}", "event", tuple(f"{way}.{key}" for key in keys))
            _add(found, everyone, f"{name} {way}", f"{way}.{name}")
            for key in keys if len(keys) > 1 else ():
                _add(found, Sighting(f"{key} {way}", "event", (f"{way}.{key}",)), f"{key} {way}", f"{way}.{key}")
    for name, actor in scenario.actors.items():
        if name in scenario.belligerents:
            continue
        left = Sighting(f"{name} left", "event", (f"left.{name}",))
        _add(found, left, *(f"{called} left" for called in _called(name, actor.label)), f"left.{name}")
    signed = Sighting("signed", "event", ("signed",))
    _add(found, signed, "signed", "settlement", "signature", "settlement signed", "deal signed")
    _add(found, Sighting("decided", "event", ("ended",)), "decided", "over", "ended")
    if scenario.belligerents:
        _add(found, Sighting("ceasefire", "event", ("ceasefire",)), "ceasefire", "truce")
        _add(found, Sighting(FIGHTING, "state", ("outcome",)), FIGHTING, "war")
    return found


def numbers_of(scenario: Scenario) -> Mapping[str, Sighting]:
    """Every phrase that names a number that can be measured at a round."""
    found: dict[str, Sighting] = {}
    if scenario.belligerents:
        _add(found, Sighting("front", "real", ("front",), (), 1.0), "front", "the front")
    for name, track in scenario.tracks.items():
        for what in ("meetings", "refused"):
            number = Sighting(f"{what}.{name}", "count", (f"{what}.{name}",))
            _add(found, number, f"{what}.{name}", *(f"{what} of {called}" for called in _called(name, track.label)))
    return found


def _called(name: str, label: str | None) -> Iterable[str]:
    return (name, label) if label else (name,)


def _add(found: dict[str, Sighting], sighting: Sighting, *phrases: str) -> None:
    """Later ones win: a ceasefire is the end of the fighting, not the step of that name alone."""
    for phrase in phrases:
        found[" ".join(phrase.lower().replace("_", " ").split())] = sighting
