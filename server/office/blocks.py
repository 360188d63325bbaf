"""What stands in the cells of the map, as slides show it: cards, touchpoints, ratings, sketches, facts."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self

from pptx.enum.shapes import MSO_SHAPE

from server.office import measure
from server.office.canvas import INK, LINE, MUTED, WHITE, Box, Canvas, Words
from server.office.pictures import Image
from server.office.text import clean

PAD = 5.0  # points around a card's text
EDGE = 3.0  # points: the coloured edge of a card
SCENE = (0.34, 46.0)  # a touchpoint's picture: part of the card's width, points of height
MARK = 15.0  # points
PIN = 24.0  # points
SKETCH = 70.0  # points
LONGEST_CHANNEL = 60  # characters
LONGEST_NAME = 200  # characters of a touchpoint's name on a slide


@dataclass(frozen=True, slots=True)
class Card:
    """A card of a lane, with whose duty it is."""

    text: str
    color: str
    size: float
    duty: str = ""

    def height(self, room: float) -> float:
        """Text and duty with the paper around them."""
        inner = self._inner(room)
        duty = measure.height(self.duty, inner, self.size - 1) if self.duty else 0
        return measure.height(clean(self.text), inner, self.size) + duty + 2 * PAD

    def parted(self, room: float, tall: float) -> tuple[Self, Self | None]:
        """The text goes on, on a card of its own, which has the duty."""
        head, rest = measure.cut(clean(self.text), self._inner(room), tall - 2 * PAD, self.size)
        return replace(self, text=head, duty=""), replace(self, text=rest)

    def draw(self, canvas: Canvas, box: Box) -> None:
        """Tinted paper with an edge in the lane's colour."""
        group = canvas.group(self.text or "…")
        words = [Words(self.text, self.size)]
        words += [Words(self.duty, self.size - 1, bold=True, color=self.color)] if self.duty else []
        paper = Box(box.x + EDGE, box.y, box.width - EDGE, box.height)
        group.label(MSO_SHAPE.RECTANGLE, paper, tint(self.color), words, anchor="top", inset=(PAD, PAD))
        group.bar(Box(box.x, box.y, EDGE, box.height), self.color)

    def _inner(self, room: float) -> float:
        return room - EDGE - 2 * PAD


@dataclass(frozen=True, slots=True)
class Marks:
    """A smiley, a bolt, a star, each with what it means."""

    smiley: tuple[int, str] | None = None
    pain: str = ""
    truth: str = ""

    def count(self) -> int:
        """How many there are."""
        return sum(map(bool, (self.smiley, self.pain, self.truth)))

    def draw(self, canvas: Canvas, right: float, y: float) -> None:
        """From the right to the left."""
        x = right - MARK
        if self.smiley:
            canvas.smiley(self.smiley[0], x, y, MARK, self.smiley[1])
            x -= MARK + 2
        if self.truth:
            canvas.star(x, y, MARK, self.truth)
            x -= MARK + 1
        if self.pain:
            canvas.bolt(x, y, MARK, self.pain)


@dataclass(frozen=True, slots=True)
class Touchpoint:
    """A touchpoint with its picture, channel, department and marks."""

    name: str
    channel: tuple[str, str] | None
    behind: str
    marks: Marks
    image: Image | None
    size: float

    def height(self, room: float) -> float:
        """The higher of picture and words."""
        told = sum(words.height(self._inner(room)) for words in self._words())
        return max(told + 2 * PAD + (MARK + 2 if self.marks.count() else 0), SCENE[1] + 2 if self.image else 0)

    def parted(self, room: float, tall: float) -> tuple[Self, Self | None]:
        """A name that is too long is cut: it stands in the notes."""
        spare = tall - self.height(room) + measure.height(self._name(), self._inner(room), self.size)
        name, _ = measure.cut(self._name(), self._inner(room), max(spare, self.size), self.size)
        return replace(self, name=name), None

    def draw(self, canvas: Canvas, box: Box) -> None:
        """White paper, the picture on its left."""
        group = canvas.group(self.name or "Touchpoint")
        group.shape(MSO_SHAPE.RECTANGLE, box, WHITE, edge=LINE, name=self.name)
        left = self._scene(box.width)
        if self.image:
            group.picture(
                self.image, Box(box.x + 1, box.y + 1, left - 1, min(box.height - 2, SCENE[1] * 1.6)), self.name
            )
        words = self._words()
        text = Box(box.x + left + PAD, box.y + PAD, box.width - left - 2 * PAD, box.height - 2 * PAD)
        group.write(text, words, name=self.name)
        self.marks.draw(group, box.x + box.width - PAD, box.y + box.height - MARK - 4)

    def _words(self) -> list[Words]:
        small = self.size - 1.5
        words = [Words(self._name(), self.size, bold=True)]
        if self.channel:
            words.append(Words(clean(self.channel[0])[:LONGEST_CHANNEL], small, bold=True, color=self.channel[1]))
        return words + ([Words(self.behind, small, color=MUTED)] if self.behind else [])

    def _name(self) -> str:
        return clean(self.name)[:LONGEST_NAME] or "…"

    def _scene(self, room: float) -> float:
        return min(room * SCENE[0], 90) if self.image else 0

    def _inner(self, room: float) -> float:
        return room - self._scene(room) - 2 * PAD


@dataclass(frozen=True, slots=True)
class Rating:
    """How an activity is rated: the outside view in its disc, the others beside it."""

    value: int | None
    others: str
    told: str
    size: float

    def height(self, room: float) -> float:
        """The disc, or the words if they are higher."""
        return max(PIN, measure.height(self.others, room - PIN - PAD, self.size)) + 4

    def parted(self, _room: float, _tall: float) -> tuple[Self, Self | None]:
        """It is never parted."""
        return self, None

    def draw(self, canvas: Canvas, box: Box) -> None:
        """Disc and words."""
        if self.value is not None:
            canvas.pin(self.value, box.x + 2, box.y + (box.height - PIN) / 2, PIN, self.told)
        if self.others:
            text = Box(box.x + PIN + PAD + 2, box.y, box.width - PIN - PAD - 2, box.height)
            canvas.write(text, [Words(self.others, self.size, color=MUTED)], anchor="middle")


@dataclass(frozen=True, slots=True)
class Sketch:
    """A sketch of the storyboard."""

    image: Image
    alt: str

    def height(self, room: float) -> float:
        """As high as its width allows."""
        return min(SKETCH, room * self.image.height / self.image.width)

    def parted(self, _room: float, _tall: float) -> tuple[Self, Self | None]:
        """It is never parted."""
        return self, None

    def draw(self, canvas: Canvas, box: Box) -> None:
        """The whole picture."""
        canvas.picture(self.image, box, self.alt, whole=True)


@dataclass(frozen=True, slots=True)
class Fact:
    """A word for something, and what is known of it."""

    label: str
    text: str
    size: float

    def height(self, room: float) -> float:
        """Label and text."""
        return sum(words.height(room) for words in self._words())

    def parted(self, room: float, tall: float) -> tuple[Self, Self | None]:
        """The text goes on under the same label."""
        head, rest = measure.cut(clean(self.text), room, tall - self.size * measure.LINE, self.size)
        return replace(self, text=head), replace(self, text=rest)

    def draw(self, canvas: Canvas, box: Box) -> None:
        """The label above the text."""
        canvas.write(box, self._words(), name=self.label)

    def _words(self) -> Sequence[Words]:
        label = " ".join(clean(self.label)[:60].split())
        return [Words(label, self.size - 1, bold=True, color=MUTED), Words(self.text, self.size, color=INK)]


def tint(color: str, strength: float = 0.1) -> str:
    """A colour thinned with white, dark text on which can be read."""
    parts = (int(color[at : at + 2], 16) for at in (1, 3, 5))
    return "#" + "".join(f"{round(255 - (255 - part) * strength):02x}" for part in parts)
