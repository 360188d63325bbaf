"""What breaks between processes and their Redis, and what then must hold: nothing acknowledged is lost or doubled."""

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from server import live_room, redis_exchange, registry
from server.update_log import LOST, Entry, NoSuchBoard, Position, StoreFailed, Tip
from tests.line import line_to
from tests.redis import Redis
from tests.server.pair import last, notices, people, same, saved, stores, two
from tests.server.place import BOARD, Place, add, online, place
from tests.waiting import until

Both = tuple[Place, Place]


@pytest.fixture
async def both(tmp_path: Path, redis: Redis) -> AsyncIterator[Both]:
    async with two(tmp_path, redis.url, redis.url) as running:
        yield running


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Housekeeping without waiting."""
    monkeypatch.setattr(registry, "TICK_SECONDS", 0.02)
    monkeypatch.setattr(registry, "REFUSED_SECONDS", 0.05)
    monkeypatch.setattr(live_room, "LOOK_SECONDS", 0.2)


async def stored_cards(data: Path, url: str) -> set[str]:
    """What a process finds that knows nothing but the log."""
    async with place(data, stores=stores(url, "c"), found=False) as fresh:
        return await fresh.cards()


# Redis


async def test_a_redis_that_starts_anew_loses_nothing_and_nobody_reconnects(tmp_path: Path, own_redis: Redis) -> None:
    async with two(tmp_path, own_redis.url, own_redis.url) as (a, b):
        ann, bob = await a.peer("ann"), await b.peer("bob")
        await add(ann, "before")
        await until(saved(ann, bob), what="it is saved")
        own_redis.kill()
        began = time.monotonic()
        await add(ann, "while-1")
        await until(lambda: notices(ann) == ["storing-trouble"], what="who writes is told")
        assert time.monotonic() - began < 3
        await until(lambda: notices(bob) == ["storing-trouble"], what="who does not write is told too")
        assert time.monotonic() - began < 6
        await add(bob, "while-2")
        assert not a.rooms.ready()
        with pytest.raises(StoreFailed):
            await a.rooms.set_lock(BOARD, True)
        own_redis.start()
        await until(saved(ann, bob), what="everything is saved")
        await same(ann, bob)
        await until(lambda: notices(bob) == notices(ann) == ["storing-trouble", "storing-again"], what="all are told")
        await until(lambda: people(ann) == {"ann", "bob"} == people(bob), what="all see each other")
        assert await a.cards() == await b.cards() == {"before", "while-1", "while-2"}


async def test_a_redis_that_stands_still_for_three_seconds_loses_nothing(tmp_path: Path, own_redis: Redis) -> None:
    async with two(tmp_path, own_redis.url, own_redis.url) as (a, b):
        ann, bob = await a.peer("ann"), await b.peer("bob")
        await until(saved(ann, bob), what="the handshakes")
        with own_redis.paused():
            await add(ann, "while-1")
            await add(bob, "while-2")
            await asyncio.sleep(3)
            assert "storing-trouble" in notices(ann)
            assert "storing-trouble" in notices(bob)
        await until(saved(ann, bob), what="everything is saved")
        await same(ann, bob)
        await until(lambda: notices(ann)[-1] == notices(bob)[-1] == "storing-again", what="all are told")
        updates = [e.update for e in (await a.log.inner.read(BOARD)).entries if e.update]
        assert len(updates) == 4  # two of the birth: neither edit stands there twice
        assert await stored_cards(tmp_path, own_redis.url) == {"while-1", "while-2"}


async def test_what_redis_acknowledged_and_lost_is_written_again(tmp_path: Path, own_redis: Redis) -> None:
    async with two(tmp_path, own_redis.url, own_redis.url) as (a, b):
        ann, bob = await a.peer("ann"), await b.peer("bob")
        await add(ann, "kept")
        await until(saved(ann, bob), what="it is saved")
        kept = own_redis.aof_bytes
        for n in range(5):
            await add(ann, f"lost-{n}")
        await until(saved(ann), what="all is saved, as Redis says")
        await until(lambda: "lost-4" in bob.root("cards"), what="and shown")
        own_redis.lose_tail(kept)
        own_redis.start()
        await until(lambda: a.rooms.counters.heals and b.rooms.counters.heals, what="both processes notice")
        await add(bob, "after")
        await until(saved(ann, bob), what="it goes on")
        await same(ann, bob)
        wanted = {"kept", "after", *(f"lost-{n}" for n in range(5))}
        assert await stored_cards(tmp_path, own_redis.url) == wanted
        assert LOST in {entry.seat for entry in (await a.log.inner.read(BOARD)).entries}
        assert await a.rooms.contributors(BOARD) == {"ann", "bob"}
        await until(lambda: last(ann, "session"), what="the session is told anew")


async def test_rights_that_were_lost_with_the_end_of_the_log_hold_all_the_same(
    tmp_path: Path, own_redis: Redis
) -> None:
    async with two(tmp_path, own_redis.url, own_redis.url) as (a, b):
        bob, eve = await b.peer("bob"), await b.peer("eve")
        await until(saved(bob, eve), what="the handshakes")
        kept = own_redis.aof_bytes
        a.doorman.roles["bob"] = "follower"
        a.doorman.is_locked = True
        await a.rooms.regrant(BOARD, "bob", a.doorman.grant(BOARD, "bob", "bob:participant"))
        await a.rooms.set_lock(BOARD, True)
        own_redis.lose_tail(kept)
        own_redis.start()
        await until(lambda: b.rooms.counters.reviews, what="the catalogue is asked")
        await add(bob, "late")
        await add(eve, "late-too")
        await until(lambda: last(bob, "denied") and last(eve, "denied"), what="both are refused")
        assert await stored_cards(tmp_path, own_redis.url) == set()


@pytest.mark.usefixtures("quick")
async def test_a_redis_that_comes_back_empty_gets_from_live_rooms_what_they_hold(both: Both, redis: Redis) -> None:
    a, b = both
    ann, bob = await a.peer("ann"), await b.peer("bob")
    await add(ann, "one")
    await until(lambda: "one" in bob.root("cards"), what="both have it")
    redis.tell("FLUSHALL")
    await add(bob, "two")
    await until(saved(ann, bob), what="it goes on")
    await until(lambda: a.rooms.counters.heals and b.rooms.counters.heals, what="both have noticed")
    await same(ann, bob)
    assert await a.cards() == await b.cards() == {"one", "two"}
    assert await a.rooms.contributors(BOARD) == {"ann", "bob"}
    await until(online(a, {"ann": 1, "bob": 1}), what="and who is here is told anew")


async def test_a_redis_that_is_gone_is_logged_once_for_each_board(
    tmp_path: Path, own_redis: Redis, caplog: pytest.LogCaptureFixture
) -> None:
    async with place(tmp_path, stores=stores(own_redis.url, "a")) as a:
        ann = await a.peer("ann")
        await until(saved(ann), what="the handshake")
        own_redis.kill()
        await add(ann, "unsaved")
        await until(lambda: a.rooms.counters.store_failures >= 4, what="it was tried again and again")
        assert caplog.text.count("the store failed") == 1
        own_redis.start()
        await until(saved(ann), what="it is saved")


@pytest.mark.usefixtures("quick")
async def test_r20_a_board_that_redis_had_lost_when_it_was_erased_is_not_born_again(both: Both, redis: Redis) -> None:
    a, b = both
    bob = await b.peer("bob")
    await add(bob, "one")
    await until(saved(bob), what="it is saved")
    redis.tell("FLUSHALL")
    await a.rooms.erase(BOARD)
    await until(lambda: bob.close_code == 4410, what="who had asked the catalogue before is sent away all the same")
    assert await a.log.inner.boards() == {BOARD: False}


@pytest.mark.usefixtures("quick")
async def test_r17_a_process_ends_in_time_though_redis_is_gone(tmp_path: Path, own_redis: Redis) -> None:
    async with place(tmp_path, stores=stores(own_redis.url, "a")) as a:
        ann = await a.peer("ann")
        await until(saved(ann), what="the handshake")
        own_redis.kill()
        await add(ann, "unsaved")
        began = time.monotonic()
        await a.rooms.drain()
        await until(lambda: ann.close_code == 1012, what="people are sent to another process")
        assert ann.saved < ann.sent  # and nobody was told otherwise
    assert time.monotonic() - began < 8


# The way to Redis


async def test_an_append_whose_answer_is_lost_is_neither_doubled_nor_lost(
    both: Both, monkeypatch: pytest.MonkeyPatch
) -> None:
    a, b = both
    ann, bob = await a.peer("ann"), await b.peer("bob")
    await until(saved(ann, bob), what="the handshakes")
    cuts = ["answer", "late", "request", "answer"]
    append = a.log.inner.append
    late: list[asyncio.Task[Position]] = []

    async def cut(board: str, entries: Sequence[Entry], after: Tip | None = None, mark: str = "") -> Position:
        kind = cuts.pop(0) if cuts else "none"
        if kind == "none":
            return await append(board, entries, after, mark)
        if kind == "answer":
            await append(board, entries, after, mark)
            await add(bob, f"b{len(cuts)}")
        if kind == "late":
            late.append(asyncio.create_task(append(board, entries, after, mark)))
        raise StoreFailed("the line was cut")

    monkeypatch.setattr(a.log, "append", cut)
    for n in range(4):
        await add(ann, f"a{n}")
        await until(saved(ann), what="it is saved")
    await asyncio.gather(*late, return_exceptions=True)
    assert not cuts
    await until(saved(bob), what="the other's are saved")
    await same(ann, bob)
    updates = [e.update for e in (await a.log.inner.read(BOARD)).entries if e.update]
    assert len(updates) == len(set(updates)) == 8
    assert await a.cards() == {"a0", "a1", "a2", "a3", "b0", "b3"}


async def test_who_was_cut_off_while_the_others_went_on_and_trimmed_the_log_finds_in_again(
    tmp_path: Path, redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registry, "TICK_SECONDS", 0.02)
    monkeypatch.setattr(registry, "LOG_ENTRIES", 20)
    async with line_to(redis.port) as line, two(tmp_path, redis.url, line.url.replace("http", "redis")) as (a, b):
        ann, bob = await a.peer("ann"), await b.peer("bob")
        await until(saved(ann, bob), what="the handshakes")
        line.cut()
        await add(bob, "apart")
        for n in range(30):
            await add(ann, f"c{n}")
        await until(lambda: a.rooms.counters.compactions, what="a checkpoint")
        await until(saved(ann), what="all is saved")
        line.mend()
        await until(saved(bob), what="what was written apart is saved")
        await same(ann, bob)
        assert b.rooms.counters.heals
        assert len(await b.cards()) == 31
        assert LOST not in {entry.seat for entry in (await a.log.inner.read(BOARD)).entries}


async def test_an_order_that_could_not_be_given_is_made_good(both: Both) -> None:
    a, b = both
    bob = await b.peer("bob")
    await until(saved(bob), what="the handshake")
    a.doorman.roles["bob"] = "follower"
    a.log.failing = True
    with pytest.raises(StoreFailed):
        await a.rooms.regrant(BOARD, "bob", a.doorman.grant(BOARD, "bob", "bob:participant"))
    a.log.failing = False
    await until(lambda: {"type": "role", "role": "follower"} in bob.messages, what="it is in force all the same")


@pytest.mark.usefixtures("quick")
async def test_r8_an_order_that_died_with_its_process_holds_all_the_same(
    both: Both, monkeypatch: pytest.MonkeyPatch
) -> None:
    a, b = both
    bob = await b.peer("bob")
    await until(saved(bob), what="the handshake")
    a.doorman.roles["bob"] = "follower"  # the catalogue says so, and nobody else
    monkeypatch.setattr(live_room, "COMPARE_SECONDS", 0.05)
    await until(lambda: {"type": "role", "role": "follower"} in bob.messages, what="it is in force")
    a.doorman.is_locked = True
    await until(lambda: notices(bob) == ["locked"], what="so is the lock")
    compared = b.rooms.counters.reviews
    assert compared == 2  # and who finds all as it should be changes nothing

    asked = []

    async def away(board: str) -> bool:
        asked.append(board)
        raise StoreFailed("the catalogue is away")

    monkeypatch.setattr(b.doorman, "locked", away)
    await until(lambda: len(asked) > 1, what="it is asked again, so the first failure is over")
    assert notices(bob) == ["locked"]
    assert b.rooms.ready()


@pytest.mark.usefixtures("quick")
async def test_r20_an_erasing_that_died_with_its_process_sends_people_away_all_the_same(
    both: Both, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, b = both
    bob = await b.peer("bob")
    await until(saved(bob), what="the handshake")

    async def gone(board: str) -> bool:
        raise NoSuchBoard(board)

    monkeypatch.setattr(b.doorman, "locked", gone)
    monkeypatch.setattr(live_room, "COMPARE_SECONDS", 0.05)
    await until(lambda: bob.close_code == 4410, what="the board is no more")


# Processes


async def test_r12_a_dead_process_leaves_no_ghost(
    tmp_path: Path, redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(redis_exchange, "BEAT_SECONDS", 0.2)
    monkeypatch.setattr(redis_exchange, "DEAD_SECONDS", 1.0)
    async with line_to(redis.port) as line, two(tmp_path, redis.url, line.url.replace("http", "redis")) as (a, b):
        ann, _, _ = await a.peer("ann"), await b.peer("bob"), await b.peer("fred", "follower")
        await until(lambda: people(ann) == {"ann", "bob"} and last(ann, "people")["followers"], what="all are here")
        line.cut()  # nothing of it is heard any more, nor of its end
        await until(lambda: people(ann) == {"ann"} and not last(ann, "people")["followers"], what="no ghost")
        await until(online(a, {"ann": 1}), what="and none is counted")
        line.mend()
        await until(lambda: people(ann) == {"ann", "bob"}, what="who lives after all is here again")


@pytest.mark.usefixtures("quick")
async def test_r15_ten_active_minutes_leave_one_snapshot_and_not_one_for_each_process(both: Both) -> None:
    ann, bob = await both[0].peer("ann"), await both[1].peer("bob")
    await add(ann, "one")
    await until(saved(ann, bob), what="it is saved")
    await until(lambda: "one" in bob.root("cards"), what="it is shown")
    rooms = [room for here in both if (room := here.rooms._registry.here(BOARD))]
    assert [len(live.growth.active_minutes) for live in rooms] == [1, 1]
    for live in rooms:
        live.growth.active_minutes |= set(range(-9, 0))
    await until(lambda: not any(live.growth.active_minutes for live in rooms), what="both have looked")
    await until(lambda: sum(here.rooms.counters.snapshots for here in both), what="a snapshot")
    await asyncio.gather(*(slot.chore for here in both if (slot := slot_of(here)).chore))
    assert [s.kind for s in await both[0].rooms.snapshots(BOARD)] == ["auto"]


def slot_of(here: Place) -> Any:
    return here.rooms._registry._slots[BOARD]


@pytest.mark.usefixtures("quick")
async def test_r14_a_checkpoint_is_made_once_and_the_other_process_goes_on_behind_it(
    both: Both, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registry, "LOG_ENTRIES", 20)
    a, b = both
    ann, bob = await a.peer("ann"), await b.peer("bob")
    for n in range(30):
        await add(ann, f"c{n}")
    await until(saved(ann), what="all is saved")
    rooms = [room for here in both if (room := here.rooms._registry.here(BOARD))]
    await until(lambda: all(live.growth.entries < 20 for live in rooms), what="both know of a short log")
    assert a.rooms.counters.compactions + b.rooms.counters.compactions == 1
    assert not a.rooms.counters.heals + b.rooms.counters.heals
    await add(bob, "more")
    await until(saved(bob), what="it goes on")
    await same(ann, bob)
    stored = await a.log.inner.read(BOARD)
    assert stored.checkpoint
    assert stored.checkpoint.holders[ann.client_id] == "ann"
