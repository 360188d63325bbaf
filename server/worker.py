"""One of several processes of a server: takes its sockets from the supervisor, and tells it that it lives."""

import socket
import sys
from collections.abc import Sequence

from server import loading

with loading.for_good():
    from server import serve, settings
    from server.lifeline import Lifeline


def main(arguments: Sequence[str]) -> int:
    """Serves as the process with this name on these file descriptors; answers with the exit status."""
    name, line, *doors = arguments
    worker = serve.Worker(name, [_inherited(door) for door in doors], Lifeline(_inherited(line)))
    return serve.run(settings.read(), worker)


def _inherited(descriptor: str) -> socket.socket:
    inherited = socket.socket(fileno=int(descriptor))
    inherited.set_inheritable(False)  # what we start ourselves must not keep a port or a line open
    return inherited


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
