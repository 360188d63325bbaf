"""What a page's main thread has cost, as the scheduler accounts it: tracing would count all objects at each layout."""

from __future__ import annotations

from pathlib import Path

from playwright.async_api import Browser


class MainThread:
    """The main thread of the page that is open."""

    def __init__(self, pid: int) -> None:
        self._account = Path(f"/proc/{pid}/task/{pid}/schedstat")

    @classmethod
    async def of(cls, browser: Browser) -> MainThread:
        """That of the renderer which has worked most, where no other page is open."""
        session = await browser.new_browser_cdp_session()
        told = await session.send("SystemInfo.getProcessInfo")
        await session.detach()
        renderers = [process for process in told["processInfo"] if process["type"] == "renderer"]
        return cls(int(max(renderers, key=lambda process: float(process["cpuTime"]))["id"]))

    @property
    def spent_ms(self) -> float:
        """Milliseconds of the processor since it began."""
        return int(self._account.read_text().split()[0]) / 1e6
