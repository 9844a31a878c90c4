"""Two houses that have the same complaint find it by their marks, and two people agree who is best placed (seed 002).

A match only opens a talk here, at our own desk: the other house hears of it when a person of ours proposes something.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from classifiers.understanding import Language
from gateway.casework.acts import Act, acting
from gateway.casework.errors import NotPossible, NotSeen
from gateway.exchange.circles import mark_of
from gateway.exchange.directory import verified
from gateway.exchange.documents import new_document, put_out, stored
from gateway.exchange.house import House, day_of
from gateway.exchange.letters import plain_letter
from gateway.schedule.tasks import Wanted, add_tasks
from gateway.store import history
from gateway.store.partners import Circle, OwnMark, PartnerMark, TalkRow
from gateway.store.tables import Case, Task
from outbound.exchange.cover import talk_words
from outbound.exchange.document import Document, DocumentType, NotTaken, Refused
from outbound.exchange.fingerprints import Likeness, epochs, from_body, likeness
from outbound.exchange.talk import Talk, TalkState, TalkStep, follow, read_talk, talk_body

FOUND = "found"
#: Entries of one partner that are taken in a day: whoever fishes with lists of guesses is slowed down and seen.
MOST_A_DAY = 2_000
#: Calendar days until a proposal that nobody answered becomes a task.
ANSWER_WITHIN = 7
#: What a person may say, by how the talk stands.
SAYS: Mapping[str, tuple[TalkStep, ...]] = {
    FOUND: (TalkStep.PROPOSE,),
    TalkState.PROPOSED_TO_US.value: (TalkStep.AGREE, TalkStep.DECLINE, TalkStep.PROPOSE),
    TalkState.OPEN.value: (TalkStep.PROPOSE,),
    TalkState.AGREED.value: (TalkStep.DECLINE,),
}
#: What a partner's step is in words, for the task.
TOLD = {
    TalkStep.PROPOSE: "{partner} proposes that {body} takes the complaint that both have.",
    TalkStep.AGREE: "{partner} agrees that {body} takes the complaint that both have.",
    TalkStep.DECLINE: "{partner} does not agree about the complaint that both have: {body} is best placed.",
}
#: Where a step of our own leads.
OURS = {
    TalkStep.PROPOSE: TalkState.PROPOSED_BY_US,
    TalkStep.AGREE: TalkState.AGREED,
    TalkStep.DECLINE: TalkState.OPEN,
}


def hear_list(session: Session, document: Document, now: datetime) -> None:
    """Keeps a partner's marks and compares them with ours. Raises NotTaken outside a circle, or for too many."""
    name, quarter, entries = from_body(dict(document.body))
    circle = _shared(session, name, document.sender)
    if quarter not in epochs(day_of(now)):
        raise NotTaken(Refused.TOO_OLD, f"the list is of {quarter}")
    since = select(func.count(func.distinct(PartnerMark.handle))).where(
        PartnerMark.partner_id == document.sender, PartnerMark.received_at > now - timedelta(days=1)
    )
    if (session.scalar(since) or 0) + len(entries) > MOST_A_DAY:
        raise NotTaken(Refused.WRONG_BODY, f"more than {MOST_A_DAY} cases in a day")
    known = select(PartnerMark.handle, PartnerMark.value).where(
        PartnerMark.partner_id == document.sender,
        PartnerMark.circle_id == circle.id,
        PartnerMark.quarter == quarter,
    )
    standing = {(row.handle, row.value) for row in session.execute(known)}
    rows = {
        (handle, mark.value): PartnerMark(
            partner_id=document.sender,
            circle_id=circle.id,
            handle=handle,
            quarter=quarter,
            value=mark.value,
            mark={"value": mark.value, "bodies": mark.bodies, "months": mark.months, "text": mark.text},
            received_at=now,
        )
        for handle, found in entries
        for mark in found
        if (handle, mark.value) not in standing
    }
    session.add_all(rows.values())
    session.flush()
    values = [value for _, value in rows]
    ours = session.scalars(
        select(OwnMark).where(
            OwnMark.circle_id == circle.id, OwnMark.quarter == quarter, OwnMark.value.in_(values), OwnMark.value != ""
        )
    )
    compare(session, ours.all(), now, partner=document.sender)


def compare(session: Session, ours: Iterable[OwnMark], now: datetime, *, partner: str | None = None) -> None:
    """Opens a talk for every case of ours that a partner has too."""
    for case_id, circle_id, quarter in sorted({(row.case_id, row.circle_id, row.quarter) for row in ours}):
        own = _own(session, case_id, circle_id, quarter)
        theirs = session.scalars(
            select(PartnerMark).where(
                PartnerMark.circle_id == circle_id,
                PartnerMark.quarter == quarter,
                PartnerMark.value.in_([row.value for row in own]),
                *([PartnerMark.partner_id == partner] if partner else []),
            )
        ).all()
        for partner_id, handle in sorted({(row.partner_id, row.handle) for row in theirs}):
            found = likeness(
                [mark_of(row.mark) for row in own],
                [mark_of(row.mark) for row in _theirs(session, partner_id, handle, circle_id)],
            )
            if found is not None and found.same_matter:
                _opened(session, case_id, partner_id, own[0].handle, handle, found, now)


def hear_step(session: Session, document: Document, now: datetime) -> int:
    """A partner's word in a talk. Raises NotTaken for a case of ours that we never told him of."""
    said = read_talk(document.body)
    own = session.scalars(
        select(OwnMark)
        .join(Circle, Circle.id == OwnMark.circle_id)
        .where(OwnMark.handle == said.their_handle, OwnMark.told_at.is_not(None), Circle.ended_at.is_(None))
    ).first()
    if own is None:
        raise NotTaken(Refused.WRONG_BODY, "it speaks of a case that we told nobody of")
    _shared(session, own.circle_id, document.sender)
    case = session.get_one(Case, own.case_id)
    row = _talk(session, case.id, document.sender, said.own_handle)
    if row is None:
        row = _new(session, case.id, document.sender, own.handle, said.own_handle, {}, now)
    following = follow(None if row.state == FOUND else TalkState(row.state), said.step)
    detail = {"partner": document.sender, "answer": said.step.value, "text": said.text}
    if following is None:
        history.append(session, case.id, now, document.sender, "talk-out-of-order", detail)
        return case.id
    row.state, row.best_placed, row.text, row.changed_at = following.value, said.best_placed, said.text, now
    text = f"{TOLD[said.step].format(partner=document.sender, body=said.best_placed)} {said.text}".strip()
    add_tasks(session, [Wanted("same-elsewhere", f"talk:{document.id}", case.office, case.id, text, None)], now)
    history.append(session, case.id, now, document.sender, "talk", detail)
    return case.id


def say(session: Session, act: Act, row: TalkRow, step: str, best_placed: str, text: str, *, house: House) -> None:
    """A person's word to the partner: propose, agree, decline. It names no complainant, only handles of the lists."""
    if step not in SAYS.get(row.state, ()):
        raise NotPossible("choose first what you answer")
    placed = row.best_placed if step == TalkStep.AGREE else best_placed
    if placed not in (house.office.id, row.partner_id):
        raise NotPossible("choose who is best placed")
    case = session.get_one(Case, row.case_id)
    partner = verified(session, row.partner_id)
    if step == TalkStep.PROPOSE and partner.paused_at is not None:
        raise NotPossible("nothing new goes to this partner for now: it is paused")
    with acting(session, act, case):
        talk = Talk(row.own_handle, row.their_handle, TalkStep(step), placed, text.strip())
        document = new_document(DocumentType.TALK, house, partner, talk_body(talk), act.now)
        language = Language(partner.language)
        words = talk_words(talk, language, partner.name if placed == partner.id else house.office.named(language))
        draft = plain_letter(session, partner, words, house=house, reference=row.own_handle[:8], now=act.now)
        complete = replace(draft, attach_files=(stored(session, document, house, act.now),))
        by = act.person.name
        put_out(session, complete, f"document:{document.id}", house=house, now=act.now, case_id=None, by=by)
        row.state, row.best_placed, row.text, row.changed_at = OURS[talk.step].value, placed, text.strip(), act.now
        for task in session.scalars(
            select(Task).where(Task.case_id == case.id, Task.kind == "same-elsewhere", Task.done_at.is_(None))
        ):
            task.done_at, task.done_by = act.now, by
        detail = {"partner": partner.id, "answer": step, "text": text.strip()}
        history.append(session, case.id, act.now, by, "talk", detail)


def look_for_silence(session: Session, now: datetime) -> None:
    """A proposal that nobody answered in time is for a person. Twice does nothing more."""
    late = now - timedelta(days=ANSWER_WITHIN)
    rows = session.execute(
        select(TalkRow, Case)
        .join(Case, Case.id == TalkRow.case_id)
        .where(TalkRow.state == TalkState.PROPOSED_BY_US.value, TalkRow.changed_at < late)
    )
    wanted = [
        Wanted(
            "same-elsewhere",
            f"talk-silence:{row.id}:{row.changed_at:%Y-%m-%d}",
            case.office,
            case.id,
            f"{row.partner_id} did not answer our proposal about the same complaint: call them.",
        )
        for row, case in rows
    ]
    add_tasks(session, wanted, now)


def talks_of(session: Session, case_id: int) -> Sequence[TalkRow]:
    return session.scalars(select(TalkRow).where(TalkRow.case_id == case_id).order_by(TalkRow.id)).all()


def talk_of_id(session: Session, act: Act, number: int, *, lock: bool = False) -> tuple[TalkRow, Case]:
    """A talk about a case that this person sees. Raises NotSeen, the same for a missing and a hidden one."""
    rows = select(TalkRow).where(TalkRow.id == number)
    row = session.scalars(rows.with_for_update() if lock else rows).one_or_none()
    case = session.get(Case, row.case_id) if row is not None else None
    if row is None or case is None or not act.person.sees(case):
        raise NotSeen("no such transfer")
    return row, case


def _shared(session: Session, name: str, partner: str) -> Circle:
    circle = session.get(Circle, name)
    if circle is None or circle.ended_at is not None or partner not in circle.partners:
        raise NotTaken(Refused.WRONG_BODY, f"we are in no circle {name!r} with {partner}")
    return circle


def _own(session: Session, case_id: int, circle_id: str, quarter: str) -> Sequence[OwnMark]:
    return session.scalars(
        select(OwnMark).where(
            OwnMark.case_id == case_id, OwnMark.circle_id == circle_id, OwnMark.quarter == quarter, OwnMark.value != ""
        )
    ).all()


def _theirs(session: Session, partner: str, handle: str, circle_id: str) -> Sequence[PartnerMark]:
    return session.scalars(
        select(PartnerMark).where(
            PartnerMark.partner_id == partner, PartnerMark.handle == handle, PartnerMark.circle_id == circle_id
        )
    ).all()


def _talk(session: Session, case_id: int, partner: str, handle: str) -> TalkRow | None:
    return session.scalars(
        select(TalkRow).where(TalkRow.case_id == case_id, TalkRow.partner_id == partner, TalkRow.their_handle == handle)
    ).one_or_none()


def _opened(
    session: Session, case_id: int, partner: str, own: str, theirs: str, found: Likeness, now: datetime
) -> None:
    if _talk(session, case_id, partner, theirs) is not None:
        return
    case = session.get_one(Case, case_id)
    told = {"text": round(100 * found.text), "bodies": found.bodies, "months": found.months}
    _new(session, case_id, partner, own, theirs, told, now)
    text = f"{partner} seems to have the same complaint: agree who is best placed."
    key = f"same-elsewhere:{case_id}:{partner}:{theirs}"
    add_tasks(session, [Wanted("same-elsewhere", key, case.office, case_id, text, None)], now)
    history.append(session, case_id, now, history.SYSTEM, "same-elsewhere", {"partner": partner})


def _new(
    session: Session, case_id: int, partner: str, own: str, theirs: str, told: dict[str, int], now: datetime
) -> TalkRow:
    row = TalkRow(
        case_id=case_id,
        partner_id=partner,
        own_handle=own,
        their_handle=theirs,
        state=FOUND,
        best_placed="",
        likeness=told,
        text="",
        changed_at=now,
    )
    session.add(row)
    session.flush()
    return row
