"""Changes shared maps and texts into what is wanted, with as few edits as possible."""

from __future__ import annotations

import json
from collections.abc import Mapping
from difflib import SequenceMatcher
from typing import Any

from pycrdt import Map, Text

from crdt.shape import Shape

EXACT_CHARACTERS = 500  # a longer changed middle is replaced as one: the exact diff is quadratic

Edit = tuple[int, int, str]  # start and end in code points, and what comes in their place


def bring_root(shape: Shape, root: str, shared: Map[Any], now: dict[str, Any], target: dict[str, Any]) -> None:
    """Makes a root hold the target."""
    if root in shape.flat:
        _bring_fields(shape, root, shared, now, target)
        return
    for item in now.keys() - target.keys():
        del shared[item]
    for item, fields in target.items():
        if item not in now:
            shared[item] = Map({key: _made(shape, root, key, value) for key, value in fields.items()})
        elif not same(now[item], fields):
            _bring_fields(shape, root, shared[item], now[item], fields)


def write_anew(shared: Map[Any], now: dict[str, Any], misread: Mapping[str, Any]) -> None:
    """Replaces the characters, one and all, of every text that reads differently elsewhere."""
    for key, content in now.items():
        if content == misread.get(key):
            continue
        present = shared[key]
        if isinstance(present, Map):
            write_anew(present, content, misread[key])
        elif isinstance(present, Text):
            del present[0 : _bytes(content, len(content))]
            present.insert(0, content)


def same(one: object, other: object) -> bool:
    """Whether two plain values are the same JSON; for Python, True is 1."""
    return one == other and json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)


def edits(old: str, new: str) -> list[Edit]:
    """The edits, last first, that turn one text into the other without cutting a code point."""
    head = _in_common(old, new)
    tail = _in_common(old[head:][::-1], new[head:][::-1])
    middle, wanted = old[head : len(old) - tail], new[head : len(new) - tail]
    if max(len(middle), len(wanted)) > EXACT_CHARACTERS:
        return [(head, head + len(middle), wanted)]
    steps = SequenceMatcher(None, middle, wanted, autojunk=False).get_opcodes()
    return [(head + i, head + j, wanted[k:n]) for step, i, j, k, n in reversed(steps) if step != "equal"]


def _bring_fields(shape: Shape, root: str, shared: Map[Any], now: dict[str, Any], target: Mapping[str, Any]) -> None:
    for key in now.keys() - target.keys():
        del shared[key]
    for key, value in target.items():
        if key in now and same(now[key], value):
            continue
        present = shared[key] if key in now and isinstance(value, str) else None
        if isinstance(present, Text):
            _rewrite(present, now[key], value)
        else:
            shared[key] = _made(shape, root, key, value)


def _made(shape: Shape, root: str, key: str, value: Any) -> Any:
    """The value as it is put into a map: a text is made together with its item (contract 5)."""
    return Text(value) if isinstance(value, str) and shape.is_text(root, key) else value


def _rewrite(text: Text, old: str, new: str) -> None:
    for start, end, inserted in edits(old, new):
        first = _bytes(old, start)
        if start != end:
            del text[first : _bytes(old, end)]
        if inserted:
            text.insert(first, inserted)


def _in_common(one: str, other: str) -> int:
    """How many characters both begin with."""
    shorter = min(len(one), len(other))
    return next((at for at in range(shorter) if one[at] != other[at]), shorter)


def _bytes(text: str, position: int) -> int:
    """A position as pycrdt counts it: in bytes of UTF-8."""
    return len(text[:position].encode())
