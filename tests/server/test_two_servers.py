"""Two whole servers on one Redis and one catalogue: what is asked of one by HTTP holds at the other when it answers."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator

import httpx
import pytest

from tests.peer import Peer
from tests.redis import Redis
from tests.server.live import Live, Made, join, make_board, serving
from tests.server.pair import last, notices, saved
from tests.server.place import add
from tests.waiting import until

Come = Callable[[Made, str], Awaitable[tuple[str, Peer]]]


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory, session_redis: Redis) -> Iterator[tuple[Live, Live]]:
    session_redis.forget()
    data = tmp_path_factory.mktemp("shared")
    fields = {"redis_url": session_redis.url, "secret": "s" * 32}
    with serving(data, **fields) as first, serving(data, **fields) as second:
        yield first, second


@pytest.fixture
async def here(servers: tuple[Live, Live]) -> AsyncIterator[httpx.AsyncClient]:
    async with servers[0].client() as client:
        yield client


@pytest.fixture
async def there(servers: tuple[Live, Live]) -> AsyncIterator[httpx.AsyncClient]:
    async with servers[1].client() as client:
        yield client


@pytest.fixture
async def board(here: httpx.AsyncClient) -> Made:
    return await make_board(here)


@pytest.fixture
async def come(servers: tuple[Live, Live], there: httpx.AsyncClient) -> AsyncIterator[Come]:
    """Lets somebody in through the second server: their seat, and their document."""
    came: list[Peer] = []

    async def come(board: Made, name: str) -> tuple[str, Peer]:
        seat = await join(there, name, code=board.code)
        came.append(await Peer(servers[1].url, board.id, seat["token"]).join())
        await until(saved(came[-1]), what="the handshake")
        return seat["seat"], came[-1]

    yield come
    for peer in came:
        await peer.drop()


async def cards(http: httpx.AsyncClient, board: Made) -> set[str]:
    answer = await http.get(board.path(), headers=board.as_("moderator"))
    assert answer.status_code == 200, answer.text
    found: set[str] = {card["id"] for card in answer.json()["unplaced"]["cards"]}
    return found


async def test_what_is_saved_through_one_is_read_through_the_other(
    here: httpx.AsyncClient, board: Made, come: Come
) -> None:
    _, bob = await come(board, "Bob")
    for n in range(10):
        await add(bob, f"c{n}")
        await until(saved(bob), what="it is saved")
        assert f"c{n}" in await cards(here, board)


async def test_r8_roles_names_and_removal_hold_at_both_when_one_answers(
    here: httpx.AsyncClient, board: Made, come: Come
) -> None:
    moderator = board.as_("moderator")
    (bob_seat, bob), (eve_seat, eve) = await come(board, "Bob"), await come(board, "Eve")

    async def both_are_here() -> bool:
        told = (await here.get(board.path("/seats"), headers=moderator)).json()
        return {seat["name"] for seat in told if seat["online"]} == {"Bob", "Eve"}

    await until(both_are_here, what="who is at the one is counted at the other")
    answer = await here.patch(board.path(f"/seats/{bob_seat}"), json={"role": "follower"}, headers=moderator)
    assert answer.json()["online"]
    await add(bob, "late")
    await add(eve, "in-time")
    await until(saved(eve), what="hers is saved")
    answer = await here.delete(board.path(f"/seats/{eve_seat}"), headers=moderator)
    assert answer.status_code == 204
    await until(lambda: eve.close_code == 4410, what="she is sent away")
    await until(lambda: last(bob, "denied").get("reason") == "role", what="he is refused")
    assert {"type": "role", "role": "follower"} in bob.messages
    assert await cards(here, board) == {"in-time"}


async def test_r8_who_is_locked_out_through_one_gets_nothing_in_through_the_other(
    here: httpx.AsyncClient, board: Made, come: Come
) -> None:
    _, bob = await come(board, "Bob")
    for round in range(10):
        for n in range(8):
            await add(bob, f"r{round}-{n}")
        answer = await here.put(board.path("/lock"), json={"locked": True}, headers=board.as_("moderator"))
        assert answer.status_code == 200
        behind = await cards(here, board)
        await add(bob, f"r{round}-late")
        await until(lambda: last(bob, "denied").get("n") == bob.sent, what="he is refused")
        assert await cards(here, board) == behind
        await here.put(board.path("/lock"), json={"locked": False}, headers=board.as_("moderator"))
        await until(saved(bob), what="and then asked for it")
    assert len(await cards(here, board)) == 90


async def test_session_snapshot_and_record_are_told_at_both(here: httpx.AsyncClient, board: Made, come: Come) -> None:
    moderator = board.as_("moderator")
    _, bob = await come(board, "Bob")
    await add(bob, "one")
    await until(saved(bob), what="it is saved")
    await here.patch(board.path("/session"), json={"step": 2}, headers=moderator)
    await until(lambda: last(bob, "session").get("step") == 2, what="the step is told")
    taken = (await here.post(board.path("/snapshots"), json={"label": "Now"}, headers=moderator)).json()
    await add(bob, "two")
    await until(saved(bob), what="it is saved")
    answer = await here.post(board.path(f"/snapshots/{taken['id']}/restore"), headers=moderator)
    assert answer.status_code == 200
    assert await cards(here, board) == {"one"}
    await until(lambda: set(bob.root("cards").keys()) == {"one"}, what="he sees it")
    made = await here.post(board.path("/commit"), json={"label": "First"}, headers=moderator)
    assert made.status_code == 201, made.text
    await until(lambda: "record" in notices(bob), what="the record is told")


async def test_dead_tokens_and_erased_boards_are_so_at_both(
    here: httpx.AsyncClient, there: httpx.AsyncClient, servers: tuple[Live, Live], board: Made, come: Come
) -> None:
    moderator = board.as_("moderator")
    link = await Peer(servers[1].url, board.id, board.tokens["participant"]).join()
    _, bob = await come(board, "Bob")
    await here.post(board.path("/tokens/participant"), headers=moderator)
    await until(lambda: link.close_code == 4401, what="the old link is dead")
    answer = await here.delete(board.path(), headers=moderator)
    assert answer.status_code == 204
    await until(lambda: bob.close_code == 4410, what="people are sent away")
    assert (await there.get(board.path(), headers=moderator)).status_code == 404
