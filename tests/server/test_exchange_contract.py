"""What processes learn of each other, over each `Exchange`, and whatever happens to Redis (R12, F25, F32)."""

import asyncio
import logging
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field

import pytest

from crdt.elsewhere import Gathering
from server import redis_ear, redis_exchange, redis_teller, redis_turns
from server.exchange import Exchange, NoExchange
from server.redis_exchange import RedisExchange
from server.redis_link import RedisLink
from server.redis_log import RedisLog, key
from server.update_log import Entry, StoreFailed
from tests.line import line_to
from tests.redis import Cluster, Redis
from tests.waiting import until

SOON = 5.0
DEAD_SECONDS = 0.8
HURRY = {
    redis_exchange: {"BEAT_SECONDS": 0.2, "DEAD_SECONDS": DEAD_SECONDS, "LATE_SECONDS": 0.4},
    redis_ear: {"PING_SECONDS": 0.2, "SILENCE_SECONDS": 0.7},
    redis_turns: {"TURN_SECONDS": 0.5, "PATIENCE_SECONDS": 0.8},
}

ANN = Gathering(({"seat": "ann", "name": "Ann"},), 0, {"ann": 2}, b"\x00\n \xff")
BOB = Gathering(({"seat": "bob", "name": "Bøb"},), 3, {"bob": 1}, b"\x00")


@dataclass
class Heard:
    """A watcher that writes down what it hears."""

    growths: int = 0
    gatherings: list[tuple[str, Gathering | None]] = field(default_factory=list)
    moves: list[bytes] = field(default_factory=list)

    def log_grew(self) -> None:
        self.growths += 1

    def gathered(self, process: str, gathering: Gathering | None) -> None:
        self.gatherings.append((process, gathering))

    def moved(self, process: str, presence: bytes) -> None:  # noqa: ARG002
        self.moves.append(presence)

    @property
    def here(self) -> list[Gathering]:
        """Who is elsewhere now, after all that was heard."""
        return [gathering for gathering in dict(self.gatherings).values() if gathering is not None]

    async def sees(self, *gatherings: Gathering, seconds: float = SOON) -> None:
        await until(lambda: self.here == list(gatherings), seconds=seconds, what=f"{gatherings}, not {self.here}")


Opened = Callable[..., Awaitable[RedisExchange]]


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same rules, ten times as fast."""
    for module, settings in HURRY.items():
        for name, seconds in settings.items():
            monkeypatch.setattr(module, name, seconds)


@pytest.fixture
async def opened() -> AsyncIterator[Opened]:
    """Opens exchanges, as processes would, that are closed afterwards."""
    async with AsyncExitStack() as stack:

        async def open(redis: Redis | Cluster | str, name: str = "one") -> RedisExchange:
            link = RedisLink(redis if isinstance(redis, str) else redis.url)
            exchange = RedisExchange(link, name)
            await exchange.open()
            stack.push_async_callback(exchange.close)
            return exchange

        yield open


@pytest.fixture(params=["redis", "redis_cluster"])
def store(request: pytest.FixtureRequest) -> Redis | Cluster:
    store: Redis | Cluster = request.getfixturevalue(request.param)
    store.forget()
    return store


@pytest.fixture
async def two(store: Redis | Cluster, opened: Opened) -> tuple[RedisExchange, RedisExchange]:
    return await opened(store, "one"), await opened(store, "two")


# What every exchange promises


@pytest.fixture(params=["alone", "redis", "redis_cluster"])
async def exchange(request: pytest.FixtureRequest, opened: Opened) -> AsyncIterator[Exchange]:
    if request.param == "alone":
        yield NoExchange()
        return
    store: Redis | Cluster = request.getfixturevalue(request.param)
    store.forget()
    yield await opened(store)


async def test_one_act_at_a_time_at_each_board(exchange: Exchange) -> None:
    under_way = most = 0

    async def act() -> None:
        nonlocal under_way, most
        async with exchange.turn("b"):
            under_way += 1
            most = max(most, under_way)
            await asyncio.sleep(0)
            under_way -= 1

    await asyncio.gather(*(act() for _ in range(10)))
    assert most == 1
    async with exchange.turn("b"), exchange.turn("other"):
        pass


async def test_a_process_does_not_hear_itself_and_is_nowhere_else(exchange: Exchange) -> None:
    heard = Heard()
    await exchange.watch("b", heard)
    exchange.tell("b", ANN)
    exchange.move("b", b"\x01")
    assert await exchange.gatherings("b") == {}
    assert await exchange.lease("chore", 10)
    await exchange.unwatch("b")
    await exchange.unwatch("never watched")
    assert (heard.gatherings, heard.moves) == ([], [])


# Between processes


async def test_who_is_here_is_known_to_who_comes_and_to_who_is_there(two: tuple[RedisExchange, RedisExchange]) -> None:
    one, other = two
    heard = Heard()
    one.tell("b", ANN)
    await until(lambda: other.gatherings("b"))
    await other.watch("b", heard)
    assert heard.gatherings == [(one.process, ANN)]
    one.tell("b", BOB)
    await heard.sees(BOB)
    assert await other.gatherings("b") == {one.process: BOB}


async def test_the_newest_gathering_wins_and_not_every_one_is_said(two: tuple[RedisExchange, RedisExchange]) -> None:
    one, other = two
    heard = Heard()
    await other.watch("b", heard)
    for followers in range(200):
        one.tell("b", Gathering((), followers, {"ann": 1}))
        await asyncio.sleep(0)
    last = Gathering((), 199, {"ann": 1})
    await heard.sees(last)
    assert len(heard.gatherings) < 10


async def test_f32_who_leaves_is_gone_at_once(two: tuple[RedisExchange, RedisExchange]) -> None:
    one, other = two
    heard = Heard()
    await other.watch("b", heard)
    await one.watch("b", Heard())
    one.tell("b", ANN)
    await heard.sees(ANN)
    one.tell("b", Gathering())
    await heard.sees()
    leave: tuple[Callable[[], Awaitable[None]], ...] = (lambda: one.unwatch("b"), one.close)
    for act in leave:
        one.tell("b", ANN)
        await heard.sees(ANN)
        await act()
        await heard.sees()
        assert await other.gatherings("b") == {}


async def test_r12_moves_arrive_once_and_in_their_order(two: tuple[RedisExchange, RedisExchange]) -> None:
    one, other = two
    heard, elsewhere = Heard(), Heard()
    await other.watch("b", heard)
    await other.watch("elsewhere", elsewhere)
    moves = [b"\x00\n%d" % n for n in range(100)]
    for move in moves:
        one.move("b", move)
        await asyncio.sleep(0)
    await until(lambda: len(heard.moves) == 100)
    assert heard.moves == moves
    assert elsewhere.moves == []


async def test_a_log_that_grew_is_heard_of_by_all_but_its_writer(store: Redis | Cluster, opened: Opened) -> None:
    one, other = await opened(store), await opened(store)
    log = RedisLog(one._link)
    await log.create("b", [Entry("", b"birth")])
    heard_here, heard_there = Heard(), Heard()
    await one.watch("b", heard_here)
    await other.watch("b", heard_there)
    before = heard_here.growths, heard_there.growths
    await log.append("b", [Entry("ann", b"1")], (await log.read("b")).tip, "mark")
    await until(lambda: heard_there.growths > before[1])
    assert heard_here.growths == before[0]
    await log.append("b", [Entry("!", b"order")])  # by who did not know the tip: the room does not know of it either
    await until(lambda: heard_here.growths > before[0])
    await log.erase("b")
    await until(lambda: heard_here.growths == before[0] + 2)


async def test_who_watches_no_more_hears_nothing_until_he_watches_again(
    two: tuple[RedisExchange, RedisExchange],
) -> None:
    one, other = two
    heard, again = Heard(), Heard()
    await other.watch("b", heard)
    await other.unwatch("b")
    await other.watch("b", again)
    one.tell("b", ANN)
    await again.sees(ANN)
    assert heard.gatherings == []


async def test_a_turn_is_one_processs_at_a_time(two: tuple[RedisExchange, RedisExchange]) -> None:
    under_way = most = 0

    async def act(exchange: RedisExchange) -> None:
        nonlocal under_way, most
        async with exchange.turn("b"):
            under_way += 1
            most = max(most, under_way)
            await asyncio.sleep(0.01)
            under_way -= 1

    await asyncio.gather(*(act(exchange) for exchange in two for _ in range(3)))
    assert most == 1


@pytest.mark.usefixtures("hurried")
async def test_a_turn_is_kept_while_its_process_lives_and_waited_for_with_patience(
    redis: Redis, opened: Opened
) -> None:
    one, other = await opened(redis), await opened(redis)
    async with one.turn("b"):
        with pytest.raises(StoreFailed, match="busy"):  # longer than a turn lasts that nobody keeps
            async with other.turn("b"):
                pass
    async with other.turn("b"):
        pass


@pytest.mark.usefixtures("hurried")
async def test_a_dead_processs_turn_ends_by_itself(redis: Redis, opened: Opened) -> None:
    one = await opened(redis)
    redis.tell("SET", key("b", "turn"), "of a dead process", "PX", int(HURRY[redis_turns]["TURN_SECONDS"] * 1000))
    async with one.turn("b"):
        pass


async def test_a_chore_is_leased_once(two: tuple[RedisExchange, RedisExchange]) -> None:
    one, other = two
    leased = await asyncio.gather(*(exchange.lease("purge", 10) for exchange in (one, other, one)))
    assert sorted(leased) == [False, False, True]
    assert await other.lease("brief", 0.05)
    await until(lambda: one.lease("brief", 0.05))


async def test_a_limit_is_shared_by_all(two: tuple[RedisExchange, RedisExchange]) -> None:
    one, other = two
    assert [await one.spend("address", 2, 0.1), await other.spend("address", 2, 0.1)] == [0, 0]
    assert 9 < await one.spend("address", 2, 0.1) <= 10
    assert 9 < await other.spend("address", 2, 0.1, cost=0) <= 10
    assert await other.spend("another", 2, 0.1, cost=0) == 0
    assert await other.spend("another", 1, 20) == 0
    await until(lambda: spent(one))


async def spent(exchange: RedisExchange) -> bool:
    return await exchange.spend("another", 1, 20) == 0


async def test_every_process_reports_and_who_has_left_does_not(two: tuple[RedisExchange, RedisExchange]) -> None:
    one, other = two
    await one.report("metrics 1")
    await other.report("metrics 2")
    assert await one.reports() == {one.process: "metrics 1", other.process: "metrics 2"}
    await other.close()
    assert await one.reports() == {one.process: "metrics 1"}


# Processes that die, or stand still

CHILD = """
import asyncio
from crdt.elsewhere import Gathering
from server import redis_exchange
from server.redis_link import RedisLink

async def main():
    for name, seconds in {hurry}.items():
        setattr(redis_exchange, name, seconds)
    exchange = redis_exchange.RedisExchange(RedisLink({url!r}), "child")
    await exchange.open()
    exchange.tell("b", Gathering(({{"seat": "ann", "name": "Ann"}},), 0, {{"ann": 2}}, b"\\x00\\n \\xff"))
    await asyncio.sleep(1000)

asyncio.run(main())
"""


@pytest.fixture
async def child(redis: Redis) -> AsyncIterator[asyncio.subprocess.Process]:
    """Another process, that tells of Ann."""
    program = CHILD.format(hurry=HURRY[redis_exchange], url=redis.url)
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", program)
    yield process
    if process.returncode is None:
        process.kill()
    await process.wait()


@pytest.mark.usefixtures("hurried")
async def test_f32_a_process_that_was_killed_leaves_no_ghost(
    redis: Redis, opened: Opened, child: asyncio.subprocess.Process
) -> None:
    one = await opened(redis)
    heard = Heard()
    await one.watch("b", heard)
    await heard.sees(ANN, seconds=20)
    child.kill()
    await heard.sees()
    assert redis.tell("HLEN", key("b", "here")) == 0
    assert heard.gatherings[-1][1] is None


@pytest.mark.usefixtures("hurried")
async def test_f32_what_moved_goes_with_a_process_that_died_before_it_told_who_is_there(
    redis: Redis, opened: Opened
) -> None:
    one = await opened(redis)
    heard = Heard()
    await one.watch("b", heard)
    redis.tell("PUBLISH", "bb:{b}", b"mghost\nmove")
    await until(lambda: heard.moves == [b"move"])
    await until(lambda: heard.gatherings == [("ghost", None)])


async def test_a_ghost_is_not_shown_to_who_comes_later_and_is_taken_away(redis: Redis, opened: Opened) -> None:
    redis.tell("HSET", key("b", "here"), "ghost", b'7 {"people":[],"followers":1,"online":{"x":1}}\n')
    one = await opened(redis)
    heard = Heard()
    await one.watch("b", heard)
    assert heard.gatherings == []
    assert redis.tell("EXISTS", key("b", "here")) == 0


@pytest.mark.usefixtures("hurried")
async def test_a_process_that_stood_still_tells_anew_when_it_goes_on(
    redis: Redis, opened: Opened, child: asyncio.subprocess.Process
) -> None:
    one = await opened(redis)
    heard = Heard()
    await one.watch("b", heard)
    await heard.sees(ANN, seconds=20)
    child.send_signal(signal.SIGSTOP)
    await heard.sees()
    child.send_signal(signal.SIGCONT)
    await heard.sees(ANN)


@pytest.mark.usefixtures("hurried")
async def test_a_clock_that_is_set_back_keeps_no_dead_process_alive(redis: Redis, opened: Opened) -> None:
    one = await opened(redis)
    redis.tell("ZADD", "bb:processes", 4_000_000_000_000, "ghost")
    redis.tell("HSET", key("b", "here"), "ghost", b'7 {"people":[],"followers":1,"online":{"x":1}}\n')
    heard = Heard()
    await one.watch("b", heard)
    await heard.sees(Gathering((), 1, {"x": 1}, b""))
    await heard.sees()


# Whatever happens to Redis


async def test_f25_after_redis_was_killed_all_is_told_anew(own_redis: Redis, opened: Opened) -> None:
    one, other = await opened(own_redis), await opened(own_redis)
    heard = Heard()
    await one.watch("b", heard)
    other.tell("b", ANN)
    await heard.sees(ANN)
    growths = heard.growths
    own_redis.tell("FLUSHALL")  # what was told is lost, too
    own_redis.kill()
    with pytest.raises(StoreFailed):
        await other.watch("c", Heard())
    other.tell("b", BOB)
    one.move("b", b"lost")
    own_redis.start()
    await heard.sees(BOB, seconds=10)
    await until(lambda: heard.growths > growths)
    late = Heard()
    await until(lambda: watched(other, late))
    one.tell("b", ANN)
    await late.sees(ANN)


async def watched(exchange: RedisExchange, watcher: Heard) -> bool:
    try:
        await exchange.watch("b", watcher)
    except StoreFailed:
        return False
    return True


@pytest.mark.parametrize("stop", ["SIGSTOP", "CLIENT PAUSE"])
@pytest.mark.usefixtures("hurried")
async def test_f21_a_redis_that_stood_still_has_killed_nobody(own_redis: Redis, opened: Opened, stop: str) -> None:
    one, other = await opened(own_redis), await opened(own_redis)
    heard = Heard()
    await one.watch("b", heard)
    other.tell("b", ANN)
    await heard.sees(ANN)
    growths = heard.growths
    if stop == "SIGSTOP":
        with own_redis.paused():
            await asyncio.sleep(1.5 * DEAD_SECONDS)
    else:
        own_redis.tell("CLIENT", "PAUSE", int(1.5 * DEAD_SECONDS * 1000), "ALL")
        await asyncio.sleep(1.5 * DEAD_SECONDS)
    other.tell("b", BOB)
    await heard.sees(BOB, seconds=10)
    assert None not in [gathering for _, gathering in heard.gatherings]
    assert heard.growths >= growths


@pytest.mark.usefixtures("hurried")
async def test_f25_a_line_on_which_nothing_arrives_is_noticed_and_made_anew(own_redis: Redis, opened: Opened) -> None:
    async with line_to(own_redis.port) as line:
        one = await opened(f"redis://127.0.0.1:{line.port}/0")
        other = await opened(own_redis)
        heard = Heard()
        await one.watch("b", heard)
        other.tell("b", ANN)
        await heard.sees(ANN)
        growths = heard.growths
        line.swallow()
        other.tell("b", BOB)
        await until(lambda: one._ear.interruptions, what="the silence is noticed")
        line.mend()
        await until(lambda: heard.growths > growths)
        await heard.sees(BOB)
        await one.close()


@pytest.mark.usefixtures("hurried")
async def test_who_is_cut_off_is_dead_to_the_others_and_lives_again_when_he_is_back(
    own_redis: Redis, opened: Opened
) -> None:
    async with line_to(own_redis.port) as line:
        one = await opened(f"redis://127.0.0.1:{line.port}/0")
        other = await opened(own_redis)
        here, there = Heard(), Heard()
        await one.watch("b", here)
        await other.watch("b", there)
        one.tell("b", ANN)
        other.tell("b", BOB)
        await here.sees(BOB)
        await there.sees(ANN)
        line.cut()
        await there.sees()
        line.mend()
        await there.sees(ANN, seconds=10)
        assert here.here == [BOB]
        await one.close()


async def test_f37_boards_that_were_watched_once_leave_nothing_behind(redis: Redis, opened: Opened) -> None:
    one = await opened(redis)
    for n in range(20):
        await one.watch(f"b{n}", Heard())
        await one.unwatch(f"b{n}")
    await until(lambda: len(one._ear._confirmed) == 1 and not one._ear._asked)


async def test_moves_that_nobody_takes_are_few(own_redis: Redis, opened: Opened) -> None:
    one, other = await opened(own_redis), await opened(own_redis)
    heard = Heard()
    await other.watch("b", heard)
    with own_redis.paused():
        for n in range(20_000):
            one.move("b", b"%d" % n)
        assert len(one._teller._moves) == redis_teller.MOST_MOVES
    await until(lambda: b"19999" in heard.moves)
    assert len(heard.moves) <= redis_teller.MOST_MOVES


async def test_presence_goes_on_when_the_memory_is_full(own_redis: Redis, opened: Opened) -> None:
    one, other = await opened(own_redis), await opened(own_redis)
    own_redis.fill()
    heard = Heard()
    await one.watch("b", heard)
    other.tell("b", ANN)
    other.move("b", b"move")
    await heard.sees(ANN)
    await until(lambda: heard.moves == [b"move"])


# R16: what one does wrong


class Broken(Heard):
    def log_grew(self) -> None:
        raise RuntimeError("a bug")

    def gathered(self, process: str, gathering: Gathering | None) -> None:  # noqa: ARG002
        raise RuntimeError("a bug")


async def test_r16_what_is_no_gathering_and_who_fails_stop_nobody(
    redis: Redis, opened: Opened, caplog: pytest.LogCaptureFixture
) -> None:
    one, other = await opened(redis), await opened(redis)
    heard, broken = Heard(), Broken()
    await one.watch("b", heard)
    await one.watch("c", broken)
    with caplog.at_level(logging.WARNING, "brownboard.redis"):
        for message in (
            b"",
            b"?",
            b"t",
            b"tx\n",
            b"tx\nno number",
            b"tx\n1 {}\n",
            b'tx\n2 {"people":7}\n',
            b"mx",
            b"g",
        ):
            redis.tell("PUBLISH", "bb:{b}", message)
            redis.tell("PUBLISH", "bb:{c}", message)
        other.tell("c", ANN)
        other.tell("b", ANN)
        await heard.sees(ANN)
        await until(lambda: "its watcher failed" in caplog.text)
    assert "was ignored" in caplog.text
    assert one._ear.interruptions == 0
