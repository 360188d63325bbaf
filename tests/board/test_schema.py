"""The schema, for Python and for the browser."""

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from board import schema
from server.i18n import LANGUAGES
from tests.board.samples import MESSAGES

BROWSER = Path(__file__).parents[2] / "static" / "model" / "schema.js"


@pytest.fixture(scope="module")
def browser() -> Any:
    """What the browser's own copy of the schema says, read by Node."""
    script = f"""import * as schema from {json.dumps(BROWSER.as_uri())};
        console.log(JSON.stringify({{...schema, DERIVED_KINDS: [...schema.DERIVED_KINDS]}}))"""
    command = ["node", "--input-type=module", "--eval", script]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def test_the_browser_knows_the_same_roots_texts_kinds_and_series(browser: Any) -> None:
    told = schema.describe()
    assert sorted(browser["ITEM_ROOTS"]) == sorted(schema.ITEM_ROOTS)
    assert sorted(browser["FLAT_ROOTS"]) == told["flatRoots"]
    assert {root: sorted(names) for root, names in browser["TEXT_FIELDS"].items()} == told["textFields"]
    assert browser["LANE_KINDS"] == told["laneKinds"]
    assert browser["SERIES"] == told["series"]
    assert browser["PARENTS"] == {root: len(parents) for root, parents in told["placedIn"].items()}
    assert set(browser["DERIVED_KINDS"]) == set(told["laneKinds"]) - set(told["cardLanes"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_channel_and_lane_has_a_name_in_every_language(language: str) -> None:
    names = [channel.name for channel in schema.CHANNELS]
    names += [f"lane.{kind}" for kind in schema.LANE_KINDS]
    assert all(MESSAGES.speak(language)(name) != name for name in names)


def test_the_ids_of_the_standard_channels_are_ids_of_the_contract() -> None:
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{10,40}", channel.id) for channel in schema.CHANNELS)


@pytest.mark.parametrize(
    ("root", "field", "good", "bad"),
    [
        ("touchpoints", "smiley", [1, 5], [0, 6, 2.5, True, "3"]),
        ("touchpoints", "current", [1, 10, 7.5], [0.5, 11, False, "7"]),
        ("activities", "kind", ["goal"], ["other", 1]),
        ("activities", "decision", [True, False], [1, "true"]),
        ("personas", "age", [34, "34", [1]], []),
        ("cards", "text", ["x"], [1]),
    ],
)
def test_fields_know_their_types_and_ranges(root: str, field: str, good: list[Any], bad: list[Any]) -> None:
    known = schema.FIELDS[root][field]
    assert all(map(known.accepts, good))
    assert not any(map(known.accepts, bad))
