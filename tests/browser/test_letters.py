"""WCAG 1.4.4 and 1.4.12: letters twice as large or set far apart are whole, and beside each other."""

from playwright.async_api import Page, expect

from tests.browser.conftest import MakeBoard
from tests.browser.people import PHONE
from tests.browser.surfaces import ON_A_PHONE, SETTLED, SURFACES, leave
from tests.product import bearer

DESK = (1280, 800)
USUAL, TWICE = 16, 32  # px, what the browser is set to
OF_SIZE = "size => Math.round(parseFloat(getComputedStyle(document.documentElement).fontSize) / size) === 1"
SPACED = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
    p { margin-block-end: 2em !important }"""
# Shortened by an ellipsis on every screen, and whole in the panel, the outline or the title of what they stand in.
SHORTENED = ".board-title__text, .stage .text__shown, .tab__title, .copy__text, .talks__of, .find__hit, .curve__name"
DRAWN = ".curve__cell, .others, .cursor, svg"  # placed by their value, not by their letters

# A small board of long words: two phases, activities with all that hangs under them, two of the curve's views.
WRITTEN = """() => {
  const { board, commands } = document.querySelector('bb-board').session;
  const word = 'Energieeffizienzklassenkennzeichnung';
  for (const title of ['Überlegung', 'Inbetriebnahme']) {
    const stage = commands.addStage(title);
    const activity = commands.addActivity(stage, { text: `Ich vergleiche jede ${word} im Fachgeschäft.` });
    const [{ id: channel }] = board.channels();
    commands.addTouchpoint(activity, { name: `Beratungsgespräch zur ${word}`, channel, smiley: 2 });
    for (const { id, kind } of board.lanes()) {
      if (kind === 'touchpoint' || kind === 'rating') continue;
      commands.addCard(activity, id, { text: `Ich verstehe die ${word} nicht.` });
    }
    for (const [series, value] of [['outside', 8], ['inside', 3]]) commands.rate(activity, null, series, value);
  }
  commands.setPersona(board.personas()[0] ?? commands.addPersona(), 'name', 'Dr. Annemarie Oberpfaffenhofer-Schmidt');
}"""

FAULTS = """([within, shortened, drawn]) => {
  const left = `script, style, noscript, template, .visually-hidden, ${shortened}, ${drawn}`;
  const SEEN = { visibilityProperty: true, opacityProperty: true };
  const root = document.querySelector(within), texts = [], faults = [];
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const at = node.parentElement, words = node.nodeValue.trim(), range = document.createRange();
    if (!words || at.closest(left) || !at.checkVisibility(SEEN)) continue;
    range.selectNodeContents(node);
    texts.push({ at, words, rects: [...range.getClientRects()].filter(({ width }) => width > 1) });
  }

  const inside = (rect, edge) => {
    const x = Math.max(rect.left, edge.left), y = Math.max(rect.top, edge.top);
    return new DOMRect(x, y, Math.min(rect.right, edge.right) - x, Math.min(rect.bottom, edge.bottom) - y);
  };
  const seen = text => {
    const scrolls = {};
    for (let box = text.at; box && box !== root.parentElement; box = box.parentElement) {
      const style = getComputedStyle(box), edge = box.getBoundingClientRect();
      if (style.clipPath.startsWith('inset(50%')) return [];
      if (/fixed|sticky/.test(style.position)) text.layer ??= box;
      for (const [axis, start, end] of [['X', 'left', 'right'], ['Y', 'top', 'bottom']]) {
        const flow = style[`overflow${axis}`];
        const beyond = text.rects.some(rect => rect[start] < edge[start] - 2 || rect[end] > edge[end] + 2);
        if (beyond && /hidden|clip/.test(flow) && !scrolls[axis])
          faults.push(`cut off in .${box.className || box.localName}: ${text.words}`);
        if (flow === 'visible') continue;
        scrolls[axis] ||= /auto|scroll/.test(flow);
        text.rects = text.rects.map(rect => inside(rect, edge)).filter(({ width, height }) => width > 1 && height > 1);
      }
    }
    return text.rects;
  };
  for (const text of texts) text.rects = seen(text);

  const over = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 3
    && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 0.4 * Math.min(a.height, b.height);
  texts.forEach((one, i) => texts.slice(i + 1).forEach(other => {
    if (one.layer === other.layer && one.rects.some(a => other.rects.some(b => over(a, b))))
      faults.push(`on top of each other: ${one.words} | ${other.words}`);
  }));
  for (const wide of [document.documentElement, ...document.querySelectorAll('.panel__body')])
    if (wide.scrollWidth > wide.clientWidth) faults.push(`${wide.className || 'the page'} scrolls sideways`);
  return [...new Set(faults)];
}"""


async def test_letters_twice_as_large_or_far_apart_are_whole_and_beside_each_other(make_board: MakeBoard) -> None:
    board = await make_board(title="Vom Wunsch zum ersten Filmabend")
    claudia = await board.open("moderator", "Claudia", size=DESK, view="map", reduced_motion="reduce")
    page, faults = claudia.page, list[str]()
    wires = await page.context.new_cdp_session(page)
    await page.evaluate(WRITTEN)
    await expect(claudia.find(".pin")).to_have_count(2)

    async def set_to(size: int) -> None:
        await wires.send("Page.setFontSizes", {"fontSizes": {"standard": size}})
        await page.wait_for_function(OF_SIZE, arg=size)

    async def look(what: str, within: str = "body") -> None:
        await set_to(TWICE)
        faults.extend(f"{what}, large: {fault}" for fault in await found(page, within))
        await set_to(USUAL)
        spacing = await page.add_style_tag(content=SPACED)
        faults.extend(f"{what}, spaced: {fault}" for fault in await found(page, within))
        await spacing.evaluate("style => style.remove()")

    await look("the map")
    for name in ("touchpoint", "persona", "share"):
        await SURFACES[name](page)
        await look(name, ".panel")
        await leave(page, name)
    await page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    await page.goto(f"/b/{board.id}?view=phone")
    await claudia.ready()
    for name in ("stage", "start"):
        await ON_A_PHONE[name](page)
        await look(f"the phone’s {name}")
    await board.product.http.patch(
        f"/api/boards/{board.id}/session", json={"step": 12}, headers=bearer(dict(board.made))
    )
    await ON_A_PHONE["stage"](page)
    await expect(claudia.find(".dock .series-tab")).to_have_count(3)
    await look("the phone’s ratings")
    await set_to(TWICE)
    dock = await claudia.find(".dock").bounding_box()
    assert dock
    assert dock["height"] < PHONE[1] / 3  # there is still an activity to be seen above it
    await set_to(USUAL)
    await page.set_viewport_size({"width": DESK[0], "height": DESK[1]})
    for path in (f"/b/{board.id}?view=outline", "/", "/j", "/nothing"):
        await page.goto(path)
        await page.wait_for_load_state("networkidle")
        await look(path)
    assert not faults, "\n".join(faults)


async def found(page: Page, within: str) -> list[str]:
    await page.evaluate(SETTLED)
    faults: list[str] = await page.evaluate(FAULTS, [within, SHORTENED, DRAWN])
    return faults
