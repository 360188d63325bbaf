"""The style sheets as they travel, without comments and idle spaces: those of a page as one file, made at the start."""

import re
from collections.abc import Mapping

# What each kind of page is dressed in. The joined file lies beside its parts: addresses in it lead where theirs do.
SHEETS = {
    "board": tuple(
        f"css/{part}.css" for part in ("base", "board", "persona", "map", "offers", "pins", "touch", "room")
    ),
    "page": ("css/base.css", "css/pages.css"),
}

_COMMENT = re.compile(rb"/\*(?:[^*]|\*(?!/))*\*/")
_IDLE = re.compile(rb"\s*([{}])\s*|([;,])\s+|(?<=[a-z0-9]:) +|(\n)\s*")


def joined_path(kind: str) -> str:
    """Where the joined sheets of this kind of page lie."""
    return f"css/{kind}.pack.css"


def join(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The joined sheets of every kind of page whose parts are all there."""
    return {
        joined_path(kind): b"\n".join(_bare(files[path]) for path in paths)
        for kind, paths in SHEETS.items()
        if files.keys() >= set(paths)
    }


def bare(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Every sheet by itself, for what is opened now and then."""
    return {path: _bare(body) for path, body in files.items() if path.endswith(".css")}


def _bare(sheet: bytes) -> bytes:
    return _IDLE.sub(lambda found: found[found.lastindex] if found.lastindex else b"", _COMMENT.sub(b"", sheet)).strip()
