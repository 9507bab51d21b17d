"""What came of the suite, for readers: a page of tables, a figure a game, and the numbers as they are."""

from __future__ import annotations

import json
import math
import re
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.results.saving import new_folder
from sim.verify.check import STANDARD_ERRORS, Distribution, Every, Higher, NotHigher
from sim.verify.suite import Finding, GameFindings, Verification

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from sim.report.theory_plot import Panel, Point

PAGE, NUMBERS, MANIFEST, FIGURES = "verification.md", "verification.json", "manifest.json", "figures"
MOST_PANELS = 4
WORDS = {
    "agrees": "agrees", "fails": "**fails**", "deviates": "deviates, known",
    "agrees after all": "**agrees, though known to deviate**",
}  # fmt: skip


def save(found: Verification, target: Path, command: str | None = None) -> list[Path]:
    """Write page, figures, numbers and manifest to a folder that appears whole or not at all; the paths.

    Raises InputError if something else is there, RunError if it cannot be written.
    """
    with new_folder(target) as folder:
        written = [Path(PAGE), Path(NUMBERS), Path(MANIFEST)]
        (folder / FIGURES).mkdir()
        for played in found.games:
            written += [path.relative_to(folder) for path in _figures(played, found, folder / FIGURES)]
        (folder / PAGE).write_text(page(found, FIGURES), encoding="utf-8", newline="\n")
        numbers = {"long": found.long, "seed": found.seed, "checks": [one.to_dict() for one in found.findings]}
        _write(folder / NUMBERS, numbers)
        manifest = {
            "tool": "sim", "format": 1, "note": "The engine against theory.", "command": command, "seed": found.seed,
            "long": found.long, "files": [path.as_posix() for path in written],
        }  # fmt: skip
        _write(folder / MANIFEST, manifest)
    return [target / path for path in written]


def _write(path: Path, content: dict[str, Any]) -> None:
    text = json.dumps(content, indent=1, ensure_ascii=False, allow_nan=False)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")


def page(found: Verification, figures: str) -> str:
    """Tables of all that was checked, game by game, in Markdown; `figures` is where the pictures lie."""
    lines = [_wrapped(verdict(found)), ""]
    lines += [
        "| game | checks | agree | deviate, known | fail | farthest, in standard errors |",
        "|---|---|---|---|---|---|",
    ]
    for played in found.games:
        lines.append(_row(played))
    for played in found.games:
        lines += ["", *section(played, figures)]
    return "\n".join(lines) + "\n"


def verdict(found: Verification) -> str:
    """How many checks there were and how they came out, in a sentence or two."""
    total, agree = len(found.findings), found.count("agrees")
    known, fail = found.count("deviates"), found.count("fails")
    surprises = found.count("agrees after all")
    text = (
        f"{total} checks of {len(found.games)} games ({'long' if found.long else 'short'} form, seed {found.seed}): "
        f"{agree} agree with theory, {known} {'deviates' if known == 1 else 'deviate'} for a known reason, {fail} "
        f"{'fails' if fail == 1 else 'fail'}."
    )
    if surprises:
        text += (
            f" {surprises} said to deviate {'agrees' if surprises == 1 else 'agree'}: take the reason out of the suite."
        )
    return text


def figure(played: GameFindings, found: Verification) -> Axes | None:
    """Theory as lines and runs as marks; None for a game that has no range of parameters."""
    from sim.report.theory_plot import against_theory

    panels = _panels(played)
    if not panels:
        return None
    foot = f"sim verify {played.game.name}{' --long' if found.long else ''} · {_runs(played)} runs a point"
    return against_theory(f"{played.game.title}: {_in_short(played)}", played.game.axis, panels, foot)


def _panels(played: GameFindings) -> list[Panel]:
    """The quantities that are worth a panel, those checked first before others."""
    from sim.report.theory_plot import Panel, Point

    found: dict[str, dict[str, list[Point]]] = {}
    for one in played.findings:
        if isinstance(one.check, Distribution | Higher | NotHigher) or math.isnan(one.verdict.simulated):
            continue
        error = one.verdict.error * (1 if one.verdict.z is None else STANDARD_ERRORS)
        point = Point(one.case.at, one.verdict.simulated, one.verdict.exact, error)
        found.setdefault(one.check.what, {}).setdefault(one.case.series, []).append(point)
    shown = [Panel(what, dict(series)) for what, series in found.items() if _varies(series)]
    return shown[:MOST_PANELS] if played.game.axis else []


def _varies(series: dict[str, list[Point]]) -> bool:
    """Whether there is a range to draw: theory takes different values, or the engine does not follow."""
    exact = [point.exact for points in series.values() for point in points]
    off = any(abs(point.exact - point.simulated) > point.allowed for points in series.values() for point in points)
    return len(exact) > 1 and (max(exact) - min(exact) > 1e-6 or off)


def _figures(played: GameFindings, found: Verification, folder: Path) -> list[Path]:
    from sim.report import save_figure

    drawn = figure(played, found)
    return [] if drawn is None else save_figure(drawn, folder, played.game.name)


def _in_short(played: GameFindings) -> str:
    """The finding, for the title of a figure."""
    known = sum(one.status == "deviates" for one in played.findings)
    faults = sum(one.faulty for one in played.findings)
    agree = len(played.findings) - known - faults
    if not known and not faults:
        return "the engine agrees with theory"
    if not agree:
        return "the engine does not follow the theory"
    return f"{agree} of {len(played.findings)} checks agree with theory"


def _row(played: GameFindings) -> str:
    statuses = [one.status for one in played.findings]
    distances = [abs(one.verdict.z) for one in played.findings if one.status == "agrees" and one.verdict.z is not None
                 and not isinstance(one.check, Higher | NotHigher)]  # fmt: skip
    anchor = re.sub(r"[^\w -]", "", played.game.title).lower().replace(" ", "-")
    fails = sum(one.faulty for one in played.findings)
    farthest = f"{max(distances):.1f}" if distances else "none in any run" if "agrees" in statuses else ""
    return (
        f"| [{played.game.name}](#{anchor}) | {len(statuses)} | {statuses.count('agrees')} | "
        f"{statuses.count('deviates')} | {fails} | {farthest} |"
    )


def section(played: GameFindings, figures: str) -> Iterator[str]:
    """The lines of a game: what theory says, how the scenario says it, figure and table."""
    game = played.game
    yield f"## {game.title}"
    yield ""
    yield _wrapped(f"`sim verify {game.name}`; {game.source}. {game.theory}")
    yield ""
    limits = f" *Limits*: {game.limits}" if game.limits else ""
    yield _wrapped(f"In the scenario `{_name(game.scenario)}`: {game.setup}{limits}")
    yield ""
    for reason in dict.fromkeys(one.check.deviates for one in played.findings if one.check.deviates):
        yield _wrapped(f"*Deviates*: {reason}")
        yield ""
    if _panels(played):
        yield f"![{game.title}, theory and engine]({figures}/{game.name}.png)"
        yield ""
    yield f'<details markdown="1"><summary>{len(played.findings)} checks, {_runs(played)} runs each</summary>'
    yield ""
    yield "| case | quantity | engine | theory | distance | |"
    yield "|---|---|---|---|---|---|"
    for one in played.findings:
        yield (
            f"| {one.case.label} | {one.check.what} | {shown(one.verdict.simulated)} | {expected(one)} | "
            f"{distance(one)} | {WORDS[one.status]} |"
        )
    yield ""
    yield "</details>"


def _runs(played: GameFindings) -> str:
    return f"{played.findings[0].runs:,}"


def _wrapped(text: str) -> str:
    return "\n".join(textwrap.wrap(text, 120, break_long_words=False, break_on_hyphens=False))


def _name(scenario: str | Path) -> str:
    return f"reference/{scenario}" if isinstance(scenario, str) else scenario.stem


def shown(value: float) -> str:
    """A number with four digits that count."""
    if value != value:
        return "-"
    return f"{value:.4g}" if abs(value) < 1e4 else f"{value:,.0f}"


def expected(one: Finding) -> str:
    """What theory says; of a direction, what it is to be above, or not to be."""
    if isinstance(one.check, NotHigher):
        return f"no more than {shown(one.verdict.exact)}"
    return f"above {shown(one.verdict.exact)}" if isinstance(one.check, Higher) else shown(one.verdict.exact)


def distance(one: Finding) -> str:
    """How far the engine is from theory: standard errors, the largest of any run, or a clear direction."""
    verdict = one.verdict
    if isinstance(one.check, Every):
        return f"{abs(verdict.simulated - verdict.exact):.1g}, worst run"
    if isinstance(one.check, Higher) and math.isinf(verdict.z or 0.0):
        return "in every run"
    if verdict.z is None:
        return f"{verdict.simulated - verdict.exact:+.2g}"
    return f"{verdict.z:+.1f} se"
