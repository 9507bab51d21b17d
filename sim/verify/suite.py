"""Playing reference games through the ordinary engine, and holding their outcome tables against theory."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from sim.ensemble import play
from sim.errors import InputError
from sim.scenario import Scenario
from sim.scenario.suggest import allowed_or_meant
from sim.verify.check import Case, Check, Played, Verdict
from sim.verify.game import LONGER, Game
from sim.verify.registry import games

Status = Literal["agrees", "fails", "deviates", "agrees after all"]
Progress = Callable[[int, int], None]
"""Told how many cases are played, and of how many."""
SEED = 7


@dataclass(frozen=True)
class Finding:
    """What came of one check of one case.

    `status`: it agrees; it fails; it deviates, as is known and for a `reason`; or it agrees although it was said to
    deviate, which is a fault of the suite.
    """

    game: str
    case: Case
    check: Check
    verdict: Verdict
    runs: int

    @property
    def status(self) -> Status:
        """Agreement, failure, or a known deviation."""
        if self.check.deviates:
            return "agrees after all" if self.verdict.agrees else "deviates"
        return "agrees" if self.verdict.agrees else "fails"

    @property
    def faulty(self) -> bool:
        """Whether the suite as a whole fails for it."""
        return self.status in ("fails", "agrees after all")

    def to_dict(self) -> dict[str, object]:
        """Plain data; what is not a number is None."""
        verdict = self.verdict
        return {
            "game": self.game, "case": self.case.label, "series": self.case.series, "at": _plain(self.case.at),
            "quantity": self.check.what, "simulated": _plain(verdict.simulated), "exact": _plain(verdict.exact),
            "error": _plain(verdict.error), "z": None if verdict.z is None else _plain(verdict.z),
            "runs": self.runs, "status": self.status, "reason": self.check.deviates,
        }  # fmt: skip


@dataclass(frozen=True)
class GameFindings:
    """What came of a game, check by check."""

    game: Game
    findings: tuple[Finding, ...]

    @property
    def faulty(self) -> bool:
        """Whether any check fails, or agrees although it was said not to."""
        return any(finding.faulty for finding in self.findings)


@dataclass(frozen=True)
class Verification:
    """What came of the suite."""

    games: tuple[GameFindings, ...]
    long: bool
    seed: int

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All of them, game by game."""
        return tuple(finding for played in self.games for finding in played.findings)

    @property
    def faulty(self) -> bool:
        """Whether the suite fails."""
        return any(played.faulty for played in self.games)

    def count(self, status: Status) -> int:
        """How many checks came out like this."""
        return sum(finding.status == status for finding in self.findings)


def chosen(names: Sequence[str] = ()) -> list[Game]:
    """The games of these names, in the order of the suite; all without names. InputError for an unknown name."""
    known = {game.name: game for game in games()}
    for name in names:
        if name not in known:
            raise InputError(f"there is no reference game '{name}'; {allowed_or_meant(name, known)}")
    return [game for name, game in known.items() if not names or name in names]


def verify(
    names: Sequence[str] = (), *, long: bool = False, seed: int = SEED, workers: int | None = None,
    progress: Progress | None = None,
) -> Verification:  # fmt: skip
    """Play reference games (all without names) and hold them against theory; see `sim.verify.registry`.

    The long form has a denser grid and `LONGER` times the runs. Raises InputError for an unknown name.
    """
    picked = chosen(names)
    grids = [list(game.cases(long)) for game in picked]
    total = sum(map(len, grids))
    done = 0
    played: list[GameFindings] = []
    for game, grid in zip(picked, grids, strict=True):
        base = game.load()
        runs = game.runs * (LONGER if long else 1)
        found: list[Finding] = []
        for case in grid:
            found += _judged(game, base, case, runs, seed, workers)
            done += 1
            if progress is not None:
                progress(done, total)
        played.append(GameFindings(game, tuple(found)))
    return Verification(tuple(played), long, seed)


def _judged(
    game: Game, base: Scenario, case: Case, runs: int, seed: int, workers: int | None
) -> Iterator[Finding]:  # fmt: skip
    here = _played(base.with_(dict(case.settings)), runs, seed, workers)
    there = None if case.against is None else _played(base.with_(dict(case.against)), runs, seed, workers)
    for check in case.checks:
        yield Finding(game.name, case, check, check.judge(here, there), runs)


def _played(scenario: Scenario, runs: int, seed: int, workers: int | None) -> Played:
    """Runs of a scenario, each with a draw of its own, so that they are independent."""
    return Played(scenario, play(scenario, 0, runs, seed, runs_per_point=1, workers=workers), seed)


def _plain(value: float) -> float | None:
    return value if math.isfinite(value) else None
