"""Boards over HTTP (contract 3): made, read, their links and codes, erased."""

import gzip
from dataclasses import astuple
from pathlib import Path

import httpx
import pytest

from server.boards import CREATING, finish_erasings
from server.keyring import CODE_ALPHABET
from server.settings import read
from tests.redis import Redis
from tests.server.live import Live, Made, bearer, join, make_board, serving
from tests.waiting import until


async def test_a_new_board_is_told_with_its_secrets(http: httpx.AsyncClient, live: Live) -> None:
    answer = await http.post("/api/boards", json={"title": "  Umzug nach Köln ", "language": "de"})
    assert answer.status_code == 201
    made = answer.json()
    assert made["title"] == "Umzug nach Köln"
    assert len(made["code"]) == 8
    assert set(made["code"]) <= set(CODE_ALPHABET)
    assert set(made["tokens"]) == {"moderator", "participant", "follower"}
    assert len(set(made["tokens"].values())) == 3
    assert all(len(token) >= 22 for token in made["tokens"].values())
    for role, token in made["tokens"].items():
        assert made["links"][role] == f"{live.url}/j#{token}"
    assert made["links"]["board"] == f"{live.url}/b/{made['id']}"


async def test_a_board_is_read_as_nested_json_by_every_role(http: httpx.AsyncClient) -> None:
    board = await make_board(http, "Kauf", language="de")
    for role in board.tokens:
        answer = await http.get(board.path(), headers=board.as_(role))
        assert answer.status_code == 200
        nested = answer.json()
        assert nested["board"]["title"] == "Kauf"
        assert nested["board"]["language"] == "de"
        assert set(nested) >= {"board", "personas", "lanes", "channels", "departments", "stages", "unplaced"}


async def test_a_board_made_from_a_template_is_full_and_its_pictures_are_there(http: httpx.AsyncClient) -> None:
    board = await make_board(http, "Unser Fernseher", template="fernseher-kauf")
    nested = (await http.get(board.path(), headers=board.as_("follower"))).json()
    assert nested["board"]["language"] == "de"
    assert sum(len(stage["activities"]) for stage in nested["stages"]) == 18
    touchpoints = [t for s in nested["stages"] for a in s["activities"] for t in a["touchpoints"]]
    pictures = {touchpoint["picture"] for touchpoint in touchpoints if touchpoint.get("picture")}
    assert pictures
    for picture in pictures:
        answer = await http.get(board.path(f"/images/{picture}"), headers=board.as_("follower"))
        assert answer.headers["content-type"] == "image/jpeg"


async def test_an_unknown_template_makes_no_board(http: httpx.AsyncClient, live: Live) -> None:
    before = await live.run(live.services.catalogue.count())
    answer = await http.post("/api/boards", json={"title": "X", "template": "nowhere"})
    assert answer.status_code == 422
    assert await live.run(live.services.catalogue.count()) == before


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"title": ""},
        {"title": " \t "},
        {"title": "x" * 201},
        {"title": "two\nlines"},
        {"title": "turned \u202e round"},
        {"title": 7},
        {"title": "X", "language": "fr"},
        {"title": "X", "unknown": True},
        [],
        "title",
    ],
)
async def test_an_invalid_board_is_refused_with_its_faults(http: httpx.AsyncClient, body: object) -> None:
    answer = await http.post("/api/boards", json=body)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["errors"]


async def test_the_language_is_the_callers_where_none_is_given(http: httpx.AsyncClient) -> None:
    board = Made(
        **(await http.post("/api/boards", json={"title": "X"}, headers={"accept-language": "de-AT,en;q=0.5"})).json()
    )
    assert (await http.get(board.path(), headers=board.as_("follower"))).json()["board"]["language"] == "de"


async def test_the_state_is_a_yjs_update_that_is_packed_and_kept_by_etag(http: httpx.AsyncClient) -> None:
    board = await make_board(http, template="tv-purchase")
    headers = board.as_("follower") | {"accept-encoding": "gzip"}
    async with http.stream("GET", board.path("/state"), headers=headers) as answer:
        raw = b"".join([chunk async for chunk in answer.aiter_raw()])
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-encoding"] == "gzip"
    plain = await http.get(board.path("/state"), headers=board.as_("follower") | {"accept-encoding": "identity"})
    assert gzip.decompress(raw) == plain.content
    again = await http.get(board.path("/state"), headers=headers | {"if-none-match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


async def test_a_rotated_token_is_dead_at_once_and_the_new_one_alive(http: httpx.AsyncClient, board: Made) -> None:
    answer = await http.post(board.path("/tokens/participant"), headers=board.as_("moderator"))
    assert answer.status_code == 201
    fresh = answer.json()
    assert fresh["link"].endswith(f"/j#{fresh['token']}")
    assert (await http.get(board.path(), headers=board.as_("participant"))).status_code == 401
    assert (await http.get(board.path(), headers=bearer(fresh["token"]))).status_code == 200


async def test_seats_that_joined_by_a_link_outlive_it(http: httpx.AsyncClient, board: Made) -> None:
    seat = await join(http, token=board.tokens["participant"])
    await http.post(board.path("/tokens/participant"), headers=board.as_("moderator"))
    assert (await http.get(board.path("/me"), headers=bearer(seat["token"]))).json()["seat"] == seat["seat"]


async def test_a_moderator_who_rotates_the_moderators_link_goes_on_with_the_new_one(
    http: httpx.AsyncClient, board: Made
) -> None:
    before = (await http.get(board.path("/me"), headers=board.as_("moderator"))).json()["seat"]
    answer = await http.post(board.path("/tokens/moderator"), headers=board.as_("moderator"))
    after = await http.get(board.path("/me"), headers=bearer(answer.json()["token"]))
    assert (after.json()["seat"], after.json()["role"]) == (before, "moderator")


async def test_a_revoked_link_leads_nowhere_until_it_is_made_anew(http: httpx.AsyncClient, board: Made) -> None:
    moderator = board.as_("moderator")
    assert (await http.delete(board.path("/tokens/follower"), headers=moderator)).status_code == 204
    assert (await http.get(board.path(), headers=board.as_("follower"))).status_code == 401
    assert "follower" not in (await http.get(board.path("/invite"), headers=moderator)).json()["links"]
    assert (await http.post(board.path("/tokens/follower"), headers=moderator)).status_code == 201


async def test_there_is_no_token_for_an_unknown_role(http: httpx.AsyncClient, board: Made) -> None:
    answer = await http.post(board.path("/tokens/owner"), headers=board.as_("moderator"))
    assert answer.status_code == 404


async def test_a_rotated_code_is_dead_at_once(http: httpx.AsyncClient, board: Made) -> None:
    answer = await http.post(board.path("/code"), headers=board.as_("moderator"))
    assert answer.status_code == 201
    assert (await http.post("/api/join", json={"code": board.code, "name": "A"})).status_code == 404
    assert (await join(http, code=answer.json()["code"]))["board"] == board.id


async def test_a_revoked_code_joins_nobody(http: httpx.AsyncClient, board: Made) -> None:
    assert (await http.delete(board.path("/code"), headers=board.as_("moderator"))).status_code == 204
    assert (await http.post("/api/join", json={"code": board.code, "name": "A"})).status_code == 404
    assert (await http.get(board.path("/invite"), headers=board.as_("moderator"))).json()["code"] is None


async def test_with_a_create_token_only_its_holder_makes_boards(tmp_path_factory: pytest.TempPathFactory) -> None:
    with serving(tmp_path_factory.mktemp("closed"), create_token="let-me-in") as closed:
        async with closed.client() as stranger:
            answer = await stranger.post("/api/boards", json={"title": "X"})
            assert answer.status_code == 401
            assert answer.headers["www-authenticate"] == "Bearer"
        async with closed.client("let-me-out") as guesser:
            assert (await guesser.post("/api/boards", json={"title": "X"})).status_code == 401
        async with closed.client("let-me-in") as maker:
            board = await make_board(maker)
            assert (await maker.get(board.path())).status_code == 401


async def test_links_name_the_public_address(tmp_path_factory: pytest.TempPathFactory) -> None:
    with serving(tmp_path_factory.mktemp("public"), public_url="https://board.example.org") as public:
        async with public.client() as http:
            board = await make_board(http)
            assert board.links["follower"].startswith("https://board.example.org/j#")


async def test_an_address_that_makes_boards_without_end_is_slowed_down(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """R18: an open server's disk is not filled by a script; who sits at the machine is not counted."""
    trusted = read({"BROWNBOARD_TRUSTED_PROXIES": "127.0.0.1"}).trusted_proxies
    with serving(tmp_path_factory.mktemp("open"), trusted_proxies=trusted) as live:
        async with live.client() as http:
            far = {"x-forwarded-for": "203.0.113.7"}
            answers = [await http.post("/api/boards", json={"title": "X"}, headers=far) for _ in range(130)]
            assert {answer.status_code for answer in answers[:120]} == {201}
            assert answers[-1].status_code == 429
            assert (await http.post("/api/boards", json={"title": "X"})).status_code == 201


async def test_nothing_stays_of_a_board_that_could_not_be_made_while_redis_was_gone(
    tmp_path: Path, own_redis: Redis
) -> None:
    with serving(tmp_path, redis_url=own_redis.url) as live:
        own_redis.kill()
        async with live.client() as http:
            assert (await http.post("/api/boards", json={"title": "X"})).status_code == 503
        assert await live.run(live.services.catalogue.count()) == 0
        own_redis.start()
        await until(lambda: live.run(finished(live)), what="and what may be left is erased as soon as that is possible")


async def finished(live: Live) -> bool:
    await finish_erasings(live.services)
    return not await live.services.catalogue.unfinished_erasings()


async def test_r18_boards_that_an_address_makes_are_counted_over_all_processes(tmp_path: Path, redis: Redis) -> None:
    trusted = read({"BROWNBOARD_TRUSTED_PROXIES": "127.0.0.1"}).trusted_proxies
    with serving(tmp_path, trusted_proxies=trusted, redis_url=redis.url) as live:
        elsewhere = live.services.buckets.spend("create:203.0.113.7", *astuple(CREATING), CREATING.burst)
        assert await live.run(elsewhere) == 0
        async with live.client() as http:
            far = {"x-forwarded-for": "203.0.113.7"}
            assert (await http.post("/api/boards", json={"title": "X"}, headers=far)).status_code == 429


async def test_r18_a_proxy_on_this_machine_does_not_make_strangers_local(tmp_path: Path) -> None:
    with serving(tmp_path) as live:
        async with live.client() as http:
            http.headers["x-forwarded-for"] = "198.51.100.7"
            for _ in range(2 * int(CREATING.burst)):
                answer = await http.post("/api/boards", json={})
                if answer.status_code == 429:
                    break
            assert answer.status_code == 429
