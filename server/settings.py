"""The settings: read from the environment once, checked, and shown."""

import ipaddress
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast
from urllib.parse import urlsplit

from server.logs import LogFormat

PREFIX = "BROWNBOARD_"
SECRET_NAMES = frozenset({"CREATE_TOKEN", "SECRET"})

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class WrongSetting(Exception):
    """A setting that can't be meant; its text is the one line that is shown."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(f"{PREFIX}{name} {why}")


@dataclass(frozen=True, slots=True)
class Setting:
    """One line of documentation: the name, what holds without it, what it means."""

    name: str
    default: str
    means: str


ALL = (
    Setting("HOST", "127.0.0.1", "where to listen"),
    Setting("PORT", "8000", "where to listen"),
    Setting("DATA", "./data", "folder of the embedded store; created if missing"),
    Setting("PUBLIC_URL", "from the request", "address used in links and QR codes"),
    Setting("REDIS_URL", "none: embedded", "Redis for the live log, presence, snapshots and fan-out"),
    Setting("DATABASE_URL", "SQLite in the data folder", "where the catalogue and the journey records live"),
    Setting("IMAGES_URL", "a folder in the data folder", "where pictures live: file:///FOLDER or s3://BUCKET/PREFIX"),
    Setting("WORKERS", "1", "processes on this machine; more than 1 needs Redis"),
    Setting("CREATE_TOKEN", "none", "if set, only who presents it may create boards"),
    Setting("TRUSTED_PROXIES", "none", "whose forwarding headers count: addresses or networks, with commas"),
    Setting("SECRET", "a file in the data folder", "32 or more characters from which links and codes are derived"),
    Setting("LOG_FORMAT", "text", "how the log is written: text, or json with one object on a line"),
)
LOG_FORMATS = ("text", "json")


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings, valid."""

    host: str = "127.0.0.1"
    port: int = 8000
    data: Path = Path("data")
    public_url: str | None = None
    redis_url: str | None = None
    database_url: str | None = None
    images_url: str | None = None
    workers: int = 1
    create_token: str | None = None
    trusted_proxies: tuple[Network, ...] = ()
    secret: str | None = None
    log_format: LogFormat = "text"

    def trusts(self, address: str) -> bool:
        """Whether the forwarding headers of this peer count."""
        try:
            peer = ipaddress.ip_address(address)
        except ValueError:
            return False
        return any(peer in network for network in self.trusted_proxies)


def read(environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings of this environment, or WrongSetting; an empty value counts as unset."""
    given = {
        name.removeprefix(PREFIX): value.strip()
        for name, value in environment.items()
        if name.startswith(PREFIX) and value.strip()
    }
    settings = Settings(
        host=given.get("HOST", "127.0.0.1"),
        port=_number("PORT", given.get("PORT", "8000"), 0, 65535),
        data=Path(given.get("DATA", "data")).expanduser(),
        public_url=_public_url(given.get("PUBLIC_URL")),
        redis_url=_redis_url(given.get("REDIS_URL")),
        database_url=_url("DATABASE_URL", given.get("DATABASE_URL"), ("sqlite", "postgresql", "postgres")),
        images_url=_url("IMAGES_URL", given.get("IMAGES_URL"), ("file", "s3")),
        workers=_number("WORKERS", given.get("WORKERS", "1"), 1, 64),
        create_token=given.get("CREATE_TOKEN"),
        trusted_proxies=_networks(given.get("TRUSTED_PROXIES", "")),
        secret=_secret(given.get("SECRET")),
        log_format=_log_format(given.get("LOG_FORMAT", "text")),
    )
    _refuse_contradictions(settings)
    return settings


def unknown(environment: Mapping[str, str] = os.environ) -> list[str]:
    """Names that look like settings and are none: most likely misspelt."""
    known = {PREFIX + setting.name for setting in ALL}
    return sorted(name for name in environment if name.startswith(PREFIX) and name not in known)


def prepare(settings: Settings) -> None:
    """Make the data folder, or say in one line why that can't be."""
    try:
        settings.data.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WrongSetting("DATA", f"can't be used: {error.strerror or error} ({settings.data})") from None
    if not os.access(settings.data, os.W_OK | os.X_OK):
        raise WrongSetting("DATA", f"can't be written: {settings.data}")


def describe(environment: Mapping[str, str] = os.environ) -> str:
    """All settings with their values and meanings, as a table; secrets stay hidden."""
    rows = []
    for setting in ALL:
        value = environment.get(PREFIX + setting.name, "").strip()
        shown = "(set)" if value and setting.name in SECRET_NAMES else without_password(value)
        rows.append((PREFIX + setting.name, shown or f"[{setting.default}]", setting.means))
    first = max(len(row[0]) for row in rows)
    second = max(len(row[1]) for row in rows)
    return "\n".join(f"{name:<{first}}  {value:<{second}}  {means}" for name, value, means in rows)


def _refuse_contradictions(settings: Settings) -> None:
    if settings.workers > 1 and not settings.redis_url:
        raise WrongSetting("WORKERS", "more than 1 needs BROWNBOARD_REDIS_URL: processes meet in Redis")


def _number(name: str, text: str, least: int, most: int) -> int:
    if not (text.isascii() and text.isdigit() and least <= int(text) <= most):
        raise WrongSetting(name, f"must be a whole number from {least} to {most}, not {text!r}")
    return int(text)


def _url(name: str, text: str | None, schemes: tuple[str, ...]) -> str | None:
    if text is None:
        return None
    scheme = text.split(":", 1)[0].split("+", 1)[0]
    if "://" not in text or scheme not in schemes:
        raise WrongSetting(name, f"must be an address that begins with {' or '.join(s + '://' for s in schemes)}")
    return text


def _redis_url(text: str | None) -> str | None:
    url = _url("REDIS_URL", text, ("redis", "rediss", "unix"))
    if url is None:
        return None
    try:
        parts = urlsplit(url)
        port, where = parts.port, parts.path if parts.scheme == "unix" else parts.hostname
    except ValueError:
        raise WrongSetting("REDIS_URL", "must look like redis://user:password@host:6379/0") from None
    if not where or port == 0:
        raise WrongSetting("REDIS_URL", "must look like redis://user:password@host:6379/0 or unix:///path/of/socket")
    if parts.scheme != "unix" and not re.fullmatch(r"/?\d*", parts.path):
        raise WrongSetting("REDIS_URL", f"must end with the number of a database, not {parts.path!r}")
    return url


def _public_url(text: str | None) -> str | None:
    if text is None:
        return None
    try:
        parts = urlsplit(text)
        valid = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        valid = False
    if not valid or parts.path.strip("/") or parts.query or parts.fragment or parts.username:
        raise WrongSetting("PUBLIC_URL", f"must look like https://board.example.org, not {without_password(text)!r}")
    return f"{parts.scheme}://{parts.netloc.lower()}"


def _networks(text: str) -> tuple[Network, ...]:
    networks = []
    for part in filter(None, (piece.strip() for piece in text.split(","))):
        try:
            networks.append(ipaddress.ip_network(part, strict=False))
        except ValueError:
            raise WrongSetting("TRUSTED_PROXIES", f"needs addresses or networks, not {part!r}") from None
    return tuple(networks)


def _secret(text: str | None) -> str | None:
    if text is not None and len(text) < 32:
        raise WrongSetting("SECRET", "must have 32 or more characters")
    return text


def _log_format(text: str) -> LogFormat:
    if text not in LOG_FORMATS:
        raise WrongSetting("LOG_FORMAT", f"must be {' or '.join(LOG_FORMATS)}, not {text!r}")
    return cast(LogFormat, text)


def without_password(url: str) -> str:
    """An address as it may be shown: whoever logs in there, and its query, stay hidden."""
    scheme, found, rest = url.partition("://")
    if not found:
        return url
    rest, asked, _ = rest.partition("?")
    _, login, place = rest.rpartition("@")
    return f"{scheme}://{'…@' if login else ''}{place}{'?…' if asked else ''}"
