"""Two who wait for the other to give in."""

from __future__ import annotations

import numpy as np

from sim.verify.check import Case, Check, Distribution, Floats, Mean, Played, Share
from sim.verify.closed_forms import attrition, waiting
from sim.verify.game import Game


def _cases(long: bool) -> list[Case]:
    cases = []
    for value in (0.9, 0.45):
        for cost in (0.02, 0.05, 0.2) if not long else (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.4):
            red, blue = attrition.hazards((cost, 0.05), (0.9, value))
            alone, other, both = attrition.who_gives_in(red, blue)
            # Nobody can give in before the first meeting has shown what is in the way: one round more.
            checks: list[Check] = [
                Share("red alone gives in", alone, lambda played: _only(*_given_in(played))),
                Share("blue alone gives in", other, lambda played: _only(*reversed(_given_in(played)))),
                Share("both at once", both, lambda played: 1.0 * np.equal(*_given_in(played))),
                Mean("rounds of waiting", 1 + attrition.expected_rounds(red, blue), lambda t: t.column("ended")),
                Distribution(
                    "distribution of rounds", waiting.geometric(waiting.any_of((red, blue)), 300),
                    lambda t: t.column("ended") - 1,
                ),
                Share("the prize goes to who did not give in", 1.0, _won_by_the_other),
            ]  # fmt: skip
            settings = {
                "preconditions.red_holds.rigidity": {"hazard": red},
                "preconditions.blue_holds.rigidity": {"hazard": blue},
            }
            label = f"waiting costs red {cost}, blue 0.05; prizes 0.9 and {value}"
            cases.append(Case(label, cost, checks, settings, f"blue's prize {value}"))
    return cases


def _given_in(played: Played) -> tuple[Floats, Floats]:
    """When red, and when blue, gave in; not a number for never."""
    return played.column("waived.red_holds"), played.column("waived.blue_holds")


def _only(one: Floats, other: Floats) -> Floats:
    """1 where one gave in and the other did not."""
    return np.asarray(1.0 * (~np.isnan(one) & np.isnan(other)))


def _won_by_the_other(played: Played) -> Floats:
    """Whether the prize went to blue where red alone gave in, and to red where blue alone did."""
    red, blue = _given_in(played)
    prize = played.table["text.prize"].astype(str).to_numpy()
    right = np.where(np.isnan(blue), prize == "to_blue", prize == "to_red")
    return np.where(np.isnan(red) == np.isnan(blue), np.nan, right.astype(np.float64))


GAMES = (
    Game(
        "attrition", "A war of attrition", "attrition", "Maynard Smith 1974; Hendricks, Weiss & Wilson 1988",
        "Each gives in with a constant hazard, the one that makes the *other* indifferent between giving in and "
        "waiting: the other's cost of waiting over the other's prize. So the side to whom waiting costs more gives in "
        "less often.",
        "Options that nobody may table while a precondition with a hazard stands; waiving it is giving in.",
        "what a round of waiting costs red", _cases,
        limits=(
            "The hazards are given to the engine; that nobody gains by another moment is shown by "
            "attrition_indifference."
        ),
    ),
)  # fmt: skip
