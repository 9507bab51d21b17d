"""Preconditions in circles and in chains, when each gives way with a constant chance."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sim.verify.check import Case, Check, Distribution, Floats, Mean, Played, Share
from sim.verify.closed_forms import waiting
from sim.verify.game import Game


def _rounds(hazards: Sequence[float]) -> int:
    """Enough for all but one run in a billion: the wait for the slowest, and one for each of the others."""
    return 10 + int(sum(21 / hazard if hazard == min(hazards) else 8 / hazard for hazard in hazards))


def _opened(played: Played) -> Floats:
    """The round in which either step of the circle was first taken."""
    return np.fmin(played.column("step.opening"), played.column("step.recognition"))


def _cycle(long: bool) -> list[Case]:
    cases = []
    for other in (0.05, 0.3):
        for hazard in (0.02, 0.1, 0.5) if not long else (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 0.9):
            either = waiting.any_of((hazard, other))
            checks: list[Check] = [
                Mean("rounds until it opens", 1 / either, _opened),
                Distribution("distribution of rounds", waiting.geometric(either, _rounds([either])), _opened),
                Share("open in the first round", either, lambda played: 1.0 * (_opened(played) == 1)),
            ]
            settings = {
                "rounds": _rounds([either]),
                "preconditions.recognition_first.rigidity": {"hazard": hazard},
                "preconditions.opening_first.rigidity": {"hazard": other},
            }
            cases.append(Case(f"hazards {hazard} and {other}", hazard, checks, settings, f"the other's hazard {other}"))
    return cases


def _circle_of_three(long: bool) -> list[Case]:
    cases = []
    for others in [(0.05, 0.1), (0.3, 0.2)]:
        for hazard in (0.02, 0.1, 0.5) if not long else (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 0.9):
            hazards = (hazard, *others)
            any_of_them = waiting.any_of(hazards)
            law = waiting.geometric(any_of_them, _rounds([any_of_them]))
            checks: list[Check] = [
                Mean("rounds until it opens", 1 / any_of_them, _opened_of_three),
                Distribution("distribution of rounds", law, _opened_of_three),
                Share("open in the first round", any_of_them, lambda played: 1.0 * (_opened_of_three(played) == 1)),
                Share("all three are taken in the end", 1.0, _all_three),
            ]
            settings: dict[str, object] = {
                f"preconditions.{name}.rigidity": {"hazard": w}
                for name, w in zip(("recognition_first", "opening_first", "visit_last"), hazards, strict=True)
            }
            settings["rounds"] = _rounds([any_of_them])
            label = f"hazards {hazard}, {others[0]} and {others[1]}"
            cases.append(Case(label, hazard, checks, settings, f"others {others[0]} and {others[1]}"))
    return cases


def _of_three(played: Played) -> Floats:
    """When each step was taken, (3, runs)."""
    return np.array([played.column(f"step.{step}") for step in ("opening", "recognition", "visit")])


def _opened_of_three(played: Played) -> Floats:
    return np.asarray(np.fmin.reduce(_of_three(played)))


def _all_three(played: Played) -> Floats:
    return np.asarray(1.0 * ~np.isnan(_of_three(played)).any(axis=0))


def _chain(long: bool) -> list[Case]:
    cases = []
    for others in [(0.1, 0.3), (0.05, 0.5)]:
        for hazard in (0.05, 0.2, 1.0) if not long else (0.02, 0.05, 0.1, 0.2, 0.5, 1.0):
            hazards = (hazard, *others)
            checks: list[Check] = [
                Mean("rounds to the last step", sum(1 / w for w in hazards), lambda t: t.column("step.recognition")),
                Mean("rounds to the second", 1 / hazard + 1 / others[0], lambda t: t.column("step.opening")),
                Distribution(
                    "distribution of rounds",
                    waiting.sum_of(hazards, _rounds(hazards)),
                    lambda t: t.column("step.recognition"),
                ),
            ]
            settings: dict[str, object] = {
                f"preconditions.before_{step}.rigidity": {"hazard": w}
                for step, w in zip(("exchange", "opening", "recognition"), hazards, strict=True)
            }
            settings["rounds"] = _rounds(hazards)
            label = f"hazards {hazard}, {others[0]} and {others[1]}"
            cases.append(Case(label, hazard, checks, settings, f"then {others[0]} and {others[1]}"))
    return cases


GAMES = (
    Game(
        "cycle", "A circle opens when the first gives way", "cycle", "Feller 1968, ch. XI",
        "Two wait for each other. The first to give way opens both: the hazard of the circle is that of either.",
        "Two preconditions, each after the other's step, with `rigidity: {hazard: ...}`.",
        "hazard of the first", _cycle, runs=2000,
    ),
    Game(
        "circle_of_three", "A circle of three opens when the first gives way", "circle_of_three", "Feller 1968, ch. XI",
        "As with two: the first of three to give way opens all, so the hazard of the circle is that of any of them.",
        "As above with a third side, its step and its precondition.",
        "hazard of the first", _circle_of_three, runs=2000,
    ),
    Game(
        "chain", "A chain opens after the sum of its waits", "chain", "Feller 1968, ch. XI",
        "Three steps, each possible only after the one before: waits add up, and their distribution is the "
        "convolution.",
        "`requires` between steps, and a precondition with a hazard before each.",
        "hazard of the first step", _chain, runs=1500,
    ),
)  # fmt: skip
