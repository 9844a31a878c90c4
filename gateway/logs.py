"""Logs: one JSON object a line on standard error, without personal data above debug level.

What is logged are our own numbers and codes (inbox 17, outcome accepted); addresses, subjects and texts are not.
"""

import logging
import sys

import structlog


class StandardError:
    """Writes a line to what standard error is at that moment: it may be put elsewhere while threads already log."""

    def __init__(self, *_: object) -> None:
        """What structlog hands to a logger of its own is of no use here."""

    def msg(self, message: str) -> None:
        sys.stderr.write(f"{message}\n")
        sys.stderr.flush()

    debug = info = warning = error = critical = exception = msg


def start_logging(level: str, pretty: bool = False) -> None:
    """Sets up logging for the whole process; `pretty` for people who watch."""
    number = getattr(logging, level.upper())
    renderer = structlog.dev.ConsoleRenderer() if pretty else structlog.processors.JSONRenderer(ensure_ascii=False)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.dict_tracebacks if not pretty else structlog.processors.format_exc_info,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=StandardError,
        cache_logger_on_first_use=True,
    )
    # Libraries speak only when something is wrong; what they quote may be personal.
    logging.basicConfig(level=logging.CRITICAL if number > logging.DEBUG else logging.DEBUG, stream=sys.stderr)
