"""`make bench`: ours and its peers under the same load in one run; a table for each part, and a verdict for each goal.

Usage: python -m tests.bench [--quick] [--parts fan-out,joining,…] [--servers brownboard,hocuspocus,…]
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from tests.bench import browser, fan_out, gate, history, idle, joining, lighthouse
from tests.bench.goals import Part
from tests.bench.helpers import Helper
from tests.bench.stage import Stage
from tests.bench.targets import ALL, ROOT

PARTS: dict[str, Callable[[Stage], Part]] = {
    "fan-out": fan_out.compare,
    "scale": fan_out.scale,
    "stalled": fan_out.stalled,
    "joining": joining.compare,
    "history": history.compare,
    "idle": idle.compare,
    "gate": gate.compare,
    "browser": browser.compare,
    "lighthouse": lighthouse.compare,
}
QUICK = ("fan-out", "scale", "joining", "gate", "browser")
BEGAN = time.monotonic()
OUTPUT = ROOT / "tests" / "output" / "bench.json"


def main() -> None:
    """Runs what is asked for."""
    asked = _arguments()
    known = {kind.name: kind for kind in ALL}
    with Helper() as editors, Helper() as followers:
        targets = [known[name] for name in asked.servers.split(",")]
        stage = Stage(editors, followers, targets, asked.quick, _say)
        parts = {name: PARTS[name](stage) for name in asked.parts.split(",")}
    print(f"Brownboard and its peers, {_machine()}, {datetime.now():%Y-%m-%d %H:%M}, {time.monotonic() - BEGAN:.0f} s")
    for part in parts.values():
        print(f"\n{part.text()}")
    for line in [*(f"Not measured: {name}: {reason}" for name, reason in stage.absent.items()), *stage.failures]:
        print(f"\n{line}")
    _write(parts, stage)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="shorter and fewer loads, for work on the code")
    parser.add_argument("--parts", help=f"some of: {','.join(PARTS)}")
    parser.add_argument("--servers", default=",".join(kind.name for kind in ALL), help="some of: %(default)s")
    asked = parser.parse_args()
    asked.parts = asked.parts or ",".join(QUICK if asked.quick else PARTS)
    return asked


def _write(parts: dict[str, Part], stage: Stage) -> None:
    OUTPUT.parent.mkdir(parents=True, exist_ok=True)
    told = {
        "at": datetime.now().isoformat(timespec="seconds"),
        "machine": _machine(),
        "quick": stage.quick,
        "absent": stage.absent,
        "failures": stage.failures,
        "goals": [vars(goal) for part in parts.values() for goal in part.goals],
        "parts": {name: part.figures for name, part in parts.items()},
    }
    OUTPUT.write_text(json.dumps(told, indent=1, default=vars))
    print(f"\nAll figures: {OUTPUT.relative_to(Path.cwd()) if OUTPUT.is_relative_to(Path.cwd()) else OUTPUT}")


def _machine() -> str:
    return f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, Python {platform.python_version()}"


def _say(what: str) -> None:
    print(f"  {time.monotonic() - BEGAN:5.0f} s  {what}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
