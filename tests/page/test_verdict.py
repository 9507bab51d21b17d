import numpy as np
import pytest

from sim.model import NegotiationModel
from sim.page.chair import deal
from sim.page.verdict import Field, in_words, judge, same_circumstances
from sim.results import run
from sim.scenario import load

RUN, RUNS = 6, 200


@pytest.fixture(scope="module")
def scenario():
    return load("pow_deadlock")


def test_runs_in_the_same_circumstances_have_the_runs_own_parameters(scenario):
    chair = next(iter(scenario.actors))
    field = same_circumstances(deal(scenario, chair, 0, RUN), RUNS)
    own = NegotiationModel(scenario, seed=0, run=RUN).run_model().record()
    assert len(field.utilities) == RUNS
    assert field.utilities[RUN] == own[f"utility.{chair}"], "the run itself is among them"
    fixed = scenario.with_(set=NegotiationModel(scenario, seed=0, run=RUN).parameters)
    alike = run(fixed, RUNS, 0).table[f"utility.{chair}"]
    np.testing.assert_allclose(field.utilities, alike, atol=1e-6)
    assert sum(share for _, share in field.outcomes) == pytest.approx(1)


def test_the_model_in_the_chair_does_as_well_as_the_model(scenario):
    chair = next(iter(scenario.actors))
    game = deal(scenario, chair, 0, RUN).leave()
    verdict = judge(game, game.position(), RUNS)
    assert verdict.utility == verdict.model_utility
    assert verdict.outcome == verdict.model_outcome
    assert verdict.alike == verdict.decisions > 0
    table = run(scenario, RUNS, 0).table
    np.testing.assert_allclose(verdict.anywhere.utilities, table[f"utility.{chair}"])


def test_ties_count_half_and_the_rest_as_it_is():
    field = Field(np.array([0.1, 0.2, 0.2, 0.4]), ())
    assert field.beaten(0.2) == pytest.approx(0.5)
    assert field.beaten(0.0) == 0.0
    assert field.beaten(0.9) == 1.0
    assert field.median == pytest.approx(0.2)


def test_a_verdict_says_how_it_went(scenario):
    chair = next(iter(scenario.actors))
    game = deal(scenario, chair, 0, RUN).leave()
    verdict = judge(game, game.position(), RUNS)
    told = in_words(verdict, "The north")
    assert told[0].startswith(f"{verdict.outcome}, in round {verdict.round}. To The north that is worth")
    assert told[1].endswith("; no more and no less than you.")
    assert f"{100 * verdict.here.beaten(verdict.utility):.0f}% of 200 runs" in told[2]
