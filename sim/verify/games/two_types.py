"""Wars in which battles tell two types of war apart."""

from __future__ import annotations

import numpy as np

from sim.scenario import Distribution
from sim.verify.check import Case, Check, Every, Floats, Mean, Played, Share, Statistic
from sim.verify.closed_forms import learning, two_types
from sim.verify.game import Game
from sim.verify.games.believed import believed

FAR, NEAR = 1000, 10
"""Forts: so many that no battle of a case decides the war, and so few that what is won by force counts."""
PATIENCE, COST, MEANWHILE = 100.0, 0.1, 0.5


def _higher(side: str, low: float, high: float) -> Statistic:
    """The chance that a side gives to the higher type."""
    expected = believed(side)
    return lambda played: (expected(played) - low) / (high - low)


def _won(played: Played, battles: int) -> Floats:
    """Battles won by the first, from how far the front has moved."""
    field = played.scenario.battlefield
    assert field is not None
    assert not isinstance(field.start, Distribution)
    return np.asarray((battles + np.rint((played.column("front") - field.start) * field.forts)) / 2)


def _expected_worth(prior: float, low: float, high: float, battles: int, red: bool) -> Statistic:
    """What war is worth to a side: the expectation over the two types, the value of each by its own equation."""

    def read(played: Played) -> Floats:
        front = played.column("front")
        belief = two_types.posterior(prior, low, high, _won(played, battles), battles)
        values = []
        for advance in (high, low):
            chance = advance if red else 1 - advance
            drift, spread = (2 * chance - 1) / NEAR, 2 * np.sqrt(chance * (1 - chance)) / NEAR
            x = front if red else 1 - front
            values.append(learning.war_value(x, np.full(x.shape, drift), spread, 1 / PATIENCE, COST, MEANWHILE))
        return np.asarray(belief * values[0] + (1 - belief) * values[1])

    return read


def _worth(side: str) -> Statistic:
    """What war is worth to a side at the end, in runs that no battle decided."""
    return lambda played: np.where(
        played.ended("no_agreement") == 1, played.column(f"disagreement.{side}"), np.nan
    )  # fmt: skip


def _two_types(long: bool) -> list[Case]:
    types = [(0.4, 0.6), (0.3, 0.55)] if not long else [(0.4, 0.6), (0.3, 0.55), (0.45, 0.55), (0.2, 0.7)]
    cases = []
    for low, high in types:
        for prior in (0.5, 0.8):
            for battles in (1, 5, 20) if not long else (1, 2, 5, 10, 20, 40):
                cases.append(_far(low, high, prior, battles))
        cases += [_near(low, high, 0.8, battles) for battles in ((3,) if not long else (1, 3, 8))]
    return cases


def _laid(low: float, high: float, prior: float, battles: int, forts: int) -> dict[str, object]:
    """Red's prior is `prior`; blue gives 0.6 to the type in its own favour, the lower."""
    return {
        "battlefield.types": {"low": low, "high": high}, "battlefield.advance": high, "battlefield.forts": forts,
        "rounds": battles, "actors.red.optimism.favourable": prior, "actors.blue.optimism.favourable": 0.6,
    }  # fmt: skip


def _far(low: float, high: float, prior: float, battles: int) -> Case:
    red, blue = _higher("red", low, high), _higher("blue", low, high)
    checks: list[Check] = [
        Every(
            "red's chance of the higher type",
            lambda played: two_types.posterior(prior, low, high, _won(played, battles), battles), red,
        ),
        Every(
            "blue's chance of the higher type",
            lambda played: two_types.posterior(0.4, low, high, _won(played, battles), battles), blue,
        ),
        Mean(
            "chance given to the wrong type", 1 - two_types.mean_posterior(prior, low, high, battles, high),
            lambda played: 1 - red(played),
        ),
        Share(
            "red thinks the wrong type likelier", two_types.share_misled(prior, low, high, battles, high),
            lambda played: np.asarray(red(played) < 0.5 - 1e-6, dtype=np.float64),
        ),
    ]  # fmt: skip
    label = f"types {low} and {high}, prior {prior}, {battles} battles"
    return Case(label, battles, checks, _laid(low, high, prior, battles, FAR), f"types {low} and {high}, prior {prior}")


def _near(low: float, high: float, prior: float, battles: int) -> Case:
    checks: list[Check] = [
        Every("war is worth to red", _expected_worth(prior, low, high, battles, True), _worth("red")),
        Every("war is worth to blue", _expected_worth(0.4, low, high, battles, False), _worth("blue")),
    ]
    label = f"types {low} and {high}, prior {prior}, {battles} battles, {NEAR} forts"
    series = f"types {low} and {high}, prior {prior}, {NEAR} forts"
    return Case(label, battles, checks, _laid(low, high, prior, battles, NEAR), series)


def _ended_up(played: Played) -> Floats:
    """1 where they signed with the higher type thought the likelier, 0 where with the lower."""
    up = np.asarray(played.column("belief.red") > 0, dtype=np.float64)
    return np.where(played.signed() == 1, up, np.nan)


def _bars(long: bool) -> list[Case]:
    highs, bars = ((0.6, 0.7), (0.75, 0.9)) if not long else ((0.6, 0.7, 0.8), (0.75, 0.9, 0.95))
    cases = []
    for high in highs:
        for prior in (0.5, 0.3):
            for bar in bars:
                truths: list[tuple[str, float]] = [("higher", high), ("lower", 1 - high), ("neither", 0.5)]
                cases += [_bar(high, prior, bar, which, advance) for which, advance in truths]
                cases.append(_calibrated(high, prior, bar))
    return cases


def _strategies(high: float, prior: float, bar: float) -> dict[str, object]:
    """Both follow columns on either side of the two bars, which lie halfway between two beliefs that can be held."""
    up, down = two_types.leads_to_bars(prior, high, bar)
    beliefs = np.array([two_types.belief_after_lead(prior, high, lead) for lead in (-down, 1 - down, up - 1, up)])
    drift = (2 * high - 1) * (2 * beliefs - 1) / FAR
    places = [[(drift[at] + drift[at + 1]) / 2 + side * (drift[at + 1] - drift[at]) / 20 for side in (-1, 1)]
              for at in (0, 2)]  # fmt: skip
    ascending = [float(place) for pair in places for place in pair]
    laid: dict[str, object] = {"battlefield.types": {"low": 1 - high, "high": high}}
    for side, favourable in (("red", prior), ("blue", 1 - prior)):
        laid[f"actors.{side}.strategy.at"] = ascending
        laid[f"actors.{side}.optimism.favourable"] = favourable
    return laid


def _bar(high: float, prior: float, bar: float, which: str, advance: float) -> Case:
    upper, battles = two_types.stopped(prior, high, bar, advance)
    checks: list[Check] = [
        Share("they sign, sure of the higher type", upper, _ended_up),
        Share("they sign", 1.0, lambda played: played.signed()),
        Mean("battles before they sign", battles, lambda played: played.column("signed")),
    ]
    true = "neither is true" if which == "neither" else f"the {which} is true"
    label = f"bar {bar}, types {1 - high:g} and {high}, prior {prior}, {true}"
    series = f"types {1 - high:g} and {high}, prior {prior}, {true}"
    return Case(label, bar, checks, {**_strategies(high, prior, bar), "battlefield.advance": advance}, series)


def _calibrated(high: float, prior: float, bar: float) -> Case:
    """The true type is drawn as the prior says: then those who are so sure are right so often."""
    low = 1 - high
    up, down = two_types.leads_to_bars(prior, high, bar)
    sure, sure_not = two_types.belief_after_lead(prior, high, up), two_types.belief_after_lead(prior, high, -down)

    def right(at_upper: int) -> Statistic:
        def read(played: Played) -> Floats:
            true = np.asarray(played.draws["battlefield.advance"] > 0.5, dtype=np.float64)
            return np.where(_ended_up(played) == at_upper, true, np.nan)

        return read

    checks: list[Check] = [
        Share("the higher is true, if they sign sure of it", sure, right(1)),
        Share("the higher is true, if they sign sure of the lower", sure_not, right(0)),
    ]
    drawn = {"choice": [low, high], "weights": [1 - prior, prior]}
    series = f"types {low:g} and {high}, prior {prior}, either may be true"
    settings = {**_strategies(high, prior, bar), "battlefield.advance": drawn}
    return Case(f"bar {bar}, {series}", bar, checks, settings, series)


GAMES = (
    Game(
        "two_types", "Two types of war", "two_types", "Slantchev 2003; Smith & Stam 2004; Powell 2004",
        "Each battle moves belief by Bayes' rule. How much is still given to the wrong type, and how often it is "
        "thought the likelier, are sums over the binomial number of battles won. War is worth what it is expected to "
        "be worth over the two types.",
        "`walk: forts`, `beliefs: two_types`, nobody talks. Beliefs are columns of the outcome table; battles won are "
        "read off the front.",
        "battles", _two_types,
    ),
    Game(
        "two_types_bar", "War until both know which war it is", "two_types_bar",
        "Wald 1945; Slantchev 2003; Smith & Stam 2004",
        "If the types mirror each other, the log odds of belief are a walk of equal steps, and two bars for it are a "
        "gambler's ruin: how often those who wait until they are sure are wrong, and how many battles it takes them. "
        "If the type is drawn as the prior says, they are right as often as they think.",
        "`beliefs: two_types`, and `tactic: table` by belief: between the bars nobody signs anything, beyond them both "
        "do.",
        "chance that the likelier type must be given", _bars,
    ),
)  # fmt: skip
