"""Contract 5: the shared document, and the nested JSON that boards and records make of it."""

import base64
import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from pycrdt import Doc, Map, Text

from tests.contract.conftest import Outside
from tests.contract.stranger import Writer, by_role, update_frame
from tests.product import Product, bearer


class Words(str):
    """What becomes a text of the document."""


DELETED = "2026-01-01T00:00:00Z"

# Written in no order at all; orders that tie, parents that are missing or in the bin.
CONTENT: dict[str, dict[str, Any]] = {
    "stages": {
        "stage-c": {"order": "a2", "title": "Use"},
        "stage-b": {"order": "a1", "title": "Buy"},
        "stage-a": {"order": "a1", "title": "Look", "extra": {"kept": [1, 2.5, None]}},
        "stage-gone": {"order": "a0", "title": "Gone", "deleted": DELETED},
    },
    "personas": {
        "persona-two": {
            "order": "a1", "name": "Ben", "quote": Words(""), "story": Words(""), "age": 41,
            "scale:Price awareness": 70,
            "scale:": 5, "mood:img2": True, "mood:img1": True, "mood:img3": False, "custom:Dog: name": "Bello",
        },
        "persona-one": {"order": "a0", "name": "Ann", "quote": Words("Ich will 😀"), "story": Words("Es war\neinmal")},
    },
    "lanes": {
        "lane-b": {"order": "a2", "kind": "painPoint", "title": None, "hidden": True},
        "lane-a": {"order": "a1", "kind": "custom", "title": "Ours"},
        "lane-gone": {"order": "a0", "kind": "idea", "deleted": DELETED},
    },
    "activities": {
        "act-3": {"place": "stage-a|a1", "text": Words("Ich kaufe"), "kind": "goal", "decision": True, "by": "seat"},
        "act-2": {"place": "stage-a|a0", "text": Words("Ich suche")},
        "act-1": {"place": "stage-a|a0", "text": Words("Ich schaue")},
        "act-loose": {"place": "|a0", "text": Words("Ich warte")},
        "act-orphan": {"place": "stage-none|a0", "text": Words("Ich irre")},
        "act-of-bin": {"place": "stage-gone|Zz", "text": Words("Ich bleibe")},
        "act-deleted": {"place": "stage-a|a0", "text": Words("weg"), "deleted": DELETED},
    },
    "touchpoints": {
        "tp-1": {
            "place": "act-1|a0", "name": Words("Laden"), "smiley": 4, "current": 7.5, "target": 8, "direct": True,
            "custom:Cost": 12.25, "channel": "channel-online", "relevance": 5,
        },
        "tp-0": {"place": "act-1|Zz", "name": Words("Web")},
        "tp-loose": {"place": "|a0", "name": Words("Radio")},
        "tp-of-deleted": {"place": "act-deleted|a0", "name": Words("Post")},
        "tp-of-orphan": {"place": "act-orphan|a0", "name": Words("Bank")},
        "tp-no-place": {"name": Words("Nirgends")},
    },
    "cards": {
        "card-b1": {"place": "act-1|lane-b|a0", "text": Words("teuer"), "touchpoint": "tp-1", "persona": None},
        "card-a2": {"place": "act-1|lane-a|a5", "text": Words("zwei")},
        "card-a1": {"place": "act-1|lane-a|a1", "text": Words("eins"), "responsible": "Zoë", "due": "2026-02-03",
                    "status": "doing", "from": "card-b1"},
        "card-gone-lane": {"place": "act-1|lane-gone|a0", "text": Words("Idee")},
        "card-no-lane": {"place": "act-1||a0", "text": Words("ohne")},
        "card-no-act": {"place": "|lane-a|a0", "text": Words("neu")},
        "card-deleted": {"place": "act-1|lane-a|a0", "text": Words("weg"), "deleted": DELETED},
    },
    "channels": {"ch-b": {"order": "Zb", "name": "B", "code": "B", "color": "#111"}},
    "departments": {"dep-b": {"order": "a0", "name": "B"}, "dep-a": {"order": "a0", "name": "A"}},
}  # fmt: skip
RATINGS = {
    "act-1/-/outside": 7, "act-1/-/inside": 3.0, "act-1/persona-two/target": 10, "act-2/-/outside": 0,
    "act-2/-/inside": 11, "act-2/-/best": "nine", "act-3/-/outside": None, "act-loose/-/outside": 1,
    "act-none/-/outside": 5,
}  # fmt: skip


@pytest.fixture
async def nested(product: Product, board: dict[str, Any]) -> dict[str, Any]:
    """What the server makes of the content above, beside what a new board holds."""

    def write(doc: "Doc[Any]") -> None:
        for name, items in CONTENT.items():
            root: Map[Any] = doc.get(name, type=Map)
            for key, fields in items.items():
                root[key] = Map({field: made(value) for field, value in fields.items()})
        ratings: Map[Any] = doc.get("ratings", type=Map)
        for key, value in RATINGS.items():
            ratings[key] = value
        about: Map[Any] = doc.get("board", type=Map)
        about["scenario"] = "Ein Fernseher"
        about["unknown"] = True

    async with by_role(product, board, "participant") as socket:
        await socket.settled()
        await socket.send(update_frame(Writer().edit(write)))
        await socket.hear("saved", n=1)
    return await product.plain(board)


def made(value: Any) -> Any:
    """A value as it goes into the document."""
    return Text(str(value)) if isinstance(value, Words) else value


def ids(items: list[dict[str, Any]]) -> list[str]:
    return [item["id"] for item in items]


def ours(items: list[dict[str, Any]]) -> list[str]:
    """Without what every new board holds."""
    return [id for id in ids(items) if not id.startswith(("persona-first", "standard-", "channel-"))]


async def test_the_nested_board_has_exactly_the_parts_of_the_contract(nested: dict[str, Any]) -> None:
    assert set(nested) == {"board", "personas", "lanes", "channels", "departments", "stages", "unplaced"}
    assert set(nested["unplaced"]) == {"activities", "touchpoints", "cards"}
    assert nested["board"]["schema"] == 1
    assert nested["board"]["title"] == "Probe"
    assert nested["board"]["language"] == "en"
    assert nested["board"]["scenario"] == "Ein Fernseher"
    assert nested["board"]["next"] == ""
    assert nested["board"]["unknown"] is True  # unknown fields are kept


async def test_everything_stands_in_board_order_and_ties_are_broken_by_id(nested: dict[str, Any]) -> None:
    assert ids(nested["stages"]) == ["stage-a", "stage-b", "stage-c"]
    assert [p for p in ids(nested["personas"]) if p in ("persona-one", "persona-two")] == ["persona-one", "persona-two"]
    assert ids(nested["departments"]) == ["dep-a", "dep-b"]
    assert ids(nested["stages"][0]["activities"]) == ["act-1", "act-2", "act-3"]
    first = nested["stages"][0]["activities"][0]
    assert ids(first["touchpoints"]) == ["tp-0", "tp-1"]
    assert [(card["id"], card["lane"]) for card in first["cards"]] == [
        ("card-a1", "lane-a"), ("card-a2", "lane-a"), ("card-b1", "lane-b"),
    ]  # fmt: skip
    lanes = [lane for lane in ids(nested["lanes"]) if lane in ("lane-a", "lane-b")]
    assert lanes == ["lane-a", "lane-b"]
    assert ids(nested["channels"])[0] == "ch-b"


async def test_what_stands_in_something_missing_or_in_the_bin_is_unplaced_and_never_vanishes(
    nested: dict[str, Any],
) -> None:
    unplaced = nested["unplaced"]
    assert sorted(ids(unplaced["activities"])) == ["act-loose", "act-of-bin", "act-orphan"]
    orphan = next(activity for activity in unplaced["activities"] if activity["id"] == "act-orphan")
    assert ids(orphan["touchpoints"]) == ["tp-of-orphan"]  # it hangs where it hung
    assert sorted(ids(unplaced["touchpoints"])) == ["tp-loose", "tp-no-place", "tp-of-deleted"]
    assert sorted(ids(unplaced["cards"])) == ["card-gone-lane", "card-no-act", "card-no-lane"]
    shown = json.dumps(nested)
    for binned in ("stage-gone", "act-deleted", "card-deleted", '"lane-gone"'):
        assert binned not in shown.replace("act-of-bin", "")


async def test_fields_are_plain_and_place_and_order_are_left_out(nested: dict[str, Any]) -> None:
    first = nested["stages"][0]["activities"][0]
    assert first["text"] == "Ich schaue"
    point = first["touchpoints"][1]
    assert point == {
        "id": "tp-1", "name": "Laden", "smiley": 4, "current": 7.5, "target": 8, "direct": True, "relevance": 5,
        "channel": "channel-online", "custom": {"Cost": 12.25},
    }  # fmt: skip
    card = first["cards"][0]
    assert card == {
        "id": "card-a1", "lane": "lane-a", "text": "eins", "responsible": "Zoë", "due": "2026-02-03",
        "status": "doing", "from": "card-b1",
    }  # fmt: skip
    assert nested["stages"][0]["extra"] == {"kept": [1, 2.5, None]}
    third = nested["stages"][0]["activities"][2]
    assert (third["kind"], third["decision"], third["by"]) == ("goal", True, "seat")
    assert '"place"' not in json.dumps(nested)
    assert '"order"' not in json.dumps(nested)


async def test_flat_keys_are_gathered(nested: dict[str, Any]) -> None:
    persona = next(found for found in nested["personas"] if found["id"] == "persona-two")
    assert persona["scales"] == {"Price awareness": 70, "": 5}
    assert persona["moods"] == ["img1", "img2"]
    assert persona["custom"] == {"Dog: name": "Bello"}
    assert persona["age"] == 41
    other = next(found for found in nested["personas"] if found["id"] == "persona-one")
    assert (other["quote"], other["story"]) == ("Ich will 😀", "Es war\neinmal")
    assert (other["scales"], other["moods"], other["custom"]) == ({}, [], {})


async def test_ratings_hang_at_their_activity_as_integers_from_1_to_10(nested: dict[str, Any]) -> None:
    first, second, third = nested["stages"][0]["activities"]
    assert first["ratings"] == {"-": {"outside": 7, "inside": 3}, "persona-two": {"target": 10}}
    assert all(type(value) is int for series in first["ratings"].values() for value in series.values())
    assert second["ratings"] == third["ratings"] == {}
    loose = next(activity for activity in nested["unplaced"]["activities"] if activity["id"] == "act-loose")
    assert loose["ratings"] == {"-": {"outside": 1}}


@pytest.fixture(scope="module")
def odd() -> bytes:
    """An update of Yjs with values of every kind."""
    command = ["node", str(Path(__file__).with_name("odd_values.mjs"))]
    return base64.b64decode(subprocess.run(command, capture_output=True, check=True).stdout)


async def test_the_description_says_what_the_nested_board_holds(outside: Outside, nested: dict[str, Any]) -> None:
    assert ("get", "/api/boards/{board}", 200) in outside.description.seen  # and it was held against it
    journey = outside.description.document["components"]["schemas"]["JourneyModel"]
    assert set(journey["required"]) == set(nested)


async def test_values_of_every_kind_that_yjs_can_write_come_out_as_plain_json(
    product: Product, board: dict[str, Any], odd: bytes
) -> None:
    async with by_role(product, board, "participant") as socket:
        await socket.send(update_frame(odd))
        await socket.hear("saved", n=1)
    answer = await product.plain(board)
    json.dumps(answer, allow_nan=False)
    (card,) = answer["unplaced"]["cards"]
    assert (card["id"], card["lane"]) == ("card-of-yjs-1", None)
    assert card["text"] == "a\0b 😀 \u2028"
    assert (card["whole"], card["half"], card["minus"], card["yes"]) == (3, 0.1, -7, True)
    assert type(card["whole"]) is int
    assert (card["big"], card["bigger"]) == (str(2**53), 1e300)  # beyond 53 bits programs read different numbers
    assert card["list"] == [1, [2, {"kö": None}]]
    assert card["empty"] == {}
    assert "nan" not in card  # null: unknown
    assert ids(answer["stages"]) == ["stage-of-yjs"]
    head = await product.http.post(f"/api/boards/{board['id']}/commit", json={"label": "odd"}, headers=bearer(board))
    record = await product.http.get(f"/api/records/{head.json()['id']}", headers=bearer(board))
    assert record.json()["journey"] == answer
    assert answer["stages"][0]["title"] == ""


async def test_a_new_board_has_the_usual_lanes_and_channels_in_its_language(product: Product) -> None:
    for language, name in (("de", "Telefon"), ("en", "Telephone")):
        nested = await product.plain(await product.board(language=language))
        assert nested["board"]["language"] == language
        kinds = {lane["kind"] for lane in nested["lanes"] if not lane["hidden"]}
        assert kinds >= {"expectation", "sentiment", "painPoint", "momentOfTruth", "insight"}
        assert name in {channel["name"] for channel in nested["channels"]}
        assert nested["stages"] == []
        assert all(not items for items in nested["unplaced"].values())
