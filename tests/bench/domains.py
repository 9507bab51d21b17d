"""Bilateral domains for benchmarks: two of the corpus of `tests/exchange`, and drawn ones of any size, from XML."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sim.analysis.bargaining import Frontier, Point, frontier, packages_of, solutions
from sim.exchange.genius import Domain, read_domain
from sim.exchange.genius_scenario import genius_scenario
from sim.exchange.profiles import Profile, read_profile
from sim.exchange.terms import Terms, terms_of
from sim.exchange.xml_text import read_xml
from sim.scenario import Scenario, loads

CORPUS = Path(__file__).resolve().parents[1] / "exchange"
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Case:
    """A domain of discrete and integer issues with two profiles, as read from XML; discounts are left aside."""

    name: str
    domain: Domain
    profiles: tuple[Profile, Profile]

    @cached_property
    def terms(self) -> Terms:
        """Weights, values and reservation values as the scenario has them."""
        return terms_of(self.domain, self.profiles)

    @cached_property
    def worth(self) -> list[tuple[Floats, Floats]]:
        """By issue: what each value adds to the utility of the two."""
        first, second = (
            [weight * np.array(values) for weight, values in zip(weights, by_issue, strict=True)]
            for weights, by_issue in zip(self.terms.saliences, self.terms.values, strict=True)
        )
        return list(zip(first, second, strict=True))

    @cached_property
    def edge(self) -> Frontier:
        """The efficient packages, all of them."""
        return frontier(self.worth)

    @property
    def packages(self) -> int:
        """How many there are."""
        return packages_of(self.worth)

    @property
    def reservations(self) -> Point:
        """What no deal is worth to the two."""
        return self.terms.reservations[0], self.terms.reservations[1]

    @cached_property
    def nash(self) -> Floats | None:
        """The package of the greatest product of gains; None if none leaves both at their reservation values."""
        found = solutions(self.edge.points, self.reservations)
        return None if found is None else np.array(found.nash.point)

    def scenario(self, rounds: int) -> Scenario:
        """The domain as `sim import` writes it, without discounts."""
        text = genius_scenario(self.domain, self.profiles, [self.name], rounds).text
        scenario = loads(text)
        return scenario.with_(set={f"actors.{actor}.discount": 1 for actor in scenario.actors})


def read_case(folder: Path, first: str, second: str) -> Case:
    """The case of a folder with a domain.xml and two profiles."""
    domain = read_domain(read_xml(folder / "domain.xml"), folder.name)
    one, other = (read_profile(read_xml(folder / f"{party}.xml"), domain, party) for party in (first, second))
    return Case(folder.name, domain, (one, other))


def corpus() -> list[Case]:
    """The bilateral domains of the corpus that have no real issue, which the peer would have to cut into pieces."""
    return [read_case(CORPUS / "water", "up", "down"), read_case(CORPUS / "ceasefire", "north", "south")]


def drawn(folder: Path, issues: int, values: int, seed: int) -> Case:
    """A domain of a size, written to a folder and read from it: evaluations 0 to 100 at random, weights from a flat
    Dirichlet, reservation values up to 0.3.
    """
    random = np.random.default_rng(seed)
    folder.mkdir(parents=True)
    body = "".join(
        f'<issue index="{i}" name="Issue {i}" type="discrete" etype="discrete" vtype="discrete">'
        + "".join(f'<item index="{k}" value="v{k}"/>' for k in range(1, values + 1))
        + "</issue>"
        for i in range(1, issues + 1)
    )
    head = f'<objective index="0" name="{issues} issues of {values}" type="objective" etype="objective">'
    (folder / "domain.xml").write_text(
        f"<negotiation_template><utility_space>{head}{body}</objective></utility_space></negotiation_template>"
    )
    for party in ("first", "second"):
        weights = random.dirichlet(np.ones(issues))
        said = "".join(f'<weight index="{i}" value="{weights[i - 1]:.9f}"/>' for i in range(1, issues + 1))
        said += "".join(
            f'<issue index="{i}" name="Issue {i}" type="discrete" etype="discrete" vtype="discrete">'
            + "".join(
                f'<item index="{k}" value="v{k}" evaluation="{random.integers(0, 101)}"/>' for k in range(1, values + 1)
            )
            + "</issue>"
            for i in range(1, issues + 1)
        )
        reserved = random.uniform(0, 0.3)
        (folder / f"{party}.xml").write_text(
            f'<utility_space>{head}{said}</objective><reservation value="{reserved:.6f}"/></utility_space>'
        )
    return read_case(folder, "first", "second")
