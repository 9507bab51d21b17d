"""The scenario language: YAML in, a frozen Scenario out, or everything that is wrong with the file."""

from sim.scenario.actors import Actor, Optimism, Relation
from sim.scenario.catalogue import scenarios_by_name, shipped, shipped_in, shipped_seeds
from sim.scenario.check import CheckReport, check
from sim.scenario.claims import Claim, Seed, load_seed
from sim.scenario.conditions import Condition, Easing, Fixed, Hazard
from sim.scenario.distribution import Distribution
from sim.scenario.events import Battlefield, Collapse, OpeningText, Precondition, Shock, Step, Track, Types
from sim.scenario.issues import Fallbacks, Issue, Stake
from sim.scenario.loading import load, loads
from sim.scenario.mechanisms import Mechanisms
from sim.scenario.models import Scenario
from sim.scenario.numbers import Number, ReasonedNumber
from sim.scenario.overrides import parse_assignments
from sim.scenario.schema import schema

__all__ = [
    "Actor",
    "Battlefield",
    "CheckReport",
    "Claim",
    "Collapse",
    "Condition",
    "Distribution",
    "Easing",
    "Fallbacks",
    "Fixed",
    "Hazard",
    "Issue",
    "Mechanisms",
    "Number",
    "OpeningText",
    "Optimism",
    "Precondition",
    "ReasonedNumber",
    "Relation",
    "Scenario",
    "Seed",
    "Shock",
    "Stake",
    "Step",
    "Track",
    "Types",
    "check",
    "load",
    "load_seed",
    "loads",
    "parse_assignments",
    "scenarios_by_name",
    "schema",
    "shipped",
    "shipped_in",
    "shipped_seeds",
]
