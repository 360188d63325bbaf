"""Names of downloads."""

from urllib.parse import unquote

import pytest

from server.file_names import disposition, file_name


@pytest.mark.parametrize(
    ("parts", "name"),
    [
        (["Fernseher-Kauf", "Stand 1"], "Fernseher-Kauf - Stand 1.pdf"),
        (['a/b\\c:d*e?f"g<h>i|j', ""], "a b c d e f g h i j.pdf"),
        (["../../etc/passwd"], "etc passwd.pdf"),
        (["\x00\r\nset-cookie: x"], "set-cookie x.pdf"),
        (["...", " "], "journey.pdf"),
        (["田中 😀"], "田中 😀.pdf"),
        (["x" * 500], "x" * 120 + ".pdf"),
    ],
)
def test_a_name_has_nothing_that_a_file_system_forbids(parts: list[str], name: str) -> None:
    assert file_name(parts, "pdf") == name


@pytest.mark.parametrize("name", ["Größe & Maß 100%.pdf", "田中.pdf", "a'b\"c.pdf"])
def test_the_whole_name_is_said_in_ascii(name: str) -> None:
    told = disposition(name)
    assert told.isascii()
    assert unquote(told.rpartition("''")[2]) == name


def test_programs_that_know_only_plain_names_get_one_with_its_extension() -> None:
    assert disposition("Größe.pdf").split("; ")[1] == 'filename="Grosse.pdf"'
    assert disposition("田中.pdf").split("; ")[1] == 'filename="journey.pdf"'
    assert disposition('a"b\\c.pdf').split("; ")[1] == 'filename="abc.pdf"'
