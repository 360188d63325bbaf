"""The commit check."""

from collections.abc import Callable
from typing import Any

import pytest

from board.commit import check
from board.journey import nest
from board.schema import Plain
from tests.board.samples import MESSAGES, journey, put_card, small, television

Change = Callable[[Plain], Any]


def rules(nested: dict[str, Any]) -> list[tuple[str, str | None]]:
    return [(finding.rule, finding.item) for finding in check(nested, MESSAGES.speak("en"))]


def put(root: str, id: str, **fields: Any) -> Change:
    return lambda plain: plain[root][id].update(fields)


def test_a_complete_journey_has_no_findings() -> None:
    assert rules(nest(small())) == []


CASES: list[tuple[str, str | None, Change]] = [
    ("boardWithoutOwner", None, lambda plain: plain["board"].pop("owner")),
    ("noPersona", None, lambda plain: plain["personas"].clear()),
    ("personaWithoutName", "persona-one", put("personas", "persona-one", name=" ")),
    ("personaWithoutQuote", "persona-one", put("personas", "persona-one", quote="")),
    ("personaWithoutPicture", "persona-one", put("personas", "persona-one", picture=None)),
    ("stageWithoutTitle", "stage-one1", put("stages", "stage-one1", title="")),
    (
        "stageWithoutActivity",
        "stage-two2",
        lambda p: p["stages"].update({"stage-two2": {"order": "a5", "title": "Use"}}),
    ),
    ("activityWithoutText", "activity-one", put("activities", "activity-one", text="")),
    ("activityNotInFirstPerson", "activity-one", put("activities", "activity-one", text="Customer compares")),
    ("activityWithoutTouchpoint", "activity-one", lambda plain: plain["touchpoints"].clear()),
    ("activityUnrated", "activity-one", lambda plain: plain["ratings"].clear()),
    ("touchpointWithoutName", "touchpoint-one", put("touchpoints", "touchpoint-one", name="")),
    ("touchpointWithoutChannel", "touchpoint-one", put("touchpoints", "touchpoint-one", channel=None)),
    ("touchpointWithoutDepartment", "touchpoint-one", put("touchpoints", "touchpoint-one", department="")),
    ("touchpointWithoutPicture", "touchpoint-one", put("touchpoints", "touchpoint-one", picture=None)),
    ("touchpointWithoutSmiley", "touchpoint-one", put("touchpoints", "touchpoint-one", smiley=None)),
    ("momentOfTruthWithoutExpectation", "activity-one", put("activities", "activity-one", momentOfTruth=True)),
    ("momentOfTruthWithoutExpectation", "activity-one", lambda plain: put_card(plain, "lane-truth", "card-one")),
    ("cardWithoutText", "card-one", lambda plain: put_card(plain, "lane-expectation", "card-one", text="  ")),
    ("painPointWithoutAction", "card-one", lambda plain: put_card(plain, "lane-pain", "card-one")),
    ("actionWithoutResponsible", "card-one", lambda p: put_card(p, "lane-action", "card-one", due="2026-01-01")),
    ("actionWithoutDueDate", "card-one", lambda p: put_card(p, "lane-action", "card-one", responsible="Ann")),
    ("unplaced", "card-one", lambda plain: put_card(plain, "lane-gone", "card-one")),
]


@pytest.mark.parametrize(("rule", "item", "change"), CASES)
def test_each_fault_alone_is_found(rule: str, item: str | None, change: Change) -> None:
    assert rules(journey(small(), change)) == [(rule, item)]


def test_no_stages_and_too_many_are_found() -> None:
    def many(plain: Plain) -> None:
        plain["stages"] |= {f"stage-{n}-more": {"order": f"b0{n}", "title": "x"} for n in range(1, 10)}

    assert ("tooManyStages", None) in rules(journey(small(), many))
    assert ("noStage", None) in rules(journey(small(), lambda plain: plain["stages"].clear()))


def test_a_pain_point_is_answered_by_an_action_beside_it_or_one_that_came_from_it() -> None:
    def beside(plain: Plain) -> None:
        put_card(plain, "lane-pain", "card-pain")
        put_card(plain, "lane-action", "card-action", responsible="Ann", due="2026-01-01")

    def elsewhere(plain: Plain) -> None:
        beside(plain)
        plain["activities"]["activity-two"] = {"place": "|a0", "text": "I wait"}
        plain["cards"]["card-action"] |= {"place": "activity-two|lane-action|a0", "from": "card-pain"}

    assert rules(journey(small(), beside)) == []
    assert rules(journey(small(), elsewhere)) == [("unplaced", "activity-two")]


@pytest.mark.parametrize(
    "text", ["Ich suche", "Danach gehe ich heim", "Wir fragen", "I'm lost", "They call me", "Mein Paket"]
)
def test_the_first_person_is_understood_in_both_languages(text: str) -> None:
    assert rules(journey(small(), put("activities", "activity-one", text=text))) == []


async def test_messages_name_what_they_speak_of_in_the_boards_language() -> None:
    messages = [finding.message for finding in check(nest(await television()), MESSAGES.speak("de"))]
    assert "Pain Point „Hotline sieht das Angebot nicht im System“ hat keine Maßnahme." in messages
    assert not any("{" in message or message.startswith("finding.") for message in messages)


@pytest.mark.parametrize(
    ("language", "text", "message"),
    [
        ("en", "“Nobody told me that.”", "“Nobody told me that.” has no place on the board yet."),
        ("en", "Asks for “wall mounting”", "“Asks for ‘wall mounting’” has no place on the board yet."),
        ("en", '"Now" or "never"', "“'Now' or 'never'” has no place on the board yet."),
        ("de", "„Das hat mir keiner gesagt.“", "„Das hat mir keiner gesagt.“ hat noch keinen Platz auf dem Board."),
        ("de", "Fragt nach „Aufbau“", "„Fragt nach ‚Aufbau‘“ hat noch keinen Platz auf dem Board."),
    ],
)
def test_quotation_marks_of_a_text_stand_within_those_of_the_message(language: str, text: str, message: str) -> None:
    loose = journey(small(), lambda plain: put_card(plain, "lane-gone", "card-one", text=text))
    assert [finding.message for finding in check(loose, MESSAGES.speak(language))] == [message]
