"""The static files: one version for all, packed once, immutable, with their module graph."""

import gzip
import json
import re
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette

from server.assets import SPECIFIERS, STATIC, Assets

FILES = {
    "main.js": b"import {a} from './ui/a.js';\nimport '#lit';\nexport const late = () => import('./late.js');\n" * 9,
    "ui/a.js": b"export {b} from '../b.js';\n",
    "b.js": b"import '../outside.js';\nimport {\n  html,\n} from '#lit';\n",
    "late.js": b"export const late = true;\n",
    "vendor/lit.js": b"export const html = 1;\n",
    "img/one.png": b"\x89PNG",
}


def client(assets: Assets) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(app=Starlette(routes=assets.routes()))
    return httpx.AsyncClient(transport=transport, base_url="http://board.test")


async def test_a_file_is_packed_once_and_kept_for_ever_under_its_version() -> None:
    assets = Assets(FILES)
    answer = await client(assets).get(assets.url("main.js"), headers={"accept-encoding": "br, gzip;q=0.8"})
    assert answer.status_code == 200
    assert answer.content == FILES["main.js"]
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["vary"] == "accept-encoding"
    assert answer.headers["content-type"] == "text/javascript; charset=utf-8"
    assert int(answer.headers["content-length"]) == len(gzip.compress(FILES["main.js"], 9, mtime=0))


async def test_who_takes_no_gzip_gets_plain_bytes_with_another_etag() -> None:
    assets = Assets(FILES)
    browser = client(assets)
    plain = await browser.get(assets.url("main.js"), headers={"accept-encoding": "gzip;q=0, identity"})
    packed = await browser.get(assets.url("main.js"), headers={"accept-encoding": "gzip"})
    assert "content-encoding" not in plain.headers
    assert plain.headers["etag"] != packed.headers["etag"]
    again = await browser.get(
        assets.url("main.js"), headers={"accept-encoding": "gzip", "if-none-match": packed.headers["etag"]}
    )
    assert again.status_code == 304
    assert again.content == b""


async def test_pictures_are_not_packed_again() -> None:
    assets = Assets(FILES)
    answer = await client(assets).get(assets.url("img/one.png"))
    assert "content-encoding" not in answer.headers
    assert "vary" not in answer.headers
    assert answer.headers["content-type"] == "image/png"


def test_the_version_changes_with_any_byte_and_with_any_name() -> None:
    version = Assets(FILES).version
    assert Assets(dict(reversed(FILES.items()))).version == version
    assert Assets({**FILES, "b.js": b"//"}).version != version
    assert Assets({**FILES, "c.js": b""}).version != version


async def test_an_old_version_gets_the_file_of_today_and_may_not_keep_it() -> None:
    answer = await client(Assets(FILES)).get("/s/000000000000/late.js")
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-cache"


@pytest.mark.parametrize("path", ["nothing.js", "..%2fpyproject.toml", "%2e%2e/server/app.py", ""])
async def test_nothing_else_is_served(path: str) -> None:
    assets = Assets(FILES)
    answer = await client(assets).get(f"{assets.base}{path}")
    assert answer.status_code == 404


def test_the_graph_names_what_is_imported_statically_nearest_first() -> None:
    assets = Assets(FILES)
    assert assets.graph("main.js") == ["main.js", "ui/a.js", "vendor/lit.js", "b.js"]
    assert assets.preloads("main.js") == [assets.url(path) for path in ("ui/a.js", "vendor/lit.js", "b.js")]


def test_a_release_uses_its_bundle_and_preloads_what_the_bundle_shares() -> None:
    bundled = {
        "dist/manifest.json": b'{"main.js": "main.abc.js"}',
        "dist/main.abc.js": b'import{a as b}from"./part.x.js";import("./later.js")',
        "dist/part.x.js": b"1",
        "dist/later.js": b"1",
    }
    assets = Assets(FILES | bundled)
    assert assets.script("main.js") == assets.url("dist/main.abc.js")
    assert assets.preloads("main.js") == [assets.url("dist/part.x.js")]
    assert assets.script("late.js") == assets.url("late.js")


def test_the_import_map_says_what_package_json_says() -> None:
    package = json.loads((STATIC.parent / "package.json").read_text())
    assert package["imports"] == {name: f"./static/{path}" for name, path in SPECIFIERS.items()}


def test_every_static_import_of_ours_is_found() -> None:
    assets = Assets.read()
    for file in sorted(STATIC.rglob("*.js")):
        path = file.relative_to(STATIC).as_posix()
        if path.startswith(("vendor/", "dist/")):
            continue
        text = file.read_text()
        named = re.findall(r"""^(?:import|export)(?: [^;=]*from)? ['"]([^'"\n]+)['"];""", text, re.MULTILINE)
        found = set(assets.graph(path))
        for specifier in (name for name in named if name.startswith((".", "#"))):
            target = SPECIFIERS.get(specifier) or (file.parent / specifier).resolve().relative_to(STATIC).as_posix()
            assert target in found, f"{path} imports {specifier}"


def test_reading_the_folder_leaves_out_what_browsers_never_ask_for(tmp_path: Path) -> None:
    (tmp_path / "a.js").write_text("1")
    (tmp_path / "a.d.ts").write_text("1")
    (tmp_path / ".hidden.js").write_text("1")
    assets = Assets.read(tmp_path)
    assert assets.url("a.js")
    for path in ("a.d.ts", ".hidden.js"):
        with pytest.raises(KeyError):
            assets.url(path)


def test_the_sprite_holds_the_icons_that_are_used_and_no_other() -> None:
    held = set(re.findall(r'symbol id="([\w-]+)"', (STATIC / "img" / "icons.svg").read_text()))
    scripts = [path for path in STATIC.rglob("*.js") if path.relative_to(STATIC).parts[0] not in ("vendor", "dist")]
    pages = (STATIC.parent / "server" / "pages").glob("*.html")
    code = "\n".join(path.read_text() for path in (*scripts, *pages))
    named = set(re.findall(r"""\bicon(?:\(|: )['"]([\w-]+)['"]""", code))
    assert named <= held
    assert {icon for icon in held if not re.search(rf"""['"]{icon}['"]""", code)} == set()
