"""How a start ends: with an address to open, or with one line that says why not."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

from tests.product import running
from tests.server.live import serving

ROOT = Path(__file__).parents[2]


def start(data: Path, port: int = 0) -> "subprocess.Popen[str]":
    environment = {name: value for name, value in os.environ.items() if not name.startswith("BROWNBOARD_")}
    environment |= {"BROWNBOARD_DATA": str(data), "BROWNBOARD_PORT": str(port)}
    command = [sys.executable, "-m", "server", "serve"]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, env=environment, cwd=ROOT, stdout=pipe, stderr=pipe, text=True)


def test_the_address_to_open_is_printed_and_an_orderly_end_has_status_0(tmp_path: Path) -> None:
    process = start(tmp_path / "data")
    assert process.stdout is not None
    assert re.fullmatch(r"Brownboard is open at http://127\.0\.0\.1:\d+\n", process.stdout.readline())
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=15)
    assert process.returncode == 0


def test_a_second_process_on_one_data_folder_is_told_so_in_one_line(tmp_path: Path) -> None:
    with serving(tmp_path):
        process = start(tmp_path)
        out, errors = process.communicate(timeout=60)
    assert process.returncode == 1
    assert out == ""
    assert errors.startswith("Brownboard can't start: another process has")
    assert len(errors.splitlines()) == 1


def test_a_taken_port_is_told_in_one_line_with_status_2(tmp_path: Path) -> None:
    with serving(tmp_path / "one") as live:
        port = int(live.url.rsplit(":", 1)[1])
        process = start(tmp_path / "two", port)
        _, errors = process.communicate(timeout=60)
    assert process.returncode == 2
    assert errors == f"brownboard: BROWNBOARD_PORT {port} can't be had: Address already in use\n"


async def test_no_token_is_in_the_log_of_a_running_server(tmp_path: Path) -> None:
    from tests.peer import Peer

    async with running(tmp_path / "data") as product:
        board = await product.board()
        seat = await product.seat(board["tokens"]["participant"], "Ann")
        peer = await Peer(product.url, board["id"], seat["token"]).join()
        await peer.leave()
        await product.http.get(f"/b/{board['id']}", params={"token": seat["token"]})
        await product.http.get("/api/nowhere", headers={"authorization": f"Bearer {seat['token']}"})
        product.terminate()
        log = product.log.read_text()
    assert log
    assert not [secret for secret in (*board["tokens"].values(), seat["token"], board["code"]) if secret in log]
