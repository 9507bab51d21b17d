"""The command `sim`: parse, call, print. No arithmetic here, and nothing heavy until a command needs it."""

from sim.cli.app import app, main

__all__ = ["app", "main"]
