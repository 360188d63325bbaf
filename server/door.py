"""How many sockets come in: of one address, and in all (R18)."""

PER_ADDRESS = 600  # a whole company behind one address, with its followers
IN_ALL = 4_000  # a socket takes about 50 KB


class Door:
    """Counts who is inside."""

    def __init__(self, per_address: int = PER_ADDRESS, in_all: int = IN_ALL) -> None:
        self._per_address = per_address
        self._in_all = in_all
        self._inside: dict[str, int] = {}
        self._total = 0

    def enter(self, address: str) -> bool:
        """Lets one more in, if there is room."""
        inside = self._inside.get(address, 0)
        if self._total >= self._in_all or inside >= self._per_address:
            return False
        self._inside[address] = inside + 1
        self._total += 1
        return True

    def leave(self, address: str) -> None:
        """One is gone."""
        self._total -= 1
        self._inside[address] -= 1
        if not self._inside[address]:
            del self._inside[address]
