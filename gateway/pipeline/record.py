"""What becomes of arrivals that were read: all of it in the caller's transaction. `record` is the table of contents."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from classifiers.institutions import is_house
from classifiers.likeness.people import names_told
from classifiers.likeness.sketch import words_of
from classifiers.understanding import Kind, Person, Signal
from gateway.casework.search import files_of
from gateway.matching.shelf import Asked, CaseFacts, gather
from gateway.pipeline.read_reports import note_report
from gateway.pipeline.reading import Read
from gateway.pipeline.replies import answer_again, answer_new, plain_clock, tokens_of, writer_address
from gateway.pipeline.sheet import Sheet, write
from gateway.pipeline.work import BRUSSELS, Arrived, Desk, Work, task
from gateway.sending.caps import spent
from gateway.store.forms import plain
from gateway.store.references import next_numbers
from routing.clocks import due
from routing.decide import decide
from routing.decision import Action, Decision
from routing.matching import Incoming, Known, Match, MatchVerdict, Relation, match

#: Ids of a thread that are looked up.
MOST_IDS = 40


def record(session: Session, arrivals: Sequence[Arrived], *, desk: Desk, now: datetime) -> Sheet:
    """Every arrival becomes a case, joins one, or is set aside with its reason."""
    asked = [_asked(arrived, desk) for arrived in arrivals]
    shelf = gather(session, asked)
    caps = spent(session, _addresses(arrivals), shelf.cases, now)
    sheet = Sheet()
    for arrived, one in zip(arrivals, asked, strict=True):
        settle(session, Work(arrived, one, shelf, sheet, desk, caps, now))
    _number(session, sheet, desk)
    for row in sheet.outbox.values():
        row.pop("compose")(row)
    write(session, sheet)
    return sheet


def settle(session: Session, work: Work) -> None:
    """Decides about one arrival."""
    read = work.read
    if read.report is not None and note_report(session, work):
        return _set_aside(work, "a report of a mail system about one of our answers")
    twin = work.shelf.same.get(read.content_key)
    if twin and not work.arrived.transfer:
        return _again(work, *twin)
    found = _matched(work)
    if not read.screening.makes_case and not work.arrived.transfer:
        # A list of ours may bring a mail that we have: then it is that mail, whatever the list wrote on it.
        if found.relation is Relation.SAME_MAIL and found.case is not None:
            return _again(work, _message_of(work, found), found.case)
        return _set_aside(work, read.screening.why)
    decision = decide(
        read.message,
        read.understanding,
        read.screening,
        office=work.desk.offices.office(read.office),
        catalogue=work.desk.offices.catalogue,
        match=found,
        now=work.now,
    )
    if found.verdict is MatchVerdict.LINK and found.case is not None:
        if found.relation is Relation.SAME_MAIL:
            return _again(work, _message_of(work, found), found.case)
        return _attach(session, work, found, decision)
    if decision.action is Action.FILE and _surely_nothing(read) and not work.arrived.transfer:
        return _set_aside(work, _why_nothing(read))
    return _open(work, found, decision)


def _asked(arrived: Arrived, desk: Desk) -> Asked:
    read = arrived.read
    thread = (*read.message.in_reply_to, *read.message.references)
    ids = thread if len(thread) <= MOST_IDS else (*thread[: MOST_IDS // 2], *thread[-MOST_IDS // 2 :])
    return Asked(
        office=read.office,
        content_key=read.content_key,
        traits=read.traits,
        thread=tuple(one[:500] for one in ids),
        references=read.references,
        token=arrived.earlier if arrived.transfer else tokens_of(read.message, desk.secret),
        named=names_told(f"{read.message.subject}\n{read.message.own_words()}"),
    )


def _addresses(arrivals: Sequence[Arrived]) -> set[str]:
    return {a.read.traits.writer_email for a in arrivals} | {e for a in arrivals for e in a.read.traits.emails}


def _matched(work: Work) -> Match:
    read, shelf = work.read, work.shelf
    if work.arrived.transfer:
        return _passed_on(work)
    sealed_kind = read.understanding.kind.value is Kind.WHISTLEBLOWER_REPORT
    pointed = shelf.pointed(work.asked)
    token = work.asked.token if work.asked.token in shelf.cases else None
    candidates = []
    for message in shelf.likeliest(work.asked):
        case, traits = shelf.traits[message]
        facts = shelf.cases.get(case)
        if facts is None or facts.office != read.office:
            continue
        # What is sealed is joined by a signed answer or another sealed mail only, and never joins an open file.
        if facts.sealed != sealed_kind and token != case:
            continue
        domains = _domains(work, facts)
        candidates.append(
            Known(message, case, traits, frozenset(facts.parties), domains, facts.campaign, facts.complainant)
        )
    return match(
        Incoming(
            replace(read.traits, numbers=read.traits.numbers - shelf.plain_references(work.asked)),
            words=read.words,
            pointed=pointed,
            token=token,
            cues=read.cues,
            official=bool(read.message.from_) and is_house(read.message.from_[0]),
        ),
        candidates,
    )


def _passed_on(work: Work) -> Match:
    """Covering letters of one partner resemble each other: what its document says decides, likeness does not."""
    if work.arrived.earlier in work.shelf.cases:
        reasons = ("the same partner passed it on before, under the same reference",)
        return Match(MatchVerdict.LINK, Relation.FOLLOW_UP, work.arrived.earlier, 1.0, reasons)
    return Match(MatchVerdict.NEW, Relation.NEW, None, 0.0, ())


def _domains(work: Work, facts: CaseFacts) -> frozenset[str]:
    """Domains from which the bodies complained about write: their own, and a shared one with their word before it."""
    bodies = work.desk.offices.catalogue.bodies
    local, _, domain = work.read.traits.writer_email.rpartition("@")
    found: set[str] = set()
    for body in (bodies[one] for one in facts.services if one in bodies):
        found |= set(body.domains)
        words = [word for word in body.id.split("-") if len(word) >= 4]
        if domain in body.shared_domains and any(word in local for word in words):
            found.add(domain)
    return frozenset(found)


def _message_of(work: Work, found: Match) -> int:
    """The earlier message that this one is again."""
    own = work.read.traits
    of_case = [m for m in work.shelf.by_case[found.case or 0] if m in work.shelf.traits]
    same = [m for m in of_case if work.shelf.traits[m][1].message_id == own.message_id]
    alike = [m for m in of_case if work.shelf.traits[m][1].text_hash == own.text_hash]
    return next(iter([*same, *alike, *of_case]))


def _set_aside(work: Work, why: str) -> None:
    work.sheet.inbox[work.arrived.id] = {
        "status": "set-aside",
        "reason": why,
        "office": work.read.office,
        "done_at": work.now,
    }


def _surely_nothing(read: Read) -> bool:
    """A person's mail is set aside only where it is no complaint at all beyond doubt, or nothing but thanks.

    Who tells his street wants an answer.
    """
    kind = read.understanding.kind
    if kind.value is Kind.OTHER and read.traits.home[0]:
        return False
    return kind.value in (Kind.SPAM, Kind.BULK, Kind.BOUNCE, Kind.AUTOMATIC_REPLY, Kind.OTHER) and (
        kind.confidence >= 0.6
    )


def _why_nothing(read: Read) -> str:
    kind = read.understanding.kind
    return f"read as {kind.value} ({kind.method})"


def _again(work: Work, message: int, case: int) -> None:
    work.sheet.inbox[work.arrived.id] = {
        "status": "done",
        "office": work.read.office,
        "case_id": case,
        "message_id": message,
        "relation": Relation.SAME_MAIL.value,
        "done_at": work.now,
    }
    work.sheet.tell(case, work.now, "received-again", {"message": message, "channel": work.arrived.channel})


def _attach(session: Session, work: Work, found: Match, decision: Decision) -> None:
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


def _open(work: Work, found: Match, decision: Decision) -> None:
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
    sheet.tell(case, work.now, "received", {"message": message, "channel": work.arrived.channel})
    sheet.clocks += [{**plain_clock(clock), "case_id": case} for clock in decision.clocks]
    _propose(work, case, message, decision)
    _tasks_of_new(work, case, message, found, sealed)
    answer_new(work, case, decision)


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
    understanding = work.read.understanding
    if understanding.signalled(Signal.DISTRESS):
        task(work, "alarm", case, "The writer may be in despair: a person answers today.", work.now)
    elif understanding.signalled(Signal.THREAT):
        task(work, "alarm", case, "The message holds a threat: a person looks at it today.", work.now)


def _number(session: Session, sheet: Sheet, desk: Desk) -> None:
    """References and campaign labels, without gaps: the counters are locked until the cases that bear them commit."""
    groups: dict[tuple[str, int], list[int]] = {}
    for case, row in sheet.cases.items():
        year = row["received_at"].astimezone(BRUSSELS).year
        groups.setdefault((row["office"], year), []).append(case)
    for (office, year), cases in sorted(groups.items()):
        first = next_numbers(session, f"reference:{office}:{year}", len(cases))
        for place, case in enumerate(cases):
            form = desk.offices.office(office).reference_format
            sheet.cases[case]["reference"] = form.format(year=year, number=first + place)
    for row in sheet.campaigns.values():
        year = row["created_at"].astimezone(BRUSSELS).year
        number = next_numbers(session, f"campaign:{row['office']}:{year}", 1)
        row["label"] = f"{year}-{number}"
