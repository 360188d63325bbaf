"""Logging: one line for each event on standard error, and never a token in it."""

import logging
import logging.config
import re

# The whole query of an address, for a name can be written in many ways (`%74oken=`); what is called a token
# elsewhere; and the shape of a bearer header if somebody ever logs one.
_SECRETS = re.compile(r"""(/[^\s"?]*\?)[^\s"]+|(token=|[Bb]earer\s+)[^&\s"',;)\]]+""")
HIDDEN = r"\1\2[hidden]"


class HideSecrets(logging.Filter):
    """Takes tokens out of a record before any handler writes it."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always lets the record through, cleaned."""
        text = record.getMessage()
        clean = _SECRETS.sub(HIDDEN, text)
        if clean != text:
            record.msg, record.args = clean, None
        if record.exc_text:
            record.exc_text = _SECRETS.sub(HIDDEN, record.exc_text)
        return True


class Formatter(logging.Formatter):
    """A line, with tracebacks cleaned as well."""

    def formatException(self, ei: object) -> str:
        """The traceback without secrets."""
        return _SECRETS.sub(HIDDEN, super().formatException(ei))  # type: ignore[arg-type]  # logging gives what it takes


def configure(level: str = "INFO") -> None:
    """Everything to standard error, through the filter."""
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "filters": {"secrets": {"()": HideSecrets}},
            "formatters": {"line": {"()": Formatter, "format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
            "handlers": {
                "stderr": {
                    "class": "logging.StreamHandler",
                    "stream": "ext://sys.stderr",
                    "formatter": "line",
                    "filters": ["secrets"],
                }
            },
            "root": {"level": level, "handlers": ["stderr"]},
            "loggers": {"uvicorn.access": {"level": "WARNING"}},  # paths name boards; metrics count requests
        }
    )
