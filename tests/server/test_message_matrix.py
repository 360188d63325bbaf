"""Who may say what on a socket (contract 4, R8, F35): every message type x every kind of caller."""

import asyncio
import threading

import httpx
import pytest
from pycrdt import Map
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus
from websockets.typing import Origin

from tests.peer import STEP2, SYNC, UPDATE, sync_frame
from tests.server.live import Live, Made, join
from tests.server.raw_socket import (
    QUERY_PRESENCE,
    RawSocket,
    card_update,
    extension,
    raw_socket,
)
from tests.server.world import make_world
from tests.waiting import until

ROLES = ("moderator", "participant", "follower")
NEW = "channel-of-the-test"
EDITS = {"step 2": sync_frame(STEP2, card_update(NEW)), "update": sync_frame(UPDATE, card_update(NEW))}
OTHER_OPCODES = [bytes([n]) if n < 128 else bytes([n, 1]) for n in range(256) if n not in (SYNC, 1)]
PRESENCE = bytes([1, 8, 1, 5, 1, 4]) + b"null"


async def channels(http: httpx.AsyncClient, board: Made) -> set[str]:
    nested = (await http.get(board.path(), headers=board.as_("moderator"))).json()
    return {channel["id"] for channel in nested["channels"]}


async def test_strangers_and_members_of_other_boards_are_not_admitted(live: Live, http: httpx.AsyncClient) -> None:
    world = await make_world(http, "")
    for token, code in ((None, 4401), ("x" * 32, 4401), (world.other.tokens["moderator"], 4403)):
        async with raw_socket(live, world.board.id, token) as socket:
            assert await socket.closed() == code
            assert socket.frames == []
    async with raw_socket(live, "nowhere0000000000", world.board.tokens["moderator"]) as socket:
        assert await socket.closed() == 4404


@pytest.mark.parametrize("role", ROLES)
async def test_every_role_reads_the_whole(live: Live, http: httpx.AsyncClient, board: Made, role: str) -> None:
    async with raw_socket(live, board.id, board.tokens[role]) as socket:
        await socket.answered()
        assert set(socket.content.get("channels", type=Map)) == await channels(http, board)


@pytest.mark.parametrize("kind", EDITS)
@pytest.mark.parametrize("role", ROLES)
async def test_only_moderators_and_participants_edit(
    live: Live, http: httpx.AsyncClient, board: Made, role: str, kind: str
) -> None:
    async with raw_socket(live, board.id, board.tokens[role]) as socket:
        await socket.send(EDITS[kind])
        await socket.answered()
        may = role != "follower"
        if may:
            await until(lambda: has(http, board), what="the edit is there")
        assert await has(http, board) is may


async def has(http: httpx.AsyncClient, board: Made) -> bool:
    return NEW in await channels(http, board)


@pytest.mark.parametrize("kind", EDITS)
@pytest.mark.parametrize("role", ROLES)
async def test_while_locked_only_moderators_edit(
    live: Live, http: httpx.AsyncClient, board: Made, role: str, kind: str
) -> None:
    await http.put(board.path("/lock"), json={"locked": True}, headers=board.as_("moderator"))
    async with raw_socket(live, board.id, board.tokens[role]) as socket:
        await socket.send(EDITS[kind])
        await socket.answered()
        if role == "moderator":
            await until(lambda: has(http, board), what="the edit is there")
    assert await has(http, board) is (role == "moderator")


@pytest.mark.parametrize("role", ["participant", "follower"])
async def test_no_other_message_type_changes_or_reaches_anything(
    live: Live, http: httpx.AsyncClient, board: Made, role: str
) -> None:
    """F35: all opcodes, each with payloads that mean something elsewhere."""
    before = (await http.get(board.path("/state"), headers=board.as_("moderator"))).content
    payloads = (b"", EDITS["update"][1:], EDITS["update"], card_update(NEW), extension("{}")[1:])
    async with raw_socket(live, board.id, board.tokens["moderator"], ext=True) as witness:
        await witness.answered()
        heard = len([frame for frame in witness.frames if frame[0] == SYNC])
        frames = [head + payload for head in OTHER_OPCODES for payload in payloads]
        for start in range(0, len(frames), 100):
            await send_all(live, board, role, frames[start : start + 100])
        await witness.answered()
        assert len([frame for frame in witness.frames if frame[0] == SYNC]) == heard + 1  # its own answer
    assert (await http.get(board.path("/state"), headers=board.as_("moderator"))).content == before


async def send_all(live: Live, board: Made, role: str, frames: list[bytes]) -> None:
    """All on one socket; if one of them closed it, each half on another, so that none goes unheard."""
    async with raw_socket(live, board.id, board.tokens[role]) as socket:
        for frame in frames:
            await socket.send(frame)
        await socket.answered()
        closed = socket.close_code is not None
    if closed and len(frames) > 1:
        half = len(frames) // 2
        await send_all(live, board, role, frames[:half])
        await send_all(live, board, role, frames[half:])


@pytest.mark.parametrize("kind", [3, 4, 5, 6, 7, 8, 127, 128, 255])
async def test_there_are_no_other_kinds_of_sync(live: Live, http: httpx.AsyncClient, board: Made, kind: int) -> None:
    head = bytes([SYNC]) + (bytes([kind]) if kind < 128 else bytes([kind, 1]))
    async with raw_socket(live, board.id, board.tokens["participant"]) as socket:
        await socket.send(head + EDITS["update"][2:])
        await socket.answered()
    assert not await has(http, board)


async def test_the_presence_of_followers_reaches_nobody(live: Live, board: Made) -> None:
    """R12: followers are counted, not listed."""
    async with raw_socket(live, board.id, board.tokens["moderator"]) as witness:
        await witness.answered()
        async with raw_socket(live, board.id, board.tokens["follower"]) as follower:
            await follower.send(PRESENCE)
            await follower.answered()
            await witness.answered()
            assert not [frame for frame in witness.frames if frame[0] == 1 and len(frame) > 2]


@pytest.mark.parametrize("role", ROLES)
async def test_every_role_may_ask_who_is_here(live: Live, board: Made, role: str) -> None:
    async with raw_socket(live, board.id, board.tokens[role]) as socket:
        await socket.answered()
        before = sum(frame[0] == 1 for frame in socket.frames)
        await socket.send(QUERY_PRESENCE)
        await until(lambda: sum(frame[0] == 1 for frame in socket.frames) > before, what="presence")


async def test_another_role_is_in_force_on_an_open_socket_at_once(
    live: Live, http: httpx.AsyncClient, board: Made
) -> None:
    ann = await join(http, code=board.code)
    async with raw_socket(live, board.id, ann["token"]) as socket:
        await socket.answered()
        path = board.path(f"/seats/{ann['seat']}")
        await http.patch(path, json={"role": "follower"}, headers=board.as_("moderator"))
        await socket.send(EDITS["update"])
        await socket.answered()
        assert not await has(http, board)
        await http.patch(path, json={"role": "participant"}, headers=board.as_("moderator"))
        await socket.send(EDITS["update"])
        await until(lambda: has(http, board), what="the edit is there")


async def test_a_role_that_changes_while_somebody_comes_in_is_in_force(
    live: Live, http: httpx.AsyncClient, board: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R8: the grant is of the moment of sitting down, however long the room takes to come to life."""
    ann = await join(http, code=board.code)
    access, waiting, go_on = live.services.access, threading.Event(), threading.Event()
    session = access.session

    async def slow(_self: object, id: str) -> object:
        if not waiting.is_set():
            waiting.set()
            await asyncio.to_thread(go_on.wait, 20)
        return await session(id)

    monkeypatch.setattr(type(access), "session", slow)
    async with raw_socket(live, board.id, ann["token"], ext=True) as socket:
        await until(waiting.is_set, what="the admission is under way")
        path = board.path(f"/seats/{ann['seat']}")
        await http.patch(path, json={"role": "follower"}, headers=board.as_("moderator"))
        go_on.set()
        await socket.send(EDITS["update"])
        await socket.answered()
        assert b'"role":"follower"' in socket.frames[0]
    assert not await has(http, board)


async def test_a_removed_person_is_closed_with_4410_and_stays_out(
    live: Live, http: httpx.AsyncClient, board: Made
) -> None:
    ann = await join(http, code=board.code)
    async with raw_socket(live, board.id, ann["token"]) as socket:
        await socket.answered()
        await http.delete(board.path(f"/seats/{ann['seat']}"), headers=board.as_("moderator"))
        assert await socket.closed() == 4410
    async with raw_socket(live, board.id, ann["token"]) as socket:
        assert await socket.closed() == 4410


@pytest.mark.parametrize("method", ["POST", "DELETE"])
async def test_a_rotated_or_revoked_token_closes_its_sockets_with_4401(
    live: Live, http: httpx.AsyncClient, board: Made, method: str
) -> None:
    ann = await join(http, token=board.tokens["participant"])
    async with (
        raw_socket(live, board.id, board.tokens["participant"]) as bare,
        raw_socket(live, board.id, ann["token"]) as seated,
    ):
        await bare.answered()
        await seated.answered()
        await http.request(method, board.path("/tokens/participant"), headers=board.as_("moderator"))
        assert await bare.closed() == 4401
        await seated.answered()
        assert seated.close_code is None
    async with raw_socket(live, board.id, board.tokens["participant"]) as socket:
        assert await socket.closed() == 4401


async def test_an_erased_board_closes_every_socket_with_4410_and_is_no_more(
    live: Live, http: httpx.AsyncClient, board: Made
) -> None:
    """R20: an offline tab that returns cannot raise it."""
    async with raw_socket(live, board.id, board.tokens["participant"]) as socket:
        await socket.answered()
        await http.delete(board.path(), headers=board.as_("moderator"))
        assert await socket.closed() == 4410
    async with raw_socket(live, board.id, board.tokens["participant"]) as socket:
        await socket.send(EDITS["step 2"])
        assert await socket.closed() == 4404
    assert (await http.get(board.path(), headers=board.as_("moderator"))).status_code == 404


async def test_the_session_of_the_moderator_is_told_to_all_and_to_who_comes_later(
    live: Live, http: httpx.AsyncClient, board: Made
) -> None:
    async with raw_socket(live, board.id, board.tokens["follower"], ext=True) as follower:
        await follower.answered()
        body = {"step": 5, "timer": {"action": "start", "seconds": 60}}
        await http.patch(board.path("/session"), json=body, headers=board.as_("moderator"))
        await until(lambda: any(b'"step":5' in frame for frame in follower.frames), what="the session message")
    async with raw_socket(live, board.id, board.tokens["follower"], ext=True) as late:
        await late.answered()
        assert b'"step":5' in late.frames[0]


async def test_a_socket_may_be_opened_by_cookie_and_not_by_a_foreign_page(
    live: Live, http: httpx.AsyncClient, board: Made
) -> None:
    ann = await join(http, code=board.code)
    address = f"{live.url.replace('http', 'ws', 1)}/ws/{board.id}"
    cookie = {"cookie": f"bb_{board.id}={ann['token']}"}
    async with connect(address, additional_headers=cookie, origin=Origin(live.url)) as connection:
        socket = RawSocket(connection)
        await socket.answered()
        assert socket.close_code is None
    with pytest.raises(InvalidStatus) as refused:
        await connect(address, additional_headers=cookie, origin=Origin("https://evil.example"))
    assert refused.value.response.status_code == 403
