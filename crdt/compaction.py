"""The one way in which a log becomes shorter: replayed, encoded, and compared before anything is trimmed (R14)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from crdt.document import Document, Plain
from crdt.edit import same
from crdt.errors import Refusal, Unfaithful
from crdt.gate import Gate
from crdt.shape import Shape
from crdt.wire import decode_state_vector


@dataclass(frozen=True, slots=True)
class Compacted:
    """One state that stands for all that it was made of, and has been proved to."""

    state: bytes
    state_vector: bytes
    plain: Plain


def compact(states: Iterable[bytes], entries: Iterable[bytes], shape: Shape, genesis: int) -> Compacted:
    """Replays states, then entries, into one state; `Unfaithful` if it does not come back the same.

    Raises `Refusal` or `Tainted` if a state or an entry cannot be replayed.
    """
    document = Document.load((*states, *entries), shape)
    state, vector, plain = document.encode(), document.state_vector(), document.plain()
    try:
        again = Document.load((state,), shape)
        passed = Gate.from_document(state, shape, genesis)
    except Refusal as refusal:
        raise Unfaithful(f"the compacted state is refused: {refusal}") from refusal
    if not same(again.plain(), plain):
        raise Unfaithful("the compacted state reads differently")
    clocks = decode_state_vector(vector)
    if decode_state_vector(again.state_vector()) != clocks or passed.state_vector != clocks:
        raise Unfaithful("the compacted state has other clocks")
    return Compacted(state, vector, plain)


def mend(states: Iterable[bytes], entries: Iterable[bytes], shape: Shape, client_id: int) -> bytes:
    """One forward update after which what was unfaithful can be compacted; it changes no content.

    Yjs's own undo can insert between two neighbours that stand the wrong way round. Live copies then agree, but
    every copy that is loaded later orders that text differently, in Yjs as in pycrdt. Written anew, it has one order.
    """
    document = Document.load((*states, *entries), shape, client_id)
    again = Document.load((document.encode(),), shape)
    return document.rewrite(again.plain())
