"""Whether a text is told in the first person, by the same words as the hint in the browser (`static/text/voice.js`)."""

import json
import re
from functools import cache
from pathlib import Path

_WORDS = Path(__file__).parent.parent / "static" / "voice"
_SENTENCE = re.compile(r"[.!?…:;\n]+|\s[-–—]\s")
_WORD = re.compile(r"[^\W_](?:[^\W_]|['-])*")


def in_first_person(text: str, language: object) -> bool:
    """Whether it speaks in the first person: in the board's language, or with a word for it of another one."""
    if isinstance(language, str) and language and language not in _FIRST:
        return True  # nobody has written down yet what the first person is there
    plain = _normal(text)
    return any(_says(first, plain, whole=language == own) for own, first in _FIRST.items())


def _says(first: list[str], plain: str, *, whole: bool) -> bool:
    """What only begins a sentence means the first person in its own language alone ("Am …")."""
    return _phrases(tuple(phrase for phrase in first if whole or not phrase.startswith("|"))).search(plain) is not None


def _normal(text: str) -> str:
    """Words of all sentences, each with a space around it; each sentence behind a bar."""
    calm = text.lower() if text == text.upper() else text
    sentences = (_WORD.findall(sentence) for sentence in _SENTENCE.split(calm.replace("’", "'")))
    return "".join(f" | {' '.join(words)} " for words in sentences if words)


@cache
def _phrases(phrases: tuple[str, ...]) -> re.Pattern[str]:
    alternatives = ("".join(map(_token, phrase.split(" "))) for phrase in phrases)
    return re.compile(f"(?<= )(?:{'|'.join(alternatives)})")


def _token(token: str) -> str:
    return "(?:[^ |]+ )?" if token == "~" else f"(?:{'|'.join(map(_either, token.split('/')))}) "


def _either(word: str) -> str:
    """A word as it is and at the beginning of a sentence."""
    upper = word[0].upper()
    first = re.escape(word[0]) if upper == word[0] else f"[{upper}{word[0]}]"
    return first + word[1:].replace("*", "[^ |]*")


_FIRST: dict[str, list[str]] = {
    words.stem: json.loads(words.read_text(encoding="utf-8"))["first"] for words in sorted(_WORDS.glob("*.json"))
}
LANGUAGES: tuple[str, ...] = tuple(_FIRST)
"""Those that somebody wrote down what the first person is in."""
