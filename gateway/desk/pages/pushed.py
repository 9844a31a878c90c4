"""The door for documents that partners push over HTTPS: the signature says who may, the worker finds out what it means.

202: it is in the books. 400, 415, 422: it is no document of the protocol, or not for us. 403: no partner of ours signed
it. 413, 429: too large, too often. 503: the books are away; send it again, or by mail. Nothing else is said.
"""

import json
from email.message import EmailMessage

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from gateway.desk.pace import Pace
from gateway.desk.visit import Desk
from gateway.errors import StoreUnavailable
from gateway.exchange.incoming import document_in, note_refused, verified_document
from gateway.exchange.road import houses_of
from gateway.intake.arrivals import Arrival, take_in
from gateway.store.partners import Partner
from outbound.exchange.document import CONTENT_TYPE, Document, NotTaken, Refused, sender_of

MAIL = "message/rfc822"
#: A covering letter with everything the complainant ever sent.
MOST = 40_000_000
UNPROVEN = (Refused.UNKNOWN_HOUSE, Refused.UNKNOWN_KEY, Refused.BAD_SIGNATURE)


def take(desk: Desk, request: Request, content: bytes) -> Response:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    now, gateway = desk.clock(), desk.gateway
    pace: Pace = request.app.state.push_pace
    if not pace.allows(request.client.host if request.client else "", now):
        return _said(429, "too-often")
    if kind not in (MAIL, CONTENT_TYPE):
        return _said(415, "no-document")
    signed = content if kind == CONTENT_TYPE else document_in(content)
    if signed is None:
        return _said(400, "no-document")
    houses = houses_of(gateway.offices, gateway.catalogue, gateway.secret)
    try:
        with gateway.store.session() as session:
            try:
                document = verified_document(session, signed, houses, now)
            except NotTaken as error:
                # Only what claims to come from a partner of ours is worth somebody's eyes.
                if session.get(Partner, sender_of(signed) or "") is not None:
                    note_refused(session, signed, error, now)
                return _said(403 if error.why in UNPROVEN else 422, error.why.value)
            partner = session.get_one(Partner, document.sender)
            office = houses[document.recipient].office
            mail = content if kind == MAIL else _as_mail(signed, document, partner, office.addresses[0])
            arrival = Arrival(
                mail,
                "partner",
                now,
                envelope_from=partner.mail,
                envelope_to=office.addresses[:1],
                source=f"https: {partner.id}",
                office=office.id,
            )
            take_in(session, arrival)
    except StoreUnavailable:
        return _said(503, "try-again", **{"Retry-After": "300"})
    return JSONResponse({"taken": document.id}, 202)


def _said(status: int, code: str, **headers: str) -> Response:
    return JSONResponse({"refused": code}, status, headers=headers or None)


def _as_mail(signed: bytes, document: Document, partner: Partner, address: str) -> bytes:
    """A document alone, as the mail in which it would have come: the road of arrivals is one."""
    mail = EmailMessage()
    mail["From"], mail["To"] = f"<{partner.mail}>", f"<{address}>"
    mail["Subject"] = f"{document.type.value} {document.body.get('reference', '')}".strip()[:150]
    mail["Date"] = document.made_at
    mail["Message-ID"] = f"<{document.id}@{partner.mail.rpartition('@')[2]}>"
    told = document.body.get("description")
    mail.set_content(told if isinstance(told, str) and told.strip() else json.dumps(document.body, indent=1))
    name = f"klachtenpost-{document.type.value}.json"
    mail.add_attachment(signed, maintype="application", subtype="json", filename=name)
    return mail.as_bytes()
