"""From valid files to scenarios: defaults, normal forms, views."""

import json
import pickle
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from pydantic import ValidationError

from sim.errors import ScenarioError
from sim.scenario import (
    Condition,
    Distribution,
    Easing,
    Fixed,
    Hazard,
    ReasonedNumber,
    load,
    loads,
)

HERE = Path(__file__).parent
SMALL = """
name: Two
actors: {a: , b: }
issues:
  x: {divisible: true, stakes: {a: {salience: 1, position: 0}, b: {salience: 1, position: 1}}}
"""


@pytest.fixture(scope="module")
def whole():
    return load(HERE / "whole.yaml")


def test_the_smallest_file_has_defaults_for_the_rest():
    scenario = loads(SMALL)
    assert scenario.rounds == 52
    assert scenario.battlefield is None
    assert scenario.belligerents == ()
    assert scenario.signatory_names == ("a", "b")
    assert scenario.tracks["talks"].participants == ("a", "b")
    assert scenario.tracks["talks"].formal
    assert scenario.issues["x"].status_quo == 0
    assert scenario.issues["x"].label == "X"
    assert all(on for _, on in scenario.mechanisms)
    assert scenario.dimensions() == {}


def test_no_tracks_at_all_can_be_said():
    assert loads(SMALL + "tracks: {}\n").tracks == {}
    assert list(loads(SMALL + "tracks:\n").tracks) == ["talks"]


def test_third_parties_bear_no_cost_of_war_by_default(whole):
    assert whole.actors["russia"].standoff_cost == 0.02
    assert whole.actors["us"].war_cost == 0
    assert whole.actors["us"].standoff_cost == 0
    peace = whole.with_({"battlefield.war": "none"})
    assert peace.belligerents == ()
    assert peace.actors["russia"].standoff_cost == 0


def test_conditions_and_rigidities_have_one_form(whole):
    preconditions = whole.preconditions
    assert preconditions["withdrawal_first"].holders == ("russia",)
    assert preconditions["withdrawal_first"].rigidity == Hazard(0.1)
    assert preconditions["ceasefire_first"].holders == ("ukraine", "us")
    assert preconditions["ceasefire_first"].eased_by == Easing(Condition("cap", "at_least", "800k"), 0.05)
    assert preconditions["alone"].rigidity == "never"
    assert preconditions["alone"].only_with == ("us",)
    assert preconditions["alone"].condition == ("us",)
    assert preconditions["money_first"].gate == Condition("territory", "at_least", "buffer")
    assert preconditions["money_first"].text == Condition("money", "at_most", 0.5)
    assert whole.steps["referendum"].in_settlement == Condition("territory", "at_least", "buffer")
    assert whole.proposer == Fixed("us")


def test_steps_and_tracks_have_their_defaults_written_out(whole):
    assert whole.steps["ceasefire"].parties == ("russia", "ukraine")
    assert whole.steps["ceasefire"].in_settlement is True
    assert whole.steps["withdrawal"].in_settlement is False
    assert whole.tracks["direct"].participants == ("russia", "ukraine", "us")


def test_options_that_look_like_numbers_are_names(whole):
    assert whole.issues["cap"].options == ("600000", "800k")
    assert whole.issues["cap"].status_quo == "600000"
    assert whole.issues["cap"].stakes["russia"].position == "600000"
    assert whole.opening_text.text["cap"] == "600000"


def test_a_fixed_number_with_reasons_is_a_number(whole):
    cost = whole.actors["ukraine"].war_cost
    assert isinstance(cost, ReasonedNumber)
    assert (cost, cost.why) == (0.2, "losses")
    assert "actors.ukraine.war_cost" not in whole.dimensions()
    assert pickle.loads(pickle.dumps(cost)).why == "losses"


def test_dimensions_are_named_by_their_paths_in_order(whole):
    assert list(whole.dimensions()) == [
        "actors.russia.optimism.spread",
        "actors.russia.patience",
        "actors.russia.war_cost",
        "battlefield.start",
        "relations.ukraine.europe.influence",
    ]
    assert whole.dimensions()["actors.russia.war_cost"].private


def test_numbers_inside_easing_hazard_and_enforcement_are_dimensions(whole):
    uncertain = whole.with_(
        {
            "preconditions.withdrawal_first.rigidity.hazard": {"uniform": [0, 0.1]},
            "preconditions.ceasefire_first.eased_by.by": {"uniform": [0, 0.2]},
            "issues.territory.enforcement.buffer": {"uniform": [0, 0.3]},
            "issues.money.stakes.ukraine.values.0": {"uniform": [0, 0.4]},
        }
    )
    assert {
        path: dimension.parameters[1]
        for path, dimension in uncertain.dimensions().items()
        if path not in whole.dimensions()
    } == {
        "preconditions.withdrawal_first.rigidity.hazard": 0.1,
        "preconditions.ceasefire_first.eased_by.by": 0.2,
        "issues.territory.enforcement.buffer": 0.3,
        "issues.money.stakes.ukraine.values.0": 0.4,
    }


def test_what_is_resolved_loads_again_to_the_same(whole):
    for scenario in (whole, loads(SMALL), load("flagship")):
        resolved = scenario.resolved()
        again = loads(json.dumps(resolved))
        assert again == scenario
        assert again.digest == scenario.digest


def test_the_order_of_a_file_does_not_change_its_digest(whole):
    def turned(value):
        if isinstance(value, dict):
            return {key: turned(value[key]) for key in reversed(value)}
        return value

    for text in ((HERE / "whole.yaml").read_text(), SMALL):
        data = yaml.safe_load(text)
        assert loads(yaml.safe_dump(turned(data), sort_keys=False)).digest == loads(text).digest


def test_another_number_gives_another_digest(whole):
    assert whole.with_({"actors.us.credit": 0.1}).digest != whole.digest
    assert whole.with_({}).digest == whole.digest


def test_a_scenario_cannot_be_changed_and_can_be_sent(whole):
    with pytest.raises(ValidationError):
        whole.rounds = 3
    again = pickle.loads(pickle.dumps(whole))
    assert again == whole
    assert hash(again) == hash(whole)
    assert again.with_({"rounds": 3}).rounds == 3


def test_importing_the_language_needs_neither_numpy_nor_scipy():
    code = "import sys, sim.scenario as s; s.load('flagship'); print({'numpy', 'scipy', 'numba'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "set()"


def test_all_problems_of_a_file_come_at_once():
    text = (HERE / "whole.yaml").read_text()
    text = text.replace("rounds: 52", "rounds: 0").replace("tactic: time", "tactic: tim")
    text = text.replace("participants: [us, russia]", "participants: [us, rusia]").replace("gate: talks", "gate: talk")
    text = text.replace("hazard: 0.01", "hazard: .nan").replace("after: withdrawal", "aftr: withdrawal")
    with pytest.raises(ScenarioError) as caught:
        loads(text)
    problems = caught.value.problems
    assert [problem.path for problem in problems] == [
        "rounds",
        "actors.russia.tactic",
        "tracks.bilateral.participants.1",
        "preconditions.withdrawal_first.aftr",
        "preconditions.ceasefire_first.gate",
        "shocks.summit_off.hazard",
    ]
    assert len(str(caught.value).splitlines()) == len(problems)
    assert pickle.loads(pickle.dumps(caught.value)).problems == problems


def test_a_number_may_be_a_distribution_wherever_a_number_stands(whole):
    assert whole.battlefield.start == Distribution("uniform", (0.5, 0.6))
