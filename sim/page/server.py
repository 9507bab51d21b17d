"""Serving the page on this machine and to this machine only.

The server listens on loopback. Requests that name another host, or come from another site's page, are refused: a page
somewhere on the net that one has open at the same time cannot talk to it (DNS rebinding, cross-site sockets). What the
browser needs is served from installed packages; nothing is fetched from elsewhere, and the browser is told not to.
"""

from __future__ import annotations

import asyncio
import os
import socket
import threading
import warnings
import webbrowser
from collections.abc import Awaitable, Callable, MutableMapping
from pathlib import Path
from typing import Any

from sim.errors import InputError, RunError

HOST = "127.0.0.1"
NAMES = ("127.0.0.1", "localhost")
"""What this machine calls itself. A request has to be for one of these."""
POLICY = (
    "default-src 'self' data: blob:; script-src 'self' 'unsafe-inline' 'unsafe-eval'; "
    "style-src 'self' 'unsafe-inline'; connect-src 'self'; frame-src 'none'; object-src 'none'; base-uri 'self'; "
    "form-action 'none'; frame-ancestors 'none'"
)
"""Scripts are compiled in the browser (Vue), which needs 'unsafe-eval'; no address but the page's own is allowed."""

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]


def serve(port: int, open_browser: bool, ready: Callable[[str], None]) -> None:
    """Serve the page until interrupted. `ready` is told its address once it answers; port 0 takes any that is free.

    Raises InputError if the port is taken, RunError if the files of the page's packages are missing.
    """
    listening = _listen(port)
    url = f"http://{HOST}:{listening.getsockname()[1]}/"
    application = build(listening.getsockname()[1])
    import uvicorn

    server = uvicorn.Server(uvicorn.Config(application, log_level="warning", access_log=False, loop="asyncio"))

    def announce() -> None:
        while not server.started:
            if stopped.wait(0.05):
                return
        ready(url)
        if open_browser:
            webbrowser.open(url)

    stopped = threading.Event()
    threading.Thread(target=announce, daemon=True).start()
    try:
        asyncio.run(server.serve(sockets=[listening]))
    finally:
        stopped.set()
        listening.close()


def _listen(port: int) -> socket.socket:
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    if os.name != "nt":  # there it would let two servers share a port
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((HOST, port))
    except OSError as error:
        listening.close()
        raise InputError(f"--port: {port} cannot be used: {error.strerror} (0 takes any port that is free)") from None
    return listening


def build(port: int) -> App:
    """The application: Solara's, with its ways out of this machine closed."""
    _settle()
    from solara.server import app as apps
    from solara.server import settings
    from solara.server import starlette as solara_starlette
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import BaseRoute, Mount, Route
    from starlette.staticfiles import StaticFiles

    assets = Path(settings.assets.proxy_cache_dir)
    if not (assets / "@widgetti").is_dir():
        raise RunError("the page's scripts and fonts are missing: install the extra, pip install '.[page]'")
    apps.apps["__default__"] = apps.AppScript("sim.page.app")

    async def root(request: Request) -> Response:
        response: Response = await solara_starlette.root(request)
        response.body = _readable(bytes(response.body))
        response.headers["content-length"] = str(len(response.body))
        return response

    def kept(route: BaseRoute) -> bool:
        return getattr(route, "path", "") not in ("/", "/_solara/cdn", "/resourcez", "/{fullpath}", "/{fullpath:path}")

    routes: list[BaseRoute] = [Route("/", endpoint=root), Mount("/_solara/cdn", app=StaticFiles(directory=assets))]
    routes += [route for route in solara_starlette.routes if kept(route)]
    inner = Starlette(routes=routes, lifespan=solara_starlette.lifespan)
    return guarded(inner, port)


def _settle() -> None:
    """Solara's settings, before anything of it is imported: no telemetry, no banner, no reloading.

    Two of its warnings are for other uses of it: pages embedded in others, and proxies for what is fetched.
    """
    warnings.filterwarnings("ignore", message="Cookies with samesite")
    warnings.filterwarnings("ignore", message="SOCKS support")
    os.environ["SOLARA_TELEMETRY_MIXPANEL_ENABLE"] = "false"
    os.environ["SOLARA_THEME_SHOW_BANNER"] = "false"
    os.environ["SOLARA_THEME_VARIANT"] = "light"
    os.environ["SOLARA_THEME_TITLE"] = "Diplomatic scenario simulator"
    os.environ["SOLARA_MODE"] = "production"
    os.environ["SOLARA_ASSETS_FONTAWESOME_ENABLED"] = "true"
    os.environ["SOLARA_SESSION_SAME_SITE"] = "strict"


def _readable(page: bytes) -> bytes:
    """The page with its language named, free to be zoomed, and a name for Solara's bars that show it is busy."""
    html = page.decode("utf-8").replace("<html>", '<html lang="en">', 1)
    for kind in ("linear", "circular"):
        html = html.replace(f"<v-progress-{kind} ", f'<v-progress-{kind} aria-label="Working" ')
    return html.replace(", maximum-scale=1, user-scalable=no, minimal-ui", "", 1).encode("utf-8")


def guarded(inner: App, port: int) -> App:
    """An application that answers this machine's own pages only, and tells the browser to stay."""
    hosts = {f"{name}:{port}" for name in NAMES}
    origins = {f"http://{host}" for host in hosts}

    async def outer(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await inner(scope, receive, send)
            return
        headers = {key.decode("latin-1").lower(): value.decode("latin-1") for key, value in scope["headers"]}
        origin = headers.get("origin")
        foreign = headers.get("host", "").lower() not in hosts or (origin is not None and origin.lower() not in origins)
        # a socket is opened by a page's script, and a browser then says which page's
        if foreign or (scope["type"] == "websocket" and origin is None):
            await _refuse(scope, send)
            return

        async def send_guarded(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                extra = [(b"content-security-policy", POLICY.encode()), (b"x-content-type-options", b"nosniff"),
                         (b"referrer-policy", b"no-referrer")]  # fmt: skip
                message = {**message, "headers": [*message.get("headers", []), *extra]}
            await send(message)

        await inner(scope, receive, send_guarded)

    return outer


async def _refuse(scope: Scope, send: Send) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008})
        return
    await send({"type": "http.response.start", "status": 403, "headers": [(b"content-type", b"text/plain")]})
    await send({"type": "http.response.body", "body": b"This page is for this machine only."})
