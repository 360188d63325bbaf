import time

import pytest

from crdt.errors import Malformed, SchemaBroken, TooLarge
from crdt.structs import FRAME, STRING, Limits, Struct, take_apart
from crdt.varint import write_integer
from tests.crdt import forge

SMALL = Limits(bytes=1000, structs=3, clients=2, deletes=2, values=5)


def test_an_update_is_taken_apart_into_its_structs_and_deletes() -> None:
    update = forge.update(
        (7, 3, [forge.string("a😀b", origin=(7, 2), right=(9, 4))]), deletes=[(9, [(1, 2)]), (7, [(0, 1)])]
    )
    (section,), deletes = take_apart(update, FRAME)
    assert (section.client, section.start, section.end) == (7, 3, 7)
    assert section.structs == [Struct(3, 4, STRING, origin=(7, 2), right=(9, 4), seams=(5,))]
    assert deletes == [(9, 1, 2), (7, 0, 1)]


@pytest.mark.parametrize(
    "struct",
    [
        forge.gc(0),
        forge.string("", parent="cards", key="k"),
        forge.any_value(b"", 0, parent="cards", key="k"),
        b"\x80" + b"\x01",  # a GC with flags
        forge.item(12, b"", parent="cards"),
        forge.item(4, b"\x03\xed\xa0\x80", parent="cards"),
        forge.any_value(b"\x10", parent="cards", key="k"),
        forge.any_value(b"\x7d" + b"\xff" * 9, parent="cards", key="k"),
        forge.gc(2**31 + 1),
    ],
)
def test_r5_what_yjs_never_writes_is_malformed(struct: bytes) -> None:
    with pytest.raises(Malformed):
        take_apart(forge.update((1, 0, [struct])), FRAME)


@pytest.mark.parametrize(
    "update", [b"", b"\x00", b"\x00\x00\x00", b"\x01\x00\x05\x00\x00", b"\x00\x01\x05\x01\x00\x00"]
)
def test_r5_what_ends_early_or_late_is_malformed(update: bytes) -> None:
    with pytest.raises(Malformed):
        take_apart(update, FRAME)


def test_r5_a_client_appears_once() -> None:
    with pytest.raises(Malformed):
        take_apart(forge.update((1, 0, [forge.gc(1)]), (1, 1, [forge.gc(1)])), FRAME)
    with pytest.raises(Malformed):
        take_apart(forge.update(deletes=[(1, [(0, 1)]), (1, [(1, 1)])]), FRAME)


@pytest.mark.parametrize("ref", [2, 5, 6, 9, 11])
def test_embeds_marks_and_documents_in_documents_break_the_schema(ref: int) -> None:
    with pytest.raises(SchemaBroken):
        take_apart(forge.update((1, 0, [forge.item(ref, forge.json_value("1"), parent="cards", key="k")])), FRAME)


def test_deletes_that_would_hold_the_server_up_are_refused() -> None:
    take_apart(forge.update(deletes=[(7, [(1, 1), (3, 1)]), (6, [(1, 1)])]), FRAME)
    with pytest.raises(Malformed, match="out of order"):
        take_apart(forge.update(deletes=[(7, [(3, 1), (1, 1)])]), FRAME)


@pytest.mark.parametrize("kind", [0, 3, 4, 5, 6, 7])
def test_shared_types_other_than_maps_and_texts_break_the_schema(kind: int) -> None:
    with pytest.raises(SchemaBroken):
        take_apart(forge.update((1, 0, [forge.shared(kind, parent="cards", key="k")])), FRAME)


def nested(depth: int) -> bytes:
    value = b"\x75\x01" * depth + forge.NULL
    return forge.update((1, 0, [forge.any_value(value, parent="cards", key="k")]))


def test_values_may_be_nested_but_not_for_ever() -> None:
    take_apart(nested(16), FRAME)
    for depth in (17, 400_000):
        with pytest.raises(SchemaBroken):
            take_apart(nested(depth), FRAME)


def test_nested_objects_are_walked_to_their_end() -> None:
    value = b"\x76\x02\x01a\x75\x02\x7d\x05\x76\x00\x01b\x76\x01\x01c\x75\x00"
    (section,), _ = take_apart(forge.update((1, 0, [forge.any_value(value, 2, parent="r", key="k")])), FRAME)
    assert section.end == 2


@pytest.mark.parametrize(
    "update",
    [
        b"\x00" * 1001,
        forge.update((1, 0, [forge.gc(1)] * 4)),
        forge.update(*[(client, 0, [forge.gc(1)]) for client in range(3)]),
        forge.update(deletes=[(1, [(0, 1), (2, 1), (4, 1)])]),
        forge.update((1, 0, [forge.any_value(b"\x75\x05" + forge.NULL * 5, parent="r", key="k")])),
        forge.update((1, 0, [forge.any_value(forge.NULL, 6, parent="r", key="k")])),
    ],
)
def test_r18_what_goes_beyond_a_limit_is_too_large(update: bytes) -> None:
    with pytest.raises(TooLarge):
        take_apart(update, SMALL)


@pytest.mark.parametrize("where", range(6))
def test_f12_f13_a_length_that_lies_costs_nothing(where: int) -> None:
    huge = write_integer(2**31)
    lies = [
        huge,
        b"\x01" + huge + b"\x01\x00",
        b"\x01\x01\x01\x00\x08\x01\x01r" + huge,
        b"\x01\x01\x01\x00\x04\x01\x01r" + huge,
        b"\x01\x01\x01\x00\x08\x01\x01r\x01\x75" + huge,
        b"\x00\x01\x01" + huge,
    ]
    started = time.process_time()
    with pytest.raises((Malformed, TooLarge)):
        take_apart(lies[where], FRAME)
    assert time.process_time() - started < 0.005
