"""Comparisons of scenarios and of studies, with the real engine."""

import dataclasses
import json
from pathlib import Path

import numpy as np
import pytest

from sim.diary import trace
from sim.ensemble import play
from sim.errors import InputError
from sim.scenario import load
from sim.study import load_study, new_study
from sim.study.comparing.alternatives import load_alternative
from sim.study.comparing.compare import Compared, compare
from sim.study.comparing.compare_study import compare_studies, compare_study
from sim.study.comparing.compare_words import compare_words, is_study
from sim.study.comparing.options import options_of
from sim.study.sweeping.sweep import sweep


@pytest.fixture(scope="module")
def exit_() -> Compared:
    return compare("flagship", "us_exit", runs=600, seed=3)


@pytest.fixture(scope="module")
def demands() -> Compared:
    study = dataclasses.replace(load_study("which_demand"), runs=400)
    return compare_study(sweep(study))


def test_a_comparison_is_of_the_runs_that_each_scenario_has_alone(exit_: Compared) -> None:
    before, after = (play(load(name), 0, 600, 3) for name in ("flagship", "us_exit"))
    item = exit_.pair().comparison.difference("no_agreement")
    one, two = ((table["outcome"] == "no_agreement").mean() for table in (before, after))
    assert (item.before.mean, item.after.mean) == (pytest.approx(one), pytest.approx(two))
    assert item.change == pytest.approx(two - one)
    flips = exit_.pair().comparison.flips
    assert flips is not None
    assert flips.runs().tolist() == np.flatnonzero(before["outcome"] != after["outcome"]).tolist()


def test_runs_to_read_end_as_the_comparison_says(exit_: Compared) -> None:
    replays = exit_.replays()
    assert replays
    for item in replays:
        for side, outcome in ((item.base, item.before), (item.other, item.after)):
            assert side.word is not None
            story = trace(load_alternative(side.word), exit_.seed, item.run, runs_per_point=exit_.runs_per_draw)
            assert story.record["outcome"] == outcome


def test_a_scenario_without_words_can_be_compared_but_not_named_to_other_commands() -> None:
    changed = load("split_the_price").with_(set={"rounds": 8})
    found = compare(load("split_the_price"), changed, runs=50)
    assert found.replays() == ()
    assert found.pair().comparison.runs == 50


def test_a_scenario_compared_with_its_own_words_does_not_move() -> None:
    found = compare("split_the_price", "split_the_price+rounds=20", runs=200)
    assert all(item.moved == 0 for item in found.pair().comparison.differences)
    flips = found.pair().comparison.flips
    assert flips is not None
    assert flips.changed.count == 0


def test_progress_counts_the_runs_of_all() -> None:
    told: list[tuple[int, int]] = []
    compare("split_the_price", "+rounds=9", runs=100, progress=lambda done, total: told.append((done, total)))
    assert told[-1] == (200, 200)
    assert [done for done, _ in told] == sorted(done for done, _ in told)


@pytest.mark.parametrize(
    "words, options, message",
    [
        (["flagship"], {}, "at least two scenarios"),
        (["flagship", "us_exit"], {"runs": 0}, "runs: 0 is not between"),
        (["flagship", "us_exit"], {"seed": -1}, "seed: -1"),
        (["flagship", "us_exit"], {"runs_per_point": 0}, "runs per point: 0"),
        (["flagship", "us_exit"], {"workers": 0}, "workers: 0"),
        (["flagship", "us_exit"], {"quantities": ["setlement"]}, "did you mean 'settlement'"),
        (["flagship", "split_the_price"], {"quantities": ["military_first"]}, "no quantity 'military_first'"),
    ],
)
def test_what_cannot_be_compared_says_why(words: list[str], options: dict[str, object], message: str) -> None:
    with pytest.raises(InputError, match=message):
        compare(*words, **options)  # type: ignore[arg-type]


def test_saved_differences_flips_and_figures_come_with_what_makes_them_again(exit_: Compared, tmp_path: Path) -> None:
    files = {path.name for path in exit_.save(tmp_path / "out")}
    assert {"differences.csv", "flipped.csv", "manifest.json", "flips-01-us_exit.png"} <= files
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text())
    assert manifest["seed"] == 3
    assert [item["word"] for item in manifest["alternatives"]] == ["flagship", "us_exit"]
    assert sorted(manifest["files"]) == sorted(
        path.relative_to(tmp_path / "out").as_posix() for path in (tmp_path / "out").rglob("*") if path.is_file()
    )
    flipped = (tmp_path / "out" / "flipped.csv").read_text().splitlines()
    flips = exit_.pair().comparison.flips
    assert flips is not None
    assert len(flipped) == 1 + flips.changed.count


def test_notebooks_show_every_difference(exit_: Compared) -> None:
    html = exit_._repr_html_()
    assert html.count("<tr>") == 1 + len(exit_.pair().comparison.differences)
    assert "Not a forecast" in html


def test_a_study_is_compared_setting_by_setting_with_its_first(demands: Compared) -> None:
    assert [pair.base.name for pair in demands.pairs] == ["washington_only held, withdrawal_first held"] * 3
    assert demands.pairs[0].other.word == "flagship+without:preconditions.withdrawal_first"


def test_a_studys_setting_is_the_scenario_that_its_word_names(demands: Compared) -> None:
    pair = demands.pairs[1]
    alone = compare("flagship", str(pair.other.word), runs=400, seed=0, quantities=["settlement", "ceasefire"])
    for name in ("settlement", "ceasefire"):
        one, two = pair.comparison.difference(name), alone.pair().comparison.difference(name)
        assert (one.change, one.low, one.high) == (two.change, two.low, two.high)
    here, there = pair.comparison.flips, alone.pair().comparison.flips
    assert here is not None
    assert there is not None
    assert here.runs().tolist() == there.runs().tolist()


def test_numeric_levers_are_named_by_their_values_and_private_ones_by_none() -> None:
    def study(path: str) -> Compared:
        lever = {"path": path, "values": [52, 104]}
        return compare_study(sweep(new_study(
            name="One lever", scenario="flagship", levers={"it": lever}, runs=20, outcomes=["settlement"]
        )))  # fmt: skip

    assert study("actors.us.patience").pairs[0].other.word == "flagship+actors.us.patience=104.0"
    assert study("actors.russia.patience").pairs[0].other.word is None


def test_designed_uncertainties_are_states_in_which_all_settings_are_played() -> None:
    study = new_study(
        name="States",
        scenario="flagship",
        levers={"it": {"path": "relations.us.russia.leverage", "values": [0, 0.2]}},
        uncertainties=["actors.ukraine.patience", "actors.us.patience"],
        design={"uncertainties": {"latin_hypercube": 6}},
        runs=10,
        outcomes=["settlement", "ceasefire"],
    )
    results = sweep(study)
    options = options_of(results.plan)
    assert [option.states.tolist() for option in options] == [list(range(6))] * 2
    comparison = compare_study(results).pair().comparison
    assert comparison.runs == 60
    change = results.points.groupby("it")["ceasefire"].mean()
    assert comparison.difference("ceasefire").change == pytest.approx(change.iloc[1] - change.iloc[0])


def test_two_studies_are_compared_where_their_settings_meet() -> None:
    def study(scenario: str, values: list[float]) -> object:
        lever = {"it": {"path": "actors.ukraine.audience_cost", "values": values}}
        fields = {"levers": lever, "runs": 40, "outcomes": ["settlement", "ceasefire"]}
        return sweep(new_study(name=scenario, scenario=scenario, **fields))

    found = compare_studies(study("flagship", [0, 0.1]), study("us_exit", [0, 0.1, 0.2]))  # type: ignore[arg-type]
    assert [pair.other.name for pair in found.pairs] == ["us_exit: it 0", "us_exit: it 0.1"]
    with pytest.raises(InputError, match="no setting of their levers in common"):
        compare_studies(study("flagship", [0, 0.1]), study("us_exit", [0.02, 0.03]))  # type: ignore[arg-type]


def test_a_study_without_levers_has_nothing_to_compare() -> None:
    study = new_study(name="Alone", scenario="split_the_price", runs=4, outcomes=["settlement"])
    with pytest.raises(InputError, match="nothing to compare"):
        compare_study(sweep(study))


def test_words_are_scenarios_or_studies_but_not_both(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("name: Mine\nscenario: split_the_price\nlevers: {time: {path: rounds, values: [5, 9]}}\n")
    assert is_study(str(path))
    assert is_study("which_demand")
    assert not is_study("flagship")
    assert not is_study("nowhere.yaml")
    with pytest.raises(InputError, match="'which_demand' is a study"):
        compare_words(["flagship", "which_demand"])
