"""What each mechanism is said to do, by whom, and in which scenario it shows: for the tests and for the pages.

``tests/mechanisms/test_switches.py`` holds the engine to these claims; ``python -m tests.mechanism_pages`` measures the
same and puts figures and numbers into docs/mechanisms/.
"""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from tests.mechanisms.paired import Statistic, happened, level, mean, says, share, table, when

RUNS = 1000


class Claim(NamedTuple):
    """What a mechanism does to a statistic of a scenario when it is on (``sign``), who says so, and why."""

    scenario: str
    statistic: Statistic
    sign: int
    source: str
    why: str


# fmt: off
CLAIMS = {
    "shocks": Claim("shocks", when("signed", 31), +1, "Druckman 2001, turning points",
        "what interrupts talks puts off what they would have agreed"),
    "learning": Claim("learning", share("settlement"), +1, "Slantchev 2003",
        "two optimists who see the same battles come to agree on how the war goes"),
    "optimism": Claim("optimism", share("settlement"), -1, "Blainey 1973; Fearon 1995",
        "where both expect to win, what both would take by force is more than there is"),
    "influence": Claim("influence", says("trade", "banned"), +1, "Friedkin & Johnsen 1990",
        "who weighs a patron's wishes brings them to a table at which the patron does not sit"),
    "framing": Claim("framing", when("signed", 41), -1, "Neale & Bazerman 1985",
        "what looks better than it is is accepted earlier"),
    "credence": Claim("credence", mean("utility.east"), -1, "Fearon 1995, commitment",
        "a promise that is not believed buys nothing"),
    "leverage": Claim("leverage", says("border", "pullback"), +1, "Touval & Zartman 1985",
        "pressure lowers what a side has without a deal, and so makes a range of deals"),
    "stalling": Claim("stalling", share("settlement"), -1, "Ikle 1964; Min, Words of War",
        "who talks to win time signs nothing short of its ideal"),
    "audience_costs": Claim("audience_costs", happened("waived.apology_first"), -1, "Fearon 1994",
        "going back on a public word has a price, so fewer go back"),
    "credit": Claim("credit", happened("waived.apology_first"), +1, "Osgood 1962",
        "a concession is answered by one"),
    "easing": Claim("easing", happened("waived.apology_first"), +1, "model.md section 2; Walter 2002",
        "a guarantee in the text buys a precondition"),
    "response_noise": Claim("response_noise", happened("waived.apology_first"), +1, "McKelvey & Palfrey 1995",
        "a decision that narrowly does not pay is taken by some types"),
    "collapse": Claim("collapse", share("frozen"), -1, "Werner 1999; Fortna 2004",
        "a ceasefire that can break does not always last to the end"),
    "mediation": Claim("mediation", says("inspections", "mediators"), +1, "Touval & Zartman 1985; Kydd 2003",
        "a mediator who drafts writes its own interest into the text"),
    "counsel": Claim("counsel", share("settlement"), +1, "Kydd 2003",
        "a mediator on its side is believed by the one whom it warns, and what is asked then is refused less often"),
    "log_rolling": Claim("log_rolling", share("settlement"), +1, "Raiffa 1982, chapter 11",
        "trading issues against each other finds texts that give both more"),
    "initialling": Claim("initialling", share("settlement"), +1, "Vienna Convention 1969, articles 10 and 12",
        "a text initialled without a signatory can still become a deal if it takes it"),
    "refusal_learning": Claim("refusal_learning", share("settlement"), +1, "Powell 1996",
        "a refusal says that the other bears war cheaply, and the next offer is better"),
    "ratification": Claim("ratification", share("settlement"), -1, "Putnam 1988",
        "what leaders sign can fail at home"),
    "hardening": Claim("hardening", when("signed", 31), +1, "Putnam 1988",
        "a leader struck by a veto holds out for more, so what passes is signed later"),
    "promises_enforced": Claim("kept_deal", share("relapse"), -1, "Walter 2002",
        "a guarantee makes breaking the deal dear"),
    "compliance": Claim("kept_deal", share("relapse"), +1, "Powell 2006",
        "a deal is kept only as long as it is worth more than war"),
    "exit": Claim("exit", share("settlement"), -1, "Zartman & Touval 1996, termination",
        "a mediator who leaves takes its track along"),
    "step_values": Claim("step_values", happened("ceasefire"), +1, "model.md section 3, 7",
        "what a step is worth beyond the model is why it is taken at all"),
    "private_information": Claim("private_information", share("settlement"), -1, "Fearon 1995",
        "an offer to an opponent of unknown resolve is refused by the resolute"),
    "moving_front": Claim("moving_front", share("military_first"), +1, "Fearon 1996",
        "what is conceded shifts the next battles in favour of the other side"),
    "floors": Claim("floors", level("border"), +1, "Schelling 1966; Altman 2017, faits accomplis",
        "what is done cannot be bargained away"),
    "preconditions": Claim("preconditions", mean("meetings.talks"), -1, "model.md section 2",
        "a gate that is shut keeps talks from taking place"),
    "anticipation": Claim("anticipation", happened("step.withdrawal"), +1, "Jehiel 1995, limited foresight",
        "who sees one step ahead pays for a step that opens a better one"),
    "discounting": Claim("discounting", when("signed", 41), -1, "Rubinstein 1982",
        "who loses by waiting signs for less than it asks, and earlier"),
    "breakdown": Claim("discounting", share("settlement"), -1, "Binmore, Rubinstein & Wolinsky 1986",
        "what takes time may never come"),
    "shifting_power": Claim("kept_deal", share("relapse"), +1, "Powell 2006",
        "a deal struck on today's balance is broken once that has shifted"),
}
# fmt: on


def on_and_off(mechanism: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The outcome tables of a claim's scenario with the mechanism on, and off: the same runs, with the same luck."""
    scenario = CLAIMS[mechanism].scenario
    return table(scenario, RUNS), table(scenario, RUNS, **{f"mechanisms__{mechanism}": False})
