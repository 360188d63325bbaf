"""The bin is emptied in time, and only of what is old enough."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from server.purge import Purge, without_old
from tests.server.live import Live, Made

NOW = datetime(2026, 5, 10, 12, tzinfo=UTC)


def binned(days: float) -> dict[str, str]:
    return {"name": "x", "deleted": (NOW - timedelta(days=days)).isoformat().replace("+00:00", "Z")}


def test_what_was_put_away_before_goes_with_its_ratings_and_the_rest_stays() -> None:
    plain = {
        "board": {"title": "T", "deleted": "2000-01-01T00:00:00Z"},
        "channels": {"old": binned(8), "young": binned(6), "here": {"name": "y"}},
        "activities": {"gone": binned(30)},
        "ratings": {"gone/-/outside": 3, "here/-/outside": 4},
    }
    kept = without_old(plain, NOW - timedelta(days=7))
    assert kept["board"] == plain["board"]
    assert set(kept["channels"]) == {"young", "here"}
    assert kept["activities"] == {}
    assert kept["ratings"] == {"here/-/outside": 4}


def test_what_is_no_moment_is_never_old() -> None:
    odd: list[object] = [True, "yesterday", 5, None, {}]
    plain = {"channels": {str(n): {"deleted": value} for n, value in enumerate(odd)}}
    assert len(without_old(plain, NOW)["channels"]) == 5


async def test_a_board_is_purged_by_a_forward_edit(live: Live, board: Made) -> None:
    rooms = live.services.rooms
    await live.run(rooms.edit(board.id, lambda plain: plain | {"channels": {"a-channel": binned(8), "b": binned(1)}}))
    purge = Purge(replace(live.services, clock=lambda: NOW))
    await live.run(purge.board(board.id))
    assert set((await live.run(rooms.plain(board.id)))["channels"]) == {"b"}
    position = await live.run(rooms.mark(board.id))
    await live.run(purge.board(board.id))
    assert (await live.run(rooms.mark(board.id)))[0] == position[0] + 1
