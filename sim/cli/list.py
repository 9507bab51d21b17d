"""`sim list`: the scenarios that come with sim."""

from __future__ import annotations

from sim.cli.console import grid, output


def list_scenarios() -> None:
    """List the scenarios that come with sim."""
    from sim.scenario import load, shipped

    table = grid(None, ["name", "what it is"], wrapped=(0, 1))
    for name in sorted(shipped(), key=lambda known: (known != "flagship", known)):
        table.add_row(name, load(name).name)
    console = output()
    console.print(table)
    console.print("\nsim run NAME plays one; sim check NAME says what it contains and assumes.")
