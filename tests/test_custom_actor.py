"""The example of docs/custom-actor.md runs as it stands, and does what it says."""

from __future__ import annotations

import re
from pathlib import Path

PAGE = Path(__file__).resolve().parent.parent / "docs" / "custom-actor.md"


def test_the_example_runs_and_its_actor_signs_only_a_treaty() -> None:
    blocks = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), flags=re.S)
    assert blocks
    space: dict[str, object] = {}
    for block in blocks:
        exec(block, space)
    import sim

    scenario, actor = space["scenario"], space["TreatyOrNothing"]
    for run in range(30):
        record = sim.NegotiationModel(scenario, seed=1, run=run, actors={"ukraine": actor}).run_model().record()
        assert record["signed"] is None or record["text.guarantees"] == "treaty"
