"""The shipped scenarios: what they contain, what they rest on, how a variant differs from its parent."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from sim.scenario import load, shipped, shipped_seeds

FROZEN = date(2025, 11, 27)
TEXTBOOK = {"split_the_price", "gamblers_ruin", "no_deadlock"}
# Deadlocks of history, each with the seed that it rests on, and the flagship's circle with a step that cuts it.
HISTORY = {"arms_first": "1996-northern-ireland", "pow_deadlock": "1952-korea", "contradictory_order": "2016-minsk"}
VARIANTS_OF_VARIANTS = {"pullback_offered": "constitutional_circle"}
# The one thing in which each variant differs from the flagship, as paths at or below which something differs.
VARIANTS = {
    "bilateral_only_dropped": {"preconditions.washington_only", "preconditions.signature_washington_only"},
    "withdrawal_first_dropped": {"preconditions.withdrawal_first"},
    "ceasefire_first_dropped_by_washington": {"preconditions.ceasefire_first_washington"},
    "europe_at_the_table": {"tracks.emirates.participants", "tracks.trilateral.participants"},
    "recognition_off_the_table": {"preconditions.recognition_demanded"},
    "strong_guarantee_first": {"steps.guarantee.value.us"},
    "us_exit": {"actors.us.exit"},
    "constitutional_circle": {
        "steps.withdrawal", "preconditions.withdrawal_first.label", "preconditions.handover_by_referendum",
    },
}  # fmt: skip
TITLE_AND_SOURCES = ("name", "description", "claims")
FLAGSHIP_SEEDS = ["2025-11-article", "2025-11-facts"]
# What the horizon is made of is chosen, not uncertain.
CHOSEN = {"rounds", "round_days", "follow_up"}
KINDS = {"uniform", "triangular", "loguniform", "normal", "lognormal", "beta", "choice"}


def read(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def leaves(value: object, path: str = "") -> Iterator[tuple[str, object]]:
    """Path and value of whatever holds no further named things; distributions stay whole."""
    if isinstance(value, dict) and value and not KINDS & set(value):
        for key, below in value.items():
            yield from leaves(below, f"{path}.{key}" if path else str(key))
    else:
        yield path, value


def claims(seed: str) -> dict[str, Any]:
    found: dict[str, Any] = read(shipped_seeds()[seed])["claims"]
    return found


def covered(path: str, allowed: set[str]) -> bool:
    return any(path == top or path.startswith(f"{top}.") for top in allowed)


@pytest.mark.parametrize("name", sorted(shipped()))
def test_every_shipped_scenario_loads_by_name(name: str) -> None:
    scenario = load(name)
    assert scenario.name
    assert scenario.description


def test_what_ships_is_the_flagship_its_variants_and_the_textbook_cases() -> None:
    assert set(shipped()) == {"flagship", *VARIANTS, *VARIANTS_OF_VARIANTS, *TEXTBOOK, *HISTORY}


@pytest.mark.parametrize("seed", FLAGSHIP_SEEDS)
def test_every_claim_is_used_by_the_flagship(seed: str) -> None:
    assert not set(claims(seed)) - load("flagship").claims_used()


@pytest.mark.parametrize("name", sorted(HISTORY))
def test_history_uses_every_claim_of_its_seed_and_knows_nothing_later(name: str) -> None:
    scenario = load(name)
    assert scenario.seeds == (HISTORY[name],)
    assert set(claims(HISTORY[name])) == scenario.claims_used()
    assert scenario.date is not None
    assert max(claim["date"] for claim in claims(HISTORY[name]).values()) <= scenario.date


@pytest.mark.parametrize("name", sorted([*HISTORY, "no_deadlock", "constitutional_circle", "pullback_offered"]))
def test_what_is_uncertain_in_a_deadlock_has_its_reason(name: str) -> None:
    for path, value in leaves(read(shipped()[name])):
        if isinstance(value, dict) and KINDS & set(value):
            assert len(str(value.get("why", ""))) > 3, f"{path} has no reason"


@pytest.mark.parametrize("name", sorted([*VARIANTS, *VARIANTS_OF_VARIANTS]))
def test_a_variant_leaves_no_claim_of_its_seeds_without_use(name: str) -> None:
    named = {claim for seed in load(name).seeds for claim in claims(seed)}
    assert not named - load(name).claims_used()


@pytest.mark.parametrize("seed", sorted(shipped_seeds()))
def test_claims_say_who_said_what_when_in_our_own_words(seed: str) -> None:
    for name, claim in claims(seed).items():
        assert claim["date"] <= FROZEN, f"{name} is later than the scenario"
        assert claim["kind"] in {"demand", "refusal", "offer", "report"}
        assert claim["status"] in {"seed", "press", "recalled"}
        assert claim["speaker"]
        assert claim["source"]
        assert not set(claim["says"]) & set('"“”„«»'), f"{name} quotes"


def test_a_variant_of_a_variant_says_what_it_expects() -> None:
    for name, parent in VARIANTS_OF_VARIANTS.items():
        own = read(shipped()[name])
        assert own["extends"] == parent
        assert "Expected:" in own["description"]


def test_the_article_is_a_source_of_its_own() -> None:
    assert {claim["status"] for claim in claims("2025-11-article").values()} == {"seed"}
    assert "seed" not in {claim["status"] for claim in claims("2025-11-facts").values()}


def test_the_flagship_has_the_size_that_was_asked_for() -> None:
    flagship = load("flagship")
    assert flagship.date == FROZEN
    assert (flagship.rounds, flagship.round_days, flagship.follow_up) == (78, 7, 52)
    assert set(flagship.actors) == {"russia", "ukraine", "us", "europe"}
    assert flagship.belligerents == ("russia", "ukraine")
    assert len(flagship.issues) >= 8


def test_every_number_of_the_flagship_is_a_range_with_a_reason() -> None:
    for path, value in leaves(read(shipped()["flagship"])):
        if isinstance(value, dict) and value:
            assert len(str(value.get("why", ""))) > 3, f"{path} has no reason"
        elif isinstance(value, int | float) and not isinstance(value, bool):
            ends_of_a_scale = ".values." in path and value in (0, 1)
            assert ends_of_a_scale or path in CHOSEN, f"{path} is a point"


def test_what_the_law_forbids_cannot_be_waived() -> None:
    flagship = load("flagship")
    never = {name for name, held in flagship.preconditions.items() if held.rigidity == "never"}
    assert never == {"title_by_referendum", "no_amendment_at_war"}
    for name in never:
        assert any(claim.startswith("law-") for claim in flagship.preconditions[name].claims)


def test_only_the_law_is_rigid_for_ever() -> None:
    for name, held in load("flagship").preconditions.items():
        rests_on_law = any(claim.startswith("law-") for claim in held.claims)
        assert (held.rigidity == "never") == rests_on_law, name


def test_moscows_assurance_is_worth_what_each_of_the_others_believes() -> None:
    flagship = load("flagship")
    assert flagship.issues["nonaggression"].promised_by == "russia"
    assert {name for name, others in flagship.relations.items() if "russia" in others} == {
        "us",
        "europe",
        "ukraine",
    }


@pytest.mark.parametrize("name", sorted(VARIANTS))
def test_a_variant_inherits_from_the_flagship_and_differs_by_one_thing(name: str) -> None:
    own = read(shipped()[name])
    assert own["extends"] == "flagship"
    assert "Expected:" in own["description"], "says beforehand which way outcomes should move"
    parent, variant = (dict(leaves(load(each).resolved())) for each in ("flagship", name))
    different = {path for path in parent.keys() | variant.keys() if parent.get(path) != variant.get(path)}
    different -= set(TITLE_AND_SOURCES)
    assert different
    assert {path for path in different if not covered(path, VARIANTS[name])} == set()
    assert {top for top in VARIANTS[name] if not any(covered(path, {top}) for path in different)} == set()


@pytest.mark.parametrize("name", sorted(VARIANTS))
def test_a_variant_stays_short(name: str) -> None:
    assert len(shipped()[name].read_text(encoding="utf-8").splitlines()) < 30


def test_the_smallest_useful_file_is_under_25_lines() -> None:
    scenario = load("split_the_price")
    assert len(shipped()["split_the_price"].read_text(encoding="utf-8").splitlines()) < 25
    assert (len(scenario.actors), len(scenario.issues), scenario.belligerents) == (2, 1, ())


def test_the_gambler_has_nobody_to_talk_to() -> None:
    scenario = load("gamblers_ruin")
    assert scenario.tracks == {}
    assert scenario.battlefield is not None
    assert scenario.battlefield.walk == "forts"
