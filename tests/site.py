"""The documentation's site, built with warnings as errors: ``python -m tests.site``.

A page that no menu leads to, a link that leads nowhere and a name that the reference does not find are warnings. What
was built must ask for nothing from a network: every script, style, font and picture lies in the site itself.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOADS = re.compile(
    r"<(?:script|img|iframe|source|audio|video)\b[^>]*?\ssrc=[\"']?(?P<source>(?:https?:)?//[^\"' >]+)"
    r"|<link\b(?=[^>]*\brel=[\"']?(?:stylesheet|preload|preconnect|icon|dns-prefetch|modulepreload))"
    r"[^>]*?\shref=[\"']?(?P<link>(?:https?:)?//[^\"' >]+)"
    r"|@import\s+(?:url\()?[\"']?(?P<import>(?:https?:)?//[^\"') ;]+)"
    r"|url\([\"']?(?P<url>(?:https?:)?//[^\"')]+)"
)
"""What a browser would fetch from elsewhere: links that a reader may follow are not meant."""


def build(target: Path) -> int:
    """Build the site into a folder; MkDocs' exit code."""
    # the notice of MkDocs' future is for those who choose a tool, not for each build
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    # not --quiet: it would neither print warnings nor count them
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(target)]
    built = subprocess.run(command, cwd=ROOT, env=environment, check=False, capture_output=True, text=True)
    if built.returncode:
        print("\n".join(line for line in built.stderr.splitlines() if not line.startswith("INFO")))
    return built.returncode


def fetched(text: str) -> list[str]:
    """Addresses of other machines that a page or style would load something from."""
    return [next(part for part in match.groups() if part) for match in LOADS.finditer(text)]


def main() -> int:
    """Build the site into a temporary folder and look through it; 0 if all is well."""
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder, "site")
        code = build(site)
        pages = sorted([*site.rglob("*.html"), *site.rglob("*.css")])
        foreign = {(path.relative_to(site), address) for path in pages for address in fetched(path.read_text("utf-8"))}
    for path, address in sorted(foreign):
        print(f"{path} would load {address}")
    print(f"{len(pages)} pages and styles built" if not code else "the site was not built")
    return 1 if code or foreign or not pages else 0


if __name__ == "__main__":
    sys.exit(main())
