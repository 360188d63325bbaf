"""The performance curve as a chart that people can edit, with what stands out in it."""

from collections.abc import Sequence
from itertools import islice
from typing import Any

from babel.numbers import format_decimal
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION, XL_MARKER_STYLE
from pptx.enum.dml import MSO_LINE
from pptx.enum.shapes import MSO_SHAPE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Pt

from board import curve, ratings
from board.schema import SERIES
from board.telling import Item, Line, Telling
from server.office import chart_book, measure, theme
from server.office.bands import BANDS, RANGES, TOP, in_words, rated
from server.office.blocks import Fact
from server.office.canvas import LINE, MUTED, SMILEYS, WHITE, Box, Canvas, described, emu, rank, rgb
from server.office.deck import Deck
from server.office.text import clean

CHART = Box(theme.MARGIN, 84, theme.WIDTH - 2 * theme.MARGIN, 322)
NOTED = Box(theme.MARGIN, 418, theme.WIDTH - 2 * theme.MARGIN, 84)
MOST_NOTED = 4
AXIS_SIZE = 10.0
PIN = 10
STYLES: dict[str, tuple[float, Any, Any]] = {
    "outside": (3.0, None, XL_MARKER_STYLE.CIRCLE),
    "inside": (1.75, MSO_LINE.DASH, XL_MARKER_STYLE.DIAMOND),
    "target": (1.5, MSO_LINE.ROUND_DOT, XL_MARKER_STYLE.NONE),
    "best": (1.5, MSO_LINE.LONG_DASH_DOT, XL_MARKER_STYLE.NONE),
}


def draw(deck: Deck) -> None:
    """The slide, if anything is rated."""
    telling = deck.telling
    lines = rated(telling)
    if not lines:
        return
    told = in_words(telling)
    canvas = deck.slide(telling.say("lane.rating"), telling.say("lane.rating.hint"), told)
    _chart(canvas, telling, lines, told)
    noted = _noted(telling, lines)
    step = NOTED.width / MOST_NOTED
    for place, fact in enumerate(noted):
        box = Box(NOTED.x + place * step, NOTED.y, step - 8, NOTED.height)
        group = canvas.group(fact.label)
        group.shape(MSO_SHAPE.RECTANGLE, box, "#f4f7fa", edge=LINE, name=fact.label)
        head, _ = (
            fact.parted(box.width - 16, box.height - 12)
            if fact.height(box.width - 16) > box.height - 12
            else (fact, None)
        )
        head.draw(group, box.inset(8, 6))


def _noted(telling: Telling, lines: Sequence[tuple[Line, Sequence[int | None]]]) -> list[Fact]:
    """Averages, then the deepest drops of the outside view."""
    means = [f"{line.label}: {_number(telling, ratings.average(values))}" for line, values in lines][: len(SERIES)]
    noted = [Fact(telling.say("slides.average"), "\n".join(means), 11)]
    line, values = lines[0]
    drops = sorted(curve.drops(values), key=lambda drop: -drop.by) if line.series == "outside" else []
    for drop in drops[: MOST_NOTED - 1]:
        told = f"{drop.column + 1}  {clean(telling.columns[drop.column]['text'])}"
        noted.append(Fact(telling.say("slides.drop", by=f"{drop.by:g}"), told, 11))
    return noted


def _number(telling: Telling, value: float | None) -> str:
    return format_decimal(value, format="0.0", locale=telling.language) if value is not None else "–"


def _chart(canvas: Canvas, telling: Telling, lines: Sequence[tuple[Line, Sequence[int | None]]], told: str) -> None:
    count = len(telling.columns)
    stages = [_stage(stage, count) for stage in telling.journey["stages"] if stage["activities"]]
    series: list[tuple[str, Sequence[int | None]]] = [(name, [height] * count) for name, height in _ground()]
    series += [(clean(line.label), values) for line, values in reversed(lines)]
    data: Any = CategoryChartData(number_format="0")
    numbers = iter(range(1, count + 1))
    for title, held in stages:
        category = data.add_category(title)
        for number in islice(numbers, held):
            category.add_sub_category(str(number))
    for name, values in series:
        data.add_series(name, values)
    frame = canvas.shapes.add_chart(XL_CHART_TYPE.LINE_MARKERS, *map(emu, CHART), data)
    described(frame, told)
    chart = frame.chart
    chart.has_title = False
    chart.part.chart_workbook.update_from_xlsx_blob(chart_book.made(stages, series))
    _bands(chart)
    _axes(chart)
    for plotted, (line, values) in zip(chart.plots[1].series, reversed(lines), strict=True):
        _line(plotted, line, values)
    _legend(chart)


def _stage(stage: Item, count: int) -> tuple[str, int]:
    """A stage's title, as much of it as stands under its activities, and how many these are."""
    held = len(stage["activities"])
    title, _ = measure.cut(
        clean(stage["title"]) or "…", CHART.width * held / count - 8, 2 * AXIS_SIZE * measure.LINE, AXIS_SIZE
    )
    return title, held


def _ground() -> list[tuple[str, int | None]]:
    """What the bands are called in the chart's data, and how high they are."""
    return [(f"{low}–{high}", height) for (low, high), (height, _) in zip(RANGES, BANDS, strict=True)]


def _bands(chart: Any) -> None:
    """Takes the first series out of the lines and makes columns without gaps of them, behind the lines."""
    lines = chart._chartSpace.chart.plotArea.find(qn("c:lineChart"))
    axes = "".join(f'<c:axId val="{axis.get("val")}"/>' for axis in lines.findall(qn("c:axId")))
    ground = parse_xml(
        f'<c:barChart {nsdecls("c")}><c:barDir val="col"/><c:grouping val="stacked"/><c:varyColors val="0"/>'
        f'<c:gapWidth val="0"/><c:overlap val="100"/>{axes}</c:barChart>'
    )
    for series in lines.findall(qn("c:ser"))[: len(BANDS)]:
        for name in ("c:marker", "c:smooth"):
            for unfit in series.findall(qn(name)):
                series.remove(unfit)
        ground.insert(len(ground) - len(lines.findall(qn("c:axId"))) - 2, series)
    lines.addprevious(ground)
    for series, (_, color) in zip(chart.plots[0].series, BANDS, strict=True):
        series.format.fill.solid()
        series.format.fill.fore_color.rgb = rgb(color)


def _axes(chart: Any) -> None:
    chart.font.size = Pt(AXIS_SIZE)
    chart.font.color.rgb = rgb(MUTED)
    scale = chart.value_axis
    scale.minimum_scale, scale.maximum_scale, scale.major_unit = 0, TOP, 1
    scale.tick_labels.number_format, scale.tick_labels.number_format_is_linked = f'[=0]"";[={TOP}]"";0', False
    scale.major_gridlines.format.line.color.rgb = rgb(WHITE)
    scale.format.line.fill.background()
    chart.category_axis.format.line.color.rgb = rgb(LINE)


def _line(plotted: Any, line: Line, values: Sequence[int | None]) -> None:
    thick, dash, marker = STYLES[line.series] if line.lead else (2.0, None, XL_MARKER_STYLE.CIRCLE)
    plotted.smooth = True
    plotted.format.line.width, plotted.format.line.color.rgb = Pt(thick), rgb(line.color)
    if dash is not None:
        plotted.format.line.dash_style = dash
    plotted.marker.style = marker
    if marker is XL_MARKER_STYLE.NONE:
        return
    plotted.marker.size = PIN if line.series == "outside" and line.lead else 7
    _marker(plotted.marker, line.color)
    if line.series == "outside" and line.lead:
        labels = plotted.data_labels
        labels.show_value, labels.position = True, XL_LABEL_POSITION.ABOVE
        labels.font.size, labels.font.bold, labels.font.color.rgb = Pt(11), True, rgb(line.color)
        for place, value in enumerate(values):
            if value is not None:
                _pin(plotted.points[place], line.color, thick, SMILEYS[rank(value)][1])


def _pin(point: Any, color: str, thick: float, edge: str) -> None:
    """A point in the colour of its value; what is not said again falls back to what the program likes."""
    point.marker.style, point.marker.size = XL_MARKER_STYLE.CIRCLE, PIN
    _marker(point.marker, edge)
    point.format.line.width, point.format.line.color.rgb = Pt(thick), rgb(color)


def _marker(marker: Any, color: str) -> None:
    marker.format.fill.solid()
    marker.format.fill.fore_color.rgb = rgb(WHITE)
    marker.format.line.color.rgb = rgb(color)
    marker.format.line.width = Pt(2)


def _legend(chart: Any) -> None:
    """The lines' names above the chart; the bands need none."""
    chart.has_legend = True
    chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
    for index in range(len(BANDS)):
        entry = f'<c:legendEntry {nsdecls("c")}><c:idx val="{index}"/><c:delete val="1"/></c:legendEntry>'
        chart.legend._element.find(qn("c:legendPos")).addnext(parse_xml(entry))
