"""Messages as they came, and their attachments, as files to keep."""

import re
from typing import Annotated
from urllib.parse import quote

from fastapi import Path
from sqlalchemy import select
from starlette.responses import Response

from classifiers.mail.parts import part_bytes
from gateway.api.call import Call, number_of
from gateway.casework.errors import NotSeen
from gateway.scans.pictures import is_pdf
from gateway.store.raw import raw_bytes
from gateway.store.tables import CaseMessage, MessageRow

PartPath = Annotated[str, Path(pattern=r"^[0-9.]{1,40}$", description="IMAP part number.")]


def original(call: Call, message: int) -> Response:
    """The bytes of a message as they came: a mail, or the PDF of a scanned letter."""
    row = _message(call, message, "original")
    content = _bytes(call, row)
    if is_pdf(content):
        return download(content, f"{row.id}.pdf", "application/pdf")
    return download(content, f"{row.id}.eml", "message/rfc822")


def part(call: Call, message: int, path: PartPath) -> Response:
    """One attachment of a message."""
    row = _message(call, message, f"attachment {path}")
    whole = _bytes(call, row)
    content = whole if is_pdf(whole) else part_bytes(whole, path)
    if not content:
        raise NotSeen("no such attachment")
    return download(content, f"attachment-{path}", "application/octet-stream")


def download(content: bytes, name: str, kind: str) -> Response:
    """Never shown as a page, wherever somebody opens it."""
    safe = re.sub(r"[^\w .()-]", "_", name).strip(". ") or "file"
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(safe)}",
        "Content-Security-Policy": "default-src 'none'; sandbox",
    }
    return Response(content, media_type=kind, headers=headers)


def _message(call: Call, number: int, what: str) -> MessageRow:
    """A message of a case that the token sees. Raises NotSeen."""
    case_id = call.session.scalars(
        select(CaseMessage.case_id)
        .where(CaseMessage.message_id == number_of(number), CaseMessage.ended_at.is_(None))
        .limit(1)
    ).first()
    call.case_of(case_id, f"message {number} {what}")
    return call.session.get_one(MessageRow, number)


def _bytes(call: Call, row: MessageRow) -> bytes:
    try:
        return raw_bytes(call.session, row.sha256)
    except KeyError:
        raise NotSeen("the raw text is no longer there") from None
