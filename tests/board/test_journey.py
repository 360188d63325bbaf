"""The nested journey of contract 5."""

import json
from typing import Any

import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as st

from board.diff import between
from board.flatten import flatten
from board.journey import nest
from board.page import render
from board.paper import PAPERS
from board.plain import binned
from board.poster import views
from board.record import Record
from board.schema import FIELDS, ROOTS, Plain
from board.tables import csv, markdown
from tests.board.samples import MESSAGES, record, small, television

SPEECH = MESSAGES.speak("de")


def ids(items: list[dict[str, Any]]) -> list[str]:
    return [item["id"] for item in items]


def activity(nested: dict[str, Any]) -> Any:
    return nested["stages"][0]["activities"][0]


def test_an_empty_document_is_an_empty_journey() -> None:
    assert nest({}) == {
        "board": {"next": ""},
        **{name: [] for name in ("personas", "lanes", "channels", "departments", "stages")},
        "unplaced": {"activities": [], "touchpoints": [], "cards": []},
    }


def test_everything_stands_in_board_order_and_ties_are_broken_by_id() -> None:
    stages = {key: {"order": order, "title": key} for key, order in (("b", "a1"), ("c", "a0"), ("a", "a1"))}
    placed = {key: {"place": f"b|{order}", "text": key} for key, order in (("z", "a0"), ("y", "a0"), ("x", "a1"))}
    nested = nest({"stages": stages, "activities": placed})
    assert ids(nested["stages"]) == ["c", "a", "b"]
    assert ids(nested["stages"][2]["activities"]) == ["y", "z", "x"]


def test_items_have_their_id_and_no_place_or_order_and_texts_are_strings() -> None:
    plain = {"stages": {"s": {"order": "a0", "title": "S"}}, "activities": {"a": {"place": "s|a0"}}}
    assert nest(plain)["stages"] == [
        {
            "id": "s",
            "title": "S",
            "activities": [{"id": "a", "text": "", "touchpoints": [], "cards": [], "ratings": {}}],
        }
    ]


def test_cards_stand_in_the_order_of_their_lanes() -> None:
    plain = small()
    for id, lane, order in (
        ("one", "lane-pain", "a1"),
        ("two", "lane-pain", "a0"),
        ("three", "lane-expectation", "a5"),
    ):
        plain["cards"][id] = {"place": f"activity-one|{lane}|{order}", "text": id}
    cards = activity(nest(plain))["cards"]
    assert [(card["lane"], card["id"]) for card in cards] == [
        ("lane-expectation", "three"),
        ("lane-pain", "two"),
        ("lane-pain", "one"),
    ]


def test_flat_keys_are_gathered() -> None:
    persona = {
        "order": "a0",
        "scale:Price: low or high": 40,
        "mood:image-b": True,
        "mood:image-a": True,
        "mood:no": False,
    }
    told = nest({"personas": {"p": persona | {"custom:Pet": "cat"}}})["personas"][0]
    assert told["scales"] == {"Price: low or high": 40}
    assert told["moods"] == ["image-a", "image-b"]
    assert told["custom"] == {"Pet": "cat"}


def test_what_stands_in_something_missing_or_in_the_bin_is_unplaced() -> None:
    plain = small()
    plain["activities"] |= {"lost": {"place": "gone|a0", "text": "x"}, "new": {"place": "|a0", "text": "y"}}
    plain["touchpoints"]["loose"] = {"place": "gone|a0", "name": "t"}
    plain["lanes"]["lane-pain"]["deleted"] = "2026-01-01T00:00:00Z"
    plain["cards"] |= {
        "of-binned-lane": {"place": "activity-one|lane-pain|a0", "text": "kept"},
        "of-no-activity": {"place": "|lane-action|a0", "text": "kept too"},
        "of-nothing": {"text": "kept as well"},
    }
    unplaced = nest(plain)["unplaced"]
    assert sorted(ids(unplaced["activities"])) == ["lost", "new"]
    assert ids(unplaced["touchpoints"]) == ["loose"]
    assert {card["id"]: card["lane"] for card in unplaced["cards"]} == {
        "of-nothing": None,
        "of-binned-lane": None,
        "of-no-activity": "lane-action",
    }


def test_an_unplaced_activity_keeps_what_hangs_on_it() -> None:
    plain = small()
    plain["activities"]["activity-one"]["place"] = "|a0"
    waiting = nest(plain)["unplaced"]["activities"][0]
    assert ids(waiting["touchpoints"]) == ["touchpoint-one"]
    assert waiting["ratings"] == {"-": {"outside": 7}}


def test_what_is_in_the_bin_is_shown_nowhere_but_in_the_bin() -> None:
    plain = small()
    plain["activities"]["activity-one"]["deleted"] = "2026-01-02T00:00:00Z"
    plain["touchpoints"]["touchpoint-one"]["deleted"] = "2026-01-01T00:00:00Z"
    nested = nest(plain)
    assert "activity-one" not in json.dumps(nested)
    assert "touchpoint-one" not in json.dumps(nested)
    in_bin = {key for items in plain.values() for key, item in items.items() if isinstance(item, dict) and binned(item)}
    assert in_bin == {"activity-one", "touchpoint-one"}


def test_whole_numbers_are_integers_and_ratings_are_from_1_to_10() -> None:
    plain = small()
    plain["touchpoints"]["touchpoint-one"] |= {"smiley": 4.0, "current": 7.5}
    plain["ratings"] = {
        "activity-one/-/outside": 7.0,
        "activity-one/-/inside": 11,
        "activity-one/-/target": "9",
        "activity-one/-": 3,
        "activity-one/-/best": None,
    }
    told = activity(nest(plain))
    assert told["ratings"] == {"-": {"outside": 7}}
    assert isinstance(told["ratings"]["-"]["outside"], int)
    assert (told["touchpoints"][0]["smiley"], told["touchpoints"][0]["current"]) == (4, 7.5)


def test_unknown_fields_are_kept_and_values_of_a_wrong_type_are_not_lost() -> None:
    plain = small()
    plain["activities"]["activity-one"] |= {"future": {"deep": [1.0]}, "decision": "maybe", "id": "thief", "cards": 3}
    told = activity(nest(plain))
    assert told["future"] == {"deep": [1]}
    assert told["id"] == "activity-one"
    assert told["odd"] == {"decision": "maybe", "id": "thief", "cards": 3}


async def test_a_template_survives_nesting_and_flattening() -> None:
    nested = nest(await television())
    assert nest(flatten(nested)) == nested


SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8), st.lists(st.integers(), max_size=2)
)
NAMES = st.sampled_from(
    [*{name for fields in FIELDS.values() for name in fields}, "scale:x", "mood:y", "custom:z", "id"]
)
IDS = st.sampled_from(["stage-one1", "activity-one", "lane-pain", "card-one", "q"])
ITEMS = st.one_of(SCALARS, st.dictionaries(NAMES, SCALARS, max_size=6))
DOCUMENTS = st.dictionaries(st.sampled_from(ROOTS), st.one_of(SCALARS, st.dictionaries(IDS, ITEMS, max_size=3)))


@settings(max_examples=300)
@given(DOCUMENTS)
def test_whatever_the_document_holds_it_becomes_a_valid_record_and_no_item_is_lost(plain: Plain) -> None:
    nested = nest(plain)
    made = record(nested)
    Record.model_validate(made)
    told = rfc8785.dumps(nested).decode()
    for root in ("activities", "touchpoints", "cards", "stages", "personas"):
        found = plain.get(root)
        for key, item in found.items() if isinstance(found, dict) else ():
            assert not isinstance(item, dict) or item.get("deleted") or f'"id":"{key}"' in told


@settings(max_examples=100)
@given(DOCUMENTS)
def test_whatever_the_document_holds_every_export_can_be_made_of_it(plain: Plain) -> None:
    made = record(nest(plain))
    assert render(made, SPEECH, "de", {}, "", "").endswith("</html>\n")
    assert views(made, PAPERS["a3"], SPEECH, "de", {}, str)
    assert csv(made, SPEECH)
    assert markdown(made, SPEECH)
    assert not between(made["journey"], made["journey"])["changed"]
