"""What the doctor looks at in the stores: can they be reached and written, are they whole, and as durable as we say."""

import asyncio
import secrets
import sqlite3
import statistics
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import text
from sqlalchemy.engine import make_url

from server import migrations
from server.database import Database, database_url
from server.diagnosis import Diagnosis, graded, ok, problem, warning
from server.picture_store import open_store
from server.redis_link import RedisLink
from server.settings import Settings
from server.update_log import StoreFailed

LIVE_FILE = "live.sqlite3"  # in the data folder
ROUNDS = 15
PERCENT_USED, PERCENT_AT_MOST = 70, 90
REDIS_SECONDS, REDIS_SECONDS_AT_MOST = 0.005, 0.1  # an edit takes two rounds
DATABASE_SECONDS, DATABASE_SECONDS_AT_MOST = 0.02, 0.25  # a join takes some
SKEW_SECONDS, SKEW_SECONDS_AT_MOST = 2.0, 60.0
KEY = "bb:doctor"
TO_BE_MADE = "is made at the first start"
DOCTOR = "doctor"  # no board is called so


async def live_log(settings: Settings) -> AsyncIterator[Diagnosis]:
    """The embedded log, where there is no Redis."""
    if settings.redis_url is None:
        yield await asyncio.to_thread(_sqlite, "live log", settings.data / LIVE_FILE)


async def redis(settings: Settings) -> AsyncIterator[Diagnosis]:
    """Whether it is there, as it must be (R3), and has room and time."""
    if settings.redis_url is None:
        return
    link = RedisLink(settings.redis_url, start_seconds=0)
    try:
        await link.open()
    except StoreFailed as failure:
        yield problem("redis", str(failure))
        return
    try:
        yield _durability(link)
        await link.ask(KEY, ("SET", KEY, "1", "EX", 10))
        yield await _latency("redis", lambda: link.ask(KEY, ("GET", KEY)), REDIS_SECONDS, REDIS_SECONDS_AT_MOST)
        seconds, micros = await link.ask(KEY, ("TIME",))
        yield _skew("redis", int(seconds) + int(micros) / 1e6)
        for finding in await _redis_inside(link):
            yield finding
    except StoreFailed as failure:
        yield problem("redis", str(failure))
    finally:
        await link.close()


def _durability(link: RedisLink) -> Diagnosis:
    if link.durability == "redis-fsync":
        return ok("redis", 'keeps an append-only file, evicts nothing, and has every edit on the disk before "saved"')
    said = "keeps an append-only file and evicts nothing; if its machine loses power, the last second is written again"
    return ok("redis", f"{said} from open browsers (appendfsync everysec)")


async def _redis_inside(link: RedisLink) -> list[Diagnosis]:
    try:
        told = await link.ask(KEY, ("INFO",))
    except StoreFailed:
        return [
            warning("redis", "its user may not ask INFO: append-only file, eviction and memory could not be looked at")
        ]
    rows = (row.split(":", 1) for row in told.decode(errors="replace").splitlines() if ":" in row)
    info = {name: value.strip() for name, value in rows}
    found = [_memory(info), _aof(info), await _synced(link)]
    if int(info.get("evicted_keys", 0)):
        found.append(
            problem("redis", f"has evicted {info['evicted_keys']} keys since it began: boards may be lost; restore")
        )
    return [finding for finding in found if finding is not None]


def _memory(info: dict[str, str]) -> Diagnosis:
    used = int(info.get("used_memory", 0))
    limit = int(info.get("maxmemory", 0))
    most = limit or int(info.get("total_system_memory", 0)) or used * 100 or 1
    share = 100 * used / most
    whole = f"{most >> 20} MiB" if limit else f"the machine's {most >> 20} MiB, without a limit of its own (maxmemory)"
    advice = "when it is full nothing more is saved; give it more memory"
    return graded("redis", f"{used >> 20} MiB of {whole} are used", share, PERCENT_USED, PERCENT_AT_MOST, advice)


def _aof(info: dict[str, str]) -> Diagnosis | None:
    bad = [name for name in ("aof_last_write_status", "aof_last_bgrewrite_status") if info.get(name, "ok") != "ok"]
    return (
        problem("redis", f"can't write its append-only file ({', '.join(bad)}): look at its disk and log")
        if bad
        else None
    )


async def _synced(link: RedisLink) -> Diagnosis | None:
    try:
        told = await link.ask(KEY, ("CONFIG", "GET", "appendfsync"))
    except StoreFailed:  # forbidden, as it may be
        return None
    if told[1:] != [b"no"]:
        return None
    return problem("redis", "leaves it to the system when its file is on the disk (appendfsync no): set it to everysec")


async def catalogue(settings: Settings) -> AsyncIterator[Diagnosis]:
    """Whether it is whole, up to date, and near."""
    url = make_url(database_url(settings))
    if url.get_backend_name() == "sqlite":
        file = Path(url.database or "")
        yield (found := await asyncio.to_thread(_sqlite, "catalogue", file))
        if found.text.endswith(TO_BE_MADE) or found.state == "problem":
            return
    database = Database(database_url(settings))
    try:
        async with database.read() as connection:
            yield _migrations(await connection.run_sync(migrations.level))
            if url.get_backend_name() != "sqlite":
                for finding in await _postgresql(connection):
                    yield finding
    except StoreFailed as failure:
        yield problem("catalogue", f"{failure}: is PostgreSQL there, and are name, password and database right?")
    finally:
        await database.close()


async def _postgresql(connection: Any) -> list[Diagnosis]:
    async def ask(words: str) -> Any:
        return await connection.scalar(text(words))

    found = [ok("catalogue", f"PostgreSQL {await ask('SHOW server_version')} answers")]
    if await ask("SELECT pg_is_in_recovery()"):
        found.append(problem("catalogue", "this PostgreSQL is a standby that takes no writes: name its primary"))
    if await ask("SHOW default_transaction_read_only") == "on":
        found.append(problem("catalogue", "this PostgreSQL takes no writes (default_transaction_read_only)"))
    if await ask("SHOW fsync") == "off":
        found.append(problem("catalogue", "PostgreSQL runs with fsync off: a power cut may destroy it; set it on"))
    near = await _latency("catalogue", lambda: ask("SELECT 1"), DATABASE_SECONDS, DATABASE_SECONDS_AT_MOST)
    moment = await ask("SELECT extract(epoch FROM clock_timestamp())")
    return [*found, near, _skew("catalogue", float(moment))]


def _migrations(level: int) -> Diagnosis:
    newest = max(number for number, _, _ in migrations.STEPS)
    if level > newest:
        return problem(
            "catalogue", f"was written by a newer program (step {level}, this knows {newest}): update this one"
        )
    if level == 0:
        return ok("catalogue", "is made at the first start")
    if level < newest:
        return warning("catalogue", f"is brought from step {level} to {newest} at the next start: make a backup before")
    return ok("catalogue", f"is as this program knows it (step {newest})")


async def pictures(settings: Settings) -> AsyncIterator[Diagnosis]:
    """Whether one can be kept, read and forgotten."""
    where = "the data folder" if settings.images_url is None else "BROWNBOARD_IMAGES_URL"
    if settings.images_url is None and not settings.data.is_dir():
        return
    try:
        store = open_store(settings)
        name = secrets.token_hex(8)
        await store.put(DOCTOR, name, name.encode())
        kept = await store.get(DOCTOR, name)
        await store.erase(DOCTOR)
    except (StoreFailed, OSError) as failure:
        yield problem("pictures", f"{failure}: look at {where}")
        return
    if kept == name.encode():
        yield ok("pictures", f"can be kept in {where}")
    else:
        yield problem("pictures", f"what was kept in {where} did not come back")


async def _latency(of: str, ask: Callable[[], Awaitable[Any]], most: float, too_much: float) -> Diagnosis:
    taken = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        await ask()
        taken.append(time.perf_counter() - begun)
    middle = statistics.median(taken)
    return graded(
        of, f"answers in {middle * 1000:.1f} ms", middle, most, too_much, "bring it nearer, or relieve its machine"
    )


def _skew(of: str, moment: float) -> Diagnosis:
    apart = abs(moment - time.time())
    advice = "let both machines follow the same time (chrony, systemd-timesyncd)"
    return graded(of, f"its clock is {apart:.1f} s from ours", apart, SKEW_SECONDS, SKEW_SECONDS_AT_MOST, advice)


def _sqlite(of: str, file: Path) -> Diagnosis:
    """Reads all of the file, beside whoever writes it."""
    if not file.exists():
        return ok(of, f"{file} {TO_BE_MADE}")
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", 5, uri=True)) as db:
            complaints = [row[0] for row in db.execute("PRAGMA quick_check(3)")]
            mode = db.execute("PRAGMA journal_mode").fetchone()[0]
    except sqlite3.Error as error:
        return problem(of, f"{file} can't be read ({error}): bring it back from a backup")
    if complaints != ["ok"]:
        return problem(of, f"{file} is damaged ({complaints[0]}): stop the server and bring it back from a backup")
    if mode != "wal":
        return warning(of, f"{file} has no write-ahead log ({mode}); the next start gives it one")
    return ok(of, f"{file} is whole ({file.stat().st_size >> 20} MiB)")
