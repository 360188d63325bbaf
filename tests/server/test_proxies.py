"""Forwarding headers count only from trusted proxies."""

from pathlib import Path

import pytest

from server.settings import read
from tests.server.live import make_board, serving

FORWARDED = {"x-forwarded-proto": "https", "x-forwarded-host": "board.example.org", "x-forwarded-for": "203.0.113.9"}


async def test_a_stranger_forwards_nothing(tmp_path: Path) -> None:
    with serving(tmp_path) as live:
        async with live.client() as http:
            answer = await http.post("/api/boards", json={"title": "X"}, headers=FORWARDED)
    assert answer.json()["links"]["board"].startswith(live.url)


async def test_a_trusted_proxy_tells_scheme_and_host(tmp_path: Path) -> None:
    with serving(tmp_path, trusted_proxies=read({"BROWNBOARD_TRUSTED_PROXIES": "127.0.0.0/8"}).trusted_proxies) as live:
        async with live.client() as http:
            answer = await http.post("/api/boards", json={"title": "X"}, headers=FORWARDED)
            assert answer.json()["links"]["board"].startswith("https://board.example.org/b/")


async def test_what_a_client_puts_before_the_proxys_word_is_not_believed(tmp_path: Path) -> None:
    """The guesses of one address are counted as one, whatever it claims to be."""
    with serving(tmp_path, trusted_proxies=read({"BROWNBOARD_TRUSTED_PROXIES": "127.0.0.0/8"}).trusted_proxies) as live:
        async with live.client() as http:
            statuses = []
            for number in range(25):
                headers = {"x-forwarded-for": f"10.9.9.{number}, 203.0.113.9"}
                answer = await http.post("/api/join", json={"code": "2" * 8, "name": "A"}, headers=headers)
                statuses.append(answer.status_code)
    assert statuses[-1] == 429


@pytest.mark.parametrize("header", ["x-forwarded-for", "forwarded", "x-real-ip"])
async def test_behind_a_proxy_nobody_passes_for_this_machine(tmp_path: Path, header: str) -> None:
    with serving(tmp_path) as live:
        async with live.client() as http:
            await make_board(http)
            assert (await http.get("/metrics")).status_code == 200
            assert (await http.get("/metrics", headers={header: "127.0.0.1"})).status_code == 401
