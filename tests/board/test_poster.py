"""The poster's view of a record."""

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from board.flatten import flatten
from board.journey import nest
from board.paper import PAPERS, fewest_pages, split
from board.poster import Picture, pictures_of, views
from board.templates import blank
from tests.board.samples import MESSAGES, journey, record, small, television


def view(nested: dict[str, Any], paper: str = "a3", **options: Any) -> dict[str, Any]:
    pictures = {image: Picture(f"{image}.png", 1200, 800) for image in pictures_of(nested)}
    told = options.pop("record", record(nested))
    found: dict[str, Any] = views(told, PAPERS[paper], MESSAGES.speak("de"), "de", pictures, str)[0]
    return found


def long_journey(count: int) -> dict[str, Any]:
    activities = [
        {"id": f"activity-{n:03}", "text": f"Ich {n}", "ratings": {"-": {"outside": n % 10 + 1}}} for n in range(count)
    ]
    stages = [
        {"id": f"stage-{n}-long", "title": "S", "activities": activities[n * 7 : n * 7 + 7]}
        for n in range((count + 6) // 7)
    ]
    return nest(flatten({**nest(small()), "stages": stages}))


@given(st.lists(st.booleans(), max_size=80), st.integers(1, 9))
def test_pages_hold_every_column_once_and_about_as_many_each(begins: list[bool], pages: int) -> None:
    sheets = split(begins, min(pages, max(len(begins), 1)))
    assert [i for sheet in sheets for i in sheet] == list(range(len(begins)))
    assert max(map(len, sheets)) - min(map(len, sheets)) <= 3


@pytest.mark.parametrize("paper", ["a0", "a3"])
def test_sixty_activities_stand_on_the_fewest_pages_in_columns_that_can_be_read(paper: str) -> None:
    told = view(long_journey(60), paper)
    assert len(told["pages"]) == fewest_pages(60, PAPERS[paper])
    assert sum(len(page["columns"]) for page in told["pages"]) == 60
    assert all(page["column"] >= PAPERS[paper].narrowest * 0.9 for page in told["pages"])
    assert [page["first"] for page in told["pages"]] == [True] + [False] * (len(told["pages"]) - 1)


def test_the_string_goes_on_over_the_edge_of_a_page() -> None:
    pages = view(long_journey(16))["pages"]
    left, right = (page["series"][0]["string"] for page in pages)
    assert left[-1][-2] == len(pages[0]["columns"]) + 0.5
    assert right[0][1] == -0.5


@pytest.mark.parametrize("paper", ["a0", "a3"])
def test_captions_are_never_smaller_than_can_be_read(paper: str) -> None:
    assert min(PAPERS[paper].sizes) * PAPERS[paper].caption >= 6.5
    assert all(before > after for before, after in pairwise(PAPERS[paper].sizes))


async def test_the_television_journey_fills_one_a0_and_two_a3() -> None:
    nested = nest(await television())
    assert [len(view(nested, paper)["pages"]) for paper in ("a0", "a3")] == [1, 2]


def test_hidden_lanes_are_left_out_and_names_come_in_the_readers_language() -> None:
    def hide(plain: dict[str, Any]) -> None:
        plain["lanes"]["lane-pain"]["hidden"] = True
        plain["lanes"]["lane-action"]["title"] = "To do"

    labels = [lane["label"] for lane in view(journey(small(), hide))["lanes"]]
    assert labels == ["Touchpoints", "Erwartungen", "Moments of Truth", "To do", "Performanz aus Kundensicht"]


def test_a_stage_without_activities_keeps_an_empty_column() -> None:
    def add(plain: dict[str, Any]) -> None:
        plain["stages"]["stage-two2"] = {"order": "a9", "title": "Use"}

    page = view(journey(small(), add))["pages"][0]
    assert [(stage["title"], stage["count"]) for stage in page["stages"]] == [("Offer", 1), ("Use", 1)]
    assert page["columns"][1]["activity"] is None


def test_an_empty_board_has_one_page_without_columns_or_persona() -> None:
    told = view(nest(blank("", "de", MESSAGES.speak("de"))))
    assert [page["columns"] for page in told["pages"]] == [[]]
    assert told["persona"] is None


def test_compounds_are_left_to_hyphenation_and_addresses_may_break_anywhere() -> None:
    compound, address = "Energieeffizienzklassenkennzeichnung", "https://example.com/a/very/long/path"

    def write(plain: dict[str, Any]) -> None:
        plain["activities"]["activity-one"]["text"] = f"Ich lese {compound} {address}"

    text = view(journey(small(), write))["pages"][0]["columns"][0]["activity"]["text"]
    assert compound in text
    assert "\u200b".join(address) in text


def test_a_picture_that_would_lose_too_much_stands_whole() -> None:
    nested = nest(small())
    wide = {"image-shop": Picture("wide.png", 3000, 300), "image-face": Picture("face.png", 900, 900)}
    told = views(record(nested), PAPERS["a3"], MESSAGES.speak("de"), "de", wide, str)[0]
    assert told["pages"][0]["columns"][0]["touchpoints"][0]["picture"]["fit"] == "contain"


def test_other_personas_are_companions_with_a_string_of_their_own() -> None:
    def add(plain: dict[str, Any]) -> None:
        plain["personas"]["persona-two"] = {"order": "a9", "name": "Kim", "color": "#b8235f"}
        plain["ratings"]["activity-one/persona-two/outside"] = 2

    told = view(journey(small(), add))
    assert [persona["name"] for persona in told["companions"]] == ["Kim"]
    assert [(series["color"], series["pins"]) for series in told["pages"][0]["series"][4:]] == [("#b8235f", [2])]
    assert [entry["label"] for entry in told["legend"]][-1] == "Kim"
