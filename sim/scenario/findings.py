"""What checks across elements work with: the scenario, what of it is missing, where all was written."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

from sim.errors import Problem
from sim.scenario.distribution import Distribution
from sim.scenario.issues import Issue
from sim.scenario.models import Scenario
from sim.scenario.suggest import allowed_or_meant
from sim.scenario.tree import Node, Path, find, locate


class Findings:
    """Collects problems between elements that are each well-formed.

    `left_out` are paths whose values were wrong and are missing from `scenario`: names are looked up among
    all that the file declares, so that one mistake is reported once.
    """

    def __init__(self, scenario: Scenario, tree: Node, left_out: Sequence[Path]) -> None:
        self.scenario = scenario
        self.tree = tree
        self.problems: list[Problem] = []
        self._left_out = [tuple(str(part) for part in path) for path in left_out]

    def add(self, path: Path, message: str, hint: str = "", at_key: bool = False) -> None:
        """Report a problem of the element at a path."""
        self.problems.append(locate(self.tree, path, at_key).problem(path, message, hint))

    def is_whole(self, *path: str) -> bool:
        """Whether nothing below (or above) a path was left out."""
        return not any(gone[: len(path)] == path[: len(gone)] for gone in self._left_out)

    def declared(self, section: str) -> list[str]:
        """Names of all elements of a section, those that could not be built too."""
        node = self.tree.entries.get(section)
        names = list(node.entries) if node is not None else []
        return names or list(getattr(self.scenario, section))

    def expect(self, name: str, allowed: Iterable[str], what: str, path: Path, at_key: bool = False) -> bool:
        """Report a name that is not among those allowed; whether it is."""
        names = list(allowed)
        if name in names:
            return True
        self.add(path, f"there is no {what} '{name}'", allowed_or_meant(name, names), at_key)
        return False

    def expect_actor(self, name: str | None, path: Path, at_key: bool = False) -> bool:
        """Report a name that is no actor; whether it is one."""
        return name is not None and self.expect(name, self.declared("actors"), "actor", path, at_key)

    def expect_actors(self, names: Sequence[str] | None, path: Path) -> None:
        """Report names of a list that are no actors or stand in it twice; what defaults added is skipped."""
        written = find(self.tree, path)
        if written is None:
            return
        count = len(written.value) if isinstance(written.value, list) else 1
        for position, name in enumerate((names or ())[:count]):
            if self.expect_actor(name, (*path, position)) and name in (names or ())[:position]:
                self.add((*path, position), f"'{name}' stands here twice")

    def expect_option(self, issue: str, option: object, path: Path) -> None:
        """Report an unknown issue (a key, at `path`), or an option that it does not have."""
        pie, _, holder = issue.partition(".")
        known = issue in self.scenario.terms and holder != ""
        if not known and not self.expect(issue, self.declared("issues"), "issue", path, at_key=True):
            return
        declared = self.scenario.terms[issue] if known else self.scenario.issues.get(issue)
        if declared is None or not self.is_whole("issues", pie):
            return
        if declared.kind == "pie":
            expect_shares(self, issue, declared, option, path)
        elif declared.divisible:
            if not isinstance(option, int | float) or not 0 <= option <= 1:
                shown = f"{option:g}" if isinstance(option, int | float) else f"'{option}'"
                message = f"{shown} is no value of {issue}, which is divisible"
                self.add(path, message, "allowed: a number in [0, 1]")
        elif option not in declared.options:
            self.add(path, f"{issue} has no option '{option}'", allowed_or_meant(str(option), declared.options))

    def expect_package(self, package: Mapping[str, object], path: Path) -> None:
        """Report issues and options of a package that do not exist."""
        for issue, option in package.items():
            if self.expect(issue, self.declared("issues"), "issue", (*path, issue), at_key=True):
                self.expect_option(issue, option, (*path, issue))


def expect_shares(findings: Findings, name: str, pie: Issue, option: object, path: Path) -> None:
    """Report what is no division of a pie: shares of who holds none, or that can sum to more than 1."""
    if not isinstance(option, Mapping):
        first = next(iter(sorted(pie.stakes)), "ACTOR")
        hint = f"in a package {{{first}: 0.5}}; in a condition on one's share {{{name}.{first}: at_least 0.5}}"
        findings.add(path, f"{name} is a pie: who gets how much of it must stand here", hint)
        return
    for actor in option:
        findings.expect(actor, pie.stakes, f"holder of {name} called", (*path, actor), at_key=True)
    most = math.fsum(share.support[1] if isinstance(share, Distribution) else share for share in option.values())
    if most > 1 + 1e-9:
        message = f"the shares of {name} sum to {most:g}, more than there is"
        if any(isinstance(share, Distribution) for share in option.values()):
            message = f"the shares of {name} can sum to {most:g}, more than there is"
        findings.add(path, message, "together they are at most 1; of a distribution its upper end counts", at_key=True)
