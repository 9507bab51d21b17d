"""The cases of history: coded by the rule, frozen at their date, and with an end that speaks of the same things."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from math import ceil
from pathlib import Path
from typing import Any

import pytest
import yaml

from sim.errors import ScenarioError
from sim.outcomes import OUTCOMES
from sim.scenario import check, load, scenarios_by_name, shipped, shipped_in, shipped_seeds

CASES = shipped_in("history")
RULE = Path(__file__).parent.parent / "docs" / "coding-rule.md"
SECOND_DATES = {"history/iran_iraq_talks": "history/iran_iraq", "history/korea_prisoners": "history/korea"}
SIGNS = ("soil", "money", "men", "mood")
# Rules that give a range as it stands; the others give it in units of something else.
TABLES = {"A2", "A3", "A4", "A6", "A7", "A8", "A10", "A11", "A12", "R1", "R2", "I2", "I3", "S1", "S2", "W3", "T1", "T2",
          "K1", "P2"}  # fmt: skip
CHOSEN = {"rounds", "round_days", "follow_up", "shocks.air_strikes.ends_run"}


def read(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def outcome_file(name: str) -> Path:
    return CASES[name].with_suffix(".outcome.yaml")


def leaves(value: object, path: str = "") -> Iterator[tuple[str, object]]:
    """Path and value of everything that holds no further named things; numbers with their range stay whole."""
    if isinstance(value, dict) and value and "uniform" not in value:
        for key, below in value.items():
            yield from leaves(below, f"{path}.{key}" if path else str(key))
    else:
        yield path, value


def ranges(name: str) -> dict[str, dict[str, Any]]:
    """Path -> range with its reason, of all numbers of a case with what it inherits."""
    found = leaves(load(name).resolved())
    return {path: value for path, value in found if isinstance(value, dict) and "uniform" in value}


def rows() -> dict[str, set[tuple[float, float]]]:
    """Rule -> the ranges that its sentence or table allows."""
    text = re.sub(r"\s*\n(?!\|)\s*", " ", RULE.read_text(encoding="utf-8"))
    parts = re.split(r"\*\*([A-Z]\d+)\*\*", text)
    found: dict[str, set[tuple[float, float]]] = {}
    for rule, body in zip(parts[1::2], parts[2::2], strict=True):
        ranges = re.findall(r"(-?\d+(?:\.\d+)?) to (-?\d+(?:\.\d+)?)", body)
        found.setdefault(rule, set()).update((float(lo), float(hi)) for lo, hi in ranges)
    found["I3"].add((0.0, 0.0))  # the worst on the list
    return found


def test_the_cases_are_those_of_the_rule() -> None:
    listed = re.findall(r"^\| `(\w+)` \| (\d+ \w+ \d{4}) \|", RULE.read_text(encoding="utf-8"), re.MULTILINE)
    assert {f"history/{name}": datetime.strptime(day, "%d %B %Y").date() for name, day in listed} == {
        name: load(name).date for name in CASES
    }
    assert len(set(CASES) - set(SECOND_DATES)) == 8


def test_a_case_loads_by_name_and_is_not_among_the_scenarios_that_everything_is_played_on() -> None:
    assert set(CASES) <= set(scenarios_by_name())
    assert not set(CASES) & set(shipped())
    assert not any("outcome" in name for name in scenarios_by_name())
    assert load("history/korea").name.startswith("Korea")


def test_a_case_that_is_not_there_is_answered_with_those_that_are() -> None:
    with pytest.raises(ScenarioError, match="did you mean 'history/korea'"):
        load("history/korae")
    with pytest.raises(ScenarioError) as caught:
        load("flagshop")
    assert "history/" not in str(caught.value)


@pytest.mark.parametrize("name", sorted(CASES))
def test_every_case_checks_clean(name: str) -> None:
    report = check([name])
    assert report.ok
    assert not report.warnings


@pytest.mark.parametrize("name", sorted(CASES))
def test_a_case_uses_every_claim_and_knows_nothing_later_than_its_date(name: str) -> None:
    scenario = load(name)
    expected = [SECOND_DATES[name], name] if name in SECOND_DATES else [name]
    assert list(scenario.seeds) == [each.replace("/", "-") for each in expected]
    claims = {claim: said for seed in scenario.seeds for claim, said in read(shipped_seeds()[seed])["claims"].items()}
    assert set(claims) == scenario.claims_used()
    assert scenario.date is not None
    assert max(said["date"] for said in claims.values()) <= scenario.date
    assert {said["status"] for said in claims.values()} <= {"press", "recalled"}
    years = {int(year) for said in claims.values() for year in re.findall(r"\b(?:19|20)\d\d\b", said["says"])}
    assert max(years, default=0) <= scenario.date.year


@pytest.mark.parametrize("name", sorted(CASES))
def test_no_reason_of_a_case_speaks_of_a_later_year(name: str) -> None:
    scenario = load(name)
    assert scenario.date is not None
    for path, number in ranges(name).items():
        for year in re.findall(r"\b(?:19|20)\d\d\b", number["why"]):
            assert int(year) <= scenario.date.year + 2, f"{path}: an election may be ahead, a history may not"


@pytest.mark.parametrize("name", sorted(CASES))
def test_every_number_is_a_range_that_names_its_rule(name: str) -> None:
    known = rows()
    for path, value in leaves(read(CASES[name])):
        if isinstance(value, dict) and value:
            assert str(value["why"]).split(":")[0] in known, f"{path}: {value['why']}"
        elif isinstance(value, int | float) and not isinstance(value, bool):
            assert path in CHOSEN or (".values." in path and value in (0, 1)), f"{path} is a point"


@pytest.mark.parametrize("name", sorted(CASES))
def test_ranges_are_those_of_the_tables(name: str) -> None:
    known = rows()
    for path, number in ranges(name).items():
        rule = number["why"].split(":")[0]
        if rule in TABLES and not path.endswith("peace_volatility"):
            lo, hi = number["uniform"]
            if "between" in number["why"]:
                assert lo in {low for low, _ in known[rule]}, f"{path}: {lo} begins no row of {rule}"
                assert hi in {high for _, high in known[rule]}, f"{path}: {hi} ends no row of {rule}"
            else:
                assert (lo, hi) in known[rule], f"{path}: no row of {rule} has {lo} to {hi}"


@pytest.mark.parametrize("name", sorted(CASES))
def test_what_is_in_units_of_the_drift_follows_from_it(name: str) -> None:
    coded = ranges(name)
    lo, hi = coded["battlefield.drift"]["uniform"]
    half = (hi - lo) / 2
    assert half >= 0.001
    near = 0.2  # `w` may be rounded
    low, high = coded["battlefield.drift_volatility"]["uniform"]
    assert (low, high) == (pytest.approx(half / 20, rel=near), pytest.approx(half / 5, rel=near))
    low, high = coded["battlefield.volatility"]["uniform"]
    assert coded["battlefield.peace_volatility"]["uniform"] == pytest.approx((low / 2, high * 3 / 4))
    for actor in load(name).actors:
        low, high = coded[f"actors.{actor}.optimism.spread"]["uniform"]
        assert (low, high) in [
            (pytest.approx(half * shortest, rel=near), pytest.approx(3 * half * shortest, rel=near))
            for shortest in (0.5, 1)
        ]
        low, high = coded[f"actors.{actor}.optimism.bias"]["uniform"]
        assert (round(low / half), round(high / half)) in {(0, 2), (-1, 1), (-1, 0)}


@pytest.mark.parametrize("name", sorted(CASES))
def test_war_costs_are_the_row_of_the_dead_and_the_signs_of_exhaustion(name: str) -> None:
    table = {"below 1": (0.01, 0.06), "1 to 10": (0.03, 0.12), "10 to 50": (0.06, 0.18),
             "50 to 200": (0.1, 0.25), "above 200": (0.15, 0.35)}  # fmt: skip
    text = RULE.read_text(encoding="utf-8")
    for words, (lo, hi) in table.items():
        assert f"| {words} | {lo:.2f} to {hi:.2f} |" in text
    coded = {path: number for path, number in ranges(name).items() if number["why"].startswith("A1:")}
    assert coded
    for path, number in coded.items():
        signs = sum(len(re.findall(rf"\b{sign}\b", number["why"])) for sign in SIGNS)
        lows = {round(lo + 0.02 * count, 3) for lo, _ in table.values() for count in (signs, signs - 1) if count >= 0}
        highs = {round(hi + 0.03 * signs, 3) for _, hi in table.values()}
        assert number["uniform"][0] in lows, f"{path}: {number}"
        assert number["uniform"][1] in highs, f"{path}: {number}"


@pytest.mark.parametrize("name", sorted(CASES))
def test_clocks_are_those_of_the_kind_of_conflict(name: str) -> None:
    scenario = load(name)
    clock = (scenario.round_days, scenario.rounds)
    assert clock in {(7, 26), (7, 52), (7, 156), (14, 130)}
    assert scenario.follow_up * scenario.round_days == 364


@pytest.mark.parametrize("name", sorted(CASES))
def test_the_end_is_coded_in_the_terms_of_the_case(name: str) -> None:
    scenario, end = load(name), read(outcome_file(name))
    assert {"case", "ended", "because", "round", "signed", "ceasefire", "gave_way", "also", "sources"} <= set(end)
    assert f"history/{end['case']}" == name
    assert end["ended"] in OUTCOMES
    assert re.match(r"O\d: ", end["because"])
    assert end["sources"]
    assert all(source["status"] in {"press", "recalled"} and source["what"] for source in end["sources"])
    for key in ("round", "signed", "ceasefire"):
        assert end[key] is None or 1 <= end[key] <= scenario.rounds
    assert (end["signed"] is not None) == (end["ended"] in {"settlement", "relapse"})
    assert (end["round"] is None) == (end["ended"] == "frozen")
    ways = [end["gave_way"], *(other.get("gave_way") for other in end["also"])]
    ways += [other.get("next_gave_way") for other in end["also"]]
    for way in filter(None, ways):
        assert way["precondition"] in scenario.preconditions
        assert way["how"] in {"waived", "satisfied"}
    assert all(other["because"] and other.get("ended", "frozen") in OUTCOMES for other in end["also"])


@pytest.mark.parametrize("name", sorted(CASES))
def test_rounds_of_the_end_follow_from_its_dates(name: str) -> None:
    scenario = load(name)
    assert scenario.date is not None
    dated = re.findall(
        r"^(?!#).*?(\d+)\}?\s+#.*?(\d{1,2} \w+ \d{4}): day (\d+)", outcome_file(name).read_text(encoding="utf-8"), re.M
    )
    assert dated, "no round says from which day it comes"
    for number, day, count in dated:
        happened: date = datetime.strptime(day, "%d %B %Y").date()
        assert happened > scenario.date
        assert (happened - scenario.date).days == int(count), day
        assert ceil(int(count) / scenario.round_days) == int(number), day
