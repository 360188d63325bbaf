"""Names of downloads: readable on every system, and said so that every browser understands them (RFC 6266, 5987)."""

import re
import unicodedata
from urllib.parse import quote

LONGEST = 120  # characters; some systems stop at 255 bytes with the folder's name

_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\u200b-\u200f\u202a-\u202e\u2066-\u2069]+')

_UNQUOTABLE = re.compile(r'["%\\]')


def file_name(parts: list[str], extension: str) -> str:
    """The parts as one name, without what some file system forbids."""
    stem = " - ".join(filter(None, (_clean(part) for part in parts)))[:LONGEST].rstrip(" .-")
    return f"{stem or 'journey'}.{extension}"


def disposition(name: str, kind: str = "attachment") -> str:
    """The header's value: a plain name for old programs, the whole one for all others."""
    stem, dot, extension = name.replace("ß", "ss").rpartition(".")
    ascii_only = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode()
    plain = " ".join(_UNQUOTABLE.sub("", ascii_only).split()) or "journey"
    plain += dot + extension
    return f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def _clean(part: str) -> str:
    return " ".join(_FORBIDDEN.sub(" ", unicodedata.normalize("NFC", part)).split()).strip(" .")
