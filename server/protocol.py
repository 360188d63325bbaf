"""The WebSocket protocol of uvicorn, with what a live room needs: whole writes, a bounded buffer, no flood.

The protocol hands itself to the application in the scope (`EXTENSION`), so that fan-out is one
`transport.write()` per receiver (R11), and asks the application when its buffer fills and empties.
"""

from __future__ import annotations

import asyncio
import struct
from collections.abc import Callable, Iterable
from typing import Any, cast

from uvicorn.config import Config
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from uvicorn.server import ServerState
from websockets.http11 import Request
from websockets.protocol import State
from websockets.server import ServerProtocol

from server import kernel

EXTENSION = "brownboard.socket"  # where the scope's extensions hold this protocol

HIGH_WATER = 64 * 1024  # bytes not yet taken by the kernel: beyond them a member waits for its next frame
LOW_WATER = 16 * 1024
DEAD_SECONDS = 30  # a peer that neither answers a ping for so long nor takes what stands before it is gone (R11)
CLOSE_SECONDS = 3.0  # for the other side to answer our close
SILENCE_SECONDS = 0.5  # after which who has sent too much has sent all of it
CHUNK = 16 * 1024  # bytes parsed before the flood is judged again
EVENTS_PER_SECOND = 400  # WebSocket frames of any kind, empty fragments and pings too (R18)
EVENTS_BURST = 2_000
MOST_REASON = 120  # bytes; a close frame takes 123
PING_SECONDS = 20.0  # finds peers that vanished behind a proxy which still acknowledges


class SocketProtocol(WebSocketsSansIOProtocol):
    """One WebSocket connection; the application writes to it without waiting."""

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        # no permessage-deflate: it costs two to six times the CPU, and 64 KB per socket (F29)
        self.conn = ServerProtocol(max_size=config.ws_max_size, logger=self.logger)
        self.ping_interval, self.ping_timeout = PING_SECONDS, DEAD_SECONDS
        self.close_timeout = CLOSE_SECONDS
        self.on_writable: Callable[[bool], None] | None = None
        self.written = 0  # bytes given to the transport
        self.ended: tuple[int, str] | None = None  # the code and reason with which we closed it
        self._before_ping = 0  # bytes that the last ping stands behind
        self._drained_then = 0  # bytes taken when its answer was last looked for
        self._silence: asyncio.TimerHandle | None = None  # of who is deaf: ends it once the other side sends no more
        self._events_left = float(EVENTS_BURST)
        self._events_at = self.loop.time()

    # What the application calls

    def send_frames(self, data: bytes) -> None:
        """Writes WebSocket frames that `binary_frames` made."""
        if self.open:
            self.written += len(data)
            self.transport.write(data)

    @property
    def open(self) -> bool:
        """Whether what is written now can still be read."""
        return self.conn.state is State.OPEN and not self.transport.is_closing()

    @property
    def unsent(self) -> int:
        """Bytes that the kernel did not take yet."""
        return self.transport.get_write_buffer_size()

    @property
    def outstanding(self) -> int:
        """Bytes that the other side's machine did not acknowledge yet."""
        return self.unsent + kernel.unacknowledged(self.transport.get_extra_info("socket"))

    @property
    def drained(self) -> int:
        """Bytes that it did."""
        return self.written - self.outstanding

    def hold(self, holding: bool) -> None:
        """Reads nothing while holding: before admission nobody fills our memory (F36)."""
        if holding:
            self.transport.pause_reading()
        elif not self.read_paused:
            self.transport.resume_reading()

    def shut(self, code: int, reason: str = "") -> None:
        """Closes with a code, behind all that was written; who does not answer is cut off."""
        if not self.handshake_complete or self.close_sent or self.disconnected:
            return
        self.stop_keepalive()
        self.ended = (code, reason)
        if self.conn.state is State.OPEN:
            self.conn.send_close(code, reason.encode()[:MOST_REASON].decode(errors="ignore"))
            self.transport.write(b"".join(self.conn.data_to_send()))
        self.close_sent = True
        self.queue.put_nowait({"type": "websocket.disconnect", "code": code, "reason": reason})
        self.transport.resume_reading()  # the peer's answer ends it
        self.close_timer = self.loop.call_later(self.close_timeout, self.transport.abort)

    def abort(self, code: int, reason: str = "") -> None:
        """Closes with a code that will hardly arrive, and cuts the connection at once."""
        self.shut(code, reason)
        self.transport.abort()

    # What asyncio and uvicorn call

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self.transport.set_write_buffer_limits(high=HIGH_WATER, low=LOW_WATER)
        # the kernel's own judgement would end a crawling line, which now and then has no room at all (F27)
        kernel.watch(transport.get_extra_info("socket"), kernel.NEVER, HIGH_WATER)

    def handle_connect(self, event: Request) -> None:
        super().handle_connect(event)
        if self.response.status_code == 101:
            cast(dict[str, Any], self.scope["extensions"])[EXTENSION] = self

    def data_received(self, data: bytes) -> None:
        if self._silence is not None:
            self._close_in_silence()
            return
        for start in range(0, len(data), CHUNK):
            super().data_received(data[start : start + CHUNK])
            if self._silence is not None or self.transport.is_closing():
                return

    def handle_parser_exception(self) -> None:
        """Ends what cannot be read with its code."""
        close = self.conn.close_sent
        if not self.handshake_complete or close is None:
            super().handle_parser_exception()
            return
        self.transport.write(b"".join(self.conn.data_to_send()))
        self._go_deaf(close.code, close.reason)

    def _go_deaf(self, code: int, reason: str) -> None:
        """Closes with a code once the other side is silent: to close while it sends resets, and loses the code."""
        self.shut(code, reason)
        self._close_in_silence()

    def _close_in_silence(self) -> None:
        if self._silence is not None:
            self._silence.cancel()
        self._silence = self.loop.call_later(SILENCE_SECONDS, self.transport.close)

    def handle_events(self) -> None:
        if self.handshake_complete and self._flooded(len(self.conn.events)):
            self.conn.events_received()
            self._go_deaf(1008, "flood")
            return
        super().handle_events()

    def handle_ping(self) -> None:
        pong = b"".join(self.conn.data_to_send())
        if self.unsent <= HIGH_WATER:  # who pings and reads nothing fills no memory
            self.send_frames(pong)

    def pause_writing(self) -> None:
        super().pause_writing()
        if self.on_writable is not None:
            self.on_writable(False)

    def resume_writing(self) -> None:
        super().resume_writing()
        if self.on_writable is not None:
            self.on_writable(True)

    def send_keepalive_ping(self) -> None:
        self._before_ping, self._drained_then = self.written, self.drained
        super().send_keepalive_ping()

    def keepalive_timeout(self) -> None:
        drained = self.drained
        if self._drained_then < min(drained, self._before_ping):  # F28: the ping is on its way behind what is slow
            self._drained_then = drained
            self.pong_timer = self.loop.call_later(DEAD_SECONDS, self.keepalive_timeout)
            return
        self.abort(1013, "no answer")

    def shutdown(self) -> None:
        """The server ends: uvicorn would cut off what is unsent, we let it arrive (F42)."""
        if self.handshake_complete:
            self.shut(1012, "restart")
        else:
            super().shutdown()

    def _flooded(self, events: int) -> bool:
        now = self.loop.time()
        refill = (now - self._events_at) * EVENTS_PER_SECOND
        self._events_left = min(EVENTS_BURST, self._events_left + refill) - events
        self._events_at = now
        return self._events_left < 0


def binary_frames(messages: Iterable[bytes]) -> bytes:
    """The messages as unmasked binary WebSocket frames, one after the other (RFC 6455, 5.2)."""
    out = bytearray()
    for message in messages:
        length = len(message)
        if length < 126:
            out += struct.pack("!BB", 0x82, length)
        elif length < 1 << 16:
            out += struct.pack("!BBH", 0x82, 126, length)
        else:
            out += struct.pack("!BBQ", 0x82, 127, length)
        out += message
    return bytes(out)
