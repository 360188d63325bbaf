"""What joins a process to its supervisor: one says now and then that it lives, the other only has to be there."""

import asyncio
import socket
from collections.abc import Callable

BEAT_SECONDS = 5.0
BEAT = b"."


class Lifeline:
    """The line to the supervisor: says now and then that this loop turns, and notices the supervisor's death."""

    def __init__(self, line: socket.socket) -> None:
        self._line = line
        line.setblocking(False)

    def hold(self, on_loss: Callable[[], None]) -> None:
        """Says that the process is ready, and goes on saying that it lives until the line breaks."""
        loop = asyncio.get_running_loop()

        def lost() -> None:
            loop.remove_reader(self._line)
            on_loss()

        loop.add_reader(self._line, lost)  # the supervisor never says anything: this is its end
        self._beat(loop)

    def _beat(self, loop: asyncio.AbstractEventLoop) -> None:
        try:
            self._line.send(BEAT)
        except BlockingIOError:
            pass  # a supervisor that is stopped for a while
        except OSError:
            return  # it is dead, which the reader hears too
        loop.call_later(BEAT_SECONDS, self._beat, loop)
