"""The board in a real browser: what a letter, a drag and the first drawing cost."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from playwright.async_api import Browser, BrowserContext, Page, async_playwright

from tests.bench.goals import Goal, Part
from tests.bench.link import Link, link_to
from tests.bench.main_thread import MainThread
from tests.bench.stage import Stage
from tests.bench.trace import Trace, traced
from tests.bench.wide_board import WideBoard, card, lay, writer
from tests.browser.conftest import FLAGS
from tests.browser.people import DESK, READY_MS
from tests.peer import Peer
from tests.product import Product, running

CHROMIUM = "/usr/bin/chromium"
WIDE, USUAL = 150, 24  # columns
LETTERS, BETWEEN_SECONDS = 60, 0.1  # somebody who types quickly, and the processor sleeps from one letter to the next
MANY = 8  # people who type so at once
DRAG_STEPS, STEP_SECONDS = 150, 1 / 60
VISITS, QUICK_VISITS = 5, 3  # and rounds of letters
QUIET_MS = 1_500  # what is done once after opening is done, and what glows has faded
SCRIPT_MS, LETTER_MS, FRAME_MS, PACE_MS, TASK_MS = 0.5, 6.0, 10.0, 17.0, 50.0
PAINT_MS = {USUAL: 1_200.0, WIDE: 1_500.0}
# The first frame after which something of the board's content is there has been painted when the next task runs.
WATCH = """(() => {
  const look = () => {
    if (document.querySelector('.card .text__shown')) setTimeout(() => { window.benchPainted = performance.now(); });
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})()"""
# Calls of nothing at the pace of who types: what it costs that the processor wakes up.
CALLS = """([calls, pace]) => new Promise(resolve => {
  const timer = setInterval(() => { if (--calls === 0) resolve(clearInterval(timer)); }, pace);
})"""
HEAP = "performance.memory.usedJSHeapSize / 2 ** 20"


@dataclass(frozen=True)
class Visit:
    """How somebody came who was never there before."""

    painted_ms: float
    kilobytes: float


@dataclass(frozen=True)
class Figures:
    """All that was measured on one board."""

    columns: int
    painted_ms: float
    kilobytes: float
    filling_ms: float  # longest task until the board is whole
    letter_script_ms: float
    letter_ms: float
    call_ms: float  # script of a call that does nothing; a letter is three calls
    many_script_ms: float  # a letter, when eight people type
    many_ms: float
    frame_ms: float
    pace_ms: float
    elements: int
    heap_mb: float
    outline_letter_ms: float
    search_ms: float  # longest task of a letter in the search


def compare(stage: Stage) -> Part:
    """A wide board and a usual one."""
    first, then = (
        ("board", "painted ms", "KB", "longest task ms"),
        ("letter: script ms", "of an empty call", "thread ms", "of eight: script", "thread", "in the outline"),
    )
    head = (*first, *then, "drag: ms a frame", "pace ms", "search: longest task ms", "elements", "heap MB")
    part = Part("In the browser: 1440 x 900, first visits over 50 ms and 10 Mbit/s", head)
    if not Path(CHROMIUM).exists() and shutil.which("chromium") is None:
        stage.absent["browser"] = "Chromium is not installed"
        return part
    for figures in asyncio.run(_measure(stage)):
        part.rows.append(_row(figures))
        part.figures.append(asdict(figures))
        part.goals += _goals(figures)
    return part


async def _measure(stage: Stage) -> list[Figures]:
    with TemporaryDirectory(prefix="bench-") as folder:
        async with (
            running(Path(folder) / "data") as product,
            async_playwright() as playwright,
            link_to(product.port) as link,
        ):
            browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            found = []
            for columns in (USUAL, WIDE):
                stage.say(f"browser: {columns} columns")
                board = await lay(product, columns)
                found.append(await _look(browser, product, link, board, QUICK_VISITS if stage.quick else VISITS))
            await browser.close()
            return found


async def _look(browser: Browser, product: Product, link: Link, board: WideBoard, visits: int) -> Figures:
    await _visit(browser, board, link)  # the server packs its files for the first who asks
    seen = [await _visit(browser, board, link) for _ in range(visits)]
    filling = [await _fill(browser, board, product.url) for _ in range(visits)]
    async with await _enter(browser, board, product.url) as context:
        page = await context.new_page()
        await _open(page, board)
        await page.wait_for_timeout(QUIET_MS)
        rest = await _rest(browser, page)
        call_ms = await _call(browser, page, rest)
        letter_ms = await _letter(browser, page, product, board, visits)
        many_ms = await _letter(browser, page, product, board, QUICK_VISITS, MANY)
        # Now what is written on and on is compiled, as it is for nearly all of a workshop.
        scripts = [await _script(browser, page, product, board, rest) for _ in range(visits)]
        many = [await _script(browser, page, product, board, rest, MANY) for _ in range(QUICK_VISITS)]
        drag = await _drag(browser, page)
        search = await _search(browser, page)
        return Figures(
            columns=board.columns,
            painted_ms=median(visit.painted_ms for visit in seen),
            kilobytes=median(visit.kilobytes for visit in seen),
            filling_ms=median(trace.longest for trace in filling),
            letter_script_ms=median(scripts),
            letter_ms=letter_ms,
            call_ms=call_ms,
            many_script_ms=median(many),
            many_ms=many_ms,
            frame_ms=drag.whole / max(1, len(drag.between_frames)),
            pace_ms=drag.pace,
            elements=await page.evaluate("document.getElementsByTagName('*').length"),
            heap_mb=await page.evaluate(HEAP),
            outline_letter_ms=await _outline(browser, product, board, visits),
            search_ms=search.longest,
        )


async def _outline(browser: Browser, product: Product, board: WideBoard, rounds: int) -> float:
    """A letter where the board is shown as an outline."""
    async with await _enter(browser, board, product.url) as context:
        page = await context.new_page()
        await _open(page, board, "?view=outline")
        await page.wait_for_timeout(QUIET_MS)
        return await _letter(browser, page, product, board, rounds)


async def _visit(browser: Browser, board: WideBoard, link: Link) -> Visit:
    """With an empty cache, over the line."""
    async with await _enter(browser, board, link.url) as context:
        page = await context.new_page()
        await page.add_init_script(WATCH)
        before = link.received
        await _open(page, board)
        return Visit(await page.evaluate("window.benchPainted"), (link.received - before) / 1024)


async def _fill(browser: Browser, board: WideBoard, url: str) -> Trace:
    """Every task from the first byte until the last card stands."""
    async with await _enter(browser, board, url) as context:
        page = await context.new_page()
        async with traced(browser, page, whole=True) as trace:
            await _open(page, board)
        return trace


async def _rest(browser: Browser, page: Page) -> Trace:
    """What the page costs while nobody writes."""
    async with traced(browser, page) as trace:
        await page.wait_for_timeout(LETTERS * BETWEEN_SECONDS * 1e3)
    return trace


async def _call(browser: Browser, page: Page, rest: Trace) -> float:
    async with traced(browser, page) as trace:
        await page.evaluate(CALLS, [LETTERS, BETWEEN_SECONDS * 1e3])
    return (trace.script - rest.script) / LETTERS


async def _script(
    browser: Browser, page: Page, product: Product, board: WideBoard, rest: Trace, people: int = 1
) -> float:
    """What the scripts do for a letter, without what they do anyway."""
    async with _writers(page, product, board, people) as writers:
        async with traced(browser, page) as trace:
            await _type(page, writers, 0)
        await page.wait_for_timeout(QUIET_MS)
    return (trace.script - rest.script) / (LETTERS * people)


async def _letter(
    browser: Browser, page: Page, product: Product, board: WideBoard, rounds: int, people: int = 1
) -> float:
    """What the main thread does for one, without what it does anyway; the middle one of some rounds."""
    thread = await MainThread.of(browser)
    found = []
    async with _writers(page, product, board, people) as writers:
        for n in range(1, rounds + 1):
            before = thread.spent_ms
            await page.wait_for_timeout(LETTERS * BETWEEN_SECONDS * 1e3)
            rested = thread.spent_ms
            await _type(page, writers, n)
            await page.wait_for_timeout(QUIET_MS)
            found.append((thread.spent_ms - rested - (rested - before)) / (LETTERS * people))
    return median(found)


@asynccontextmanager
async def _writers(page: Page, product: Product, board: WideBoard, people: int) -> AsyncIterator[list[Peer]]:
    """Others who have come some time ago."""
    others = [await writer(product, board.made) for _ in range(people)]
    await page.wait_for_timeout(QUIET_MS)
    yield others
    for other in others:
        await other.leave()


async def _type(page: Page, others: list[Peer], n: int) -> None:
    """They type, each on a card in sight."""
    texts = [other.text("cards", card(1 + (n + i) % 5, 1 + i // 5), "text") for i, other in enumerate(others)]
    for at in range(LETTERS):
        for other, text in zip(others, texts, strict=True):
            text += "abcdefg "[at % 8]
            await other.flush()
            await page.wait_for_timeout(BETWEEN_SECONDS * 1e3 / len(others))


async def _drag(browser: Browser, page: Page) -> Trace:
    """A card is carried to and fro over half of the screen, and put back."""
    box = await page.locator(".card").nth(1).bounding_box()
    assert box
    x, y = box["x"] + 30, box["y"] + 12
    await page.mouse.move(x, y)
    await page.mouse.down()
    await page.mouse.move(x + 10, y + 10, steps=3)
    async with traced(browser, page) as trace:
        for step in range(DRAG_STEPS):
            share = abs(step % 100 - 50) / 50
            await asyncio.gather(page.mouse.move(x + 700 * (1 - share), y + 120 * share), asyncio.sleep(STEP_SECONDS))
    await page.keyboard.press("Escape")
    await page.mouse.up()
    return trace


async def _search(browser: Browser, page: Page) -> Trace:
    """The first letter of what is looked for, which nearly every card has."""
    await page.evaluate("dispatchEvent(new CustomEvent('bb-find'))")
    field = page.locator(".find__field")
    await field.wait_for()
    async with traced(browser, page) as trace:
        await field.fill("e")
        await page.wait_for_timeout(QUIET_MS)
    await page.keyboard.press("Escape")
    return trace


async def _enter(browser: Browser, board: WideBoard, url: str) -> BrowserContext:
    width, height = DESK
    # The page's own policy forbids the evaluation with which the waits look at it.
    context = await browser.new_context(
        viewport={"width": width, "height": height}, base_url=url, locale="en", bypass_csp=True
    )
    joined = await context.request.post(
        "/api/join", data={"token": board.made["tokens"]["participant"], "name": "Bench"}
    )
    assert joined.ok, await joined.text()
    return context


async def _open(page: Page, board: WideBoard, query: str = "") -> None:
    await page.goto(f"/b/{board.made['id']}{query}")
    await page.wait_for_function("document.body.dataset.ready !== undefined", timeout=READY_MS)


def _row(f: Figures) -> tuple[str, ...]:
    return (
        f"{f.columns} x 8",
        f"{f.painted_ms:.0f}",
        f"{f.kilobytes:.0f}",
        f"{f.filling_ms:.0f}",
        f"{f.letter_script_ms:.2f}",
        f"{f.call_ms:.2f}",
        f"{f.letter_ms:.1f}",
        f"{f.many_script_ms:.2f}",
        f"{f.many_ms:.1f}",
        f"{f.outline_letter_ms:.1f}",
        f"{f.frame_ms:.1f}",
        f"{f.pace_ms:.1f}",
        f"{f.search_ms:.0f}",
        f"{f.elements:,}",
        f"{f.heap_mb:.0f}",
    )


def _goals(f: Figures) -> Iterable[Goal]:
    """The budgets; all but the first are those of the wide board."""
    paint, name = PAINT_MS[f.columns], f"{f.columns} columns"
    yield Goal(f"{name}: content painted within {paint:.0f} ms", f.painted_ms <= paint, f"{f.painted_ms:.0f} ms")
    if f.columns != WIDE:
        return
    yield Goal("no task over 50 ms while the board fills", f.filling_ms <= TASK_MS, f"{f.filling_ms:.0f} ms")
    yield Goal("a remote letter: 0.5 ms of script", f.letter_script_ms <= SCRIPT_MS, f"{f.letter_script_ms:.2f} ms")
    yield Goal("a remote letter: 6 ms of the main thread", f.letter_ms <= LETTER_MS, f"{f.letter_ms:.1f} ms")
    yield Goal(
        "eight people type: 0.5 ms of script a letter", f.many_script_ms <= SCRIPT_MS, f"{f.many_script_ms:.2f} ms"
    )
    yield Goal("eight people type: 6 ms of the thread a letter", f.many_ms <= LETTER_MS, f"{f.many_ms:.1f} ms")
    yield Goal("the same in the outline: 6 ms", f.outline_letter_ms <= LETTER_MS, f"{f.outline_letter_ms:.1f} ms")
    yield Goal("a frame of a drag: 10 ms of the main thread", f.frame_ms <= FRAME_MS, f"{f.frame_ms:.1f} ms")
    yield Goal("a drag at 60 frames a second", f.pace_ms <= PACE_MS, f"{f.pace_ms:.1f} ms from one to the next")
    yield Goal("a letter in the search: no task over 50 ms", f.search_ms <= TASK_MS, f"{f.search_ms:.0f} ms")
