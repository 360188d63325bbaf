"""The empty deck: 16:9, two layouts with real titles, footers and numbers, our colours, a font that everybody has."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml.ns import qn
from pptx.util import Pt

from server.office.canvas import Box, emu, rgb

WIDTH, HEIGHT = 960.0, 540.0  # points
MARGIN = 36.0
BODY = Box(MARGIN, 84, WIDTH - 2 * MARGIN, 424)
"""Where a slide's content stands, between title and footer."""

FONT = "Arial"  # or its metric equals: Liberation Sans, Arimo
COLORS: Mapping[str, str] = {
    "dk1": "1d2b3a", "lt1": "ffffff", "dk2": "123b63", "lt2": "efe7da", "accent1": "1f5f99", "accent2": "0f7b83",
    "accent3": "7a4b9a", "accent4": "c0392b", "accent5": "b7791f", "accent6": "2e8b57", "hlink": "1f5f99",
    "folHlink": "5b6b7b",
}  # fmt: skip
GROUND = "#efe7da"

TITLE = Box(MARGIN, 22, WIDTH - 2 * MARGIN, 38)
COVER_TITLE = Box(72, 96, 520, 132)
PLACES: Mapping[Any, Box] = {
    PP_PLACEHOLDER.TITLE: TITLE,
    PP_PLACEHOLDER.CENTER_TITLE: COVER_TITLE,
    PP_PLACEHOLDER.FOOTER: Box(MARGIN, 512, 760, 18),
    PP_PLACEHOLDER.SLIDE_NUMBER: Box(WIDTH - MARGIN - 80, 512, 80, 18),
}
COVER, CONTENT = 0, 1
KEPT = ("Title Slide", "Title Only")


def blank(title: str, author: str, subject: str, language: str, at: datetime) -> Any:
    """A presentation without slides."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = emu(WIDTH), emu(HEIGHT)
    for layout in list(deck.slide_layouts):
        if layout.name not in KEPT:
            deck.slide_layouts.remove(layout)
    for holder in (deck.slide_master, *deck.slide_layouts):
        _place(holder)
    deck.slide_layouts[COVER].background.fill.solid()
    deck.slide_layouts[COVER].background.fill.fore_color.rgb = rgb(GROUND)
    _style(deck.slide_master)
    _theme(deck.slide_master)
    _properties(deck.core_properties, title, author, subject, language, at)
    return deck


def _place(holder: Any) -> None:
    """Moves what the layout keeps, removes what it does not."""
    for shape in list(holder.placeholders):
        kind = shape.placeholder_format.type
        if kind in PLACES:
            box = PLACES[kind]
            shape.left, shape.top, shape.width, shape.height = map(emu, box)
        elif kind == PP_PLACEHOLDER.BODY:
            shape.left, shape.top, shape.width, shape.height = map(emu, BODY)
        else:
            shape._element.getparent().remove(shape._element)


def _style(master: Any) -> None:
    for shape in master.placeholders:
        frame, kind = shape.text_frame, shape.placeholder_format.type
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
        if kind in (PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER):
            level = shape._element.find(f".//{qn('a:lvl1pPr')}")
            level.set("algn", "l" if kind == PP_PLACEHOLDER.FOOTER else "r")
            level.find(qn("a:defRPr")).set("sz", "900")
    level = master._element.find(f".//{qn('p:titleStyle')}/{qn('a:lvl1pPr')}")
    level.set("algn", "l")
    letters = level.find(qn("a:defRPr"))
    letters.set("sz", str(Pt(24).centipoints))
    letters.set("b", "1")


def _theme(master: Any) -> None:
    """Colours and fonts of the theme, so that what people add later looks alike."""
    part = master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    theme = etree.fromstring(part.blob)
    theme.set("name", "Brownboard")
    for name, value in COLORS.items():
        slot = theme.find(f".//{qn('a:clrScheme')}/{qn(f'a:{name}')}")
        for old in list(slot):
            slot.remove(old)
        etree.SubElement(slot, qn("a:srgbClr")).set("val", value)
    for latin in theme.iterfind(f".//{qn('a:fontScheme')}/*/{qn('a:latin')}"):
        latin.set("typeface", FONT)
    part._blob = etree.tostring(theme, xml_declaration=True, encoding="UTF-8", standalone=True)


def _properties(told: Any, title: str, author: str, subject: str, language: str, at: datetime) -> None:
    told.title, told.author, told.subject, told.language = title[:250], author[:250], subject[:250], language
    told.last_modified_by, told.keywords, told.comments = "Brownboard", "Customer Journey Map", ""
    told.created = told.modified = told.last_printed = at.replace(tzinfo=None)
    told.revision = 1
