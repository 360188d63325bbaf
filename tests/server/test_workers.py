"""`BROWNBOARD_WORKERS`: several processes of the product behind one port, on a real Redis."""

import asyncio
import json
import os
import re
import signal
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest

from tests.peer import Peer
from tests.product import Product, running
from tests.redis import Redis
from tests.server.place import add
from tests.waiting import until

END_SECONDS = 12
WORKERS = 2


@pytest.fixture
async def product(tmp_path: Path, redis: Redis) -> AsyncIterator[Product]:
    async with running(tmp_path / "data", redis_url=redis.url, workers=str(WORKERS), log_format="json") as product:
        yield product


def log(product: Product) -> list[dict[str, Any]]:
    return [json.loads(line) for line in product.log.read_text().splitlines() if line.startswith("{")]


def values(metrics: str, name: str) -> dict[str, float]:
    """The value of each process."""
    return {m[1]: float(m[2]) for m in re.finditer(rf'^{name}{{process="([^"]+)"}} (\S+)$', metrics, re.MULTILINE)}


async def measured(product: Product, name: str) -> dict[str, float]:
    return values((await product.http.get("/metrics")).text, name)


async def anew(product: Product, method: str, path: str, **more: Any) -> httpx.Response:
    """A call on a line of its own, which any process may take."""
    async with httpx.AsyncClient(base_url=product.url) as http:
        return await http.request(method, path, **more)


async def test_people_on_all_processes_share_a_board_and_all_measurements_are_told_by_each(product: Product) -> None:
    board = await product.board()
    peers = [await Peer(product.url, board["id"], board["tokens"]["participant"]).join() for _ in range(24)]
    for n, peer in enumerate(peers):
        await add(peer, f"card-{n}")
    cards = {f"card-{n}" for n in range(len(peers))}
    await until(lambda: all(set(p.root("cards").keys()) == cards for p in peers), what="everybody has everything")

    async def all_told() -> bool:
        members = await measured(product, "brownboard_members")
        print(members)
        return len(members) == WORKERS and sum(members.values()) == len(peers) and 0 not in members.values()

    await until(all_told, what="one process tells of all")
    text = (await product.http.get("/metrics")).text
    assert sum(values(text, "brownboard_updates_logged_total").values()) > 0
    assert text.count("# TYPE brownboard_append_seconds histogram") == 1
    assert re.search(r'brownboard_loop_lag_seconds_bucket{process="[^"]+",le="0.1"} [1-9]', text)
    begun = time.monotonic()
    assert await asyncio.to_thread(product.terminate) == 0
    assert time.monotonic() - begun < END_SECONDS
    await until(lambda: all(peer.close_code == 1012 for peer in peers), what="all are sent away in order")
    assert product.log.read_text().count("Brownboard is open at ") == 1
    names = {line["process"] for line in log(product)}
    assert len({name for name in names if name.endswith(("-1", "-2"))}) == WORKERS


async def test_a_process_that_dies_is_back_nothing_is_lost_and_guesses_are_counted_over_all(product: Product) -> None:
    board = await product.board()
    peers = [await Peer(product.url, board["id"], board["tokens"]["participant"]).join() for _ in range(12)]
    for n, peer in enumerate(peers):
        await add(peer, f"card-{n}")
    await until(lambda: all(peer.saved == peer.sent for peer in peers), what="everything is saved")
    children = psutil.Process(product.pid).children()
    assert len(children) == WORKERS
    os.kill(children[0].pid, signal.SIGKILL)
    before = {child.pid for child in children}

    async def back() -> bool:
        now = {child.pid for child in psutil.Process(product.pid).children()}
        return len(now) == WORKERS and now != before

    await until(back, what="it is started again")
    for peer in [peer for peer in peers if not peer.online]:
        await peer.join()
    plain = await product.plain(board)
    assert {card["id"] for card in plain["unplaced"]["cards"]} == {f"card-{n}" for n in range(12)}
    wrong = {"code": "2" * 8, "name": "A"}
    tries = [404]
    while tries[-1] == 404:
        tries.append((await anew(product, "POST", "/api/join", json=wrong)).status_code)
    assert tries[-1] == 429
    assert 20 < len(tries) < 20 * WORKERS  # each process for itself would allow 20
    right = {"code": board["code"], "name": "A"}
    assert (await anew(product, "POST", "/api/join", json=right)).status_code == 429


async def test_a_redis_that_stops_is_named_by_readyz_and_no_password_is_in_any_log(
    tmp_path: Path, own_redis: Redis
) -> None:
    own_redis.set("requirepass", "hush-hush")
    url = own_redis.url.replace("://", "://default:hush-hush@")
    async with running(tmp_path / "data", redis_url=url, log_format="json") as product:
        board = await product.board()
        ann = await Peer(product.url, board["id"], board["tokens"]["participant"]).join()
        await until(lambda: ann.saved == ann.sent, what="the handshake")
        own_redis.kill()
        await add(ann, "waiting")

        async def unready() -> str:
            answer = await product.http.get("/readyz")
            return str(answer.json()["detail"]) if answer.status_code == 503 else ""

        assert await until(unready, what="it is not ready") == "The live log (Redis) can't be written now."
        assert (await product.http.get("/healthz")).status_code == 200
        metrics = (await product.http.get("/metrics")).text
        assert "brownboard_frames_unstored{" in metrics
        trouble = [line for line in log(product) if line.get("board") == board["id"] and line["level"] == "error"]
        assert trouble
        assert trouble[0].keys() == {"time", "level", "logger", "message", "process", "board"}
        assert "hush" not in product.log.read_text()


@pytest.mark.parametrize(
    "settings",
    [
        {"database_url": "postgresql://me:hush-hush@127.0.0.1:1/brownboard", "secret": "s" * 32},
        {"redis_url": "redis://default:hush-hush@127.0.0.1:1/0", "workers": "2"},
    ],
)
async def test_a_store_that_is_away_at_the_start_is_one_line_and_status_1(
    tmp_path: Path, settings: dict[str, str]
) -> None:
    product = Product(tmp_path / "data", **settings)
    product.launch()
    assert product._process
    assert await asyncio.to_thread(product._process.wait, 30) == 1
    told = product.log.read_text()
    assert told.startswith("Brownboard can't start: ")
    assert len(told.splitlines()) == 1
    assert "hush" not in told
    await product.close()
