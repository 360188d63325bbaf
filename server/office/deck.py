"""A record as slides: real, editable ones; long texts go on, on a further slide, and nothing overflows."""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from io import BytesIO
from typing import Any

from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.util import Pt

from board.telling import Telling
from server.office import measure, theme
from server.office.canvas import MUTED, Box, Canvas, Words
from server.office.frozen import frozen
from server.office.pictures import Pictures
from server.office.text import clean

TITLE_SIZES = (24.0, 22.0, 20.0, 18.0, 16.0)
COVER_SIZES = (40.0, 36.0, 32.0, 28.0, 24.0, 20.0)
SUBTITLE = Box(theme.MARGIN, 59, theme.WIDTH - 2 * theme.MARGIN, 18)
LONGEST_NOTES = 20_000  # characters


class Deck:
    """The slides made so far, and what they are made of."""

    def __init__(self, telling: Telling, pictures: Mapping[str, bytes]) -> None:
        self.telling, self.pictures = telling, Pictures(pictures)
        self._footer = clean(telling.say("slides.footer", title=telling.title(), version=telling.record["version"]))
        author = ", ".join(telling.people())
        self._deck = theme.blank(
            clean(telling.title()), clean(author), clean(telling.record["label"]), telling.language, telling.at()
        )

    def cover(self, title: str, notes: str) -> Canvas:
        """The first slide."""
        return self._add(theme.COVER, title, theme.COVER_TITLE, COVER_SIZES, notes)

    def slide(self, title: str, subtitle: str = "", notes: str = "") -> Canvas:
        """A further slide with its title, footer and number."""
        canvas = self._add(theme.CONTENT, title, theme.TITLE, TITLE_SIZES, notes)
        if subtitle:
            told, size = measure.fitting(clean(subtitle), SUBTITLE.width, SUBTITLE.height, (12, 11, 10))
            canvas.write(SUBTITLE, [Words(told, size, color=MUTED)])
        return canvas

    def bytes(self) -> bytes:
        """The finished file, the same for the same record."""
        out = BytesIO()
        self._deck.save(out)
        return frozen(out.getvalue(), self.telling.at())

    def _add(self, layout: int, title: str, box: Box, sizes: Sequence[float], notes: str) -> Canvas:
        slide = self._deck.slides.add_slide(self._deck.slide_layouts[layout])
        told, size = measure.fitting(clean(title) or "…", box.width, box.height, sizes)
        frame = slide.shapes.title.text_frame
        frame.text = told.replace("\n", " ")
        frame.paragraphs[0].runs[0].font.size = Pt(size)
        for extra in list(slide.placeholders):
            if extra.placeholder_format.type == PP_PLACEHOLDER.SUBTITLE:
                extra._element.getparent().remove(extra._element)
        if layout == theme.CONTENT:
            self._foot(slide)
        if notes:
            slide.notes_slide.notes_text_frame.text = clean(notes)[:LONGEST_NOTES]
        return Canvas(slide.shapes, self.telling.language, slide)

    def _foot(self, slide: Any) -> None:
        """Footer and number, as the layout has them."""
        for holder in slide.slide_layout.placeholders:
            kind = holder.placeholder_format.type
            if kind in (PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER):
                copied = deepcopy(holder._element)
                slide.shapes._spTree.append(copied)
                if kind == PP_PLACEHOLDER.FOOTER:
                    told, _ = measure.cut(self._footer, theme.PLACES[kind].width, 18, 9)
                    slide.placeholders[holder.placeholder_format.idx].text_frame.text = told


def continued(telling: Telling, title: str, number: int) -> str:
    """The title of a slide that goes on with what the one before began."""
    return title if number == 0 else telling.say("slides.continued", title=title)
