"""Preconditions as sets of bits: which of them hold something shut now.

A gate looks at the present state: it shuts again when what satisfied it is gone.
"""

from __future__ import annotations

from sim.kernel import rule


@rule
def condition_holds(level: float, sense: int, threshold: float) -> bool:
    """Whether an issue's ``level`` is at least (0), at most (1) or exactly (2) at ``threshold``."""
    if sense == 0:
        return level >= threshold - 1e-12
    if sense == 1:
        return level <= threshold + 1e-12
    return abs(level - threshold) <= 1e-12


@rule
def shutting(gates: int, waived: int, unsatisfied: int, format_broken: int) -> int:
    """Bits of the preconditions that shut something: among its ``gates``, neither waived nor satisfied, be it by
    the state of the world (``unsatisfied``) or by who sits at the table (``format_broken``).
    """
    return gates & ~waived & (unsatisfied | format_broken)


@rule
def lowest_bit(bits: int) -> int:
    """Index of the lowest bit that is set in ``bits``, -1 for none."""
    if bits == 0:
        return -1
    index = 0
    while bits & 1 == 0:
        bits >>= 1
        index += 1
    return index
