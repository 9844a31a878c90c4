"""A case handed to a partner, after a person's decision: shown exactly as it would leave, then sent, or taken back."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from classifiers.understanding import Language, Wish
from gateway.answering.answer import send_answer
from gateway.answering.withheld import refuse_leaks
from gateway.casework.acts import Act, acting
from gateway.casework.errors import NotPossible
from gateway.exchange.answers import BACK, end_silence, with_link, write_to
from gateway.exchange.directory import verified
from gateway.exchange.documents import new_document, put_out, stored
from gateway.exchange.house import House, day_of
from gateway.exchange.letters import covering_letter, forwarding_notice, tell_who_has_it
from gateway.exchange.links import end_links, link_for
from gateway.store import history
from gateway.store.partners import Partner, TransferRow
from gateway.store.tables import Case, CaseMessage, ClockRow, MessageRow
from outbound.draft import Draft
from outbound.exchange.cover import taken_back_words
from outbound.exchange.document import DocumentType
from outbound.exchange.handshake import TransferState, Withdrawal, withdrawal_body
from outbound.exchange.transfer import Asked, Hop, RunningClock, Transfer, from_body, ping_pong, to_body

#: Calendar days until a partner that said nothing is reminded, and until silence becomes a task.
REMIND_AFTER = 7
#: States in which we wait for the partner's word.
WAITING = (TransferState.SENT.value, TransferState.RECEIVED.value, TransferState.NEED_MORE.value)


@dataclass(frozen=True, slots=True)
class Passing:
    """What leaves when a person says so."""

    partner: Partner
    transfer: Transfer
    covering: Draft
    #: To the complainant; None where no address is known.
    notice: Draft | None
    #: Why a person must talk to the other house first; empty where the way so far is plain.
    trouble: str


def prepare(session: Session, case: Case, partner_id: str, *, house: House, reason: str, now: datetime) -> Passing:
    """Everything that would leave, as it would leave, apart from the signature and the one-time link.

    Raises GatewayError where nobody verified the address, NotPossible where it must not go, LeakFound where it would
    name a complainant who wants to stay unknown.
    """
    partner = verified(session, partner_id)
    if partner.paused_at is not None:
        raise NotPossible("nothing new goes to this partner for now: it is paused")
    if Wish.NO_FORWARDING.value in case.wishes:
        raise NotPossible("the complainant asked not to pass it on")
    if case.sealed:
        raise NotPossible("a sealed case goes by its own road, not by this one")
    if under_way(session, case) is not None:
        raise NotPossible("it is with a partner already: take it back first")
    before = hops_before(session, case)
    transfer = transfer_of(session, case, house, before, reason, now)
    covering = covering_letter(session, case, partner, transfer, house)
    refuse_leaks(session, case, covering)
    return Passing(
        partner=partner,
        transfer=transfer,
        covering=covering,
        notice=forwarding_notice(session, case, partner, house, reason, now),
        trouble=ping_pong(transfer.hops, partner.id) or came_back(session, case, partner.id),
    )


def pass_on(
    session: Session, act: Act, case: Case, partner_id: str, *, house: House, reason: str, despite: bool = False
) -> TransferRow:
    """Hands a case to a partner: covering letter, originals and signed document to him, notice to the citizen.

    The duty stays with us until he accepts. `despite`: a person saw that the complaint is being sent round and wants it
    all the same. Raises as `prepare` does, and NotPossible for what is being sent round.
    """
    passing = prepare(session, case, partner_id, house=house, reason=reason, now=act.now)
    if passing.trouble and not despite:
        raise NotPossible(f"{passing.trouble}: talk to the other house first, then pass it on knowingly")
    with acting(session, act, case):
        document = new_document(DocumentType.TRANSFER, house, passing.partner, to_body(passing.transfer), act.now)
        row = TransferRow(
            direction="out",
            office=case.office,
            partner_id=partner_id,
            case_id=case.id,
            document_id=document.id,
            state=TransferState.SENT.value,
            body=dict(document.body),
            decided_by=act.person.name,
            created_at=act.now,
            changed_at=act.now,
            due=day_of(act.now) + timedelta(days=REMIND_AFTER),
            their_reference="",
            ground="",
            text="",
        )
        session.add(row)
        session.flush()
        along = stored(session, document, house, act.now)
        covering = with_link(passing.covering, link_for(session, row, house, act.now))
        draft = replace(covering, attach_files=(along,))
        key = f"document:{document.id}"
        put_out(session, draft, key, house=house, now=act.now, case_id=case.id, by=act.person.name)
        if passing.notice is not None:
            _tell_citizen(session, act, case, row, passing.notice, house)
        else:
            history.append(session, case.id, act.now, history.SYSTEM, "notice-not-possible", {"partner": partner_id})
        case.state = "transferred"
        detail = {"partner": partner_id, "transfer": document.id, "reason": reason}
        history.append(session, case.id, act.now, act.person.name, "passed-on", detail)
    return row


def take_back_from(session: Session, act: Act, case: Case, row: TransferRow, *, house: House, text: str) -> None:
    """We take it back before the partner decided, and tell him. Raises NotPossible once he took it or gave it back."""
    if row.state not in WAITING:
        raise NotPossible("the partner decided already: this can no longer be taken back")
    with acting(session, act, case):
        partner = verified(session, row.partner_id)
        words = taken_back_words(Language(partner.language), case.reference, day_of(row.created_at), text)
        end_links(session, row.id, act.now)
        row.state, row.changed_at, row.due, row.text = TransferState.WITHDRAWN.value, act.now, None, text
        session.flush()
        key = f"taken-back:{row.id}"
        told = withdrawal_body(Withdrawal(row.document_id, case.reference, text))
        document = new_document(DocumentType.WITHDRAWAL, house, partner, told, act.now)
        along = (stored(session, document, house, act.now),)
        silent = replace(house, url="")
        write_to(session, row, words, key, house=silent, now=act.now, by=act.person.name, along=along)
        end_silence(session, row, act.person.name, act.now)
        case.state, case.closed_at = "received", None
        tell_who_has_it(session, case, row, house, act.now)
        detail = {"partner": partner.id, "transfer": row.document_id, "reason": text}
        history.append(session, case.id, act.now, act.person.name, "taken-back-from-partner", detail)


def under_way(session: Session, case: Case) -> TransferRow | None:
    """The transfer of this case that a partner has not answered yet, or took over."""
    held = (*WAITING, TransferState.ACCEPTED.value)
    rows = select(TransferRow).where(
        TransferRow.case_id == case.id, TransferRow.direction == "out", TransferRow.state.in_(held)
    )
    return session.scalars(rows.order_by(TransferRow.id.desc()).limit(1)).first()


def hops_before(session: Session, case: Case) -> tuple[Hop, ...]:
    """The houses that held it before us; empty where the citizen wrote to us first."""
    row = session.scalars(
        select(TransferRow)
        .where(TransferRow.case_id == case.id, TransferRow.direction == "in")
        .order_by(TransferRow.id.desc())
        .limit(1)
    ).first()
    return from_body(row.body).hops if row else ()


def came_back(session: Session, case: Case, partner_id: str) -> str:
    """Why a second return is for a person, in words; empty where nobody, or one other house, gave it back."""
    rows = session.execute(
        select(TransferRow.partner_id, func.count())
        .where(
            TransferRow.case_id == case.id,
            TransferRow.direction == "out",
            TransferRow.state.in_([state.value for state in BACK]),
        )
        .group_by(TransferRow.partner_id)
    )
    given_back: dict[str, int] = {row[0]: row[1] for row in rows}
    if partner_id in given_back:
        return "this house gave it back before"
    if sum(given_back.values()) > 1:
        return "it was given back twice already"
    return ""


def transfer_of(
    session: Session, case: Case, house: House, before: Sequence[Hop], reason: str, now: datetime
) -> Transfer:
    """The case as it travels. Where identity is withheld neither person nor originals go along."""
    withheld = Wish.WITHHOLD_IDENTITY.value in case.wishes
    received = day_of(case.received_at)
    bodies = tuple(str(body) for body in case.services)
    clocks = session.scalars(select(ClockRow).where(ClockRow.case_id == case.id, ClockRow.state == "running"))
    return Transfer(
        reference=case.reference,
        first_received=day_of(case.first_received_at) if case.first_received_at else received,
        hops=(*before, Hop(house.office.id, case.reference, received, day_of(now))),
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


def _tell_citizen(session: Session, act: Act, case: Case, row: TransferRow, notice: Draft, house: House) -> None:
    """Once for each house that gets it."""
    send_answer(
        session,
        case,
        notice,
        office=house.office,
        secret=house.secret,
        now=act.now,
        dedupe_key=f"forwarding-notice:{case.id}:{row.partner_id}",
        approved_by=act.person.name,
    )


def _person(case: Case) -> dict[str, str]:
    return {key: str(value) for key, value in {**case.person, "language": case.language}.items() if value}
