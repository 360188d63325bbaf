"""What is counted while rooms are live; `/metrics` shows it."""

from dataclasses import dataclass


@dataclass(slots=True)
class Counters:
    """Totals since the process began."""

    connections: int = 0  # sockets that were admitted
    refused: int = 0  # sockets that were not
    frames_received: int = 0
    frames_sent: int = 0
    bytes_sent: int = 0
    updates_logged: int = 0
    rebuilds: int = 0
    loads: int = 0
    compactions: int = 0
    snapshots: int = 0
