"""A record as a presentation: which slides, in which order."""

from collections.abc import Mapping

from board.telling import Telling
from server.office import cover_slide, curve_slide, list_slides, map_slides, persona_slides, stage_slides
from server.office.deck import Deck


def made(telling: Telling, pictures: Mapping[str, bytes]) -> bytes:
    """The whole file."""
    deck = Deck(telling, pictures)
    cover_slide.draw(deck)
    persona_slides.draw(deck)
    map_slides.draw(deck)
    curve_slide.draw(deck)
    stage_slides.draw(deck)
    list_slides.draw(deck)
    return deck.bytes()
