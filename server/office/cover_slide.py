"""The first slide: title, occasion, people, the persona's face, and the stages as a band."""

from typing import Any

from pptx.enum.shapes import MSO_SHAPE

from board.looks import color, initials
from board.telling import Item
from server.office import measure, theme
from server.office.canvas import LINE, MUTED, WHITE, Box, Canvas, Words
from server.office.deck import Deck
from server.office.stage_band import band
from server.office.text import clean

PAPER = Box(theme.MARGIN, 48, 600, 372)
FACE = Box(672, 48, 252, 372)
BAND = Box(theme.MARGIN, 452, theme.WIDTH - 2 * theme.MARGIN, 44)
WORDS = Box(72, 244, 520, 156)


def draw(deck: Deck) -> None:
    """The cover."""
    telling = deck.telling
    described = telling.say("poster.description", title=telling.title(), label=telling.record["label"])
    canvas = deck.cover(telling.title(), f"{described}\n{telling.record['id']}\nSHA-256 {telling.record['digest']}")
    paper = canvas.shape(MSO_SHAPE.RECTANGLE, PAPER, WHITE, edge=LINE, name=telling.title())
    behind_title(canvas, paper)
    board = telling.journey["board"]
    told = [
        Words(telling.about(), 13, color=MUTED),
        Words(board.get("scenario") or "", 13),
        Words(_labelled(telling.say("sheet.scope"), board.get("scope")), 12),
        Words(_labelled(telling.say("sheet.owner"), board.get("owner")), 12),
        Words(_labelled(telling.word("participants"), ", ".join(telling.people())), 12),
    ]
    canvas.write(WORDS, fitted([words for words in told if words.text], WORDS), name=telling.record["label"])
    if telling.personas:
        _face(deck, canvas, telling.personas[0])
    band(canvas, BAND, telling.journey["stages"])


def fitted(told: list[Words], box: Box) -> list[Words]:
    """As many of the paragraphs as the box holds, the last one cut if it must be."""
    kept: list[Words] = []
    room = box.height
    for words in told:
        text, rest = measure.cut(clean(words.text), box.width, room, words.size)
        if room < words.size * measure.LINE:
            break
        kept.append(Words(text, words.size, words.bold, words.italic, words.color))
        room -= measure.height(text, box.width, words.size) + words.size / 2
        if rest:
            break
    return [part for words in kept for part in (words, Words("", 6))][:-1]


def behind_title(canvas: Canvas, shape: Any) -> None:
    """Puts a shape under everything on its slide, but after nothing that is read."""
    tree = canvas.shapes._spTree
    tree.remove(shape._element)
    tree.insert(2, shape._element)


def _labelled(label: str, value: object) -> str:
    return f"{label}: {value}" if value else ""


def _face(deck: Deck, canvas: Canvas, persona: Item) -> None:
    telling = deck.telling
    name = telling.name(persona)
    card = canvas.group(name)
    card.shape(MSO_SHAPE.RECTANGLE, FACE, WHITE, edge=LINE, name=name)
    portrait(deck, card, persona, Box(FACE.x + 12, FACE.y + 12, FACE.width - 24, 200))
    words = [Words(name, 16, bold=True), Words(telling.introduction(persona), 11, color=MUTED)]
    words.append(Words(telling.quote(persona), 13, italic=True, color="#1f5f99"))
    box = Box(FACE.x + 16, FACE.y + 222, FACE.width - 32, FACE.height - 232)
    card.write(box, fitted([each for each in words if each.text], box), name=name)


def portrait(deck: Deck, canvas: Canvas, persona: Item, box: Box) -> None:
    """The persona's picture, or the initials on the persona's colour."""
    name = deck.telling.name(persona)
    if image := deck.pictures.get(persona.get("picture")):
        canvas.picture(image, box, name)
    else:
        words = [Words(initials(clean(name)), 54, bold=True, color=WHITE)]
        canvas.label(MSO_SHAPE.RECTANGLE, box, color(persona.get("color")), words, align="center", name=name)
