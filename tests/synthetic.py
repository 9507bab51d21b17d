"""Outcome tables made up for tests: the columns of the contract, without an engine.

The numbers have no meaning, but they hang together as those of real runs do: a run with a signature has
signed terms, a relapse comes after its signature, runs of one parameter point resemble one another. Each row
is a pure function of seed and run, as the engine's are.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import special

from sim.summary import OUTCOME_LABELS, IssueNames, Names, PreconditionNames

ROUNDS = 78
CODES = tuple(OUTCOME_LABELS)
WEIGHTS = {
    "settlement": 0.14,
    "relapse": 0.03,
    "frozen": 0.21,
    "military_first": 0.12,
    "military_second": 0.02,
    "no_agreement": 0.48,
}

NAMES = Names(
    title="Conditions of November 2025",
    rounds=ROUNDS,
    round_days=7,
    outcomes=OUTCOME_LABELS | {"military_first": "Moscow wins by force", "military_second": "Kyiv wins by force"},
    actors={"russia": "Moscow", "ukraine": "Kyiv", "us": "Washington", "europe": "Europe"},
    issues=(
        IssueNames("territory", "Line in Donbas", ("line", "buffer", "withdrawal")),
        IssueNames("recognition", "Recognition", ("none", "de_facto", "de_jure_us")),
        IssueNames("guarantees", "Security guarantees", ("none", "assurances", "backstop", "article_5_like")),
        IssueNames("assets", "Frozen assets released", None),
        IssueNames("sanctions", "Sanctions", ("kept", "phased", "lifted")),
    ),
    preconditions=(
        PreconditionNames("withdrawal_first", "no ceasefire before Ukrainian withdrawal", "Moscow"),
        PreconditionNames("ceasefire_first.ukraine", "no formal talks before a ceasefire", "Kyiv"),
        PreconditionNames("ceasefire_first.us", "no formal talks before a ceasefire", "Washington"),
        PreconditionNames("washington_only", "talks and signature with Washington only", "Moscow"),
        PreconditionNames("referendum", "no change of territory without a referendum", "Kyiv"),
    ),
    tracks={"envoy": "Washington and Moscow", "geneva": "Washington and Kyiv", "direct": "Moscow and Kyiv"},
    steps={"ceasefire": "Ceasefire", "withdrawal": "Ukrainian withdrawal", "exchange": "Prisoner exchange"},
)

Luck = Callable[[str], NDArray[np.float64]]


def uniform(seed: int, number: NDArray[np.int64], purpose: str) -> NDArray[np.float64]:
    """Numbers in (0, 1) as a pure function of seed, run or point, and purpose (SplitMix64's finaliser)."""
    key = np.uint64((zlib.crc32(purpose.encode()) << 32) ^ (seed & 0xFFFFFFFF))
    with np.errstate(over="ignore"):
        word = (number.astype(np.uint64) + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15) + key
        word = (word ^ (word >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        word = (word ^ (word >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        word ^= word >> np.uint64(31)
    return (word.astype(np.float64) + 0.5) / 2.0**64


def table(
    runs: int = 4000,
    *,
    seed: int = 1,
    first_run: int = 0,
    per_point: int = 2,
    names: Names = NAMES,
    weights: Mapping[str, float] = WEIGHTS,
) -> pd.DataFrame:
    """A table of `runs` runs from `first_run` on, the outcomes' shares near `weights` (sum 1)."""
    run = np.arange(first_run, first_run + runs, dtype=np.int64)
    point = run // per_point

    def luck(purpose: str) -> NDArray[np.float64]:
        return uniform(seed, run, purpose)

    # half of the variance of a latent normal comes from the point, half from the run
    latent = special.ndtri(uniform(seed, point, "outcome")) + special.ndtri(luck("outcome"))
    edges = np.cumsum([weights.get(code, 0.0) for code in CODES])
    code = np.minimum(np.searchsorted(edges, special.ndtr(latent / np.sqrt(2))), len(CODES) - 1)
    outcome = np.array(CODES, dtype=object)[code]
    deal = np.isin(outcome, ("settlement", "relapse"))
    signed = np.where(deal, 8 + np.floor(70 * luck("signed") ** 0.7), np.nan)
    decided = np.where(outcome == "relapse", signed + 1 + np.floor(40 * luck("relapse")), signed)
    military = 20 + np.floor(58 * luck("military"))
    ended = np.where(deal, decided, np.where(np.char.startswith(outcome.astype(str), "military"), military, ROUNDS))
    ceasefire = np.where(deal, signed - np.floor(7 * luck("ceasefire")), np.nan)
    ceasefire = np.where(outcome == "frozen", 15 + np.floor(60 * luck("ceasefire")), ceasefire)
    columns: dict[str, object] = {
        "run": run,
        "point": point,
        "outcome": pd.Categorical(outcome, categories=CODES),
        "ended": _rounds(ended),
        "signed": _rounds(signed),
        "ceasefire": _rounds(ceasefire),
        "front": luck("front").astype(np.float32),
    }
    columns |= _texts(names, luck) | _utilities(names, luck, deal)
    for step in names.steps:
        taken = ceasefire if step == "ceasefire" else np.where(luck(f"step.{step}") < 0.3, 60 * luck(step) + 1, np.nan)
        columns[f"step.{step}"] = _rounds(np.minimum(taken, ended))
    columns |= _preconditions(names, luck, ended) | _tracks(names, luck, ended)
    columns["left.us"] = _rounds(np.where(luck("left") < 0.2, np.minimum(30 + 40 * luck("exit"), ended), np.nan))
    columns["vetoed.ukraine"] = (luck("veto") < 0.05).astype(np.int16)
    return pd.DataFrame(columns)


def _rounds(values: NDArray[np.float64]) -> pd.Series:
    return pd.Series(np.floor(values)).astype("Int16")


def _texts(names: Names, luck: Luck) -> dict[str, object]:
    columns: dict[str, object] = {}
    for issue in names.issues:
        draw = luck(f"text.{issue.name}") ** 1.5
        if issue.options is None:
            columns[f"text.{issue.name}"] = (0.2 + 0.6 * draw).astype(np.float32)
        else:
            codes = np.floor(draw * len(issue.options)).astype(np.int8)
            columns[f"text.{issue.name}"] = pd.Categorical.from_codes(codes, categories=list(issue.options))
    return columns


def _utilities(names: Names, luck: Luck, deal: NDArray[np.bool_]) -> dict[str, object]:
    columns: dict[str, object] = {}
    for position, actor in enumerate(names.actors):
        disagreement = 0.3 + 0.05 * position + 0.25 * luck(f"disagreement.{actor}")
        gain = np.where(deal, 0.05 + 0.3 * luck(f"gain.{actor}"), 0.0)
        columns[f"utility.{actor}"] = (disagreement + gain).astype(np.float32)
        columns[f"disagreement.{actor}"] = disagreement.astype(np.float32)
    return columns


def _preconditions(names: Names, luck: Luck, ended: NDArray[np.float64]) -> dict[str, object]:
    columns: dict[str, object] = {}
    for position, rule in enumerate(names.preconditions):
        waived = np.where(luck(f"w.{rule.column}") < 0.12 * position, 1 + 77 * luck(f"when.{rule.column}"), np.nan)
        satisfied = np.where(luck(f"s.{rule.column}") < 0.25, 10 + 60 * luck(f"at.{rule.column}"), np.nan)
        waived, satisfied = (np.where(when <= ended, when, np.nan) for when in (waived, satisfied))
        columns[f"waived.{rule.column}"] = _rounds(waived)
        columns[f"satisfied.{rule.column}"] = _rounds(satisfied)
        last = np.fmin(np.fmin(waived, satisfied), ended)
        columns[f"blocked.{rule.column}"] = np.floor(last * luck(f"b.{rule.column}")).astype(np.int16)
    return columns


def _tracks(names: Names, luck: Luck, ended: NDArray[np.float64]) -> dict[str, object]:
    columns: dict[str, object] = {}
    for position, track in enumerate(names.tracks):
        met = np.where(luck(f"met.{track}") < 0.95 - 0.4 * position, 1 + 30 * luck(f"first.{track}"), np.nan)
        met = np.where(met <= ended, met, np.nan)
        columns[f"met.{track}"] = _rounds(met)
        meetings = np.where(np.isnan(met), 0, 1 + np.floor((ended - np.nan_to_num(met)) / 4))
        columns[f"meetings.{track}"] = meetings.astype(np.int16)
        columns[f"refused.{track}"] = np.floor(ended * position / 4).astype(np.int16)
    return columns
