"""What the poster's fonts can show, and what stands for the rest."""

import pytest

from server.poster.glyphs import cleaner

CLEAN = cleaner()


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Größe – „gut“ … 1.500 € → 10 %", "Größe – „gut“ … 1.500 € → 10 %"),
        ("Łukasz Żak, María Núñez, Ελλάδα, Жук", "Łukasz Żak, María Núñez, Ελλάδα, Жук"),
        ("田中 由美 한국어 汉语", "田中 由美 한국어 汉语"),
        ("😍📦👩‍👩‍👧", "😍📦👩‍👩‍👧"),
        ("e\u0301", "é"),
        ("𝔘𝔫𝔦", "Uni"),
        ("שלום", "□□□□"),
        ("a\x00b\ufeffc\ue000d\u202ee", "abcde"),
        ("one\ttwo\nthree", "one two\nthree"),
    ],
)
def test_text_is_shown_as_it_was_written_or_by_a_stand_in(written: str, shown: str) -> None:
    assert CLEAN(written) == shown
