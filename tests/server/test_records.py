"""Journey records over HTTP (contract 3 and 5)."""

import asyncio
import hashlib
import json
from typing import Any

import httpx
import pytest
import rfc8785
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]  # its types are a package of their own

from tests.peer import Peer
from tests.server.both_databases import live as live
from tests.server.live import Live, Made, bearer, join, make_board
from tests.waiting import until


async def commit(http: httpx.AsyncClient, board: Made, label: str = "First", **options: Any) -> httpx.Response:
    headers = board.as_(options.pop("role", "moderator")) | options.pop("headers", {})
    return await http.post(board.path("/commit"), json={"label": label} | options, headers=headers)


async def committed(http: httpx.AsyncClient, board: Made, label: str = "First", **options: Any) -> dict[str, Any]:
    answer = await commit(http, board, label, **options)
    assert answer.status_code == 201, answer.text
    head: dict[str, Any] = answer.json()
    return head


async def whole(http: httpx.AsyncClient, board: Made, id: str) -> dict[str, Any]:
    answer = await http.get(f"/api/records/{id}", headers=board.as_("follower"))
    assert answer.status_code == 200, answer.text
    record: dict[str, Any] = answer.json()
    return record


async def retitle(live: Live, board: Made, title: str) -> None:
    change = live.services.rooms.edit(board.id, lambda plain: plain | {"board": plain["board"] | {"title": title}})
    await live.run(change)


@pytest.fixture
async def television(http: httpx.AsyncClient) -> Made:
    return await make_board(http, "Unser Fernseher", template="fernseher-kauf")


async def test_a_commit_makes_a_record_of_the_board_that_meets_the_published_schema(
    http: httpx.AsyncClient, television: Made
) -> None:
    answer = await commit(http, television, "Workshop in München")
    head = answer.json()
    assert set(head) == {"id", "version", "label", "at", "by", "digest", "parent", "findings"}
    assert (head["version"], head["parent"], head["label"]) == (1, None, "Workshop in München")
    assert answer.headers["location"] == f"/api/records/{head['id']}"
    record = await whole(http, television, head["id"])
    schema = (await http.get("/api/schema/record.json")).json()
    Draft202012Validator(schema).validate(record)
    assert record["board"] == television.id
    assert record["journey"] == (await http.get(television.path(), headers=television.as_("follower"))).json()
    assert record["digest"] == hashlib.sha256(rfc8785.dumps(record["journey"])).hexdigest()
    assert {finding["rule"] for finding in head["findings"]} >= {"painPointWithoutAction", "actionWithoutResponsible"}


async def test_versions_count_and_each_record_names_its_parent(http: httpx.AsyncClient, board: Made) -> None:
    heads = [await committed(http, board, label) for label in ("one", "two", "three")]
    assert [head["version"] for head in heads] == [1, 2, 3]
    assert [head["parent"] for head in heads] == [None, heads[0]["id"], heads[1]["id"]]
    listed = (await http.get(board.path("/records"), headers=board.as_("follower"))).json()
    assert listed == heads[::-1]


async def test_commits_at_one_moment_make_one_line_of_versions(http: httpx.AsyncClient, board: Made) -> None:
    heads = await asyncio.gather(*(committed(http, board, f"number {n}") for n in range(8)))
    ordered = sorted(heads, key=lambda head: head["version"])
    assert [head["version"] for head in ordered] == list(range(1, 9))
    assert [head["parent"] for head in ordered] == [None, *(head["id"] for head in ordered[:-1])]


async def test_a_record_never_changes(http: httpx.AsyncClient, live: Live, board: Made) -> None:
    head = await committed(http, board)
    address = f"/api/records/{head['id']}"
    before = await http.get(address, headers=board.as_("follower"))
    await retitle(live, board, "Later")
    await committed(http, board, "Second")
    after = await http.get(address, headers=board.as_("follower"))
    assert after.content == before.content
    again = await http.get(address, headers=board.as_("follower") | {"if-none-match": before.headers["etag"]})
    assert again.status_code == 304
    for method in ("PUT", "PATCH", "DELETE", "POST"):
        assert (await http.request(method, address, headers=board.as_("moderator"))).status_code == 405


async def test_a_commit_repeated_with_its_key_is_the_same_commit(http: httpx.AsyncClient, board: Made) -> None:
    key = {"idempotency-key": "a click on a slow train"}
    answers = await asyncio.gather(*(commit(http, board, headers=key) for _ in range(5)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert len((await http.get(board.path("/records"), headers=board.as_("follower"))).json()) == 1


async def test_a_key_of_another_commit_is_refused_and_keys_belong_to_their_board(
    http: httpx.AsyncClient, board: Made
) -> None:
    key = {"idempotency-key": "k"}
    first = await committed(http, board, "one", headers=key)
    refused = await commit(http, board, "two", headers=key)
    assert (refused.status_code, refused.json()["type"]) == (422, "/problems/key-reused")
    other = await make_board(http)
    assert (await committed(http, other, "one", headers=key))["id"] != first["id"]


async def test_a_commit_of_a_snapshot_is_of_its_moment(http: httpx.AsyncClient, live: Live, board: Made) -> None:
    moderator = board.as_("moderator")
    taken = (await http.post(board.path("/snapshots"), json={"label": "then"}, headers=moderator)).json()
    await retitle(live, board, "Later")
    head = await committed(http, board, snapshot=taken["id"])
    assert (await whole(http, board, head["id"]))["journey"]["board"]["title"] == board.title
    assert (await commit(http, board, snapshot="no-such-one")).status_code == 404


async def test_a_record_says_who_worked_on_the_board_and_where_the_workshop_stood(
    http: httpx.AsyncClient, live: Live, board: Made
) -> None:
    ann, _silent = await join(http, "Ann", code=board.code), await join(http, "Ben", code=board.code)
    await http.patch(board.path("/session"), json={"step": 7}, headers=board.as_("moderator"))
    peer = Peer(live.url, board.id, ann["token"])
    await peer.join()
    with peer.doc.transaction():
        peer.root("board")["scope"] = "Today"
    await peer.flush()
    await until(lambda: peer.saved >= peer.sent > 0, what="Ann's edit is stored")
    record = await whole(http, board, (await committed(http, board))["id"])
    await peer.leave()
    assert record["session"]["step"] == 7
    assert ("Ann", "participant") in [(person["name"], person["role"]) for person in record["contributors"]]
    assert "Ben" not in [person["name"] for person in record["contributors"]]
    assert record["by"] in [person["seat"] for person in record["contributors"]]


async def test_everybody_at_the_board_hears_of_a_record(http: httpx.AsyncClient, live: Live, board: Made) -> None:
    peer = Peer(live.url, board.id, board.tokens["follower"])
    await peer.join()
    head = await committed(http, board)
    notice = {"type": "notice", "code": "record", "record": head}
    await until(lambda: notice in peer.messages, what="the follower hears of the record")
    await peer.leave()


async def test_two_records_are_compared(http: httpx.AsyncClient, live: Live, board: Made) -> None:
    one = await committed(http, board, "one")
    await retitle(live, board, "Other")
    two = await committed(http, board, "two")
    told = await http.get(f"/api/records/{one['id']}/diff/{two['id']}", headers=board.as_("follower"))
    assert told.json()["board"] == {"title": [board.title, "Other"]}
    assert (told.json()["before"], told.json()["after"]) == (one, two)
    other = await make_board(http)
    theirs = await committed(http, other)
    answer = await http.get(f"/api/records/{one['id']}/diff/{theirs['id']}", headers=board.as_("moderator"))
    assert answer.status_code == 404


@pytest.mark.parametrize("path", ["", "/export.json", "/export.pdf"])
async def test_only_who_has_a_seat_at_its_board_reads_a_record(http: httpx.AsyncClient, board: Made, path: str) -> None:
    head, other = await committed(http, board), await make_board(http)
    address = f"/api/records/{head['id']}{path}"
    assert (await http.get(address)).status_code == 401
    assert (await http.get(address, headers=other.as_("moderator"))).status_code == 404
    assert (await http.get(f"/api/records/nothing{path}", headers=board.as_("moderator"))).status_code == 404


async def test_only_a_moderator_commits(http: httpx.AsyncClient, board: Made) -> None:
    for role in ("participant", "follower"):
        assert (await commit(http, board, role=role)).status_code == 403
    seat = await join(http, "Ann", code=board.code)
    answer = await http.post(board.path("/commit"), json={"label": "x"}, headers=bearer(seat["token"]))
    assert answer.status_code == 403
    assert (await http.get(board.path("/records"), headers=board.as_("follower"))).json() == []


@pytest.mark.parametrize("body", [{}, {"label": ""}, {"label": "x", "more": 1}, {"label": 3}, {"label": "x" * 201}])
async def test_a_malformed_commit_makes_nothing(http: httpx.AsyncClient, board: Made, body: dict[str, Any]) -> None:
    answer = await http.post(board.path("/commit"), json=body, headers=board.as_("moderator"))
    assert answer.status_code == 422
    assert (await http.get(board.path("/records"), headers=board.as_("follower"))).json() == []


async def test_erasing_a_board_erases_its_records(http: httpx.AsyncClient, live: Live, board: Made) -> None:
    head = await committed(http, board, "R20")
    assert (await http.delete(board.path(), headers=board.as_("moderator"))).status_code == 204
    assert (await http.get(f"/api/records/{head['id']}", headers=board.as_("moderator"))).status_code == 404
    store = json.dumps([str(path) for path in live.settings.data.rglob("*")])
    assert head["id"] not in store


async def test_templates_are_listed_for_anyone(http: httpx.AsyncClient) -> None:
    listed = (await http.get("/api/templates")).json()
    assert [template["id"] for template in listed] == ["blank", "fernseher-kauf", "tv-purchase"]


async def test_a_board_from_a_template_shows_its_pictures(http: httpx.AsyncClient, television: Made) -> None:
    journey = (await http.get(television.path(), headers=television.as_("follower"))).json()
    face = journey["personas"][0]["picture"]
    picture = await http.get(television.path(f"/images/{face}"), headers=television.as_("follower"))
    assert (picture.status_code, picture.headers["content-type"]) == (200, "image/jpeg")
