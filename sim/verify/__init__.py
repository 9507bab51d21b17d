"""The engine held against theory: reference games with known answers, played like any other scenario.

from sim.verify import verify
found = verify(["fearon"])
found.faulty, found.findings
"""

from sim.verify.check import Case, Distribution, Every, Higher, Mean, NotHigher, Played, Share, Verdict
from sim.verify.game import Game
from sim.verify.suite import Finding, GameFindings, Verification, chosen, verify

__all__ = [
    "Case",
    "Distribution",
    "Every",
    "Finding",
    "Game",
    "GameFindings",
    "Higher",
    "Mean",
    "NotHigher",
    "Played",
    "Share",
    "Verdict",
    "Verification",
    "chosen",
    "verify",
]
