"""Everything compiled and played once before a visitor has to wait for it."""

from __future__ import annotations

import threading

from sim.errors import SimError
from sim.page.chair import deal
from sim.page.collection import Collection
from sim.page.course import play_course
from sim.page.desk import open_desk
from sim.page.playing import play
from sim.scenario import Scenario


def warm(collection: Collection) -> threading.Thread | None:
    """Play the first scenario many times; then, in a thread of its own, step a run and play a chair.

    The thread is handed back, None for a scenario that is broken: that is shown on the page and not here.
    """
    scenario = open_desk(collection, collection.first).scenario
    if scenario is None:
        return None
    try:
        play(scenario)
    except SimError:
        return None
    later = threading.Thread(target=_rest, args=(scenario,), daemon=True)
    later.start()
    return later


def _rest(scenario: Scenario) -> None:
    play_course(scenario)
    # a chair is played by the interpreted round, whose rules are compiled one by one in each process
    deal(scenario, next(iter(scenario.actors))).leave().position()
