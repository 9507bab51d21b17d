"""Means, differences and what is learnt over cases, from made-up forecasts."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from sim.backtest import Backtest, backtest
from sim.backtest.cases import Case, End
from sim.backtest.forecasts import Forecast
from sim.backtest.overall import case_weights, differences, levels, mixing_weight, score_table, with_learned
from sim.backtest.questions import EQUAL, MODEL, OTHERS, POOL, Choice, Clock
from sim.backtest.words import global_words, report
from sim.scenario import Scenario, loads
from tests.backtest_cases import DAM, DAM_END, WAR, WAR_END, write_case

KINDS = ("settlement", "frozen", "no_agreement")
SCENARIO: Scenario = loads(WAR)


def forecast(name: str, shares: Sequence[float], happened: int = 0, conflict: str | None = None) -> Forecast:
    """A case of which the model says this of three kinds."""
    end = End(KINDS[happened], None, None, 7, None, "because")
    case = Case(name, SCENARIO, end, (), ("a source",), conflict or name, None)
    told = {MODEL: np.array(shares), EQUAL: np.full(3, 1 / 3)}
    return Forecast(case, (Choice("kind", KINDS, happened, told, 100 * np.array(shares)),), (), 100, False, {})


def kind(item: Forecast) -> Choice:
    found = item.choice("kind")
    assert found is not None
    return found


def test_every_conflict_counts_once() -> None:
    told = [forecast("a", [0.5, 0.3, 0.2]), forecast("b", [0.8, 0.1, 0.1], conflict="b"),
            forecast("b_later", [0.2, 0.4, 0.4], conflict="b")]  # fmt: skip
    assert case_weights(told) == pytest.approx([0.5, 0.25, 0.25])
    (level,) = [item for item in levels(score_table(told)) if (item.forecaster, item.score) == (MODEL, "log")]
    assert level.mean == pytest.approx(-np.log(0.5) / 2 - np.log(0.8) / 4 - np.log(0.2) / 4)
    assert (level.cases, level.conflicts) == (3, 2)


def test_a_difference_is_paired_over_conflicts() -> None:
    chance = np.random.default_rng(4)
    told = [forecast(f"case{n}", shares) for n, shares in enumerate(chance.dirichlet([3, 1, 1], 9))]
    (found,) = [item for item in differences(score_table(told)) if (item.baseline, item.score) == (EQUAL, "log")]
    apart = np.array([np.log(1 / 3) - np.log(kind(item).given(MODEL)) for item in told])
    half = 2.306004 * apart.std(ddof=1) / 3  # Student's t with 8 degrees of freedom
    assert (found.mean, found.low, found.high) == pytest.approx(
        (apart.mean(), apart.mean() - half, apart.mean() + half), rel=1e-5
    )
    assert (found.better, found.worse) == ((apart < 0).sum(), (apart > 0).sum())


def test_who_learns_from_the_others_does_not_see_the_case_nor_its_conflict() -> None:
    """What the case ended in makes no difference to what the others say of it."""
    others = [forecast("b", [0.2, 0.4, 0.4], 1), forecast("c", [0.6, 0.2, 0.2], 1)]
    for changed in (0, 2):
        first = forecast("a", [0.2, 0.3, 0.5], changed)
        second = forecast("a_later", [0.9, 0.05, 0.05], changed, conflict="a")
        learned = with_learned([first, second, *others])
        assert kind(learned[0]).shares[OTHERS] == pytest.approx(np.array([0.5, 2.5, 0.5]) / 3.5)
        weight = mixing_weight(others)
        assert weight is not None
        assert kind(learned[1]).shares[POOL] == pytest.approx(
            weight * np.array([0.9, 0.05, 0.05]) + (1 - weight) / 3
        )  # fmt: skip
    assert not np.allclose(kind(learned[2]).shares[OTHERS], np.array([0.5, 2.5, 0.5]) / 3.5)


def test_the_best_mixture_is_the_one_of_calculus() -> None:
    """Right in three of four with 0.8 for one kind: d/dw of 3 ln(1/3 + 7w/15) + ln(1/3 - 7w/30) is 0 at w = 25/28."""
    told = [forecast(f"case{n}", [0.8, 0.1, 0.1], 0 if n < 3 else 1) for n in range(4)]
    assert mixing_weight(told) == pytest.approx(25 / 28, abs=0.006)
    assert mixing_weight([forecast("a", [0.1, 0.8, 0.1], 0)]) == 0
    assert mixing_weight([]) is None


def found(*told: Forecast) -> Backtest:
    return Backtest(with_learned(told), 100, 0)


def test_the_text_says_where_a_baseline_wins() -> None:
    wrong = found(*(forecast(f"case{n}", [0.04 + 0.01 * n, 0.9 - 0.01 * n, 0.06]) for n in range(4)))
    text = " ".join(report(wrong))
    assert "equal shares win by more than chance on how it ends (log score" in text
    assert "A baseline gave more to the kind of end that came in 4 of 4 cases" in text
    assert "it was surer than it had reason to be of how it ends" in text
    assert "the model is ahead by more than chance" not in text
    assert "a weight of 0%" in text


def test_the_text_says_so_if_no_baseline_does() -> None:
    right = found(*(forecast(f"case{n}", [0.8 + 0.01 * n, 0.1 - 0.01 * n, 0.1]) for n in range(4)))
    text = " ".join(report(right))
    assert "Against equal shares (up to 4 conflicts): the model is ahead by more than chance on how it ends" in text
    assert "win by more than chance" not in text
    assert "in 4 of 4" in text
    assert "There is no case in which a baseline gave more" in text


def test_what_chance_explains_is_said_of_both_sides() -> None:
    level = found(forecast("a", [0.9, 0.05, 0.05]), forecast("b", [0.02, 0.9, 0.08]), forecast("c", [0.3, 0.4, 0.3]))
    text = " ".join(report(level))
    assert "chance explains as well that equal shares are ahead on how it ends" in text
    assert "win by more than chance" not in text


def test_a_war_of_unknown_age_is_named(tmp_path: Path) -> None:
    write_case(tmp_path, end=WAR_END.replace("war_began: 2000-01-02\n", ""))
    assert "How old the war was is not said of war" in " ".join(report(backtest([tmp_path], runs=20)))


def test_nothing_follows_from_one_conflict() -> None:
    single = found(forecast("a", [0.2, 0.3, 0.5]))
    assert "one conflict, from which nothing follows" in " ".join(report(single))
    assert "nothing can be learnt from others" in global_words(single)


def test_a_time_is_scored_where_it_is_asked() -> None:
    clock = Clock("decided", 2, 7, {MODEL: np.array([0.0, 1.0, 1.0, 1.0]), EQUAL: np.array([0.2, 0.4, 0.6, 0.8])})
    item = forecast("a", [0.2, 0.3, 0.5])
    table = score_table([Forecast(item.case, item.choices, (clock,), 100, False, {})])
    of = table[(table["question"] == "decided") & (table["score"] == "crps")].set_index("forecaster")["value"]
    assert of[MODEL] == 0
    assert of[EQUAL] == pytest.approx((0.2**2 + 0.6**2 + 0.4**2 + 0.2**2) / 4)


def test_a_backtest_is_the_same_twice_and_saves_what_it_found(tmp_path: Path) -> None:
    folder = tmp_path / "cases"
    folder.mkdir()
    write_case(folder)
    write_case(folder, "dam", DAM, DAM_END)
    first, second = (backtest([folder], runs=60, seed=3) for _ in range(2))
    assert first.table.equals(second.table)
    written = {path.name for path in first.save(tmp_path / "out")}
    assert {"scores.csv", "said.csv", "calibration.csv", "calibration.svg", "kinds.png", "manifest.json"} <= written
    other = backtest([folder], runs=60, seed=4)
    assert not first.table.equals(other.table)
