"""Scenarios of any size for cost curves, as YAML text: every run lasts all of its rounds."""

from __future__ import annotations

import json

from sim.scenario import Scenario, loads

OPTIONS = ("none", "some", "much")


def scaling(
    *,
    actors: int = 4,
    issues: int = 8,
    rounds: int = 52,
    relations: int = 4,
    tracks: int = 1,
    seats: int = 4,
) -> Scenario:
    """A negotiation in which a text is tabled, answered and amended at each meeting, and never signed.

    `relations` pairs of actors influence each other's evaluations a little; each of `tracks` seats the first `seats`
    actors and meets every week. What all want of an issue is spread evenly, so that no size is easier than another.
    """
    names = [f"a{number:02d}" for number in range(actors)]
    pairs = [(one, names[(place + step) % actors]) for step in range(1, actors) for place, one in enumerate(names)]
    rows: dict[str, dict[str, object]] = {}
    for one, other in pairs[:relations]:
        rows.setdefault(one, {})[other] = {"influence": {"uniform": [0, 0.5 / actors]}, "framing": 0.01}
    data = {
        "name": "A negotiation of any size",
        "rounds": rounds,
        # All at the table can sign, but the first of them does not without one who is never there.
        "signatories": names[:seats],
        "actors": {name: {"patience": {"uniform": [50, 150]}, "deadline": rounds} for name in [*names, "outsider"]},
        "relations": rows,
        "issues": {
            f"i{number:02d}": {
                "options": list(OPTIONS),
                "stakes": {
                    name: {"salience": (1 + (number + place) % 3) / 3, "position": OPTIONS[(number + place) % 3]}
                    for place, name in enumerate([*names, "outsider"])
                },
            }
            for number in range(issues)
        },
        "tracks": {f"t{number:02d}": {"participants": names[:seats]} for number in range(tracks)},
        "preconditions": {
            "never": {"holder": names[0], "gate": "signing", "with": ["outsider"], "rigidity": "never"},
        },
    }
    return loads(json.dumps(data))
