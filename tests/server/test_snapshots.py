"""Snapshots over HTTP (contract 3, R15)."""

import httpx
import pytest

from server import snapshots
from tests.server.live import Live, Made, bearer, join, make_board


async def retitle(live: Live, board: Made, title: str) -> None:
    change = live.services.rooms.edit(board.id, lambda plain: plain | {"board": plain["board"] | {"title": title}})
    await live.run(change)


async def test_a_snapshot_keeps_the_board_of_its_moment(http: httpx.AsyncClient, live: Live, board: Made) -> None:
    ann = await join(http, "Ann", code=board.code)
    answer = await http.post(board.path("/snapshots"), json={"label": " Vor der Pause "}, headers=bearer(ann["token"]))
    assert answer.status_code == 201
    snapshot = answer.json()
    assert (snapshot["label"], snapshot["by"], snapshot["name"]) == ("Vor der Pause", ann["seat"], "Ann")
    await retitle(live, board, "Later")
    then = (await http.get(board.path(f"/snapshots/{snapshot['id']}"), headers=board.as_("follower"))).json()
    now = (await http.get(board.path(), headers=board.as_("follower"))).json()
    assert (then["board"]["title"], now["board"]["title"]) == (board.title, "Later")


async def test_snapshots_are_listed_newest_first(http: httpx.AsyncClient, board: Made) -> None:
    for label in ("one", "two", "three"):
        await http.post(board.path("/snapshots"), json={"label": label}, headers=board.as_("participant"))
    listed = (await http.get(board.path("/snapshots"), headers=board.as_("follower"))).json()
    assert [snapshot["label"] for snapshot in listed] == ["three", "two", "one"]
    assert all(set(snapshot) >= {"id", "label", "at", "by"} for snapshot in listed)


async def test_restoring_brings_back_the_content_and_keeps_what_was_before(
    http: httpx.AsyncClient, live: Live, board: Made
) -> None:
    moderator = board.as_("moderator")
    taken = (await http.post(board.path("/snapshots"), json={"label": "good"}, headers=moderator)).json()
    await retitle(live, board, "Bad")
    answer = await http.post(board.path(f"/snapshots/{taken['id']}/restore"), headers=moderator)
    assert answer.status_code == 200
    assert (await http.get(board.path(), headers=moderator)).json()["board"]["title"] == board.title
    before = (await http.get(board.path("/snapshots"), headers=moderator)).json()[0]
    assert before["kind"] == "restore"
    kept = (await http.get(board.path(f"/snapshots/{before['id']}"), headers=moderator)).json()
    assert kept["board"]["title"] == "Bad"


async def test_before_going_back_one_reads_what_it_would_change(
    http: httpx.AsyncClient, live: Live, board: Made
) -> None:
    taken = await http.post(board.path("/snapshots"), json={"label": "then"}, headers=board.as_("participant"))
    path = board.path(f"/snapshots/{taken.json()['id']}/diff")
    assert not any((await http.get(path, headers=board.as_("follower"))).json().values())
    await retitle(live, board, "Later")
    stages = {"s1": {"title": "New", "place": "V"}}
    await live.run(live.services.rooms.edit(board.id, lambda plain: plain | {"stages": stages}))
    told = (await http.get(path, headers=board.as_("follower"))).json()
    assert told["removed"] == [{"root": "stages", "id": "s1", "name": "New"}]
    assert told["board"] == {"title": ["Later", board.title]}
    assert not any(told[kind] for kind in ("added", "changed", "moved", "ratings"))


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_a_snapshot_of_another_board_is_not_found(http: httpx.AsyncClient, board: Made, method: str) -> None:
    other = await make_board(http)
    taken = await http.post(other.path("/snapshots"), json={"label": "x"}, headers=other.as_("moderator"))
    path = board.path(f"/snapshots/{taken.json()['id']}") + ("/restore" if method == "POST" else "")
    assert (await http.request(method, path, headers=board.as_("moderator"))).status_code == 404


async def test_r18_a_board_holds_so_many_snapshots_made_by_hand_and_no_more(
    http: httpx.AsyncClient, board: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(snapshots, "MOST_BY_HAND", 2)
    participant = board.as_("participant")
    answers = [await http.post(board.path("/snapshots"), json={"label": "x"}, headers=participant) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [201, 201, 409]
    assert len((await http.get(board.path("/snapshots"), headers=participant)).json()) == 2
