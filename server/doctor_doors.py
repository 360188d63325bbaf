"""What the doctor looks at from outside: the server itself, its public address, and sockets through the proxy."""

import asyncio
import http.client
import json
import ssl
from collections.abc import AsyncIterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidMessage, InvalidStatus
from websockets.typing import Origin

from server.diagnosis import Diagnosis, ok, problem, warning
from server.settings import Settings
from server.version import program_version

SECONDS = 5.0  # for an answer
SOCKET_SECONDS = 10.0  # for the close, which is the first thing that is said
EXPECTED = (4404, 4401)  # no such board, no token: then both directions work
HINT = "in nginx: proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection upgrade"


@dataclass(frozen=True, slots=True)
class Page:
    """An answer."""

    status: int
    body: bytes

    def told(self, name: str) -> object:
        """A field of its JSON, if it has any."""
        try:
            content = json.loads(self.body)
        except ValueError:
            return None
        return content.get(name) if isinstance(content, dict) else None


async def own_server(settings: Settings) -> AsyncIterator[Diagnosis]:
    """Whether the server of these settings answers, can store, and is this program."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.host, settings.host)
    address = f"http://[{host}]:{settings.port}" if ":" in host else f"http://{host}:{settings.port}"
    try:
        page = await _get(f"{address}/readyz")
    except OSError as error:
        yield warning("server", f"none answers at {address} ({_why(error)}): start it")
        return
    if page.status == 200 and page.told("status") == "ok":
        yield ok("server", f"{address} is ready")
    elif page.status == 503:
        yield problem("server", f"{address} is not ready: {page.told('detail')}")
        return
    else:
        yield problem("server", f"something else answers at {address}: set another BROWNBOARD_PORT")
        return
    version = json.loads((await _get(f"{address}/openapi.json")).body)["info"]["version"]
    if version != program_version():
        yield warning("server", f"it runs version {version}, installed is {program_version()}: start it anew")


async def public_address(settings: Settings) -> AsyncIterator[Diagnosis]:
    """Whether people get there, and it is we whom they find."""
    address = settings.public_url
    if address is None:
        yield ok("public address", "is taken from each request (BROWNBOARD_PUBLIC_URL is not set)")
        return
    try:
        page = await _get(f"{address}/healthz")
    except (OSError, http.client.HTTPException) as error:
        yield problem("public address", f"{address} can't be reached from here ({_why(error)})")
        return
    if page.status == 200 and page.told("status") == "ok":
        yield ok("public address", f"{address} leads here")
    elif page.status in (502, 503, 504):
        yield problem("public address", f"{address} answers {page.status}: its proxy does not reach the server")
        return
    else:
        yield problem("public address", f"{address} is not this server: it answers {page.status} to /healthz")
        return
    if (await _get(f"{address}/metrics")).status == 200 and not _local(address):
        yield problem(
            "public address",
            "everybody can read /metrics: the proxy hides that it forwards; let it send X-Forwarded-For",
        )


async def public_socket(settings: Settings) -> AsyncIterator[Diagnosis]:
    """Whether a socket opens through the proxy, and what is said on it arrives at once."""
    base = settings.public_url
    if base is None:
        return
    address = f"{base.replace('http', 'ws', 1)}/ws/none"
    try:
        async with asyncio.timeout(SOCKET_SECONDS):
            async with connect(address, origin=Origin(base), compression=None, proxy=None) as socket:
                await socket.wait_closed()
        yield _judge(socket.close_code)
    except TimeoutError:
        yield problem(
            "sockets", f"nothing comes through {address}: the proxy withholds or buffers (proxy_buffering off)"
        )
    except InvalidStatus as refusal:
        yield _refused(address, refusal.response.status_code)
    except (OSError, InvalidMessage, ConnectionClosed) as error:
        yield problem("sockets", f"{address} can't be opened ({_why(error)})")


def _judge(code: int | None) -> Diagnosis:
    if code in EXPECTED:
        return ok("sockets", "open through the public address and are closed as they should")
    if code == 1006:
        return problem("sockets", f"the proxy cuts sockets off without the code that we close them with: {HINT}")
    return problem("sockets", f"something else answers on sockets: it closes with {code}")


def _refused(address: str, status: int) -> Diagnosis:
    if status == 403:
        text = "our own page would be refused as a foreign one: the proxy changes Host or Origin; let it pass them on"
        return problem("sockets", text)
    if status in (502, 503, 504):
        return problem("sockets", f"{address} answers {status}: the proxy does not reach the server")
    return problem(
        "sockets", f"{address} answers {status} instead of switching: the proxy does not pass Upgrade on ({HINT})"
    )


async def _get(address: str) -> Page:
    return await asyncio.to_thread(_get_now, address)


def _get_now(address: str) -> Page:
    parts = urlsplit(address)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    line = kind(parts.hostname or "", parts.port, timeout=SECONDS)
    try:
        line.request("GET", parts.path, headers={"Accept": "application/json"})
        answer = line.getresponse()
        return Page(answer.status, answer.read())
    finally:
        line.close()


def _local(address: str) -> bool:
    return urlsplit(address).hostname in ("localhost", "127.0.0.1", "::1")


def _why(error: Exception) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate is not valid: {error.verify_message}"
    return getattr(error, "strerror", None) or str(error) or type(error).__name__
