"""Pieces of HTML: text made safe, marks, chips, and pictures that a page carries in itself."""

from base64 import b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

_UNSEEN = {code: " " for code in (*range(32), 0x7F) if chr(code) not in "\t\n"}


@dataclass(frozen=True)
class Inline:
    """A picture that the page carries in itself."""

    type: str
    data: bytes

    @property
    def url(self) -> str:
        """The picture as a data address."""
        return f"data:{self.type};base64,{b64encode(self.data).decode()}"


def text(raw: object) -> str:
    """What people wrote, safe between tags and in attributes."""
    return escape(str(raw).translate(_UNSEEN))


def maybe(tag: str, content: str, name: str = "") -> str:
    """An element, or nothing where it would be empty."""
    kind = f' class="{name}"' if name else ""
    return f"<{tag}{kind}>{content}</{tag}>" if content else ""


def bullets(lines: Iterable[str]) -> str:
    """A list, or nothing."""
    return maybe("ul", "".join(f"<li>{line}</li>" for line in lines))


def chip(label: str, shade: str) -> str:
    """A small label in a colour."""
    return f'<span class="chip" style="--tone: {shade}">{label}</span>'


def mark(name: str, words: str = "") -> str:
    """A mark of the sprite; without words it only decorates those beside it."""
    told = f'role="img" aria-label="{words}"' if words else 'aria-hidden="true"'
    return f'<svg class="mark" {told}><use href="#{name}"/></svg>'
