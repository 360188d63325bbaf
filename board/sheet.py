"""A sheet of a workbook as plain data: named columns of one kind each, rows of real numbers, dates and truths."""

import json
from collections.abc import Iterable
from datetime import date
from typing import Any, Literal, NamedTuple

Value = str | int | float | bool | date | None
Row = list[Value]
Kind = Literal["text", "number", "score", "smiley", "flag", "date", "id"]

HEAD = "#123b63"


class Column(NamedTuple):
    """A column: its head, what stands in it, how wide it is in characters, the colour of its head."""

    head: str
    kind: Kind = "text"
    width: int = 16
    color: str = HEAD


class Sheet(NamedTuple):
    """A sheet with one table, which other programs find by `table`."""

    table: str
    title: str
    columns: list[Column]
    rows: list[Row]
    stays: int = 1
    """How many columns stay when the others are moved."""


def ids(*names: str) -> list[Column]:
    """Columns of ids, called alike in every language."""
    return [Column(f"{name}_id", "id", 24) for name in names]


def lines(parts: Iterable[str]) -> str | None:
    """Several texts in one cell."""
    return "\n".join(parts) or None


def day(raw: object) -> Value:
    """A due date as a date, or whatever was typed instead."""
    try:
        return date.fromisoformat(str(raw)[:10]) if raw else None
    except ValueError:
        return str(raw)


def plain(value: Any) -> Value:
    """A value of any type as a cell can hold it."""
    match value:
        case None | bool() | int() | float() | str():
            return value
        case list():
            return ", ".join(str(plain(part)) for part in value)
        case _:
            return json.dumps(value, ensure_ascii=False, sort_keys=True)
