"""The client id under which a board is born, and by which its history is told from any other (R10)."""

from __future__ import annotations

from collections.abc import Iterable

from crdt.errors import Foreign

RANDOM_BITS = 32  # Yjs draws its client ids from these, so that none of them carries our tag
GENESIS_TAG = 0x15B04D  # fixed 21 bits above them; pycrdt draws it by chance once in two million


def make(random32: int) -> int:
    """The genesis id of a board from 32 random bits."""
    if not 0 <= random32 < 1 << RANDOM_BITS:
        raise ValueError("a genesis takes 32 random bits")
    return GENESIS_TAG << RANDOM_BITS | random32


def is_genesis(client_id: int) -> bool:
    """Whether a board was born under this client id."""
    return client_id >> RANDOM_BITS == GENESIS_TAG


def require_native(clients: Iterable[int], genesis: int) -> None:
    """Promises that no other board's genesis is among the clients; `Foreign` otherwise."""
    for client in clients:
        if client >> RANDOM_BITS == GENESIS_TAG and client != genesis:
            raise Foreign(client)
