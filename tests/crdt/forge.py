"""Writes Yjs updates struct by struct, also those that no client would write."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from crdt.varint import write_bytes, write_integer, write_text

Ident = tuple[int, int]
NULL = b"\x7e"


def text_any(value: str) -> bytes:
    return b"\x77" + write_text(value)


def item(
    ref: int,
    content: bytes,
    *,
    origin: Ident | None = None,
    right: Ident | None = None,
    parent: str | Ident | None = None,
    key: str | None = None,
) -> bytes:
    """One struct with its content as given."""
    info = ref | 128 * (origin is not None) | 64 * (right is not None) | 32 * (key is not None)
    out = bytes((info,))
    for ident in (origin, right):
        out += b"".join(map(write_integer, ident)) if ident else b""
    if origin is None and right is None:
        assert parent is not None
        if isinstance(parent, str):
            out += b"\x01" + write_text(parent)
        else:
            out += b"\x00" + b"".join(map(write_integer, parent))
        out += write_text(key) if key is not None else b""
    return out + content


def gc(length: int) -> bytes:
    return b"\x00" + write_integer(length)


def skip(length: int) -> bytes:
    return b"\x0a" + write_integer(length)


def deleted(length: int, **where: object) -> bytes:
    return item(1, write_integer(length), **where)  # type: ignore[arg-type]


def string(text: str, **where: object) -> bytes:
    return item(4, write_text(text), **where)  # type: ignore[arg-type]


def any_value(value: bytes = NULL, count: int = 1, **where: object) -> bytes:
    return item(8, write_integer(count) + value * count, **where)  # type: ignore[arg-type]


def shared(kind: int, **where: object) -> bytes:
    """A shared type: 0 array, 1 map, 2 text, 4 XML fragment."""
    return item(7, write_integer(kind), **where)  # type: ignore[arg-type]


def update(
    *sections: tuple[int, int, Sequence[bytes]],
    deletes: Iterable[tuple[int, Sequence[tuple[int, int]]]] = (),
) -> bytes:
    """An update of sections (client, first clock, structs) and deletes (client, ranges)."""
    out = write_integer(len(sections))
    for client, clock, structs in sections:
        out += b"".join(map(write_integer, (len(structs), client, clock))) + b"".join(structs)
    ranges = list(deletes)
    out += write_integer(len(ranges))
    for client, spans in ranges:
        out += write_integer(client) + write_integer(len(spans))
        out += b"".join(write_integer(clock) + write_integer(length) for clock, length in spans)
    return out


def json_value(text: str) -> bytes:
    return write_integer(1) + write_text(text)


__all__ = [
    "NULL",
    "any_value",
    "deleted",
    "gc",
    "item",
    "json_value",
    "shared",
    "skip",
    "string",
    "text_any",
    "update",
    "write_bytes",
]
