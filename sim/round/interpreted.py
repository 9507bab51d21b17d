"""The interpreted twin of a round: the same source, not compiled, for runs in which somebody else decides.

Compiled code cannot call back into Python, so a round with a ``judge`` is played by the Python functions of the same
phases. The rules that they call stay compiled: there is one set of rules and one order of them.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import cache
from types import FunctionType
from typing import Any

from sim import round as round_

PACKAGE = "sim.round"


def _python(value: object) -> FunctionType | None:
    """The Python function behind a phase of this package, None for anything else."""
    function = getattr(value, "py_func", value)
    if isinstance(function, FunctionType) and function.__module__.startswith(PACKAGE):
        return function
    return None


@cache
def twin() -> Callable[..., bool]:
    """``play_on`` interpreted, with everything that it calls in this package."""
    modules = [module for name, module in sys.modules.items() if name == PACKAGE or name.startswith(PACKAGE + ".")]
    spaces: dict[str, dict[str, Any]] = {module.__name__: dict(vars(module)) for module in modules}
    twins: dict[tuple[str, str], FunctionType] = {}
    for space in spaces.values():
        for value in space.values():
            function = _python(value)
            if function is not None:
                key = (function.__module__, function.__name__)
                home = spaces[function.__module__]
                twins.setdefault(key, FunctionType(function.__code__, home, function.__name__, function.__defaults__))
    for space in spaces.values():
        for name, value in list(space.items()):
            function = _python(value)
            if function is not None:
                space[name] = twins[function.__module__, function.__name__]
    return twins[round_.play_on.__module__, "play_on"]
