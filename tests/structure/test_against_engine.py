"""The analysis and the engine about the same scenarios: one never does what the other calls impossible.

No run reaches a goal that is out of reach for the holds that still stand, nor earlier than the shortest roadmap says,
nor in an order that is impossible. And where everybody gives way easily, every possible order comes up in some run.
"""

import json
import random
from itertools import pairwise, permutations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from sim.ensemble import play
from sim.scenario import loads
from sim.structure import explain, possible_order
from tests.structure.courses import courses
from tests.structure.random_scenarios import random_scenario

RESTLESS = {"review": 0.5, "response_noise": 0.4, "tactic": "time", "deadline": {"uniform": [1, 8]}}


def lively(seed, rigidity):
    """A random scenario in which much happens: willing parties, chance in every decision, meetings put off."""
    data = random_scenario(seed, durations=True)
    data["rounds"] = 25
    data["actors"] = {name: dict(RESTLESS) for name in data["actors"]}
    for step in data["steps"].values():
        step["value"] = {name: {"uniform": [-0.2, 1]} for name in step["parties"]}
    for rule in data["preconditions"].values():
        rule["rigidity"] = rigidity
    for issue in data["issues"].values():  # many different texts that all can live with
        for name, stake in issue["stakes"].items():
            stake["salience"] = {"uniform": [0.1, 1]}
            if not issue.get("divisible"):
                del stake["position"]
                stake["values"] = {option: {"uniform": [0, 1]} for option in issue["options"]}
            else:
                stake["position"] = {"uniform": [0, 1]}
            assert name in data["actors"]
    data["shocks"] = {"storm": {"hazard": 0.1, "pause": 2}}
    return data


def check_runs(data, runs):
    """Play runs and hold each course to the analysis; how many events were looked at."""
    scenario = loads(json.dumps(data))
    earliest, orders, looked = {}, {}, 0
    for course in courses(scenario, play(scenario, 0, runs, 1)):
        for round_, _, event in course.events:
            waived = course.waived_by(round_)
            if (event, waived) not in earliest:
                answer = explain(scenario, waive=waived, goals=[event], most=0).answers[0]
                earliest[event, waived] = answer.roadmap.rounds if answer.roadmap else None
            bound = earliest[event, waived]
            assert bound is not None, f"{event} in round {round_} with {sorted(waived)} waived"
            assert round_ >= bound, f"{event} in round {round_} with {sorted(waived)} waived, before {bound}"
            looked += 1
        key = course.order(set(scenario.steps)), course.waived_by(25)
        if key not in orders:
            orders[key] = possible_order(scenario, key[0], waive=key[1])
        assert orders[key], key
    return looked


@settings(max_examples=40, deadline=None, derandomize=True)
@example(1132)  # a signature at one track while another track's waits for an absent signatory
@given(st.integers(0, 10**6))
def test_no_run_does_what_firm_preconditions_make_impossible(seed):
    check_runs(lively(seed, "never"), 150)


@settings(max_examples=15, deadline=None, derandomize=True)
@given(st.integers(0, 10**6))
def test_nor_what_those_not_yet_waived_make_impossible(seed):
    check_runs(lively(seed, {"hazard": 0.1}), 150)


def tiring(seed):
    """A lively scenario in which a war goes on that all but its two sides tire of, soon."""
    data = lively(seed, "never")
    first, second, *others = data["actors"]
    data["battlefield"] = {"first": first, "second": second, "drift": 0, "volatility": 1e-4}
    for name in others:
        data["actors"][name]["exit"] = {"uniform": [0.5, 12]}
    return data


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.integers(0, 10**6))
def test_nor_what_stays_impossible_when_third_parties_leave(seed):
    check_runs(tiring(seed), 150)


def test_who_has_left_need_not_sign():
    data = {
        "name": "Tired",
        "rounds": 30,
        "actors": {
            "east": {"tactic": "reservation"},
            "west": {"tactic": "reservation"},
            "host": {"exit": 3},
        },
        "issues": {"border": {"options": ["old", "new"], "stakes": {
            name: {"salience": 1, "values": {"old": 0, "new": 1}} for name in ("east", "west", "host")
        }}},
        "battlefield": {"first": "east", "second": "west", "drift": 0, "volatility": 1e-4},
        "signatories": ["east", "west", "host"],
        "tracks": {"pair": {"participants": ["east", "west"]}},
        "preconditions": {"never": {"holder": "host", "gate": "signing", "with": ["host"], "rigidity": "never"}},
    }  # fmt: skip
    scenario = loads(json.dumps(data))
    runs = play(scenario, 0, 40, 1)
    assert (runs["left.host"] == 4).all()
    assert (runs["signed"] == 5).all()  # and nothing before
    found = explain(scenario, goals=["signature"])
    assert found.answer("signature").reachable
    assert found.leavers == ("host",)
    staying = loads(json.dumps(data | {"actors": data["actors"] | {"host": {}}}))
    assert play(staying, 0, 40, 1)["signed"].isna().all()
    assert not explain(staying, goals=["signature"]).answer("signature").reachable


def test_what_only_the_one_who_left_could_deliver_falls_out_of_the_text():
    data = {
        "name": "Fallen",
        "rounds": 30,
        "actors": {"east": {"review": 1}, "west": {"review": 1}, "host": {"exit": 3}},
        "issues": {"border": {"options": ["old", "new"], "delivered_by": ["host"], "stakes": {
            name: {"salience": 1, "position": "new"} for name in ("east", "west", "host")
        }}},
        "battlefield": {"first": "east", "second": "west", "drift": 0, "volatility": 1e-4},
        "opening_text": {"text": {"border": "new"}},
        "tracks": {},
        "steps": {"march": {"parties": ["east"], "value": {"east": 1}}},
        "preconditions": {"old": {"holder": "east", "gate": "march", "text": {"border": "old"}, "rigidity": "never"}},
    }  # fmt: skip
    scenario = loads(json.dumps(data))
    assert (play(scenario, 0, 40, 1)["step.march"] == 5).all()
    assert explain(scenario, goals=["march"]).answer("march").reachable
    staying = loads(json.dumps(data | {"actors": data["actors"] | {"host": {}}}))
    assert play(staying, 0, 40, 1)["step.march"].isna().all()
    assert not explain(staying, goals=["march"]).answer("march").reachable


BORDERS = ("old", "new", "newer")


def easy(seed, *, signing=False):
    """A random scenario in which every hold can go (rigidity 0) and every event can come at any time.

    A text with a gift to everybody lies on the table, so that giving way pays; what it says of the border is to each a
    matter of taste, so that any text may be drafted. Each step has a clerk of its own, who has to agree too and looks
    at it at times of his own. Without `signing` a clerk would have to sign, who sits nowhere: a signature would end the
    course.
    """
    data = random_scenario(seed, most_holds=5)
    draw = random.Random(seed)
    people = list(data["actors"])
    names = list(data["steps"])[:3]
    clerks = {f"clerk_{name}": {"review": 0.2, "response_noise": 0} for name in names}
    data |= {"rounds": 60, "mechanisms": {"initialling": signing}}
    data["opening_text"] = {"text": {"border": draw.choice(BORDERS), "gift": "given"}}
    data["signatories"] = people if signing else list(clerks)
    data["actors"] = {name: {**RESTLESS, "review": 0.5} for name in people} | clerks
    taste = {"salience": 0.5, "values": {option: {"uniform": [0, 1]} for option in BORDERS}}
    data["issues"] = {
        "border": {"options": BORDERS, "stakes": dict.fromkeys(data["actors"], taste)},
        "gift": {
            "options": ["none", "given"],
            "stakes": {name: {"salience": 1, "position": "given"} for name in data["actors"]},
        },
    }
    data["steps"] = {name: _easy_step(name, data["steps"][name], names) for name in names}
    for track in data["tracks"].values():
        track["start"] = {"uniform": [0, 20]}
    data["preconditions"] = {
        name: _easy_rule(rule, draw)
        for name, rule in data["preconditions"].items()
        if rule["gate"] in [*names, "talks", "any_track", "signing"] and rule.get("after", names[0]) in names
    }
    return data


def _easy_rule(rule, draw):
    asked = {"border": draw.choice(("", "at_least ", "at_most ")) + draw.choice(BORDERS)}
    firm = rule.get("rigidity") == "never"
    return rule | {"rigidity": "never" if firm else 0} | ({"text": asked} if "text" in rule else {})


def _easy_step(name, step, names):
    parties = [*step["parties"], f"clerk_{name}"]
    required = {other: 0 for other in step.get("requires", {}) if other in names}
    return {"parties": parties, "value": dict.fromkeys(parties, 1), "requires": required}


def possible_orders(scenario):
    """All orders of all steps and the first formal talks that are possible once whoever can gives way."""
    free = [name for name, rule in scenario.preconditions.items() if rule.rigidity != "never"]
    for count in range(1, len(scenario.steps) + 2):
        for order in permutations([*scenario.steps, "talks"], count):
            if possible_order(scenario, order, waive=free):
                yield order


def holds_in(course, order):
    """Whether these events come in this order in a course (see `possible_order`)."""
    when = {event: (round_, phase) for round_, phase, event in course.events}
    if any(event not in when for event in order):
        return False
    pairs = [(when[a], when[b]) for a, b in pairwise(order)]
    return all(a[0] < b[0] or (a[0] == b[0] and a[1] < b[1]) for a, b in pairs)


@settings(max_examples=14, deadline=None, derandomize=True)
@given(st.integers(0, 10**6))
def test_every_possible_order_comes_up_where_everybody_gives_way(seed):
    scenario = loads(json.dumps(easy(seed)))
    runs = list(courses(scenario, play(scenario, 0, 4000, 1)))
    for order in possible_orders(scenario):
        assert any(holds_in(course, order) for course in runs), order


@settings(max_examples=14, deadline=None, derandomize=True)
@given(st.integers(0, 10**6))
def test_something_is_signed_just_where_a_signature_is_possible(seed):
    scenario = loads(json.dumps(easy(seed, signing=True)))
    free = [name for name, rule in scenario.preconditions.items() if rule.rigidity != "never"]
    signed = bool(play(scenario, 0, 500, 1)["signed"].notna().any())
    assert signed == possible_order(scenario, ["signature"], waive=free)
