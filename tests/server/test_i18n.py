"""Messages: all languages say the same things, and everybody is spoken to in theirs."""

import re
from collections.abc import Mapping

import pytest

from server.assets import STATIC
from server.i18n import DEFAULT, FOLDER, LANGUAGES, Messages, Speech, choose

MESSAGES = Messages.read()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_messages_with_the_same_places(language: str) -> None:
    """Forms of a plural are each language's own; its tools know them (static/i18n, tests/static/i18n.test.mjs)."""
    spoken, english = (_whole(MESSAGES.speak(name).messages) for name in (language, "en"))
    assert spoken.keys() == english.keys()
    for key in english:
        assert set(re.findall(r"\{\w+\}", spoken[key])) == set(re.findall(r"\{\w+\}", english[key])), key


def _whole(messages: Mapping[str, str]) -> dict[str, str]:
    """Without the forms that only some numbers take."""
    return {key: text for key, text in messages.items() if not re.search(r"\.(zero|one|two|few|many)$", key)}


def test_a_language_is_a_file_that_names_itself() -> None:
    assert {"de": "Deutsch", "en": "English"}.items() <= MESSAGES.names.items()
    assert set(MESSAGES.names) == {path.stem for path in FOLDER.glob("*.json")}
    assert MESSAGES.speak("xx").language == DEFAULT


def test_places_are_filled_and_a_number_chooses_its_form() -> None:
    say = Speech("de", {"card.one": "{count} Karte", "card.other": "{count} Karten", "hello": "Hallo {name} {x}"})
    assert say("card", count=1) == "1 Karte"
    assert say("card", count=0) == "0 Karten"
    assert say("hello", name="Jana") == "Hallo Jana {x}"
    assert say("missing") == "missing"


@pytest.mark.parametrize(
    ("query", "cookie", "accepted", "board", "language"),
    [
        ("de", "en", "en", "en", "de"),
        ("fr", "de", "en", "en", "de"),
        (None, None, "fr, de-AT;q=0.8, en;q=0.5", "en", "de"),
        (None, None, "en-GB, de;q=0.9", "de", "en"),
        (None, None, "de;q=0", "de", "de"),
        (None, None, "fr", "de", "de"),
        (None, None, None, None, "en"),
        (None, "../de", "", None, "en"),
    ],
)
def test_the_persons_choice_wins_then_the_browsers_then_the_boards(
    query: str | None, cookie: str | None, accepted: str | None, board: str | None, language: str
) -> None:
    assert choose(query, cookie, accepted, board) == language


def words_of_the_code() -> str:
    """Every script, module and page that may name a message."""
    root = STATIC.parent
    scripts = [path for path in STATIC.rglob("*.js") if path.relative_to(STATIC).parts[0] not in ("vendor", "dist")]
    modules = [path for folder in ("server", "board") for path in (root / folder).rglob("*.py")]
    pages = (root / "server" / "pages").glob("*.html")
    return "\n".join(path.read_text("utf-8") for path in (*scripts, *modules, *pages))


def test_every_message_that_is_named_exists() -> None:
    known = MESSAGES.speak("de").messages
    named = set(re.findall(r"""\b(?:t|say|speech)\(\s*['"]([\w.]+\w)['"]""", words_of_the_code()))
    assert len(named) > 200
    assert not {key for key in named if key not in known and f"{key}.other" not in known}


def test_no_message_is_left_over() -> None:
    code = words_of_the_code()
    named = set(re.findall(r"""['"`]([a-z]\w*(?:\.[\w-]+)+)['"`]""", code))
    # `agenda.${step}`, f"finding.{rule}", "record." ~ kind: what stands before the first place that is filled in.
    begun = tuple(set(re.findall(r"""['"`]([a-z]\w*\.(?:\w+\.)*)(?:\$?\{|['"])""", code)))
    ended = tuple(set(re.findall(r"`\$\{[\w.]+\}((?:\.\w+)+)`", code)))
    left = {
        key
        for key in MESSAGES.speak("de").messages
        if not {key, re.sub(r"\.(one|other)$", "", key)} & named
        and not key.startswith(begun)
        and not key.endswith(ended)
    }
    assert not left
