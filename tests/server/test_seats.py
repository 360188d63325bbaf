"""Seats (contract 3): listed, given another role, removed, renamed."""

import asyncio

import httpx
import pytest

from tests.server.both_databases import live as live
from tests.server.live import Made, bearer, join, make_board


async def role_of(http: httpx.AsyncClient, board: Made, token: str) -> str:
    answer = await http.get(board.path("/me"), headers=bearer(token))
    return str(answer.json()["role"]) if answer.status_code == 200 else str(answer.status_code)


async def test_everybody_who_joined_is_listed_with_role_and_presence(http: httpx.AsyncClient, board: Made) -> None:
    await join(http, "Ann", code=board.code)
    await join(http, "Ben", token=board.tokens["follower"])
    seats = (await http.get(board.path("/seats"), headers=board.as_("moderator"))).json()
    assert [(seat["name"], seat["role"], seat["online"]) for seat in seats] == [
        ("Ann", "participant", False),
        ("Ben", "follower", False),
    ]


async def test_another_role_is_in_force_at_once(http: httpx.AsyncClient, board: Made) -> None:
    ann = await join(http, code=board.code)
    for role in ("follower", "moderator", "participant"):
        path = board.path(f"/seats/{ann['seat']}")
        answer = await http.patch(path, json={"role": role}, headers=board.as_("moderator"))
        assert (answer.status_code, answer.json()["role"]) == (200, role)
        assert await role_of(http, board, ann["token"]) == role


async def test_a_removed_person_is_gone_for_good(http: httpx.AsyncClient, board: Made) -> None:
    ann = await join(http, code=board.code)
    path = board.path(f"/seats/{ann['seat']}")
    assert (await http.delete(path, headers=board.as_("moderator"))).status_code == 204
    assert await role_of(http, board, ann["token"]) == "401"
    assert (await http.post("/api/join", json={"token": ann["token"]})).status_code == 401
    assert (await http.get(board.path("/seats"), headers=board.as_("moderator"))).json() == []
    assert (await http.delete(path, headers=board.as_("moderator"))).status_code == 404


async def test_a_seat_of_another_board_is_not_found(http: httpx.AsyncClient, board: Made) -> None:
    other = await make_board(http)
    ann = await join(http, code=other.code)
    path = board.path(f"/seats/{ann['seat']}")
    assert (await http.patch(path, json={"role": "follower"}, headers=board.as_("moderator"))).status_code == 404
    assert (await http.delete(path, headers=board.as_("moderator"))).status_code == 404


async def test_the_last_moderator_can_neither_step_down_nor_leave(http: httpx.AsyncClient, board: Made) -> None:
    ann = await join(http, token=board.tokens["moderator"])
    own, me = board.path(f"/seats/{ann['seat']}"), bearer(ann["token"])
    assert (await http.patch(own, json={"role": "participant"}, headers=me)).status_code == 409
    assert (await http.delete(own, headers=me)).status_code == 409
    ben = await join(http, code=board.code)
    await http.patch(board.path(f"/seats/{ben['seat']}"), json={"role": "moderator"}, headers=me)
    assert (await http.patch(own, json={"role": "participant"}, headers=me)).status_code == 200


async def test_two_moderators_who_demote_each_other_at_once_leave_one(http: httpx.AsyncClient, board: Made) -> None:
    ann, ben = [await join(http, token=board.tokens["moderator"]) for _ in range(2)]
    link = (await http.get(board.path("/me"), headers=board.as_("moderator"))).json()["seat"]
    gone = await http.delete(board.path(f"/seats/{link}"), headers=bearer(ann["token"]))
    assert gone.status_code == 204
    answers = await asyncio.gather(
        http.patch(board.path(f"/seats/{ben['seat']}"), json={"role": "follower"}, headers=bearer(ann["token"])),
        http.patch(board.path(f"/seats/{ann['seat']}"), json={"role": "follower"}, headers=bearer(ben["token"])),
    )
    assert 200 in {answer.status_code for answer in answers}
    roles = [await role_of(http, board, seat["token"]) for seat in (ann, ben)]
    assert sorted(roles) == ["follower", "moderator"]


async def test_a_links_seat_never_gets_more_than_the_link(http: httpx.AsyncClient, board: Made) -> None:
    seat = (await http.get(board.path("/me"), headers=board.as_("participant"))).json()["seat"]
    path = board.path(f"/seats/{seat}")
    assert (await http.patch(path, json={"role": "moderator"}, headers=board.as_("moderator"))).status_code == 409
    assert (await http.patch(path, json={"role": "follower"}, headers=board.as_("moderator"))).status_code == 200
    assert await role_of(http, board, board.tokens["participant"]) == "follower"


@pytest.mark.parametrize("role", ["owner", "", None, 3])
async def test_an_unknown_role_is_refused(http: httpx.AsyncClient, board: Made, role: object) -> None:
    ann = await join(http, code=board.code)
    path = board.path(f"/seats/{ann['seat']}")
    assert (await http.patch(path, json={"role": role}, headers=board.as_("moderator"))).status_code == 422


async def test_a_person_renames_only_themselves(http: httpx.AsyncClient, board: Made) -> None:
    ann, ben = await join(http, "Ann", code=board.code), await join(http, "Ben", code=board.code)
    answer = await http.patch(board.path("/me"), json={"name": "  Anna  "}, headers=bearer(ann["token"]))
    assert answer.json()["name"] == "Anna"
    assert (await http.get(board.path("/me"), headers=bearer(ben["token"]))).json()["name"] == "Ben"
    bad = await http.patch(board.path("/me"), json={"name": "a\u0007"}, headers=bearer(ann["token"]))
    assert bad.status_code == 422


async def test_eight_people_have_eight_colours(http: httpx.AsyncClient, board: Made) -> None:
    for number in range(8):
        await join(http, f"P{number}", code=board.code)
    seats = (await http.get(board.path("/seats"), headers=board.as_("moderator"))).json()
    assert len({seat["color"] for seat in seats}) == 8
