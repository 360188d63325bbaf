"""The way to a Redis or a Redis Cluster: scripts go to the node that has their keys, and every fault is `StoreFailed`.

Nothing is ever sent twice by itself: whoever asked knows best what may be repeated.
"""

import asyncio
import random
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha1
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from redis.asyncio.connection import AbstractConnection, Connection, parse_url
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.crc import key_slot
from redis.exceptions import (
    AskError,
    MovedError,
    NoPermissionError,
    NoScriptError,
    OutOfMemoryError,
    ReadOnlyError,
    ResponseError,
)

from server.redis_checks import Condition, examine
from server.redis_line import Line, Part, connected
from server.update_log import StoreFailed

COMMAND_SECONDS = 1.5  # with the time to connect, "not saved" is seen within 3 s
BULK_SECONDS = 5.0  # whole logs, states
START_SECONDS = 5.0  # a Redis that starts with us gets so long
RETRY_SECONDS = 0.25
CHECK_SECONDS = 1.0  # how long an examination stands
SLOTS_SECONDS = 0.5  # between two looks at who has what in a cluster
MOST_REDIRECTIONS = 6

Address = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Script:
    """A Lua script that Redis runs in one moment."""

    text: str
    sha: str


def script(name: str) -> Script:
    """The script of this name beside this module."""
    text = (Path(__file__).parent / "lua" / f"{name}.lua").read_text()
    return Script(text, sha1(text.encode(), usedforsecurity=False).hexdigest())


class RedisLink:
    """Holds two connections to every node: one for what is quick, and one for what is big."""

    def __init__(self, url: str, start_seconds: float = START_SECONDS) -> None:
        self.id = secrets.token_hex(8)  # whose growth of a log it is
        self._start_seconds = start_seconds
        try:
            self._settings: dict[str, Any] = dict(parse_url(url))
            parts = urlsplit(url)
            self._home: Address = (parts.hostname or "localhost", parts.port or 6379)
        except ValueError:  # its text may hold the password
            raise ValueError("the address of Redis must look like redis://user:password@host:6379/0") from None
        self._kind: type[AbstractConnection] = self._settings.pop("connection_class", Connection)
        self._users = 0
        self._lines: dict[tuple[Address, bool], asyncio.Task[Line]] = {}
        self._primaries: tuple[Address, ...] = (self._home,)
        self._slots: dict[int, Address] = {}  # empty unless this is a cluster
        self._slots_old = False
        self._conditions: dict[Address, Condition] = {}
        self._slots_at = self._checked_at = float("-inf")

    @property
    def name(self) -> str:
        """What it is called in messages; never with a password."""
        return _name(self._home)

    @property
    def durability(self) -> str:
        """What all nodes promise, as they were found when they were last looked at."""
        found = [self._conditions.get(node) for node in self._primaries]
        return "redis-fsync" if all(condition is not None and condition.fsync for condition in found) else "redis"

    async def open(self) -> None:
        """Connects and checks what R3 demands; a Redis that is not there yet is given some seconds."""
        self._users += 1
        loop = asyncio.get_running_loop()
        deadline = loop.time() + self._start_seconds
        while True:
            try:
                return await self.check()
            except StoreFailed as failure:
                if isinstance(failure, Unfit) or loop.time() > deadline:
                    await self.close()
                    raise
            await asyncio.sleep(RETRY_SECONDS)

    async def close(self) -> None:
        """Ends all connections when the last who opened it closes it."""
        self._users -= 1
        if self._users > 0:
            return
        lines, self._lines = self._lines, {}
        for task in lines.values():
            task.cancel()
        for line in await asyncio.gather(*lines.values(), return_exceptions=True):
            if isinstance(line, Line):
                await line.close()

    async def check(self) -> None:
        """R3: every node keeps what it is given; examined anew when the last examination is a second old."""
        now = asyncio.get_running_loop().time()
        if now - self._checked_at < CHECK_SECONDS:
            return
        if self._slots_old:
            await self._read_slots()
        await self._examine_all()
        if any(condition.cluster for condition in self._conditions.values()) and not self._slots:
            await self._read_slots()
            await self._examine_all()
        self._checked_at = now

    async def run(self, script: Script, keys: Sequence[str], args: Sequence[Part] = (), *, bulk: bool = False) -> Any:
        """What a script answers; all its keys are of one board, or there is one only."""
        rest = (len(keys), *keys, *args)
        try:
            return await self._ask(keys[0], ("EVALSHA", script.sha, *rest), bulk)
        except NoScriptError:  # so nothing was done
            return await self.ask(keys[0], ("EVAL", script.text, *rest), bulk=bulk)
        except ResponseError as refusal:
            raise _refused(self.name, refusal) from None

    async def ask(self, key: str, command: Sequence[Part], *, bulk: bool = False) -> Any:
        """What the node that has the key answers."""
        try:
            return await self._ask(key, command, bulk)
        except ResponseError as refusal:
            raise _refused(self.name, refusal) from None

    async def scan(self, pattern: str) -> set[bytes]:
        """All keys of this pattern, on every node."""
        found: set[bytes] = set()
        for address in self._primaries:
            cursor = b"0"
            while True:
                line = await self._line(address, True)
                cursor, keys = await line.ask(("SCAN", cursor, "MATCH", pattern, "COUNT", 1000), BULK_SECONDS)
                found.update(keys)
                if cursor == b"0":
                    break
        return found

    async def ear(self) -> AbstractConnection:
        """A connection to listen on; the caller ends it. Every node of a cluster hears of all that is published."""
        node = random.choice(self._primaries)  # another one when this one fails
        return await connected(self._connection(node), _name(node))

    # Who has what

    async def _ask(self, key: str, command: Sequence[Part], bulk: bool) -> Any:
        address, asking = await self._address(key), False
        seconds = BULK_SECONDS if bulk else COMMAND_SECONDS
        for _ in range(MOST_REDIRECTIONS):
            try:
                return await (await self._line(address, bulk)).ask(command, seconds, asking)
            except MovedError as moved:
                asking = False
                address = self._slots[moved.slot_id] = (moved.host or address[0], moved.port)
                self._slots_old = True
            except AskError as elsewhere:
                asking = True
                address = (elsewhere.host or address[0], elsewhere.port)
            except StoreFailed:
                self._slots_old = bool(self._slots)  # another node may have taken over
                raise
        raise StoreFailed(f"{self.name} sends us from node to node")

    async def _address(self, key: str) -> Address:
        if self._slots_old and asyncio.get_running_loop().time() - self._slots_at > SLOTS_SECONDS:
            await self._read_slots()
        return self._slots.get(key_slot(key.encode()), self._home)

    async def _read_slots(self) -> None:
        """From the first node that answers; one that is down costs its time to connect, and is asked last."""
        self._slots_at = asyncio.get_running_loop().time()
        for address in dict.fromkeys((*self._primaries, self._home)):
            try:
                rows = await (await self._line(address, False)).ask(("CLUSTER", "SLOTS"), COMMAND_SECONDS)
            except (StoreFailed, ResponseError):
                continue
            self._slots = {
                slot: ((node[0] or b"").decode().strip("?") or address[0], node[1])
                for first, last, node, *_ in rows
                for slot in range(first, last + 1)
            }
            self._primaries = tuple(dict.fromkeys(self._slots.values()))
            self._slots_old = False
            return
        raise StoreFailed(f"no node of the cluster at {self.name} answers")

    # Connections

    async def _line(self, address: Address, bulk: bool) -> Line:
        """A whole line; who needs the same at the same time waits for the same attempt."""
        if self._users <= 0:
            raise StoreFailed("the connection to Redis is closed")
        task = self._lines.get((address, bulk))
        if task is None or (task.done() and _spoilt(task)):
            task = asyncio.create_task(self._connect(address), name=f"connect to {_name(address)}")
            task.add_done_callback(_spoilt)  # so that its failure was looked at, though nobody may wait any more
            self._lines[address, bulk] = task
        try:
            return await asyncio.shield(task)
        except asyncio.CancelledError:
            if task.cancelled():  # not who asks, but the link was closed
                raise StoreFailed("the connection to Redis is closed") from None
            raise

    async def _connect(self, address: Address) -> Line:
        line = Line(await connected(self._connection(address), _name(address)), _name(address))
        try:
            await self._judge(line, address)  # it may have been started anew, with other settings
        except BaseException:
            await line.close()
            raise
        self._checked_at = float("-inf")
        return line

    def _connection(self, address: Address) -> AbstractConnection:
        where = {} if "path" in self._settings else {"host": address[0], "port": address[1]}
        return self._kind(
            **self._settings | where,
            protocol=2,
            driver_info=None,
            socket_timeout=None,
            socket_connect_timeout=COMMAND_SECONDS,
            retry=Retry(NoBackoff(), 0),
        )

    async def _examine_all(self) -> None:
        await asyncio.gather(*(self._examine(address) for address in self._primaries))

    async def _examine(self, address: Address) -> None:
        line = await self._line(address, False)
        try:
            await self._judge(line, address)
        except Unfit as unfit:
            line.cut(str(unfit))
            raise

    async def _judge(self, line: Line, address: Address) -> None:
        condition = await examine(line, COMMAND_SECONDS)
        if condition.complaint:
            raise Unfit(f"{_name(address)}: {condition.complaint}")
        self._conditions[address] = condition


class Unfit(StoreFailed):
    """This Redis would lose what it is given."""


def _spoilt(task: asyncio.Task[Line]) -> bool:
    return task.cancelled() or task.exception() is not None or task.result().broken


def _refused(name: str, refusal: ResponseError) -> StoreFailed:
    match refusal:
        case OutOfMemoryError():
            return StoreFailed(f"{name} is full: give it more memory (maxmemory)")
        case ReadOnlyError():
            return StoreFailed(f"{name} is a replica that takes no writes: name its primary")
        case NoPermissionError():
            return StoreFailed(f"{name} forbids its user what Brownboard needs: {refusal}")
    return StoreFailed(f"{name} refuses: {refusal}")


def _name(address: Address) -> str:
    return f"Redis at {address[0]}:{address[1]}"
