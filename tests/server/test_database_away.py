"""PostgreSQL goes away, stands still or starts again: people are told quickly, and all goes on when it is back."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Iterator
from pathlib import Path

import pytest

from server.catalogue import Catalogue
from server.clock import wall_clock
from server.database import Database, DatabaseFailed
from server.i18n import Messages
from server.keyring import Keyring
from server.people import People
from tests import postgres as postgresql
from tests.postgres import Postgres
from tests.server.live import Live, make_board, serving
from tests.waiting import until

SOON = 4.0  # seconds, on a busy machine
AT_LAST = 12.0  # seconds: a turn, a connection and a statement, each waited for as long as may be


@pytest.fixture(scope="module")
def own_postgres() -> Iterator[Postgres]:
    """One that may be harmed."""
    with postgresql.serving() as running:
        yield running


@pytest.fixture
async def database(own_postgres: Postgres) -> AsyncIterator[Database]:
    opened = Database(await own_postgres.database())
    await opened.open()
    yield opened
    await opened.close()


@pytest.fixture
def catalogue(database: Database) -> Catalogue:
    return Catalogue(database, Keyring(b"one secret"), wall_clock, Messages.read())


async def fails(work: Awaitable[object], within: float) -> None:
    began = time.monotonic()
    with pytest.raises(DatabaseFailed):
        await work
    assert time.monotonic() - began < within


async def test_a_restart_between_two_calls_is_noticed_by_nobody(own_postgres: Postgres, catalogue: Catalogue) -> None:
    board = await catalogue.create("en")
    for end in (own_postgres.stop, own_postgres.kill):
        await asyncio.gather(*(catalogue.board(board.id) for _ in range(4)))  # several connections
        await asyncio.to_thread(end)
        await asyncio.to_thread(own_postgres.start)
        assert await catalogue.board(board.id) == board
        await catalogue.probe()


async def test_a_restart_in_the_middle_is_told_and_leaves_nothing(
    own_postgres: Postgres, database: Database, catalogue: Catalogue
) -> None:
    board = await catalogue.create("en")
    people = People(database, wall_clock)
    before = await people.all(board.id)

    async def cut() -> None:
        async with database.write(board.id) as connection:
            await connection.run_sync(lambda _: None)
            await asyncio.to_thread(own_postgres.restart)

    await fails(cut(), within=AT_LAST)
    assert await people.all(board.id) == before


async def test_one_that_stands_still_is_not_waited_for_long(
    own_postgres: Postgres, database: Database, catalogue: Catalogue
) -> None:
    board = await catalogue.create("en")
    people = People(database, wall_clock)
    with own_postgres.paused():
        waiting = [fails(people.join(board.id, "Ann", "participant"), AT_LAST) for _ in range(3)]
        await asyncio.gather(*waiting, fails(catalogue.board(board.id), AT_LAST), fails(catalogue.probe(), AT_LAST))
    assert await catalogue.board(board.id) == board
    await people.join(board.id, "Ann", "participant")


async def test_without_its_database_the_product_says_so_and_goes_on_when_it_is_back(
    own_postgres: Postgres, tmp_path: Path
) -> None:
    settings = await asyncio.to_thread(own_postgres.settings)
    with serving(tmp_path, **settings) as live:
        async with live.client() as http:
            board = await make_board(http)
            assert (await http.get("/readyz")).status_code == 200
            await asyncio.to_thread(own_postgres.stop)
            began = time.monotonic()
            answer = await http.get(board.path(), headers=board.as_("follower"))
            assert (answer.status_code, answer.json()["type"]) == (503, "/problems/no-store")
            assert int(answer.headers["retry-after"]) > 0
            assert time.monotonic() - began < SOON
            await until(lambda: status(live, "/readyz", 503), what="it is not ready")
            assert (await http.get("/healthz")).status_code == 200
            await asyncio.to_thread(own_postgres.start)
            await until(lambda: status(live, "/readyz", 200), what="it is ready again")
            assert (await http.get(board.path(), headers=board.as_("follower"))).status_code == 200


async def status(live: Live, path: str, wanted: int) -> bool:
    async with live.client() as http:
        return (await http.get(path)).status_code == wanted


async def test_one_that_is_not_there_is_told_at_the_start() -> None:
    database = Database("postgresql://nobody@127.0.0.1:1/nothing")
    await fails(database.open(), within=SOON)
    await database.close()


async def test_a_database_that_nobody_made_is_told_by_its_name(own_postgres: Postgres) -> None:
    database = Database(own_postgres.address("never_made"))
    with pytest.raises(DatabaseFailed, match='"never_made" does not exist'):
        await database.open()
    await database.close()
