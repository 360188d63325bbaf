"""An office file whose bytes depend on its content alone: no clock of the machine that made it."""

import re
from datetime import datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

EPOCH = (1980, 1, 1, 0, 0, 0)  # the first moment that a zip file knows
_STAMP = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


def frozen(file: bytes, at: datetime) -> bytes:
    """The same file with every moment in it set, also in the files inside."""
    out = BytesIO()
    with ZipFile(BytesIO(file)) as source, ZipFile(out, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            data = source.read(name)
            if name.endswith(".xlsx"):
                data = frozen(data, at)
            elif name == "docProps/core.xml":
                data = _STAMP.sub(rb"\g<1>" + at.strftime("%Y-%m-%dT%H:%M:%SZ").encode(), data)
            target.writestr(ZipInfo(name, EPOCH), data, ZIP_DEFLATED)
    return out.getvalue()
