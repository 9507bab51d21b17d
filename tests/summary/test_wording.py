"""No more digits than the interval supports."""

import numpy as np
import pytest

from sim.summary import Mean, Share, When
from sim.summary.estimates import Points, share_of
from sim.summary.wording import decimals, headline, median_and_quartiles, number, percent, percent_interval


def share(count: int, of: int) -> Share:
    return share_of(np.arange(of) < count, Points.of(np.arange(of)))


@pytest.mark.parametrize(
    "half_width, digits", [(12.0, 0), (1.0, 0), (0.96, 0), (0.94, 1), (0.3, 1), (0.04, 2), (0.0, 0)]
)
def test_digits_stop_at_the_first_digit_of_the_error(half_width: float, digits: int) -> None:
    assert decimals(half_width) == digits


def test_more_runs_show_more_digits() -> None:
    assert percent(share(46, 100)) == "46%"
    assert percent(share(4600, 10_000)) == "46%"
    assert percent(share(46_000, 100_000)) == "46.0%"


def test_intervals_have_the_digits_of_their_share() -> None:
    assert percent_interval(share(4600, 10_000)) == "45\N{EN DASH}47%"
    assert percent_interval(share(46_000, 100_000)) == "45.7\N{EN DASH}46.3%"


def test_never_and_always_are_whole_numbers_with_an_interval() -> None:
    assert (percent(share(0, 1000)), percent(share(1000, 1000))) == ("0%", "100%")
    assert percent_interval(share(0, 1000)) == "0\N{EN DASH}0.4%"
    assert percent_interval(share(1000, 1000)) == "99.6\N{EN DASH}100%"


def test_titles_have_whole_percents_from_ten_on() -> None:
    assert headline(share(46_123, 100_000)) == "46%"
    assert headline(share(4_612, 100_000)) == "4.6%"


def test_what_is_not_known_is_a_dash() -> None:
    assert percent(share(0, 0)) == number(Mean(None, None, None)) == median_and_quartiles(None) == "\N{EN DASH}"


def test_means_and_times() -> None:
    assert number(Mean(30.451, 30.0, 30.9)) == "30.5"
    assert number(Mean(-0.0001, -0.01, 0.01)) == "0.00"
    assert median_and_quartiles(When(34, 51, 65, 50, 52)) == "51 (34\N{EN DASH}65)"
