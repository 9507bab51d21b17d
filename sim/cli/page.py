"""`sim page`: a local page to play with a scenario."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from typing import Annotated

import typer

from sim.errors import InputError, RunError


def page(
    scenario: Annotated[
        str,
        typer.Argument(metavar="[SCENARIO]", help="A shipped scenario, a YAML file, or a folder to choose from."),
    ] = "flagship",
    port: Annotated[int, typer.Option("--port", metavar="P", min=0, max=65535, help="0: any that is free.")] = 8765,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Only print the address.")] = False,
) -> None:
    """Open a page on this machine: move levers, step through a run, open the gate graph, play a part.

    It is served to this machine only and needs no network. Ctrl-C ends it.
    """
    from sim.page.collection import collection

    chosen = collection(scenario)
    if find_spec("solara") is None:
        raise InputError("the page needs packages that are not installed: pip install '.[page]'")
    from sim.cli.console import announce_compiling
    from sim.ensemble import is_compiled
    from sim.page.server import serve
    from sim.page.shelf import lend
    from sim.page.warm import warm

    lend(chosen)
    if not is_compiled():
        announce_compiling()
    try:
        warm(chosen)
        serve(port, not no_browser, _announce)
    except ImportError as error:
        raise RunError(f"the page cannot start: {error} (pip install '.[page]')") from error


def _announce(url: str) -> None:
    print(f"The page is at {url} (Ctrl-C ends it)")
    sys.stdout.flush()
