"""How long interstate wars last, as a distribution: survival shares, and a hazard between and behind them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated

import numpy as np
from numpy.typing import ArrayLike, NDArray
from pydantic import Field, ValidationError

from sim.errors import ScenarioError
from sim.scenario.base import Model, Whole
from sim.scenario.problems import pydantic_problems
from sim.scenario.tree import plain
from sim.scenario.yaml_text import read_file

Floats = NDArray[np.float64]
FILE = Path(__file__).with_name("base_rates.yaml")


class Knot(Model):
    """A point of the survival curve."""

    days: Annotated[Whole, Field(gt=0)] = Field(description="Days since the war began.")
    share: float = Field(gt=0, lt=1, description="Share of the wars that still went on.")


class BaseRates(Model):
    """Facts about how long wars last."""

    episodes: Annotated[Whole, Field(gt=0)] = Field(description="How many wars.")
    years: tuple[Whole, Whole] = Field(description="From when to when.")
    source: str = Field(min_length=1, description="Whose count it is.")
    status: str = Field(min_length=1, description="Whether it was checked.")
    survival: tuple[Knot, ...] = Field(min_length=2, description="Shares that still went on.")


@dataclass(frozen=True)
class Survival:
    """Survival of wars: the hazard is constant between two knots, and behind the last as between the last two.

    `days` ascend from 0, `shares` fall from 1.
    """

    days: tuple[float, ...]
    shares: tuple[float, ...]

    @classmethod
    def of(cls, knots: Sequence[tuple[float, float]]) -> Survival:
        """From (days, share) without that of day 0. Raises ValueError unless shares fall as days rise."""
        days, shares = (0.0, *(day for day, _ in knots)), (1.0, *(share for _, share in knots))
        if (np.diff(days) <= 0).any() or (np.diff(shares) >= 0).any() or shares[-1] <= 0:
            raise ValueError("survival: days must rise and shares must fall, above 0")
        return cls(days, shares)

    def share(self, days: ArrayLike) -> Floats:
        """Share of wars that last longer than so many days, any shape."""
        at = np.asarray(days, dtype=np.float64)
        logs = np.log(self.shares)
        hazard = (logs[-2] - logs[-1]) / (self.days[-1] - self.days[-2])
        inside = np.interp(at, self.days, logs)
        return np.asarray(np.exp(inside - hazard * np.maximum(at - self.days[-1], 0.0)), dtype=np.float64)

    def ended(self, horizon: int, round_days: int, age_days: int) -> Floats:
        """Probability that a war that has lasted `age_days` has ended by the end of each round (shape: horizon)."""
        later = age_days + round_days * np.arange(1, horizon + 1, dtype=np.float64)
        return np.asarray(1 - self.share(later) / self.share(age_days), dtype=np.float64)


@cache
def base_rates() -> BaseRates:
    """The facts that come with sim."""
    tree, problems = read_file(FILE, FILE.name)
    try:
        found = BaseRates.model_validate(plain(tree))
    except ValidationError as error:
        raise ScenarioError([*problems, *pydantic_problems(error, BaseRates, tree)]) from None
    if problems:
        raise ScenarioError(problems)
    return found


@cache
def interstate_wars() -> Survival:
    """How long interstate wars last."""
    return Survival.of([(knot.days, knot.share) for knot in base_rates().survival])
