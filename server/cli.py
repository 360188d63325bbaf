"""The command `brownboard`."""

import argparse
import sys
from collections.abc import Sequence

from server import loading
from server import settings as settings_module
from server.settings import Settings, WrongSetting
from server.version import program_version

WRONG_SETTING = 2  # exit status


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; answers with the exit status."""
    parsed = _parser().parse_args(arguments)
    try:
        settings = settings_module.read()
        if parsed.command == "settings":
            print(settings_module.describe())
            return 0
        if parsed.command == "doctor":
            return _examine(settings, parsed.json)
        if parsed.command in ("backup", "restore"):
            return _keep(parsed, settings)
        settings_module.prepare(settings)
        _check_premises(settings)
    except WrongSetting as wrong:
        print(f"brownboard: {wrong}", file=sys.stderr)
        return WRONG_SETTING
    return _serve(settings)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="brownboard",
        description="The live board on which a team maps a customer's journey together, and keeps it.",
        epilog="Settings come from the environment; `brownboard settings` shows them.",
    )
    parser.add_argument("--version", action="version", version=f"brownboard {program_version()}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    commands.add_parser("serve", help="start the server")
    commands.add_parser("settings", help="show all settings, their values and what they mean")
    doctor = commands.add_parser("doctor", help="look whether all that a deployment needs is there, and say what to do")
    doctor.add_argument("--json", action="store_true", help="as JSON")
    backup = commands.add_parser("backup", help="write everything into one file, while the server runs")
    backup.add_argument("file", help="the file to make; - writes to the standard output")
    restore = commands.add_parser("restore", help="bring back a backup, into stores with nothing in them")
    restore.add_argument("file", help="the file of a backup")
    restore.add_argument("--check", action="store_true", help="only look whether the file is whole")
    return parser


def _examine(settings: Settings, as_json: bool) -> int:
    from server import doctor  # the other commands answer without loading it

    return doctor.run(settings, as_json)


def _keep(parsed: argparse.Namespace, settings: Settings) -> int:
    from server import keeping  # the other commands answer without loading the stores

    if parsed.command == "backup":
        return keeping.backup(settings, parsed.file)
    return keeping.restore(settings, parsed.file, parsed.check)


def _check_premises(settings: Settings) -> None:
    with loading.for_good():
        from server import premises  # the other commands answer without loading a database
    premises.check(settings)


def _serve(settings: Settings) -> int:
    for name in settings_module.unknown():
        print(f"brownboard: {name} is set, but is not a setting", file=sys.stderr)
    if settings.workers > 1:
        from server import supervisor  # loads no part of what its processes do

        return supervisor.run(settings)
    with loading.for_good():
        from server import serve  # the other commands answer without loading the whole server
    return serve.run(settings)


if __name__ == "__main__":
    sys.exit(main())
