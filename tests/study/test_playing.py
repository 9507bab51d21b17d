"""A block plays the runs that the ensemble would play, at the values that the design sets."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from sim.ensemble import play, to_pandas
from sim.errors import RunError
from sim.scenario import load, shipped
from sim.study import new_study
from sim.study.sweeping.blocks import Block
from sim.study.sweeping.parts import DamagedPart, decode, encode
from sim.study.sweeping.playing import OtherEngine, Player, play_block, player_of
from sim.study.sweeping.recipes import quantities_of, recipes_of
from tests.study.sweeps import LEVERAGE, study


def block(values: list[list[float]], runs: tuple[int, int] = (0, 40), variant: int = 0, **changes: object) -> Block:
    recipe = recipes_of(study(**changes).plan())[variant]
    n = len(values)
    first, end = (np.full(n, run, dtype=np.int64) for run in runs)
    return Block(recipe, np.arange(n, dtype=np.int64), first, end, 0 * first, np.array(values, dtype=np.float64))


def table(of: Block) -> pd.DataFrame:
    return to_pandas(player_of(of.recipe).table(of))


def as_ensemble(scenario_set: dict[str, object], runs: tuple[int, int] = (0, 40)) -> pd.DataFrame:
    return play(load("flagship", set=scenario_set), runs[0], runs[1] - runs[0], 3)


KEPT = ["outcome", "ended", "signed", "ceasefire", "front"]


def test_a_run_at_a_value_is_the_run_of_a_scenario_that_states_it() -> None:
    played = table(block([[0.0], [0.25]]))
    for point, value in enumerate((0.0, 0.25)):
        ours = played[played["point"] == point].reset_index(drop=True)
        pd.testing.assert_frame_equal(ours[KEPT], as_ensemble({LEVERAGE: value})[KEPT])


def test_a_number_that_the_design_leaves_open_is_drawn() -> None:
    drawn = table(block([[np.nan]]))
    uniform = {LEVERAGE: {"uniform": [0, 0.3]}}  # what the numeric lever makes of it in the variant
    pd.testing.assert_frame_equal(drawn[KEPT], as_ensemble(uniform)[KEPT])


def test_runs_are_the_same_wherever_they_are_cut() -> None:
    whole = table(block([[0.1], [0.3]], (0, 60)))
    parts = [table(block([[0.1], [0.3]], span)) for span in ((0, 14), (14, 16), (16, 60))]
    together = pd.concat(parts).sort_values(["point", "run"], ignore_index=True)
    pd.testing.assert_frame_equal(together, whole)


def test_runs_of_a_draw_have_the_same_number_of_a_draw() -> None:
    played = table(block([[0.1]], (6, 12), runs_per_draw=3))
    assert played["run"].tolist() == [6, 7, 8, 9, 10, 11]
    assert played["draw"].tolist() == [2, 2, 2, 3, 3, 3]


def test_long_blocks_are_played_in_chunks_without_a_seam(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = table(block([[0.1], [np.nan]]))
    monkeypatch.setattr("sim.study.sweeping.playing.CHUNK", 7)
    monkeypatch.setattr("sim.study.sweeping.playing.PAGE", 3)
    of = block([[0.1], [np.nan]])
    pd.testing.assert_frame_equal(to_pandas(Player(of.recipe).table(of)), whole)


def test_points_at_which_all_is_set_need_no_draws() -> None:
    flagship = load("flagship")
    fixed = new_study(
        name="All set", scenario=flagship, uncertainties="all", design={"uncertainties": {"latin_hypercube": 3}},
        runs=20, outcomes=["settlement"], levers={},
    )  # fmt: skip
    plan = fixed.plan()
    (recipe,) = recipes_of(plan)
    points = np.arange(3, dtype=np.int64)
    of = Block(recipe, points, points * 0, points * 0 + 20, plan.first_run, plan.values)
    played, player = table(of), player_of(recipe)
    assert player.tally(of, player.table(of)).together.tolist() == [1, 1, 1]
    scenario = flagship.with_(set=dict(zip(plan.paths, plan.values[1].tolist(), strict=True)))
    ours = played[played["point"] == 1].reset_index(drop=True)
    pd.testing.assert_frame_equal(ours[KEPT], play(scenario, int(plan.first_run[1]), 20, fixed.seed)[KEPT])


def test_a_sampled_point_has_luck_of_its_own_which_levers_and_scenarios_share_there() -> None:
    varied = new_study(
        name="Cases", scenario=load("flagship"), uncertainties=["actors.russia.patience"], runs=20, outcomes=["front"],
        design={"uncertainties": {"latin_hypercube": 3}, "levers": "grid"},
        levers={"on_russia": {"path": "relations.us.russia.leverage", "values": [0, 0.2]}},
    )  # fmt: skip
    plan = varied.plan()
    assert plan.luck_of.tolist() == [0, 1, 2, 0, 1, 2]
    (recipe,) = recipes_of(plan)
    points = np.arange(6, dtype=np.int64)
    played = table(Block(recipe, points, points * 0, points * 0 + 20, plan.first_run, plan.values))
    fronts = played["front"].to_numpy().reshape(6, 20)
    assert np.isclose(fronts[0], fronts[1]).sum() < 8  # those in which the war was won by force
    assert np.isclose(fronts[0], fronts[3]).sum() > 10  # most runs do not notice what leverage there is


def test_a_part_is_the_table_again_and_the_same_bytes_every_time() -> None:
    of = block([[0.1], [0.3]], variant=1)
    played = play_block(of)
    assert played.part == play_block(of).part
    back = decode(pa.py_buffer(played.part), of.name)
    pd.testing.assert_frame_equal(to_pandas(back), table(of))
    assert decode(pa.py_buffer(played.part), of.name, ["front", "nothing"]).column_names == ["front"]
    with pytest.raises(DamagedPart, match="something else"):
        decode(pa.py_buffer(played.part), block([[0.1], [0.2]], variant=1).name)


def test_a_damaged_part_is_noticed_or_says_what_it_said() -> None:
    of = block([[0.1], [0.3]], (0, 400))
    part = play_block(of).part
    whole = decode(pa.py_buffer(part), of.name)
    noticed = 0
    for place in range(4, len(part), max(len(part) // 150, 1)):
        damaged = bytearray(part)
        damaged[place] ^= 0x20
        try:
            assert decode(pa.py_buffer(bytes(damaged)), of.name).equals(whole)  # what nobody reads, such as statistics
        except DamagedPart:
            noticed += 1
    assert noticed > 75
    with pytest.raises(DamagedPart):
        decode(pa.py_buffer(part[:-10]), of.name)


def test_only_columns_that_the_study_needs_are_kept() -> None:
    for recipe in recipes_of(study().plan()):
        assert recipe.columns == (*KEPT, "utility.ukraine", "disagreement.ukraine")
    assert [quantity.name for quantity in quantities_of(study().plan())] == list(study().outcomes)


@pytest.mark.parametrize("values", [[[np.inf]], [[-np.inf], [0.1]]])
def test_a_value_that_is_no_number_is_refused(values: list[list[float]]) -> None:
    with pytest.raises(RunError, match="not a finite number"):
        play_block(block(values))


def test_another_engine_does_not_play() -> None:
    of = block([[0.1]])
    with pytest.raises(OtherEngine, match="install the same everywhere"):
        play_block(replace(of, recipe=replace(of.recipe, engine="another")))


@pytest.mark.parametrize("name", shipped())
def test_every_shipped_scenario_can_be_swept(name: str) -> None:
    scenario = load(name)
    small = new_study(name="Small", scenario=scenario, runs=8, levers={}, outcomes=["no_agreement", "ended"])
    plan = small.plan()
    (recipe,) = recipes_of(plan)
    point = np.zeros(1, dtype=np.int64)
    of = Block(recipe, point, point, point + 8, plan.first_run, plan.values)
    assert to_pandas(decode(pa.py_buffer(play_block(of).part), of.name))["outcome"].notna().all()


def test_encoding_an_empty_table_is_no_error() -> None:
    empty = player_of(block([[0.1]]).recipe).table(block([[0.1]])).slice(0, 0)
    assert decode(pa.py_buffer(encode(empty, "empty")), "empty").num_rows == 0
