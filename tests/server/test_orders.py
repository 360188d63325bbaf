"""What one process decided is read by all, also by one of an earlier or later version."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from crdt.members import Standing
from server import dispatch, orders
from server.dispatch import Dispatch
from server.orders import Announce, Lock, Order, Regrant, Remove, Review, Revoke
from server.sqlite_log import SqliteLog
from server.update_log import Entry, Position, StoreFailed, Tip
from tests.server.logs_under_test import FailingLog
from tests.waiting import until


@pytest.mark.parametrize(
    "order",
    [
        Regrant(Standing("s1", "Zoë 😀", "participant", "#123456", "")),
        Remove("s1"),
        Revoke("t1"),
        Lock(True),
        Lock(False),
        Announce({"type": "session", "step": 3, "timer": None}),
        Review(),
    ],
)
def test_an_order_is_read_as_it_was_written(order: Order) -> None:
    assert orders.read(orders.write(order)) == order


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff",
        b"[]",
        b"7",
        b"{}",
        b'{"order":"dance"}',
        b'{"order":"remove"}',
        b'{"order":"regrant","seat":"s","name":"n","role":"king","color":"c"}',
        b'{"order":"announce","message":5}',
        b"[" * 100_000,
    ],
)
def test_what_cannot_be_understood_is_looked_up_in_the_catalogue(data: bytes) -> None:
    assert orders.read(data) == Review()


class TakesReviews(FailingLog):
    """A log that takes reviews alone, as soon as its gate is open."""

    reviews = 0

    async def append(self, board: str, entries: Sequence[Entry], after: Tip | None = None, mark: str = "") -> Position:
        if orders.read(entries[0].data) != Review():
            raise StoreFailed("away")
        self.reviews += 1
        return await super().append(board, entries, after, mark)


async def test_an_order_that_fails_while_one_before_it_is_made_good_is_made_good_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dispatch, "RETRY_SECONDS", 0.01)
    log = TakesReviews(SqliteLog(tmp_path / "live.sqlite3"))
    await log.open()
    await log.create("b", [Entry("", b"birth")])
    sender = Dispatch(log)
    sender.open()
    log.open_gate.clear()
    with pytest.raises(StoreFailed):
        await sender.send("b", Lock(True))
    await until(lambda: log.reviews == 1, what="the first is being made good")
    with pytest.raises(StoreFailed):
        await sender.send("b", Lock(False))
    log.open_gate.set()
    await until(lambda: log.reviews == 2, seconds=5, what="so is the second")
    await sender.close()
    await log.close()
