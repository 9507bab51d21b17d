"""What a tab of the browser remembers while one goes from view to view."""

from __future__ import annotations

from dataclasses import dataclass

import solara

from sim.page.chair import Game
from sim.page.desk import Desk, open_desk
from sim.page.playing import RUNS
from sim.page.shelf import shelf


@dataclass(frozen=True)
class Tab:
    """A tab's state: the desk, the view, how many runs, which run and round one looks at, and the game one plays."""

    desk: solara.Reactive[Desk]
    view: solara.Reactive[str]
    runs: solara.Reactive[int]
    figure: solara.Reactive[str]
    run: solara.Reactive[int]
    round: solara.Reactive[int]
    game: solara.Reactive[Game | None]

    @classmethod
    def fresh(cls) -> Tab:
        """A tab as it opens: the collection's first scenario."""
        offered = shelf()
        return cls(
            solara.reactive(open_desk(offered, offered.first)), solara.reactive("outcomes"), solara.reactive(RUNS),
            solara.reactive(""), solara.reactive(0), solara.reactive(1), solara.reactive(None),
        )  # fmt: skip

    def open(self, desk: Desk) -> None:
        """Put another scenario on the desk, and begin every view anew."""
        self.run.set(0)
        self.round.set(1)
        self.game.set(None)
        self.desk.set(desk)
