"""Logs go to standard error, wherever it is at that moment."""

import contextlib
import io
import json

import structlog

from gateway.logs import start_logging


def test_a_logger_follows_standard_error_where_it_is_put_elsewhere() -> None:
    start_logging("info")
    log = structlog.get_logger()
    first, second = io.StringIO(), io.StringIO()
    with contextlib.redirect_stderr(first):
        log.warning("mailbox failed", mailbox="klachten")
    first.close()
    with contextlib.redirect_stderr(second):
        log.warning("mailbox failed", mailbox="klachten")
    told = json.loads(second.getvalue())
    assert (told["event"], told["level"], told["mailbox"]) == ("mailbox failed", "warning", "klachten")
