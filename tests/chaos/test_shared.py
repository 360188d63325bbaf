"""Several processes on one Redis, and everything goes wrong: nothing acknowledged is lost or doubled, all copies agree.

`CHAOS_FAULTS` says how many faults, `CHAOS_SEED` which, `CHAOS_KINDS` (words of their names) of what kinds, and
`CHAOS_LONGEST` how many seconds they last at most; each ten of them have a board and a seed of their own.
"""

import asyncio
import base64
import os
import secrets
import time
from pathlib import Path
from random import Random

from tests.chaos.faults import ACTS, REDIS_AWAY, TAIL_LOST, Fault, schedule
from tests.chaos.test_convergence import document, show, vector
from tests.chaos.world import FAKETIME, Host, World, world
from tests.chaos.writers import COMMON, TRANSIENT, progress
from tests.product import bearer
from tests.waiting import until

FAULTS = int(os.environ.get("CHAOS_FAULTS", "0"))  # 0: the short form
SEED = int(os.environ.get("CHAOS_SEED", "0")) or secrets.randbelow(1_000_000)
LONGEST_SECONDS = float(os.environ.get("CHAOS_LONGEST", "1.5" if FAULTS == 0 else "10"))
WORDS = os.environ.get("CHAOS_KINDS", " ").split(",")
CLOCKS = os.environ.get("CHAOS_CLOCKS", str(int(FAULTS > 0))) == "1" and FAKETIME.exists()  # they make processes slow
KINDS = [kind for kind in ACTS if any(word in kind for word in WORDS) and (CLOCKS or "clock" not in kind)]
PROCESSES, WRITERS, STOCK = 3, 8, 2
CHAPTER = 10  # faults with one board
SHORT = [(20433, 6), (SEED, 3)]  # one seed that is always the same and has what matters most, one that never is
AGAIN_SECONDS = 20.0  # until everybody's words are saved again after a fault
PRESENT_SECONDS = 15.0  # R12
QUIET_SECONDS = 30.0


def chapters() -> list[tuple[int, int]]:
    """Seeds, and how many faults each has."""
    if not FAULTS:
        return SHORT
    return [(SEED + n, min(CHAPTER, FAULTS - n * CHAPTER)) for n in range(-(-FAULTS // CHAPTER))]


async def test_whatever_fails_nothing_acknowledged_is_lost_and_all_copies_agree(tmp_path: Path) -> None:
    async with world(tmp_path, PROCESSES, WRITERS, STOCK, CLOCKS) as all_of_it:
        for seed, faults in chapters():
            steps = schedule(Random(seed), faults, LONGEST_SECONDS, KINDS)
            print(f"seed {seed}", flush=True)
            try:
                await play(all_of_it, steps)
            except BaseException as error:
                again = (
                    f"CHAOS_SEED={seed} CHAOS_FAULTS={faults} CHAOS_LONGEST={LONGEST_SECONDS} CHAOS_CLOCKS={CLOCKS:d}"
                )
                error.add_note(f"Once more: {again} pytest {__file__}")
                error.add_note(all_of_it.logs())
                raise


async def play(world: World, steps: list[tuple[Fault, ...]]) -> None:
    await world.begin(WRITERS)
    world.rest(False)
    await progress(world.writers, AGAIN_SECONDS)
    for step in steps:
        began = time.monotonic()
        print(" + ".join(map(str, step)), end=" ", flush=True)
        await endure(world, step)
        print(f"→ {time.monotonic() - began:.1f} s", flush=True)
    await be_quiet(world)
    await nothing_is_lost_or_doubled(world, any(fault.kind == TAIL_LOST for step in steps for fault in step))
    await all_copies_agree(world)
    await presence_is_right(world)
    await a_fresh_load_agrees(world, steps[0][0].target)
    await world.end()


async def endure(world: World, step: tuple[Fault, ...]) -> None:
    """The faults of a step, until everybody's words are saved again; Redis's alone cost nobody his connection."""
    before = [(writer, writer.guest, writer.visits) for writer in world.writers if writer.online]
    await asyncio.gather(*(ACTS[fault.kind](world, fault) for fault in step))
    await progress(world.writers, AGAIN_SECONDS)
    if all(fault.kind in REDIS_AWAY for fault in step):
        had_to_come_again = [w.number for w, guest, visits in before if (w.guest, w.visits) != (guest, visits)]
        assert not had_to_come_again, f"{had_to_come_again} lost their connection, which was to a living process"
    codes = {code for writer in world.writers for code in writer.codes}
    assert codes <= TRANSIENT, f"closed with {codes}"


async def be_quiet(world: World) -> None:
    """Nobody writes, everybody is here, and all that was written is saved."""
    world.rest(True)
    await until(
        lambda: not [w.number for w in world.writers if not w.all_saved],
        seconds=QUIET_SECONDS,
        what="everybody is here and all is saved",
    )


async def nothing_is_lost_or_doubled(world: World, tail_lost: bool) -> None:
    """Where the log lost its end, what one process refused another may have read before, and written again."""

    async def settled() -> bool:
        """The stock providers are back, and what they wrote arrived."""
        return world.stock_words <= set(words(await state(world, 0)))

    await until(settled, seconds=QUIET_SECONDS, what="the words of the stock providers are there")
    there = words(await state(world, 0))
    assert len(there) == len(set(there)), f"doubled: {sorted(w for w in set(there) if there.count(w) > 1)}"
    cards = {c["text"] for id, c in show(document(await state(world, 0)))["cards"].items() if id != COMMON}
    for writer in world.writers:
        lost = writer.acknowledged - set(there) | writer.acknowledged - cards
        assert not lost, f"writer {writer.number}: acknowledged and lost: {sorted(lost)}"
        taken = [] if tail_lost else sorted(writer.forbidden & set(there))
        assert not taken, f"writer {writer.number}: refused and there all the same: {taken}"


async def all_copies_agree(world: World) -> None:
    async def agreed() -> bool:
        copies = [(vector(w.guest.doc.get_state()), show(w.guest.doc)) for w in world.writers]
        for number in range(len(world.hosts)):
            copy = document(await state(world, number))
            copies.append((vector(copy.get_state()), show(copy)))
        told = (await world.node.tell("say"))["states"]
        copies += [(vector(base64.b64decode(one["vector"])), one["json"]) for one in told]
        return all(copy == copies[0] for copy in copies)

    await until(agreed, seconds=QUIET_SECONDS, what="all documents are equal")


async def presence_is_right(world: World) -> None:
    """Everybody sees exactly those who are here, and every process tells of them."""
    seats = {writer.seat: 1 for writer in world.writers}

    async def wrong() -> list[str]:
        stock = (await world.node.tell("say"))["states"]
        names = {writer.guest.client_id: f"writer {writer.number}" for writer in world.writers}
        names |= {one["client"]: f"stock provider {number}" for number, one in enumerate(stock)}
        here = set(names)
        sights = {f"writer {w.number}": set(w.guest.seen) | {w.guest.client_id} for w in world.writers}
        sights |= {f"stock provider {number}": set(one["sees"]) for number, one in enumerate(stock)}
        lists = {f"writer {w.number}": w.guest.people for w in world.writers}
        lists |= {f"process {host.number}": await online(world, host) for host in world.hosts}
        faults = [
            f"{who} sees ghosts {seen - here} and misses {[names[client] for client in here - seen]}"
            for who, seen in sights.items()
            if seen != here
        ]
        for who, people in lists.items():
            others = sum(devices for seat, devices in people.items() if seat not in seats)
            if others != STOCK or {seat: n for seat, n in people.items() if seat in seats} != seats:
                faults.append(f"{who} is told of {people}")
        return faults

    last: list[str] = []
    # stock providers forget all states when their line breaks, but not the clocks: they wait for a new one
    await world.node.tell("look")

    async def right() -> bool:
        last[:] = await wrong()
        return not last

    try:
        await until(right, seconds=PRESENT_SECONDS, what="everybody sees who is here")
    except AssertionError as error:
        error.add_note("\n".join(last))
        raise


async def online(world: World, host: Host) -> dict[str, int]:
    """The devices of each seat, as this process tells a moderator."""
    answer = await host.product.http.get(f"/api/boards/{world.board['id']}/seats", headers=bearer(world.board))
    return {seat["id"]: seat["devices"] for seat in answer.json() if seat["online"]}


async def a_fresh_load_agrees(world: World, target: int) -> None:
    """What a process reads that has just been started is what all others have."""
    number = target % len(world.hosts)
    before = show(document(await state(world, number)))
    world.hosts[number].product.kill()
    await world.hosts[number].product.start()
    assert show(document(await state(world, number))) == before


async def state(world: World, number: int) -> bytes:
    return await world.hosts[number].product.state(world.board)


def words(update: bytes) -> list[str]:
    text = show(document(update))["cards"][COMMON]["text"]
    return [f"‹{word}" for word in text.split("‹")[1:]]
