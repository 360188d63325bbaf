"""Invitations: who may pass on which way in, and the QR code that phones read."""

import io
import re

import httpx
import segno

from tests.server.live import Live, Made, make_board


async def test_moderators_see_every_link_and_participants_theirs(
    http: httpx.AsyncClient, live: Live, board: Made
) -> None:
    everything = (await http.get(board.path("/invite"), headers=board.as_("moderator"))).json()
    assert everything["code"] == board.code
    assert everything["links"] == {role: f"{live.url}/j#{token}" for role, token in board.tokens.items()}
    own = (await http.get(board.path("/invite"), headers=board.as_("participant"))).json()
    assert own["links"] == {"participant": everything["links"]["participant"]}
    assert (await http.get(board.path("/invite"), headers=board.as_("follower"))).status_code == 403


async def test_the_qr_code_is_the_join_link(http: httpx.AsyncClient, board: Made) -> None:
    answer = await http.get(board.path("/qr.svg"), params={"role": "follower"}, headers=board.as_("moderator"))
    assert answer.headers["content-type"] == "image/svg+xml"
    assert lines(answer.text) == code_of(board.links["follower"])


def code_of(address: str) -> str:
    wanted = io.BytesIO()
    segno.make(address, error="m", micro=False).save(wanted, kind="svg", border=4, omitsize=True)
    return lines(wanted.getvalue().decode())


def lines(svg: str) -> str:
    found = re.search(r'd="(M[^"z]+)"', svg)
    assert found
    return found[1]


async def test_the_qr_code_of_a_result_leads_to_it(http: httpx.AsyncClient, live: Live, board: Made) -> None:
    moderator = board.as_("moderator")
    head = (await http.post(board.path("/commit"), json={"label": "Ergebnis"}, headers=moderator)).json()
    drawing = await http.get(board.path("/qr.svg"), params={"record": head["id"]}, headers=board.as_("participant"))
    assert lines(drawing.text) == code_of(f"{live.url}/r/{head['id']}")
    unknown = await http.get(board.path("/qr.svg"), params={"record": "x" * 16}, headers=moderator)
    assert unknown.status_code == 404
    other = await make_board(http)
    theirs = await http.get(other.path("/qr.svg"), params={"record": head["id"]}, headers=other.as_("moderator"))
    assert theirs.status_code == 404


async def test_a_participant_draws_no_moderators_code(http: httpx.AsyncClient, board: Made) -> None:
    path, participant = board.path("/qr.svg"), board.as_("participant")
    assert (await http.get(path, headers=participant)).status_code == 200
    assert (await http.get(path, params={"role": "moderator"}, headers=participant)).status_code == 403
    assert (await http.get(path, params={"role": "owner"}, headers=participant)).status_code == 404


async def test_a_revoked_link_has_no_code(http: httpx.AsyncClient, board: Made) -> None:
    await http.delete(board.path("/tokens/participant"), headers=board.as_("moderator"))
    assert (await http.get(board.path("/qr.svg"), headers=board.as_("moderator"))).status_code == 404
