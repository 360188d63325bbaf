"""Whose journey it is: each persona's face, quote, facts, scales and pictures."""

from pptx.enum.shapes import MSO_SHAPE

from board.telling import INTRODUCTION, Item
from server.office import measure, paging, theme
from server.office.blocks import Fact
from server.office.canvas import LINE, MUTED, Box, Canvas, Words
from server.office.cover_slide import portrait
from server.office.deck import Deck, continued
from server.office.text import clean

ACCENT = "#1f5f99"
FACE = Box(theme.MARGIN, 92, 208, 236)
SCALES = Box(theme.MARGIN, 340, 208, 164)
QUOTE = Box(268, 92, 656, 66)
FACTS = Box(268, 172, 656, 332)
BETWEEN = 24.0  # points between two columns
GAP = 9.0
SIZES = (16.0, 14.0, 13.0, 12.0, 11.0)
SCALE = 32.0  # points that a scale takes
MOODS = 8  # pictures on a slide


def draw(deck: Deck) -> None:
    """One slide for each persona, more where there is more to say."""
    for persona in deck.telling.personas:
        _persona(deck, persona)
        _moods(deck, persona)


def _persona(deck: Deck, persona: Item) -> None:
    telling = deck.telling
    name, introduction = telling.name(persona), telling.introduction(persona)
    facts = telling.facts({**persona, **dict.fromkeys(INTRODUCTION), "scales": {}})
    story = {telling.say("persona.story"): persona["story"]} if persona["story"].strip() else {}
    told = list((facts | story).items())
    notes = "\n".join([name, introduction, telling.quote(persona), *(f"{label}: {text}" for label, text in told)])
    scales = [(label, value) for label, value in persona["scales"].items() if isinstance(value, int | float)]
    most = int(SCALES.height // SCALE)
    quote, quote_size = measure.fitting(clean(telling.quote(persona)), QUOTE.width, QUOTE.height, (20, 18, 16, 14, 12))
    pages = _pages([Fact(label, text, SIZES[0]) for label, text in told]) or [[]]
    for number in range(max(len(pages), -(-len(scales) // most))):
        canvas = deck.slide(continued(telling, name, number), introduction, notes if number == 0 else "")
        portrait(deck, canvas, persona, FACE)
        if quote:
            canvas.write(QUOTE, [Words(quote, quote_size, italic=True, color=ACCENT)], anchor="middle")
        for index, (label, value) in enumerate(scales[number * most : (number + 1) * most]):
            _scale(canvas, Box(SCALES.x, SCALES.y + index * SCALE, SCALES.width, SCALE), label, value)
        for index, blocks in enumerate(pages[number] if number < len(pages) else []):
            wide = (FACTS.width - BETWEEN) / 2
            box = Box(FACTS.x + index * (wide + BETWEEN), FACTS.y, wide, FACTS.height)
            paging.stack(canvas, blocks, box, GAP)


def _pages(facts: list[Fact]) -> list[list[list[paging.Block]]]:
    """Two columns on each slide, on one slide if the text need not become too small for that."""
    wide = (FACTS.width - BETWEEN) / 2
    for size in SIZES:
        told: list[paging.Block] = [Fact(fact.label, fact.text, size) for fact in facts]
        half = max(paging.height(told, wide, GAP) / 2, *(fact.height(wide) for fact in told), 1) if told else 1
        columns = next(
            (
                found
                for tall in (half, half * 1.15, half * 1.3)
                if len(found := paging.columns(told, wide, min(tall, FACTS.height), GAP)) <= 2
            ),
            paging.columns(told, wide, FACTS.height, GAP),
        )
        if len(columns) <= 2:
            break
    return [columns[at : at + 2] for at in range(0, len(columns), 2)]


def _scale(canvas: Canvas, box: Box, label: str, value: float) -> None:
    """A characteristic on its slider."""
    at = min(max(value / 100, 0), 1)
    told, size = measure.fitting(clean(label), box.width - 30, 14, (10, 9, 8))
    group = canvas.group(f"{label}: {value:g}")
    group.write(Box(box.x, box.y, box.width - 30, 14), [Words(told, size, bold=True, color=MUTED)])
    group.write(Box(box.x + box.width - 30, box.y, 30, 14), [Words(f"{value:g}", 10, bold=True)], align="right")
    group.bar(Box(box.x, box.y + 19, box.width, 3), LINE)
    group.bar(Box(box.x, box.y + 19, box.width * at, 3), ACCENT)
    knob = Box(box.x + (box.width - 10) * at, box.y + 15.5, 10, 10)
    group.shape(MSO_SHAPE.OVAL, knob, "#ffffff", edge=ACCENT, name=f"{label}: {value:g}")


def _moods(deck: Deck, persona: Item) -> None:
    telling = deck.telling
    found = [image for mood in persona["moods"] if (image := deck.pictures.get(mood))]
    title = f"{telling.say('persona.moods')} · {telling.name(persona)}"
    for number, page in enumerate(paging.even(found, MOODS) if found else []):
        canvas = deck.slide(continued(telling, title, number))
        across = min(len(page), 4)
        wide, tall = theme.BODY.width / across, theme.BODY.height / -(-len(page) // across)
        for index, image in enumerate(page):
            box = Box(theme.BODY.x + index % across * wide, theme.BODY.y + index // across * tall, wide, tall)
            canvas.picture(image, box.inset(6, 6), telling.word("picture"), whole=True)
