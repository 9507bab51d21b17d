"""Imported domains, played."""

from __future__ import annotations

import pytest

from sim.ensemble import play
from sim.exchange import import_files
from sim.scenario import loads
from tests.exchange.reading import ALL, HERE, imported, issue_names, utility

CLOSE = 1e-6
RUNS = 20
"""Nothing is drawn but who begins."""


@pytest.mark.parametrize("domain", ALL)
def test_no_text_mixes_real_options_with_having_no_deal(domain: str) -> None:
    scenario = imported(domain)
    table = play(scenario, 0, RUNS, 1)
    signed = table[table["outcome"] == "settlement"]
    assert len(signed) > RUNS / 4
    texts = signed[[f"text.{name}" for name in issue_names(scenario)]]
    assert not (texts == "no_deal").any().any()
    if "deal" in scenario.issues:
        assert (signed["text.deal"] == "made").all()


@pytest.mark.parametrize("domain", ["water", "ceasefire"])
def test_nobody_signs_what_is_worth_less_than_its_reservation_value(domain: str) -> None:
    scenario = imported(domain)
    signed = play(scenario, 0, RUNS, 1).query("outcome == 'settlement'")
    for actor in scenario.actors:
        assert (signed[f"utility.{actor}"] >= signed[f"disagreement.{actor}"] - CLOSE).all()


def test_what_is_signed_is_worth_what_the_file_says_less_what_the_discount_takes() -> None:
    rounds = set()
    for concession in (0.3, 1, 3):
        scenario = imported("water").with_(set={"actors.downstream.concession": concession})
        row = play(scenario, 0, 2, 1).query("outcome == 'settlement'").iloc[0]
        worth = utility(scenario, "upstream", tuple(row[f"text.{name}"] for name in issue_names(scenario)))
        gone = float(scenario.actors["upstream"].discount) ** (row["signed"] - 1)  # type: ignore[arg-type]
        nothing = row["disagreement.upstream"]
        assert nothing == pytest.approx(0.35, abs=CLOSE)
        assert row["utility.upstream"] == pytest.approx(nothing + gone * (worth - nothing), abs=CLOSE)
        rounds.add(row["signed"])
    assert len(rounds) == 3


def test_where_no_package_is_worth_its_reservation_value_to_all_nothing_is_signed(tmp_path) -> None:
    files = {}
    for name, value in (("up", "0.35"), ("down", "0.2")):
        text = (HERE / "water" / f"{name}.xml").read_text(encoding="utf-8")
        files[name] = tmp_path / f"{name}.xml"
        files[name].write_text(
            text.replace(f'reservation value="{value}"', 'reservation value="0.9"'), encoding="utf-8"
        )
    scenario = loads(import_files([HERE / "water" / "domain.xml", *files.values()]).text)
    assert set(play(scenario, 0, RUNS, 1)["outcome"]) == {"no_agreement"}
