"""A GENIUS domain with its profiles as a scenario: who, about what, and what had to be assumed."""

from __future__ import annotations

import math
from collections.abc import Sequence

from sim.exchange.genius import Domain, Issue
from sim.exchange.imported import Imported
from sim.exchange.lines import clean, comment, entry, figure, flow, flow_list, folded, name, quoted
from sim.exchange.naming import names_for
from sim.exchange.orders import could_be_mixed, ordered
from sim.exchange.profiles import Profile
from sim.exchange.terms import Terms, terms_of

NO_DEAL, DEAL = "no_deal", "deal"
FORMAT = "GENIUS"


def genius_scenario(domain: Domain, profiles: Sequence[Profile], files: Sequence[str], rounds: int) -> Imported:
    """The scenario of a domain and at least two profiles, read from `files` (the names to cite), in so many rounds.

    Raises InputError where no-deal values cannot be expressed.
    """
    terms = terms_of(domain, profiles)
    actors = names_for([profile.label for profile in profiles], "party")
    issues = names_for([issue.label for issue in domain.issues], "issue", taken=[DEAL] if terms.weight else [])
    options = [_options(issue) for issue in domain.issues]
    packages = math.prod(len(issue.values) for issue in domain.issues if issue.kind != "real")
    lines = _head(domain, profiles, files, terms)
    lines += [f"rounds: {rounds}", "follow_up: 0", "proposer: alternate", "actors:"]
    for profile, actor in zip(profiles, actors, strict=True):
        lines += _actor(profile, actor, rounds)
    lines.append("issues:")
    if terms.weight:
        lines += _deal(actors, terms)
    for place, issue in enumerate(domain.issues):
        lines += _issue(issue, place, issues[place], options[place], actors, terms)
    lines += _preconditions(domain, issues, options, actors, terms)
    kinds = [f"{count} {kind}" for kind in ("discrete", "integer", "real")
             if (count := sum(issue.kind == kind for issue in domain.issues))]  # fmt: skip
    told = f"{clean(domain.label)}: {len(actors)} actors; issues: {', '.join(kinds)}; {packages:,} packages"
    if any(issue.kind == "real" for issue in domain.issues):
        told += " times what is divisible"
    return Imported("\n".join(lines) + "\n", told, _assumptions(profiles, rounds))


def _assumptions(profiles: Sequence[Profile], rounds: int) -> tuple[str, ...]:
    """What the files do not say, or say for another way of negotiating."""
    found = [f"a time tactic with its deadline in round {rounds}, for everybody: tactics are no part of the files"]
    if any(profile.discount for profile in profiles):
        found.append(f"the discount factor, which is for the whole negotiation, as its {rounds}th root a round")
    if any(profile.discount and profile.reservation > 0 for profile in profiles):
        found.append("what is discounted is a deal's gain over no deal; GENIUS discounts no deal as well")
    return tuple(found)


def _head(domain: Domain, profiles: Sequence[Profile], files: Sequence[str], terms: Terms) -> list[str]:
    scaled = [f"{profile.label} {figure(profile.best)}" for profile in profiles if abs(profile.best - 1) > 1e-9]
    lines = comment(f"Imported from {', '.join(files)}.")
    lines += comment(
        "A discrete issue's options run from what the first party wants to what the others want; those that one of "
        "these beats for everybody come before."
    )
    if scaled:
        lines += comment(f"Utilities are {FORMAT}'s divided by that of the best package: {'; '.join(scaled)}.")
    if terms.weight:
        kept = 1 - terms.weight
        lines += comment(
            f"Utilities are {figure(terms.weight)} + {figure(kept)} times that: real issues have no option for having "
            f"no deal, so {DEAL} makes up for what they are worth without one, at {figure(terms.share or 0)} of their "
            "ranges."
        )
    description = (
        f"A {FORMAT} domain and its profiles ({', '.join(files)}). Options, weights, evaluations, reservation values "
        "and discounts are from these files; no claim stands behind them. Tactics and deadlines are assumed."
    )
    return [*lines, f"name: {quoted(clean(domain.label) or FORMAT)}", *folded("description", description)]


def _actor(profile: Profile, actor: str, rounds: int) -> list[str]:
    why = quoted("assumed: the files say nothing of tactics")
    lines = [f"  {actor}:", f"    label: {quoted(profile.label)}", "    tactic: time"]
    lines.append("    deadline: " + flow({"fixed": str(rounds), "why": why}, 4))
    if profile.discount:
        why = quoted(f"{figure(profile.discount)} over the whole negotiation of {rounds} rounds")
        lines.append("    discount: " + flow({"fixed": figure(profile.discount ** (1 / rounds)), "why": why}, 4))
    return lines


def _options(issue: Issue) -> list[str]:
    """Names of the values of an issue, in their order in the file; none of a real one."""
    signs = [f"minus_{value[1:]}" if issue.kind == "integer" and value[0] == "-" else value for value in issue.values]
    return names_for(signs, "option", taken=[NO_DEAL], letter_first=False)


def _issue(issue: Issue, place: int, called: str, options: list[str], actors: list[str], terms: Terms) -> list[str]:
    lines = [f"  {called}:", f"    label: {quoted(issue.label)}"]
    real = issue.kind == "real"
    order = ordered(issue, place, terms)
    if real:
        lines[1:1] = comment(f"0 is {figure(issue.low)} and 1 is {figure(issue.high)}", 4)
        lines += ["    divisible: true", f"    status_quo: {figure(terms.share or 0)}"]
    else:
        apart = [NO_DEAL] if terms.matters(place) else []
        lines += _spelt_out(issue, options, order)
        lines.append(
            "    options: " + flow_list([name(option) for option in [*apart, *(options[k] for k in order)]], 4)
        )
    lines.append("    stakes:")
    for a, actor in enumerate(actors):
        worth = terms.values[a][place]
        if real:
            values = {"0": figure(worth[0]), "1": figure(worth[1])}
        else:
            values = {NO_DEAL: figure(terms.no_deal[a])} if terms.matters(place) else {}
            values |= {name(options[k]): figure(worth[k]) for k in order}
        stake = {"salience": figure((1 - terms.weight) * terms.saliences[a][place]), "values": flow(values, 8)}
        lines += entry(actor, stake, 6)
    return lines


def _spelt_out(issue: Issue, options: list[str], order: list[int]) -> list[str]:
    """A comment with the values as they were called, where a name says less."""
    changed = [f"{options[k]} is {quoted(issue.values[k])}" for k in order if options[k] != issue.values[k]]
    return comment("; ".join(changed), 4) if changed else []


def _deal(actors: list[str], terms: Terms) -> list[str]:
    lines = [f"  {DEAL}:", "    options: [none, made]", "    stakes:"]
    for actor, undone in zip(actors, terms.undone, strict=True):
        values = flow({"none": figure(undone), "made": "1"}, 6)
        lines += entry(actor, {"salience": figure(terms.weight), "values": values}, 6)
    return lines


def _preconditions(
    domain: Domain, issues: list[str], options: list[list[str]], actors: list[str], terms: Terms
) -> list[str]:
    """What keeps a text from settling only some issues, where drafters could come to that."""
    mixed = could_be_mixed(domain.issues, terms)
    if not mixed:
        return []
    lines = [*comment("No text settles only some of the issues."), "preconditions:"]
    for place in mixed:
        first = options[place][ordered(domain.issues[place], place, terms)[0]]
        condition = flow({issues[place]: quoted(f"at_least {first}")}, 6)
        lines += [
            f"  {issues[place]}_settled:",
            f"    holder: {actors[0]}",
            "    gate: signing",
            f"    text: {condition}",
            "    rigidity: never",
            "    public: false",
        ]
    return lines
