"""The style sheets of a page travel as one file that says what its parts say."""

import re

from server.assets import STATIC, Assets
from server.sheets import SHEETS, bare, join, joined_path

FILES = {path.relative_to(STATIC).as_posix(): path.read_bytes() for path in STATIC.glob("css/*.css")}


def test_every_part_is_there_and_is_joined_in_order() -> None:
    parts = {
        "css/base.css": b"/* a */\n.a {\n  color: red; /* b */\n}\n",
        "css/pages.css": b'.b { background: url("../x.png") }',
    }
    assert join(parts) == {
        joined_path("page"): b'.a{color:red;}\n.b{background:url("../x.png")}',
    }


def test_a_space_that_says_something_stays() -> None:
    parts = {
        "css/base.css": b'.a :is(.b, .c) > .d { grid: 1fr\n  2fr / calc(1em + 2px); --e: f g; content: "h"; }',
        "css/pages.css": b"@media (width < 40rem) and (pointer: coarse) { .i { j: k } }",
    }
    assert join(parts)[joined_path("page")].decode().splitlines() == [
        ".a :is(.b,.c) > .d{grid:1fr",
        '2fr / calc(1em + 2px);--e:f g;content:"h";}',
        "@media (width < 40rem) and (pointer:coarse){.i{j:k}}",
    ]


def test_a_sheet_that_comes_later_is_bare_too() -> None:
    assert bare({"css/late.css": b"/* a */\n.a {\n  b: c;\n}\n", "x.js": b"1; 2"}) == {"css/late.css": b".a{b:c;}"}


def test_what_is_left_out_is_no_rule() -> None:
    for kind, paths in SHEETS.items():
        joined = join(FILES)[joined_path(kind)].decode()
        spoken = "".join(re.sub(r"/\*.*?\*/", "", FILES[path].decode(), flags=re.DOTALL) for path in paths)
        assert re.sub(r"\s", "", joined) == re.sub(r"\s", "", spoken)


def test_a_page_names_one_sheet_or_for_who_debugs_all_its_parts() -> None:
    assets = Assets.read()
    assert assets.sheets("board") == [assets.url(joined_path("board"))]
    assert [url.removeprefix(assets.base) for url in assets.sheets("board", apart=True)] == list(SHEETS["board"])
