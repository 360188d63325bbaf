"""What was decided about a board is put in force in its room, as it comes or as the catalogue tells it."""

from __future__ import annotations

from crdt.members import Member
from server.access import Grant, Refusal
from server.authority import Authority
from server.counters import Counters
from server.host import Host
from server.orders import Announce, Lock, Order, Regrant, Remove, Review, Revoke
from server.standing import standing_of


class Decisions:
    """What holds at one board, as far as its room knows."""

    def __init__(self, host: Host, authority: Authority, counters: Counters) -> None:
        self.epoch = 0  # grows with all that a newcomer must know; an admission older than it is asked for again
        self.doubted = False  # orders may have been missed: the catalogue is to be asked
        self._host = host
        self._authority = authority
        self._counters = counters

    def obey(self, order: Order) -> None:
        """Does what was decided."""
        self.epoch += 1
        room = self._host.room
        match order:
            case Regrant(standing):
                room.regrant(standing)
            case Remove(seat):
                self._host.run(room.dismiss(room.members.of_seat(seat), 4410, "removed from the board"))
            case Revoke(token_id):
                self._host.run(room.dismiss(room.members.of_token(token_id), 4401, "the token was revoked"))
            case Lock(locked):
                room.lock(locked)
            case Announce(message):
                room.announce(dict(message))
            case Review():
                self.doubted = True
        self._host.run(())

    async def review(self) -> None:
        """Asks the catalogue what holds here now, and puts it in force."""
        room, board = self._host.room, self._host.board
        locked = await self._authority.locked(board)
        session = await self._authority.session(board)
        answers: dict[tuple[str, str], Grant | Refusal] = {}
        while missing := {_ticket(member) for member in room.members} - answers.keys():
            for seat, token_id in missing:
                answers[seat, token_id] = await self._authority.still(board, seat, token_id)
        self.doubted = False
        self.epoch += 1
        self._counters.reviews += 1
        for member in list(room.members):
            self._correct(member, answers[_ticket(member)])
        room.lock(locked)
        room.announce(session)
        self._host.run(room.reconsider())

    async def agree(self) -> bool:
        """Whether what holds here is what the catalogue says; an order can die with the process that was to give it."""
        room, board = self._host.room, self._host.board
        if await self._authority.locked(board) != room.locked:
            return False
        for seat, token_id in {_ticket(member) for member in room.members}:
            answer = await self._authority.still(board, seat, token_id)
            here = [member for member in room.members if _ticket(member) == (seat, token_id)]
            if any(isinstance(answer, Refusal) or standing_of(answer) != member.standing for member in here):
                return False
        return True

    def _correct(self, member: Member, answer: Grant | Refusal) -> None:
        room = self._host.room
        if isinstance(answer, Refusal):
            self._host.run(room.dismiss([member], answer.code, answer.reason))
        elif (standing := standing_of(answer)) != member.standing:
            room.regrant(standing)


def _ticket(member: Member) -> tuple[str, str]:
    return member.standing.seat, member.standing.token_id
