"""What people wrote, as office files can hold it."""

import re

LONGEST = 32_000  # characters; a cell of a spreadsheet holds 32,767

_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufeff\ufffe\uffff\ud800-\udfff]")
"""What XML can't hold, or nobody can see."""

_ENDS = re.compile(r"\r\n?|[\u2028\u2029]")


def clean(raw: object) -> str:
    """The text without what XML forbids, and not longer than a cell."""
    text = _ENDS.sub("\n", str(raw)).replace("\t", " ")
    text = _FORBIDDEN.sub("", text).strip()
    return text if len(text) <= LONGEST else f"{text[:LONGEST]} …"
