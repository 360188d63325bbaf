"""The way to Redis: fit for what it has to keep, never mixing answers up, and at home in a cluster (R3, F25)."""

import asyncio
import logging
import random
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from redis.crc import key_slot

from crdt.elsewhere import Gathering
from server import redis_link
from server.redis_checks import _complaint
from server.redis_exchange import RedisExchange
from server.redis_link import RedisLink
from server.redis_log import RedisLog, key
from server.update_log import START, UNASKED_KEPT, Checkpoint, Entry, Position, Snapshot, StoreFailed
from tests.product import free_port
from tests.redis import Cluster, Redis
from tests.waiting import until

Linked = Callable[[str], Awaitable[RedisLink]]

DEPLOYED = Path(__file__).parents[2] / "deploy" / "redis-users.acl"


def rights() -> list[str]:
    """What the deployment lets Brownboard do."""
    line = next(line for line in DEPLOYED.read_text().splitlines() if line.startswith("user brownboard "))
    return line.split("#PASSWORD_SHA256 ")[1].split()


@pytest.fixture
async def linked() -> AsyncIterator[Linked]:
    """Opens links that are closed afterwards."""
    async with AsyncExitStack() as stack:

        async def open(url: str) -> RedisLink:
            link = RedisLink(url, start_seconds=0)
            await link.open()
            stack.push_async_callback(link.close)
            return link

        yield open


# R3: what it must be


@pytest.mark.parametrize(
    ("name", "value", "advice"),
    [
        ("appendonly", "no", r"keeps no append-only file \(appendonly no\): set it to yes"),
        ("maxmemory-policy", "allkeys-lru", r"evicts data \(maxmemory-policy allkeys-lru\): set it to noeviction"),
    ],
)
async def test_r3_a_redis_that_would_lose_data_is_refused_at_the_start_and_later(
    own_redis: Redis, linked: Linked, monkeypatch: pytest.MonkeyPatch, name: str, value: str, advice: str
) -> None:
    monkeypatch.setattr(redis_link, "CHECK_SECONDS", 0)
    good = own_redis.tell("CONFIG", "GET", name)[1]
    log = RedisLog(await linked(own_redis.url))
    own_redis.set(name, value)
    with pytest.raises(StoreFailed, match=advice):
        await linked(own_redis.url)

    with pytest.raises(StoreFailed, match=advice):
        await log.probe()
    with pytest.raises(StoreFailed, match=advice):
        await log.create("b", [Entry("", b"birth")])
    own_redis.set(name, good)
    await log.create("b", [Entry("", b"birth")])


def test_r3_what_else_a_redis_must_be() -> None:
    good = {"redis_version": "7.0.15", "role": "master", "aof_enabled": "1", "maxmemory_policy": "noeviction"}
    assert _complaint(good) == ""
    assert _complaint(good | {"redis_version": "10.2.0"}) == ""
    assert _complaint(good | {"redis_version": "6.2.14"}) == "Redis is too old (6.2.14): use 7.0 or later"
    assert "is a replica" in _complaint(good | {"role": "slave"})


async def test_durability_is_what_redis_does_now(own_redis: Redis, linked: Linked) -> None:
    log = RedisLog(await linked(own_redis.url))
    assert log.durability == "redis"
    own_redis.stop()
    own_redis.start(appendfsync="always")

    await until(lambda: succeeds(log.boards()))
    assert log.durability == "redis-fsync"
    own_redis.set("appendfsync", "everysec")

    async def is_seen() -> bool:
        await log.probe()
        return log.durability == "redis"

    await until(is_seen)


async def succeeds(act: Awaitable[object]) -> bool:
    try:
        await act
    except StoreFailed:
        return False
    return True


async def test_a_user_who_may_not_look_is_told_what_can_t_be_checked(
    own_redis: Redis, linked: Linked, caplog: pytest.LogCaptureFixture
) -> None:
    own_redis.tell("ACL", "SETUSER", "board", "on", ">word", "~bb:*", "&bb:*", "+@all", "-@admin", "-@dangerous")
    with caplog.at_level(logging.WARNING, "brownboard.redis"):
        log = RedisLog(await linked(own_redis.url.replace("//", "//board:word@")))
    assert "can't be checked" in caplog.text
    assert log.durability == "redis"
    await log.create("b", [Entry("", b"birth")])
    await log.probe()


async def test_a_user_with_the_rights_of_the_deployment_may_do_everything(own_redis: Redis, linked: Linked) -> None:
    own_redis.tell("ACL", "SETUSER", "board", "on", ">word", *rights())
    link = await linked(own_redis.url.replace("//", "//board:word@"))
    log, exchange = RedisLog(link), RedisExchange(link, "one")
    await exchange.open()
    await log.create("b", [Entry("", b"birth")])
    await log.append("b", [Entry("", b"1")])
    stored = await log.read("b")
    await log.since("b", stored.tip)
    await log.keep_out("b", Position(2))
    await log.checkpoint("b", Checkpoint(Position(2), b"state"), START)
    await log.trim("b")
    for number in range(UNASKED_KEPT + 1):
        await log.save_snapshot("b", Snapshot(f"s{number}", "", "ann", "", "auto", 1), b"state")
    await log.snapshots("b")
    await log.snapshot("b", "s9")
    await log.restore("c", stored, [])
    await log.restore("d", None, [])
    assert await log.boards() == {"b": True, "c": True, "d": False}
    await log.erase("b")
    await log.probe()
    await exchange.watch("c", Deaf())
    exchange.tell("c", Gathering(online={"ann": 1}))
    exchange.move("c", b"")
    await exchange.lease("chore", 1)
    await exchange.report("metrics")
    await exchange.reports()
    await exchange.spend("address", 1, 1)
    async with exchange.turn("c"):
        pass
    assert await exchange.gatherings("c") == {}
    await exchange.close()
    denied = own_redis.tell("ACL", "LOG")
    assert denied == []


class Deaf:
    """Hears and does nothing."""

    def log_grew(self) -> None: ...

    def gathered(self, process: str, gathering: Gathering | None) -> None: ...

    def moved(self, process: str, presence: bytes) -> None: ...


# What cannot be reached


async def test_a_redis_that_is_not_there_is_named_without_its_password() -> None:
    port = free_port()
    link = RedisLink(f"redis://board:secret-word@127.0.0.1:{port}/0", start_seconds=0.3)
    with pytest.raises(StoreFailed) as failure:
        await link.open()
    assert f"Redis at 127.0.0.1:{port} is not reachable" in str(failure.value)
    with pytest.raises(ValueError, match="must look like") as wrong:
        RedisLink("redis://board:secret-word@host:port:x/0")
    for error in (failure.value, wrong.value):
        assert "secret-word" not in str(error)
        assert error.__cause__ is None


async def test_a_wrong_password_is_named_as_such(own_redis: Redis) -> None:
    own_redis.tell("ACL", "SETUSER", "board", "on", ">word", "+@all", "~*")
    with pytest.raises(StoreFailed, match="refuses the user or the password") as failure:
        await RedisLink(own_redis.url.replace("//", "//board:secret-word@"), start_seconds=0).open()
    assert "secret-word" not in str(failure.value)


async def test_a_redis_that_starts_a_little_later_is_waited_for(own_redis: Redis) -> None:
    own_redis.stop()
    link = RedisLink(own_redis.url)
    opening = asyncio.create_task(link.open())
    await asyncio.sleep(0)
    own_redis.start()
    await opening
    await link.close()


async def test_who_closed_it_gets_nothing_any_more_and_the_last_closes_it(redis: Redis) -> None:
    link = RedisLink(redis.url)
    one, two = RedisLog(link), RedisLog(link)
    await one.open()
    await two.open()
    await one.close()
    await two.probe()
    await two.close()
    with pytest.raises(StoreFailed, match="closed"):
        await two.probe()


# F25


async def test_f25_who_gives_up_leaves_no_answer_to_another(redis: Redis, linked: Linked) -> None:
    link = await linked(redis.url)
    seed = random.randrange(2**32)
    chance = random.Random(seed)

    async def ask(n: int) -> None:
        assert await link.ask(f"k{n}", ("ECHO", str(n) * chance.choice((1, 5000)))) in (
            str(n).encode(),
            str(n).encode() * 5000,
        ), seed

    for _ in range(20):
        asks = [asyncio.create_task(ask(n)) for n in range(100)]
        for _ in range(chance.randrange(4)):
            await asyncio.sleep(0)
        given_up = [task for task in asks if chance.random() < 0.4]
        for task in given_up:
            task.cancel()
        outcomes = await asyncio.gather(*asks, return_exceptions=True)
        assert not [o for o in outcomes if isinstance(o, Exception)]


async def test_who_stood_still_himself_does_not_blame_redis(
    redis: Redis, linked: Linked, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(redis_link, "COMMAND_SECONDS", 0.2)
    link = await linked(redis.url)
    asking = asyncio.create_task(link.ask("k", ("ECHO", "here")))
    for _ in range(3):
        await asyncio.sleep(0)  # it is on its way
    time.sleep(0.4)  # noqa: ASYNC251  # as when a load takes long
    assert await asking == b"here"


# Redis Cluster


def slot_owner(cluster: Cluster, board: str) -> tuple[int, Redis, Redis]:
    """The slot of a board, the node that has it, and another one."""
    slot = key_slot(key(board, "meta").encode())
    number = next(n for n in range(3) if slot < (n + 1) * 16_384 // 3)
    return slot, cluster.nodes[number], cluster.nodes[(number + 1) % 3]


async def test_a_board_is_found_again_when_its_slot_has_moved(redis_cluster: Cluster, linked: Linked) -> None:
    log = RedisLog(await linked(redis_cluster.url))
    slot, source, target = slot_owner(redis_cluster, "moving")
    ids = {node: node.tell("CLUSTER", "MYID") for node in redis_cluster.nodes}
    await log.create("moving", [Entry("", b"birth")])
    try:
        target.tell("CLUSTER", "SETSLOT", slot, "IMPORTING", ids[source])
        source.tell("CLUSTER", "SETSLOT", slot, "MIGRATING", ids[target])
        names = source.tell("CLUSTER", "GETKEYSINSLOT", slot, 10)
        source.tell("MIGRATE", "127.0.0.1", target.port, "", 0, 5000, "KEYS", *names)
        assert await log.append("moving", [Entry("", b"1")]) == 2  # we are asked to ask there
        for node in (target, source):
            node.tell("CLUSTER", "SETSLOT", slot, "NODE", ids[target])
        assert await log.append("moving", [Entry("", b"2")]) == 3  # it has moved
        assert (await log.read("moving")).head == 3
    finally:
        target.tell("FLUSHALL")
        for node in redis_cluster.nodes:
            node.tell("CLUSTER", "SETSLOT", slot, "NODE", ids[source])


async def test_boards_of_a_cluster_lie_on_all_its_nodes(redis_cluster: Cluster, linked: Linked) -> None:
    redis_cluster.forget()
    log = RedisLog(await linked(redis_cluster.url))
    boards = [f"board{n}" for n in range(30)]
    await asyncio.gather(*(log.create(board, [Entry("", b"birth")]) for board in boards))
    assert all(node.tell("DBSIZE") for node in redis_cluster.nodes)
    assert await log.boards() == dict.fromkeys(sorted(boards), True)
    await log.probe()


async def test_a_node_that_is_killed_and_comes_back_is_used_again(redis_cluster: Cluster, linked: Linked) -> None:
    log = RedisLog(await linked(redis_cluster.url))
    _, node, _ = slot_owner(redis_cluster, "hurt")
    redis_cluster.forget()
    node.set("appendfsync", "always")
    await log.create("hurt", [Entry("", b"birth")])
    node.kill()
    with pytest.raises(StoreFailed):
        await log.append("hurt", [Entry("", b"1")])
    node.start()
    await until(lambda: succeeds(log.append("hurt", [Entry("", b"1")], mark="one")))
    assert (await log.read("hurt")).head == 2
