"""Cases with a known end: a scenario file, and next to it NAME.outcome.yaml, which says how it ended."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from sim.backtest.outcome_file import KINDS, Also, GaveWay, OutcomeForm, read_form
from sim.errors import InputError, Problem, ScenarioError
from sim.scenario import Scenario, load, shipped_in
from sim.scenario.catalogue import OUTCOME, SUFFIXES, display
from sim.scenario.suggest import allowed_or_meant
from sim.scenario.tree import Node, locate
from sim.scenario.tree import Path as NodePath
from sim.scenario.yaml_text import read_file
from sim.summary.names import DECIDED_AT_HORIZON, Names

COLLECTION = "history"
ROUNDS = ("round", "signed", "ceasefire")
CODED = {"ended", "gave_way", "next_gave_way", *ROUNDS}
Report = Callable[[NodePath, str, str], Problem]


@dataclass(frozen=True)
class End:
    """How a case ended; rounds are None for not within the horizon."""

    ended: str
    round: int | None
    signed: int | None
    ceasefire: int | None
    gave_way: GaveWay | None
    because: str


@dataclass(frozen=True)
class Case:
    """A case and its end. `conflict` is shared by cases that are not independent of one another.

    `also` are other defensible codings; `truce_held` says whether a truce held on the case's date, so that no
    war is left whose duration could be forecast; `war_began` is None where it is not known, or no war had begun.
    """

    name: str
    scenario: Scenario
    end: End
    also: tuple[Also, ...]
    sources: tuple[object, ...]
    conflict: str
    war_began: date | None

    @property
    def truce_held(self) -> bool:
        """By the coding rule a truce that holds on the date is one of round 1."""
        return self.end.ceasefire == 1

    @property
    def war_days(self) -> int:
        """For how many days the war had lasted on the case's date; 0 if that is not known."""
        begun, day = self.war_began, self.scenario.date
        return (day - begun).days if begun is not None and day is not None else 0


def load_cases(named: Sequence[str | Path] = ()) -> tuple[Case, ...]:
    """Cases by name (`korea`, `history/korea`), of a file, or all of a folder; without names those that come with sim.

    Raises ScenarioError with all problems of all files, each with its place, or InputError if there is nothing.
    """
    files = [file for name in named for file in _files(str(name))] if named else list(shipped_cases().values())
    if not files:
        raise InputError("no case comes with this installation of sim; name a folder of your own")
    twice = sorted({file.stem for file in files if sum(other.stem == file.stem for other in files) > 1})
    if twice:
        raise InputError(f"'{twice[0]}' is named twice: each case is scored once")
    found: list[Case] = []
    problems: list[Problem] = []
    for file in files:
        try:
            found.append(read_case(file))
        except ScenarioError as error:
            problems += error.problems
    if problems:
        raise ScenarioError(dict.fromkeys(problems))
    return tuple(grouped(found))


def shipped_cases() -> dict[str, Path]:
    """Name -> scenario file of every case that comes with sim and whose end is written down."""
    files = {name.split("/")[-1]: path for name, path in shipped_in(COLLECTION).items()}
    return {name: path for name, path in files.items() if outcome_file(path).is_file()}


def outcome_file(scenario_file: Path) -> Path:
    """Where the end of a case stands."""
    return scenario_file.with_name(f"{scenario_file.stem}{OUTCOME}{SUFFIXES[0]}")


def _files(named: str) -> Iterator[Path]:
    """Scenario files of a name, a file or a folder."""
    known = shipped_cases()
    plain = named.removeprefix(f"{COLLECTION}/")
    path = Path(named)
    if plain in known and not (path.suffix and path.exists()) and not path.is_dir():
        yield known[plain]
    elif path.is_dir():
        ends = sorted(path.glob(f"*{OUTCOME}{SUFFIXES[0]}"))
        if not ends:
            raise InputError(f"{named}: holds no case; a case is NAME.yaml and, next to it, NAME{OUTCOME}.yaml")
        yield from (end.with_name(end.name.replace(f"{OUTCOME}.", ".")) for end in ends)
    elif path.suffix in SUFFIXES:
        yield path.with_name(path.name.replace(f"{OUTCOME}.", "."))
    else:
        hint = allowed_or_meant(plain, known)
        raise InputError(f"there is no case '{named}', neither shipped nor as a file or folder ({hint})")


def grouped(cases: Iterable[Case]) -> list[Case]:
    """Cases with the conflict that they share, where their files name none.

    A case whose name begins with that of another and `_` (`korea_prisoners`, `korea`) is of the same conflict.
    """
    listed = list(cases)
    names = {case.name for case in listed}
    return [replace(case, conflict=case.conflict or _shortest(case.name, names)) for case in listed]


def _shortest(name: str, names: set[str]) -> str:
    parts = name.split("_")
    heads = ["_".join(parts[:length]) for length in range(1, len(parts) + 1)]
    return next(head for head in heads if head in names)


def read_case(scenario_file: Path) -> Case:
    """A case of a scenario file. Raises ScenarioError with all problems of both files."""
    file = outcome_file(scenario_file)
    problems: list[Problem] = []
    scenario: Scenario | None = None
    try:
        scenario = load(scenario_file)
    except ScenarioError as error:
        problems += error.problems
    try:
        tree, found = read_file(file, display(file))
    except ScenarioError as error:
        raise ScenarioError([*problems, *error.problems]) from None
    problems += found
    if not isinstance(tree.value, dict):
        raise ScenarioError([*problems, tree.place.problem("", "an outcome is a mapping, beginning with `case: NAME`")])
    form, found = read_form(tree)
    problems += found
    if form is not None and scenario is not None:
        problems += list(_wrong(form, scenario, scenario_file.stem, tree))
    if problems or form is None or scenario is None:
        raise ScenarioError(problems)
    end = End(form.ended, form.round, form.signed, form.ceasefire, form.gave_way, form.because)
    return Case(scenario_file.stem, scenario, end, form.also, form.sources, form.conflict or "", form.war_began)


def _wrong(form: OutcomeForm, scenario: Scenario, name: str, tree: Node) -> Iterator[Problem]:
    """What does not fit to the scenario, or to itself."""

    def at(path: NodePath, message: str, hint: str) -> Problem:
        return locate(tree, path).problem(path, message, hint)

    if form.case != name:
        yield at(("case",), f"'{form.case}' is not the name of the file", f"allowed: {name}")
    began, day = form.war_began, scenario.date
    if began is not None and day is not None and began > day:
        yield at(("war_began",), f"{began} is after the case's date", f"allowed: up to {day}")
    codings: list[tuple[NodePath, OutcomeForm | Also]] = [((), form)]
    codings += [(("also", number), other) for number, other in enumerate(form.also)]
    for above, coding in codings:
        if not coding.model_fields_set - {"because"}:
            yield at(above, "says nothing that differs", f"allowed: {', '.join(sorted(CODED))}")
        yield from _unfit(coding, scenario, above, at)
    yield from _contradictions(form, at)


def _unfit(coding: OutcomeForm | Also, scenario: Scenario, above: NodePath, at: Report) -> Iterator[Problem]:
    """What of a coding the scenario does not have."""
    names = Names.of(scenario).outcomes
    if coding.ended is not None and coding.ended not in names:
        yield at((*above, "ended"), "the scenario has no war", f"allowed: {', '.join(names)}")
    rounds: list[tuple[NodePath, int | None]] = [((key,), getattr(coding, key)) for key in ROUNDS]
    for key in ("gave_way", "next_gave_way"):
        gave: GaveWay | None = getattr(coding, key, None)
        if gave is None:
            continue
        rounds.append(((key, "round"), gave.round))
        if gave.precondition not in scenario.preconditions:
            hint = allowed_or_meant(gave.precondition, scenario.preconditions)
            path = (*above, key, "precondition")
            yield at(path, f"the scenario has no precondition '{gave.precondition}'", hint)
    for path, value in rounds:
        if value is not None and value > scenario.rounds:
            hint = f"allowed: 1 to {scenario.rounds}, or null"
            yield at((*above, *path), f"round {value} is behind the horizon", hint)


def _contradictions(form: OutcomeForm, at: Report) -> Iterator[Problem]:
    """An end that its own rounds contradict."""
    if form.ended in ("settlement", "relapse") and form.signed is None:
        others = ", ".join(kind for kind in KINDS if kind not in ("settlement", "relapse"))
        yield at(
            ("ended",), f"{form.ended} needs a round in which it was signed", f"allowed with signed: null: {others}"
        )
    if form.ended not in DECIDED_AT_HORIZON and form.round is None:
        hint = f"allowed with round: null: {', '.join(DECIDED_AT_HORIZON)}"
        yield at(("ended",), f"{form.ended} is decided in a round", hint)
    if form.ended == "frozen" and form.ceasefire is None:
        yield at(("ceasefire",), "frozen needs a round in which the fighting stopped", "allowed: 1 to the horizon")
