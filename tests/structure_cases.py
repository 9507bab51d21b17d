"""A large scenario for the structural explanation: 12 actors, 20 steps, 30 preconditions, one circle at least."""

from __future__ import annotations

import json
import random

from sim.scenario import Scenario, loads

WORDS = (
    "release", "withdrawal", "corridor", "inspection", "amnesty", "escrow", "monitors", "port", "reopening", "decree",
    "vote", "handover", "census",
)  # fmt: skip


def large(seed: int = 3) -> Scenario:
    """Drawn at random from a seed; a circle of three steps is put in by hand."""
    draw = random.Random(seed)
    actors = [f"actor_{number:02d}" for number in range(12)]
    steps = {
        f"step_{number:02d}": {
            "parties": draw.sample(actors, 4),
            "label": " ".join(draw.sample(WORDS, draw.randint(1, 4))).capitalize() + f" {number}",
        }
        for number in range(20)
    }
    circle = {"step_00": "step_01", "step_01": "step_02", "step_02": "step_00"}
    preconditions = {
        f"circle_{gate}": {"holder": steps[gate]["parties"][0], "gate": gate, "after": after}
        for gate, after in circle.items()
    }
    for number in range(27):
        kind = draw.random()
        gate, after = draw.sample(sorted(steps), 2)
        if kind < 0.7:
            held: dict[str, object] = {"holder": steps[gate]["parties"][1], "gate": gate, "after": after}
        elif kind < 0.85:
            held = {"holder": draw.choice(actors), "gate": draw.choice(["talks", "signing"]), "after": after}
        else:
            held = {
                "holder": draw.choice(actors[:5]),
                "gate": draw.choice(["talks", "signing"]),
                "without": draw.sample(actors[5:], 2),
            }
        preconditions[f"p_{number:02d}"] = {**held, "label": f"demand number {number}"}
    return loads(json.dumps({
        "name": "A large one",
        "actors": {name: {"label": f"Capital {name[-2:]}"} for name in actors},
        "issues": {"x": {"options": ["a", "b"], "stakes": {name: {"salience": 1, "position": "a"} for name in actors}}},
        "steps": steps,
        "tracks": {"all": {"participants": actors}},
        "preconditions": preconditions,
    }))  # fmt: skip
