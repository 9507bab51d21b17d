"""Paired differences, against closed forms, laws and hand-made tables."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.analysis.clusters import Clusters
from sim.analysis.paired import Comparison, compare_tables, default_quantities, difference_of
from sim.analysis.quantities import Quantity
from sim.errors import InputError
from sim.outcomes import OUTCOMES
from sim.scenario import Scenario, load

Z = 1.959964
SHARE = Quantity("it", "It", "share of runs", "share", ("it",), lambda table: table["it"].to_numpy())
MEAN = Quantity("it", "It", "rounds", "mean", ("it",), lambda table: table["it"].to_numpy())


def apart(runs: int) -> Clusters:
    """Runs that share nothing."""
    return Clusters.of(np.arange(runs))


def table(outcomes: list[str], per_point: int = 2) -> pd.DataFrame:
    run = np.arange(len(outcomes))
    signed = pd.array([5 if code in ("settlement", "relapse") else None for code in outcomes], dtype="Int16")
    frozen = pd.array([3 if code == "frozen" else None for code in outcomes], dtype="Int16")
    return pd.DataFrame(
        {
            "run": run,
            "point": run // per_point,
            "outcome": pd.Categorical(outcomes, categories=OUTCOMES),
            "signed": signed,
            "ceasefire": frozen,
        }
    )


@pytest.fixture(scope="module")
def flagship() -> Scenario:
    return load("flagship")


def compared(before: list[str], after: list[str], flagship: Scenario) -> Comparison:
    return compare_tables(table(before), table(after), flagship)


def test_paired_interval_of_shares_is_bonett_and_prices() -> None:
    # 100 runs: 12 changed up, 4 down. With one more of each: up 13/102, down 5/102 (Bonett & Price 2012, eq. 3).
    before = np.array([0.0] * 12 + [1.0] * 4 + [1.0] * 30 + [0.0] * 54)
    after = np.array([1.0] * 12 + [0.0] * 4 + [1.0] * 30 + [0.0] * 54)
    found = difference_of(SHARE, before, after, apart(100))
    assert found.change == pytest.approx(0.08)
    # the effective number of runs that share nothing is theirs but for the factor n / (n - 1) of the variance
    up, down = 13 / 102, 5 / 102
    half = Z * np.sqrt((up + down - (up - down) ** 2) / 102)
    assert (found.low, found.high) == pytest.approx((up - down - half, up - down + half), abs=2e-3)
    assert found.moved == pytest.approx(0.16)


def test_separate_interval_of_shares_is_agresti_and_caffos() -> None:
    before, after = np.repeat([1.0, 0.0], [34, 66]), np.repeat([1.0, 0.0], [42, 58])
    found = difference_of(SHARE, before, after, apart(100))
    one, two = 35 / 102, 43 / 102
    half = Z * np.sqrt((one * (1 - one) + two * (1 - two)) / 102)
    assert (found.unpaired_low, found.unpaired_high) == pytest.approx((two - one - half, two - one + half), abs=2e-3)


def test_paired_interval_of_means_is_students_of_the_differences() -> None:
    from scipy import stats

    chance = np.random.default_rng(1)
    before = chance.normal(10, 3, 40)
    after = before + chance.normal(1, 0.5, 40)
    found = difference_of(MEAN, before, after, apart(40))
    expected = stats.ttest_rel(after, before).confidence_interval(0.95)
    assert (found.low, found.high) == pytest.approx((expected.low, expected.high))


def test_pairing_narrows_by_the_root_of_what_the_runs_have_in_common() -> None:
    # Var(after - before) = 2 s^2 (1 - r): with r = 0.96 the interval is a fifth of that of separate ensembles.
    chance = np.random.default_rng(2)
    common = chance.normal(0, 1, 20_000)
    before = np.sqrt(0.96) * common + np.sqrt(0.04) * chance.normal(0, 1, 20_000)
    after = np.sqrt(0.96) * common + np.sqrt(0.04) * chance.normal(0, 1, 20_000)
    assert difference_of(MEAN, before, after, apart(20_000)).narrower == pytest.approx(5, rel=0.03)


def test_runs_that_share_a_draw_do_not_count_twice() -> None:
    change = np.repeat(np.arange(200) < 40, 2).astype(float)
    twice = difference_of(SHARE, np.zeros(400), change, Clusters.of(np.repeat(np.arange(200), 2)))
    once = difference_of(SHARE, np.zeros(200), change[::2], apart(200))
    assert (twice.low, twice.high) == pytest.approx((once.low, once.high), abs=1e-3)


@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=4, max_size=60), st.sampled_from([1, 2, 3]))
def test_to_compare_the_other_way_round_changes_the_sign(pairs: list[tuple[bool, bool]], size: int) -> None:
    one, two = (np.array(side, dtype=float) for side in zip(*pairs, strict=True))
    clusters = Clusters.of(np.arange(len(one)) // size)
    there, back = difference_of(SHARE, one, two, clusters), difference_of(SHARE, two, one, clusters)
    assert there.change == pytest.approx(-back.change)
    if there.moved:  # where none moved, how alike runs are is read from the first table
        assert (there.low, there.high) == pytest.approx((-back.high, -back.low))
    assert (there.unpaired_low, there.unpaired_high) == pytest.approx((-back.unpaired_high, -back.unpaired_low))
    assert there.low - 1e-12 <= there.change <= there.high + 1e-12


def test_tables_in_which_no_run_moves_differ_by_no_more_than_what_was_not_seen() -> None:
    values = np.repeat([1.0, 0.0], [30, 170])
    found = difference_of(SHARE, values, values, apart(200))
    assert (found.change, found.moved, found.clear) == (0.0, 0.0, False)
    assert found.high == pytest.approx(Z * np.sqrt(2) / 202, rel=0.01)
    assert found.narrower is not None
    assert found.narrower > 4
    means = difference_of(MEAN, values, values, apart(200))
    assert (means.low, means.high, means.narrower) == (0.0, 0.0, np.inf)


def test_what_never_came_in_either_has_no_factor() -> None:
    found = difference_of(SHARE, np.zeros(50), np.zeros(50), apart(50))
    assert not found.varies
    assert found.narrower is None


def test_a_single_draw_says_nothing() -> None:
    found = difference_of(SHARE, np.zeros(4), np.ones(4), Clusters.of(np.zeros(4, dtype=int)))
    assert (found.low, found.high) == (-1.0, 1.0)
    assert difference_of(MEAN, np.zeros(4), np.ones(4), Clusters.of(np.zeros(4, dtype=int))).high == np.inf


def test_flips_are_counted_from_what_to_what_with_their_runs(flagship: Scenario) -> None:
    before = ["settlement", "no_agreement", "no_agreement", "frozen", "no_agreement", "no_agreement"]
    after = ["settlement", "frozen", "no_agreement", "settlement", "frozen", "no_agreement"]
    flips = compared(before, after, flagship).flips
    assert flips is not None
    assert flips.outcomes == ("settlement", "frozen", "no_agreement")
    assert flips.matrix().to_numpy().tolist() == [[1, 0, 0], [1, 0, 0], [0, 2, 2]]
    assert [(flip.before, flip.after, flip.runs.tolist()) for flip in flips.flips] == [
        ("no_agreement", "frozen", [1, 4]),
        ("frozen", "settlement", [3]),
    ]
    assert (flips.changed.count, flips.changed.of) == (3, 6)
    assert flips.runs().tolist() == [1, 3, 4]
    assert flips.runs(after="settlement").tolist() == [3]
    assert flips.frame().to_dict("list") == {
        "run": [1, 3, 4],
        "before": ["no_agreement", "frozen", "no_agreement"],
        "after": ["frozen", "settlement", "frozen"],
    }
    assert flips.labels["frozen"] == "Ceasefire without settlement"


@given(st.lists(st.tuples(st.sampled_from(OUTCOMES), st.sampled_from(OUTCOMES)), min_size=1, max_size=40))
def test_the_flip_matrix_adds_up_to_both_tables_and_to_the_differences(pairs: list[tuple[str, str]]) -> None:
    flagship = load("gamblers_ruin")
    before, after = ([pair[side] for pair in pairs] for side in (0, 1))
    found = compare_tables(table(before), table(after), flagship, quantities=["no_agreement"])
    assert found.flips is not None
    matrix = found.flips.matrix()
    for code in found.flips.outcomes:
        assert (matrix.loc[code].sum(), matrix[code].sum()) == (before.count(code), after.count(code))
    assert matrix.to_numpy().sum() == len(pairs)
    assert found.flips.changed.count == len(found.flips.frame()) == sum(one != two for one, two in pairs)
    expected = (after.count("no_agreement") - before.count("no_agreement")) / len(pairs)
    assert found.difference("no_agreement").change == pytest.approx(expected)


def test_outcomes_of_other_categories_are_told_by_their_names(flagship: Scenario) -> None:
    one, two = table(["frozen", "settlement"]), table(["frozen", "settlement"])
    two["outcome"] = pd.Categorical(["frozen", "settlement"], categories=["settlement", "frozen"])
    found = compare_tables(one, two, flagship).flips
    assert found is not None
    assert found.changed.count == 0


def test_times_count_the_horizon_where_it_never_came(flagship: Scenario) -> None:
    found = compared(["settlement", "no_agreement"], ["no_agreement", "no_agreement"], flagship)
    assert found.difference("rounds_to.signed").change == pytest.approx((flagship.rounds - 5) / 2)


def test_by_default_the_outcomes_ceasefires_and_times_that_both_have(flagship: Scenario) -> None:
    assert "ceasefire" in default_quantities(flagship)
    peace = load("split_the_price")
    assert set(default_quantities(flagship, peace)) < set(default_quantities(flagship))
    assert "military_first" not in default_quantities(flagship, peace)


def test_other_quantities_can_be_named_and_unknown_ones_are_not_guessed(flagship: Scenario) -> None:
    one = table(["settlement", "frozen"])
    found = compare_tables(one, one, flagship, quantities=["signed"])
    assert [item.name for item in found.differences] == ["signed"]
    with pytest.raises(InputError, match="did you mean 'signed'"):
        compare_tables(one, one, flagship, quantities=["signd"])


def test_tables_of_other_runs_or_other_draws_are_refused(flagship: Scenario) -> None:
    one = table(["settlement"] * 4)
    with pytest.raises(InputError, match="4 runs and the other 3"):
        compare_tables(one, one[:3], flagship)
    with pytest.raises(InputError, match="column 'run' differs"):
        compare_tables(one, one.assign(run=one["run"] + 1), flagship)
    with pytest.raises(InputError, match="column 'point' differs"):
        compare_tables(one, table(["settlement"] * 4, per_point=1), flagship)
    with pytest.raises(InputError, match="no runs to compare"):
        compare_tables(one[:0], one[:0], flagship)


def test_the_frame_has_a_row_a_quantity_and_names_both_sides(flagship: Scenario) -> None:
    one, two = table(["settlement", "frozen"] * 20), table(["settlement"] * 40)
    frame = compare_tables(one, two, flagship, names=("here", "there")).frame()
    assert set(frame["base"]) == {"here"}
    assert set(frame["other"]) == {"there"}
    row = frame.set_index("name").loc["settlement"]
    assert (row["before"], row["after"], row["change"]) == (0.5, 1.0, 0.5)
    assert row["before_low"] < 0.5 < row["before_high"]
