"""One act at a time for each board, where the catalogue and the live board must agree on the order."""

import asyncio
from weakref import WeakValueDictionary


class Turns:
    """Locks by board; a lock lives as long as somebody holds or awaits it."""

    def __init__(self) -> None:
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    def of(self, board: str) -> asyncio.Lock:
        """The lock of this board."""
        lock = self._locks.get(board)
        if lock is None:
            lock = self._locks[board] = asyncio.Lock()
        return lock
