"""Where pictures lie, a folder or a bucket: kept durably, found again, erased whole (R20)."""

import asyncio
import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx
import pytest

from server.picture_store import PictureStore, open_store
from server.settings import Settings
from server.update_log import StoreFailed
from tests import bucket as buckets
from tests.bucket import NAME, Bucket
from tests.server.live import Live, make_board, serving
from tests.server.pictures import png


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[Bucket]:
    with buckets.serving() as running:
        for name, value in running.environment.items():
            monkeypatch.setenv(name, value)
        yield running


@pytest.fixture(params=["data folder", "another folder", "bucket"])
def pictures(request: pytest.FixtureRequest, tmp_path: Path) -> PictureStore:
    """Each kind of store; TEST_BUCKET=s3://… with AWS_… variables puts a real one in the place of the double."""
    match request.param:
        case "data folder":
            return open_store(Settings(data=tmp_path))
        case "another folder":
            return open_store(Settings(data=tmp_path, images_url=f"file://{tmp_path}/a%20folder/of%20pictures"))
    if real := os.environ.get("TEST_BUCKET"):
        return open_store(Settings(images_url=f"{real}/{tmp_path.name}"))
    request.getfixturevalue("bucket")
    return open_store(Settings(images_url=f"s3://{NAME}/some/prefix"))


async def boards(pictures: PictureStore) -> list[str]:
    return sorted([board async for board in pictures.boards()])


async def test_a_picture_is_found_again_and_one_that_is_not_there_is_none(pictures: PictureStore) -> None:
    whole = os.urandom(3_000_000)
    await pictures.put("board", "image", whole)
    await pictures.put("board", "image", whole)
    assert await pictures.get("board", "image") == whole
    assert await pictures.get("board", "other") is None
    assert await pictures.get("other", "image") is None


async def test_r20_a_board_is_erased_whole_and_no_other(pictures: PictureStore) -> None:
    for board in ("board", "board2"):
        await asyncio.gather(*(pictures.put(board, f"image{number}", b"x") for number in range(8)))
    assert await boards(pictures) == ["board", "board2"]
    await pictures.erase("board")
    await pictures.erase("board")
    await pictures.erase("never")
    assert await boards(pictures) == ["board2"]
    assert [await pictures.get(board, "image7") for board in ("board", "board2")] == [None, b"x"]


async def test_many_erase_and_bring_at_once_and_none_fails(pictures: PictureStore) -> None:
    await asyncio.gather(*(pictures.put("board", f"image{number}", b"x") for number in range(20)))
    await asyncio.gather(*(pictures.erase("board") for _ in range(5)))
    assert await boards(pictures) == []


async def test_a_picture_in_a_folder_is_on_the_disk_with_its_name_before_it_is_called_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R3."""
    settled: list[Path] = []
    fsync = os.fsync

    def told(descriptor: int) -> None:
        settled.append(Path(os.readlink(f"/proc/self/fd/{descriptor}")))
        fsync(descriptor)

    monkeypatch.setattr("os.fsync", told)
    await open_store(Settings(data=tmp_path)).put("board", "image", b"x")
    images = tmp_path / "images"
    assert settled == [images / "board" / "image", images / "board", images]


async def test_a_bucket_that_is_away_shut_or_not_there_is_told(bucket: Bucket, monkeypatch: pytest.MonkeyPatch) -> None:
    pictures = open_store(Settings(images_url=f"s3://{NAME}"))
    bucket.away = True
    for work in (pictures.put("b", "i", b""), pictures.get("b", "i"), pictures.erase("b"), boards(pictures)):
        with pytest.raises(StoreFailed):
            await work
    bucket.away = False
    await pictures.put("b", "i", b"x")
    with pytest.raises(StoreFailed, match="NoSuchBucket"):
        await open_store(Settings(images_url="s3://another")).put("b", "i", b"x")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "a stranger")
    with pytest.raises(StoreFailed):
        await open_store(Settings(images_url=f"s3://{NAME}")).get("b", "i")


@pytest.fixture
async def in_a_bucket(tmp_path: Path, bucket: Bucket) -> AsyncIterator[tuple[Live, httpx.AsyncClient]]:
    assert not bucket.objects
    with serving(tmp_path, images_url=f"s3://{NAME}/prefix") as live:
        async with live.client() as http:
            yield live, http


async def test_the_product_keeps_and_erases_pictures_in_a_bucket(
    in_a_bucket: tuple[Live, httpx.AsyncClient], bucket: Bucket
) -> None:
    _, http = in_a_bucket
    board = await make_board(http)
    brought = await http.post(board.path("/images"), files={"file": png()}, headers=board.as_("participant"))
    address = brought.json()["url"]
    assert list(bucket.objects) == [f"prefix/{board.id}/{brought.json()['id']}"]
    kept = await http.get(address, headers=board.as_("follower"))
    assert kept.content == next(iter(bucket.objects.values()))
    bucket.away = True
    assert (await http.get(address, headers=board.as_("follower"))).status_code == 503
    assert (await http.get("/readyz")).status_code == 200  # people go on working
    bucket.away = False
    assert (await http.delete(board.path(), headers=board.as_("moderator"))).status_code == 204
    assert bucket.objects == {}


async def test_r20_a_board_that_was_erased_while_its_pictures_were_out_of_reach_is_erased_later(
    in_a_bucket: tuple[Live, httpx.AsyncClient], bucket: Bucket
) -> None:
    from server.boards import finish_erasings

    live, http = in_a_bucket
    board = await make_board(http)
    await http.post(board.path("/images"), files={"file": png()}, headers=board.as_("participant"))
    bucket.away = True
    assert (await http.delete(board.path(), headers=board.as_("moderator"))).status_code == 503
    assert (await http.get(board.path(), headers=board.as_("moderator"))).status_code == 404
    bucket.away = False
    await live.run(finish_erasings(live.services))
    assert bucket.objects == {}
    assert await live.run(live.services.catalogue.unfinished_erasings()) == []


async def test_r20_what_a_process_that_died_left_behind_is_swept_away_with_its_board(tmp_path: Path) -> None:
    with serving(tmp_path) as live:
        async with live.client() as http:
            board = await make_board(http)
            answer = await http.post(board.path("/images"), files={"file": png()}, headers=board.as_("participant"))
        store = open_store(live.settings)
        await store.put("erased-board", "image", b"x")
        await live.run(live.services.pictures.sweep())
        assert await boards(store) == [board.id]
        assert await store.get(board.id, answer.json()["id"])
