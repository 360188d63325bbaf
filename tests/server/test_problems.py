"""Every error is RFC 9457 problem details."""

import httpx
import pytest

from tests.server.live import Live, Made


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/nowhere", 404),
        ("GET", "/api/boards/", 404),
        ("GET", "/api", 404),
        ("POST", "/healthz", 405),
        ("PUT", "/api/boards", 405),
        ("PATCH", "/api/join", 405),
    ],
)
async def test_unknown_addresses_and_methods_are_problems_too(
    http: httpx.AsyncClient, method: str, path: str, status: int
) -> None:
    answer = await http.request(method, path)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert problem["status"] == status
    assert problem["title"]
    assert problem["type"].startswith("/problems/")
    if status == 405:
        assert answer.headers["allow"]


async def test_a_bug_is_told_without_its_secrets(
    live: Live, http: httpx.AsyncClient, board: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: object) -> None:
        raise RuntimeError("a secret of the code")

    monkeypatch.setattr(live.services.workshops, "of", broken)
    answer = await http.get(board.path("/session"), headers=board.as_("follower"))
    assert answer.status_code == 500
    assert answer.headers["content-type"] == "application/problem+json"
    assert "secret" not in answer.text
