"""A slide under the pen, measured in points: texts that fit, shapes, pictures and marks, all native and named."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from babel.core import get_global
from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.util import Emu, Pt

from board.looks import LANE_COLORS
from server.office import measure
from server.office.pictures import Image
from server.office.text import clean

INK, MUTED, LINE, PALE, WHITE = "#1d2b3a", "#5b6b7b", "#d5dde5", "#f4f7fa", "#ffffff"

SMILEYS: Sequence[tuple[str, str, str, float]] = (
    ("#f6d7d2", "#c0392b", "#7d1f15", -0.04653),
    ("#f9e2cd", "#d9772b", "#87420f", -0.022),
    ("#f6ebc4", "#c9a227", "#6b5300", 0.0),
    ("#deedcf", "#6a9f3a", "#3c6317", 0.022),
    ("#cfe9da", "#2e8b57", "#175a35", 0.04653),
)
"""Face, edge, ink, and how far the mouth bends, from 1 to 5."""

EMU_PER_POINT = 12_700
LONGEST_NAME = 80  # characters


class Box(NamedTuple):
    """A place on a slide, in points."""

    x: float
    y: float
    width: float
    height: float

    def inset(self, x: float, y: float) -> "Box":
        """The box inside this one."""
        return Box(self.x + x, self.y + y, self.width - 2 * x, self.height - 2 * y)


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph in one manner."""

    text: str
    size: float = 12
    bold: bool = False
    italic: bool = False
    color: str = INK

    def height(self, room: float) -> float:
        """How high it stands."""
        return measure.height(clean(self.text), room, self.size)


@dataclass(slots=True)
class Canvas:
    """What is drawn on: a slide, or a group on it that people move as one."""

    shapes: Any
    language: str
    slide: Any = field(default=None)

    def group(self, name: str) -> "Canvas":
        """A group for what belongs together."""
        group = self.shapes.add_group_shape()
        named(group, name)
        return Canvas(group.shapes, self.language, self.slide)

    def write(
        self, box: Box, words: Sequence[Words], *, anchor: str = "top", align: str = "left", name: str = ""
    ) -> Any:
        """Paragraphs in a box of their own."""
        shape = self.shapes.add_textbox(*map(emu, box))
        named(shape, name or words[0].text)
        fill(shape.text_frame, words, self.language, anchor, align)
        return shape

    def shape(
        self,
        kind: Any,
        box: Box,
        color: str | None,
        *,
        edge: str | None = None,
        name: str = "",
        bend: float | None = None,
    ) -> Any:
        """A shape of one colour, without shadow."""
        shape = self.shapes.add_shape(kind, *map(emu, box))
        _flat(shape)
        if bend is not None:
            shape.adjustments[0] = bend
        if color is None:
            shape.fill.background()
        else:
            shape.fill.solid()
            shape.fill.fore_color.rgb = rgb(color)
        if edge is None:
            shape.line.fill.background()
        else:
            shape.line.color.rgb = rgb(edge)
            shape.line.width = Pt(0.75)
        named(shape, name)
        return shape

    def bar(self, box: Box, color: str) -> None:
        """A plain coloured area that says nothing."""
        silent(self.shape(MSO_SHAPE.RECTANGLE, box, color))

    def label(
        self,
        kind: Any,
        box: Box,
        color: str,
        words: Sequence[Words],
        *,
        edge: str | None = None,
        name: str = "",
        anchor: str = "middle",
        align: str = "left",
        inset: tuple[float, float] = (6, 3),
        bend: float | None = None,
    ) -> Any:
        """A shape with words in it."""
        shape = self.shape(kind, box, color, edge=edge, name=name or words[0].text, bend=bend)
        fill(shape.text_frame, words, self.language, anchor, align, inset)
        return shape

    def picture(self, image: Image, box: Box, alt: str, *, whole: bool = False) -> None:
        """A picture that fills the box, its edges cropped; or stands whole in it."""
        if whole:
            scale = min(box.width / image.width, box.height / image.height)
            wide, tall = image.width * scale, image.height * scale
            box = Box(box.x + (box.width - wide) / 2, box.y + (box.height - tall) / 2, wide, tall)
        shape = self.shapes.add_picture(image.stream(), *map(emu, box))
        described(shape, alt)
        named(shape, alt)
        if not whole:
            shape.crop_left = shape.crop_right = max(0.0, (1 - box.width / box.height * image.height / image.width) / 2)
            shape.crop_top = shape.crop_bottom = max(0.0, (1 - box.height / box.width * image.width / image.height) / 2)

    def smiley(self, value: int, x: float, y: float, size: float, alt: str) -> None:
        """A face from 1 to 5."""
        face, edge, ink, bend = SMILEYS[value - 1]
        shape = self.shape(MSO_SHAPE.SMILEY_FACE, Box(x, y, size, size), face, edge=edge, name=alt, bend=bend)
        shape.line.color.rgb = rgb(ink)
        described(shape, alt)

    def bolt(self, x: float, y: float, size: float, alt: str) -> None:
        """The mark of a pain point."""
        described(self.shape(MSO_SHAPE.LIGHTNING_BOLT, Box(x, y, size, size), LANE_COLORS["painPoint"], name=alt), alt)

    def star(self, x: float, y: float, size: float, alt: str) -> None:
        """The mark of a moment of truth."""
        described(self.shape(MSO_SHAPE.STAR_5_POINT, Box(x, y, size, size), "#e0a100", edge="#8a6400", name=alt), alt)

    def pin(self, value: int, x: float, y: float, size: float, alt: str) -> None:
        """A rating in a disc of its colour."""
        color = SMILEYS[rank(value)][1]
        words = [Words(str(value), size * 0.5, bold=True, color=SMILEYS[rank(value)][2])]
        shape = self.label(
            MSO_SHAPE.OVAL, Box(x, y, size, size), WHITE, words, edge=color, align="center", inset=(0, 0), name=alt
        )
        shape.line.width = Pt(1.75)
        described(shape, alt)


def rank(value: int) -> int:
    """Which of the five colours stands for a rating from 1 to 10."""
    return min((value - 1) // 2, 4)


def emu(points: float) -> Emu:
    """Points in the unit of office files."""
    return Emu(round(points * EMU_PER_POINT))


def rgb(color: str) -> RGBColor:
    """A colour of ours as theirs."""
    return RGBColor(*bytes.fromhex(color[1:]))


def named(shape: Any, name: str) -> None:
    """Calls a shape by what it shows, in the list of all shapes."""
    shape.name = " ".join(clean(name).split())[:LONGEST_NAME] or shape.name


def described(shape: Any, alt: str) -> None:
    """Says what a shape shows to who can't see it."""
    shape._element._nvXxPr.cNvPr.set("descr", clean(alt)[:2000])


def silent(shape: Any) -> None:
    """Marks a shape as decoration, over which a screen reader goes."""
    properties = shape._element._nvXxPr.cNvPr
    properties.append(
        parse_xml(
            '<a:extLst xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
            '<a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><adec:decorative '
            'xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/></a:ext></a:extLst>'
        )
    )


def fill(
    frame: Any,
    words: Sequence[Words],
    language: str,
    anchor: str = "top",
    align: str = "left",
    inset: tuple[float, float] = (0, 0),
) -> None:
    """Puts paragraphs into a frame, which shrinks what people write into it later."""
    frame.word_wrap = True
    frame.auto_size = MSO_AUTO_SIZE.TEXT_TO_FIT_SHAPE
    frame.margin_left = frame.margin_right = emu(inset[0])
    frame.margin_top = frame.margin_bottom = emu(inset[1])
    frame.vertical_anchor = {"top": MSO_ANCHOR.TOP, "middle": MSO_ANCHOR.MIDDLE, "bottom": MSO_ANCHOR.BOTTOM}[anchor]
    paragraphs = [(told, line) for told in words for line in clean(told.text).split("\n")]
    for number, (told, line) in enumerate(paragraphs):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        paragraph.alignment = {"left": PP_ALIGN.LEFT, "center": PP_ALIGN.CENTER, "right": PP_ALIGN.RIGHT}[align]
        run = paragraph.add_run()
        run.text = line
        font = run.font
        font.size, font.bold, font.italic = Pt(told.size), told.bold, told.italic
        font.color.rgb = rgb(told.color)
        run._r.get_or_add_rPr().set("lang", tag(language))


def tag(language: str) -> str:
    """The language with the country that it is mostly written in: `de-DE`, as programs for slides want it."""
    if language == "en":
        return "en-GB"
    likely: str = get_global("likely_subtags").get(language, language)
    return likely.replace("_Latn", "").replace("_", "-")


def _flat(shape: Any) -> None:
    """Takes away the theme's shadow and shine."""
    style = shape._element.find(qn("p:style"))
    if style is not None:
        shape._element.remove(style)
