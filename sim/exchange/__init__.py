"""Reading what others write: GENIUS domains with their profiles, and tables of actors, as scenarios.

from sim.exchange import import_files
print(import_files(["laptop/domain.xml"]).text)
"""

from sim.exchange.files import import_files
from sim.exchange.imported import Imported

__all__ = ["Imported", "import_files"]
