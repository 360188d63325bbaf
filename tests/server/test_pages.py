"""The pages as a browser asks for them: language, seats, what is embedded, and what may run in them."""

import base64
import hashlib
import json
import re
from html import unescape
from typing import Any

import httpx
import pytest

from board.agenda import STEPS
from server.assets import STATIC
from server.update_log import StoreFailed
from tests.server.live import Live, Made, join, make_board

BROWSER = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


def head_of(page: str) -> dict[str, Any]:
    """What the page gives its scripts."""
    found = re.search(r'<script type="application/json" id="head">(.*?)</script>', page, re.DOTALL)
    assert found
    head: dict[str, Any] = json.loads(found[1])
    return head


def seated(board: Made, seat: dict[str, Any], **more: str) -> dict[str, str]:
    cookies = {f"bb_{board.id}": seat["token"]} | more
    return BROWSER | {"cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}


async def test_the_home_page_says_what_it_is_in_the_browsers_language(http: httpx.AsyncClient) -> None:
    german = await http.get("/", headers=BROWSER | {"accept-language": "de-CH,de;q=0.9,en;q=0.5"})
    english = await http.get("/", headers=BROWSER | {"accept-language": "fr, en;q=0.4"})
    assert german.status_code == english.status_code == 200
    assert '<html lang="de">' in german.text
    assert "Neues Board" in german.text
    assert '<html lang="en">' in english.text
    assert "New board" in english.text
    assert "Fernseher-Kauf" in german.text


async def test_a_chosen_language_is_kept_and_wins_over_browser_and_board(http: httpx.AsyncClient) -> None:
    chosen = await http.get("/?lang=de", headers=BROWSER | {"accept-language": "en"})
    assert "lang=de" in chosen.headers["set-cookie"]
    board = await make_board(http, language="en")
    seat = await join(http, "Ann", code=board.code)
    page = await http.get(f"/b/{board.id}", headers=seated(board, seat, lang="de"))
    head = head_of(page.text)
    assert head["language"] == "de"
    assert head["boardLanguage"] == "en"
    assert head["messages"]["saved.saved"] == "Gespeichert"


async def test_a_board_speaks_its_own_language_to_who_asks_for_none(http: httpx.AsyncClient) -> None:
    board = await make_board(http, language="de")
    page = await http.get(f"/b/{board.id}", headers=BROWSER | {"accept-language": ""})
    assert '<html lang="de">' in page.text


async def test_the_board_page_embeds_who_is_here_and_no_secret(http: httpx.AsyncClient) -> None:
    board = await make_board(http, title="Tea & <b>biscuits</b></script>", language="en")
    seat = await join(http, "Zoë </script>", token=board.tokens["moderator"])
    page = await http.get(f"/b/{board.id}", headers=seated(board, seat))
    head = head_of(page.text)
    assert page.status_code == 200
    assert head["board"] == board.id
    assert head["title"] == "Tea & <b>biscuits</b></script>"
    assert (head["role"], head["seat"], head["name"]) == ("moderator", seat["seat"], "Zoë </script>")
    for secret in (seat["token"], *board.tokens.values(), board.code):
        assert secret not in page.text
    assert f"/api/boards/{board.id}/state" in page.text


async def test_a_board_without_a_seat_leads_to_the_door(http: httpx.AsyncClient) -> None:
    board = await make_board(http)
    page = await http.get(f"/b/{board.id}", headers=BROWSER | {"accept-language": "en"})
    assert page.status_code == 401
    assert 'href="/j"' in page.text
    assert board.title not in page.text


async def test_the_home_page_lists_the_boards_of_this_device(http: httpx.AsyncClient) -> None:
    board = await make_board(http, title="Our <journey>")
    seat = await join(http, "Ann", code=board.code)
    page = await http.get("/", headers=seated(board, seat, bb_unknown="nothing"))
    assert "Our &lt;journey&gt;" in page.text
    assert f'href="/b/{board.id}"' in page.text
    assert "unknown" not in page.text


async def test_r16_a_board_that_cannot_be_read_keeps_nobody_from_the_others(
    http: httpx.AsyncClient, live: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad, good = await make_board(http, title="Bad"), await make_board(http, title="Good")
    ann, bob = await join(http, "Ann", code=bad.code), await join(http, "Bob", code=good.code)
    plain = live.services.rooms.plain

    async def fail(board: str) -> Any:
        if board == bad.id:
            raise StoreFailed("a torn page")
        return await plain(board)

    monkeypatch.setattr(live.services.rooms, "plain", fail)
    page = await http.get("/", headers=seated(good, bob, **{f"bb_{bad.id}": ann["token"]}))
    assert page.status_code == 200
    assert "Good" in page.text


@pytest.mark.parametrize(("path", "status"), [("/nothing", 404), ("/b/nothing", 404), ("/r/nothing", 404)])
async def test_who_looks_is_told_in_words_what_is_missing(http: httpx.AsyncClient, path: str, status: int) -> None:
    page = await http.get(path, headers=BROWSER | {"accept-language": "de"})
    assert page.status_code == status
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert "Hier hängt nichts" in page.text


@pytest.mark.parametrize("headers", [{"accept": "application/json"}, BROWSER])
async def test_programs_get_problem_details_under_api_whatever_they_accept(
    http: httpx.AsyncClient, headers: dict[str, str]
) -> None:
    answer = await http.get("/api/boards/nothing", headers=headers)
    assert answer.status_code == 404
    assert answer.headers["content-type"].startswith("application/problem+json")


async def test_nothing_runs_in_a_page_but_our_own_files(http: httpx.AsyncClient) -> None:
    page = await http.get("/", headers=BROWSER)
    policy = dict(part.split(" ", 1) for part in page.headers["content-security-policy"].split("; "))
    found = re.search(r'<script type="importmap">(.*?)</script>', page.text)
    assert found
    digest = base64.b64encode(hashlib.sha256(found[1].encode()).digest()).decode()
    assert policy["script-src"] == f"'self' 'sha256-{digest}'"
    assert policy["frame-ancestors"] == "'none'"
    assert not re.search(r"<script(?![^>]*\b(src|type=\"(application/json|importmap)\"))", page.text)
    assert not re.search(r"\son\w+=|<style", page.text)


async def test_every_address_in_a_page_exists(http: httpx.AsyncClient) -> None:
    board = await make_board(http)
    seat = await join(http, "Ann", token=board.tokens["moderator"])
    for path in ("/", "/j", f"/b/{board.id}"):
        page = await http.get(path, headers=seated(board, seat))
        found = re.findall(r'(?:href|src)="(/s/[^"#]+)', page.text)
        assert len(found) >= 5
        for address in {unescape(address) for address in found}:
            answer = await http.get(address)
            assert answer.status_code == 200, address
            assert "immutable" in answer.headers["cache-control"]


@pytest.mark.parametrize(
    ("query", "agent", "script"),
    [
        ("", "Mozilla/5.0 (Linux; Android 16) Chrome/156.0 Mobile Safari/537.36", "phone/phone.js"),
        ("", "Mozilla/5.0 (X11; Linux x86_64) Chrome/156.0 Safari/537.36", "board/board.js"),
        ("?view=map", "Mozilla/5.0 (iPhone) Mobile/15E148", "board/board.js"),
        ("?view=phone", "Mozilla/5.0 (X11; Linux x86_64)", "phone/phone.js"),
        ("?view=outline", "Mozilla/5.0 (X11; Linux x86_64)", None),
        ("?view=nonsense", "Mozilla/5.0 (X11; Linux x86_64)", "board/board.js"),
    ],
)
async def test_a_board_page_names_the_script_of_the_view_that_is_likely_and_of_no_other(
    http: httpx.AsyncClient, query: str, agent: str, script: str | None
) -> None:
    board = await make_board(http)
    seat = await join(http, "Ann", code=board.code)
    page = await http.get(f"/b/{board.id}{query}", headers=seated(board, seat) | {"user-agent": agent})
    named = re.findall(r'rel="modulepreload" href="/s/\w+/pack/((?:board|phone)/\w+\.js)"', page.text)
    assert named == ([script] if script else [])


async def test_a_page_is_packed_and_not_kept_by_others(http: httpx.AsyncClient) -> None:
    page = await http.get("/", headers=BROWSER | {"accept-encoding": "gzip"})
    assert page.headers["content-encoding"] == "gzip"
    assert page.headers["cache-control"] == "private, no-cache"


async def test_ones_own_link_opens_ones_own_seat(http: httpx.AsyncClient, live: Live) -> None:
    board = await make_board(http)
    seat = await join(http, "Ann", code=board.code)
    answer = await http.get(board.path("/me/link"), headers=seated(board, seat))
    link = answer.json()["link"]
    assert link.startswith(f"{live.url}/j#")
    again = await join(http, "Ann", token=link.split("#")[1])
    assert again["seat"] == seat["seat"]
    drawing = await http.get(board.path("/me/qr.svg"), headers=seated(board, seat))
    assert drawing.headers["content-type"].startswith("image/svg+xml")
    assert (await http.get(board.path("/me/link"))).status_code == 401


async def test_the_findings_of_now_are_told_in_the_readers_language(http: httpx.AsyncClient) -> None:
    board = await make_board(http, language="de")
    english = await http.get(board.path("/findings"), headers=board.as_("follower") | {"accept-language": "en"})
    german = await http.get(board.path("/findings"), headers=board.as_("follower") | {"accept-language": "de"})
    rules = [finding["rule"] for finding in english.json()]
    assert "noStage" in rules
    assert rules == [finding["rule"] for finding in german.json()]
    assert english.json() != german.json()


def test_the_browser_knows_the_steps_of_the_method_by_the_same_names() -> None:
    script = (STATIC / "room" / "steps.js").read_text()
    found = re.search(r"STEPS = [^\[]*\[(.*?)\]", script, re.DOTALL)
    assert found
    assert tuple(re.findall(r"'(\w+)'", found[1])) == STEPS
