"""The logs that the contract runs over: the real one, and a real one that fails on command."""

import asyncio
from collections.abc import Awaitable, Mapping, Sequence
from typing import TypeVar

from server.update_log import Checkpoint, Entry, Logged, Position, Snapshot, Stored, StoreFailed, Tip, UpdateLog

T = TypeVar("T")


class FailingLog:
    """A log whose disk is full, read-only or slow when a test says so; nothing is stored of what failed."""

    def __init__(self, log: UpdateLog) -> None:
        self.inner = log
        self.failing = False
        self.reading_fails = False
        self.appends = 0
        self.under_way = 0
        self.most_under_way = 0
        self.open_gate = asyncio.Event()
        self.open_gate.set()

    @property
    def durability(self) -> str:
        return self.inner.durability

    async def open(self) -> None:
        await self.inner.open()

    async def close(self) -> None:
        self.open_gate.set()
        await self.inner.close()

    async def create(self, board: str, entries: Sequence[Entry]) -> Position:
        return await self._write(self.inner.create(board, entries))

    @property
    def shared(self) -> bool:
        return self.inner.shared

    async def append(self, board: str, entries: Sequence[Entry], after: Tip | None = None, mark: str = "") -> Position:
        self.appends += 1
        return await self._write(self.inner.append(board, entries, after, mark))

    async def since(self, board: str, after: Tip) -> list[Logged]:
        return await self._read(self.inner.since(board, after))

    async def read(self, board: str) -> Stored:
        return await self._read(self.inner.read(board))

    async def keep_out(self, board: str, position: Position) -> None:
        await self._write(self.inner.keep_out(board, position))

    async def checkpoint(self, board: str, new: Checkpoint, replaces: Position) -> bool:
        return await self._write(self.inner.checkpoint(board, new, replaces))

    async def trim(self, board: str) -> None:
        await self._write(self.inner.trim(board))

    async def save_snapshot(self, board: str, snapshot: Snapshot, state: bytes) -> None:
        await self._write(self.inner.save_snapshot(board, snapshot, state))

    async def snapshots(self, board: str) -> list[Snapshot]:
        return await self._read(self.inner.snapshots(board))

    async def snapshot(self, board: str, id: str) -> tuple[Snapshot, bytes]:
        return await self._read(self.inner.snapshot(board, id))

    async def erase(self, board: str) -> None:
        await self._write(self.inner.erase(board))

    async def boards(self) -> Mapping[str, bool]:
        return await self._read(self.inner.boards())

    async def restore(self, board: str, stored: Stored | None, snapshots: Sequence[tuple[Snapshot, bytes]]) -> None:
        await self._write(self.inner.restore(board, stored, snapshots))

    async def probe(self) -> None:
        await self._write(self.inner.probe())

    async def _write(self, act: Awaitable[T]) -> T:
        self.under_way += 1
        self.most_under_way = max(self.most_under_way, self.under_way)
        try:
            await self.open_gate.wait()
            return await self._unless(self.failing, act)
        finally:
            self.under_way -= 1

    async def _read(self, act: Awaitable[T]) -> T:
        await self.open_gate.wait()
        return await self._unless(self.reading_fails, act)

    async def _unless(self, fails: bool, act: Awaitable[T]) -> T:
        if fails:
            if asyncio.iscoroutine(act):
                act.close()
            raise StoreFailed("disk full")
        return await act
