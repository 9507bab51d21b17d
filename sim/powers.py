"""Exponentials, logarithms, powers and circles of our own: the same bits wherever they are worked out.

Those of a system's library differ in the last bit from one system to the next, and a run that turns on it would end
differently there. A call to a library also keeps a loop over actors from working on several at once, which these do
not: they are a few products and sums, in which the exponent of a number is taken off or put on.

Nothing is off by more than about one unit in the last place, but for powers, whose error grows with the exponent. The
approximation of the exponential is Moshier's (1989, "Methods and programs for mathematical functions"), those of the
logarithm, the sine and the cosine are from Sun's fdlibm (1993). A loop can only take several at once if each is worked
out straight through: nothing is skipped, and what does not apply is thrown away at the end.
"""

from __future__ import annotations

import math
from typing import Any

from llvmlite import ir  # type: ignore[import-untyped]
from numba.core import config, types
from numba.extending import intrinsic, overload

from sim.kernel import part

ROUNDER = 6755399441055744.0  # 1.5 * 2**52: added to a number, it leaves its whole part in the last bits
LOG2_E = 1.4426950408889634
LN2_HIGH, LN2_LOW = 6.93145751953125e-1, 1.42860682030941723212e-6  # the first is short: times a whole number, exact
LN2_HIGHER, LN2_LOWER = 6.93147180369123816490e-1, 1.90821492927058770002e-10
ROOT_2 = 1.4142135623730951
TURN = 2.0 * math.pi
SMALLEST = 2.2250738585072014e-308  # of the normal numbers
LEAST = -708.0  # below it an exponential would be no normal number


@part
def exponential(y: float) -> float:
    """``exp(y)`` for ``y`` at most 0; nothing below -708."""
    within = max(y, LEAST)
    shifted = within * LOG2_E + ROUNDER
    whole = shifted - ROUNDER
    rest = (within - whole * LN2_HIGH) - whole * LN2_LOW
    square = rest * rest
    odd = rest * ((1.26177193074810590878e-4 * square + 3.02994407707441961300e-2) * square + 9.99999999999999999910e-1)
    even = (3.00198505138664455042e-6 * square + 2.52448340349684104192e-3) * square + 2.27265548208155028766e-1
    value = (1.0 + 2.0 * (odd / (even * square + 2.0 - odd))) * two_to(shifted)
    return 0.0 if y < LEAST else value


@part
def logarithm(x: float) -> float:
    """``log(x)`` for a normal number ``x`` above 0."""
    mantissa = mantissa_of(x)
    above = mantissa > ROOT_2
    whole = exponent_of(x) + (1.0 if above else 0.0)
    f = (0.5 * mantissa if above else mantissa) - 1.0
    s = f / (2.0 + f)
    z = s * s
    w = z * z
    even = w * (3.999999999940941908e-1 + w * (2.222219843214978396e-1 + w * 1.531383769920937332e-1))
    odd = z * (
        6.666666666666735130e-1
        + w * (2.857142874366239149e-1 + w * (1.818357216161805012e-1 + w * 1.479819860511658591e-1))
    )
    half = 0.5 * f * f
    return whole * LN2_HIGHER - ((half - (s * (half + even + odd) + whole * LN2_LOWER)) - f)


@part
def logarithm_beside_one(z: float) -> float:
    """``log(1 + z)`` for ``z`` above -1, however small (Kahan; Goldberg 1991, theorem 4)."""
    x = 1.0 + z
    return z if x == 1.0 else logarithm(x) * (z / (x - 1.0))


@part
def power(x: float, exponent: float) -> float:
    """``x`` in [0, 1] to the power of ``exponent``, above 0."""
    value = exponential(exponent * logarithm(max(x, SMALLEST)))
    return value if x > 0.0 else x  # nothing, or no number


@part
def cosine_and_sine(turns: float) -> tuple[float, float]:
    """Cosine and sine of an angle of ``turns`` in [0, 1], in full turns."""
    quarters = (4.0 * turns + ROUNDER) - ROUNDER
    angle = TURN * (turns - 0.25 * quarters)  # at most an eighth of a turn to either side
    z = angle * angle
    sine = angle + angle * z * (
        -1.66666666666666324348e-1
        + z * (8.33333333332248946124e-3 + z * (-1.98412698298579493134e-4 + z * (
            2.75573137070700676789e-6 + z * (-2.50507602534068634195e-8 + z * 1.58969099521155010221e-10)
        )))
    )  # fmt: skip
    cosine = 1.0 - (0.5 * z - z * z * (
        4.16666666666666019037e-2
        + z * (-1.38888888888741095749e-3 + z * (2.48015872894767294178e-5 + z * (
            -2.75573143513906633035e-7 + z * (2.08757232129817482790e-9 + z * -1.13596475577881948265e-11)
        )))
    ))  # fmt: skip
    swapped = abs(quarters - 2.0) == 1.0
    along = sine if swapped else cosine
    across = cosine if swapped else sine
    # the second and third quarters lie to the left, the third and fourth below
    return -along if abs(quarters - 1.5) < 1.0 else along, -across if abs(quarters - 2.5) < 1.0 else across


def two_to(shifted: float) -> float:
    """2 to the power of a whole number to which ROUNDER was added."""
    return math.ldexp(1.0, int(shifted - ROUNDER))


def mantissa_of(x: float) -> float:
    """``x`` between 1 and 2, its power of 2 taken off."""
    return 2.0 * math.frexp(x)[0]


def exponent_of(x: float) -> float:
    """The power of 2 that ``mantissa_of`` takes off."""
    return float(math.frexp(x)[1] - 1)


if not config.DISABLE_JIT:
    WORD = ir.IntType(64)
    REAL = ir.DoubleType()
    MANTISSA_BITS, BIAS = 52, 1023
    ONE = ir.Constant(WORD, BIAS << MANTISSA_BITS)  # the bits of 1.0

    def _on_bits(work_out: Any) -> Any:
        """A function of the bits of a number, as compiled code has it."""

        @intrinsic
        def compiled(typing: Any, number: Any) -> Any:
            def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
                return work_out(builder, builder.bitcast(arguments[0], WORD))

            return types.float64(types.float64), generate

        return compiled

    @_on_bits
    def _two_to(builder: Any, bits: Any) -> Any:
        exponent = builder.shl(bits, ir.Constant(WORD, MANTISSA_BITS))
        return builder.bitcast(builder.add(exponent, ONE), REAL)

    @_on_bits
    def _mantissa_of(builder: Any, bits: Any) -> Any:
        mantissa = builder.and_(bits, ir.Constant(WORD, (1 << MANTISSA_BITS) - 1))
        return builder.bitcast(builder.or_(mantissa, ONE), REAL)

    @_on_bits
    def _exponent_of(builder: Any, bits: Any) -> Any:
        exponent = builder.lshr(bits, ir.Constant(WORD, MANTISSA_BITS))
        return builder.sitofp(builder.sub(exponent, ir.Constant(WORD, BIAS)), REAL)

    @overload(two_to, inline="always", strict=False)
    def _two_to_compiled(shifted: Any) -> Any:
        return lambda shifted: _two_to(shifted)

    @overload(mantissa_of, inline="always", strict=False)
    def _mantissa_of_compiled(x: Any) -> Any:
        return lambda x: _mantissa_of(x)

    @overload(exponent_of, inline="always", strict=False)
    def _exponent_of_compiled(x: Any) -> Any:
        return lambda x: _exponent_of(x)
