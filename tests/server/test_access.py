"""Who may call: bearer tokens, cookies, and pages of other sites."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest

from tests.server.both_databases import live as live
from tests.server.live import Live, Made, bearer, join, make_board


@asynccontextmanager
async def seated(live: Live, board: Made) -> AsyncIterator[httpx.AsyncClient]:
    """A browser that joined: it has a cookie and no header."""
    async with live.client() as client:
        await client.post("/api/join", json={"code": board.code, "name": "Ann"})
        yield client


def all_bytes(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


async def test_without_a_token_the_answer_is_401_and_names_the_scheme(http: httpx.AsyncClient, board: Made) -> None:
    answer = await http.get(board.path())
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("header", ["Bearer x", "Bearer", "Basic eDp5", "nonsense", "Bearer " + "x" * 5000])
async def test_a_wrong_token_is_401(http: httpx.AsyncClient, board: Made, header: str) -> None:
    assert (await http.get(board.path(), headers={"authorization": header})).status_code == 401


async def test_a_weak_token_is_403(http: httpx.AsyncClient, board: Made) -> None:
    answer = await http.put(board.path("/lock"), json={"locked": True}, headers=board.as_("participant"))
    assert (answer.status_code, answer.json()["title"]) == (403, "Not allowed")


async def test_another_boards_token_and_a_board_that_is_not_are_told_apart_by_nothing(
    http: httpx.AsyncClient, board: Made
) -> None:
    other = await make_board(http)
    foreign = await http.get(board.path(), headers=other.as_("moderator"))
    missing = await http.get("/api/boards/doesnotexist", headers=other.as_("moderator"))
    assert (foreign.status_code, foreign.json()) == (404, missing.json())


async def test_a_token_in_the_address_counts_for_nothing(http: httpx.AsyncClient, board: Made) -> None:
    assert (await http.get(board.path(), params={"token": board.tokens["moderator"]})).status_code == 401


async def test_a_cookie_reads_and_with_a_page_of_ours_also_writes(live: Live, board: Made) -> None:
    async with seated(live, board) as ann:
        assert (await ann.get(board.path("/me"))).status_code == 200
        for headers in ({"origin": live.url}, {"sec-fetch-site": "same-origin"}):
            assert (await ann.patch(board.path("/me"), json={"name": "Anna"}, headers=headers)).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:1"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "none"},
        {"origin": "https://evil.example", "sec-fetch-site": "same-origin"},
    ],
)
async def test_a_cookie_alone_writes_nothing(live: Live, board: Made, headers: dict[str, str]) -> None:
    async with seated(live, board) as ann:
        answer = await ann.patch(board.path("/me"), json={"name": "Anna"}, headers=headers)
        assert answer.status_code == 403
        assert (await ann.get(board.path("/me"))).json()["name"] == "Ann"


async def test_a_header_wins_over_the_cookie(live: Live, board: Made) -> None:
    async with seated(live, board) as ann:
        assert (await ann.get(board.path("/me"), headers=board.as_("follower"))).json()["role"] == "follower"
        assert (await ann.get(board.path("/me"), headers=bearer("wrong"))).status_code == 401


async def test_no_token_is_stored_as_it_is(http: httpx.AsyncClient, live: Live, board: Made) -> None:
    seat = await join(http, code=board.code)
    stored = all_bytes(live.settings.data)
    for secret in (*board.tokens.values(), seat["token"], board.code):
        assert secret.encode() not in stored
