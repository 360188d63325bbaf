"""Which characters the poster's fonts can show, and what stands for those they can't.

A missing glyph would stop PDF/UA and print an empty box without a word in plain PDF: so it is replaced before."""

import unicodedata
from collections.abc import Callable
from pathlib import Path

from fontTools.ttLib import TTFont

FONTS = Path(__file__).parent / "fonts"
STAND_IN = "□"
JOINERS = frozenset("\u200c\u200d\ufe0e\ufe0f")
"""They only say how their neighbours are drawn; without the neighbour they go too."""

UNSEEN = frozenset({"Cc", "Cs", "Co", "Cn"})
"""Control characters and such: some fonts have glyphs for them, but PDF/A forbids them."""


def covered(folder: Path = FONTS) -> tuple[frozenset[int], frozenset[int]]:
    """The characters of every text font, and those of the fonts that help out."""
    text: list[set[int]] = []
    helping: set[int] = set()
    for path in sorted(folder.glob("*.ttf")):
        with TTFont(path, lazy=True) as font:
            found = set(font.getBestCmap())
        if path.name.startswith("SourceSans3"):
            text.append(found)
        else:
            helping |= found
    return frozenset(set.intersection(*text)), frozenset(helping)


def cleaner(folder: Path = FONTS) -> Callable[[str], str]:
    """A function that leaves only what the fonts can show."""
    text, helping = covered(folder)
    shown = text | helping

    def replace(character: str) -> str:
        category = unicodedata.category(character)
        if character.isspace():
            return character if character in "\n\u00a0\u202f" else " "
        if category in UNSEEN or character == "\ufeff":
            return ""
        if ord(character) in shown:
            return character
        if category in ("Cf", "Mn", "Me"):
            return ""
        plain = "".join(part for part in unicodedata.normalize("NFKD", character) if ord(part) in shown)
        return plain or STAND_IN

    def clean(raw: str) -> str:
        return "".join(map(replace, unicodedata.normalize("NFC", raw))).strip("".join(JOINERS))

    return clean
