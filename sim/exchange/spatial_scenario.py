"""A table of actors with capability, position and salience, the spatial model's input, as a one-issue scenario.

What the table does not say has to be assumed, and the scenario says so at each number:

- the issue is a line from the lowest position to the highest; each loses in proportion to the distance from its own;
- **capability times salience**, the weight with which the spatial model lets an actor vote (Bueno de Mesquita 1984), is
  its weight in the lot that says who drafts: recognition in proportion to power (Baron & Ferejohn 1989). Leverage would
  be another place, but it lowers what the others have without a deal, of which the table says nothing;
- a simple majority of the actors signs, as the spatial model lets nobody block alone;
- without a deal nobody gets anything, unless a status quo is given, which then stays.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

from sim.errors import InputError
from sim.exchange.imported import Imported
from sim.exchange.lines import comment, entry, figure, flow, folded, quoted
from sim.exchange.naming import names_for
from sim.scenario import Distribution, Number
from sim.spatial import Actor, ActorTable
from sim.spatial.actors import centre, support

LEAST = 0.001
"""The least weight in the lot: the language wants one above 0."""
MIDDLE = 0.5
DEAL, LINE = "deal", "position"


def spatial_scenario(table: ActorTable, status_quo: float | None, rounds: int) -> Imported:
    """The scenario of a table; `status_quo` is a position on its scale, None if there is none.

    Raises InputError where nothing is to be settled: fewer than two actors of any weight, or one position for all.
    """
    if status_quo is not None and not math.isfinite(status_quo):
        raise InputError(f"a status quo of {status_quo} is no position")
    actors = [actor for actor in table.actors if support(actor.capability)[1] * support(actor.salience)[1] > 0]
    if len(actors) < 2:
        raise InputError(f"{table.name}: fewer than two actors have a capability and a salience above 0")
    ends = [end for actor in actors for end in support(actor.position)] + ([] if status_quo is None else [status_quo])
    low, high = min(ends), max(ends)
    if low == high:
        raise InputError(f"{table.name}: all stand at {low:g}: there is nothing to settle")
    called = names_for([actor.name for actor in actors], "actor")
    heaviest = max(support(actor.capability)[1] * support(actor.salience)[1] for actor in actors)
    lines = _head(table, actors, status_quo)
    lines += [f"rounds: {rounds}", "follow_up: 0", "proposer: random"]
    if len(actors) > 2:
        lines.append("signing: " + flow({"quota": str(len(actors) // 2 + 1)}, 0))
    lines.append("actors:")
    for actor, name in zip(actors, called, strict=True):
        lines += _actor(actor, name, heaviest, rounds)
    lines.append("issues:")
    if status_quo is None:
        lines += _deal(actors, called, low, high)
    lines += _line(table, actors, called, low, high, status_quo)
    told = f"{table.name}: {len(actors)} actors on a line"
    return Imported("\n".join(lines) + "\n", told, _assumptions(table, actors, status_quo, rounds))


def _assumptions(table: ActorTable, actors: Sequence[Actor], status_quo: float | None, rounds: int) -> tuple[str, ...]:
    """What the table does not say."""
    assumed = ["capability x salience is an actor's weight in the lot that says who drafts"]
    if len(actors) > 2:
        assumed.append(f"{len(actors) // 2 + 1} of the {len(actors)} actors are enough to sign")
    assumed.append(f"a time tactic with its deadline in round {rounds}, for everybody")
    if status_quo is None:
        assumed.append("without a deal nobody gets anything (--status-quo says what stays instead)")
    left = [actor.name for actor in table.actors if actor not in actors]
    if left:
        assumed.append(f"left out, for want of any weight: {', '.join(left)}")
    return tuple(assumed)


def _head(table: ActorTable, actors: Sequence[Actor], status_quo: float | None) -> list[str]:
    lines = comment(
        f"Imported from {Path(table.name).name}: capability, position and salience of {len(actors)} actors."
    )
    left = [actor.name for actor in table.actors if actor not in actors]
    if left:
        lines += comment(f"Left out, for want of any weight: {', '.join(left)}.")
    held = "the status quo stays" if status_quo is not None else "nobody gets anything"
    description = (
        f"Where on a line a group of actors settles ({Path(table.name).name}). The table's numbers are assumptions, as "
        "no claim stands behind them. Assumed besides: capability times salience is a weight in the lot that says who "
        f"drafts, a simple majority of the actors signs, without a deal {held}, and all give way in the same time."
    )
    return [*lines, f"name: {quoted(Path(table.name).stem)}", *folded("description", description)]


def _actor(actor: Actor, name: str, heaviest: float, rounds: int) -> list[str]:
    weight = weight_of(actor.capability, actor.salience, 1.0 / heaviest)
    why = f"capability x salience, over the largest of all, which is {figure(heaviest)}"
    deadline = {"fixed": str(rounds), "why": quoted("assumed: the table says nothing of tactics")}
    return [
        f"  {name}:",
        f"    label: {quoted(actor.name)}",
        "    tactic: time",
        "    deadline: " + flow(deadline, 4),
        "    recognition: " + number(weight, why, 4, LEAST),
    ]


def weight_of(capability: Number, salience: Number, scale: float) -> Number:
    """Capability times salience times `scale`.

    Of two ranges: from the product of their lower ends to that of their upper ends, that of their centres likeliest.
    """
    if isinstance(capability, Distribution) and isinstance(salience, Distribution):
        (low, high), (least, most) = support(capability), support(salience)
        points = (low * least, centre(capability) * centre(salience), high * most)
        return Distribution("triangular", tuple(scale * point for point in points))
    if isinstance(capability, Distribution):
        return stretched(capability, scale * centre(salience))
    return stretched(salience, scale * capability)


def stretched(value: Number, factor: float, start: float = 0.0) -> Number:
    """A number or range, `start` taken off, times a factor above 0."""
    if isinstance(value, Distribution):
        return Distribution(value.kind, tuple(factor * (point - start) for point in value.parameters))
    return factor * (value - start)


def number(value: Number, why: str, indent: int, least: float = 0.0) -> str:
    """A number or range, cut to [least, 1] where rounding leaves it, with its reason."""
    if not isinstance(value, Distribution):
        return flow({"fixed": figure(min(1.0, max(least, value))), "why": quoted(why)}, indent)
    points = [figure(min(1.0, max(least, point))) for point in value.parameters]
    if points[0] == points[-1]:
        return flow({"fixed": points[0], "why": quoted(why)}, indent)
    return flow({value.kind: "[" + ", ".join(points) + "]", "why": quoted(why)}, indent)


def _deal(actors: Sequence[Actor], called: Sequence[str], low: float, high: float) -> list[str]:
    """The issue of having a deal at all, of the same weight as the line.

    Without a deal the line stays in its middle, which is worth 1 - distance; `deal` makes up for that, so that a deal
    at an actor's own position is a gain of a half, and one as far off as the line is long a gain of nothing.
    """
    lines = comment("What makes no deal worth as little to each as a deal at the far end of the line would be.", 2)
    lines += [f"  {DEAL}:", "    options: [none, made]", "    stakes:"]
    for actor, name in zip(actors, called, strict=True):
        distance = abs((centre(actor.position) - low) / (high - low) - MIDDLE)
        values = flow({"none": figure(distance), "made": "1"}, 6)
        lines += entry(name, {"salience": "1", "values": values}, 6)
    return lines


def _line(
    table: ActorTable, actors: Sequence[Actor], called: Sequence[str], low: float, high: float, status_quo: float | None
) -> list[str]:
    """The issue itself: a share of the way from the lowest position to the highest."""
    stays = MIDDLE if status_quo is None else (status_quo - low) / (high - low)
    lines = comment(f"0 is {figure(low)} and 1 is {figure(high)} on the scale of the table.", 2)
    lines += [f"  {LINE}:", "    label: Position", "    divisible: true", f"    status_quo: {figure(stays)}"]
    lines.append("    stakes:")
    for actor, name in zip(actors, called, strict=True):
        position = stretched(actor.position, 1.0 / (high - low), low)
        why = f"line {actor.line} of {Path(table.name).name}" + (f"; {actor.why}" if actor.why else "")
        stake = {"salience": "1", "position": number(position, why, 8)}
        lines += entry(name, stake, 6)
    return lines
