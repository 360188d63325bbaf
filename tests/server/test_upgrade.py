"""Today's program on a store that an earlier version wrote: everything is there, and every link still opens."""

import hashlib
import json
import tarfile
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import rfc8785

from tests.peer import Peer
from tests.product import Product, bearer, running
from tests.server.keeping import backup, restore
from tests.waiting import until

STORES = sorted((Path(__file__).parent / "stores").glob("*.tar.gz"))


@pytest.fixture(params=STORES, ids=lambda path: path.name.removesuffix(".tar.gz"))
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The data folder as that version left it."""
    with tarfile.open(request.param) as archive:
        archive.extractall(tmp_path / "data", filter="data")
    return tmp_path / "data"


@pytest.fixture
async def product(old: Path) -> AsyncIterator[Product]:
    async with running(old) as started:
        yield started


def expected(data: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((data / "expected.json").read_text())
    return found


async def test_everything_of_an_older_store_is_there_and_goes_on(product: Product, tmp_path: Path) -> None:
    then = expected(product.data)
    await find_all(product, then)
    peer = await Peer(product.url, then["board"]["id"], then["seat"]["token"]).join()
    peer.root("board")["title"] = "Today"
    await peer.flush()
    await until(lambda: peer.saved == peer.sent)
    await peer.leave()
    archive = tmp_path / "backup.tar.gz"
    assert (await backup(archive, product.data)).status == 0
    product.terminate()
    assert (await restore(archive, tmp_path / "new")).status == 0
    async with running(tmp_path / "new") as restored:
        then["journey"]["board"]["title"] = "Today"
        await find_all(restored, then)


async def find_all(product: Product, then: dict[str, Any]) -> None:
    board = then["board"]
    assert await product.plain(board) == then["journey"]
    for role, token in board["tokens"].items():
        joined = await product.seat(token, "Somebody")
        assert (joined["board"], joined["role"]) == (board["id"], role)
    by_code = await product.http.post("/api/join", json={"code": board["code"], "name": "By code"})
    assert by_code.json()["board"] == board["id"]
    product.http.cookies.clear()
    as_ann = {"authorization": f"Bearer {then['seat']['token']}"}
    image = await product.http.get(f"/api/boards/{board['id']}/images/{then['image']}", headers=as_ann)
    assert (image.status_code, image.headers["content-type"]) == (200, "image/png")
    snapshots = (await product.http.get(f"/api/boards/{board['id']}/snapshots", headers=as_ann)).json()
    assert then["snapshot"] in [snapshot["id"] for snapshot in snapshots]
    await _find_record(product, then)
    gone = await product.http.get(f"/api/boards/{then['erased']}", headers=bearer(board))
    assert gone.status_code == 404


async def _find_record(product: Product, then: dict[str, Any]) -> None:
    answer = await product.http.get(f"/api/records/{then['record']['id']}", headers=bearer(then["board"]))
    record = answer.json()
    assert record["digest"] == then["record"]["digest"]
    assert hashlib.sha256(rfc8785.dumps(record["journey"])).hexdigest() == record["digest"]
    export = await product.http.get(f"/api/records/{record['id']}/export.json", headers=bearer(then["board"]))
    assert export.json()["digest"] == record["digest"]
