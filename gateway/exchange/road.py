"""Where the exchange meets the road of a mail: documents are heard first, in the transaction of the mail."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from classifiers.understanding import Language
from gateway.exchange.house import House
from gateway.exchange.incoming import Heard, document_in, hear, take_over
from gateway.pipeline.work import Arrived
from gateway.store.partners import TransferRow
from gateway.store.tables import Case, Inbox, Task
from outbound.exchange.document import DocumentType
from routing.catalogue import Catalogue
from routing.offices import Office


def houses_of(offices: Sequence[Office], catalogue: Catalogue, secret: bytes, url: str = "") -> Mapping[str, House]:
    """Our offices as houses of the exchange, by id; an office that cannot write is none."""
    return {
        office.id: House(office, offices, catalogue, secret, url)
        for office in offices
        if office.addresses or office.write_from.get(Language.NL)
    }


def hear_all(
    session: Session, contents: Mapping[int, bytes], houses: Mapping[str, House], now: datetime
) -> dict[int, Heard]:
    """Inbox id -> what came of its document, for the arrivals that carry one."""
    found = {number: document for number, raw in contents.items() if (document := document_in(raw)) is not None}
    return {number: hear(session, document, houses=houses, now=now) for number, document in found.items()}


def ends_here(heard: Heard) -> bool:
    """A document that is all the mail says: its answer was followed, nothing else is to be read in it."""
    return heard.document is not None and heard.document.type is not DocumentType.TRANSFER


def as_transfer(session: Session, arrived: Arrived, heard: Heard | None) -> Arrived:
    """The arrival, marked where it is a believed transfer, with the case that an earlier one of it opened here."""
    if heard is None or heard.document is None or heard.duplicate:
        return arrived
    earlier = session.scalars(
        select(TransferRow.case_id)
        .join(Case, Case.id == TransferRow.case_id)
        .where(
            TransferRow.direction == "in",
            TransferRow.partner_id == heard.document.sender,
            TransferRow.their_reference == heard.document.body["reference"],
            Case.office == arrived.read.office,
        )
        .order_by(TransferRow.id.desc())
        .limit(1)
    ).first()
    return replace(arrived, transfer=True, earlier=earlier)


def end(session: Session, number: int, heard: Heard, now: datetime) -> None:
    """The arrival is done; a duplicate says so."""
    assert heard.document is not None
    session.execute(
        update(Inbox)
        .where(Inbox.id == number)
        .values(
            status="done",
            reason=f"{'again: ' if heard.duplicate else ''}a partner's {heard.document.type} ({heard.document.sender})",
            office=heard.document.recipient,
            case_id=heard.case_id,
            relation="follow-up" if heard.case_id else None,
            done_at=now,
        )
    )


def after(session: Session, number: int, heard: Heard, houses: Mapping[str, House], now: datetime) -> None:
    """Once the mail made its case: a transfer adds what it knows, a refused document is shown to a person."""
    row = session.execute(select(Inbox.case_id, Inbox.office, Inbox.relation).where(Inbox.id == number)).one()
    if heard.document is not None and not heard.duplicate and row.case_id is not None:
        take_over(session, heard.document, row.case_id, house=houses[heard.document.recipient], now=now)
    elif heard.refused is not None:
        session.add(
            Task(
                office=row.office or next(iter(houses), ""),
                kind="transfer-refused",
                case_id=row.case_id,
                inbox_id=number,
                text=f"A mail that calls itself a partner's document was not believed ({heard.refused}): {heard.text}.",
                data={"refused": heard.refused.value},
                dedupe_key=f"transfer-refused:{number}",
                created_at=now,
            )
        )
