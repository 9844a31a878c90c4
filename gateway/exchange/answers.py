"""The handshake from our side: our answers to transfers of partners, and their answers to ours, by whatever road.

An answer comes as a signed document, through a one-time link, or by mail or telephone, read by a person of ours who
notes it at the desk. All take the same step of the same table (outbound.exchange.handshake).
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from classifiers.understanding import Language
from gateway.casework.clockwork import RUNNING, clocks_of, keep_due, stop
from gateway.exchange.directory import known, verified
from gateway.exchange.documents import new_document, put_out, stored
from gateway.exchange.house import House
from gateway.exchange.letters import plain_letter, tell_who_has_it
from gateway.exchange.links import end_links, link_for
from gateway.schedule.tasks import Wanted, add_tasks
from gateway.store import history
from gateway.store.partners import Partner, TransferRow
from gateway.store.tables import Case, Outbox, Proposal, Task
from outbound.draft import Draft, StoredFile
from outbound.exchange.cover import answer_words, link_words
from outbound.exchange.document import DocumentType
from outbound.exchange.handshake import AnswerStatus, TransferAnswer, TransferState, answer_body, follow
from routing.calendar import brussels_day
from routing.decision import ClockState

_STATES: Mapping[str, TransferState] = {state.value: state for state in TransferState}
#: States in which the complaint is the sender's again.
BACK = (TransferState.REFUSED, TransferState.HANDED_BACK)


def answer_letter(
    session: Session, row: TransferRow, answer: TransferAnswer, *, house: House, now: datetime
) -> tuple[Partner, Draft]:
    """The letter around our word on a transfer, as it would leave. Raises GatewayError for an unverified partner."""
    partner = verified(session, row.partner_id)
    words = answer_words(answer, Language(partner.language))
    reference = session.get_one(Case, row.case_id).reference
    return partner, plain_letter(session, partner, words, house=house, reference=reference, now=now)


def answer_transfer(
    session: Session, row: TransferRow, answer: TransferAnswer, *, house: House, now: datetime, by: str
) -> None:
    """Our word on a transfer that a partner sent us: received (by machine), all else after a person's decision."""
    partner, draft = answer_letter(session, row, answer, house=house, now=now)
    document = new_document(DocumentType.ANSWER, house, partner, answer_body(answer), now)
    along = stored(session, document, house, now)
    row.state, row.changed_at = _STATES[answer.status.value].value, now
    row.ground, row.text = (answer.ground.value if answer.ground else ""), answer.text
    row.due = None
    complete = replace(draft, attach_files=(along,))
    put_out(session, complete, f"document:{document.id}", house=house, now=now, case_id=row.case_id, by=by)
    detail = {"partner": partner.id, "answer": answer.status.value, "ground": row.ground}
    history.append(session, row.case_id, now, by, "partner-answered", detail)
    if answer.by_person:
        _decided_by_us(session, row, TransferState(row.state), by, now)


def _decided_by_us(session: Session, row: TransferRow, state: TransferState, by: str, now: datetime) -> None:
    """Its task is done; what we do not take ends here."""
    settle(session, f"transfer-in:{row.id}", by, now)
    if state not in BACK:
        return
    end_here(session, session.get_one(Case, row.case_id), row, by, now)


def end_here(session: Session, case: Case, row: TransferRow, by: str, now: datetime) -> None:
    """What is not ours ends here, with its clocks and proposals."""
    case.state, case.closed_at = "transferred", now
    stop(session, case, now, f"{row.state} to {row.partner_id}")
    opened = update(Proposal).where(Proposal.case_id == case.id, Proposal.state == "open")
    session.execute(opened.values(state="superseded", decided_by=by, decided_at=now))
    case.version += 1


def heard_answer(
    session: Session,
    row: TransferRow,
    answer: TransferAnswer,
    *,
    house: House | None,
    now: datetime,
    key: str,
    by: str,
    signed: bool = False,
) -> bool:
    """A partner's word on our transfer, by any road; out of order it changes nothing, becomes a task and gives False.

    `by`: who is named in the history: the partner, or our person who noted what he said. `key` makes its task one.
    `signed`: it came as a document, so the partner's own gateway tells the complainant its number.
    """
    case = session.get_one(Case, row.case_id)
    following = follow(TransferState(row.state), answer.status)
    detail = {"partner": row.partner_id, "answer": answer.status.value, "reference": answer.own_reference}
    if following is None:
        text = f"{row.partner_id} says {answer.status} although the transfer stands at {row.state}: talk to them."
        add_task(session, case, row, "transfer-returned", f"transfer-odd:{key}", text, now)
        history.append(session, case.id, now, by, "answer-out-of-order", detail)
        return False
    changed = following.value != row.state
    row.state, row.changed_at = following.value, now
    row.their_reference = answer.own_reference or row.their_reference
    if answer.status is not AnswerStatus.RECEIVED:
        row.ground, row.text = (answer.ground.value if answer.ground else ""), answer.text
        end_silence(session, row, by, now)
        # What it needs is for us to write: its own time starts anew then.
        row.due = None
    _after(session, case, row, following, answer, now, key, changed=changed, signed=signed, house=house)
    history.append(session, case.id, now, by, "partner-said", detail)
    case.version += 1
    return True


def _after(
    session: Session,
    case: Case,
    row: TransferRow,
    state: TransferState,
    answer: TransferAnswer,
    now: datetime,
    key: str,
    *,
    changed: bool,
    signed: bool,
    house: House | None,
) -> None:
    """What the partner's word means for us: the duty, the clocks, a task, and what the complainant must know."""
    if state is TransferState.ACCEPTED and changed:
        row.due = None
        case.state, case.closed_at = "transferred", now
        stop(session, case, now, _taken_by(row))
        end_links(session, row.id, now)
        if house is not None and not signed:
            tell_who_has_it(session, case, row, house, now)
    elif state in BACK and changed:
        row.due = None
        case.state, case.closed_at = "received", None
        _clocks_run_again(session, case, row)
        end_links(session, row.id, now)
        text = f"{row.partner_id} does not take it ({answer.ground}): the case and its clocks are ours. {answer.text}"
        add_task(session, case, row, "transfer-returned", f"transfer-back:{row.id}:{state}", text, now)
        if house is not None:
            tell_who_has_it(session, case, row, house, now)
    elif state is TransferState.NEED_MORE and answer.status is AnswerStatus.NEED_MORE:
        text = f"{row.partner_id} needs more before it decides: {answer.text}"
        add_task(session, case, row, "transfer-returned", f"transfer-more:{key}", text, now)


def write_to(
    session: Session,
    row: TransferRow,
    words: str,
    key: str,
    *,
    house: House,
    now: datetime,
    by: str,
    along: tuple[StoredFile, ...] = (),
) -> None:
    """A plain mail about a transfer of ours, the link under it; the answer finds the case by its signed address.

    It replies to the mail in which the complaint travelled: so it joins the case there, with or without software.
    """
    partner = verified(session, row.partner_id)
    case = session.get_one(Case, row.case_id)
    draft = plain_letter(session, partner, words, house=house, reference=case.reference, now=now)
    first = session.scalars(select(Outbox.message_id).where(Outbox.dedupe_key == f"document:{row.document_id}")).first()
    if first:
        draft = replace(draft, in_reply_to=first, references=(first,))
    draft = replace(draft, attach_files=along)
    link = link_for(session, row, house, now)
    put_out(session, with_link(draft, link), key, house=house, now=now, case_id=case.id, by=by)


def remind(session: Session, row: TransferRow, words: str, *, house: House, now: datetime) -> None:
    """Once more, about a transfer that nobody answered."""
    write_to(session, row, words, f"reminder:{row.id}:{row.due}", house=house, now=now, by=history.SYSTEM)
    detail = {"partner": known(session, row.partner_id).id, "reminders": row.reminders}
    history.append(session, row.case_id, now, history.SYSTEM, "partner-reminded", detail)


def with_link(draft: Draft, link: tuple[str, datetime] | None) -> Draft:
    """The letter with the one-time link plainly under it."""
    if link is None:
        return draft
    address, until = link
    return replace(draft, text=f"{draft.text}\n\n{link_words(draft.language, address, brussels_day(until))}")


def add_task(session: Session, case: Case, row: TransferRow, kind: str, key: str, text: str, now: datetime) -> None:
    """Somebody must look at a transfer; `key` makes it one task."""
    wanted = Wanted(kind, key[:160], case.office, case.id, text, row.due, {"transfer": row.id})
    session.flush()
    add_tasks(session, [wanted], now)


def silence_key(row: TransferRow) -> str:
    """How the keys of tasks begin that say that this transfer has no answer."""
    return f"silence:{row.id}:"


def silence_told(session: Session, row: TransferRow) -> bool:
    """Whether somebody here is told already that the partner says nothing, and has not settled it."""
    told = select(Task.id).where(Task.dedupe_key.startswith(silence_key(row)), Task.done_at.is_(None))
    return session.scalars(told.limit(1)).first() is not None


def end_silence(session: Session, row: TransferRow, by: str, now: datetime) -> None:
    """The partner spoke, or we wrote to it: the next silence is a new one."""
    row.reminders = 0
    told = update(Task).where(Task.dedupe_key.startswith(silence_key(row)), Task.done_at.is_(None))
    session.execute(told.values(done_at=now, done_by=by))


def settle(session: Session, key: str, by: str, now: datetime) -> None:
    """The task with this key is done."""
    session.execute(update(Task).where(Task.dedupe_key == key, Task.done_at.is_(None)).values(done_at=now, done_by=by))


def _taken_by(row: TransferRow) -> str:
    return f"taken over by {row.partner_id}"


def _clocks_run_again(session: Session, case: Case, row: TransferRow) -> None:
    """What was stopped because the partner took it over runs again from where it started: the duty never paused."""
    for clock in clocks_of(session, case.id):
        if clock.state not in RUNNING and clock.ended_by == _taken_by(row):
            clock.state, clock.ended_by, clock.ended_at = ClockState.RUNNING.value, None, None
    keep_due(session, case)
