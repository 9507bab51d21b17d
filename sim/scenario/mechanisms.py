"""The switches: every mechanism of the model can be turned off."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from sim.scenario.base import Flag, Model


def _switch(what: str) -> Any:
    return Field(default=True, description=what)


class Mechanisms(Model):
    """Which mechanisms are at work; all are by default."""

    shocks: Flag = _switch("Shocks pause the tracks or end the run.")
    learning: Flag = _switch("Actors learn the drift from the front.")
    optimism: Flag = _switch("Priors on the drift are biased and spread as declared.")
    influence: Flag = _switch("Actors weigh others' evaluations in their own.")
    framing: Flag = _switch("Actors misread what those who frame for them table.")
    credence: Flag = _switch("Promises are worth only what is believed of them.")
    leverage: Flag = _switch("Pressure lowers disagreement values.")
    stalling: Flag = _switch("Insincere actors stall.")
    audience_costs: Flag = _switch("Waiving a public precondition costs.")
    credit: Flag = _switch("Concessions are reciprocated.")
    easing: Flag = _switch("Preconditions are eased by what the text offers.")
    response_noise: Flag = _switch("Decisions have logistic thresholds.")
    collapse: Flag = _switch("Ceasefires can break.")
    mediation: Flag = _switch("Mediators draft.")
    counsel: Flag = _switch("Mediators who know a secret tell it, and are believed if their interests let them.")
    log_rolling: Flag = _switch("Drafts trade issues against each other.")
    initialling: Flag = _switch("Absent signatories get the text to take or leave.")
    refusal_learning: Flag = _switch("A refusal teaches the proposer.")
    ratification: Flag = _switch("Domestic audiences can veto.")
    hardening: Flag = _switch("A veto hardens its actor.")
    promises_enforced: Flag = _switch("Enforcement options cost whoever breaks the deal.")
    compliance: Flag = _switch("Deals can be broken after they are signed.")
    exit: Flag = _switch("Tired third parties leave.")
    step_values: Flag = _switch("Steps have their declared extra values.")
    private_information: Flag = _switch("Private parameters are known to their actor alone.")
    moving_front: Flag = _switch("Steps move the front.")
    floors: Flag = _switch("Steps set floors on issues.")
    preconditions: Flag = _switch("Preconditions hold gates shut.")
    anticipation: Flag = _switch("A step is also worth what the step behind it, which it opens, is worth.")
    discounting: Flag = _switch("What a deal brings shrinks with each week before it.")
    breakdown: Flag = _switch("Talks can break down for good.")
    shifting_power: Flag = _switch("Power shifts while a deal is kept.")
