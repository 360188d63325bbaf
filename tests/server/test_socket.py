"""The WebSocket endpoint on real sockets: contract 4, letter by letter."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from pycrdt import Map
from websockets.exceptions import ConnectionClosed, InvalidStatus

from crdt import genesis, wire
from crdt.limits import Limits
from server.access import Grant, Refusal
from server.database import DatabaseFailed
from server.problems import not_found
from tests.peer import STEP1, UPDATE, Peer, sync_frame
from tests.server.place import BOARD, Place, add, close_code, online, place, told
from tests.waiting import until


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Place]:
    async with place(tmp_path) as running:
        yield running


async def test_what_one_writes_all_read_and_what_is_saved_is_told(here: Place) -> None:
    ann, bob, fred = [
        await here.peer(s, r) for s, r in (("ann", "moderator"), ("bob", "participant"), ("fred", "follower"))
    ]
    for n in range(20):
        await add((ann, bob)[n % 2], f"card-{n}", "Zoë 😀")
    await until(lambda: all(peer.saved == peer.sent for peer in (ann, bob)), what="everything is saved")
    cards = {f"card-{n}" for n in range(20)}
    await until(
        lambda: all(set(p.root("cards").keys()) == cards for p in (ann, bob, fred)), what="everybody has everything"
    )
    assert await here.cards() == cards


async def test_hello_comes_first_and_tells_what_the_contract_says(here: Place) -> None:
    async with await here.socket("ann:participant", ext=True) as socket:
        hello = told(await socket.recv())
        assert hello.pop("connection")
        assert hello.pop("limits")["frame"] == Limits().frame
        assert hello == {
            "type": "hello",
            "role": "participant",
            "board": BOARD,
            "durability": "fsync",
            "seat": "ann",
            "name": "Ann",
            "color": "#123456",
            "session": {"type": "session", "step": 3, "locked": False},
        }
        people = told(await socket.recv())
        assert people == {
            "type": "people",
            "people": [{"seat": "ann", "name": "Ann", "role": "participant", "color": "#123456", "devices": 1}],
            "followers": 0,
        }


async def test_a_stock_client_never_hears_message_110(here: Place) -> None:
    async with await here.socket("ann:participant") as socket:
        await socket.send(sync_frame(STEP1, b"\x00"))
        frames = [await socket.recv(), await socket.recv()]
        assert [frame[:2] for frame in frames] == [b"\x00\x00", b"\x00\x01"]
        ann = await here.peer("bob")
        await add(ann, "one")
        assert (await socket.recv())[:2] == b"\x00\x02"


async def test_a_foreign_page_is_refused_with_403_before_the_handshake(here: Place) -> None:
    for origin in ("https://evil.example", "null", "http://127.0.0.1:1"):
        with pytest.raises(InvalidStatus) as refusal:
            await here.socket("ann:participant", origin=origin)
        assert refusal.value.response.status_code == 403
    async with await here.socket("ann:participant", origin=here.url) as own:
        assert (await own.recv())[:2] == b"\x00\x00"


@pytest.mark.parametrize("code", [4401, 4403, 4404, 4410])
async def test_a_refusal_is_told_after_the_handshake(here: Place, code: int) -> None:
    here.doorman.refusals["ann"] = Refusal(code, "why")
    socket = await here.socket("ann:participant")
    assert await close_code(socket) == code
    assert socket.close_reason == "why"


async def test_a_board_that_the_log_does_not_have_is_no_board(here: Place) -> None:
    assert await close_code(await here.socket("ann:participant", board="other")) == 4404


@pytest.mark.parametrize(
    ("failure", "code"),
    [(not_found("board"), 4404), (DatabaseFailed("disk I/O error"), 1013)],
)
async def test_a_door_that_finds_the_catalogue_changed_or_shut_says_so(
    here: Place, monkeypatch: pytest.MonkeyPatch, failure: Exception, code: int
) -> None:
    async def fail(_board: str) -> dict[str, Any]:
        raise failure

    monkeypatch.setattr(here.doorman, "session", fail)
    assert await close_code(await here.socket("ann:participant", ext=True)) == code


async def test_the_token_may_come_as_header_or_cookie(here: Place) -> None:
    for header in ({"Authorization": "Bearer ann:participant"}, {"Cookie": f"bb_{BOARD}=ann:participant"}):
        async with await here.socket("", additional_headers=header) as socket:
            assert (await socket.recv())[:2] == b"\x00\x00"


async def test_a_text_frame_ends_with_1003(here: Place) -> None:
    socket = await here.socket("ann:participant")
    await socket.send("hello")
    assert await close_code(socket) == 1003


async def test_a_malformed_frame_ends_with_4400(here: Place) -> None:
    socket = await here.socket("ann:participant")
    await socket.send(b"\x00\x02\x05abc")
    assert await close_code(socket) == 4400


async def test_r10_a_document_of_another_board_ends_with_4409(here: Place) -> None:
    socket = await here.socket("ann:participant")
    await socket.send(wire.sync_step1(wire.encode_state_vector({genesis.make(1): 1})))
    assert await close_code(socket) == 4409


async def test_a_frame_over_the_limit_ends_with_1009(here: Place) -> None:
    socket = await here.socket("ann:participant")
    await socket.send(sync_frame(UPDATE, b"\x00" * (Limits().frame + 1)))
    assert await close_code(socket) == 1009
    socket = await here.socket("ann:participant")
    with suppress(ConnectionClosed):
        await socket.send(b"\x00" * (Limits().first_sync + 100_000))
    assert await close_code(socket) == 1009


async def test_a_flood_of_updates_ends_with_1008(here: Place) -> None:
    socket = await here.socket("ann:participant")
    with suppress(ConnectionClosed):
        for _ in range(5_000):
            await socket.send(sync_frame(UPDATE, b"\x00\x00"))
    assert await close_code(socket) == 1008


async def test_a_flood_of_empty_fragments_ends_with_1008_and_holds_nobody_up(here: Place) -> None:
    bob = await here.peer("bob")
    reader, writer = await raw_handshake(here)
    writer.write(b"\x02\x80\x00\x00\x00\x00" + b"\x00\x80\x00\x00\x00\x00" * 50_000)
    loop = asyncio.get_running_loop()
    begun = loop.time()
    await add(bob, "meanwhile")
    await until(lambda: bob.saved == bob.sent, what="others go on")
    assert loop.time() - begun < 3
    data = await asyncio.wait_for(reader.read(), 20)
    assert b"\x88" in data
    at = data.rindex(b"\x88")
    assert int.from_bytes(data[at + 2 : at + 4], "big") == 1008
    writer.close()


async def raw_handshake(here: Place) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    host, port = here.url.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    head = [
        f"GET /ws/{BOARD}?token=eve:participant HTTP/1.1",
        f"Host: {host}:{port}",
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        "Sec-WebSocket-Version: 13",
    ]
    writer.write("\r\n".join([*head, "", ""]).encode())
    await reader.readuntil(b"\r\n\r\n")
    return reader, writer


async def test_deflate_is_not_offered(here: Place) -> None:
    async with await here.socket("ann:participant", compression="deflate") as socket:
        assert socket.response
        assert "Sec-WebSocket-Extensions" not in socket.response.headers


async def test_a_followers_updates_are_never_applied_stored_or_relayed(here: Place) -> None:
    fred, ann = await here.peer("fred", "follower"), await here.peer("ann")
    await add(fred, "evil")
    await until(lambda: fred.messages[-1]["type"] == "denied", what="the follower is told")
    assert fred.messages[-1] == {"type": "denied", "n": 2, "code": 4403, "reason": "role"}
    await add(ann, "good")
    await until(lambda: "good" in fred.root("cards"), what="the follower hears all the same")
    assert await here.cards() == {"good"}
    assert "evil" not in ann.root("cards")
    assert fred.online


async def test_another_role_is_in_force_at_once(here: Place) -> None:
    ann = await here.peer("ann")
    here.doorman.roles["ann"] = "follower"
    await here.rooms.regrant(BOARD, "ann", grant_of(await here.doorman.admit(BOARD, "ann:follower", {})))
    await add(ann, "late")
    await until(lambda: ann.messages[-1]["type"] == "denied", what="the edit is refused")
    assert {"type": "role", "role": "follower"} in ann.messages
    assert await here.cards() == set()


async def test_a_removed_person_and_a_dead_token_are_sent_away(here: Place) -> None:
    ann, bob = await here.peer("ann"), await here.peer("bob")
    await here.rooms.regrant(BOARD, "ann", None)
    await here.rooms.revoke(BOARD, "bob:participant")
    await until(lambda: (ann.close_code, bob.close_code) == (4410, 4401), what="both are sent away")


async def test_r8_a_grant_that_changed_while_somebody_came_in_is_asked_for_again(here: Place) -> None:
    here.doorman.gate.clear()
    coming = asyncio.create_task(here.peer("ann"))
    await until(lambda: here.doorman.asked, what="the doorman is asked")
    here.doorman.roles["ann"] = "follower"
    await here.rooms.regrant(BOARD, "ann", None)
    here.doorman.gate.set()
    ann = await coming
    assert ann.messages[0]["role"] == "follower"


async def test_r20_an_erased_board_sends_all_away_and_an_offline_tab_cannot_raise_it(here: Place) -> None:
    ann = await here.peer("ann")
    await add(ann, "one")
    await here.rooms.erase(BOARD)
    await until(lambda: ann.close_code == 4410, what="all are sent away")
    assert await close_code(await here.socket("ann:participant")) == 4404
    with pytest.raises(Exception, match=BOARD):
        await here.rooms.found(BOARD, {})


async def test_the_lock_is_told_and_in_force_at_once(here: Place) -> None:
    ann = await here.peer("ann")
    await here.rooms.set_lock(BOARD, True)
    await add(ann, "late")
    await until(lambda: ann.messages[-1]["type"] == "denied", what="the edit is refused")
    assert {"type": "notice", "code": "locked"} in ann.messages
    await here.rooms.set_lock(BOARD, False)
    await until(lambda: ann.saved == ann.sent == 3, what="it is asked for again")
    assert await here.cards() == {"late"}


async def test_an_announcement_reaches_those_who_speak_110(here: Place) -> None:
    ann = await here.peer("ann")
    await here.rooms.announce(BOARD, {"type": "session", "step": 4})
    await until(lambda: ann.messages[-1] == {"type": "session", "step": 4}, what="the announcement")


async def test_presence_is_seen_while_somebody_is_here_and_not_after(here: Place) -> None:
    async with await here.socket("ann:participant") as ann:
        await ann.recv()
        bob = await here.socket("bob:participant")
        state = json.dumps({"cursor": 7}).encode()
        await bob.send(bytes([1, len(state) + 4, 1, 9, 1, len(state)]) + state)
        seen = await asyncio.wait_for(ann.recv(), 5)
        assert isinstance(seen, bytes)
        assert b'"cursor":7' in seen
        assert b'"name":"Bob"' in seen
        await bob.close()
        gone = await asyncio.wait_for(ann.recv(), 5)
        assert isinstance(gone, bytes)
        assert gone.endswith(b"\x04null")


async def test_f5_what_a_client_says_in_its_first_moment_is_heard(here: Place) -> None:
    here.log.open_gate.clear()  # the board takes its time to load
    socket = await here.socket("ann:participant")
    update = Peer(here.url, BOARD, "")
    update.root("cards")["early"] = Map({"place": ""})
    await socket.send(sync_frame(UPDATE, update.doc.get_update()))
    here.log.open_gate.set()
    await until(lambda: here.rooms.counters.updates_logged, what="it is logged")
    assert await here.cards() == {"early"}
    await socket.close()


async def test_f36_before_admission_nothing_is_read(here: Place) -> None:
    here.doorman.gate.clear()
    socket = await here.socket("ann:participant", write_limit=1024)
    sending = asyncio.create_task(flood(socket))
    await until(lambda: not sending.done() and here.doorman.asked, what="the doorman is asked")
    await asyncio.wait([sending], timeout=1)
    assert not sending.done(), "the server reads what it has not admitted"
    sending.cancel()
    here.doorman.gate.set()


async def flood(socket: object) -> None:
    for _ in range(200):
        await socket.send(b"\x00" * 100_000)  # type: ignore[attr-defined]


async def test_a_rooms_people_are_known_to_the_server(here: Place) -> None:
    first, second = await here.peer("ann"), await here.peer("ann")
    await here.peer("fred", "follower")
    assert await here.rooms.online(BOARD) == {"ann": 2, "fred": 1}
    await first.leave()
    await second.drop()
    await until(online(here, {"fred": 1}), what="the leavers are gone")


def grant_of(answer: object) -> Grant:
    assert isinstance(answer, Grant)
    return answer
