"""What is written on the boards, made by pycrdt before anything is measured: the same bytes for every server."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from pycrdt import Doc, Map, Text

from tests.bench.framing import spans

CARDS = 300
FOUNDER, WRITERS, EDITORS = 500, 600, 1_000  # client ids: who lays the board, its history, the load
HISTORY_WRITERS = 8
CHUNK = 250  # edits of history that travel as one update; one by one they would take a team two hours
WORDS = "ich vergleiche preise und frage dann im laden nach dem geraet das mir gefaellt "


@dataclass(frozen=True)
class Script:
    """What one editor will write: its updates, and the clock behind each."""

    client: int
    updates: list[bytes]
    ends: list[int]


def board(cards: int = CARDS) -> bytes:
    """A board of some hundred cards, as one update."""
    doc: Doc[Any] = Doc(client_id=FOUNDER)
    with doc.transaction():
        for n in range(cards):
            text = (WORDS * 2)[n % 40 : n % 40 + 60]
            root(doc)[card(n)] = Map({"place": f"a{n % 12}|l{n % 5}|a{n}", "text": Text(text), "by": "seat-of-founder"})
    return doc.get_update()


def script(number: int, base: bytes, count: int) -> Script:
    """Eight of ten edits are letters, one makes a card, one moves a card that others move too."""
    client = EDITORS + number
    doc, updates = _recorded(client, base)
    dice = random.Random(client)
    own = Text("")
    for n in range(count):
        if n % 10 == 0:
            root(doc)[f"new-{client}-{n:05}"] = Map({"place": f"a{number}|l1|b{n}", "text": Text(""), "by": "seat"})
            own = root(doc)[f"new-{client}-{n:05}"]["text"]
        elif n % 10 == 5:
            root(doc)[card(dice.randrange(CARDS // 10))]["place"] = f"a{dice.randrange(12)}|l2|c{n}"
        else:
            own.insert(len(own), WORDS[n % len(WORDS)])
    return Script(client, updates, [dict(spans(update))[client] for update in updates])


def history(base: bytes, count: int) -> list[bytes]:
    """So many edits of eight people in updates of a few hundred each: letters, corrections and moves on all cards."""
    share = count // HISTORY_WRITERS
    parts = [_written(n, base, share) for n in range(HISTORY_WRITERS)]
    return [part[turn] for turn in range(max(map(len, parts), default=0)) for part in parts if turn < len(part)]


def content(updates: Iterable[bytes]) -> dict[str, Any]:
    """What somebody sees who got these updates in this order."""
    doc: Doc[Any] = Doc()
    for update in updates:
        doc.apply_update(update)
    seen: dict[str, Any] = json.loads(str(root(doc)))
    return seen


def root(doc: Doc[Any]) -> Map[Any]:
    """The cards."""
    cards: Map[Any] = doc.get("cards", type=Map)
    return cards


def card(number: int) -> str:
    """The id of a card of the board."""
    return f"card-{number:06}"


def _recorded(client: int, base: bytes) -> tuple[Doc[Any], list[bytes]]:
    """A document, and the updates that it will make."""
    doc: Doc[Any] = Doc(client_id=client)
    doc.apply_update(base)
    updates: list[bytes] = []
    record: Callable[[Any], None] = lambda event: updates.append(event.update)  # noqa: E731
    doc.observe(record)
    return doc, updates


def _written(number: int, base: bytes, count: int) -> list[bytes]:
    doc, updates = _recorded(WRITERS + number, base)
    dice = random.Random(number)
    own = [n for n in range(CARDS) if n % HISTORY_WRITERS == number]
    for start in range(0, count, CHUNK):
        with doc.transaction():
            for n in range(start, min(start + CHUNK, count)):
                _edit(root(doc)[card(own[n // 10 % len(own)])], n, dice)
    return updates


def _edit(item: Map[Any], n: int, dice: random.Random) -> None:
    text: Text = item["text"]
    if n % 10 == 9:
        item["place"] = f"a{dice.randrange(12)}|l{dice.randrange(5)}|d{n}"
    elif n % 10 >= 6 and len(text) > 20:
        del text[dice.randrange(len(text))]
    else:
        text.insert(len(text) - n % 10, WORDS[n % len(WORDS)])
