"""What processes say to each other arrives as it was said, and nothing else is taken for a word (R12)."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from crdt.elsewhere import Gathering
from server.redis_words import Grew, Told, Went, pack, parse, unpack, went

NAMES = some.text(some.characters(codec="utf-8"), max_size=20)
PEOPLE = some.lists(some.fixed_dictionaries({"seat": NAMES, "name": NAMES}), max_size=3).map(tuple)
ONLINE = some.dictionaries(NAMES, some.integers(1, 9), min_size=1, max_size=3)


@given(some.builds(Gathering, PEOPLE, some.integers(0, 500), ONLINE, some.binary(max_size=50)), some.integers(1))
def test_a_gathering_arrives_as_it_was(gathering: Gathering, number: int) -> None:
    assert unpack(pack(number, gathering)) == (number, gathering)


def test_that_nobody_is_here_is_said_in_a_word() -> None:
    assert pack(7, None) == pack(7, Gathering()) == b"7 "
    assert unpack(b"7 ") == (7, None)


@given(some.binary(max_size=50))
def test_a_move_arrives_as_it_was(presence: bytes) -> None:
    assert parse(went("one.7f", presence)) == Went("one.7f", presence)


def test_the_words_are_told_apart() -> None:
    assert parse(b"gone") == Grew("one")
    assert parse(b"tone\n7 ") == Told("one", b"7 ")
    for word in (b"", b"x", b"t", b"mone", b"xone\n"):
        assert parse(word) is None


@given(some.binary(max_size=40) | some.binary(max_size=40).map(lambda rest: b"1 {" + rest))
def test_what_is_no_gathering_is_refused(packed: bytes) -> None:
    try:
        _, gathering = unpack(packed)
    except ValueError:
        return
    assert gathering is None


@pytest.mark.parametrize("facts", ["{}", "[]", "7", '{"people":[1],"followers":0,"online":{}}', "[" * 5000])
def test_what_is_json_and_no_gathering_is_refused(facts: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        unpack(f"1 {facts}\n".encode())
