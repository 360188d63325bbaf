"""Which pages are ours: the same rule for sockets and for requests that a cookie speaks for."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from starlette.requests import HTTPConnection

from server.settings import Settings


def is_our_origin(origin: str, host: str, settings: Settings) -> bool:
    """Whether an Origin header names this server, as the caller or the settings call it.

    The scheme is not compared with the request's: behind a proxy that is not trusted it is unknown.
    """
    if settings.public_url is not None and origin.lower() == settings.public_url:
        return True
    parts = urlsplit(origin)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        return False
    return _with_port(parts.netloc, parts.scheme) == _with_port(host, parts.scheme)


def is_our_page(request: HTTPConnection, settings: Settings) -> bool:
    """Whether the browser vouches that a page of ours sent this; silence is no proof."""
    origin = request.headers.get("origin")
    if origin is not None:
        return is_our_origin(origin, request.headers.get("host", ""), settings)
    return request.headers.get("sec-fetch-site") == "same-origin"


def is_foreign_page(headers: Mapping[str, str], settings: Settings) -> bool:
    """Whether the browser says that a page of another site sent this."""
    origin = headers.get("origin")
    if origin is not None:
        return not is_our_origin(origin, headers.get("host", ""), settings)
    return headers.get("sec-fetch-site") in ("cross-site", "same-site")


def _with_port(netloc: str, scheme: str) -> str:
    default = ":443" if scheme == "https" else ":80"
    bare = netloc.lower().rsplit("@", 1)[-1]
    return bare.removesuffix(default)
