"""Who stands in whom: what keeps an update from saying one thing to Yjs and another to pycrdt (R5, second pass)."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping

from crdt.errors import Malformed, SchemaBroken
from crdt.ranges import Ranges
from crdt.shape import Shape, check_field, check_text
from crdt.structs import DELETED, GC, MAP, TYPE, Ident, Struct

Place = tuple[str | Ident, str | None]  # the parent, and the key in it


class Parents:
    """For every clock that is known, where it stands; for every shared type, which it is."""

    __slots__ = ("_runs", "_seams", "gone", "types")

    def __init__(self) -> None:
        self._runs: dict[int, tuple[list[int], list[Place | None]]] = {}  # client -> first clocks, places
        self.types: dict[Ident, int] = {}
        self.gone = Ranges()  # what came without its content, which was deleted
        self._seams: dict[int, array[int]] = {}  # client -> clocks of second halves of surrogate pairs

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

    def add_seams(self, client: int, seams: Iterable[int]) -> None:
        """Says which of a client's next clocks are second halves of characters."""
        self._seams.setdefault(client, array("I")).extend(seams)

    def splits(self, client: int, clock: int) -> bool:
        """Whether a cut before this clock would leave half a character."""
        seams = self._seams.get(client)
        if seams is None:
            return False
        at = bisect_left(seams, clock)
        return at < len(seams) and seams[at] == clock

    def absorb(self, other: Parents) -> None:
        """Takes over what an accepted update brought."""
        for client, (starts, places) in other._runs.items():
            for clock, place in zip(starts, places, strict=True):
                self.add(client, clock, place)
        self.types.update(other.types)
        self.gone.absorb(other.gone)
        for client, seams in other._seams.items():
            self.add_seams(client, seams)


class Placing:
    """The places of one update's structs, found in causal order before anything is changed."""

    __slots__ = ("_deleted", "_known", "_shape", "_store", "fresh")

    def __init__(self, shape: Shape, store: Parents, known: Mapping[int, int], deleted: Ranges) -> None:
        self._shape = shape
        self._store = store
        self._known = known
        self._deleted = deleted
        self.fresh = Parents()

    def place(self, client: int, struct: Struct) -> None:
        """Gives a struct that depends on nothing unknown its place; raises if it may not stand there."""
        if struct.content <= DELETED:
            self.fresh.gone.add(client, struct.clock, struct.length)
        place = self._place(struct)
        if place is not None:
            self._check_holds(place, struct)
            if struct.content == TYPE:
                self.fresh.types[client, struct.clock] = struct.kind
        self.fresh.add(client, struct.clock, place)
        if struct.seams:
            self.fresh.add_seams(client, struct.seams)

    def place_rest(self, client: int, struct: Struct, known: int) -> None:
        """Gives what is new of a struct its place, right of what was known of it."""
        claimed, place = self._place(struct), self._find((client, known - 1))
        if None not in (claimed, place) and claimed != place:
            raise Malformed("stands elsewhere than what is known of it")
        if known in struct.seams:
            raise SchemaBroken("half a character inserted")
        rest = struct._replace(
            clock=known,
            length=struct.clock + struct.length - known,
            origin=(client, known - 1),
            seams=tuple(seam for seam in struct.seams if seam > known),
        )
        self.place(client, rest)

    def check_cuts(self, struct: Struct) -> None:
        """Promises that nothing is inserted into the middle of a character."""
        if struct.origin is not None and self.splits(struct.origin[0], struct.origin[1] + 1):
            raise SchemaBroken("half a character left of an insertion")
        if struct.right is not None and self.splits(*struct.right):
            raise SchemaBroken("half a character right of an insertion")

    def splits(self, client: int, clock: int) -> bool:
        """Whether a cut before this clock would leave half a character."""
        return self._store.splits(client, clock) or self.fresh.splits(client, clock)

    def _place(self, struct: Struct) -> Place | None:
        if struct.content == GC:
            return None
        origin, right = struct.origin, struct.right
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
        if self._find(ident) is not None and not self._is_gone(ident):
            raise Malformed("a parent that is no shared type")
        return False

    def _lives(self, place: Place | None) -> bool:
        """Whether neither the parent nor what it stands in is deleted."""
        while place is not None:
            parent = place[0]
            if isinstance(parent, str):
                return True
            if self._deleted.covers(*parent) or self._is_gone(parent):
                return False
            place = self._find(parent)
        return False

    def _home(self, ident: Ident) -> Parents:
        return self._store if ident[1] < self._known.get(ident[0], 0) else self.fresh

    def _find(self, ident: Ident) -> Place | None:
        return self._home(ident).find(*ident)

    def _kind(self, ident: Ident) -> int | None:
        return self._home(ident).types.get(ident)

    def _is_gone(self, ident: Ident) -> bool:
        """Whether it came without its content, which was deleted."""
        return self._store.gone.covers(*ident) or self.fresh.gone.covers(*ident)
