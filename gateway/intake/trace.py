"""The two lines put on top of a mail that comes in (RFC 5321 4.4): Return-Path, and Received by us."""

import re
from collections.abc import Sequence
from datetime import datetime
from email.utils import format_datetime

NOT_A_NAME = re.compile(r"[^A-Za-z0-9.:\[\]_\-]")


def trace(
    *,
    sender: str,
    recipients: Sequence[str],
    greeted_as: str,
    peer: str,
    host: str,
    protocol: str,
    number: str,
    now: datetime,
) -> bytes:
    """The recipient is named only where there is one: others must not learn of each other."""
    literal = f"IPv6:{peer}" if ":" in peer else peer
    addressee = f"\r\n\tfor <{recipients[0]}>" if len(set(recipients)) == 1 else ""
    return (
        f"Return-Path: <{sender}>\r\n"
        f"Received: from {NOT_A_NAME.sub('?', greeted_as)} ([{literal}])\r\n"
        f"\tby {host} with {protocol} id {number}{addressee};\r\n"
        f"\t{format_datetime(now)}\r\n"
    ).encode()
