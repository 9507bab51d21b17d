"""Which engine plays: parts played by different ones must not be mixed."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

from sim.kernel import source_digest

BESIDE_THE_KERNEL = (
    "compile/*.py",
    "scenario/distribution.py",
    "scenario/kinds.py",
    "study/sweeping/blocks.py",
    "study/sweeping/playing.py",
    "study/sweeping/parts.py",
)
"""Sources on which the bytes of a part depend, besides those that are compiled."""
PACKAGES = ("scipy", "pyarrow")


@cache
def engine_digest() -> str:
    """Digest of all sources on which a part depends, of Python, and of the packages that compute and write it."""
    package = Path(__file__).resolve().parent.parent.parent
    digest = hashlib.sha256(source_digest(package).encode())
    for pattern in BESIDE_THE_KERNEL:
        for path in sorted(package.glob(pattern)):
            digest.update(path.relative_to(package).as_posix().encode())
            digest.update(path.read_bytes())
    for name in PACKAGES:
        digest.update(f"{name} {version(name)}".encode())
    return digest.hexdigest()[:16]
