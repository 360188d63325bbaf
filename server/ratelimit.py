"""Token buckets: how often somebody may fail, told by address. Time comes in as an argument."""

import ipaddress
from collections import OrderedDict
from contextlib import suppress
from dataclasses import dataclass
from typing import Protocol

from server.update_log import StoreFailed

REMEMBERED = 10_000  # addresses; the one unseen longest is forgotten first


@dataclass(frozen=True, slots=True)
class Rate:
    """So many at once, and then so many a second."""

    burst: float
    per_second: float


@dataclass(slots=True)
class _Bucket:
    level: float
    at: float


class RateLimit:
    """One bucket for each key."""

    def __init__(self, rate: Rate) -> None:
        self._rate = rate
        self._buckets: OrderedDict[str, _Bucket] = OrderedDict()

    def wait(self, key: str, now: float) -> float:
        """Seconds until this key may go on; 0 when it may now."""
        level = self._filled(key, now).level
        return 0.0 if level >= 1 else (1 - level) / self._rate.per_second

    def spend(self, key: str, now: float) -> None:
        """Count one. The level may fall below zero: who tried many at once waits for each."""
        self._filled(key, now).level -= 1

    def _filled(self, key: str, now: float) -> _Bucket:
        bucket = self._buckets.setdefault(key, _Bucket(self._rate.burst, now))
        passed = max(0.0, now - bucket.at)  # a clock that is set back fines nobody
        bucket.level = min(self._rate.burst, bucket.level + passed * self._rate.per_second)
        bucket.at = now
        self._buckets.move_to_end(key)
        while len(self._buckets) > REMEMBERED:
            self._buckets.popitem(last=False)
        return bucket


class Buckets(Protocol):
    """Buckets that all processes share; `server.redis_exchange` has them."""

    async def spend(self, key: str, burst: float, per_second: float, cost: float = 1, debt: bool = False) -> float:
        """Takes from a bucket, with debt below zero too; seconds to wait if it was empty. `StoreFailed` if away."""


class SharedRateLimit:
    """A rate limit over all processes; while they can't reach each other, each counts for itself."""

    def __init__(self, name: str, rate: Rate, buckets: Buckets | None) -> None:
        self._name = name
        self._rate = rate
        self._buckets = buckets
        self._own = RateLimit(rate)

    async def wait(self, key: str, now: float) -> float:
        """Seconds until this key may go on; 0 when it may now."""
        own = self._own.wait(key, now)
        if self._buckets is not None:
            with suppress(StoreFailed):
                return await self._buckets.spend(f"{self._name}:{key}", self._rate.burst, self._rate.per_second, 0)
        return own

    async def spend(self, key: str, now: float) -> None:
        """Count one, here and for all."""
        self._own.spend(key, now)
        if self._buckets is not None:
            with suppress(StoreFailed):
                await self._buckets.spend(f"{self._name}:{key}", self._rate.burst, self._rate.per_second, 1, True)


def address_key(address: str) -> str:
    """What counts as one address: an IPv6 household has a whole /64."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped is not None:
            return str(parsed.ipv4_mapped)
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)
