"""Numbers of a scenario by names that people read; see `sim.summary.path_names`."""

from sim.summary.path_names import path_name, path_names

__all__ = ["path_name", "path_names"]
