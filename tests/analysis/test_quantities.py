import numpy as np
import pytest

import sim
from sim.analysis import quantity, quantity_names
from sim.errors import InputError


@pytest.fixture(scope="module")
def scenario():
    return sim.load("flagship")


@pytest.fixture(scope="module")
def table(scenario):
    return sim.run(scenario, runs=400, seed=3).table


def test_every_quantity_has_a_value_in_every_run(scenario, table):
    for name in quantity_names(scenario):
        found = quantity(name, scenario)
        values = found.values(table[list(found.columns)])
        assert values.shape == (400,)
        assert np.isfinite(values).all(), name
        if found.kind == "share":
            assert np.isin(values, (0.0, 1.0)).all(), name


def test_outcomes_are_exclusive_and_complete(scenario, table):
    outcomes = ("settlement", "relapse", "frozen", "military_first", "military_second", "no_agreement")
    assert (sum(quantity(name, scenario).values(table) for name in outcomes) == 1).all()


def test_what_never_happened_counts_the_horizon(scenario, table):
    rounds = quantity("rounds_to.ceasefire", scenario).values(table)
    never = quantity("ceasefire", scenario).values(table) == 0
    assert 0 < never.sum() < 400
    assert (rounds[never] == scenario.rounds).all()
    seen = table["ceasefire"][~never].to_numpy(dtype=float)
    assert (rounds[~never] == np.minimum(seen, scenario.rounds)).all()


def test_options_of_signed_texts_add_up_to_signatures(scenario, table):
    for name, issue in scenario.issues.items():
        if issue.options:
            signed = sum(quantity(f"text.{name}={option}", scenario).values(table) for option in issue.options)
            assert (signed == quantity("signed", scenario).values(table)).all()


def test_a_misspelt_name_is_answered_with_what_was_meant(scenario):
    with pytest.raises(InputError, match="did you mean 'ceasefire'"):
        quantity("ceasfire", scenario)
