"""Contract 3 and 5: snapshots, restoring, committing, records, exports, differences, and the published schema."""

import asyncio
import base64
import csv
import hashlib
import io
import json
import re
import subprocess
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import httpx
import pytest
from pycrdt import Doc, Map

from tests.contract.description import validator
from tests.contract.stranger import NOTHING, Stranger, Writer, by_role, step2_frame, stranger, update_frame
from tests.peer import STEP1, Peer, sync_frame
from tests.product import Product, bearer
from tests.waiting import until

HEAD = {"id", "version", "label", "at", "by", "digest", "parent", "findings"}
RECORD = {
    "id", "version", "schema", "label", "at", "by", "board", "parent", "digest", "journey", "contributors", "findings",
    "session",
}  # fmt: skip
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")


async def posted(product: Product, board: dict[str, Any], path: str, body: Any, **headers: str) -> httpx.Response:
    return await product.http.post(f"/api/boards/{board['id']}{path}", json=body, headers=bearer(board) | headers)


async def commit(product: Product, board: dict[str, Any], label: str = "First", **fields: Any) -> dict[str, Any]:
    answer = await posted(product, board, "/commit", {"label": label} | fields)
    assert answer.status_code == 201, answer.text
    head: dict[str, Any] = answer.json()
    assert set(head) == HEAD
    return head


async def record(product: Product, board: dict[str, Any], id: str) -> dict[str, Any]:
    answer = await product.http.get(f"/api/records/{id}", headers=bearer(board, "follower"))
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json()
    return found


async def write(product: Product, board: dict[str, Any], update: bytes, token: str | None = None) -> None:
    async with stranger(product, board["id"], token or board["tokens"]["participant"]) as socket:
        await socket.send(update_frame(update))
        await socket.hear("saved", n=1)


def canonical(value: Any) -> bytes:
    """RFC 8785, by a program that is not ours."""
    command = ["node", str(Path(__file__).with_name("canonical.mjs"))]
    return subprocess.run(command, input=json.dumps(value).encode(), capture_output=True, check=True).stdout


@pytest.fixture
async def television(product: Product) -> dict[str, Any]:
    return await product.board(title="Größe 😀 / zählt", template="fernseher-kauf", language="de")


# Snapshots


async def test_a_snapshot_is_of_its_moment_and_never_changes(product: Product, board: dict[str, Any]) -> None:
    ann = await product.seat(board["tokens"]["participant"], "Ann")
    headers = {"Authorization": f"Bearer {ann['token']}"}
    path = f"/api/boards/{board['id']}/snapshots"
    answer = await product.http.post(path, json={"label": "Vor der Pause 😀"}, headers=headers)
    assert answer.status_code == 201
    taken = answer.json()
    assert taken.keys() >= {"id", "label", "at", "by"}
    assert (taken["label"], taken["by"]) == ("Vor der Pause 😀", ann["seat"])
    assert MOMENT.fullmatch(taken["at"])
    before = await product.http.get(f"{path}/{taken['id']}", headers=headers)
    assert before.json() == await product.plain(board)
    await write(product, board, Writer().card("card-later-001"))
    again = await product.http.get(f"{path}/{taken['id']}", headers=headers)
    assert (again.content, again.headers["etag"]) == (before.content, before.headers["etag"])
    listed = (await product.http.get(path, headers=bearer(board, "follower"))).json()
    assert [found["id"] for found in listed] == [taken["id"]]


async def test_bad_snapshots_are_refused(product: Product, board: dict[str, Any]) -> None:
    bodies: list[Any] = [
        {},
        {"label": None},
        {"label": 5},
        {"label": "x" * 201},
        {"label": "a\nb"},
        {"label": "x", "at": 1},
    ]
    for body in [*bodies, []]:
        assert (await posted(product, board, "/snapshots", body)).status_code == 422, body
    assert (await product.http.get(f"/api/boards/{board['id']}/snapshots", headers=bearer(board))).json() == []


async def test_restore_brings_the_content_back_by_forward_edits_and_nobodys_later_edit_is_lost(
    product: Product, board: dict[str, Any]
) -> None:
    """F39: with live editors, and one who was offline and returns."""
    token = board["tokens"]["participant"]
    ann, ben, gus = [await Peer(product.url, board["id"], token).join() for _ in range(3)]
    ann.root("channels")["channel-of-ann"] = Map({"order": "a0", "name": "Ann"})
    await ann.flush()
    await until(lambda: "channel-of-ann" in gus.root("channels"))
    snapshot = (await posted(product, board, "/snapshots", {"label": "good"})).json()
    then = await product.plain(board)
    await gus.drop()
    gus.root("channels")["channel-of-gus"] = Map({"order": "a1", "name": "Gus, offline"})
    ben.root("channels")["channel-of-ben"] = Map({"order": "a2", "name": "Ben"})
    del ben.root("channels")["channel-of-ann"]
    await ben.flush()
    await until(lambda: ben.saved == ben.sent)
    later = await product.plain(board)

    answer = await posted(product, board, f"/snapshots/{snapshot['id']}/restore", None)
    assert answer.status_code == 200
    assert await product.plain(board) == then
    await until(lambda: "channel-of-ann" in ann.root("channels"), what="live editors see it")
    await until(lambda: "channel-of-ben" not in ann.root("channels"))
    # What was there before is kept as a snapshot, and history goes on.
    kept = (await product.http.get(f"/api/boards/{board['id']}/snapshots", headers=bearer(board))).json()
    kept = next(found for found in kept if found["id"] != snapshot["id"])
    path = f"/api/boards/{board['id']}/snapshots/{kept['id']}"
    assert (await product.http.get(path, headers=bearer(board))).json() == later
    ann.root("channels")["channel-of-ann"]["name"] = "Ann again"
    await ann.flush()
    await gus.join()  # the offline editor returns: what was written meanwhile is merged, nothing comes back double
    await until(lambda: ann.doc.get_state() == ben.doc.get_state(), what="equal")
    await until(lambda: {"channel-of-ann", "channel-of-gus"} <= set(ben.root("channels").keys()))
    names = {channel["id"]: channel["name"] for channel in (await product.plain(board))["channels"]}
    assert (names["channel-of-ann"], names["channel-of-gus"]) == ("Ann again", "Gus, offline")
    assert "channel-of-ben" not in names
    for peer in (ann, ben, gus):
        await peer.leave()


# Records


async def test_a_record_has_exactly_the_fields_of_the_contract(product: Product, television: dict[str, Any]) -> None:
    ann = await product.seat(television["tokens"]["participant"], "Ann")
    await write(product, television, Writer().card("card-of-ann-01"), ann["token"])
    await product.http.patch(f"/api/boards/{television['id']}/session", json={"step": 12}, headers=bearer(television))
    answer = await posted(product, television, "/commit", {"label": "Stand 😀"})
    head = answer.json()
    assert answer.headers["location"] == f"/api/records/{head['id']}"
    found = await record(product, television, head["id"])
    assert set(found) == RECORD
    assert {key: found[key] for key in HEAD} == head
    assert (found["version"], found["schema"], found["parent"]) == (1, 1, None)
    assert (found["label"], found["board"]) == ("Stand 😀", television["id"])
    assert MOMENT.fullmatch(found["at"])
    assert found["journey"] == await product.plain(television)
    assert found["session"]["step"] == 12
    people = {person["seat"]: person["name"] for person in found["contributors"]}
    assert people[ann["seat"]] == "Ann"
    assert found["by"] in people
    for finding in found["findings"]:
        assert set(finding) == {"rule", "item", "message"}
        assert re.fullmatch("[a-zA-Z]+", finding["rule"])
        assert finding["message"]
    rules = {(finding["rule"], finding["item"]) for finding in found["findings"]}
    assert ("unplaced", "card-of-ann-01") in rules


async def test_digest_is_the_sha_256_of_the_canonical_json_of_journey(
    product: Product, television: dict[str, Any]
) -> None:
    writer = Writer()
    numbers = [1e21, 1e-7, 0.1, 123456789.125, 5e-324, 1.7976931348623157e308, -0.0, 4.5, 2.0**53, 333333333.33333329]
    odd = {"€": 1, "\r": 2, "\ufb33": 3, "1": 4, "😀": 5, "\u0080": 6, "ö": 7, "</script>": 8}  # RFC 8785, 3.2.3
    await write(product, television, writer.card("card-numbers-1", numbers=numbers, odd=odd, line='\u2028\x7f\b\\/"'))
    head = await commit(product, television)
    answer = await product.http.get(f"/api/records/{head['id']}", headers=bearer(television))
    found = answer.json()
    assert hashlib.sha256(canonical(found["journey"])).hexdigest() == found["digest"] == head["digest"]
    assert answer.content == canonical(found)
    card = next(card for card in found["journey"]["unplaced"]["cards"] if card["id"] == "card-numbers-1")
    assert card["odd"] == odd or card["odd"]["odd"] == odd


async def test_a_record_never_changes_byte_for_byte(product: Product, television: dict[str, Any]) -> None:
    head = await commit(product, television)
    path = f"/api/records/{head['id']}"
    first = await product.http.get(path, headers=bearer(television))
    await write(product, television, Writer().put("board", "title", "Another"))
    await commit(product, television, "Second")
    await posted(product, television, "/tokens/follower", None)
    again = await product.http.get(path, headers=bearer(television))
    assert again.content == first.content
    assert again.headers["etag"] == first.headers["etag"]
    cached = await product.http.get(path, headers=bearer(television) | {"if-none-match": first.headers["etag"]})
    assert (cached.status_code, cached.content) == (304, b"")
    exported = await product.http.get(f"{path}/export.json", headers=bearer(television))
    assert exported.content == first.content
    for method in ("PUT", "PATCH", "DELETE", "POST"):
        assert (await product.http.request(method, path, headers=bearer(television))).status_code == 405


async def test_records_are_listed_newest_first_each_with_its_parent(product: Product, board: dict[str, Any]) -> None:
    heads = [await commit(product, board, label) for label in ("one", "two", "three")]
    listed = (await product.http.get(f"/api/boards/{board['id']}/records", headers=bearer(board, "follower"))).json()
    assert listed == heads[::-1]
    assert [head["version"] for head in heads] == [1, 2, 3]
    assert [head["parent"] for head in heads] == [None, heads[0]["id"], heads[1]["id"]]
    assert len({head["digest"] for head in heads}) == 1  # nothing of the journey changed


async def test_a_commit_repeated_with_its_idempotency_key_makes_one_record(
    product: Product, board: dict[str, Any]
) -> None:
    key = {"Idempotency-Key": "8e03978e-40d5-43dd-bc93-6894a57f9324"}
    answers = await asyncio.gather(*(posted(product, board, "/commit", {"label": "x"}, **key) for _ in range(6)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["id"] for answer in answers}) == 1
    await write(product, board, Writer().card("card-later-001"))
    assert (await posted(product, board, "/commit", {"label": "x"}, **key)).json() == answers[0].json()
    assert (await posted(product, board, "/commit", {"label": "y"}, **key)).status_code == 422
    other = await product.board()
    theirs = await posted(product, other, "/commit", {"label": "x"}, **key)
    assert theirs.json()["id"] != answers[0].json()["id"]
    for odd in ("x" * 5000,):
        assert (await posted(product, board, "/commit", {"label": "x"}, **{"Idempotency-Key": odd})).status_code == 400
    without = [await posted(product, board, "/commit", {"label": "x"}, **{"Idempotency-Key": ""}) for _ in range(2)]
    assert len({answer.json()["id"] for answer in without}) == 2


async def test_a_commit_of_a_snapshot_is_of_its_moment(product: Product, board: dict[str, Any]) -> None:
    snapshot = (await posted(product, board, "/snapshots", {"label": "then"})).json()
    then = await product.plain(board)
    await write(product, board, Writer().put("board", "title", "Later"))
    head = await commit(product, board, snapshot=snapshot["id"])
    assert (await record(product, board, head["id"]))["journey"] == then


async def test_a_commit_that_cannot_be_meant_makes_nothing(product: Product, board: dict[str, Any]) -> None:
    bodies: list[Any] = [
        {}, {"label": ""}, {"label": None}, {"label": 1}, {"label": "x" * 201}, {"label": "x", "snapshot": 5}, [],
        {"label": "x", "force": True},
    ]  # fmt: skip
    for body in bodies:
        assert (await posted(product, board, "/commit", body)).status_code == 422, body
    assert (await posted(product, board, "/commit", {"label": "x", "snapshot": "none"})).status_code == 404
    assert (await product.http.get(f"/api/boards/{board['id']}/records", headers=bearer(board))).json() == []


async def test_everybody_hears_of_a_record(product: Product, board: dict[str, Any]) -> None:
    async with by_role(product, board, "follower") as follower:
        head = await commit(product, board)
        assert (await follower.hear("notice", code="record"))["record"] == head


async def test_what_is_acknowledged_is_in_the_commit_that_follows(product: Product, board: dict[str, Any]) -> None:
    async with by_role(product, board, "participant") as socket:
        await socket.send(step2_frame(NOTHING))
        writer = Writer()
        for n in range(1, 16):
            await socket.send(update_frame(writer.card(f"card-number-{n:02}")))
            await socket.hear("saved", n=n + 1)
            journey = (await record(product, board, (await commit(product, board))["id"]))["journey"]
            assert len(journey["unplaced"]["cards"]) == n


async def test_records_meet_the_published_schema(product: Product, television: dict[str, Any]) -> None:
    answer = await product.http.get("/api/schema/record.json")
    assert answer.headers["content-type"].startswith("application/schema+json")
    schema = answer.json()
    check = validator(schema)
    check.check_schema(schema)
    assert set(schema["required"]) == RECORD
    odd = Writer().card("card-odd-00001", persona={"not": "an id"}, due=5, status="never", more=None)
    await write(product, television, odd)
    found = await record(product, television, (await commit(product, television))["id"])
    assert not list(check.iter_errors(found))
    wrong: list[dict[str, Any]] = [{"version": 0}, {"digest": "x"}, {"journey": {}}, {"findings": None}, {"at": 5}]
    for broken in wrong:
        assert list(check.iter_errors(found | broken))


async def test_the_difference_of_two_records_says_what_changed(product: Product, board: dict[str, Any]) -> None:
    first = await commit(product, board, "one")
    writer = Writer()
    async with by_role(product, board, "participant") as socket:
        await socket.settled()
        await socket.send(
            update_frame(writer.card("card-fresh-001", "neu")), update_frame(writer.put("board", "title", "T"))
        )
        await socket.hear("saved", n=2)
    second = await commit(product, board, "two")
    path = f"/api/records/{first['id']}/diff/{second['id']}"
    told = (await product.http.get(path, headers=bearer(board, "follower"))).json()
    assert (told["before"], told["after"]) == (first, second)
    assert told["board"] == {"title": ["Probe", "T"]}
    assert [(item["root"], item["id"], item["name"]) for item in told["added"]] == [("cards", "card-fresh-001", "neu")]
    assert told["removed"] == told["changed"] == told["moved"] == told["ratings"] == []
    same = f"/api/records/{first['id']}/diff/{first['id']}"
    nothing = (await product.http.get(same, headers=bearer(board))).json()
    assert not any(nothing[part] for part in ("board", "added", "removed", "changed", "moved", "ratings"))


MEDIA = {
    "json": "application/json",
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
    "png": "image/png",
    "svg": "image/svg+xml",
    "csv": "text/csv; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
}


@pytest.mark.parametrize("ext", MEDIA)
async def test_an_export_is_a_download_with_a_good_file_name(
    product: Product, television: dict[str, Any], ext: str
) -> None:
    head = await commit(product, television, 'Stand: 1/2 "neu"\\')
    path = f"/api/records/{head['id']}/export.{ext}"
    answer = await product.http.get(path, headers=bearer(television, "follower"))
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == MEDIA[ext]
    kind, plain, encoded = answer.headers["content-disposition"].split("; ")[0], *named(answer)
    assert kind == "attachment"
    assert plain.isascii()
    assert plain.endswith(f".{ext}")
    assert encoded.startswith("Größe 😀 zählt")
    assert not set(encoded) & set('/\\:*?"<>|')
    beginnings = {"pdf": b"%PDF-", "png": b"\x89PNG\r\n", "svg": b"<svg"}
    assert answer.content.startswith(beginnings.get(ext, b""))
    if ext == "csv":
        rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
        assert len({len(row) for row in rows if row}) <= 3
    if ext == "html":
        assert "<script" not in answer.text
        assert "http-equiv" in answer.text or "content-security-policy" in answer.headers
    assert (await product.http.get(path)).status_code == 401


def named(answer: httpx.Response) -> tuple[str, str]:
    """The plain and the whole name of a download (RFC 6266)."""
    told = answer.headers["content-disposition"]
    plain, encoded = re.search(r'filename="([^"]*)"', told), re.search(r"filename\*=UTF-8''(\S+)", told)
    assert plain
    assert encoded
    return plain[1], unquote(encoded[1])


async def test_there_is_no_export_of_another_kind(product: Product, board: dict[str, Any]) -> None:
    head = await commit(product, board)
    for ext in ("exe", "docx", "JSON", "json%00", ""):
        answer = await product.http.get(f"/api/records/{head['id']}/export.{ext}", headers=bearer(board))
        assert answer.status_code == 404, ext
        assert answer.headers["content-type"] == "application/problem+json"
    for query in ("lang=xx", "paper=a9"):
        answer = await product.http.get(f"/api/records/{head['id']}/export.pdf?{query}", headers=bearer(board))
        assert answer.status_code == 422


async def test_the_state_of_the_board_is_a_yjs_update(product: Product, television: dict[str, Any]) -> None:
    doc: Doc[Any] = Doc()
    doc.apply_update(await product.state(television))
    async with by_role(product, television, "follower") as socket:
        await socket.send(sync_frame(STEP1, doc.get_state()))
        await until(lambda: socket.count(0, 1) == 1)
        assert socket.frames[-1].endswith(NOTHING)  # nothing is missing
    assert base64.b64encode(doc.get_state())
    assert isinstance(socket, Stranger)
