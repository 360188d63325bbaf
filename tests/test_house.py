"""The housekeeper: what keeps the house in order without anybody having to remember it (design.md 1)."""

import ast
import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
CORES = ("crdt", "board")
MAY_IMPORT = {"crdt": {"crdt"}, "board": {"board"}, "server": {"server", "crdt", "board"}}
NOT_IN_A_CORE = {
    "asyncio",
    "time",
    "random",
    "secrets",
    "logging",
    "os",
    "socket",
    "sqlite3",
    "threading",
    "uuid",
}


def modules(folder: str) -> Iterator[Path]:
    return (ROOT / folder).rglob("*.py")


def tracked(*patterns: str) -> list[Path]:
    names = subprocess.run(
        ["git", "ls-files", *patterns], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.splitlines()
    return [ROOT / name for name in names if (ROOT / name).exists()]


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield (node.module or "").split(".")[0] if node.level == 0 else path.relative_to(ROOT).parts[0]


@pytest.mark.parametrize("folder", MAY_IMPORT)
def test_a_folder_imports_only_what_the_house_allows(folder: str) -> None:
    ours = set(MAY_IMPORT) | {"tests"}
    edges = {
        f"{path.relative_to(ROOT)} -> {name}"
        for path in modules(folder)
        for name in imports(path)
        if name in ours and name not in MAY_IMPORT[folder]
    }
    assert not edges, f"forbidden imports: {sorted(edges)}"


@pytest.mark.parametrize("core", CORES)
def test_a_core_awaits_nothing_and_reads_no_clock_chance_or_environment(core: str) -> None:
    broken = []
    for path in modules(core):
        broken += [f"{path.name} imports {name}" for name in imports(path) if name in NOT_IN_A_CORE]
        nodes = ast.walk(ast.parse(path.read_text()))
        broken += [f"{path.name} awaits" for n in nodes if isinstance(n, ast.AsyncFunctionDef | ast.Await)]
    assert not broken


@pytest.mark.parametrize("folder", MAY_IMPORT)
def test_every_module_says_in_a_sentence_what_it_promises(folder: str) -> None:
    silent = [
        str(path.relative_to(ROOT)) for path in modules(folder) if not ast.get_docstring(ast.parse(path.read_text()))
    ]
    assert not silent


def test_every_script_of_the_browser_says_what_it_is_for() -> None:
    scripts = [path for path in tracked("static/*.js", "static/**/*.js") if "vendor" not in path.parts]
    assert scripts
    assert not [str(p.relative_to(ROOT)) for p in scripts if not p.read_text().lstrip().startswith(("//", "/*"))]


def test_every_setting_is_in_the_readme() -> None:
    from server.settings import ALL, PREFIX

    readme = (ROOT / "README.md").read_text()
    names = [PREFIX + setting.name for setting in ALL]
    assert names
    assert not [name for name in names if name not in readme]


def test_every_route_is_in_the_protocol_document() -> None:
    from server.app import build
    from server.openapi import describe
    from server.settings import Settings

    text = (ROOT / "docs" / "protocol.md").read_text()
    missing = [
        f"{method.upper()} {path}"
        for path, methods in describe(build(Settings(secret="s" * 32)).routes, "0")["paths"].items()
        for method in methods
        if method in {"get", "post", "put", "patch", "delete"} and f"`{method.upper()} {path}`" not in text
    ]
    assert not missing


def test_every_field_and_every_rule_is_in_the_records_document() -> None:
    from board.schema import FIELDS

    text = (ROOT / "docs" / "records.md").read_text()
    messages = json.loads((ROOT / "static" / "i18n" / "en.json").read_text())
    fields = {name for root in FIELDS.values() for name in root}
    rules = {key.removeprefix("finding.") for key in messages if key.startswith("finding.")}
    assert not [name for name in sorted(fields | rules | set(FIELDS)) if f"`{name}`" not in text]


def test_every_folder_and_file_of_the_root_is_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text()
    roots = {path.relative_to(ROOT).parts[0] for path in tracked()}
    assert not [name for name in sorted(roots) if name not in readme]


def test_the_repository_names_no_machine_path_and_no_registry() -> None:
    path_of_a_machine = re.compile(r"(?:^|[^\w.])/(?:work|root|farm)/[a-z.]")
    registry = re.compile(r'"resolved": *"https?:|(?:registry|url) *= *"https?:')
    found = []
    for path in tracked():
        try:
            text = path.read_text()
        except UnicodeDecodeError:
            continue
        if path_of_a_machine.search(text) or (path.suffix in {".json", ".toml"} and registry.search(text)):
            found.append(str(path.relative_to(ROOT)))
    assert not found


def test_the_versions_agree() -> None:
    project = re.search(r'^version = "(.+)"', (ROOT / "pyproject.toml").read_text(), re.MULTILINE)
    assert project
    package = json.loads((ROOT / "package.json").read_text())
    assert package["version"] == project[1]
    assert f"## {project[1]}" in (ROOT / "CHANGELOG.md").read_text()
