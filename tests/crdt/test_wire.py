import time

import pytest

from crdt import wire
from crdt.errors import Malformed
from crdt.varint import write_bytes, write_integer


@pytest.mark.parametrize(
    ("frame", "message"),
    [
        (wire.sync_step1(b"\x00"), wire.SyncStep1(b"\x00")),
        (wire.sync_step2(b"\x00\x00"), wire.SyncStep2(b"\x00\x00")),
        (wire.update(b"\x00\x00"), wire.Update(b"\x00\x00")),
        (wire.presence(b"\x00"), wire.Presence(b"\x00")),
        (wire.query_presence(), wire.QueryPresence()),
        (wire.denied("größer 😀"), wire.Denied("größer 😀")),
        (wire.extension('{"type":"größer 😀"}'), wire.Extension('{"type":"größer 😀"}')),
    ],
)
def test_a_frame_is_decoded_to_what_it_was_made_of(frame: bytes, message: wire.Message) -> None:
    assert wire.decode(frame) == message


def test_frames_are_those_of_the_y_protocols() -> None:
    assert wire.sync_step1(b"\x00") == b"\x00\x00\x01\x00"
    assert wire.sync_step2(b"ab") == b"\x00\x01\x02ab"
    assert wire.update(b"ab") == b"\x00\x02\x02ab"
    assert wire.presence(b"\x00") == b"\x01\x01\x00"
    assert wire.query_presence() == b"\x03"
    assert wire.extension("é") == b"\x6e\x02" + "é".encode()


@pytest.mark.parametrize("kind", sorted(set(range(256)) - {0, 1, 2, 3, 110}))
def test_f35_every_other_kind_of_message_is_unknown(kind: int) -> None:
    assert wire.decode(write_integer(kind) + b"whatever") == wire.Unknown(kind)


@pytest.mark.parametrize(
    "frame",
    [
        b"",
        b"\x00",
        b"\x00\x03\x00",
        b"\x00\x00\x05ab",
        b"\x03\x00",
        b"\x02\x01\x00",
        b"\x6e\x01\xff",
        b"\x01\x01\x00\x00",
    ],
)
def test_what_is_no_message_is_malformed(frame: bytes) -> None:
    with pytest.raises(Malformed):
        wire.decode(frame)


@pytest.mark.parametrize("head", [b"", b"\x00", b"\x00\x00", b"\x00\x02", b"\x01", b"\x02\x00", b"\x6e"])
def test_f14_no_message_can_carry_a_varint_bomb(head: bytes) -> None:
    started = time.process_time()
    with pytest.raises(Malformed):
        wire.decode(head + b"\xff" * 400_000)
    with pytest.raises(Malformed):
        wire.decode_state_vector(b"\x01" + b"\xff" * 400_000)
    assert time.process_time() - started < 0.05


def test_a_state_vector_comes_back_as_it_was_written() -> None:
    clocks = {1: 5, 2**53 - 1: 2**31, 77: 0}
    assert wire.decode_state_vector(wire.encode_state_vector(clocks)) == clocks


@pytest.mark.parametrize("data", [b"", b"\x02\x01\x05\x01\x06", b"\x01\x01\x05\x00", write_bytes(b"\xff" * 9)])
def test_what_is_no_state_vector_is_malformed(data: bytes) -> None:
    with pytest.raises(Malformed):
        wire.decode_state_vector(data)
