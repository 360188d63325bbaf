"""One thread that writes SQLite: jobs of all boards share a transaction and its one fsync (R2)."""

import asyncio
import queue
import sqlite3
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from server.update_log import LogError, StoreFailed

T = TypeVar("T")
Job = Callable[[sqlite3.Connection], T]

SPACING_SECONDS = 0.005  # between commits while busy; after a quiet moment a job is written at once (R2)
MOST_JOBS = 64  # in one transaction (R2)
STOP_SECONDS = 2.0  # a healthy disk needs a hundredth of it


@dataclass(frozen=True, slots=True)
class Ordered:
    """A job with the future that waits for it."""

    job: Job[Any]
    future: asyncio.Future[Any]


class GroupWriter:
    """Runs jobs in the order given, many in one transaction; an outcome is told only after its commit.

    A job may refuse with a `LogError` of its own, but only before its first write: the others go on.
    """

    def __init__(self, connect: Callable[[], sqlite3.Connection]) -> None:
        self._connect = connect
        self._connection: sqlite3.Connection | None = None
        self._orders: queue.SimpleQueue[Ordered | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._committed = 0.0

    def start(self) -> None:
        """Begins to take jobs."""
        self._loop = asyncio.get_running_loop()
        self._thread = threading.Thread(target=self._work, name="log-writer", daemon=True)
        self._thread.start()

    async def run(self, job: Job[T]) -> T:
        """The outcome of the job, durable."""
        if self._thread is None:
            raise StoreFailed("the store is closed")
        future: asyncio.Future[T] = self._loop.create_future()
        self._orders.put(Ordered(job, future))
        return await future

    async def stop(self) -> None:
        """Finishes all jobs and ends the thread; a disk that hangs is waited for no longer than R17 allows."""
        thread, self._thread = self._thread, None
        if thread is not None:
            self._orders.put(None)
            await asyncio.to_thread(thread.join, STOP_SECONDS)

    def _work(self) -> None:
        going_on = True
        while going_on:
            group, going_on = self._gather()
            outcomes = self._write(group)
            self._loop.call_soon_threadsafe(_tell, outcomes)
        self._disconnect()

    def _gather(self) -> tuple[list[Ordered], bool]:
        """At least one job, and what else comes until the next commit is due; False with the last ones."""
        group: list[Ordered] = []
        order = self._orders.get()
        while order is not None:
            group.append(order)
            wait = self._committed + SPACING_SECONDS - time.monotonic()
            if len(group) >= MOST_JOBS:
                return group, True
            try:
                order = self._orders.get(timeout=wait) if wait > 0 else self._orders.get_nowait()
            except queue.Empty:
                return group, True
        return group, False

    def _write(self, group: list[Ordered]) -> list[tuple[asyncio.Future[Any], Any]]:
        try:
            outcomes = self._transaction(group)
        except Exception as error:  # of whatever kind: this thread lives as long as the server
            self._disconnect()
            outcomes = [(order.future, StoreFailed(f"{type(error).__name__}: {error}")) for order in group]
        self._committed = time.monotonic()
        return outcomes

    def _transaction(self, group: list[Ordered]) -> list[tuple[asyncio.Future[Any], Any]]:
        if self._connection is None:
            self._connection = self._connect()
        outcomes: list[tuple[asyncio.Future[Any], Any]] = []
        self._connection.execute("BEGIN IMMEDIATE")
        for order in group:
            try:
                outcomes.append((order.future, order.job(self._connection)))
            except LogError as refusal:
                outcomes.append((order.future, refusal))
        self._connection.execute("COMMIT")
        return outcomes

    def _disconnect(self) -> None:
        """Lets go of a connection in doubt; closing it rolls an open transaction back."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()


def _tell(outcomes: list[tuple[asyncio.Future[Any], Any]]) -> None:
    for future, outcome in outcomes:
        if future.done():
            continue  # nobody waits for it any more; it is stored all the same
        if isinstance(outcome, Exception):
            future.set_exception(outcome)
        else:
            future.set_result(outcome)
