"""axe-core in a page: what it finds against people who see, hear or move otherwise."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from playwright.async_api import Page

SOURCE = Path(__file__).parent.parent.parent / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
SHARP = ("color-contrast-enhanced",)  # 7:1, which high contrast promises (look.md)
RUN = """([within, without, only]) => axe.run(
    within ? { include: [[within]] } : without ? { exclude: [[without]] } : document,
    { runOnly: only.rules ? { type: 'rule', values: only.rules } : { type: 'tag', values: only.tags },
      rules: only.rules ? Object.fromEntries(only.rules.map(rule => [rule, { enabled: true }])) : {},
      resultTypes: ['violations'], iframes: false })"""


async def violations(
    page: Page, *, within: str | None = None, without: str | None = None, rules: Sequence[str] | None = None
) -> list[str]:
    """Each violated rule with the elements, one line each.

    `without` leaves a part out that has its own test, `within` looks at one part alone; `rules` replaces all."""
    if not await page.evaluate("'axe' in window"):
        await page.evaluate(SOURCE.read_text("utf-8"))
    only = {"rules": list(rules)} if rules else {"tags": list(TAGS)}
    found: dict[str, Any] = await page.evaluate(RUN, [within, without, only])
    return [
        f"{violation['id']}: {' '.join(map(str, node['target']))}: {node['failureSummary']}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]
