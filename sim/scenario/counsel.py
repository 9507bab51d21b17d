"""Checks of a mediator who knows a secret: whom it can know of, and where its word can change nothing."""

from __future__ import annotations

from collections.abc import Iterator

from sim.scenario.conditions import Fixed
from sim.scenario.distribution import Distribution
from sim.scenario.events import Track
from sim.scenario.findings import Findings
from sim.scenario.models import Scenario
from sim.scenario.tree import Path


def check_counsel(findings: Findings, name: str, track: Track) -> None:
    """Report a mediator that is not there, or that would know a secret of its own."""
    known = track.mediator_knows
    if known is None:
        return
    path: Path = ("tracks", name, "mediator_knows")
    if not findings.expect_actor(known, path):
        return
    if track.mediator is None and findings.is_whole("tracks", name, "mediator"):
        findings.add(path, "nobody mediates there who could know anything", "add mediator: ACTOR", at_key=True)
    elif known == track.mediator:
        findings.add(path, f"'{known}' is the mediator itself", "name the actor whose war_cost is private")


def idle_counsel(scenario: Scenario, name: str, track: Track) -> Iterator[str]:
    """Why what is said of a mediator's knowledge at a track can change nothing, if it cannot."""
    if track.mediator_knows is None:
        if track.mediator_line != Track.model_fields["mediator_line"].default:
            yield f"tracks.{name}.mediator_line has no effect: mediator_knows names nobody"
        return
    reason = _nothing_to_tell(scenario, track.mediator_knows) or _nobody_to_listen(scenario, track)
    if reason:
        yield f"tracks.{name}.mediator_knows has no effect: {reason}"


def _nothing_to_tell(scenario: Scenario, known: str) -> str:
    cost = scenario.actors[known].war_cost
    if not scenario.belligerents:
        return "there is no war"
    if not isinstance(cost, Distribution) or not cost.private:
        return f"actors.{known}.war_cost is no secret (private: true)"
    delivers = any(known in issue.delivered_by for issue in scenario.issues.values())
    return "" if known in scenario.signatory_names or delivers else f"nobody needs the signature of {known}"


def _nobody_to_listen(scenario: Scenario, track: Track) -> str:
    if track.protocol == "sealed":
        return "offers are sealed, and nobody drafts"
    if track.mediator_share == 1 and scenario.mechanisms.mediation:
        return "the mediator drafts whenever they meet"
    seated = set(track.participants)
    drafters = seated
    if isinstance(scenario.proposer, Fixed) and scenario.proposer.fixed in seated:
        drafters = {scenario.proposer.fixed}
    elif scenario.proposer == "alternate":
        drafters = seated & set(scenario.signatory_names) or seated
    listening = drafters - {track.mediator, track.mediator_knows}
    if not any(scenario.actors[actor].tactic == "screening" for actor in listening):
        return "none of the others who draft there screens (tactic: screening)"
    return ""
