"""Documents of partners that reach us: believed only with a pinned key, taken once, an answer followed by the table.

A document that cannot be believed changes nothing: the mail around it stays an ordinary mail, and staff see why.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email import message_from_bytes
from email.message import Message

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from gateway.answering.answer import draft_answer, recipient_of, send_answer
from gateway.exchange.answers import add_task, answer_transfer, heard_answer
from gateway.exchange.house import BRUSSELS, House
from gateway.exchange.keys import partner_keys
from gateway.exchange.outgoing import WAITING
from gateway.exchange.talks import hear_list, hear_step
from gateway.exchange.withdrawn import hear_withdrawal
from gateway.store import history
from gateway.store.partners import ExchangeDocument, Partner, TransferRow
from gateway.store.tables import Case, Inbox, MessageRow, Outbox, Task
from outbound.draft import Answer
from outbound.exchange.document import LARGEST, Document, DocumentType, NotTaken, Refused, digest, sender_of, verify
from outbound.exchange.handshake import AnswerStatus, TransferAnswer, TransferState, read_answer
from outbound.exchange.transfer import Transfer, check_way, from_body, ping_pong

MARK = b"klachtenpost-"
#: Calendar days in which we owe the partner our decision.
DECIDE_WITHIN = 7
#: States of our transfers in which a partner's plain mail may hold his decision.
OPEN_FOR_WORD = (*WAITING, TransferState.ACCEPTED.value)


@dataclass(frozen=True, slots=True)
class Heard:
    """What came of a document: taken, a duplicate of one taken before, or refused with the reason."""

    document: Document | None
    duplicate: bool = False
    refused: Refused | None = None
    text: str = ""
    #: The case that an answer speaks of.
    case_id: int | None = None


def document_in(content: bytes) -> bytes | None:
    """The document that a mail carries as a file "klachtenpost-*.json"; None where it carries none.

    A mail that is only attached may carry one of its own, from an earlier hop: that one was for somebody else.
    """
    if MARK not in content:
        return None
    try:
        for part in _own_parts(message_from_bytes(content)):
            if (part.get_filename() or "").startswith(MARK.decode()):
                found = part.get_payload(decode=True)
                return found[:LARGEST] if isinstance(found, bytes) else None
    except (LookupError, ValueError, RecursionError, AttributeError, IndexError):
        return None
    return None


def _own_parts(part: Message) -> Iterator[Message]:
    """The leaves of a mail, without those of mails attached to it."""
    if part.get_content_maintype() == "message":
        return
    if part.is_multipart():
        for inner in part.get_payload():
            assert isinstance(inner, Message)
            yield from _own_parts(inner)
    else:
        yield part


def hear(session: Session, content: bytes, *, houses: Mapping[str, House], now: datetime) -> Heard:
    """Verifies a document, writes down that it came, and follows an answer. `houses`: our offices by id.

    A transfer is only verified here: its mail opens the case, then `take_over` adds what the document knows.
    """
    sha256 = digest(content)
    try:
        document = verified_document(session, content, houses, now)
        duplicate = _taken_before(session, document, sha256)
    except NotTaken as error:
        note_refused(session, content, error, now)
        return Heard(None, refused=error.why, text=str(error))
    if duplicate:
        return Heard(document, duplicate=True, text="the same document again", case_id=_case_of(session, document))
    try:
        case_id = _taken(session, document, houses, now)
    except NotTaken as error:
        _write_down(
            session, document.sender, document.id, sha256, document.type.value, error.why.value, str(error), now
        )
        return Heard(None, refused=error.why, text=str(error))
    _write_down(session, document.sender, document.id, sha256, document.type.value, "taken", "", now)
    partner = session.get_one(Partner, document.sender)
    partner.heard_at, partner.trouble = now, ""
    return Heard(document, case_id=case_id)


def verified_document(session: Session, content: bytes, houses: Mapping[str, House], now: datetime) -> Document:
    """The document, if a verified partner signed it for one of our houses. Raises NotTaken."""
    claimed = sender_of(content)
    if claimed is None:
        raise NotTaken(Refused.NO_DOCUMENT, "it is no document of this protocol")
    partner = session.get(Partner, claimed)
    if partner is None or partner.ended_at is not None or partner.verified_by is None:
        raise NotTaken(Refused.UNKNOWN_HOUSE, f"{claimed} is not a verified partner in our directory")
    keys = partner_keys(session, claimed)
    refusal: NotTaken | None = None
    for house in houses:
        try:
            document = verify(content, house=house, keys=keys, now=now)
        except NotTaken as error:
            refusal = error if refusal is None or error.why is not Refused.NOT_FOR_US else refusal
        else:
            if document.type is DocumentType.TRANSFER:
                check_way(from_body(document.body), document)
            return document
    assert refusal is not None
    raise refusal


def _taken_before(session: Session, document: Document, sha256: str) -> bool:
    """The same words again are a duplicate delivery; the same id with other words is a replay or a forgery."""
    rows = session.scalars(
        select(ExchangeDocument).where(
            ExchangeDocument.sender == document.sender,
            ExchangeDocument.document_id == document.id,
            ExchangeDocument.outcome == "taken",
        )
    ).all()
    if any(row.sha256 != sha256 for row in rows):
        raise NotTaken(Refused.REPLAYED, "another document with this id was taken before")
    return bool(rows)


def note_refused(session: Session, content: bytes, error: NotTaken, now: datetime) -> None:
    """What was not believed is shown to staff with the reason."""
    sha256, claimed = hashlib.sha256(content).hexdigest(), sender_of(content) or ""
    _write_down(session, claimed, "", sha256, "", error.why.value, str(error), now)


def _write_down(
    session: Session,
    sender: str,
    document_id: str,
    sha256: str,
    kind: str,
    outcome: str,
    text: str,
    now: datetime,
) -> None:
    known = session.scalars(
        select(ExchangeDocument).where(
            ExchangeDocument.sender == sender,
            ExchangeDocument.document_id == document_id,
            ExchangeDocument.sha256 == sha256,
        )
    ).first()
    if known is None:
        session.add(
            ExchangeDocument(
                sender=sender[:100],
                document_id=document_id,
                sha256=sha256,
                type=kind,
                outcome=outcome,
                text=text[:500],
                received_at=now,
            )
        )
        session.flush()


def _taken(session: Session, document: Document, houses: Mapping[str, House], now: datetime) -> int | None:
    """What the document changes; the case it speaks of."""
    match document.type:
        case DocumentType.ANSWER:
            return _followed(session, document, houses, now)
        case DocumentType.WITHDRAWAL:
            return hear_withdrawal(session, document, now)
        case DocumentType.FINGERPRINTS:
            hear_list(session, document, now)
            return None
        case DocumentType.TALK:
            return hear_step(session, document, now)
        case DocumentType.TRANSFER:
            return None


def _followed(session: Session, document: Document, houses: Mapping[str, House], now: datetime) -> int:
    """A partner's signed answer to our transfer."""
    answer = read_answer(document.body)
    row = session.scalars(
        select(TransferRow)
        .where(
            TransferRow.direction == "out",
            TransferRow.partner_id == document.sender,
            TransferRow.document_id == answer.transfer,
        )
        .with_for_update()
    ).one_or_none()
    if row is None:
        raise NotTaken(Refused.WRONG_BODY, "it answers a transfer that we did not send to this partner")
    house = houses.get(row.office)
    heard_answer(session, row, answer, house=house, now=now, key=document.id, by=document.sender, signed=True)
    return row.case_id


def take_over(session: Session, document: Document, case_id: int, *, house: House, now: datetime) -> TransferRow:
    """What a transfer adds to the case that its mail opened; the partner hears at once that we have it.

    The first received date and the partner's reference are kept, and what the mail itself did not tell of the citizen.
    """
    transfer = from_body(document.body)
    case = session.get_one(Case, case_id)
    row = TransferRow(
        direction="in",
        office=case.office,
        partner_id=document.sender,
        case_id=case.id,
        document_id=document.id,
        state=TransferState.RECEIVED.value,
        body=dict(document.body),
        their_reference=transfer.reference,
        ground="",
        text="",
        decided_by=history.SYSTEM,
        created_at=now,
        changed_at=now,
        due=now.astimezone(BRUSSELS).date() + timedelta(days=DECIDE_WITHIN),
    )
    session.add(row)
    _fill(case, transfer)
    if case.closed_at is not None:
        case.state, case.closed_at = "received", None
    detail = {"partner": document.sender, "reference": transfer.reference, "hops": [h.house for h in transfer.hops]}
    history.append(session, case.id, now, document.sender, "passed-on-to-us", detail)
    session.flush()
    trouble = ping_pong(transfer.hops, house.office.id) or _seen_before(session, row)
    text = f"{document.sender} passed this on: {trouble or 'take it over, refuse it, or ask for more'}."
    # What the road noted of a passed-on complaint it could not yet believe is said better here.
    unproven = update(Task).where(Task.case_id == case.id, Task.kind == "transfer-received", Task.done_at.is_(None))
    session.execute(unproven.values(done_at=now, done_by=history.SYSTEM))
    add_task(session, case, row, "transfer-received", f"transfer-in:{row.id}", text, now)
    received = TransferAnswer(document.id, transfer.reference, AnswerStatus.RECEIVED, own_reference=case.reference)
    answer_transfer(session, row, received, house=house, now=now, by=history.SYSTEM)
    row.due = now.astimezone(BRUSSELS).date() + timedelta(days=DECIDE_WITHIN)
    _receipt_to_citizen(session, case, document.sender, house, now)
    return row


def _seen_before(session: Session, row: TransferRow) -> str:
    """Why it is no fresh transfer, in words; empty where it is one."""
    rows = select(TransferRow.id).where(
        TransferRow.direction == "in",
        TransferRow.partner_id == row.partner_id,
        TransferRow.case_id == row.case_id,
        TransferRow.id != row.id,
    )
    return "we gave it back before and it comes again" if session.scalars(rows.limit(1)).first() is not None else ""


def _receipt_to_citizen(session: Session, case: Case, partner_id: str, house: House, now: datetime) -> None:
    """The citizen hears under which number we have it; the partner has our signed answer and needs no other."""
    partner = session.get_one(Partner, partner_id)
    session.execute(
        update(Outbox)
        .where(Outbox.case_id == case.id, Outbox.to_address == partner.mail)
        .where(Outbox.state == "queued", Outbox.approved_by.is_(None))
        .values(state="withdrawn", reason="the partner got our signed answer; the receipt goes to the citizen")
    )
    if not case.person_email or case.sealed or case.signals:
        return
    draft = draft_answer(
        session,
        case,
        Answer.RECEIPT,
        office=house.office,
        offices=house.offices,
        catalogue=house.catalogue,
        now=now,
        to=recipient_of(case, None),
        automatic=True,
    )
    key = f"receipt-citizen:{case.id}"
    send_answer(session, case, draft, office=house.office, secret=house.secret, now=now, dedupe_key=key)


def _fill(case: Case, transfer: Transfer) -> None:
    """Staff of the other house confirmed these: they win over what a machine read, and silence loses nothing."""
    told = {key: value for key, value in transfer.person.items() if key != "language"}
    case.person = {**case.person, **told}
    case.person_name = str(case.person.get("name") or "")
    case.person_email = str(case.person.get("email") or "")
    case.first_received_at = datetime.combine(transfer.first_received, datetime.min.time(), BRUSSELS)
    case.services = list(dict.fromkeys((*transfer.bodies, *case.services)))
    # What a machine takes for a wish in a covering letter is the other house's, not the complainant's.
    case.wishes = list(transfer.wishes)
    case.description = transfer.description or case.description
    case.version += 1


def _case_of(session: Session, document: Document) -> int | None:
    speaks_of = (DocumentType.ANSWER, DocumentType.WITHDRAWAL)
    wanted = document.body.get("transfer") if document.type in speaks_of else document.id
    return session.scalars(select(TransferRow.case_id).where(TransferRow.document_id == str(wanted)).limit(1)).first()


def partner_wrote(session: Session, arrivals: Sequence[int], now: datetime) -> None:
    """A plain mail of the partner in a case that waits for his word: a person reads it and notes what he decided.

    The sender's address proves nothing: it makes a task, no more.
    """
    rows = session.execute(
        select(Inbox.id, MessageRow.from_email, TransferRow, Partner, Case)
        .join(MessageRow, MessageRow.id == Inbox.message_id)
        .join(TransferRow, TransferRow.case_id == Inbox.case_id)
        .join(Partner, Partner.id == TransferRow.partner_id)
        .join(Case, Case.id == TransferRow.case_id)
        .where(Inbox.id.in_(arrivals), TransferRow.direction == "out", TransferRow.state.in_(OPEN_FOR_WORD))
    )
    for number, writer, row, partner, case in rows.all():
        if writer.rpartition("@")[2].lower() == partner.mail.rpartition("@")[2]:
            text = f"{partner.name} wrote about the transfer of {case.reference}: read it and note what they decide."
            add_task(session, case, row, "transfer-answered", f"transfer-wrote:{row.id}:{number}", text, now)
