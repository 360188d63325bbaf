import pytest

from crdt import genesis
from crdt.errors import Foreign
from crdt.varint import MAX_INTEGER

OURS = genesis.make(5)


def test_r10_a_genesis_is_told_from_every_client_id_that_yjs_draws() -> None:
    assert genesis.is_genesis(OURS)
    assert OURS <= MAX_INTEGER
    assert not any(genesis.is_genesis(client) for client in (0, 5, 2**32 - 1, 2**32, MAX_INTEGER))


def test_r10_another_boards_genesis_is_foreign() -> None:
    genesis.require_native([1, 2**32 - 1, OURS], OURS)
    with pytest.raises(Foreign):
        genesis.require_native([1, genesis.make(6)], OURS)


@pytest.mark.parametrize("random", [-1, 2**32])
def test_a_genesis_takes_32_bits(random: int) -> None:
    with pytest.raises(ValueError, match="32 random bits"):
        genesis.make(random)
