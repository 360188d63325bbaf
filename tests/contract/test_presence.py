"""Contract 4 and R12: awareness, one state per connection, told with the server's word for who it is."""

import json
from typing import Any

from tests.contract.stranger import (
    Stranger,
    by_role,
    presence_entries,
    presence_frame,
    stranger,
    var_string,
)
from tests.peer import PRESENCE
from tests.product import Product, bearer
from tests.waiting import until


async def sees(witness: Stranger, client: int) -> dict[str, Any]:
    state: dict[str, Any] = await until(lambda: witness.presence.get(client), what=f"{client} in {witness.presence}")
    return state


async def gone(witness: Stranger, client: int) -> None:
    await until(lambda: client not in witness.presence, what=f"{client} is gone")


async def test_name_colour_and_role_are_set_by_the_server_whatever_the_client_says(
    product: Product, board: dict[str, Any]
) -> None:
    seat = await product.seat(board["tokens"]["participant"], "Ann")
    async with (
        stranger(product, board["id"], seat["token"]) as ann,
        by_role(product, board, "moderator", "") as witness,
    ):
        hello = await ann.hear("hello")
        lie = {
            "user": {"seat": "x", "name": "Boss", "role": "moderator", "color": "#000"},
            "cursor": {"x": 1, "😀": "ö"},
        }
        await ann.send(presence_frame((77, 1, lie)))
        state = await sees(witness, 77)
        assert state == {
            "user": {"seat": seat["seat"], "name": "Ann", "role": "participant", "color": hello["color"]},
            "cursor": {"x": 1, "😀": "ö"},
        }
        # Another role is shown at once, though the client says nothing.
        path = f"/api/boards/{board['id']}/seats/{seat['seat']}"
        await product.http.patch(path, json={"role": "moderator"}, headers=bearer(board))
        await until(lambda: witness.presence[77]["user"]["role"] == "moderator", what="the new role")
        await product.http.patch(path, json={"role": "follower"}, headers=bearer(board))
        await gone(witness, 77)


async def test_leaving_is_told_as_leaving_at_once(product: Product, board: dict[str, Any]) -> None:
    async with by_role(product, board, "moderator", "") as witness:
        async with by_role(product, board, "participant", "") as ann:
            await ann.send(presence_frame((88, 5, {"cursor": None})))
            await sees(witness, 88)
        await gone(witness, 88)
        async with by_role(product, board, "participant", "") as ann:  # back with the clock that it had (F33)
            await ann.send(presence_frame((88, 5, {"cursor": 2})))
            assert (await sees(witness, 88))["cursor"] == 2
            await ann.send(presence_frame((88, 6, None)))
            await gone(witness, 88)


async def test_a_newcomer_is_told_who_is_here(product: Product, board: dict[str, Any]) -> None:
    async with by_role(product, board, "participant", "") as ann:
        await ann.send(presence_frame((99, 1, {})))
        await ann.settled()
        async with by_role(product, board, "follower", "") as late:
            await sees(late, 99)
            heard = late.count(PRESENCE)
            await late.send(b"\x03")
            await until(lambda: late.count(PRESENCE) > heard, what="an answer to query awareness")
            assert 99 in {client for client, _, _ in presence_entries(late.frames[-1])}


async def test_a_followers_presence_is_not_relayed(product: Product, board: dict[str, Any]) -> None:
    async with by_role(product, board, "moderator", "") as witness, by_role(product, board, "follower", "") as follower:
        await follower.send(presence_frame((55, 1, {"user": {"name": "I"}})))
        await follower.settled()
        async with by_role(product, board, "participant", "") as ann:
            await ann.send(presence_frame((56, 1, {})))
            await sees(witness, 56)
            await sees(follower, 56)  # they see everything live
        assert 55 not in witness.presence


async def test_a_connection_speaks_only_for_its_own_client_id(product: Product, board: dict[str, Any]) -> None:
    ann, ben = [await product.seat(board["tokens"]["participant"], name) for name in ("Ann", "Ben")]
    async with (
        stranger(product, board["id"], ann["token"], "") as one,
        stranger(product, board["id"], ben["token"], "") as two,
        by_role(product, board, "moderator", "") as witness,
    ):
        await one.send(presence_frame((11, 1, {"cursor": "ann"})))
        await sees(witness, 11)
        await two.send(presence_frame((22, 1, {"cursor": "ben"})))
        await sees(witness, 22)
        # Stock providers echo what they hear of others, with news and with reports of their absence.
        await two.send(presence_frame((11, 9, None)), presence_frame((11, 9, {"cursor": "false"})))
        await two.send(presence_frame((22, 2, {"cursor": "ben again"}), (33, 1, {"cursor": "a third"})))
        await until(lambda: witness.presence[22]["cursor"] == "ben again", what="Ben moves")
        assert witness.presence[11]["cursor"] == "ann"
        assert 33 not in witness.presence
        assert one.open
        assert two.open


async def test_a_state_that_is_too_large_or_no_object_is_not_told_and_ends_nothing(
    product: Product, board: dict[str, Any]
) -> None:
    async with by_role(product, board, "participant", "") as ann, by_role(product, board, "moderator", "") as witness:
        for n, state in enumerate(({"x": "y" * 2100}, [1], "text", 7, True, {"n": "\ud800"}), 1):
            await ann.send(presence_frame((44, n, state)))
        for text in ("NaN", '{"a":NaN}', "{", "", '{"a":1e999}', "[" * 1500):
            entry = b"\x01\x2c\x14" + var_string(text)
            await ann.send(bytes([PRESENCE]) + var_string(entry))
        await ann.settled()
        await ann.send(presence_frame((44, 30, {"cursor": "fine"})))
        await until(lambda: (witness.presence.get(44) or {}).get("cursor") == "fine", what="the good state")
        for frame in witness.frames:
            if frame[0] == PRESENCE:
                json.dumps(presence_entries(frame), allow_nan=False)


async def test_only_the_newest_cursor_of_many_is_told_and_the_last_always_is(
    product: Product, board: dict[str, Any]
) -> None:
    async with by_role(product, board, "participant", "") as ann, by_role(product, board, "follower", "") as witness:
        await witness.settled()
        for n in range(100):
            await ann.send(presence_frame((66, n + 1, {"cursor": n})))
        await until(lambda: (witness.presence.get(66) or {}).get("cursor") == 99, what="the last position")
        assert witness.count(PRESENCE) < 60
