"""The spatial model of group decisions, known as the expected-utility or challenge model, with uncertain inputs.

from sim.spatial import decide, read_actors
found = decide(read_actors("actors.csv"), runs=2_000, seed=0)
found.single.median, found.spread
"""

from sim.spatial.actors import Actor
from sim.spatial.decision import Decision, decide
from sim.spatial.reading import ActorTable, parse_actors, read_actors
from sim.spatial.settings import Settings

__all__ = ["Actor", "ActorTable", "Decision", "Settings", "decide", "parse_actors", "read_actors"]
