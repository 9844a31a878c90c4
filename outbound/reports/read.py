"""Reads a delivery report out of a message: the fields of RFC 3464 where it has them, else its words."""

import re
from collections.abc import Iterable, Sequence

from classifiers.machine_mail import is_delivery_report
from classifiers.message import Message
from outbound.reports.fields import recipients_of_fields, report_fields
from outbound.reports.report import Action, DeliveryReport, Reason, Recipient
from outbound.reports.text import original_of, recipients_of_text, report_text

STATUS_PARTS = ("message/delivery-status", "message/global-delivery-status")
HEADER_PARTS = ("text/rfc822-headers", "message/rfc822-headers", "message/global-headers")
MESSAGE_ID = re.compile(
    r"^[ \t>]*(?:X-)?(?:Original-)?Message-ID:[ \t\r\n]*<([^<>\s]{1,300})>", re.IGNORECASE | re.MULTILINE
)
RETURN_PATH = re.compile(
    r"^[ \t>]*(?:Return-Path|X-Postfix-Sender|Envelope-From):[^\n]{0,40}?([^\s<>;,]{1,200}@[^\s<>;,]{1,200})",
    re.IGNORECASE | re.MULTILINE,
)


def read_report(message: Message) -> DeliveryReport | None:
    """The report, or None where the message is none (a reading receipt, an absence, a person who writes about one)."""
    if not is_delivery_report(message):
        return None
    status = "\n\n".join(text for kind, text in message.report_parts if kind in STATUS_PARTS)
    about, fields = report_fields(status)
    text = report_text(message.body)
    recipients = recipients_of_fields(fields, text) or recipients_of_text(message, text)
    return DeliveryReport(
        recipients=recipients or (Recipient("", Action.FAILED, "", Reason.OTHER),),
        returned_to=_returned_to(message),
        original_ids=_original_ids(message),
        envelope_id=about.get("original-envelope-id", "")[:200],
        reporting_mta=about.get("reporting-mta", "").rpartition(";")[2].strip()[:200],
        standard=bool(fields),
    )


def _returned_to(message: Message) -> tuple[str, ...]:
    """Where the report was sent, then the return path that the returned copy carries."""
    named = ("X-Original-To", "Envelope-To", "X-Envelope-To", "X-Delivered-To")
    headers = [message.header(name).strip("<> ").lower() for name in named]
    copies = [found.lower() for text in _copies(message) for found in RETURN_PATH.findall(text)]
    inner = [m.return_path for m in message.forwarded if m.return_path]
    addressed = [address.email for address in message.to]
    return _distinct([*message.delivered_to, *headers, *addressed, *inner, *copies])


def _original_ids(message: Message) -> tuple[str, ...]:
    """From the returned copy, then from what the report answers to; never the report's own."""
    inner = [m.message_id for m in message.forwarded if m.message_id]
    copies = [found for text in _copies(message) for found in MESSAGE_ID.findall(text)]
    thread = [*message.in_reply_to, *reversed(message.references)]
    return tuple(one for one in _distinct([*inner, *copies, *thread]) if one != message.message_id)[:20]


def _copies(message: Message) -> Sequence[str]:
    headers = [text for kind, text in message.report_parts if kind in HEADER_PARTS]
    attached = [text for key, text in message.texts.items() if key.startswith("attachment:")]
    return [
        *headers,
        *(m.body[:20_000] for m in message.forwarded),
        *(t[:20_000] for t in attached),
        original_of(message.body),
    ]


def _distinct(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value))
