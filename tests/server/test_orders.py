"""What one process decided is read by all, also by one of an earlier or later version."""

import pytest

from crdt.members import Standing
from server import orders
from server.orders import Announce, Lock, Order, Regrant, Remove, Review, Revoke


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
