"""A document of pycrdt behind a guard (R9): foreign bytes go in, plain data comes out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from pycrdt import Doc, Map

from crdt.edit import bring_root, same, write_anew
from crdt.errors import Refused, Tainted, Unfaithful
from crdt.shape import Shape

Plain = dict[str, Any]
NOTHING = b"\x00\x00"  # the update that changes nothing
SAFE_INTEGER = 2**53 - 1  # beyond it JavaScript and canonical JSON know no whole numbers


class Document:
    """The copy of a board that pycrdt keeps."""

    def __init__(self, shape: Shape, client_id: int | None = None) -> None:
        self.shape = shape
        with _guard():
            self._doc: Doc[Any] = Doc(client_id=client_id)
            self._roots: dict[str, Map[Any]] = {root: self._doc.get(root, type=Map) for root in sorted(shape.roots)}

    @classmethod
    def load(cls, states: Iterable[bytes], shape: Shape, client_id: int | None = None) -> Document:
        """The document that all these states and updates make, one after the other (F17)."""
        document = cls(shape, client_id)
        for state in states:
            document.apply(state)
        return document

    def apply(self, update: bytes) -> None:
        """Takes in an update; raises `Refused` with nothing changed, or `Tainted`."""
        with _guard():
            self._doc.apply_update(update)

    def encode(self, since: bytes | None = None) -> bytes:
        """The whole as one update, or what a state vector lacks."""
        with _guard():
            return self._doc.get_update(since)

    def state_vector(self) -> bytes:
        """How far each client's changes are in."""
        with _guard():
            return self._doc.get_state()

    def plain(self) -> Plain:
        """The content as plain JSON, texts as strings, whole numbers as integers."""
        with _guard():
            texts = {root: str(shared) for root, shared in self._roots.items()}
        return {root: _numbers(text) for root, text in texts.items()}

    def has(self, root: str, key: str) -> bool:
        """Whether a root has this key, also when what it holds is in the bin."""
        with _guard():
            return key in self._roots[root]

    def become(self, target: Mapping[str, Mapping[str, Any]], client_id: int) -> bytes:
        """One forward update that makes the content the target; the document itself stays as it is (R15).

        It continues the clock of `client_id`: apply it before the next is made under the same id.
        """
        wanted: Plain = _numbers(json.dumps(target, allow_nan=False))
        if unknown := wanted.keys() - self.shape.roots:
            raise ValueError(f"no such roots: {sorted(unknown)}")
        draft = Document(self.shape, client_id)
        draft.apply(self.encode())
        update = draft._bring(wanted)
        if not same(draft.plain(), {root: wanted.get(root, {}) for root in self._roots}):
            raise Unfaithful("an edit did not lead to its target")
        return update

    def rewrite(self, misread: Mapping[str, Mapping[str, Any]]) -> bytes:
        """Writes anew each text that reads differently in `misread`, and gives the update that did so."""
        now = self.plain()
        with _guard(), self._recorded() as updates:
            for root, shared in self._roots.items():
                write_anew(shared, now[root], misread[root])
        return updates[0] if updates else NOTHING

    def _bring(self, wanted: Plain) -> bytes:
        now = self.plain()
        with _guard(), self._recorded() as updates:
            for root, shared in self._roots.items():
                bring_root(self.shape, root, shared, now[root], wanted.get(root, {}))
        return updates[0] if updates else NOTHING

    @contextmanager
    def _recorded(self) -> Iterator[list[bytes]]:
        """One transaction, and after it the update that it made, if it changed anything."""
        updates: list[bytes] = []
        watch = self._doc.observe(lambda event: updates.append(event.update))
        with self._doc.transaction():
            yield updates
        self._doc.unobserve(watch)


def born(genesis: int) -> bytes:
    """The one struct of a board's birth, under its genesis id: the version of its schema (R10)."""
    with _guard():
        doc: Doc[Any] = Doc(client_id=genesis)
        doc.get("board", type=Map)["schema"] = 1
        return doc.get_update()


@contextmanager
def _guard() -> Iterator[None]:
    """Turns what pycrdt raises into what we know; interrupts and cancellation pass (R9)."""
    try:
        yield
    except ValueError as error:
        raise Refused(str(error)) from error
    except BaseException as error:
        # A panic of Rust is no `Exception`, and its type cannot be imported.
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
            raise
        raise Tainted(f"{type(error).__name__}: {error}") from error


def _numbers(text: str) -> Plain:
    """JSON read with whole numbers as integers, however they were written."""
    plain: Plain = json.loads(text, parse_int=_whole, parse_float=_number)
    return plain


def _whole(digits: str) -> int | float:
    number = int(digits)
    return number if abs(number) <= SAFE_INTEGER else float(number)


def _number(digits: str) -> int | float:
    number = float(digits)
    return int(number) if number.is_integer() and abs(number) <= SAFE_INTEGER else number
