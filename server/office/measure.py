"""How much room a text takes, so that what is drawn for one machine's fonts overflows on none.

Widths are those of bold Arial, which everybody has or has an equal of; other fonts that step in are hardly wider."""

import unicodedata
from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache

LINE = 1.2  # of the text size
NARROWEST = 0.2  # of the text size: no text has narrower letters all along
LONGEST_WORD = 24  # characters; a longer one is cut anywhere

# Of 1,000 to the em, for the characters from space to tilde.
_WIDTHS = (
    278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556,
    556, 556, 556, 333, 333, 584, 584, 584, 611, 975, 722, 722, 722, 722, 667, 611, 778, 722, 278, 556, 722, 611, 833,
    722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 333, 278, 333, 584, 556, 333, 556, 611, 556, 611,
    556, 333, 611, 611, 278, 278, 556, 278, 889, 611, 611, 611, 611, 389, 556, 333, 611, 556, 778, 556, 556, 500, 389,
    280, 389, 584,
)  # fmt: skip
_OTHER = 850  # Greek, Cyrillic, dashes
_WIDE = 1050  # ideographs; emoji are told as wide too
_EMOJI = 1400


def width(text: str, size: float) -> float:
    """The width of a line, in the unit of the size."""
    return sum(map(_advance, text)) * size / 1000


def lines(text: str, room: float, size: float) -> list[str]:
    """The lines into which a text breaks: at spaces, or anywhere in a word that is wider than the room."""
    return [line for paragraph in text.split("\n") for line in _broken(paragraph, room, size)]


def height(text: str, room: float, size: float) -> float:
    """How high a text stands in a room of this width."""
    return len(lines(text, room, size)) * size * LINE


def fitting(text: str, room: float, tall: float, sizes: Sequence[float]) -> tuple[str, float]:
    """The text at the largest of the sizes, which descend, at which it fits; cut at the last one if it must be.

    It also becomes smaller to keep its words whole, unless none of the sizes does."""
    fits = [size for size in sizes if height(text, room, size) <= tall]
    if not fits:
        return cut(text, room, tall, sizes[-1])[0], sizes[-1]
    return text, next((size for size in fits if whole(text, room, size)), fits[0])


def whole(text: str, room: float, size: float) -> bool:
    """Whether no word has to be broken."""
    return all(width(word, size) <= room for word in text.split())


def cut(text: str, room: float, tall: float, size: float) -> tuple[str, str]:
    """As much of the text as fits, and the rest; both say by an ellipsis that there is more."""
    tall += size / 100  # sums of fractions
    most = int(room / size * tall / size / LINE / NARROWEST) + 1
    if len(text) <= most and height(text, room, size) <= tall:
        return text, ""
    ends = range(1, min(len(text), most) + 1)
    end = max(bisect_left(ends, True, key=lambda n: height(f"{text[:n]} …", room, size) > tall), 1)
    space = text.rfind(" ", max(end - LONGEST_WORD, 0), end + 1)
    at = space if space > 0 else end
    return f"{text[:at].rstrip()} …", f"… {text[at:].lstrip()}"


def _broken(paragraph: str, room: float, size: float) -> list[str]:
    done: list[str] = []
    line, used, space = "", 0.0, width(" ", size)
    for word in paragraph.split():
        wide = width(word, size)
        if line and used + space + wide <= room:
            line, used = f"{line} {word}", used + space + wide
            continue
        done += [line] if line else []
        *full, line = _chopped(word, room, size)
        done += full
        used = width(line, size) if full else wide
    return [*done, line]


def _chopped(word: str, room: float, size: float) -> list[str]:
    """The word in pieces no wider than the room, of one character at least."""
    pieces: list[str] = []
    start, used = 0, 0.0
    for index, character in enumerate(word):
        wide = width(character, size)
        if used + wide > room and index > start:
            pieces.append(word[start:index])
            start, used = index, 0.0
        used += wide
    return [*pieces, word[start:]]


@lru_cache(4096)
def _advance(character: str) -> int:
    code = ord(character)
    if 32 <= code < 127:
        return _WIDTHS[code - 32]
    if unicodedata.category(character) in ("Mn", "Me", "Cf", "Cc"):
        return 0
    if code >= 0x1F000:
        return _EMOJI
    if unicodedata.east_asian_width(character) in ("W", "F"):
        return _WIDE
    base = unicodedata.normalize("NFD", character)[0]
    return _WIDTHS[ord(base) - 32] if 32 <= ord(base) < 127 else _OTHER
