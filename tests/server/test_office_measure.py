"""How much room texts take."""

import pytest

from server.office import measure

TEXTS = (
    "Ich vergleiche Angebote im Internet und frage meine Nachbarin, was sie davon hält. " * 12,
    "Donaudampfschifffahrtsgesellschaftskapitänsmützenfabrik" * 9,
    "田中由美はテレビを買いたい。" * 40,
    "😀👩‍👩‍👧‍👦 Łódź Ελλάδα Жук\n" * 20,
)


def test_letters_are_as_wide_as_those_of_bold_arial() -> None:
    assert measure.width("Ich", 1000) == 278 + 556 + 611
    assert measure.width("Ä", 10) == measure.width("A", 10)
    assert measure.width("e\u0301", 10) == measure.width("e", 10)
    assert measure.width("田", 10) > 10


@pytest.mark.parametrize("text", TEXTS)
def test_no_line_is_wider_than_its_room(text: str) -> None:
    assert all(measure.width(line, 12) <= 150 for line in measure.lines(text, 150, 12))


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_that_is_cut_goes_on_where_it_stopped_and_loses_nothing(text: str) -> None:
    parts, rest = [], text
    while rest:
        head, rest = measure.cut(rest, 150, 60, 12)
        assert measure.height(head, 150, 12) <= 60.2
        parts.append(head)
    assert len(parts) > 1
    assert "".join("".join(parts).split()).replace("…", "") == "".join(text.split())


def test_a_text_is_as_large_as_it_fits_with_its_words_whole() -> None:
    assert measure.fitting("short", 100, 30, (20, 14, 10)) == ("short", 20)
    assert measure.fitting("Kundenaktivitäten", 100, 60, (20, 14, 10)) == ("Kundenaktivitäten", 10)
    assert measure.fitting("x" * 40, 100, 70, (20, 14, 10)) == ("x" * 40, 14)
    told, size = measure.fitting("word " * 90, 100, 30, (20, 14, 10))
    assert (told[-1], size) == ("…", 10)
