"""A disk that is full under a running server: nobody is told "saved", and all is saved when there is room (R1)."""

import asyncio
import resource
from pathlib import Path
from typing import Any

from pycrdt import Map, Text

from tests.peer import Peer
from tests.product import Product, running
from tests.waiting import until

FULL = 4096  # bytes: no file may grow beyond


def set_largest_file(product: Product, size: int) -> None:
    resource.prlimit(product.pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


def notices(peer: Peer) -> list[str]:
    return [m["code"] for m in peer.messages if m["type"] == "notice"]


async def write(peer: Peer, id: str) -> None:
    peer.root("cards")[id] = Map({"place": "||", "text": Text("Zoë")})
    await peer.flush()


async def stored(product: Product, board: dict[str, Any]) -> set[str]:
    return {card["id"] for card in (await product.plain(board))["unplaced"]["cards"]}


async def test_a_full_disk_is_told_and_costs_nothing_once_there_is_room(tmp_path: Path) -> None:
    async with running(tmp_path / "data") as product:
        board = await product.board()
        ann, bob = [await Peer(product.url, board["id"], board["tokens"]["participant"]).join() for _ in range(2)]
        await write(ann, "before")
        await until(lambda: ann.saved == ann.sent and bob.saved == bob.sent, what="all is saved")

        set_largest_file(product, FULL)
        told = (ann.saved, bob.saved)
        await write(ann, "one")
        await until(lambda: notices(ann) == notices(bob) == ["storing-trouble"], what="both are told")
        await write(bob, "two")
        answer = await product.http.get("/readyz")
        assert answer.status_code == 503
        assert (await product.http.get("/healthz")).status_code == 200
        assert (ann.saved, bob.saved) == told
        assert await stored(product, board) == {"before"}

        set_largest_file(product, resource.RLIM_INFINITY)
        await until(lambda: ann.saved == ann.sent and bob.saved == bob.sent, what="all is saved")
        assert notices(ann) == notices(bob) == ["storing-trouble", "storing-again"]
        product.kill()
        await asyncio.gather(ann.drop(), bob.drop())
        await product.start()
        assert await stored(product, board) == {"before", "one", "two"}


async def test_an_edit_that_was_never_stored_comes_back_with_its_writer(tmp_path: Path) -> None:
    async with running(tmp_path / "data") as product:
        board = await product.board()
        ann = await Peer(product.url, board["id"], board["tokens"]["participant"]).join()
        await until(lambda: ann.saved == ann.sent, what="the handshake is saved")
        set_largest_file(product, FULL)
        await write(ann, "unsaved")
        await until(lambda: notices(ann) == ["storing-trouble"], what="the writer is told")
        product.kill()
        await ann.drop()
        await product.start()
        assert await stored(product, board) == set()
        await ann.join()
        await until(lambda: ann.saved == ann.sent, what="it is saved")
        assert await stored(product, board) == {"unsaved"}
