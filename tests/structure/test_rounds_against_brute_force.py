"""The round of the shortest roadmap against trying out every round of every course, with durations."""

import json

import pytest

from sim.scenario import loads
from sim.structure import explain
from tests.structure.brute_rounds import BruteRounds
from tests.structure.random_scenarios import random_scenario

ROUNDS = 9  # of brute force; what takes longer is not compared


def small_scenarios():
    """Seeds of random scenarios whose courses are few enough to try all of them."""
    for seed in range(300):
        data = random_scenario(seed, most_holds=4, durations=True)
        few = len(data["steps"]) <= 3 and len(data["tracks"]) <= 2 and len(data["issues"]) == 1
        if few and not any(issue.get("divisible") for issue in data["issues"].values()):
            yield seed, data


SMALL = list(small_scenarios())


def test_there_are_enough_of_them():
    assert len(SMALL) > 100
    assert any(track["start"] for _, data in SMALL for track in data["tracks"].values())
    waits = [days for _, data in SMALL for step in data["steps"].values() for days in step.get("requires", {}).values()]
    assert max(waits) > 14


@pytest.mark.parametrize("part", range(8))
def test_no_course_is_shorter_than_the_roadmap_and_one_is_as_short(part):
    for seed, data in SMALL[part::8]:
        wanted = BruteRounds(data).earliest(ROUNDS)
        found = explain(loads(json.dumps(data)), goals=[*data["steps"], "talks", "signature"])
        for answer in found.answers:
            rounds = None if answer.roadmap is None else answer.roadmap.rounds
            if rounds is None or rounds <= ROUNDS:
                assert rounds == wanted.get(answer.goal.name), (seed, answer.goal.name)
            else:
                assert answer.goal.name not in wanted, (seed, answer.goal.name)
