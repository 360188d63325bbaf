"""The workshop session over HTTP: step, timer, lock."""

from pathlib import Path

import httpx
import pytest

from tests.server.both_databases import live as live
from tests.server.live import Live, Made, make_board, serving


async def change(http: httpx.AsyncClient, board: Made, **what: object) -> httpx.Response:
    return await http.patch(board.path("/session"), json=what, headers=board.as_("moderator"))


async def read(http: httpx.AsyncClient, board: Made) -> dict[str, object]:
    answer = await http.get(board.path("/session"), headers=board.as_("follower"))
    session: dict[str, object] = answer.json()
    return session


async def test_a_new_board_is_before_its_first_step_without_timer_and_lock(
    http: httpx.AsyncClient, board: Made
) -> None:
    session = await read(http, board)
    assert session.pop("now")
    assert session == {
        "type": "session",
        "step": 0,
        "timer": {"state": "off", "ends": None, "left": None, "length": 0},
        "locked": False,
        "comments": {"followers": False, "revision": 0},
    }


async def test_step_timer_and_lock_change_in_one_act(http: httpx.AsyncClient, board: Made) -> None:
    answer = await change(http, board, step=4, timer={"action": "start", "seconds": 300}, locked=True)
    assert answer.status_code == 200
    session = await read(http, board)
    assert (session["step"], session["locked"]) == (4, True)
    timer = session["timer"]
    assert isinstance(timer, dict)
    assert timer["state"] == "running"
    assert 290 < timer["left"] <= 300


async def test_the_timer_is_paused_resumed_and_stopped(http: httpx.AsyncClient, board: Made) -> None:
    await change(http, board, timer={"action": "start", "seconds": 60})
    states = [
        (await change(http, board, timer={"action": action})).json()["timer"]["state"]
        for action in ("pause", "resume", "stop", "start")
    ]
    assert states == ["paused", "running", "off", "running"]


@pytest.mark.parametrize(
    "what",
    [
        {"step": 13},
        {"step": -1},
        {"step": True},
        {"step": 1.5},
        {"timer": {"action": "explode"}},
        {"timer": {"action": "start", "seconds": 0}},
        {"timer": {"action": "start"}},
        {"locked": "yes"},
        {"steps": 1},
    ],
)
async def test_an_invalid_change_is_refused_and_changes_nothing(
    http: httpx.AsyncClient, board: Made, what: dict[str, object]
) -> None:
    assert (await change(http, board, **what)).status_code == 422
    session = await read(http, board)
    assert (session["step"], session["locked"]) == (0, False)


async def test_the_lock_is_put_and_told(http: httpx.AsyncClient, board: Made) -> None:
    for locked in (True, False):
        answer = await http.put(board.path("/lock"), json={"locked": locked}, headers=board.as_("moderator"))
        assert (answer.status_code, answer.json()) == (200, {"locked": locked})
        assert (await read(http, board))["locked"] is locked


async def test_leaving_a_step_keeps_the_board_of_then(http: httpx.AsyncClient, board: Made) -> None:
    """R15: a snapshot at each step of the workshop."""
    await change(http, board, step=1)
    await change(http, board, step=2)
    await change(http, board, step=2)
    snapshots = (await http.get(board.path("/snapshots"), headers=board.as_("follower"))).json()
    assert [(s["kind"], s["label"]) for s in snapshots] == [("step", "Persona"), ("step", "Arrival")]


async def test_a_session_survives_a_restart(tmp_path: Path) -> None:
    with serving(tmp_path) as live:
        async with live.client() as http:
            board = await make_board(http)
            await change(http, board, step=7, timer={"action": "start", "seconds": 3000}, locked=True)
            before = await read(http, board)
    with serving(tmp_path) as live:
        async with live.client() as http:
            after = await read(http, board)
    assert isinstance(before["timer"], dict)
    assert isinstance(after["timer"], dict)
    assert after["timer"]["ends"] == before["timer"]["ends"]
    assert (after["step"], after["locked"]) == (7, True)


async def test_changes_at_the_same_time_end_with_what_the_store_says(
    http: httpx.AsyncClient, live: Live, board: Made
) -> None:
    import asyncio

    await asyncio.gather(*(change(http, board, locked=n % 2 == 0) for n in range(10)))
    assert (await read(http, board))["locked"] == await live.run(live.services.access.locked(board.id))
