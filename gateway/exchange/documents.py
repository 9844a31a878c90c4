"""Signed documents on their way out: made, kept as a file, and put into a mail that people can read and answer."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from gateway.answering.withheld import refuse_leaks
from gateway.exchange.house import House
from gateway.exchange.keys import signing_key
from gateway.sending.queue import enqueue
from gateway.store.partners import Partner
from gateway.store.raw import keep_raw
from gateway.store.tables import Case
from outbound.draft import Draft, StoredFile
from outbound.exchange.document import CONTENT_TYPE, Document, DocumentType, sign

FILE_NAME = "klachtenpost-{}.json"


def new_document(
    kind: DocumentType, house: House, partner: Partner, body: Mapping[str, Any], now: datetime
) -> Document:
    return Document(kind, secrets.token_urlsafe(18), house.office.id, partner.id, now, body)


def stored(session: Session, document: Document, house: House, now: datetime) -> StoredFile:
    """The document, signed by the house's newest key, as a file that goes along."""
    signed = sign(document, signing_key(session, house.office.id, house.secret, now))
    return StoredFile(FILE_NAME.format(document.type.value), CONTENT_TYPE, keep_raw(session, signed, now))


def put_out(
    session: Session, draft: Draft, key: str, *, house: House, now: datetime, case_id: int | None, by: str
) -> int | None:
    """Puts it into the outbox, once for each `key`. Raises LeakFound where it tells who wants to stay unknown."""
    if case_id is not None:
        refuse_leaks(session, session.get_one(Case, case_id), draft, to_partner=True)
    return enqueue(
        session,
        draft,
        secret=house.secret,
        office=house.office.id,
        address=house.office.sender(draft.language),
        dedupe_key=key,
        now=now,
        case_id=case_id,
        approved_by=by,
    )
