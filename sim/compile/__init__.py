"""Scenario and parameter points -> arrays."""

from __future__ import annotations

from sim.compile.compiled import LOG_EVENTS, Compiled, Work, compile_scenario
from sim.compile.names import Names

__all__ = ["LOG_EVENTS", "Compiled", "Names", "Work", "compile_scenario"]
