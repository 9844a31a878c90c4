"""What becomes of arrivals that were read: all of it in the caller's transaction. `record` is the table of contents."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from operator import itemgetter

from sqlalchemy.orm import Session

from classifiers.likeness.people import names_told
from classifiers.understanding import Kind
from gateway.matching.shelf import Asked, gather
from gateway.pipeline.candidates import matched
from gateway.pipeline.elsewhere import hand_on, kept_elsewhere
from gateway.pipeline.opening import attach, open_case
from gateway.pipeline.read_reports import note_report
from gateway.pipeline.reading import Read
from gateway.pipeline.replies import tokens_of
from gateway.pipeline.sheet import Row, Sheet, write
from gateway.pipeline.work import BRUSSELS, Arrived, Desk, Work
from gateway.sending.caps import spent
from gateway.store.references import next_numbers
from routing.decide import decide
from routing.decision import Action
from routing.matching import Match, MatchVerdict, Relation

#: Ids of a thread that are looked up.
MOST_IDS = 40


def record(session: Session, arrivals: Sequence[Arrived], *, desk: Desk, now: datetime) -> Sheet:
    """Every arrival becomes a case, joins one, or is set aside with its reason."""
    asked = [_asked(arrived, desk) for arrived in arrivals]
    shelf = gather(session, asked)
    caps = spent(session, _addresses(arrivals), shelf.cases, now)
    sheet, kept = Sheet(), kept_elsewhere(session, [arrived.read for arrived in arrivals])
    for arrived, one in zip(arrivals, asked, strict=True):
        settle(session, Work(arrived, one, shelf, sheet, desk, caps, now, kept))
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
    hand_on(session, work)
    twin = work.shelf.same.get(read.content_key)
    if twin and not work.arrived.transfer:
        return _again(work, *twin)
    found = matched(work)
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
        earlier_closed=found.case is not None and work.shelf.cases[found.case].closed,
        matter=read.matter,
    )
    if found.verdict is MatchVerdict.LINK and found.case is not None:
        if found.relation is Relation.SAME_MAIL:
            return _again(work, _message_of(work, found), found.case)
        return attach(session, work, found, decision)
    nothing = decision.action is Action.FILE and not _by_a_party(read, found) and _surely_nothing(read)
    if nothing and not work.arrived.transfer:
        return _set_aside(work, _why_nothing(read))
    return open_case(work, found, decision)


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


def _by_a_party(read: Read, found: Match) -> bool:
    """Perhaps a word about a case by one of its people; spam under his address is none."""
    return found.verdict is MatchVerdict.PROPOSE and read.understanding.kind.value is Kind.OTHER


def _surely_nothing(read: Read) -> bool:
    """A person's mail is set aside only where it is no complaint at all beyond doubt, or nothing but thanks.

    Who tells his street wants an answer, unless he surely sells or cheats.
    """
    kind = read.understanding.kind
    sure = 0.95 if read.traits.home[0] else 0.6
    nothing = (Kind.SPAM, Kind.BULK, Kind.BOUNCE, Kind.AUTOMATIC_REPLY, Kind.OTHER)
    return kind.value in nothing and kind.confidence >= sure


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


def _number(session: Session, sheet: Sheet, desk: Desk) -> None:
    """References and campaign labels, without gaps: the counters are locked until the cases that bear them commit."""
    for (office, year), rows in _by_year(sheet.cases, "received_at"):
        first, form = next_numbers(session, f"reference:{office}:{year}", len(rows)), desk.offices.office(office)
        for number, row in enumerate(rows, first):
            row["reference"] = form.reference_format.format(year=year, number=number)
    for (office, year), rows in _by_year(sheet.campaigns, "created_at"):
        for number, row in enumerate(rows, next_numbers(session, f"campaign:{office}:{year}", len(rows))):
            row["label"] = f"{year}-{number}"


def _by_year(rows: Mapping[int, Row], moment: str) -> list[tuple[tuple[str, int], list[Row]]]:
    """Rows of each office and year, in one order on every node: the counters are locked in it."""
    groups: dict[tuple[str, int], list[Row]] = {}
    for row in rows.values():
        groups.setdefault((row["office"], row[moment].astimezone(BRUSSELS).year), []).append(row)
    return sorted(groups.items(), key=itemgetter(0))
