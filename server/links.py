"""Addresses that people pass on."""

from starlette.requests import Request

from server.settings import Settings


def public_url(request: Request, settings: Settings) -> str:
    """Where this server is found, without a slash at the end."""
    return settings.public_url or f"{request.url.scheme}://{request.url.netloc}"


def is_https(request: Request, settings: Settings) -> bool:
    """Whether people reach this server by https, as far as it can know."""
    return public_url(request, settings).startswith("https:")


def join_link(base: str, token: str) -> str:
    """The way in with this token, which stays in the fragment: no server and no referrer sees it."""
    return f"{base}/j#{token}"


def board_link(base: str, board: str) -> str:
    """Where a board is, for who has a seat at it."""
    return f"{base}/b/{board}"
