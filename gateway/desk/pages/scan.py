"""Scanned letters as pictures, and the words that a person types over from one that no machine can read."""

from starlette.responses import Response

from gateway.casework import quarantine
from gateway.casework.acts import Act
from gateway.casework.errors import NotSeen
from gateway.desk.pages.raw import message_bytes
from gateway.desk.visit import Visit
from gateway.scans.picture import NoPicture, picture_of
from gateway.scans.separator import separator_sheet
from gateway.store.raw import raw_bytes


def of_message(visit: Visit) -> Response:
    """A page of a letter that stands in a case."""
    number = visit.part_number("page")
    return _picture(message_bytes(visit, f"page {number}"), number)


def waiting(visit: Visit) -> Response:
    """A page of a letter in quarantine."""
    row = quarantine.arrival(visit.session, visit.person, visit.part_number("item"))
    return _picture(raw_bytes(visit.session, row.sha256), visit.part_number("page"))


def typed(visit: Visit) -> Response:
    """What somebody typed over goes the road of every letter."""
    text = visit.text("text", 50_000).replace("\r\n", "\n")
    quarantine.typed_over(visit.session, Act(visit.person, visit.now), visit.part_number("item"), text)
    return visit.to("/quarantine", "typed-over")


def separator(visit: Visit) -> Response:
    headers = {"Content-Disposition": 'inline; filename="separator.pdf"'}
    return Response(separator_sheet(), media_type="application/pdf", headers=headers)


def _picture(content: bytes, number: int) -> Response:
    try:
        return Response(picture_of(content, number), media_type="image/png")
    except NoPicture:
        raise NotSeen("no such page") from None
