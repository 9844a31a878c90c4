"""What we say to partners: a transfer after a person's decision, and our answers to theirs. All through the outbox."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from classifiers.understanding import Language, Wish
from gateway.answering.answer import NoWayToAnswer, draft_answer, send_answer
from gateway.answering.facts import case_facts
from gateway.answering.letterhead import body_contact, letterhead
from gateway.answering.withheld import refuse_leaks
from gateway.casework.acts import Act, acting
from gateway.casework.errors import NotPossible
from gateway.exchange.directory import verified
from gateway.exchange.keys import signing_key
from gateway.sending.queue import enqueue
from gateway.store import history
from gateway.store.partners import Partner, TransferRow
from gateway.store.raw import keep_raw
from gateway.store.tables import Case, CaseMessage, ClockRow, MessageRow
from outbound.compose import compose
from outbound.draft import Answer, Draft, Recipient, StoredFile
from outbound.exchange.cover import answer_words
from outbound.exchange.document import CONTENT_TYPE, Document, DocumentType, sign
from outbound.exchange.handshake import TransferAnswer, TransferState, answer_body
from outbound.exchange.transfer import Asked, Hop, RunningClock, Transfer, from_body, ping_pong, to_body
from outbound.facts import Facts
from routing.catalogue import Catalogue
from routing.offices import Office

BRUSSELS = ZoneInfo("Europe/Brussels")
#: Calendar days until a partner that said nothing is reminded, and until silence becomes a task.
REMIND_AFTER = 7
FILE_NAME = "klachtenpost-{}.json"


@dataclass(frozen=True, slots=True)
class House:
    """What every act of the exchange needs: the office that speaks, and what it knows."""

    office: Office
    offices: Sequence[Office]
    catalogue: Catalogue
    secret: bytes


def pass_on(
    session: Session, act: Act, case: Case, partner_id: str, *, house: House, reason: str, despite: bool = False
) -> TransferRow:
    """Hands a case to a partner: covering letter, originals and signed document to him, notice to the citizen.

    The duty stays with us until he accepts. `despite`: a person saw that the complaint is being sent round and wants it
    all the same. Raises GatewayError where nobody verified the address, NotPossible where it must not or cannot go.
    """
    partner = verified(session, partner_id)
    if Wish.NO_FORWARDING.value in case.wishes:
        raise NotPossible("the complainant asked not to pass it on")
    if case.sealed:
        raise NotPossible("a sealed case goes by its own road, not by this one")
    before = hops_before(session, case)
    trouble = ping_pong(before, partner.id)
    if trouble and not despite:
        raise NotPossible(f"{trouble}: talk to the other house first, then pass it on knowingly")
    with acting(session, act, case):
        transfer = transfer_of(session, case, house, before, reason, act.now)
        document = _document(DocumentType.TRANSFER, house, partner, to_body(transfer), act.now)
        row = TransferRow(
            direction="out",
            office=case.office,
            partner_id=partner.id,
            case_id=case.id,
            document_id=document.id,
            state=TransferState.SENT.value,
            body=dict(document.body),
            decided_by=act.person.name,
            created_at=act.now,
            changed_at=act.now,
            due=_day(act.now) + timedelta(days=REMIND_AFTER),
            their_reference="",
            ground="",
            text="",
        )
        session.add(row)
        session.flush()
        _send_transfer(session, act, case, partner, transfer, document, house)
        _tell_citizen(session, act, case, partner, house, reason)
        case.state = "transferred"
        detail = {"partner": partner.id, "transfer": document.id, "reason": reason}
        history.append(session, case.id, act.now, act.person.name, "passed-on", detail)
    return row


def hops_before(session: Session, case: Case) -> tuple[Hop, ...]:
    """The houses that held it before us; empty where the citizen wrote to us first."""
    row = session.scalars(
        select(TransferRow)
        .where(TransferRow.case_id == case.id, TransferRow.direction == "in")
        .order_by(TransferRow.id.desc())
        .limit(1)
    ).first()
    return from_body(row.body).hops if row else ()


def transfer_of(
    session: Session, case: Case, house: House, before: Sequence[Hop], reason: str, now: datetime
) -> Transfer:
    """The case as it travels. Where identity is withheld neither person nor originals go along."""
    withheld = Wish.WITHHOLD_IDENTITY.value in case.wishes
    received = _day(case.received_at)
    bodies = tuple(str(body) for body in case.services)
    clocks = session.scalars(select(ClockRow).where(ClockRow.case_id == case.id, ClockRow.state == "running"))
    return Transfer(
        reference=case.reference,
        first_received=_day(case.first_received_at) if case.first_received_at else received,
        hops=(*before, Hop(house.office.id, case.reference, received, _day(now))),
        asked=Asked.TAKE_OVER,
        reason=reason,
        description=case.description[:20_000],
        person={} if withheld else _person(case),
        wishes=tuple(str(wish) for wish in case.wishes),
        bodies=bodies,
        body_names=tuple(house.catalogue.bodies[b].named("nl") for b in bodies if b in house.catalogue.bodies),
        clocks=tuple(RunningClock(clock.name, clock.legal_last, clock.article) for clock in clocks),
        originals=() if withheld else tuple(originals(session, case.id)),
        reply_mail=house.office.sender(Language.NL),
    )


def originals(session: Session, case_id: int) -> list[str]:
    """sha256 of the raw messages of a case, oldest first."""
    return list(
        session.scalars(
            select(MessageRow.sha256)
            .join(CaseMessage, CaseMessage.message_id == MessageRow.id)
            .where(CaseMessage.case_id == case_id, CaseMessage.ended_at.is_(None))
            .order_by(MessageRow.received_at, MessageRow.id)
        )
    )


def answer_transfer(
    session: Session, row: TransferRow, answer: TransferAnswer, *, house: House, now: datetime, by: str
) -> None:
    """Our word on a transfer that a partner sent us: received (by machine), all else after a person's decision."""
    partner = verified(session, row.partner_id)
    document = _document(DocumentType.ANSWER, house, partner, answer_body(answer), now)
    row.state, row.changed_at = _STATES[answer.status.value].value, now
    row.ground, row.text = (answer.ground.value if answer.ground else ""), answer.text
    row.due = None
    words = answer_words(answer, Language(partner.language))
    send_document(session, partner, document, words, house=house, now=now, case_id=row.case_id, by=by)
    detail = {"partner": partner.id, "answer": answer.status.value, "ground": row.ground}
    history.append(session, row.case_id, now, by, "partner-answered", detail)


_STATES: Mapping[str, TransferState] = {state.value: state for state in TransferState}


def send_document(
    session: Session,
    partner: Partner,
    document: Document,
    words: str,
    *,
    house: House,
    now: datetime,
    by: str,
    case_id: int | None = None,
    reference: str = "",
) -> None:
    """A signed document in a plain mail that a partner without the software can read and answer."""
    if case_id is not None and not reference:
        reference = session.get_one(Case, case_id).reference
    language = Language(partner.language)
    facts = Facts(reference=reference, received=_day(now), message=words)
    draft = compose(
        Answer.FREE,
        language=language,
        facts=facts,
        office=letterhead(house.office, language, catalogue=house.catalogue, offices=house.offices),
        to=Recipient(partner.name, partner.mail),
        attach_files=(_stored(session, document, house, now),),
    )
    _enqueue(session, draft, document, house, now, case_id, by)


def remind(session: Session, row: TransferRow, words: str, *, house: House, now: datetime) -> None:
    """A plain mail about a transfer that nobody answered; the answer finds the case by its signed address."""
    partner = verified(session, row.partner_id)
    case = session.get_one(Case, row.case_id)
    language = Language(partner.language)
    draft = compose(
        Answer.FREE,
        language=language,
        facts=Facts(reference=case.reference, received=_day(case.received_at), message=words),
        office=letterhead(house.office, language, catalogue=house.catalogue, offices=house.offices),
        to=Recipient(partner.name, partner.mail),
    )
    enqueue(
        session,
        draft,
        secret=house.secret,
        office=house.office.id,
        address=house.office.sender(language),
        dedupe_key=f"reminder:{row.id}:{row.reminders}",
        now=now,
        case_id=case.id,
        approved_by=history.SYSTEM,
    )
    detail = {"partner": partner.id, "reminders": row.reminders}
    history.append(session, case.id, now, history.SYSTEM, "partner-reminded", detail)


def _send_transfer(
    session: Session, act: Act, case: Case, partner: Partner, transfer: Transfer, document: Document, house: House
) -> None:
    language = Language(partner.language)
    facts = case_facts(
        session,
        case,
        Answer.FORWARDING_LETTER,
        language=language,
        office=house.office,
        catalogue=house.catalogue,
        offices=house.offices,
    )
    draft = compose(
        Answer.FORWARDING_LETTER,
        language=language,
        facts=replace(
            facts,
            reason=transfer.reason,
            message=transfer.description,
            identity_withheld=Wish.WITHHOLD_IDENTITY.value in case.wishes,
        ),
        office=letterhead(house.office, language, catalogue=house.catalogue, offices=house.offices),
        to=Recipient(partner.name, partner.mail),
        attach_messages=transfer.originals,
        attach_files=(_stored(session, document, house, act.now),),
    )
    _enqueue(session, draft, document, house, act.now, case.id, act.person.name)


def _tell_citizen(session: Session, act: Act, case: Case, partner: Partner, house: House, reason: str) -> None:
    """The citizen is told once who has the complaint now; without an address a task says so."""
    language = house.office.language_for(Language(case.language))
    facts = case_facts(
        session,
        case,
        Answer.FORWARDING_NOTICE,
        language=language,
        office=house.office,
        catalogue=house.catalogue,
        offices=house.offices,
    )
    body = house.catalogue.bodies.get(partner.id)
    contact = body_contact(body, language, offices=house.offices) if body else None
    try:
        draft = draft_answer(
            session,
            case,
            Answer.FORWARDING_NOTICE,
            office=house.office,
            offices=house.offices,
            catalogue=house.catalogue,
            now=act.now,
            facts=replace(facts, body=contact or facts.body, forwarded=True, reason=reason),
        )
    except NoWayToAnswer:
        history.append(session, case.id, act.now, history.SYSTEM, "notice-not-possible", {"partner": partner.id})
        return
    key = f"forwarding-notice:{case.id}:{partner.id}"
    send_answer(
        session,
        case,
        draft,
        office=house.office,
        secret=house.secret,
        now=act.now,
        dedupe_key=key,
        approved_by=act.person.name,
    )


def _document(kind: DocumentType, house: House, partner: Partner, body: Mapping[str, Any], now: datetime) -> Document:
    return Document(kind, secrets.token_urlsafe(18), house.office.id, partner.id, now, body)


def _stored(session: Session, document: Document, house: House, now: datetime) -> StoredFile:
    signed = sign(document, signing_key(session, house.office.id, house.secret, now))
    return StoredFile(FILE_NAME.format(document.type.value), CONTENT_TYPE, keep_raw(session, signed, now))


def _enqueue(
    session: Session, draft: Draft, document: Document, house: House, now: datetime, case_id: int | None, by: str
) -> None:
    if case_id is not None:
        refuse_leaks(session, session.get_one(Case, case_id), draft)
    enqueue(
        session,
        draft,
        secret=house.secret,
        office=house.office.id,
        address=house.office.sender(draft.language),
        dedupe_key=f"document:{document.id}",
        now=now,
        case_id=case_id,
        approved_by=by,
    )


def _person(case: Case) -> dict[str, str]:
    return {key: str(value) for key, value in {**case.person, "language": case.language}.items() if value}


def _day(moment: datetime) -> date:
    return moment.astimezone(BRUSSELS).date()
