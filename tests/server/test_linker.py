"""Joined modules: each runs once, in order, says what it said alone, and is shared by what is loaded later."""

import json
import subprocess
from pathlib import Path

import pytest

from server.assets import ENTRIES, STATIC, Assets
from server.linker import link
from server.modules import Unreadable, read, uncommented

ROOT = STATIC.parent

SOURCES = {
    "main.js": """// The entry.
import { add, COUNT as many } from './sums.js';
import * as told from './told.js';
import './told.js';
import { wide } from '#wide';
told.log.push('main');
export const later = () => import('./late/late.js');
export const again = () => import('./sums.js');
export { add as plus, many };
console.log(JSON.stringify([add(many, 1), wide('é'), told.log]));
later().then(async ({ late }) => {
  const { log } = await again().then(() => told);
  console.log(JSON.stringify([late(), log]));
});
""",
    "sums.js": """import { log } from './told.js';
log.push('sums');
/** Adds. @param {number} a @param {number} b */
export function add(a, b) { return a + b; } // so it does
export const COUNT = /** @type {number} */ (41);
""",
    "told.js": "/** @type {string[]} */\nexport const log = [];\nexport class Told {}\n",
    "late/late.js": """import { log } from '../told.js';
import { hand } from './hand.js';
log.push('late');
export const late = () => `${hand} // stays`;
""",
    "late/hand.js": "export { add as hand } from '../sums.js';\n",
}


def files(**changed: str) -> dict[str, bytes]:
    return {path: text.encode() for path, text in (SOURCES | changed).items()}


def run(folder: Path, entry: str) -> list[str]:
    """What Node prints for a script of this folder."""
    (folder / "package.json").write_text('{"type": "module", "imports": {"#wide": "./wide.js"}}')
    (folder / "wide.js").write_text("export const wide = (text) => text + text;\n")
    answer = subprocess.run(["node", entry], cwd=folder, check=True, capture_output=True, text=True, timeout=30)
    return answer.stdout.splitlines()


def test_joined_modules_do_what_they_did_alone(tmp_path: Path) -> None:
    packs = link(files(), "main.js")
    assert list(packs) == ["pack/main.js", "pack/main.later.js"]
    for path, body in (files() | packs).items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(body)
    alone = run(tmp_path, "main.js")
    assert len(alone) == 2
    assert run(tmp_path, "pack/main.js") == alone


VIEWED = {
    "main.js": """import { say } from './say.js';
const view = () => (globalThis.wide ? import('./map.js') : import('./list.js'));
view().then(({ show }) => show()).then((words) => say(words));
""",
    "say.js": "export const say = (words) => console.log(words);\n",
    "map.js": """import { card } from './card.js';
import { walk } from './walk.js';
export const show = () => import('./menu.js').then(({ menu }) => card(menu) + walk);
""",
    "list.js": """import { card } from './card.js';
import { menu } from './menu.js';
export const show = () => import('./help.js').then(({ help }) => card(menu) + help);
""",
    "card.js": "export const card = (words) => `card: ${words}`;\n",
    "menu.js": "export const menu = 'menu';\n",
    "walk.js": "export const walk = ' on the map';\n",
    "help.js": """import { menu } from './menu.js';
import { walk } from './walk.js';
export const help = ` and help with the ${menu}${walk}`;
""",
}


def test_each_view_is_a_file_and_takes_nothing_from_another(tmp_path: Path) -> None:
    sources = {path: text.encode() for path, text in VIEWED.items()}
    packs = link(sources, "main.js", ("map.js", "list.js"))
    names = ("main", "map", "map.shared", "list", "list.shared", "list.later")
    assert set(packs) == {f"pack/{name}.js" for name in names}
    assert b"$card = " in packs["pack/main.js"]  # both views need it at once
    assert b"$menu = " in packs["pack/list.shared.js"]  # one needs it at once, the other later
    assert b"$walk = " in packs["pack/map.shared.js"]
    for path, body in (sources | packs).items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(body)
    assert run(tmp_path, "pack/main.js") == run(tmp_path, "main.js") == ["card: menu and help with the menu on the map"]
    main = (tmp_path / "pack/main.js").read_text()
    (tmp_path / "pack/main.js").write_text(f"globalThis.wide = true;\n{main}")
    assert run(tmp_path, "pack/main.js") == ["card: menu on the map"]


def test_comments_stay_behind_and_texts_do_not() -> None:
    packs = b"".join(link(files(), "main.js").values()).decode()
    assert "so it does" not in packs
    assert "@type" not in packs
    assert "// stays`" in packs


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("sums.js", "import { later } from './main.js';\nexport const add = later, COUNT = 1;\n"),
        ("sums.js", "import add from './told.js';\nexport { add };\n"),
        ("sums.js", "export default 1;\n"),
        ("sums.js", "export let COUNT = 1;\n"),
        ("sums.js", "export * from './told.js';\n"),
        ("sums.js", "await 1;\nexport const add = 1, COUNT = 1;\n"),
        ("sums.js", "export const add = (name) => import(name);\n"),
        ("main.js", "import './missing.js';\n"),
    ],
)
def test_what_cannot_be_joined_truly_is_refused(path: str, source: str) -> None:
    with pytest.raises(Unreadable):
        link(files(**{path: source}), "main.js")


def test_what_cannot_be_joined_is_served_module_by_module() -> None:
    assets = Assets(files(**{"sums.js": "export default 1;\n"}))
    assert assets.script("main.js") == assets.url("main.js")
    assert assets.url("told.js") in assets.preloads("main.js")


@pytest.mark.parametrize("entry", ENTRIES)
def test_every_page_of_ours_travels_as_one_file(entry: str) -> None:
    assets = Assets.read()
    assert assets.bundle[entry].startswith(("pack/", "dist/"))
    assert assets.script(entry, apart=True) == assets.url(entry)


def test_every_page_names_only_scripts_that_are_joined() -> None:
    source = (ROOT / "server" / "pages.py").read_text()
    assert {entry for entry in ENTRIES if f'entry="{entry}"' in source} == set(ENTRIES)
    assert source.count('entry="') == len(ENTRIES)


def test_leaving_out_comments_changes_no_script_of_ours() -> None:
    """esbuild prints both without comments and in one manner: they must be the same program."""
    scripts = {
        path.relative_to(STATIC).as_posix(): path.read_text()
        for path in STATIC.rglob("*.js")
        if path.relative_to(STATIC).parts[0] not in ("vendor", "dist")
    }
    pairs = [[path, text, uncommented(text)] for path, text in sorted(scripts.items())]
    program = (
        "import { transformSync } from 'esbuild'; import { readFileSync } from 'node:fs';"
        "const print = (text) => transformSync(text, { minifyWhitespace: true, legalComments: 'none' }).code;"
        "for (const [path, a, b] of JSON.parse(readFileSync(0))) if (print(a) !== print(b)) console.log(path);"
    )
    answer = subprocess.run(
        ["node", "--input-type=module", "-e", program],
        cwd=ROOT,
        input=json.dumps(pairs),
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert answer.stdout == ""
    for path, text, _ in pairs:
        assert read(path, text).path == path
