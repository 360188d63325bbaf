"""Through the proxy to many processes: what one person does the others see, and what dies loses nothing."""

from collections.abc import AsyncIterator, Iterator
from typing import Any

import asyncpg
import httpx
import pytest
import redis
from pycrdt import Map, Text
from websockets.exceptions import ConnectionClosed, InvalidStatus

from tests.peer import Peer
from tests.postgres import Postgres
from tests.product import bearer
from tests.server.pictures import png
from tests.topology.house import OWNER, PASSWORD, SECRET, House, furnished
from tests.waiting import until

MIB = 1024 * 1024


@pytest.fixture(scope="module")
def house_of_all(postgres: Postgres) -> Iterator[House]:
    with furnished(postgres) as house:
        yield house


@pytest.fixture
def house(house_of_all: House) -> House:
    """With everybody at home."""
    house_of_all.start()
    return house_of_all


@pytest.fixture
async def http(house: House) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=house.url, timeout=30) as client:
        yield client


async def make(http: httpx.AsyncClient) -> dict[str, Any]:
    answer = await http.post("/api/boards", json={"title": "Probe", "language": "en"})
    assert answer.status_code == 201, answer.text
    board: dict[str, Any] = answer.json()
    return board


async def join(http: httpx.AsyncClient, board: dict[str, Any], name: str) -> dict[str, Any]:
    answer = await http.post("/api/join", json={"code": board["code"], "name": name})
    assert answer.status_code == 200, answer.text
    http.cookies.clear()
    seat: dict[str, Any] = answer.json()
    return seat


async def on(house: House, app: str, board: dict[str, Any], name: str) -> Peer:
    """Somebody whom the proxy leads to this application, however often it takes."""
    async with httpx.AsyncClient(base_url=house.url, timeout=30) as http:
        seat = await join(http, board, name)
    while True:
        peer = await Peer(house.url, board["id"], seat["token"]).join()
        assert peer._socket
        assert peer._socket.response
        if peer._socket.response.headers["X-App"].endswith(f":{house.ports[app]}"):
            return peer
        await peer.leave()


async def write(peer: Peer, id: str) -> None:
    peer.root("cards")[id] = Map({"place": "a|b|c", "text": Text(id)})
    await peer.flush()


def has(peer: Peer, *ids: str) -> bool:
    return set(ids) <= set(peer.root("cards").keys())


def said(peer: Peer, kind: str) -> dict[str, Any]:
    return next(message for message in peer.messages if message["type"] == kind)


async def test_two_people_on_two_processes_work_on_one_board(house: House, http: httpx.AsyncClient) -> None:
    board = await make(http)
    assert board["links"]["board"].startswith(house.url)  # the proxy's word about our address counts
    ann, bob = await on(house, "app1", board, "Ann"), await on(house, "app2", board, "Bob")
    assert said(ann, "hello")["durability"] == "redis-fsync"
    await write(ann, "card-of-ann-1")
    await write(bob, "card-of-bob-1")
    await until(lambda: all(has(peer, "card-of-ann-1", "card-of-bob-1") for peer in (ann, bob)), what="both see both")
    await until(lambda: (ann.saved, bob.saved) == (ann.sent, bob.sent), what="all is saved")
    await until(lambda: _all_online(http, board), what="both are seen by both processes")
    for peer in (ann, bob):
        await peer.leave()


async def _all_online(http: httpx.AsyncClient, board: dict[str, Any]) -> bool:
    """Asked of one process after the other, as the proxy leads us."""
    for _ in range(2):
        seats = (await http.get(f"/api/boards/{board['id']}/seats", headers=bearer(board))).json()
        if not {seat["name"] for seat in seats if seat["online"]} >= {"Ann", "Bob"}:
            return False
    return True


async def test_who_was_on_a_process_that_dies_goes_on_at_the_other_and_loses_nothing(
    house: House, http: httpx.AsyncClient, postgres: Postgres
) -> None:
    board = await make(http)
    stranger = Peer(house.url, board["id"], "no-such-token")
    assert not await _joined(stranger)
    ann, bob = await on(house, "app1", board, "Ann"), await on(house, "app2", board, "Bob")
    await write(ann, "saved-before-1")
    await until(lambda: ann.saved == ann.sent, what="it is saved")
    house.apps["app1"].kill()
    await until(lambda: not ann.online, what="the line is cut")
    ann.root("cards")["written-offline-1"] = Map({"place": "a|b|c", "text": Text("offline")})
    await until(lambda: _joined(ann), what="the proxy leads her to the other")
    await until(lambda: has(bob, "saved-before-1", "written-offline-1"), what="the other has everything")
    assert has(ann, "saved-before-1", "written-offline-1")
    assert [(await http.get(f"/api/boards/{board['id']}", headers=bearer(board))).status_code for _ in range(4)] == [
        200
    ] * 4
    for peer in (ann, bob):
        await peer.leave()
    no_secret_stands_in_any_log(house, postgres, board, ann)


def no_secret_stands_in_any_log(house: House, postgres: Postgres, board: dict[str, Any], guest: Peer) -> None:
    """Not even where the proxy tells of a failure."""
    token = guest.address.partition("token=")[2].partition("&")[0]
    logs = house.logs() | {"postgres.log": postgres.log.read_text(errors="replace")}
    assert set(logs) == {"redis.log", "app1.log", "app2.log", "proxy.log", "postgres.log"}
    assert f"/ws/{board['id']}" in logs["proxy.log"]
    secrets = [*board["tokens"].values(), token, PASSWORD, SECRET]
    assert [(name, secret) for secret in secrets for name, text in logs.items() if secret in text] == []
    assert "token=" not in logs["proxy.log"]
    # nor was Brownboard ever refused a command by Redis
    assert not [name for name, text in logs.items() if "NOPERM" in text or "permission" in text.lower()]


async def _joined(peer: Peer) -> bool:
    try:
        return (await peer.join()).online
    except (OSError, InvalidStatus, ConnectionClosed):  # nobody listens yet, the proxy says so, or who is ending does
        return False


async def test_r17_a_process_that_is_stopped_says_so_and_the_other_serves(
    house: House, http: httpx.AsyncClient
) -> None:
    board = await make(http)
    ann = await on(house, "app1", board, "Ann")
    await write(ann, "just-before-1")
    assert house.apps["app1"].terminate() == 0
    await until(lambda: ann.close_code is not None, what="she is told")
    assert ann.close_code == 1012
    await until(lambda: _joined(ann), what="she is back")
    await until(lambda: "just-before-1" in ann.root("cards").keys(), what="and has it all")  # noqa: SIM118
    await ann.leave()


async def test_pictures_are_one_store_and_the_largest_pass(house: House, http: httpx.AsyncClient) -> None:
    board = await make(http)
    images = f"/api/boards/{board['id']}/images"
    answer = await http.post(images, files={"file": png()}, headers=bearer(board))
    assert answer.status_code == 201
    for app in house.apps:
        async with house.direct(app) as direct:
            shown = await direct.get(answer.json()["url"], headers=bearer(board))
            assert (shown.status_code, shown.headers["content-type"]) == (200, "image/png")
    by_us = await http.post(images, files={"file": bytes(8 * MIB + 1)}, headers=bearer(board))
    assert by_us.status_code == 413
    assert by_us.headers["content-type"] == "application/problem+json"
    by_proxy = await http.post(images, files={"file": bytes(10 * MIB)}, headers=bearer(board))
    assert by_proxy.status_code == 413


async def test_a_record_made_on_one_process_is_exported_by_the_other(house: House, http: httpx.AsyncClient) -> None:
    board = await make(http)
    async with house.direct("app1") as one, house.direct("app2") as other:
        made = await one.post(f"/api/boards/{board['id']}/commit", json={"label": "Kept"}, headers=bearer(board))
        assert made.status_code == 201
        for kind in ("json", "svg", "csv"):
            export = await other.get(f"/api/records/{made.json()['id']}/export.{kind}", headers=bearer(board))
            assert export.status_code == 200
            assert "attachment" in export.headers["content-disposition"]


async def test_the_proxy_shows_no_measurements_and_believes_no_stranger(house: House, http: httpx.AsyncClient) -> None:
    assert (await http.get("/metrics")).status_code == 404
    assert (await http.get("/readyz")).status_code == 200
    lie = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example"}
    answer = await http.post("/api/boards", json={"title": "Probe"}, headers=lie)
    assert answer.json()["links"]["board"].startswith(house.url)
    long = await http.get("/healthz", headers={"X-Long": "x" * 9000})
    assert long.status_code == 400


def test_the_user_of_brownboard_in_redis_can_do_no_harm(house: House) -> None:
    ours = house.redis_as("brownboard", PASSWORD)
    assert ours.set("bb:probe", 1)
    for command in (
        ("FLUSHALL",), ("FLUSHDB",), ("CONFIG", "SET", "maxmemory-policy", "allkeys-lru"), ("SHUTDOWN",), ("KEYS", "*"),
        ("ACL", "LIST"), ("SET", "other", "1"), ("GET", "other"), ("PUBLISH", "other", "x"),
        ("EVAL", "return redis.call('SET', 'other', 1)", "0"), ("SCRIPT", "FLUSH"), ("MONITOR",),
    ):  # fmt: skip
        with pytest.raises(redis.ResponseError, match=r"permissions|can't access"):
            ours.execute_command(*command)
    with pytest.raises(redis.AuthenticationError):
        house.redis_as("brownboard", "wrong").ping()
    with pytest.raises(redis.AuthenticationError):
        house.redis_as(None, None).ping()
    with pytest.raises(redis.ResponseError, match="permissions"):
        house.redis_as("health", "x").get("bb:probe")


async def test_the_user_of_brownboard_in_postgresql_owns_its_database_and_nothing_else(
    house: House, postgres: Postgres
) -> None:
    connection = await asyncpg.connect(postgres.address(OWNER))
    try:
        rights = await connection.fetchrow("SELECT * FROM pg_roles WHERE rolname = $1", OWNER)
        owner = await connection.fetchval(
            "SELECT rolname FROM pg_database d JOIN pg_roles r ON r.oid = d.datdba WHERE datname = $1", OWNER
        )
    finally:
        await connection.close()
    assert owner == OWNER
    assert not any(rights[name] for name in ("rolsuper", "rolcreaterole", "rolcreatedb", "rolreplication"))
    assert house.apps["app1"].alive
