"""Deadlocks and ways out against an enumeration of everything, on random scenarios of up to eight preconditions."""

import json

import pytest

from sim.scenario import loads
from sim.structure import explain
from tests.structure.brute import expected
from tests.structure.random_scenarios import random_scenario

BATCHES, PER_BATCH = 20, 25


@pytest.mark.parametrize("batch", range(BATCHES))
def test_deadlocks_and_ways_out_are_those_of_brute_force(batch):
    for seed in range(batch * PER_BATCH, (batch + 1) * PER_BATCH):
        data = random_scenario(seed)
        wanted = expected(data)
        found = explain(loads(json.dumps(data)), goals=list(wanted), most=10_000)
        for answer in found.answers:
            reachable, stuck, out = wanted[answer.goal.name]
            where = (seed, answer.goal.name)
            assert answer.reachable == reachable, where
            assert not answer.cut, where
            assert {frozenset(one.holds) for one in answer.deadlocks} == stuck, where
            assert {frozenset(one.waives) for one in answer.ways_out} == out, where
