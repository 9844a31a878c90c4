"""Messages as they came: laid out behind a frame that can do nothing, as source, and to download."""

import base64
import hashlib
import re
from functools import partial
from urllib.parse import quote

import nh3
import structlog
from sqlalchemy import select
from starlette.responses import HTMLResponse, Response

from classifiers.mail.decode import to_text
from classifiers.mail.limits import Limits
from classifiers.mail.parts import Leaf, leaves, parse, part_bytes
from gateway.casework.errors import NotSeen
from gateway.desk import scanning
from gateway.desk.visit import Visit
from gateway.scans.pictures import is_pdf
from gateway.store.raw import raw_bytes
from gateway.store.tables import CaseMessage, MessageRow

log = structlog.get_logger()

STYLE = (
    "body{margin:1rem;background:#fff;color:#1d2527;font:16px/1.5 system-ui,sans-serif;overflow-wrap:anywhere}"
    "img{max-width:100%;height:auto}table{border-collapse:collapse}td,th{vertical-align:top;padding:.1rem .3rem}"
    "blockquote{margin:0 0 0 .5rem;padding-left:.7rem;border-left:3px solid #cfcabd}pre{white-space:pre-wrap}"
)
OWN_STYLE = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
#: No script, no form, nothing from elsewhere, only this one style; a document of nobody's origin.
FRAME_POLICY = (
    f"default-src 'none'; img-src data:; style-src 'sha256-{OWN_STYLE}'; form-action 'none'; base-uri 'none'; "
    "frame-ancestors 'self'; sandbox"
)
TAGS = set(
    "a abbr address b blockquote br caption center code dd div dl dt em font h1 h2 h3 h4 h5 h6 hr i img li ol p pre s "
    "small span strong sub sup table tbody td tfoot th thead tr u ul".split()
)
ATTRIBUTES = {"td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}, "img": {"src", "alt"}, "ol": {"start"}}
PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
#: Bytes of pictures that go into one frame.
MOST_PICTURES = 8_000_000


def html(visit: Visit) -> Response:
    """The HTML of a mail, cleaned; pictures only from the same mail."""
    content = _bytes(visit, _message(visit, "html"))
    found = list(leaves(parse(content), Limits(), []))
    pages = [_clean(leaf, _pictures(found)) for leaf in found if _is_page(leaf)]
    inside = "<hr>".join(pages) or f"<p>{nh3.clean_text(visit.say('case.no-html'))}</p>"
    markup = (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><style>{STYLE}</style></head><body>{inside}</body></html>'
    )
    return HTMLResponse(markup, headers={"Content-Security-Policy": FRAME_POLICY, "X-Frame-Options": "SAMEORIGIN"})


def source(visit: Visit) -> Response:
    """Every byte, headers included, as plain text."""
    row = _message(visit, "source")
    text = to_text(_bytes(visit, row), None)
    return Response(
        text.encode("utf-8", "replace"),
        media_type="text/plain; charset=utf-8",
        headers={"Content-Security-Policy": "default-src 'none'; sandbox"},
    )


def original(visit: Visit) -> Response:
    row = _message(visit, "original")
    content = _bytes(visit, row)
    held = _held(visit, row, scanning.WHOLE, content)
    if held is not None:
        return held
    if is_pdf(content):
        return _download(content, f"{row.id}.pdf", "application/pdf")
    return _download(content, f"{row.id}.eml", "message/rfc822")


def part(visit: Visit) -> Response:
    """An attachment, never shown in the browser."""
    row = _message(visit, f"attachment {visit.part('path')[:40]}")
    path = visit.part("path")
    whole = _bytes(visit, row)
    content = whole if is_pdf(whole) else part_bytes(whole, path)
    if not content:
        raise NotSeen("no such attachment")
    held = _held(visit, row, path[:40], content)
    if held is not None:
        return held
    name = visit.asked("name", 150) or f"attachment-{path}"
    return _download(content, name, "application/octet-stream")


def message_bytes(visit: Visit, what: str) -> bytes:
    """The bytes of the message that the address names, as they came. Raises NotSeen."""
    return _bytes(visit, _message(visit, what))


def _held(visit: Visit, row: MessageRow, path: str, content: bytes) -> Response | None:
    """What is given instead of a file in which a virus was found, or while the scanner does not answer."""
    address = visit.desk.gateway.settings.desk.clamd
    if not address:
        return None
    verdict = scanning.kept(visit.session, row.id, path, visit.now)
    if verdict is None:
        verdict = scanning.scan(address, content)
        visit.afterwards.append(partial(scanning.keep, message=row.id, path=path, verdict=verdict, now=visit.now))
    if verdict.found is scanning.Found.CLEAN:
        return None
    log.warning("a file is held", message=row.id, part=path, found=verdict.found, why=verdict.why)
    return visit.page("problem.html", 422, sentence=visit.say(f"scanned.held-{verdict.found}"), problem="")


def _message(visit: Visit, what: str) -> MessageRow:
    """A message of a case this person sees. Raises NotSeen."""
    number = visit.part_number("message")
    case_id = visit.session.scalars(
        select(CaseMessage.case_id).where(CaseMessage.message_id == number, CaseMessage.ended_at.is_(None)).limit(1)
    ).first()
    visit.case_of(case_id, f"message {number} {what}")
    return visit.session.get_one(MessageRow, number)


def _bytes(visit: Visit, row: MessageRow) -> bytes:
    """Raises NotSeen where the books no longer hold them."""
    try:
        return raw_bytes(visit.session, row.sha256)
    except KeyError:
        raise NotSeen("the raw text is no longer there") from None


def _download(content: bytes, name: str, kind: str) -> Response:
    safe = re.sub(r"[^\w .()-]", "_", name).strip(". ") or "file"
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(safe)}",
        "Content-Security-Policy": "default-src 'none'; sandbox",
    }
    return Response(content, media_type=kind, headers=headers)


def _is_page(leaf: Leaf) -> bool:
    return leaf.content_type == "text/html" and leaf.disposition != "attachment"


def _pictures(found: list[Leaf]) -> dict[str, str]:
    """Content-ID -> data address, of the pictures of this mail."""
    pictures: dict[str, str] = {}
    held = 0
    for leaf in found:
        if leaf.content_id and leaf.content_type in PICTURES:
            content = leaf.content()
            held += len(content)
            if held > MOST_PICTURES:
                break
            encoded = base64.b64encode(content).decode()
            pictures[leaf.content_id] = f"data:{leaf.content_type};base64,{encoded}"
    return pictures


def _clean(leaf: Leaf, pictures: dict[str, str]) -> str:
    def only_own(tag: str, attribute: str, value: str) -> str | None:
        if (tag, attribute) == ("img", "src"):
            return pictures.get(value.removeprefix("cid:")) if value.startswith("cid:") else None
        return value

    return nh3.clean(
        to_text(leaf.content(), leaf.charset),
        tags=TAGS,
        attributes=ATTRIBUTES,
        attribute_filter=only_own,
        url_schemes={"cid", "data"},
        link_rel=None,
        strip_comments=True,
    )
