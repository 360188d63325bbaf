"""Token buckets, told the time."""

from server.ratelimit import REMEMBERED, Rate, RateLimit, address_key


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
