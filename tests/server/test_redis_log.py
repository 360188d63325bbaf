"""What only a log in Redis can show: who may write, and what is left when Redis loses, fills up or stands still."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

import server
from server import redis_link
from server.redis_link import RedisLink
from server.redis_log import RedisLog, key
from server.update_log import (
    START,
    BoardExists,
    Checkpoint,
    Entry,
    Moved,
    NoSuchBoard,
    Position,
    SetBack,
    Snapshot,
    StoreFailed,
    Tip,
)
from tests.line import line_to
from tests.redis import Redis
from tests.waiting import until

BIRTH = [Entry("", b"birth")]
FILL = """
local head = tonumber(redis.call('HGET', KEYS[1], 'head'))
for _ = 1, tonumber(ARGV[1]) do
  head = head + 1
  redis.call('XADD', KEYS[2], head .. '-0', 's', 'ann', 'd', string.rep('x', 100), 'm', 'filled')
end
redis.call('HSET', KEYS[1], 'head', head, 'mark', 'filled')
"""
SEEN_SECONDS = 3.0  # "not saved" is shown by then

Opened = Callable[[Redis], Awaitable[RedisLog]]


@pytest.fixture
async def opened() -> AsyncIterator[Opened]:
    """Opens logs, as processes would, that are closed afterwards."""
    async with AsyncExitStack() as stack:

        async def open(redis: Redis) -> RedisLog:
            log = RedisLog(RedisLink(redis.url))
            await log.open()
            stack.push_async_callback(log.close)
            return log

        yield open


async def born(log: RedisLog) -> Tip:
    await log.create("b", BIRTH)
    return (await log.read("b")).tip


async def write(log: RedisLog, data: bytes, after: Tip, mark: str) -> Tip:
    """Appends one entry; answers with the tip behind it."""
    return Tip(await log.append("b", [Entry("ann", data)], after, mark), mark)


async def test_who_is_far_behind_reads_on_in_steps_that_hold_nobody_up(redis: Redis, opened: Opened) -> None:
    log = await opened(redis)
    tip = await born(log)
    redis.tell("EVAL", FILL, 2, key("b", "meta"), key("b", "log"), 60_000)
    assert [entry.position for entry in await log.since("b", tip)] == list(range(2, 60_002))


async def contents(log: RedisLog) -> list[bytes]:
    return [entry.data for entry in (await log.read("b")).entries]


# Who may write


async def test_only_who_knows_the_tip_writes_behind_it(redis: Redis, opened: Opened) -> None:
    one, two = await opened(redis), await opened(redis)
    tip = await born(one)
    await write(one, b"1", tip, "one")
    with pytest.raises(Moved):
        await write(two, b"2", tip, "two")
    missed = await two.since("b", tip)
    assert [(entry.data, entry.mark) for entry in missed] == [(b"1", "one")]
    await write(two, b"2", Tip(missed[-1].position, missed[-1].mark), "two")
    assert await contents(one) == [b"birth", b"1", b"2"]


async def test_the_same_place_under_another_mark_is_another_tip(redis: Redis, opened: Opened) -> None:
    log = await opened(redis)
    tip = await born(log)
    with pytest.raises(Moved):
        await write(log, b"1", Tip(tip.position, "other"), "one")


async def test_a_batch_that_is_sent_again_is_stored_once(redis: Redis, opened: Opened) -> None:
    log = await opened(redis)
    tip = await born(log)
    batch = [Entry("ann", b"1"), Entry("ann", b"2")]
    assert await log.append("b", batch, tip, "one") == await log.append("b", batch, tip, "one") == 2
    await write(log, b"3", Tip(Position(3), "one"), "two")
    with pytest.raises(Moved):
        await log.append("b", batch, tip, "one")
    assert await contents(log) == [b"birth", b"1", b"2", b"3"]


async def test_many_who_write_at_once_lose_and_double_nothing(redis: Redis, opened: Opened) -> None:
    logs = [await opened(redis) for _ in range(3)]
    start = await born(logs[0])

    async def writer(number: int, log: RedisLog) -> None:
        tip = start
        for n in range(20):
            while True:
                try:
                    tip = await write(log, b"%d-%d" % (number, n), tip, f"{number}-{n}")
                    break
                except Moved:
                    last = (await log.since("b", tip))[-1]
                    tip = Tip(last.position, last.mark)

    await asyncio.gather(*(writer(number, log) for number, log in enumerate(logs)))
    stored = await logs[0].read("b")
    assert [entry.position for entry in stored.entries] == list(range(1, 62))
    for number in range(3):
        own = [entry.data for entry in stored.entries if entry.data.startswith(b"%d-" % number)]
        assert own == [b"%d-%d" % (number, n) for n in range(20)]


# Unknown outcomes


async def test_what_was_stored_though_nobody_answered_is_found_under_its_mark(
    redis: Redis, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = await opened(redis)
    tip = await write(log, b"0", await born(log), "zero")  # from now on Redis knows the script
    monkeypatch.setattr(redis_link, "COMMAND_SECONDS", 0.2)
    with redis.paused(), pytest.raises(StoreFailed, match="does not answer"):
        await write(log, b"1", tip, "one")
    monkeypatch.undo()
    found = await until(lambda: log.since("b", tip))
    assert [(entry.data, entry.mark) for entry in found] == [(b"1", "one")]
    assert (await write(log, b"1", tip, "one")).position == 3
    assert await contents(log) == [b"birth", b"0", b"1"]


async def test_f21_a_redis_that_pauses_makes_nobody_wait_for_longer(redis: Redis, opened: Opened) -> None:
    log = await opened(redis)
    tip = await born(log)
    redis.tell("CLIENT", "PAUSE", 1_000_000, "WRITE")
    began = asyncio.get_running_loop().time()
    acts = [write(log, b"1", tip, "one"), log.create("other", BIRTH), log.trim("b"), log.erase("b")]
    outcomes = await asyncio.gather(*acts, return_exceptions=True)
    assert {type(outcome) for outcome in outcomes} == {StoreFailed}
    assert asyncio.get_running_loop().time() - began < SEEN_SECONDS
    redis.tell("CLIENT", "UNPAUSE")


async def test_a_line_that_is_cut_fails_at_once_and_serves_again_when_it_is_mended(redis: Redis) -> None:
    async with line_to(redis.port) as line:
        log = RedisLog(RedisLink(line.url.replace("http", "redis")))
        await log.open()
        tip = await born(log)
        under_way = asyncio.create_task(write(log, b"1", tip, "one"))
        line.cut()
        with pytest.raises(StoreFailed):
            await under_way
        line.mend()
        await until(lambda: succeeds(log.probe()))
        stored = await log.since("b", tip)
        if not stored:
            await write(log, b"1", tip, "one")
        assert await contents(log) == [b"birth", b"1"]
        await log.close()


async def succeeds(act: Awaitable[object]) -> bool:
    try:
        await act
    except StoreFailed:
        return False
    return True


# What Redis loses


async def test_a_redis_that_syncs_and_was_killed_has_all_that_it_answered(own_redis: Redis, opened: Opened) -> None:
    own_redis.set("appendfsync", "always")
    log = await opened(own_redis)
    tip = await born(log)
    tip = await write(log, b"1", tip, "one")
    own_redis.kill()
    with pytest.raises(StoreFailed):
        await write(log, b"2", tip, "two")
    own_redis.start()
    await until(lambda: succeeds(log.probe()))
    await write(log, b"2", tip, "two")
    assert await contents(log) == [b"birth", b"1", b"2"]


async def test_a_log_that_lost_its_end_says_so_even_when_it_grew_again(own_redis: Redis, opened: Opened) -> None:
    log = await opened(own_redis)
    own_redis.set("appendfsync", "always")  # or the last write may not be in the file yet
    tip = await born(log)
    early = await write(log, b"1", tip, "one")
    length = own_redis.aof_bytes
    late = await write(log, b"2", early, "two")
    own_redis.lose_tail(length)
    own_redis.start()
    await until(lambda: succeeds(log.probe()))
    with pytest.raises(SetBack):
        await log.since("b", late)
    with pytest.raises(Moved):
        await write(log, b"3", late, "three")
    await write(log, b"other", early, "other")
    with pytest.raises(SetBack):  # the place is taken again, by another
        await log.since("b", late)
    assert [entry.data for entry in await log.since("b", early)] == [b"other"]


@pytest.mark.parametrize("lost", [3, 60, 200])
async def test_of_an_append_that_was_torn_nothing_is_left(own_redis: Redis, opened: Opened, lost: int) -> None:
    own_redis.set("appendfsync", "always")
    log = await opened(own_redis)
    tip = await born(log)
    await log.append("b", [Entry("ann", b"1"), Entry("ann", b"2")], tip, "one")
    own_redis.lose_tail(own_redis.aof_bytes - lost)
    own_redis.start()
    await until(lambda: succeeds(log.probe()))
    assert await contents(log) == [b"birth"]
    assert (await log.read("b")).tip == tip


@pytest.mark.parametrize("lost", [3, 60, 200])
async def test_what_is_written_after_an_append_was_torn_is_there_when_redis_starts_again(
    own_redis: Redis, opened: Opened, lost: int
) -> None:
    own_redis.set("appendfsync", "always")
    log = await opened(own_redis)
    tip = await born(log)
    await log.append("b", [Entry("ann", b"1"), Entry("ann", b"2")], tip, "one")
    own_redis.lose_tail(own_redis.aof_bytes - lost)
    own_redis.start()
    await until(lambda: succeeds(log.probe()))
    await log.append("b", [Entry("ben", b"3"), Entry("ben", b"4")], tip, "two")
    await until(lambda: own_redis.tell("INFO", "persistence")["aof_rewrite_in_progress"] == 0, what="a new file")
    own_redis.kill()
    own_redis.start()
    await until(lambda: succeeds(log.probe()))
    assert await contents(log) == [b"birth", b"3", b"4"]


async def test_a_birth_that_was_lost_can_be_made_good_and_an_erasure_can_not(redis: Redis, opened: Opened) -> None:
    log = await opened(redis)
    tip = await born(log)
    stored = await log.read("b")
    redis.tell("FLUSHALL")
    for act in (log.read("b"), log.since("b", tip), write(log, b"1", tip, "one")):
        with pytest.raises(NoSuchBoard):
            await act
    await log.restore("b", stored, [])
    assert await contents(log) == [b"birth"]
    with pytest.raises(SetBack):
        await log.since("b", tip)
    await log.erase("b")
    with pytest.raises(BoardExists):
        await log.restore("b", stored, [])


async def test_r14_no_checkpoint_stands_on_a_log_that_was_set_back_meanwhile(redis: Redis, opened: Opened) -> None:
    log = await opened(redis)
    tip = await born(log)
    tip = await write(log, b"1", tip, "one")
    stale = Checkpoint(tip.position, b"state with what was lost", mark="lost")
    assert not await log.checkpoint("b", stale, START)
    assert not await log.checkpoint("b", Checkpoint(Position(9), b"state", mark="one"), START)
    assert await log.checkpoint("b", Checkpoint(tip.position, b"state", mark="one"), START)


async def test_f2_a_board_with_a_hole_is_a_failure_and_never_a_blank_board(redis: Redis, opened: Opened) -> None:
    log = await opened(redis)
    tip = await born(log)
    redis.tell("DEL", key("b", "log"))
    with pytest.raises(StoreFailed, match="lost a part of board b"):
        await log.read("b")
    with pytest.raises(StoreFailed, match="missing"):
        await write(log, b"1", tip, "one")


# Full memory


async def test_r3_a_full_redis_stores_all_or_nothing_and_serves_again(own_redis: Redis, opened: Opened) -> None:
    log = await opened(own_redis)
    tip = await born(log)
    own_redis.fill()
    for act in (
        write(log, b"1", tip, "one"),
        log.create("other", BIRTH),
        log.checkpoint("b", Checkpoint(tip.position, b"state"), START),
        log.save_snapshot("b", Snapshot("s", "", "ann", "", "hand", 1), b"state"),
        log.probe(),
    ):
        with pytest.raises(StoreFailed, match="is full"):
            await act
    assert (await log.read("b")).tip == tip
    assert (await log.snapshots("b"), await log.boards()) == ([], {"b": True})
    own_redis.set("maxmemory", 0)
    await write(log, b"1", tip, "one")


async def test_r20_a_full_redis_can_be_made_room_in(own_redis: Redis, opened: Opened) -> None:
    log = await opened(own_redis)
    tip = await born(log)
    await log.checkpoint("b", Checkpoint(tip.position, b"state"), START)
    await log.create("other", BIRTH)
    own_redis.fill()
    await log.trim("b")
    await log.erase("other")
    with pytest.raises(NoSuchBoard):
        await log.read("other")
    assert own_redis.tell("KEYS", "bb:{other}*") == [key("other", "meta").encode()]


# What the keys go through


async def test_f23_a_stream_that_was_trimmed_can_be_loaded_again(own_redis: Redis, opened: Opened) -> None:
    log = await opened(own_redis)
    tip = await born(log)
    for n in range(300):
        tip = await write(log, b"%d" % n, tip, f"m{n}")
        if n % 100 == 50:
            before = await log.read("b")
            replaced = START if before.checkpoint is None else before.checkpoint.position
            assert await log.checkpoint("b", Checkpoint(tip.position, b"state", mark=tip.mark), replaced)
            await log.keep_out("b", tip.position)
            await log.trim("b")
    before = await log.read("b")
    assert len(before.entries) == 49
    own_redis.tell("DEBUG", "RELOAD")
    assert await log.read("b") == before
    own_redis.restart()
    await until(lambda: succeeds(log.probe()))
    assert await log.read("b") == before
    assert await log.since("b", tip) == []


def test_f23_nothing_ever_takes_single_entries_out_of_a_stream() -> None:
    sources = [path for path in Path(server.__file__).parent.rglob("*") if path.suffix in {".py", ".lua"}]
    assert len([path for path in sources if path.suffix == ".lua"]) > 10
    assert not [path.name for path in sources if "XDEL" in path.read_text().upper()]


async def test_f24_an_id_is_not_born_again_in_the_moment_of_its_erasure(redis: Redis, opened: Opened) -> None:
    one, two = await opened(redis), await opened(redis)
    tip = await born(one)
    outcomes = await asyncio.gather(
        one.erase("b"), two.create("b", BIRTH), two.append("b", BIRTH, tip, "one"), return_exceptions=True
    )
    assert isinstance(outcomes[1], BoardExists)
    with pytest.raises(NoSuchBoard):
        await two.since("b", tip)


async def test_the_channel_of_a_board_hears_that_it_grew_and_that_it_is_gone(redis: Redis, opened: Opened) -> None:
    log = await opened(redis)
    tip = await born(log)
    ear = await log._link.ear()
    await ear.send_command("SUBSCRIBE", "bb:{b}")
    await ear.read_response()
    await write(log, b"1", tip, "one")
    assert (await ear.read_response())[2] == b"g" + log._link.id.encode()
    await log.erase("b")
    assert (await ear.read_response())[2] == b"g"
    await ear.disconnect()


async def test_a_log_of_many_entries_is_read_in_one_moment(redis: Redis, opened: Opened) -> None:
    log = await opened(redis)
    await log.create("b", [Entry("ann", b"x" * 40)] * 20_000)
    stored = await log.read("b")
    assert (len(stored.entries), stored.head) == (20_000, 20_000)
