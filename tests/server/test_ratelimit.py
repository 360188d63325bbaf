"""Token buckets, told the time; and those that processes share in a real Redis."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from server.ratelimit import REMEMBERED, Rate, RateLimit, SharedRateLimit, address_key
from server.redis_exchange import RedisExchange
from server.redis_link import RedisLink
from tests.redis import Redis

SLOW = Rate(burst=3, per_second=1 / 600)


def test_a_burst_is_allowed_and_then_a_rate() -> None:
    limit = RateLimit(Rate(burst=3, per_second=0.5))
    for _ in range(3):
        assert limit.wait("a", 0) == 0
        limit.spend("a", 0)
    assert limit.wait("a", 0) == 2
    assert limit.wait("a", 1) == 1
    assert limit.wait("a", 2) == 0


def test_who_tried_many_at_once_waits_for_each() -> None:
    limit = RateLimit(Rate(burst=1, per_second=1))
    for _ in range(5):
        limit.spend("a", 0)
    assert limit.wait("a", 0) == 5


def test_another_address_is_another_bucket() -> None:
    limit = RateLimit(Rate(burst=1, per_second=1))
    limit.spend("a", 0)
    assert limit.wait("b", 0) == 0


def test_a_bucket_never_holds_more_than_a_burst() -> None:
    limit = RateLimit(Rate(burst=2, per_second=1))
    assert limit.wait("a", 0) == 0
    limit.spend("a", 1000)
    limit.spend("a", 1000)
    assert limit.wait("a", 1000) == 1


def test_a_clock_that_is_set_back_shuts_nobody_out() -> None:
    limit = RateLimit(Rate(burst=2, per_second=1))
    limit.spend("a", 10_000)
    assert limit.wait("a", 10) == 0
    limit.spend("a", 10)
    assert limit.wait("a", 10) == 1


def test_the_memory_is_bounded_and_forgets_who_was_away_longest() -> None:
    limit = RateLimit(Rate(burst=1, per_second=0.001))
    limit.spend("first", 0)
    for number in range(REMEMBERED):
        limit.spend(str(number), 0)
    assert limit.wait("first", 0) == 0
    assert limit.wait(str(REMEMBERED - 1), 0) > 0


def test_a_household_of_ipv6_is_one_address() -> None:
    assert address_key("2001:db8:1:2::1") == address_key("2001:db8:1:2:ffff::9")
    assert address_key("2001:db8:1:2::1") != address_key("2001:db8:1:3::1")
    assert address_key("::ffff:10.0.0.1") == address_key("10.0.0.1")
    assert address_key("unix") == "unix"


@asynccontextmanager
async def buckets(redis: Redis) -> AsyncIterator[RedisExchange]:
    """Those of one process."""
    exchange = RedisExchange(RedisLink(redis.url), "one")
    await exchange.open()
    try:
        yield exchange
    finally:
        await exchange.close()


async def test_what_is_spent_at_one_process_is_spent_at_all(redis: Redis) -> None:
    async with buckets(redis) as one, buckets(redis) as other:
        here, there = SharedRateLimit("join", SLOW, one), SharedRateLimit("join", SLOW, other)
        for limit in (here, there, here):
            assert await limit.wait("a", 0) == 0
            await limit.spend("a", 0)
        assert 590 < await there.wait("a", 0) <= 600
        assert await there.wait("b", 0) == 0


async def test_who_tries_many_times_at_once_waits_for_each_at_all_processes(redis: Redis) -> None:
    async with buckets(redis) as shared:
        limit = SharedRateLimit("join", SLOW, shared)
        await asyncio.gather(*(limit.spend("a", 0) for _ in range(10)))
        assert 7 * 600 < await limit.wait("a", 0) <= 8 * 600


async def test_to_look_leaves_nothing_behind_and_what_is_spent_is_forgotten_in_time(redis: Redis) -> None:
    async with buckets(redis) as shared:
        limit = SharedRateLimit("join", SLOW, shared)
        await limit.wait("a", 0)
        assert redis.tell("KEYS", "bb:rate:*") == []
        await limit.spend("a", 0)
        assert 0 < redis.tell("PTTL", "bb:rate:join:a") <= 1_000_000


async def test_while_redis_is_away_each_process_counts_for_itself(own_redis: Redis) -> None:
    async with buckets(own_redis) as shared:
        limit = SharedRateLimit("join", SLOW, shared)
        await limit.spend("a", 0)
        own_redis.kill()
        await limit.spend("a", 0)
        assert await limit.wait("a", 0) == 0
        await limit.spend("a", 0)
        assert await limit.wait("a", 0) == 600
