"""The gate graph: who holds what shut, until after what, and where that runs in a circle."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Literal, TypeAlias
from xml.sax.saxutils import escape

from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import FancyBboxPatch, PathPatch
from matplotlib.path import Path as Curve

from sim.report.canvas import Words, broken, canvas, listed
from sim.report.layers import Item, Layers, layered
from sim.report.save import save_figure
from sim.report.style import GREY, INK, ORANGE, styled
from sim.structure import Edge, Explanation, Node

BOX, GAP, WAYPOINT = 1.95, 0.2, 0.12
"""Width of a box, space beside it, and width of the lane of a line that passes a layer, in inches."""
ARROW = " \N{RIGHTWARDS ARROW} "
Line: TypeAlias = Literal["-"] | tuple[float, tuple[float, ...]]
DASHED: Line = (0, (4.5, 1.6))
DOTTED: Line = (0, (1.0, 1.6))
Place: TypeAlias = tuple[float, float, float]
"""Of a box or a waypoint: its middle, its top and its height, in inches."""
_NAME, _HELD = 9.0, 7.6
_ON_PAPER = ("text", "table")
"""Conditions that are no place to get to: they are written into the box of what they shut."""
_LINE = 1.28 / 72


@dataclass(frozen=True)
class Graph:
    """What of an explanation is drawn: boxes, arrows between them, and the number of each edge in the footnotes."""

    explanation: Explanation

    @cached_property
    def numbers(self) -> dict[Edge, int]:
        """A number for every edge that says something, holds first, in the order of the explanation."""
        told = [edge for edge in self.explanation.edges if edge.kind != "meeting"]
        return {edge: place for place, edge in enumerate(sorted(told, key=lambda e: e.kind != "hold"), 1)}

    @cached_property
    def nodes(self) -> dict[str, Node]:
        """Nodes by name."""
        return {node.name: node for node in self.explanation.nodes}

    @cached_property
    def boxes(self) -> list[Node]:
        """Nodes with a box: whatever is shut by something or shuts something, but for conditions on paper."""
        seen = {name for edge in self.explanation.edges for name in (edge.gate, edge.after)}
        return [node for node in self.explanation.nodes if node.name in seen and node.kind not in _ON_PAPER]

    @cached_property
    def arrows(self) -> dict[tuple[str, str], list[Edge]]:
        """Edges between boxes, those between the same two together."""
        boxed = {node.name for node in self.boxes}
        found: dict[tuple[str, str], list[Edge]] = defaultdict(list)
        for edge in self.explanation.edges:
            if edge.after in boxed and edge.gate in boxed:
                found[edge.after, edge.gate].append(edge)
        return dict(found)

    def held_by(self, node: Node) -> list[str]:
        """Lines in a node's box: who holds it, by number, and on what condition if that has no box."""
        actors = self.explanation.scenario.actors
        lines = []
        for edge, number in self.numbers.items():
            if edge.gate != node.name:
                continue
            who = actors[edge.holder].label if edge.holder in actors else edge.holder
            until = self.nodes.get(edge.after)
            words = until.label if until is not None and until.kind in _ON_PAPER else ""
            if edge.kind == "requirement":
                who, words = "the world", f"{edge.days:.0f} days" if edge.days else ""
            # "Moscow with Washington only" says who; "60 days" does not
            told = words if words.startswith(who) else f"{who}: {words}" if words else who
            lines.append(f"{number}  {told}")
        return lines


def gate_graph(explanation: Explanation, claims: Mapping[str, str] | None = None) -> Axes:
    """Draw the gate graph of an explanation in a figure of its own.

    `claims` (id -> what it says) are printed below it as far as something in the graph rests on them.

    An arrow leads from what has to come first to what waits for it; read from the top. Circles are thick and in
    double-framed boxes. Numbers lead to footnotes with who demands what, how firmly, and on which claims.
    """
    with styled():
        graph = Graph(explanation)
        texts = {node.name: _texts(graph, node) for node in graph.boxes}
        layout = layered(dict.fromkeys(texts, BOX), list(graph.arrows), gap=GAP, waypoint=WAYPOINT)
        spans, height = _heights(layout, texts)
        width = max(layout.width + 0.1, 7.6)
        shift = (width - layout.width) / 2
        ax = canvas(_words(graph, claims or {}), width, height + 0.45)
        places = {
            item: (layout.across[item] + shift, top, texts[item][2] if isinstance(item, str) else height_of_row)
            for row, (top, height_of_row) in zip(layout.rows, spans, strict=True)
            for item in row
        }
        for pair in graph.arrows:
            _arrow(ax, graph, layout.chains, places, pair)
        for node in graph.boxes:
            _box(ax, graph, node, places[node.name], texts[node.name])
        _legend(ax, height + 0.25)
        return ax


def save_gate_graph(explanation: Explanation, claims: Mapping[str, str], folder: Path, name: str) -> list[Path]:
    """Write the gate graph as `name`.png and `name`.svg to a folder that exists; returns their paths.

    In the SVG, boxes and arrows say what they stand for, and on which claims, where the pointer rests on them.
    """
    paths = save_figure(gate_graph(explanation, claims), folder, name)
    tips = tooltips(explanation, claims)
    for path in paths:
        if path.suffix == ".svg":
            text = path.read_text(encoding="utf-8")
            for part, words in tips.items():
                text = text.replace(f'<g id="{part}">', f'<g id="{part}"><title>{escape(words)}</title>', 1)
            path.write_text(text, encoding="utf-8", newline="\n")
    return paths


def tooltips(explanation: Explanation, claims: Mapping[str, str] | None = None) -> dict[str, str]:
    """What to show over each part of the graph, by the id that it has in the SVG."""
    graph = Graph(explanation)
    said = claims or {}

    def words(edge: Edge, number: int) -> str:
        return "\n".join(
            [_footnote(graph, edge, number), *(f"{key}: {said[key]}" for key in edge.claims if key in said)]
        )

    tips: dict[str, str] = {}
    for pair in graph.arrows.values():
        told = [(edge, graph.numbers[edge]) for edge in pair if edge in graph.numbers]
        if told:
            tips[f"edge-{told[0][1]}"] = "\n".join(words(*each) for each in told)
    for place, node in enumerate(graph.boxes):
        held = [words(edge, number) for edge, number in graph.numbers.items() if edge.gate == node.name]
        tips[f"node-{place}"] = "\n".join([node.label, *held])
    return tips


def _texts(graph: Graph, node: Node) -> tuple[str, str, float]:
    """A box's name, its lines on who holds it, and its height in inches."""
    name = broken(node.label, BOX - 0.2, _NAME, bold=True)
    held = "\n".join(broken(line, BOX - 0.1, _HELD, hanging=3) for line in graph.held_by(node))
    lines = (name.count("\n") + 1) * _NAME + (held.count("\n") + 1) * _HELD * bool(held)
    return name, held, lines * _LINE + 0.17


def _heights(layout: Layers, texts: dict[str, tuple[str, str, float]]) -> tuple[list[tuple[float, float]], float]:
    """Top and height of each layer, and the height of all; more room below a layer where more lines leave it."""
    spans, down = [], 0.05
    for number, row in enumerate(layout.rows):
        tall = max((texts[item][2] for item in row if isinstance(item, str)), default=0.3)
        spans.append((down, tall))
        leaving = len(row) + len(layout.rows[number + 1]) if number + 1 < len(layout.rows) else 0
        down += tall + (0.5 + 0.04 * min(leaving, 12) if leaving else 0.05)
    return spans, down


def _box(ax: Axes, graph: Graph, node: Node, place: Place, text: tuple[str, str, float]) -> None:
    middle, top, height = place
    name, held, _ = text
    circle = any(node.name in cycle for cycle in graph.explanation.cycles)
    number = graph.boxes.index(node)
    firm = node.kind != "step"
    for inset in (0.0, 0.045) if circle else (0.0,):
        ax.add_patch(FancyBboxPatch(
            (middle - BOX / 2 + inset, top + inset), BOX - 2 * inset, height - 2 * inset,
            boxstyle=f"round,pad=0,rounding_size={0.02 if firm else 0.1}", facecolor="#f0f0f0" if firm else "white",
            edgecolor=ORANGE if circle else INK, linewidth=1.3 if circle else 0.9, zorder=3, gid=f"node-{number}",
        ))  # fmt: skip
    ax.text(middle, top + 0.085, name, ha="center", va="top", fontsize=_NAME, fontweight="bold", color=INK, zorder=4,
            linespacing=1.2)  # fmt: skip
    if held:
        below = top + 0.085 + (name.count("\n") + 1) * _NAME * _LINE
        ax.text(middle - BOX / 2 + 0.09, below, held, ha="left", va="top", fontsize=_HELD, color=INK, zorder=4,
                linespacing=1.2)  # fmt: skip


def _arrow(
    ax: Axes, graph: Graph, chains: dict[tuple[str, str], tuple[Item, ...]], places: dict[Item, Place],
    pair: tuple[str, str],
) -> None:  # fmt: skip
    """The line of the edges between two boxes, with their numbers where it arrives."""
    edges, chain = graph.arrows[pair], chains[pair]
    start, _ = _port(chain, 0, chains, places)
    tip, beside = _port(chain, -1, chains, places)
    down = start[1] < tip[1]
    route = [start]
    for item in chain[1:-1]:
        x, top, height = places[item]
        ends = [(x, top), (x, top + height)]
        route += ends if down else ends[::-1]
    route.append(tip)
    look = _look(edges)
    numbers = [graph.numbers[edge] for edge in edges if edge in graph.numbers]
    ax.add_patch(PathPatch(
        _curve(route), facecolor="none", edgecolor=look.colour, linewidth=look.width, linestyle=look.style, zorder=2,
        gid=f"edge-{numbers[0]}" if numbers else None,
    ))  # fmt: skip
    size = 0.12 if look.circle else 0.09
    ax.fill([tip[0], tip[0] - size / 2, tip[0] + size / 2], [tip[1], *[tip[1] - (size if down else -size)] * 2],
            color=look.colour, linewidth=0, zorder=5)  # fmt: skip
    if numbers:
        # next to the head: near the box which has the same numbers; heads side by side take turns
        away = 0.17 + 0.14 * beside
        ax.text(tip[0] + 0.06, tip[1] + (-away if down else away), " ".join(map(str, numbers)), ha="left",
                va="center", fontsize=7.6, fontweight="bold" if look.circle else "normal", color=INK, zorder=5,
                bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.4, "alpha": 0.85})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Look:
    """How a line is drawn."""

    colour: str
    width: float
    style: Line
    circle: bool


def _look(edges: list[Edge]) -> Look:
    """Dotted where nobody demands it, dashed where nobody can let go, thick in a circle."""
    standing = [edge for edge in edges if edge.kind != "meeting"]
    if not standing:
        return Look(GREY, 1.0, DOTTED, False)
    circle = any(edge.in_cycle for edge in standing)
    firm = all(edge.kind == "requirement" or edge.never for edge in standing)
    return Look(ORANGE if circle else INK, 2.4 if circle else 1.0, DASHED if firm else "-", circle)


def _port(
    chain: tuple[Item, ...], end: int, chains: dict[tuple[str, str], tuple[Item, ...]], places: dict[Item, Place]
) -> tuple[tuple[float, float], int]:
    """Where a line leaves or reaches a box, toward its next point, and how far its number stands back."""
    item = chain[end]
    middle, top, height = places[item]
    below = places[chain[1 if end == 0 else -2]][1] > top
    same = sorted(
        (places[other[neighbour]][0], str(other), at)
        for other in chains.values()
        for at, neighbour in ((0, 1), (-1, -2))
        if other[at] == item and (places[other[neighbour]][1] > top) == below
    )
    place = next(number for number, entry in enumerate(same) if entry[1:] == (str(chain), end))
    x = middle - BOX / 2 + BOX * (place + 1) / (len(same) + 1)
    return (x, top + height if below else top), place % 2 if len(same) > 3 else 0


def _curve(points: list[tuple[float, float]]) -> Curve:
    """A line that leaves and reaches every point upright."""
    vertices, codes = [points[0]], [Curve.MOVETO]
    for (x0, y0), (x1, y1) in pairwise(points):
        bend = (y1 - y0) * 0.5
        vertices += [(x0, y0 + bend), (x1, y1 - bend), (x1, y1)]
        codes += [Curve.CURVE4] * 3
    return Curve(vertices, codes)


def _legend(ax: Axes, down: float) -> None:
    """What the lines mean, in one row below the drawing."""
    left = 0.0
    entries: tuple[tuple[str, str, Line, float], ...] = (
        ("demand that can be waived", INK, "-", 1.0),
        ("law or the world: cannot be", INK, DASHED, 1.0),
        ("part of a circle", ORANGE, "-", 2.4),
        ("needed, demanded by nobody", GREY, DOTTED, 1.0),
    )
    for words, colour, style, thick in entries:
        ax.add_line(Line2D([left, left + 0.34], [down, down], color=colour, linestyle=style, linewidth=thick))
        ax.text(left + 0.4, down, words, va="center", fontsize=7.6, color=INK)
        left += 0.58 + len(words) * 7.6 * 0.54 / 72


def _words(graph: Graph, claims: Mapping[str, str]) -> Words:
    explanation = graph.explanation
    feet = [_footnote(graph, edge, number) for edge, number in graph.numbers.items()]
    free = [node.label for node in explanation.nodes if node.kind == "step" and node not in graph.boxes]
    waived = [graph.explanation.hold(key).sentence.rstrip(".") for key in explanation.waived]
    feet += [f"Taken as waived: {text}." for text in waived]
    if free:
        feet.append(f"Neither shut nor waited for: {listed(free)}.")
    cited = sorted({claim for edge in graph.numbers for claim in edge.claims} & set(claims))
    feet += [f"[{claim}] {claims[claim]}" for claim in cited]
    feet.append(f"{explanation.scenario.name} · preconditions as declared, before any run · not a forecast")
    return Words(
        _title(graph),
        "An arrow leads from what has to come first to what waits for it. In a box: who holds it shut; the number "
        "leads to the arrow and to the footnote.",
        tuple(feet),
    )


def _title(graph: Graph) -> str:
    cycles = graph.explanation.cycles
    if not graph.numbers:
        return "Nothing waits for anything"
    if not cycles:
        shut = [answer.goal.label for answer in graph.explanation.answers if not answer.reachable]
        still = f"; out of reach all the same: {listed(shut)}" if shut else ""
        return f"Everything waits in one direction: no circle{still}"
    names = [graph.nodes[name].label if name in graph.nodes else name for name in min(cycles, key=len)]
    more = f" (one of {len(cycles)} circles)" if len(cycles) > 1 else ""
    return f"A circle{more}: {ARROW.join([*names, names[0]])}"


def _footnote(graph: Graph, edge: Edge, number: int) -> str:
    if edge.kind == "requirement":
        text = edge.label[:1].upper() + edge.label[1:]
    else:
        hold = graph.explanation.hold(edge.key)
        text = hold.sentence.rstrip(".")
        if hold.never:
            text += " (cannot be waived)"
        elif hold.rigidity is not None:
            text += f" (rigidity {hold.rigidity:.2f})"
        else:
            text += " (given up by chance)"
    claims = f" [{', '.join(edge.claims)}]" if edge.claims else ""
    return f"{number}  {text}{claims}"
