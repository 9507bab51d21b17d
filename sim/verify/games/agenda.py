"""One offer to those who may refuse it: a majority, or all, or some whose consent it takes in any case."""

from __future__ import annotations

import numpy as np

from sim.verify.check import AtMost, Case, Check, Every, Floats, Mean, Played, Share, Statistic
from sim.verify.closed_forms import agenda
from sim.verify.game import Game

BEST = {"one": 0.1, "two": 0.2, "three": 0.35, "four": 0.8, "five": 1.0}
"""Best points of the members, as in the file."""
NEAR = 1e-6
WHY_WALK = (
    "A drafter looks along its walk, from what is best for all others together to its own best point, also where the "
    "consent of one is needed who would take only less: that is not on the walk, and nothing is signed."
)


def _number(played: Played) -> Floats:
    """What it is in the end."""
    return np.where(played.signed() == 1, played.column("text.budget"), 0.0)


def _rules(setter: str, quota: int, veto: tuple[str, ...]) -> dict[str, object]:
    return {"proposer": {"fixed": setter}, "signing": {"quota": quota, "veto": list(veto)}}


def _begins(setter: str) -> float:
    """Where a drafter's walk begins: what is best for the four others together, the nearest such number to its own."""
    others = sorted(point for name, point in BEST.items() if name != setter)
    return min(max(BEST[setter], others[1]), others[2])


def _case(setter: str, quota: int, veto: tuple[str, ...], series: str) -> Case:
    exact = agenda.best_offer(BEST, setter, quota, veto)
    why = WHY_WALK if exact < _begins(setter) - NEAR and exact < BEST[setter] else ""
    checks: list[Check] = [
        Every("the number in the end", exact, _number, deviates=why),
        Share("signed", 1.0, lambda played: played.signed(), deviates=why),
    ]
    label = f"{setter} asks, {quota} must agree" + "".join(f", {name} in any case" for name in veto)
    return Case(label, quota, checks, _rules(setter, quota, veto), series)


def _quotas(long: bool) -> list[Case]:
    setters = BEST if long else ("one", "three", "five")
    return [_case(setter, quota, (), f"{setter} asks") for setter in setters for quota in range(1, len(BEST) + 1)]


def _vetoes(long: bool) -> list[Case]:
    vetoes: list[tuple[str, ...]] = [(), ("one",), ("two",), ("three",), ("four", "two")]
    return [
        _case("five", quota, veto, f"veto: {' and '.join(veto) or 'nobody'}")
        for veto in (vetoes if long else vetoes[:3])
        for quota in range(1, len(BEST) + 1)
    ]


def _by_lot(long: bool) -> list[Case]:
    """The lot says who asks, with these weights."""
    cases = []
    for weight in (1, 5) if not long else (1, 2, 5, 10, 20):
        weights = {name: float(weight if name == "five" else 1) for name in BEST}
        for quota in (2, 3, 4):
            offers = {name: agenda.best_offer(BEST, name, quota) for name in BEST}
            total = sum(weights.values())
            checks: list[Check] = [
                Mean("the number, on average", sum(weights[name] * offers[name] for name in BEST) / total, _number),
                Share(
                    "it is the most that anybody can get",
                    _chance(weights, offers, max(offers.values())),
                    _is(max(offers.values())),
                ),
                Share("it is what the first member wants", _chance(weights, offers, BEST["one"]), _is(BEST["one"])),
            ]
            settings = {f"actors.{name}.recognition": weights[name] for name in BEST}
            settings["signing.quota"] = quota
            label = f"five has weight {weight}, the others 1; {quota} must agree"
            cases.append(Case(label, weight, checks, settings, f"{quota} must agree"))
    return cases


def _chance(weights: dict[str, float], offers: dict[str, float], at: float) -> float:
    return sum(weights[name] for name in BEST if offers[name] == at) / sum(weights.values())


def _is(at: float) -> Statistic:
    return lambda played: np.asarray(1.0 * (np.abs(_number(played) - at) < NEAR))


def _deviations(long: bool) -> list[Case]:
    """The one who asks asks for another number; of a number above its own best point it wants no more than that."""
    setter, step = "five", 0.1 if not long else 0.05
    cases = []
    for quota, veto in [(2, ()), (3, ()), (4, ()), (3, ("two",))]:
        for number in np.arange(0.4, 1.0 + step / 2, step):
            offer = round(float(number), 9)
            exact = agenda.gain(BEST[setter], offer) if agenda.accepted(BEST, offer, quota, veto) else 0.0

            def gained(played: Played) -> Floats:
                return BEST[setter] - np.abs(_number(played) - BEST[setter])

            checks: list[Check] = [
                Every("what it gains", exact, gained),
                AtMost("gain, against that by its best offer", gained),
            ]
            rules = _rules(setter, quota, veto)
            # its best point is the farthest from 0, so a number is worth itself to it
            asks = {f"actors.{setter}": {"tactic": "table", "strategy": {"demand": [offer], "accept": [0.0]}}}
            who = f", {' and '.join(veto)} among them" if veto else ""
            label = f"{setter} asks for {offer:g}, {quota} must agree{who}"
            cases.append(Case(label, offer, checks, {**rules, **asks}, f"{quota} must agree{who}", rules))
    return cases


GAMES = (
    Game(
        "agenda_setter", "One offer to a majority", "agenda_setter", "Romer & Rosenthal 1978",
        "Whoever asks gets its best point, or what the member that is just needed still prefers to nothing: the more "
        "must agree, the nearer it stays to nothing.",
        "`signing: {quota: ...}`, `proposer: {fixed: ...}`, `tactic: screening`; one round. Best points at 0.1, 0.2, "
        "0.35, 0.8 and 1.",
        "members that must agree", _quotas, runs=20,
    ),
    Game(
        "agenda_veto", "One offer to a majority and those who have a veto", "agenda_setter",
        "Romer & Rosenthal 1978; Tsebelis 2002",
        "A member with a veto is needed whatever the others do. It matters if it wants less than the member that is "
        "just needed anyway.",
        "As above with `signing: {veto: [...]}`; the fifth member asks.",
        "members that must agree", _vetoes, runs=20,
    ),
    Game(
        "agenda_by_lot", "The lot says who asks a majority", "agenda_setter",
        "Romer & Rosenthal 1978; Baron & Ferejohn 1989 (recognition)",
        "Each member has the chance that its weight gives it, and then what it can get.",
        "As above, with `proposer: random` and `recognition`.",
        "weight of the fifth member", _by_lot,
    ),
    Game(
        "agenda_deviations", "No other offer pays to a majority", "agenda_setter", "Romer & Rosenthal 1978",
        "More is gained with every step that is asked for, up to what the member that is just needed still takes, and "
        "nothing beyond.",
        "The fifth member demands a number by `tactic: table`, on a grid; the others answer as above.",
        "what is asked for", _deviations, runs=20,
    ),
)  # fmt: skip
