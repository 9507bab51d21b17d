"""Controls of the page: plain HTML elements with labels, which keyboards and screen readers know."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import solara

Item = Mapping[str, Any]


@solara.component_vue("buttons.vue", vuetify=False)
def Buttons(*, label: str, items: Sequence[Item], event_press: Callable[[str], None]) -> None:
    """Buttons in a row: each a key, a label, and perhaps kind, pressed, disabled."""


@solara.component_vue("tabs.vue", vuetify=False)
def Tabs(*, label: str, value: str, items: Sequence[Item], event_press: Callable[[str], None]) -> None:
    """The views, of which one is shown."""


@solara.component_vue("choice.vue", vuetify=False)
def Choice(*, name: str, label: str, value: str, items: Sequence[Item], event_choose: Callable[[str], None]) -> None:
    """One of several."""


@solara.component_vue("number.vue", vuetify=False)
def Number(*, name: str, label: str, value: int, low: int, high: int, event_send: Callable[[Any], None]) -> None:
    """A whole number."""


@solara.component_vue("levers.vue", vuetify=False)
def Levers(
    *, groups: Sequence[Item], event_move: Callable[[Item], None], event_put_back: Callable[[str], None]
) -> None:  # fmt: skip
    """Sliders by group. `move` is told of a path and a value, while one drags a moment late."""


@solara.component_vue("editor.vue", vuetify=False)
def Editor(
    *, name: str, label: str, value: str, event_use: Callable[[str], None], event_restore: Callable[[Any], None]
) -> None:  # fmt: skip
    """A text to be changed, used only when one says so."""


@solara.component_vue("orders.vue", vuetify=False)
def OrderForm(*, groups: Sequence[Item], event_give: Callable[[Item], None]) -> None:
    """Orders by group, each a choice."""


@solara.component_vue("draft.vue", vuetify=False)
def Draft(
    *, issues: Sequence[Item], drafted: Mapping[str, Any], number: int, worth: str, event_weigh: Callable[[Any], None],
    event_table: Callable[[Any], None],
) -> None:  # fmt: skip
    """A text to be tabled, issue by issue; `number` comes back with it."""
