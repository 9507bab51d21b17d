"""Playing what a store does not hold yet: blocks out, parts and sums in, failures kept apart.

A block that fails is played again span by span, so that one bad design point costs no other. What fails then is a
failure of its point and is reported; nothing is left out silently.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from sim.errors import RunError
from sim.study.sweeping.blocks import Block
from sim.study.sweeping.executor import Executor, WorkerKilled
from sim.study.sweeping.parts import DamagedPart
from sim.study.sweeping.playing import Played, player_of
from sim.study.sweeping.store import Files, Store
from sim.study.sweeping.tally import Tally

Progress = Callable[[int, int], None]
"""Told how many runs are done, and how many there will be."""


@dataclass(frozen=True)
class Part:
    """A part of the results, with the points that it holds runs of."""

    name: str
    runs: int
    first_point: int
    last_point: int


@dataclass(frozen=True)
class Failure:
    """Runs `first_run` to `end_run - 1` of a design point that cannot be played, and why."""

    point: int
    first_run: int
    end_run: int
    error: str


class Waves:
    """All that has been played of a study. Blocks are numbered in order, and sums are added up in that order."""

    def __init__(self, store: Store, executor: Executor, progress: Progress | None = None) -> None:
        self.store = store
        self.executor = executor
        self.progress = progress
        self.done = self.total = self.played = 0
        self.failures: list[Failure] = []
        self._kept: dict[tuple[int, int], tuple[Part, Tally]] = {}
        self._numbers: dict[str, tuple[int, int]] = {}
        self._blocks = 0

    @property
    def parts(self) -> list[Part]:
        """The parts, in the order of the blocks."""
        return [self._kept[number][0] for number in sorted(self._kept)]

    @property
    def tallies(self) -> list[Tally]:
        """Sums of the parts, in the same order."""
        return [self._kept[number][1] for number in sorted(self._kept)]

    def play(self, blocks: Iterable[Block], runs: int) -> None:
        """Play blocks with `runs` runs in all, or take from the store what was played before."""
        self.total += runs
        broken: list[tuple[Block, Exception]] = []
        for block, answer in self.executor.play(self._missing(self._numbered(blocks))):
            if isinstance(answer, Played):
                self._keep(block, answer)
            else:
                broken.append((block, answer))
        for block, error in sorted(broken, key=lambda pair: self._numbers[pair[0].name]):
            self._one_by_one(block, error)

    def _numbered(self, blocks: Iterable[Block]) -> Iterator[Block]:
        for block in blocks:
            self._numbers[block.name] = (self._blocks, 0)
            self._blocks += 1
            yield block

    def _missing(self, blocks: Iterable[Block]) -> Iterator[Block]:
        """The blocks of which the store has no sound part; the others are counted."""
        for block in blocks:
            sums = self._stored(block)
            if sums is None:
                yield block
            else:
                self._count(block, sums)

    def _stored(self, block: Block) -> Tally | None:
        if not self.store.has(block.name):
            return None
        try:
            table = self.store.get(block.name)
        except DamagedPart:
            return None
        return player_of(block.recipe).tally(block, table)

    def _keep(self, block: Block, played: Played) -> None:
        try:
            self.store.put(block.name, played.part)
        except RunError as error:
            raise RunError(f"{error}; {self.done:,} of {self.total:,} runs are kept. {GO_ON}") from error
        self._count(block, played.tally)
        if self.played == 0:
            self._check_space(len(played.part) / block.runs)
        self.played += block.runs

    def _count(self, block: Block, sums: Tally) -> None:
        part = Part(block.name, block.runs, int(block.points.min()), int(block.points.max()))
        self._kept[self._numbers[block.name]] = (part, sums)
        self._tell(block.runs)

    def _tell(self, runs: int) -> None:
        self.done += runs
        if self.progress is not None:
            self.progress(self.done, self.total)

    def _check_space(self, bytes_per_run: float) -> None:
        """Compare what is left to write, by the size of the first part, with the free space."""
        if not isinstance(self.store, Files):
            return
        needed = bytes_per_run * (self.total - self.done)
        free = shutil.disk_usage(self.store.folder).free
        if needed > free:
            raise RunError(
                f"{self.store.folder}: the runs that are left take about {needed / 1e9:,.1f} GB, and "
                f"{free / 1e9:,.1f} GB of the disk are free; {self.done:,} of {self.total:,} runs are kept. {GO_ON}"
            )

    def _one_by_one(self, block: Block, error: Exception) -> None:
        """Play a block again, a span at a time: alone if it may have killed its worker, so that it takes none along."""
        number, _ = self._numbers[block.name]
        spans = list(block.singles())
        for place, span in enumerate(spans):
            self._numbers[span.name] = (number, place)
        batches: Sequence[list[Block]] = [[span] for span in spans] if isinstance(error, WorkerKilled) else [spans]
        failed: dict[str, Exception] = {}
        for batch in batches:
            for span, answer in self.executor.play(self._missing(batch)):
                if isinstance(answer, Played):
                    self._keep(span, answer)
                else:
                    failed[span.name] = answer
        for span in spans:
            if span.name in failed:
                self.failures.append(_failure(span, failed[span.name]))
                self._tell(span.runs)


GO_ON = "Make room, then go on with --resume (in Python resume=True)"


def _failure(span: Block, error: Exception) -> Failure:
    what = str(error) if isinstance(error, RunError) else f"{type(error).__name__}: {error}"
    return Failure(int(span.points[0]), int(span.first[0]), int(span.end[0]), what)
