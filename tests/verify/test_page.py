"""docs/verification.md: what it shows is what the suite finds."""

import re

import pytest
from numba.core import config

from sim.verify import verify
from sim.verify.registry import games
from sim.verify.writing import section
from tests.verification import HEADING, PAGE, PICTURES

TEXT = PAGE.read_text(encoding="utf-8")
RESULTS = TEXT.partition(HEADING)[2]


def test_the_page_shows_every_game_with_its_numbers():
    for game in games():
        assert f"## {game.title}\n" in RESULTS, f"{game.name}: python -m tests.verification"
        assert f"| [{game.name}](#" in RESULTS


def test_the_page_admits_nothing_as_failed_and_gives_every_deviation_its_reason():
    assert "**fails**" not in RESULTS
    assert "although known to deviate" not in RESULTS
    for part in RESULTS.split("\n## ")[1:]:
        assert ("deviates, known" in part) == ("*Deviates*: " in part)


def test_every_picture_is_there_and_none_is_left_over():
    shown = {name for name in re.findall(rf"\({PICTURES}/(.*?)\)", RESULTS)}
    assert shown == {path.name for path in (PAGE.parent / PICTURES).glob("*")}


@pytest.mark.skipif(config.DISABLE_JIT, reason="slow without the compiler")
@pytest.mark.parametrize("name", ["split_the_difference", "outside_option", "log_rolling_three", "agenda_veto"])
def test_numbers_on_the_page_are_those_of_the_long_form(name):
    # if a game or the engine has changed: python -m tests.verification
    (played,) = verify([name], long=True).games
    assert "\n".join(section(played, PICTURES)) in RESULTS
