"""Claims: who said what, when, and where it was read; and what rests on which of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Literal

from pydantic import Field, ValidationError

from sim.errors import Problem, ScenarioError
from sim.scenario.base import ClaimId, DateField, Model
from sim.scenario.catalogue import display, find, shipped_seeds
from sim.scenario.distribution import Distribution
from sim.scenario.numbers import ReasonedNumber
from sim.scenario.problems import pydantic_problems
from sim.scenario.suggest import allowed_or_meant
from sim.scenario.tree import Node, Path, Place, locate, plain
from sim.scenario.yaml_text import read_file

if TYPE_CHECKING:
    from sim.scenario.findings import Findings
    from sim.scenario.models import Scenario


class Source(Model):
    """Where the claims of a seed come from."""

    publisher: str = Field(default="", description="Who published it.")
    date: DateField = Field(default=None, description="When it was published: 2025-11-27.")
    about: str = Field(default="", description="What it is about.")


class Claim(Model):
    """Something that somebody said, in our own words."""

    speaker: str = Field(min_length=1, description="Who said it.")
    date: DateField = Field(default=None, description="When it was said: 2025-11-27.")
    kind: Literal["demand", "refusal", "offer", "report"] = Field(description="What kind of statement it is.")
    says: str = Field(min_length=1, description="What it says, paraphrased.")
    source: str = Field(default="", description="Where it was read.")
    status: Literal["seed", "press", "recalled"] = Field(
        default="seed", description="In the article, in other press of the time, or from general knowledge."
    )


class Seed(Model):
    """A file of claims."""

    title: str = Field(min_length=1, description="What the claims are about.")
    source: Source = Field(default=Source(), description="Where they come from.")
    claims: Mapping[ClaimId, Claim] = Field(default={}, description="Id -> claim.")


def load_seed(source: str | FilePath) -> Seed:
    """The claims of a file, or of a shipped seed by name. Raises ScenarioError with all problems."""
    path = find(str(source), None, shipped_seeds(), "seed", Place(str(source)))
    seed, _, problems = _read(path, display(path))
    if seed is None or problems:
        raise ScenarioError(problems)
    return seed


def _read(path: FilePath, name: str) -> tuple[Seed | None, Node, tuple[Problem, ...]]:
    """A seed with its tree and problems, read again only if the file has changed."""
    try:
        status = path.stat()
    except OSError:
        return _parse(path, name, 0, 0)
    return _parse(path, name, status.st_mtime_ns, status.st_size)


@lru_cache(maxsize=64)
def _parse(path: FilePath, name: str, changed: int, size: int) -> tuple[Seed | None, Node, tuple[Problem, ...]]:
    try:
        tree, problems = read_file(path, name)
    except ScenarioError as error:
        return None, Node(None, Place(name)), tuple(error.problems)
    if not isinstance(tree.value, dict):
        return None, tree, (*problems, tree.place.problem("", "a seed is a mapping: title, source, claims"))
    try:
        return Seed.model_validate(plain(tree)), tree, tuple(problems)
    except ValidationError as error:
        return None, tree, (*problems, *pydantic_problems(error, Seed, tree))


def seed_files(tree: Node, folders: Mapping[str, str]) -> Iterator[tuple[int, str, FilePath | ScenarioError]]:
    """Position, name and file (or why it cannot be found) of each seed that a tree names.

    A relative path starts from the folder of the file in which it is written.
    """
    seeds = tree.entries.get("seeds")
    for position, node in enumerate(seeds.value if seeds is not None and isinstance(seeds.value, list) else ()):
        if not isinstance(node.value, str):
            continue
        base = FilePath(folders[node.place.file]) if node.place.file in folders else None
        try:
            found = find(node.value, base, shipped_seeds(), "seed", node.place, f"seeds.{position}")
        except ScenarioError as error:
            yield position, node.value, error
        else:
            yield position, node.value, found


def claims_of(tree: Node, folders: Mapping[str, str]) -> dict[str, tuple[str, Claim]]:
    """Id -> (name of its seed, claim) of everything that the seeds of a valid scenario say."""
    claims: dict[str, tuple[str, Claim]] = {}
    for _, name, file in seed_files(tree, folders):
        if isinstance(file, FilePath):
            seed, _, _ = _read(file, display(file))
            claims.update({key: (name, claim) for key, claim in (seed.claims.items() if seed else ())})
    return claims


def claims_in(scenario: Scenario) -> dict[str, Claim]:
    """Id -> claim of everything that the seeds of a scenario say."""
    return {key: claim for key, (_, claim) in claims_of(scenario._source, scenario._folders).items()}


def check_claims(findings: Findings, folders: Mapping[str, str]) -> None:
    """Report seeds that are missing or wrong, ids that two seeds share, and claims that do not exist."""
    home: dict[str, str] = {}
    broken = False
    for position, name, file in seed_files(findings.tree, folders):
        if isinstance(file, ScenarioError):
            findings.problems += file.problems
            broken = True
            continue
        seed, tree, problems = _read(file, display(file))
        findings.problems += problems
        if seed is None:
            broken = True
            continue
        if name in home.values():
            findings.add(("seeds", position), f"the seed '{name}' is named twice")
            continue
        for key in seed.claims:
            if key in home:
                place = locate(tree, ("claims", key), at_key=True)
                message = f"the claim '{key}' stands in '{home[key]}' too"
                findings.problems.append(place.problem(("claims", key), message))
            home.setdefault(key, name)
    if broken:
        return
    for path, claim in claims_cited(findings.scenario):
        if claim not in home:
            hint = allowed_or_meant(claim, home) if home else "the scenario names no seeds"
            findings.add(path, f"there is no claim '{claim}'", hint)


def claims_cited(scenario: Scenario) -> Iterator[tuple[Path, str]]:
    """Every citation of a claim, with its path."""
    for dotted, value in scenario.values():
        path: Path = tuple(dotted.split("."))
        if isinstance(value, Distribution | ReasonedNumber):
            path, cited = (*path, "claims"), value.claims
        elif path[-1] == "claims" and isinstance(value, tuple):
            cited = value
        else:
            continue
        for position, claim in enumerate(cited):
            yield (*path, position), claim
