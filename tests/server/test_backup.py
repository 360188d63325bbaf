"""Backup and restore: one file, from any stores into any other, whole or not at all."""

import asyncio
import json
import os
import stat
import sys
import tarfile
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx
import pytest
from pycrdt import Map, Text
from websockets.exceptions import ConnectionClosed

from server import archived_board
from server.archive import Manifest, Reader, Unusable, Writer
from server.settings import Settings
from server.sqlite_log import SqliteLog
from server.stores import opened
from server.update_log import START, Checkpoint, Entry, Logged, Position, Snapshot, Stored
from tests.peer import Peer
from tests.postgres import Postgres
from tests.product import Product, bearer, running
from tests.redis import Redis
from tests.server.keeping import backup, restore
from tests.server.live import make_board, serving
from tests.server.pictures import png
from tests.waiting import until


@pytest.fixture
async def product(tmp_path: Path) -> AsyncIterator[Product]:
    async with running(tmp_path / "data") as started:
        yield started


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """A whole archive of little."""
    path = tmp_path / "little.tar.gz"
    with path.open("wb") as file, Writer(file) as writer:
        writer.add("secret", b"s" * 64)
        with writer.lines("erased.jsonl") as write:
            write({"board": "gone"})
        writer.finish(Manifest("0.1.0", "2026-11-22T10:00:00.000Z", 1, {"boards": 0}))
    return path


async def post(product: Product, board: dict[str, Any], what: str, **content: Any) -> dict[str, Any]:
    answer = await product.http.post(f"/api/boards/{board['id']}/{what}", headers=bearer(board), **content)
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


async def workshop(product: Product) -> dict[str, Any]:
    """A board with a bit of everything, and a person whose tab stays open."""
    board = await product.board()
    ann = await product.seat(board["tokens"]["participant"], "Änn")
    peer = await Peer(product.url, board["id"], ann["token"]).join()
    peer.root("cards")["card-of-ann-1"] = Map({"place": "a|b|c", "text": Text("Grüße 😀")})
    await peer.flush()
    await until(lambda: peer.saved == peer.sent)
    image = await post(product, board, "images", files={"file": png()})
    await post(product, board, "snapshots", json={"label": "Then"})
    await post(product, board, "comments", json={"text": "Warum?"})
    record = await post(product, board, "commit", json={"label": "Kept"})
    return {"board": board, "seat": ann, "peer": peer, "image": image, "record": record}


async def told(http: httpx.AsyncClient, made: dict[str, Any]) -> dict[str, Any]:
    """All that a server says of the board to its moderator."""
    of = f"/api/boards/{made['board']['id']}"
    calls = {
        "board": of,
        "seats": f"{of}/seats",
        "snapshots": f"{of}/snapshots",
        "comments": f"{of}/comments",
        "records": f"{of}/records",
        "record": f"/api/records/{made['record']['id']}",
        "image": made["image"]["url"],
        "invite": f"{of}/invite",
    }
    answers = {name: await http.get(call, headers=bearer(made["board"])) for name, call in calls.items()}
    assert {answer.status_code for answer in answers.values()} == {200}
    invite = answers.pop("invite").json()
    return {name: answer.content for name, answer in answers.items()} | {"code": invite["code"]}


async def test_a_running_board_is_saved_and_restored_with_all_that_opens_it(product: Product, tmp_path: Path) -> None:
    made = await workshop(product)
    erased = await product.board()
    (await product.http.delete(f"/api/boards/{erased['id']}", headers=bearer(erased))).raise_for_status()
    file = tmp_path / "backup.tar.gz"
    saved = await backup(file, product.data)
    assert saved.status == 0
    assert "1 boards" in saved.said
    assert "1 records" in saved.said
    assert stat.S_IMODE(os.stat(file).st_mode) == 0o600
    peer: Peer = made["peer"]
    peer.root("cards")["card-of-ann-2"] = Map({"place": "a|b|c", "text": Text("after the backup")})
    await peer.flush()
    await until(lambda: peer.saved == peer.sent)
    await peer.leave()
    before = await told(product.http, made)
    product.kill()
    assert (await restore(file, tmp_path / "new")).status == 0
    async with running(tmp_path / "new") as restored:
        after = await told(restored.http, made)
        assert b"after the backup" not in after["board"]
        # F7: whose tab was open brings what is newer, once, by the token that was good before
        again = Peer(restored.url, made["board"]["id"], made["seat"]["token"])
        again.doc = peer.doc
        await again.join()
        await until(lambda: again.sent and again.saved == again.sent)  # first the server asks for what it has not
        await again.leave()
        assert [name for name, value in (await told(restored.http, made)).items() if value != before[name]] == []
        gone = Peer(restored.url, erased["id"], erased["tokens"]["moderator"])
        with suppress(ConnectionClosed):  # before we have said anything
            await gone.join()
        await until(
            lambda: gone.close_code in (4401, 4404, 4410), what="who comes back to an erased board is sent away"
        )


async def test_a_backup_moves_boards_from_files_to_redis_and_postgresql_and_back(
    product: Product, tmp_path: Path, redis: Redis, postgres: Postgres
) -> None:
    made = await workshop(product)
    await made["peer"].leave()
    files: dict[str, Any] = {"secret": (product.data / "secret").read_text()}
    servers = files | {"redis_url": redis.url, "database_url": await postgres.database()}
    before = await told(product.http, made)
    await backup(tmp_path / "first", product.data)
    moved = await restore(tmp_path / "first", tmp_path / "servers", **servers)
    assert moved.status == 0, moved.said
    assert (await restore(tmp_path / "first", tmp_path / "servers", **servers)).status == 1
    with serving(tmp_path / "servers", **servers) as live:
        async with live.client() as http:
            assert await told(http, made) == before
        assert (await backup(tmp_path / "second", tmp_path / "servers", **servers)).status == 0
    assert (await restore(tmp_path / "second", tmp_path / "back", **files)).status == 0
    with serving(tmp_path / "back", **files) as live:
        async with live.client() as http:
            assert await told(http, made) == before
    assert content_of(tmp_path / "second") == content_of(tmp_path / "first")


def content_of(archive: Path) -> dict[str, list[bytes]]:
    """The members of an archive but for its manifest; the order of rows is each database's own."""
    with archive.open("rb") as file:
        reader = Reader(file)
        return {name: sorted(reader.read(name).splitlines()) for name in reader.names}


async def test_a_backup_beside_busy_writers_is_of_one_moment(tmp_path: Path) -> None:
    with serving(tmp_path / "data") as live:
        async with live.client() as http:
            board = await make_board(http)
        peer = await Peer(live.url, board.id, board.tokens["participant"]).join()
        writing = asyncio.create_task(write(peer, 300))
        await until(lambda: peer.saved > 30, what="the writer is at it")
        before = peer.saved - 2  # step 2 was the first
        assert (await backup(tmp_path / "backup", live.settings.data)).status == 0
        await writing
        await peer.leave()
    assert (await restore(tmp_path / "backup", tmp_path / "new")).status == 0
    with serving(tmp_path / "new") as live:
        async with live.client(board.tokens["moderator"]) as http:
            cards = (await http.get(board.path())).json()["unplaced"]["cards"]
    numbers = sorted(int(card["text"]) for card in cards)
    assert numbers == list(range(len(numbers)))
    assert len(numbers) >= before


async def write(peer: Peer, cards: int) -> None:
    for n in range(cards):
        peer.root("cards")[f"card-number-{n}"] = Map({"place": "a|b|c", "text": Text(str(n))})
        await peer.flush()
        await until(lambda: peer.sent - peer.saved < 5)


async def test_r20_a_board_that_was_erased_is_erased_after_a_restore(tmp_path: Path) -> None:
    with serving(tmp_path / "data") as live:
        async with live.client() as http:
            board = await make_board(http)
            (await http.delete(board.path(), headers=board.as_("moderator"))).raise_for_status()
        await backup(tmp_path / "backup", live.settings.data)
    await restore(tmp_path / "backup", tmp_path / "new")
    log = SqliteLog(tmp_path / "new" / "live.sqlite3")
    await log.open()
    assert await log.boards() == {board.id: False}
    await log.close()


async def saved_board(data: Path, file: Path) -> str:
    """Makes a board and a backup of it; answers with its id."""
    with serving(data) as live:
        async with live.client() as http:
            board = await make_board(http)
        assert (await backup(file, data)).status == 0
        in_use = await restore(file, data)
        assert in_use.status == 1
        assert "another process" in in_use.said
    return board.id


async def test_nothing_is_restored_over_or_beside_anything(tmp_path: Path) -> None:
    file, data = tmp_path / "backup", tmp_path / "data"
    await saved_board(data, file)
    filled = await restore(file, data)
    assert (filled.status, len(filled.said.splitlines())) == (1, 1)
    assert "the catalogue is not empty" in filled.said
    with serving(tmp_path / "other"):
        pass
    elsewhere = await restore(file, tmp_path / "other")
    assert elsewhere.status == 1
    assert "another secret" in elsewhere.said
    over = await backup(file, data)
    assert over.status == 1
    assert "is there already" in over.said


async def test_a_restore_that_broke_off_goes_on(tmp_path: Path) -> None:
    """The catalogue comes last: without it nothing counts, and what is there already is compared."""
    file, new = tmp_path / "backup", tmp_path / "new"
    board = await saved_board(tmp_path / "data", file)
    await restore(file, new)
    for part in new.glob("catalogue.sqlite*"):
        part.unlink()
    assert (await restore(file, new)).status == 0
    for part in new.glob("catalogue.sqlite*"):
        part.unlink()
    log = SqliteLog(new / "live.sqlite3")
    await log.open()
    await log.append(board, [Entry("eve", b"")])
    await log.close()
    changed = await restore(file, new)
    assert changed.status == 1
    assert "another board" in changed.said


async def test_the_commands_speak_and_end_as_others_do(tmp_path: Path) -> None:
    with serving(tmp_path / "data"):
        environment = os.environ | {"BROWNBOARD_DATA": str(tmp_path / "data")}
        command = [sys.executable, "-m", "server", "backup", "-"]
        process = await asyncio.create_subprocess_exec(*command, env=environment, stdout=PIPE, stderr=PIPE)
        out, said = await process.communicate()
    assert process.returncode == 0
    assert said.startswith(b"Saved: -, of ")
    (tmp_path / "piped").write_bytes(out)
    assert (await restore(tmp_path / "piped", tmp_path, only_check=True)).status == 0


async def test_where_there_is_no_brownboard_there_is_no_backup(tmp_path: Path) -> None:
    answer = await backup(tmp_path / "backup", tmp_path / "nothing")
    assert (answer.status, os.listdir(tmp_path)) == (1, [])
    assert "there is no Brownboard" in answer.said


async def test_a_check_says_what_is_in_a_file_and_touches_no_store(archive: Path, tmp_path: Path) -> None:
    answer = await restore(archive, tmp_path / "new", only_check=True)
    assert answer.status == 0
    assert "of 2026-11-22T10:00:00.000Z by version 0.1.0" in answer.said
    assert not (tmp_path / "new").exists()


async def test_a_damaged_archive_is_refused_with_what_is_wrong(archive: Path, tmp_path: Path) -> None:
    whole = await asyncio.to_thread(archive.read_bytes)
    for name, damaged, why in (
        ("short", whole[: len(whole) // 2], "damaged"),
        ("flipped", whole[:40] + bytes([whole[40] ^ 1]) + whole[41:], "damaged"),
        ("none", b"", "damaged"),
        ("text", b"no archive at all" * 100, "damaged"),
    ):
        (tmp_path / name).write_bytes(damaged)
        answer = await restore(tmp_path / name, tmp_path / "new", only_check=True)
        assert (answer.status, len(answer.said.splitlines())) == (1, 1), answer.said
        assert why in answer.said
    missing = await restore(tmp_path / "nowhere", tmp_path / "new")
    assert "can't be read" in missing.said


def rewritten(archive: Path, change: dict[str, bytes | None]) -> Path:
    """The archive with members changed, added or, for None, taken out; everything else as it was."""
    goal = archive.with_suffix(".changed")
    with tarfile.open(archive) as old:
        members = {head.name: old.extractfile(head).read() for head in old}  # type: ignore[union-attr]  # all are files
    with goal.open("wb") as file, Writer(file) as writer:
        for name, content in (members | change).items():
            if content is not None:
                writer.add(name, content)
    return goal


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"secret": b"t" * 64}, "damaged: secret is not what was written"),
        ({"secret": None}, "damaged: secret is missing"),
        ({"boards/more.jsonl": b"{}"}, r"damaged: boards/more.jsonl is not what was written"),
        ({"manifest.json": None}, "it has no manifest"),
        ({"manifest.json": b'{"format": 2}'}, "is of format 2, this program reads 1"),
        ({"manifest.json": b'{"format": 1}'}, "damaged"),
        ({"manifest.json": b"no json"}, "damaged"),
    ],
)
def test_an_archive_that_was_changed_is_refused(archive: Path, change: dict[str, bytes | None], why: str) -> None:
    with rewritten(archive, change).open("rb") as file, pytest.raises(Unusable, match=why):
        Reader(file)


async def test_an_archive_of_a_newer_version_is_refused(archive: Path, tmp_path: Path) -> None:
    with tarfile.open(archive) as old:
        manifest = json.loads(old.extractfile("manifest.json").read())  # type: ignore[union-attr]
    newer = rewritten(archive, {"manifest.json": json.dumps(manifest | {"step": 10_000}).encode()})
    answer = await restore(newer, tmp_path / "new")
    assert answer.status == 1
    assert "newer version" in answer.said


def test_a_board_is_written_down_and_read_as_it_is() -> None:
    log = Stored(
        Checkpoint(Position(5), b"\x00state", {7: "ann", 2**52: ""}, frozenset({"ann", "bob"})),
        (Logged(Position(6), "ann", b"\xff"), Logged(Position(8), "bob", b"")),
        Position(8),
    )
    taken = [(Snapshot("id", "Läbel", "ann", "2026-11-22T10:00:00.000Z", "auto", 3), b"\x01")]
    lines = json.loads(json.dumps([*archived_board.written(log, taken)]))
    assert archived_board.read(lines) == (log, taken)
    assert log.kept_out == [7]
    with pytest.raises(ValueError, match="nobody knows"):
        archived_board.read([{"strange": 1}])


async def test_r16_a_board_whose_log_is_broken_stops_no_backup_and_is_named(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with serving(data) as live:
        async with live.client() as http:
            whole, broken = await make_board(http), await make_board(http)
    async with opened(Settings(data=data), reading=False) as stores:
        await stores.log.checkpoint(broken.id, Checkpoint(Position(2), b""), START)
        assert isinstance(stores.log, SqliteLog)
        db = stores.log._connect()
        db.execute("UPDATE checkpoints SET state = x'00'")
        db.close()
    answer = await backup(tmp_path / "backup", data)
    assert answer.status == 1
    assert f"board {broken.id} could not be read" in answer.said
    await restore(tmp_path / "backup", tmp_path / "new")
    async with opened(Settings(data=tmp_path / "new"), reading=True) as stores:
        assert list(await stores.log.boards()) == [whole.id]
