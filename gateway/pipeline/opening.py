"""A message opens a case, or joins one: its rows, its links, its proposal, and what staff must look at."""

from dataclasses import replace
from typing import Any

from sqlalchemy.orm import Session

from classifiers.likeness.sketch import words_of
from classifiers.understanding import Kind, Person, Signal
from gateway.casework.search import files_of
from gateway.intake.spoken import CHANNEL, way_in
from gateway.matching.shelf import CaseFacts
from gateway.pipeline.elsewhere import received_elsewhere
from gateway.pipeline.reading import Read
from gateway.pipeline.replies import answer_again, answer_new, plain_clock, writer_address
from gateway.pipeline.work import Work, task
from gateway.store.forms import plain
from routing.clocks import due
from routing.decision import Action, Decision
from routing.matching import Match, MatchVerdict, Relation

#: What a person is told of an alarm: that it is so, or that it is only hinted at.
_ALARMS = {
    Signal.DISTRESS: (
        "The writer may be in despair: a person answers today.",
        "A sentence of this message may hint at despair: a person reads it today.",
    ),
    Signal.THREAT: (
        "The message holds a threat: a person looks at it today.",
        "A sentence of this message may hint at violence: a person reads it today.",
    ),
}
_SURE_ALARM = 0.75


def attach(session: Session, work: Work, found: Match, decision: Decision) -> None:
    """The message joins a case."""
    assert found.case is not None
    case, read = found.case, work.read
    # Who is a party is asked before this message adds its own addresses.
    known = writer_address(work) in work.shelf.cases[case].parties
    message = _keep(work, case, found.relation)
    detail = {"message": message, "relation": found.relation.value, "reasons": list(found.reasons)}
    work.sheet.tell(case, work.now, "linked", {**detail, "score": found.score})
    if work.shelf.cases[case].closed:
        task(work, "message-in-closed-case", case, "A message came in for a case that is closed.")
    elif read.understanding.kind.value is Kind.WITHDRAWAL:
        _propose(work, case, message, decision)
        task(work, "withdrawal", case, "The complainant seems to withdraw the complaint: please confirm and close.")
    if any("could not be read" in defect for defect in read.message.defects):
        task(work, "unreadable", case, "A message of this case could not be read; its raw form is attached to it.")
    _stamp_in_doubt(work, case)
    _alarms(work, case)
    answer_again(session, work, found, known=known)


def open_case(work: Work, found: Match, decision: Decision) -> None:
    """The message opens a case of its own."""
    read, sheet = work.read, work.sheet
    sealed = decision.action is Action.SEAL
    case = sheet.fresh()
    office = work.desk.offices.office(read.office)
    understanding = read.understanding
    values = person_values(understanding.person)
    email = values.get("email") or _writer(read)
    sheet.cases[case] = {
        "reference": "",
        "office": read.office,
        "procedure": office.procedure.id.value,
        "state": "sealed" if sealed else "received",
        "kind": understanding.kind.value.value,
        "sealed": sealed,
        "language": office.language_for(understanding.language.value).value,
        "channel": work.arrived.channel,
        "person": values,
        "person_name": (values.get("name") or "")[:200],
        "person_email": email[:320],
        "services": [reading.value for reading in understanding.services],
        "wishes": [reading.value.value for reading in understanding.wishes],
        "signals": [reading.value.value for reading in understanding.signals],
        "description": understanding.description.value if understanding.description else "",
        "received_at": work.arrived.received_at,
        "first_received_at": None,
        "handler": None,
        "campaign_id": _campaign(work, found, case),
        "verdict": None,
        "closed_at": None,
        "due": due(decision.clocks),
        "version": 1,
    }
    work.shelf.cases[case] = CaseFacts(
        id=case,
        office=read.office,
        reference="",
        state="received",
        sealed=sealed,
        language=understanding.language.value.value,
        services=tuple(reading.value for reading in understanding.services),
        campaign=sheet.cases[case]["campaign_id"],
        closed=False,
        parties={email} - {""},
        complainant=tuple(words_of(values.get("name") or "")),
    )
    message = _keep(work, case, Relation.NEW)
    way = {"way": way_in(work.arrived.source)} if work.arrived.channel == CHANNEL else {}
    sheet.tell(case, work.now, "received", {"message": message, "channel": work.arrived.channel, **way})
    sheet.clocks += [{**plain_clock(clock), "case_id": case} for clock in decision.clocks]
    _propose(work, case, message, decision)
    _tasks_of_new(work, case, message, found, sealed)
    answer_new(work, case, _once_in_the_house(work, decision))


def _once_in_the_house(work: Work, decision: Decision) -> Decision:
    """Where the same mail came to another office too, a person decides about a second answer."""
    other = received_elsewhere(work)
    if not other or not decision.reply.automatic:
        return decision
    why = f"the same mail came to {other} too, and one answer has been given"
    return replace(decision, reply=replace(decision.reply, automatic=False, why=why))


def person_values(person: Person) -> dict[str, str | None]:
    names = ("name", "street", "number", "box", "postcode", "municipality", "phone", "email")
    return {name: reading.value if (reading := getattr(person, name)) else None for name in names}


def _writer(read: Read) -> str:
    reply_to = read.message.reply_to[0].email if read.message.reply_to else ""
    return reply_to or read.traits.writer_email


def _keep(work: Work, case: int, relation: Relation) -> int:
    """The message's row, its link and its traits."""
    read, sheet, arrived = work.read, work.sheet, work.arrived
    sender = read.message.from_[0] if read.message.from_ else None
    message = sheet.fresh()
    sheet.messages[message] = plain_row(
        {
            "sha256": arrived.sha256,
            "content_key": read.content_key,
            "office": read.office,
            "channel": arrived.channel,
            "header_message_id": read.message.message_id[:500],
            "subject": read.message.subject,
            "from_name": sender.name if sender else "",
            "from_email": sender.email[:320] if sender else "",
            "language": read.understanding.language.value.value,
            "kind": read.understanding.kind.value.value,
            "text": read.message.own_words().strip(),
            "understanding": plain(read.understanding),
        }
    ) | {"received_at": arrived.received_at}
    sheet.files += [{**one, "message_id": message} for one in files_of(read.message)]
    sheet.links.append(
        {
            "case_id": case,
            "message_id": message,
            "relation": relation.value,
            "linked_by": "klachtenpost",
            "linked_at": work.now,
        }
    )
    sheet.traits[message] = (case, read.traits, read.office)
    sheet.inbox[arrived.id] = {
        "status": "done",
        "reason": "",
        "office": read.office,
        "case_id": case,
        "message_id": message,
        "relation": relation.value,
        "done_at": work.now,
    }
    parties = {*read.traits.emails, *(() if read.traits.passed_on else (read.traits.writer_email,))} - {""}
    work.kept.add(read.content_key)
    work.shelf.put(message, case, work.asked, read.message.message_id, parties)
    return message


def plain_row(row: dict[str, Any]) -> dict[str, Any]:
    return {key: plain(value) for key, value in row.items()}


def _propose(work: Work, case: int, message: int, decision: Decision) -> None:
    work.sheet.proposals.append(
        {
            "case_id": case,
            "message_id": message,
            "action": decision.action.value,
            "to_body": decision.to,
            "grounds": [ground.value for ground in decision.grounds],
            "decision": plain(decision),
            "state": "open",
            "created_at": work.now,
        }
    )
    detail = {"action": decision.action.value, "to": decision.to, "confidence": round(decision.confidence, 3)}
    reasons = [reason.code for reason in decision.reasons]
    work.sheet.tell(case, work.now, "decided", {**detail, "reasons": reasons})


def _campaign(work: Work, found: Match, case: int) -> int | None:
    """The campaign whose template this is: a new one where the earlier case has none yet."""
    if found.template_of is None:
        return None
    earlier = work.shelf.traits[found.template_of][0]
    facts = work.shelf.cases[earlier]
    if facts.campaign is None:
        number = work.sheet.fresh()
        work.sheet.campaigns[number] = {
            "office": work.read.office,
            "label": "",
            "first_message_id": found.template_of,
            "created_at": work.now,
        }
        facts.campaign = number
        if earlier in work.sheet.cases:
            work.sheet.cases[earlier]["campaign_id"] = number
        else:
            work.sheet.changes.setdefault(earlier, {})["campaign_id"] = number
        work.sheet.tell(earlier, work.now, "campaign", {"message": found.template_of})
    work.sheet.tell(case, work.now, "campaign", {"message": found.template_of})
    return facts.campaign


def _tasks_of_new(work: Work, case: int, message: int, found: Match, sealed: bool) -> None:
    read = work.read
    if sealed:
        task(work, "sealed", case, "A report under the whistleblower rules came in: only sealed officers see it.")
    _alarms(work, case)
    if found.verdict is MatchVerdict.PROPOSE and found.case is not None and not sealed:
        made = task(work, "proposed-link", case, "This message may belong to an earlier case: please look at both.")
        made["data"] = {
            "message": message,
            "case": found.case,
            "reasons": list(found.reasons),
            "score": found.score,
        }
        work.sheet.tell(case, work.now, "link-proposed", {"other_case": found.case, "reasons": list(found.reasons)})
    if read.message.defects and any("could not be read" in defect for defect in read.message.defects):
        task(work, "unreadable", case, "This mail could not be read; its raw form is attached to the case.")
    _stamp_in_doubt(work, case)
    if read.understanding.kind.value is Kind.TRANSFER:
        task(work, "transfer-received", case, "Another service passed this complaint on to us.")


def _stamp_in_doubt(work: Work, case: int) -> None:
    """A letter that may have been received on another day than its clocks say."""
    doubt = next((one for one in work.read.message.defects if one.startswith("day of arrival in doubt")), "")
    if doubt:
        task(work, "arrival-day", case, f"Look at the stamp on this letter; {doubt}.")


def _alarms(work: Work, case: int) -> None:
    """One task: for what is surest, and despair before a threat."""
    told = {reading.value: reading.confidence for reading in work.read.understanding.signals}
    alarms = [signal for signal in _ALARMS if signal in told]
    if alarms:
        signal = max(alarms, key=lambda one: told[one])
        said, hinted = _ALARMS[signal]
        task(work, "alarm", case, said if told[signal] >= _SURE_ALARM else hinted, work.now)
