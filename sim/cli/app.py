"""The commands together, and what becomes of errors.

Exit codes: 0 well, 1 something failed while running, 2 the input has to be mended, 130 interrupted.
"""

from __future__ import annotations

import atexit
import gc
import io
import os
import sys
from typing import Annotated

import typer

from sim.cli.backtest import backtest
from sim.cli.blame import blame
from sim.cli.check import check
from sim.cli.compare import compare
from sim.cli.drivers import drivers
from sim.cli.explain import explain
from sim.cli.list import list_scenarios
from sim.cli.page import page
from sim.cli.report import report
from sim.cli.robust import robust
from sim.cli.run import run
from sim.cli.schema import schema
from sim.cli.spatial import spatial
from sim.cli.sweep import sweep
from sim.cli.trace import trace
from sim.cli.update import update
from sim.cli.verify import verify
from sim.errors import InputError, SimError

app = typer.Typer(
    name="sim",
    help="Play a diplomatic scenario many times and see how it may end. Not a forecast.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
app.command("run")(run)
app.command("trace")(trace)
app.command("sweep")(sweep)
app.command("compare")(compare)
app.command("robust")(robust)
app.command("drivers")(drivers)
app.command("blame")(blame)
app.command("update")(update)
app.command("explain")(explain)
app.command("verify")(verify)
app.command("report")(report)
app.command("page")(page)
app.command("backtest")(backtest)
app.command("spatial")(spatial)
app.command("check")(check)
app.command("list")(list_scenarios)
app.command("schema")(schema)


def _show_version(wanted: bool) -> None:
    if wanted:
        import sim

        typer.echo(f"sim {sim.__version__}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool,
        typer.Option("--version", help="Show the version and exit.", callback=_show_version, is_eager=True),
    ] = False,
) -> None:
    """Play a diplomatic scenario many times and see how it may end. Not a forecast."""


def main() -> None:
    """Run the command of the command line and exit with its code.

    Errors of the input are told without traceback.
    """
    # A command makes much that lasts and little rubbish: to look for it through all of NumPy, Numba and Matplotlib
    # again and again, and once more at exit, takes a fifth of the time of a short run.
    gc.set_threshold(100_000, 50, 100)
    atexit.register(gc.freeze)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal without dashes is no reason to fail
    try:
        app()
    except SimError as error:
        print(error, file=sys.stderr)
        sys.exit(2 if isinstance(error, InputError) else 1)
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        # The reader (head, less) has seen enough. Python would complain once more when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
