"""Whatever eight people do and however often their lines break, all copies are equal, and equal to the store."""

import asyncio
import base64
import json
import os
from pathlib import Path
from random import Random
from typing import Any

from pycrdt import Doc, Map

from tests.chaos.random_acts import edit
from tests.chaos.yjs import YjsPeers, yjs_peers
from tests.peer import Peer, read_varint
from tests.product import Product, running
from tests.waiting import until

SEEDS = int(os.environ.get("CONVERGENCE_SEEDS", "40"))
FIRST_SEED = int(os.environ.get("CONVERGENCE_FIRST_SEED", "1"))
ACTS = 40  # of the Yjs people and of the pycrdt people, each
ROOTS = (
    "board",
    "personas",
    "stages",
    "activities",
    "touchpoints",
    "lanes",
    "cards",
    "ratings",
    "channels",
    "departments",
)


async def test_eight_clients_with_breaking_lines_agree_with_each_other_and_with_the_store(tmp_path: Path) -> None:
    async with running(tmp_path / "data") as product, yjs_peers() as node:
        boards = []
        for seed in range(FIRST_SEED, FIRST_SEED + SEEDS):
            boards.append(await play(product, node, seed))
        product.kill()
        await product.start()  # what was told is now read from the store alone
        for seed, (board, shown) in enumerate(boards, FIRST_SEED):
            assert show(document(await product.state(board))) == shown, (
                f"seed {seed}: the store differs after a restart"
            )


async def play(product: Product, node: YjsPeers, seed: int) -> tuple[dict[str, Any], dict[str, Any]]:
    board = await product.board()
    peers = [Peer(product.url, board["id"], board["tokens"]["participant"]) for _ in range(4)]
    await asyncio.gather(*(peer.join() for peer in peers))
    await node.tell(
        "open",
        url=f"{product.url.replace('http', 'ws')}/ws",
        board=board["id"],
        token=board["tokens"]["participant"],
        count=4,
    )
    rnd = Random(seed)
    playing = asyncio.ensure_future(node.tell("edit", seed=seed, acts=ACTS))
    for number in range(ACTS):
        await disturb(rnd.choice(peers), rnd, f"{seed}-{number}")
    await playing
    await node.tell("online")
    for peer in peers:
        if not peer.online:
            await peer.join()
        await peer.flush()

    async def agreed() -> dict[str, Any] | None:
        told = [(vector(base64.b64decode(s["vector"])), s["json"]) for s in (await node.tell("say"))["states"]]
        told += [
            (vector(doc.get_state()), show(doc))
            for doc in [*(p.doc for p in peers), document(await product.state(board))]
        ]
        return told[0][1] if all(state == told[0] for state in told) else None

    shown: dict[str, Any] = await until(agreed, seconds=30, what=f"seed {seed}: all nine documents are equal")
    await node.tell("close")
    for peer in peers:
        await peer.leave()
    return board, shown


async def disturb(peer: Peer, rnd: Random, serial: str) -> None:
    kind = rnd.randrange(12)
    if kind == 0 and peer.online:
        await peer.drop()
    elif kind < 3 and not peer.online:
        await peer.join()
    else:
        edit(peer, rnd, serial)
        if peer.online and rnd.randrange(4):
            await peer.flush()
    await asyncio.sleep(0)  # lets the readers breathe; waits for nothing


def vector(data: bytes) -> tuple[tuple[int, int], ...]:
    """A state vector in an order that does not depend on who wrote it."""
    count, at = read_varint(data, 0)
    pairs = []
    for _ in range(count):
        client, at = read_varint(data, at)
        clock, at = read_varint(data, at)
        pairs.append((client, clock))
    return tuple(sorted(pairs))


def show(doc: "Doc[Any]") -> dict[str, Any]:
    return {root: whole(json.loads(str(doc.get(root, type=Map)))) for root in ROOTS}


def document(update: bytes) -> "Doc[Any]":
    doc: Doc[Any] = Doc()
    doc.apply_update(update)
    return doc


def whole(value: Any) -> Any:
    """JSON as a browser shows it: 1.0 is 1."""
    if isinstance(value, dict):
        return {key: whole(item) for key, item in value.items()}
    return int(value) if isinstance(value, float) and value.is_integer() else value
