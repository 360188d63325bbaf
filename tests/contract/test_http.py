"""Contract 3, what holds for every call: who may, what is missing, how it is said, and how much is read."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from tests.contract.conftest import Outside
from tests.product import Product, bearer

JSON = {"content-type": "application/json"}
ODD_IDS = ("nowhere", "x" * 41, "x" * 4000, "%00", "%FF%FE", "..", "%2E%2E", "%F0%9F%98%80", "a%20b", "'--", "null")


def problem(answer: httpx.Response, status: int) -> dict[str, Any]:
    """The problem details of a refusal, which are as RFC 9457 wants them."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    told: dict[str, Any] = answer.json()
    assert told["status"] == status
    assert told["title"]
    assert told["type"].startswith(("/problems/", "about:blank"))
    return told


async def test_401_without_a_valid_token(product: Product, board: dict[str, Any]) -> None:
    token = board["tokens"]["follower"]
    for header in (
        None, "Bearer", "Bearer x", f"Bearer {token}x", f"Bearer {token[:-1]}", f"Basic {token}", f"Token {token}",
        token, "Bearer " + "x" * 5000, b"Bearer \xff\xfe", f"Bearer {token.swapcase()}", f"Bearer {board['code']}",
    ):  # fmt: skip
        headers: Any = {} if header is None else {"authorization": header}
        answer = await product.http.get(f"/api/boards/{board['id']}", headers=headers)
        problem(answer, 401)
        assert answer.headers["www-authenticate"] == "Bearer"
    # In the address a token would reach logs and proxies: only sockets, which can't send headers, take it there.
    problem(await product.http.get(f"/api/boards/{board['id']}?token={token}"), 401)


async def test_the_scheme_of_the_token_is_read_in_any_case(product: Product, board: dict[str, Any]) -> None:
    for scheme in ("Bearer", "bearer", "BEARER"):
        headers = {"authorization": f"{scheme} {board['tokens']['follower']}"}
        assert (await product.http.get(f"/api/boards/{board['id']}", headers=headers)).status_code == 200


async def test_403_with_a_token_that_is_too_weak_whatever_the_body_or_the_things_named(
    product: Product, board: dict[str, Any]
) -> None:
    base = f"/api/boards/{board['id']}"
    for role, method, path in (
        ("participant", "DELETE", ""),
        ("participant", "POST", "/tokens/participant"),
        ("participant", "GET", "/seats"),
        ("participant", "PATCH", "/seats/nobody"),
        ("participant", "DELETE", "/seats/nobody"),
        ("participant", "PUT", "/lock"),
        ("participant", "POST", "/snapshots/none/restore"),
        ("participant", "POST", "/commit"),
        ("follower", "POST", "/snapshots"),
        ("follower", "POST", "/images"),
    ):
        problem(await product.http.request(method, base + path, headers=bearer(board, role)), 403)
        problem(await product.http.request(method, base + path, content=b"{", headers=JSON | bearer(board, role)), 403)
        problem(await product.http.request(method, base + path), 401)


async def test_404_for_what_does_not_exist(product: Product, board: dict[str, Any]) -> None:
    base = f"/api/boards/{board['id']}"
    for id in ODD_IDS:
        if id not in ("..", "%2E%2E"):  # clients resolve these themselves
            for path in ("", "/records", "/session", "/snapshots"):
                problem(await product.http.get(f"/api/boards/{id}{path}", headers=bearer(board)), 404)
        for path in (f"/images/{id}x", f"/snapshots/{id}x"):
            problem(await product.http.get(base + path, headers=bearer(board)), 404)
        problem(await product.http.get(f"/api/records/{id}x", headers=bearer(board)), 404)
        problem(await product.http.get(f"/api/records/{id}x/export.json", headers=bearer(board)), 404)
        problem(await product.http.patch(f"{base}/seats/{id}x", json={"role": "follower"}, headers=bearer(board)), 404)
        problem(await product.http.delete(f"{base}/seats/{id}x", headers=bearer(board)), 404)
        problem(await product.http.post(f"{base}/tokens/{id}x", headers=bearer(board)), 404)
        problem(await product.http.post(f"{base}/snapshots/{id}x/restore", headers=bearer(board)), 404)
    for path in ("/api", "/api/", "/api/board", f"{base}/", f"{base}/nothing", "/nothing"):
        problem(await product.http.get(path), 404)


async def test_404_for_what_is_another_boards(product: Product, board: dict[str, Any]) -> None:
    other = await product.board(title="Theirs")
    theirs, mine = f"/api/boards/{other['id']}", f"/api/boards/{board['id']}"
    snapshot = (await product.http.post(f"{theirs}/snapshots", json={"label": "x"}, headers=bearer(other))).json()
    picture = {"file": ("x.gif", b"GIF89a\1\0\1\0\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\1\0\1\0\0\2\2D\1\0;")}
    image = (await product.http.post(f"{theirs}/images", files=picture, headers=bearer(other))).json()
    record = (await product.http.post(f"{theirs}/commit", json={"label": "x"}, headers=bearer(other))).json()
    own = (await product.http.post(f"{mine}/commit", json={"label": "x"}, headers=bearer(board))).json()
    seat = await product.seat(other["tokens"]["participant"], "Ben")
    for path in (
        theirs,
        f"{theirs}/seats",
        f"{theirs}/records",
        f"{mine}/snapshots/{snapshot['id']}",
        f"{mine}/images/{image['id']}",
        image["url"],
        f"/api/records/{record['id']}",
        f"/api/records/{record['id']}/export.json",
        f"/api/records/{record['id']}/diff/{own['id']}",
        f"/api/records/{own['id']}/diff/{record['id']}",
    ):
        problem(await product.http.get(path, headers=bearer(board)), 404)
    problem(await product.http.post(f"{mine}/snapshots/{snapshot['id']}/restore", headers=bearer(board)), 404)
    body = {"label": "x", "snapshot": snapshot["id"]}
    problem(await product.http.post(f"{mine}/commit", json=body, headers=bearer(board)), 404)
    problem(await product.http.delete(f"{mine}/seats/{seat['seat']}", headers=bearer(board)), 404)
    # Who has a seat at both boards still compares only records of one.
    assert (await product.http.get(f"/api/records/{record['id']}", headers=bearer(other))).status_code == 200


async def test_a_method_that_is_not_there_is_405_and_says_which_are(product: Product, board: dict[str, Any]) -> None:
    base = f"/api/boards/{board['id']}"
    for path, allowed in (
        ("/api/boards", {"POST"}),
        ("/api/join", {"POST"}),
        (base, {"GET", "HEAD", "DELETE"}),
        (f"{base}/snapshots", {"GET", "HEAD", "POST"}),
        (f"{base}/seats/somebody", {"PATCH", "DELETE"}),
        (f"{base}/lock", {"PUT"}),
        ("/healthz", {"GET", "HEAD"}),
    ):
        for method in {"GET", "PUT", "PATCH", "DELETE", "POST", "OPTIONS", "TRACE"} - allowed:
            answer = await product.http.request(method, path, headers=bearer(board))
            problem(answer, 405)
            assert {word.strip() for word in answer.headers["allow"].split(",")} == allowed, (method, path)


async def test_head_is_get_without_the_body(product: Product, board: dict[str, Any]) -> None:
    base = f"/api/boards/{board['id']}"
    for path in (base, f"{base}/state", f"{base}/records", "/healthz", "/openapi.json", f"{base}/images/none"):
        got = await product.http.get(path, headers=bearer(board))
        head = await product.http.head(path, headers=bearer(board))
        assert head.status_code == got.status_code
        assert head.content == b""
        assert head.headers["content-type"] == got.headers["content-type"]


@pytest.mark.parametrize("body", [b"", b"{", b"{'title': 1}", b"\xff\xfe", b"[" * 60_000, b'{"title": "\\ud800"}'])
async def test_malformed_json_is_400(product: Product, body: bytes) -> None:
    problem(await product.http.post("/api/boards", content=body, headers=JSON), 400)


@pytest.mark.parametrize(
    "body",
    [
        None, [], "title", 7, {}, {"title": None}, {"title": 7}, {"title": ["x"]}, {"title": {}}, {"title": ""},
        {"title": " \t"}, {"title": "\u200b"}, {"title": "a\nb"}, {"title": "a\0b"}, {"title": "x" * 201},
        {"title": "x", "language": "fr"}, {"title": "x", "language": 1}, {"title": "x", "template": "none"},
        {"title": "x", "template": 1}, {"title": "x", "color": "red"},
    ],
)  # fmt: skip
async def test_what_is_well_formed_but_cannot_be_meant_is_422(product: Product, body: Any) -> None:
    told = problem(await product.http.post("/api/boards", content=json.dumps(body), headers=JSON), 422)
    assert told["detail"]
    assert not told["detail"].startswith(":")


@pytest.mark.parametrize("media", [None, "text/plain", "application/x-www-form-urlencoded", "multipart/form-data"])
async def test_a_body_of_another_type_is_415(product: Product, media: str | None) -> None:
    headers = {} if media is None else {"content-type": media}
    problem(await product.http.post("/api/boards", content=b'{"title": "x"}', headers=headers), 415)


async def test_titles_in_every_script_come_back_as_they_were(product: Product) -> None:
    for title in ("Zoë 😀", "購買電視", "شراء تلفزيون", "👩‍👩‍👧‍👦 & <b>\"'`", "x" * 200, "\\u0041\\", "null", "𝔘𝔫𝔦"):
        board = await product.board(title=title)
        assert board["title"] == title
        assert (await product.plain(board))["board"]["title"] == title


async def form(size: int, count: int) -> AsyncIterator[bytes]:
    """A form whose size nobody is told beforehand."""
    yield b'--x\r\nContent-Disposition: form-data; name="file"; filename="x.png"\r\n\r\n'
    for _ in range(count):
        yield b"x" * size


async def test_bodies_over_the_limit_are_refused_before_they_are_read_whole(
    product: Product, board: dict[str, Any]
) -> None:
    images = f"/api/boards/{board['id']}/images"
    for path, media, size, count in (
        ("/api/boards", "application/json", 65_536, 200),
        ("/api/join", "application/json", 65_536, 2),
        (images, "multipart/form-data; boundary=x", 1 << 20, 20),
    ):
        headers = bearer(board) | {"content-type": media}
        problem(await product.http.post(path, content=form(size, count), headers=headers), 413)
    for path, length in (("/api/boards", 65_537), ("/api/boards", 10**15), (images, 9 << 20), ("/api/join", 1 << 20)):
        head = await said(product, f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Length: {length}\r\n\r\n{{")
        assert head.startswith("HTTP/1.1 413")  # and nothing of it was ever sent


async def test_one_who_sends_a_body_byte_by_byte_holds_up_nobody(product: Product, board: dict[str, Any]) -> None:
    parts = httpx.URL(product.url)
    request = (
        f"POST /api/boards HTTP/1.1\r\nHost: x\r\n{'Content-Type: application/json'}\r\nContent-Length: 90\r\n\r\n"
    )
    slow = [await asyncio.open_connection(parts.host, parts.port) for _ in range(40)]
    for _, writer in slow:
        writer.write(request.encode() + b"{")
    answers = await asyncio.gather(*(product.plain(board) for _ in range(10)))
    assert len(answers) == 10
    for _, writer in slow:
        writer.close()


async def test_what_is_no_http_is_answered_and_harms_nothing(product: Product, board: dict[str, Any]) -> None:
    for noise in ("\0\1\2\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "POST /api/boards HTTP/1.1\r\nContent-Length: x\r\n\r\n"):
        assert (await said(product, noise)).startswith("HTTP/1.1 400")
    assert await product.plain(board)


async def said(product: Product, request: str) -> str:
    """The head of what the server says to these bytes, though nothing more comes."""
    parts = httpx.URL(product.url)
    reader, writer = await asyncio.open_connection(parts.host, parts.port)
    writer.write(request.encode("latin-1"))
    try:
        async with asyncio.timeout(10):
            return (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    finally:
        writer.close()


async def test_healthz_and_readyz_are_for_anyone(product: Product) -> None:
    for path in ("/healthz", "/readyz"):
        assert (await product.http.get(path)).status_code == 200
        assert (await product.http.get(path, headers={"authorization": "Bearer nonsense"})).status_code == 200


async def test_metrics_are_prometheus_text_for_loopback_only(product: Product) -> None:
    answer = await product.http.get("/metrics")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    for line in answer.text.splitlines():
        assert line.startswith(("# HELP ", "# TYPE ")) or float(line.rpartition(" ")[2]) >= 0, line
    problem(await product.http.get("/metrics", headers={"x-forwarded-for": "203.0.113.9"}), 401)


async def test_openapi_is_3_1_and_describes_every_call_of_the_contract(outside: Outside) -> None:
    from openapi_spec_validator import OpenAPIV31SpecValidator

    document = outside.description.document
    OpenAPIV31SpecValidator(document).validate()
    assert document["openapi"].startswith("3.1")
    called = {f"{method.upper()} {path}" for path, methods in document["paths"].items() for method in methods}
    board = "/api/boards/{board}"
    assert called >= {
        "POST /api/boards", f"GET {board}", f"DELETE {board}", f"POST {board}/tokens/{{role}}", "POST /api/join",
        f"GET {board}/seats", f"PATCH {board}/seats/{{seat}}", f"DELETE {board}/seats/{{seat}}", f"PUT {board}/lock",
        f"POST {board}/images", f"GET {board}/images/{{image}}", f"POST {board}/snapshots", f"GET {board}/snapshots",
        f"GET {board}/snapshots/{{snapshot}}", f"POST {board}/snapshots/{{snapshot}}/restore", f"POST {board}/commit",
        f"GET {board}/records", "GET /api/records/{record}", "GET /api/records/{record}/export.{ext}",
        "GET /api/records/{record}/diff/{other}", "GET /api/schema/record.json", "GET /healthz", "GET /readyz",
        "GET /metrics", "GET /openapi.json",
    }  # fmt: skip
    assert quote(json.dumps(document))  # plain JSON, no odd characters
