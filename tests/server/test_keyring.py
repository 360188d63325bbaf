"""Derived secrets: long enough, readable, and nothing without the server's own secret."""

import stat
from pathlib import Path

import pytest

from server import keyring
from server.keyring import CODE_ALPHABET, Keyring, clean_code
from server.settings import Settings, WrongSetting

RING = Keyring(b"one secret")


def test_a_role_token_has_192_bits_and_depends_on_everything() -> None:
    token = RING.role_token("board", "moderator", "nonce")
    assert len(token) == 32
    others = {
        RING.role_token("other", "moderator", "nonce"),
        RING.role_token("board", "participant", "nonce"),
        RING.role_token("board", "moderator", "other"),
        Keyring(b"another").role_token("board", "moderator", "nonce"),
    }
    assert len(others | {token}) == 5


def test_a_code_has_8_characters_that_nobody_confuses() -> None:
    codes = {RING.code("board", str(number)) for number in range(500)}
    assert len(codes) == 500
    assert all(len(code) == 8 for code in codes)
    assert not set("".join(codes)) & set("0O1IL")
    assert set("".join(codes)) == set(CODE_ALPHABET)


def test_a_code_is_taken_as_people_type_it() -> None:
    assert clean_code(" abcd-ef 23 ") == "ABCDEF23"


def test_the_secret_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path)
    first = keyring.load(settings).code("board", "nonce")
    assert keyring.load(settings).code("board", "nonce") == first
    file = tmp_path / "secret"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secret"]


def test_a_secret_of_the_environment_wins(tmp_path: Path) -> None:
    keyring.load(Settings(data=tmp_path, secret="s" * 40))
    assert list(tmp_path.iterdir()) == []


def test_machines_that_share_a_database_are_not_given_a_secret_each(tmp_path: Path) -> None:
    shared = Settings(data=tmp_path, database_url="postgresql://db/brownboard")
    with pytest.raises(WrongSetting, match="BROWNBOARD_SECRET"):
        keyring.load(shared)
    assert list(tmp_path.iterdir()) == []
