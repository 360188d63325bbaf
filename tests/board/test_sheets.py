"""Records as tables."""

from datetime import date
from typing import Any

from board.inventory import Inventory
from board.journey import nest
from board.schema import Plain
from board.sheet import Sheet, Value, day, plain
from board.sheets import about, sheets
from board.telling import Telling
from tests.board.samples import MESSAGES, journey, put_card, record, small, television


def told(content: Plain, language: Any = "en") -> dict[str, Sheet]:
    return {sheet.table: sheet for sheet in sheets(Telling(record(nest(content)), MESSAGES.speak(language), language))}


def rows(sheet: Sheet) -> list[dict[str, Value]]:
    heads = [column.head for column in sheet.columns]
    return [dict(zip(heads, row, strict=True)) for row in sheet.rows]


async def test_every_table_is_as_wide_as_its_heads_and_joins_with_the_others() -> None:
    tables = told(await television())
    assert all(len(row) == len(sheet.columns) for sheet in tables.values() for row in sheet.rows)
    steps = {row["activity_id"] for row in rows(tables["Steps"])}
    stages = {row["stage_id"] for row in rows(tables["Stages"])}
    assert len(steps) == 18
    assert {row["activity_id"] for name in ("Touchpoints", "Cards", "Ratings") for row in rows(tables[name])} <= steps
    assert {row["stage_id"] for row in rows(tables["Steps"])} == stages
    channels = {row["channel_id"] for row in rows(tables["Channels"])}
    assert {row["channel_id"] for row in rows(tables["Touchpoints"])} <= channels


async def test_the_ids_are_called_alike_in_every_language_and_the_words_are_not() -> None:
    content = await television()
    german, english = told(content, "de"), told(content, "en")
    for name, sheet in german.items():
        ids = [column.head for column in sheet.columns if column.kind == "id"]
        assert ids == [column.head for column in english[name].columns if column.kind == "id"]
    assert (german["Actions"].title, english["Actions"].title) == ("Maßnahmen", "Actions")


def test_numbers_dates_and_truths_are_what_they_are() -> None:
    content = small()
    content["touchpoints"]["touchpoint-one"] |= {"painPoint": True, "current": 6.5, "reach": 1200, "online": False}
    put_card(content, "lane-action", "card-one", due="2026-03-31", responsible="Ann", status="doing")
    put_card(content, "lane-action", "card-two", due="soon")
    tables = told(content)
    touchpoint = rows(tables["Touchpoints"])[0]
    assert [touchpoint[name] for name in ("Smiley (1–5)", "Pain point", "Current", "Reach")] == [
        4,
        True,
        6.5,
        1200,
    ]
    assert [row["Due"] for row in rows(tables["Actions"])] == [date(2026, 3, 31), "soon"]
    assert [row["Status"] for row in rows(tables["Actions"])] == ["in progress", None]


def test_a_channel_that_nobody_uses_is_seen_to_be_missing() -> None:
    content = small()
    content["channels"]["channel-two"] = {"name": "Print", "order": "z"}
    assert [(row["Channel"], row["Touchpoints"]) for row in rows(told(content)["Channels"])] == [
        ("Web", 1),
        ("Print", 0),
    ]


def test_what_has_no_place_is_listed_without_one() -> None:
    content = small()
    content["activities"]["activity-two"] = {"text": "I wander"}
    put_card(content, "lane-gone", "card-one", text="Lost")
    tables = told(content)
    assert [row["No."] for row in rows(tables["Steps"])] == [1, None]
    assert [(row["Lane"], row["Text"]) for row in rows(tables["Cards"])] == [(None, "Lost")]


def test_own_fields_and_scales_are_columns_of_their_own() -> None:
    content = small()
    content["personas"]["persona-one"] |= {"scale:Price": 70, "custom:Pet": "cat"}
    content["touchpoints"]["touchpoint-one"]["custom:Cost"] = 12
    tables = told(content)
    assert [rows(tables["Personas"])[0][name] for name in ("Price", "Pet")] == [70, "cat"]
    assert rows(tables["Touchpoints"])[0]["Cost"] == 12


def test_every_rating_of_every_persona_is_a_row() -> None:
    content = small()
    content["personas"]["persona-two"] = {"name": "Bo", "order": "z"}
    content["ratings"] |= {"activity-one/persona-two/outside": 2, "activity-one/-/target": 9}
    told_ratings = [(row["Persona"], row["series"], row["Value (1–10)"]) for row in rows(told(content)["Ratings"])]
    assert told_ratings == [("Jo", "outside", 7), ("Jo", "target", 9), ("Bo", "outside", 2)]


def test_the_record_says_who_and_when() -> None:
    said = dict(about(Telling(record(journey(small())), MESSAGES.speak("en"), "en")))
    assert (said["Version"], said["Date"]) == (1, date(2025, 11, 20))
    assert "Scenario" not in said


def test_an_inventory_counts_the_steps() -> None:
    inventory = Inventory(Telling(record(journey(small())), MESSAGES.speak("en"), "en"))
    assert [(step.number, inventory.rating(step.activity, "outside")) for step in inventory.steps] == [(1, 7)]


def test_any_value_becomes_a_cell() -> None:
    assert plain(["a", 1, {"b": None}]) == 'a, 1, {"b": null}'
    assert (day(None), day("0001-01-01")) == (None, date(1, 1, 1))
