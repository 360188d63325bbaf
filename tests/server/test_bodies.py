"""Bodies: refused before they are read whole, decoded strictly."""

import asyncio
from collections.abc import AsyncIterator
from urllib.parse import urlsplit

import httpx
import pytest

from tests.server.live import Live, Made

JSON = {"content-type": "application/json"}


async def raw(live: Live, request: bytes) -> bytes:
    """What the server says to these bytes, though nothing more comes."""
    parts = urlsplit(live.url)
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    writer.write(request)
    try:
        async with asyncio.timeout(10):
            head = await reader.readuntil(b"\r\n\r\n")
    finally:
        writer.close()
    return head


async def test_a_body_that_announces_too_much_is_refused_before_it_comes(live: Live, board: Made) -> None:
    for path, size in (("/api/boards", 10**12), (board.path("/images"), 9 * 1024 * 1024)):
        head = await raw(live, f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Length: {size}\r\n\r\n".encode())
        assert head.startswith(b"HTTP/1.1 413")
        assert b"connection: close" in head.lower()


async def test_a_body_that_does_not_say_its_size_is_refused_where_it_passes_the_limit(
    http: httpx.AsyncClient,
) -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(400):
            yield b"x" * 65536

    answer = await http.post("/api/boards", content=endless(), headers=JSON)
    assert answer.status_code == 413
    assert answer.json()["limit"] == 65536


async def test_a_client_that_still_writes_gets_to_read_the_refusal(http: httpx.AsyncClient, board: Made) -> None:
    for _ in range(5):
        answer = await http.post(
            board.path("/images"), files={"file": b"\0" * 20_000_000}, headers=board.as_("participant")
        )
        assert answer.status_code == 413


@pytest.mark.parametrize("body", [b"", b"{", b"{'title': 1}", b"\xff\xfe", b'{"title": "\\ud800"}', b"[" * 60_000])
async def test_malformed_json_is_400(http: httpx.AsyncClient, body: bytes) -> None:
    answer = await http.post("/api/boards", content=body, headers=JSON)
    assert (answer.status_code, answer.json()["type"]) == (400, "/problems/malformed-json")


@pytest.mark.parametrize("media_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"])
async def test_a_form_of_another_site_cannot_pass_for_json(http: httpx.AsyncClient, media_type: str) -> None:
    answer = await http.post("/api/boards", content=b'{"title": "X"}', headers={"content-type": media_type})
    assert answer.status_code == 415


async def test_json_may_say_its_charset(http: httpx.AsyncClient) -> None:
    headers = {"content-type": "application/json; charset=utf-8"}
    assert (await http.post("/api/boards", content=b'{"title": "X"}', headers=headers)).status_code == 201


async def test_a_body_that_never_ends_is_given_up(live: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("server.bodies.BODY_SECONDS", 0.2)
    request = b"POST /api/boards HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 20\r\n\r\n{"
    assert (await raw(live, request)).startswith(b"HTTP/1.1 408")
