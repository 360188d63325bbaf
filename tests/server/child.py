"""A process as the supervisor starts them; it dies, hangs and fails to start on demand, as real ones do by accident."""

import asyncio
import os
import signal
import socket
import sys
import time
from collections.abc import Sequence

from server import lifeline

CANNOT_START = 7
ORDERLY = "ended in order"


async def serve(name: str, line: str, doors: Sequence[str]) -> None:
    told = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, told.set)

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        wish = (await reader.readline()).decode().strip()
        if wish == "die":
            os.kill(os.getpid(), signal.SIGKILL)
        if wish == "hang":
            time.sleep(3600)  # noqa: ASYNC251  # so that the loop does not turn
        writer.write(f"{name} {os.getpid()}".encode())
        writer.close()

    for door in doors:
        await asyncio.start_server(answer, sock=socket.socket(fileno=int(door)))
    lifeline.BEAT_SECONDS = 0.1
    lifeline.Lifeline(socket.socket(fileno=int(line))).hold(told.set)
    await told.wait()
    with open(os.environ["CHILDREN"], "a") as told_of:  # noqa: ASYNC230
        told_of.write(f"{name} {ORDERLY}\n")


if __name__ == "__main__":
    name, line, *doors = sys.argv[1:]
    if os.path.exists(os.environ["CHILDREN"] + "." + name.rsplit("-", 1)[1]):
        sys.exit(CANNOT_START)
    asyncio.run(serve(name, line, doors))
