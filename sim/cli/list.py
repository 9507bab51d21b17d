"""`sim list`: the scenarios, studies and tables of actors that come with sim."""

from __future__ import annotations

from sim.cli.console import grid, output


def list_scenarios() -> None:
    """List the scenarios, studies and tables of actors that come with sim."""
    from sim.scenario import load, shipped
    from sim.spatial.reading import shipped_tables
    from sim.study import question_of, shipped_studies

    table = grid(None, ["name", "what it is"], wrapped=(0, 1))
    for name in sorted(shipped(), key=lambda known: (known != "flagship", known)):
        table.add_row(name, load(name).name)
    console = output()
    console.print(table)
    console.print("\nsim run NAME plays one; sim check NAME says what it contains and assumes.\n")
    studies = grid(None, ["study", "what it asks"], wrapped=(0, 1))
    for name, path in shipped_studies().items():
        studies.add_row(name, question_of(path))
    console.print(studies)
    console.print("\nsim sweep NAME plays one.\n")
    console.print(f"Tables of actors, for sim spatial NAME: {', '.join(shipped_tables())}.")
