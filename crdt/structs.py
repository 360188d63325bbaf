"""An update taken apart into its structs, iteratively and within bounds (R5, first pass)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from crdt.errors import Malformed, SchemaBroken, TooLarge
from crdt.varint import MAX_INTEGER, Reader

Ident = tuple[int, int]  # client and clock: the name of one character or value

# What a struct holds, by the low five bits of its first byte
GC, DELETED, BINARY, STRING, TYPE, ANY, SKIP = 0, 1, 3, 4, 7, 8, 10
UNWANTED = {
    2: "values of a format that Yjs no longer writes",
    5: "embedded objects",
    6: "formatting marks",
    9: "sub-documents",
    11: "moved items",
}
HAS_ORIGIN, HAS_RIGHT, HAS_KEY = 128, 64, 32
MAP, TEXT = 1, 2  # the shared types that a board is made of
MAX_CLOCK = 2**31  # pycrdt counts in 32 bits
MAX_DEPTH = 16  # nesting of plain values; pycrdt's decoder recurses
MAX_KEY = 256
MAX_ANY_INTEGER_BYTES = 8

# Tags of plain values
UNDEFINED, NULL, INTEGER, FLOAT32, FLOAT64, BIGINT = 127, 126, 125, 124, 123, 122
FALSE, TRUE, WORDS, OBJECT, ARRAY, BUFFER = 121, 120, 119, 118, 117, 116
WIDTHS = {UNDEFINED: 0, NULL: 0, FALSE: 0, TRUE: 0, FLOAT32: 4, FLOAT64: 8, BIGINT: 8}


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one update may carry (R18)."""

    bytes: int
    structs: int
    clients: int
    deletes: int
    values: int


FRAME = Limits(bytes=1 << 20, structs=20_000, clients=1_000, deletes=50_000, values=50_000)
FIRST_SYNC = Limits(bytes=4 << 20, structs=50_000, clients=10_000, deletes=200_000, values=200_000)
STORE = Limits(bytes=1 << 28, structs=10**7, clients=10**6, deletes=10**7, values=10**7)


class Struct(NamedTuple):
    """One run of clocks of one client, as it stands in an update."""

    clock: int
    length: int
    content: int
    origin: Ident | None = None
    right: Ident | None = None
    parent: str | Ident | None = None
    key: str | None = None
    kind: int = 0  # of a shared type
    seams: tuple[int, ...] = ()  # clocks of second halves of surrogate pairs


class Section(NamedTuple):
    """The structs of one client, in the order of its clock."""

    client: int
    start: int
    end: int
    structs: list[Struct]


class Deletion(NamedTuple):
    """A run of clocks of one client that is deleted."""

    client: int
    clock: int
    length: int


class Carried(NamedTuple):
    """All that one update carries."""

    sections: list[Section]
    deletes: list[Deletion]


def take_apart(update: bytes, limits: Limits) -> Carried:
    """The sections and deletes of an update; raises `Malformed`, `TooLarge` or `SchemaBroken`."""
    if len(update) > limits.bytes:
        raise TooLarge("bytes", limits.bytes)
    walk = _Walk(update, limits)
    carried = Carried(walk.sections(), walk.deletes())
    walk.reader.finish()
    return carried


class _Walk:
    """One walk over the bytes of an update."""

    __slots__ = ("limits", "reader", "values")

    def __init__(self, update: bytes, limits: Limits) -> None:
        self.reader = Reader(update)
        self.limits = limits
        self.values = 0

    def sections(self) -> list[Section]:
        """The structs, client by client."""
        sections: list[Section] = []
        clients: set[int] = set()
        left = self.limits.structs
        for _ in range(self.reader.count(self.limits.clients, "clients")):
            count = self.reader.count(left, "structs")
            left -= count
            section = self._section(count)
            if section.client in clients:
                raise Malformed("client twice")
            clients.add(section.client)
            sections.append(section)
        return sections

    def deletes(self) -> list[Deletion]:
        """The deleted runs, client by client."""
        integer = self.reader.integer
        deletes: list[Deletion] = []
        clients: set[int] = set()
        for _ in range(self.reader.count(self.limits.clients, "clients")):
            client = integer()
            if client in clients:
                raise Malformed("deletes of a client twice")
            clients.add(client)
            reached = 0
            for _ in range(self.reader.count(self.limits.deletes - len(deletes), "deletes")):
                clock, length = integer(MAX_CLOCK), integer(MAX_CLOCK)
                if not length:
                    raise Malformed("empty delete")
                if clock < reached:  # Yjs sorts them; pycrdt takes half a minute for 50,000 the other way round
                    raise Malformed("deletes out of order")
                reached = clock
                deletes.append(Deletion(client, clock, length))
        return deletes

    def _section(self, count: int) -> Section:
        if not count:
            raise Malformed("client without structs")
        client = self.reader.integer()
        start = clock = self.reader.integer(MAX_CLOCK)
        structs: list[Struct] = []
        for _ in range(count):
            struct = self._struct(clock)
            if not struct.length:
                raise Malformed("empty struct")
            clock += struct.length
            if clock > MAX_CLOCK:
                raise Malformed("clock out of range")
            structs.append(struct)
        return Section(client, start, clock, structs)

    def _struct(self, clock: int) -> Struct:
        reader = self.reader
        info = reader.byte()
        content = info & 31
        if content in (GC, SKIP):
            if info != content:
                raise Malformed("flags where nothing stands")
            return Struct(clock, reader.integer(MAX_CLOCK), content)
        origin = self._ident() if info & HAS_ORIGIN else None
        right = self._ident() if info & HAS_RIGHT else None
        parent: str | Ident | None = None
        key = None
        if origin is None and right is None:
            parent = reader.text() if reader.integer(1) else self._ident()
            if info & HAS_KEY:
                key = self._key()
        length, kind, seams = self._content(content, clock)
        return Struct(clock, length, content, origin, right, parent, key, kind, seams)

    def _content(self, content: int, clock: int) -> tuple[int, int, tuple[int, ...]]:
        """Length, kind of shared type and seams of what a struct holds."""
        if content == STRING:
            length, seams = _units(self.reader.text(), clock)
            return length, 0, seams
        if content == ANY:
            return self._any_values(), 0, ()
        if content == DELETED:
            return self.reader.integer(MAX_CLOCK), 0, ()
        if content == TYPE:
            return 1, self._kind(), ()
        if content == BINARY:
            self.reader.skip(self.reader.integer())
            return 1, 0, ()
        if content in UNWANTED:
            raise SchemaBroken(f"a board holds no {UNWANTED[content]}")
        raise Malformed(f"unknown content {content}")

    def _ident(self) -> Ident:
        return self.reader.integer(MAX_INTEGER), self.reader.integer(MAX_CLOCK)

    def _key(self) -> str:
        key = self.reader.text()
        if len(key) > MAX_KEY:
            raise SchemaBroken(f"a key of more than {MAX_KEY} characters")
        return key

    def _kind(self) -> int:
        kind = self.reader.integer()
        if kind not in (MAP, TEXT):
            raise SchemaBroken(f"a board holds no shared type {kind}")
        return kind

    def _any_values(self) -> int:
        count = self.reader.count(self.limits.values, "values")
        for _ in range(count):
            self._any()
        return count

    def _any(self) -> None:
        """Passes over one plain value, however it is nested, without recursion."""
        reader = self.reader
        open_: list[list[int]] = []  # of each list or object around us: values to come, its tag
        while True:
            tag, members = self._any_head()
            if members:
                if len(open_) == MAX_DEPTH:
                    raise SchemaBroken(f"values nested more than {MAX_DEPTH} deep")
                open_.append([members, tag])
            else:
                while open_:
                    open_[-1][0] -= 1
                    if open_[-1][0]:
                        break
                    open_.pop()
                if not open_:
                    return
            if open_[-1][1] == OBJECT:
                reader.text()

    def _any_head(self) -> tuple[int, int]:
        """The tag of a plain value, passed over unless it has members, and how many it has."""
        reader = self.reader
        self.values += 1
        if self.values > self.limits.values:
            raise TooLarge("values", self.limits.values)
        tag = reader.byte()
        width = WIDTHS.get(tag)
        if width is not None:
            reader.skip(width)
        elif tag == WORDS:
            reader.text()
        elif tag == INTEGER:
            self._any_integer()
        elif tag in (OBJECT, ARRAY):
            return tag, reader.count(self.limits.values, "values")
        elif tag == BUFFER:
            reader.skip(reader.integer())
        else:
            raise Malformed(f"unknown value {tag}")
        return tag, 0

    def _any_integer(self) -> None:
        for _ in range(MAX_ANY_INTEGER_BYTES):
            if self.reader.byte() < 128:
                return
        raise Malformed("integer of more than 53 bits")


def _units(text: str, clock: int) -> tuple[int, tuple[int, ...]]:
    """How many UTF-16 units a text has, by which Yjs counts, and the clocks of its second halves."""
    if text.isascii() or max(text) <= "\uffff":
        return len(text), ()
    seams: list[int] = []
    at = clock
    for character in text:
        at += 1
        if character > "\uffff":
            seams.append(at)
            at += 1
    return at - clock, tuple(seams)
