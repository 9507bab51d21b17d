"""Small cases with a known end, for the tests of `sim.backtest`."""

from __future__ import annotations

from pathlib import Path

DAM = """\
name: Water from a shared dam
date: 2001-01-01
rounds: 20
actors:
  upstream: {tactic: time, deadline: 20}
  downstream: {tactic: time, deadline: {uniform: [5, 20], why: "the dry season comes early or late"}}
issues:
  release:
    options: [dispute, little, half, much]
    stakes:
      upstream: {salience: 1, values: {dispute: 0.2, little: 0.9, half: 0.6, much: 0.3}}
      downstream: {salience: 1, values: {dispute: 0, little: 0.3, half: 0.6, much: 0.9}}
steps:
  inspection: {parties: [upstream, downstream], value: {upstream: 0.05, downstream: 0.05}}
preconditions:
  inspection_first:
    holder: upstream
    gate: signing
    after: inspection
    rigidity: {uniform: [0.05, 0.3], why: "the utility it must expect to gain before it gives way"}
"""
WAR = """\
name: A war
date: 2001-01-01
rounds: 40
actors:
  red: {}
  blue: {}
battlefield: {first: red, second: blue, volatility: 0.06}
issues:
  land:
    options: [kept, split, given]
    stakes: {red: {salience: 1, position: given}, blue: {salience: 1, position: kept}}
steps:
  ceasefire: {stops_fighting: true, value: {red: 0.02, blue: 0.02}, collapse: {base: 0.02}}
preconditions:
  truce_first: {holder: [red, blue], gate: signing, after: ceasefire, rigidity: 0.1}
"""
DAM_END = """\
case: dam
ended: settlement
because: both signed
round: 12
signed: 12
ceasefire: null
gave_way: {precondition: inspection_first, how: satisfied, round: 3}
sources: [{what: the treaty, where: an archive}]
"""
WAR_END = """\
case: war
ended: frozen
because: the truce held
round: null
signed: null
ceasefire: 7
gave_way: {precondition: truce_first, how: satisfied, round: 7}
war_began: 2000-01-02
also:
  - {ended: military_second, round: 9, because: somebody says so}
  - {gave_way: null, because: nobody gave way}
sources: [a newspaper]
"""


def write_case(folder: Path, name: str = "war", scenario: str = WAR, end: str = WAR_END) -> Path:
    """A case in a folder; the scenario's file."""
    file = folder / f"{name}.yaml"
    file.write_text(scenario, encoding="utf-8")
    (folder / f"{name}.outcome.yaml").write_text(end, encoding="utf-8")
    return file
