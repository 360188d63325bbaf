"""What breaks stores, rooms and lines, and what then must hold: failures.md, one test for each that is ours."""

import asyncio
from collections.abc import AsyncIterator, Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from pycrdt import Doc

from crdt import wire
from crdt.document import Document, Plain
from crdt.errors import Tainted
from crdt.room import Room
from server import acts, drain, live_room, registry
from server.protocol import HIGH_WATER, SocketProtocol
from server.update_log import Entry, Position, StoreFailed
from tests.crdt import forge
from tests.peer import Peer, read_varint
from tests.server.place import BOARD, Place, add, close_code, online, place
from tests.waiting import until


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Place]:
    async with place(tmp_path) as running:
        yield running


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Housekeeping without waiting."""
    monkeypatch.setattr(registry, "TICK_SECONDS", 0.02)
    monkeypatch.setattr(registry, "IDLE_SECONDS", 0.05)


def saved(*peers: Peer) -> Callable[[], bool]:
    return lambda: all(peer.online and peer.saved == peer.sent for peer in peers)


def notices(peer: Peer) -> list[str]:
    return [m["code"] for m in peer.messages if m["type"] == "notice"]


def cards(peer: Peer) -> dict[str, Any]:
    content: dict[str, Any] = {id: str(card["text"]) for id, card in peer.root("cards").items()}
    return content


async def equal(*peers: Peer) -> None:
    await until(lambda: all(cards(peer) == cards(peers[0]) for peer in peers), what="all are equal")


async def test_a_store_that_fails_tells_everybody_and_saves_everything_when_it_recovers(here: Place) -> None:
    ann, bob = await here.peer("ann"), await here.peer("bob")
    await until(saved(ann, bob), what="the handshakes")
    here.log.failing = True
    await add(ann, "one")
    await until(lambda: notices(ann) == notices(bob) == ["storing-trouble"], what="everybody is told")
    await add(bob, "two")
    assert not here.rooms.ready()
    assert (ann.saved, bob.saved) == (1, 1)
    with pytest.raises(StoreFailed):
        await here.rooms.mark(BOARD)
    here.log.failing = False
    await until(saved(ann, bob), what="everything is saved")
    assert notices(ann) == notices(bob) == ["storing-trouble", "storing-again"]
    assert await here.cards() == {"one", "two"}
    assert here.rooms.ready()
    await equal(ann, bob)


async def test_f2_a_store_that_cannot_be_read_refuses_for_now_and_shows_no_blank_board(here: Place) -> None:
    here.log.reading_fails = True
    assert await close_code(await here.socket("ann:participant")) == 1013
    here.log.reading_fails = False
    ann = await here.peer("ann")
    assert str(ann.doc.get("board", type=type(ann.root("board")))["title"]) == "Test"


async def test_f20_a_slow_store_has_one_write_under_way_and_the_rest_waits_in_one_batch(here: Place) -> None:
    ann, bob = await here.peer("ann"), await here.peer("bob")
    await until(saved(ann, bob), what="the handshakes")
    here.log.appends = here.log.most_under_way = 0
    here.log.open_gate.clear()
    for n in range(50):
        await add(ann, f"a{n}")
        await add(bob, f"b{n}")
    await until(lambda: here.rooms.counters.frames_received >= 102, what="all is heard")
    here.log.open_gate.set()
    await until(saved(ann, bob), what="everything is saved")
    assert here.log.most_under_way == 1
    assert here.log.appends <= 4


async def test_f26_one_socket_that_fails_to_send_is_dropped_and_the_others_notice_nothing(
    here: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    ann, bad, bob = [await here.peer(seat) for seat in ("ann", "bad", "bob")]
    live = here.rooms._registry.here(BOARD)
    assert live
    victim = next(s.socket for id, s in live._sockets.items() if standing(live, id) == "bad")
    send = SocketProtocol.send_frames

    def broken(self: SocketProtocol, data: bytes) -> None:
        if self is victim:
            raise OSError("broken")
        send(self, data)

    monkeypatch.setattr(SocketProtocol, "send_frames", broken)
    await add(ann, "one")
    await until(lambda: "one" in cards(bob), what="the others go on")
    await until(lambda: not bad.online, what="the broken one is dropped")
    await until(online(here, {"ann": 1, "bob": 1}), what="and gone")


def standing(live: live_room.LiveRoom, id: Any) -> str:
    member = live.room.members.get(id)
    return member.standing.seat if member else ""


async def test_f27_who_reads_nothing_delays_nobody_and_has_everything_when_it_reads_again(here: Place) -> None:
    ann, bob = await here.peer("ann"), await here.peer("bob")
    slow = await here.socket("slow:follower", max_queue=1)
    slow.transport.pause_reading()
    text = "x" * 50_000
    for n in range(200):
        await add(ann, f"c{n}", text)
        if n % 20 == 19:
            await until(partial(has, bob, f"c{n}"), seconds=5, what="others are not delayed")
    live = here.rooms._registry.here(BOARD)
    assert live
    assert sum(s.socket.unsent for s in live._sockets.values()) < 5_000_000  # bounded: 10 MB were written
    slow.transport.resume_reading()
    doc: Doc[Any] = Doc()
    reader = asyncio.create_task(read_into(doc, slow))
    await until(lambda: len(list(doc.get("cards", type=type(ann.root("cards"))).keys())) == 200, what="it converges")
    await slow.close()
    await reader


def has(peer: Peer, card: str) -> bool:
    return card in peer.root("cards")


async def read_into(doc: "Doc[Any]", socket: Any) -> None:
    async for frame in socket:
        if frame[:2] in (b"\x00\x01", b"\x00\x02"):
            length, at = read_varint(frame, 2)
            doc.apply_update(frame[at : at + length])
        elif frame[:2] == b"\x00\x00":
            await socket.send(b"\x00\x00\x01\x00")


@pytest.mark.usefixtures("quick")
async def test_who_drains_no_byte_for_too_long_is_cut_off(here: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live_room, "STALLED_SECONDS", 0.5)
    ann = await here.peer("ann")
    slow = await here.socket("slow:follower", max_queue=1)
    slow.transport.pause_reading()
    for n in range(200):
        await add(ann, f"c{n}", "x" * 100_000)
        await until(saved(ann), what="it is saved")
        if "slow" not in await here.rooms.online(BOARD):
            break
    await until(online(here, {"ann": 1}), what="the slow one is gone")


@pytest.mark.usefixtures("quick")
async def test_f4_many_who_leave_in_the_same_moment_leave_an_empty_room(here: Place) -> None:
    peers = await asyncio.gather(*(here.peer(f"p{n}") for n in range(30)))
    await asyncio.gather(*(peer.drop() for peer in peers))
    await until(lambda: here.rooms.gauges() == {"rooms": 0, "members": 0}, what="the room ends")


@pytest.mark.usefixtures("quick")
async def test_f3_joins_and_ends_in_any_order_lose_no_edit(here: Place) -> None:
    for n in range(40):
        ann = await here.peer("ann")
        await add(ann, f"c{n}")
        await until(saved(ann), what="it is saved")
        await ann.drop()
        await asyncio.sleep(0.01 * (n % 12))  # around the moment at which the empty room ends
    assert len(await here.cards()) == 40


@pytest.mark.usefixtures("quick")
async def test_f37_rooms_that_nobody_needs_are_gone(here: Place) -> None:
    for n in range(30):
        await here.rooms.found(f"b{n}", {})
        await here.rooms.plain(f"b{n}")
        with pytest.raises(Exception, match="none"):
            await here.rooms.plain(f"none-{n}")
    await until(lambda: not here.rooms._registry._slots, what="all are gone")
    assert len([t for t in asyncio.all_tasks() if t.get_name().startswith("writer")]) == 0


async def test_r16_one_bad_board_never_stops_another(here: Place) -> None:
    await here.rooms.found("bad", {"stages": {"s1": {"order": "a", "title": "One"}}})
    await here.log.inner.append("bad", [Entry("eve", b"\xff\xff"), Entry("eve", b"\x01\x01\x07\x00")])
    plain = await here.rooms.plain("bad")
    assert plain["stages"]["s1"]["title"] == "One"
    stored = await here.log.read("bad")
    assert {entry.position for entry in stored.entries} == {1, 2}  # the bad ones are kept out for good


async def test_r9_a_panic_in_the_document_costs_one_frame_and_nobody_else_anything(
    here: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    eve, ann, bob = [await here.peer(seat) for seat in ("eve", "ann", "bob")]
    apply = Document.apply

    def panics(self: Document, update: bytes) -> None:
        if b"poison" in update:
            raise Tainted("a panic")
        apply(self, update)

    monkeypatch.setattr(Document, "apply", panics)
    await add(ann, "before")
    await add(eve, "poison")
    await add(bob, "after")
    await until(lambda: eve.close_code == 4400, what="the offender is sent away")
    await add(ann, "later")
    await until(saved(ann, bob), what="the others go on")
    assert await here.cards() == {"before", "after", "later"}
    await equal(ann, bob)
    assert here.rooms.counters.rebuilds == 1
    assert not [e for e in (await here.log.read(BOARD)).entries if b"poison" in e.data]


async def test_a_bug_in_one_room_ends_it_with_1011_and_the_next_who_comes_gets_a_new_one(
    here: Place, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    ann = await here.peer("ann")
    await until(saved(ann), what="the handshake")
    broken = [True]
    logged = Room.logged

    def fails(self: Any, *arguments: Any) -> Any:
        if broken.pop():
            raise RuntimeError("a bug")
        return logged(self, *arguments)

    monkeypatch.setattr(Room, "logged", fails)
    await add(ann, "one")
    await until(lambda: ann.close_code == 1011, what="its people are told")
    monkeypatch.setattr(Room, "logged", logged)
    await ann.join()
    await until(saved(ann), what="it goes on")
    assert await here.cards() == {"one"}
    assert "a bug" in caplog.text


@pytest.mark.usefixtures("quick")
async def test_r14_a_long_log_becomes_a_checkpoint_that_says_the_same(
    here: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registry, "LOG_ENTRIES", 20)
    ann = await here.peer("ann")
    for n in range(60):
        await add(ann, f"c{n}", "Zoë 😀")
    await until(lambda: here.rooms.counters.compactions, what="a checkpoint")
    await until(saved(ann), what="everything is saved")
    stored = await here.log.read(BOARD)
    assert stored.checkpoint
    assert stored.checkpoint.holders[ann.client_id] == "ann"
    assert stored.checkpoint.contributors == {"ann"}
    assert all(entry.position > stored.checkpoint.position for entry in stored.entries)
    before = await here.rooms.plain(BOARD)
    await ann.leave()
    await until(lambda: not here.rooms.gauges()["rooms"], what="the room ends")
    assert await here.rooms.plain(BOARD) == before
    assert await here.rooms.contributors(BOARD) == {"ann"}
    await ann.join()
    await add(ann, "more")
    await until(saved(ann), what="it goes on")


@pytest.mark.usefixtures("quick")
async def test_f19_the_log_of_a_board_that_everybody_left_is_short(here: Place) -> None:
    ann = await here.peer("ann")
    for n in range(registry.IDLE_ENTRIES + 10):
        await add(ann, f"c{n}")
    await until(saved(ann), what="everything is saved")
    await ann.leave()
    await until(lambda: not here.rooms.gauges()["rooms"], what="the room ends")
    assert not (await here.log.read(BOARD)).entries


@pytest.mark.usefixtures("quick")
async def test_a_compaction_that_fails_loses_nothing(here: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("server.compactor.sys.executable", "/bin/false")
    monkeypatch.setattr(registry, "LOG_ENTRIES", 5)
    ann = await here.peer("ann")
    for n in range(10):
        await add(ann, f"c{n}")
    await until(saved(ann), what="everything is saved")
    await until(lambda: no_chore(here), what="it has failed")
    assert len((await here.log.read(BOARD)).entries) == 12


def no_chore(here: Place) -> bool:
    slot = here.rooms._registry._slots.get(BOARD)
    return slot is not None and slot.chore is not None and slot.chore.done()


@pytest.mark.usefixtures("quick")
async def test_r15_ten_active_minutes_leave_a_snapshot(here: Place) -> None:
    ann = await here.peer("ann")
    live = here.rooms._registry.here(BOARD)
    assert live
    await add(ann, "one")
    await until(saved(ann), what="it is saved")
    assert len(live.growth.active_minutes) == 1
    live.growth.active_minutes |= set(range(-9, 0))
    await until(lambda: here.rooms.counters.snapshots, what="a snapshot")
    taken = await here.rooms.snapshots(BOARD)
    assert [s.kind for s in taken] == ["auto"]
    _, content = await here.rooms.snapshot(BOARD, taken[0].id)
    assert set(content["cards"]) == {"one"}
    assert not live.growth.active_minutes


async def test_f39_restore_is_a_forward_edit_that_live_and_offline_editors_survive(here: Place) -> None:
    live = [await here.peer(f"live-{n}") for n in range(3)]
    away = await here.peer("away")
    await add(live[0], "old", "as it was")
    await until(saved(*live), what="it is saved")
    await until(lambda: "old" in away.root("cards"), what="all have it")
    await here.rooms.take_snapshot(BOARD, id="s", label="Before", by="live-0", at="2026-11-22", kind="hand")
    await away.drop()
    await add(live[1], "new")
    live[2].text("cards", "old", "text").insert(0, "not ")
    await live[2].flush()
    await until(saved(*live), what="they are saved")
    await add(away, "offline")
    await here.rooms.restore(BOARD, "s", "live-0")
    await until(lambda: all(cards(peer) == {"old": "as it was"} for peer in live), what="all see it restored")
    await away.join()
    await until(saved(away), what="the offline edit is saved")
    await equal(*live, away)
    assert cards(away) == {"old": "as it was", "offline": ""}
    kinds = [s.kind for s in await here.rooms.snapshots(BOARD)]
    assert kinds == ["restore", "hand"]
    _, before = await here.rooms.snapshot(BOARD, (await here.rooms.snapshots(BOARD))[0].id)
    assert set(before["cards"]) == {"old", "new"}


async def test_a_marker_stands_at_its_place_in_the_log(here: Place) -> None:
    ann = await here.peer("ann")
    await add(ann, "one")
    await until(saved(ann), what="it is saved")
    position, content = await here.rooms.mark(BOARD)
    await add(ann, "two")
    await until(saved(ann), what="it is saved")
    assert set(content["cards"]) == {"one"}
    entries = (await here.log.read(BOARD)).entries
    assert [entry.data for entry in entries if entry.position == position] == [b""]
    assert entries[-1].position == Position(position + 1)


async def test_many_edits_of_the_server_and_of_people_at_once_are_all_there(here: Place) -> None:
    ann = await here.peer("ann")

    def channel(n: int) -> Callable[[Plain], Plain]:
        return lambda plain: plain | {"channels": plain["channels"] | {f"ch{n}": {"name": f"{n}"}}}

    edits = [asyncio.create_task(here.rooms.edit(BOARD, channel(n))) for n in range(10)]
    for n in range(10):
        await add(ann, f"c{n}")
    await asyncio.gather(*edits)
    await until(saved(ann), what="it is saved")
    plain = await here.rooms.plain(BOARD)
    assert set(plain["channels"]) == {f"ch{n}" for n in range(10)}
    assert set(plain["cards"]) == {f"c{n}" for n in range(10)}


async def test_f7_a_board_that_was_born_anew_never_takes_an_old_document(here: Place) -> None:
    ann = await here.peer("ann")
    await add(ann, "one")
    await until(saved(ann), what="it is saved")
    await ann.leave()
    await here.rooms.found("anew", {"board": {"title": "Test"}})
    again = Peer(here.url, "anew", "ann:participant")
    again.doc.apply_update(ann.doc.get_update())
    await again.join()
    await until(lambda: again.close_code == 4409, what="it is refused for good")
    assert (await here.rooms.plain("anew"))["cards"] == {}


CROOKED_TEXT = (
    forge.update(
        (
            7,
            0,
            [
                forge.shared(1, parent="cards", key="card-000001"),
                forge.shared(2, parent=(7, 0), key="text"),
                forge.string("abcdef", parent=(7, 1)),
            ],
        )
    ),
    forge.update((8, 0, [forge.string("X", origin=(7, 5), right=(7, 3))])),  # as Yjs's undo may write
)


@pytest.mark.usefixtures("quick")
async def test_r14_a_text_that_newcomers_would_read_otherwise_is_mended_and_the_log_becomes_short(
    here: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    await here.log.inner.append(BOARD, [Entry("ann", update) for update in CROOKED_TEXT])
    before = await here.rooms.plain(BOARD)
    monkeypatch.setattr(registry, "LOG_ENTRIES", 3)
    ann = await here.peer("ann")
    await until(lambda: here.rooms.counters.compactions, what="a checkpoint")
    assert (await here.log.read(BOARD)).checkpoint
    assert await here.rooms.plain(BOARD) == before
    newcomer = await here.peer("new")
    await until(lambda: cards(newcomer), what="everything is here")
    assert cards(newcomer) == {"card-000001": before["cards"]["card-000001"]["text"]} == cards(ann)


async def test_an_edit_of_the_server_that_was_given_up_is_never_mistaken_for_the_next(
    here: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    def titled(title: str) -> Callable[[Plain], Plain]:
        return lambda plain: plain | {"board": plain["board"] | {"title": title}}

    await here.rooms.plain(BOARD)
    monkeypatch.setattr(acts, "ACT_SECONDS", 0.05)
    here.log.open_gate.clear()
    for title in ("first", "second"):
        with pytest.raises(StoreFailed):
            await here.rooms.edit(BOARD, titled(title))
    monkeypatch.undo()
    here.log.open_gate.set()
    await here.rooms.mark(BOARD)
    assert (await here.rooms.plain(BOARD))["board"]["title"] == "first"
    await here.rooms.edit(BOARD, titled("third"))
    assert (await here.rooms.plain(BOARD))["board"]["title"] == "third"


async def test_r9_a_document_that_cannot_be_told_is_made_anew_and_one_that_never_can_ends_with_1011(
    here: Place, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    ann = await here.peer("ann")
    await add(ann, "one")
    await until(saved(ann), what="it is saved")
    failures, encode = [1], Document.encode

    def panics(self: Document, since: bytes | None = None) -> bytes:
        if failures[0]:
            failures[0] -= 1
            raise Tainted("a panic")
        return encode(self, since)

    monkeypatch.setattr(Document, "encode", panics)
    bob = await here.peer("bob")
    await until(lambda: cards(bob) == {"one": ""}, what="the newcomer is answered")
    assert here.rooms.counters.rebuilds == 1
    failures[0] = 1_000_000
    eve = await here.socket("eve:participant")
    await eve.send(wire.sync_step1(wire.encode_state_vector({5: 1})))
    assert await close_code(eve) == 1011
    assert failures[0] > 999_900
    failures[0] = 0
    await ann.join()
    await until(saved(ann), what="it goes on")
    assert "fails as the old one did" in caplog.text


async def test_r17_a_store_that_hangs_is_waited_for_once(here: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drain, "SETTLE_SECONDS", 0.5)
    ann = await here.peer("ann")
    await until(saved(ann), what="the handshake")
    here.log.open_gate.clear()
    await add(ann, "one")
    await until(lambda: here.log.under_way == 1, what="it is on its way")
    await here.rooms.drain()
    await until(lambda: ann.close_code == 1012, what="its people are sent away")
    begun = asyncio.get_running_loop().time()
    await here.rooms.drain()
    assert asyncio.get_running_loop().time() - begun < 0.5
    here.log.open_gate.set()
    assert ann.saved < ann.sent


@pytest.mark.usefixtures("quick")
async def test_f37_a_room_that_died_with_work_on_its_way_is_let_go(
    here: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    ann = await here.peer("ann")
    await until(saved(ann), what="the handshake")

    def fails(*_: Any) -> Any:
        raise RuntimeError("a bug")

    monkeypatch.setattr(Room, "logged", fails)
    await add(ann, "one")
    await until(lambda: ann.close_code == 1011, what="its people are told")
    await until(lambda: not here.rooms.gauges()["rooms"], what="the room is gone")


@pytest.mark.usefixtures("quick")
async def test_r18_a_boards_size_is_that_of_its_store_and_not_of_all_that_was_ever_sent(
    here: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registry, "LOG_ENTRIES", 50)
    ann = await here.peer("ann")
    for n in range(100):
        ann.root("board")["title"] = f"title {n}"
        await ann.flush()
    await until(saved(ann), what="everything is saved")
    live = here.rooms._registry.here(BOARD)
    assert live
    await until(lambda: live.growth.entries < 50 and here.rooms.counters.compactions, what="a checkpoint")
    await until(lambda: live.room.ledger.size < 2_500, what="the size is told anew")


async def test_who_pings_without_end_and_reads_nothing_fills_no_memory(
    here: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard, handle_ping = [0], SocketProtocol.handle_ping

    def counted(self: SocketProtocol) -> None:
        heard[0] += 1
        handle_ping(self)

    monkeypatch.setattr(SocketProtocol, "handle_ping", counted)
    opened = await here.socket("eve:follower")
    await until(lambda: here.rooms.online(BOARD), what="it is here")
    live = here.rooms._registry.here(BOARD)
    assert live
    (seated,) = live._sockets.values()
    opened.transport.pause_reading()
    held = 32 << 20  # more than the kernel takes
    seated.socket.send_frames(b"\x82\x7f" + held.to_bytes(8) + bytes(held))
    await until(lambda: seated.socket.unsent > HIGH_WATER, what="it reads nothing")
    waiting, drained = seated.socket.unsent, seated.socket.written - seated.socket.unsent
    for _ in range(300):
        await opened.ping()
    await until(lambda: heard[0] == 300, what="the pings are heard")
    assert seated.socket.unsent <= waiting
    assert seated.socket.written - seated.socket.unsent >= drained
