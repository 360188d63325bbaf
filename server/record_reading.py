"""Who may read a record: whoever has a seat at its board."""

from typing import Literal

from starlette.requests import Request

from server.problems import not_found
from server.record_store import RecordStore
from server.services import Services


async def readable(services: Services, store: RecordStore, request: Request, name: Literal["record", "other"]) -> bytes:
    """The record that the path names, for who has a seat at its board; otherwise a Problem: 404, 401 or 403."""
    record = request.path_params[name]
    belongs = await store.board_of(record)
    if belongs is None:
        raise not_found("record")
    await services.access.require(request, belongs, "follower")
    body = await store.body(record)
    if body is None:
        raise not_found("record")
    return body
