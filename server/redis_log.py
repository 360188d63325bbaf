"""The shared `UpdateLog`: one stream for each board in a Redis that any number of processes write (R1, R14).

All keys of a board lie under one hash tag, and every act is one script: it is done whole or not at all.
"""

import asyncio
import json
import secrets
import zlib
from collections.abc import Sequence
from typing import Any, Final

from server.redis_line import Part
from server.redis_link import RedisLink, Script, script
from server.update_log import (
    START,
    UNASKED_KEPT,
    BoardExists,
    Checkpoint,
    Entry,
    Logged,
    Moved,
    NoSuchBoard,
    NoSuchSnapshot,
    Position,
    SetBack,
    Snapshot,
    Stored,
    StoreFailed,
    Tip,
)

KEYS: Final = ("meta", "log", "state", "kept", "snapshots", "states", "unasked", "here")
NONE: Final = -1  # what scripts answer of a board that is not there
PAGE: Final = 2_000  # entries that are read in one go, while all others wait: 30 ms

CREATE, APPEND, SINCE, READ = script("create"), script("append"), script("since"), script("read")
KEEP_OUT, CHECKPOINT, TRIM, ERASE = script("keep_out"), script("checkpoint"), script("trim"), script("erase")
SAVE_SNAPSHOT, SNAPSHOTS = script("save_snapshot"), script("snapshots")
RESTORE, USE_UP = script("restore"), script("use_up")


def channel(board: str) -> str:
    """Where the processes speak of a board."""
    return f"bb:{{{board}}}"


def key(board: str, name: str) -> str:
    """One of the keys of a board, all on one node."""
    return f"bb:{{{board}}}:{name}"


class RedisLog:
    """Keeps the boards of all processes that use the same Redis."""

    shared = True

    def __init__(self, link: RedisLink) -> None:
        self._link = link

    @property
    def durability(self) -> str:
        """`redis-fsync` if every write is on the disk before it is answered, else `redis`."""
        return self._link.durability

    async def open(self) -> None:
        await self._link.open()

    async def close(self) -> None:
        await self._link.close()

    async def create(self, board: str, entries: Sequence[Entry]) -> Position:
        args = (secrets.token_hex(4), *_parts(entries))
        head = await self._link.run(CREATE, [key(board, "meta"), key(board, "log")], args)
        if head == NONE:
            raise BoardExists(board)
        return Position(head)

    async def append(self, board: str, entries: Sequence[Entry], after: Tip | None = None, mark: str = "") -> Position:
        tip = ("", "") if after is None else (after.position, after.mark)
        # who knows the tip writes for a room, which needs no word of what it wrote itself
        origin = "" if after is None else self._link.id
        head = (channel(board), origin, mark or secrets.token_hex(4), *tip)
        first = await self._run(APPEND, board, "meta log", (*head, *_parts(entries)))
        if first == 0:
            raise Moved(board)
        return Position(first)

    async def since(self, board: str, after: Tip) -> list[Logged]:
        news: list[Logged] = []
        while True:
            page = await self._run(SINCE, board, "meta log", (after.position, after.mark, PAGE))
            if page == 0:
                raise SetBack(board)
            news += [_logged(entry) for entry in page]
            if len(page) < PAGE:
                return news
            after = Tip(news[-1].position, news[-1].mark)

    async def read(self, board: str) -> Stored:
        answer = await self._run(READ, board, "meta log state kept", bulk=True)
        head, mark, state, kept, entries = answer
        checkpoint = _checkpoint(*state) if state[0] is not None else None
        logged = [_logged(entry) for entry in entries]
        before = START if checkpoint is None else checkpoint.position
        if [entry.position for entry in logged] != list(range(before + 1, int(head) + 1)):
            raise StoreFailed(f"Redis lost a part of board {board}: restore it from a backup")
        out = {int(position) for position in kept}
        kept_in = tuple(entry for entry in logged if entry.position not in out)
        return Stored(checkpoint, kept_in, Position(int(head)), mark.decode())

    async def keep_out(self, board: str, position: Position) -> None:
        await self._run(KEEP_OUT, board, "meta kept", (position,))

    async def checkpoint(self, board: str, new: Checkpoint, replaces: Position) -> bool:
        args = (replaces, new.position, new.mark, *_checkpoint_parts(new))
        done: int = await self._run(CHECKPOINT, board, "meta log state", args, bulk=True)
        return done == 1

    async def trim(self, board: str) -> None:
        await self._run(TRIM, board, "meta log kept")

    async def save_snapshot(self, board: str, snapshot: Snapshot, state: bytes) -> None:
        s = snapshot
        kept = "" if s.kind == "hand" else UNASKED_KEPT
        args = (s.id, _facts(s), zlib.compress(state), kept)
        await self._run(SAVE_SNAPSHOT, board, "meta snapshots states unasked", args, bulk=True)

    async def snapshots(self, board: str) -> list[Snapshot]:
        rows = [row.split(b" ", 1) for row in await self._run(SNAPSHOTS, board, "meta snapshots states")]
        return [_snapshot(facts) for _, facts in sorted(rows, key=lambda row: -int(row[0]))]

    async def snapshot(self, board: str, id: str) -> tuple[Snapshot, bytes]:
        facts, state = await self._run(SNAPSHOTS, board, "meta snapshots states", (id,), bulk=True)
        if facts is None:
            raise NoSuchSnapshot(id)
        return _snapshot(facts.split(b" ", 1)[1]), zlib.decompress(state)

    async def erase(self, board: str) -> None:
        await self._run(ERASE, board, " ".join(KEYS), (channel(board),))

    async def boards(self) -> dict[str, bool]:
        names = [meta[4:-6].decode() for meta in await self._link.scan("bb:{*}:meta")]
        erased = await asyncio.gather(
            *(self._link.ask(key(b, "meta"), ("HGET", key(b, "meta"), "erased")) for b in names)
        )
        return {board: gone is None for board, gone in sorted(zip(names, erased, strict=True))}

    async def restore(self, board: str, stored: Stored | None, snapshots: Sequence[tuple[Snapshot, bytes]]) -> None:
        names = "meta log state snapshots states unasked kept" if stored else "meta"
        args = _restored(stored, snapshots) if stored else []
        keys = [key(board, name) for name in names.split()]
        if await self._link.run(RESTORE if stored else USE_UP, keys, args, bulk=True) == NONE:
            raise BoardExists(board)

    async def probe(self) -> None:
        await self._link.check()
        await self._link.ask("bb:probe", ("SET", "bb:probe", 1))

    async def _run(
        self, script: Script, board: str, keys: str, args: Sequence[Part] = (), *, bulk: bool = False
    ) -> Any:
        answer = await self._link.run(script, [key(board, name) for name in keys.split()], args, bulk=bulk)
        if answer == NONE:
            raise NoSuchBoard(board)
        return answer


def _parts(entries: Sequence[Entry]) -> list[Part]:
    return [part for entry in entries for part in (entry.seat, entry.data)]


def _logged(row: Any) -> Logged:
    id, (_, seat, _, data, _, mark) = row
    return Logged(Position(int(id.split(b"-")[0])), seat.decode(), data, mark.decode())


def _checkpoint(position: bytes, state: bytes, holders: bytes, contributors: bytes, mark: bytes) -> Checkpoint:
    return Checkpoint(
        Position(int(position)),
        zlib.decompress(state),
        {int(client): seat for client, seat in json.loads(holders).items()},
        frozenset(json.loads(contributors)),
        mark.decode(),
    )


def _checkpoint_parts(checkpoint: Checkpoint) -> tuple[bytes, str, str]:
    holders = json.dumps({str(client): seat for client, seat in checkpoint.holders.items()})
    return zlib.compress(checkpoint.state), holders, json.dumps(sorted(checkpoint.contributors))


def _restored(stored: Stored, snapshots: Sequence[tuple[Snapshot, bytes]]) -> list[Part]:
    before = stored.checkpoint or Checkpoint(START, b"")
    rows: list[tuple[Part, ...]] = [(e.position, e.seat, e.data, 0) for e in stored.entries]
    rows += [(position, "", b"", 1) for position in stored.kept_out]
    rows.sort(key=lambda row: row[0])
    args: list[Part] = [secrets.token_hex(4), stored.head, before.position, *_checkpoint_parts(before), len(rows)]
    args += [part for row in rows for part in row]
    args += [part for s, state in snapshots for part in (s.id, _facts(s), zlib.compress(state), s.kind)]
    return args


def _facts(s: Snapshot) -> str:
    return json.dumps([s.id, s.label, s.by, s.at, s.kind, s.position])


def _snapshot(facts: bytes) -> Snapshot:
    return Snapshot(*json.loads(facts))
