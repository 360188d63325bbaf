"""Unmodified Yjs providers in a Node process, driven from Python."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

SCRIPT = Path(__file__).parent / "yjs_peers.mjs"
ANSWER_SECONDS = 60


class YjsPeers:
    """Speaks JSON lines with `yjs_peers.mjs`: one order, one answer."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    async def tell(self, order: str, **words: Any) -> dict[str, Any]:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps({"do": order} | words).encode() + b"\n")
        line = await asyncio.wait_for(self._process.stdout.readline(), ANSWER_SECONDS)
        assert line, "the Node process has ended"
        answer: dict[str, Any] = json.loads(line)
        return answer


@asynccontextmanager
async def yjs_peers() -> AsyncIterator[YjsPeers]:
    process = await asyncio.create_subprocess_exec(
        "node",
        str(SCRIPT),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,  # a provider says there that it was refused
        limit=1 << 26,
    )
    try:
        yield YjsPeers(process)
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()
