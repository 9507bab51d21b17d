"""A mediator who knows the other's cost of war, and is believed if it takes the listener's side."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

from sim.verify.check import Case, Check, Every, Floats, Higher, Played, Same, Share, Statistic
from sim.verify.closed_forms import fearon, kydd
from sim.verify.game import Game

MARGIN = 0.01
"""How near to the bias that is needed a case comes, on either side."""


class Setup(NamedTuple):
    """A series: red's chance to win and cost of war, blue's range of costs, where high begins in it (a share), and what
    war costs the mediator.
    """

    words: str
    start: float
    own: float
    lowest: float
    highest: float
    share: float
    peace: float

    @property
    def needed(self) -> float:
        """The bias from which on the mediator is believed."""
        return kydd.bias_needed(self.own, self.lowest, self.highest, self.share, self.peace)

    def settings(self, bias: float) -> Mapping[str, Any]:
        """The scenario's numbers for a mediator with this bias."""
        return {
            "battlefield.start": self.start, "actors.red.war_cost": self.own, "actors.host.war_cost": self.peace,
            "actors.blue.war_cost": {"uniform": [self.lowest, self.highest], "private": True},
            "issues.land.stakes.host.values": {"0": 0.5 - bias / 2, "1": 0.5 + bias / 2},
            "tracks.talks.mediator_line": self.share,
        }  # fmt: skip


SHORT = (
    Setup("line at 25%", 0.4, 0.1, 0.0, 0.6, 0.25, 0.1),
    Setup("line in the middle", 0.4, 0.1, 0.0, 0.6, 0.5, 0.1),
    Setup("fears war more", 0.4, 0.1, 0.0, 0.6, 0.25, 0.2),
)
LONG = (
    *SHORT,
    Setup("costs 0.1 to 0.5", 0.5, 0.05, 0.1, 0.5, 0.25, 0.1),
    Setup("costs 0.02 to 0.3", 0.6, 0.0, 0.02, 0.3, 0.4, 0.05),
)


def _war(played: Played) -> Floats:
    return played.ended("military_first", "military_second")


def _settled(played: Played) -> Floats:
    return played.ended("settlement")


def _asked(setup: Setup, high: bool) -> Statistic:
    """What is asked above the value of the lottery, in the runs in which the cost is high, or in the others."""
    line = kydd.line(setup.lowest, setup.highest, setup.share)

    def statistic(played: Played) -> Floats:
        spoken_of = (played.draws["actors.blue.war_cost"] >= line) == high
        return np.where(spoken_of, played.column("text.land") - setup.start, np.nan)

    return statistic


def _checks(setup: Setup, bias: float) -> list[Check]:
    costs = (setup.own, setup.lowest, setup.highest)
    believed = kydd.is_believed(bias, *costs, setup.share, setup.peace)
    whole = fearon.best_demand(*costs)
    soft, tough = kydd.demands(*costs, setup.share) if believed else (whole, whole)
    war = kydd.chance_of_war(*costs, setup.share) if believed else fearon.chance_of_war(*costs)
    compared = Higher if believed else Same
    return [
        Share("war", war, _war),
        Every("asked of low costs", soft, _asked(setup, high=False)),
        Every("asked of high costs", tough, _asked(setup, high=True)),
        compared("settlement, against the same without a word", _settled),
    ]


def _cases(long: bool) -> list[Case]:
    cases = []
    for setup in LONG if long else SHORT:
        needed = setup.needed
        biases = {-0.3, 0.0, needed - MARGIN, needed + MARGIN, 0.4}
        if long:
            biases |= {-0.1, 0.05, 0.2}
        for bias in sorted(biases):
            settings = setup.settings(bias)
            label = f"bias {bias:.3g}; {setup.words}"
            silent = {**settings, "mechanisms.counsel": False}
            cases.append(Case(label, bias, _checks(setup, bias), settings, setup.words, silent))
    return cases


GAMES = (
    Game(
        "kydd", "Whose side is the mediator on", "kydd", "Kydd 2003; cheap talk: Crawford & Sobel 1982",
        "A mediator that has learnt whether the other's cost of war is high is believed only if it would lose by lying "
        "in either case. One that takes no side, or the other's, loses nothing by always calling the cost low, so that "
        "less is asked and less refused: nobody believes it, and there is as much war as without it. From a bias to "
        "the listener's side on that makes up for the risk, it tells the truth and is believed, and there is less war. "
        "With the line in the middle of the range the truth risks nothing, and the least bias is enough.",
        "`mediator_knows` and `mediator_line` on the track, `tactic: screening`, a `private` uniform `war_cost`, one "
        "round, `war: lottery`. The mediator's bias is the slope of its values. Unless a series says otherwise blue's "
        "cost is 0 to 0.6, the line lies a quarter of the way up, and war costs the mediator 0.1 (0.2 where it fears "
        "war more).",
        "bias of the mediator to the listener's side", _cases,
        limits="Kydd's argument in Fearon's game, not his whole model: the two things that can be said are two parts "
        "of one range, and the mediator is as sure of its news as can be.",
    ),
)  # fmt: skip
