"""What those at war believe of a battle: two types and beta beliefs in the round, the table, the diary, the figures."""

import json

import numpy as np
import pytest
from numba.core import config

import sim
from sim.analysis.courses import follow
from sim.ensemble import play
from sim.errors import ScenarioError
from sim.rules.disagreement import discounted_ends, war_value
from tests.games import changed

pytestmark = pytest.mark.skipif(config.DISABLE_JIT, reason="minutes without the compiler")

FORTS = 10
GAME = {
    "name": "A war watched by a third",
    "rounds": 6,
    "follow_up": 0,
    "actors": {"red": {"patience": 30}, "blue": {"patience": 30}, "green": {}},
    "issues": {"land": {"divisible": True, "stakes": {
        "red": {"salience": 1, "position": 1}, "blue": {"salience": 1, "position": 0},
        "green": {"salience": 1, "position": 0.5}}}},
    "battlefield": {"first": "red", "second": "blue", "walk": "forts", "forts": FORTS, "start": 0.5, "advance": 0.6},
    "fallbacks": {"first_wins": {"land": 1}, "second_wins": {"land": 0}, "frozen": {"land": 0.5}},
    "tracks": {},
}  # fmt: skip
TYPES = {"battlefield__beliefs": "two_types", "battlefield__types__low": 0.3}
BETA = {"battlefield__beliefs": "beta"}


def scenario(**changes):
    return sim.scenario.loads(json.dumps(changed(GAME, **changes)))


def table(runs=300, **changes):
    """Runs that no battle has decided, which have all fought to the last round."""
    played = play(scenario(**changes), 0, runs, 3, 1)
    return played[played["outcome"] == "no_agreement"]


def wins(played):
    lead = np.rint((played["front"].to_numpy() - 0.5) * FORTS)
    return (GAME["rounds"] + lead) / 2


def chance(drift):
    return (1 + FORTS * drift.to_numpy(dtype=float)) / 2


def bayes(prior, won, low=0.3, high=0.6):
    lost = GAME["rounds"] - won
    up, down = prior * high**won * (1 - high) ** lost, (1 - prior) * low**won * (1 - low) ** lost
    return up / (up + down)


def test_two_types_of_war_are_told_apart_by_everyone_from_its_own_prior():
    priors = {f"actors__{name}__optimism__favourable": value for name, value in
              (("red", 0.7), ("blue", 0.8), ("green", 0.9))}  # fmt: skip
    played = table(**TYPES, **priors)
    won = wins(played)
    # what favours blue is that red wins rarely; a third party counts in favour of the first
    for name, prior in (("red", 0.7), ("blue", 0.2), ("green", 0.9)):
        expected = 0.3 + 0.3 * bayes(prior, won)
        assert chance(played[f"belief.{name}"]) == pytest.approx(expected, abs=1e-6)


def test_war_is_worth_its_expectation_over_the_types_and_not_its_value_at_the_expected_chance():
    played = table(**TYPES)
    won, x = wins(played), played["front"].to_numpy(dtype=float)

    def worth(advance, place):
        drift, spread = (2 * advance - 1) / FORTS, 2 * np.sqrt(advance * (1 - advance)) / FORTS
        first, second = discounted_ends(place, drift, spread, 1 / 30)
        return war_value(first, second, 1.0, 0.0, 0.5, 0.1)

    belief = bayes(0.5, won)
    high, low = (np.array([worth(advance, place) for place in x]) for advance in (0.6, 0.3))
    assert played["disagreement.red"].to_numpy() == pytest.approx(belief * high + (1 - belief) * low, abs=1e-6)
    mean = np.array([worth(0.3 + 0.3 * share, place) for share, place in zip(belief, x, strict=True)])
    assert np.abs(played["disagreement.red"].to_numpy() - mean).max() > 0.005


def test_beta_beliefs_count_battles_and_those_of_the_second_are_on_its_own_chance():
    played = table(
        **BETA, actors__red__optimism={"mean": 0.8, "strength": 4}, actors__blue__optimism={"mean": 0.7, "strength": 12}
    )
    won = wins(played)
    assert chance(played["belief.red"]) == pytest.approx((4 * 0.8 + won) / (4 + 6), abs=1e-6)
    assert chance(played["belief.blue"]) == pytest.approx((12 * 0.3 + won) / (12 + 6), abs=1e-6)
    # left out: the true chance, with the weight of sixteen battles
    assert chance(played["belief.green"]) == pytest.approx((16 * 0.6 + won) / (16 + 6), abs=1e-6)


@pytest.mark.parametrize("kind", [TYPES, BETA, {}], ids=["two types", "beta", "normal"])
def test_without_learning_what_was_believed_at_first_is_believed_at_the_end(kind):
    biased = {} if not kind else {"actors__red__optimism": {"mean": 0.8, "favourable": 0.9}}
    played = table(**kind, **biased, mechanisms__learning=False)
    for name in ("red", "blue", "green"):
        assert played[f"belief.{name}"].nunique() == 1
    assert table(**kind, **biased)["belief.red"].nunique() > 1


@pytest.mark.parametrize("kind", [TYPES, BETA], ids=["two types", "beta"])
def test_without_optimism_the_declared_prior_counts_for_nothing(kind):
    optimists = {f"actors__{name}__optimism": {"mean": 0.8, "favourable": 0.9} for name in ("red", "blue")}
    off = {"mechanisms__optimism": False}
    assert table(**kind, **optimists, **off).equals(table(**kind))
    assert not table(**kind, **optimists).equals(table(**kind))


@pytest.mark.parametrize("kind", [TYPES, BETA], ids=["two types", "beta"])
def test_nobody_learns_while_the_guns_are_silent(kind):
    truce = {"steps__truce": {"stops_fighting": True, "value": {"red": 1, "blue": 1}}, "actors__red__review": 1,
             "actors__blue__review": 1, "rounds": 40}  # fmt: skip
    played = play(scenario(**kind, **truce), 0, 100, 3, 1)
    quiet = played[played["ceasefire"] == 1]
    assert len(quiet) > 50
    # one battle, and then none: two beliefs
    assert quiet["belief.red"].nunique() == 2


def test_uncertain_priors_are_drawn():
    prior = {"favourable": {"uniform": [0.2, 0.8]}}
    types = {**TYPES, "battlefield__types__low": {"uniform": [0.2, 0.4]}}
    case = scenario(**types, actors__red__optimism=prior)
    assert set(sim.compile.compile_scenario(case).dimensions) == {
        "actors.red.optimism.favourable", "battlefield.types.low",
    }  # fmt: skip
    assert play(case, 0, 50, 3, 1)["belief.red"].nunique() > 40


def test_a_strategy_by_belief_reads_the_expected_move_of_the_front():
    def signed(bar):
        """Red signs nothing once it expects more than `bar` of a round: two columns next to each other."""
        strategy = {"by": "belief", "at": [bar - 1e-4, bar + 1e-4], "demand": [[0.5, 1]], "accept": [[0.48, 1]]}
        red = {"tactic": "table", "strategy": strategy, "patience": 1, "optimism": {"mean": 0.52}}
        blue = {"tactic": "fixed", "aspiration": 0.45, "patience": 1}
        talks = {"tracks": {"talks": {"participants": ["red", "blue"]}}, "rounds": 1}
        return play(scenario(**BETA, **talks, actors__red=red, actors__blue=blue), 0, 300, 3, 1)

    # (16 * 0.52 + 1) / 17 = 0.548 after a battle won, 0.489 after one lost: a move of 0.0096, or of -0.0021
    assert signed(0.0099)["signed"].notna().all()
    between = signed(0.0001)
    assert (between["signed"].notna() == (between["front"] < 0.5)).all()
    assert not signed(-0.0023)["signed"].notna().any()


def test_tables_without_a_front_have_no_beliefs():
    for war in ("lottery", "none"):
        played = play(scenario(battlefield__war=war), 0, 10, 3, 1)
        assert not [name for name in played.columns if name.startswith("belief.")]
        assert "belief.red" not in sim.analysis.quantities.quantity_names(scenario(battlefield__war=war))
    assert "belief.red" in sim.analysis.quantities.quantity_names(scenario())


def test_the_diary_says_what_war_has_taught():
    told = sim.trace(scenario(**TYPES), seed=3, run=1)
    battles = 6 if told.record["outcome"] == "no_agreement" else told.record["ended"] - 1
    assert f"After {battles} battles, " in told.ending
    assert "what each gives to the chance that Red wins 60% of battles, and not 30%: Blue " in told.ending
    beta = sim.trace(scenario(**BETA, mechanisms__learning=False, actors__red__optimism__mean=0.9), seed=3, run=1)
    assert (
        "Without a battle from which anybody learnt: how many of the battles each expects Red to win: " in beta.ending
    )
    assert beta.ending.endswith("Blue 60%, Green 60% and Red 90%.")
    assert "battles" not in sim.trace(scenario(), seed=3, run=1).ending


def test_the_course_of_beliefs_is_held_against_the_battles_of_each_run():
    case = scenario(**TYPES, battlefield__advance={"choice": [0.3, 0.6]}, rounds=4)
    courses = follow(case, runs=60, runs_per_point=1)
    assert courses.kind == "two_types"
    assert not courses.wanders
    assert set(np.round(courses.truth[:, 0], 9)) == {-0.04, 0.02}
    assert courses.beliefs[:, :, 0] == pytest.approx(np.full((3, 60), (2 * 0.45 - 1) / FORTS))


def test_kinds_of_beliefs_that_need_battles_are_refused_without():
    with pytest.raises(ScenarioError, match="two_types beliefs are on the chance to win a battle"):
        scenario(battlefield__walk="gaussian", battlefield__beliefs="two_types")
