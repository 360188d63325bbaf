"""What the document may hold (contract 5): maps at the top, items or values in them, texts in those."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from crdt.errors import Malformed, SchemaBroken
from crdt.structs import ANY, BINARY, DELETED, MAP, STRING, TEXT, Struct

VALUES = (ANY, BINARY, DELETED)
ITEM_ID = re.compile(r"[A-Za-z0-9_-]{1,40}").fullmatch  # what `place` and the keys of ratings can hold


@dataclass(frozen=True, slots=True)
class Shape:
    """The roots of a document, those of them that map keys to values instead of ids to items, and the texts."""

    roots: frozenset[str]
    flat: frozenset[str] = frozenset()
    texts: Mapping[str, frozenset[str]] = field(default_factory=dict)  # root -> fields made as a text

    def check_root(self, root: str, key: str | None, struct: Struct) -> None:
        """Promises that the struct may stand in a root."""
        if root not in self.roots:
            raise SchemaBroken(f"no root {root[:40]!r}")
        if key is None:
            raise SchemaBroken("a root is a map")
        _check_keyed(struct)
        if struct.content == DELETED:
            return
        if root not in self.flat:
            _check_item(key, struct)
        elif struct.content not in VALUES and not (struct.kind == TEXT and self.is_text(root, key)):
            raise SchemaBroken(f"{root}.{key} holds a plain value")

    def is_text(self, root: str, key: str) -> bool:
        """Whether a field is made as a text."""
        return key in self.texts.get(root, ())


def check_field(key: str | None, struct: Struct) -> None:
    """Promises that the struct may stand in an item."""
    if key is None:
        raise Malformed("a field without a key")
    _check_keyed(struct)
    if struct.content not in VALUES and struct.kind != TEXT:
        raise SchemaBroken("a field holds a plain value or a text")


def check_text(key: str | None, struct: Struct) -> None:
    """Promises that the struct may stand in a text."""
    if key is not None or struct.content not in (STRING, DELETED):
        raise SchemaBroken("a text holds nothing but characters")


def _check_keyed(struct: Struct) -> None:
    if struct.right is not None:
        raise Malformed("a value under a key with something at its right")


def _check_item(key: str, struct: Struct) -> None:
    if struct.kind != MAP:
        raise SchemaBroken("an item is a map")
    if ITEM_ID(key) is None:
        raise SchemaBroken(f"no id for an item: {key[:40]!r}")
