"""Clients that this project did not write, at one board with the browser: two stock y-websocket providers and pycrdt.

Each has a line of its own. Each in turn loses it, goes on writing while the others write too, and comes back."""

import json
from typing import Any, Protocol

from playwright.async_api import Browser, expect
from pycrdt import Doc, Map

from board.schema import ROOTS
from tests.browser.doors import Doors, join_by_link
from tests.browser.guests import Guest
from tests.browser.outcome import document_of
from tests.chaos.yjs import YjsPeers, yjs_peers
from tests.line import Line, line_to
from tests.peer import Peer
from tests.product import Product
from tests.waiting import until

CARD, WORDS = "card-03-painpoint-1", "Fachbegriffe"  # of the template

Document = dict[str, Any]


class Client(Protocol):
    """Somebody at the board, whatever they came with."""

    name: str
    line: Line

    async def write(self, text: str) -> None:
        """Writes at the end of the one card that all write in."""

    async def document(self) -> Document:
        """The document as it lies here."""

    async def miss(self) -> None:
        """Waits until this client has noticed that its line is cut."""

    async def rejoin(self) -> None:
        """Comes back over the mended line."""


class InBrowser:
    """Anna, who looks at the page."""

    def __init__(self, name: str, line: Line, guest: Guest) -> None:
        self.name, self.line, self._guest = name, line, guest

    async def write(self, text: str) -> None:
        await self._guest.finish_card(WORDS, text)

    async def document(self) -> Document:
        return await document_of(self._guest)

    async def miss(self) -> None:
        await expect(self._guest.find(".saved__text")).to_contain_text("Offline")

    async def rejoin(self) -> None:
        await self._guest.kept()


class InNode:
    """One of the y-websocket providers; it reconnects by itself, as its makers meant it to."""

    def __init__(self, name: str, line: Line, peers: YjsPeers, number: int) -> None:
        self.name, self.line, self._peers, self._number = name, line, peers, number

    async def write(self, text: str) -> None:
        await self._peers.tell("write", peer=self._number, card=CARD, text=text)

    async def document(self) -> Document:
        document: Document = (await self._state())["json"]
        return document

    async def miss(self) -> None:
        async def missed() -> bool:
            return not (await self._state())["connected"]

        await until(missed, what=f"{self.name} misses the line")

    async def rejoin(self) -> None:
        await self._peers.tell("online")

    async def _state(self) -> dict[str, Any]:
        state: dict[str, Any] = (await self._peers.tell("say"))["states"][self._number]
        return state


class InPython:
    """The pycrdt client."""

    def __init__(self, name: str, line: Line, peer: Peer) -> None:
        self.name, self.line, self._peer = name, line, peer

    async def write(self, text: str) -> None:
        words = self._peer.text("cards", CARD, "text")
        words.insert(len(str(words).encode()), text)  # pycrdt counts bytes
        await self._peer.flush()

    async def document(self) -> Document:
        return read(self._peer.doc)

    async def miss(self) -> None:
        await until(lambda: not self._peer.online, what=f"{self.name} misses the line")
        await self._peer.drop()

    async def rejoin(self) -> None:
        await self._peer.join()


async def test_stock_clients_and_a_browser_agree_also_after_each_was_away(product: Product, browser: Browser) -> None:
    board = await product.board(title="Fernseher-Kauf", language="de", template="fernseher-kauf")
    token, doors = board["tokens"]["participant"], Doors(browser, product.url)
    async with (
        line_to(product.port) as to_anna,
        line_to(product.port) as to_bea,
        line_to(product.port) as to_carl,
        line_to(product.port) as to_dora,
        yjs_peers() as node,
    ):
        anna = await doors.arrive("Anna", address=to_anna.url)
        await join_by_link(anna, f"{to_anna.url}/j#{token}")
        urls = [f"{line.url.replace('http', 'ws', 1)}/ws" for line in (to_bea, to_carl)]
        await node.tell("open", urls=urls, board=board["id"], token=token)
        dora = await Peer(to_dora.url, board["id"], token).join()
        clients: list[Client] = [
            InBrowser("Anna", to_anna, anna),
            InNode("Bea", to_bea, node, 0),
            InNode("Carl", to_carl, node, 1),
            InPython("Dora", to_dora, dora),
        ]
        written = await all_write(clients, "together")
        await agree(product, board, clients, written)
        for away in clients:
            away.line.cut()
            await away.miss()
            written += await all_write(clients, f"while {away.name} is away")
            away.line.mend()
            await away.rejoin()
            await agree(product, board, clients, written)
        await dora.leave()
        await node.tell("close")
        assert anna.errors == []
    await doors.close()


async def all_write(clients: list[Client], occasion: str) -> list[str]:
    """Everybody writes in the one card; what they wrote."""
    written = [f" [{client.name}, {occasion}]" for client in clients]
    for client, text in zip(clients, written, strict=True):
        await client.write(text)
    return written


async def agree(product: Product, board: dict[str, Any], clients: list[Client], written: list[str]) -> None:
    """All documents are equal, equal to what the server stored, and hold every word once."""

    async def told() -> list[Document]:
        return [read(stored(await product.state(board))), *[await client.document() for client in clients]]

    async def equal() -> bool:
        first, *others = await told()
        return all(other == first for other in others) and all(
            first["cards"][CARD]["text"].count(w) == 1 for w in written
        )

    await until(equal, what=f"the server and all {len(clients)} clients are equal")


def stored(state: bytes) -> "Doc[Any]":
    doc: Doc[Any] = Doc()
    doc.apply_update(state)
    return doc


def read(doc: "Doc[Any]") -> Document:
    return {root: json.loads(str(doc.get(root, type=Map))) for root in ROOTS}
