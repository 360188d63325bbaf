"""The settings of contract 1: each is read, checked, documented and shown."""

import ipaddress
from pathlib import Path

import pytest

from server.settings import ALL, Settings, WrongSetting, describe, prepare, read, unknown


def test_without_an_environment_the_defaults_hold() -> None:
    assert read({}) == Settings()


def test_an_empty_value_counts_as_unset() -> None:
    assert read({"BROWNBOARD_PORT": "", "BROWNBOARD_CREATE_TOKEN": "  "}) == Settings()


def test_every_setting_is_read() -> None:
    settings = read(
        {
            "BROWNBOARD_HOST": "0.0.0.0",
            "BROWNBOARD_PORT": "80",
            "BROWNBOARD_DATA": "/var/lib/brownboard",
            "BROWNBOARD_PUBLIC_URL": "https://Board.example.org/",
            "BROWNBOARD_REDIS_URL": "rediss://me:secret@redis.example.org:6380/2",
            "BROWNBOARD_DATABASE_URL": "postgresql://me:secret@db.example.org/brownboard",
            "BROWNBOARD_IMAGES_URL": "s3://pictures/brownboard",
            "BROWNBOARD_WORKERS": "4",
            "BROWNBOARD_CREATE_TOKEN": "let-me",
            "BROWNBOARD_TRUSTED_PROXIES": "10.0.0.0/8, ::1",
            "BROWNBOARD_SECRET": "s" * 32,
            "BROWNBOARD_LOG_FORMAT": "json",
        }
    )
    assert (settings.host, settings.port, settings.data) == ("0.0.0.0", 80, Path("/var/lib/brownboard"))
    assert settings.public_url == "https://board.example.org"
    assert settings.redis_url == "rediss://me:secret@redis.example.org:6380/2"
    assert settings.database_url == "postgresql://me:secret@db.example.org/brownboard"
    assert (settings.images_url, settings.workers, settings.log_format) == ("s3://pictures/brownboard", 4, "json")
    assert settings.create_token == "let-me"
    assert settings.trusted_proxies == (ipaddress.ip_network("10.0.0.0/8"), ipaddress.ip_network("::1"))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "eighty"),
        ("PORT", "70000"),
        ("PORT", "-1"),
        ("PORT", "٨٠"),
        ("WORKERS", "0"),
        ("WORKERS", "2"),
        ("WORKERS", "1.5"),
        ("PUBLIC_URL", "board.example.org"),
        ("PUBLIC_URL", "ftp://board.example.org"),
        ("PUBLIC_URL", "https://board.example.org/boards"),
        ("PUBLIC_URL", "https://me:secret@board.example.org"),
        ("PUBLIC_URL", "https://[broken"),
        ("REDIS_URL", "localhost:6379"),
        ("REDIS_URL", "http://localhost:6379"),
        ("REDIS_URL", "redis://"),
        ("REDIS_URL", "unix://"),
        ("REDIS_URL", "redis://localhost:port"),
        ("REDIS_URL", "redis://localhost:70000"),
        ("REDIS_URL", "redis://localhost:0"),
        ("REDIS_URL", "redis://[broken"),
        ("REDIS_URL", "redis://localhost/zero"),
        ("DATABASE_URL", "mysql://x/y"),
        ("DATABASE_URL", "catalogue.db"),
        ("TRUSTED_PROXIES", "proxy.example.org"),
        ("TRUSTED_PROXIES", "10.0.0.0/99"),
        ("SECRET", "short"),
        ("IMAGES_URL", "ftp://pictures"),
        ("LOG_FORMAT", "xml"),
    ],
)
def test_a_wrong_setting_is_told_in_one_line_that_names_it(name: str, value: str) -> None:
    with pytest.raises(WrongSetting) as wrong:
        read({f"BROWNBOARD_{name}": value})
    assert str(wrong.value).startswith(f"BROWNBOARD_{name} ")
    assert "\n" not in str(wrong.value)


@pytest.mark.parametrize(
    "url", ["redis://localhost", "redis://:pw@[::1]:6379/", "rediss://h:1/0", "unix:///run/redis.sock"]
)
def test_every_way_to_name_a_redis_is_taken(url: str) -> None:
    assert read({"BROWNBOARD_REDIS_URL": url}).redis_url == url


def test_what_is_wrong_in_a_setting_is_told_without_its_password() -> None:
    for name, value in (("PUBLIC_URL", "https://me:hush@x"), ("REDIS_URL", "redis://me:hush@h:0"), ("SECRET", "hush")):
        with pytest.raises(WrongSetting) as wrong:
            read({f"BROWNBOARD_{name}": value})
        assert "hush" not in str(wrong.value)


def test_more_workers_than_one_say_that_they_need_redis() -> None:
    with pytest.raises(WrongSetting, match="BROWNBOARD_REDIS_URL"):
        read({"BROWNBOARD_WORKERS": "4"})


def test_a_misspelt_setting_is_noticed() -> None:
    assert unknown({"BROWNBOARD_PROT": "1", "BROWNBOARD_PORT": "1", "HOME": "/"}) == ["BROWNBOARD_PROT"]


def test_all_settings_are_shown_and_no_secret_is() -> None:
    shown = describe(
        {
            "BROWNBOARD_CREATE_TOKEN": "hush-hush",
            "BROWNBOARD_SECRET": "x" * 40,
            "BROWNBOARD_REDIS_URL": "redis://me:hush/hush@redis:6379",
            "BROWNBOARD_DATABASE_URL": "postgresql://me:hu@hush@db/b?password=hush",
            "BROWNBOARD_IMAGES_URL": "s3://hush:hush@bucket/pictures",
        }
    )
    assert all(f"BROWNBOARD_{setting.name}" in shown for setting in ALL)
    assert "hush" not in shown
    assert "redis://…@redis:6379 " in shown
    assert "xxx" not in shown


def test_the_documented_names_are_those_of_the_settings() -> None:
    assert {setting.name.lower() for setting in ALL} == set(Settings.__slots__)


def test_a_data_folder_is_made_and_an_impossible_one_is_told(tmp_path: Path) -> None:
    prepare(Settings(data=tmp_path / "a" / "b"))
    assert (tmp_path / "a" / "b").is_dir()
    (tmp_path / "file").write_text("")
    with pytest.raises(WrongSetting, match=r"^BROWNBOARD_DATA "):
        prepare(Settings(data=tmp_path / "file" / "x"))


def test_only_listed_proxies_are_trusted() -> None:
    settings = read({"BROWNBOARD_TRUSTED_PROXIES": "10.0.0.0/8"})
    assert settings.trusts("10.1.2.3")
    assert not settings.trusts("127.0.0.1")
    assert not settings.trusts("unix")
