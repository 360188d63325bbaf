"""A record as a page that needs nothing else."""

import re
from html.parser import HTMLParser
from typing import Any

import pytest

from board.hypertext import Inline
from board.journey import nest
from board.page import render
from board.templates import blank
from tests.board.samples import MESSAGES, journey, record, small, television

VOID = {"meta", "img", "col", "path", "circle", "rect", "use", "polygon"}


class Tags(HTMLParser):
    """Every element is closed where it was opened."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def page(told: dict[str, Any], language: str = "de", **pictures: bytes) -> str:
    speech = MESSAGES.speak("de" if language == "de" else "en")
    inlined = {name.replace("_", "-"): Inline("image/png", data) for name, data in pictures.items()}
    return render(told, speech, language, inlined, "<svg><symbol id='bolt'></symbol></svg>", "td { color: red }")


def read(html: str) -> Tags:
    tags = Tags()
    tags.feed(html)
    assert not tags.open
    return tags


async def test_the_page_holds_the_whole_map_in_words() -> None:
    nested = nest(await television())
    words = " ".join(read(page(record(nested))).words)
    for stage in nested["stages"]:
        assert stage["title"] in words
        for activity in stage["activities"]:
            assert activity["text"] in words
            assert all(card["text"] in words for card in activity["cards"])
            assert all(touchpoint["name"] in words for touchpoint in activity["touchpoints"])


def test_the_page_asks_for_nothing_from_anywhere_and_runs_nothing() -> None:
    html = page(record(nest(small())), image_shop=b"picture")
    assert not re.search(r"(src|href)=\"(?!data:|#)", html)
    assert not re.search(r"<script|<link|url\((?!data:)| on\w+=", html)


def test_pictures_are_carried_inside_with_their_words_and_missing_ones_left_out() -> None:
    images = [a for tag, a in read(page(record(nest(small())), image_shop=b"picture")).seen if tag == "img"]
    assert images == [{"class": "scene", "src": "data:image/png;base64,cGljdHVyZQ==", "alt": "Shop"}]


@pytest.mark.parametrize("evil", ["</style><script>x</script>", '" onerror="x', "<!-- ", "\x00\x0b&lt;"])
def test_what_people_wrote_is_only_text(evil: str) -> None:
    def write(plain: dict[str, Any]) -> None:
        plain["board"]["title"] = plain["stages"]["stage-one1"]["title"] = evil
        plain["personas"]["persona-one"] |= {"name": evil, "quote": evil, "custom:" + evil: evil, "color": evil}
        plain["touchpoints"]["touchpoint-one"]["name"] = plain["channels"]["channel-one"]["color"] = evil
        plain["lanes"]["lane-pain"]["title"] = evil

    told = record(journey(small(), write), label=evil)
    tags = read(page(told, image_shop=b"x"))
    assert "script" not in [tag for tag, _ in tags.seen]
    assert not [name for _, attributes in tags.seen for name in attributes if name.startswith("on")]


def test_the_map_is_a_table_that_screen_readers_can_walk() -> None:
    tags = read(page(record(nest(small())), "en"))
    scopes = [attributes.get("scope") for tag, attributes in tags.seen if tag == "th"]
    assert scopes.count("col") == 1
    assert "colgroup" in scopes
    assert scopes.count("row") == 2 + 6
    plot = next(a for tag, a in tags.seen if tag == "svg" and a.get("class") == "plot")
    assert "I compare offers: 7" in (plot["aria-label"] or "")


@pytest.mark.parametrize("language", ["de", "en"])
def test_an_empty_board_makes_a_page_that_says_so_in_each_language(language: str) -> None:
    html = page(record(nest(blank("", "de", MESSAGES.speak("de")))), language)
    assert f'<html lang="{language}">' in html
    assert MESSAGES.speak("de" if language == "de" else "en")("poster.empty") in html
    assert not re.search(r"\b(poster|lane|persona|status)\.\w+", html)
