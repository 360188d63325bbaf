"""The bench measures what it says: everything sent is counted once for each receiver, however it was packed."""

from pathlib import Path

from pycrdt import merge_updates

from tests.bench import edits, framing
from tests.bench.gathering import EDITORS, Load, gather
from tests.bench.heard import Cast, report
from tests.bench.helpers import Helper
from tests.bench.targets import Brownboard

BASE = edits.board(30)


def heard(*messages: bytes) -> list[framing.Chunk]:
    """What a socket gives, a byte at a time at first and then in one piece."""
    stream = b"HTTP/1.1 101 \r\n\r\n" + b"".join(
        bytes((framing.BINARY, 126)) + len(m).to_bytes(2) + m for m in messages
    )
    return [(n, stream[n : n + 1]) for n in range(30)] + [(30, stream[30:])]


def test_a_load_reaches_everybody_once_and_leaves_all_documents_equal(tmp_path: Path) -> None:
    load = Load(followers=5, edits_per_second=5, seconds=1, warm=0.2, history=500)
    with Helper() as editors, Helper() as followers:
        target = Brownboard(tmp_path)
        try:
            outcome = gather(target, load, editors, followers)
        finally:
            target.close()
    assert outcome.converged
    assert outcome.quiet
    assert (outcome.editors.equal, outcome.followers.equal) == (EDITORS, load.followers)
    assert outcome.editors.missing == outcome.followers.missing == 0
    assert 0 < outcome.edits * (EDITORS - 1) <= outcome.editors.edits
    assert 0 < outcome.edits * load.followers <= outcome.followers.edits
    assert outcome.editors.cursors
    assert outcome.followers.cursors


def test_merged_edits_count_each_and_repeated_ones_once() -> None:
    script = edits.script(0, BASE, 4)
    one, merged = script.updates[0], merge_updates(*script.updates[1:])
    messages = [framing.edit(b"", update)[-(len(update) + 3) :] for update in (one, merged, merged)]
    cast = Cast((script.client,), (tuple(script.ends),), (dict.fromkeys(range(4), 0),), ({},))
    got = report([(heard(*messages), b"", 0)], cast)
    assert (got.edits, got.missing) == (4, 0)


def test_an_edit_that_did_not_come_is_missed_and_the_document_is_not_equal() -> None:
    script = edits.script(0, BASE, 3)
    cast = Cast(
        (script.client,), (tuple(script.ends),), (dict.fromkeys(range(3), 0),), ({},), expected=edits.content([BASE])
    )
    messages = [framing.edit(b"", update)[-(len(update) + 3) :] for update in script.updates[:2]]
    got = report([(heard(*messages), b"", 0)], cast)
    assert (got.edits, got.missing, got.equal) == (2, 1, 0)
