"""The shortest course to a goal, told event by event.

The solver says in which round the goal can be reached at the earliest, and shows one such course. From it only what the
goal needs is kept, walking back from the goal, and each event is moved to the earliest round that what it waited for
allows (unless floors forbid: they shut texts, so that a step may have to wait for a signature).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import TypeAlias

from sim.scenario import Condition
from sim.structure.answers import Entry, EventKind, Roadmap
from sim.structure.encoding import Encoding, chosen
from sim.structure.words import Words, listed, sentence
from sim.structure.world import Held, Table, World

Event: TypeAlias = tuple[EventKind, str, int]  # what, of which step or track, in which slot of the course found


@dataclass
class Course:
    """What a course needs of what it shows: events, and (event, lag) that each waits for."""

    waits: dict[Event, list[tuple[Event, int]]] = field(default_factory=dict)
    notes: dict[Event, list[str]] = field(default_factory=dict)


class Mapmaker:
    """Roadmaps of a world, on the formula in rounds."""

    def __init__(self, encoding: Encoding, words: Words) -> None:
        """Keep the formula; nothing is known yet of how early goals can be reached."""
        self.encoding = encoding
        self.world: World = encoding.world
        self.words = words
        self.fastest: dict[str, int | None] = {}

    def roadmap(self, goal: str, standing: Collection[str], waived: Iterable[str] = ()) -> Roadmap | None:
        """The shortest course while the holds `standing` stand; None if there is none within the clock's rounds.

        `waived` are the holds that it says were waived for it.
        """
        slot = self._earliest(goal, standing)
        if slot is None:
            return None
        if not self._possible(goal, standing, slot):  # so that the model is that of this slot
            raise AssertionError("a course that was possible is not")
        course = _Walk(self, standing, self.encoding.model()).back_from(goal)
        times = self._times(course, standing)
        entries = [Entry(0, "waiver", key, *self._waiver(key)) for key in waived]
        ordered = sorted(course.waits, key=lambda event: (times[event], _PHASE[event[0]], event[1]))
        entries += [self._entry(event, times[event], course) for event in ordered]
        return Roadmap(tuple(entries), max(entry.round for entry in entries))

    def _possible(self, goal: str, standing: Collection[str], slot: int) -> bool:
        encoding = self.encoding
        stands = [encoding.stands[key] for key in standing]
        return encoding.possible([*stands, *encoding.required.values(), encoding.goal(goal, slot)])

    def _earliest(self, goal: str, standing: Collection[str]) -> int | None:
        """The first slot in which the goal can be reached, by halving; with fewer holds it is never later."""
        if goal not in self.fastest:
            always = [held.key for held in self.world.holds if held.never and held.key in standing]
            self.fastest[goal] = self._first_slot(goal, always, 0)
        start = self.fastest[goal]
        return None if start is None else self._first_slot(goal, standing, start)

    def _first_slot(self, goal: str, standing: Collection[str], low: int) -> int | None:
        if self._possible(goal, standing, low):
            return low
        high = len(self.encoding.slots) - 1
        if not self._possible(goal, standing, high):
            return None
        while high - low > 1:
            middle = (low + high) // 2
            if self._possible(goal, standing, middle):
                high = middle
            else:
                low = middle
        return high

    def _times(self, course: Course, standing: Collection[str]) -> dict[Event, int]:
        """Each event's round, counted from 0: as early as what it waits for allows, if floors let all of them be."""
        found = self._found(course)
        clock = self.encoding.clock
        start = {table.name: clock.start(table) for table in self.world.tables}
        times: dict[Event, int] = {}
        for event in sorted(course.waits, key=lambda event: (found[event], _PHASE[event[0]])):
            earliest = start[event[1]] if event[0] == "meeting" else 0
            times[event] = max([earliest, *(times[before] + lag for before, lag in course.waits[event])])
        return times if times == found or self._is_possible(times, course, standing) else found

    def _found(self, course: Course) -> dict[Event, int]:
        """The rounds of the course that the solver found; a signature that absent actors give comes a round later."""
        late = {event for event, waits in course.waits.items() if event[0] == "signature" and waits[0][1] == 1}
        return {event: self.encoding.clock.times[event[2]] + (1 if event in late else 0) for event in course.waits}

    def _is_possible(self, times: dict[Event, int], course: Course, standing: Collection[str]) -> bool:
        """Whether the events of a course can come at just these times."""
        encoding = self.encoding
        assumed = [encoding.stands[key] for key in standing] + list(encoding.required.values())
        for (kind, name, _), time in times.items():
            slot = encoding.clock.slot_at(time)
            if encoding.clock.times[slot] != time:
                return False
            if kind == "step":
                assumed += [encoding.in_force[name][slot], *(-earlier for earlier in encoding.in_force[name][:slot])]
            elif kind == "meeting":
                assumed.append(encoding.meets[name, slot])
        for event, waits in course.waits.items():
            if event[0] == "signature":
                assumed.append(encoding.signs[event[1], encoding.clock.slot_at(times[waits[0][0]])])
        return encoding.possible(assumed)

    def _waiver(self, key: str) -> tuple[str, tuple[str, ...], str]:
        held = self.world.by_key[key]
        label = held.rule.label or key.replace("_", " ")
        return label, (held.holder,), sentence([f"{self.words.actor(held.holder)} no longer insists on it"]).rstrip(".")

    def _entry(self, event: Event, time: int, course: Course) -> Entry:
        kind, name, _ = event
        why = "; ".join(course.notes[event])
        if kind == "step":
            parties = tuple(self.world.scenario.steps[name].parties)
            return Entry(time + 1, kind, name, self.words.step_label(name), parties, why)
        table = next(table for table in self.world.tables if table.name == name)
        seated = self.world.scenario.tracks[name].participants
        return Entry(time + 1, kind, name, self.words.track(table.name), tuple(seated), why)


_PHASE = {"waiver": 0, "step": 1, "meeting": 2, "signature": 3}


class _Walk:
    """Back from a goal along what it waits for, in one course that the solver found."""

    def __init__(self, maker: Mapmaker, standing: Collection[str], model: set[int]) -> None:
        self.maker = maker
        self.encoding = maker.encoding
        self.world = maker.world
        self.words = maker.words
        self.standing = [held for held in self.world.holds if held.key in set(standing)]
        self.model = model
        self.course = Course()

    def back_from(self, goal: str) -> Course:
        """All that the goal needs."""
        if goal in self.world.steps:
            self._step(goal)
        elif goal == "talks":
            formal = [table.name for table in self.world.formal_tables]
            met = ((name, t) for t in self.encoding.slots for name in formal)
            self._meeting(*next(at for at in met if self.encoding.meets[at] in self.model))
        else:
            ways = [way for t in self.encoding.slots for way in self.encoding.completions[t]]
            table, t = next((table, t) for literal, table, t in ways if literal in self.model)
            self._signature(table, t)
        return self.course

    def _add(self, event: Event) -> bool:
        """Note an event; false if it was there."""
        if event in self.course.waits:
            return False
        self.course.waits[event] = []
        self.course.notes[event] = []
        return True

    def _wait(self, event: Event, before: Event, lag: int, why: str = "") -> None:
        self.course.waits[event].append((before, lag))
        if why and why not in self.course.notes[event]:
            self.course.notes[event].append(why)

    def _step(self, name: str) -> Event:
        t = chosen(self.encoding.in_force[name], self.model)
        event: Event = ("step", name, t)
        if not self._add(event):
            return event
        for step, other in self.world.requirements:
            if step == name:
                lag = self.encoding.clock.requirement(self.world, step, other)
                self._wait(event, self._step(other), lag, self.words.requirement(step, other))
        for held in self.standing:
            if held.gate_step != name:
                continue
            if held.after:
                self._wait(event, self._step(held.after), 1, f"after {self.words.the_step(held.after)}")
            else:
                self._table_text(event, held, t, 1)
        return event

    def _table_text(self, event: Event, held: Held, t: int, lag: int) -> None:
        """What put the text on the table that `held` asks for: a meeting before slot `t`, or steps that lifted it."""
        assert held.rule.text is not None
        says = self.words.says(held.rule.text)
        self.course.notes[event].append(f"the text on the table says {says}")
        before = [s for s in range(t) if self.encoding.tabled[s] in self.model]
        if before:
            tables = [b.name for b in self.world.tables if self.encoding.meets[b.name, before[-1]] in self.model]
            self._wait(event, self._meeting(tables[0], before[-1]), 1)
        for step in self.world.steps:
            taken = chosen(self.encoding.in_force[step], self.model)
            if 0 <= taken <= t - lag and held.rule.text.issue in self.world.floors[step]:
                self._wait(event, self._step(step), lag)

    def _meeting(self, name: str, t: int) -> Event:
        event: Event = ("meeting", name, t)
        if not self._add(event):
            return event
        table = next(table for table in self.world.tables if table.name == name)
        for held in self.standing:
            if not held.concerns(table):
                continue
            if held.after:
                self._wait(event, self._step(held.after), 0, f"after {self.words.the_step(held.after)}")
            elif held.rule.text is not None:
                self._table_text(event, held, t, 0)
        for other in [other for other in self.course.waits if other[:2] == ("meeting", name) and other[2] < t]:
            self._wait(event, other, self.encoding.clock.every(table))
        return event

    def _signature(self, name: str, t: int) -> Event:
        table = next(table for table in self.world.tables if table.name == name)
        absent = sorted(actor for actor, literal in self.encoding.signers.items() if self._away(actor, literal, table))
        event: Event = ("signature", name, t)
        self._add(event)
        self._wait(event, self._meeting(name, t), 1 if absent else 0)
        for held in self.standing:
            self._signer(event, held, table)
        if absent:
            self.course.notes[event].append(f"{self.words.actors(absent)} must sign the initialled text")
        taken = {name for kind, name, _ in self.course.waits if kind == "step"}
        carried = [self._carried(step) for step in self.world.steps if step not in taken]
        if any(carried):
            self.course.notes[event].append(f"it carries out the {listed([words for words in carried if words])}")
        return event

    def _carried(self, step: str) -> str:
        """A step that the settlement carries out, with what its text has to say for that; empty if it does not."""
        condition = self.world.scenario.steps[step].in_settlement
        if isinstance(condition, Condition):
            return f"{self.words.step(step)} (if it says {self.words.says(condition)})"
        return self.words.step(step) if condition else ""

    def _away(self, actor: str, literal: int, table: Table) -> bool:
        return literal in self.model and actor not in table.seated

    def _signer(self, event: Event, held: Held, table: Table) -> None:
        """What a signer's hold on signing made the signature wait for, or the text say or leave out."""
        present = held.holder in table.seated
        signers = self.encoding.signers if present else self.encoding.final_signers
        if not held.about_signing or signers.get(held.holder) not in self.model:
            return
        text = self.encoding.text if present else self.encoding.final
        if held.gate_condition is not None:
            clauses = self.encoding.says(text, held.gate_condition)
            if not all(any(self._true(literal) for literal in clause) for clause in clauses):
                note = f"the text leaves out {self.words.says(held.gate_condition)}"
                if note not in self.course.notes[event] and not self._by_then(held.after, event[2]):
                    self.course.notes[event].append(note)
                return
        if held.after:
            self.course.notes[event].append(f"after {self.words.the_step(held.after)}")
            # those present answer at the meeting, the absent when the initialled text reaches them
            waiting = self.course.waits[event][0][0] if present else event
            self._wait(waiting, self._step(held.after), 0)
        elif held.rule.text is not None:
            self.course.notes[event].append(f"the text says {self.words.says(held.rule.text)}")

    def _by_then(self, step: str, slot: int) -> bool:
        return bool(step) and self.encoding.in_force[step][slot] in self.model

    def _true(self, literal: int) -> bool:
        return literal in self.model if literal > 0 else -literal not in self.model
