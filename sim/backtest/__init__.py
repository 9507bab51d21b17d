"""History: cases with a known end, what the model said of them, and whether a baseline says it better."""

from sim.backtest.backtest import RUNS, SEED, Backtest, backtest
from sim.backtest.cases import Case, End, load_cases, shipped_cases
from sim.backtest.forecasts import Forecast

__all__ = ["RUNS", "SEED", "Backtest", "Case", "End", "Forecast", "backtest", "load_cases", "shipped_cases"]
