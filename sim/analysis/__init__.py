"""Numbers on outcome tables: tables in, estimates out. Nothing here plays, reads files or draws."""

from sim.analysis.quantities import Quantity, quantity, quantity_names

__all__ = ["Quantity", "quantity", "quantity_names"]
