"""All possible courses of a scenario as one formula in propositional logic, on which a SAT solver is asked.

The steps in force grow from slot to slot (Kautz and Selman 1992: planning as satisfiability), the text on the table
changes at meetings, and one text may be signed. A hold is a literal: where it is assumed the hold stands, else it is
waived. So is a requirement of the world. Levels of a text are coded by order: a literal for "at least level k".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from sim.structure.clock import Clock
from sim.structure.formula import Formula, Text
from sim.structure.world import Held, Table, World


class Encoding(Formula):
    """The formula of a world on a clock, in a solver.

    Literals: `stands` (key of a hold -> it stands), `reciprocal` (key -> it stands in its weaker, reciprocal form),
    `required` ((step, other) -> the world requires it), `in_force` (step -> a literal a slot: it is in force after the
    steps of that slot), `meets` ((track, slot) -> it meets), `signs` ((track, slot) -> a text is signed there), `met`
    and `signed` (a literal a slot: by then), `meeting` and `completing` (slot -> the ways in which that comes in it).
    """

    def __init__(self, world: World, clock: Clock) -> None:
        """Write the formula."""
        super().__init__(world)
        self.clock = clock
        self.slots = range(len(clock.times))
        self.stands = {held.key: self.new() for held in world.holds}
        self.reciprocal = {held.key: self.new() for held in world.holds if held.gate == "step" and held.after}
        self.required = {pair: self.new() for pair in world.requirements}
        self.in_force = {step: [self.new() for _ in self.slots] for step in world.steps}
        self.meets = {(table.name, t): self._meeting(table, t) for table in world.tables for t in self.slots}
        self.signs = {(table.name, t): self.new() for table in world.formal_tables for t in self.slots}
        self._write_standing_text()
        self._write_steps()
        self._write_meetings()
        self._write_signature()
        for held in world.holds:
            self.write_hold(held, self.stands[held.key])
            if held.key in self.reciprocal:
                self._write_reciprocal(held)
        self.meeting = {t: [self.meets[table.name, t] for table in world.formal_tables] for t in self.slots}
        self.completions = self._completions()
        self.completing = {t: [literal for literal, _, _ in ways] for t, ways in self.completions.items()}
        self.met = self._by_then(self.meeting)
        self.signed = self._by_then(self.completing)

    def goal(self, name: str, slot: int = -1) -> int:
        """The literal of a goal: a step, `talks` or `signature` by `slot`, by default ever."""
        if name in self.in_force:
            return self.in_force[name][slot]
        return (self.signed if name == "signature" else self.met)[slot]

    def force(self, step: str, time: int) -> int:
        """The literal for a step being in force at the end of `time`."""
        slot = self.clock.slot_at(time)
        return self.in_force[step][slot] if slot >= 0 else -self.true

    def _meeting(self, table: Table, t: int) -> int:
        return self.new() if self.clock.times[t] >= self.clock.start(table) else -self.true

    def _by_then(self, ways: dict[int, list[int]]) -> list[int]:
        """A literal a slot that implies one of the `ways` in this slot or before."""
        literals: list[int] = []
        for t in self.slots:
            literals.append(self.new())
            self.add(-literals[t], *ways[t], *literals[t - 1 : t])
        return literals

    def _lifted(self, issue: str, level: int, time: int) -> list[int]:
        """Literals of the steps in force at `time` that let no text fall below `level` (at least 1) of an issue."""
        steps = (step for step in self.world.steps if self.world.floors[step].get(issue, 0) >= level)
        return [self.force(step, time) for step in steps]

    # The text on the table --------------------------------------------------------------------------------------
    def _write_standing_text(self) -> None:
        """`before[t]` is the text when slot t begins, `lifted[t]` the same once steps have raised floors under it."""
        world, issues = self.world, self.world.standing_issues
        self.before = [self._text(issues) for _ in range(len(self.slots) + 1)]
        self.lifted = [self._text(issues) for _ in self.slots]
        self.exists = [self.new() for _ in range(len(self.slots) + 1)]
        self.tabled = [self.new() for _ in self.slots]
        self.add(self.exists[0] if world.has_opening else -self.exists[0])
        for issue in issues:
            scale = world.scales[issue]
            start = world.opening(issue) if world.has_opening else scale.status_quo
            for k in range(1, scale.top + 1):
                literal = self.before[0][issue][k - 1]
                self.add(literal if k <= start else -literal)
        for t in self.slots:
            self.add(-self.exists[t + 1], self.exists[t], self.tabled[t])
            self.add(-self.tabled[t], *(self.meets[table.name, t] for table in world.tables))
            for issue in issues:
                self._write_change(issue, t)

    def _write_change(self, issue: str, t: int) -> None:
        """How the text on one issue goes on: a step lifts it, a meeting replaces it, who leaves takes it back."""
        falls = [self.new()] if issue in self.world.falling else []
        for k in range(1, self.world.scales[issue].top + 1):
            before, lifted = self.before[t][issue][k - 1], self.lifted[t][issue][k - 1]
            after = self.before[t + 1][issue][k - 1]
            floors = self._lifted(issue, k, self.clock.times[t])
            self.add(-before, lifted)
            self.add(-lifted, before, *floors)
            self.add(-lifted, after, self.tabled[t], *falls)
            self.add(lifted, -after, self.tabled[t], *falls)
            for floor in floors:
                self.add(-floor, lifted)
                self.add(-floor, after)
            for fall in falls:
                self._write_fall(fall, issue, k, after, floors)

    def _write_fall(self, fall: int, issue: str, k: int, level: int, floors: Sequence[int]) -> None:
        """Where `fall` holds, a text is at the status quo of an issue, or at a floor above it: `level` is that of k."""
        if k <= self.world.scales[issue].status_quo:
            self.add(-fall, level)
        else:
            self.add(-fall, -level, *floors)

    # Steps and meetings -----------------------------------------------------------------------------------------
    def _write_steps(self) -> None:
        """A step stays in force; what it waits for was there when its parties decided, that is before its slot."""
        for step in self.world.steps:
            force = self.in_force[step]
            for earlier, later in pairwise(force):
                self.add(-earlier, later)
        for step, other in self.world.requirements:
            wait = self.clock.requirement(self.world, step, other)
            for t in self.slots:
                needed = self.force(other, self.clock.times[t] - wait)
                self.add(-self.required[step, other], -self.in_force[step][t], needed)

    def _write_meetings(self) -> None:
        """How often a track meets, and whose text counts: after a formal meeting only those of formal ones."""
        formal_before: int | None = None
        for t in self.slots:
            for table in self.world.tables:
                self._write_spacing(table, t)
                if not table.formal and formal_before is not None:
                    self.add(-self.meets[table.name, t], -formal_before)
            following = self.new()
            for literal in [formal_before, *(self.meets[table.name, t] for table in self.world.formal_tables)]:
                if literal is not None:
                    self.add(-literal, following)
            formal_before = following

    def _write_spacing(self, table: Table, t: int) -> None:
        """Two meetings of a track are apart by its interval."""
        every = self.clock.every(table)
        for earlier in range(t - 1, -1, -1):
            if self.clock.times[t] - self.clock.times[earlier] >= every:
                break
            self.add(-self.meets[table.name, earlier], -self.meets[table.name, t])

    # The signature ----------------------------------------------------------------------------------------------
    def _write_signature(self) -> None:
        """One text as it is tabled, and as it is when absent signatories answer: steps may have lifted it meanwhile."""
        self.text, self.final = self._text(self.world.scales), self._text(self.world.scales)
        self.signers, self.final_signers = self._signers(self.text), self._signers(self.final)
        self.absent = {table.name: self._absent(table) for table in self.world.formal_tables}
        for table in self.world.formal_tables:
            for t in self.slots:
                self._write_signing(table, t)

    def _signers(self, text: Text) -> dict[str, int]:
        """Actor -> the literal for having to sign `text`: the signatories, and who delivers what departs from today."""
        reasons: dict[str, list[int]] = {}
        for issue, scale in self.world.scales.items():
            above = self.at_least(text, scale, scale.status_quo + 1)
            below = -self.at_least(text, scale, scale.status_quo)
            for actor in self.world.deliverers(issue):
                reasons.setdefault(actor, []).extend([above, below])
        signers = dict.fromkeys(sorted(self.world.signatories), self.true)
        for actor in sorted(set(reasons) - self.world.signatories):
            signers[actor] = self.new()
            self.add(-signers[actor], *reasons[actor])
            for reason in reasons[actor]:
                self.add(-reason, signers[actor])
        return signers

    def _absent(self, table: Table) -> int:
        """The literal for somebody having to sign who is not at the table."""
        away = [literal for actor, literal in self.signers.items() if actor not in table.seated]
        absent = self.new()
        self.add(-absent, *away)
        for literal in away:
            self.add(-literal, absent)
        return absent

    def _write_signing(self, table: Table, t: int) -> None:
        signs, now = self.signs[table.name, t], self.clock.times[t]
        self.add(-signs, self.meets[table.name, t])
        if not self.world.initialling or t + 1 == len(self.slots):
            self.add(-signs, -self.absent[table.name])
        for issue, scale in self.world.scales.items():
            falls = [self.new()] if issue in self.world.falling else []
            for k in range(1, scale.top + 1):
                text, final = self.text[issue][k - 1], self.final[issue][k - 1]
                for floor in self._lifted(issue, k, now):
                    self.add(-signs, -floor, text)
                floors = self._lifted(issue, k, now + 1)
                self.add(-signs, -text, final, *falls)
                self.add(-signs, -final, text, *floors, *falls)
                for fall in falls:
                    self._write_fall(fall, issue, k, final, floors)
                for floor in floors:
                    self.add(-signs, -floor, final)

    def _completions(self) -> dict[int, list[tuple[int, str, int]]]:
        """For each slot the ways in which a signature is complete in it: (literal, track, slot of its meeting)."""
        ways: dict[int, list[tuple[int, str, int]]] = {t: [] for t in self.slots}
        for table in self.world.formal_tables:
            for t in self.slots:
                signs = self.signs[table.name, t]
                at_once = self.new()
                self.add(-at_once, signs)
                self.add(-at_once, -self.absent[table.name])
                self.add(-signs, self.absent[table.name], at_once)
                ways[t].append((at_once, table.name, t))
                if t + 1 < len(self.slots) and self.clock.times[t + 1] == self.clock.times[t] + 1:
                    ways[t + 1].append((signs, table.name, t))
        return ways

    # Holds ------------------------------------------------------------------------------------------------------
    def write_hold(self, held: Held, stands: int) -> None:
        """Where the literal `stands` holds, nothing happens against the hold."""
        for event, clauses in self.events(held):
            for clause in clauses:
                self.add(-stands, *(-literal for literal in event), *clause)

    def events(self, held: Held) -> Iterator[tuple[list[int], list[list[int]]]]:
        """Each event that a hold is about, with the clauses that the hold wants satisfied when it happens.

        An event is given by literals all of which hold just if it happens.
        """
        for t in self.slots:
            if held.gate == "step":
                force = self.in_force[held.gate_step]
                yield [force[t], *(-earlier for earlier in force[:t][-1:])], self._step_clauses(held, t)
                continue
            for table in self.world.formal_tables if held.about_signing else self.world.tables:
                if held.about_signing:
                    yield [self.signs[table.name, t]], self._signing_clauses(held, table, t)
                elif held.concerns(table):
                    yield [self.meets[table.name, t]], self._table_clauses(held, table, t)

    def _write_reciprocal(self, held: Held) -> None:
        """The weaker form of a hold on the order of steps: its step not before the other, but in the same round."""
        for t in self.slots:
            self.add(-self.reciprocal[held.key], -self.in_force[held.gate_step][t], self.in_force[held.after][t])

    def _step_clauses(self, held: Held, t: int) -> list[list[int]]:
        """Clauses for a hold on a step being met when slot `t` begins."""
        if held.after:
            return [[self.force(held.after, self.clock.times[t] - 1)]]
        assert held.rule.text is not None
        return [[self.exists[t]], *self.says(self.before[t], held.rule.text)]

    def _table_clauses(self, held: Held, table: Table, t: int) -> list[list[int]]:
        """Clauses for a hold on meetings being satisfied at a track's meeting in slot `t`."""
        if held.wait == "table":
            return [[-self.true]] if held.breaks(table.seated) else []
        if held.wait == "after":
            return [[self.in_force[held.after][t]]]
        assert held.rule.text is not None
        return [[self.exists[t]], *self.says(self.lifted[t], held.rule.text)]

    def _signing_clauses(self, held: Held, table: Table, t: int) -> list[list[int]]:
        """Clauses for a hold on signing being satisfied if the text is signed at a track in slot `t`.

        Those present answer in that slot, absent signatories in the next round, on the text as it is then.
        """
        present = held.holder in table.seated
        text, signers = (self.text, self.signers) if present else (self.final, self.final_signers)
        if held.holder not in signers:
            return []
        spared = [-signers[held.holder]]
        clauses = [[]] if held.gate_condition is None else self.says(text, held.gate_condition)
        if held.gate_condition is not None:
            spared += [-literal for clause in clauses for literal in clause]
        if held.wait == "table":
            return [[*spared, -self.true]] if held.breaks(table.seated) else []
        if held.wait == "after":
            time = self.clock.times[t] + (0 if present else 1)
            return [[*spared, self.force(held.after, time)]]
        assert held.rule.text is not None
        return [[*spared, *clause] for clause in self.says(text, held.rule.text)]


def chosen(literals: Sequence[int], model: set[int]) -> int:
    """The first place at which one of the literals holds, -1 if none does."""
    return next((place for place, literal in enumerate(literals) if literal in model), -1)
