"""From a study file, a text or Python values to a Study, or to all that is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fnmatch import fnmatchcase
from pathlib import Path as FilePath

from sim.analysis.quantities import quantity_names
from sim.errors import InputError, Problem, ScenarioError
from sim.outcomes import OUTCOMES
from sim.scenario import Scenario, overrides, scenarios_by_name, shipped
from sim.scenario.catalogue import display, find, shipped_files
from sim.scenario.kinds import NumberFault
from sim.scenario.loading import build_from, in_order, load
from sim.scenario.numbers import is_distribution, parse_number
from sim.scenario.suggest import allowed_or_meant
from sim.scenario.tree import Node, Path, Place, grow, locate
from sim.scenario.tree import find as find_node
from sim.scenario.yaml_text import read_file, read_text
from sim.study.design.designs import MOST_CELLS
from sim.study.design.levers import Lever, row_count
from sim.study.design.variants import with_settings
from sim.study.language.read_levers import read_levers
from sim.study.language.study_file import StudyForm, read_form
from sim.study.study import Design, Study

_NOTHING: Mapping[str, object] = {}
MOST_POINTS = 1_000_000


def shipped_studies() -> dict[str, FilePath]:
    """Name -> file of every study that comes with sim, by name."""
    return shipped_files("experiments")


def question_of(path: FilePath) -> str:
    """What the study of a file asks, or its name; the rest of the file is not checked."""
    tree, _ = read_file(path, display(path))
    node = tree.entries.get("question") or tree.entries.get("name")
    return str(node.value) if node is not None else ""


def load_study(source: str | FilePath, set: Mapping[str, object] = _NOTHING) -> Study:
    """The study of a file, or of a shipped study by name, with the values of `set` put at their paths in the file.

    `set` maps dotted paths ("runs", "design.uncertainties") to what a file would have there. Raises ScenarioError with
    all problems, each with file, line and column.
    """
    place = Place(str(source))
    if str(source) in shipped() and str(source) not in shipped_studies():
        raise ScenarioError([place.problem("", f"'{source}' is a scenario, not a study", _listed(shipped_studies()))])
    path = find(str(source), None, shipped_studies(), "study", place)
    name = display(path)
    tree, problems = read_file(path, name)
    return _Reading(tree, problems, name, path.parent, {}).study(set)


def loads_study(text: str, set: Mapping[str, object] = _NOTHING, name: str = "<string>") -> Study:
    """The study of a YAML (or JSON) text, called `name` in problems; paths in it start from the working directory.

    Raises ScenarioError like `load_study`.
    """
    tree, problems = read_text(text, name)
    return _Reading(tree, problems, name, None, {}).study(set)


def new_study(**fields: object) -> Study:
    """A study from Python values, named as in a file; `scenario` and `scenarios` may hold scenarios themselves.

    ::

        new_study(name="Leverage", scenario=sim.load("flagship"), runs=200,
                  levers={"leverage": {"path": "relations.us.russia.leverage", "values": [0, 0.1]}})

    Raises ScenarioError like `load_study`.
    """
    given: dict[str, Scenario] = {}
    plain = dict(fields)
    one, several = plain.get("scenario"), plain.get("scenarios")
    if isinstance(one, Scenario):
        given["scenario"] = one
        plain["scenario"] = "scenario"
    if isinstance(several, Mapping):
        given |= {str(name): value for name, value in several.items() if isinstance(value, Scenario)}
        plain["scenarios"] = {name: str(name) if name in given else value for name, value in several.items()}
    return _Reading(grow(plain, Place("<python>")), [], "<python>", None, given).study(_NOTHING)


class _Reading:
    """One study being read: its tree, what it is called, and the problems found so far."""

    def __init__(
        self, tree: Node, problems: list[Problem], origin: str, base: FilePath | None, given: Mapping[str, Scenario]
    ) -> None:
        self.tree, self.problems, self.origin, self.base, self.given = tree, list(problems), origin, base, given

    def add(self, path: Path, message: str, hint: str = "", at_key: bool = False) -> None:
        """Report a problem of what stands at a path of the file."""
        self.problems.append(locate(self.tree, path, at_key).problem(path, message, hint))

    def stop(self) -> None:
        """Raise ScenarioError if there is any problem so far."""
        if self.problems:
            raise ScenarioError(in_order(self.problems, self.origin))

    def study(self, values: Mapping[str, object]) -> Study:
        """The study, with `values` put at their paths."""
        if not isinstance(self.tree.value, dict):
            empty = "the file is empty" if self.tree.value is None else "a study is a mapping"
            self.problems.append(self.tree.place.problem("", empty, "the smallest has a name and a scenario"))
            self.stop()
        self.tree, more = overrides.apply(self.tree, values)
        self.problems += more
        form, more = read_form(self.tree)
        self.problems += more
        self.stop()
        assert form is not None
        scenarios = self._scenarios(form)
        self.stop()
        scenarios = self._replaced(form, scenarios)
        self.stop()
        levers = read_levers(form.levers, scenarios, self.tree, self.problems)
        self.stop()
        design = Design(form.design.levers[0], form.design.uncertainties, form.design.crossing, form.design.levers[1])
        paths = self._designed(form, scenarios, levers)
        outcomes, finding = self._quantities(form, scenarios, levers)
        if not self.problems:
            self._check_design(design, scenarios, levers, len(paths))
        self.stop()
        return Study(
            name=form.name,
            question=form.question,
            scenarios=scenarios,
            levers=levers,
            uncertainties=paths,
            design=design,
            runs=form.runs,
            runs_per_draw=form.runs_per_draw,
            seed=form.seed,
            outcomes=outcomes,
            finding=finding,
            origin=self.origin,
        )

    # Scenarios ----------------------------------------------------------------------------------------------

    def _scenarios(self, form: StudyForm) -> dict[str, Scenario]:
        if (form.scenario is None) == (form.scenarios is None):
            key = "scenario" if form.scenario is None else "scenarios"
            self.add((key,), "a study names either a scenario or several scenarios", at_key=True)
            return {}
        if form.scenario is not None:
            name = "scenario" if not isinstance(form.scenario, str) else _name_of(form.scenario)
            return self._with(name, form.scenario, ("scenario",), {})
        found: dict[str, Scenario] = {}
        if isinstance(form.scenarios, Mapping):
            for name, source in form.scenarios.items():
                found = self._with(name, source, ("scenarios", name), found)
            return found
        for position, source in enumerate(form.scenarios):
            if _name_of(source) in found:
                hint = "form: scenarios: {one: path, other: path}"
                self.add(("scenarios", position), f"a second scenario would be called '{_name_of(source)}'", hint)
            found = self._with(_name_of(source), source, ("scenarios", position), found)
        return found

    def _with(self, name: str, source: object, at: Path, found: dict[str, Scenario]) -> dict[str, Scenario]:
        place = locate(self.tree, at)
        try:
            if name in self.given:
                scenario = self.given[name]
            elif isinstance(source, str):
                scenario = load(find(source, self.base, scenarios_by_name(), "scenario", place, ".".join(map(str, at))))
            else:
                node = find_node(self.tree, at)
                assert node is not None
                scenario = build_from(node, [], self.origin, self.base, (), {})
        except ScenarioError as error:
            self.problems += error.problems
            return found
        return {**found, name: scenario}

    # Uncertainties ------------------------------------------------------------------------------------------

    def _replaced(self, form: StudyForm, scenarios: dict[str, Scenario]) -> dict[str, Scenario]:
        """The scenarios with the distributions that the study gives instead of theirs."""
        if not isinstance(form.uncertainties, Mapping):
            return scenarios
        replaced = dict(scenarios)
        for path, number in form.uncertainties.items():
            at: Path = ("uncertainties", path)
            if number is None:
                continue
            try:
                parse_number(number)
            except NumberFault as fault:
                self.add((*at, fault.at) if fault.at else at, fault.message, fault.hint)
                continue
            for name in scenarios:
                try:
                    replaced[name] = replaced[name].with_(set={path: number})
                except ScenarioError as error:
                    self.add(at, error.problems[0].message, error.problems[0].hint)
                    break
        return replaced

    def _designed(
        self, form: StudyForm, scenarios: Mapping[str, Scenario], levers: Mapping[str, Lever]
    ) -> tuple[str, ...]:
        """The paths of the uncertain numbers that the design varies, in order."""
        dimensions = sorted({path for scenario in scenarios.values() for path in scenario.dimensions()})
        asked, pulled = form.uncertainties, {path: name for name, lever in levers.items() for path in lever.paths}
        found: dict[str, None] = {}
        for position, pattern in enumerate(["*"] if asked == "all" else asked):
            at: Path = ("uncertainties", pattern if isinstance(asked, Mapping) else position)
            matching = [path for path in dimensions if path == pattern or fnmatchcase(path, pattern)]
            if not matching and asked != "all" and not _is_fixed(asked, pattern):
                self.add(at, f"'{pattern}' is no uncertain number", allowed_or_meant(pattern, dimensions))
            if pattern in pulled:
                self.add(at, f"'{pattern}' is the lever '{pulled[pattern]}' and cannot be an uncertainty, too")
            found |= dict.fromkeys(path for path in matching if path not in pulled)
        if form.design.uncertainties.kind == "drawn":
            return ()
        if not found and not self.problems:
            self.add(("uncertainties",), "the design varies uncertain numbers, and there is none", at_key=True)
        return tuple(found)

    # Quantities and design ----------------------------------------------------------------------------------

    def _quantities(
        self, form: StudyForm, scenarios: Mapping[str, Scenario], levers: Mapping[str, Lever]
    ) -> tuple[tuple[str, ...], str | None]:
        """The quantities to report and the one of the finding, which every variant has to have."""
        known: dict[str, list[str]] = {name: list(quantity_names(scenario)) for name, scenario in scenarios.items()}
        for name, scenario in scenarios.items():
            for lever in levers.values():
                for setting, change in lever.settings.items():
                    variant = with_settings(scenario, [change])
                    known[f"{name} with {lever.name}={setting}"] = list(quantity_names(variant))
        asked = form.outcomes
        if asked is None:
            everywhere = [item for item in (*OUTCOMES, "ceasefire") if all(item in names for names in known.values())]
            outcomes = tuple(everywhere)
        else:
            outcomes = tuple(dict.fromkeys(asked))
            for position, name in enumerate(asked):
                self._check_quantity(name, known, ("outcomes", position))
        if form.finding is not None:
            self._check_quantity(form.finding, known, ("finding",))
            outcomes = outcomes if form.finding in outcomes else (*outcomes, form.finding)
        if not outcomes:
            self.add(("outcomes",), "there is nothing to report", at_key=True)
        return outcomes, form.finding

    def _check_quantity(self, name: str, known: Mapping[str, Sequence[str]], at: Path) -> None:
        for where, names in known.items():
            if name not in names:
                self.add(at, f"there is no quantity '{name}' in {where}", allowed_or_meant(name, names))
                return

    def _check_design(
        self, design: Design, scenarios: Mapping[str, Scenario], levers: Mapping[str, Lever], dimensions: int
    ) -> None:
        try:
            rows = row_count(levers, design.levers, design.rows)
        except InputError as error:
            where = ("design", "levers", "list") if design.rows else ("design", "levers")
            self.add(where, str(error))
            return
        cubes = design.uncertainties.points(dimensions)
        sizes = {"scenarios": len(scenarios), "rows of levers": rows, "points of uncertainties": cubes}
        points = max(sizes.values()) if design.crossing == "zipped" else len(scenarios) * rows * cubes
        if design.crossing == "zipped" and any(size not in (1, points) for size in sizes.values()):
            shown = ", ".join(f"{size} {what}" for what, size in sizes.items())
            self.add(("design", "crossing"), f"what is zipped needs as many of each, or one: there are {shown}")
        if points > MOST_POINTS or points * max(dimensions, 1) > MOST_CELLS:
            hint = f"at most {MOST_POINTS:,} points, and {MOST_CELLS:,} numbers in all of them"
            self.add(("design",), f"this design has {points:,} points in {dimensions} dimensions", hint, at_key=True)


def _is_fixed(asked: object, path: str) -> bool:
    """Whether a mapping of uncertainties fixes a path to a certain number."""
    return isinstance(asked, Mapping) and asked[path] is not None and not is_distribution(asked[path])


def _name_of(source: str) -> str:
    return source if source in shipped() else FilePath(source).stem


def _listed(names: Iterable[str]) -> str:
    return f"shipped: {', '.join(names)}"
