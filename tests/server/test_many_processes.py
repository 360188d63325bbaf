"""Several processes over one Redis serve one board: what happens through one reaches the people at all others."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from server import live_room
from server.access import Grant, Refusal
from server.update_log import ORDER, NoSuchBoard
from tests.peer import PRESENCE, Peer, varint
from tests.redis import Redis
from tests.server.pair import entries, last, notices, people, same, saved, two
from tests.server.place import BOARD, Doorman, Place, add, close_code, online
from tests.waiting import until


@pytest.fixture
async def both(tmp_path: Path, redis: Redis) -> AsyncIterator[tuple[Place, Place]]:
    async with two(tmp_path, redis.url, redis.url) as running:
        yield running


# What one does, all see


async def test_an_edit_through_one_process_is_seen_read_and_counted_through_the_other(
    both: tuple[Place, Place],
) -> None:
    a, b = both
    ann, bob = await a.peer("ann"), await b.peer("bob")
    await add(ann, "one")
    await until(saved(ann), what="it is saved")
    assert await b.cards() == {"one"}  # at once: what is acknowledged anywhere is read everywhere
    await until(lambda: "one" in bob.root("cards"), what="it is shown there")
    await add(bob, "two")
    await until(lambda: "two" in ann.root("cards"), what="and back")
    assert await a.rooms.contributors(BOARD) == await b.rooms.contributors(BOARD) == {"ann", "bob"}
    assert b.rooms.counters.foreign
    assert all(live.lag < 5 for live in b.rooms.live())


async def test_many_who_write_at_once_through_both_lose_and_double_nothing(both: tuple[Place, Place]) -> None:
    peers = [await here.peer(f"p{n}") for n in range(4) for here in both]
    for round in range(12):
        for n, peer in enumerate(peers):
            await add(peer, f"c{n}-{round}")
    await until(saved(*peers), what="everything is saved")
    await same(*peers)
    assert len(peers[0].root("cards")) == 96
    a, b = both
    assert await a.cards() == await b.cards() == set(peers[0].root("cards").keys())
    updates = [entry for entry in (await a.log.inner.read(BOARD)).entries if entry.update]
    assert len(updates) == len({entry.update for entry in updates})


async def test_presence_people_and_followers_are_those_of_all_processes(both: tuple[Place, Place]) -> None:
    a, b = both
    ann, bob = await a.peer("ann"), await b.peer("bob")
    fred = await b.peer("fred", "follower")
    await until(lambda: people(ann) == {"ann", "bob"} == people(bob), what="each sees both")
    await until(lambda: last(ann, "people")["followers"] == 1, what="and that somebody follows")
    await until(online(a, {"ann": 1, "bob": 1, "fred": 1}), what="all are counted")
    heard: list[str] = []
    async with await a.socket("eve:participant") as eve:
        await bob.send(cursor(bob, {"x": 7}))
        async with asyncio.timeout(10):
            async for frame in eve:
                assert isinstance(frame, bytes)
                heard.append(frame.decode(errors="ignore"))
                if '"x":7' in heard[-1]:
                    break
    assert '"seat":"bob"' in heard[-1]
    await bob.drop()
    await fred.leave()
    await until(lambda: people(ann) == {"ann"} and last(ann, "people")["followers"] == 0, what="they are gone")
    await until(online(b, {"ann": 1}), what="who has no live room there counts too")


def cursor(peer: Peer, state: dict[str, Any]) -> bytes:
    text = json.dumps(state).encode()
    update = varint(1) + varint(peer.client_id) + varint(1) + varint(len(text)) + text
    return bytes([PRESENCE]) + varint(len(update)) + update


async def test_r8_rights_that_change_through_one_process_are_in_force_in_the_other(both: tuple[Place, Place]) -> None:
    a, b = both
    bob, eve, joe = await b.peer("bob"), await b.peer("eve"), await b.peer("joe")
    a.doorman.roles["bob"] = "follower"
    await a.rooms.regrant(BOARD, "bob", grant(a.doorman, "bob"))
    await a.rooms.regrant(BOARD, "eve", None)
    await a.rooms.revoke(BOARD, "joe:participant")
    await until(lambda: (eve.close_code, joe.close_code) == (4410, 4401), what="both are sent away")
    await until(lambda: {"type": "role", "role": "follower"} in bob.messages, what="and one is told")
    await add(bob, "late")
    await until(lambda: last(bob, "denied").get("reason") == "role", what="his edit is refused")
    assert await a.cards() == await b.cards() == set()


def grant(doorman: Doorman, seat: str) -> Grant:
    return doorman.grant(BOARD, seat, f"{seat}:participant")


async def test_lock_and_session_reach_all_processes(both: tuple[Place, Place]) -> None:
    a, b = both
    bob = await b.peer("bob")
    a.doorman.is_locked = True
    await a.rooms.set_lock(BOARD, True)
    await a.rooms.announce(BOARD, {"type": "session", "step": 5})
    await until(lambda: last(bob, "session").get("step") == 5, what="the session is told")
    assert "locked" in notices(bob)
    await add(bob, "late")
    await until(lambda: last(bob, "denied").get("reason") == "locked", what="the edit is refused")
    a.doorman.is_locked = False
    await a.rooms.set_lock(BOARD, False)
    await until(saved(bob), what="it is asked for again")
    assert await a.cards() == {"late"}


async def test_no_edit_enters_the_log_behind_the_lock_through_any_process(both: tuple[Place, Place]) -> None:
    a, b = both
    ann, bob = await a.peer("ann"), await b.peer("bob")
    for round in range(12):
        typing = asyncio.create_task(type_on(bob, f"r{round}"))
        await add(ann, f"a{round}")
        a.doorman.is_locked = True
        await a.rooms.set_lock(BOARD, True)
        behind = await entries(a)
        await typing
        await until(lambda: last(bob, "denied").get("n") == bob.sent, what="what came later is refused")
        assert await entries(a) == behind
        a.doorman.is_locked = False
        await a.rooms.set_lock(BOARD, False)
        await until(saved(ann, bob), what="everything is saved")
    await same(ann, bob)
    log = (await a.log.inner.read(BOARD)).entries
    locked = False
    for entry in log:
        if entry.seat == ORDER:
            locked = json.loads(entry.data)["locked"]
        assert not (locked and entry.update), f"{entry.position} stands behind a lock"


async def type_on(peer: Peer, name: str) -> None:
    for n in range(30):
        await add(peer, f"{name}-{n}")
        await asyncio.sleep(0.002)


async def test_r20_an_erased_board_is_gone_in_all_processes(both: tuple[Place, Place]) -> None:
    a, b = both
    bob = await b.peer("bob")
    await a.rooms.erase(BOARD)
    await until(lambda: bob.close_code == 4410, what="people are sent away")
    assert await close_code(await b.socket("bob:participant")) == 4404
    with pytest.raises(NoSuchBoard):
        await b.rooms.plain(BOARD)


async def test_r15_snapshots_and_restore_are_those_of_all_processes(both: tuple[Place, Place]) -> None:
    a, b = both
    ann, bob = await a.peer("ann"), await b.peer("bob")
    await add(ann, "one")
    await until(saved(ann), what="it is saved")
    await b.rooms.take_snapshot(BOARD, id="s", label="", by="bob", at="2026-11-22", kind="hand")
    await add(ann, "two")
    await until(saved(ann), what="it is saved")
    await b.rooms.restore(BOARD, "s", "bob")
    assert await a.cards() == {"one"}
    await until(
        lambda: set(ann.root("cards").keys()) == {"one"} == set(bob.root("cards").keys()), what="all see it restored"
    )
    assert [s.kind for s in await a.rooms.snapshots(BOARD)] == ["restore", "hand"]


async def test_r15_a_restore_ends_with_the_content_of_then_though_others_write_meanwhile(
    both: tuple[Place, Place],
) -> None:
    a, b = both
    bob = await b.peer("bob")
    await a.rooms.take_snapshot(BOARD, id="s", label="", by="ann", at="2026-11-22", kind="hand")
    act, acts = live_room.LiveRoom.act, []

    async def overtaken(self: live_room.LiveRoom, *arguments: Any) -> Any:
        acts.append(1)
        if len(acts) == 2:  # behind the snapshot of now: the edit is made, and not yet lined up
            await add(bob, "between")
            await until(saved(bob), what="it is saved")
        return await act(self, *arguments)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(live_room.LiveRoom, "act", overtaken)
        await a.rooms.restore(BOARD, "s", "ann")
    assert len(acts) == 3
    assert await b.cards() == set()


# Coming in


async def test_r8_a_removal_through_the_other_process_overtakes_nobody_who_comes_in(both: tuple[Place, Place]) -> None:
    a, b = both
    b.doorman.gate.clear()
    coming = asyncio.create_task(b.socket("bob:participant"))
    await until(lambda: b.doorman.asked, what="the doorman of the one is asked")
    b.doorman.refusals["bob"] = Refusal(4410, "removed from the board")
    await a.rooms.regrant(BOARD, "bob", None)
    b.doorman.gate.set()
    assert await close_code(await coming) == 4410


async def test_r8_who_came_in_before_the_order_was_read_is_sent_away_by_it(both: tuple[Place, Place]) -> None:
    a, b = both
    for n in range(10):
        seat = f"bob{n}"
        coming = asyncio.create_task(b.socket(f"{seat}:participant"))
        await asyncio.sleep(0.001 * n)
        b.doorman.refusals[seat] = Refusal(4410, "removed from the board")
        await a.rooms.regrant(BOARD, seat, None)
        assert await close_code(await coming) == 4410
    assert await b.rooms.online(BOARD) == {}
