"""`kill -9` at any moment under eight writers: what was acknowledged is there, once (R1, F1)."""

import asyncio
import os
from pathlib import Path
from random import Random
from typing import Any

from pycrdt import Map, Text

from tests.peer import Peer
from tests.product import Product, running
from tests.waiting import until

ROUNDS = int(os.environ.get("DURABILITY_ROUNDS", "8"))
WRITERS = 8
IN_FLIGHT = 4  # edits of one writer that are not acknowledged yet
SEED = int(os.environ.get("DURABILITY_SEED", "20261122"))


class Writer:
    """Writes numbered words into one text and numbered cards, and remembers which of them the server called saved."""

    def __init__(self, number: int, product: Product, board: dict[str, Any]) -> None:
        self.number = number
        self.peer = Peer(product.url, board["id"], board["tokens"]["participant"])
        self.acknowledged: set[str] = set()
        self._serial = 0
        self._frames: dict[int, str] = {}

    async def write(self) -> None:
        """Writes until the line breaks."""
        try:
            await self.peer.join()
        except OSError:
            return
        while self.peer.online:
            word = f"‹{self.number}.{self._serial}›"
            self._serial += 1
            with self.peer.doc.transaction():
                cards = self.peer.root("cards")
                cards[f"card-{self.number:02}-{self._serial:08}"] = Map({"place": "||", "text": Text(word)})
                if "all" in cards:
                    text = cards["all"]["text"]
                    text.insert(len(str(text).encode()), word)
            await self.peer.flush()
            self._frames[self.peer.sent] = word
            self.note()
            await until(self._few_in_flight, what="the server answers or is gone")
        self.note()

    def _few_in_flight(self) -> bool:
        """Some edits are always under way when the server dies, but no more than the server allows a person."""
        return self.peer.sent - self.peer.saved < IN_FLIGHT or not self.peer.online

    def note(self) -> None:
        for frame in [frame for frame in self._frames if frame <= self.peer.saved]:
            self.acknowledged.add(self._frames.pop(frame))

    def forget_line(self) -> None:
        self.note()
        self._frames.clear()


async def test_no_acknowledged_edit_is_missing_or_doubled_after_kill_9(tmp_path: Path) -> None:
    rnd = Random(SEED)
    async with running(tmp_path / "data") as product:
        board = await product.board()
        first = await Peer(product.url, board["id"], board["tokens"]["moderator"]).join()
        first.root("cards")["all"] = Map({"place": "||", "text": Text("")})
        await first.flush()
        await until(lambda: first.saved == first.sent, what="the common text is saved")
        writers = [Writer(number, product, board) for number in range(WRITERS)]
        for round_ in range(ROUNDS):
            tasks = [asyncio.ensure_future(writer.write()) for writer in writers]
            await enough_is_written(writers, 1 + rnd.randrange(120))
            product.kill()
            await asyncio.gather(*tasks)
            for writer in writers:
                writer.forget_line()
                writer.peer = Peer(product.url, board["id"], board["tokens"]["participant"])  # the device is lost, too
            await product.start()
            await everything_is_there_once(product, board, writers, f"seed {SEED}, round {round_}")
        assert sum(len(w.acknowledged) for w in writers) >= ROUNDS


async def enough_is_written(writers: list[Writer], more: int) -> None:
    goal = sum(len(writer.acknowledged) for writer in writers) + more
    await until(lambda: sum(len(writer.acknowledged) for writer in writers) >= goal, what=f"{more} more acknowledged")


async def everything_is_there_once(product: Product, board: dict[str, Any], writers: list[Writer], when: str) -> None:
    cards = {c["id"]: c["text"] for c in (await product.plain(board))["unplaced"]["cards"]}
    common = cards.pop("all")
    stored = set(cards.values())
    for writer in writers:
        assert not writer.acknowledged - stored, f"{when}: acknowledged and gone"
        assert all(common.count(word) == 1 for word in writer.acknowledged), f"{when}: lost or doubled"
    assert len(stored) == len(cards), f"{when}: a card is there twice"
