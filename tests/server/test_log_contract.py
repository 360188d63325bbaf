"""What every `UpdateLog` promises, run over each of them (design.md 1, R1-R4, R14, R20, F24, F45)."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from server.group_writer import GroupWriter
from server.redis_link import RedisLink
from server.redis_log import RedisLog
from server.sqlite_log import SqliteLog
from server.update_log import (
    START,
    UNASKED_KEPT,
    BoardExists,
    Checkpoint,
    Entry,
    Kind,
    NoSuchBoard,
    NoSuchSnapshot,
    Position,
    SetBack,
    Snapshot,
    StoreFailed,
    Tip,
    UpdateLog,
)
from tests.redis import Cluster, Redis
from tests.server.logs_under_test import FailingLog

BIRTH = [Entry("", b"birth")]


@pytest.fixture(params=["sqlite", "failing", "redis", "redis_cluster"])
async def log(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[UpdateLog]:
    log: UpdateLog = SqliteLog(tmp_path / "live.sqlite3")
    if request.param == "failing":
        log = FailingLog(log)
    elif request.param != "sqlite":
        redis: Redis | Cluster = request.getfixturevalue(request.param)
        redis.forget()
        log = RedisLog(RedisLink(redis.url))
    await log.open()
    yield log
    await log.close()


def snapshot(id: str, kind: Kind = "hand", position: int = 1) -> Snapshot:
    return Snapshot(id, "Label", "ann", "2026-11-22T10:00:00.000Z", kind, position)


async def test_a_board_is_born_once(log: UpdateLog) -> None:
    assert await log.create("b", [*BIRTH, Entry("", b"content")]) == 2
    with pytest.raises(BoardExists):
        await log.create("b", BIRTH)
    stored = await log.read("b")
    assert [entry.data for entry in stored.entries] == [b"birth", b"content"]
    assert (stored.checkpoint, stored.head) == (None, 2)


async def test_entries_are_numbered_without_a_hole_in_the_order_given(log: UpdateLog) -> None:
    await log.create("b", BIRTH)
    assert await log.append("b", [Entry("ann", b"1"), Entry("bob", b"2")]) == 2
    assert await log.append("b", [Entry("ann", b"")]) == 4
    assert [(e.position, e.seat, e.data) for e in (await log.read("b")).entries[1:]] == [
        (2, "ann", b"1"),
        (3, "bob", b"2"),
        (4, "ann", b""),
    ]


async def test_many_appends_at_once_keep_their_order_and_their_boards(log: UpdateLog) -> None:
    boards = [f"b{n}" for n in range(5)]
    for board in boards:
        await log.create(board, BIRTH)
    await asyncio.gather(*(log.append(board, [Entry("s", str(n).encode())]) for n in range(100) for board in boards))
    for board in boards:
        entries = (await log.read(board)).entries
        assert [int(entry.data) for entry in entries[1:]] == list(range(100))
        assert [entry.position for entry in entries] == list(range(1, 102))


async def test_there_is_no_board_that_was_not_born(log: UpdateLog) -> None:
    for act in (
        log.append("none", BIRTH),
        log.read("none"),
        log.since("none", Tip(Position(1), "mark")),
        log.keep_out("none", Position(1)),
        log.checkpoint("none", Checkpoint(Position(1), b""), START),
        log.save_snapshot("none", snapshot("s"), b""),
        log.snapshots("none"),
        log.snapshot("none", "s"),
        log.erase("none"),
    ):
        with pytest.raises(NoSuchBoard):
            await act


async def test_one_boards_refusal_does_not_disturb_another_in_the_same_moment(log: UpdateLog) -> None:
    await log.create("b", BIRTH)
    outcomes = await asyncio.gather(
        log.append("b", [Entry("ann", b"1")]),
        log.append("none", [Entry("ann", b"1")]),
        log.append("b", [Entry("ann", b"2")]),
        return_exceptions=True,
    )
    assert (outcomes[0], outcomes[2]) == (2, 3)
    assert isinstance(outcomes[1], NoSuchBoard)


async def test_what_was_kept_out_is_read_no_more(log: UpdateLog) -> None:
    await log.create("b", BIRTH)
    await log.append("b", [Entry("eve", b"bad"), Entry("ann", b"good")])
    await log.keep_out("b", Position(2))
    stored = await log.read("b")
    assert [entry.data for entry in stored.entries] == [b"birth", b"good"]
    assert stored.head == 3


async def test_r14_a_checkpoint_stands_for_what_is_before_it_and_only_then_is_trimmed(log: UpdateLog) -> None:
    await log.create("b", BIRTH)
    await log.append("b", [Entry("ann", b"1"), Entry("ann", b"2")])
    checkpoint = Checkpoint(Position(2), b"state" * 100, {7: "ann", 2**52: ""}, frozenset({"ann", "bob"}))
    assert await log.checkpoint("b", checkpoint, START)
    before = await log.read("b")
    await log.trim("b")
    after = await log.read("b")
    assert before == after
    assert after.checkpoint == checkpoint
    assert [entry.data for entry in after.entries] == [b"2"]
    assert await log.append("b", [Entry("ann", b"3")]) == 4


async def test_r14_of_two_who_compact_one_wins(log: UpdateLog) -> None:
    await log.create("b", BIRTH)
    first, second = Checkpoint(Position(1), b"first"), Checkpoint(Position(1), b"second")
    assert await log.checkpoint("b", first, START)
    assert not await log.checkpoint("b", second, START)
    assert (await log.read("b")).checkpoint == first


async def test_trimming_without_a_checkpoint_loses_nothing(log: UpdateLog) -> None:
    await log.create("b", BIRTH)
    await log.trim("b")
    assert len((await log.read("b")).entries) == 1


async def test_snapshots_are_kept_newest_first_with_their_states(log: UpdateLog) -> None:
    await log.create("b", BIRTH)
    await log.save_snapshot("b", snapshot("one"), b"1" * 1000)
    await log.save_snapshot("b", snapshot("two", "step"), b"2" * 1000)
    assert [s.id for s in await log.snapshots("b")] == ["two", "one"]
    assert await log.snapshot("b", "one") == (snapshot("one"), b"1" * 1000)
    with pytest.raises(NoSuchSnapshot):
        await log.snapshot("b", "three")


async def test_the_oldest_snapshots_that_nobody_made_by_hand_give_way_and_no_other(log: UpdateLog) -> None:
    await log.create("b", BIRTH)
    await log.save_snapshot("b", snapshot("hand"), b"")
    for n in range(UNASKED_KEPT + 3):
        await log.save_snapshot("b", snapshot(f"own-{n}", ("auto", "step", "restore")[n % 3]), b"")
    kept = [s.id for s in await log.snapshots("b")]
    assert len(kept) == UNASKED_KEPT + 1
    assert kept[-2:] == ["own-3", "hand"]


async def test_r20_an_erased_board_is_gone_and_its_id_is_never_born_again(log: UpdateLog) -> None:
    await log.create("b", BIRTH)
    await log.create("other", BIRTH)
    await log.save_snapshot("b", snapshot("one"), b"")
    await log.erase("b")
    with pytest.raises(NoSuchBoard):
        await log.read("b")
    with pytest.raises(NoSuchBoard):
        await log.append("b", [Entry("ann", b"late")])
    with pytest.raises(BoardExists):
        await log.create("b", BIRTH)
    assert (await log.read("other")).head == 1


async def test_f24_an_append_in_the_moment_of_erasing_is_refused_or_erased(log: UpdateLog) -> None:
    await log.create("b", BIRTH)
    late = [log.append("b", [Entry("ann", b"x")]) for _ in range(10)]
    await asyncio.gather(*late[:5], log.erase("b"), *late[5:], return_exceptions=True)
    with pytest.raises(NoSuchBoard):
        await log.read("b")


async def test_r20_all_ids_are_told_with_whether_they_live(log: UpdateLog) -> None:
    for board in ("b", "other"):
        await log.create(board, BIRTH)
    await log.erase("other")
    assert await log.boards() == {"b": True, "other": False}


async def test_a_board_is_restored_as_it_was_read(log: UpdateLog) -> None:
    await log.create("b", BIRTH)
    await log.append("b", [Entry("ann", b"1"), Entry("eve", b"bad"), Entry("ann", b"2"), Entry("ann", b"")])
    await log.checkpoint("b", Checkpoint(Position(2), b"state", {7: "ann"}, frozenset({"ann"})), START)
    await log.keep_out("b", Position(3))
    stored = await log.read("b")
    taken = [(snapshot("one"), b"1"), (snapshot("two"), b"2")]
    await log.restore("c", stored, taken)
    restored = await log.read("c")
    assert (restored.checkpoint, restored.head) == (stored.checkpoint, stored.head)
    assert [(e.position, e.seat, e.data) for e in restored.entries] == [
        (e.position, e.seat, e.data) for e in stored.entries
    ]
    assert [s.id for s in await log.snapshots("c")] == ["two", "one"]
    assert await log.snapshot("c", "one") == taken[0]
    assert await log.append("c", [Entry("ann", b"3")], restored.tip, "next") == 6
    assert [e.position for e in (await log.read("c")).entries] == [4, 5, 6]


async def test_a_board_without_a_checkpoint_is_restored_too(log: UpdateLog) -> None:
    await log.create("b", BIRTH)
    await log.restore("c", await log.read("b"), [])
    assert [(e.position, e.data) for e in (await log.read("c")).entries] == [(1, b"birth")]


async def test_r20_an_id_is_restored_only_where_it_was_never_used(log: UpdateLog) -> None:
    await log.restore("erased", None, [])
    assert await log.boards() == {"erased": False}
    with pytest.raises(NoSuchBoard):
        await log.read("erased")
    await log.create("b", BIRTH)
    stored = await log.read("b")
    for used in ("b", "erased"):
        with pytest.raises(BoardExists):
            await log.restore(used, stored, [])


async def test_a_store_that_can_write_says_so(log: UpdateLog) -> None:
    await log.probe()
    assert (log.shared, log.durability) in {(False, "fsync"), (True, "redis")}


async def test_who_has_read_a_log_is_told_what_came_since(log: UpdateLog) -> None:
    await log.create("b", BIRTH)
    tip = (await log.read("b")).tip
    assert await log.since("b", tip) == []
    await log.append("b", [Entry("ann", b"1"), Entry("eve", b"bad")], tip, "mark")
    await log.keep_out("b", Position(3))
    assert [(e.position, e.seat, e.data) for e in await log.since("b", tip)] == [(2, "ann", b"1"), (3, "eve", b"bad")]
    assert await log.since("b", (await log.read("b")).tip) == []


async def test_who_read_to_the_checkpoint_goes_on_from_there_and_who_read_less_reads_anew(log: UpdateLog) -> None:
    await log.create("b", BIRTH)
    early = (await log.read("b")).tip
    await log.append("b", [Entry("ann", b"1")], early, "one")
    at = (await log.read("b")).tip
    await log.append("b", [Entry("ann", b"2")], at, "two")
    assert await log.checkpoint("b", Checkpoint(at.position, b"state", mark=at.mark), START)
    await log.trim("b")
    assert [entry.data for entry in await log.since("b", at)] == [b"2"]
    with pytest.raises(SetBack):
        await log.since("b", early)
    with pytest.raises(SetBack):
        await log.since("b", Tip(Position(99), "two"))


async def test_a_failing_log_stores_nothing_of_what_failed(tmp_path: Path) -> None:
    log = FailingLog(SqliteLog(tmp_path / "live.sqlite3"))
    await log.open()
    await log.create("b", BIRTH)
    log.failing = True
    with pytest.raises(StoreFailed):
        await log.append("b", [Entry("ann", b"1")])
    log.failing = False
    assert (await log.read("b")).head == 1
    await log.close()


# What only SQLite can show


async def test_r3_a_commit_is_synced_to_the_disk(tmp_path: Path) -> None:
    log = SqliteLog(tmp_path / "live.sqlite3")
    await log.open()
    connection = log._connect()
    assert connection.execute("PRAGMA synchronous").fetchone() == (2,)
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    connection.close()
    await log.close()


async def test_everything_is_there_after_closing_and_opening_again(tmp_path: Path) -> None:
    for n in range(3):
        log = SqliteLog(tmp_path / "live.sqlite3")
        await log.open()
        if n == 0:
            await log.create("b", BIRTH)
        await log.append("b", [Entry("ann", b"x")])
        assert (await log.read("b")).head == n + 2
        await log.close()


async def test_two_processes_never_open_one_store(tmp_path: Path) -> None:
    first, second = SqliteLog(tmp_path / "live.sqlite3"), SqliteLog(tmp_path / "live.sqlite3")
    await first.open()
    with pytest.raises(StoreFailed, match="another process"):
        await second.open()
    await first.close()


async def test_f2_a_store_that_went_missing_is_a_failure_and_no_empty_store(tmp_path: Path) -> None:
    path = tmp_path / "live.sqlite3"
    log = SqliteLog(path)
    await log.open()
    await log.create("b", BIRTH)
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink()
    with pytest.raises(StoreFailed):
        await log.read("b")
    assert not path.exists()
    await log.close()


async def test_a_file_that_cannot_be_written_fails_and_serves_again_when_it_can(tmp_path: Path) -> None:
    log = SqliteLog(tmp_path / "live.sqlite3")
    await log.open()
    await log.create("b", BIRTH)
    real_connect = log._connect
    log._writer._disconnect()

    def full() -> sqlite3.Connection:
        connection = real_connect()
        connection.execute("PRAGMA max_page_count = 1")
        return connection

    log._writer._connect = full
    with pytest.raises(StoreFailed, match="full"):
        await log.append("b", [Entry("ann", b"x" * 1_000_000)])
    with pytest.raises(StoreFailed, match="full"):
        await log.append("b", [Entry("ann", b"x" * 1_000_000)])
    log._writer._connect = real_connect
    log._writer._disconnect()
    assert await log.append("b", [Entry("ann", b"y")]) == 2
    await log.close()


async def test_after_closing_the_store_takes_nothing(tmp_path: Path) -> None:
    log = SqliteLog(tmp_path / "live.sqlite3")
    await log.open()
    await log.close()
    with pytest.raises(StoreFailed):
        await log.probe()
    with pytest.raises(StoreFailed):
        await log.read("b")


def insert(n: int, db: sqlite3.Connection) -> None:
    db.execute("INSERT INTO t VALUES (?)", (n,))


async def test_r2_jobs_that_come_together_share_a_commit(tmp_path: Path) -> None:
    path = tmp_path / "jobs.sqlite3"
    commits = 0

    def connect() -> sqlite3.Connection:
        connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)

        def count(statement: str) -> None:
            nonlocal commits
            commits += statement == "COMMIT"

        connection.set_trace_callback(count)
        return connection

    writer = GroupWriter(connect)
    writer.start()
    await writer.run(lambda db: db.execute("CREATE TABLE t (n)"))
    await asyncio.gather(*(writer.run(partial(insert, n)) for n in range(200)))
    rows = await writer.run(lambda db: db.execute("SELECT n FROM t ORDER BY rowid").fetchall())
    await writer.stop()
    assert [row[0] for row in rows] == list(range(200))
    assert commits <= 10


async def test_r16_a_job_with_a_bug_ends_neither_the_thread_nor_the_next_job(tmp_path: Path) -> None:
    writer = GroupWriter(lambda: sqlite3.connect(tmp_path / "jobs", isolation_level=None, check_same_thread=False))
    writer.start()
    await writer.run(lambda db: db.execute("CREATE TABLE t (n)"))

    def bug(db: sqlite3.Connection) -> None:
        insert(1, db)
        raise ValueError("a bug")

    with pytest.raises(StoreFailed, match="a bug"):
        await writer.run(bug)
    await asyncio.wait_for(writer.run(partial(insert, 2)), 5)
    assert await writer.run(lambda db: db.execute("SELECT n FROM t").fetchall()) == [(2,)]
    await writer.stop()


class Ambiguous:
    """A connection whose next commit is stored, and reported as failed."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self.lying = False

    def execute(self, statement: str, *values: Any) -> sqlite3.Cursor:
        cursor = self._db.execute(statement, *values)
        if self.lying and statement == "COMMIT":
            self.lying = False
            raise sqlite3.OperationalError("disk I/O error")
        return cursor

    def __getattr__(self, name: str) -> Any:
        return getattr(self._db, name)


async def test_a_commit_that_was_stored_and_reported_as_failed_leaves_no_hole_when_it_is_repeated(
    tmp_path: Path,
) -> None:
    log = SqliteLog(tmp_path / "live.sqlite3")
    await log.open()
    await log.create("b", BIRTH)
    assert log._writer._connection is not None
    ambiguous = Ambiguous(log._writer._connection)
    ambiguous.lying = True
    log._writer._connection = ambiguous  # type: ignore[assignment]
    with pytest.raises(StoreFailed):
        await log.append("b", [Entry("ann", b"x")])
    assert await log.append("b", [Entry("ann", b"x")]) == 3
    stored = await log.read("b")
    assert [(entry.position, entry.data) for entry in stored.entries][1:] == [(2, b"x"), (3, b"x")]
    assert stored.head == 3
    await log.close()


async def test_a_file_that_is_no_store_is_a_failure_with_a_name(tmp_path: Path) -> None:
    (tmp_path / "live.sqlite3").write_bytes(b"torn" * 2000)
    with pytest.raises(StoreFailed, match=r"live\.sqlite3 can't be opened"):
        await SqliteLog(tmp_path / "live.sqlite3").open()


async def test_a_reader_sees_the_store_beside_the_process_that_writes_it_and_writes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "live.sqlite3"
    writer, reader = SqliteLog(path), SqliteLog(path, reading=True)
    await writer.open()
    await writer.create("b", BIRTH)
    await reader.open()
    await writer.append("b", [Entry("ann", b"1")])
    assert (await reader.read("b")).head == 2
    with pytest.raises(StoreFailed):
        await reader.append("b", [Entry("eve", b"2")])
    await reader.close()
    assert await writer.append("b", [Entry("ann", b"2")]) == 3
    await writer.close()


async def test_a_reader_makes_no_store_where_there_is_none(tmp_path: Path) -> None:
    path = tmp_path / "live.sqlite3"
    reader = SqliteLog(path, reading=True)
    await reader.open()
    with pytest.raises(StoreFailed):
        await reader.boards()
    await reader.close()
    assert not path.exists()
    assert not path.with_suffix(".lock").exists()
