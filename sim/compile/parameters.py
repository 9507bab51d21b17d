"""Every number of a scenario, placed in the buffer; a switched-off mechanism has its neutral value instead."""

from __future__ import annotations

import math
from typing import Any

from sim import arrays as on
from sim.compile.buffer import Buffer, Shape
from sim.compile.equilibrium import place_solution, solution_shape
from sim.compile.names import Names
from sim.compile.strategies import place_strategies, strategy_places
from sim.rules.battlefield import drift_of_battle, volatility_of_battle
from sim.scenario import Battlefield, Distribution, Hazard, Issue, Scenario
from sim.scenario.terms import package_of_terms

# column of Parameters.actor, field of an actor, conversion, (mechanism, value when it is off)
ACTOR_NUMBERS: tuple[tuple[int, str, str, tuple[str, float] | None], ...] = (
    (on.WAR_COST, "war_cost", "as_is", None),
    (on.STANDOFF_COST, "standoff_cost", "as_is", None),
    (on.PATIENCE, "patience", "in_rounds", None),
    (on.DEADLINE, "deadline", "in_rounds", None),
    (on.CONCESSION, "concession", "as_is", None),
    (on.ASPIRATION_LEVEL, "aspiration", "as_is", None),
    (on.AUDIENCE_COST, "audience_cost", "as_is", ("audience_costs", 0.0)),
    (on.RATIFICATION, "ratification", "as_is", ("ratification", 0.0)),
    (on.HARDEN, "harden", "as_is", ("hardening", 0.0)),
    (on.EXIT, "exit", "in_rounds", ("exit", math.inf)),
    (on.SINCERITY, "sincerity", "as_is", ("stalling", 1.0)),
    (on.STALL_VALUE, "stall_value", "as_is", ("stalling", 0.0)),
    (on.CREDIT, "credit", "as_is", ("credit", 0.0)),
    (on.REVIEW, "review", "rate_per_round", None),
    (on.NOISE, "response_noise", "as_is", ("response_noise", 0.0)),
    (on.DISCOUNT, "discount", "factor_per_round", ("discounting", 1.0)),
    (on.RECOGNITION, "recognition", "as_is", None),
    (on.ASKS_MORE, "departure.ask", "as_is", None),
    (on.SIGNS_FOR_MORE, "departure.accept", "as_is", None),
    (on.OUTSIDE, "outside_option", "as_is", None),
)
# the same of a prior, for each kind of beliefs; a mean that is left out is the true one
PRIOR_NUMBERS: dict[str, tuple[tuple[int, str, str, tuple[str, float | None] | None], ...]] = {
    "normal": ((on.BIAS, "bias", "per_round", ("optimism", 0.0)), (on.SPREAD, "spread", "per_round", None)),
    "two_types": ((on.FAVOURABLE, "favourable", "as_is", ("optimism", 0.5)),),
    "beta": ((on.PRIOR_MEAN, "mean", "as_is", ("optimism", None)), (on.PRIOR_STRENGTH, "strength", "as_is", None)),
}
# of no ratification, exit or departure, and of an outside option that is worth less than anything else
ABSENT = {"ratification": 0.0, "exit": math.inf, "departure.ask": 0.0, "departure.accept": 0.0, "outside_option": -1.0}
PACKAGE_ROWS = {"first_wins": on.FIRST_WINS, "second_wins": on.SECOND_WINS, "frozen": on.FROZEN_PACKAGE,
                "no_deal": on.NO_DEAL}  # fmt: skip


def parameter_shapes(scenario: Scenario, names: Names, relations: int, needs: int) -> dict[str, Shape]:
    """Shapes of the fields of ``Parameters``, in their order."""
    actors, issues, steps = len(names.actors), len(names.issues), len(names.steps)
    nodes = max(names.nodes.values())
    return {
        "actor": (actors, on.ACTOR_PARAMETERS), "talks": (on.TALKS_PARAMETERS,),
        "strategy": (strategy_places(scenario, names)[-1],), "solution": solution_shape(scenario),
        "relation": (relations, 2), "framing": (actors, actors),
        "credence": (actors, actors), "salience": (actors, issues), "value": (actors, issues, nodes),
        "ideal": (actors, issues), "package": (on.PACKAGES, issues), "condition": (len(names.conditions),),
        "enforcement": (issues, nodes), "battlefield": (on.BATTLEFIELD_PARAMETERS,),
        "step": (steps, 3), "step_value": (steps, actors), "step_floor": (steps, issues), "need": (needs,),
        "track": (len(names.tracks), on.TRACK_PARAMETERS),
        "gate": (len(names.held), 2), "shock": (len(names.shocks), 3), "cost_range": (actors, 3),
    }  # fmt: skip


def place_all(scenario: Scenario, names: Names, buffer: Buffer, pairs: list[tuple[int, int]]) -> None:
    """Place every number; ``pairs`` are the rows of the relation table."""
    place_actors(scenario, names, buffer)
    place_strategies(scenario, names, buffer)
    place_solution(scenario, buffer)
    place_relations(scenario, names, buffer, pairs)
    place_issues(scenario, names, buffer)
    place_packages(scenario, names, buffer)
    place_battlefield(scenario, buffer)
    place_steps(scenario, names, buffer)
    place_talks(scenario, names, buffer)


def place_actors(scenario: Scenario, names: Names, buffer: Buffer) -> None:
    """Actors' numbers, and what the others know of a private war cost."""
    for a, name in enumerate(names.actors):
        actor = scenario.actors[name]
        for column, field, conversion, neutral in ACTOR_NUMBERS:
            value: Any = actor
            for part in field.split("."):
                value = getattr(value, part, None)
            if neutral is not None and not getattr(scenario.mechanisms, neutral[0]):
                value = neutral[1]
            elif value is None:
                value = ABSENT[field]
            buffer.put("actor", (a, column), value, f"actors.{name}.{field}", conversion)
        place_prior(scenario, name, buffer, a)
        cost = actor.war_cost
        if isinstance(cost, Distribution) and cost.private and buffer.private_information:
            buffer.put("cost_range", (a, 0), cost.support[0], "")
            buffer.put("cost_range", (a, 1), cost.support[1], "")
            buffer.put("cost_range", (a, 2), cost.mean, "")
        else:
            for column in range(3):
                buffer.put("cost_range", (a, column), cost, f"actors.{name}.war_cost")


def place_prior(scenario: Scenario, name: str, buffer: Buffer, a: int) -> None:
    """What an actor believes of the war at the start, of the kind of beliefs that the battlefield declares."""
    prior, battlefield = scenario.actors[name].optimism, scenario.battlefield
    for column, field, conversion, neutral in PRIOR_NUMBERS[battlefield.beliefs if battlefield else "normal"]:
        value = getattr(prior, field)
        if neutral is not None and not getattr(scenario.mechanisms, neutral[0]):
            value = neutral[1]
        if value is None:
            value = true_chance(scenario, name)
        buffer.put("actor", (a, column), value, f"actors.{name}.optimism.{field}", conversion)


def true_chance(scenario: Scenario, name: str) -> float:
    """The mean chance that an actor wins a battle; that the first does, for a third party."""
    assert scenario.battlefield is not None
    advance = mean_of(scenario.battlefield.advance)
    return 1.0 - advance if name in scenario.belligerents[1:] else advance


def mean_of(value: float | Distribution) -> float:
    """A number as those know it who know only its distribution."""
    return value.mean if isinstance(value, Distribution) else float(value)


def place_relations(scenario: Scenario, names: Names, buffer: Buffer, pairs: list[tuple[int, int]]) -> None:
    """Leverage and influence a pair, framing and credence a reader and author."""
    buffer.fill("credence", 1.0)
    switch = scenario.mechanisms
    for n, (a, b) in enumerate(pairs):
        one, other = names.actors[a], names.actors[b]
        relation = scenario.relations[one][other]
        path = f"relations.{one}.{other}"
        if switch.leverage:
            buffer.put("relation", (n, on.LEVERAGE), relation.leverage, f"{path}.leverage")
        if switch.influence:
            buffer.put("relation", (n, on.INFLUENCE), relation.influence, f"{path}.influence")
        if switch.framing:
            buffer.put("framing", (a, b), relation.framing, f"{path}.framing")
        if switch.credence:
            buffer.put("credence", (a, b), relation.credence, f"{path}.credence")


def place_issues(scenario: Scenario, names: Names, buffer: Buffer) -> None:
    """Saliences, values, ideal points, and what an option costs whoever breaks the deal."""
    buffer.fill("ideal", math.nan)
    for i, name in enumerate(names.issues):
        issue = scenario.terms[name]
        stated = name.partition(".")[0]
        for actor, stake in issue.stakes.items():
            a = names.actor(actor)
            path = f"issues.{stated}.stakes.{actor}"
            buffer.put("salience", (a, i), stake.salience, f"{path}.salience")
            if stake.position is None:
                place_values(issue, stake.values or {}, buffer, (a, i), path)
            elif issue.divisible:
                assert not isinstance(stake.position, str)
                buffer.put("ideal", (a, i), stake.position, f"{path}.position")
            else:
                best = issue.options.index(str(stake.position))
                span = len(issue.options) - 1
                for k in range(len(issue.options)):
                    buffer.put("value", (a, i, k), 1.0 - abs(k - best) / span, path)
        if scenario.mechanisms.promises_enforced:
            place_enforcement(issue, buffer, i, f"issues.{stated}.enforcement")


def place_values(
    issue: Issue, values: dict[str, float | Distribution] | object, buffer: Buffer, at: tuple[int, int], path: str
) -> None:
    """A value an option, or at the two ends of a divisible issue."""
    assert hasattr(values, "items")
    options = ["0", "1"] if issue.divisible else list(issue.options)
    for option, value in values.items():
        k = options.index(str(option))
        buffer.put("value", (*at, k), value, f"{path}.values.{option}")


def place_enforcement(issue: Issue, buffer: Buffer, i: int, path: str) -> None:
    """The cost of breaking that an option carries; a divisible issue's is that at 1."""
    if isinstance(issue.enforcement, float | int | Distribution):
        buffer.put("enforcement", (i, 1), issue.enforcement, path)
        return
    for option, cost in issue.enforcement.items():
        buffer.put("enforcement", (i, issue.options.index(option)), cost, f"{path}.{option}")


def place_packages(scenario: Scenario, names: Names, buffer: Buffer) -> None:
    """The status quo, the fallbacks and the opening text: what they leave out stays at the status quo."""
    stated = {
        row: package_of_terms(getattr(scenario.fallbacks, field), scenario.issues)
        for field, row in PACKAGE_ROWS.items()
    }
    paths = {row: f"fallbacks.{field}" for field, row in PACKAGE_ROWS.items()}
    opening = scenario.opening_text.text if scenario.opening_text else {}
    stated[on.OPENING] = package_of_terms(opening, scenario.issues)
    paths[on.OPENING] = "opening_text.text"
    for i, name in enumerate(names.issues):
        issue = scenario.terms[name]
        for row in range(on.PACKAGES):
            option = stated.get(row, {}).get(name)
            path = f"{paths.get(row, '')}.{name}"
            if option is None:
                option, path = issue.status_quo, f"issues.{name}.status_quo"
            buffer.put("package", (row, i), option_place(issue, option), path)
    for c, condition in enumerate(names.conditions):
        buffer.put("condition", (c,), option_place(scenario.terms[condition.issue], condition.option), "")


def option_place(issue: Issue, option: object) -> float | Distribution:
    """An option as its index, or a divisible issue's number as it is."""
    if issue.divisible:
        if option is None:
            return 0.0
        return option if isinstance(option, Distribution) else float(str(option))
    return 0.0 if option is None else float(issue.options.index(str(option)))


def place_battlefield(scenario: Scenario, buffer: Buffer) -> None:
    """The front's numbers, per round."""
    field = scenario.battlefield
    buffer.put("battlefield", (on.VOLATILITY,), 0.02, "")
    if field is None or not scenario.belligerents:
        return
    for column, name, conversion in ((on.START, "start", "as_is"), (on.DRIFT, "drift", "per_round"),
                                     (on.DRIFT_VOLATILITY, "drift_volatility", "wander_per_round"),
                                     (on.VOLATILITY, "volatility", "root_per_round"),
                                     (on.PEACE_VOLATILITY, "peace_volatility", "root_per_round"),
                                     (on.ADVANCE, "advance", "as_is")):  # fmt: skip
        value = getattr(field, name)
        if field.walk == "forts" and name in ("drift", "drift_volatility", "volatility"):
            continue  # the walk's own moments stand there, and no draw may overwrite them
        if name == "peace_volatility" and not scenario.mechanisms.shifting_power:
            value = 0.0
        buffer.put("battlefield", (column,), value, f"battlefield.{name}", conversion)
    if field.walk == "forts":
        place_forts_moments(field, buffer)
    if field.beliefs == "two_types":
        buffer.put("battlefield", (on.LOW_ADVANCE,), field.types.low, "battlefield.types.low")
        buffer.put("battlefield", (on.HIGH_ADVANCE,), field.types.high, "battlefield.types.high")


def place_forts_moments(field: Battlefield, buffer: Buffer) -> None:
    """Mean and spread of a battle of the forts walk, for those who judge it as a drift and a volatility."""
    advance = mean_of(field.advance)
    buffer.put("battlefield", (on.DRIFT,), drift_of_battle(advance, field.forts), "")
    buffer.put("battlefield", (on.VOLATILITY,), volatility_of_battle(advance, field.forts), "")


def place_steps(scenario: Scenario, names: Names, buffer: Buffer) -> None:
    """Effects, declared values and requirements of steps."""
    switch = scenario.mechanisms
    buffer.fill("step_floor", math.nan)
    row = 0
    for s, name in enumerate(names.steps):
        step = scenario.steps[name]
        path = f"steps.{name}"
        if switch.moving_front:
            buffer.put("step", (s, on.MOVES_FRONT), step.moves_front, f"{path}.moves_front")
        if switch.collapse:
            buffer.put("step", (s, on.COLLAPSE_BASE), step.collapse.base, f"{path}.collapse.base", "rate_per_round")
            buffer.put("step", (s, on.COLLAPSE_SLOPE), step.collapse.slope, f"{path}.collapse.slope", "per_round")
        if switch.step_values:
            for actor, value in step.value.items():
                buffer.put("step_value", (s, names.actor(actor)), value, f"{path}.value.{actor}")
        if switch.floors:
            for issue, option in step.floor.items():
                at = option_place(scenario.issues[issue], option)
                buffer.put("step_floor", (s, names.issue(issue)), at, f"{path}.floor.{issue}")
        for needed in sorted(step.requires):
            days = step.requires[needed]
            buffer.put("need", (row,), days, f"{path}.requires.{needed}", "days_in_rounds")
            row += 1


def place_talks(scenario: Scenario, names: Names, buffer: Buffer) -> None:
    """Tracks, rigidities, easing, shocks and breakdown."""
    switch = scenario.mechanisms
    if switch.breakdown:
        buffer.put("talks", (on.BREAKDOWN,), scenario.breakdown, "breakdown", "rate_per_round")
    for b, name in enumerate(names.tracks):
        track = scenario.tracks[name]
        buffer.put("track", (b, on.EVERY), track.every, f"tracks.{name}.every", "in_rounds")
        buffer.put("track", (b, on.TRACK_START), track.start, f"tracks.{name}.start", "in_rounds")
        if switch.mediation:
            share = track.mediator_share
            buffer.put("track", (b, on.MEDIATOR_SHARE), share, f"tracks.{name}.mediator_share")
        if switch.counsel and track.mediator_knows:
            buffer.put("track", (b, on.MEDIATOR_LINE), track.mediator_line, f"tracks.{name}.mediator_line")
    for p, (name, _) in enumerate(names.held):
        held = scenario.preconditions[name]
        path = f"preconditions.{name}"
        if isinstance(held.rigidity, Hazard):
            buffer.put("gate", (p, on.RIGIDITY), held.rigidity.hazard, f"{path}.rigidity.hazard", "rate_per_round")
        elif held.rigidity != "never":
            buffer.put("gate", (p, on.RIGIDITY), held.rigidity, f"{path}.rigidity")
        if held.eased_by is not None and switch.easing:
            buffer.put("gate", (p, on.EASING), held.eased_by.by, f"{path}.eased_by.by")
    for h, name in enumerate(names.shocks):
        shock = scenario.shocks[name]
        if switch.shocks:
            buffer.put("shock", (h, on.SHOCK_HAZARD), shock.hazard, f"shocks.{name}.hazard", "rate_per_round")
        buffer.put("shock", (h, on.SHOCK_PAUSE), shock.pause, f"shocks.{name}.pause", "in_rounds")
        buffer.put("shock", (h, on.SHOCK_ENDS), shock.ends_run, f"shocks.{name}.ends_run")
