"""Names and YAML: whatever something is called, a scenario can call it so and load again."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from sim.exchange.lines import clean, entry, figure, flow, flow_list, folded, name, quoted
from sim.exchange.naming import LONGEST, names_for
from sim.scenario.base import NAME_PATTERN, OPTION_PATTERN
from sim.scenario.tree import plain
from sim.scenario.yaml_text import read_text

TEXTS = st.text(max_size=60)


def read(text: str) -> object:
    tree, problems = read_text(text, "text")
    assert not problems
    return plain(tree)


def test_labels_are_to_be_recognised() -> None:
    assert names_for(["Überwachung & Kosten", "CD player", "10%", "переговоры", "CD-Player"], "issue") == [
        "uberwachung_kosten", "cd_player", "issue_10", "issue_4", "cd_player_2",
    ]  # fmt: skip
    assert names_for(["10%", "no deal"], "option", taken=["no_deal"], letter_first=False) == ["10", "no_deal_2"]


@given(st.lists(TEXTS, max_size=8), st.booleans())
def test_names_are_names_and_each_is_there_once(labels: list[str], letter_first: bool) -> None:
    found = names_for(labels, "option", taken=["no_deal"], letter_first=letter_first)
    assert len(set(found)) == len(labels)
    assert "no_deal" not in found
    pattern = NAME_PATTERN if letter_first else OPTION_PATTERN
    assert all(re.match(pattern, one) and len(one) <= LONGEST + 10 for one in found)


@given(st.lists(TEXTS, min_size=1, max_size=6))
def test_names_and_labels_come_back_from_yaml_as_they_were(labels: list[str]) -> None:
    names = names_for(labels, "option", letter_first=False)
    texts = {name(one): quoted(label) for one, label in zip(names, labels, strict=True)}
    assert read(f"a: {flow(texts, 0)}") == {"a": dict(zip(names, map(clean, labels), strict=True))}
    assert read("\n".join(entry("b", texts, 0))) == {"b": dict(zip(names, map(clean, labels), strict=True))}
    assert read(f"c: {flow_list([name(one) for one in names], 0)}") == {"c": names}


def test_words_that_yaml_has_a_use_for_are_quoted() -> None:
    assert [name(word) for word in ("null", "true", "none", "060", "1e5")] == [
        '"null"', '"true"', "none", '"060"', '"1e5"',
    ]  # fmt: skip


@given(st.floats(min_value=0, max_value=1))
def test_numbers_come_back_to_nine_digits(value: float) -> None:
    found = read(f"a: {figure(value)}")
    assert isinstance(found, dict)
    assert abs(found["a"] - value) <= 5e-10


@given(st.text(min_size=1, max_size=300))
def test_a_long_text_comes_back(text: str) -> None:
    if clean(text) and not clean(text).startswith(("#", " ")):
        assert read("\n".join(folded("a", "Text: " + text))) == {"a": clean("Text: " + text)}
