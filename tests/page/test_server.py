import asyncio
import socket

import pytest

from sim.errors import InputError
from sim.page.server import HOST, POLICY, _listen, _readable, guarded

PORT = 8765


async def inner(scope, receive, send):
    if scope["type"] == "websocket":
        await send({"type": "websocket.accept"})
        return
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"the page"})


def ask(kind: str, **headers: str) -> list[dict]:
    """What an application behind the guard sends to a request with these headers."""
    sent: list[dict] = []

    async def send(message):
        sent.append(message)

    async def receive():
        return {"type": f"{kind}.request"}

    scope = {"type": kind, "path": "/", "headers": [(key.encode(), value.encode()) for key, value in headers.items()]}
    asyncio.run(guarded(inner, PORT)(scope, receive, send))
    return sent


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost"])
def test_this_machine_is_answered_and_told_to_stay(name):
    start, body = ask("http", host=f"{name}:{PORT}")
    assert start["status"] == 200
    assert (b"content-security-policy", POLICY.encode()) in start["headers"]
    assert body["body"] == b"the page"


@pytest.mark.parametrize("host", ["evil.example:8765", "127.0.0.1:80", "127.0.0.1", "", "localhost.evil.example:8765"])
def test_a_request_for_another_host_is_refused(host):
    start, body = ask("http", host=host)
    assert start["status"] == 403
    assert body["body"] != b"the page"


@pytest.mark.parametrize("origin", ["http://evil.example", "null", f"https://127.0.0.1:{PORT}", "http://127.0.0.1:80"])
def test_another_sites_page_is_refused(origin):
    assert ask("http", host=f"{HOST}:{PORT}", origin=origin)[0]["status"] == 403
    assert ask("websocket", host=f"{HOST}:{PORT}", origin=origin) == [{"type": "websocket.close", "code": 1008}]


def test_a_socket_has_to_say_which_page_opened_it():
    assert ask("websocket", host=f"{HOST}:{PORT}")[0]["type"] == "websocket.close"
    assert ask("websocket", host=f"{HOST}:{PORT}", origin=f"http://{HOST}:{PORT}")[0]["type"] == "websocket.accept"


def test_no_address_but_the_pages_own_is_allowed_to_the_browser():
    assert "http:" not in POLICY
    assert "*" not in POLICY
    assert "default-src 'self'" in POLICY


def test_the_page_names_its_language_and_can_be_zoomed():
    page = b'<!doctype html>\n<html>\n<meta name="viewport" content="width=device-width, initial-scale=1, '
    page += b'maximum-scale=1, user-scalable=no, minimal-ui">'
    told = _readable(page).decode()
    assert '<html lang="en">' in told
    assert "user-scalable" not in told
    assert "initial-scale=1" in told


def test_a_port_that_is_taken_is_an_input_error():
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        taken.listen()
        with pytest.raises(InputError, match="0 takes any port"):
            _listen(taken.getsockname()[1])


def test_it_listens_on_loopback_alone():
    with _listen(0) as listening:
        assert listening.getsockname()[0] == "127.0.0.1"
