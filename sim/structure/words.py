"""Holds, requirements and deadlocks as sentences, made from the labels in the scenario.

What a holder demands is said with "will"; what nobody can waive is said as law, with "may". Both words are the same for
one holder and for several.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from sim.scenario import Condition, Distribution, Number, Scenario
from sim.structure.world import Held, World

_ARTICLES = ("the", "a", "an", "all", "no", "its", "their")


class Words:
    """The words of one scenario."""

    def __init__(self, world: World) -> None:
        """Learn which words it writes with a capital in the middle of a sentence."""
        self.world = world
        self.proper = _proper_words(world.scenario)

    def actor(self, name: str) -> str:
        """An actor's label inside a sentence: "the unionist side" for a label that begins with "The"."""
        label = self.world.scenario.actors[name].label or _plain(name)
        return f"the {label[4:]}" if label.startswith("The ") else label

    def actors(self, names: Iterable[str]) -> str:
        """Several of them: "Kyiv and Washington"."""
        return listed([self.actor(name) for name in names])

    def step_label(self, name: str) -> str:
        """A step's label as it stands in the scenario."""
        return self.world.scenario.steps[name].label or _plain(name)

    def step(self, name: str) -> str:
        """A step's label inside a sentence, without an article."""
        label = self.step_label(name).strip().rstrip(".")
        first = re.split(r"[\s,;:]", label, maxsplit=1)[0]
        keep = first in self.proper or (len(first) > 1 and not first[1:].islower())
        return label if keep else label[:1].lower() + label[1:]

    def the_step(self, name: str) -> str:
        """A step's label inside a sentence, with an article."""
        words = self.step(name)
        return words if words.split(" ")[0].lower() in _ARTICLES else f"the {words}"

    def track(self, name: str) -> str:
        """A track's label."""
        return self.world.scenario.tracks[name].label or _plain(name)

    def says(self, condition: Condition) -> str:
        """What a text says that meets a condition: "Territory: buffer or beyond"."""
        issue = self.world.scenario.terms[condition.issue]
        label = issue.label or _plain(condition.issue)
        if issue.divisible:
            sense = {"at_least": "at least ", "at_most": "at most ", "exactly": ""}[condition.sense]
            return f"“{label}: {sense}{float(condition.option):g}”"
        option = str(condition.option)
        ends = {"at_least": (issue.options[-1], " or beyond"), "at_most": (issue.options[0], " or less")}
        last, more = ends.get(condition.sense, (option, ""))
        return f"“{label}: {option.replace('_', ' ')}{'' if option == last else more}”"

    def demand(self, held: Held, holders: Sequence[str] = ()) -> str:
        """What a hold demands, as a clause: "Moscow will accept no ceasefire before the withdrawal"."""
        holders = holders or (held.holder,)
        verb = "may" if held.never else "will"
        return f"{self.actors(holders)} {verb} {self._refused(held, holders)}"

    def requirement(self, step: str, other: str) -> str:
        """What the world requires, as a clause: "the referendum needs 60 to 90 days of ceasefire"."""
        days = self.world.days(step, other)
        if _upper(days) <= 0:
            return f"{self.the_step(step)} needs {self.the_step(other)} in force"
        if self.world.scenario.steps[other].stops_fighting:
            return f"{self.the_step(step)} needs {_days(days)} of {self.step(other)}"
        return f"{self.the_step(step)} needs {self.the_step(other)} {_days(days)} before"

    def deadlock(self, goal: str, holds: Sequence[str], requirements: Sequence[tuple[str, str]]) -> str:
        """A deadlock as one sentence, from the goal backwards along what each waits for."""
        clauses: list[str] = []
        left = [self.world.by_key[key] for key in holds]
        open_requirements = list(requirements)
        for node in self._backwards(goal, left, open_requirements):
            here = [held for held in left if _opens(held) == node]
            for name in dict.fromkeys(held.name for held in here):
                same = [held for held in here if held.name == name]
                clauses.append(self.demand(same[0], [held.holder for held in same]))
            clauses += [self.requirement(*pair) for pair in open_requirements if pair[0] == node]
        return sentence(clauses)

    def _backwards(self, goal: str, holds: Sequence[Held], requirements: Sequence[tuple[str, str]]) -> list[str]:
        """Gates in the order in which one comes upon them, walking back from a goal; the rest at the end."""
        first = {"signature": ["signing", "talks", "any_track"], "talks": ["talks", "any_track"]}.get(goal, [goal])
        nodes = list(dict.fromkeys(first))
        for node in nodes:  # grows while it is walked
            following = [held.after for held in holds if _opens(held) == node and held.after]
            following += ["talks" for held in holds if _opens(held) == node and held.wait == "text"]
            following += [other for step, other in requirements if step == node]
            following += ["any_track"] if node == "talks" else []
            nodes += [name for name in dict.fromkeys(following) if name not in nodes]
        rest = [_opens(held) for held in holds] + [step for step, _ in requirements]
        return nodes + [name for name in dict.fromkeys(rest) if name not in nodes]

    def _refused(self, held: Held, holders: Sequence[str]) -> str:
        """The rest of a demand, after the verb."""
        rule = held.rule
        until = f"{'without' if held.never else 'before'} {self.the_step(held.after)}" if held.after else ""
        if rule.text is not None:
            until = f"until the text on the table says {self.says(rule.text)}"
        if held.gate == "step":
            return f"accept no {self.step(held.gate_step)} {until}"
        if held.gate == "option":
            assert held.gate_condition is not None
            wanted = f"unless it also says {self.says(rule.text)}" if rule.text is not None else until
            return f"sign no text that says {self.says(held.gate_condition)} {wanted}"
        if held.gate == "signing":
            if rule.text is not None:
                return f"sign no text unless it says {self.says(rule.text)}"
            return f"sign nothing {until or self._seats(held, holders, 'drafted')}"
        met = "hold no formal talks" if held.gate == "talks" else "meet nobody"
        return f"{met} {until or self._seats(held, holders, 'held')}"

    def seats(self, held: Held) -> str:
        """Who may sit at the holder's table, as a label: "Moscow with Washington only"."""
        rule, holder = held.rule, self.actor(held.holder)
        if rule.only_with is not None:
            return f"{holder} with {self.actors(rule.only_with)} only"
        if rule.with_ is not None:
            return f"a table with {self.actors(rule.with_)}"
        return f"{holder} without {self.actors(rule.without or ())}"

    def _seats(self, held: Held, holders: Sequence[str], verb: str) -> str:
        rule = held.rule
        if rule.only_with is not None:
            return f"at a table with anybody but {self.actors(rule.only_with)}"
        if rule.with_ is not None:
            if list(rule.with_) == list(holders):
                return f"{verb} in {'its' if len(holders) == 1 else 'their'} absence"
            return f"{verb} without {self.actors(rule.with_)} at the table"
        return f"with {listed([self.actor(name) for name in rule.without or ()], 'or')} at the table"


def sentence(clauses: Sequence[str]) -> str:
    """Clauses as one sentence."""
    text = "; ".join(clauses)
    return f"{text[:1].upper()}{text[1:]}." if text else ""


def listed(names: Sequence[str], last: str = "and") -> str:
    """Names in a row: "a, b and c"."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} {last} {names[-1]}"


def _opens(held: Held) -> str:
    """The gate that a hold is on: a step, `talks`, `any_track` or `signing`."""
    return held.gate_step or ("signing" if held.about_signing else held.gate)


def _plain(name: str) -> str:
    return name.replace("_", " ").strip()


def _upper(number: Number) -> float:
    return number.support[1] if isinstance(number, Distribution) else float(number)


def _days(number: Number) -> str:
    low, high = number.support if isinstance(number, Distribution) else (number, number)
    return f"{low:g} days" if low == high else f"{low:g} to {high:g} days"


def _proper_words(scenario: Scenario) -> set[str]:
    """Words that the scenario's texts write with a capital where no sentence begins, and never without one there."""
    labels = [actor.label for actor in scenario.actors.values()]
    labels += [issue.label for issue in scenario.terms.values()]
    labels += [step.label for step in scenario.steps.values()]
    labels += [track.label for track in scenario.tracks.values()]
    labels += [rule.label for rule in scenario.preconditions.values()]
    texts = [scenario.name, scenario.description, *labels]
    names = {word for actor in scenario.actors.values() for word in actor.label.split()}
    inside = {word for text in texts for word in re.findall(r"(?<=[a-z0-9,;] )[A-Z][\w'-]+", text)}
    plain = {word for text in texts for word in re.findall(r"\b[a-z][\w'-]+", text)}
    return {word for word in inside | names if word.lower() not in plain}
