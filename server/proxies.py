"""Forwarding headers: believed only when a trusted proxy sends them."""

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Receive, Scope, Send

from server.settings import Settings

FORWARDING = ("x-forwarded-for", "x-forwarded-proto", "x-forwarded-host", "forwarded", "x-real-ip")


class Forwarded:
    """Puts the real client, scheme and host into the scope; what strangers forward is ignored.

    `scope["forwarded"]` says whether any such header was there, trusted or not.
    """

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One connection."""
        if scope["type"] in ("http", "websocket"):
            headers = Headers(scope=scope)
            scope["forwarded"] = any(name in headers for name in FORWARDING)
            client = scope.get("client")
            if client is not None and self._settings.trusts(client[0]):
                self._believe(scope, headers)
        await self._app(scope, receive, send)

    def _believe(self, scope: Scope, headers: Headers) -> None:
        hops = [hop.strip() for line in headers.getlist("x-forwarded-for") for hop in line.split(",")]
        if hops and hops != [""]:
            scope["client"] = (self._first_stranger(hops), 0)
        scheme = headers.get("x-forwarded-proto", "").split(",")[-1].strip().lower()
        if scheme in ("http", "https"):
            scope["scheme"] = scheme if scope["type"] == "http" else scheme.replace("http", "ws")
        host = headers.get("x-forwarded-host", "").split(",")[-1].strip()
        if host:
            MutableHeaders(scope=scope)["host"] = host

    def _first_stranger(self, hops: list[str]) -> str:
        """The address nearest to us that is no trusted proxy: what stands before it may be made up."""
        for hop in reversed(hops):
            if not self._settings.trusts(_address(hop)):
                return _address(hop)
        return _address(hops[0])


def _address(hop: str) -> str:
    if hop.startswith("["):
        return hop[1:].partition("]")[0]
    return hop.partition(":")[0] if hop.count(":") == 1 else hop
