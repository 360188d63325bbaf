"""A ledger brought to life from what a log stores; one bad entry never keeps a board shut (R9, R16)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from crdt.document import Document
from crdt.errors import Refusal, Refused, Tainted
from crdt.gate import Gate
from crdt.genesis import is_genesis
from crdt.holders import ORDER, SERVER, Holders
from crdt.ledger import Ledger
from crdt.shape import Shape
from crdt.structs import STORE, take_apart

NO_STATE = b"\x00\x00"


@dataclass(frozen=True, slots=True)
class Entries:
    """What a log stores of a board: a verified state, and the raw updates after it with seat and position."""

    state: bytes | None
    holders: Mapping[int, str]
    contributors: frozenset[str]
    entries: Sequence[tuple[int, str, bytes]]
    head: int


@dataclass(frozen=True, slots=True)
class Loaded:
    """A ledger, and the positions of what had to be kept out of it."""

    ledger: Ledger
    kept_out: frozenset[int]


def state_gate(stored: Entries, shape: Shape) -> Gate:
    """The gate of the stored state: long work for a long one, but Python alone, which another thread may do (F16)."""
    return Gate.from_document(stored.state or NO_STATE, shape, _genesis(stored))


def load(stored: Entries, shape: Shape, without: Iterable[int] = (), gate: Gate | None = None) -> Loaded:
    """Everything that can be loaded; raises a `CoreError` only if the checkpoint itself can't be.

    A fresh `gate` of the stored state saves making one.
    """
    kept_out = set(without)
    while True:
        try:
            ledger = _attempt(stored, shape, gate or state_gate(stored, shape), kept_out)
            return Loaded(ledger, frozenset(kept_out))
        except _TaintedAt as tainted:
            kept_out.add(tainted.position)  # the document is spoilt: begin again without this entry
            gate = None


class _TaintedAt(Exception):
    def __init__(self, position: int) -> None:
        self.position = position


def _attempt(stored: Entries, shape: Shape, gate: Gate, kept_out: set[int]) -> Ledger:
    document = Document(shape)
    holders = Holders(stored.holders, stored.contributors)
    state = stored.state or NO_STATE
    document.apply(state)
    size = len(state)
    for position, seat, data in stored.entries:
        if not data or seat == ORDER or position in kept_out:
            continue
        try:
            verdict = gate.check(data, STORE)
            document.apply(data)
        except Refusal:
            kept_out.add(position)
            continue
        except Tainted:
            raise _TaintedAt(position) from None
        gate.accept(verdict)
        if verdict.new:
            holders.bind(verdict.fresh, seat)
        size += len(data)
    return Ledger(document, gate, holders, stored.head, size)


def _genesis(stored: Entries) -> int:
    """The id under which the board was born: the server holds it from the first entry on (R10)."""
    known = [client for client, seat in stored.holders.items() if seat == SERVER]
    first = next((data for _, seat, data in stored.entries if data and seat != ORDER), NO_STATE)
    known += [section.client for section in take_apart(first, STORE).sections]
    genesis = next(filter(is_genesis, known), None)
    if genesis is None:
        raise Refused("a log without a birth")  # F2: never a blank board
    return genesis
