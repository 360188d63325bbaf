"""Records as comma-separated values and Markdown."""

import csv
from io import StringIO
from typing import Any

from board import tables
from board.journey import nest
from tests.board.samples import MESSAGES, journey, put_card, record, small, television

SPEECH = MESSAGES.speak("de")


async def test_the_csv_has_one_row_per_activity_with_its_ratings() -> None:
    rows = list(csv.DictReader(StringIO(tables.csv(record(nest(await television())), SPEECH))))
    assert len(rows) == 18
    assert rows[0]["Phase"] == "Inspiration"
    assert rows[1]["Touchpoints"] == "Blog & Testvideo\nNewsletter"
    assert rows[0][SPEECH("poster.outside")] == "8"


def test_a_cell_never_starts_a_formula() -> None:
    def write(plain: dict[str, Any]) -> None:
        plain["activities"]["activity-one"]["text"] = "=1+1"

    assert "'=1+1" in tables.csv(record(journey(small(), write)), SPEECH)


def test_markdown_tells_the_journey_and_shows_its_signs_as_they_were_typed() -> None:
    slow = record(journey(small(), lambda plain: put_card(plain, "lane-pain", "card-one", text="*slow*")))
    told = tables.markdown(slow, MESSAGES.speak("en"))
    assert "### I compare offers" in told
    assert "- Pain points: \\*slow\\*" in told
