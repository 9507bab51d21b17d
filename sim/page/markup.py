"""What the views say, as HTML text. Everything that a scenario or a person wrote is escaped here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from sim.errors import Problem
from sim.page.course import Demand, Frame, Meeting
from sim.page.desk import Desk, numbered
from sim.page.gates import Goal
from sim.page.playing import Row

STATES = {
    "met": "met", "refused": "refused", "away": "did not come off", "paused": "paused", "gone": "closed",
    "idle": "not due", "blocking": "in the way now", "held": "held", "waived": "given up", "satisfied": "met",
}  # fmt: skip


def text(value: object) -> str:
    """Anything, escaped."""
    return escape(str(value), quote=True)


def table(caption: str, head: Sequence[str], body: Iterable[Sequence[str]], kind: str = "") -> str:
    """A table of cells that are HTML already; the first of a row is its heading."""
    columns = "".join(f'<th scope="col">{text(name)}</th>' if name else "<td></td>" for name in head)
    lines = "".join(
        f'<tr><th scope="row">{row[0]}</th>{"".join(f"<td>{cell}</td>" for cell in row[1:])}</tr>' for row in body
    )
    return (f'<table class="{kind}"><caption>{text(caption)}</caption><thead><tr>{columns}</tr></thead>'
            f"<tbody>{lines}</tbody></table>")  # fmt: skip


def outcome_table(rows: Sequence[Row], caption: str) -> str:
    """Outcomes as bars with intervals, and what a change moved where there is one."""
    most = max(0.01, *(max(row.high, row.before or 0.0) for row in rows))
    compared = any(row.before is not None for row in rows)
    head = ["Outcome", "", "Share of runs", "95% interval", *(["Before", "Moved by, in points"] if compared else [])]
    body = []
    for row in rows:
        cells = [text(row.label), _bar(row, most), f"<strong>{text(row.shown)}</strong>", text(row.interval)]
        if compared:
            moved = f"<strong>{text(row.moved)}</strong>" if row.clear else text(row.moved)
            cells += [f"{100 * (row.before or 0.0):.1f}%", moved]
        body.append(cells)
    return table(caption, head, body, "outcomes")


def _bar(row: Row, most: float) -> str:
    def place(value: float) -> str:
        return f"{100 * value / most:.2f}%"

    before = "" if row.before is None else f'<i class="before" style="left:{place(row.before)}"></i>'
    share = f'<i class="share" style="width:{place(row.share)}"></i>'
    interval = f'<i class="interval" style="left:{place(row.low)};width:{place(row.high - row.low)}"></i>'
    return f'<span class="bar {text(row.name)}" aria-hidden="true">{share}{interval}{before}</span>'


def problem_list(desk: Desk, problems: Sequence[Problem], title: str) -> str:
    """Problems with line and column, and the lines at which they lie."""
    items = "".join(f"<li>{_problem(problem)}</li>" for problem in problems)
    lines = "".join(
        f'<span class="{"wrong" if wrong else "near"}">{number:4d}  {text(line)}</span>\n'
        for number, line, wrong in numbered(desk.text, problems, desk.name)
    )
    listing = f'<pre tabindex="0" aria-label="The lines in question">{lines}</pre>' if lines else ""
    return f'<div role="alert" class="problems"><h3>{text(title)}</h3><ol>{items}</ol>{listing}</div>'


def _problem(problem: Problem) -> str:
    place = f"{problem.file}, line {problem.line}, column {problem.column}" if problem.line else problem.file
    path = f"<code>{text(problem.path)}</code>: " if problem.path else ""
    hint = f' <span class="hint">({text(problem.hint)})</span>' if problem.hint else ""
    return f"<strong>{text(place)}</strong>: {path}{text(problem.message)}{hint}"


def diary(frames: Sequence[Frame], empty: str = "Nothing has happened yet.", hidden: Iterable[str] = ()) -> str:
    """What was told so far, the latest round on top; sentences in `hidden` are left out."""
    left_out = set(hidden)
    entries = []
    for place, frame in enumerate(reversed(frames)):
        said = [sentence for sentence in frame.told if sentence not in left_out]
        if not said and place:
            continue
        date = f", {text(frame.date)}" if frame.date else ""
        lines = "".join(f"<li>{text(sentence)}</li>" for sentence in said) or "<li>Nothing new.</li>"
        mark = ' class="now"' if place == 0 else ""
        entries.append(f"<section{mark}><h4>Round {frame.round}{date}</h4><ul>{lines}</ul></section>")
    return f'<div class="diary" tabindex="0" role="region" aria-label="Diary">{"".join(entries) or text(empty)}</div>'


def meeting_table(meetings: Sequence[Meeting]) -> str:
    """Tracks in a round: who met, who refused and why."""
    body = [[text(one.label), _state(one.state), text(one.why)] for one in meetings]
    return table("Tracks this round", ("Track", "State", "Why"), body, "states")


def demand_table(demands: Sequence[Demand]) -> str:
    """Preconditions after a round."""
    body = [
        [f"{text(one.holder)}: {text(one.label)}", _state(one.state), f"round {one.round}" if one.round else ""]
        for one in demands
    ]
    return table("Preconditions", ("Precondition", "State", "Since"), body, "states")


def _state(state: str) -> str:
    return f'<span class="state {text(state)}">{text(STATES[state])}</span>'


def text_table(terms: Sequence[tuple[str, str, bool]], caption: str) -> str:
    """A text issue by issue; what departs from the status quo stands out."""
    body = [
        [text(label), f"<strong>{text(option)}</strong>" if moved else text(option)] for label, option, moved in terms
    ]
    return table(caption, ("Issue", "It says"), body, "terms")


def worth_table(frame: Frame) -> str:
    """The text on the table against what everyone holds out for and has without a deal."""
    body = []
    for one in frame.actors:
        verdict = "would do" if one.text >= max(one.aspiration, one.disagreement) else "not enough"
        if one.text < one.disagreement:
            verdict = "worse than no deal"
        if not one.active:
            verdict = "has left"
        body.append([text(one.label), *(f"{value:.2f}" for value in (one.text, one.aspiration, one.disagreement)),
                     text(verdict)])  # fmt: skip
    head = ("Actor", "The text is worth", "Holds out for", "Has without a deal", "So the text")
    return table("The text against everyone's aims, each on its own scale", head, body, "worth")


def goal_list(goals: Sequence[Goal]) -> str:
    """Goals with what keeps them shut and what would open them."""
    parts = []
    for goal in goals:
        parts.append(f'<section class="goal {"open" if goal.reachable else "shut"}"><h3>{text(goal.label)}</h3>'
                     f"<p>{text(goal.state[:1].upper() + goal.state[1:])}.</p>")  # fmt: skip
        if goal.deadlocks:
            parts.append("<h4>Why</h4><ul>" + "".join(f"<li>{text(one)}</li>" for one in goal.deadlocks) + "</ul>")
        if goal.ways_out:
            ways = "".join(f"<li>{text(one)}.</li>" for one in goal.ways_out)
            parts.append(f"<h4>It would open without</h4><ul>{ways}</ul>")
        if goal.more:
            parts.append(f"<p>And {goal.more} more: <code>sim explain</code> lists them all.</p>")
        parts.append("</section>")
    return f'<div class="goals">{"".join(parts)}</div>'


def paragraphs(lines: Iterable[str], kind: str = "") -> str:
    """Lines as a list."""
    return f'<ul class="{kind}">{"".join(f"<li>{text(line)}</li>" for line in lines)}</ul>'
