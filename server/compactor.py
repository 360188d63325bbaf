"""Compaction in a process of its own: it may take long, and whatever it dies of is not ours (R14, F16)."""

from __future__ import annotations

import asyncio
import os
import pickle
import secrets
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from crdt.compaction import compact, mend
from crdt.errors import CoreError, Unfaithful
from crdt.shape import Shape
from server.update_log import START, Checkpoint, UpdateLog

if TYPE_CHECKING:  # the child process needs nothing of it
    from server.live_room import LiveRoom

DEADLINE_SECONDS = 120  # a log of 20,000 entries takes two
NICENESS = 10  # live boards come first

HOME = Path(__file__).parent.parent  # where the packages lie, installed or not
CROOKED = 3  # exit status: the answer is no state, but an update that mends the board

Order = tuple[tuple[bytes, ...], tuple[bytes, ...], Shape, int, int]


class CompactionFailed(Exception):
    """The log stays as long as it is; nothing is lost."""


class Crooked(Exception):
    """A text is read differently by who loads the board anew; the update writes it as all live copies read it."""

    def __init__(self, mending: bytes) -> None:
        super().__init__("the board has to be mended")
        self.mending = mending


class Compactor:
    """Makes checkpoints, one at a time."""

    def __init__(self, log: UpdateLog, shape: Shape) -> None:
        self._log = log
        self._shape = shape
        self._turn = asyncio.Semaphore(1)

    async def checkpoint(self, live: LiveRoom) -> bool:
        """Puts a verified checkpoint in the place of a board's log; False if another did, or the log was set back.

        Raises `CompactionFailed` or `Crooked`.
        """
        async with self._turn:
            board, ledger = live.board, live.room.ledger
            stored = await self._log.read(board)
            if not stored.entries:
                return False
            entries = tuple(entry.update for entry in stored.entries if entry.update)
            before = stored.checkpoint
            states = () if before is None else (before.state,)
            state = await _in_a_process((states, entries, self._shape, ledger.gate.genesis, secrets.randbits(32)))
            await live.catch_up()
            holders = ledger.holders  # as of now: ids that a later entry brought may be in already
            new = Checkpoint(stored.head, state, dict(holders.seats), frozenset(holders.contributors), stored.mark)
            if not await self._log.checkpoint(board, new, START if before is None else before.position):
                return False
            await self._log.trim(board)  # only now, when the checkpoint is durable
            return True


async def _in_a_process(order: Order) -> bytes:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "server.compactor",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        cwd=HOME,  # there -m looks first
        start_new_session=True,  # an interrupt from the terminal is for the server, which ends us
    )
    try:
        async with asyncio.timeout(DEADLINE_SECONDS):
            state, complaint = await process.communicate(pickle.dumps(order))
    except TimeoutError:
        raise CompactionFailed(f"not done after {DEADLINE_SECONDS} s") from None
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode == CROOKED:
        raise Crooked(state)
    if process.returncode != 0:
        raise CompactionFailed(complaint.decode(errors="replace").strip() or f"status {process.returncode}")
    return state


def main() -> int:
    """Reads an order from our own parent, and writes the state that is proved to stand for it."""
    os.nice(NICENESS)
    order: Order = pickle.load(sys.stdin.buffer)
    try:
        status, answer = _answer(*order)
    except CoreError as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        return 1
    sys.stdout.buffer.write(answer)
    return status


def _answer(
    states: tuple[bytes, ...], entries: tuple[bytes, ...], shape: Shape, genesis: int, client: int
) -> tuple[int, bytes]:
    try:
        return 0, compact(states, entries, shape, genesis).state
    except Unfaithful:
        mending = mend(states, entries, shape, client)
        compact(states, (*entries, mending), shape, genesis)
        return CROOKED, mending


if __name__ == "__main__":
    sys.exit(main())
