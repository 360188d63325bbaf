"""axe-core in a page: what it finds against people who see, hear or move otherwise."""

from pathlib import Path
from typing import Any

from playwright.async_api import Page

SOURCE = Path(__file__).parent.parent.parent / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


async def violations(page: Page, *, without: str | None = None) -> list[str]:
    """Each violated rule with the elements, one line each; `without` leaves a part out that has its own test."""
    await page.evaluate(SOURCE.read_text("utf-8"))
    found: dict[str, Any] = await page.evaluate(
        """([rules, without]) => axe.run(without ? {exclude: [[without]]} : document, {
            runOnly: {type: 'tag', values: rules}, resultTypes: ['violations'], iframes: false})""",
        [RULES, without],
    )
    return [
        f"{violation['id']}: {' '.join(map(str, node['target']))}: {node['failureSummary']}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]
