"""Who reads nothing, reads slowly or talks without end costs bounded memory and nobody else's work (R11, F27, F28)."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from pycrdt import Map, Text

from tests.chaos.line import Closed, Line, never_reads
from tests.chaos.test_convergence import document, show, vector
from tests.line import Line as Slow
from tests.line import line_to
from tests.peer import UPDATE, Peer, sync_frame
from tests.product import Product, running
from tests.waiting import until

EDITORS, STALLED = 8, 5
EDIT_SECONDS = 0.05  # 20 edits a second each
EDIT_BYTES = 1000
GONE_SECONDS = 30 + 5  # R11, and what a busy machine takes to notice
MOST_GROWTH = 48 << 20  # bytes of memory
FAST = 1 << 24  # bytes a second
CRAWL = 1_000
CRAWL_SECONDS = float(os.environ.get("CRAWL_SECONDS", "4"))  # F27 says 60
WIDE_BOARD_BYTES = int(os.environ.get("WIDE_BOARD_BYTES", "100000"))  # F28 says 2 MB
WIDE_BOARD_RATE = int(os.environ.get("WIDE_BOARD_RATE", "24000"))  # bytes a second; F28 says 256 kbit/s
WIDE_BOARD_SECONDS = 3 * WIDE_BOARD_BYTES / WIDE_BOARD_RATE + 20


async def test_whoever_reads_nothing_reads_slowly_or_talks_without_end_is_no_burden_to_eight_editors(
    tmp_path: Path,
) -> None:
    async with (
        running(tmp_path / "data") as product,
        line_to(product.port, FAST) as crawling,
        line_to(product.port, WIDE_BOARD_RATE) as narrow,
    ):
        async with at_work(product) as (board, peers):
            await fill(peers[0], WIDE_BOARD_BYTES)
            crawler = await Peer(crawling.url, board["id"], board["tokens"]["follower"]).join()
            newcomer = Peer(narrow.url, board["id"], board["tokens"]["participant"])
            await asyncio.gather(
                the_silent_are_gone_within_30_s(product, board, peers[0]),
                who_hangs_on_a_crawling_line_is_let_be(crawling, crawler),
                a_wide_board_comes_through_a_narrow_line(newcomer),
                who_talks_without_end_is_cut_off(product, board),
            )
        crawling.rate = narrow.rate = FAST
        await all_equal(product, board, [*peers, crawler, newcomer])


async def the_silent_are_gone_within_30_s(product: Product, board: dict[str, Any], witness: Peer) -> None:
    before = memory(product)
    silent = [await never_reads(address(product, board, "follower")) for _ in range(STALLED)]
    try:
        await until(lambda: followers(witness) == STALLED + 1, what="the silent are here")
        await until(lambda: followers(witness) == 1, seconds=GONE_SECONDS, what="the silent are gone")
    finally:
        for pipe in silent:
            pipe.close()
    grown = memory(product) - before
    print(f"memory grew by {grown >> 20} MiB")
    assert grown < MOST_GROWTH


async def who_hangs_on_a_crawling_line_is_let_be(line: Slow, crawler: Peer) -> None:
    """F27"""
    line.rate = CRAWL
    await asyncio.sleep(CRAWL_SECONDS)
    line.rate = FAST
    assert crawler.online, f"closed with {crawler.close_code}"


async def a_wide_board_comes_through_a_narrow_line(newcomer: Peer) -> None:
    """F28"""
    await newcomer.join(WIDE_BOARD_SECONDS)
    assert newcomer.online, f"closed with {newcomer.close_code}"


async def who_talks_without_end_is_cut_off(product: Product, board: dict[str, Any]) -> None:
    line = await Line.open(address(product, board, "participant"))
    assert await flood(line) == 1008
    line.close()


@asynccontextmanager
async def at_work(product: Product) -> AsyncIterator[tuple[dict[str, Any], list[Peer]]]:
    """Eight people at a board who write until the block ends; then all they wrote is saved and equal everywhere."""
    board = await product.board()
    peers = [Peer(product.url, board["id"], board["tokens"]["participant"]) for _ in range(EDITORS)]
    await asyncio.gather(*(peer.join() for peer in peers))
    enough = asyncio.Event()
    work = asyncio.gather(*(go_on_writing(peer, number, enough) for number, peer in enumerate(peers)))
    try:
        yield board, peers
    finally:
        enough.set()
        await work
    await all_equal(product, board, peers)
    assert all(peer.online for peer in peers), [peer.close_code for peer in peers]
    for peer in peers:
        await peer.leave()


async def go_on_writing(peer: Peer, number: int, enough: asyncio.Event) -> None:
    """Overwrites a plain field, so that the document stays small however long it goes on."""
    id, serial = f"card-of-{number:04}", 0
    peer.root("cards")[id] = Map({"place": "||", "text": Text("")})
    while not enough.is_set():
        serial += 1
        with peer.doc.transaction():
            peer.root("cards")[id]["custom:note"] = f"{serial} ".ljust(EDIT_BYTES, "x")
        await peer.flush()
        await asyncio.sleep(EDIT_SECONDS)


async def fill(peer: Peer, size: int) -> None:
    """Puts so many bytes on the board, in pieces that a person may send."""
    piece = 50_000
    for number in range(size // piece):
        peer.root("cards")[f"wide-card-{number:06}"] = Map({"place": "||", "text": Text("y" * piece)})
        await peer.flush()
    await until(lambda: peer.saved >= size // piece, what="the wide board is saved")


async def all_equal(product: Product, board: dict[str, Any], peers: list[Peer]) -> None:
    async def agreed() -> bool:
        docs = [document(await product.state(board)), *(peer.doc for peer in peers)]
        vectors = [vector(doc.get_state()) for doc in docs]
        return all(vector == vectors[0] for vector in vectors) and all(show(doc) == show(docs[0]) for doc in docs)

    await until(agreed, seconds=40, what="all documents are equal")


async def flood(line: Line) -> int:
    """The code with which the server ends it."""
    try:
        while True:
            line.send(*[sync_frame(UPDATE, b"\x00\x00")] * 50)
            await asyncio.wait_for(line.receive(), 20)
    except Closed as closed:
        return closed.code


def address(product: Product, board: dict[str, Any], role: str) -> str:
    return f"{product.url.replace('http', 'ws', 1)}/ws/{board['id']}?ext=1&token={board['tokens'][role]}"


def followers(peer: Peer) -> int:
    told = [message for message in peer.messages if message["type"] == "people"]
    return int(told[-1]["followers"]) if told else 0


def memory(product: Product) -> int:
    """Bytes that the process has in memory."""
    status = Path(f"/proc/{product.pid}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) * 1024
