"""Wars in which battles bring two beta beliefs together, or not far enough."""

from __future__ import annotations

from sim.verify.check import Case, Check, Every, Mean, Share
from sim.verify.closed_forms import beta, ruin
from sim.verify.game import Game
from sim.verify.games.believed import believed

COST, MEANWHILE = 0.1, 0.5


def _beta(long: bool) -> list[Case]:
    cases = []
    for means, strength in [((0.7, 0.7), 12.0), ((0.8, 0.6), 4.0)]:
        for advance in (0.5, 0.6) if not long else (0.4, 0.5, 0.6, 0.8):
            for battles in (1, 5, 20) if not long else (1, 2, 5, 10, 20, 40):
                cases.append(_converging(means, strength, advance, battles))
    return cases


def _converging(means: tuple[float, float], strength: float, advance: float, battles: int) -> Case:
    red, blue = believed("red"), believed("blue")
    mean, variance = beta.error_of_belief(means[0], strength, battles, advance)
    apart = (means[0] + means[1] - 1) * beta.weight_of_prior(strength, battles)
    checks: list[Check] = [
        Every("how far apart they are", apart, lambda played: red(played) - blue(played)),
        Mean("error of red's expectation", mean, lambda played: red(played) - advance),
        Mean("squared error", mean**2 + variance, lambda played: (red(played) - advance) ** 2),
    ]
    settings: dict[str, object] = {"rounds": battles, "battlefield.advance": advance}
    for side, own in zip(("red", "blue"), means, strict=True):
        settings[f"actors.{side}.optimism"] = {"mean": own, "strength": strength}
    series = f"means {means[0]} and {means[1]}, strength {strength:g}, advance {advance}"
    return Case(f"{series}, {battles} battles", battles, checks, settings, series)


def _peace(long: bool) -> list[Case]:
    wars = [(10, 20.0)] if not long else [(10, 20.0), (20, 40.0)]
    means = (0.6, 0.7, 0.8)
    cases = []
    for forts, patience in wars:
        for strength in (4.0, 12.0):
            for advance in (0.5, 0.6):
                cases += [_agreeing(forts, patience, mean, strength, advance, True) for mean in means]
        cases += [_agreeing(forts, patience, mean, 4.0, 0.5, False) for mean in means]
    return cases


def _agreeing(forts: int, patience: float, mean: float, strength: float, advance: float, learns: bool) -> Case:
    """The war of two equal optimists; if nothing is learnt it is the gambler's ruin."""
    rounds = 40 * forts
    war = beta.OptimistsWar(
        forts // 2, forts, advance, (mean, mean), strength, patience, COST, MEANWHILE, learns
    )  # fmt: skip
    if learns:
        signed, first, second, length = war.ends(rounds)
    else:
        signed, first = 0.0, ruin.chance_of_winning(forts // 2, forts, advance)
        second, length = 1 - first, ruin.expected_duration(forts // 2, forts, advance)
    checks: list[Check] = [
        Share("they sign", signed, lambda played: played.signed()),
        Share("the first wins", first, lambda played: played.ended("military_first")),
        Share("the second wins", second, lambda played: played.ended("military_second")),
        Mean("rounds of war", length, lambda played: played.column("ended")),
    ]
    settings: dict[str, object] = {
        "rounds": rounds, "battlefield.forts": forts, "battlefield.advance": advance, "mechanisms.learning": learns,
    }  # fmt: skip
    for side in ("red", "blue"):
        settings[f"actors.{side}.patience"] = patience
        settings[f"actors.{side}.optimism"] = {"mean": mean, "strength": strength}
    what = f"strength {strength:g}" if learns else "nothing is learnt"
    series = f"{forts} forts, advance {advance}, {what}"
    return Case(f"mean {mean}, {series}", mean, checks, settings, series)


GAMES = (
    Game(
        "beta", "Two optimists count battles", "beta", "DeGroot 1970; Slantchev 2003",
        "With beta priors of the same strength k, after n battles two optimists are k / (k + n) as far apart as they "
        "were, in every run: luck moves both alike. The error of either has a mean and a variance in closed form.",
        "`beliefs: beta`, nobody talks; beliefs are columns of the outcome table.",
        "battles", _beta,
    ),
    Game(
        "beta_peace", "Two optimists fight until they agree enough", "beta_peace",
        "Slantchev 2003; Smith & Stam 2004; Feller 1968, ch. XIV",
        "War ends when the bargaining range opens: as soon as what war is worth to both adds up to no more than there "
        "is. Beliefs depend on battles won and lost alone, so how the war ends, and when, is a recursion over these. "
        "If nothing is learnt the range never opens, and it is the gambler's ruin.",
        "`beliefs: beta`, `tactic: reservation` and a meeting each round, with and without `mechanisms: {learning: "
        "false}`.",
        "chance to win a battle that each expects of itself", _peace,
    ),
)  # fmt: skip
