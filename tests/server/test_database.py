"""The relational store: numbered migrations, writers in turn, nothing half done; on SQLite and PostgreSQL."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, insert, select, text

from server.database import Database, database_url
from server.migrations import STEPS, FromTheFuture
from server.settings import Settings
from server.tables import boards, workshops
from server.update_log import NoSuchBoard
from tests.server.both_databases import Store
from tests.server.both_databases import store as store

NOW = datetime(2026, 5, 4, 12, 30, 15, 500_000, tzinfo=UTC)


async def add_board(database: Database, id: str, language: str = "de") -> None:
    async with database.write() as connection:
        await connection.execute(insert(boards).values(id=id, language=language, created=NOW))


async def test_a_database_is_opened_again_with_what_it_held(store: Store) -> None:
    first = store.database()
    await first.open()
    await add_board(first, "b")
    await first.close()
    second = store.database()
    await second.open()
    async with second.read() as connection:
        assert await connection.scalar(select(boards.c.created)) == NOW
        numbers = (await connection.scalars(text("SELECT number FROM migrations ORDER BY number"))).all()
    assert list(numbers) == [number for number, _, _ in STEPS]
    await second.close()


async def test_processes_that_start_at_one_moment_make_the_tables_once(store: Store) -> None:
    processes = [store.database() for _ in range(4)]
    await asyncio.gather(*(one.open() for one in processes))
    async with processes[0].read() as connection:
        assert await connection.scalar(text("SELECT count(*) FROM migrations")) == len(STEPS)
    for one in processes:
        await one.close()


async def test_a_database_of_a_newer_program_is_left_alone(store: Store) -> None:
    database = store.database()
    await database.open()
    async with database.write() as connection:
        await connection.execute(text("INSERT INTO migrations VALUES (999, 'future', '2030-01-01')"))
    with pytest.raises(FromTheFuture):
        await database.open()
    await database.close()


async def test_writers_of_a_board_take_turns_in_all_processes_and_none_fails(store: Store) -> None:
    processes = [store.database() for _ in range(2)]
    for one in processes:
        await one.open()
    await add_board(processes[0], "b")
    await add_board(processes[0], "other")

    async def count_up(number: int) -> None:
        async with processes[number % 2].write("b") as connection:
            step = await connection.scalar(select(workshops.c.step).where(workshops.c.board == "b"))
            await connection.execute(workshops.delete())
            await connection.execute(insert(workshops).values(board="b", step=(step or 0) + 1))

    await asyncio.gather(*(count_up(number) for number in range(40)))
    async with processes[0].read() as connection:
        assert await connection.scalar(select(workshops.c.step)) == 40
    for one in processes:
        await one.close()


async def test_who_writes_to_a_board_that_is_not_is_told(store: Store) -> None:
    database = store.database()
    await database.open()
    for id in ("gone", "no\0id"):
        with pytest.raises(NoSuchBoard):
            async with database.write(id):
                pass
    await database.close()


async def test_a_reader_sees_one_moment(store: Store) -> None:
    database = store.database()
    await database.open()
    await add_board(database, "before")
    count = select(func.count()).select_from(boards)
    async with database.read() as connection:
        seen = await connection.scalar(count)
        await add_board(database, "meanwhile")
        assert await connection.scalar(count) == seen == 1
    async with database.read() as connection:
        assert await connection.scalar(count) == 2
    await database.close()


async def test_what_raises_leaves_nothing(store: Store) -> None:
    database = store.database()
    await database.open()

    async def fail() -> None:
        async with database.write() as connection:
            await connection.execute(insert(boards).values(id="b", language="de", created=NOW))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fail()
    async with database.read() as connection:
        assert await connection.scalar(select(func.count()).select_from(boards)) == 0
    await database.close()


async def test_the_store_is_durable_and_overwrites_what_is_erased(tmp_path: Path) -> None:
    """R3 and R20 as SQLite has them."""
    database = Database(database_url(Settings(data=tmp_path)))
    await database.open()
    async with database.read() as connection:
        told = {
            name: await connection.scalar(text(f"PRAGMA {name}"))
            for name in ("journal_mode", "synchronous", "secure_delete", "busy_timeout")
        }
    assert told == {"journal_mode": "wal", "synchronous": 2, "secure_delete": 1, "busy_timeout": 5000}
    await database.close()


async def test_a_commit_in_postgresql_is_on_the_disk_whatever_the_server_does_by_itself(store: Store) -> None:
    """R3."""
    database = store.database()
    if store.settings.database_url is None:
        return
    async with database.write() as connection:
        name = await connection.scalar(text("SELECT current_database()"))
        await connection.execute(text(f"ALTER DATABASE {name} SET synchronous_commit = off"))
    await database.close()
    async with database.read() as connection:
        assert await connection.scalar(text("SHOW synchronous_commit")) == "on"
    await database.close()


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("sqlite:////tmp/x.db", "sqlite+aiosqlite:////tmp/x.db"),
        ("postgres://me:hush@db/b?sslmode=require", "postgresql://me:hush@db/b?sslmode=require"),
        ("postgresql+asyncpg://db/b", "postgresql://db/b"),
    ],
)
def test_addresses_are_taken_as_people_write_them(given: str, used: str) -> None:
    assert database_url(Settings(database_url=given)) == used
