"""`brownboard doctor`: looks at a deployment from the outside in, while its server runs or not, and says what to do."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import asdict

from server import doctor_doors, doctor_machine, doctor_stores
from server.diagnosis import Diagnosis, problem
from server.logs import clean
from server.settings import Settings

Examination = Callable[[Settings], AsyncIterator[Diagnosis]]

EXAMINATIONS: tuple[Examination, ...] = (
    doctor_machine.settings_fit,
    doctor_machine.data_folder,
    doctor_machine.secret,
    doctor_machine.open_files,
    doctor_stores.live_log,
    doctor_stores.redis,
    doctor_stores.catalogue,
    doctor_stores.pictures,
    doctor_doors.own_server,
    doctor_doors.public_address,
    doctor_doors.public_socket,
)
EXAMINATION_SECONDS = 30.0
MARKS = {"ok": "ok      ", "warning": "warning ", "problem": "PROBLEM "}


def run(settings: Settings, as_json: bool = False) -> int:
    """Examines, prints one line for each finding, and answers with the exit status: 1 if there is a problem."""
    found = asyncio.run(examine(settings))
    if as_json:
        print(json.dumps([asdict(finding) for finding in found], ensure_ascii=False, indent=2))
    else:
        width = max(len(finding.of) for finding in found)
        for finding in found:
            print(f"{MARKS[finding.state]}{finding.of:<{width}}  {finding.text}")
    return int(any(finding.state == "problem" for finding in found))


async def examine(settings: Settings) -> list[Diagnosis]:
    """Every finding, in the order from the machine to the world."""
    found = []
    for examination in EXAMINATIONS:
        async for finding in _in_time(examination, settings):
            found.append(Diagnosis(finding.state, finding.of, clean(" ".join(finding.text.split()))))
    return found


async def _in_time(examination: Examination, settings: Settings) -> AsyncIterator[Diagnosis]:
    """What it finds; one that fails is a finding too, and does not keep the others from being made."""
    name = examination.__name__.replace("_", " ")
    try:
        async with asyncio.timeout(EXAMINATION_SECONDS):
            async for finding in examination(settings):
                yield finding
    except TimeoutError:
        yield problem(name, f"could not be looked at within {EXAMINATION_SECONDS:g} s")
    except Exception as error:
        yield problem(name, f"could not be looked at: {error or type(error).__name__}")
