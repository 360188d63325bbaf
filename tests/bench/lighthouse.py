"""Lighthouse on the page of an example journey, as somebody sees it who has joined, on a desk and on a phone."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable
from pathlib import Path
from subprocess import PIPE
from tempfile import TemporaryDirectory
from typing import Any

from tests.bench.goals import Goal, Part
from tests.bench.stage import Stage
from tests.bench.targets import ROOT
from tests.product import Product, running

AUDIT = ROOT / "tests" / "lighthouse" / "audit.mjs"
PRESETS = ("desktop", "mobile")
LEAST = 95
# The performance by what does not depend on the machine, pictures of the journey left out.
MOST = {"kilobytes": 330, "requests": 40, "shift": 0.05, "elements": 16_000}


def compare(stage: Stage) -> Part:
    """Both presets; the score of the performance is told, and judged by its parts."""
    head = ("preset", "performance", "accessibility", "best practices", "KB", "requests", "layout shift", "elements")
    part = Part("Lighthouse, an example journey, a participant", head)
    if not (AUDIT.parent / "node_modules").exists():
        stage.absent["lighthouse"] = "it is not installed"
        return part
    for preset, told in asyncio.run(_measure(stage)).items():
        part.rows.append(_row(preset, told))
        part.figures.append({"preset": preset} | told)
        part.goals += _goals(preset, told)
    return part


async def _measure(stage: Stage) -> dict[str, dict[str, Any]]:
    with TemporaryDirectory(prefix="bench-") as folder:
        async with running(Path(folder) / "data") as product:
            made = await product.board(title="Fernseher-Kauf", template="fernseher-kauf", language="de")
            cookie = await _joined(product, made["tokens"]["participant"])
            found = {}
            for preset in PRESETS:
                stage.say(f"lighthouse: {preset}")
                found[preset] = await _audit(f"{product.url}/b/{made['id']}", cookie, preset)
            return found


async def _joined(product: Product, token: str) -> str:
    answer = await product.http.post("/api/join", json={"token": token, "name": "Bench"})
    answer.raise_for_status()
    return "; ".join(f"{name}={value}" for name, value in answer.cookies.items())


async def _audit(address: str, cookie: str, preset: str) -> dict[str, Any]:
    asked = await asyncio.create_subprocess_exec("node", str(AUDIT), address, cookie, preset, stdout=PIPE, stderr=PIPE)
    told, trouble = await asked.communicate()
    assert asked.returncode == 0, trouble.decode()
    found: dict[str, Any] = json.loads(told)
    return found


def _row(preset: str, told: dict[str, Any]) -> tuple[str, ...]:
    counted = told["counted"]
    scores = (str(score) for score in told["scores"].values())
    return (
        preset,
        *scores,
        f"{counted['kilobytes']:.0f}",
        str(counted["requests"]),
        f"{counted['shift']:.3f}",
        str(counted["elements"]),
    )


def _goals(preset: str, told: dict[str, Any]) -> Iterable[Goal]:
    for name in ("accessibility", "best-practices"):
        score = told["scores"][name]
        wrong = [] if score >= LEAST else told["found"]
        yield Goal(f"{preset}: {name} at least {LEAST}", score >= LEAST, "; ".join([str(score), *wrong]))
    for name, most in MOST.items():
        count = told["counted"][name]
        yield Goal(f"{preset}: {name} at most {most}", count <= most, f"{count:.3g}" if count < 1 else f"{count:.0f}")
