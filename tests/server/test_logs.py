"""Tokens never appear in logs (contract 2)."""

import io
import json
import logging
from typing import Any

import pytest

from server.logs import Formatter, HideSecrets, JsonFormatter, NotUvicornsOwn


@pytest.fixture
def lines() -> io.StringIO:
    return io.StringIO()


@pytest.fixture
def logger(lines: io.StringIO) -> logging.Logger:
    handler = logging.StreamHandler(lines)
    handler.addFilter(HideSecrets())
    handler.setFormatter(Formatter("%(message)s"))
    logger = logging.Logger("test")
    logger.addHandler(handler)
    return logger


def test_the_address_of_a_socket_is_logged_without_its_token(logger: logging.Logger, lines: io.StringIO) -> None:
    for query in ("token=s3cret-T&ext=1", "ext=1&%74oken=s3cret", "a='&token=s3cret'"):
        logger.info('%s - "WebSocket %s" [accepted]', "127.0.0.1", f"/ws/board?{query}")
    assert set(lines.getvalue().splitlines()) == {'127.0.0.1 - "WebSocket /ws/board?[hidden]" [accepted]'}


def test_a_token_elsewhere_is_hidden_too(logger: logging.Logger, lines: io.StringIO) -> None:
    logger.info("no such seat: token=s3cret, board=b")
    assert lines.getvalue() == "no such seat: token=[hidden], board=b\n"


def test_a_bearer_header_is_hidden_too(logger: logging.Logger, lines: io.StringIO) -> None:
    logger.info("headers: {'authorization': 'Bearer s3cret'}")
    assert "s3cret" not in lines.getvalue()


def test_a_traceback_is_cleaned(logger: logging.Logger, lines: io.StringIO) -> None:
    try:
        raise ValueError("no such page: /ws/x?token=s3cret")
    except ValueError:
        logger.exception("failed")
    assert "ValueError" in lines.getvalue()
    assert "s3cret" not in lines.getvalue()


@pytest.mark.parametrize(
    "address",
    [
        "redis://me:s3cret@redis:6379/0",
        "rediss://:s3cret@r",
        "postgresql://me:s3@cret@db/b",
        "redis://me:s3c/ret@r:1/0",
    ],
)
def test_the_password_of_a_store_is_hidden(logger: logging.Logger, lines: io.StringIO, address: str) -> None:
    logger.error("can't reach %s, nor see password=s3cret", address)
    assert lines.getvalue().startswith(f"can't reach {address.split(':')[0]}://[hidden]@")
    assert "s3c" not in lines.getvalue()
    assert "ret" not in lines.getvalue()


def test_an_address_without_a_password_is_shown(logger: logging.Logger, lines: io.StringIO) -> None:
    logger.info("see https://board.example.org/b/x and mail me@example.org")
    assert lines.getvalue() == "see https://board.example.org/b/x and mail me@example.org\n"


def as_json(lines: io.StringIO, logger: logging.Logger) -> list[dict[str, Any]]:
    logger.handlers[0].setFormatter(JsonFormatter("web1-2"))
    logger.error("board %s: the store failed: %s", "b-17", "disk\nfull token=s3cret")
    try:
        raise ValueError("token=s3cret")
    except ValueError:
        logger.exception("failed")
    return [json.loads(line) for line in lines.getvalue().splitlines()]


def test_as_json_a_line_says_when_how_bad_who_what_where_and_about_which_board(
    logger: logging.Logger, lines: io.StringIO
) -> None:
    first, second = as_json(lines, logger)
    assert first.pop("time").endswith("+00:00")
    assert first == {
        "level": "error",
        "logger": "test",
        "message": "board b-17: the store failed: disk\nfull token=[hidden]",
        "process": "web1-2",
        "board": "b-17",
    }
    assert "ValueError: token=[hidden]" in second["traceback"]
    assert "s3cret" not in lines.getvalue()


def test_uvicorns_own_comings_and_goings_are_left_out(logger: logging.Logger, lines: io.StringIO) -> None:
    logger.name = "uvicorn.error"
    logger.addFilter(NotUvicornsOwn())
    logger.info("Application startup complete.")
    logger.info("Shutting down")
    assert lines.getvalue() == "Shutting down\n"
