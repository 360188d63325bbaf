"""What a workshop leaves behind, told in one form: by the documents, by the pages, by the record, by the poster."""

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import rfc8785
from playwright.async_api import Page

from board.schema import ROOTS
from tests.browser.guests import Guest

READ = """roots => {
  const { doc } = document.querySelector('bb-board').session;
  return Object.fromEntries(roots.map(root => [root, doc.getMap(root).toJSON()]));
}"""
LOOK = """() => {
  const words = (place, kind) => [...place.querySelectorAll(kind)].map(element => element.textContent.trim());
  const labels = (place, kind) => [...place.querySelectorAll(kind)].map(element => element.ariaLabel);
  const cells = row => [...row.querySelectorAll(':scope > .cell')];
  const below = stage => cells(document.querySelector('.row--activities'))
    .filter(cell => cell.dataset.stage === stage).flatMap(cell => labels(cell, '.activity'));
  return {
    persona: words(document, '.persona__quote'),
    stages: [...document.querySelectorAll('.stage')].map(stage =>
      [words(stage, '.stage__title')[0], below(stage.dataset.item.split(':')[1])]),
    lanes: Object.fromEntries([...document.querySelectorAll('.row.lane')].map(row => [row.dataset.kind, cells(row)
      .map(cell => [...labels(cell, '.touchpoint, .card'), ...[...cell.querySelectorAll('img')].map(() => 'Bild')])])),
    curve: [...document.querySelectorAll('.curve__cell')].map(cell =>
      Number(words(cell, '.pin--outside .pin__head, .tick--outside')[0])),
  };
}"""
FACES = ("", "sehr schlecht", "schlecht", "mittel", "gut", "sehr gut")


async def document_of(guest: Guest) -> dict[str, Any]:
    """The shared document as it lies in the guest's browser."""
    document: dict[str, Any] = await guest.page.evaluate(READ, list(ROOTS))
    return document


async def seen_by(guest: Guest) -> dict[str, Any]:
    """What the guest's page shows: words, marks and pictures, in their places."""
    seen: dict[str, Any] = await guest.page.evaluate(LOOK)
    return seen


def told_by(journey: Mapping[str, Any]) -> dict[str, Any]:
    """What a page would show of a journey of contract 5."""
    columns = activities(journey)
    channels = {channel["id"]: channel["name"] for channel in journey["channels"]}
    number = iter(range(1, len(columns) + 1))
    return {
        "persona": [f"„{persona['quote']}“" for persona in journey["personas"]],
        "stages": [
            [stage["title"], [_activity(next(number), activity) for activity in stage["activities"]]]
            for stage in journey["stages"]
        ],
        "lanes": {
            lane["kind"]: [_cell(lane, activity, channels) for activity in columns]
            for lane in journey["lanes"]
            if not lane.get("hidden") and lane["kind"] != "rating"
        },
        "curve": [activity["ratings"]["-"]["outside"] for activity in columns],
    }


def activities(journey: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [activity for stage in journey["stages"] for activity in stage["activities"]]


def texts(journey: Mapping[str, Any]) -> list[str]:
    """All that people wrote into a journey and that its poster has to say."""
    (persona,) = journey["personas"]
    board = journey["board"]
    found = [board["title"], board["scenario"], board["owner"], persona["name"], persona["quote"]]
    for stage in journey["stages"]:
        found.append(stage["title"])
    for activity in activities(journey):
        found += [activity["text"], *(point["name"] for point in activity["touchpoints"])]
        for card in activity["cards"]:
            found += [card["text"], *([card["responsible"]] if card.get("responsible") else [])]
    return found


def digest(journey: Mapping[str, Any]) -> str:
    """The digest as contract 5 defines it."""
    return hashlib.sha256(rfc8785.dumps(journey)).hexdigest()


async def download(page: Page, name: str, folder: Path) -> Path:
    """Takes a file from the record's page, under the name that the product gives it."""
    async with page.expect_download() as coming:
        await page.get_by_role("link", name=name).click()
    taken = await coming.value
    path = folder / taken.suggested_filename
    await taken.save_as(path)
    return path


def _activity(number: int, activity: Mapping[str, Any]) -> str:
    return ", ".join([f"{number} {activity['text']}", *_marks(activity)])


def _cell(lane: Mapping[str, Any], activity: Mapping[str, Any], channels: Mapping[str, str]) -> Sequence[str]:
    if lane["kind"] == "storyboard":
        return ["Bild"] if activity.get("sketch") else []
    if lane["kind"] == "touchpoint":
        points = activity["touchpoints"]
        return [_touchpoint(point, channels) for point in points] + ["Bild" for point in points if point.get("picture")]
    return [card["text"] for card in activity["cards"] if card["lane"] == lane["id"]]


def _touchpoint(point: Mapping[str, Any], channels: Mapping[str, str]) -> str:
    said = [point["name"], channels.get(point.get("channel", "")), FACES[point.get("smiley") or 0], *_marks(point)]
    return ", ".join(word for word in said if word)


def _marks(thing: Mapping[str, Any]) -> list[str]:
    marks = {"painPoint": "Pain Point", "momentOfTruth": "Moment of Truth"}
    return [word for mark, word in marks.items() if thing.get(mark)]
