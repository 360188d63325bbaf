"""Mutated frames on live sockets: the process lives, others notice nothing, what is refused changes nothing."""

import asyncio
import json
import os
import struct
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any

from pycrdt import Doc, Map, Text, TransactionEvent

from tests.chaos.line import Closed, Line
from tests.peer import EXTENSION, STEP1, STEP2, SYNC, UPDATE, Peer, read_varint, sync_frame, varint
from tests.product import Product, running
from tests.waiting import until

FRAMES = int(os.environ.get("HOSTILE_FRAMES", "5000"))
SEED = int(os.environ.get("HOSTILE_SEED", "20261122"))
ATTACKERS = 8
OURS = {1003, 1008, 1009, 4400, 4403, 4409, 4413, 4422}  # closes that the contract gives for bad frames


async def test_mutated_frames_harm_nobody(tmp_path: Path) -> None:
    async with running(tmp_path / "data") as product:
        board = await product.board()
        honest = await Peer(product.url, board["id"], board["tokens"]["participant"]).join()
        watcher = await Peer(product.url, board["id"], board["tokens"]["follower"]).join()
        honest.root("cards")["card-honest-1"] = Map({"place": "||", "text": Text("Ich bleibe.")})
        await honest.flush()
        born, pid = await product.state(board), product.pid
        address = (
            f"{product.url.replace('http', 'ws', 1)}/ws/{board['id']}?ext=1&token={board['tokens']['participant']}"
        )
        attackers = [Attacker(address, SEED + number, honest.doc.get_state) for number in range(ATTACKERS)]
        done = asyncio.gather(*(attacker.attack(FRAMES // ATTACKERS) for attacker in attackers))
        serial = 0
        while not done.done():  # an honest person goes on writing all the while
            text = honest.text("cards", "card-honest-1", "text")
            text += "."
            serial += 1
            await honest.flush()
            await until(lambda: honest.saved == honest.sent, what="the honest edit is saved")
            await asyncio.wait([done], timeout=0.05)
        await done
        outcomes = sum((attacker.outcomes for attacker in attackers), Counter[str]())
        print(dict(outcomes))
        assert product.alive
        assert product.pid == pid
        assert honest.online, f"closed with {honest.close_code}"
        assert watcher.online, f"closed with {watcher.close_code}"
        assert not [code for code in outcomes if code.startswith("close") and int(code.split()[1]) not in OURS]
        assert sum(outcomes.values()) == FRAMES // ATTACKERS * ATTACKERS
        await equal_everywhere(product, board, honest, watcher, "Ich bleibe." + "." * serial)
        taken = [update for attacker in attackers for update in attacker.taken]
        await only_what_was_taken_is_there(product, board, honest, [born, *taken])


async def equal_everywhere(product: Product, board: dict[str, Any], honest: Peer, watcher: Peer, wrote: str) -> None:
    async def agreed() -> bool:
        server: Doc[Any] = Doc()
        server.apply_update(await product.state(board))
        shown = content(server.get("cards", type=Map))  # the order of a map's keys is nobody's promise
        return shown == content(honest.root("cards")) == content(watcher.root("cards")) and clocks(server) == clocks(
            honest.doc
        )

    await until(agreed, what="server, writer and watcher are equal")
    text = honest.text("cards", "card-honest-1", "text")
    assert str(text) == wrote, "a refused frame changed what somebody else wrote"


async def only_what_was_taken_is_there(
    product: Product, board: dict[str, Any], honest: Peer, taken: list[bytes]
) -> None:
    """The server knows no author's act that it did not take: no refused frame left a trace."""
    server, told = Doc[Any](), Doc[Any]()
    server.apply_update(await product.state(board))
    for update in taken:
        told.apply_update(update)
    others = {client: clock for client, clock in clocks(server).items() if client != honest.client_id}
    assert others == {client: clock for client, clock in clocks(told).items() if client != honest.client_id}


def clocks(doc: Doc[Any]) -> dict[int, int]:
    """The state vector, whose order is nobody's promise either."""
    state, pairs = doc.get_state(), {}
    count, at = read_varint(state, 0)
    for _ in range(count):
        client, at = read_varint(state, at)
        pairs[client], at = read_varint(state, at)
    return pairs


def content(cards: "Map[Any]") -> dict[str, Any]:
    cards_as_json: dict[str, Any] = json.loads(str(cards))
    return cards_as_json


class Attacker:
    """Sends mutants one at a time, each on a line that is known to be open, and notes what became of it."""

    def __init__(self, address: str, seed: int, known: Callable[[], bytes]) -> None:
        self.outcomes: Counter[str] = Counter()
        self.taken: list[bytes] = []  # updates that the server did not refuse
        self._address = address
        self._rnd = Random(seed)
        self._known = known

    async def attack(self, frames: int) -> None:
        mutants = hostile_frames(self._rnd)
        line, sent = None, 0
        for _ in range(frames):
            if line is None:
                line, sent = await Line.open(self._address), 0
            frame, update = next(mutants)
            sent += bool(update)
            line.send(frame, sync_frame(STEP1, self._known()))
            try:
                outcome = await self._settled(line, sent if update else 0)
            except Closed as closed:
                line.close()
                line, outcome = None, f"close {closed.code}"
            self.outcomes[outcome] += 1
            if outcome == "taken" and update:
                self.taken.append(update)
        if line:
            line.close()

    async def _settled(self, line: Line, n: int) -> str:
        """What became of sync frame n; of other frames only the answer to a step 1 tells that they were read."""
        answered, told = False, ""
        while not answered or (n and not told):
            answer = await asyncio.wait_for(line.receive(), 20)
            answered |= answer[:2] == bytes([SYNC, STEP2])
            if answer[0] == EXTENSION:
                message = json.loads(answer[read_varint(answer, 1)[1] :])
                if message["type"] == "denied" and message["n"] == n:
                    told = "denied"
                elif message["type"] == "saved" and message["n"] >= n:
                    told = told or "taken"
        return told or "taken"


def honest_updates(rnd: Random) -> list[bytes]:
    """What a browser might have sent: the raw material of the mutants; none of it touches the honest card."""
    doc: Doc[Any] = Doc(client_id=rnd.randrange(1, 2**32))
    updates: list[bytes] = []
    watch = doc.observe(lambda event: updates.append(event.update) if isinstance(event, TransactionEvent) else None)
    cards = doc.get("cards", type=Map)
    for number in range(6):
        cards[f"card-{rnd.randrange(10**12):012}"] = Map({"place": "||", "text": Text("Zoë 😀 kauft ein")})
        doc.get("ratings", type=Map)[f"act-{number}/-/outside"] = rnd.randrange(1, 11)
    for key in list(cards.keys())[:4]:
        text = cards[key]["text"]
        text.insert(3, "…")
        del text[0:1]
    del cards[next(iter(cards.keys()))]
    cards["list-of-things"] = Map({"custom:a": ["x", {"y": [1, 2.5, None, True]}]})
    updates.append(doc.get_update())
    doc.unobserve(watch)
    return updates


def hostile_frames(rnd: Random) -> Iterator[tuple[bytes, bytes]]:
    """Frames, each with the update that it carries to the document if it is taken."""
    material = honest_updates(rnd)
    number = 0
    while True:
        number += 1
        if number % 400 == 0:
            material = honest_updates(rnd)
        yield mutate(bytearray(rnd.choice(material)), rnd)


def mutate(update: bytearray, rnd: Random) -> tuple[bytes, bytes]:
    """One frame: bytes flipped, cut, doubled, numbers blown up, kinds exchanged, or the envelope itself broken."""
    for _ in range(rnd.choice((1, 1, 1, 2, 4, 8))):
        at = rnd.randrange(len(update)) if update else 0
        match rnd.randrange(8):
            case 0 | 1 if update:
                update[at] = rnd.randrange(256)
            case 2 if update:
                update[at] ^= 1 << rnd.randrange(8)
            case 3:
                del update[at:]
            case 4:
                update[at:at] = varint(rnd.choice((2**7, 2**14, 2**31, 2**32, 2**53 - 1, 2**53, 2**63, 2**64)))
            case 5:
                update[at:at] = update[at : at + rnd.randrange(1, 40)]
            case 6:
                update[at:at] = bytes([118, 1, 1, 97]) * rnd.choice((3, 20, 300))  # nested objects
            case _:
                update[at:at] = struct.pack(">d", float("nan"))
    envelope = rnd.randrange(20)
    if envelope == 0:
        return bytes([rnd.choice([*range(1, 110), *range(111, 256)])]) + bytes(update), b""
    if envelope == 1:
        return bytes([SYNC, UPDATE]) + varint(rnd.choice((len(update) + 1, 2**53, 2**60))) + bytes(update), b""
    return sync_frame(rnd.choice((UPDATE, UPDATE, STEP2)), bytes(update)), bytes(update)
