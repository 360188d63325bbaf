"""What operators measure: every sample under one name with one explanation, whoever counted it."""

import asyncio
import json
import re
from pathlib import Path

import pytest

from server.counters import Counters
from server.histogram import Histogram
from server.measurements import Measurements
from server.metrics import Metrics, Reading, Spread, together
from server.pulse import Pulse
from server.update_log import StoreFailed
from tests.redis import Redis
from tests.server.live import serving
from tests.server.place import add, close_code, place
from tests.waiting import until

DOCUMENT = Path(__file__).parents[2] / "docs" / "metrics.md"


def sample(text: str, name: str) -> float:
    found = re.search(rf"^{re.escape(name)} (\S+)$", text, re.MULTILINE)
    assert found, f"{name} is not in {text}"
    return float(found[1])


def test_a_histogram_counts_up_to_each_edge() -> None:
    histogram = Histogram((0.1, 1.0))
    for seconds in (0.05, 0.1, 0.5, 7.0):
        histogram.observe(seconds)
    assert list(histogram.lines("x", (("route", 'a"b'),))) == [
        'x_bucket{route="a\\"b",le="0.1"} 2',
        'x_bucket{route="a\\"b",le="1.0"} 3',
        'x_bucket{route="a\\"b",le="+Inf"} 4',
        'x_sum{route="a\\"b"} 7.650000',
        'x_count{route="a\\"b"} 4',
    ]


def test_the_texts_of_several_processes_become_one_in_which_every_sample_says_whose_it_is() -> None:
    texts = {}
    for process, value in (("b-1", 1), ("a-2", 2)):
        metrics = Metrics()
        metrics.count("hits", {"status": "200"})
        spread = Spread("lag", "How late.", Histogram((1.0,)))
        texts[process] = metrics.text([Reading("rooms", "gauge", "Boards.", value), spread])
    assert together(texts).splitlines() == [
        "# HELP hits hits",
        "# TYPE hits counter",
        'hits{process="a-2",status="200"} 1',
        'hits{process="b-1",status="200"} 1',
        "# HELP rooms Boards.",
        "# TYPE rooms gauge",
        'rooms{process="a-2"} 2',
        'rooms{process="b-1"} 1',
        "# HELP lag How late.",
        "# TYPE lag histogram",
        *(
            line
            for process in ("a-2", "b-1")
            for line in (
                f'lag_bucket{{process="{process}",le="1.0"}} 0',
                f'lag_bucket{{process="{process}",le="+Inf"}} 0',
                f'lag_sum{{process="{process}"}} 0.000000',
                f'lag_count{{process="{process}"}} 0',
            )
        ),
    ]


def test_why_a_socket_was_closed_tells_who_was_too_slow() -> None:
    counters = Counters()
    for code, reason in ((1013, "too slow"), (1013, "no answer"), (1013, "too many connections"), (1008, "flood")):
        counters.closed(code, reason)
    assert counters.closings == {1013: 3, 1008: 1}
    assert counters.slow_readers == 2


async def test_a_loop_that_is_blocked_is_late() -> None:
    pulse = Pulse()
    feeling = asyncio.create_task(pulse.run())
    await asyncio.sleep(0)
    import time

    time.sleep(0.6)  # noqa: ASYNC251  # so that the loop does not turn
    lag = next(spread for spread in pulse.readings() if isinstance(spread, Spread)).histogram

    def late() -> bool:
        lines = dict(line.rsplit(" ", 1) for line in lag.lines("lag"))
        return int(lines['lag_bucket{le="+Inf"}']) > int(lines['lag_bucket{le="0.25"}'])

    await until(late, what="it is noticed")
    feeling.cancel()


class Away:
    """Other processes that nobody can reach."""

    process = "one.1"
    reconnects = 3

    async def report(self, text: str) -> None:
        raise StoreFailed(text)

    async def reports(self) -> dict[str, str]:
        raise StoreFailed("away")


async def test_what_is_lost_late_or_slow_is_measured(tmp_path: Path) -> None:
    async with place(tmp_path) as here:
        measurements = Measurements("one", Metrics(), here.rooms)
        ann, fred = await here.peer("ann"), await here.peer("fred", "follower")
        await add(ann, "stored")
        await until(lambda: ann.saved == ann.sent, what="it is stored")
        text = await measurements.text()
        assert sample(text, 'brownboard_members_by_role{role="follower"}') == 1
        assert sample(text, "brownboard_append_seconds_count") >= 1
        assert sample(text, "brownboard_since_stored_seconds") < 60
        assert sample(text, "brownboard_boards_in_trouble") == sample(text, "brownboard_frames_unstored") == 0
        here.log.failing = True
        await add(ann, "waiting")
        await until(lambda: not here.rooms.ready(), what="the trouble is known")
        text = await measurements.text()
        assert sample(text, "brownboard_boards_in_trouble") == 1
        assert sample(text, "brownboard_frames_unstored") == 1
        assert sample(text, "brownboard_bytes_unstored") > 0
        assert sample(text, "brownboard_store_failures_total") >= 1
        assert sample(text, "brownboard_ready") == 0
        assert sample(text, "brownboard_left_behind_total") == 0
        here.log.failing = False
        assert await close_code(await here.socket("nobody")) == 4401
        await fred.send(b"\x00\x02\x05abc")
        await until(lambda: fred.close_code == 4400, what="it is closed")
        codes = here.rooms.counters.closings
        await until(lambda: codes == {4401: 1, 4400: 1}, what="both are counted")
        away = await Measurements("one", Metrics(), here.rooms, Away()).text()
        assert sample(away, 'brownboard_closings_total{process="one",code="4401"}') == 1
        assert sample(away, 'brownboard_exchange_reconnects_total{process="one"}') == 3


UP = "# HELP up Alive.\n# TYPE up gauge\nup 1\n"


class Namesakes:
    """Three processes, of which two believe to have one name."""

    process = "one.1"
    reconnects = 0

    async def report(self, text: str) -> None:
        """Nobody reads it."""

    async def reports(self) -> dict[str, str]:
        told = {"one.1": "one", "one.2": "one", "two.3": "two"}
        return {process: json.dumps({"process": name, "text": UP}) for process, name in told.items()}


async def test_of_two_processes_with_one_name_none_hides_the_other(tmp_path: Path) -> None:
    async with place(tmp_path) as here:
        text = await Measurements("one", Metrics(), here.rooms, Namesakes()).text()
    assert set(re.findall(r'process="([^"]+)"', text)) == {"one.1", "one.2", "two"}


@pytest.fixture
def everything(tmp_path: Path, redis: Redis) -> str:
    """The measurements of a server that has Redis, and counted something of each kind."""
    with serving(tmp_path, redis_url=redis.url) as live:
        import httpx

        httpx.post(f"{live.url}/api/join", json={"code": "2" * 8, "name": "A"})
        live.services.rooms.counters.closed(1013, "too slow")
        live.services.rooms.counters.stored(0.0, 0.0)
        return httpx.get(f"{live.url}/metrics").text


def test_every_measurement_is_documented_and_every_documented_one_is_there(everything: str) -> None:
    told = set(re.findall(r"^# TYPE (\S+)", everything, re.MULTILINE))
    documented = set(re.findall(r"^\| `(\w+)", DOCUMENT.read_text(), re.MULTILINE))
    assert told == documented
