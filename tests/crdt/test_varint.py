import time

import pytest

from crdt.errors import Malformed, TooLarge
from crdt.varint import MAX_INTEGER, Reader, write_bytes, write_integer, write_text


@pytest.mark.parametrize("number", [0, 1, 127, 128, 300, 2**31, 2**32 + 5, MAX_INTEGER])
def test_an_integer_comes_back_as_it_was_written(number: int) -> None:
    reader = Reader(write_integer(number))
    assert reader.integer() == number
    reader.finish()


def test_an_integer_of_more_than_53_bits_is_refused() -> None:
    with pytest.raises(Malformed):
        Reader(write_integer(MAX_INTEGER + 1)).integer()


def test_f14_a_varint_of_400_kilobytes_is_refused_at_once() -> None:
    started = time.process_time()
    with pytest.raises(Malformed):
        Reader(b"\xff" * 400_000).integer()
    assert time.process_time() - started < 0.05


def test_f15_a_text_is_as_long_as_its_bytes() -> None:
    written = write_text("Zoë 😀")
    assert written[0] == len("Zoë 😀".encode())
    assert Reader(written).text() == "Zoë 😀"


def test_a_length_beyond_the_end_is_refused() -> None:
    with pytest.raises(Malformed):
        Reader(write_bytes(b"abc")[:-1]).bytes()


def test_what_is_no_utf8_is_no_text() -> None:
    with pytest.raises(Malformed):
        Reader(write_bytes(b"\xed\xa0\x80")).text()


def test_a_count_above_the_bytes_that_are_left_is_refused() -> None:
    with pytest.raises(Malformed):
        Reader(b"\x05ab").count(10, "things")


def test_a_count_above_the_limit_is_too_large() -> None:
    with pytest.raises(TooLarge, match="more than 2 things"):
        Reader(b"\x03abc").count(2, "things")


def test_nothing_may_be_left_over() -> None:
    reader = Reader(b"\x01\x02")
    reader.integer()
    with pytest.raises(Malformed):
        reader.finish()


@pytest.mark.parametrize("read", [Reader.byte, Reader.integer, Reader.bytes])
def test_nothing_can_be_read_from_nothing(read: object) -> None:
    with pytest.raises(Malformed):
        read(Reader(b""))  # type: ignore[operator]
