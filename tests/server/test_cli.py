"""The command `brownboard`, as a process (contract 1)."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def brownboard(*arguments: str, **settings: str) -> "subprocess.CompletedProcess[str]":
    environment = {name: value for name, value in os.environ.items() if not name.startswith("BROWNBOARD_")}
    environment |= {f"BROWNBOARD_{name}": value for name, value in settings.items()}
    command = [sys.executable, "-m", "server", *arguments]
    return subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)


def test_help_names_every_command() -> None:
    answer = brownboard("--help")
    assert answer.returncode == 0
    assert not [name for name in ("serve", "settings", "doctor", "backup", "restore") if name not in answer.stdout]


def test_the_version_is_told() -> None:
    assert brownboard("--version").stdout.startswith("brownboard 0.")


def test_settings_are_shown_with_their_values() -> None:
    answer = brownboard("settings", PORT="8123", CREATE_TOKEN="hush")
    assert answer.returncode == 0
    assert "8123" in answer.stdout
    assert "hush" not in answer.stdout


@pytest.mark.parametrize("command", ["serve", "settings"])
def test_a_wrong_setting_ends_the_start_with_one_line_and_status_2(command: str) -> None:
    answer = brownboard(command, PORT="http")
    assert answer.returncode == 2
    assert answer.stdout == ""
    assert answer.stderr.splitlines() == [
        "brownboard: BROWNBOARD_PORT must be a whole number from 0 to 65535, not 'http'"
    ]


def test_a_data_folder_that_cannot_be_ends_the_start_with_status_2(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    answer = brownboard("serve", DATA=str(tmp_path / "file"))
    assert answer.returncode == 2
    assert len(answer.stderr.splitlines()) == 1


def test_no_command_shows_how_it_is_used() -> None:
    answer = brownboard()
    assert answer.returncode == 2
    assert "usage: brownboard" in answer.stderr
