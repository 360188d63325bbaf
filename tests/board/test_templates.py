"""What new boards begin with."""

import json
import re

import pytest

from board import schema
from board.journey import columns, nest
from board.templates import BLANK_LANES, blank
from server.templates import FOLDER, Templates
from tests.board.samples import MESSAGES, television

TEMPLATES = ("fernseher-kauf", "tv-purchase")


def test_a_blank_board_has_the_standard_lanes_and_channels_and_one_persona_to_fill_in() -> None:
    nested = nest(blank("New", "de", MESSAGES.speak("de")))
    assert [(lane["kind"], lane["hidden"]) for lane in nested["lanes"]] == list(BLANK_LANES)
    assert [channel["id"] for channel in nested["channels"]] == [channel.id for channel in schema.CHANNELS]
    assert nested["channels"][4]["name"] == "Telefon"
    assert len(nested["personas"]) == 1
    assert nested["stages"] == []
    assert nested["board"] == {"schema": 1, "title": "New", "language": "de", "next": ""}


@pytest.mark.parametrize("template", TEMPLATES)
async def test_a_template_is_a_whole_journey_with_its_pictures(template: str) -> None:
    nested = nest(await television(template))
    assert len(columns(nested)) == 18
    assert nested["unplaced"] == {"activities": [], "touchpoints": [], "cards": []}
    assert all(found["picture"].startswith("image-") for a in columns(nested) for found in a["touchpoints"])


async def test_a_board_from_a_template_has_the_title_that_its_maker_gave() -> None:
    assert (await television(title="Unsere Reise"))["board"]["title"] == "Unsere Reise"


@pytest.mark.parametrize("template", TEMPLATES)
async def test_every_id_of_a_template_is_one_of_the_contract(template: str) -> None:
    plain = await television(template)
    ids = [key for root in schema.ITEM_ROOTS for key in plain[root]]
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{10,40}", key) for key in ids)


def test_the_twins_differ_in_words_alone() -> None:
    german, english = (json.loads((FOLDER / f"{name}.json").read_text("utf-8"))["journey"] for name in TEMPLATES)
    assert len(columns(german)) == len(columns(english))
    for one, other in zip(columns(german), columns(english), strict=True):
        for field in ("id", "ratings"):
            assert one[field] == other[field]
        assert [card["id"] for card in one["cards"]] == [card["id"] for card in other["cards"]]
        assert [t["picture"] for t in one["touchpoints"]] == [t["picture"] for t in other["touchpoints"]]


def test_what_people_choose_from_is_named_in_both_languages() -> None:
    heads = Templates(MESSAGES).heads()
    assert [head["id"] for head in heads] == ["blank", *TEMPLATES]
    assert all(set(head["title"]) == set(head["description"]) == {"de", "en"} for head in heads)
