"""The levers of a study file, checked against the scenarios that they are to change."""

from __future__ import annotations

from collections.abc import Mapping

from sim.errors import Problem, ScenarioError
from sim.scenario import Scenario
from sim.scenario.tree import Node, Path, find, locate
from sim.study.design.levers import Lever, Setting, shown
from sim.study.design.variants import with_numbers, with_settings, within
from sim.study.language.study_file import LeverForm


def read_levers(
    forms: Mapping[str, LeverForm], scenarios: Mapping[str, Scenario], tree: Node, problems: list[Problem]
) -> dict[str, Lever]:
    """The levers that a file declares; what is wrong with them is added to `problems`."""
    reading = _Levers(scenarios, tree, problems)
    levers = {name: reading.lever(name, form) for name, form in forms.items()}
    found = {name: lever for name, lever in levers.items() if lever is not None}
    reading.check_apart(found)
    return found


class _Levers:
    def __init__(self, scenarios: Mapping[str, Scenario], tree: Node, problems: list[Problem]) -> None:
        self.scenarios, self.tree, self.problems = scenarios, tree, problems

    def add(self, path: Path, message: str, hint: str = "", at_key: bool = False) -> None:
        self.problems.append(locate(self.tree, path, at_key).problem(path, message, hint))

    def lever(self, name: str, form: LeverForm) -> Lever | None:
        """One lever; None if its form makes none."""
        at: Path = ("levers", name)
        label = form.label or _words(name)
        if (form.settings is None) == (form.path is None):
            self.add(at, "a lever has either settings or a path", "form: {path: ..., values: [...]}", at_key=True)
            return None
        if form.settings is not None:
            for key in ("values", "between", "levels"):
                if getattr(form, key) is not None:
                    self.add((*at, key), f"{key} belongs to a lever with a path", at_key=True)
            settings = {
                key: Setting(dict(one.set), one.remove, one.label or _words(key))
                if one is not None
                else Setting(label=_words(key))
                for key, one in form.settings.items()
            }
            for key, setting in settings.items():
                self._check_setting(setting, (*at, "settings", key))
            return Lever(name, label, settings)
        return self._number(name, label, form)

    def _number(self, name: str, label: str, form: LeverForm) -> Lever | None:
        """A numeric lever, or one with a setting for each value if these are not all numbers."""
        at: Path = ("levers", name)
        paths = form.path or ()
        if (form.values is None) == (form.between is None):
            self.add(at, "a lever with a path has either values or between", at_key=True)
            return None
        if form.levels is not None and form.between is None:
            self.add((*at, "levels"), "levels belongs to between", at_key=True)
        if form.between is not None:
            lever = Lever(name, label, {}, paths, (), form.between, form.levels, form.unit)
            self._check_paths(lever, at)
            return lever
        values = form.values or ()
        if len({str(value) for value in values}) < len(values):
            self.add((*at, "values"), "a value stands here twice")
            return None
        numbers = [float(value) for value in values if isinstance(value, int | float) and not isinstance(value, bool)]
        as_settings = Lever(
            name,
            label,
            {shown(value): Setting(dict.fromkeys(paths, value), (), shown(value)) for value in values},
        )
        if len(numbers) < len(values) or len(numbers) < 2:
            return self._each_value(as_settings, at)
        lever = Lever(name, label, {}, paths, tuple(numbers), unit=form.unit)
        before = len(self.problems)
        self._check_paths(lever, at)
        if len(self.problems) == before:
            return lever
        # A number such as `rounds` cannot be uncertain, yet have several values.
        blamed = self.problems[before:]
        del self.problems[before:]
        other = self._each_value(as_settings, at)
        if len(self.problems) > before:
            self.problems[before:] = blamed
        return other

    def _each_value(self, lever: Lever, at: Path) -> Lever:
        for position, setting in enumerate(lever.settings.values()):
            for scenario in self.scenarios.values():
                try:
                    with_settings(scenario, [setting])
                except ScenarioError as error:
                    self._blame(error, (*at, "values", position))
                    return lever
        return lever

    def _check_paths(self, lever: Lever, at: Path) -> None:
        """Report paths at which no scenario, or not every one, can have a number between the lever's ends."""
        several = find(self.tree, (*at, "path"))
        for position, path in enumerate(lever.paths):
            where: Path = (*at, "path", position) if several is not None and isinstance(several.value, list) else (
                *at, "path")  # fmt: skip
            for name, scenario in self.scenarios.items():
                try:
                    made = with_numbers(scenario, {path: lever.ends})
                except ScenarioError as error:
                    low, high = lever.ends
                    self._blame(error, where, f"no number from {low:g} to {high:g} can stand at '{path}': ")
                    break
                if path not in made.dimensions():
                    self.add(where, f"'{path}' is no number that can be varied in {name}")
                    break

    def _check_setting(self, setting: Setting, at: Path) -> None:
        for name, scenario in self.scenarios.items():
            try:
                with_settings(scenario, [setting])
            except ScenarioError as error:
                for problem in error.problems:
                    path, found = self._place_in_setting(problem, setting, at)
                    message = problem.message if found else f"it makes {name} no scenario: {problem}"
                    self.add(path, message, problem.hint if found else "", at_key=not found)
                return

    def _place_in_setting(self, problem: Problem, setting: Setting, at: Path) -> tuple[Path, bool]:
        """Where in a setting a problem comes from, and whether that could be told."""
        for path in setting.set:
            if problem.file.startswith(f"--set {path}="):
                return (*at, "set", path), True
        for position, path in enumerate(setting.remove):
            if problem.path == "remove" and f"'{path}'" in problem.message:
                return (*at, "remove", position), True
        return at, False

    def _blame(self, error: ScenarioError, at: Path, before: str = "") -> None:
        problem = error.problems[0]
        self.add(at, f"{before}{problem.message}", problem.hint)

    def check_apart(self, levers: Mapping[str, Lever]) -> None:
        """Report two levers that set the same value, or one within what the other sets."""
        claimed: list[tuple[str, str]] = []
        for name, lever in levers.items():
            own = set(lever.paths) | {path for setting in lever.settings.values() for path in setting.set}
            for other, path in claimed:
                if any(within(path, mine) or within(mine, path) for mine in own):
                    self.add(("levers", name), f"it sets what the lever '{other}' sets: {path}", at_key=True)
                    break
            claimed += [(name, path) for path in sorted(own)]


def _words(name: str) -> str:
    return name.replace("_", " ")
