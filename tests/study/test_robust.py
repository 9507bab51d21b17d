"""How robust the settings of a study's levers are, with the real engine."""

import json
from pathlib import Path

import numpy as np
import pytest

from sim.analysis.robustness import robustness
from sim.errors import InputError
from sim.study import Study, new_study
from sim.study.comparing.robust import robust
from sim.study.sweeping.sweep import sweep


def study(**fields: object) -> Study:
    given = {
        "name": "Leverage",
        "scenario": "flagship",
        "levers": {"on_moscow": {"path": "relations.us.russia.leverage", "values": [0, 0.2]}},
        "runs": 40,
        "outcomes": ["ceasefire", "settlement", "rounds_to.ceasefire"],
    }
    return new_study(**{**given, **fields})


def test_states_are_draws_each_played_as_often_as_asked() -> None:
    found = robust(study(), states=12, runs_per_state=6).robustness
    assert (found.states, found.runs_per_state, found.quantity) == (12, 6, "ceasefire")
    assert [item.name for item in found.options] == ["on_moscow 0", "on_moscow 0.2"]


def test_regret_is_that_of_the_runs_of_each_draw() -> None:
    results = sweep(study(runs=48, runs_per_draw=6))
    found = robust(results, "ceasefire").robustness
    runs = results.runs(["ceasefire"])
    happened = runs["ceasefire"].notna().to_numpy(dtype=float).reshape(2, 8, 6)
    expected = robustness(happened, ["a", "b"], _share())
    for one, other in zip(found.options, expected.options, strict=True):
        assert (one.regret, one.worst_regret, one.satisfied) == (other.regret, other.worst_regret, other.satisfied)


def _share() -> object:
    from sim.analysis.quantities import quantity
    from sim.scenario import load

    return quantity("ceasefire", load("flagship"))


def test_a_designed_study_takes_its_points_for_states() -> None:
    designed = study(
        uncertainties=["actors.ukraine.patience"], design={"uncertainties": {"latin_hypercube": 5}}, runs=8
    )
    found = robust(designed, "settlement").robustness
    assert (found.states, found.runs_per_state) == (5, 8)


def test_the_question_of_the_study_is_the_default_and_time_is_better_short() -> None:
    asked = robust(study(finding="rounds_to.ceasefire"), states=4, runs_per_state=4).robustness
    assert (asked.quantity, asked.better) == ("rounds_to.ceasefire", "less")
    turned = robust(study(finding="rounds_to.ceasefire"), better="more", states=4, runs_per_state=4).robustness
    assert turned.better == "more"


def test_a_draw_that_was_not_played_to_its_end_is_left_out() -> None:
    found = robust(sweep(study(runs=22, runs_per_draw=5)), "settlement").robustness
    assert (found.states, found.runs_per_state) == (4, 5)


@pytest.mark.parametrize(
    "fields, options, message",
    [
        ({"levers": {}}, {}, "nothing to decide"),
        ({}, {"name": "frozen"}, "not among the outcomes that 'Leverage' reports"),
        ({}, {"runs_per_state": 1}, "between 2 and 1,000 runs"),
        ({}, {"states": 1}, "at least 2 states"),
    ],
)
def test_what_cannot_be_judged_says_why(fields: dict[str, object], options: dict[str, object], message: str) -> None:
    with pytest.raises(InputError, match=message):
        robust(study(**fields), **{"states": 4, "runs_per_state": 4, **options})  # type: ignore[arg-type]


def test_it_is_saved_with_what_makes_it_again(tmp_path: Path) -> None:
    found = robust(study(), states=4, runs_per_state=4, command="sim robust x")
    names = {path.name for path in found.save(tmp_path / "out")}
    assert names == {"robustness.csv", "regrets.png", "regrets.svg", "manifest.json"}
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text())
    assert manifest["command"] == "sim robust x"
    assert manifest["study"]["runs"] == 16
    assert "on_moscow 0.2" in found._repr_html_()
    assert np.isfinite(found.frame()["worst_regret"]).all()
