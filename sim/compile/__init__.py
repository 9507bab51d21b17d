"""Scenario and parameter points -> arrays."""

from __future__ import annotations

from sim.compile.compiled import Compiled, Work, compile_scenario
from sim.compile.names import Names

__all__ = ["Compiled", "Names", "Work", "compile_scenario"]
