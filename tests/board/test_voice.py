"""The first person, as the commit check and the hint in the browser understand it."""

import json
from pathlib import Path

import pytest

from board.voice import in_first_person

TESTS = Path(__file__).parent.parent


def labelled(language: str) -> list[tuple[str, str, str]]:
    parts = json.loads((TESTS / "voice" / f"{language}.json").read_text())
    return [tuple(case) for cases in parts.values() for case in cases]


@pytest.mark.parametrize("language", ["de", "en"])
def test_what_a_person_labelled_as_told_by_the_customer_is_in_the_first_person(language: str) -> None:
    told = [text for kind, label, text in labelled(language) if label == "ok" and kind == "activity"]
    missed = [text for text in told if not in_first_person(text, language)]
    assert len(missed) / len(told) <= 0.1, missed


@pytest.mark.parametrize("language", ["de", "en"])
def test_what_a_person_labelled_as_told_by_somebody_else_mostly_is_not(language: str) -> None:
    others = [text for _, label, text in labelled(language) if label == "person"]
    mistaken = [text for text in others if in_first_person(text, language)]
    assert len(mistaken) / len(others) <= 0.1, mistaken


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "ICH WARTE"),
        ("de", "Bin gespannt"),
        ("de", "Erst die Karte. Möchte dann zahlen"),
        ("en", "I’ve waited"),
        ("en", "Not sure yet"),
        ("de", "They call me"),
    ],
)
def test_small_and_capital_letters_and_a_sentence_without_its_pronoun_are_understood(language: str, text: str) -> None:
    assert in_first_person(text, language)


@pytest.mark.parametrize("text", ["", "…", "Suche im Shop", "Sich informieren", "Indoor", "Am Schalter warten"])
def test_what_only_looks_like_it_is_not(text: str) -> None:
    assert not in_first_person(text, "de")
