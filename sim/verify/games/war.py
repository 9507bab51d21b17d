"""War without talks, and war that a constant hazard of a settlement may end."""

from __future__ import annotations

from sim.verify.check import Case, Check, Mean, Share
from sim.verify.closed_forms import ruin, walk
from sim.verify.game import Game


def _outcomes(won: float, duration: float) -> list[Share | Mean]:
    return [
        Share("the first wins", won, lambda played: played.ended("military_first")),
        Share("the second wins", 1 - won, lambda played: played.ended("military_second")),
        Mean("rounds of war", duration, lambda played: played.column("ended")),
    ]


def _ruin(long: bool) -> list[Case]:
    sizes = [(2, 4), (5, 10)] + ([(3, 10), (15, 20)] if long else [])
    advances = (0.3, 0.45, 0.5, 0.6) if not long else (0.1, 0.2, 0.3, 0.4, 0.45, 0.5, 0.55, 0.6, 0.7, 0.8, 0.9)
    return [
        Case(
            f"{held} of {forts} forts, advance {p}", p,
            _outcomes(ruin.chance_of_winning(held, forts, p), ruin.expected_duration(held, forts, p)),
            {"battlefield.forts": forts, "battlefield.start": held / forts, "battlefield.advance": p},
            f"{held} of {forts} forts",
        )
        for held, forts in sizes
        for p in advances
    ]  # fmt: skip


def _front(long: bool) -> list[Case]:
    drifts = (-0.01, 0.0, 0.003) if not long else (-0.02, -0.01, -0.005, -0.002, 0.0, 0.002, 0.005, 0.01, 0.02)
    return [
        Case(
            f"start {start}, volatility {s}, drift {m:g}", m, _outcomes(*walk.first_passage(start, m, s)),
            {"battlefield.start": start, "battlefield.drift": m, "battlefield.volatility": s},
            f"start {start}, volatility {s}",
        )
        for start, s in ([(0.5, 0.06), (0.4, 0.2)] if long else [(0.4, 0.06), (0.4, 0.2)])
        for m in drifts
    ]  # fmt: skip


def _settled(long: bool) -> list[Case]:
    hazards = (0.01, 0.05, 0.3) if not long else (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.4, 0.8)
    cases = []
    for held, p in [(5, 0.5), (3, 0.55)]:
        for hazard in hazards:
            first, second, settled, rounds = ruin.with_settlement(held, 10, p, hazard)
            checks: list[Check] = [
                Share("the first wins", first, lambda played: played.ended("military_first")),
                Share("the second wins", second, lambda played: played.ended("military_second")),
                Share("settlement", settled, lambda played: played.ended("settlement")),
                Mean("rounds of war", rounds, lambda played: played.column("ended")),
            ]
            settings = {
                "battlefield.start": held / 10, "battlefield.advance": p,
                "preconditions.apology_first.rigidity": {"hazard": hazard},
            }  # fmt: skip
            label = f"{held} of 10 forts, advance {p}, hazard {hazard}"
            cases.append(Case(label, hazard, checks, settings, f"{held} of 10 forts, advance {p}"))
    return cases


GAMES = (
    Game(
        "ruin", "War as a gambler's ruin", "ruin", "Smith & Stam 2004; Feller 1968, ch. XIV",
        "Forts change hands one at a time until one side has all. Who wins, and how long it takes, is the gambler's "
        "ruin.",
        "`walk: forts`, and `tracks: {}`, so that nobody talks.",
        "chance that the first wins a battle", _ruin,
    ),
    Game(
        "front", "War as a walk with normal steps", "front", "Feller 1971, ch. XII; Siegmund 1979",
        "Who is reached, and when, solves an integral equation, which is solved numerically (and is nearly that of a "
        "diffusion between barriers that lie 0.58 steps farther out).",
        "`walk: gaussian`, and nobody talks.",
        "drift of the front a round", _front,
    ),
    Game(
        "settlement_hazard", "War that may be settled any week", "ruin_with_settlement",
        "Smith & Stam 2004; Feller 1968, ch. XIV.4",
        "After each battle that decides nothing there is a constant chance of a settlement. How the war ends, and "
        "when, follows from the generating functions of the gambler's ruin.",
        "A precondition on talks with `rigidity: {hazard: ...}`; the first meeting signs.",
        "chance of a settlement a round", _settled,
    ),
)  # fmt: skip
