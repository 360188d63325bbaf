"""Brings back what a backup holds, into any stores, and only where there is nothing yet.

Boards and pictures come first, the catalogue last and in one transaction: until then nobody can open anything, and a
restore that broke off goes on where it was when it is started again.
"""

from sqlalchemy import func, insert, select

from server import archived_board, archived_rows, keyring, migrations
from server.archive import Manifest, Reader, Unusable
from server.backup import BOARDS, ERASED, PICTURES, SECRET, TABLES, archived_tables
from server.settings import Settings
from server.stores import Stores, opened, take_time
from server.update_log import BoardExists, Stored

ROWS_AT_ONCE = 200


class Restore:
    """Empties an archive into the stores."""

    def __init__(self, archive: Reader, stores: Stores) -> None:
        self._archive = archive
        self._log = stores.log
        self._database = stores.database
        self._pictures = stores.pictures
        self._boards = [name.removesuffix(".jsonl") for name in self._named(BOARDS)]
        self._erased = [line["board"] for line in archive.lines(ERASED)]

    async def run(self) -> None:
        """All of it; `Unusable` where the stores hold anything else."""
        if self._archive.manifest.step > migrations.STEPS[-1][0]:
            raise Unusable("the archive was written by a newer version: update the program")
        await self._refuse_what_is_there()
        for board in self._erased:
            await self._bear(board, None, [])
        for board in self._boards:
            if board not in self._erased:
                await self._bear(board, *archived_board.read(self._archive.lines(f"{BOARDS}{board}.jsonl")))
        for name in self._named(PICTURES):
            board, _, image = name.partition("/")
            await self._pictures.put(board, image, self._archive.read(PICTURES + name))
        await self._fill_tables()

    async def _refuse_what_is_there(self) -> None:
        async with self._database.read() as connection:
            for table in archived_tables():
                if await connection.scalar(select(func.count()).select_from(table)):
                    raise Unusable(f"the catalogue is not empty ({table.name}): nothing is restored over it")
        strange = (await self._log.boards()).keys() - {*self._boards, *self._erased}
        if strange:
            raise Unusable(f"the live log is not empty (board {min(strange)}): nothing is restored beside it")

    async def _bear(self, board: str, stored: Stored | None, taken: list[archived_board.Taken]) -> None:
        try:
            await self._log.restore(board, stored, taken)
        except BoardExists:
            if not await self._is_restored(board, stored):
                raise Unusable(f"the live log has another board {board}: nothing is restored over it") from None

    async def _is_restored(self, board: str, stored: Stored | None) -> bool:
        """Whether a restore that broke off has done it."""
        if stored is None or not (await self._log.boards())[board]:
            return stored is None and not (await self._log.boards())[board]
        return archived_board.same(await self._log.read(board), stored)

    async def _fill_tables(self) -> None:
        async with self._database.write() as connection:
            await take_time(connection)
            for table in archived_tables():
                name = f"{TABLES}{table.name}.jsonl"
                lines = self._archive.lines(name) if name in self._archive.names else iter(())
                rows = list(archived_rows.read(table, lines))
                for start in range(0, len(rows), ROWS_AT_ONCE):
                    await connection.execute(insert(table), rows[start : start + ROWS_AT_ONCE])

    def _named(self, folder: str) -> list[str]:
        return [name.removeprefix(folder) for name in self._archive.names if name.startswith(folder)]


async def run(settings: Settings, archive: Reader) -> Manifest:
    """Restores into the stores that the settings name, and takes over the secret."""
    secret = archive.read(SECRET)
    if keyring.secret(settings, secret.decode()) != secret:
        raise Unusable(
            "this installation has another secret than the archive, and with it the links of its boards would be dead:"
            f" set BROWNBOARD_SECRET to the archive's (its member {SECRET!r}), or use an empty data folder"
        )
    async with opened(settings, reading=False) as stores:
        await Restore(archive, stores).run()
    return archive.manifest
