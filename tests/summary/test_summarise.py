"""A table's summary as a whole."""

import dataclasses
import json

import numpy as np
import pandas as pd
import pytest

from sim.errors import InputError
from sim.outcomes import OUTCOMES
from sim.scenario import load, shipped
from sim.summary import OUTCOME_LABELS, Names, Summary, summarise, widest_half_width
from tests.synthetic import CODES, NAMES, table


@pytest.fixture(scope="module")
def data() -> pd.DataFrame:
    return table(4000)


@pytest.fixture(scope="module")
def summary(data: pd.DataFrame) -> Summary:
    return summarise(data, NAMES, seed=1, version="1.2.3")


def test_outcomes_have_words_for_every_code_of_the_table() -> None:
    assert tuple(OUTCOME_LABELS) == OUTCOMES


def test_shares_are_those_of_the_table_and_add_up_to_one(data: pd.DataFrame, summary: Summary) -> None:
    shares = {item.name: item.share.share for item in summary.outcomes}
    assert shares == pytest.approx(data["outcome"].value_counts(normalize=True).to_dict())
    assert sum(share for share in shares.values() if share is not None) == pytest.approx(1)


def test_outcomes_come_with_the_commonest_first(summary: Summary) -> None:
    counts = [item.share.count for item in summary.outcomes]
    assert counts == sorted(counts, reverse=True)


def test_parameters_and_chance_are_told_apart_with_two_runs_a_point(summary: Summary) -> None:
    split = summary.outcome("no_agreement").split
    assert split is not None
    assert 0.2 < split.parameters < 0.5  # half of the latent variance comes from the point
    assert split.low < split.parameters < split.high
    low, high = summary.outcome("no_agreement").draws or (0, 0)
    assert low < 0.48 < high


def test_with_one_run_a_point_they_are_not() -> None:
    found = summarise(table(500, per_point=1), NAMES)
    assert all(item.split is None and item.draws is None for item in found.outcomes)
    assert found.outcomes[0].share.effective == 500


def test_outcomes_of_the_last_round_have_no_time(summary: Summary) -> None:
    assert summary.outcome("no_agreement").when is None
    assert summary.outcome("settlement").when is not None


def test_terms_are_shares_of_the_signed_texts(data: pd.DataFrame, summary: Summary) -> None:
    signed = data[data["signed"].notna()]
    territory = next(issue for issue in summary.terms if issue.name == "territory")
    assert [option.name for option in territory.options] == ["line", "buffer", "withdrawal"]
    for option in territory.options:
        assert option.share.share == pytest.approx((signed["text.territory"] == option.name).mean())
        assert option.share.of == len(signed)


def test_divisible_terms_are_quantiles(data: pd.DataFrame, summary: Summary) -> None:
    assets = next(issue for issue in summary.terms if issue.name == "assets")
    values = data.loc[data["signed"].notna(), "text.assets"]
    low, middle, high = assets.quantiles
    assert middle.value == pytest.approx(values.median(), abs=0.01)
    assert low.low <= low.value <= middle.low <= middle.value <= middle.high <= high.value


def test_preconditions_say_how_often_they_blocked_and_when_they_fell(data: pd.DataFrame, summary: Summary) -> None:
    rule = next(item for item in summary.preconditions if item.name == "ceasefire_first.us")
    assert rule.holder == "Washington"
    assert rule.blocked.share == pytest.approx((data["blocked.ceasefire_first.us"] > 0).mean())
    assert rule.rounds_blocked.mean == pytest.approx(data["blocked.ceasefire_first.us"].mean())
    assert rule.waived.ever.share == pytest.approx(data["waived.ceasefire_first.us"].notna().mean())
    assert rule.waived.when is not None
    assert rule.waived.when.median == pytest.approx(data["waived.ceasefire_first.us"].median(), abs=1)


def test_actors_are_compared_with_their_disagreement_value(data: pd.DataFrame, summary: Summary) -> None:
    kyiv = next(actor for actor in summary.actors if actor.name == "ukraine")
    gain = data["utility.ukraine"].astype(float) - data["disagreement.ukraine"].astype(float)
    assert kyiv.gain.mean == pytest.approx(gain.mean())
    assert kyiv.above.share == pytest.approx((gain > 1e-6).mean())
    assert kyiv.vetoed is not None
    assert kyiv.left is None


def test_every_part_is_tidy(summary: Summary) -> None:
    frames = summary.frames()
    assert set(frames) == {"outcomes", "incidence", "events", "terms", "preconditions", "tracks", "actors"}
    assert len(frames["outcomes"]) == 6
    assert list(frames["tracks"]["track"]) == list(NAMES.tracks)
    assert frames["preconditions"]["blocked_low"].le(frames["preconditions"]["blocked"]).all()


def test_its_json_is_plain_rounded_and_the_same_each_time(data: pd.DataFrame, summary: Summary) -> None:
    text = json.dumps(summary.to_dict(), allow_nan=False)
    assert text == json.dumps(summarise(data, NAMES, seed=1, version="1.2.3").to_dict(), allow_nan=False)

    def floats(value: object) -> list[float]:
        if isinstance(value, dict):
            return [number for item in value.values() for number in floats(item)]
        if isinstance(value, list):
            return [number for item in value for number in floats(item)]
        return [value] if isinstance(value, float) else []

    assert all(number == float(f"{number:.6g}") for number in floats(json.loads(text)))


def test_order_of_rows_does_not_matter(data: pd.DataFrame, summary: Summary) -> None:
    shuffled = data.sample(frac=1, random_state=4).reset_index(drop=True)
    expected, found = summary.to_dict(), summarise(shuffled, NAMES, seed=1, version="1.2.3").to_dict()
    expected.pop("replays"), found.pop("replays")
    assert found == expected


def test_runs_worth_reading_are_a_typical_and_a_surprising_one(data: pd.DataFrame, summary: Summary) -> None:
    typical, surprising = summary.replays
    outcome = data.set_index("run")["outcome"]
    assert outcome[typical.run] == typical.outcome == summary.outcomes[0].name
    assert outcome[surprising.run] == surprising.outcome == summary.outcomes[-1].name


def test_with_a_single_outcome_the_surprise_is_the_earliest_end() -> None:
    found = summarise(table(200, weights={"settlement": 1.0}), NAMES)
    assert {replay.outcome for replay in found.replays} == {"settlement"}


def test_a_single_run_is_summarised_without_pretending_to_know() -> None:
    found = summarise(table(1), NAMES)
    assert found.outcomes[0].split is None
    assert found.outcomes[0].share.high - found.outcomes[0].share.low > 0.7
    json.dumps(found.to_dict(), allow_nan=False)


def test_no_runs_are_an_error() -> None:
    with pytest.raises(InputError, match="no runs"):
        summarise(table(2).iloc[:0], NAMES)


def test_the_widest_interval_is_that_of_the_summary(data: pd.DataFrame, summary: Summary) -> None:
    assert widest_half_width(data) == summary.half_width
    assert widest_half_width(data) < widest_half_width(data.iloc[:1000])


def test_it_cannot_be_changed(summary: Summary) -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        summary.points = 3  # type: ignore[misc]


@pytest.mark.parametrize("name", sorted(shipped()))
def test_names_of_every_shipped_scenario_can_be_read(name: str) -> None:
    scenario = load(name)
    names = Names.of(scenario)
    assert names.title == scenario.name
    assert len(names.preconditions) >= len(scenario.preconditions)
    assert set(names.outcomes) <= set(CODES)
    assert ("military_first" in names.outcomes) == bool(scenario.belligerents)
    assert np.all([issue.label for issue in names.issues])
