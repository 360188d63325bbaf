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
        self._runs: dict[int, tuple[list[int], list[Place | None]]] = {}  # client -> first clocks, places
        self.types: dict[Ident, int] = {}

    def find(self, client: int, clock: int) -> Place | None:
        """The place of a known clock; None of what was collected."""
        runs = self._runs.get(client)
        return None if runs is None else runs[1][bisect_right(runs[0], clock) - 1]

    def add(self, client: int, clock: int, place: Place | None) -> None:
        """Says where a client's clocks stand from this one on."""
        starts, places = self._runs.setdefault(client, ([], []))
        if not places or places[-1] != place:
            starts.append(clock)
            places.append(place)

    def absorb(self, other: Parents) -> None:
        """Takes over what an accepted update brought."""
        for client, (starts, places) in other._runs.items():
            for clock, place in zip(starts, places, strict=True):
                self.add(client, clock, place)
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
        self.fresh.add(client, struct.clock, place)
        for seam in struct.seams:
            self.seams.add((client, seam))

    def splits(self, client: int, clock: int) -> bool:
        """Whether a cut before this clock would leave half a character."""
        ident = client, clock
        return ident in self._seams or ident in self.seams

    def _place(self, struct: Struct) -> Place | None:
        origin, right = struct.origin, struct.right
        if origin is not None and self.splits(origin[0], origin[1] + 1):
            raise SchemaBroken("half a character left of an insertion")
        if right is not None and self.splits(*right):
            raise SchemaBroken("half a character right of an insertion")
        if origin is not None and right is not None:
            return self._place_between(origin, right)
        neighbour = origin or right
        return self._find(neighbour) if neighbour is not None else self._place_in(struct)

    def _place_in(self, struct: Struct) -> Place | None:
        """The place of what says itself in which parent it stands."""
        parent = struct.parent
        if parent is None or (isinstance(parent, tuple) and not self._is_type(parent)):
            return None
        return parent, struct.key

    def _place_between(self, origin: Ident, right: Ident) -> Place | None:
        """The one place of both neighbours.

        Both may be the same, or the wrong way round: Yjs's own undo makes such structs.
        """
        place, other = self._find(origin), self._find(right)
        if place != other and (None not in (place, other) or self._lives(place or other)):
            raise Malformed("between two that stand in different places")
        return place

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
