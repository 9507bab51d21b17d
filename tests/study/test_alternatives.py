"""Scenarios as one names them in a word."""

from pathlib import Path

import pytest

from sim.errors import InputError, ScenarioError
from sim.scenario import load
from sim.study.comparing.alternatives import load_alternative, load_alternatives, name_of, parse, word_of


@pytest.mark.parametrize(
    "word, base, assignments, removed",
    [
        ("flagship", "flagship", (), ()),
        ("flagship+rounds=60", "flagship", ("rounds=60",), ()),
        ("flagship+actors.us.exit=1e+2", "flagship", ("actors.us.exit=1e+2",), ()),
        ("flagship+without:shocks.x+rounds=9", "flagship", ("rounds=9",), ("shocks.x",)),
        ("flagship+actors.us.exit={uniform: [1, 2]}", "flagship", ("actors.us.exit={uniform: [1, 2]}",), ()),
        ("a+b.yaml", "a+b.yaml", (), ()),
        ("+rounds=9", "", ("rounds=9",), ()),
    ],
)
def test_a_word_is_a_scenario_and_its_changes(
    word: str, base: str, assignments: tuple[str, ...], removed: tuple[str, ...]
) -> None:
    change = parse(word)
    assert (change.base, change.assignments, change.removed) == (base, assignments, removed)


def test_changes_are_those_that_python_makes() -> None:
    scenario = load("flagship").with_(
        set={"actors.russia.patience": 52}, remove=["preconditions.washington_only"]
    )  # fmt: skip
    word = "flagship+actors.russia.patience=52+without:preconditions.washington_only"
    assert load_alternative(word) == scenario
    assert load_alternative("flagship") == load("flagship")


def test_what_is_set_for_all_comes_after_the_words_own_changes() -> None:
    assert load_alternative("flagship+rounds=60", {"rounds": 50}).rounds == 50


def test_a_file_whose_name_has_a_plus_is_a_file(tmp_path: Path) -> None:
    path = tmp_path / "one+two.yaml"
    path.write_text("extends: split_the_price\nname: Plus\n")
    assert load_alternative(str(path)).name == "Plus"
    assert load_alternative(f"{path}+rounds=9").rounds == 9


def test_a_word_made_of_changes_loads_them_again() -> None:
    changes = {"actors.russia.patience": 52.5, "tracks.trilateral.participants": ["russia", "ukraine", "us", "europe"]}
    word = word_of("flagship", changes, ["preconditions.washington_only"])
    assert load_alternative(word) == load("flagship").with_(set=changes, remove=["preconditions.washington_only"])


def test_a_word_that_begins_with_a_plus_is_the_first_with_that_change() -> None:
    one, two = load_alternatives(["split_the_price", "+rounds=9"])
    assert (one.word, two.word, two.scenario.rounds) == ("split_the_price", "split_the_price+rounds=9", 9)
    assert two.name == "split_the_price, rounds=9"


def test_what_is_set_for_all_stands_in_the_words() -> None:
    one, two = load_alternatives(["split_the_price", "gamblers_ruin"], {"rounds": 7})
    assert (one.word, one.name) == ("split_the_price+rounds=7", "split_the_price")
    assert load_alternative(str(two.word)).rounds == 7


def test_names_say_what_was_changed() -> None:
    assert name_of("flagship+without:preconditions.a+without:shocks.b") == "flagship without a and b"
    assert name_of("some/where/mine.yaml+rounds=9") == "mine, rounds=9"


def test_alternatives_that_would_be_called_alike_keep_their_words(tmp_path: Path) -> None:
    words = []
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        path = tmp_path / folder / "mine.yaml"
        path.write_text("extends: split_the_price\nname: Mine\n")
        words.append(str(path))
    assert [item.name for item in load_alternatives(words)] == words


@pytest.mark.parametrize(
    "word, message",
    [
        ("+rounds=9", "names no scenario"),
        ("flagship+without:", "lacks the path"),
        ("flagship+rounds", r"reads like a change without its value; a change is \+PATH=VALUE"),
        ("flagshp", "did you mean 'flagship'"),
        ("flagship+without:preconditions.nope", "there is no 'nope' in preconditions"),
        ("flagship+actors.russi.patience=3", "there is no 'russi' in actors"),
    ],
)
def test_words_that_cannot_be_read_say_why(word: str, message: str) -> None:
    with pytest.raises((InputError, ScenarioError), match=message):
        load_alternative(word)


def test_nothing_is_compared_with_itself() -> None:
    with pytest.raises(InputError, match="'flagship' is named twice"):
        load_alternatives(["flagship", "us_exit", "flagship"])
