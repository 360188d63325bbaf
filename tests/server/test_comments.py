"""Comments: by followers where the moderator allows it, by all others always; told to everybody at once."""

import asyncio
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from server import comment_store
from server.comment_store import CommentStore
from server.problems import Problem
from tests.peer import Peer
from tests.postgres import Postgres
from tests.redis import Redis
from tests.server.both_databases import live as live
from tests.server.live import Live, Made, bearer, join, make_board, serving
from tests.server.place import add
from tests.waiting import until


async def allow(http: httpx.AsyncClient, board: Made, followers: bool = True) -> None:
    answer = await http.patch(
        board.path("/session"), json={"comments": {"followers": followers}}, headers=board.as_("moderator")
    )
    assert answer.status_code == 200
    assert answer.json()["comments"]["followers"] is followers


async def say(
    http: httpx.AsyncClient, board: Made, headers: dict[str, str], text: str = "Why?", **more: Any
) -> httpx.Response:
    return await http.post(board.path("/comments"), json={"text": text} | more, headers=headers)


async def said(http: httpx.AsyncClient, board: Made, text: str = "Why?", role: str = "moderator", **more: Any) -> Any:
    answer = await say(http, board, board.as_(role), text, **more)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def change(http: httpx.AsyncClient, board: Made, headers: dict[str, str], id: str, **what: Any) -> httpx.Response:
    return await http.patch(board.path(f"/comments/{id}"), json=what, headers=headers)


async def remove(http: httpx.AsyncClient, board: Made, headers: dict[str, str], id: str) -> int:
    return (await http.delete(board.path(f"/comments/{id}"), headers=headers)).status_code


async def everything(http: httpx.AsyncClient, board: Made) -> dict[str, Any]:
    answer = await http.get(board.path("/comments"), headers=board.as_("follower"))
    found: dict[str, Any] = answer.json()
    return found


async def texts(http: httpx.AsyncClient, board: Made) -> list[str | None]:
    return [comment["text"] for comment in (await everything(http, board))["comments"]]


# Who may


async def test_followers_comment_only_while_the_moderator_allows_it(http: httpx.AsyncClient, board: Made) -> None:
    fritz = bearer((await join(http, "Fritz", token=board.tokens["follower"]))["token"])
    assert (await say(http, board, fritz)).status_code == 403
    await allow(http, board)
    await http.put(board.path("/lock"), json={"locked": True}, headers=board.as_("moderator"))
    made = (await say(http, board, fritz, " Why\r\nso? ")).json()
    assert (made["text"], made["name"], made["role"], made["thing"]) == ("Why\nso?", "Fritz", "follower", None)
    await allow(http, board, False)
    for answer in (
        await say(http, board, fritz),
        await change(http, board, fritz, made["id"], text="Because"),
        await change(http, board, fritz, made["id"], done=True),
    ):
        assert (answer.status_code, answer.headers["content-type"]) == (403, "application/problem+json")
    assert await texts(http, board) == ["Why\nso?"]
    other = bearer((await join(http, "Other", token=board.tokens["follower"]))["token"])
    assert await remove(http, board, other, made["id"]) == 403
    assert await remove(http, board, fritz, made["id"]) == 204  # one's own words can always be taken back
    assert await texts(http, board) == []


async def test_words_are_changed_by_their_writer_alone_and_taken_back_by_moderators_too(
    http: httpx.AsyncClient, board: Made
) -> None:
    await allow(http, board)
    fritz = bearer((await join(http, "Fritz", token=board.tokens["follower"]))["token"])
    made = (await say(http, board, fritz)).json()
    for role in ("moderator", "participant", "follower"):
        assert (await change(http, board, board.as_(role), made["id"], text="Mine")).status_code == 403
    for role in ("participant", "follower"):
        assert await remove(http, board, board.as_(role), made["id"]) == 403
    changed = (await change(http, board, fritz, made["id"], text="How?")).json()
    assert changed["text"] == "How?"
    assert changed["edited"]
    assert await remove(http, board, board.as_("moderator"), made["id"]) == 204
    assert await remove(http, board, fritz, made["id"]) == 404
    assert await texts(http, board) == []


async def test_participants_settle_any_thread_and_followers_their_own(http: httpx.AsyncClient, board: Made) -> None:
    await allow(http, board)
    fritz = bearer((await join(http, "Fritz", token=board.tokens["follower"]))["token"])
    theirs, his = await said(http, board), (await say(http, board, fritz)).json()
    assert (await change(http, board, fritz, theirs["id"], done=True)).status_code == 403
    assert (await change(http, board, fritz, his["id"], done=True)).json()["done"]
    assert (await change(http, board, board.as_("participant"), his["id"], done=False)).json()["done"] is None
    assert (await change(http, board, board.as_("participant"), theirs["id"], done=True)).json()["done"]


async def test_a_right_that_ends_between_the_look_and_the_writing_has_ended(
    http: httpx.AsyncClient, live: Live, board: Made
) -> None:
    """Removed, token rotated, or not allowed any more: looked up in the transaction that writes."""
    await allow(http, board)
    store = CommentStore(live.services.database, live.services.clock)
    gone = await join(http, "Gone", token=board.tokens["follower"])
    stays = await join(http, "Stays", token=board.tokens["follower"])

    async def tries(token: str) -> int:
        grant = await live.run(live.services.access.admit(board.id, token, {}))
        await ending[token]()
        try:
            await live.run(store.add(grant, "Late", None, None, None))
        except Problem as refusal:
            return refusal.status
        return 201

    def moderates(method: str, path: str, **body: Any) -> Any:
        return lambda: http.request(method, board.path(path), headers=board.as_("moderator"), **body)

    ending = {
        gone["token"]: moderates("DELETE", f"/seats/{gone['seat']}"),
        board.tokens["follower"]: moderates("POST", "/tokens/follower"),
        stays["token"]: moderates("PATCH", "/session", json={"comments": {"followers": False}}),
    }
    assert [await tries(token) for token in ending] == [401, 401, 403]
    assert await live.run(store.all(board.id)) == (0, [])


# What is said


async def test_a_comment_is_of_a_thing_that_is_there(live: Live, http: httpx.AsyncClient, board: Made) -> None:
    peer = await Peer(live.url, board.id, board.tokens["participant"]).join()
    await add(peer, "card-of-comment")
    await until(lambda: peer.saved == peer.sent, what="the card is stored")
    made = await said(http, board, thing="cards:card-of-comment")
    assert made["thing"] == "cards:card-of-comment"
    peer.root("cards")["card-of-comment"]["deleted"] = "2026-11-22T10:00:00.000Z"
    await peer.flush()
    await until(lambda: peer.saved == peer.sent, what="it is in the bin")
    assert (await said(http, board, "Still?", thing="cards:card-of-comment"))["id"] != made["id"]
    await peer.leave()
    assert (await say(http, board, board.as_("moderator"), thing="cards:nowhere")).status_code == 404
    assert len(await texts(http, board)) == 2


async def test_an_answer_stands_below_one_level_deep_and_opens_what_was_done(
    http: httpx.AsyncClient, board: Made
) -> None:
    first = await said(http, board, role="participant")
    await change(http, board, board.as_("moderator"), first["id"], done=True)
    answer = await said(http, board, "Since then.", answers=first["id"])
    assert answer["answers"] == first["id"]
    found = await everything(http, board)
    assert [comment["done"] for comment in found["comments"]] == [None, None]
    assert found["revision"] == 3 == max(comment["revision"] for comment in found["comments"])
    deeper = await say(http, board, board.as_("moderator"), answers=answer["id"])
    settled = await change(http, board, board.as_("moderator"), answer["id"], done=True)
    assert (deeper.status_code, settled.status_code) == (422, 422)
    assert (await say(http, board, board.as_("moderator"), answers="nowhere")).status_code == 404


async def test_what_others_answered_stays_when_the_question_is_taken_back(http: httpx.AsyncClient, board: Made) -> None:
    first = await said(http, board, role="participant")
    answer = await said(http, board, "Since then.", answers=first["id"])
    assert await remove(http, board, board.as_("participant"), first["id"]) == 204
    assert await texts(http, board) == [None, "Since then."]
    assert (await change(http, board, board.as_("participant"), first["id"], text="Again")).status_code == 404
    assert await remove(http, board, board.as_("moderator"), answer["id"]) == 204
    assert await texts(http, board) == []


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"text": ""},
        {"text": " \n\u200b "},
        {"text": "x" * 501},
        {"text": "a\0b"},
        {"text": "\u202eabc"},
        {"text": 5},
        {"text": "x", "thing": "lanes:0123456789"},
        {"text": "x", "thing": "cards:../../x"},
        {"text": "x", "thing": "cards:0123456789\n"},
        {"text": "x", "answers": "y" * 41},
        {"text": "x", "by": "somebody"},
    ],
)
async def test_what_is_no_comment_is_refused(http: httpx.AsyncClient, board: Made, body: dict[str, Any]) -> None:
    answer = await http.post(board.path("/comments"), json=body, headers=board.as_("moderator"))
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
    assert await everything(http, board) == {"revision": 0, "comments": []}


async def test_a_change_is_one_thing(http: httpx.AsyncClient, board: Made) -> None:
    made = await said(http, board)
    for body in ({}, {"text": "a", "done": True}, {"done": "yes"}, {"text": ""}):
        assert (await change(http, board, board.as_("moderator"), made["id"], **body)).status_code == 422
    assert await texts(http, board) == ["Why?"]


async def test_500_characters_with_pictures_are_kept_as_they_are(http: httpx.AsyncClient, board: Made) -> None:
    text = "😀ä" * 250
    assert (await said(http, board, text))["text"] == text


async def test_a_call_repeated_with_its_key_makes_one_comment_of_its_seat(http: httpx.AsyncClient, board: Made) -> None:
    key = {"idempotency-key": "a press on a slow train"}
    both = [await say(http, board, board.as_("moderator") | key) for _ in range(2)]
    assert [answer.status_code for answer in both] == [201, 201]
    assert both[0].json() == both[1].json()
    assert (await say(http, board, board.as_("moderator") | key, "Other")).status_code == 422
    assert (await say(http, board, board.as_("participant") | key)).json()["id"] != both[0].json()["id"]
    assert (await say(http, board, board.as_("moderator") | {"idempotency-key": "k" * 201})).status_code == 400
    assert len(await texts(http, board)) == 2


async def test_comments_stand_in_no_record_and_no_journey(http: httpx.AsyncClient, board: Made) -> None:
    before = (await http.post(board.path("/commit"), json={"label": "a"}, headers=board.as_("moderator"))).json()
    await said(http, board, "Nobody reads this in a record")
    after = (await http.post(board.path("/commit"), json={"label": "b"}, headers=board.as_("moderator"))).json()
    assert after["digest"] == before["digest"]
    record = await http.get(f"/api/records/{after['id']}", headers=board.as_("follower"))
    assert "Nobody reads" not in record.text


# How much


async def test_a_follower_who_is_too_fast_waits_and_others_do_not(http: httpx.AsyncClient, board: Made) -> None:
    await allow(http, board)
    answers = [await say(http, board, board.as_("follower"), f"{n}") for n in range(11)]
    assert [answer.status_code for answer in answers] == [201] * 10 + [429]
    assert int(answers[-1].headers["retry-after"]) >= 1
    other = bearer((await join(http, "Other", token=board.tokens["follower"]))["token"])
    assert (await say(http, board, other)).status_code == 201
    assert (await say(http, board, board.as_("participant"))).status_code == 201


async def test_a_board_holds_so_many_comments(
    http: httpx.AsyncClient, board: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(comment_store, "MOST", 2)
    first = await said(http, board)
    await said(http, board)
    assert (await say(http, board, board.as_("moderator"))).status_code == 409
    assert await remove(http, board, board.as_("moderator"), first["id"]) == 204
    await said(http, board)


async def test_comments_at_the_same_time_have_revisions_of_their_own(http: httpx.AsyncClient, board: Made) -> None:
    await asyncio.gather(*(said(http, board, f"{n}") for n in range(8)))
    found = await everything(http, board)
    assert found["revision"] == 8
    assert sorted(comment["revision"] for comment in found["comments"]) == list(range(1, 9))


# Who hears


@pytest.fixture(scope="module")
def servers(
    tmp_path_factory: pytest.TempPathFactory, session_redis: Redis, postgres: Postgres
) -> Iterator[tuple[Live, Live]]:
    """Two whole servers on one Redis and one PostgreSQL."""
    session_redis.forget()
    data = tmp_path_factory.mktemp("shared")
    fields = postgres.settings() | {"redis_url": session_redis.url, "secret": "s" * 32}
    with serving(data, **fields) as first, serving(data, **fields) as second:
        yield first, second


@pytest.fixture(params=["alone", "of two"])
def doors(request: pytest.FixtureRequest, live: Live) -> tuple[Live, Live]:
    """Where one speaks, and where the other listens."""
    both: tuple[Live, Live] = request.getfixturevalue("servers") if request.param == "of two" else (live, live)
    return both


def heard(peer: Peer) -> list[dict[str, Any]]:
    return [message for message in peer.messages if message["type"] == "comments"]


async def test_everybody_hears_of_each_change_with_the_comment_itself(doors: tuple[Live, Live]) -> None:
    here, there = doors
    async with here.client() as http, there.client() as elsewhere:
        board = await make_board(http)
        fred = await Peer(there.url, board.id, board.tokens["follower"]).join()
        await allow(http, board)
        await until(lambda: told(fred) == {"followers": True, "revision": 0}, what="she may")
        made = (await say(elsewhere, board, board.as_("follower"))).json()
        answer = await said(http, board, "So.", answers=made["id"])
        await change(http, board, board.as_("moderator"), made["id"], done=True)
        await remove(http, board, board.as_("moderator"), answer["id"])
        await until(lambda: len(heard(fred)) == 4, what="she hears of it")
        assert [message["revision"] for message in heard(fred)] == [1, 2, 3, 4]
        assert heard(fred)[0] == {"type": "comments", "revision": 1, "changed": [made], "removed": []}
        assert heard(fred)[2]["changed"][0]["done"]
        assert heard(fred)[3]["removed"] == [answer["id"]]
        late = await Peer(there.url, board.id, board.tokens["follower"]).join()
        assert late.messages[0]["session"]["comments"] == {"followers": True, "revision": 4}
        await allow(http, board, False)
        assert (await say(elsewhere, board, board.as_("follower"))).status_code == 403
        for peer in (fred, late):
            await peer.leave()


def told(peer: Peer) -> Any:
    return next((m["comments"] for m in reversed(peer.messages) if m["type"] == "session"), None)


async def test_rights_that_end_at_one_process_have_ended_at_the_other(servers: tuple[Live, Live]) -> None:
    async with servers[0].client() as here, servers[1].client() as there:
        board = await make_board(here)
        await allow(here, board)
        fritz = await join(there, "Fritz", token=board.tokens["follower"])
        assert (await say(there, board, bearer(fritz["token"]))).status_code == 201
        await here.delete(board.path(f"/seats/{fritz['seat']}"), headers=board.as_("moderator"))
        assert (await say(there, board, bearer(fritz["token"]))).status_code == 401
        await here.post(board.path("/tokens/follower"), headers=board.as_("moderator"))
        assert (await say(there, board, board.as_("follower"))).status_code == 401
        found = await there.get(board.path("/comments"), headers=board.as_("moderator"))
        assert [comment["name"] for comment in found.json()["comments"]] == ["Fritz"]
        await here.delete(board.path(), headers=board.as_("moderator"))
        assert (await say(there, board, board.as_("moderator"))).status_code == 404


async def test_an_audience_is_slowed_down_over_all_processes(servers: tuple[Live, Live]) -> None:
    async with servers[0].client() as here, servers[1].client() as there:
        board = await make_board(here)
        await allow(here, board)
        answers = [await say(door, board, board.as_("follower")) for _ in range(6) for door in (here, there)]
        assert [answer.status_code for answer in answers] == [201] * 10 + [429] * 2
