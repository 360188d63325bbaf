"""A room begins again from its log: for its document failed, or because the log is not what it was."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from contextlib import suppress

from crdt.errors import CoreError
from crdt.loading import Entries, Loaded, load
from crdt.shape import Shape
from server.authority import Authority
from server.counters import Counters
from server.host import Host
from server.update_log import BoardExists, Checkpoint, NoSuchBoard, Position, Stored, Tip, UpdateLog

logger = logging.getLogger("brownboard.room")


class Recovery:
    """Makes the document of one room anew; every way answers with where the log ended then."""

    def __init__(self, host: Host, log: UpdateLog, shape: Shape, authority: Authority, counters: Counters) -> None:
        self._host = host
        self._log = log
        self._shape = shape
        self._authority = authority
        self._counters = counters
        self._kept_out: set[int] = set()
        self._rebuilt_at = -1  # the last position when the room was last made anew

    def keep_out(self, position: int) -> None:
        """The document can't take this entry (R9)."""
        self._counters.kept_out += position not in self._kept_out
        self._kept_out.add(position)

    async def rebuild(self) -> Tip:
        """R9: from the last verified checkpoint and the log, without what spoilt the document."""
        room = self._host.room
        if not room.ledger.doubtful and self._rebuilt_at == room.ledger.head:
            raise CoreError("the document made anew fails as the old one did")
        await self._keep_out(self._kept_out)
        stored, loaded = await self._load(self._kept_out)
        self._kept_out |= loaded.kept_out
        self._counters.rebuilds += 1
        self._host.run(room.rebuilt(loaded.ledger, loaded.kept_out))
        self._rebuilt_at = room.ledger.head
        return stored.tip

    async def heal(self) -> Tip:
        """The log lost its end, or was trimmed beyond ours: what only we hold is written again."""
        board, room = self._host.board, self._host.room
        logger.warning("board %s: its log does not go on from %d; it is read anew", board, room.ledger.head)
        stored, loaded = await self._load(())
        await self._keep_out(loaded.kept_out)
        self._kept_out = set()
        self._counters.heals += 1
        self._host.run(room.healed(loaded.ledger))
        return stored.tip

    async def bear_again(self) -> Tip:
        """The store has nothing of a board that the catalogue knows: what we hold of it is all that there is.

        Where the board was erased its id is used up, and it stays erased (R20).
        """
        board, ledger = self._host.board, self._host.room.ledger
        if self._host.room.tainted or not await self._authority.exists(board):
            raise NoSuchBoard(board)
        holders = ledger.holders
        state = ledger.document.encode()
        checkpoint = Checkpoint(Position(ledger.head), state, dict(holders.seats), frozenset(holders.contributors))
        with suppress(BoardExists):  # another process was faster, or it was erased: the next look tells
            await self._log.restore(board, Stored(checkpoint, (), checkpoint.position), ())
            logger.error("board %s: the store had lost it; it is written again as it was here", board)
        return await self.heal()

    async def _load(self, without: Iterable[int]) -> tuple[Stored, Loaded]:
        stored = await self._log.read(self._host.board)
        loaded = load(as_entries(stored), self._shape, without)
        self._host.growth.measure(stored)
        return stored, loaded

    async def _keep_out(self, positions: Iterable[int]) -> None:
        for position in positions:
            await self._log.keep_out(self._host.board, Position(position))


def as_entries(stored: Stored) -> Entries:
    """What a log stores, in the words of the core."""
    checkpoint = stored.checkpoint
    return Entries(
        state=None if checkpoint is None else checkpoint.state,
        holders={} if checkpoint is None else checkpoint.holders,
        contributors=frozenset() if checkpoint is None else checkpoint.contributors,
        entries=[(entry.position, entry.seat, entry.update) for entry in stored.entries],
        head=stored.head,
    )
