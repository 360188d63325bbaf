"""What the doctor looks at on the machine itself: settings, data folder, secret, limits."""

import asyncio
import ipaddress
import os
import resource
import shutil
import stat
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlsplit

from server import keyring
from server import settings as settings_module
from server.diagnosis import Diagnosis, graded, ok, problem, warning
from server.http_protocol import MOST_LINES
from server.settings import Settings, WrongSetting

MIB = 1024 * 1024
FREE_WANTED, FREE_NEEDED = 2048 * MIB, 256 * MIB
SYNC_SECONDS, SYNC_SECONDS_AT_MOST = 0.05, 0.5
OPEN_FILES = MOST_LINES + 200  # its lines, its stores, its libraries


async def settings_fit(settings: Settings) -> AsyncIterator[Diagnosis]:
    """Contradictions that a start does not refuse."""
    complaints = [*_misspelt(), *_reachable(settings), *_stores(settings)]
    for complaint in complaints:
        yield complaint
    if not complaints:
        yield ok("settings", "fit together")


def _misspelt() -> list[Diagnosis]:
    return [
        warning("settings", f"{name} is set, but is not a setting: is it misspelt?")
        for name in settings_module.unknown()
    ]


def _reachable(settings: Settings) -> list[Diagnosis]:
    found = []
    public = urlsplit(settings.public_url or "")
    if public.scheme == "https" and not settings.trusted_proxies:
        found.append(
            warning(
                "settings",
                "BROWNBOARD_PUBLIC_URL is https, so there is a proxy, but BROWNBOARD_TRUSTED_PROXIES is not set:"
                " all people seem to come from one address and share its limits",
            )
        )
    if public.scheme == "http" and not _private(public.hostname or ""):
        found.append(
            warning(
                "settings", "BROWNBOARD_PUBLIC_URL is http: tokens travel in clear; put a proxy with https before it"
            )
        )
    if settings.public_url and not settings.create_token and not _private(public.hostname or ""):
        found.append(
            warning(
                "settings",
                "anyone who reaches it may create boards: set BROWNBOARD_CREATE_TOKEN if you don't want that",
            )
        )
    return found


def _stores(settings: Settings) -> list[Diagnosis]:
    found = []
    try:
        keyring.check(settings)
    except WrongSetting as wrong:
        found.append(problem("settings", str(wrong)))
    parts = urlsplit(settings.redis_url or "")
    if parts.scheme == "redis" and not _private(parts.hostname or "") and not parts.password:
        found.append(
            warning("settings", "Redis is reached in clear and without a password: use rediss:// or a private net")
        )
    if settings.redis_url and (settings.database_url or "sqlite").startswith("sqlite"):
        found.append(
            warning(
                "settings", "the catalogue is SQLite: all processes must be on this machine (several need PostgreSQL)"
            )
        )
    return found


async def data_folder(settings: Settings) -> AsyncIterator[Diagnosis]:
    """Whether it can be written, durably and fast, and for how long yet."""
    folder = settings.data
    if not folder.is_dir():
        parent = next(path for path in folder.absolute().parents if path.exists())
        if parent.is_dir() and os.access(parent, os.W_OK):
            yield ok("data folder", f"{folder} is made at the first start")
        else:
            yield problem(
                "data folder",
                f"{folder} is not there and can't be made: make it, and give it to the user of the server",
            )
        return
    try:
        seconds = await asyncio.to_thread(_sync, folder)
    except OSError as error:
        yield problem("data folder", f"{folder} can't be written ({error.strerror}): give it to the user of the server")
        return
    text = f"{folder}: a write is on the disk after {seconds * 1000:.1f} ms"
    advice = 'everybody waits so long for "saved"; use a faster disk, and none that is shared over a network'
    yield graded("data folder", text, seconds, SYNC_SECONDS, SYNC_SECONDS_AT_MOST, advice)
    free = shutil.disk_usage(folder).free
    yield graded(
        "disk", f"{free // MIB} MiB are free", -free, -FREE_WANTED, -FREE_NEEDED, "make room before it is full"
    )


def _sync(folder: Path) -> float:
    """Seconds until a small write is on the disk; the best of three."""
    taken = []
    with tempfile.NamedTemporaryFile(dir=folder, prefix=".doctor-") as file:
        for _ in range(3):
            begun = time.perf_counter()
            file.write(b"x" * 4096)
            file.flush()
            os.fsync(file.fileno())
            taken.append(time.perf_counter() - begun)
    return min(taken)


async def secret(settings: Settings) -> AsyncIterator[Diagnosis]:
    """Whether there is one, for its owner only."""
    if settings.secret is not None:
        yield ok("secret", "is given by BROWNBOARD_SECRET; it has to be the same for ever")
        return
    file = settings.data / keyring.SECRET_FILE
    if not file.exists():
        yield ok("secret", "is made at the first start")
    elif not os.access(file, os.R_OK):
        yield problem("secret", f"{file} can't be read: give it to the user of the server")
    elif len(file.read_text().strip()) < 32:
        yield problem("secret", f"{file} is damaged: bring it back from a backup, or all links and codes are dead")
    elif stat.S_IMODE(file.stat().st_mode) & 0o077:
        yield problem("secret", f"{file} can be read by others: chmod 600 {file}")
    else:
        yield ok("secret", f"{file} is there, for its owner only")


async def open_files(_settings: Settings) -> AsyncIterator[Diagnosis]:
    """Each socket is one."""
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    most = sys.maxsize if hard == resource.RLIM_INFINITY else hard
    text = "no limit" if most == sys.maxsize else f"a process may have {most}"
    advice = f"{OPEN_FILES} are needed for as many people as a process can serve (ulimit -Hn, LimitNOFILE)"
    yield graded("open files", text, -most, -OPEN_FILES, -1000, advice)


def _private(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return "." not in host or host.endswith((".local", ".internal", ".localhost"))
