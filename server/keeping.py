"""The commands `backup` and `restore`: what was done is told in a few lines, what failed in one."""

import asyncio
import sys
from collections.abc import Callable
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from server import backup as backups
from server import restore as restores
from server import settings as settings_module
from server.archive import Manifest, Reader, Unusable, new_file, old_file
from server.migrations import FromTheFuture
from server.settings import Settings
from server.update_log import LogError

FAILED = 1  # exit status
STANDARD = "-"
COUNTED = {  # in the report
    "boards": "boards",
    "entries": "entries of logs",
    "snapshots": "snapshots",
    "seats": "seats",
    "images": "pictures",
    "records": "records",
}


def backup(settings: Settings, file: str) -> int:
    """Writes a backup; answers with the exit status."""
    return _plainly(lambda: _report(_written(settings, file), "Saved", file))


def restore(settings: Settings, file: str, only_check: bool) -> int:
    """Restores a backup, or only checks it; answers with the exit status."""
    return _plainly(lambda: _report(_restored(settings, file, only_check), "Whole" if only_check else "Restored", file))


def _written(settings: Settings, file: str) -> Manifest:
    if file == STANDARD:
        return asyncio.run(backups.run(settings, sys.stdout.buffer))
    with new_file(Path(file)) as opened:
        return asyncio.run(backups.run(settings, opened))


def _restored(settings: Settings, file: str, only_check: bool) -> Manifest:
    with old_file(Path(file)) as opened:
        archive = Reader(opened)
        if only_check:
            return archive.manifest
        settings_module.prepare(settings)
        return asyncio.run(restores.run(settings, archive))


def _report(manifest: Manifest, done: str, file: str) -> int:
    """On the error output: the other may be the archive itself."""
    counts = ", ".join(f"{manifest.counts.get(name, 0)} {word}" for name, word in COUNTED.items())
    print(f"{done}: {file}, of {manifest.at} by version {manifest.program}: {counts}.", file=sys.stderr)
    for lacking in manifest.lacks:
        print(f"brownboard: {lacking} could not be read and is not in it", file=sys.stderr)
    return FAILED if manifest.lacks else 0


def _plainly(act: Callable[[], int]) -> int:
    try:
        return act()
    except (Unusable, LogError, FromTheFuture, SQLAlchemyError) as error:
        print(f"brownboard: {error}", file=sys.stderr)
        return FAILED
