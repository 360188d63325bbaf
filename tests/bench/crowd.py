"""Many clients in one process: raw sockets, frames made ahead, and everything received kept with its moment.

Nothing is understood while the load runs; `heard` does that afterwards. So the clients are not what is measured.
"""

from __future__ import annotations

import resource
import select
import socket
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.bench.framing import HEAD_END, Chunk, ask_for_all, refusal, upgrade
from tests.bench.heard import Cast, Report, report

QUIET_SECONDS = 0.4  # nobody hears anything any more: five ticks of our followers
JOIN_SECONDS = 60.0
BUFFER = memoryview(bytearray(1 << 18))  # read into, and copied: a fresh one for each read would fill the address space
DEAF_BUFFER, DEAF_SEGMENT = 2_048, 536  # bytes; keep the kernel from taking megabytes for who reads nothing
SECOND = 1_000_000_000


@dataclass(frozen=True)
class Seat:
    """How one client comes in."""

    port: int
    path: str
    prefix: bytes = b""  # before each message, for servers that carry many documents on one socket
    greeting: bytes = b""  # frames before the first question
    source: str = "127.0.0.2"
    deaf: bool = False  # asks for all and never reads


@dataclass(frozen=True)
class Act:
    """A frame that a client sends so many nanoseconds after the beginning."""

    after: int
    client: int
    frame: bytes
    number: int
    is_edit: bool


Sent = dict[tuple[int, bool], dict[int, int]]  # by client, and whether it is an edit: number -> when it was sent


@dataclass(frozen=True)
class Played:
    """How a load went: whether it got quiet in the end, our own CPU seconds, and when what was sent."""

    quiet: bool
    cpu: float
    sent: Sent


@dataclass
class Client:
    """One socket and what it gave."""

    seat: Seat
    socket: socket.socket
    began: int
    chunks: list[Chunk] = field(default_factory=list)
    asked: bool = False
    closed: bool = False

    @property
    def answered(self) -> bool:
        """Whether it is in, and heard something since."""
        return self.seat.deaf or (self.asked and len(self.chunks) > 1)

    def read(self, now: int) -> None:
        """Takes what is here; asks for the document as soon as the WebSocket is open."""
        try:
            data = bytes(BUFFER[: self.socket.recv_into(BUFFER)])
        except BlockingIOError:
            return
        except ConnectionError:
            data = b""
        self.closed = not data
        self.chunks.append((now, data))
        if not self.asked and HEAD_END in b"".join(chunk for _, chunk in self.chunks):
            self.asked = True
            self.send(self.seat.greeting + ask_for_all(self.seat.prefix))

    def send(self, data: bytes) -> None:
        """Writes all of it; a server that does not take it in time fails the load."""
        if self.closed:
            return
        self.socket.settimeout(JOIN_SECONDS)
        try:
            self.socket.sendall(data)
        except ConnectionError:
            self.closed = True
        finally:
            self.socket.setblocking(False)


class Crowd:
    """The clients of one process."""

    def __init__(self) -> None:
        self._poll = select.epoll()
        self._clients: list[Client] = []
        self._by_file: dict[int, Client] = {}
        self._sent: Sent = {}

    def join(self, seats: Sequence[Seat], together: bool = True) -> None:
        """Brings all in, at once or one after the other, and returns when they have heard all that is to say."""
        if not seats:
            return
        for seat in seats:
            self._enter(seat)
            if not together:
                self._hear_all()
        self._hear_all()

    def play(self, begin: int, acts: Sequence[Act], ends: int, patience: float) -> Played:
        """Sends everything at its time, hears until the end, and then until it is quiet."""
        used = _cpu()
        self._sent = {}
        for act in acts:
            self._read_until(begin + act.after)
            client = self._clients[act.client]
            now = time.monotonic_ns()
            client.send(act.frame)
            self._sent.setdefault((act.client, act.is_edit), {})[act.number] = now
        self._read_until(ends)
        return Played(self.listen(patience), _cpu() - used, self._sent)

    def listen(self, patience: float, quiet: float = QUIET_SECONDS) -> bool:
        """Hears until nothing came for a while; False if that does not happen in time."""
        ends = time.monotonic() + patience
        last = time.monotonic()
        while (now := time.monotonic()) < last + quiet:
            if now > ends:
                return False
            if self._read(0.05):
                last = time.monotonic()
        return True

    def report(self, cast: Cast) -> Report:
        """What the clients heard of the cast's edits and cursors."""
        return report([(c.chunks, c.seat.prefix, c.began) for c in self._clients if not c.seat.deaf], cast)

    def alive(self) -> int:
        """How many are still connected."""
        return sum(not client.closed for client in self._clients)

    def leave(self) -> None:
        """Everybody goes, and everything heard is forgotten."""
        for client in self._clients:
            client.socket.close()
        self._clients, self._by_file, self._sent = [], {}, {}  # a socket that is closed leaves the poll by itself

    def _hear_all(self) -> None:
        """Returns when everybody has an answer and nothing more comes."""
        ends = time.monotonic() + JOIN_SECONDS
        while not all(client.answered for client in self._clients):
            if time.monotonic() > ends:
                silent = next(client for client in self._clients if not client.answered)
                raise ConnectionError(f"{silent.seat.path.split('?')[0]}: {refusal(silent.chunks)}")
            self._read(0.05)
        self.listen(JOIN_SECONDS)

    def _enter(self, seat: Seat) -> None:
        sock = socket.socket()
        if seat.deaf:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, DEAF_BUFFER)
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_MAXSEG, DEAF_SEGMENT)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        sock.bind((seat.source, 0))
        began = time.monotonic_ns()
        sock.connect(("127.0.0.1", seat.port))
        sock.setblocking(False)
        client = Client(seat, sock, began)
        self._clients.append(client)
        client.send(upgrade(seat.path, f"127.0.0.1:{seat.port}"))
        if seat.deaf:
            client.send(seat.greeting + ask_for_all(seat.prefix))
        else:
            self._by_file[sock.fileno()] = client
            self._poll.register(sock, select.EPOLLIN)

    def _read_until(self, moment: int) -> None:
        while (left := moment - time.monotonic_ns()) > 0:
            self._read(min(left / SECOND, 0.05))

    def _read(self, timeout: float) -> bool:
        ready = self._poll.poll(timeout, 64)
        for file, _ in ready:
            client = self._by_file[file]
            client.read(time.monotonic_ns())
            if client.closed:
                self._poll.unregister(file)
        return bool(ready)


def _cpu() -> float:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime
