"""What a Redis must be so that it loses nothing (R3), and how durable it makes what it is given."""

import logging
from dataclasses import dataclass

from redis.exceptions import NoPermissionError, ResponseError

from server.redis_line import Line

logger = logging.getLogger("brownboard.redis")

OLDEST = (7, 0)  # scripts that are refused whole when the memory is full


@dataclass(frozen=True, slots=True)
class Condition:
    """How a node was found: what is wrong in one sentence, or nothing."""

    complaint: str
    fsync: bool = False  # every write is on the disk before it is answered
    cluster: bool = False


async def examine(line: Line, seconds: float) -> Condition:
    """Looks at one node."""
    info = await _info(line, seconds)
    complaint = _complaint(info) if info else ""
    if complaint:
        return Condition(complaint)
    if info.get("total_forks") == "0":
        await _begin_a_new_file(line, seconds)
    return Condition("", await _fsync(line, seconds), info.get("cluster_enabled") == "1")


def _complaint(info: dict[str, str]) -> str:
    version = info.get("redis_version", "0")
    policy = info.get("maxmemory_policy", "")
    if tuple(int(part) for part in version.split(".")[:2] if part.isdigit()) < OLDEST:
        return f"Redis is too old ({version}): use 7.0 or later"
    if info.get("role") == "slave":
        return "Redis is a replica that takes no writes: name its primary"
    if info.get("aof_enabled") == "0":
        return "Redis keeps no append-only file (appendonly no): set it to yes"
    if policy not in ("", "noeviction"):
        return f"Redis evicts data (maxmemory-policy {policy}): set it to noeviction"
    return ""


async def _info(line: Line, seconds: float) -> dict[str, str]:
    try:
        text: bytes = await line.ask(("INFO",), seconds)
    except NoPermissionError:
        logger.warning("Redis forbids INFO: whether it keeps an append-only file and evicts nothing can't be checked")
        return {}
    rows = (row.split(":", 1) for row in text.decode(errors="replace").splitlines() if ":" in row)
    return {name: value.strip() for name, value in rows}


async def _begin_a_new_file(line: Line, seconds: float) -> None:
    """Before anything is written to a Redis that has just been started, and may have lost the end of its file.

    A file that was cut off within a transaction keeps the transaction's beginning: read once more, it would swallow
    what is written behind it. So what we write goes to another file.
    """
    try:
        await line.ask(("BGREWRITEAOF",), seconds)
    except NoPermissionError:
        logger.warning("Redis forbids BGREWRITEAOF: if its file was cut off by a crash, have it rewritten by hand")
    except ResponseError:  # another process was faster
        pass


async def _fsync(line: Line, seconds: float) -> bool:
    try:
        answer: list[bytes] = await line.ask(("CONFIG", "GET", "appendfsync"), seconds)
    except NoPermissionError:  # then we promise no more than the usual
        return False
    return answer[1:] == [b"always"]
