"""What an actor expects from challenging another, and what that says of how much risk it takes.

Positions lie on [0, 1], the issue's range at the outset; arrays have the shape (games, challenger, target) where
nothing else is said. Sources: Bueno de Mesquita (1981, The War Trap; 1985, American Political Science Review 79,
156-177; 1994, in Bueno de Mesquita & Stokman, European Community Decision Making, ch. 4; 1997, International
Interactions 23, 235-266); Scholz, Calbert & Smith (2011, Journal of Theoretical Politics 23, 510-531), who put the
model together from them.
"""

from __future__ import annotations

import numpy as np

from sim.spatial.voting import ROUNDING, Floats


def utility(change: Floats, risk: Floats) -> Floats:
    """Utility of a change for the better (above 0) or worse, on [-1, 1], to an actor with a risk exponent.

    `U = 2 - 4 (0.5 - 0.5 change)^r`: 2 - 4 0.5^r where nothing changes, which is 0 for r = 1. Exponents below 1 make a
    gain count more than a loss of the same size, so they take risks; those above 1 avoid them. On [-2, 2]. Scholz et
    al. (2011) for success (`change = d`), failure (`-d`) and the status quo (0), `d` the distance between challenger
    and target.
    """
    return np.asarray(2.0 - 4.0 * np.maximum(0.5 - 0.5 * change, 0.0) ** risk)


def expected_gains(
    distance: Floats, salience: Floats, win: Floats, risk: Floats, to_median: Floats, status_quo: float
) -> Floats:
    """What a challenge is expected to bring beyond doing nothing.

    With s_j the target's salience, P the challenger's chance of prevailing and Q the `status_quo`,

        E_ij = s_j (P U_success + (1 - P) U_failure) + (1 - s_j) U_success
               - Q U_same - (1 - Q) (T U_better + (1 - T) U_worse)

    The target resists with probability s_j and else gives in. Without a challenge nothing changes, or (1 - Q) the
    target comes to the median; that is better for the challenger (T = 1) if the median is nearer to it than the target
    is. Better and worse are by half the sum of the two distances (Bueno de Mesquita 1985; Scholz et al. 2011).

    `risk` is the exponent of who judges: (games, actors, 1) for each challenger's own view, `E^i(U_ij)`; (games, 1,
    actors) for how each target takes it, `E^j(U_ij)`. `to_median` (games, actors): distance from the median. On
    [-4, 4], 0 on the diagonal.
    """
    responds = salience[:, None, :]
    success, same = utility(distance, risk), utility(np.zeros_like(distance), risk)
    gain = success - responds * (1.0 - win) * (success - utility(-distance, risk)) - status_quo * same
    if status_quo < 1.0:
        shift = 0.5 * (to_median[:, :, None] + distance)
        better = np.where(to_median[:, :, None] < distance - ROUNDING, shift, -shift)
        gain = gain - (1.0 - status_quo) * utility(better, risk)
    places = np.arange(distance.shape[1])
    gain[:, places, places] = 0.0
    return np.asarray(gain)


def risk_exponents(gains: Floats) -> Floats:
    """How much risk each actor takes, from what all others expect to gain by challenging it. (games, actors).

    `S_i = sum_j E_ji`, with all exponents 1, is how exposed its position makes it. Between the most and the least
    exposed, `R_i = (2 S_i - S_max - S_min) / (S_max - S_min)` runs from 1 to -1, and `r_i = (1 - R_i / 3) / (1 + R_i /
    3)` from 0.5 to 2: who stands where many would gain by a challenge has accepted that risk, who has looked for safety
    avoids it (Bueno de Mesquita 1985). Where all are exposed alike, 1.
    """
    exposed = gains.sum(axis=1)
    most, least = exposed.max(axis=1, keepdims=True), exposed.min(axis=1, keepdims=True)
    spread = most - least
    differ = spread > 1e-9
    taken = np.where(differ, (2.0 * exposed - most - least) / np.where(differ, spread, 1.0), 0.0)
    return np.asarray((1.0 - taken / 3.0) / (1.0 + taken / 3.0))
