"""What the kernel does for a connection, and what it knows of it; nothing, where it is not Linux."""

import socket
import struct
import sys

if sys.platform == "linux":
    import fcntl
    import termios

NEVER = 0  # of its own accord


def watch(sock: socket.socket | None, dead_seconds: int, most_unsent: int) -> None:
    """Ends a connection whose other side acknowledges nothing for so long; ping time-outs don't when it is stalled.

    Takes from us only so much more than what is on its way, so that our own buffer tells how slow the other side is.
    """
    if sys.platform == "linux" and sock is not None and sock.family != socket.AF_UNIX:
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, dead_seconds * 1000)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NOTSENT_LOWAT, most_unsent)


def unacknowledged(sock: socket.socket | None) -> int:
    """Bytes that the kernel took from us and the other side's did not take from it."""
    if sys.platform != "linux" or sock is None or sock.fileno() < 0:
        return 0
    try:
        return int(struct.unpack("i", fcntl.ioctl(sock.fileno(), termios.TIOCOUTQ, bytes(4)))[0])
    except OSError:  # no TCP, or about to be closed
        return 0
