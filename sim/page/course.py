"""One run, round by round: what was told of each round, who met and who refused, the text against everyone's aims."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from sim import arrays as on
from sim.diary.story import date_of, sentences, tell
from sim.diary.teller import Teller, listed
from sim.model import NegotiationModel, Text
from sim.scenario import Scenario
from sim.summary.names import option_words, words


@dataclass(frozen=True, slots=True)
class Meeting:
    """A track in a round: `state` is met, refused, away, paused, gone or idle, `why` says it in words."""

    track: str
    label: str
    state: str
    why: str


@dataclass(frozen=True, slots=True)
class Demand:
    """A precondition in a round: `state` is blocking, held, waived or satisfied; `round` is when it fell, if it did."""

    key: str
    holder: str
    label: str
    state: str
    round: int | None


@dataclass(frozen=True, slots=True)
class Standing:
    """An actor after a round, all values on its own scale.

    What the text is worth, what it holds out for, what it has without a deal; its belief on the drift of the front, a
    round.
    """

    label: str
    text: float
    aspiration: float
    disagreement: float
    belief: float
    active: bool


@dataclass(frozen=True, slots=True)
class Frame:
    """The state after a round. `text` is on the table, tabled by `tabler` (None: nobody); `told` is the diary's."""

    round: int
    date: str | None
    front: float
    fighting: bool
    text: Text
    tabler: str | None
    actors: tuple[Standing, ...]
    meetings: tuple[Meeting, ...]
    demands: tuple[Demand, ...]
    told: tuple[str, ...]


@dataclass(frozen=True)
class Course:
    """A whole run: a frame a round, from the first; how it ended."""

    scenario: Scenario
    seed: int
    run: int
    frames: tuple[Frame, ...]
    ending: str

    @property
    def names(self) -> tuple[str, ...]:
        """The actors' labels, in the order of every frame."""
        return tuple(actor.label for actor in self.frames[0].actors)


@lru_cache(maxsize=16)
def play_course(scenario: Scenario, seed: int = 0, run: int = 0) -> Course:
    """Play run `run` of the ensemble with `seed` and keep what a reader would want to see of each round."""
    model = NegotiationModel(scenario, seed=seed, run=run)
    recorder = Recorder(model)
    while model.running:
        model.step()
        recorder.note()
    return Course(scenario, seed, run, recorder.frames(), tell(model).ending)


class Recorder:
    """Looks at a model after each round, and makes frames of it once there is a diary."""

    def __init__(self, model: NegotiationModel) -> None:
        self.model = model
        self.states: list[tuple[float, bool, Text, str | None, tuple[Standing, ...], tuple[str, ...], int]] = []

    def note(self) -> None:
        """Keep what the next round will overwrite."""
        model, now = self.model, self.model.state.now
        tabler = int(now[on.TABLER])
        actors = tuple(
            Standing(one.label, one.standing_value, one.aspiration, one.disagreement, one.estimate, one.active)
            for one in model.actors
        )
        gone = tuple(one.name for one in model.actors if not one.active)
        by = model.actors[tabler].label if now[on.STANDING] != on.NO_TEXT and tabler >= 0 else None
        self.states.append((
            float(model.state.front[on.X]), bool(now[on.FIGHTING]), model.standing_text, by, actors, gone,
            int(now[on.PAUSED]),
        ))  # fmt: skip

    def frames(self) -> tuple[Frame, ...]:
        """A frame for each round that has been played to its end."""
        teller = Teller(self.model)
        found = []
        for number, (front, fighting, text, tabler, actors, gone, paused) in enumerate(self.states, 1):
            told = tuple(sentences(teller.tell(number)))
            found.append(Frame(
                number, date_of(self.model.case, number), front, fighting, text, tabler, actors,
                _meetings(self.model, teller, number, gone, paused), _demands(self.model, teller, number), told,
            ))  # fmt: skip
        return tuple(found)


def _meetings(
    model: NegotiationModel, teller: Teller, number: int, gone: tuple[str, ...], paused: int
) -> tuple[Meeting, ...]:  # fmt: skip
    """Every track in a round, in the order of the file."""
    events = teller.by_round.get(number, [])
    settled = any(event.what == "settlement" and event.round < number for event in model.events)
    found = []
    for name, track in model.case.tracks.items():
        b = model.compiled.names.index["tracks"][name]
        state, why = "idle", "not due this round"
        absent = [who for who in track.participants if who in gone]
        if settled:
            state, why = "gone", "a settlement is in force"
        elif absent:
            state, why = "gone", f"{listed([teller.actor_named(who) for who in absent])} has left"
        elif paused:
            state, why = "paused", "all contacts are broken off"
        for place, event in enumerate(events):
            if event.subject != b:
                continue
            if event.what == "met":
                state, why = "met", _met(teller, events[place + 1 :], event.object, bool(event.amount))
            elif event.what == "track_blocked":
                state, why = "refused", f"refused by {teller.blockers(event.amount)}"
            elif event.what == "stayed_away":
                state, why = "away", f"{teller.actor(event.object)} stays away"
        found.append(Meeting(name, track.label or words(name), state, why))
    return tuple(found)


def _met(teller: Teller, after: list, drafter: int, formal: bool) -> str:  # type: ignore[type-arg]
    """What came of a meeting: who tabled, who did not sign and why."""
    said = [f"{teller.actor(drafter)} tables a text"]
    if not formal:
        return f"{said[0]}; nothing can be signed here"
    for event in after:
        if event.what == "refused":
            said.append(f"{teller.actor(event.subject)} does not sign (less than it holds out for)")
        elif event.what == "signing_blocked":
            demands = [teller.demand(p)[1] for p in range(len(teller.names.held)) if int(event.amount) >> p & 1]
            said.append(f"{teller.actor(event.subject)} cannot sign ({listed(demands, '; ')})")
        elif event.what in ("signed", "initialled"):
            said.append(f"the text is {event.what}")
        elif event.what == "vetoed":
            said.append(f"{teller.actor(event.subject)} does not ratify")
        elif event.what in ("met", "track_blocked", "stayed_away"):
            break
    return "; ".join(said)


def _demands(model: NegotiationModel, teller: Teller, number: int) -> tuple[Demand, ...]:
    """Every held precondition after a round: given up, met, in the way this round, or held."""
    fell: dict[int, tuple[str, int]] = {}
    blocking = 0
    for event in model.events:
        if event.round > number:
            break
        if event.what in ("waived", "satisfied") and fell.get(event.subject, ("", 0))[0] != "waived":
            fell[event.subject] = (event.what, event.round)
        if event.round == number and event.what in ("step_blocked", "track_blocked", "signing_blocked"):
            blocking |= int(event.amount)
    found = []
    for p, key in enumerate(model.compiled.names.preconditions):
        holder, label = teller.demand(p)
        state, when = fell.get(p, ("held", None))
        found.append(Demand(key, holder, label, "blocking" if blocking >> p & 1 else state, when))
    return tuple(found)


def text_in_words(scenario: Scenario, text: Text) -> list[tuple[str, str, bool]]:
    """A text issue by issue: (label, option, whether it departs from the status quo)."""
    return [
        (issue.label or words(name), option_in_words(text[name]), text[name] != issue.status_quo)
        for name, issue in scenario.terms.items()
    ]


def option_in_words(option: str | float) -> str:
    """An option, or a share on a divisible issue."""
    return f"{option:.2f}" if isinstance(option, float) else option_words(option)
