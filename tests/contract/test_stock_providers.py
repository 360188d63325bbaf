"""Contract 4: an unmodified Yjs `y-websocket` provider (server address `ws://HOST/ws`, room = board id) works."""

import base64
import json
from typing import Any

from pycrdt import Doc, Map

from tests.chaos.yjs import yjs_peers
from tests.contract.stranger import Writer, by_role, update_frame
from tests.peer import Peer, read_varint
from tests.product import Product
from tests.waiting import until

ROOTS = (
    "board", "personas", "stages", "activities", "touchpoints", "lanes", "cards", "ratings", "channels", "departments",
)  # fmt: skip


async def content(product: Product, board: dict[str, Any]) -> tuple[bytes, dict[str, Any]]:
    """State vector and content as a document that knows only the state reads them."""
    doc: Doc[Any] = Doc()
    doc.apply_update(await product.state(board))
    return doc.get_state(), {root: json.loads(str(doc.get(root, type=Map))) for root in ROOTS}


async def test_two_stock_providers_and_a_pycrdt_client_edit_one_board_and_all_are_equal(
    product: Product, board: dict[str, Any]
) -> None:
    token = board["tokens"]["participant"]
    async with yjs_peers() as yjs:
        address = f"{product.url.replace('http', 'ws', 1)}/ws"
        await yjs.tell("open", url=address, board=board["id"], token=token, count=2)
        peer = await Peer(product.url, board["id"], token).join()
        await yjs.tell("edit", seed=4, acts=60)
        peer.root("cards")["card-of-pycrdt"] = Map({"place": "||"})
        await peer.flush()
        await yjs.tell("edit", seed=5, acts=60)
        await yjs.tell("online")

        async def equal() -> bool:
            vector, plain = await content(product, board)
            states = (await yjs.tell("say"))["states"]
            vectors = [peer.doc.get_state(), *(base64.b64decode(state["vector"]) for state in states)]
            return all(clocks(v) == clocks(vector) for v in vectors) and all(s["json"] == plain for s in states)

        await until(equal, what="all are equal")
        assert "card-of-pycrdt" in (await content(product, board))[1]["cards"]
        await peer.leave()
        await yjs.tell("close")


def clocks(vector: bytes) -> dict[int, int]:
    """A state vector as clients and clocks: their order is nobody's promise."""
    count, at = read_varint(vector, 0)
    found = {}
    for _ in range(count):
        client, at = read_varint(vector, at)
        found[client], at = read_varint(vector, at)
    return found


async def test_a_stock_provider_with_a_followers_token_sees_everything_and_changes_nothing(
    product: Product, board: dict[str, Any]
) -> None:
    before = await content(product, board)
    async with yjs_peers() as yjs:
        address = f"{product.url.replace('http', 'ws', 1)}/ws"
        await yjs.tell("open", url=address, board=board["id"], token=board["tokens"]["follower"], count=1)
        await yjs.tell("edit", seed=6, acts=30)
        await yjs.tell("online")
        assert await content(product, board) == before
        async with by_role(product, board, "participant") as ann:
            await ann.send(update_frame(Writer().card("card-for-others")))
            await ann.hear("saved", n=1)

            async def seen() -> bool:
                return "card-for-others" in (await yjs.tell("say"))["states"][0]["json"]["cards"]

            await until(seen, what="the follower sees the card")
        await yjs.tell("close")
