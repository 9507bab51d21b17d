"""`blame`: every set of preconditions is played on the same luck, and the blame adds up."""

import json
from itertools import combinations
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sim.analysis import quantity
from sim.ensemble import play
from sim.errors import InputError
from sim.scenario import load
from sim.study.blaming.blame import blame
from sim.study.blaming.coalitions import Block, Stage, worths
from tests.games import changed, pie, scenario

THREE = ["withdrawal_first", "washington_only", "guarantees_first"]


def test_each_coalition_is_the_scenario_without_it_played_by_the_ensemble() -> None:
    flagship = load("flagship")
    results = blame(flagship, 60, 4, among=THREE, workers=2)
    wanted = [found.quantity for found in results.attributions]
    assert wanted == ["settlement", "ceasefire", "rounds_to.ceasefire"]
    table = results.coalitions.set_index("dropped")
    for number in range(4):
        for gone in combinations([name for name in flagship.preconditions if name in THREE], number):
            variant = flagship.with_(remove=[f"preconditions.{name}" for name in gone])
            played = play(variant, 0, 60, 4)
            for name in wanted:
                expected = quantity(name, variant).values(played).mean()
                assert table.loc[" ".join(gone), name] == pytest.approx(expected, abs=1e-12)


def test_shares_add_up_to_the_total_effect() -> None:
    results = blame("flagship", 40, among=THREE, workers=1)
    for found in results.attributions:
        values = [item.shapley.mean or 0.0 for item in found.players]
        assert sum(values) == pytest.approx(found.total.mean, abs=1e-12)
        assert found.total.mean == pytest.approx((found.dropped.mean or 0) - (found.kept.mean or 0), abs=1e-12)


@pytest.mark.parametrize("name", ["flagship", "europe_at_the_table"])
def test_a_run_in_which_a_precondition_did_nothing_need_not_be_played_again(name: str) -> None:
    """What is taken over from another coalition is what playing gives: checked by playing all."""
    whole = load(name)
    names = tuple(whole.preconditions)[:6]
    quantities = tuple(quantity(item, whole) for item in ("settlement", "front", "ended", "utility.russia"))
    stage = Stage.of(whole, names, quantities)
    work = stage.whole.work()
    block = Block.of(stage.whole, 0, 40, 2, 2)
    masks = range(1 << len(names))
    short, few = worths(stage, work, block, masks)
    thorough = Stage.of(whole, names, quantities)
    thorough.__dict__["tells"] = False
    full, all_of_them = worths(thorough, work, block, masks)
    assert all_of_them == 40 * len(masks)
    assert few < all_of_them
    for mask in masks:
        np.testing.assert_array_equal(short[mask], full[mask])


def test_threads_and_blocks_do_not_matter() -> None:
    one = blame("flagship", 300, 1, among=THREE[:2], workers=1)
    two = blame("flagship", 300, 1, among=THREE[:2], workers=2)
    pd.testing.assert_frame_equal(one.table, two.table, check_exact=True)


def planted() -> object:
    """Two who could settle at once but for what each demands first; the third demand is met anyway."""
    step = {"parties": ["first", "second"], "value": {"first": -0.5, "second": -0.5}}
    return scenario(
        changed(
            pie(),
            rounds=6,
            actors__first__deadline=2,
            actors__second__deadline=2,
            steps={"gesture": step},
            preconditions={
                "one": {"holder": "first", "gate": "signing", "after": "gesture", "rigidity": "never"},
                "other": {"holder": "second", "gate": "signing", "after": "gesture", "rigidity": "never"},
                "idle": {"holder": "second", "gate": "signing", "with": ["first"], "rigidity": "never"},
            },
        )
    )


def test_two_locks_on_one_door_share_the_blame() -> None:
    # either demand alone keeps everything from being signed: dropped alone it does nothing, each has half of the blame
    found = blame(planted(), 20, outcomes=["settlement"])["settlement"]  # type: ignore[arg-type]
    by_name = {item.player.name: item for item in found.players}
    assert found.total.mean == 1.0
    for name in ("one", "other"):
        assert by_name[name].shapley.mean == pytest.approx(0.5)
        assert by_name[name].first.mean == 0.0
        assert by_name[name].last.mean == 1.0
        assert by_name[name].share == pytest.approx(0.5)
    assert by_name["idle"].shapley.mean == pytest.approx(0.0)
    assert found.pair is not None
    assert {player.name for player in found.pair.players} == {"one", "other"}
    assert found.pair.effect.mean == 1.0


def test_beyond_twelve_preconditions_orders_are_sampled_and_still_add_up() -> None:
    whole = planted()
    extra = {
        f"idle_{n}": {"holder": "first", "gate": "signing", "with": ["second"], "rigidity": "never"} for n in range(11)
    }
    data = json.loads(json.dumps(whole.resolved()))  # type: ignore[attr-defined]
    data["preconditions"] |= extra
    found = blame(scenario(data), 64, outcomes=["settlement"])["settlement"]
    assert not found.enumerated
    assert sum(item.shapley.mean or 0.0 for item in found.players) == pytest.approx(1.0)
    by_name = {item.player.name: item for item in found.players}
    for name in ("one", "other"):
        value = by_name[name].shapley
        assert value.low is not None
        assert value.high is not None
        assert value.low <= 0.5 <= value.high
        assert value.high - value.low < 0.5
    assert by_name["idle_3"].shapley.mean == pytest.approx(0.0)


@pytest.mark.parametrize(
    "options, message",
    [
        ({"among": ["withdrawal"]}, "did you mean 'withdrawal_first'"),
        ({"outcomes": ["setlement"]}, "did you mean 'settlement'"),
        ({"outcomes": ["waived.withdrawal_first"]}, "has no value in runs without it"),
        ({"runs": 0}, "runs: 0 is not between"),
        ({"seed": -1}, "seed: -1"),
    ],
)
def test_what_cannot_be_asked_is_said(options: dict[str, object], message: str) -> None:
    with pytest.raises(InputError, match=message):
        blame("flagship", **{"runs": 4, **options})  # type: ignore[arg-type]


def test_a_scenario_without_preconditions_has_nobody_to_blame() -> None:
    with pytest.raises(InputError, match="no preconditions"):
        blame(scenario(pie()), 4)
    with pytest.raises(InputError, match="no preconditions"):
        blame(load("flagship", set={"mechanisms.preconditions": False}), 4)


def test_the_folder_has_numbers_tables_and_figures(tmp_path: Path) -> None:
    results = blame("flagship", 20, among=THREE[:2], command="sim blame flagship")
    written = results.save(tmp_path / "out")
    names = {path.relative_to(tmp_path / "out").as_posix() for path in written}
    assert {"blame.json", "blame.csv", "coalitions.csv", "manifest.json", "plots/blame_settlement.png"} <= names
    content = json.loads((tmp_path / "out" / "blame.json").read_text(encoding="utf-8"))
    assert [found["quantity"] for found in content["attributions"]] == [
        "settlement", "ceasefire", "rounds_to.ceasefire",
    ]  # fmt: skip
    assert len(pd.read_csv(tmp_path / "out" / "coalitions.csv")) == 4
    again = [path.read_bytes() for path in sorted(results.save(tmp_path / "out"))]
    assert again == [path.read_bytes() for path in sorted(blame("flagship", 20, among=THREE[:2],
                     command="sim blame flagship").save(tmp_path / "other"))]  # fmt: skip
    assert "Shapley" in results._repr_html_()
