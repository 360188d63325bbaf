"""What stands in a PDF, as its readers find it."""

import pypdfium2


def words(pdf: bytes) -> str:
    """The text of all pages as a reader would copy it: hyphens taken out, line ends as spaces."""
    pages = [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(pdf)]
    text = " ".join(pages).replace("\u200b", "")
    for hyphen in ("\u00ad", "\ufffe", "\u0002"):
        text = text.replace(hyphen + "\r\n", "").replace(hyphen, "")
    return " ".join(text.split())


def squeezed(text: str) -> str:
    """Without spaces and hyphens, which a reader of PDF may take for those of a line's end."""
    return text.replace(" ", "").replace("-", "")


def sheets(pdf: bytes) -> list[tuple[int, int]]:
    """Width and height of each page, in points."""
    return [(round(width), round(height)) for width, height in (p.get_size() for p in pypdfium2.PdfDocument(pdf))]


def title(pdf: bytes) -> str:
    """What the file calls itself."""
    return str(pypdfium2.PdfDocument(pdf).get_metadata_dict()["Title"])
