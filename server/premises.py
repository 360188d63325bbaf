"""Whether the settings fit this machine: looked at before the start, so that what can't be is told in one line."""

import errno
import socket
from importlib.util import find_spec
from pathlib import Path

from obstore.exceptions import BaseError
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from server import keyring
from server.picture_store import open_store
from server.settings import Settings, WrongSetting

NOT_TO_BE_HAD = (errno.EADDRINUSE, errno.EACCES)  # the port is another program's, or a privileged one

POSTGRESQL = ("postgresql", "postgres", "postgresql+asyncpg")
FORMS = "sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME"


def check(settings: Settings) -> None:
    """Promises that the stores are named well and the address to listen on can be had now; else WrongSetting."""
    _database(settings.database_url)
    keyring.check(settings)
    if settings.images_url is not None:
        _pictures(settings)
    _door(settings.host, settings.port)


def _database(text: str | None) -> None:
    if text is None:
        return
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        raise WrongSetting("DATABASE_URL", f"is no address: give {FORMS}") from None
    if text.startswith("sqlite"):
        _sqlite(url.database)
    else:
        _postgresql(url)


def _sqlite(file: str | None) -> None:
    if not file:
        raise WrongSetting("DATABASE_URL", "names no file: give sqlite:///FILE")
    if not Path(file).absolute().parent.is_dir():
        raise WrongSetting("DATABASE_URL", f"names a folder that is not there: {Path(file).parent}")


def _postgresql(url: URL) -> None:
    if url.drivername not in POSTGRESQL:
        raise WrongSetting("DATABASE_URL", f"is for another driver: give {FORMS}")
    if not url.database:
        raise WrongSetting("DATABASE_URL", f"names no database: give {FORMS}")
    if find_spec("asyncpg") is None:
        raise WrongSetting("DATABASE_URL", "needs more to be installed: pip install 'brownboard[postgres]'")


def _pictures(settings: Settings) -> None:
    try:
        open_store(settings)
    except (BaseError, OSError, ValueError) as error:
        raise WrongSetting("IMAGES_URL", f"can't be used: {_first_line(error)}") from None


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0] or type(error).__name__


def _door(host: str, port: int) -> None:
    """Takes the port for a moment; of a name with several addresses one is enough, not every machine has IPv6."""
    failure = ""
    for family, kind, protocol, address in _addresses(host, port):
        try:
            with socket.socket(family, kind, protocol) as door:
                door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                door.bind(address)
            return
        except OSError as error:
            if error.errno in NOT_TO_BE_HAD:
                raise WrongSetting("PORT", f"{port} can't be had: {error.strerror}") from None
            failure = error.strerror or str(error)
    raise WrongSetting("HOST", f"is no address of this machine: {host} ({failure})")


def _addresses(host: str, port: int) -> list[tuple[int, int, int, tuple[object, ...]]]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except (OSError, UnicodeError):
        raise WrongSetting("HOST", f"is no name or address that is known here: {host}") from None
    return [(family, kind, protocol, address) for family, kind, protocol, _, address in found]
