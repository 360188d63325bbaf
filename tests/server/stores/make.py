"""Makes the store of a version: `PYTHONPATH=CHECKOUT python make.py FILE`, with a checkout of that version.

The code of the checkout writes the store; this says what must be in it, and what the store then answered. To keep the
file small, put small pictures into the checkout's `board/templates/pictures` first.
"""

import asyncio
import json
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Any

import httpx
from pycrdt import Map, Text

from tests.peer import Peer
from tests.product import Product, bearer, running
from tests.server.pictures import png
from tests.waiting import until

TEMPLATE = "tv-purchase"


async def fill(product: Product) -> dict[str, Any]:
    """A board as a workshop leaves it, and one that was erased; answers with all that must be found again."""
    board = await product.board(title="The store of an earlier version", template=TEMPLATE)
    ann = await product.seat(board["tokens"]["participant"], "Ann Ärmel")
    image = await _post(product, board, "images", files={"file": png()})
    peer = await Peer(product.url, board["id"], ann["token"]).join()
    await _write(peer, 20)
    snapshot = await _post(product, board, "snapshots", json={"label": "Before the end"})
    await _write(peer, 60)  # more than an idle room leaves without a checkpoint
    record = await _post(product, board, "commit", json={"label": "As of then"})
    await peer.leave()
    await until(lambda: _compacted(product), seconds=90, what="there is a checkpoint")
    await peer.join()
    await _write(peer, 3)
    await peer.leave()
    erased = await product.board(title="Erased")
    (await product.http.delete(f"/api/boards/{erased['id']}", headers=bearer(erased))).raise_for_status()
    return {
        "board": board,
        "seat": ann,
        "image": image["id"],
        "snapshot": snapshot["id"],
        "record": record,
        "journey": await product.plain(board),
        "erased": erased["id"],
    }


async def _write(peer: Peer, cards: int) -> None:
    for n in range(cards):
        peer.root("cards")[f"{peer.client_id}-{peer.sent}-{n}"] = Map({"place": "a|b|c", "text": Text(f"Card {n} 😀")})
        await peer.flush()
    await until(lambda: peer.saved == peer.sent, what="all is saved")


async def _compacted(product: Product) -> bool:
    return "brownboard_compactions_total 1" in (await product.http.get("/metrics")).text


async def _post(product: Product, board: dict[str, Any], what: str, **content: Any) -> dict[str, Any]:
    answer: httpx.Response = await product.http.post(
        f"/api/boards/{board['id']}/{what}", headers=bearer(board), **content
    )
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


async def _make(file: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        async with running(data) as product:
            expected = await fill(product)
            product.terminate()
        (data / "expected.json").write_text(json.dumps(expected))
        with tarfile.open(file, "w:gz") as archive:
            for path in sorted(data.iterdir()):
                archive.add(path, path.name)


if __name__ == "__main__":
    asyncio.run(_make(Path(sys.argv[1])))
