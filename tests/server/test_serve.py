"""The orderly end: R17, F41, F42, and no token in any log."""

import asyncio
import time
from pathlib import Path

import pytest

from server import http_protocol
from tests.chaos.line import never_reads
from tests.peer import Peer
from tests.product import running
from tests.redis import Redis
from tests.server.live import Live
from tests.server.place import add, close_code, place
from tests.waiting import until

END_SECONDS = 12


async def test_sigterm_acknowledges_tells_1012_and_ends_in_time_with_status_0(tmp_path: Path) -> None:
    async with running(tmp_path / "data") as product:
        board = await product.board()
        peers = [await Peer(product.url, board["id"], board["tokens"]["participant"]).join() for _ in range(5)]
        for n, peer in enumerate(peers):
            await add(peer, f"card-{n}")
        begun = time.monotonic()
        status = await asyncio.to_thread(product.terminate)
        assert status == 0
        assert time.monotonic() - begun < END_SECONDS
        await until(lambda: all(peer.close_code for peer in peers), what="the sockets are closed")
        for peer in peers:
            assert peer.close_code == 1012
            assert peer.saved == peer.sent == 2
            assert [m["code"] for m in peer.messages if m["type"] == "notice"] == ["restart"]
        await product.start()
        stored = {card["id"] for card in (await product.plain(board))["unplaced"]["cards"]}
        assert stored == {f"card-{n}" for n in range(5)}


async def test_five_who_read_nothing_do_not_hold_up_the_end_of_twenty_who_do(tmp_path: Path) -> None:
    async with running(tmp_path / "data") as product:
        board = await product.board()
        address = f"{product.url.replace('http', 'ws')}/ws/{board['id']}?token={board['tokens']['follower']}"
        stalled = [await never_reads(address) for _ in range(5)]
        peers = [await Peer(product.url, board["id"], board["tokens"]["participant"]).join() for _ in range(20)]
        for n in range(60):
            await add(peers[n % 20], f"card-{n}", "x" * 100_000)
        await until(lambda: all(peer.saved == peer.sent for peer in peers), what="everything is saved")
        for n, peer in enumerate(peers):
            await add(peer, f"last-{n}")
        begun = time.monotonic()
        assert await asyncio.to_thread(product.terminate) == 0
        assert time.monotonic() - begun < END_SECONDS
        await until(lambda: all(peer.close_code for peer in peers), what="the sockets are closed")
        assert {peer.close_code for peer in peers} == {1012}
        assert all(peer.saved == peer.sent for peer in peers)  # F42: acknowledgements first
        for pipe in stalled:
            pipe.close()


@pytest.mark.parametrize("workers", ["1", "2"])
async def test_a_redis_that_is_gone_does_not_hold_up_the_end_and_nobody_is_told_saved(
    tmp_path: Path, own_redis: Redis, workers: str
) -> None:
    async with running(tmp_path / "data", redis_url=own_redis.url, workers=workers) as product:
        board = await product.board()
        peers = [await Peer(product.url, board["id"], board["tokens"]["participant"]).join() for _ in range(4)]
        await until(lambda: all(peer.saved == peer.sent for peer in peers), what="the handshakes are saved")
        own_redis.kill()
        told = [peer.saved for peer in peers]
        for n, peer in enumerate(peers):
            await add(peer, f"card-{n}")
        begun = time.monotonic()
        assert await asyncio.to_thread(product.terminate) == 0
        assert time.monotonic() - begun < END_SECONDS
        await until(lambda: all(peer.close_code for peer in peers), what="the sockets are closed")
        assert {peer.close_code for peer in peers} == {1012}
        assert [peer.saved for peer in peers] == told


async def test_a_token_is_in_no_log(tmp_path: Path) -> None:
    async with running(tmp_path / "data") as product:
        board = await product.board()
        token = board["tokens"]["participant"]
        peer = await Peer(product.url, board["id"], token).join()
        await peer.leave()
        await product.http.get(f"/api/boards/{board['id']}?token={token}")
        await asyncio.to_thread(product.terminate)
        log = product.log.read_text()
    assert "WebSocket" in log
    assert token not in log


async def test_f41_a_full_house_is_sent_away_in_waves_and_nobody_new_comes_in(tmp_path: Path) -> None:
    async with place(tmp_path) as here:
        peers = [await here.peer(f"p{n}", "follower") for n in range(60)]
        writer = await here.peer("ann")
        await add(writer, "last")
        drained = asyncio.create_task(here.rooms.drain())
        await until(lambda: not here.rooms.ready(), what="it is not ready")
        assert await close_code(await here.socket("late:participant")) == 1012
        waves = set()
        while not drained.done():
            waves.add(sum(peer.online for peer in peers))
            await asyncio.sleep(0.01)
        await until(lambda: all(peer.close_code == 1012 for peer in [*peers, writer]), what="all are sent away")
        assert len(waves) >= 3
        assert writer.saved == writer.sent
        assert await here.cards() == {"last"}


async def test_a_store_in_trouble_does_not_hold_up_the_end_and_nobody_is_told_saved(tmp_path: Path) -> None:
    async with place(tmp_path) as here:
        ann = await here.peer("ann")
        await until(lambda: ann.saved == ann.sent, what="the handshake")
        here.log.failing = True
        await add(ann, "unsaved")
        await until(lambda: not here.rooms.ready(), what="the trouble is known")
        begun = time.monotonic()
        await here.rooms.drain()
        assert time.monotonic() - begun < 5
        await until(lambda: ann.close_code == 1012, what="the socket is closed")
        assert ann.saved == 1


async def test_who_never_ends_the_head_of_a_request_is_cut_off_and_quick_ones_are_served(
    live: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http_protocol, "HEAD_SECONDS", 0.3)
    host, port = live.url.removeprefix("http://").split(":")
    for head in (b"", b"GET /healthz HTTP/1.1\r\nHost: x\r\nX-Slow"):
        reader, writer = await asyncio.open_connection(host, int(port))
        writer.write(head)
        assert await asyncio.wait_for(reader.read(), 10) == b""
        writer.close()
    async with live.client() as http:
        for _ in range(3):
            assert (await http.get("/healthz")).status_code == 200
