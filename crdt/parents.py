"""Who stands in whom: what keeps an update from saying one thing to Yjs and another to pycrdt (R5, second pass)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Set

from crdt.errors import Malformed, SchemaBroken
from crdt.ranges import Ranges
from crdt.shape import Shape, check_field, check_text
from crdt.structs import DELETED, GC, MAP, TYPE, Ident, Struct

Place = tuple[str | Ident, str | None]  # the parent, and the key in it


class Parents:
    """For every clock that is known, where it stands; for every shared type, which it is."""

    __slots__ = ("_runs", "types")

    def __init__(self) -> None:
        self._runs: dict[int, _Runs] = {}
        self.types: dict[Ident, int] = {}

    def find(self, client: int, clock: int) -> Place | None:
        """The place of a clock; None of what was collected."""
        runs = self._runs.get(client)
        return None if runs is None else runs.places[runs.index(clock)]

    def run(self, ident: Ident) -> tuple[int, int] | None:
        """Start and end of the unbroken text, or values under one key, in which a clock stands."""
        runs = self._runs.get(ident[0])
        if runs is None:
            return None
        at = runs.index(ident[1])
        return runs.starts[at], runs.ends[at]

    def add(self, client: int, start: int, end: int, place: Place | None, origin: Ident | None) -> None:
        """Says where a client's next clocks stand."""
        runs = self._runs.get(client)
        if runs is None:
            runs = self._runs[client] = _Runs()
        runs.add(start, end, place, place is None or origin == (client, start - 1))

    def absorb(self, other: Parents) -> None:
        """Takes over what an accepted update brought."""
        for client, runs in other._runs.items():
            mine = self._runs.get(client)
            if mine is None:
                self._runs[client] = runs
            else:
                mine.extend(runs)
        self.types.update(other.types)


class Placing:
    """The places of one update's structs, found in causal order before anything is changed."""

    __slots__ = ("_base", "_deleted", "_known", "_seams", "_shape", "collected", "fresh", "seams")

    def __init__(
        self, shape: Shape, base: Parents, known: Mapping[int, int], deleted: Ranges, seams: Set[Ident]
    ) -> None:
        self._shape = shape
        self._base = base
        self._known = known
        self._deleted = deleted
        self._seams = seams
        self.fresh = Parents()
        self.collected = Ranges()
        self.seams: set[Ident] = set()

    def place(self, client: int, struct: Struct) -> None:
        """Gives a struct that depends on nothing unknown its place; raises if it may not stand there."""
        if struct.content <= DELETED:
            self.collected.add(client, struct.clock, struct.length)
        place = None if struct.content == GC else self._place(struct)
        if place is not None:
            self._check_holds(place, struct)
            if struct.content == TYPE:
                self.fresh.types[client, struct.clock] = struct.kind
        self.fresh.add(client, struct.clock, struct.clock + struct.length, place, struct.origin)
        for seam in struct.seams:
            self.seams.add((client, seam))

    def splits(self, client: int, clock: int) -> bool:
        """Whether a cut before this clock would leave half a character."""
        ident = client, clock
        return ident in self._seams or ident in self.seams

    def _place(self, struct: Struct) -> Place | None:
        origin, right = struct.origin, struct.right
        if origin is not None:
            place = self._find(origin)
            if self.splits(origin[0], origin[1] + 1):
                raise SchemaBroken("half a character left of an insertion")
            if right is not None:
                self._check_between(origin, right, place)
            return place
        if right is not None:
            if self.splits(*right):
                raise SchemaBroken("half a character right of an insertion")
            return self._find(right)
        if isinstance(struct.parent, tuple) and not self._is_type(struct.parent):
            return None
        assert struct.parent is not None
        return struct.parent, struct.key

    def _check_between(self, origin: Ident, right: Ident, place: Place | None) -> None:
        """Promises that what is inserted between two can stand there in every implementation."""
        if origin == right:
            raise Malformed("left and right of the same")
        other = self._find(right)
        if place != other and (None not in (place, other) or self._lives(place or other)):
            raise Malformed("between two that stand in different places")
        # Within one unbroken text its author saw the two side by side, or something between them.
        if origin[0] == right[0] and right[1] != origin[1] + 1 and place is not None:
            run = self._home(origin).run(origin)
            if run is not None and run[0] <= right[1] < run[1]:
                raise Malformed("between two that are not neighbours")

    def _check_holds(self, place: Place, struct: Struct) -> None:
        parent, key = place
        if isinstance(parent, str):
            self._shape.check_root(parent, key, struct)
        elif self._kind(parent) == MAP:
            check_field(key, struct)
        else:
            check_text(key, struct)

    def _is_type(self, ident: Ident) -> bool:
        """Whether it is a shared type; false of what was one and is deleted or collected."""
        if self._kind(ident) is not None:
            return True
        if self._find(ident) is not None and not self._is_deleted(ident):
            raise Malformed("a parent that is no shared type")
        return False

    def _lives(self, place: Place | None) -> bool:
        """Whether neither the parent nor what it stands in is deleted."""
        while place is not None:
            parent = place[0]
            if isinstance(parent, str):
                return True
            if self._is_deleted(parent):
                return False
            place = self._find(parent)
        return False

    def _home(self, ident: Ident) -> Parents:
        return self._base if ident[1] < self._known.get(ident[0], 0) else self.fresh

    def _find(self, ident: Ident) -> Place | None:
        return self._home(ident).find(*ident)

    def _kind(self, ident: Ident) -> int | None:
        return self._home(ident).types.get(ident)

    def _is_deleted(self, ident: Ident) -> bool:
        return self._deleted.covers(*ident) or self.collected.covers(*ident)


class _Runs:
    """The places of one client's clocks, from the first that is known on without a hole."""

    __slots__ = ("ends", "places", "starts")

    def __init__(self) -> None:
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.places: list[Place | None] = []

    def index(self, clock: int) -> int:
        return bisect_right(self.starts, clock) - 1

    def add(self, start: int, end: int, place: Place | None, continues: bool) -> None:
        if continues and self.places and self.places[-1] == place:
            self.ends[-1] = end
        else:
            self.starts.append(start)
            self.ends.append(end)
            self.places.append(place)

    def extend(self, other: _Runs) -> None:
        self.starts += other.starts
        self.ends += other.ends
        self.places += other.places
