import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pycrdt import Doc, Map, Text

from crdt import genesis
from crdt.document import NOTHING, Document, born
from crdt.edit import edits
from crdt.errors import Refused, Tainted
from crdt.gate import Gate
from crdt.shape import Shape
from tests.crdt import forge

SHAPE = Shape(
    roots=frozenset({"board", "cards", "ratings"}),
    flat=frozenset({"board", "ratings"}),
    texts={"board": frozenset({"next"}), "cards": frozenset({"text"})},
)
BOARD = genesis.make(3)
SERVER = 4_000_000_000

WORDS = st.text(st.sampled_from("abß漢😀👩\u200d\n"), max_size=12)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.floats(allow_nan=False, allow_infinity=False) | WORDS,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(WORDS, inner, max_size=2),
    max_leaves=4,
)
ITEM = st.fixed_dictionaries({}, optional={"text": WORDS, "place": VALUES, "größe": VALUES})
PLAIN = st.fixed_dictionaries(
    {
        "board": st.fixed_dictionaries({}, optional={"next": WORDS, "title": VALUES}),
        "cards": st.dictionaries(st.sampled_from(["item-000001", "item-000002", "item-000003"]), ITEM),
        "ratings": st.dictionaries(st.sampled_from(["a/-/outside", "b/-/inside"]), st.integers(1, 10)),
    }
)


def canonical(plain: object) -> str:
    return json.dumps(plain, sort_keys=True)


def newborn() -> Document:
    document = Document(SHAPE)
    document.apply(born(BOARD))
    return document


def read(document: Document, root: str) -> Any:
    """What a plain pycrdt reads there."""
    doc: Doc[Any] = Doc()
    doc.apply_update(document.encode())
    return doc.get(root, type=Map)


def test_r10_a_board_is_born_with_one_struct() -> None:
    document = newborn()
    assert document.plain() == {"board": {"schema": 1}, "cards": {}, "ratings": {}}
    assert Gate.from_document(document.encode(), SHAPE, BOARD).state_vector == {BOARD: 1}


@settings(deadline=None)
@given(st.lists(PLAIN, min_size=1, max_size=4))
def test_r15_a_document_becomes_every_target_by_forward_updates_that_pass_the_gate(
    targets: list[dict[str, Any]],
) -> None:
    document = newborn()
    gate = Gate.from_document(document.encode(), SHAPE, BOARD)
    for target in targets:
        update = document.become(target, SERVER)
        gate.accept(gate.check(update))
        document.apply(update)
        expected = Document(SHAPE)
        expected.apply(expected.become(target, 1))
        assert canonical(document.plain()) == canonical(expected.plain())
        assert document.become(target, SERVER) == NOTHING


def test_become_leaves_the_document_as_it_is() -> None:
    document = newborn()
    before = document.encode()
    document.become({"board": {"title": "Reise"}}, SERVER)
    assert document.encode() == before


def test_a_text_is_made_with_its_item_and_edited_in_place() -> None:
    document = newborn()
    document.apply(document.become({"cards": {"item-000001": {"text": "Ich größer 😀 hier"}}}, SERVER))
    other = Document.load([document.encode()], SHAPE)
    document.apply(document.become({"cards": {"item-000001": {"text": "Ich größer 😁 hier!"}}}, SERVER))
    document.apply(other.become({"cards": {"item-000001": {"text": "Ja, Ich größer 😀 hier"}}}, 5))
    assert isinstance(read(document, "cards")["item-000001"]["text"], Text)
    assert document.plain()["cards"]["item-000001"]["text"] == "Ja, Ich größer 😁 hier!"


def test_only_what_differs_is_edited() -> None:
    document = newborn()
    cards = {f"item-{n:06}": {"text": "Ich vergleiche", "place": "a|b"} for n in range(300)}
    document.apply(document.become({"cards": cards}, SERVER))
    cards["item-000007"]["text"] += "!"
    assert len(document.become({"cards": cards}, SERVER)) < 40


def test_true_is_not_one() -> None:
    document = newborn()
    document.apply(document.become({"board": {"hidden": 1}}, SERVER))
    document.apply(document.become({"board": {"hidden": True}}, SERVER))
    assert document.plain()["board"]["hidden"] is True


def test_a_target_with_an_unknown_root_is_a_mistake_of_ours() -> None:
    with pytest.raises(ValueError, match="secrets"):
        newborn().become({"secrets": {}}, SERVER)


def test_numbers_are_read_as_canonical_json_knows_them() -> None:
    document = Document(SHAPE)
    doc: Doc[Any] = Doc()
    board = doc.get("board", type=Map)
    board["whole"], board["half"], board["huge"], board["beyond"] = 7, 0.5, 2**60, 1e300
    board["none"], board["zero"] = float("nan"), -0.0
    document.apply(doc.get_update())
    plain = document.plain()["board"]
    assert plain == {"whole": 7, "half": 0.5, "huge": 2.0**60, "beyond": 1e300, "none": None, "zero": 0}
    assert [type(plain[key]) for key in ("whole", "half", "huge", "zero")] == [int, float, float, int]


def test_a_diff_brings_what_a_state_vector_lacks() -> None:
    document = newborn()
    vector = document.state_vector()
    update = document.become({"board": {"schema": 1, "title": "é"}}, SERVER)
    document.apply(update)
    other = newborn()
    other.apply(document.encode(vector))
    assert other.plain() == document.plain()


def test_r9_bytes_that_pycrdt_does_not_decode_are_refused_and_change_nothing() -> None:
    document = newborn()
    before = document.encode()
    with pytest.raises(Refused):
        document.apply(b"\x01\x01\x05")
    assert document.encode() == before


def test_r9_whatever_else_pycrdt_raises_taints() -> None:
    document = newborn()
    document.apply(forge.update((7, 0, [forge.any_value(parent="board", key="k")])))
    with pytest.raises(Tainted):
        document.apply(forge.update((8, 0, [forge.any_value(parent=(7, 0), key="k")])))


@pytest.mark.parametrize("interrupt", [KeyboardInterrupt, SystemExit, GeneratorExit])
def test_r9_interrupts_pass(interrupt: type[BaseException], monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise interrupt

    document = newborn()
    monkeypatch.setattr(Doc, "apply_update", interrupted)
    with pytest.raises(interrupt):
        document.apply(b"\x00\x00")


def test_r9_a_panic_is_no_exception_and_taints_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    panic = type("PanicException", (BaseException,), {})

    def panicking(*_: object) -> None:
        raise panic

    document = newborn()
    monkeypatch.setattr(Doc, "apply_update", panicking)
    with pytest.raises(Tainted):
        document.apply(b"\x00\x00")


@settings(deadline=None)
@given(WORDS, WORDS)
def test_edits_lead_from_one_text_to_the_other(old: str, new: str) -> None:
    text = old
    for start, end, inserted in edits(old, new):
        text = text[:start] + inserted + text[end:]
    assert text == new


def test_a_long_changed_middle_is_replaced_as_one() -> None:
    old, new = "x" + "ab" * 400 + "y", "x" + "ba" * 500 + "y"
    assert edits(old, new) == [(1, 801, "ba" * 500)]
    assert edits(old, old) == []
