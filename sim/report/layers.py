"""A drawing of what waits for what: nodes in layers from what comes first down to what comes last.

The steps of Sugiyama, Tagawa & Toda (1981, IEEE Transactions on Systems, Man and Cybernetics 11): turn some edges of
circles round so that none is left, put every node below all that it waits for, give long edges a waypoint in each layer
that they pass, order layers by the mean place of neighbours, and place nodes near their neighbours.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean
from typing import TypeAlias

import networkx as nx

Edge: TypeAlias = tuple[str, str]
Item: TypeAlias = Hashable  # a node's name, or (edge, layer) for a waypoint
SWEEPS = 12


@dataclass(frozen=True, slots=True)
class Layers:
    """Where everything goes.

    `rows` are the items of each layer, from left to right: names of nodes and waypoints. `across` is the place of each
    item's middle, in the unit of the widths, from 0. `chains` lead each edge from its first node through waypoints to
    its second, downwards or (for edges that were turned round) upwards. `width` is that of the widest layer.
    """

    rows: tuple[tuple[Item, ...], ...]
    across: dict[Item, float]
    chains: dict[Edge, tuple[Item, ...]]
    width: float


def layered(widths: Mapping[str, float], edges: Sequence[Edge], *, gap: float, waypoint: float) -> Layers:
    """Lay nodes of the given `widths` out in layers, with `gap` between neighbours and waypoints `waypoint` wide.

    An edge (a, b) says that a comes first. Edges from a node to itself, or to nodes without a width, are left out.
    """
    pairs = [(a, b) for a, b in dict.fromkeys(edges) if a != b and a in widths and b in widths]
    turned = _turned(list(widths), pairs)
    rank = _ranks(list(widths), [(b, a) if (a, b) in turned else (a, b) for a, b in pairs])
    chains: dict[Edge, tuple[Item, ...]] = {}
    rows: list[list[Item]] = [[] for _ in range(max(rank.values(), default=0) + 1)]
    for name in widths:
        rows[rank[name]].append(name)
    for edge in pairs:
        a, b = edge
        step = 1 if rank[b] > rank[a] else -1
        between: list[Item] = [(edge, layer) for layer in range(rank[a] + step, rank[b], step)]
        for layer, point in zip(range(rank[a] + step, rank[b], step), between, strict=True):
            rows[layer].append(point)
        chains[edge] = (a, *between, b)
    links = [(one, other) for chain in chains.values() for one, other in pairwise(chain)]
    rows = _ordered(rows, links)
    sizes = {item: widths[item] if isinstance(item, str) else waypoint for row in rows for item in row}
    across = _placed(rows, links, sizes, gap)
    width = max((across[row[-1]] + sizes[row[-1]] / 2 for row in rows if row), default=0.0)
    return Layers(tuple(map(tuple, rows)), across, chains, width)


def _turned(nodes: list[str], edges: list[Edge]) -> set[Edge]:
    """Edges that close a circle on a walk in depth: turned round, they leave no circle."""
    after: dict[str, list[str]] = {name: [] for name in nodes}
    for a, b in edges:
        after[a].append(b)
    waiting = {b for _, b in edges}
    state: dict[str, int] = {}
    found: set[Edge] = set()

    def visit(name: str) -> None:
        state[name] = 1
        for other in after[name]:
            if state.get(other) == 1:
                found.add((name, other))
            elif other not in state:
                visit(other)
        state[name] = 2

    for name in sorted(nodes, key=lambda node: node in waiting):
        if name not in state:
            visit(name)
    return found


def _ranks(nodes: list[str], edges: list[Edge]) -> dict[str, int]:
    """The layer of each node: as high as what it waits for allows, and what waits for nothing just above its first."""
    graph = nx.DiGraph()
    graph.add_nodes_from(nodes)
    graph.add_edges_from(edges)
    rank = {name: layer for layer, names in enumerate(nx.topological_generations(graph)) for name in names}
    for name in nodes:
        later = [rank[other] for other in graph.successors(name)]
        if later and not graph.in_degree(name):
            rank[name] = min(later) - 1
    return rank


def _ordered(rows: list[list[Item]], links: list[tuple[Item, Item]]) -> list[list[Item]]:
    """The order with the fewest crossings among those that sweeps by the mean place of neighbours come through."""
    beside: dict[Item, list[Item]] = {item: [] for row in rows for item in row}
    for a, b in links:
        beside[a].append(b)
        beside[b].append(a)
    best, fewest = rows, _crossings(rows, links)
    for sweep in range(SWEEPS):
        rows = [list(row) for row in rows]
        layers = list(range(len(rows)))
        for layer in layers if sweep % 2 == 0 else reversed(layers):
            other = layer - 1 if sweep % 2 == 0 else layer + 1
            if not 0 <= other < len(rows):
                continue
            place = {item: position for position, item in enumerate(rows[other])}
            old = {item: position for position, item in enumerate(rows[layer])}
            # a node without neighbours there stays where it is
            rows[layer].sort(key=lambda item: fmean([place[n] for n in beside[item] if n in place] or [old[item]]))
        crossings = _crossings(rows, links)
        if crossings < fewest:
            best, fewest = rows, crossings
    return best


def _crossings(rows: list[list[Item]], links: list[tuple[Item, Item]]) -> int:
    """How many pairs of links cross."""
    layer = {item: number for number, row in enumerate(rows) for item in row}
    place = {item: position for row in rows for position, item in enumerate(row)}
    down = [(a, b) if layer[a] < layer[b] else (b, a) for a, b in links]
    return sum(
        layer[a] == layer[c] and (place[a] - place[c]) * (place[b] - place[d]) < 0
        for number, (a, b) in enumerate(down)
        for c, d in down[:number]
    )


def _placed(
    rows: list[list[Item]], links: list[tuple[Item, Item]], sizes: dict[Item, float], gap: float
) -> dict[Item, float]:
    """Middles across, each near the mean of its neighbours, none closer to the next than sizes and `gap` allow."""
    beside: dict[Item, list[Item]] = {item: [] for item in sizes}
    for a, b in links:
        beside[a].append(b)
        beside[b].append(a)
    across = {item: float(position) for row in rows for position, item in enumerate(row)}
    room = max((sum(sizes[item] for item in row) + gap * (len(row) - 1) for row in rows if row), default=0.0)
    for row in rows:
        across |= _apart(row, [0.0] * len(row), sizes, gap, room)
    for sweep in range(SWEEPS):
        for row in rows if sweep % 2 == 0 else reversed(rows):
            wished = [fmean([across[other] for other in beside[item]] or [across[item]]) for item in row]
            across |= _apart(row, wished, sizes, gap, room)
    left = min((across[item] - sizes[item] / 2 for item in sizes), default=0.0)
    return {item: place - left for item, place in across.items()}


def _apart(
    row: list[Item], wished: list[float], sizes: dict[Item, float], gap: float, room: float
) -> dict[Item, float]:
    """Wished places moved as little as need be, within `room` about 0.

    The mean of pushing from the left and of pushing from the right.
    """
    pushed: list[list[float]] = []
    for sign in (1, -1):
        items, places = (row[::sign], [sign * place for place in wished[::sign]])
        left, rest = -room / 2, sum(sizes[item] for item in row) + gap * (len(row) - 1)
        taken: list[float] = []
        for item, place in zip(items, places, strict=True):
            half = sizes[item] / 2
            taken.append(min(max(place, left + half), room / 2 - rest + half))
            left, rest = taken[-1] + half + gap, rest - sizes[item] - gap
        pushed.append([sign * place for place in taken[::sign]])
    return {item: (a + b) / 2 for item, a, b in zip(row, *pushed, strict=True)}
