"""Small scenarios for tests of the engine, as plain data: a test changes what it is about and plays."""

from __future__ import annotations

import copy
import json
from typing import Any

import pandas as pd

from sim.ensemble import play
from sim.scenario import Scenario, loads

Data = dict[str, Any]


def scenario(data: Data) -> Scenario:
    """A scenario from plain data (JSON is YAML)."""
    return loads(json.dumps(data))


def table(data: Data, runs: int, seed: int = 1, **options: Any) -> pd.DataFrame:
    """The outcome table of a scenario given as plain data."""
    return play(scenario(data), 0, runs, seed, **options)


def changed(data: Data, **changes: Any) -> Data:
    """A deep copy with values set at paths: ``changed(data, actors__russia__patience=3)``."""
    result = copy.deepcopy(data)
    for path, value in changes.items():
        *parents, last = path.split("__")
        place = result
        for name in parents:
            place = place.setdefault(name, {})
        place[last] = value
    return result


def pie(**changes: Any) -> Data:
    """Two belligerents and one divisible issue of which the first wants 1 and the second 0."""
    return changed(
        {
            "name": "One pie",
            "rounds": 1,
            "follow_up": 0,
            "actors": {"first": {"response_noise": 0}, "second": {"response_noise": 0}},
            "issues": {
                "pie": {
                    "divisible": True,
                    "stakes": {
                        "first": {"salience": 1, "position": 1},
                        "second": {"salience": 1, "position": 0},
                    },
                }
            },
            "battlefield": {"war": "lottery", "first": "first", "second": "second", "start": 0.5},
            "fallbacks": {"first_wins": {"pie": 1}, "second_wins": {"pie": 0}},
        },
        **changes,
    )


def walk(**battlefield: Any) -> Data:
    """A war that only the front decides: nobody meets."""
    data = pie(rounds=5000, tracks={})
    data["battlefield"] = {"war": "front", "first": "first", "second": "second", **battlefield}
    return data


def steps(**named: Data) -> Data:
    """Two actors at peace who would take each of these steps at once, were it not for preconditions."""
    actor = {"review": 1, "response_noise": 0}
    return {
        "name": "Steps",
        "rounds": 600,
        "actors": {"east": actor, "west": actor},
        "issues": {"border": {"options": ["old", "new"], "stakes": {
            "east": {"salience": 1, "position": "old"}, "west": {"salience": 1, "position": "new"},
        }}},
        "tracks": {},
        "steps": {
            name: {"parties": ["east", "west"], "value": {"east": 0.5, "west": 0.5}, **step}
            for name, step in named.items()
        },
        "preconditions": {},
    }  # fmt: skip


def crowded() -> Data:
    """Two belligerents, two third parties and nearly every mechanism at once; saliences without ties."""
    return {
        "name": "Crowded",
        "rounds": 30,
        "follow_up": 10,
        "proposer": "random",
        "actors": {
            "russia": {
                "war_cost": {"uniform": [0.05, 0.3], "private": True}, "patience": {"uniform": [20, 200]},
                "optimism": {"bias": 0.002}, "tactic": "time", "deadline": 20, "audience_cost": 0.01,
                "ratification": 0.05, "credit": 0.01,
            },
            "ukraine": {
                "war_cost": {"uniform": [0.1, 0.4], "private": True}, "optimism": {"bias": 0.002, "spread": 0.01},
                "ratification": 0.1, "audience_cost": 0.02, "credit": 0.02, "tactic": "reciprocal",
            },
            "us": {"exit": {"uniform": [5, 60]}, "war_cost": 0.02, "tactic": "screening"},
            "europe": {"sincerity": 0.8, "stall_value": 0.02, "war_cost": 0.05},
        },
        "relations": {
            "us": {"ukraine": {"leverage": 0.05}, "russia": {"leverage": 0.03}},
            "ukraine": {"europe": {"influence": 0.2}, "russia": {"credence": 0.4}, "us": {"framing": 0.05}},
            "europe": {"russia": {"credence": 0.1}, "ukraine": {"influence": 0.3}},
            "russia": {"us": {"framing": 0.1}},
        },
        "issues": {
            "territory": {
                "options": ["line", "buffer", "donbas"],
                "stakes": {
                    "russia": {"salience": {"uniform": [0.3, 0.5]}, "position": "donbas"},
                    "ukraine": {"salience": {"uniform": [0.25, 0.45]}, "position": "line"},
                    "europe": {"salience": 0.23, "position": "line"},
                },
            },
            "funds": {
                "divisible": True, "status_quo": 0.25, "delivered_by": ["europe"],
                "stakes": {
                    "russia": {"salience": 0.17, "position": 0},
                    "ukraine": {"salience": {"uniform": [0.1, 0.2]}, "position": 0.9},
                    "europe": {"salience": 0.31, "position": 0.6},
                    "us": {"salience": 0.11, "position": 0.4},
                },
            },
            "guarantee": {
                "options": ["none", "backstop", "troops"], "enforcement": {"backstop": 0.05, "troops": 0.2},
                "stakes": {
                    "ukraine": {"salience": 0.27, "position": "troops"},
                    "russia": {"salience": 0.19, "position": "none"},
                    "us": {"salience": 0.41, "values": {"none": 0.3, "backstop": 1, "troops": 0}},
                },
            },
            "pledge": {
                "options": ["none", "written"], "promised_by": "russia",
                "stakes": {"europe": {"salience": 0.13, "position": "written"},
                           "ukraine": {"salience": 0.07, "position": "written"}},
            },
        },
        "battlefield": {
            "first": "russia", "second": "ukraine", "start": 0.4, "drift": {"normal": [0.002, 0.003],
            "within": [-0.02, 0.02]}, "drift_volatility": 0.0005, "volatility": 0.02, "peace_volatility": 0.03,
        },
        "fallbacks": {
            "first_wins": {"territory": "donbas"}, "second_wins": {"territory": "line"},
            "frozen": {"territory": "buffer"},
        },
        "steps": {
            "ceasefire": {"stops_fighting": True, "collapse": {"base": 0.01, "slope": 0.5},
                          "value": {"ukraine": 0.05, "russia": 0.02}},
            "withdrawal": {"parties": ["ukraine"], "stops_fighting": False, "permanent": True, "moves_front": 0.02,
                           "floor": {"territory": "buffer"}, "in_settlement": {"territory": "at_least buffer"}},
            "exchange": {"value": {"russia": 0.02, "ukraine": 0.04}},
            "referendum": {"parties": ["ukraine"], "requires": {"ceasefire": 14}, "value": {"ukraine": 0.03}},
        },
        "tracks": {
            "direct": {"participants": ["russia", "ukraine"], "every": 2},
            "bilateral": {"participants": ["us", "russia"], "every": 3, "start": 1},
            "working": {"participants": ["ukraine", "us"], "formal": False, "mediator": "europe",
                        "mediator_share": 0.4},
            "all": {"participants": ["russia", "ukraine", "us", "europe"], "every": 2, "start": 3},
        },
        "preconditions": {
            "withdrawal_first": {"holder": "russia", "gate": "ceasefire", "after": "withdrawal", "rigidity": 0.05},
            "ceasefire_first": {"holder": ["ukraine", "europe"], "gate": "talks", "after": "ceasefire",
                                "rigidity": 0.02},
            "bilateral_only": {"holder": "russia", "gate": "any_track", "only_with": ["us", "ukraine"],
                               "rigidity": {"hazard": 0.05}},
            "no_withdrawal": {"holder": "ukraine", "gate": "withdrawal", "after": "exchange", "rigidity": 0.01,
                              "eased_by": {"guarantee": "at_least backstop", "by": 0.02}},
            "secured": {"holder": "ukraine", "gate": "signing", "text": {"guarantee": "at_least backstop"},
                        "rigidity": 0.03},
            "paid": {"holder": "ukraine", "gate": {"territory": "at_least buffer"},
                     "text": {"funds": "at_least 0.45"}, "rigidity": {"hazard": 0.02}},
            "referendum_first": {"holder": "ukraine", "gate": {"territory": "at_least donbas"},
                                 "after": "referendum", "rigidity": "never"},
        },
        "opening_text": {"by": "us", "text": {"territory": "buffer"}},
        "shocks": {"summit_off": {"hazard": 0.05, "pause": 3, "ends_run": 0.02}, "quiet": {"hazard": 0.0}},
    }  # fmt: skip
