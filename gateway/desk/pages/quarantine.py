"""Arrivals that wait for somebody: what is wrong in words, the bytes as they came, and what may be done."""

import email
from dataclasses import dataclass
from email import policy

from starlette.responses import Response

from classifiers.mail.decode import to_text
from gateway.casework import mending, quarantine
from gateway.casework.acts import Act
from gateway.casework.errors import NotSeen
from gateway.casework.roles import Permission
from gateway.desk.visit import Visit
from gateway.scans.picture import pages_of
from gateway.store.raw import raw_bytes
from gateway.store.tables import Inbox

MOST = 200
#: Characters of the source on the page; the download has all.
MOST_SHOWN = 20_000
#: Pictures of a scan on the page; the download has all.
MOST_PICTURES = 12
#: Bytes in which the head of a mail is looked for.
HEAD = 16_384


@dataclass(frozen=True, slots=True)
class Line:
    row: Inbox
    sender: str
    subject: str
    meaning: str


def show(visit: Visit) -> Response:
    rows = quarantine.waiting(visit.session, visit.person, MOST)
    return visit.page("quarantine.html", lines=[_line(visit, row) for row in rows])


def one(visit: Visit) -> Response:
    row = quarantine.arrival(visit.session, visit.person, visit.part_number("item"))
    content = raw_bytes(visit.session, row.sha256)
    return visit.page(
        "quarantine_one.html",
        line=_line(visit, row),
        size=len(content),
        source=to_text(content[: MOST_SHOWN * 2], None)[:MOST_SHOWN],
        cut=len(content) > MOST_SHOWN,
        charsets=mending.CHARSETS,
        words=_words(content),
        offices=visit.person.offices(Permission.QUARANTINE),
        pages=min(pages_of(content), MOST_PICTURES),
    )


def original(visit: Visit) -> Response:
    """Every byte, to download."""
    row = quarantine.arrival(visit.session, visit.person, visit.part_number("item"))
    ending = "pdf" if row.channel == "scan" else "eml"
    headers = {
        "Content-Disposition": f'attachment; filename="arrival-{row.id}.{ending}"',
        "Content-Security-Policy": "default-src 'none'; sandbox",
    }
    return Response(raw_bytes(visit.session, row.sha256), media_type="application/octet-stream", headers=headers)


def retry(visit: Visit) -> Response:
    quarantine.retry(visit.session, Act(visit.person, visit.now), visit.part_number("item"))
    return visit.to("/quarantine", "tried-again")


def mend(visit: Visit) -> Response:
    mending.mend(
        visit.session,
        Act(visit.person, visit.now),
        visit.part_number("item"),
        sender=visit.text("sender", 400),
        subject=visit.text("subject", 300),
        charset=visit.text("charset", 20),
        office=_office(visit),
    )
    return visit.to("/quarantine", "mended")


def as_new(visit: Visit) -> Response:
    mending.take_as_new(
        visit.session,
        Act(visit.person, visit.now),
        visit.part_number("item"),
        sender=visit.text("sender", 400),
        subject=visit.text("subject", 300),
        text=visit.text("text", 200_000).replace("\r\n", "\n"),
        office=_office(visit),
    )
    return visit.to("/quarantine", "taken-as-new")


def _office(visit: Visit) -> str:
    """The office it is for, among those whose quarantine this person keeps; empty leaves it to the envelope."""
    office = visit.text("office", 80)
    if office and not visit.person.may(Permission.QUARANTINE, office):
        raise NotSeen("no such office")
    return office


def set_aside(visit: Visit) -> Response:
    why = visit.text("why", 500)
    quarantine.set_aside(visit.session, Act(visit.person, visit.now), visit.part_number("item"), why)
    return visit.to("/quarantine", "set-aside")


def _line(visit: Visit, row: Inbox) -> Line:
    sender, subject = _head(raw_bytes(visit.session, row.sha256)[:HEAD])
    return Line(row, sender or row.envelope_from or "", subject, quarantine.meaning(row.reason))


def _words(content: bytes) -> str:
    """The text behind the head, as a beginning for whoever takes it as a new complaint."""
    _, _, body = to_text(content[: MOST_SHOWN * 2], None).replace("\r\n", "\n").partition("\n\n")
    return body[:MOST_SHOWN].strip()


def _head(content: bytes) -> tuple[str, str]:
    """From and Subject, as far as anything can be made of them: what stands here broke a reader before."""
    try:
        mail = email.message_from_bytes(content, policy=policy.compat32)
        return (str(mail.get("From", ""))[:200], str(mail.get("Subject", ""))[:200])
    except (ValueError, LookupError, TypeError, AttributeError):
        return ("", "")
