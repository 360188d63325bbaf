"""What people read, in their language: the messages of `static/i18n`, which the browser uses too."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from babel.core import Locale

from board.schema import LANGUAGE, Language
from server.assets import STATIC

FOLDER = STATIC / "i18n"
LANGUAGES: tuple[Language, ...] = tuple(
    sorted(path.stem for path in FOLDER.glob("*.json") if re.fullmatch(LANGUAGE, path.stem))
)
"""Every language that somebody wrote the messages in: one file, one language."""
DEFAULT: Language = "en"

_PLACE = re.compile(r"\{(\w+)\}")
_RANGE = re.compile(r"([A-Za-z-]+|\*)\s*(?:;\s*q\s*=\s*([01](?:\.\d{0,3})?))?")


@dataclass(frozen=True, slots=True)
class Speech:
    """All messages in one language."""

    language: Language
    messages: Mapping[str, str]

    def __call__(self, key: str, **values: object) -> str:
        """The message with its places filled; `count` chooses between `key.one` and `key.other`."""
        text = self.messages.get(self._form(key, values.get("count")), key)
        return _PLACE.sub(lambda place: str(values.get(place[1], place[0])), text)

    def _form(self, key: str, count: object) -> str:
        if not isinstance(count, int | float) or key in self.messages:
            return key
        form = f"{key}.{Locale(self.language).plural_form(count)}"
        return form if form in self.messages else f"{key}.other"


class Messages:
    """The messages of every language."""

    def __init__(self, speeches: Mapping[Language, Speech]) -> None:
        self._speeches = speeches

    @classmethod
    def read(cls, folder: Path = FOLDER) -> "Messages":
        """Reads one file for each language."""
        return cls({name: Speech(name, json.loads((folder / f"{name}.json").read_text("utf-8"))) for name in LANGUAGES})

    def speak(self, language: Language) -> Speech:
        """The messages in this language; in the usual one where there is no such file any more."""
        return self._speeches.get(language) or self._speeches[DEFAULT]

    @property
    def names(self) -> dict[Language, str]:
        """Every language, called as its own speakers do."""
        return {language: speech("language.name") for language, speech in self._speeches.items()}


def known(name: str | None) -> Language | None:
    """The language of that name, if we speak it."""
    return next((language for language in LANGUAGES if language == name), None)


def choose(query: str | None, cookie: str | None, accepted: str | None, board: str | None = None) -> Language:
    """A person's language: what they chose, then what their browser asks for, then the board's."""
    return known(query) or known(cookie) or _preferred(accepted or "") or known(board) or DEFAULT


def _preferred(accepted: str) -> Language | None:
    weighed = [(float(weight or 1), known(name.split("-")[0].lower())) for name, weight in _RANGE.findall(accepted)]
    spoken = [(weight, language) for weight, language in weighed if language and weight]
    return max(spoken, key=lambda choice: choice[0])[1] if spoken else None
