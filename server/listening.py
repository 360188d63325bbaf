"""The sockets on which people come in: taken once, and then shared out among processes."""

import socket
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

Lane = list[socket.socket]
Names = Sequence[tuple[int, Any]]  # family and address

WAITING = 2048  # people who knocked on one lane and were not let in yet

# Linux gives each process a queue of its own and spreads newcomers over them; elsewhere all take from one.
SPREADS = sys.platform == "linux"


def bind(host: str, port: int, lanes: int) -> list[Lane]:
    """So many lanes to one port, each with a socket for every address of the host.

    Who comes before somebody takes people in on a lane waits in its queue: the lanes are equally full from the start.
    """
    first = _lane(_addresses(host, port))
    names = [(door.family, door.getsockname()) for door in first]
    return [first, *(_lane(names) if SPREADS else first for _ in range(lanes - 1))]


def address(door: socket.socket) -> str:
    """What people open to come in here."""
    host, port = door.getsockname()[:2]
    if host in ("0.0.0.0", "::"):
        host = "localhost"  # and every other name of this machine
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def rest(lane: Lane) -> None:
    """Sends newcomers to the other lanes until somebody listens on this one again."""
    for door in lane if SPREADS else []:
        with suppress(OSError):  # it rests already
            door.shutdown(socket.SHUT_RD)


def _addresses(host: str, port: int) -> Names:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    return list(dict.fromkeys((family, address) for family, _, _, _, address in found))


def _lane(addresses: Names) -> Lane:
    """One socket for each address; of a name with several one is enough, not every machine has IPv6."""
    lane: Lane = []
    failure: OSError | None = None
    for family, name in addresses:
        door = socket.socket(family, socket.SOCK_STREAM)
        try:
            _prepare(door)
            if lane:  # port 0 is drawn once
                name = (name[0], lane[0].getsockname()[1], *name[2:])
            door.bind(name)
            door.listen(WAITING)
        except OSError as error:
            door.close()
            failure = error
        else:
            lane.append(door)
    if not lane and failure is not None:
        raise failure
    return lane


def _prepare(door: socket.socket) -> None:
    door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if SPREADS:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    if door.family == socket.AF_INET6:
        door.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
