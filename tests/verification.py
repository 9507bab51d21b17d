"""The results on docs/verification.md. ``python -m tests.verification`` plays the long form and brings them up to date.

Needed when a game or the engine has changed: the tests hold parts of the page to what the suite finds.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from sim.verify import verify
from sim.verify.writing import FIGURES, page, save

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "verification.md"
PICTURES = "images/verification"
HEADING = "# Results\n"


def main() -> int:
    """Rewrite the page below its heading and the pictures; 1 if the suite fails."""
    found = verify(long=True, progress=lambda done, total: print(f"\r{done} of {total}", end="", flush=True))
    with tempfile.TemporaryDirectory() as folder:
        save(found, Path(folder, "verification"))
        pictures = ROOT / "docs" / PICTURES
        shutil.rmtree(pictures, ignore_errors=True)
        pictures.mkdir(parents=True)
        for path in sorted(Path(folder, "verification", FIGURES).glob("*.png")):
            shutil.copy(path, pictures / path.name)
    before, heading, _ = PAGE.read_text(encoding="utf-8").partition(HEADING)
    PAGE.write_text(f"{before}{heading}\n{page(found, PICTURES)}", encoding="utf-8", newline="\n")
    print()
    return int(found.faulty)


if __name__ == "__main__":
    sys.exit(main())
