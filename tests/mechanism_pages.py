"""What docs/mechanisms/ measures of each mechanism. ``python -m tests.mechanism_pages`` brings it up to date.

Needed when the engine, a claim or its scenario has changed: the documents' tests hold pages and figures to what is
measured. The words above the marker of a page are written by hand; what stands below it is measured on the same runs,
with the same luck, as ``tests/mechanisms/test_switches.py`` judges.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np

from sim.analysis.clusters import Clusters
from sim.analysis.paired import Difference, difference_of
from sim.analysis.quantities import Kind, Quantity
from sim.scenario.mechanisms import Mechanisms
from tests.computed_pages import below_marker, save_picture
from tests.mechanisms.claims import CLAIMS, RUNS, on_and_off
from tests.mechanisms.figures import figure
from tests.mechanisms.paired import SCENARIOS, Statistic

ROOT = Path(__file__).resolve().parent.parent
PAGES = ROOT / "docs" / "mechanisms"
FIGURES = ROOT / "docs" / "images" / "mechanisms"
SHARES = ("share", "happened", "says")
"""Kinds of statistics whose mean is a share of runs."""
MARKER = "<!-- below: python -m tests.mechanism_pages -->\n"


def shown(statistic: Statistic, value: float, *, change: bool = False) -> str:
    """A level or a change of a statistic, as reports give it: shares in percent, changes of them in points."""
    sign = "+" if change else ""
    if statistic.kind in SHARES:
        return f"{100 * value:{sign}.0f}" + (" points" if change else "%")
    return f"{value:{sign}.{1 if statistic.kind == 'when' else 2}f}"


@cache
def measured(mechanism: str) -> Difference:
    """The claim's statistic without the mechanism (before) and with it (after), and the paired change."""
    statistic = CLAIMS[mechanism].statistic
    on, off = (statistic(rows).to_numpy(dtype=float) for rows in on_and_off(mechanism))
    kind: Kind = "share" if statistic.kind in SHARES else "mean"
    what = Quantity(mechanism, statistic.words, "", kind, (), lambda columns: on)
    return difference_of(what, off, on, Clusters.of(np.arange(on.size)))


def finding(mechanism: str) -> str:
    """The title of a mechanism's figure."""
    statistic = CLAIMS[mechanism].statistic
    found = measured(mechanism)
    on, off = found.after.mean, found.before.mean
    words = statistic.words[0].upper() + statistic.words[1:]
    name = mechanism.replace("_", " ")
    return f"{words}: {shown(statistic, on)} with {name}, {shown(statistic, off)} without"


def numbers(mechanism: str) -> str:
    """All numbers that a mechanism's figure draws, as text: what makes two pictures the same."""
    ax = figure(mechanism, finding(mechanism))
    bars = [f"{bar.get_width():.4f}" for bar in ax.patches]  # type: ignore[attr-defined]
    lines = [" ".join(f"{y:.4f}" for y in line.get_ydata()) for line in ax.lines]  # type: ignore[union-attr]
    return " ".join([finding(mechanism), *bars, *lines])


def block(mechanism: str) -> str:
    """The measured part of a page: the claim, the figure, the numbers and the scenario that they are from."""
    claim = CLAIMS[mechanism]
    found, statistic = measured(mechanism), claim.statistic
    ends = f"{shown(statistic, found.low, change=True)} to {shown(statistic, found.high, change=True)}".replace(
        " points to", " to"
    )
    scenario = (SCENARIOS / f"{claim.scenario}.yaml").read_text(encoding="utf-8")
    levels = shown(statistic, found.after.mean), shown(statistic, found.before.mean)
    row = (*levels, shown(statistic, found.change, change=True), ends)
    return f"""
## What it does

**Claim.** {claim.why[0].upper() + claim.why[1:]} ({claim.source}).

**So with the mechanism** this should go {"up" if claim.sign > 0 else "down"}: {statistic.words}.

![{finding(mechanism)}](../images/mechanisms/{mechanism}.svg)

| | on | off | difference | 95% interval, paired |
|---|---|---|---|---|
| {statistic.words} | {" | ".join(row)} |

{RUNS:,} runs with the mechanism and the same {RUNS:,}, with the same luck, without it, of this scenario
(`tests/mechanisms/scenarios/{claim.scenario}.yaml`). It is made to show the mechanism, so the size of the effect says
nothing about any war.

```yaml
{scenario.rstrip()}
```
"""


def title_of(mechanism: str) -> str:
    """The heading of a mechanism's page."""
    first, _, _ = (PAGES / f"{mechanism}.md").read_text(encoding="utf-8").partition("\n")
    return first.removeprefix("# ")


def index() -> str:
    """The table of all mechanisms on docs/mechanisms/index.md."""
    lines = ["\n| mechanism | switch | what moves | on | off | claim |", "|---|---|---|---|---|---|"]
    for name in Mechanisms.model_fields:
        found, claim = measured(name), CLAIMS[name]
        on, off = (shown(claim.statistic, level.mean) for level in (found.after, found.before))
        link = f"[{title_of(name)}]({name}.md)"
        way = "up" if claim.sign > 0 else "down"
        lines.append(f"| {link} | `{name}` | {claim.statistic.words} | {on} | {off} | {way} |")
    return "\n".join(lines) + "\n"


def updated(page: str, below: str) -> str:
    """A page with what is measured now below its marker."""
    return below_marker(page, MARKER, below)


def write_figure(mechanism: str) -> None:
    """Draw a mechanism's figure; the numbers in it are the picture's description, for the tests and for who asks."""
    title = finding(mechanism)
    save_picture(figure(mechanism, title), FIGURES / f"{mechanism}.svg", title, numbers(mechanism))


def main() -> None:
    """Rewrite what is measured on all pages, and all figures."""
    for mechanism in CLAIMS:
        page = PAGES / f"{mechanism}.md"
        page.write_text(updated(page.read_text(encoding="utf-8"), block(mechanism)), encoding="utf-8")
        write_figure(mechanism)
    page = PAGES / "index.md"
    page.write_text(updated(page.read_text(encoding="utf-8"), index()), encoding="utf-8")


if __name__ == "__main__":
    main()
