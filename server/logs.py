"""Logging: one line for each event on standard error, as text or as JSON, and never a secret in it."""

import json
import logging
import logging.config
import re
from datetime import UTC, datetime
from typing import Any, Literal

LogFormat = Literal["text", "json"]

# The whole query of an address, for a name can be written in many ways (`%74oken=`); what is called a token or a
# password elsewhere; the shape of a bearer header; and who logs in to a store (`redis://me:secret@…`). If a name or a
# password holds an @, then up to the last one.
_SECRETS = re.compile(
    r"""(/[^\s"?]*\?)[^\s"]+|(token=|password=|[Bb]earer\s+)[^&\s"',;)\]]+|(://)[^\s"'/]*(?:/[^\s"'/]*)?@"""
)
# What uvicorn says of its own comings and goings: we say it once, for people.
_UVICORNS_OWN = (
    "Started server",
    "Finished server",
    "Waiting for application",
    "Application startup",
    "Uvicorn running",
)


def clean(text: str) -> str:
    """The text without anything secret."""
    return _SECRETS.sub(lambda found: f"{found[1] or found[2] or found[3]}[hidden]{'@' if found[3] else ''}", text)


class HideSecrets(logging.Filter):
    """Takes secrets out of a record before any handler writes it."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always lets the record through, cleaned."""
        text = record.getMessage()
        cleaned = clean(text)
        if cleaned != text:
            record.msg, record.args = cleaned, None
        if record.exc_text:
            record.exc_text = clean(record.exc_text)
        return True


class NotUvicornsOwn(logging.Filter):
    """Leaves out what uvicorn says of its own start and end."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the record says something else."""
        return record.name != "uvicorn.error" or not str(record.msg).startswith(_UVICORNS_OWN)


class Formatter(logging.Formatter):
    """A line of text, with tracebacks cleaned as well."""

    def formatException(self, ei: Any) -> str:
        """The traceback without secrets."""
        return clean(super().formatException(ei))


class JsonFormatter(Formatter):
    """A JSON object on one line."""

    def __init__(self, process: str) -> None:
        super().__init__()
        self._process = process

    def format(self, record: logging.LogRecord) -> str:
        """When, how bad, who, what; in which process, and about which board where that is known."""
        fields = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            "process": self._process,
        }
        if board := _board(record):
            fields["board"] = board
        if record.exc_info:
            fields["traceback"] = self.formatException(record.exc_info)
        return json.dumps(fields, ensure_ascii=False)


def configure(kind: LogFormat = "text", process: str = "", level: str = "INFO") -> None:
    """Everything to standard error, through the filter; `process` is this one's name among several."""
    who = f" [{process}]" if process else ""
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "filters": {"secrets": {"()": HideSecrets}, "not-uvicorns-own": {"()": NotUvicornsOwn}},
            "formatters": {
                "text": {"()": Formatter, "format": f"%(asctime)s %(levelname)s{who} %(name)s: %(message)s"},
                "json": {"()": JsonFormatter, "process": process},
            },
            "handlers": {
                "stderr": {
                    "class": "logging.StreamHandler",
                    "stream": "ext://sys.stderr",
                    "formatter": kind,
                    "filters": ["secrets", "not-uvicorns-own"],
                }
            },
            "root": {"level": level, "handlers": ["stderr"]},
            "loggers": {"uvicorn.access": {"level": "WARNING"}},  # paths name boards; metrics count requests
        }
    )


def _board(record: logging.LogRecord) -> str:
    """Our lines about a board begin with `board %s: `."""
    found = re.match(r"board (\S+): ", record.getMessage())
    return found[1] if found else ""
