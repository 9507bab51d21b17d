"""Plans: which points a study has, what is set at each, and which scenarios are compiled for them."""

import numpy as np
import pandas as pd
import pytest

from sim.scenario import load
from sim.study import loads_study, new_study
from sim.study.design.variants import variant

LEVERS = """
  bilateral: {settings: {held: {}, dropped: {remove: [preconditions.washington_only]}}}
  leverage: {path: relations.us.russia.leverage, values: [0, 0.05, 0.2]}
"""


def study(design="{levers: grid}", levers=LEVERS, more=""):
    return loads_study(f"name: test\nscenario: flagship\nlevers:{levers}design: {design}\nruns: 4\n{more}")


def test_a_grid_crosses_all_levels_and_compiles_one_scenario_a_setting():
    plan = study().plan()
    assert plan.table["point"].tolist() == list(range(6))
    assert plan.table["bilateral"].tolist() == ["held"] * 3 + ["dropped"] * 3
    assert plan.table["leverage"].tolist() == [0, 0.05, 0.2] * 2
    assert plan.variant_of.tolist() == [0, 0, 0, 1, 1, 1]
    assert [item.name for item in plan.variants] == ["flagship, bilateral=held", "flagship, bilateral=dropped"]
    assert plan.paths == ("relations.us.russia.leverage",)
    assert plan.values[:, 0].tolist() == [0, 0.05, 0.2] * 2
    assert "washington_only" not in plan.variants[1].scenario.preconditions
    assert plan.runs == 24


def test_a_number_becomes_a_dimension_that_can_take_all_its_values():
    (made,) = study(levers=LEVERS.splitlines()[2].join("\n\n")).plan().variants
    assert made.scenario.dimensions()["relations.us.russia.leverage"].support == (0, 0.2)


def test_a_private_number_within_its_range_leaves_what_others_believe_of_it():
    """Others take the mean of the distribution for it, so the distribution must stay the scenario's own."""
    path = "actors.russia.patience"
    inside = study(levers=f"\n  patience: {{path: {path}, values: [80, 250]}}\n").plan()
    assert inside.variants[0].scenario == load("flagship")
    beyond = study(levers=f"\n  patience: {{path: {path}, values: [26, 250]}}\n").plan()
    assert beyond.variants[0].scenario.dimensions()[path].private
    assert beyond.variants[0].scenario.dimensions()[path].support == (26, 250)


def test_one_at_a_time_starts_from_the_scenario_as_it_is():
    plan = study("{levers: one_at_a_time}").plan()
    assert plan.table["bilateral"].tolist() == ["held", "dropped", "held", "held", "held"]
    assert np.isnan(plan.table["leverage"][:2]).all()
    assert plan.table["leverage"][2:].tolist() == [0, 0.05, 0.2]
    assert plan.variants[0].scenario == load("flagship")
    assert np.isnan(plan.values[:2]).all()


def test_a_list_fixes_some_levers_and_sweeps_over_others():
    plan = study("{levers: {list: [{bilateral: dropped, leverage: all}, {leverage: [0.1, 0.15]}, {}]}}").plan()
    assert plan.table["bilateral"].tolist() == ["dropped"] * 3 + ["held"] * 3
    assert plan.table["leverage"].tolist()[:5] == [0, 0.05, 0.2, 0.1, 0.15]
    assert np.isnan(plan.table["leverage"][5])


def test_a_lever_that_is_left_alone_shows_the_number_that_the_scenario_states():
    stated = "\n  start: {path: steps.ceasefire.moves_front, values: [0.1, 0.2]}\n"
    assert study("{levers: one_at_a_time}", stated).plan().table["start"].tolist() == [0, 0.1, 0.2]


def test_zipped_levers_move_together():
    levers = LEVERS.replace("[0, 0.05, 0.2]", "[0, 0.2]")
    plan = study("{levers: zipped}", levers).plan()
    assert plan.table[["bilateral", "leverage"]].to_numpy().tolist() == [["held", 0], ["dropped", 0.2]]


def test_sampled_levers_use_their_whole_range_and_all_their_settings():
    levers = LEVERS.replace("values: [0, 0.05, 0.2]", "between: [0, 0.2]")
    plan = study("{levers: {latin_hypercube: 40}}", levers).plan()
    assert sorted(np.floor(plan.table["leverage"] / 0.2 * 40).astype(int)) == list(range(40))
    assert plan.table["bilateral"].value_counts().to_dict() == {"held": 20, "dropped": 20}
    assert len(plan.variants) == 2


def test_several_paths_take_the_same_value():
    levers = "\n  belief: {path: [relations.us.russia.credence, relations.europe.russia.credence], values: [0, 1]}\n"
    plan = study(levers=levers).plan()
    assert plan.values.tolist() == [[0, 0], [1, 1]]
    assert list(plan.table.columns) == ["point", "scenario", "belief"]


def test_values_that_are_not_all_numbers_are_settings():
    levers = "\n  rigidity: {path: preconditions.withdrawal_first.rigidity, values: [0, 0.3, never]}\n"
    plan = study(levers=levers).plan()
    assert plan.table["rigidity"].tolist() == ["0", "0.3", "never"]
    assert [item.scenario.preconditions["withdrawal_first"].rigidity for item in plan.variants] == [0, 0.3, "never"]


def test_whole_numbers_that_cannot_be_uncertain_are_settings():
    plan = study(levers="\n  horizon: {path: rounds, values: [20, 40]}\n").plan()
    assert [item.scenario.rounds for item in plan.variants] == [20, 40]


def test_scenarios_levers_and_uncertainties_are_crossed_in_this_order():
    plan = loads_study(
        f"name: t\nscenarios: [flagship, us_exit]\nlevers:{LEVERS}"
        "uncertainties: [actors.us.exit]\ndesign: {uncertainties: {latin_hypercube: 4}}"
    ).plan()
    assert len(plan) == 2 * 6 * 4
    assert plan.table["scenario"].tolist() == ["flagship"] * 24 + ["us_exit"] * 24
    assert plan.cube_of.tolist() == [0, 1, 2, 3] * 12
    assert len(plan.variants) == 4


def test_a_share_of_a_distribution_is_a_value_of_each_scenarios_own():
    """us_exit has weeks where the flagship has years: the same coordinate must not carry over as the same number."""
    plan = loads_study(
        "name: t\nscenarios: [flagship, us_exit]\nuncertainties: [actors.us.exit]\n"
        "design: {uncertainties: {sobol: 8}, crossing: full}"
    ).plan()
    flagship, variant_exit = plan.values[:8, 0], plan.values[8:, 0]
    assert variant_exit.min() >= 4
    assert variant_exit.max() <= 13
    assert flagship.max() > 50
    assert np.array_equal(np.argsort(flagship), np.argsort(variant_exit))


def test_what_is_zipped_is_matched_row_by_row():
    plan = loads_study(
        f"name: t\nscenario: flagship\nlevers:{LEVERS}uncertainties: [actors.us.exit]\n"
        "design: {levers: {sobol: 8}, uncertainties: {sobol: 8}, crossing: zipped}"
    ).plan()
    assert len(plan) == 8
    shares = plan.table["leverage"].rank(), plan.table["actors.us.exit"].rank()
    assert not shares[0].equals(shares[1])  # of seeds of their own, or both would be the same column


def test_a_number_that_a_setting_takes_away_is_ignored_there():
    plan = loads_study(
        "name: t\nscenario: flagship\nlevers:\n"
        "  demand: {settings: {held: {}, dropped: {remove: [preconditions.withdrawal_first]}}}\n"
        "  firmness: {path: preconditions.withdrawal_first.rigidity, values: [0, 0.5]}\n"
        "uncertainties: [actors.us.exit]\ndesign: {uncertainties: {sobol: 2}}"
    ).plan()
    firmness = plan.values[:, plan.paths.index("preconditions.withdrawal_first.rigidity")]
    assert np.isnan(firmness[plan.table["demand"] == "dropped"]).all()
    assert firmness[plan.table["demand"] == "held"].tolist() == [0, 0, 0.5, 0.5]


def test_all_uncertain_numbers_are_designed_but_those_that_are_levers():
    planned = study("{uncertainties: {latin_hypercube: 4}}")
    dimensions = set(load("flagship").dimensions())
    assert set(planned.uncertainties) == dimensions - {"relations.us.russia.leverage"}
    assert list(planned.plan().table.columns[4:]) == list(planned.uncertainties)


def test_a_distribution_given_by_the_study_replaces_that_of_the_scenario():
    replaced = loads_study(
        "name: t\nscenario: flagship\nuncertainties: {battlefield.drift: {uniform: [0.01, 0.02]}}\n"
        "design: {uncertainties: {sobol: 4}}"
    )
    values = replaced.plan().table["battlefield.drift"]
    assert values.between(0.01, 0.02).all()
    assert replaced.dimensions()["battlefield.drift"].support == (0.01, 0.02)


def test_settings_that_make_no_scenario_together_are_told_by_name():
    from sim.errors import InputError

    both = new_study(
        name="t",
        scenario=load("flagship"),
        levers={
            "no_step": {"settings": {"yes": {}, "no": {"remove": ["preconditions.guarantees_first"]}}},
            "gone": {"settings": {"no": {}, "yes": {"remove": ["preconditions.guarantees_first"]}}},
        },
    )
    assert len(both.plan().variants) == 4  # removed by both is removed once
    levers = {
        "first": {"settings": {"as_is": {}, "ukraine": {"set": {"relations.us.ukraine.influence": 0.6}}}},
        "second": {"settings": {"as_is": {}, "europe": {"set": {"relations.us.europe.influence": 0.6}}}},
    }
    apart = new_study(name="t", scenario=load("flagship"), levers=levers)
    with pytest.raises(InputError, match="first=ukraine, second=europe"):
        apart.plan()


def test_the_scenario_of_a_row_is_made_without_a_plan():
    levers = study().levers
    made = variant(load("flagship"), levers, {"bilateral": "dropped", "leverage": None})
    assert "washington_only" not in made.preconditions
    assert variant(load("flagship"), levers, {"bilateral": "held", "leverage": None}) == load("flagship")


def test_the_same_file_gives_the_same_plan():
    one, other = (study("{levers: {latin_hypercube: 9}, uncertainties: {sobol: 2}}").plan() for _ in range(2))
    pd.testing.assert_frame_equal(one.table, other.table)
    assert np.array_equal(one.values, other.values, equal_nan=True)
