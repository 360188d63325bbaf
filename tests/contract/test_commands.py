"""Contract 1: the command, its settings, and how the process ends."""

import asyncio
import os
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import httpx
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import WebSocketException

from tests.contract.stranger import Writer, by_role, presence_frame, stranger, update_frame
from tests.product import Product, running

SCRIPT = Path(sys.executable).with_name("brownboard")
COMMAND = [str(SCRIPT)] if SCRIPT.exists() else [sys.executable, "-m", "server"]  # from a clone that is not installed
SETTINGS = (
    "HOST", "PORT", "DATA", "PUBLIC_URL", "REDIS_URL", "DATABASE_URL", "WORKERS", "CREATE_TOKEN", "TRUSTED_PROXIES",
)  # fmt: skip
END_SECONDS = 12


def brownboard(*arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("BROWNBOARD_")}
    environment |= {f"BROWNBOARD_{name}": value for name, value in settings.items()}
    command = [*COMMAND, *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)


def test_brownboard_help_names_its_commands() -> None:
    answer = brownboard("--help")
    assert answer.returncode == 0
    assert "serve" in answer.stdout
    assert "settings" in answer.stdout
    assert brownboard("serve", "--help").returncode == 0


def test_a_command_that_is_none_is_told_with_status_2() -> None:
    for arguments in ((), ("dance",), ("serve", "now"), ("--port", "1")):
        answer = brownboard(*arguments)
        assert answer.returncode == 2
        assert "usage: brownboard" in answer.stderr


def test_brownboard_settings_shows_each_and_no_secret() -> None:
    answer = brownboard("settings", PORT="8123", CREATE_TOKEN="very-secret", DATABASE_URL="sqlite:///x.db")
    assert answer.returncode == 0
    lines = {line.split()[0]: line for line in answer.stdout.splitlines()}
    assert {f"BROWNBOARD_{name}" for name in SETTINGS} <= lines.keys()
    assert "8123" in lines["BROWNBOARD_PORT"]
    assert "127.0.0.1" in lines["BROWNBOARD_HOST"]
    assert "very-secret" not in answer.stdout


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "http"), ("PORT", "65536"), ("PORT", "-1"), ("PORT", "8000.5"), ("HOST", "999.1.1.1"),
        ("DATA", "/dev/null/x"), ("PUBLIC_URL", "board.example"), ("PUBLIC_URL", "ftp://x"), ("WORKERS", "0"),
        ("WORKERS", "many"), ("WORKERS", "2"), ("REDIS_URL", "http://x"),
        ("DATABASE_URL", "mysql://x"), ("DATABASE_URL", "sqlite:////nowhere/x.db"), ("TRUSTED_PROXIES", "everybody"),
        ("SECRET", "short"),
    ],
)  # fmt: skip
def test_a_wrong_setting_ends_the_start_with_one_clear_line_and_status_2(tmp_path: Path, name: str, value: str) -> None:
    answer = brownboard("serve", **({"DATA": str(tmp_path), "PORT": "0"} | {name: value}))
    assert answer.returncode == 2
    assert answer.stdout == ""
    (line,) = answer.stderr.splitlines()
    assert line.startswith(f"brownboard: BROWNBOARD_{name} ")


async def test_on_sigterm_clients_are_told_what_is_acknowledged_is_safe_and_it_ends_within_12_seconds(
    tmp_path: Path,
) -> None:
    """With settings of its own: a create token, a public address, a data folder that is not there yet."""
    settings = {"create_token": "let-me-in", "public_url": "https://board.example"}
    async with running(tmp_path / "data", **settings) as product:
        for headers in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": "Bearer let-me-in"}):
            answer = await product.http.post("/api/boards", json={"title": "x"}, headers=headers)
            assert answer.status_code == (201 if "let-me-in" in str(headers) else 401)
        board = answer.json()
        assert board["links"]["participant"].startswith("https://board.example/j#")
        metrics = {"x-forwarded-for": "203.0.113.9", "authorization": "Bearer let-me-in"}
        assert (await product.http.get("/metrics", headers=metrics)).status_code == 200
        for headers, status in (
            ({"x-forwarded-for": "203.0.113.9"}, 401),
            (metrics | {"authorization": "Bearer x"}, 403),
        ):
            assert (await product.http.get("/metrics", headers=headers)).status_code == status

        stalled = await connect(address(product, board, "follower"), max_queue=1, ping_interval=None)
        stalled.transport.pause_reading()
        slow = [await asyncio.open_connection("127.0.0.1", product.port) for _ in range(3)]
        head = b"POST /api/join HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{"
        for (_, line), sent in zip(slow, (b"", b"GET / HT", head), strict=True):
            line.write(sent)
        async with (
            by_role(product, board, "participant") as ann,
            by_role(product, board, "moderator", "") as plain,
            by_role(product, board, "follower") as follower,
        ):
            writer = Writer()
            await ann.send(presence_frame((writer.doc.client_id, 1, {})))
            await plain.settled()
            for n in range(10):  # enough to fill what a stalled client can hold
                await ann.send(update_frame(writer.card(f"card-number-{n:02}", "x" * 900_000)))
                await ann.hear("saved", n=n + 1)
            begun = time.monotonic()
            ending = asyncio.create_task(asyncio.to_thread(product.terminate))
            await ann.send(update_frame(writer.card("card-at-the-end")))
            assert {await socket.closed() for socket in (ann, plain, follower)} == {1012}
            assert (await ann.hear("notice", code="restart"))["retry"] > 0
            assert await ending == 0
            assert time.monotonic() - begun < END_SECONDS
            acknowledged = max(message["n"] for message in ann.messages if message["type"] == "saved")
        stalled.transport.abort()
        for _, line in slow:
            line.close()

        await product.start()
        cards = {card["id"] for card in (await product.plain(board))["unplaced"]["cards"]}
        assert len(cards) >= acknowledged >= 10
        assert {f"card-number-{n:02}" for n in range(10)} <= cards
        async with stranger(product, board["id"], board["tokens"]["participant"]) as again:  # tokens outlive a restart
            assert (await again.hear("hello"))["role"] == "participant"


def address(product: Product, board: dict[str, object], role: str) -> str:
    tokens = board["tokens"]
    assert isinstance(tokens, dict)
    return f"{product.url.replace('http', 'ws', 1)}/ws/{board['id']}?token={tokens[role]}"


async def test_while_it_drains_it_is_not_ready_and_takes_no_new_sockets(tmp_path: Path) -> None:
    async with running(tmp_path / "data") as product:
        board = await product.board()
        sockets = [await connect(address(product, board, "follower"), ping_interval=None) for _ in range(60)]
        ending = asyncio.create_task(asyncio.to_thread(product.terminate))
        ready, codes = set(), set()
        while not ending.done():
            with suppress(httpx.TransportError, OSError, WebSocketException):  # the listener is closed already
                ready.add((await product.http.get("/readyz")).status_code)
                assert (await product.http.get("/healthz")).status_code == 200
                if 503 not in ready:
                    continue  # the signal has not arrived yet
                async with connect(address(product, board, "follower")) as late:
                    await late.wait_closed()
                    codes.add(late.close_code)
        assert await ending == 0
        assert 503 in ready
        assert codes == {1012}
        for socket in sockets:
            await socket.wait_closed()
            assert socket.close_code == 1012
