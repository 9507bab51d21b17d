"""A page that is served, and a browser that looks at it: what the end-to-end tests share."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[2]
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
OPTIONS = (
    "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--no-first-run", "--no-default-browser-check",
)  # fmt: skip
LOOPBACK = ("127.0.0.1", "localhost")
PATIENCE = 60_000
"""Milliseconds that the tests wait for something to appear. What is there is there at once; machines are slow."""


def browser() -> str | None:
    """Where Chromium is, None if it is not installed. CHROMIUM names another."""
    named = os.environ.get("CHROMIUM")
    return named or next((path for name in BROWSERS if (path := shutil.which(name))), None)


@contextmanager
def served(what: Path, port: int = 0) -> Iterator[str]:
    """`sim page` on a file or folder in a process of its own; its address."""
    command = [sys.executable, "-m", "sim", "page", str(what), "--no-browser", "--port", str(port)]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with tempfile.TemporaryFile("w+") as said:
        process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=said, text=True, env=environment)
        deadline = threading.Timer(300, process.kill)
        deadline.start()
        try:
            line = process.stdout.readline()
            deadline.cancel()
            if "http://" not in line:
                said.seek(0)
                raise RuntimeError(f"the page did not start: {line}{said.read()[-2000:]}")
            yield line.split()[4]
        finally:
            deadline.cancel()
            process.terminate()
            process.wait(timeout=60)
            process.stdout.close()


class Watch:
    """What a page asked for and complained of."""

    def __init__(self, page) -> None:
        self.complaints: list[str] = []
        self.asked: list[str] = []
        page.on("console", lambda message: message.type == "error" and self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("websocket", lambda socket: self.asked.append(socket.url))
        page.on("requestfailed", lambda request: self.complaints.append(f"failed: {request.url}"))

    @property
    def abroad(self) -> list[str]:
        """Addresses beyond this machine."""
        urls = [urlsplit(url) for url in self.asked]
        return [url.geturl() for url in urls if url.scheme not in ("data", "blob") and url.hostname not in LOOPBACK]
