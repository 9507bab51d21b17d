"""One inspectable run as a Mesa model: the very run that the ensemble counts, round by round.

``NegotiationModel(scenario, seed=1, run=42)`` plays run 42 of ``sim.run(scenario, seed=1)`` with the same round.
Its agents are named views of the arrays. An agent of one's own, a subclass of ``Actor`` that overrides what it
decides, is asked in the course of the round; such a model plays the interpreted round, which is much slower.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar
from weakref import WeakKeyDictionary

import mesa
import numpy as np

from sim import arrays as on
from sim.arrays import EVENTS, Floats
from sim.compile import LOG_EVENTS, Compiled, compile_scenario
from sim.errors import InputError
from sim.outcomes import OUTCOMES
from sim.round import begin_run, play_round, write_row
from sim.round.interpreted import twin
from sim.rules.evaluation import level_at, location_at
from sim.scenario import Scenario

Text = dict[str, str | float]


@dataclass(frozen=True)
class Event:
    """Something that happened: the round (from 1), a word of ``EVENTS``, and what the word needs.

    ``subject`` and ``object`` are indices (of a precondition, step, track, actor ...), ``amount`` a number or bits.
    """

    round: int
    what: str
    subject: int
    object: int
    amount: float


class _Counters(WeakKeyDictionary[Any, "itertools.count[int]"]):
    """A counter a model, from 1 on, for as long as the model lives."""

    def __getitem__(self, model: Any) -> itertools.count[int]:
        """Its counter, a new one at first."""
        return self.setdefault(model, itertools.count(1))


class Actor(mesa.Agent):  # type: ignore[misc]
    """An actor of the scenario: a named view of the state, and what it decides.

    Override any of ``attends``, ``proposes``, ``accepts``, ``takes`` and ``waives`` to decide otherwise than the model.
    Each is told what the model would do, and returns what is to be done.
    """

    # Mesa 3.3 numbers agents by a dictionary that keeps every model in memory for good
    _ids: ClassVar[_Counters] = _Counters()

    def __init__(self, model: NegotiationModel, name: str) -> None:
        """``name`` is the actor's name in the scenario."""
        super().__init__(model)
        self.name = name
        self.index = model.compiled.names.actor(name)

    @property
    def label(self) -> str:
        """What the scenario calls it."""
        return self.model.case.actors[self.name].label or self.name

    def _real(self, column: int) -> float:
        return float(self.model.state.actor[self.index, column])

    @property
    def disagreement(self) -> float:
        """What it would get without a deal, under pressure: a flow on [0, 1] less costs."""
        return self._real(on.DISAGREEMENT)

    @property
    def aspiration(self) -> float:
        """What it holds out for this round."""
        return self._real(on.ASPIRATION)

    @property
    def estimate(self) -> float:
        """Its belief on the drift of the front, per round."""
        return self._real(on.ESTIMATE)

    @property
    def standing_value(self) -> float:
        """Its own evaluation of the text on the table."""
        return self._real(on.STANDING_VALUE)

    @property
    def active(self) -> bool:
        """Whether it is still in the process."""
        return bool(self.model.state.person[self.index, on.ACTIVE])

    @property
    def sincere(self) -> bool:
        """Whether it negotiates in earnest in this run."""
        return bool(self.model.state.person[self.index, on.SINCERE])

    def value(self, text: Text) -> float:
        """Its own evaluation of a text, in [0, 1]; issues left out are at their status quo."""
        return self.model.evaluate(self.name, text)

    def attends(self, track: str, would: bool) -> bool:
        """Whether it comes to a meeting of ``track`` that its preconditions allow."""
        return would

    def proposes(self, track: str, text: Text) -> Text:
        """The text that it tables at ``track``; ``text`` is what the model would table."""
        return text

    def accepts(self, track: str, text: Text, would: bool) -> bool:
        """Whether it signs the ``text`` of ``track``; its preconditions on signing have been asked before."""
        return would

    def takes(self, step: str, would: bool) -> bool:
        """Whether it agrees to ``step``, whose gates are open."""
        return would

    def waives(self, precondition: str, would: bool) -> bool:
        """Whether it gives up ``precondition``, which holds something shut; never asked about constraints of law."""
        return would


DECISIONS = ("attends", "proposes", "accepts", "takes", "waives")


class _Judge:
    """Asks the agents, in the indices in which a round speaks."""

    def __init__(self, model: NegotiationModel) -> None:
        self.model = model

    def attend(self, a: int, b: int) -> bool:
        return bool(self.model.actors[a].attends(self.model.compiled.names.tracks[b], True))

    def propose(self, a: int, b: int, levels: Floats) -> bool:
        drafted = self.model.as_text(levels)
        text = self.model.actors[a].proposes(self.model.compiled.names.tracks[b], dict(drafted))
        if text == drafted:
            return False
        levels[:] = self.model.as_levels(text, levels)
        return True

    def accept(self, a: int, b: int, would: bool) -> bool:
        text = self.model.as_text(self.model.state.text[b])
        return bool(self.model.actors[a].accepts(self.model.compiled.names.tracks[b], text, bool(would)))

    def consent(self, a: int, step: int, would: int) -> int:
        return int(self.model.actors[a].takes(self.model.compiled.names.steps[step], bool(would)))

    def waive(self, a: int, p: int, margin: float) -> float:
        if self.model.compiled.layout.gate[p, on.RIGIDITY_KIND] == on.UNWAIVABLE:
            return -1.0
        agreed = self.model.actors[a].waives(self.model.compiled.names.preconditions[p], bool(margin > 0.0))
        return max(margin, 1e-12) if agreed else -1.0


class NegotiationModel(mesa.Model):  # type: ignore[misc]
    """One run of a scenario, stepped round by round.

    ``case`` is the scenario; ``run`` and ``runs_per_point`` choose the run of an ensemble with ``seed``; ``actors``
    maps names to subclasses of ``Actor``. ``events`` is everything that has happened, ``texts`` the tracks' texts
    after each round, ``datacollector`` the model's and the agents' numbers after each round. Raises InputError for
    unknown actors.
    """

    def __init__(
        self,
        scenario: Scenario,
        seed: int = 0,
        run: int = 0,
        *,
        runs_per_point: int = 2,
        actors: Mapping[str, type[Actor]] | None = None,
    ) -> None:
        """Begin the run; nothing has been played yet."""
        super().__init__(rng=seed)
        self.case = scenario  # Mesa from 3.5 on has a `scenario` of its own
        self.seed_of_run, self.number = seed, run
        self.compiled: Compiled = compile_scenario(scenario)
        self.work = self.compiled.work(LOG_EVENTS)
        self.draws = self.compiled.point(run // runs_per_point, seed)
        self.compiled.write_point(self.work, self.draws)
        self.state = self.work.state
        begin_run(self.compiled.layout, self.work.own, self.work.seen, self.state, seed, run)
        self.events: list[Event] = []
        self.texts: list[dict[str, Text]] = []
        classes = dict(actors or {})
        unknown = set(classes) - set(self.compiled.names.actors)
        if unknown:
            raise InputError(
                f"no such actor: {', '.join(sorted(unknown))} (allowed: {', '.join(self.compiled.names.actors)})"
            )
        self.actors = [classes.get(name, Actor)(self, name) for name in self.compiled.names.actors]
        self.judge = _Judge(self) if any(_decides(type(actor)) for actor in self.actors) else None
        self.datacollector = mesa.DataCollector(
            model_reporters={
                "round": lambda m: m.round, "front": lambda m: float(m.state.front[on.X]),
                "fighting": lambda m: bool(m.state.now[on.FIGHTING]),
            },
            agent_reporters={
                "name": "name", "disagreement": "disagreement", "aspiration": "aspiration", "estimate": "estimate",
                "standing_value": "standing_value", "active": "active",
            },
        )  # fmt: skip
        self.running = True

    @property
    def round(self) -> int:
        """How many rounds have been played."""
        return int(self.state.now[on.ROUND])

    @property
    def parameters(self) -> dict[str, float]:
        """The run's draw of every uncertain number, by path."""
        return dict(zip(self.compiled.dimensions, (float(value) for value in self.draws[0]), strict=True))

    @property
    def standing_text(self) -> Text:
        """The text on the table."""
        return self.as_text(self.state.text[-1])

    @property
    def outcome(self) -> str | None:
        """How the run ended, None while it goes on."""
        code = int(self.state.now[on.OUTCOME])
        return None if self.running or code == on.RUNNING else OUTCOMES[code]

    def step(self) -> None:
        """Play a round; ``running`` is False once the run is over."""
        if not self.running:
            return
        layout, work, logged = self.compiled.layout, self.work, int(self.state.now[on.LOGGED])
        if self.judge is None:
            goes_on = play_round(layout, work.own, work.seen, self.state, self.seed_of_run, self.number, None)
        else:
            goes_on = twin()(layout, work.own, work.seen, self.state, self.seed_of_run, self.number, self.judge)
        for row in self.state.log[logged : int(self.state.now[on.LOGGED])]:
            self.events.append(Event(int(row[0]) + 1, EVENTS[int(row[1])], int(row[2]), int(row[3]), float(row[4])))
        met = [b for b in range(len(self.compiled.names.tracks)) if self.state.track[b, on.TEXT_TABLER] != on.NOBODY]
        self.texts.append({self.compiled.names.tracks[b]: self.as_text(self.state.text[b]) for b in met})
        self.running = bool(goes_on)
        self.datacollector.collect(self)

    def run_model(self) -> NegotiationModel:
        """Play to the end; the model itself, for chaining."""
        while self.running:
            self.step()
        return self

    def row(self) -> Floats:
        """The run as the ensemble's kernel writes it, bit for bit."""
        row = np.zeros(len(self.compiled.columns))
        write_row(self.compiled.layout, self.state, row)
        return row

    def record(self) -> dict[str, Any]:
        """The run as a row of the outcome table; what never happened is None."""
        row = self.row()
        record: dict[str, Any] = {}
        for place in self.compiled.shown:
            column, value = self.compiled.columns[place], float(row[place])
            if column.kind == "real":
                record[column.name] = value
            elif column.kind == "outcome":
                record[column.name] = OUTCOMES[int(value)] if value >= 0 else None
            elif column.kind == "option":
                record[column.name] = column.options[int(value)]
            elif column.kind == "round":
                record[column.name] = int(value) or None
            else:
                record[column.name] = int(value)
        return record

    def as_text(self, levels: Floats) -> Text:
        """A package of levels (I,) as options by issue, locations on divisible issues."""
        text: Text = {}
        for i, name in enumerate(self.compiled.names.issues):
            issue = self.case.terms[name]
            if issue.divisible:
                nodes = self.compiled.layout.issue[i, on.NODES]
                text[name] = float(location_at(levels[i], nodes, self.state.node[i]))
            else:
                text[name] = issue.options[int(levels[i])]
        return text

    def as_levels(self, text: Text, default: Floats | None = None) -> Floats:
        """A text as levels (I,); what it leaves out is as in ``default`` (the status quo).

        Raises InputError for an issue or option that does not exist, and for an option that is off the table.
        """
        levels = np.array(self.state.package[on.STATUS_QUO] if default is None else default)
        for name, option in text.items():
            if name not in self.case.terms:
                raise InputError(f"no such issue: {name} (allowed: {', '.join(self.case.terms)})")
            i, issue = self.compiled.names.issue(name), self.case.terms[name]
            if issue.divisible:
                levels[i] = level_at(float(option), self.compiled.layout.issue[i, on.NODES], self.state.node[i])
            elif option in issue.options:
                levels[i] = issue.options.index(str(option))
            else:
                raise InputError(f"{name}: no such option: {option} (allowed: {', '.join(issue.options)})")
            lowest = float(self.state.floor[i])
            only = max(lowest, float(self.state.package[on.STATUS_QUO, i]))
            if levels[i] < lowest or (self.state.closed[i] and levels[i] != only):
                raise InputError(f"{name}: {option} is off the table")
        self._check_pies(levels)
        return levels

    def _check_pies(self, levels: Floats) -> None:
        """Raise InputError where the shares of a pie sum to more than 1 in ``levels`` (I,)."""
        layout = self.compiled.layout
        for first, terms in layout.pie:
            places = range(first, first + terms)
            given = sum(float(location_at(levels[i], layout.issue[i, on.NODES], self.state.node[i])) for i in places)
            if given > 1.0 + 1e-9:
                name = self.compiled.names.issues[first].partition(".")[0]
                raise InputError(f"{name}: the shares sum to {given:g}, and together they are at most 1")

    def evaluate(self, actor: str, text: Text) -> float:
        """An actor's own evaluation of a text, influence and credence in, framing out."""
        stake = self.state.stake[self.compiled.names.actor(actor)]
        value = 0.0
        for i, level in enumerate(self.as_levels(text)):
            node, rest = int(level), level - int(level)
            value += stake[i, node] if rest == 0.0 else (1.0 - rest) * stake[i, node] + rest * stake[i, node + 1]
        return float(value)


def _decides(kind: type[Actor]) -> bool:
    """Whether a class of actors overrides a decision."""
    return any(getattr(kind, name) is not getattr(Actor, name) for name in DECISIONS)
