"""Random acts of one person on a board, seeded: the pycrdt twin of `act` in yjs_peers.mjs."""

from random import Random

from pycrdt import Map, Text

from tests.peer import Peer

LETTERS = "abcdefghijk öäß😀🧵中文é "


def edit(peer: Peer, rnd: Random, serial: str) -> None:
    """One act in one transaction: a new card, letters in or out of a text, a move, a rating or a removal."""
    cards = peer.root("cards")
    with peer.doc.transaction():
        ids = sorted(cards.keys())
        kind = rnd.randrange(9)
        if kind < 3 or not ids:
            cards[f"card-{peer.client_id}-{serial}"] = Map(
                {
                    "place": f"activity-{rnd.randrange(5)}|lane-{rnd.randrange(4)}|a{rnd.randrange(9)}",
                    "text": Text("Ich 😀"),
                }
            )
        elif kind < 6:
            edit_text(cards[rnd.choice(ids)]["text"], rnd)
        elif kind == 6:
            cards[rnd.choice(ids)]["place"] = f"activity-{rnd.randrange(5)}|lane-{rnd.randrange(4)}|b{rnd.randrange(9)}"
        elif kind == 7:
            peer.root("ratings")[f"activity-{rnd.randrange(5)}/-/outside"] = 1 + rnd.randrange(10)
        elif rnd.randrange(4):
            cards[rnd.choice(ids)]["deleted"] = "2099-01-01T00:00:00Z"
        else:
            del cards[rnd.choice(ids)]


def edit_text(text: Text, rnd: Random) -> None:
    """One letter in or out, at a whole letter (pycrdt counts bytes)."""
    shown = str(text)
    at = rnd.randrange(len(shown) + 1)
    start = len(shown[:at].encode())
    if rnd.randrange(3) or at == len(shown):
        text.insert(start, rnd.choice(LETTERS))
    else:
        del text[start : start + len(shown[at].encode())]
