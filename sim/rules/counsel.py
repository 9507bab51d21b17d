"""Whether a mediator who knows a secret is believed (Kydd 2003), as cheap talk (Crawford & Sobel 1982).

It has learnt whether an actor's cost of war is high or low, and says one or the other to a drafter, who makes a tougher
text of "high" and a softer one of "low". Saying so costs nothing, so that it is believed only if it would say what is
true in either case. One who only wants the fighting to end would always say "low": the softer text is refused less
often. One who also wants a good deal for the listener would not give away what the other side can be made to concede.
"""

from __future__ import annotations

from sim.kernel import rule

WORTH_LYING = 1e-6  # of a utility: less than anyone can mean, more than a search for the best text errs


@rule
def line_between(low: float, high: float, share: float) -> float:
    """The cost at which "high" begins: ``share`` in (0, 1) of the way through the range [low, high] still possible."""
    return low + share * (high - low)


@rule
def gain_by_truth(
    true_text: float, true_chance: float, false_text: float, false_chance: float, without: float
) -> float:
    """What a mediator gains in utility by saying what is true instead of what is not.

    ``true_text`` and ``false_text`` are its own utilities of the texts that the listener would table if it believed
    either, ``true_chance`` and ``false_chance`` in [0, 1] how likely the other side, being what it is, takes them;
    else the mediator has ``without``.
    """
    return true_chance * (true_text - without) - false_chance * (false_text - without)


@rule
def is_believed(gain_if_low: float, gain_if_high: float) -> bool:
    """Whether what it says tells anything: it has something to lose by lying in either case.

    To whom it makes no difference what is believed is not believed.
    """
    return gain_if_low > WORTH_LYING and gain_if_high > WORTH_LYING


@rule
def would_lie(gain: float) -> bool:
    """Whether a mediator that gains so much by telling the truth says the opposite; where nothing hangs on it, not."""
    return gain < -WORTH_LYING
