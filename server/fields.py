"""What people may type into a request, checked before anything sees it."""

import unicodedata
from collections.abc import Callable
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, WithJsonSchema

from server.i18n import LANGUAGES, known


def _spoken(language: str) -> str:
    if known(language) is None:
        raise ValueError(f"one of {', '.join(LANGUAGES)}")
    return language


Language = Annotated[str, AfterValidator(_spoken), WithJsonSchema({"type": "string", "enum": list(LANGUAGES)})]
RoleName = Literal["moderator", "participant", "follower"]

# They turn the writing direction of what follows, so that a name could pretend to be another.
TURNERS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


class Body(BaseModel):
    """A request's body: exact types, and nothing that is not asked for."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


def one_line(longest: int, shortest: int = 1) -> Callable[[str], str]:
    """Trims a line of text and refuses what is too long, too short or can't be seen."""

    def check(text: str) -> str:
        line = unicodedata.normalize("NFC", text).strip()
        if any(_misleads(character) for character in line):
            raise ValueError("control characters are not allowed")
        if len(line) > longest:
            raise ValueError(f"at most {longest} characters")
        if sum(unicodedata.category(character) != "Cf" for character in line) < shortest:
            raise ValueError("must not be empty")
        return line

    return check


def _misleads(character: str) -> bool:
    return unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp") or character in TURNERS


PersonName = Annotated[str, AfterValidator(one_line(60))]
Title = Annotated[str, AfterValidator(one_line(200))]
Label = Annotated[str, AfterValidator(one_line(200))]
LabelOrNone = Annotated[str, AfterValidator(one_line(200, shortest=0))]
