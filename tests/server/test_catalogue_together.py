"""Several processes write the catalogue of one board at one moment, and it comes out as if they had taken turns."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeVar

import pytest
from sqlalchemy import func, select

from server.catalogue import Board, Catalogue
from server.database import Database, metadata
from server.i18n import Messages
from server.keyring import Keyring
from server.palette import COLORS
from server.people import ROLES, People
from server.picture_store import open_store
from server.pictures import Pictures
from server.problems import Problem
from server.record_store import Asked, KeyReused, RecordStore
from server.update_log import NoSuchBoard
from server.workshop import Running, Workshops
from tests.server.both_databases import Store
from tests.server.both_databases import store as store
from tests.server.pictures import png

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
T = TypeVar("T")


def now() -> datetime:
    return NOW


@dataclass(frozen=True)
class Process:
    """What one process knows of the catalogue."""

    database: Database
    catalogue: Catalogue
    people: People
    workshops: Workshops
    records: RecordStore
    pictures: Pictures


def process(store: Store) -> Process:
    database = store.database()
    return Process(
        database=database,
        catalogue=Catalogue(database, Keyring(b"one secret"), now, Messages.read()),
        people=People(database, now),
        workshops=Workshops(database),
        records=RecordStore(database),
        pictures=Pictures(database, open_store(store.settings), now),
    )


@pytest.fixture
async def processes(store: Store) -> AsyncIterator[Sequence[Process]]:
    """Three that start at one moment on an empty database."""
    started = [process(store) for _ in range(3)]
    await asyncio.gather(*(one.database.open() for one in started))
    yield started
    for one in started:
        await one.database.close()


@pytest.fixture
async def board(processes: Sequence[Process]) -> Board:
    return await processes[0].catalogue.create("en")


async def all_at_once(
    processes: Sequence[Process], act: Callable[[Process, int], Awaitable[T]], times: int
) -> list[T | BaseException]:
    acts = (act(processes[number % len(processes)], number) for number in range(times))
    return await asyncio.gather(*acts, return_exceptions=True)


def problems(outcomes: Sequence[object]) -> Counter[str]:
    """The refusals among the outcomes, by name; anything else that was raised is a fault."""
    raised = [outcome for outcome in outcomes if isinstance(outcome, BaseException)]
    assert all(isinstance(error, Problem | NoSuchBoard | KeyReused) for error in raised), raised
    return Counter(error.type if isinstance(error, Problem) else type(error).__name__ for error in raised)


def record(version: int, parent: str | None, label: str) -> dict[str, Any]:
    head = {"id": f"{label}-{version}", "version": version, "parent": parent, "label": label}
    return head | {"at": "", "by": "", "digest": "", "findings": []}


async def test_commits_make_one_line_of_versions(processes: Sequence[Process], board: Board) -> None:
    async def commit(one: Process, number: int) -> dict[str, Any]:
        return (await one.records.add(board.id, lambda v, parent: record(v, parent, f"r{number}"), None))[0]

    assert not problems(await all_at_once(processes, commit, 12))
    heads = (await processes[1].records.heads(board.id))[::-1]
    assert [head["version"] for head in heads] == list(range(1, 13))
    assert [head["parent"] for head in heads] == [None, *(head["id"] for head in heads[:-1])]


async def test_a_key_makes_one_record_and_is_refused_for_another(processes: Sequence[Process], board: Board) -> None:
    async def commit(one: Process, number: int) -> tuple[dict[str, Any], bool]:
        asked = Asked("key", "same" if number % 4 else "other")
        return await one.records.add(board.id, lambda v, parent: record(v, parent, asked.digest), asked)

    outcomes = await all_at_once(processes, commit, 12)
    assert problems(outcomes)["KeyReused"] in (3, 9)
    made = [outcome for outcome in outcomes if not isinstance(outcome, BaseException)]
    assert sum(new for _, new in made) == 1
    assert len({head["id"] for head, _ in made}) == len(await processes[0].records.heads(board.id)) == 1


async def test_two_moderators_who_remove_each_other_leave_one(processes: Sequence[Process], board: Board) -> None:
    for _ in range(5):
        before = [seat.id for seat in await processes[0].people.all(board.id) if seat.role == "moderator"]
        pair = [(await processes[0].people.join(board.id, name, "moderator"))[0].id for name in "AB"]
        for seat in before:  # the link's shared seat too
            await processes[0].people.remove(board.id, seat, pair[0])

        async def remove(one: Process, number: int, pair: list[str] = pair) -> None:
            await one.people.remove(board.id, pair[number], pair[1 - number])

        assert problems(await all_at_once(processes, remove, 2)) == {"last-moderator": 1}
        seats = await processes[2].people.all(board.id)
        assert len([seat for seat in seats if seat.role == "moderator"]) == 1


async def test_no_more_join_than_there_are_seats_and_the_first_all_have_colours_of_their_own(
    processes: Sequence[Process], board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R18."""
    monkeypatch.setattr("server.people.SEATS_PER_BOARD", len(ROLES) + len(COLORS) - 1)

    async def join(one: Process, number: int) -> str:
        return (await one.people.join(board.id, f"Person {number}", "participant"))[0].color

    outcomes = await all_at_once(processes, join, len(COLORS) + 5)
    assert problems(outcomes) == {"board-full": 6}
    colors = [color for color in outcomes if isinstance(color, str)]
    assert len(set(colors)) == len(colors) == len(COLORS) - 1


async def test_a_board_never_has_more_pictures_than_it_may(
    processes: Sequence[Process], board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.pictures.PICTURES_PER_BOARD", 4)

    async def bring(one: Process, number: int) -> str:
        return await one.pictures.keep_ours(board.id, png((10 + number % 8, 10)))

    outcomes = await all_at_once(processes, bring, 16)
    assert problems(outcomes).keys() == {"board-full"}
    kept = {id for id in outcomes if isinstance(id, str)}
    assert len(kept) == 4
    for id in kept:
        assert (await processes[1].pictures.one(board.id, id)).id == id


async def test_a_link_that_several_renew_has_one_token(processes: Sequence[Process], board: Board) -> None:
    async def rotate(one: Process, _number: int) -> str:
        return (await one.catalogue.rotate_link(board.id, "participant"))[0]

    tokens = await all_at_once(processes, rotate, 6)
    assert not problems(tokens)
    alive = [token for token in tokens if isinstance(token, str) and await processes[0].catalogue.holder(token)]
    assert alive == [(await processes[0].catalogue.links(board.id))["participant"]]


async def test_changes_of_a_session_follow_one_another(processes: Sequence[Process], board: Board) -> None:
    async def change(one: Process, number: int) -> None:
        if number % 2:
            await one.workshops.change(board.id, NOW, step=None, locked=None, timer=("start", 60 + number))
        else:
            await one.workshops.change(board.id, NOW, step=number, locked=True, timer=("keep", None))

    assert not problems(await all_at_once(processes, change, 8))
    workshop = await processes[0].workshops.of(board.id)
    assert (workshop.locked, isinstance(workshop.timer, Running), workshop.step % 2) == (True, True, 0)


async def test_r20_who_writes_while_a_board_is_erased_is_told_and_leaves_nothing(
    processes: Sequence[Process], board: Board
) -> None:
    async def act(one: Process, number: int) -> None:
        if number == 7:
            await one.catalogue.begin_erasing(board.id)
            await one.pictures.erase(board.id)
            return
        match number % 4:
            case 0:
                await one.people.join(board.id, "Somebody", "participant")
            case 1:
                await one.pictures.keep_ours(board.id, png((5 + number, 5)))
            case 2:
                await one.records.add(board.id, lambda v, parent: record(v, parent, f"r{number}"), None)
            case _:
                await one.catalogue.rotate_code(board.id)

    assert problems(await all_at_once(processes, act, 32)).keys() <= {"NoSuchBoard"}
    assert await processes[0].catalogue.unfinished_erasings() == [board.id]
    async with processes[1].database.read() as connection:
        for table in metadata.sorted_tables:
            if "board" in table.c and table.name != "erasures":
                assert await connection.scalar(select(func.count()).select_from(table)) == 0, table.name
    assert [found async for found in processes[2].pictures._store.boards()] == []


async def test_several_erase_one_board_and_all_but_one_are_told_that_it_is_gone(
    processes: Sequence[Process], board: Board
) -> None:
    outcomes = await all_at_once(processes, lambda one, _number: one.catalogue.begin_erasing(board.id), 5)
    assert problems(outcomes) == {"NoSuchBoard": 4}


async def test_all_probe_at_once_and_none_waits_for_another(processes: Sequence[Process], board: Board) -> None:
    async with processes[0].database.write(board.id):
        if processes[0].database._sqlite:  # it has one writer
            return
        assert not problems(await all_at_once(processes[1:], lambda one, _number: one.catalogue.probe(), 2))


async def test_r20_who_asks_for_the_session_of_an_erased_board_learns_that_it_is_gone(
    processes: Sequence[Process], board: Board
) -> None:
    await processes[0].catalogue.begin_erasing(board.id)
    with pytest.raises(NoSuchBoard):
        await processes[1].workshops.of(board.id)
