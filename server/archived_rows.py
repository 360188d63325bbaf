"""How the rows of the catalogue are written down, whatever database they come from or go to."""

import base64
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import LargeBinary, Row, Table

from server.archive import Line, Unusable
from server.tables import Moment


def written(table: Table, row: Row[Any]) -> Line:
    """The line of a row."""
    return {column.name: _out(column.type, row._mapping[column]) for column in table.c}


def read(table: Table, lines: Iterable[Line]) -> Iterator[dict[str, Any]]:
    """The values of each row; what a later table has more takes its default."""
    for line in lines:
        strange = sorted(line.keys() - {column.name for column in table.c})
        if strange:
            raise Unusable(f"the archive has {table.name}.{strange[0]}, which this program does not know: update it")
        yield _values(table, line)


def _values(table: Table, line: Mapping[str, Any]) -> dict[str, Any]:
    return {column.name: _in(column.type, line[column.name]) for column in table.c if column.name in line}


def _out(kind: object, value: Any) -> Any:
    match value, kind:
        case None, _:
            return None
        case _, LargeBinary():
            return base64.b64encode(value).decode()
        case datetime(), Moment():
            return value.isoformat()
    return value


def _in(kind: object, value: Any) -> Any:
    match value, kind:
        case None, _:
            return None
        case _, LargeBinary():
            return base64.b64decode(value, validate=True)
        case _, Moment():
            return datetime.fromisoformat(value)
    return value
