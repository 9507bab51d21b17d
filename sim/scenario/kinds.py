"""The kinds of distribution, the form of each, and what their parameters must satisfy."""

from __future__ import annotations

import math

KINDS: dict[str, str] = {
    "uniform": "[lo, hi]",
    "triangular": "[lo, mode, hi]",
    "normal": "[mean, sd]",
    "lognormal": "[median, sigma]",
    "beta": "[a, b]",
    "loguniform": "[lo, hi]",
    "choice": "[value, value, ...]",
}


class NumberFault(ValueError):
    """A value that cannot be used; `at` is the key below its path that is to blame, if one is."""

    def __init__(self, message: str, hint: str = "", at: str | None = None) -> None:
        super().__init__(message)
        self.message, self.hint, self.at = message, hint, at


def check_parameters(kind: str, parameters: tuple[float, ...]) -> None:
    """Raise NumberFault unless the parameters, in the order of KINDS, make a distribution of that kind."""
    form = f"form: {{{kind}: {KINDS[kind]}}}"
    wanted = {"triangular": 3}.get(kind, 2)
    if kind == "choice":
        if len(parameters) < 2:
            raise NumberFault("a choice needs at least two values", form, kind)
        if len(set(parameters)) < len(parameters):
            raise NumberFault("a choice names a value twice", "use weights to make it likelier", kind)
        return
    if len(parameters) != wanted:
        raise NumberFault(f"{kind} takes {wanted} numbers, not {len(parameters)}", form, kind)
    first, last = parameters[0], parameters[-1]
    if kind in ("uniform", "triangular", "loguniform"):
        if not first < last:
            raise NumberFault(f"the lower end {first:g} is not below the upper end {last:g}", form, kind)
        if kind == "triangular" and not first <= parameters[1] <= last:
            raise NumberFault(f"the mode {parameters[1]:g} is not between {first:g} and {last:g}", form, kind)
        if kind == "loguniform" and first <= 0:
            raise NumberFault(f"the lower end {first:g} of a loguniform is not above 0", form, kind)
        return
    names = KINDS[kind].strip("[]").split(", ")
    for name, value in zip(names, parameters, strict=True):
        if name != "mean" and value <= 0:
            raise NumberFault(f"{name} of {kind} is {value:g}, not above 0", form, kind)
    if kind == "lognormal" and last > 10:
        raise NumberFault(f"sigma of lognormal is {last:g}", "allowed: (0, 10]", kind)


def normalised(kind: str, values: tuple[float, ...], weights: tuple[float, ...]) -> tuple[float, ...]:
    """The weights of a choice, summing to 1. Raises NumberFault for weights that do not fit the values."""
    if kind != "choice":
        raise NumberFault(f"weights belong to choice, not to {kind}", at="weights")
    if len(weights) != len(values):
        raise NumberFault(f"{len(weights)} weights for {len(values)} values", at="weights")
    if any(weight < 0 for weight in weights) or not math.fsum(weights) > 0:
        raise NumberFault("weights must be 0 or more and not all 0", at="weights")
    total = math.fsum(weights)
    return weights if abs(total - 1) < 1e-12 else tuple(weight / total for weight in weights)
