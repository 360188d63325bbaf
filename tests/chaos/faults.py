"""What goes wrong, one by one or two at once: each fault begins, lasts, and ends, and says what must hold meanwhile."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from random import Random
from resource import RLIM_INFINITY, RLIMIT_FSIZE, prlimit

from websockets.exceptions import WebSocketException

from tests.chaos.world import Host, World
from tests.chaos.writers import TRANSIENT, Guest, Writer
from tests.line import Line
from tests.product import bearer
from tests.waiting import until

TOLD_SECONDS = 3.0 + 3.0  # people see "not saved" within 3 s; the rest is for a busy machine
NOTICED_SECONDS = 1.0  # what is shorter may pass unnoticed
REFUSED_SECONDS = 15.0
CLOCK_STEPS = (-86_400, -60, 60, 3_600, 86_400)


@dataclass(frozen=True, slots=True)
class Fault:
    """One line of a schedule."""

    kind: str
    target: int
    seconds: float
    amount: int = 0

    def __str__(self) -> str:
        return f"{self.kind}({self.target}, {self.seconds:.1f} s, {self.amount})"


Act = Callable[[World, Fault], Awaitable[None]]
ACTS: dict[str, Act] = {}
TAIL_LOST = "redis lost its tail"
REDIS_AWAY = ("redis killed", "redis frozen", "redis paused", "redis full", "redis disk full")


def act(kind: str) -> Callable[[Act], Act]:
    def named(function: Act) -> Act:
        ACTS[kind] = function
        return function

    return named


def schedule(rnd: Random, count: int, longest: float, kinds: Sequence[str]) -> list[tuple[Fault, ...]]:
    """So many faults, some of them two at once; every kind comes before any comes again."""
    steps: list[tuple[Fault, ...]] = []
    left: list[str] = []

    def fault() -> Fault:
        nonlocal left
        left = left or rnd.sample(kinds, len(kinds))
        return Fault(left.pop(), rnd.randrange(100), rnd.uniform(0.2, longest), rnd.randrange(1, 2_000))

    while sum(map(len, steps)) < count:
        one = fault()
        two = fault() if rnd.random() < 0.25 and sum(map(len, steps)) + 2 <= count else None
        steps.append((one,) if two is None else (one, two) if agree(one, two) else (one,))
        if two is not None and not agree(one, two):
            steps.append((two,))
    return steps


def agree(one: Fault, two: Fault) -> bool:
    """Whether both may happen at once: never two to the same thing, and no death while a log has lost its end.

    What was acknowledged is written again by whoever has it in memory; who has it may not die before that.
    """
    subjects = {one.kind.split()[0], two.kind.split()[0]}
    return len(subjects) == 2 and not any("tail" in fault.kind for fault in (one, two))


# Processes


@act("process killed")
async def _process_killed(world: World, fault: Fault) -> None:
    host = pick(world, fault)
    host.product.kill()
    await asyncio.sleep(fault.seconds / 3)
    await host.product.start()


@act("process ended")
async def _process_ended(world: World, fault: Fault) -> None:
    host = pick(world, fault)
    status = await asyncio.to_thread(host.product.terminate)
    assert status == 0, f"{host.product.log.name}: status {status}"
    await host.product.start()


@act("process frozen")
async def _process_frozen(world: World, fault: Fault) -> None:
    host = pick(world, fault)
    host.frozen = True
    host.product.freeze()
    try:
        await asyncio.sleep(fault.seconds)
    finally:
        host.product.thaw()
        host.frozen = False


@act("clock set")
async def _clock_set(world: World, fault: Fault) -> None:
    pick(world, fault).clock.set(CLOCK_STEPS[fault.amount % len(CLOCK_STEPS)])


# Redis


@act("redis killed")
async def _redis_killed(world: World, fault: Fault) -> None:
    world.redis.kill()
    await away(world, fault)
    await asyncio.to_thread(world.redis.start)


@act("redis frozen")
async def _redis_frozen(world: World, fault: Fault) -> None:
    with world.redis.paused():
        await away(world, fault)


@act("redis paused")
async def _redis_paused(world: World, fault: Fault) -> None:
    pause = replace(fault, seconds=fault.seconds + (TOLD_SECONDS if fault.seconds > NOTICED_SECONDS else 0))
    world.redis.tell("CLIENT", "PAUSE", int(pause.seconds * 1000), "ALL")
    await away(world, pause)


@act("redis full")
async def _redis_full(world: World, fault: Fault) -> None:
    world.redis.fill()
    try:
        await away(world, fault)
    finally:
        world.redis.set("maxmemory", 0)


@act("redis disk full")
async def _redis_disk_full(world: World, fault: Fault) -> None:
    prlimit(world.redis.pid, RLIMIT_FSIZE, (world.redis.aof_bytes, RLIM_INFINITY))
    try:
        await away(world, fault)
    finally:
        prlimit(world.redis.pid, RLIMIT_FSIZE, (RLIM_INFINITY, RLIM_INFINITY))


@act(TAIL_LOST)
async def _redis_lost_its_tail(world: World, fault: Fault) -> None:
    await asyncio.sleep(fault.seconds / 3)
    world.redis.kill()
    world.redis.lose_tail(max(0, world.redis.aof_bytes - fault.amount))
    await asyncio.to_thread(world.redis.start)


# Lines


@act("line to redis cut")
async def _line_cut(world: World, fault: Fault) -> None:
    line = pick(world, fault).line
    line.cut()
    await asyncio.sleep(fault.seconds)
    line.mend()


@act("line to redis swallowing")
async def _line_swallowing(world: World, fault: Fault) -> None:
    line = pick(world, fault).line
    line.swallow()
    await asyncio.sleep(fault.seconds)
    line.mend()


@act("line to redis reset")
async def _line_reset(world: World, fault: Fault) -> None:
    for host in {pick(world, fault), world.hosts[0]}:
        host.line.reset()


@act("line to redis slow")
async def _line_slow(world: World, fault: Fault) -> None:
    line = pick(world, fault).line
    line.delay = 0.3
    await asyncio.sleep(fault.seconds)
    line.delay = 0.0


@act("clients cut")
async def _clients_cut(world: World, fault: Fault) -> None:
    await _broken(some_lines(world, fault), Line.cut, fault.seconds)


@act("clients swallowed")
async def _clients_swallowed(world: World, fault: Fault) -> None:
    await _broken(some_lines(world, fault), Line.swallow, fault.seconds)


async def _broken(lines: Sequence[Line], broken: Callable[[Line], None], seconds: float) -> None:
    for line in lines:
        broken(line)
    await asyncio.sleep(seconds)
    for line in lines:
        line.mend()


@act("clients reset")
async def _clients_reset(world: World, fault: Fault) -> None:
    for line in some_lines(world, fault):
        line.reset()


@act("device lost")
async def _device_lost(world: World, fault: Fault) -> None:
    for writer in world.writers[fault.target % 3 :: 3]:
        await writer.lose_device()


# Rights


@act("rights locked")
async def _locked(world: World, fault: Fault) -> None:
    async def lock(locked: bool) -> int:
        answer = await pick(world, fault).product.http.put(
            f"/api/boards/{world.board['id']}/lock", json={"locked": locked}, headers=bearer(world.board)
        )
        return answer.status_code

    await forbidden(list(world.writers), lambda: lock(True), lambda: lock(False))


@act("rights taken")
async def _taken(world: World, fault: Fault) -> None:
    writer = world.writers[fault.target % len(world.writers)]

    async def give(role: str) -> int:
        answer = await pick(world, fault).product.http.patch(
            f"/api/boards/{world.board['id']}/seats/{writer.seat}", json={"role": role}, headers=bearer(world.board)
        )
        return answer.status_code

    await forbidden([writer], lambda: give("follower"), lambda: give("participant"))


async def forbidden(
    writers: Sequence[Writer], order: Callable[[], Awaitable[int]], undo: Callable[[], Awaitable[int]]
) -> None:
    """What is written after the order was answered is refused until it is taken back, on whichever process."""
    await done(order)
    marks = [(writer, writer.guest, writer.visits, writer.guest.sent) for writer in writers if writer.online]
    await asyncio.sleep(0.5)
    for writer, guest, visits, mark in marks:
        if writer.guest is guest and writer.visits == visits:
            taken = set(range(mark + 1, guest.saved + 1)) - set(guest.refused)
            assert not taken, f"writer {writer.number}: frames {taken} were taken though it had no right any more"
    for writer in writers:
        await writer.lose_device()
    await done(undo)


async def done(order: Callable[[], Awaitable[int]]) -> None:
    """Repeats an order that could not be followed for now."""

    async def followed() -> bool:
        return await order() == 200

    await until(followed, seconds=REFUSED_SECONDS, what="the order is followed")


# Boards


@act("board erased")
async def _board_erased(world: World, fault: Fault) -> None:
    """Another board, at which somebody is through every process, is erased through one of them (R20)."""
    running = world.running
    host = pick(world, fault)
    board = await host.product.board()
    guests = [Guest(other.product.url, board["id"], board["tokens"]["participant"]) for other in running]
    with suppress(OSError, WebSocketException, AssertionError):
        await asyncio.gather(*(guest.join(5) for guest in guests))
    here = [guest for guest in guests if guest.online]

    async def erase() -> int:
        answer = await host.product.http.delete(f"/api/boards/{board['id']}", headers=bearer(board))
        return {204: 200, 404: 200}.get(answer.status_code, answer.status_code)

    await done(erase)
    await until(lambda: all(guest.close_code for guest in here), what="all were sent away")
    assert {guest.close_code for guest in here} <= {4410, *TRANSIENT}


# What they need


def pick(world: World, fault: Fault) -> Host:
    """A process that runs, by the fault's number."""
    running = world.running
    return running[fault.target % len(running)]


def some_lines(world: World, fault: Fault) -> list[Line]:
    """Half of the lines of clients."""
    return world.lines[fault.target % 2 :: 2]


async def away(world: World, fault: Fault) -> None:
    """Redis is away for the fault's time, and if that is not short until all are told of it."""
    loop = asyncio.get_running_loop()
    back = loop.time() + fault.seconds
    here = [(writer, writer.guest, writer.visits, len(writer.guest.messages)) for writer in world.at(world.running)]

    def unaware() -> list[int]:
        return [
            writer.number
            for writer, guest, visits, heard in here
            if (writer.online, writer.visits, writer.guest) == (True, visits, guest)
            and "storing-trouble" not in guest.notices(heard)
        ]

    if fault.seconds > NOTICED_SECONDS:
        await until(lambda: not unaware(), seconds=TOLD_SECONDS, what=f"{fault}: all are told that nothing is saved")
    await asyncio.sleep(back - loop.time())
