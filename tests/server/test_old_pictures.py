"""A database of before step 3 had the pictures inside: an upgrade moves them out, also one that was broken off."""

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from server.catalogue import Catalogue
from server.clock import wall_clock
from server.database import Database, database_url, metadata
from server.i18n import Messages
from server.keyring import Keyring
from server.picture_store import PictureStore, open_store
from server.pictures import Pictures
from server.problems import Problem
from server.settings import Settings
from server.tables import images
from server.update_log import StoreFailed
from tests.server.pictures import png

# As steps 1 and 2 left them, beside the tables that are the same today.
OLD = """
CREATE TABLE migrations (number INTEGER NOT NULL PRIMARY KEY, name VARCHAR(200) NOT NULL, at DATETIME NOT NULL);
INSERT INTO migrations VALUES (1, 'the catalogue', '2026-01-01'), (2, 'journey records', '2026-01-01');
INSERT INTO boards (id, language, created) VALUES ('one', 'de', '2026-01-01'), ('two', 'en', '2026-01-01');
CREATE TABLE images (board VARCHAR(40) NOT NULL, id VARCHAR(40) NOT NULL, type VARCHAR(20) NOT NULL,
  width INTEGER NOT NULL, height INTEGER NOT NULL, size INTEGER NOT NULL, data BLOB NOT NULL, by VARCHAR(40) NOT NULL,
  created DATETIME NOT NULL, CONSTRAINT pk_images PRIMARY KEY (board, id),
  CONSTRAINT fk FOREIGN KEY(board) REFERENCES boards (id) ON DELETE CASCADE);
"""
KEPT = [(board, f"image{number}", png((10 + number, 10))) for board in ("one", "two") for number in range(3)]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A data folder as the version before left it."""
    engine = create_engine(f"sqlite:///{tmp_path}/catalogue.sqlite")
    metadata.create_all(engine, [table for table in metadata.sorted_tables if table is not images])
    engine.dispose()
    with sqlite3.connect(tmp_path / "catalogue.sqlite") as old:
        old.executescript(OLD)
        for board, image, data in KEPT:
            row = (board, image, "image/png", 10, 10, len(data), data, "somebody", "2026-01-01 10:00:00.000000")
            old.execute("INSERT INTO images VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
    old.close()
    return Settings(data=tmp_path)


class Failing(PictureStore):
    """A store that fails after so many pictures."""

    left = 0

    async def put(self, board: str, image: str, data: bytes) -> None:
        if not self.left:
            raise StoreFailed("the disk is full")
        self.left -= 1
        await super().put(board, image, data)


def failing(settings: Settings, after: int) -> Failing:
    whole = open_store(settings)
    store = Failing(whole._store, whole._folder)
    store.left = after
    return store


async def upgraded(settings: Settings, store: PictureStore) -> Database:
    database = Database(database_url(settings))
    await database.open()
    try:
        await Pictures(database, store, wall_clock).open()
    except StoreFailed:
        await database.close()
        raise
    return database


async def test_an_upgrade_loses_no_picture_also_when_it_is_broken_off_twice(settings: Settings) -> None:
    for after in (2, 1):
        with pytest.raises(StoreFailed):
            await upgraded(settings, failing(settings, after))
    for _ in range(2):
        database = await upgraded(settings, open_store(settings))
        pictures = Pictures(database, open_store(settings), wall_clock)
        for board, image, data in KEPT:
            kept = await pictures.one(board, image)
            assert (kept.data, kept.type, kept.width) == (data, "image/png", 10)
        await database.close()
    assert KEPT[0][2] not in (settings.data / "catalogue.sqlite").read_bytes()


async def test_r20_a_board_that_is_erased_before_its_pictures_were_moved_is_erased_whole(settings: Settings) -> None:
    with pytest.raises(StoreFailed):
        await upgraded(settings, failing(settings, 0))
    database = Database(database_url(settings))
    await Catalogue(database, Keyring(b"one secret"), wall_clock, Messages.read()).begin_erasing("one")
    await database.close()
    database = await upgraded(settings, open_store(settings))
    pictures = Pictures(database, open_store(settings), wall_clock)
    with pytest.raises(Problem, match="404"):
        await pictures.one("one", "image0")
    assert [board async for board in open_store(settings).boards()] == ["two"]
    await database.close()
