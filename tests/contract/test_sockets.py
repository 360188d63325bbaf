"""Contract 4: who may come in, what is said first, what `saved` and `denied` count, what others hear."""

import asyncio
import json
import re
import socket
import struct
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

import pytest
from pycrdt import Doc, Map, Text
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.typing import Origin

from tests.contract.conftest import Outside
from tests.contract.stranger import (
    AUTH,
    NOTHING,
    Stranger,
    Writer,
    by_role,
    presence_frame,
    step2_frame,
    stranger,
    update_frame,
    var_string,
)
from tests.peer import EXTENSION, PRESENCE, STEP1, STEP2, SYNC, UPDATE, sync_frame, varint
from tests.product import Product, bearer
from tests.waiting import until

ROLES = ("moderator", "participant", "follower")


# Coming in


async def test_4401_no_or_dead_token_4403_not_allowed_4404_no_such_board(
    product: Product, board: dict[str, Any]
) -> None:
    other = await product.board()
    token = board["tokens"]["participant"]
    for id, given, query, code in (
        (board["id"], None, "", 4401),
        (board["id"], "", "&ext=1", 4401),
        (board["id"], token + "x", "", 4401),
        (board["id"], "x" * 3000, "", 4401),
        (board["id"], "%00%FF", "", 4401),
        (board["id"], board["code"], "", 4401),
        (board["id"], other["tokens"]["moderator"], "", 4403),
        ("nowhere", token, "", 4404),
        ("nowhere", None, "", 4404),
        ("x" * 3000, token, "", 4404),
        ("%00", token, "", 4404),
        ("%FF%F0%9F%98%80", token, "", 4404),
    ):
        async with stranger(product, id, given, query) as socket:
            assert await socket.closed() == code, (id, given)
            assert socket.frames == []  # nothing is said to who is not admitted
            assert socket.reason


async def test_a_token_may_come_in_the_address_the_header_or_the_cookie_and_the_address_counts_first(
    product: Product, board: dict[str, Any]
) -> None:
    seat = await product.seat(board["tokens"]["participant"], "Ann")
    cookie = {"Cookie": f"bb_{board['id']}={seat['token']}"}
    header = {"Authorization": f"Bearer {board['tokens']['follower']}"}
    for token, headers, role in (
        (board["tokens"]["moderator"], cookie | header, "moderator"),
        (None, cookie | header, "follower"),
        (None, cookie, "participant"),
    ):
        async with stranger(product, board["id"], token, additional_headers=headers) as socket:
            assert (await socket.hear("hello"))["role"] == role
    async with stranger(product, board["id"], "dead", additional_headers=cookie) as socket:
        assert await socket.closed() == 4401


async def test_a_foreign_origin_is_refused_with_403_before_the_handshake(
    product: Product, board: dict[str, Any]
) -> None:
    address = f"{product.url.replace('http', 'ws', 1)}/ws/{board['id']}?token={board['tokens']['moderator']}"
    own = product.url
    port = own.rpartition(":")[2]
    for origin in (
        "https://evil.example",
        "null",
        "http://127.0.0.1",
        f"{own}.evil.example",
        f"http://localhost:{port}",
    ):
        with pytest.raises(InvalidStatus) as refused:
            await connect(address, origin=Origin(origin))
        assert refused.value.response.status_code == 403, origin
    async with stranger(product, board["id"], board["tokens"]["moderator"], origin=own) as socket:
        await socket.hear("hello")


async def test_the_close_comes_after_the_handshake_so_that_browsers_can_see_the_code(product: Product) -> None:
    address = f"{product.url.replace('http', 'ws', 1)}/ws/nowhere"
    async with connect(address) as connection:
        assert connection.response is not None
        assert connection.response.status_code == 101
        await connection.wait_closed()
        assert connection.close_code == 4404


# What is said first


async def test_hello_is_the_first_message(product: Product, board: dict[str, Any]) -> None:
    seat = await product.seat(board["tokens"]["participant"], "Zoë 😀")
    async with stranger(product, board["id"], seat["token"]) as socket:
        hello = await socket.hear("hello")
        assert socket.frames[0][0] == EXTENSION
        assert socket.messages[0] == hello
        assert hello["role"] == "participant"
        assert hello["board"] == board["id"]
        assert hello["durability"] == "fsync"
        assert hello["connection"]
        assert hello["limits"]["frame"] == 1 << 20
        assert hello["limits"]["firstSync"] == 4 << 20
        assert (hello["seat"], hello["name"]) == (seat["seat"], "Zoë 😀")
        assert hello["session"]["step"] == 0
        assert hello["session"]["locked"] is False
        async with stranger(product, board["id"], seat["token"]) as again:
            assert (await again.hear("hello"))["connection"] != hello["connection"]


async def test_without_ext_nobody_hears_message_110(product: Product, board: dict[str, Any]) -> None:
    for query in ("", "&ext=0", "&ext=", "&ext=true"):
        async with by_role(product, board, "participant", query) as socket:
            await socket.send(step2_frame(NOTHING), update_frame(Writer().card("card-plain-1")), bytes([99]))
            await socket.settled()
            await product.http.put(
                f"/api/boards/{board['id']}/lock", json={"locked": query == ""}, headers=bearer(board)
            )
            await socket.settled()
            assert socket.count(EXTENSION) == 0
            assert socket.texts == []


async def test_a_sync_step_1_is_answered_with_what_is_missing_and_the_server_asks_in_turn(
    product: Product, board: dict[str, Any]
) -> None:
    async with by_role(product, board, "follower", "") as socket:
        await socket.settled()
        assert socket.count(SYNC, STEP1) == 1
        assert socket.root("board")["title"] == "Probe"
        heard = len(socket.frames)
        await socket.settled()  # who has everything gets an empty answer
        assert socket.frames[heard][2:] == var_string(NOTHING)


async def test_query_awareness_is_answered_even_where_nobody_is(product: Product, board: dict[str, Any]) -> None:
    async with by_role(product, board, "follower", "") as socket:
        await socket.settled()
        before = socket.count(PRESENCE)
        await socket.send(b"\x03")
        await until(lambda: socket.count(PRESENCE) > before, what="an awareness frame")


# saved n


async def test_saved_counts_sync_frames_step_2_and_update_and_nothing_else(
    product: Product, board: dict[str, Any]
) -> None:
    writer = Writer()
    async with by_role(product, board, "participant") as socket:
        await socket.hear("hello")
        await socket.send(step2_frame(NOTHING))  # 1: the empty answer of a handshake
        await socket.hear("saved", n=1)
        first = writer.card("card-number-1")
        await socket.send(sync_frame(STEP1, b"\0"), b"\x03", presence_frame((writer.doc.client_id, 1, {"a": 1})))
        await socket.send(update_frame(first))  # 2
        await socket.hear("saved", n=2)
        await socket.send(update_frame(first), update_frame(NOTHING), step2_frame(writer.doc.get_update()))  # 3, 4, 5
        await socket.hear("saved", n=5)
        await socket.send(bytes([EXTENSION]) + var_string('{"type":"anything"}'), bytes([100, 1, 2]))
        await socket.send(update_frame(writer.card("card-number-2")))  # 6
        await socket.hear("saved", n=6)
        told = [message["n"] for message in socket.messages if message["type"] == "saved"]
        assert told == sorted(set(told))
    assert {card["id"] for card in (await product.plain(board))["unplaced"]["cards"]} == {
        "card-number-1",
        "card-number-2",
    }


async def test_saved_survives_kill_9_and_each_connection_counts_its_own(
    product: Product, board: dict[str, Any]
) -> None:
    async with by_role(product, board, "participant") as one, by_role(product, board, "participant") as two:
        await one.send(*[update_frame(Writer().card(f"card-of-one-{n}")) for n in range(3)])
        await two.send(update_frame(Writer().card("card-of-two-0")))
        await one.hear("saved", n=3)
        await two.hear("saved", n=1)
        assert max(m["n"] for m in two.messages if m["type"] == "saved") == 1


async def test_denied_n_names_the_frame_that_was_refused_and_changed_nothing(
    product: Product, board: dict[str, Any]
) -> None:
    seat = await product.seat(board["tokens"]["participant"], "Ann")
    writer = Writer()
    async with stranger(product, board["id"], seat["token"]) as socket, by_role(product, board, "follower") as witness:
        await socket.send(step2_frame(NOTHING), update_frame(writer.card("card-before-1")))
        await socket.hear("saved", n=2)
        await lock(product, board, True)
        await socket.hear("notice", code="locked")
        refused = writer.card("card-locked-1")
        await socket.send(update_frame(refused))
        denied = await socket.hear("denied", n=3)
        assert denied["code"] == 4403
        assert denied["reason"]
        await socket.send(update_frame(NOTHING))
        await witness.settled()
        assert "card-locked-1" not in witness.root("cards")
        assert socket.open
        # Unlocked, the server asks for what it refused, and step 2 brings the whole.
        asked = socket.count(SYNC, STEP1)
        await lock(product, board, False)
        await until(lambda: socket.count(SYNC, STEP1) > asked, what="the server asks again")
        await socket.send(step2_frame(writer.doc.get_update()))
        await socket.hear("saved", n=5)
        await until(lambda: "card-locked-1" in witness.root("cards"), what="the card reaches the others")


async def lock(product: Product, board: dict[str, Any], locked: bool) -> None:
    answer = await product.http.put(f"/api/boards/{board['id']}/lock", json={"locked": locked}, headers=bearer(board))
    assert answer.json() == {"locked": locked}


async def test_while_locked_only_moderators_edits_are_accepted(product: Product, board: dict[str, Any]) -> None:
    await lock(product, board, True)
    async with by_role(product, board, "participant") as ann, by_role(product, board, "moderator") as moderator:
        await ann.hear("notice", code="locked")
        await ann.send(update_frame(Writer().card("card-of-ann-01")))
        await moderator.send(update_frame(Writer().card("card-of-mod-01")))
        await moderator.hear("saved", n=1)
        await ann.hear("denied", n=1)
        await until(lambda: "card-of-mod-01" in ann.root("cards"))
    assert [card["id"] for card in (await product.plain(board))["unplaced"]["cards"]] == ["card-of-mod-01"]


# Followers


async def test_a_followers_updates_are_never_applied_stored_or_relayed(product: Product, board: dict[str, Any]) -> None:
    before = await product.state(board)
    async with by_role(product, board, "follower") as follower, by_role(product, board, "moderator") as witness:
        await witness.settled()
        heard = len([frame for frame in witness.frames if frame[0] == SYNC])
        await follower.send(step2_frame(NOTHING))  # "the empty reply of its handshake is ignored silently"
        await follower.settled()
        assert not [message for message in follower.messages if message["type"] in ("denied", "saved")]
        await follower.send(update_frame(Writer().card("card-follower-1")), step2_frame(Writer().card("card-follow-2")))
        for n in (2, 3):
            assert (await follower.hear("denied", n=n))["code"] == 4403
        await witness.settled()
        assert len([frame for frame in witness.frames if frame[0] == SYNC]) == heard + 1  # its own answer
        assert follower.open
    assert await product.state(board) == before


async def test_a_plain_follower_is_told_that_it_may_not_by_the_auth_message(
    product: Product, board: dict[str, Any]
) -> None:
    """Message 2 of the y-protocols: permission denied, with a reason."""
    async with by_role(product, board, "follower", "") as follower:
        await follower.send(step2_frame(NOTHING))
        await follower.settled()
        assert follower.count(AUTH) == 0
        await follower.send(update_frame(Writer().card("card-follower-1")))
        await until(lambda: follower.count(AUTH) == 1, what="permission denied")
        assert next(frame for frame in follower.frames if frame[0] == AUTH)[1] == 0
        assert follower.open


# Rights at once


async def test_another_role_is_told_and_in_force_at_once(product: Product, board: dict[str, Any]) -> None:
    seat = await product.seat(board["tokens"]["participant"], "Ann")
    path = f"/api/boards/{board['id']}/seats/{seat['seat']}"
    writer = Writer()
    async with (
        stranger(product, board["id"], seat["token"]) as ann,
        stranger(product, board["id"], seat["token"]) as tab,
    ):
        await ann.hear("hello")
        await tab.hear("hello")
        for n, (role, verdict) in enumerate(
            (("follower", "denied"), ("moderator", "saved"), ("participant", "saved"), ("follower", "denied")), 1
        ):
            answer = await product.http.patch(path, json={"role": role}, headers=bearer(board))
            assert answer.json()["role"] == role
            await ann.send(step2_frame(writer.card(f"card-number-{n}") and writer.doc.get_update()))
            await ann.hear(verdict, n=n)
            await ann.hear("role", role=role)
            await tab.hear("role", role=role)
    cards = {card["id"] for card in (await product.plain(board))["unplaced"]["cards"]}
    assert cards == {"card-number-1", "card-number-2", "card-number-3"}


async def test_a_removed_person_is_closed_with_4410_and_does_not_come_back(
    product: Product, board: dict[str, Any]
) -> None:
    seat = await product.seat(board["tokens"]["participant"], "Ann")
    async with (
        stranger(product, board["id"], seat["token"]) as one,
        stranger(product, board["id"], seat["token"], "") as two,
    ):
        await one.settled()
        await two.settled()
        answer = await product.http.delete(f"/api/boards/{board['id']}/seats/{seat['seat']}", headers=bearer(board))
        assert answer.status_code == 204
        assert await one.closed() == await two.closed() == 4410
    async with stranger(product, board["id"], seat["token"]) as again:
        assert await again.closed() == 4410
    headers = {"Authorization": f"Bearer {seat['token']}"}
    assert (await product.http.get(f"/api/boards/{board['id']}", headers=headers)).status_code == 401
    again_joined = await product.http.post("/api/join", json={"token": seat["token"], "name": "Ann"})
    assert again_joined.status_code == 401


async def test_a_rotated_token_is_dead_at_once_also_on_open_sockets(product: Product, board: dict[str, Any]) -> None:
    seat = await product.seat(board["tokens"]["participant"], "Ann")
    old = board["tokens"]["participant"]
    async with (
        by_role(product, board, "participant") as bare,
        stranger(product, board["id"], seat["token"]) as seated,
        by_role(product, board, "follower") as follower,
    ):
        for socket in (bare, seated, follower):
            await socket.settled()
        answer = await product.http.post(f"/api/boards/{board['id']}/tokens/participant", headers=bearer(board))
        assert answer.status_code == 201
        assert answer.json()["link"].endswith(f"/j#{answer.json()['token']}")
        assert await bare.closed() == 4401
        assert (await seated.settled()).open
        assert (await follower.settled()).open
    async with stranger(product, board["id"], old) as dead:
        assert await dead.closed() == 4401
    async with stranger(product, board["id"], answer.json()["token"]) as fresh:
        assert (await fresh.hear("hello"))["role"] == "participant"


async def test_an_erased_board_closes_open_sockets_with_4410_and_is_4404_for_new_ones(
    product: Product, board: dict[str, Any]
) -> None:
    async with by_role(product, board, "participant") as ann, by_role(product, board, "follower", "") as plain:
        await ann.settled()
        await plain.settled()
        tab = ann.doc
        answer = await product.http.delete(f"/api/boards/{board['id']}", headers=bearer(board))
        assert answer.status_code == 204
        assert answer.content == b""
        assert await ann.closed() == await plain.closed() == 4410
    async with by_role(product, board, "participant") as offline:  # R20: a tab that returns cannot raise it
        await offline.send(step2_frame(tab.get_update()))
        assert await offline.closed() == 4404
    assert (await product.http.get(f"/api/boards/{board['id']}", headers=bearer(board))).status_code == 404
    answer = await product.http.delete(f"/api/boards/{board['id']}", headers=bearer(board))
    assert answer.status_code == 404


# Close codes of bad things, all after the handshake


def foreign_state_vector() -> bytes:
    return varint(1) + varint((0x15B04D << 32) | 7) + varint(1)


def with_root(kind: Any) -> bytes:
    doc: Doc[Any] = Doc()
    kind(doc)
    return doc.get_update()


def raw_update(
    content: bytes, clock: int = 0, parent: bytes = b"\x01\x05cards", key: bytes = b"\x0ccard-hostile"
) -> bytes:
    """One struct of one client under a key of a root, then no deletes."""
    return b"\x01\x01\x2a" + varint(clock) + bytes([content[0] | 32]) + parent + key + content[1:] + b"\x00"


NESTED = b"\x08\x01" + b"v\x01\x01a" * 300 + b"~"
BAD: dict[str, tuple[bytes | str, int]] = {
    "a text frame": ("hello", 1003),
    "an empty text frame": ("", 1003),
    "an empty frame": (b"", 4400),
    "a sync message of no kind": (bytes([SYNC]), 4400),
    "a sync message of an unknown kind": (bytes([SYNC, 9, 0]), 4400),
    "an update that ends too early": (bytes([SYNC, UPDATE, 5, 1, 2]), 4400),
    "trailing bytes": (sync_frame(UPDATE, NOTHING) + b"\x00", 4400),
    "two messages in a frame": (sync_frame(UPDATE, NOTHING) * 2, 4400),
    "no update at all": (sync_frame(UPDATE, b""), 4400),
    "noise as update": (sync_frame(UPDATE, bytes(range(200))), 4400),
    "noise as state vector": (sync_frame(STEP1, b"\xff\xff\xff"), 4400),
    "a length beyond 53 bits": (bytes([SYNC, UPDATE]) + b"\xff" * 9 + b"\x01", 4400),
    "a varint that never ends": (bytes([SYNC, UPDATE]) + b"\xff" * 100_000, 4400),
    "a number of structs that can't be": (sync_frame(UPDATE, varint(2**50) + b"\0"), 4400),
    "an awareness frame that ends too early": (bytes([PRESENCE, 9, 1]), 4400),
    "awareness that is no UTF-8": (bytes([PRESENCE]) + var_string(b"\x01\x01\x01\x02\xff\xfe"), 4400),
    "message 110 that is no UTF-8": (bytes([EXTENSION]) + var_string(b"\xff"), 4400),
    "a foreign genesis in a state vector": (sync_frame(STEP1, foreign_state_vector()), 4409),
    "an unknown root": (sync_frame(UPDATE, with_root(lambda d: d.get("evil", type=Map).update({"a": 1}))), 4422),
    "a root that is a text": (sync_frame(UPDATE, with_root(lambda d: d.get("cards", type=Text).insert(0, "x"))), 4422),
    "a card that is a plain value": (sync_frame(UPDATE, raw_update(b"\x08\x01}\x01")), 4422),
    "a map in a card": (
        sync_frame(UPDATE, with_root(lambda d: d.get("cards", type=Map).update({"card-nested-1": Map({"m": Map()})}))),
        4422,
    ),
    "a sub-document": (sync_frame(UPDATE, with_root(lambda d: d.get("cards", type=Map).update({"sub": Doc()}))), 4422),
    "an item of an id that can't be": (
        sync_frame(UPDATE, with_root(lambda d: d.get("cards", type=Map).update({"a|b": Map()}))),
        4422,
    ),
    "values nested without end": (
        sync_frame(UPDATE, raw_update(NESTED, key=b"\x05title", parent=b"\x01\x05board")),
        4422,
    ),
    "a step 2 that breaks the schema": (sync_frame(STEP2, raw_update(b"\x08\x01}\x01")), 4422),
    "a frame over the limit": (sync_frame(UPDATE, bytes(1 << 20)), 1009),
    "a frame over every limit": (sync_frame(STEP2, bytes(5 << 20)), 1009),
    "presence over the limit": (bytes([PRESENCE]) + var_string(bytes(300_000)), 4413),
}


@pytest.mark.parametrize("bad", BAD)
async def test_bad_frames_end_with_the_code_of_the_contract_and_change_nothing(
    product: Product, board: dict[str, Any], bad: str
) -> None:
    frame, code = BAD[bad]
    before = await product.state(board)
    async with by_role(product, board, "participant") as hostile, by_role(product, board, "moderator") as witness:
        await hostile.settled()
        await witness.settled()
        await hostile.send(frame)
        assert await hostile.closed() == code
        assert hostile.reason
        if code in (4409, 4422) and isinstance(frame, bytes) and frame[1] != STEP1:
            assert (await hostile.hear("denied", n=1))["code"] == code
        assert (await witness.settled()).open
    assert await product.state(board) == before


async def test_messages_of_kinds_that_nobody_knows_are_ignored(product: Product, board: dict[str, Any]) -> None:
    async with by_role(product, board, "participant") as socket:
        await socket.send(
            *[(bytes([kind]) if kind < 128 else varint(kind)) + b"\x01\x02" for kind in range(4, 256) if kind != 110]
        )
        await socket.send(bytes([AUTH, 0]) + var_string("no"), bytes([EXTENSION]) + var_string("no json"))
        await socket.send(update_frame(Writer().card("card-after-all")))
        await socket.hear("saved", n=1)
        assert socket.open


async def test_1008_flood(product: Product, board: dict[str, Any]) -> None:
    frame = update_frame(Writer().card("card-flood-001"))
    async with by_role(product, board, "participant") as socket, by_role(product, board, "participant") as other:
        await socket.send(*[frame] * 1_500)
        assert await socket.closed() == 1008
        assert (await other.settled()).open


async def test_4409_the_document_of_one_board_taken_to_another(product: Product, board: dict[str, Any]) -> None:
    other = await product.board(title="Another")
    before = await product.state(other)
    async with by_role(product, board, "participant") as socket:
        await socket.settled()
        doc = socket.doc
    for frames in (
        [sync_frame(STEP1, doc.get_state())],
        [step2_frame(doc.get_update())],
        [update_frame(doc.get_update())],
    ):
        async with by_role(product, other, "participant") as socket:
            await socket.send(*frames)
            assert await socket.closed() == 4409
    assert await product.state(other) == before
    # The same where the first board was erased meanwhile, and made anew (R20).
    await product.http.delete(f"/api/boards/{board['id']}", headers=bearer(board))
    again = await product.board(title=board["title"])
    async with by_role(product, again, "participant") as socket:
        await socket.send(sync_frame(STEP1, doc.get_state()))
        assert await socket.closed() == 4409


async def test_a_fresh_client_may_bring_edits_made_before_its_first_sync(
    product: Product, board: dict[str, Any]
) -> None:
    for client_id in (None, 2**31, 2**32 - 1, 2**52):  # pycrdt draws its ids from 53 bits
        writer = Writer(client_id)
        update = writer.card(f"card-early-{client_id}")
        async with by_role(product, board, "participant") as socket:
            await socket.send(sync_frame(STEP1, writer.doc.get_state()), step2_frame(update))
            await socket.hear("saved", n=1)


async def test_a_gap_is_answered_with_a_sync_step_1_and_mended_by_step_2(
    product: Product, board: dict[str, Any]
) -> None:
    writer = Writer()
    lost, kept = writer.card("card-lost-0001"), writer.card("card-kept-0001")
    async with by_role(product, board, "participant") as socket, by_role(product, board, "follower") as witness:
        await socket.settled()
        asked = socket.count(SYNC, STEP1)
        await socket.send(update_frame(kept))
        await until(lambda: socket.count(SYNC, STEP1) > asked, what="the server asks for the whole")
        await socket.hear("denied", n=1)
        assert "card-kept-0001" not in (await witness.settled()).root("cards")
        await socket.send(step2_frame(writer.doc.get_update()))
        await socket.hear("saved", n=2)
        await until(lambda: {"card-lost-0001", "card-kept-0001"} <= witness.root("cards").keys())
        assert lost


async def test_a_message_may_come_in_fragments_and_is_bounded_all_the_same(
    product: Product, board: dict[str, Any]
) -> None:
    frame = update_frame(Writer().card("card-in-parts-1"))
    address = f"{product.url.replace('http', 'ws', 1)}/ws/{board['id']}?token={board['tokens']['participant']}&ext=1"
    async with connect(address, ping_interval=None) as connection:  # with deflate offered, which is not taken
        assert connection.protocol.extensions == []
        socket = Stranger(connection)
        await connection.send([frame[:1], b"", frame[1:5], frame[5:]])
        await socket.hear("saved", n=1)
        await connection.ping()
        with suppress(ConnectionClosed):
            await connection.send(bytes(100_000) for _ in range(60))
        assert await socket.closed() == 1009


async def test_who_is_cut_off_without_a_word_is_gone_for_all(product: Product, board: dict[str, Any]) -> None:
    async with by_role(product, board, "moderator") as witness:
        await witness.hear("people", followers=0)
        address = f"{product.url.replace('http', 'ws', 1)}/ws/{board['id']}?token={board['tokens']['participant']}"
        connection = await connect(address, ping_interval=None)
        await connection.send(presence_frame((7, 1, {})))
        await until(lambda: 7 in witness.presence, what="somebody")
        connection.transport.abort()
        await until(lambda: 7 not in witness.presence, what="nobody")
        await until(lambda: here(witness, 1, 0), what="one is left")


async def test_one_who_reads_nothing_holds_up_nobody(product: Product, board: dict[str, Any]) -> None:
    """R11: and when it reads again, it has everything."""
    async with (
        by_role(product, board, "participant") as ann,
        by_role(product, board, "moderator") as ben,
        by_role(product, board, "follower", "", max_queue=1) as stalled,
    ):
        await stalled.settled()
        stalled.pause(True)
        writer = Writer()
        for n in range(12):
            await ann.send(update_frame(writer.card(f"card-number-{n:02}", "x" * 700_000)))
            async with asyncio.timeout(20):  # less than one who reads nothing is waited for
                await ann.hear("saved", n=n + 1)
                await until(lambda: len(ben.root("cards")) == n + 1, what="the other has it")  # noqa: B023
        stalled.pause(False)
        await until(lambda: len(stalled.root("cards")) == 12, what="it has caught up")
        assert stalled.open


async def test_only_the_first_step_2_of_an_editor_may_have_up_to_4_mib(product: Product, board: dict[str, Any]) -> None:
    writer = Writer()
    cards = [writer.card(f"card-offline-{n}", "x" * 60_000) for n in range(40)]
    async with by_role(product, board, "participant") as socket, by_role(product, board, "follower") as follower:
        await follower.settled()
        await socket.send(step2_frame(writer.doc.get_update()))
        await socket.hear("saved", n=1)
        await until(lambda: len(follower.root("cards")) == len(cards), what="the others see a long time offline")
        await socket.send(step2_frame(writer.doc.get_update()))
        assert await socket.closed() == 1009
    async with by_role(product, board, "participant") as socket:
        await socket.send(update_frame(writer.doc.get_update()))  # an update is never so large
        assert await socket.closed() == 1009
    async with by_role(product, board, "follower") as socket:
        await socket.send(step2_frame(writer.doc.get_update()))  # and a follower has nothing to bring
        assert await socket.closed() == 1009


async def test_two_connections_that_write_under_one_client_id_are_not_both_believed(
    product: Product, board: dict[str, Any]
) -> None:
    """F43: a duplicated tab or a restored machine; the second is sent away before the two diverge."""
    ann = await product.seat(board["tokens"]["participant"], "Ann")
    async with stranger(product, board["id"], ann["token"]) as one, stranger(product, board["id"], ann["token"]) as two:
        first, second = Writer(4242), Writer(4242)
        await one.send(update_frame(first.card("card-of-one-01")))
        await one.hear("saved", n=1)
        await two.send(update_frame(second.card("card-of-two-01")))
        assert await two.closed() == 4409
        await one.send(update_frame(first.card("card-of-one-02")))
        await one.hear("saved", n=2)
    assert [c["id"] for c in (await product.plain(board))["unplaced"]["cards"]] == ["card-of-one-01", "card-of-one-02"]


async def test_leaving_a_step_keeps_the_board_as_a_snapshot(product: Product, board: dict[str, Any]) -> None:
    path = f"/api/boards/{board['id']}"
    for step in (1, 1, 2):
        assert (
            await product.http.patch(f"{path}/session", json={"step": step}, headers=bearer(board))
        ).status_code == 200
    taken = (await product.http.get(f"{path}/snapshots", headers=bearer(board, "follower"))).json()
    assert [snapshot["kind"] for snapshot in taken] == ["step", "step"]
    assert all(snapshot["label"] for snapshot in taken)


async def test_a_client_id_belongs_to_the_seat_that_used_it_first(product: Product, board: dict[str, Any]) -> None:
    ann, ben = [await product.seat(board["tokens"]["participant"], name) for name in ("Ann", "Ben")]
    async with stranger(product, board["id"], ann["token"]) as one, stranger(product, board["id"], ben["token"]) as two:
        writer = Writer(1234567)
        await one.send(update_frame(writer.card("card-of-ann-1")))
        await one.hear("saved", n=1)
        thief = Writer(1234567)
        thief.doc.apply_update(writer.doc.get_update())
        await two.send(update_frame(thief.card("card-of-thief")))
        assert (await two.hear("denied", n=1))["code"] == 4403
        await two.send(step2_frame(thief.doc.get_update()))
        assert (await two.hear("denied", n=2))["code"] == 4403
        await one.send(update_frame(writer.card("card-of-ann-2")))  # Ann goes on as if nothing had been
        await one.hear("saved", n=2)
        await two.settled()
        assert {"card-of-ann-1", "card-of-ann-2"} == {key for key in two.root("cards") if key.startswith("card-of")}
        await two.send(update_frame(Writer().card("card-of-ben-1")))
        await two.hear("saved", n=3)


async def test_every_socket_hears_something_at_least_every_15_s(outside: Outside) -> None:
    waited = await asyncio.wrap_future(outside.silence)  # it began with the first test
    assert set(waited) == {"follower", "participant", "moderator"}
    for seconds, frame in waited.values():
        assert seconds <= 15
        assert frame == bytes([PRESENCE, 1, 0])  # "an empty awareness frame"


async def test_people_are_listed_and_followers_counted(product: Product, board: dict[str, Any]) -> None:
    ann = await product.seat(board["tokens"]["participant"], "Ann")
    async with by_role(product, board, "moderator") as moderator:
        await moderator.hear("people", followers=0)
        async with (
            stranger(product, board["id"], ann["token"]),
            stranger(product, board["id"], ann["token"], ""),
            by_role(product, board, "follower"),
            by_role(product, board, "follower", ""),
        ):
            told = await until(lambda: here(moderator, 2, 2), what="everybody is told")
            entry = next(person for person in told["people"] if person["seat"] == ann["seat"])
            assert entry == {
                "seat": ann["seat"],
                "name": "Ann",
                "role": "participant",
                "color": entry["color"],
                "devices": 2,
            }
            seats = (await product.http.get(f"/api/boards/{board['id']}/seats", headers=bearer(board))).json()
            assert next(seat for seat in seats if seat["id"] == ann["seat"])["online"] is True
        await until(lambda: here(moderator, 1, 0), what="they are gone")
    seats = (await product.http.get(f"/api/boards/{board['id']}/seats", headers=bearer(board))).json()
    assert next(seat for seat in seats if seat["id"] == ann["seat"])["online"] is False


def here(socket: Stranger, people: int, followers: int) -> dict[str, Any] | None:
    told = [message for message in socket.messages if message["type"] == "people"][-1]
    return told if (len(told["people"]), told["followers"]) == (people, followers) else None


async def test_the_state_of_the_workshop_is_told_to_all(product: Product, board: dict[str, Any]) -> None:
    path = f"/api/boards/{board['id']}/session"
    async with by_role(product, board, "follower") as follower:
        await follower.hear("hello")
        body = {"step": 7, "timer": {"action": "start", "seconds": 300}, "locked": True}
        answer = await product.http.patch(path, json=body, headers=bearer(board))
        assert answer.status_code == 200
        told = await follower.hear("session", step=7, locked=True)
        assert told["timer"]["state"] == "running"
        assert 290 < told["timer"]["left"] <= 300
        assert json.dumps(told)
        bodies: list[Any] = [{"step": 13}, {"step": -1}, {"step": "7"}, {"timer": {"action": "explode"}}, {"x": 1}, []]
        for bad in bodies:
            assert (await product.http.patch(path, json=bad, headers=bearer(board))).status_code == 422


async def test_who_sends_too_much_may_send_it_to_its_end_and_hears_why(product: Product, board: dict[str, Any]) -> None:
    place = urlsplit(product.url)
    hello = (
        f"GET /ws/{board['id']}?token={board['tokens']['participant']} HTTP/1.1\r\nHost: {place.netloc}\r\n"
        "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
        "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
    )
    much = 1 << 24
    frame = struct.pack("!BBQ4x", 0x82, 0xFF, much) + bytes(much)

    def talk() -> bytes:
        with socket.create_connection((str(place.hostname), int(place.port or 80)), timeout=30) as line:
            line.sendall(hello.encode())
            assert line.recv(12) == b"HTTP/1.1 101"
            line.sendall(frame)  # a reset would end it with an error
            return b"".join(iter(lambda: line.recv(65_536), b""))

    assert re.search(rb"\x88.\x03\xf1", await asyncio.to_thread(talk), re.DOTALL)  # a close frame with 1009
