"""Whether the settings fit this machine: looked at before the start, so that what can't be is told in one line."""

import errno
import socket
from pathlib import Path

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from server.settings import Settings, WrongSetting

NOT_TO_BE_HAD = (errno.EADDRINUSE, errno.EACCES)  # the port is another program's, or a privileged one


def check(settings: Settings) -> None:
    """Promises that the database file and the address to listen on can be had now; WrongSetting otherwise."""
    _database(settings.database_url)
    _door(settings.host, settings.port)


def _database(url: str | None) -> None:
    if url is None:
        return
    try:
        file = make_url(url).database
    except ArgumentError:
        raise WrongSetting("DATABASE_URL", "is no address: give sqlite:///FILE") from None
    if not file:
        raise WrongSetting("DATABASE_URL", "names no file: give sqlite:///FILE")
    if not Path(file).absolute().parent.is_dir():
        raise WrongSetting("DATABASE_URL", f"names a folder that is not there: {Path(file).parent}")


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
