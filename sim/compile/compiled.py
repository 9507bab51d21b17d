"""A scenario ready to be played: its layout, its buffer of parameters, and the places of what is uncertain."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim import arrays as on
from sim.arrays import Floats, Integers, Layout, Parameters, State
from sim.chance import fill_points, purpose
from sim.compile.buffer import CONVERSIONS, Buffer, Shape, Target, indices, parameters_on
from sim.compile.layout import lay_out, relation_table
from sim.compile.names import Names, name_axes
from sim.compile.parameters import parameter_shapes, place_all
from sim.outcomes import Column, columns
from sim.scenario import Distribution, Scenario
from sim.scenario.distribution import quantiles

LOG_EVENTS = 20_000


@dataclass(frozen=True)
class Work:
    """Memory in which runs are played one after the other: not to be shared between threads.

    ``own`` and ``seen`` are views on ``own_buffer`` and ``seen_buffer``; without private information both are the
    same.
    """

    own_buffer: Floats
    seen_buffer: Floats
    own: Parameters
    seen: Parameters
    state: State


@dataclass(frozen=True)
class Compiled:
    """A scenario as arrays.

    ``dimensions`` are the uncertain numbers that reach a parameter, by path in the order of the columns of a design.
    """

    scenario: Scenario
    names: Names
    layout: Layout
    shapes: Mapping[str, Shape]
    base: Floats
    seen_base: Floats
    targets: tuple[Target, ...]
    dimensions: Mapping[str, Distribution]

    @cached_property
    def purposes(self) -> Integers:
        """Hashes of the dimensions' paths."""
        return indices([purpose(path) for path in self.dimensions])

    @cached_property
    def own_places(self) -> Integers:
        """Where in the buffer each target is written."""
        return indices([target.place for target in self.targets])

    @cached_property
    def seen_mask(self) -> Integers:
        """1 for each target whose draw the others know."""
        return indices([0 if target.private else 1 for target in self.targets])

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """The columns of a row that the kernel fills."""
        names = self.names
        options = [
            (name, () if self.scenario.terms[name].divisible else tuple(self.scenario.terms[name].options))
            for name in names.issues
        ]
        return columns(options, names.actors, names.steps, names.preconditions, names.tracks)

    @cached_property
    def shown(self) -> list[int]:
        """Which of the columns say something: who can leave, be vetoed, learn from a front."""
        hidden = {f"left.{actor}" for actor in self.names.actors if actor not in self.names.third_parties}
        hidden |= {f"vetoed.{actor}" for actor in self.names.actors if actor not in self.names.ratifiers}
        if self.layout.setting[on.WAR] != on.FRONT_WAR:
            hidden |= {f"belief.{actor}" for actor in self.names.actors}
        return [place for place, column in enumerate(self.columns) if column.name not in hidden]

    def point(self, number: int, seed: int) -> Floats:
        """Values (1, dimensions) of one parameter point."""
        return self.draws(self.cube(number, 1, seed))

    def write_point(self, work: Work, draws: Floats) -> None:
        """Write one parameter point, ``draws`` (1, dimensions), to the buffers of ``work``."""
        for target, value in zip(self.targets, self.written(draws)[0], strict=True):
            work.own_buffer[target.place] = value
            if not target.private:
                work.seen_buffer[target.place] = value

    def cube(self, first_point: int, points: int, seed: int) -> Floats:
        """Uniforms (points, dimensions) of parameter points ``first_point`` onwards."""
        cube = np.empty((points, len(self.dimensions)))
        fill_points(first_point, points, self.purposes, seed, cube)
        return cube

    def draws(self, cube: Floats) -> Floats:
        """Values (points, dimensions) of a ``cube`` of uniforms, by inverse transform, as a scenario states them."""
        return quantiles(tuple(self.dimensions.values()), cube)

    def written(self, draws: Floats) -> Floats:
        """Values (points, targets) to be written to the buffer, from ``draws`` (points, dimensions)."""
        weeks = self.scenario.round_days / 7.0
        column = {path: number for number, path in enumerate(self.dimensions)}
        written = draws[:, [column[target.dimension] for target in self.targets]]
        for name, convert in CONVERSIONS.items():
            alike = [number for number, target in enumerate(self.targets) if target.conversion == name]
            written[:, alike] = convert(written[:, alike], weeks)
        return written

    def work(self, log_events: int = 0) -> Work:
        """Fresh memory for playing runs, with room for ``log_events`` events."""
        own_buffer = self.base.copy()
        private = bool(self.layout.actor[:, on.IS_PRIVATE].any())
        seen_buffer = self.seen_base.copy() if private else own_buffer
        shapes = dict(self.shapes)
        return Work(
            own_buffer, seen_buffer, parameters_on(own_buffer, shapes), parameters_on(seen_buffer, shapes),
            new_state(self, log_events),
        )  # fmt: skip


def compile_scenario(scenario: Scenario) -> Compiled:
    """Scenario -> arrays. Raises InputError where something exceeds what the arrays can hold."""
    names = name_axes(scenario)
    pairs = relation_table(scenario, names)
    needs = sum(len(step.requires) for step in scenario.steps.values())
    shapes = parameter_shapes(scenario, names, len(pairs), needs)
    buffer = Buffer(shapes, scenario.round_days / 7.0, scenario.mechanisms.private_information)
    place_all(scenario, names, buffer, [(int(a), int(b)) for a, b in pairs])
    private = {actor for target in buffer.targets if target.private for actor in who_hides(target.dimension, scenario)}
    hides_stakes = any(target.private and target.dimension.startswith("issues.") for target in buffer.targets)
    layout = lay_out(scenario, names, private, hides_stakes)
    stated = scenario.dimensions()
    reached = sorted({target.dimension for target in buffer.targets})
    return Compiled(
        scenario, names, layout, shapes, buffer.values, buffer.seen, tuple(buffer.targets),
        {path: stated[path] for path in reached},
    )  # fmt: skip


def who_hides(path: str, scenario: Scenario) -> tuple[str, ...]:
    """The actor whose number stands at ``path``, and those who weigh its evaluations in their own."""
    parts = path.split(".")
    actor = parts[1] if parts[0] == "actors" else parts[3]
    if parts[0] == "actors":
        return (actor,)
    return (actor, *(name for name, row in scenario.relations.items() if actor in row and row[actor].influence != 0))


def new_state(compiled: Compiled, log_events: int) -> State:
    """An empty state of the right shapes."""
    names = compiled.names
    actors, issues, steps, tracks = len(names.actors), len(names.issues), len(names.steps), len(names.tracks)
    nodes = compiled.shapes["value"][2]
    conditions, gates = len(names.conditions), len(names.held)
    layout, pies = compiled.layout, compiled.layout.pie.shape[0]
    moves = np.where(layout.issue[:, on.PIE] == on.NOBODY, layout.issue[:, on.NODES] - 1, 0)
    longest = 1 + int(np.sum(moves)) + int(np.sum(4 * (layout.pie[:, on.TERMS] + conditions)))

    def real(*shape: int) -> Floats:
        return np.zeros(shape)

    stake = real(actors, issues, nodes)
    path_value = real(actors, longest, actors)
    hides_stakes = bool(compiled.layout.setting[on.HAS_PRIVATE_STAKES])

    sealed = bool((compiled.layout.track[:, on.PROTOCOL] == on.SEALED).any())

    def whole(*shape: int) -> Integers:
        return np.zeros(shape, dtype=np.int64)

    return in_one_piece(State(
        now=whole(on.NOWS), front=real(on.FRONT_REALS), actor=real(actors, on.ACTOR_REALS),
        outlook=real(on.OUTLOOKS, actors), pace=real(on.PACES, actors), person=whole(actors, 7),
        node=real(issues, nodes), stake=stake,
        seen_stake=real(*stake.shape) if hides_stakes else stake,
        raw_stake=real(actors, issues, nodes), package=real(on.PACKAGES, issues), condition=real(conditions),
        floor=real(issues), step_floor=real(steps, issues), closed=whole(issues), text=real(tracks + 1, issues),
        text_value=real(tracks + 1, actors),
        offer=real(actors + 1 if sealed else 0, issues),
        pie=real(pies, 4), pie_worth=real(pies, actors), pie_ground=real(actors),
        step=whole(steps, 3), decision_threshold=real(steps, actors),
        consent=whole(steps, actors),
        readiest=whole(actors), gate=whole(gates, 3), gate_threshold=real(gates), track=whole(tracks, on.TRACK_STATE),
        seat_order=whole(compiled.layout.seat.size), path_start=real(actors, issues),
        path_end=real(actors, issues),
        path_value=path_value,
        path_seen=real(*path_value.shape) if hides_stakes else path_value,
        path_meets=whole(actors, longest), path_signers=whole(actors, longest), path_waits=whole(actors, longest),
        path_broken=whole(actors, longest),
        path_moved=whole(actors, longest), path_from=real(actors, longest), path_level=real(actors, longest),
        path_share=real(actors, longest if pies else 0, issues),
        path_length=whole(actors), path_barred=whole(actors), luck=real(4, compiled.layout.luck.size),
        normal=real(on.NORMALS, 4), work=real(3, max(issues, actors)), contest=whole(2 * issues),
        deliveries=whole(actors), open_value=real(2, nodes),
        log=real(log_events, 5),
    ))  # fmt: skip


def in_one_piece(state: State) -> State:
    """The same arrays side by side in memory that nothing else is in.

    Small arrays of two threads would else come to lie in one line of the cache, which they would take from each other
    with every number that they write.
    """
    apart = 128 // 8  # two lines: processors fetch them in pairs
    own = list({id(array): array for array in state}.values())
    memory = np.zeros(sum(array.size for array in own) + 2 * apart)
    place = -memory.ctypes.data // 8 % apart
    moved: dict[int, NDArray[Any]] = {}
    for array in own:
        moved[id(array)] = memory[place : place + array.size].view(array.dtype).reshape(array.shape)
        place += array.size
    return State(*(moved[id(array)] for array in state))
