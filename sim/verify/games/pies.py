"""Dividing a pie in equilibrium: the reference strategies, and that no departure from them pays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from sim.verify.check import AtMost, Case, Check, Every, Floats, Mean, Played, Share, Statistic
from sim.verify.closed_forms import pies
from sim.verify.game import Game

DEPARTURES: tuple[tuple[str, float], ...] = (("ask", -0.05), ("ask", 0.05), ("accept", -0.05), ("accept", 0.05))
MORE_DEPARTURES = tuple((what, by) for what in ("ask", "accept") for by in (-0.2, -0.1, -0.02, 0.02, 0.1, 0.2))
THREE = ("anna", "bert", "cleo")
FIVE = (*THREE, "dora", "emil")
ENDLESS = 1500  # rounds after which what is left of a gain is less than rounding, at the longest patience here


def _shares(played: Played, names: Sequence[str]) -> Floats:
    """What each got (runs, n), not a number where nothing was signed."""
    return np.column_stack([played.column(f"text.pie.{name}") for name in names])


def _utility(name: str) -> Statistic:
    return lambda played: played.column(f"utility.{name}")


def _once(played: Played) -> Floats:
    return np.asarray(played.column("signed") == 1, dtype=np.float64)


def _at_once() -> Check:
    return Share("signed in the first round", 1.0, _once)


def _utility_of(name: str, exact: float) -> Check:
    return Mean(f"mean utility of {name}", exact, _utility(name))


def _off(names: Sequence[str], rows: Floats) -> Check:
    """No run's shares are farther from one of these divisions (m, n) than rounding."""
    return Every(
        "distance of the shares from the nearest of theory", 0.0,
        lambda played: np.min(np.max(np.abs(_shares(played, names)[:, None, :] - rows[None]), axis=2), axis=1),
    )  # fmt: skip


def _proposes(names: Sequence[str], rows: Floats, who: int, chance: float) -> Check:
    """How often the division is that of one proposer."""
    return Share(
        f"share of runs in which {names[who]} proposes", chance,
        lambda played: (np.max(np.abs(_shares(played, names) - rows[who]), axis=1) < 1e-6).astype(np.float64),
    )  # fmt: skip


def _place(names: Sequence[str], place: int, exact: float, what: str) -> Check:
    """What the one in this place has, counted from the largest share."""
    return Every(what, exact, lambda played: -np.sort(-_shares(played, names), axis=1)[:, place])


def _departures(names: Sequence[str], settings: Mapping[str, object], long: bool, at: float) -> list[Case]:
    """A case for each departure of each of these actors: what it gets is no more than without it."""
    cases: list[Case] = []
    for name in names:
        for what, by in MORE_DEPARTURES if long else DEPARTURES:
            verb = "asks for" if what == "ask" else "signs for"
            label = f"{name} {verb} {abs(by):g} {'more' if by > 0 else 'less'}"
            check: Check = AtMost(f"mean utility of {name}", _utility(name))
            there = {**settings, f"actors.{name}.departure": {what: by}}
            cases.append(Case(label, at, [check], there, "departures", settings))
    return cases


def _two(rows: Floats) -> list[Check]:
    """Of two in turn: the divisions, who begins how often, and what each expects before the lot says who does."""
    names = ("first", "second")
    return [
        _at_once(), _off(names, rows), _proposes(names, rows, 0, 0.5),
        *(_utility_of(name, float(rows[:, place].mean())) for place, name in enumerate(names)),
    ]  # fmt: skip


def _turns(long: bool) -> list[Case]:
    grid = [(0.95, 0.9), (0.8, 0.9), (0.5, 0.5)]
    if long:
        grid += [(one, other) for one in (0.3, 0.6, 0.97) for other in (0.2, 0.7)]
    cases: list[Case] = []
    for first, second in grid:
        settings = {"actors.first.discount": first, "actors.second.discount": second}
        label = f"{first:g} and {second:g} are left of a gain after a week"
        cases.append(Case(label, first, _two(pies.in_turn((first, second))), settings))
    return cases + _departures(("first", "second"), {}, long, 0.95)


def _breakdown(long: bool) -> list[Case]:
    cases: list[Case] = []
    without = {"fallbacks.no_deal": {"pie": {"first": 0.1, "second": 0.3}}}
    for risk in (0.05, 0.2) if not long else (0.02, 0.05, 0.1, 0.2, 0.4):
        for discount in (1.0, 0.9) if not long else (1.0, 0.95, 0.9, 0.6):
            kept = discount * (1 - risk)
            rows = pies.in_turn((kept, kept), (0.1, 0.3))
            settings = {**without, "rounds": ENDLESS, "breakdown": risk, "actors.first.discount": discount,
                        "actors.second.discount": discount}  # fmt: skip
            label = f"risk of breakdown {risk:g}, discount {discount:g}"
            cases.append(Case(label, risk, _two(rows), settings, f"discount {discount:g}"))
    return cases + _departures(("first",), {**without, "breakdown": 0.2}, long, 0.2)


def _outside(long: bool) -> list[Case]:
    cases: list[Case] = []
    alike = {"actors.first.discount": 0.9, "actors.second.discount": 0.9}
    for option in (0.3, 0.5, 0.7) if not long else (0.1, 0.3, 0.45, 0.5, 0.6, 0.7, 0.9):
        rows = pies.with_outside_option(0.9, option)
        settings = {**alike, "actors.second.outside_option": option}
        cases.append(Case(f"the second can walk out for {option:g}", option, _two(rows), settings))
    return cases + _departures(("first", "second"), {**alike, "actors.second.outside_option": 0.6}, long, 0.6)


def _majority(names: Sequence[str], quota: int, long: bool) -> list[Case]:
    cases: list[Case] = []
    for kept in (0.9, 0.5) if not long else (0.95, 0.9, 0.7, 0.5, 0.2):
        shares = pies.majority(len(names), quota, kept)
        checks = [
            _at_once(),
            _place(names, 0, float(shares[0]), "share of who proposes"),
            _place(names, quota - 1, float(shares[quota - 1]), "share of a partner"),
            _place(names, quota, 0.0, "share of who is left out"),
            Share(f"share of runs in which {names[0]} is left out", (len(names) - quota) / len(names),
                  lambda played: np.asarray(_shares(played, names)[:, 0] == 0, dtype=np.float64)),
            _utility_of(names[0], 1 / len(names)),
        ]  # fmt: skip
        settings = {f"actors.{name}.discount": kept for name in names}
        cases.append(Case(f"{kept:g} is left of a gain after a week", kept, checks, settings))
    return cases + _departures(names[:1], {}, long, 0.9)


def _three(long: bool) -> list[Case]:
    return _majority(THREE, 2, long)


def _five(long: bool) -> list[Case]:
    return _majority(FIVE, 3, long)


def _two_sessions(long: bool) -> list[Case]:
    grid = [((1.0, 2.0, 5.0), (0.9, 0.9, 0.9)), ((1.0, 2.0, 3.0), (0.9, 0.4, 0.8))]
    if long:
        grid += [((3.0, 2.0, 1.0), (0.5, 0.9, 0.7)), ((1.0, 1.0, 1.0), (0.3, 0.6, 0.9))]
    cases: list[Case] = []
    for weights, kept in grid:
        chances = np.array(weights) / sum(weights)
        rows = pies.two_sessions([float(chance) for chance in chances], kept, 2)
        settings: dict[str, object] = {"rounds": 2}
        for name, weight, left in zip(THREE, weights, kept, strict=True):
            settings |= {f"actors.{name}.recognition": weight, f"actors.{name}.discount": left}
        checks = [_at_once(), _off(THREE, rows),
                  *(_proposes(THREE, rows, who, float(chances[who])) for who in range(3)),
                  *(_utility_of(name, float(chances @ rows[:, who])) for who, name in enumerate(THREE))]  # fmt: skip
        label = f"weights {' '.join(f'{w:g}' for w in weights)}, discounts {' '.join(f'{k:g}' for k in kept)}"
        cases.append(Case(label, float(len(cases) + 1), checks, settings))
    return cases + _departures(THREE, dict(cases[1].settings), long, 2.0)


def _veto(long: bool) -> list[Case]:
    cases: list[Case] = []
    for kept in (0.9, 0.5) if not long else (0.95, 0.9, 0.7, 0.5, 0.2):
        veto, other = pies.expected_with_veto(3, 2, kept)
        rows = np.array([[1 - kept * other, kept * other, 0], [1 - kept * other, 0, kept * other],
                         [kept * veto, 1 - kept * veto, 0], [kept * veto, 0, 1 - kept * veto]])  # fmt: skip
        checks = [_at_once(), _off(THREE, rows), _utility_of("anna", veto), _utility_of("bert", other)]
        settings: dict[str, object] = {f"actors.{name}.discount": kept for name in THREE}
        settings["signing"] = {"quota": 2, "veto": ["anna"]}
        cases.append(Case(f"{kept:g} is left of a gain after a week", kept, checks, settings))
    return cases + _departures(THREE[:2], {"signing": {"quota": 2, "veto": ["anna"]}}, long, 0.9)


def _rotation(long: bool) -> list[Case]:
    cases: list[Case] = []
    for kept in (0.9, 0.5) if not long else (0.95, 0.9, 0.7, 0.5, 0.2):
        shares = pies.rotation(3, kept)
        checks = [_at_once()]
        checks += [_place(THREE, place, float(shares[place]), f"share of the {what} in turn")
                   for place, what in enumerate(("first", "second", "third"))]  # fmt: skip
        checks += [_utility_of(name, 1 / 3) for name in THREE]
        settings: dict[str, object] = {f"actors.{name}.discount": kept for name in THREE}
        settings["rounds"] = ENDLESS
        cases.append(Case(f"{kept:g} is left of a gain after a week", kept, checks, settings))
    return cases + _departures(THREE[:1], {}, long, 0.9)


_EQUILIBRIUM = "`kind: pie` and `tactic: equilibrium`"
_DEPARTURES = "Nobody gains by asking or signing for more or less than its equilibrium in all rounds."
GAMES = (
    Game(
        "taking_turns", "Two take turns over a pie, unequally patient", "turns", "Rubinstein 1982",
        "Who proposes gets (1 - k2) / (1 - k1 k2) of it, where k is what a week's delay leaves of a gain, and the "
        f"other signs at once. {_DEPARTURES}",
        f"{_EQUILIBRIUM}, `proposer: alternate`, `discount`.",
        "what is left of the first's gain after a week", _turns,
    ),
    Game(
        "turns_breakdown", "Two take turns over a pie, and talks may break down", "turns",
        "Binmore, Rubinstein & Wolinsky 1986",
        f"The same with k = discount (1 - risk), over what there is beyond what each has without a deal. {_DEPARTURES}",
        f"{_EQUILIBRIUM}, `breakdown`, `fallbacks.no_deal`.",
        "risk of a breakdown a week", _breakdown,
    ),
    Game(
        "turns_outside", "Two take turns over a pie, and one may walk out", "turns", "Binmore, Shaked & Sutton 1989",
        f"What the second can walk out for counts only if it beats waiting: then that is what it gets. {_DEPARTURES}",
        f"{_EQUILIBRIUM}, `outside_option`.",
        "what the second can walk out for", _outside,
    ),
    Game(
        "legislature", "Two of three divide a pie", "legislature", "Baron & Ferejohn 1989",
        "A signature costs k / 3. Who proposes buys one of the two others, by lot, and keeps the rest; everybody "
        f"expects a third. {_DEPARTURES}",
        f"{_EQUILIBRIUM}, `signing: {{quota: 2}}`, `proposer: random`.",
        "what is left of a gain after a week", _three,
    ),
    Game(
        "legislature_five", "Three of five divide a pie", "legislature_five", "Baron & Ferejohn 1989",
        f"A signature costs k / 5, and who proposes buys two. {_DEPARTURES}",
        f"{_EQUILIBRIUM}, `signing: {{quota: 3}}`, `proposer: random`.",
        "what is left of a gain after a week", _five,
    ),
    Game(
        "two_sessions", "Two of three divide a pie in at most two rounds", "legislature", "Baron & Ferejohn 1989",
        "In the last round who proposes takes all. So in the first a signature costs what its owner's chance to be "
        f"drawn is worth to it then, and the cheaper of two is bought. {_DEPARTURES}",
        f"{_EQUILIBRIUM}, `recognition`, unequal `discount`, `rounds: 2`.",
        "set of weights and discounts", _two_sessions,
    ),
    Game(
        "legislature_veto", "Two of three divide a pie, and one has a veto", "legislature", "Winter 1996",
        "Whoever has the veto is always bought, and the two others stand in for each other. What each expects solves "
        f"two stationary equations. {_DEPARTURES}",
        f"{_EQUILIBRIUM}, `signing: {{quota: 2, veto: [anna]}}`.",
        "what is left of a gain after a week", _veto,
    ),
    Game(
        "rotation", "Three who all must sign take turns", "rotation", "Rubinstein 1982; Herrero 1985",
        f"In the order of turns the shares are in the ratio 1 : k : k k. {_DEPARTURES}",
        f"{_EQUILIBRIUM}, `proposer: alternate`; the lot draws the order.",
        "what is left of a gain after a week", _rotation,
        limits="Of three who all must sign many divisions are equilibria; this is the stationary one.",
    ),
)  # fmt: skip
