"""The spatial model of group decisions, known as the expected-utility or challenge model, with uncertain inputs.

from sim.spatial import read_actors
read_actors("actors.csv").actors
"""

from sim.spatial.actors import Actor
from sim.spatial.reading import ActorTable, parse_actors, read_actors

__all__ = ["Actor", "ActorTable", "parse_actors", "read_actors"]
