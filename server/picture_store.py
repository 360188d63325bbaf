"""Where pictures lie: a folder, or a bucket that speaks S3; each under its board and the digest of what it holds."""

import asyncio
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from obstore.exceptions import BaseError
from obstore.store import LocalStore, from_url

from server.settings import Settings
from server.update_log import NoSuchBoard, StoreFailed

if TYPE_CHECKING:  # they are names for types only
    from obstore.store import ClientConfig, ObjectStore, RetryConfig

ENDPOINTS = ("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL", "AWS_ENDPOINT")
FOLDER = "images"  # in the data folder
CLIENT: "ClientConfig" = {"connect_timeout": timedelta(seconds=3), "timeout": timedelta(seconds=15)}  # for 8 MiB
RETRY: "RetryConfig" = {"max_retries": 2, "retry_timeout": timedelta(seconds=10)}


class PictureStore:
    """Bytes by board and name; every method may raise `StoreFailed`."""

    def __init__(self, store: "ObjectStore", folder: Path | None = None) -> None:
        self._store = store
        self._folder = folder

    async def put(self, board: str, image: str, data: bytes) -> None:
        """Keeps a picture, durably when this returns; `NoSuchBoard` if the board is erased at this moment."""
        with _told():
            await self._store.put_async(_key(board, image), data)
            if self._folder is not None and not await asyncio.to_thread(_settle, self._folder / board / image):
                raise NoSuchBoard(board)

    async def get(self, board: str, image: str) -> bytes | None:
        """A picture, or None where it is not kept."""
        with _told():
            try:
                return bytes(await (await self._store.get_async(_key(board, image))).bytes_async())
            except FileNotFoundError:
                return None

    async def erase(self, board: str) -> None:
        """Forgets all pictures of a board (R20)."""
        with _told():
            while not await self._erase(board):
                pass
            if self._folder is not None:
                await asyncio.to_thread(_remove_empty, self._folder / board)

    async def boards(self) -> AsyncIterator[str]:
        """The boards that have pictures here."""
        with _told():
            found = await self._store.list_with_delimiter_async()
        for prefix in found["common_prefixes"]:
            yield prefix.rstrip("/")

    async def _erase(self, board: str) -> bool:
        try:
            async for found in self._store.list(f"{board}/"):
                await self._store.delete_async([kept["path"] for kept in found])
        except FileNotFoundError:  # somebody else erases too: a folder takes that amiss, a bucket does not
            return False
        return True


def open_store(settings: Settings) -> PictureStore:
    """The store that the settings name; credentials, region and endpoint of S3 come from the usual AWS_ variables."""
    url = settings.images_url
    if url is None or url.startswith("file:"):
        folder = settings.data / FOLDER if url is None else Path(unquote(urlsplit(url).path))
        return PictureStore(LocalStore(folder.absolute(), mkdir=True), folder.absolute())
    plain = any(os.environ.get(name, "").startswith("http:") for name in ENDPOINTS)  # it is meant, then
    options: ClientConfig = CLIENT | {"allow_http": True} if plain else CLIENT
    return PictureStore(from_url(url, client_options=options, retry_config=RETRY))


def _key(board: str, image: str) -> str:
    return f"{board}/{image}"


def _settle(file: Path) -> bool:
    """R3: the file and its name are on the disk, the store beneath has only written them; False if it went again."""
    for path in (file, file.parent, file.parent.parent):
        try:
            descriptor = os.open(path, os.O_RDONLY)
        except FileNotFoundError:
            return False
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    return True


def _remove_empty(folder: Path) -> None:
    """The board's folder itself; one that somebody fills again at this moment stays, for the next sweep."""
    with suppress(OSError):
        folder.rmdir()


@contextmanager
def _told() -> Iterator[None]:
    """Whatever the store beneath says when it is away, full or shut becomes `StoreFailed`."""
    try:
        yield
    except (BaseError, OSError) as error:
        raise StoreFailed(f"pictures can't be read or written ({str(error).partition(chr(10))[0]})") from error
