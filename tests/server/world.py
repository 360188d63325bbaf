"""A board with something of everything, another board, and all kinds of callers."""

from dataclasses import dataclass
from typing import Any

import httpx

from tests.server.live import Made, join, make_board
from tests.server.pictures import png

CALLERS = ("stranger", "other", "follower", "participant", "moderator")


@dataclass(frozen=True)
class World:
    """Everything that a path may name, and how each caller shows who it is."""

    board: Made
    other: Made
    names: dict[str, str]

    def headers(self, caller: str) -> dict[str, str]:
        match caller:
            case "stranger":
                return {}
            case "other":
                return self.other.as_("moderator")
            case _:
                return self.board.as_(caller)

    def path(self, template: str) -> str:
        return template.replace(":path", "").format(**self.names)


async def make_world(http: httpx.AsyncClient, template: str) -> World:
    """Two boards, and what this path names at the first."""
    board, other = await make_board(http, "Ours"), await make_board(http, "Theirs")
    moderator = board.as_("moderator")

    async def made(path: str, **body: Any) -> str:
        answer = await http.post(board.path(path), headers=moderator, **body)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["id"])

    names = {"board": board.id, "role": "follower", "ext": "json"}
    if "{seat}" in template:
        names["seat"] = (await join(http, "Ann", code=board.code))["seat"]
    if "{image}" in template:
        names["image"] = await made("/images", files={"file": png()})
    if "{snapshot}" in template:
        names["snapshot"] = await made("/snapshots", json={"label": "then"})
    if "{comment}" in template:
        names["comment"] = await made("/comments", json={"text": "Really?"})
    for name in ("record", "other"):
        if f"{{{name}}}" in template:
            names[name] = await made("/commit", json={"label": name})
    return World(board, other, names)


async def contents(http: httpx.AsyncClient, world: World) -> list[Any]:
    """All that a moderator can see of the board: what a refused call must not change."""
    paths = ("", "/seats", "/session", "/snapshots", "/records", "/invite", "/comments")
    answers = [await http.get(world.board.path(path), headers=world.board.as_("moderator")) for path in paths]
    seen = [answer.json() for answer in answers]
    seen[2].pop("now")
    return seen
