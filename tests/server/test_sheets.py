"""The style sheets of a page travel as one file that says what its parts say."""

import re

from server.assets import STATIC, Assets
from server.sheets import SHEETS, join, joined_path

FILES = {path.relative_to(STATIC).as_posix(): path.read_bytes() for path in STATIC.glob("css/*.css")}


def test_every_part_is_there_and_is_joined_in_order() -> None:
    parts = {
        "css/base.css": b"/* a */\n.a {\n  color: red; /* b */\n}\n",
        "css/pages.css": b'.b { background: url("../x.png") }',
    }
    assert join(parts) == {
        joined_path("page"): b'.a {\ncolor: red; \n}\n.b { background: url("../x.png") }',
    }


def test_what_is_left_out_is_no_rule() -> None:
    for kind, paths in SHEETS.items():
        joined = join(FILES)[joined_path(kind)].decode()
        spoken = "".join(re.sub(r"/\*.*?\*/", "", FILES[path].decode(), flags=re.DOTALL) for path in paths)
        assert re.sub(r"\s", "", joined) == re.sub(r"\s", "", spoken)


def test_a_page_names_one_sheet_or_for_who_debugs_all_its_parts() -> None:
    assets = Assets.read()
    assert assets.sheets("board") == [assets.url(joined_path("board"))]
    assert [url.removeprefix(assets.base) for url in assets.sheets("board", apart=True)] == list(SHEETS["board"])
