"""From files to a scenario: which of them is the domain, which are profiles, and what they come to."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sim.errors import InputError
from sim.exchange.genius import is_domain, read_domain
from sim.exchange.genius_scenario import genius_scenario
from sim.exchange.imported import Imported
from sim.exchange.profiles import Profile, is_profile, read_profile
from sim.exchange.spatial_scenario import spatial_scenario
from sim.exchange.xml_text import Element, read_xml
from sim.scenario import loads
from sim.scenario.catalogue import display
from sim.spatial import read_actors
from sim.spatial.reading import shipped_tables

ROUNDS = 52
CSV, XML = (".csv", ".tsv"), ".xml"
UNTOLD = ("domain", "template")
"""File names that say nothing: the folder's name says more."""


def import_files(paths: Sequence[Path | str], rounds: int = ROUNDS, status_quo: float | None = None) -> Imported:
    """A scenario of one table of actors (CSV, or the name of a shipped one), or of a GENIUS domain and its profiles
    (XML), in so many rounds.

    A domain alone finds the profiles that it names, or else all in its folder; a folder its one domain. `status_quo` is
    for tables, a position on their scale. The text loads as a scenario.

    Raises InputError, with file and line where there is one, for all that cannot be read or understood.
    """
    files = [Path(path) for path in paths]
    if any(file.suffix.lower() in CSV or str(file) in shipped_tables() for file in files):
        if len(files) > 1:
            raise InputError("a table of actors is imported alone, without other files")
        imported = spatial_scenario(read_actors(files[0]), status_quo, rounds)
    else:
        if status_quo is not None:
            raise InputError("a status quo is for a table of actors; a GENIUS domain has reservation values")
        imported = _of_genius(files, rounds)
    loads(imported.text, name="the imported scenario")
    return imported


def _of_genius(files: Sequence[Path], rounds: int) -> Imported:
    roots = {file: read_xml(file) for file in _expanded(files)}
    domains = [file for file, root in roots.items() if is_domain(root)]
    if len(domains) != 1:
        what = "no domain" if not domains else f"{len(domains)} domains ({_listed(domains)})"
        raise InputError(f"{_listed(files)}: {what}; name one, an XML file that begins with <negotiation_template>")
    file = domains[0]
    domain = read_domain(roots.pop(file), file.parent.name if file.stem in UNTOLD else file.stem)
    alone = len(files) == 1
    chosen = _named(file, domain.profiles) if alone else {}
    if not chosen:
        others = roots if not alone or roots else _beside(file)
        chosen = {path: (path.stem, root) for path, root in others.items() if not alone or is_profile(root)}
    if len(chosen) < 2:
        raise InputError(f"{display(file)}: {len(chosen)} profiles; name two or more, or put them into its folder")
    profiles: list[Profile] = [read_profile(root, domain, label) for label, root in chosen.values()]
    return genius_scenario(domain, profiles, [one.name for one in (file, *chosen)], rounds)


def _expanded(files: Sequence[Path]) -> list[Path]:
    """The files, and for a folder the XML files in it by name."""
    found: list[Path] = []
    for file in files:
        if file.is_dir():
            inside = _inside(file)
            if not inside:
                raise InputError(f"{display(file)}: no XML file in this folder")
            found += inside
        elif file.suffix.lower() != XML:
            raise InputError(f"{display(file)}: neither a table (.csv, .tsv) nor XML (.xml)")
        else:
            found.append(file)
    return list(dict.fromkeys(found))


def _inside(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.suffix.lower() == XML)


def _named(domain: Path, agents: Sequence[tuple[str, str]]) -> dict[Path, tuple[str, Element]]:
    """The profiles that a domain names for its agents, if all of them are there."""
    found = {domain.parent / file: label or Path(file).stem for label, file in agents}
    if not all(path.is_file() and path.parent == domain.parent for path in found):
        return {}
    return {path: (label, read_xml(path)) for path, label in found.items()}


def _beside(domain: Path) -> dict[Path, Element]:
    """The other XML files in the folder of a domain."""
    return {path: read_xml(path) for path in _inside(domain.parent) if path != domain}


def _listed(files: Sequence[Path]) -> str:
    return ", ".join(display(file) for file in files)
