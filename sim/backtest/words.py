"""What the scores say, in sentences that are computed from them, also where a baseline wins."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from sim.backtest.base_rates import base_rates
from sim.backtest.overall import Difference, case_weights
from sim.backtest.questions import CHOICES, CLOCKS, EQUAL, FORECASTERS, HAZARD, MODEL, OTHERS, POOL, QUARTERS
from sim.summary.names import OUTCOME_LABELS
from sim.summary.wording import NOTHING

if TYPE_CHECKING:
    from sim.backtest.backtest import Backtest
    from sim.backtest.forecasts import Forecast

MARGIN = 0.005
"""A baseline that gave no more than this beyond the model gave as much."""
UNITS = {"brier": "Brier score", "log": "log score", "crps": "ranked probability score"}
QUESTIONS = {
    **CHOICES,
    **{name: f"time of {words}" for name, words in CLOCKS.items()},
    "decided": "time of the decision",
    "signed": "time of the signature",
}
"""Questions as they are called in tables and sentences."""


def kind_words(kind: str) -> str:
    """A kind of end as reports call it, whoever the sides are."""
    return OUTCOME_LABELS.get(kind, kind.replace("_", " "))


def percent(value: float) -> str:
    """A probability; small ones with one digit more."""
    if value in (0, 1):
        return f"{100 * value:.0f}%"
    return f"{100 * value:.0f}%" if value >= 0.095 else f"{100 * value:.1f}%" if value >= 0.0005 else "under 0.1%"


def report(found: Backtest) -> list[str]:
    """Paragraphs: the whole, each baseline, calibration, what is global, where it failed."""
    return [
        _whole(found),
        _balance(found),
        *_by_baseline(found),
        _calibrated(found),
        _worst(found),
        *_readings(found),
        *_excluded(found),
        *_ageless(found),
        global_words(found),
    ]


def _whole(found: Backtest) -> str:
    cases, conflicts = len(found.forecasts), found.conflicts
    said = {who: _geometric(found, who) for who in (MODEL, EQUAL, OTHERS)}
    set_ = f"{_count(cases, 'case')} of {_count(conflicts, 'conflict')}" if conflicts < cases else _count(cases, "case")
    against = [
        f"{FORECASTERS[who]} {percent(value)}" for who, value in said.items() if who != MODEL and value is not None
    ]
    top = sum(int(np.argmax(item.choices[0].shares[MODEL])) == item.choices[0].happened for item in found.forecasts)
    return (
        f"In {set_}, the model gave the kind of end that came a probability of {percent(said[MODEL] or 0)} (geometric "
        f"mean, each conflict once); {' and '.join(against)}. It held that kind for the likeliest in {top} of {cases}. "
        f"A probability from {found.runs:,} runs is known to {50 / found.runs**0.5:.1f} percentage points or better ("
        "one standard error)."
    )


def _geometric(found: Backtest, who: str) -> float | None:
    """Geometric mean of the probability of what happened, each conflict once; None unless it spoke on every case."""
    if not all(who in item.choices[0].shares for item in found.forecasts):
        return None
    logs = np.log([item.choices[0].given(who) for item in found.forecasts])
    return float(np.exp(case_weights(found.forecasts) @ logs))


def _balance(found: Backtest) -> str:
    """How many comparisons are won and lost by more than chance."""
    items = [item for item in found.differences if item.baseline != POOL and item.conflicts > 1]
    won, lost = (sum(item.verdict == who for item in items) for who in (MODEL, "baseline"))
    if not items:
        return "With one conflict there is nothing to compare."
    ahead = sum(item.mean < 0 for item in items)
    return (
        f"Of {_count(len(items), 'comparison')} with a baseline the model wins {won} by more than chance and loses "
        f"{lost}; whatever chance explains, it is ahead in {ahead} and behind in {len(items) - ahead}."
    )


def _by_baseline(found: Backtest) -> Iterator[str]:
    """A sentence or more a baseline, but for the mixture, which contains the model: on what who is ahead."""
    for baseline in (EQUAL, HAZARD, OTHERS):
        items = [item for item in found.differences if item.baseline == baseline and not _said_by_log(found, item)]
        if not items:
            continue
        groups = {
            "the model is ahead by more than chance": [item for item in items if item.verdict == MODEL],
            f"{FORECASTERS[baseline]} win by more than chance": [item for item in items if item.verdict == "baseline"],
            "chance explains as well that the model is ahead": [
                item for item in items if item.verdict == "nobody" and item.mean < 0
            ],
            f"and that {FORECASTERS[baseline]} are": [
                item for item in items if item.verdict == "nobody" and item.mean >= 0
            ],
        }
        told = [f"{head} on {_listed([_named(item) for item in group])}" for head, group in groups.items() if group]
        if told and told[0].startswith("and that"):
            told[0] = (
                told[0].replace("and that", "chance explains as well that", 1).replace(" are on", " are ahead on", 1)
            )
        most = max(item.conflicts for item in items)
        of = "one conflict, from which nothing follows" if most < 2 else f"up to {most} conflicts"
        yield f"Against {FORECASTERS[baseline]} ({of}): {'; '.join(told)}."


def _said_by_log(found: Backtest, item: Difference) -> bool:
    """Whether it is a Brier score whose log score says the same, so that one mention does for both."""
    other = found.difference(item.question, item.baseline, "log")
    same = other is not None and other.verdict == item.verdict and (other.mean < 0) == (item.mean < 0)
    return item.score == "brier" and same


def _named(item: Difference) -> str:
    """A question with its score and the difference: how it ends (log score -0.31)."""
    return f"{QUESTIONS[item.question].split(',')[0]} ({UNITS[item.score]} {item.mean:+.2f})"


def difference_cells(item: Difference) -> tuple[str, str, str]:
    """Mean, interval and counts of a difference, for tables."""
    interval = f"{item.low:+.2f} to {item.high:+.2f}" if item.conflicts > 1 else NOTHING
    return f"{item.mean:+.2f}", interval, f"{item.better} of {item.better + item.worse}"


def _calibrated(found: Backtest) -> str:
    """How sure the model was against how sure it could be, question by question, and which probabilities are off."""
    groups: dict[str, list[str]] = {}
    for question, item in found.surprises.items():
        judged = (
            "surer than it had reason to be" if item.as_bad < 0.05
            else "less sure than it could have been" if item.as_bad > 0.95
            else "no surer than chance allows"
        )  # fmt: skip
        groups.setdefault(judged, []).append(
            f"{QUESTIONS[question].split(',')[0]} (log score {item.score:.2f}; {item.expected:.2f} were it right; as "
            f"bad in {percent(item.as_bad)} of sets)"
        )
    sure = "; ".join(f"it was {judged} of {_listed(names)}" for judged, names in groups.items())
    off = [item for item in found.calibration if not item.consistent]
    bins = (
        "In every range of probabilities as many answers came true as chance allows."
        if not off
        else "Out of line are the answers to which it gave "
        + _listed([f"about {percent(item.said)} (came true: {percent(item.came)} of {item.answers})" for item in off])
        + "."
    )
    return f"Calibration. If its probabilities were right: {sure}. {bins}"


def _worst(found: Backtest) -> str:
    """The cases in which a baseline gave more to what happened."""
    lost = []
    for item in found.forecasts:
        choice = item.choice("kind")
        assert choice is not None
        beaten = [
            who
            for who in (EQUAL, HAZARD, OTHERS)
            if who in choice.shares and choice.given(who) > choice.given(MODEL) + MARGIN
        ]
        if beaten:
            baselines = _listed([f"{FORECASTERS[who]} {percent(choice.given(who))}" for who in beaten])
            kind = kind_words(choice.answers[choice.happened]).lower()
            lost.append(f"{item.case.name} ({kind}: {percent(choice.given(MODEL))}; {baselines})")
    if not lost:
        return "There is no case in which a baseline gave more to the kind of end that came."
    return (
        f"A baseline gave more to the kind of end that came in {len(lost)} of {_count(len(found.forecasts), 'case')}: "
        f"{'; '.join(lost)}."
    )


def _readings(found: Backtest) -> Iterator[str]:
    """What other defensible codings would change."""
    said = []
    for item in found.forecasts:
        for choice in item.readings():
            own = item.choice(choice.question)
            assert own is not None
            name = choice.answers[choice.happened]
            what = {
                "kind": kind_words(name).lower(),
                "first": f"{name.replace('_', ' ')} first",
                "quarter": f"decided in the {name}" if name in QUARTERS else f"decided {name}",
            }[choice.question]
            said.append(f"{item.case.name}, if read as {what}: {percent(choice.given(MODEL))} instead of "
                        f"{percent(own.given(MODEL))}")  # fmt: skip
    if said:
        yield f"Other codings that can be defended. {'; '.join(said)}."


def _excluded(found: Backtest) -> Iterator[str]:
    names = [item.case.name for item in found.forecasts if item.excluded]
    if names:
        yield f"What the scenario's file rules out came all the same in {_listed(names)}."


def _ageless(found: Backtest) -> Iterator[str]:
    names = [item.case.name for item in found.forecasts if HAZARD in item.choices[0].shares and not item.case.war_days]
    if names:
        yield f"How old the war was is not said of {_listed(names)}: interstate wars are taken from their first day."


def global_words(found: Backtest) -> str:
    """What is set for all cases at once, and how it is kept from knowing the case that it is used on."""
    rates = base_rates()
    text = (
        "What is global. No number of the model is fitted to these cases, so there is nothing of it to leave out. The "
        f"survival of interstate wars ({rates.episodes} episodes, {rates.years[0]} to {rates.years[1]}) comes from "
        "outside, though wars of this set may be among them."
    )
    if found.conflicts < 2:
        return f"{text} With one conflict nothing can be learnt from others."
    pool = found.difference("kind", EQUAL, "log")
    mixed = [
        item for item in found.levels if item.question == "kind" and item.score == "log" and item.forecaster == POOL
    ]
    text += (
        " Two forecasters learn from the set, and leave out the whole conflict that they forecast: how the other cases "
        "ended, and a mixture of the model and equal shares. Over all cases the mixture that would have been best "
        f"gives the model a weight of {percent(found.mixing)}"
    )
    if mixed and pool is not None:
        text += f"; with the weight from the other conflicts its log score is {mixed[0].mean:.2f}"
    return text + "."


def ways_words(item: Forecast) -> str:
    """How the precondition that gave way first did so in the model's runs, against how it did."""
    gave = item.case.end.gave_way
    return "" if gave is None or not item.ways else f"{gave.how} in {percent(item.ways[gave.how])} of them"


def _count(number: int, what: str) -> str:
    return f"{number} {what}" + ("" if number == 1 else "s")


def _listed(names: Sequence[str]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else "".join(names)
