"""From a plan to what workers are sent: which columns of each variant are kept, and which quantities summed up."""

from __future__ import annotations

from sim.analysis.quantities import Quantity, quantity
from sim.compile import compile_scenario
from sim.study.plan import Plan, Variant
from sim.study.sweeping.blocks import Recipe, packed
from sim.study.sweeping.engine import engine_digest

ALWAYS = ("outcome", "ended", "signed", "ceasefire", "front")
"""Columns that are kept whatever the study reports."""


def recipes_of(plan: Plan) -> list[Recipe]:
    """A recipe for each variant of the plan.

    Raises InputError if a variant cannot be compiled.
    """
    return [_recipe(plan, variant) for variant in plan.variants]


def quantities_of(plan: Plan) -> tuple[Quantity, ...]:
    """The quantities that a study reports, as the first variant describes them; every variant has them all.

    Raises InputError, with what may be meant, for a quantity that there is not.
    """
    return tuple(quantity(name, plan.variants[0].scenario) for name in plan.study.outcomes)


def _recipe(plan: Plan, variant: Variant) -> Recipe:
    compiled = compile_scenario(variant.scenario)
    reported = [quantity(name, variant.scenario) for name in plan.study.outcomes]
    needed = {column for item in reported for column in item.columns}
    shown = [compiled.columns[place].name for place in compiled.shown]
    return Recipe(
        scenario=variant.scenario.digest,
        packed=packed(variant.scenario),
        paths=plan.paths,
        columns=tuple(column for column in shown if column in needed or column in ALWAYS),
        quantities=plan.study.outcomes,
        seed=plan.study.seed,
        runs_per_draw=plan.study.runs_per_draw,
        engine=engine_digest(),
    )
