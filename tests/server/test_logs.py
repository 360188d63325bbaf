"""Tokens never appear in logs (contract 2)."""

import io
import logging

import pytest

from server.logs import Formatter, HideSecrets


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
