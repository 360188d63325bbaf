"""How many sockets come in, and how long admission may take (R18, F36)."""

from pathlib import Path
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed

from server import connection
from server.door import Door
from tests.server.place import close_code, place
from tests.waiting import until


def test_so_many_of_one_address_and_so_many_in_all() -> None:
    door = Door(per_address=2, in_all=3)
    assert [door.enter("a"), door.enter("a"), door.enter("a")] == [True, True, False]
    assert [door.enter("b"), door.enter("c")] == [True, False]
    door.leave("a")
    assert [door.enter("c"), door.enter("c")] == [True, False]


def test_who_left_leaves_nothing_behind() -> None:
    door = Door()
    door.enter("a")
    door.leave("a")
    assert not door._inside


async def test_who_comes_when_it_is_full_is_told_so_and_let_in_when_there_is_room(tmp_path: Path) -> None:
    async with place(tmp_path) as here:
        application: Any = here.server.config.app
        application.routes[0].app._door = Door(per_address=1)
        inside = await here.socket("ann:participant")
        late = await here.socket("bob:participant")
        assert await close_code(late) == 1013
        assert late.close_reason == "too many connections"
        await inside.close()

        async def admitted() -> bool:
            again = await here.socket("bob:participant")
            try:
                return bool(await again.recv())
            except ConnectionClosed:
                return False

        await until(admitted, what="there is room")


async def test_f36_who_cannot_be_admitted_in_time_is_sent_away_to_come_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "ADMISSION_SECONDS", 0.2)
    async with place(tmp_path) as here:
        here.doorman.gate.clear()
        assert await close_code(await here.socket("ann:participant")) == 1013
        here.doorman.gate.set()
