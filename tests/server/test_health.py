"""Health and measurements, for whoever keeps the server alive."""

from pathlib import Path

import httpx
import pytest

from server.database import DatabaseFailed
from server.update_log import StoreFailed
from tests.server.live import Live, Made, serving


async def test_it_is_alive_and_ready(http: httpx.AsyncClient) -> None:
    for path in ("/healthz", "/readyz"):
        answer = await http.get(path)
        assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
        assert answer.headers["cache-control"] == "no-store"


async def test_a_catalogue_that_cannot_be_written_makes_it_unready(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def failing() -> None:
        raise DatabaseFailed("disk full")

    with serving(tmp_path) as live:
        monkeypatch.setattr(live.services.catalogue, "probe", failing)
        async with live.client() as http:
            answer = await http.get("/readyz")
            assert answer.status_code == 503
            assert int(answer.headers["retry-after"]) > 0
            assert (await http.get("/healthz")).status_code == 200


async def test_a_log_that_cannot_be_written_makes_it_unready(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def failing(_self: object) -> None:
        raise StoreFailed("disk full")

    with serving(tmp_path) as live:
        monkeypatch.setattr(type(live.services.rooms), "probe", failing)
        async with live.client() as http:
            assert (await http.get("/readyz")).status_code == 503


async def test_a_draining_server_is_unready(
    live: Live, http: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(live.services.rooms), "ready", lambda _self: False)
    assert (await http.get("/readyz")).status_code == 503


async def test_measurements_name_no_board_and_no_person(http: httpx.AsyncClient, board: Made) -> None:
    await http.get(board.path(), headers=board.as_("follower"))
    answer = await http.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    assert "# TYPE brownboard_http_requests_total counter" in answer.text
    assert 'brownboard_http_seconds_bucket{route="Boards.read",le="+Inf"}' in answer.text
    assert board.id not in answer.text


async def test_every_line_of_the_measurements_is_well_formed(http: httpx.AsyncClient, board: Made) -> None:
    import re

    await http.get(board.path())
    line = re.compile(r'# (HELP|TYPE) \w+ .+|\w+(\{\w+="[^"]*"(,\w+="[^"]*")*\})? -?[0-9.e+-]+')
    for text in (await http.get("/metrics")).text.splitlines():
        assert line.fullmatch(text), text


async def test_elsewhere_measurements_need_the_create_token(tmp_path: Path) -> None:
    with serving(tmp_path, create_token="let-me-in") as live:
        async with live.client() as http:
            far = {"x-forwarded-for": "203.0.113.9"}
            assert (await http.get("/metrics", headers=far)).status_code == 401
            wrong = far | {"authorization": "Bearer wrong"}
            assert (await http.get("/metrics", headers=wrong)).status_code == 403
            right = far | {"authorization": "Bearer let-me-in"}
            assert (await http.get("/metrics", headers=right)).status_code == 200
