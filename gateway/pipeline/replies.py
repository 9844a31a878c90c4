"""What leaves without a person: receipts, the question for what is missing, "we have it", a status to a party.

Only to the writer, never to machines, within the caps; what may not leave becomes a task with its legal day.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from classifiers.message import Message
from classifiers.screen import AnswerVerdict
from classifiers.understanding import Kind, Language, Signal, Wish
from gateway.answering.answer import draft_answer, postal_lines
from gateway.answering.channel import PAPER, Choice, Ways, choose
from gateway.answering.facts import Matter, case_facts, facts_of
from gateway.answering.letterhead import letterhead
from gateway.intake.spoken import CHANNEL, way_in
from gateway.pipeline.steps import status_of
from gateway.pipeline.work import Work, task
from gateway.sending.addresses import Purpose, looks_tagged, message_id, read_token
from gateway.sending.outcome import RECEIPT_CLOCKS
from gateway.store.forms import plain
from gateway.store.tables import Case
from outbound.compose import ALONE, compose
from outbound.draft import Answer, Channel, Draft, Recipient
from outbound.facts import Step
from routing.calendar import brussels_day
from routing.clocks import completion_clock
from routing.decision import Clock, Decision
from routing.matching import Match, Relation
from routing.status import Asker, Withheld

#: How the reason begins why the usual way is closed; another may be open.
CLOSED = "the way it came is closed"
NO_ADDRESS = f"{CLOSED}: no address to answer to is known"
#: Answers whose withholding leaves a legal day unmet.
OWED = frozenset({Answer.RECEIPT, Answer.REQUEST_TO_COMPLETE, Answer.DISTRESS})


def tokens_of(message: Message, secret: bytes) -> int | None:
    """The case whose signed address the mail was sent to."""
    addresses = (*message.delivered_to, *(a.email for a in (*message.to, *message.cc)))
    tokens = (read_token(secret, address) for address in addresses[:200])
    return next((t.number for t in tokens if t is not None and t.purpose is Purpose.REPLY), None)


def answer_new(work: Work, case: int, decision: Decision) -> None:
    """The first answer to a message that opened a case."""
    if decision.reply.answer is None or work.sheet.cases[case]["sealed"]:
        return
    answer = Answer(decision.reply.answer)
    clocks = decision.clocks
    choice = _choice(work, case)
    why = _withheld(work, case, answer, decision.reply.automatic, decision.reply.why, choice)
    if why:
        if answer in OWED:
            _propose_receipt(work, case, answer, decision, choice, why)
        return
    if answer is Answer.REQUEST_TO_COMPLETE:
        waits = completion_clock(work.desk.offices.office(work.read.office), brussels_day(work.now))
        clocks = (*clocks, waits)
        work.sheet.clocks.append({**plain_clock(waits), "case_id": case})
        work.sheet.cases[case]["state"] = "incomplete"

    def composed(row: dict[str, Any]) -> Draft:
        return _first_draft(work, case, answer, replace(decision, clocks=clocks), choice.channel)

    language = work.desk.offices.office(work.read.office).language_for(_language(work))
    _put(work, case, answer, composed, language, choice)


def _propose_receipt(work: Work, case: int, answer: Answer, decision: Decision, choice: Choice, why: str) -> None:
    """A task with the legal day; where only the usual way is closed, the other one stands ready to be signed."""
    day = _receipt_day(decision.clocks)
    made = task(work, "receipt-withheld", case, f"No receipt has left: {why}.", day=day)
    if not why.startswith(CLOSED):
        return
    strict = work.desk.offices.office(work.read.office).procedure.channel_rule == "mail-for-mail"
    by_phone = choice.channel is Channel.PHONE
    if by_phone and (strict or not work.sheet.cases[case]["person"].get("phone")):
        made["text"] += " Neither a mail nor a postal address is known: ask for one by telephone."
        return

    def composed(row: dict[str, Any]) -> Draft:
        return replace(_first_draft(work, case, answer, decision, choice.channel), needs_person=True, headers=None)

    language = work.desk.offices.office(work.read.office).language_for(_language(work))
    item = _put(work, case, answer, composed, language, choice, state="waiting-for-person")
    if by_phone:
        made["text"] += " Telephone: what is to be told waits in the outbox."
        made["outbox_id"] = item
        return
    by = "letter" if choice.channel is Channel.LETTER else "mail"
    made["text"] += f" The same by {by} waits in the outbox for a name."
    made["data"] = {"channel": choice.channel.value, "rule": choice.rule}
    work.sheet.outbox[item]["reason"] = f"proposed by {by}: {why}"


def _choice(work: Work, case: int) -> Choice:
    """By which way the first answer leaves. It is written: who wants to be called is called by the handler."""
    row = work.sheet.cases[case]
    paper = work.arrived.channel in PAPER
    email = (row["person"].get("email") or "") if paper else writer_address(work)
    return choose(
        Ways(
            came_by=work.arrived.channel,
            wishes=frozenset(row["wishes"]) - {Wish.REPLY_BY_PHONE.value},
            has_email=bool(email),
            has_postal=bool(postal_lines(row["person"])),
            rule=work.desk.offices.office(work.read.office).procedure.channel_rule,
            told_by=way_in(work.arrived.source) if work.arrived.channel == CHANNEL else "",
            has_phone=bool(row["person"].get("phone")),
        )
    )


def answer_again(session: Session, work: Work, found: Match, *, known: bool) -> None:
    """A short answer to a known party that sends again or asks how far it is; nothing is told to anybody else.

    `known`: the writer's address was one of the case's before this message.
    """
    case, read = found.case, work.read
    if case is None or case < 0:
        return
    status = read.understanding.kind.value is Kind.STATUS_REQUEST
    if not status and found.relation not in (Relation.RESENT, Relation.COPY):
        return
    answer = Answer.STATUS if status else Answer.RECEIPT_AGAIN
    why = "the writer is not proven to be a party of the case" if not known else ""
    why = why or _withheld(work, case, answer, True, "")
    row = session.get_one(Case, case)
    writer = read.message.from_[0].name if read.message.from_ else ""
    told = status_of(
        session, row, Asker(writer_address(work), verified=not why, name=writer), work.shelf.cases[case].parties
    )
    if status and isinstance(told, Withheld):
        why = why or told.why
    if why or isinstance(told, Withheld):
        if status:
            task(work, "status-request", case, f"Somebody asks how far the case is; no answer has left: {why}.")
        return
    office = work.desk.offices.office(row.office)
    language = office.language_for(_language(work))
    facts = case_facts(
        session,
        row,
        answer,
        language=language,
        office=office,
        catalogue=work.desk.offices.catalogue,
        offices=work.desk.offices.served,
    )
    draft = draft_answer(
        session,
        row,
        answer,
        office=office,
        offices=work.desk.offices.served,
        catalogue=work.desk.offices.catalogue,
        now=work.now,
        facts=replace(facts, subject=read.message.subject, steps=tuple((day, Step(step)) for day, step in told.steps)),
        to=Recipient("", writer_address(work)),
        channel=Channel.MAIL,
        language=language,
        automatic=True,
    )
    threaded = replace(draft, in_reply_to=read.message.message_id[:240], references=_thread(read.message))
    _put(work, case, answer, lambda _: threaded, language)


def _withheld(work: Work, case: int, answer: Answer, automatic: bool, why: str, choice: Choice | None = None) -> str:
    """Why no answer may leave without a person; empty where one may. The order is that of gravity."""
    read = work.read
    signals = read.understanding.signalled(Signal.DISTRESS) or read.understanding.signalled(Signal.THREAT)
    office = work.desk.offices.office(read.office)
    paper = work.arrived.channel in PAPER
    by_letter = choice is not None and choice.channel is Channel.LETTER
    by_phone = choice is not None and choice.channel is Channel.PHONE
    strict = choice is not None and choice.channel is Channel.MAIL and office.procedure.channel_rule == "mail-for-mail"
    rows = (
        (signals, "the message holds an alarm: a person answers"),
        (read.screening.answer is not AnswerVerdict.YES, read.screening.why),
        (
            _from_a_gateway(read.message) and not work.arrived.transfer,
            "a gateway such as ours sent it: a person answers",
        ),
        (paper and by_phone, NO_ADDRESS),
        (not automatic or answer not in ALONE, why or "a person answers"),
        (not office.addresses, "this office has no address to write from"),
        (by_phone, NO_ADDRESS),
        (paper and strict, f"{CLOSED}: no postal address is known, and only a mail is answered by mail"),
        (choice is None and not writer_address(work), NO_ADDRESS),
    )
    told = next((reason for holds, reason in rows if holds), "")
    return told or ("" if paper or by_letter else work.spent.capped(writer_address(work), case, work.desk.sending))


def _from_a_gateway(message: Message) -> bool:
    """By its tagged return or reply address, also where somebody on the way took off what marks it as a machine's."""
    addresses = (message.return_path or "", *(one.email for one in (*message.reply_to, *message.from_)))
    return any(looks_tagged(address) for address in addresses)


def writer_address(work: Work) -> str:
    """Where an answer to the writer goes: From; behind a form or scanner the citizen himself."""
    message, person = work.read.message, work.read.understanding.person
    if work.read.screening.rule == "form":
        replies = message.reply_to[0].email if message.reply_to else ""
        return replies or (person.email.value if person.email else "")
    return message.from_[0].email if message.from_ else (message.reply_to[0].email if message.reply_to else "")


def _language(work: Work) -> Language:
    return work.read.understanding.language.value


def _receipt_day(clocks: tuple[Clock, ...]) -> date | None:
    """Last legal day of the receipt, else of the soonest clock."""
    days = [clock.legal_last for clock in clocks if clock.name in RECEIPT_CLOCKS]
    return min(days or [clock.legal_last for clock in clocks], default=None)


def _first_draft(work: Work, case: int, answer: Answer, decision: Decision, way: Channel) -> Draft:
    row, read = work.sheet.cases[case], work.read
    office = work.desk.offices.office(read.office)
    language = office.language_for(_language(work))
    matter = Matter(
        reference=row["reference"],
        received_at=row["received_at"],
        first_received_at=None,
        person=row["person_name"],
        subject=read.message.subject,
        kind=read.understanding.kind.value,
        understanding=read.understanding,
        decision=decision,
        clocks=decision.clocks,
        exact=work.arrived.channel not in PAPER,
    )
    served, catalogue = work.desk.offices.served, work.desk.offices.catalogue
    paper = work.arrived.channel in PAPER
    email = (row["person"].get("email") or "") if paper else writer_address(work)
    by_mail = way is Channel.MAIL
    return compose(
        answer,
        language=language,
        facts=facts_of(matter, answer, language=language, office=office, catalogue=catalogue, offices=served),
        office=letterhead(office, language, catalogue=catalogue, offices=served),
        to=Recipient("" if by_mail else row["person_name"], email if by_mail else "", postal_lines(row["person"])),
        channel=way,
        in_reply_to=read.message.message_id,
        references=_thread(read.message),
        own_texts=work.desk.texts.get(office.id),
    )


def _thread(message: Message) -> tuple[str, ...]:
    return (*message.references[-20:], *([message.message_id] if message.message_id else []))


def _put(
    work: Work,
    case: int,
    answer: Answer,
    composed: Callable[[dict[str, Any]], Draft],
    language: Language,
    choice: Choice | None = None,
    *,
    state: str = "queued",
) -> int:
    """An outgoing item, by its number on the sheet; its draft is composed once the case has its reference."""
    sheet, secret = work.sheet, work.desk.secret
    address = work.desk.offices.office(work.read.office).sender(language)
    once = answer in (Answer.RECEIPT, Answer.REQUEST_TO_COMPLETE)
    number = sheet.fresh()

    def fill(row: dict[str, Any]) -> None:
        draft = composed(row)
        row |= {
            "channel": draft.channel.value,
            "to_address": draft.to.email,
            "subject": draft.subject,
            "language": draft.language.value,
            "in_reply_to": draft.in_reply_to,
            "draft": plain(draft),
        }

    def identify(case_id: int) -> dict[str, Any]:
        key = f"{answer.value}:{case_id}" + ("" if once else f":{work.arrived.id}")
        return {"dedupe_key": key, "message_id": message_id(secret, key, address.rpartition("@")[2])}

    sheet.outbox[number] = {
        "compose": fill,
        "identify": identify,
        "case_id": case,
        "office": work.read.office,
        "answer": answer.value,
        "state": state,
        "reason": "",
        "attempts": 0,
        "not_before": work.now,
        "created_at": work.now,
    }
    # An answer to a mail that came for a known case goes back the way that mail came.
    way = {"channel": choice.channel.value, "rule": choice.rule} if choice else {"rule": "mail-for-mail"}
    step = "answered" if state == "queued" else "answer-proposed"
    sheet.tell(case, work.now, step, {"answer": answer.value, "outbox": number, **way})
    if choice is None or choice.channel is Channel.MAIL:
        work.spent.add(writer_address(work), case)
    return number


def plain_clock(clock: Clock) -> dict[str, Any]:
    names = ("name", "starts", "nominal", "legal_last", "target", "article")
    return {**{name: getattr(clock, name) for name in names}, "state": clock.state.value}
