"""The sheet of the performance curve: the series side by side, and a chart of them for any sheet."""

from typing import Any, NamedTuple

from board.inventory import Inventory
from board.looks import LANE_COLORS
from board.sheet import Column, Row, Sheet, ids
from board.telling import Line, Telling
from server.office import table_page
from server.office.bands import BANDS, TOP, in_words, rated
from server.office.book import LINE, MUTED, Book, Page

STYLES: dict[str, dict[str, Any]] = {
    "outside": {"line": {"width": 3}, "marker": {"type": "circle", "size": 9}},
    "inside": {"line": {"width": 1.75, "dash_type": "dash"}, "marker": {"type": "diamond", "size": 8}},
    "target": {"line": {"width": 1.5, "dash_type": "round_dot"}, "marker": {"type": "none"}},
    "best": {"line": {"width": 1.5, "dash_type": "long_dash_dot"}, "marker": {"type": "none"}},
}


class Curve(NamedTuple):
    """Where the curve's values stand in a workbook."""

    page: Page
    rows: int
    lines: list[Line]
    first: int
    """The column of the first line; those of stages, numbers and bands follow, hidden, from `hidden` on."""
    hidden: int


def draw(book: Book, telling: Telling) -> Curve | None:
    """The sheet with its chart; None where nothing is rated."""
    lines = rated(telling)
    if not lines:
        return None
    say, steps = telling.say, [step for step in Inventory(telling).steps if step.stage]
    columns = [
        Column(say("sheet.number"), "number", 6),
        Column(say("table.stage"), width=18),
        Column(say("table.activity"), width=42),
        *(Column(line.label, "score", 14, LANE_COLORS["rating"]) for line, _ in lines),
        *ids("activity"),
    ]
    rows: list[Row] = [
        [step.number, step.stage["title"] if step.stage else None, step.activity["text"], *values, step.activity["id"]]
        for step, *values in zip(steps, *(values for _, values in lines), strict=True)
    ]
    page = table_page.draw(book, Sheet("Curve", say("sheet.curve"), columns, rows, 3))
    curve = Curve(page, len(rows), [line for line, _ in lines], 3, len(columns) + 1)
    _hide(curve, rows)
    page.sheet.insert_chart(
        1, curve.hidden + 5, chart(book, curve, 1120, 460), {"object_position": 2, "description": in_words(telling)}
    )
    return curve


def chart(book: Book, curve: Curve, width: int, height: int, *, bare: bool = False) -> Any:
    """The curve on its bands, which follows the values of its sheet; without words at its axes if `bare`."""
    ground, string = book.chart(type="column", subtype="stacked"), book.chart(type="line")
    last, categories = curve.rows, curve.page.area((1, curve.hidden), (curve.rows, curve.hidden + 1))
    for band, (_, color) in enumerate(BANDS):
        values = curve.page.area((1, curve.hidden + 2 + band), (last, curve.hidden + 2 + band))
        ground.add_series({"categories": categories, "values": values, "fill": {"color": color}, "gap": 0})
    for place, line in reversed(list(enumerate(curve.lines, start=curve.first))):
        string.add_series(
            {
                "name": curve.page.area((0, place), (0, place)),
                "categories": categories,
                "values": curve.page.area((1, place), (last, place)),
                **_style(line, first=place == curve.first),
            }
        )
    ground.combine(string)
    ground.set_title({"none": True})
    ground.set_legend({"position": "top", "delete_series": [0, 1, 2], "font": {"color": MUTED, "size": 10}})
    axis = {"num_font": {"color": MUTED, "size": 9}, "line": {"color": LINE}, "major_tick_mark": "none"}
    axis |= {"label_position": "none"} if bare else {}
    grid = {"visible": True, "line": {"color": "#ffffff", "width": 0.75}}
    scale = {"min": 0, "max": TOP, "major_unit": 1, "num_format": f'[=0]"";[={TOP}]"";0'}
    ground.set_y_axis({**axis, **scale, "major_gridlines": grid})
    ground.set_x_axis(axis)
    if bare:
        ground.set_plotarea({"layout": {"x": 0.0, "y": 0.1, "width": 1.0, "height": 0.88}})
    ground.set_chartarea({"border": {"none": True}})
    ground.set_size({"width": width, "height": height})
    ground.show_hidden_data()
    ground.show_blanks_as("gap")
    return ground


def _hide(curve: Curve, rows: list[Row]) -> None:
    """What only the chart reads: the stage at its first activity, the number, the bands."""
    before: object = object()
    for number, row in enumerate(rows, start=1):
        stage = None if row[1] == before else row[1]
        before = row[1]
        for place, value in enumerate([stage, row[0], *(height for height, _ in BANDS)]):
            curve.page.put(number, curve.hidden + place, value)
    curve.page.sheet.set_column(curve.hidden, curve.hidden + 1 + len(BANDS), None, None, {"hidden": True})


def _style(line: Line, *, first: bool) -> dict[str, Any]:
    style = STYLES[line.series]
    color = {"color": line.color}
    marker = {**style["marker"], "fill": {"color": "#ffffff"}, "border": {"color": line.color, "width": 1.75}}
    drawn = {
        "line": {**style["line"], **color},
        "marker": marker if style["marker"]["type"] != "none" else style["marker"],
    }
    labels = {"value": True, "position": "above", "font": {"bold": True, "size": 10, **color}}
    return drawn | {"smooth": True} | ({"data_labels": labels} if first else {})
