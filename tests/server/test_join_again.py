"""Coming back: a browser that has a seat goes on with it, and sees before joining what the key opens."""

from pathlib import Path

import httpx
import pytest

from tests.server.both_databases import live as live
from tests.server.live import Live, Made, bearer, join, make_board, serving


def ours(live: Live) -> dict[str, str]:
    """What a browser adds to the calls of our own page."""
    return {"origin": live.url}


async def sit(http: httpx.AsyncClient, name: str = "Ann", **key: str) -> dict[str, str]:
    """Joins and keeps the cookie."""
    answer = await http.post("/api/join", json={"name": name} | key)
    assert answer.status_code == 200, answer.text
    seat: dict[str, str] = answer.json()
    return seat


async def test_who_resumes_gets_the_seat_of_the_cookie(live: Live, http: httpx.AsyncClient, board: Made) -> None:
    first = await sit(http, code=board.code)
    for key in ({"code": board.code}, {"token": board.tokens["participant"]}, {"token": board.tokens["follower"]}):
        again = await http.post("/api/join", json=key | {"resume": True}, headers=ours(live))
        assert again.json() == first
        assert f"bb_{board.id}={first['token']}" in again.headers["set-cookie"]
    seats = (await http.get(board.path("/seats"), headers=board.as_("moderator"))).json()
    assert [seat["name"] for seat in seats] == ["Ann"]


async def test_who_resumes_may_say_another_name(live: Live, http: httpx.AsyncClient, board: Made) -> None:
    first = await sit(http, code=board.code)
    again = await http.post("/api/join", json={"code": board.code, "name": "Anna", "resume": True}, headers=ours(live))
    assert again.json() == first
    assert (await http.get(board.path("/me"), headers=bearer(first["token"]))).json()["name"] == "Anna"


async def test_without_resume_each_join_is_a_new_seat(live: Live, http: httpx.AsyncClient, board: Made) -> None:
    first = await sit(http, code=board.code)
    second = await http.post("/api/join", json={"code": board.code, "name": "Ann"}, headers=ours(live))
    assert second.json()["seat"] != first["seat"]


async def test_a_stronger_key_than_the_seat_gives_a_new_seat(live: Live, http: httpx.AsyncClient, board: Made) -> None:
    first = await sit(http, code=board.code)
    body = {"token": board.tokens["moderator"], "name": "Ann", "resume": True}
    second = (await http.post("/api/join", json=body, headers=ours(live))).json()
    assert second["role"] == "moderator"
    assert second["seat"] != first["seat"]


async def test_a_cookie_alone_resumes_nothing(http: httpx.AsyncClient, board: Made) -> None:
    await sit(http, code=board.code)
    assert (await http.post("/api/join", json={"code": board.code, "resume": True})).status_code == 422


async def test_a_removed_seat_is_not_resumed(live: Live, http: httpx.AsyncClient, board: Made) -> None:
    first = await sit(http, code=board.code)
    await http.delete(board.path(f"/seats/{first['seat']}"), headers=board.as_("moderator"))
    preview = await http.post("/api/join/preview", json={"code": board.code}, headers=ours(live))
    assert preview.json()["seat"] is None
    body = {"code": board.code, "name": "Ann", "resume": True}
    assert (await http.post("/api/join", json=body, headers=ours(live))).json()["seat"] != first["seat"]


async def test_the_seat_of_another_board_is_not_resumed(live: Live, http: httpx.AsyncClient, board: Made) -> None:
    await sit(http, code=board.code)
    other = await make_board(http, "Other")
    preview = await http.post("/api/join/preview", json={"code": other.code}, headers=ours(live))
    assert preview.json() | {"seat": None} == preview.json()


@pytest.mark.parametrize("role", ["moderator", "participant", "follower"])
async def test_a_preview_tells_the_title_and_takes_no_seat(http: httpx.AsyncClient, board: Made, role: str) -> None:
    answer = await http.post("/api/join/preview", json={"token": board.tokens[role]})
    assert answer.json() == {"title": board.title, "language": "en", "role": role, "seat": None, "personal": False}
    assert "set-cookie" not in answer.headers
    assert (await http.get(board.path("/seats"), headers=board.as_("moderator"))).json() == []


async def test_a_preview_knows_who_sits_here(live: Live, http: httpx.AsyncClient, board: Made) -> None:
    await sit(http, "Zoë", code=board.code)
    here = {"name": "Zoë", "role": "participant"}
    known = (await http.post("/api/join/preview", json={"code": board.code}, headers=ours(live))).json()
    assert (known["seat"], known["personal"]) == (here, False)
    stronger = {"token": board.tokens["moderator"]}
    assert (await http.post("/api/join/preview", json=stronger, headers=ours(live))).json()["seat"] is None
    assert (await http.post("/api/join/preview", json={"code": board.code})).json()["seat"] is None


async def test_a_preview_of_a_persons_own_link_says_whose_it_is(http: httpx.AsyncClient, board: Made) -> None:
    seat = await join(http, "Ann", code=board.code)
    known = (await http.post("/api/join/preview", json={"token": seat["token"]})).json()
    assert (known["seat"], known["personal"]) == ({"name": "Ann", "role": "participant"}, True)


async def test_a_page_of_another_site_sees_no_preview(http: httpx.AsyncClient, board: Made) -> None:
    for headers in ({"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}):
        answer = await http.post("/api/join/preview", json={"code": board.code}, headers=headers)
        assert answer.status_code == 403


async def test_guessing_by_previews_is_as_slow_as_by_joins(tmp_path: Path) -> None:
    with serving(tmp_path) as live:
        async with live.client() as http:
            board = await make_board(http)
            wrong = [await http.post("/api/join/preview", json={"code": "2" * 8}) for _ in range(21)]
            assert [answer.status_code for answer in wrong] == [404] * 20 + [429]
            assert (await http.post("/api/join", json={"code": board.code, "name": "A"})).status_code == 429
