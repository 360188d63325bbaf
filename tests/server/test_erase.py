"""R20: deleting a board erases it, everywhere, also when the process dies in the middle."""

import asyncio
from pathlib import Path

import httpx
import pytest
from sqlalchemy import func, select

from server.boards import finish_erasings
from server.database import metadata
from server.update_log import StoreFailed
from tests.server.live import Live, Made, join, make_board, serving
from tests.server.pictures import png


async def rows_of(live: Live, board: str) -> dict[str, int]:
    """How many rows of each table still speak of this board."""
    return await live.run(_rows_of(live, board))


async def _rows_of(live: Live, board: str) -> dict[str, int]:
    found = {}
    async with live.services.database.read() as connection:
        for table in metadata.sorted_tables:
            column = table.c.id if table.name == "boards" else table.c.get("board")
            if column is not None:
                query = select(func.count()).select_from(table).where(column == board)
                found[table.name] = await connection.scalar(query)
    return {name: count for name, count in found.items() if count}


async def test_nothing_of_an_erased_board_is_left(http: httpx.AsyncClient, live: Live, board: Made) -> None:
    seat = await join(http, code=board.code, name="Clara Unvergessen")
    await http.post(board.path("/images"), files={"file": png()}, headers=board.as_("participant"))
    await http.post(board.path("/snapshots"), json={"label": "before"}, headers=board.as_("participant"))
    await http.post(board.path("/commit"), json={"label": "done"}, headers=board.as_("moderator"))
    await http.post(board.path("/comments"), json={"text": "Why?"}, headers=board.as_("moderator"))
    assert set(await rows_of(live, board.id)) >= {
        *("boards", "seats", "tokens", "workshops", "images", "records", "comments")
    }
    answer = await http.delete(board.path(), headers=board.as_("moderator"))
    assert answer.status_code == 204
    assert await rows_of(live, board.id) == {}
    for token in (*board.tokens.values(), seat["token"]):
        gone = await http.get(board.path(), headers={"authorization": f"Bearer {token}"})
        assert gone.status_code == 404
    assert (await http.post("/api/join", json={"code": board.code, "name": "A"})).status_code == 404


async def test_the_name_of_an_erased_person_stands_in_no_file(tmp_path: Path) -> None:
    with serving(tmp_path) as live:
        async with live.client() as http:
            board = await make_board(http, "Geheime Reise")
            await join(http, code=board.code, name="Clara Unvergessen")
            await http.delete(board.path(), headers=board.as_("moderator"))
    held = all_bytes(tmp_path)
    assert b"Clara Unvergessen" not in held
    assert b"Geheime Reise" not in held


async def test_erasing_that_was_interrupted_is_finished_at_the_next_start(
    http: httpx.AsyncClient, live: Live, board: Made
) -> None:
    await live.run(live.services.catalogue.begin_erasing(board.id))
    assert await rows_of(live, board.id) == {"erasures": 1}
    assert (await http.get(board.path(), headers=board.as_("moderator"))).status_code == 404
    await live.run(finish_erasings(live.services))
    assert await rows_of(live, board.id) == {}


async def test_r20_a_process_that_died_between_the_two_stores_starts_again(tmp_path: Path) -> None:
    with serving(tmp_path) as live:
        async with live.client() as http:
            board, other = await make_board(http), await make_board(http)
        await live.run(live.services.catalogue.begin_erasing(board.id))
        await live.run(live.services.rooms.erase(board.id))  # and here the process dies
    with serving(tmp_path) as live:
        assert await rows_of(live, board.id) == {}
        async with live.client() as http:
            assert (await http.get(other.path(), headers=other.as_("follower"))).status_code == 200


async def test_r16_an_erasing_that_cannot_be_finished_keeps_no_other_board_shut(
    live: Live, board: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refuse(_board: str) -> None:
        raise StoreFailed("the disk is full")

    await live.run(live.services.catalogue.begin_erasing(board.id))
    with monkeypatch.context() as patch:
        patch.setattr(live.services.rooms, "erase", refuse)
        await live.run(finish_erasings(live.services))
    assert await rows_of(live, board.id) == {"erasures": 1}
    await live.run(finish_erasings(live.services))
    assert await rows_of(live, board.id) == {}


async def test_a_board_that_could_not_be_filled_leaves_nothing_and_says_why(
    http: httpx.AsyncClient, live: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refuse(_board: str, _content: object) -> None:
        raise StoreFailed("the disk is full")

    before = await live.run(live.services.catalogue.all())
    monkeypatch.setattr(live.services.rooms, "found", refuse)
    answer = await http.post("/api/boards", json={"title": "Never"})
    assert answer.status_code == 503
    assert await live.run(live.services.catalogue.all()) == before
    assert await live.run(live.services.catalogue.unfinished_erasings()) == []


def all_bytes(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("role", ["participant", "follower"])
async def test_only_moderators_erase(http: httpx.AsyncClient, board: Made, role: str) -> None:
    assert (await http.delete(board.path(), headers=board.as_(role))).status_code == 403
    assert (await http.get(board.path(), headers=board.as_(role))).status_code == 200


async def test_two_who_erase_at_once_both_get_an_answer(http: httpx.AsyncClient, board: Made) -> None:
    answers = await asyncio.gather(*(http.delete(board.path(), headers=board.as_("moderator")) for _ in range(3)))
    assert sorted(answer.status_code for answer in answers) == [204, 404, 404]
