"""Play a part: take a chair, decide round by round, and see how it went."""

from __future__ import annotations

from typing import Any

import solara

from sim.page import markup
from sim.page.briefing import allowed, clean_text, draft_issues, order_groups, question_in_words, secrets, worth
from sim.page.chair import Game, deal
from sim.page.controls import Buttons, Choice, Draft, Number, OrderForm
from sim.page.course import text_in_words
from sim.page.curves import aims_chart, front_chart
from sim.page.drawing import histogram
from sim.page.seat import Position
from sim.page.verdict import Field, in_words, judge
from sim.page.views.html import Html
from sim.page.views.run_view import MOST_RUN
from sim.page.views.state import Tab
from sim.summary.names import words

STEP_ANSWERS = {
    "yes": "Agree",
    "no": "Not now",
    "yes always": "Agree whenever it comes up",
    "no always": "Never, and do not ask again",
}


@solara.component
def ChairView(tab: Tab) -> None:
    """A chair to be taken, or the game that is being played."""
    game = tab.game.value
    if game is None:
        Empty(tab)
    else:
        Playing(tab, game)


@solara.component
def Empty(tab: Tab) -> None:
    """Which chair, and which run."""
    scenario = tab.desk.value.scenario
    assert scenario is not None
    chair, run = solara.use_reactive(next(iter(scenario.actors))), solara.use_reactive(1)
    names = {name: actor.label or words(name) for name, actor in scenario.actors.items()}
    if chair.value not in names:
        chair.value = next(iter(names))

    def choose(value: Any) -> None:
        if str(value).isdigit() and int(value) <= MOST_RUN:
            run.set(int(value))

    Html("<h2>Take a chair</h2><p>You decide for one actor, round by round: whom to meet, what to table, what to "
         "sign, which steps to take, what to give up. The model decides for all the others. Afterwards you see how the "
         "model does in your chair. What the others want, you have to guess.</p>")  # fmt: skip
    with solara.v.Html(tag="div", class_="sim-bar"):
        items = [{"key": key, "label": label} for key, label in names.items()]
        Choice(name="chair", label="Chair", value=chair.value, items=items,
               event_choose=lambda key: chair.set(key) if key in names else None)  # fmt: skip
        Number(name="deal", label="Run (circumstances and luck)", value=run.value, low=0, high=MOST_RUN,
               event_send=choose)  # fmt: skip
        Buttons(label="Begin", items=[{"key": "take", "label": "Take the chair", "kind": "main"}],
                event_press=lambda _: tab.game.set(deal(scenario, chair.value, 0, run.value)))  # fmt: skip


@solara.component
def Playing(tab: Tab, game: Game) -> None:
    """The game as it stands."""
    position = solara.use_memo(game.position, [game])
    frames = position.frames
    label = position.chair.label

    def press(key: str) -> None:
        moves = {"round": game.play_round, "on": game.play_on, "back": game.back, "leave": game.leave}
        if shut and key in ("round", "on"):
            return  # a click on a button that had not yet gone grey
        if key in moves:
            tab.game.set(moves[key]())
        elif key == "new":
            tab.game.set(None)

    shut = position.question is not None or position.over
    count = f"Round {len(frames) + (0 if position.over else 1)}"
    state = "the run is over" if position.over else "a decision is due" if position.question else "give your orders"
    made = game.decisions
    Html(f"<h2 data-decisions='{made}'><span role='status'>You are {markup.text(label)}. {count}: {state}.</span></h2>")
    Buttons(label="The game", items=[
        {"key": "round", "label": "Play this round", "kind": "main", "disabled": shut},
        {"key": "on", "label": "Play on until something happens", "disabled": shut},
        {"key": "back", "label": "Take back a round", "disabled": not game.rounds and not game.left_to_advisers},
        {"key": "leave", "label": "Leave the rest to my advisers", "disabled": position.over},
        {"key": "new", "label": "Another game"},
    ], event_press=press)  # fmt: skip
    if position.over:
        Verdict(game, position)
    elif position.question is not None:
        Asked(tab, game, position).key(f"question {made}")
    with solara.v.Html(tag="div", class_="sim-halves"):
        with solara.v.Html(tag="section", class_="sim-side"):
            if not position.over:
                OrderPanel(tab, game, position)
            told = markup.diary(frames, "Nothing has happened yet: the first round is to come.", secrets(position))
            Html("<h3>Diary</h3>" + told)
        with solara.v.Html(tag="section", class_="sim-wide"):
            Situation(position)


@solara.component
def OrderPanel(tab: Tab, game: Game, position: Position) -> None:
    """Orders for the rounds to come."""
    demands = position.frames[-1].demands if position.frames else ()

    def give(event: Any) -> None:
        kind, name, order = event.get("kind"), event.get("name"), event.get("order")
        if allowed(position, game.orders, kind, name, order):
            tab.game.set(game.order(kind, name, order))

    Html("<h3>Your orders</h3><p class='note'>They hold until you change them.</p>")
    groups = order_groups(position, game.orders, demands)
    if not groups:
        Html("<p>There is nothing to decide in this chair: no table, no step, no precondition.</p>")
        return
    OrderForm(groups=groups, event_give=give)
    again = {"key": "again", "label": "Ask me again about texts I turned down", "pressed": game.orders.ask_again}
    turn = game.ask_again(not game.orders.ask_again)
    Buttons(label="Texts", items=[again], event_press=lambda _: tab.game.set(turn))


@solara.component
def Asked(tab: Tab, game: Game, position: Position) -> None:
    """The question that has to be answered before the round can end."""
    question = position.question
    assert question is not None
    scenario = position.model.case
    title, advice = question_in_words(position, question)
    weighed = solara.use_reactive("")
    made = game.decisions  # so that a second click on an answer does not answer the next question

    def press(key: str) -> None:
        number, _, said = key.partition(" ")
        if number == str(made):
            tab.game.set(game.answer(said.startswith("yes"), question if said.endswith("always") else None))

    def table(event: Any) -> None:
        if event.get("number") == made:
            text = clean_text(question, event.get("text"))
            tab.game.set(game.answer(text, question if event.get("keep") is True else None))

    with solara.v.Html(tag="section", class_="sim-question"):
        Html(f"<h3><span role='status'>{markup.text(title)}</span></h3>"
             f"<p>{markup.text(advice)}</p>")  # fmt: skip
        if question.kind == "proposes":
            told = weighed.value or worth(position, question.text or {})
            Draft(issues=draft_issues(scenario, question), drafted=dict(question.text or {}), number=made, worth=told,
                  event_weigh=lambda text: weighed.set(worth(position, clean_text(question, text))),
                  event_table=table)  # fmt: skip
            return
        if question.text is not None:
            Html(markup.text_table(text_in_words(scenario, question.text), "The text"))
        sign = question.kind == "accepts"
        answers = {"yes": "Sign", "no": "Do not sign"} if sign else STEP_ANSWERS
        items = [{"key": f"{made} {key}", "label": label, "kind": "main" if key == "yes" else "plain"}
                 for key, label in answers.items()]  # fmt: skip
        Buttons(label="Your answer", items=items, event_press=press)


@solara.component
def Situation(position: Position) -> None:
    """What the chair can see."""
    frames, scenario, chair = position.frames, position.model.case, position.chair
    if not frames:
        opening = scenario.opening_text
        called = f": {opening.label}" if opening is not None and opening.label else ""
        terms = text_in_words(scenario, position.model.standing_text)
        Html(markup.text_table(terms, f"On the table at the start{called}"))
        return
    frame = frames[-1]
    by = f", tabled by {frame.tabler}" if frame.tabler else ""
    Html(markup.meeting_table(frame.meetings))
    Html(
        "<div class='charts'>"
        + aims_chart(frames, len(frames), chair.index)
        + front_chart(scenario, frames, len(frames))
        + "</div>"
    )
    Html(markup.text_table(text_in_words(scenario, frame.text), f"The text on the table{by}"))
    Html(markup.demand_table(frame.demands))


@solara.component
def Verdict(game: Game, position: Position) -> None:
    """How it went, next to the model in the same chair."""
    verdict = solara.use_memo(lambda: judge(game, position), [game])
    label = position.chair.label
    marks = [(verdict.utility, "you"), (verdict.model_utility, "the model in this run")]
    charts = "".join(
        f"<figure>{histogram(field.utilities, marks, caption)}<figcaption>{markup.text(caption)} "
        f"{_endings(field)}</figcaption></figure>"
        for caption, field in (
            (f"What the model got for {label} in the same circumstances, with other luck.", verdict.here),
            ("What it got over all circumstances of the scenario.", verdict.anywhere),
        )
    )  # fmt: skip
    Html("<section class='verdict'><h3>How it went</h3>" + markup.paragraphs(in_words(verdict, label))
         + f"<div class='charts'>{charts}</div></section>")  # fmt: skip


def _endings(field: Field) -> str:
    """How the model's runs ended, the commonest three."""
    return markup.text("; ".join(f"{name} {100 * share:.0f}%" for name, share in field.outcomes[:3]) + ".")
