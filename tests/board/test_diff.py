"""What changed between two journeys."""

from typing import Any

from board.diff import between
from board.flatten import flatten
from board.journey import nest
from tests.board.samples import journey, put_card, small


def stages(*titles: str) -> dict[str, Any]:
    return nest(flatten({**nest({}), "stages": [{"id": t, "title": t, "activities": []} for t in titles]}))


def test_a_journey_does_not_differ_from_itself() -> None:
    told = between(nest(small()), nest(small()))
    assert told == {"board": {}, **{name: [] for name in ("added", "removed", "changed", "moved", "ratings")}}


def test_added_removed_and_changed_items_are_named_by_id() -> None:
    def change(plain: dict[str, Any]) -> None:
        put_card(plain, "lane-pain", "card-new", text="Slow")
        plain["activities"]["activity-one"]["text"] = "I wonder"
        plain["touchpoints"]["touchpoint-one"]["deleted"] = "2026-01-01T00:00:00Z"
        plain["board"]["title"] = "Other"

    told = between(nest(small()), journey(small(), change))
    assert told["board"] == {"title": ["Small", "Other"]}
    assert told["added"] == [{"root": "cards", "id": "card-new", "name": "Slow"}]
    assert told["removed"] == [{"root": "touchpoints", "id": "touchpoint-one", "name": "Shop"}]
    assert told["changed"] == [
        {
            "root": "activities",
            "id": "activity-one",
            "name": "I wonder",
            "fields": {"text": ["I compare offers", "I wonder"]},
        }
    ]


def test_only_what_moved_counts_as_moved() -> None:
    told = between(stages("a", "b", "c", "d"), stages("b", "c", "d", "a"))
    assert [item["id"] for item in told["moved"]] == ["a"]
    assert told["changed"] == []


def test_a_newcomer_between_two_moves_neither() -> None:
    told = between(stages("a", "b"), stages("a", "new", "b"))
    assert [item["id"] for item in told["added"]] == ["new"]
    assert told["moved"] == []


def test_going_to_the_tray_is_a_move_that_says_from_where() -> None:
    def take_away(plain: dict[str, Any]) -> None:
        plain["activities"]["activity-one"]["place"] = "|a0"

    moved = between(nest(small()), journey(small(), take_away))["moved"]
    assert [(item["id"], item["before"], item["after"]) for item in moved] == [("activity-one", ["stage-one1"], [""])]


def test_ratings_are_told_with_both_values() -> None:
    def rate(plain: dict[str, Any]) -> None:
        plain["ratings"] = {"activity-one/-/outside": 3, "activity-one/-/target": 9}

    assert between(nest(small()), journey(small(), rate))["ratings"] == [
        {"activity": "activity-one", "persona": "-", "series": "outside", "before": 7, "after": 3},
        {"activity": "activity-one", "persona": "-", "series": "target", "before": None, "after": 9},
    ]
