"""`brownboard doctor`: each thing is found well when it is, and broken on purpose it is found broken."""

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from server import doctor, doctor_doors
from server.database import Database, database_url
from server.diagnosis import Diagnosis
from server.settings import Settings, read
from tests.postgres import Postgres
from tests.redis import Redis
from tests.server.live import Live, serving

ROOT = Path(__file__).parents[2]
NOBODY = "http://127.0.0.1:1"


@pytest.fixture(scope="module")
def deployment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    with serving(tmp_path_factory.mktemp("deployment")) as running:
        yield running


@pytest.fixture
def settings(deployment: Live) -> Settings:
    """Those of a server that runs."""
    return replace(deployment.settings, port=int(deployment.url.rsplit(":", 1)[1]))


async def findings(settings: Settings, of: str) -> list[Diagnosis]:
    return [finding for finding in await doctor.examine(settings) if finding.of == of]


async def worst(settings: Settings, of: str) -> str:
    """The state and the sentence of the worst finding about it."""
    order = ["ok", "warning", "problem"]
    finding = max(await findings(settings, of), key=lambda finding: order.index(finding.state))
    return f"{finding.state}: {finding.text}"


def command(*arguments: str, before: tuple[str, ...] = (), **settings: str) -> "subprocess.CompletedProcess[str]":
    environment = {name: value for name, value in os.environ.items() if not name.startswith("BROWNBOARD_")}
    environment |= {f"BROWNBOARD_{name}": value for name, value in settings.items()}
    call = [*before, sys.executable, "-m", "server", "doctor", *arguments]
    return subprocess.run(call, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)


async def test_a_deployment_that_is_well_is_found_well(deployment: Live, settings: Settings) -> None:
    found = await doctor.examine(replace(settings, public_url=deployment.url))
    assert [finding for finding in found if finding.state == "problem"] == []
    parts = {finding.of for finding in found}
    assert parts == {
        *("settings", "data folder", "disk", "secret", "open files", "live log", "catalogue", "pictures"),
        *("server", "public address", "sockets"),
    }
    assert (await worst(settings, "catalogue")).startswith("ok: ")
    assert list((settings.data / "images").glob("doctor*")) == []


def test_it_prints_a_line_for_each_finding_and_its_status_says_whether_there_is_a_problem(tmp_path: Path) -> None:
    well = command(DATA=str(tmp_path / "data"))
    assert well.returncode == 0
    assert any(line.startswith("warning server") for line in well.stdout.splitlines())
    ill = command("--json", DATA="/dev/null/data")
    assert ill.returncode == 1
    told = json.loads(ill.stdout)
    assert {"state": "problem", "of": "data folder"}.items() <= told[1].items()
    assert well.stderr == ill.stderr == ""


def test_a_disk_that_takes_nothing_and_too_few_open_files_are_found(tmp_path: Path) -> None:
    limits = ("prlimit", "--fsize=100", "--nofile=500:500")
    told = command(before=limits, DATA=str(tmp_path)).stdout.splitlines()
    assert any(line.startswith("PROBLEM data folder") and "can't be written" in line for line in told)
    assert any(line.startswith("PROBLEM open files") and "may have 500" in line for line in told)


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({"PUBLIC_URL": "https://board.example.org"}, "BROWNBOARD_TRUSTED_PROXIES"),
        ({"PUBLIC_URL": "http://board.example.org", "CREATE_TOKEN": "x"}, "in clear"),
        ({"PUBLIC_URL": "https://board.example.org", "TRUSTED_PROXIES": "10.0.0.1"}, "BROWNBOARD_CREATE_TOKEN"),
        ({"REDIS_URL": "redis://redis.example.org"}, "without a password"),
        ({"REDIS_URL": "redis://127.0.0.1:1"}, "several need PostgreSQL"),
    ],
)
async def test_settings_that_contradict_each_other_are_found(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], words: str
) -> None:
    monkeypatch.setattr(doctor, "EXAMINATIONS", doctor.EXAMINATIONS[:1])
    found = await findings(read({f"BROWNBOARD_{name}": value for name, value in environment.items()}), "settings")
    assert [finding for finding in found if finding.state == "warning" and words in finding.text]


async def test_a_secret_that_others_can_read_or_that_is_damaged_is_found(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("0" * 64)
    secret.chmod(0o644)
    assert "chmod 600" in await worst(Settings(data=tmp_path, port=1), "secret")
    secret.chmod(0o600)
    assert (await worst(Settings(data=tmp_path, port=1), "secret")).startswith("ok: ")
    secret.write_text("")
    assert "damaged" in await worst(Settings(data=tmp_path, port=1), "secret")


@pytest.mark.parametrize(("file", "of"), [("live.sqlite3", "live log"), ("catalogue.sqlite", "catalogue")])
async def test_a_damaged_file_is_found(tmp_path: Path, file: str, of: str) -> None:
    with serving(tmp_path):
        pass
    with (tmp_path / file).open("r+b") as store:
        store.seek(4096)
        store.write(b"\xff" * 3000)
    assert (await worst(Settings(data=tmp_path, port=1), of)).startswith("problem: ")


async def test_a_catalogue_of_a_newer_program_is_found(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path, port=1)
    database = Database(database_url(settings))
    await database.open()
    assert (await worst(settings, "catalogue")).startswith("ok: ")
    async with database.write() as connection:
        await connection.execute(text("INSERT INTO migrations VALUES (99, 'later', '2030-01-01')"))
    await database.close()
    assert "newer program" in await worst(settings, "catalogue")


async def test_pictures_that_cannot_be_kept_are_found(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path, port=1, images_url="file:///dev/null/pictures")
    assert (await worst(settings, "pictures")).startswith("problem: ")


async def test_a_redis_that_is_well_is_found_well(tmp_path: Path, redis: Redis) -> None:
    found = await findings(Settings(data=tmp_path, port=1, redis_url=redis.url), "redis")
    assert {finding.state for finding in found} == {"ok"}
    told = " ".join(finding.text for finding in found)
    assert "appendfsync everysec" in told
    assert "MiB of" in told
    assert "clock" in told
    assert "answers in" in told


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("appendonly", "no", "appendonly"),
        ("maxmemory-policy", "allkeys-lru", "noeviction"),
        ("appendfsync", "no", "appendfsync no"),
        ("maxmemory", "1mb", "more memory"),
        ("requirepass", "hush", "password"),
    ],
)
async def test_a_redis_that_would_lose_something_is_found(
    tmp_path: Path, own_redis: Redis, name: str, value: str, words: str
) -> None:
    own_redis.set(name, value)
    told = await worst(Settings(data=tmp_path, port=1, redis_url=own_redis.url), "redis")
    assert told.startswith("problem: ")
    assert words in told


async def test_a_redis_that_is_away_is_found_and_its_password_is_not_told(tmp_path: Path) -> None:
    told = await worst(Settings(data=tmp_path, port=1, redis_url="redis://me:hush@127.0.0.1:1/0"), "redis")
    assert told.startswith("problem: Redis at 127.0.0.1:1 is not reachable")
    assert "hush" not in told


async def test_what_is_wrong_with_a_postgresql_is_found(tmp_path: Path, postgres: Postgres) -> None:
    settings = Settings(data=tmp_path, port=1, secret="s" * 32, database_url=await postgres.database())
    found = await findings(settings, "catalogue")
    assert any("is made at the first start" in finding.text for finding in found)
    assert "fsync off" in await worst(settings, "catalogue")  # as it is in tests
    assert "is not there" not in str(found)
    told = await worst(replace(settings, database_url="postgresql://me:hush@127.0.0.1:1/b"), "catalogue")
    assert told.startswith("problem: ")
    assert "hush" not in told
    away = await worst(replace(settings, database_url=postgres.address("none")), "catalogue")
    assert "none" in away


async def test_a_server_that_is_away_unready_old_or_another_is_found(
    deployment: Live, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "start it" in await worst(replace(settings, port=1), "server")
    with monkeypatch.context() as patch:
        patch.setattr(doctor_doors, "program_version", lambda: "99.0")
        assert "start it anew" in await worst(settings, "server")
    with monkeypatch.context() as patch:
        patch.setattr(deployment.services.rooms, "draining", True)
        assert "draining" in await worst(settings, "server")
    async with proxy(settings.port, lambda _: b"HTTP/1.1 204 No Content\r\n\r\n") as address:
        other = replace(settings, port=int(address.rsplit(":", 1)[1]), public_url=address)
        assert "something else answers" in await worst(other, "server")
        assert "is not this server" in await worst(other, "public address")


def without_upgrade(head: bytes) -> bytes:
    return b"\r\n".join(
        line for line in head.split(b"\r\n") if not line.lower().startswith((b"upgrade", b"connection"))
    )


def with_another_host(head: bytes) -> bytes:
    return b"\r\n".join(b"Host: app:8000" if line.startswith(b"Host") else line for line in head.split(b"\r\n"))


def unreachable(_head: bytes) -> bytes:
    return b"HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"


@pytest.mark.parametrize(
    ("change", "keeps", "of", "words"),
    [
        (without_upgrade, False, "sockets", "does not pass Upgrade"),
        (with_another_host, False, "sockets", "changes Host"),
        (lambda head: head, True, "sockets", "withholds or buffers"),
        (unreachable, False, "public address", "does not reach the server"),
        (unreachable, False, "sockets", "does not reach the server"),
    ],
)
async def test_a_proxy_that_spoils_it_is_found(
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    change: Callable[[bytes], bytes],
    keeps: bool,
    of: str,
    words: str,
) -> None:
    monkeypatch.setattr(doctor_doors, "SOCKET_SECONDS", 1.0)
    monkeypatch.setattr(doctor, "EXAMINATIONS", doctor.EXAMINATIONS[-2:])
    async with proxy(settings.port, change, keeps=keeps) as address:
        told = await worst(replace(settings, public_url=address), of)
    assert told.startswith("problem: ")
    assert words in told


async def test_a_public_address_that_is_not_there_is_found(settings: Settings) -> None:
    nowhere = replace(settings, public_url=NOBODY)
    assert "can't be reached" in await worst(nowhere, "public address")
    assert "can't be opened" in await worst(nowhere, "sockets")


@asynccontextmanager
async def proxy(port: int, change: Callable[[bytes], bytes], *, keeps: bool = False) -> AsyncIterator[str]:
    """Passes requests on, changed; or answers itself, if the change is an answer; or keeps what is not a whole page."""

    carrying: list[asyncio.Task[None]] = []

    def begin(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        carrying.append(asyncio.create_task(carry(reader, writer)))

    async def carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            head = await reader.readuntil(b"\r\n\r\n")
            changed = change(head)
            if changed.startswith(b"HTTP/"):
                writer.write(changed)
            elif not (keeps and b"pgrade" in head):
                there, back = await asyncio.open_connection("127.0.0.1", port)
                back.write(changed.replace(b"HTTP/1.1\r\n", b"HTTP/1.1\r\nX-Forwarded-For: 203.0.113.9\r\n", 1))
                writer.write(await asyncio.wait_for(there.read(65536), 5))
                back.close()
                await back.wait_closed()
            else:
                await reader.read()
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()

    server = await asyncio.start_server(begin, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()
        await asyncio.gather(*carrying)
        await server.wait_closed()
