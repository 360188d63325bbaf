"""The gate before pycrdt: it lets an update through only if every Yjs would make the same of it (R5, R6, R10)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from crdt.errors import Foreign, Gap, Malformed, SchemaBroken
from crdt.genesis import require_native
from crdt.parents import Parents, Placing
from crdt.ranges import Ranges
from crdt.shape import Shape
from crdt.structs import (
    FRAME,
    SKIP,
    STORE,
    Carried,
    Deletion,
    Ident,
    Limits,
    Section,
    Struct,
    take_apart,
)

__all__ = ["Gate", "Shape", "Span", "Verdict"]


class Span(NamedTuple):
    """Clocks of one client: from `start` up to, but without, `end`."""

    client: int
    start: int
    end: int


class Verdict(NamedTuple):
    """What an update that may pass would bring."""

    spans: tuple[Span, ...]  # everything it carries, known or not
    fresh: tuple[Span, ...]  # what of it is not known yet (R7 looks at whose it is)
    deletes: tuple[Deletion, ...]  # what it deletes that was not deleted yet
    placing: Placing
    revision: int

    @property
    def new(self) -> bool:
        """Whether it brings anything at all; if not, it is acknowledged and forgotten."""
        return bool(self.fresh or self.deletes)

    @property
    def overlaps(self) -> bool:
        """Whether it carries something known beside something new, as a sync step 2 may."""
        if self.fresh == self.spans:
            return False
        authors = self.authors
        return any(span.start < authors.get(span.client, span.start) for span in self.spans)

    @property
    def authors(self) -> dict[int, int]:
        """Who inserts new structs, each with the clock at which they start."""
        return {span.client: span.start for span in self.fresh}


class Gate:
    """Knows of every accepted change who made it and where it stands, and judges what comes next.

    It may be ahead of the document: `accept` is called when an update goes to the log.
    """

    def __init__(self, shape: Shape, genesis: int) -> None:
        self.shape = shape
        self.genesis = genesis
        self._clocks: dict[int, int] = {}
        self._parents = Parents()
        self._deleted = Ranges()
        self._revision = 0

    @classmethod
    def from_document(cls, state: bytes, shape: Shape, genesis: int) -> Gate:
        """The gate of a stored document."""
        gate = cls(shape, genesis)
        gate.accept(gate.check(state, STORE))
        return gate

    @property
    def state_vector(self) -> dict[int, int]:
        """How far each client's changes are known."""
        return dict(self._clocks)

    def clock(self, client: int) -> int:
        """How far one client's changes are known."""
        return self._clocks.get(client, 0)

    def check(self, update: bytes, limits: Limits = FRAME) -> Verdict:
        """What the update would bring; raises a `Refusal` if it may not pass. Changes nothing."""
        carried = take_apart(update, limits)
        for section in carried.sections:
            self._check_author(section)
        placing = Placing(self.shape, self._parents, self._clocks, self._deleted)
        order = _CausalOrder(self, carried, placing)
        order.run()
        deletes = tuple(d for d in carried.deletes if self._deletes_anew(d, order, placing))
        spans = tuple([Span(s.client, s.start, s.end) for s in carried.sections])
        return Verdict(
            spans=spans,
            fresh=tuple([self._fresh(span) for span in spans if span.end > self.clock(span.client)]),
            deletes=deletes,
            placing=placing,
            revision=self._revision,
        )

    def accept(self, verdict: Verdict) -> None:
        """Counts the update as here from now on."""
        if verdict.revision != self._revision:
            raise ValueError("a verdict holds until the next update is accepted")
        if not verdict.new:
            return
        self._revision += 1
        for span in verdict.fresh:
            self._clocks[span.client] = span.end
        for deletion in verdict.deletes:
            self._deleted.add(*deletion)
        self._deleted.absorb(verdict.placing.fresh.gone)
        self._parents.absorb(verdict.placing.fresh)

    def check_state_vector(self, clocks: Mapping[int, int]) -> None:
        """Promises that a state vector stems from this board; raises `Foreign` otherwise (R10)."""
        require_native(clocks, self.genesis)

    def missing(self, client: int, clock: int) -> Gap:
        """The refusal for something that is not here; `Foreign` if it never will be."""
        require_native((client,), self.genesis)
        return Gap(client, clock)

    def _fresh(self, span: Span) -> Span:
        """What of a span is not known yet."""
        known = self.clock(span.client)
        return span if span.start == known else Span(span.client, known, span.end)

    def _check_author(self, section: Section) -> None:
        client, known = section.client, self.clock(section.client)
        require_native((client,), self.genesis)
        if client == self.genesis and section.end > max(known, 1):
            raise Foreign(client)  # R10: one struct of birth, and nothing after it
        if section.start > known:
            raise Gap(client, known)

    def _deletes_anew(self, deletion: Deletion, order: _CausalOrder, placing: Placing) -> bool:
        client, clock, length = deletion
        if self._deleted.covers(client, clock, length):
            return False
        end = clock + length
        if not order.reached(client, end - 1):
            raise self.missing(client, end - 1)
        if placing.splits(client, clock) or placing.splits(client, end):
            raise SchemaBroken("half a character deleted")
        return True


class _CausalOrder:
    """Walks the structs of one update so that each comes after all that it depends on."""

    __slots__ = ("_clocks", "_gate", "_known", "_next", "_placing", "_sections")

    def __init__(self, gate: Gate, carried: Carried, placing: Placing) -> None:
        self._gate = gate
        self._known = gate._clocks
        self._placing = placing
        self._sections = {section.client: section for section in carried.sections}
        self._clocks = {client: self._known.get(client, 0) for client in self._sections}
        self._next = dict.fromkeys(self._sections, 0)

    def run(self) -> None:
        """Places every struct; raises if something is missing or each waits for the other."""
        for client, section in self._sections.items():
            goals = {client: section.end - 1}  # who waits for whom, the last for nobody yet
            while goals:
                waiting, goal = next(reversed(goals.items()))
                needed = self._advance(waiting, goal)
                if needed is None:
                    del goals[waiting]
                elif needed[0] in goals:
                    raise Malformed("changes that wait for each other")
                else:
                    goals[needed[0]] = needed[1]

    def reached(self, client: int, clock: int) -> bool:
        """Whether a clock is known or has been walked over."""
        known = self._clocks.get(client)
        return clock < (self._known.get(client, 0) if known is None else known)

    def _advance(self, client: int, goal: int) -> Ident | None:
        """Places one client's structs up to the goal; the clock of another client that must come first, if any."""
        structs = self._sections[client].structs
        at = self._next[client]
        while at < len(structs) and structs[at].clock <= goal:
            needed = self._step(client, structs[at])
            if needed is not None:
                self._next[client] = at
                return needed
            at += 1
        self._next[client] = at
        return None

    def _step(self, client: int, struct: Struct) -> Ident | None:
        """Places one struct; the clock of another client that must come first, if any."""
        for ident in (struct.origin, struct.right, struct.parent):
            if isinstance(ident, tuple):
                if ident[0] == client and ident[1] >= struct.clock:
                    raise Malformed("a change before one that it depends on")
                if not self.reached(*ident):
                    return self._required(ident)
        self._placing.check_cuts(struct)  # even of what is known: Yjs would cut for it
        known, end = self._clocks[client], struct.clock + struct.length
        if end <= known:
            return None
        if struct.content == SKIP:
            raise Gap(client, known)
        if struct.clock < known:
            self._placing.place_rest(client, struct, known)
        else:
            self._placing.place(client, struct)
        self._clocks[client] = end
        return None

    def _required(self, ident: Ident) -> Ident:
        """A clock that this update brings later; raises if it does not."""
        section = self._sections.get(ident[0])
        if section is None or ident[1] >= section.end:
            raise self._gate.missing(*ident)
        return ident
