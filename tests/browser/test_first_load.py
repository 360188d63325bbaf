"""The budget of a first visit from a clone (frontend.md 5): at most 90 KB of packed script and 40 requests."""

from collections import Counter
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Browser, Request

from tests.browser.conftest import MakeBoard
from tests.browser.people import READY_MS, OpenBoard

SCRIPT_BYTES = 90_000
STYLE_BYTES = 12_288
ICON_BYTES = 4_000
REQUESTS = 40


@dataclass(frozen=True)
class Visit:
    """What a browser with an empty cache asked for until the board was drawn, connected and quiet."""

    page: str
    asked: list[tuple[str, str, int]]

    @property
    def bytes(self) -> Counter[str]:
        counted: Counter[str] = Counter()
        for kind, _, size in self.asked:
            counted[kind] += size
        return counted

    def __str__(self) -> str:
        return "\n".join(f"{kind:12}{size:8}  {path}" for kind, path, size in self.asked)


async def visit(browser: Browser, board: OpenBoard, role: str, query: str = "") -> Visit:
    # The page's own policy forbids the evaluation with which the wait below looks at it.
    context = await browser.new_context(base_url=board.product.url, locale="de", bypass_csp=True)
    requests: list[Request] = []
    try:
        joined = await context.request.post("/api/join", data={"token": board.made["tokens"][role], "name": "Ann"})
        assert joined.ok
        page = await context.new_page()
        page.on("requestfinished", lambda request: requests.append(request))
        await page.goto(f"/b/{board.id}{query}")
        await page.wait_for_function("document.body.dataset.ready !== undefined", timeout=READY_MS)
        await page.wait_for_function("document.querySelector('bb-saved')?.session.connected")
        await page.wait_for_load_state("networkidle")
        # Pictures of the journey are content, as many as people brought along.
        asked = [
            (request.resource_type, urlsplit(request.url).path, (await request.sizes())["responseBodySize"])
            for request in requests
            if "/images/" not in request.url
        ]
        return Visit(await page.content(), [*asked, ("websocket", f"/ws/{board.id}", 0)])
    finally:
        await context.close()


@pytest.mark.parametrize("role", ["participant", "moderator", "follower"])
async def test_a_first_visit_stays_within_the_budget(browser: Browser, make_board: MakeBoard, role: str) -> None:
    board = await make_board(template="fernseher-kauf", title="Fernseher-Kauf")
    seen = await visit(browser, board, role)
    print(f"first load of a {role}: {len(seen.asked)} requests, {dict(seen.bytes)}")
    assert len(seen.asked) <= REQUESTS, seen
    assert seen.bytes["script"] <= SCRIPT_BYTES, seen
    assert seen.bytes["stylesheet"] <= STYLE_BYTES, seen


async def test_every_script_of_the_first_visit_was_named_in_the_page(browser: Browser, make_board: MakeBoard) -> None:
    board = await make_board()
    seen = await visit(browser, board, "participant")
    scripts = {path for kind, path, _ in seen.asked if kind == "script"}
    assert scripts
    assert not {path for path in scripts if path not in seen.page}


async def test_the_board_also_runs_module_by_module(browser: Browser, make_board: MakeBoard) -> None:
    board = await make_board()
    seen = await visit(browser, board, "participant", "?modules")
    scripts = {path for kind, path, _ in seen.asked if kind == "script"}
    assert any(path.endswith("/board/board.js") for path in scripts)
    assert not any("/pack/" in path for path in scripts)


async def test_the_icons_are_small(make_board: MakeBoard) -> None:
    board = await make_board()
    page = await board.product.http.get("/")
    sprite = page.text.split('rel="icon" href="')[1].split('"')[0].replace("icon.svg", "icons.svg")
    async with board.product.http.stream("GET", sprite, headers={"accept-encoding": "gzip"}) as answer:
        packed = b"".join([part async for part in answer.aiter_raw()])
    assert answer.status_code == 200
    assert len(packed) <= ICON_BYTES
