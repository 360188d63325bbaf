"""The relational store: numbered migrations, writers in turn, nothing half done."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, insert, select, text

from server.database import Database, database_url
from server.migrations import STEPS, FromTheFuture
from server.settings import Settings
from server.tables import boards

NOW = datetime(2026, 5, 4, 12, 30, 15, 500_000, tzinfo=UTC)


def at(folder: Path) -> Database:
    return Database(database_url(Settings(data=folder)))


async def test_a_database_is_opened_again_with_what_it_held(tmp_path: Path) -> None:
    first = at(tmp_path)
    await first.open()
    async with first.write() as connection:
        await connection.execute(insert(boards).values(id="b", language="de", created=NOW))
    await first.close()
    second = at(tmp_path)
    await second.open()
    async with second.read() as connection:
        assert await connection.scalar(select(boards.c.created)) == NOW
        numbers = (await connection.scalars(text("SELECT number FROM migrations ORDER BY number"))).all()
    assert list(numbers) == [number for number, _, _ in STEPS]
    await second.close()


async def test_a_database_of_a_newer_program_is_left_alone(tmp_path: Path) -> None:
    database = at(tmp_path)
    await database.open()
    async with database.write() as connection:
        await connection.execute(text("INSERT INTO migrations VALUES (999, 'future', '2030-01-01')"))
    with pytest.raises(FromTheFuture):
        await database.open()
    await database.close()


async def test_writers_take_turns_and_none_fails(tmp_path: Path) -> None:
    database = at(tmp_path)
    await database.open()

    async def add(number: int) -> None:
        async with database.write() as connection:
            count = await connection.scalar(select(func.count()).select_from(boards))
            await connection.execute(insert(boards).values(id=f"{number}", language=str(count), created=NOW))

    await asyncio.gather(*(add(number) for number in range(40)))
    async with database.read() as connection:
        counts = sorted(int(count) for count in await connection.scalars(select(boards.c.language)))
    assert counts == list(range(40))
    await database.close()


async def test_what_raises_leaves_nothing(tmp_path: Path) -> None:
    database = at(tmp_path)
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
    database = at(tmp_path)
    await database.open()
    async with database.read() as connection:
        told = {
            name: await connection.scalar(text(f"PRAGMA {name}"))
            for name in ("journal_mode", "synchronous", "secure_delete")
        }
    assert told == {"journal_mode": "wal", "synchronous": 2, "secure_delete": 1}
    await database.close()


def test_an_address_of_sqlite_may_be_given() -> None:
    assert database_url(Settings(database_url="sqlite:////tmp/x.db")) == "sqlite+aiosqlite:////tmp/x.db"
