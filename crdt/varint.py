"""The integers and byte strings of lib0, read within bounds and written (F13-F15)."""

from __future__ import annotations

from crdt.errors import Malformed, TooLarge

MAX_INTEGER = 2**53 - 1  # what a JavaScript number holds exactly
MAX_SHIFT = 49  # eight groups of seven bits are enough for 53


class Reader:
    """Reads lib0's encoding from bytes and never beyond them."""

    __slots__ = ("at", "data", "end")

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0
        self.end = len(data)

    def byte(self) -> int:
        """The next byte."""
        at = self.at
        if at >= self.end:
            raise Malformed("ends too early")
        self.at = at + 1
        return self.data[at]

    def integer(self, limit: int = MAX_INTEGER) -> int:
        """The next varint, which is at most `limit`."""
        at = self.at
        if at >= self.end:
            raise Malformed("ends too early")
        number = self.data[at]
        self.at = at + 1
        if number >= 128:
            number = self._long_integer(number & 127)
        if number > limit:
            raise Malformed(f"number {number} above {limit}")
        return number

    def count(self, limit: int, what: str) -> int:
        """The next varint, as a number of things of which at most `limit` are taken, and each has a byte."""
        number = self.integer()
        if number > self.end - self.at:
            raise Malformed(f"more {what} than bytes")
        if number > limit:
            raise TooLarge(what, limit)
        return number

    def skip(self, length: int) -> None:
        """Passes over `length` bytes."""
        self.at += length
        if self.at > self.end:
            raise Malformed("ends too early")

    def bytes(self) -> bytes:
        """The next byte string with its length before it."""
        length = self.integer()
        start = self.at
        self.skip(length)
        return self.data[start : self.at]

    def text(self) -> str:
        """The next string, which is UTF-8."""
        try:
            return self.bytes().decode()
        except UnicodeDecodeError:
            raise Malformed("not UTF-8") from None

    def finish(self) -> None:
        """Promises that nothing is left over."""
        if self.at != self.end:
            raise Malformed("trailing bytes")

    def _long_integer(self, number: int) -> int:
        for shift in range(7, MAX_SHIFT + 1, 7):
            group = self.byte()
            number |= (group & 127) << shift
            if group < 128:
                return number
        raise Malformed("integer of more than 53 bits")


def write_integer(number: int) -> bytes:
    """The varint of a whole number that is not negative."""
    out = bytearray()
    while number > 127:
        out.append(number & 127 | 128)
        number >>= 7
    out.append(number)
    return bytes(out)


def write_bytes(data: bytes) -> bytes:
    """The byte string with its length before it."""
    return write_integer(len(data)) + data


def write_text(text: str) -> bytes:
    """The string as UTF-8 with its length in bytes before it (F15)."""
    return write_bytes(text.encode())
