"""What the settings ask of the machine is looked at before the start."""

import socket
from pathlib import Path

import pytest

from server import premises
from server.premises import check
from server.settings import Settings, WrongSetting


@pytest.mark.parametrize("host", ["999.1.1.1", "no such host", "192.0.2.77", "x" * 300])
def test_a_host_that_is_not_this_machine_is_told(host: str) -> None:
    with pytest.raises(WrongSetting, match=r"^BROWNBOARD_HOST "):
        check(Settings(host=host, port=0))


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "0.0.0.0"])
def test_a_free_door_is_taken_for_a_moment_only(host: str) -> None:
    check(Settings(host=host, port=0))
    check(Settings(host=host, port=0))


def test_a_port_that_another_program_has_is_told() -> None:
    told = pytest.raises(WrongSetting, match=r"^BROWNBOARD_PORT \d+ can't be had: Address already in use$")
    with socket.create_server(("127.0.0.1", 0)) as other, told:
        check(Settings(port=other.getsockname()[1]))


@pytest.mark.parametrize(
    "url", ["sqlite://", "sqlite:///", "sqlite:////nowhere/at/all/x.db", "sqlite:///{folder}/no/x.db"]
)
def test_a_database_that_cannot_be_is_told(tmp_path: Path, url: str) -> None:
    with pytest.raises(WrongSetting, match=r"^BROWNBOARD_DATABASE_URL "):
        check(Settings(port=0, database_url=url.format(folder=tmp_path)))
    check(Settings(port=0, database_url=f"sqlite:///{tmp_path}/x.db"))


@pytest.mark.parametrize(
    "url",
    ["postgresql://db.example.org", "postgresql+psycopg2://db/b", "postgresql://db:port/b"],
)
def test_a_postgresql_that_cannot_be_is_told_without_its_password(url: str) -> None:
    with pytest.raises(WrongSetting, match=r"^BROWNBOARD_DATABASE_URL ") as wrong:
        check(Settings(port=0, database_url=url.replace("://", "://me:hush@")))
    assert "hush" not in str(wrong.value)


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+asyncpg"])
def test_a_postgresql_without_its_driver_says_what_to_install(scheme: str, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings(port=0, database_url=f"{scheme}://me:hush@db/brownboard", secret="s" * 32)
    monkeypatch.setattr(premises, "find_spec", lambda _name: object())
    check(settings)
    monkeypatch.setattr(premises, "find_spec", lambda _name: None)
    with pytest.raises(WrongSetting, match=r"pip install 'brownboard\[postgres\]'"):
        check(settings)


def test_a_postgresql_needs_a_secret_that_all_its_processes_are_told() -> None:
    with pytest.raises(WrongSetting, match=r"^BROWNBOARD_SECRET must be set"):
        check(Settings(port=0, database_url="postgresql://db/brownboard"))


@pytest.mark.parametrize("url", ["s3://", "s3:///prefix", "file:///dev/null/images"])
def test_a_place_for_pictures_that_cannot_be_is_told_in_one_line(url: str) -> None:
    with pytest.raises(WrongSetting, match=r"^BROWNBOARD_IMAGES_URL .+$") as wrong:
        check(Settings(port=0, images_url=url))
    assert "\n" not in str(wrong.value)
