"""The gate graph: who holds what shut, until what; and where it runs in a circle."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

import networkx

from sim.structure.answers import Edge, Node
from sim.structure.words import Words
from sim.structure.world import Held, World, lower


def gate_graph(world: World, words: Words, waived: Collection[str]) -> tuple[
    tuple[Node, ...], tuple[Edge, ...], tuple[tuple[str, ...], ...]
]:  # fmt: skip
    """Nodes, edges (waived holds left out) and circles of a world, in the order of names."""
    nodes = {step: Node(step, "step", words.step_label(step)) for step in world.steps}
    nodes["talks"] = Node("talks", "talks", "Formal talks")
    nodes["signature"] = Node("signature", "signature", "Signature")
    edges = [_meeting("signature", "talks")]
    for held in world.holds:
        if held.key not in waived:
            edges += _hold(words, held, nodes)
    for step, other in world.requirements:
        label = words.requirement(step, other)
        edges.append(Edge(
            gate=step, after=other, kind="requirement", key="", holder="", label=label, never=True,
            days=lower(world.days(step, other)), claims=tuple(world.scenario.steps[step].claims), in_cycle=False,
        ))  # fmt: skip
    graph = networkx.DiGraph([(edge.gate, edge.after) for edge in edges])
    home = {name: number for number, part in enumerate(networkx.strongly_connected_components(graph)) for name in part}
    edges = [replace(edge, in_cycle=home[edge.gate] == home[edge.after]) for edge in edges]
    return tuple(nodes.values()), tuple(edges), _circles(graph)


def _circles(graph: networkx.DiGraph) -> tuple[tuple[str, ...], ...]:
    """Circles, each from the first of its names on, shortest first; one a shortest circle through each edge in one."""
    found: set[tuple[str, ...]] = set()
    for gate, after in sorted(graph.edges):
        if gate == after or not networkx.has_path(graph, after, gate):
            continue
        path = networkx.shortest_path(graph, after, gate)
        circle = [gate, *path[:-1]]
        first = circle.index(min(circle))
        found.add((*circle[first:], *circle[:first]))
    return tuple(sorted(found, key=lambda circle: (len(circle), circle)))


def _hold(words: Words, held: Held, nodes: dict[str, Node]) -> list[Edge]:
    """The edge of a hold, and the nodes that only it needs."""
    edges = []
    if held.gate_condition is not None:
        gate = words.says(held.gate_condition)
        nodes.setdefault(gate, Node(gate, "option", gate.strip("“”")))
    else:
        gate = held.gate_step or {"signing": "signature"}.get(held.gate, held.gate)
    if gate == "any_track" and gate not in nodes:
        nodes[gate] = Node("any_track", "any_track", "Any meeting")
        edges.append(_meeting("talks", "any_track"))
    if held.after:
        after = held.after
    elif held.rule.text is not None:
        after = words.says(held.rule.text)
        nodes.setdefault(after, Node(after, "text", after.strip("“”")))
    else:
        after = words.seats(held)
        nodes.setdefault(after, Node(after, "table", after))
    claims = tuple(held.rule.claims)
    edges.append(Edge(
        gate=gate, after=after, kind="hold", key=held.key, holder=held.holder, label=words.demand(held),
        never=held.never, days=None, claims=claims, in_cycle=False,
    ))  # fmt: skip
    return edges


def _meeting(gate: str, after: str) -> Edge:
    label = "A text is signed at formal talks" if gate == "signature" else "Formal talks are meetings"
    return Edge(
        gate=gate, after=after, kind="meeting", key="", holder="", label=label, never=True, days=None, claims=(),
        in_cycle=False,
    )  # fmt: skip
