"""`draft_answer` writes, `send_answer` puts into the outbox. The worker, the desk and the partners use the same two."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from classifiers.understanding import Language
from gateway.answering.channel import Choice, choose, failed_ways, told_way, ways_of
from gateway.answering.facts import case_facts
from gateway.answering.letterhead import letterhead
from gateway.answering.texts import own_texts as own_texts_of
from gateway.answering.withheld import refuse_leaks
from gateway.sending.queue import enqueue
from gateway.store import history
from gateway.store.tables import Case, CaseMessage, MessageRow, Task
from outbound.compose import compose
from outbound.draft import Answer, Channel, Draft, Recipient
from outbound.facts import Facts
from routing.catalogue import Catalogue
from routing.offices import Office

#: Answers that go out once a case, however often they are asked for.
ONCE = frozenset({Answer.RECEIPT, Answer.RECEIPT_ADMISSIBILITY, Answer.WHISTLEBLOWER_RECEIPT})


class NoWayToAnswer(ValueError):
    """The case tells neither a mail address nor a postal address for the channel asked."""


def draft_answer(
    session: Session,
    case: Case,
    answer: Answer,
    *,
    office: Office,
    offices: Sequence[Office],
    catalogue: Catalogue,
    now: datetime,
    facts: Facts | None = None,
    to: Recipient | None = None,
    channel: Channel | None = None,
    language: Language | None = None,
    automatic: bool = False,
    own_texts: Mapping[tuple[Answer, Language], str] | None = None,
    attach_messages: tuple[str, ...] = (),
) -> Draft:
    """An answer to the complainant of a case, or to whom `to` names, ready to be shown.

    `facts`: those of `case_facts`, where a person changed or added some. `automatic`: only where no person looks at it.
    Raises NoWayToAnswer.
    """
    spoken = office.language_for(language or Language(case.language))
    told = facts or case_facts(
        session, case, answer, language=spoken, office=office, catalogue=catalogue, offices=offices
    )
    latest = None if to else latest_message(session, case.id, case.person_email)
    recipient = to or recipient_of(case, latest)
    way = channel or (
        channel_for(case, recipient, office) if to else choice_of(session, case, recipient, office).channel
    )
    if way is Channel.MAIL and not recipient.email:
        raise NoWayToAnswer(f"case {case.reference} tells no mail address")
    if way is Channel.LETTER and not recipient.postal:
        raise NoWayToAnswer(f"case {case.reference} tells no postal address")
    return compose(
        answer,
        language=spoken,
        facts=told,
        office=letterhead(office, spoken, catalogue=catalogue, offices=offices),
        to=recipient,
        channel=way,
        in_reply_to=latest.header_message_id if latest else "",
        own_texts=own_texts_of(session, office.id) if own_texts is None else own_texts,
        automatic=automatic,
        attach_messages=attach_messages,
    )


def send_answer(
    session: Session,
    case: Case,
    draft: Draft,
    *,
    office: Office,
    secret: bytes,
    now: datetime,
    dedupe_key: str = "",
    approved_by: str | None = None,
    not_before: datetime | None = None,
) -> int | None:
    """The id of the outbox item, or None where it is there already (`dedupe_key`, made from case, answer and version).

    `approved_by`: the person whose name is on it; without one a draft that needs a person waits at the desk.
    Raises LeakFound where it would tell others who complains although the complainant asked otherwise.
    """
    refuse_leaks(session, case, draft)
    once = draft.answer in ONCE
    key = dedupe_key or f"{draft.answer}:{case.id}" + ("" if once else f":{case.version}:{draft.to.email}")
    item = enqueue(
        session,
        draft,
        secret=secret,
        office=office.id,
        address=office.sender(draft.language),
        dedupe_key=key,
        now=now,
        case_id=case.id,
        not_before=not_before,
        approved_by=approved_by,
    )
    if item is not None:
        detail = {"answer": draft.answer.value, "outbox": item, **_by_which_rule(session, case, draft, office)}
        history.append(session, case.id, now, approved_by or history.SYSTEM, "answered", detail)
        if draft.channel is Channel.PHONE:
            session.add(_call(case, draft, office, item, now))
    return item


def _call(case: Case, draft: Draft, office: Office, item: int, now: datetime) -> Task:
    """What is told by telephone leaves no outbox by itself: somebody must call."""
    whom = ", ".join(part for part in (draft.to.name or case.person_name, str(case.person.get("phone") or "")) if part)
    return Task(
        office=office.id,
        kind="telephone",
        case_id=case.id,
        outbox_id=item,
        text=f"Telephone the answer: {whom or case.reference}.",
        due=case.due,
        dedupe_key=f"telephone:{item}",
        created_at=now,
    )


def latest_message(session: Session, case_id: int, email: str) -> MessageRow | None:
    """The latest message of the complainant, which an answer replies to; the latest of all where none is his."""
    statement = (
        select(MessageRow)
        .join(CaseMessage, CaseMessage.message_id == MessageRow.id)
        .where(CaseMessage.case_id == case_id, CaseMessage.ended_at.is_(None))
        .order_by(MessageRow.id.desc())
    )
    own = session.scalars(statement.where(MessageRow.from_email == email).limit(1)).first() if email else None
    return own or session.scalars(statement.limit(1)).first()


def recipient_of(case: Case, latest: MessageRow | None) -> Recipient:
    """The complainant; his mail address as told, else the one he wrote from."""
    person = case.person
    email = case.person_email or (latest.from_email if latest else "")
    return Recipient(case.person_name, email, postal_lines(person))


def postal_lines(person: Mapping[str, object]) -> tuple[str, ...]:
    """Name, street, town as bpost reads them; empty where a part is missing."""
    told = {key: str(value) for key, value in person.items() if value}
    if not all(told.get(key) for key in ("name", "street", "number", "postcode", "municipality")):
        return ()
    box = f" bus {told['box']}" if told.get("box") else ""
    return (
        told["name"],
        f"{told['street']} {told['number']}{box}",
        f"{told['postcode']} {told['municipality'].upper()}",
    )


def channel_for(case: Case, recipient: Recipient, office: Office) -> Channel:
    """By the table of `gateway.answering.channel`, for who has no history with us."""
    return choose(ways_of(case, recipient, office)).channel


def choice_of(session: Session, case: Case, recipient: Recipient, office: Office) -> Choice:
    """The same, knowing what came back."""
    failed, told_by = failed_ways(session, case, recipient), told_way(session, case)
    return choose(ways_of(case, recipient, office, failed, told_by))


def _by_which_rule(session: Session, case: Case, draft: Draft, office: Office) -> dict[str, str]:
    """Channel and the rule that chose it, for the history; another channel than that is a person's choice."""
    own = recipient_of(case, latest_message(session, case.id, case.person_email))
    if draft.to.email not in ("", own.email):
        return {"channel": draft.channel.value, "rule": "to-others"}
    choice = choice_of(session, case, own, office)
    rule = choice.rule if choice.channel is draft.channel else "chosen"
    return {"channel": draft.channel.value, "rule": rule}
