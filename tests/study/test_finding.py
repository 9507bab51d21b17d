"""Findings: planted effects are found, at their size, and nothing is found where there is nothing."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from sim.errors import InputError
from sim.study import loads_study
from sim.study.comparing.contrasts import Contrasts, factors
from sim.study.comparing.finding import associations, finding
from sim.study.sweeping.recipes import quantities_of

RUNS = 400


def planted(study, share, calm=lambda row: 0.0):
    """Results in which `share(row, draw)` is the chance of a settlement at a row of the plan's table, given its draw,
    and `calm(row)` that of a ceasefire. Run k has the same luck at every point, as in a sweep.
    """
    plan = study.plan()
    luck = np.random.default_rng(7).random(study.runs)
    draw = np.arange(study.runs) // study.runs_per_draw
    frames, means = [], []
    for row in plan.table.to_dict("records"):
        hit = luck < share(row, draw)
        codes = np.where(hit, "settlement", "no_agreement")
        frames.append(pd.DataFrame({
            "point": row["point"], "run": np.arange(study.runs), "draw": draw,
            "outcome": pd.Categorical(codes, ["settlement", "no_agreement"]),
            "ceasefire": pd.array(np.where(luck < calm(row), 5, 0), dtype="Int16"),
        }))  # fmt: skip
        means.append(hit.mean())
    runs = pd.concat(frames, ignore_index=True)
    runs["ceasefire"] = runs["ceasefire"].replace(0, pd.NA)

    def some(columns=None, points=None):
        kept = runs if points is None else runs[runs["point"].isin(points)]
        return kept.reset_index(drop=True)

    return SimpleNamespace(
        study=study, plan=plan, points=plan.table.assign(settlement=means), runs=some, failures=pd.DataFrame(),
        quantities=[item for item in quantities_of(plan) if item.name in ("settlement", "ceasefire")],
    )  # fmt: skip


TWO_LEVERS = f"""
name: t
scenario: flagship
levers:
  demand: {{label: the demand, settings: {{held: {{}}, dropped: {{remove: [preconditions.washington_only]}}}}}}
  leverage: {{label: leverage, path: relations.us.russia.leverage, values: [0, 0.1, 0.2]}}
runs: {RUNS}
finding: settlement
"""


def test_planted_effects_are_found_at_their_size():
    results = planted(loads_study(TWO_LEVERS), lambda row, _: 0.2 + 0.3 * (row["demand"] == "dropped"))
    contrasts = Contrasts(results, results.quantities[0])
    demand, leverage = contrasts.factors
    effect = contrasts.effect(demand, 0, 1)
    assert effect.change.value == pytest.approx(0.3, abs=0.06)
    assert effect.change.low < 0.3 < effect.change.high
    nothing = contrasts.effect(leverage, 0, 2)
    assert nothing.change.value == 0
    text = finding(results)
    assert text.startswith("Settlement. The demand, dropped instead of held: ")
    assert f"({100 * effect.change.value:+.0f} points, " in text
    assert "leverage from 0 to 0.2: 35% either way, without a difference in any run" in text
    assert "The first matters more than the second" in text
    assert "depends on" not in text


def test_an_effect_that_depends_on_another_lever_is_told_with_both_its_values():
    def share(row, _):
        return 0.2 + 3 * row["leverage"] * (row["demand"] == "dropped")

    text = finding(planted(loads_study(TWO_LEVERS), share))
    assert "What leverage does depends on the demand: +0" in text


def test_where_another_quantity_turns_the_order_round_that_is_said():
    def share(row, _):
        return 0.1 + 0.4 * (row["demand"] == "dropped") + 0.5 * row["leverage"]

    study = loads_study(TWO_LEVERS)
    told = finding(planted(study, share, calm=lambda row: 0.1 + 3 * row["leverage"]))
    assert "Not so of Ceasefire: there the second matters more (by +" in told
    same = finding(planted(study, share, calm=lambda row: 0.1 + 0.5 * (row["demand"] == "dropped")))
    assert "Not so of" not in same


def test_where_nothing_does_anything_nothing_is_claimed():
    text = finding(planted(loads_study(TWO_LEVERS), lambda row, _: 0.3))
    assert text.count("without a difference in any run") == 2
    assert "clear of zero" not in text
    assert "matters more" not in text
    assert "depends" not in text


def test_no_more_than_one_effect_in_twenty_is_clear_where_there_is_none():
    """Each point has chances of its own in each draw, with the same mean: 80 effects of nothing, some 4 clear."""
    study = loads_study(TWO_LEVERS)
    clear = 0
    for seed in range(40):
        chances = np.random.default_rng(seed).random((6, RUNS))
        results = planted(study, lambda row, draw, chances=chances: chances[int(row["point"]), draw])
        contrasts = Contrasts(results, results.quantities[0])
        demand, leverage = contrasts.factors
        clear += contrasts.effect(demand, 0, 1).change.clear + contrasts.effect(leverage, 0, 2).change.clear
    assert clear <= 11  # passed by chance in less than 1 of 1,000


def test_a_single_number_is_followed_from_value_to_value():
    one = TWO_LEVERS.replace("  demand:", "  # demand:")
    rising = finding(planted(loads_study(one), lambda row, _: 0.1 + 0.5 * (row["leverage"] > 0.05)))
    assert "It rises, most of all between 0 and 0.1" in rising
    hump = finding(planted(loads_study(one), lambda row, _: 0.2 + 0.4 * (row["leverage"] == 0.1)))
    assert "does not move in one direction: highest at 0.1" in hump
    flat = finding(planted(loads_study(one), lambda row, _: 0.2))
    assert "Between no two neighbouring values is the difference clear of zero." in flat


def test_points_that_failed_are_left_out():
    results = planted(loads_study(TWO_LEVERS), lambda row, _: 0.2 + 0.3 * (row["demand"] == "dropped"))
    results.failures = pd.DataFrame({"point": [0]})
    contrasts = Contrasts(results, results.quantities[0])
    assert contrasts.pairs(contrasts.factors[0], 0, 1) == [(1, 4), (2, 5)]


def test_what_differs_only_by_draw_has_the_wider_interval_of_the_draws():
    """Runs of one draw that all change together are one observation, not as many as there are runs."""
    study = loads_study(TWO_LEVERS + "runs_per_draw: 20\n")
    by_draw = np.random.default_rng(3).random(RUNS // 20) < 0.5

    def share(row, draw):
        return np.where((row["demand"] == "dropped") & by_draw[draw], 1.0, 0.0)

    results = planted(study, share)
    contrasts = Contrasts(results, results.quantities[0])
    found = contrasts.effect(contrasts.factors[0], 0, 1).change
    naive = 1.96 * np.sqrt(0.25 / RUNS)
    assert (found.high - found.low) / 2 > 3 * naive


def test_one_at_a_time_compares_points_with_the_scenario_as_it_is():
    study = loads_study(TWO_LEVERS + "design: {levers: one_at_a_time}\n")
    results = planted(study, lambda row, _: 0.2 + 0.3 * (row["demand"] == "dropped"))
    assert [item.levels for item in factors(results.plan)] == [(None, "dropped"), (None, 0.0, 0.1, 0.2)]
    text = finding(results)
    assert text.startswith("Settlement. The demand, dropped instead of held: ")
    assert "leverage from as it is to 0" in text


def test_numbers_that_go_with_a_quantity_are_named_by_rank_correlation():
    study = loads_study(
        "name: t\nscenario: flagship\nuncertainties: [actors.russia.*]\nruns: 40\nfinding: settlement\n"
        "design: {uncertainties: {latin_hypercube: 300}}\n"
    )
    text = finding(planted(study, lambda row, _: row["actors.russia.deadline"] / 200))
    assert "actors.russia.deadline +" in text
    assert "No other is clear of zero" in text


def test_rank_correlations_are_those_of_a_known_case():
    ranks = pd.DataFrame({"x": [1, 2, 3, 4, 5, 6], "y": [2, 1, 4, 3, 6, 5], "same": 1})
    (found,) = associations(ranks, "y", ["x", "same"])
    assert found.correlation == pytest.approx(1 - 6 * 6 / (6 * 35))  # 1 - 6 sum d^2 / (n (n^2 - 1))


def test_a_quantity_that_is_not_reported_is_refused():
    with pytest.raises(InputError, match="reports no quantity 'front'"):
        finding(planted(loads_study(TWO_LEVERS), lambda row, _: 0.3), "front")
