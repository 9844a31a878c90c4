"""What people do with what leaves: put their name on it, call it back, settle what is in doubt, print and post it."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, and_, or_, select, update
from sqlalchemy.orm import Session

from classifiers.prepared import BRUSSELS
from gateway.answering.otherway import Proposed, what_now
from gateway.answering.withheld import refuse_leaks
from gateway.casework.acts import Act
from gateway.casework.clockwork import met_by_answer
from gateway.casework.errors import NotAllowed, NotPossible, NotSeen
from gateway.casework.roles import Permission, Person, visible
from gateway.casework.workflow import roles_of, standing_of
from gateway.store import history
from gateway.store.forms import restored
from gateway.store.tables import Case, Delivery, Outbox, Task
from outbound.draft import Channel, Draft
from routing.calendar import brussels_day
from routing.offices import Office
from routing.workflow import move_named, moves

#: States in the order in which people look at them.
STATES = (
    "waiting-for-person", "in-doubt", "failed", "queued", "sending", "printed", "sent", "posted", "withdrawn",
)  # fmt: skip
#: States from which an item can still be called back.
NOT_GONE = ("waiting-for-person", "queued", "failed")
#: How far ahead a time of sending may be chosen.
FURTHEST = timedelta(days=31)
#: Kinds of task that an item's ending settles.
ABOUT_SENDING = ("failed-send", "bounced", "in-doubt", "receipt-withheld", "telephone")
#: How long ago a letter may have been posted.
NOT_BEFORE = timedelta(days=60)


def scope(person: Person) -> ColumnElement[bool]:
    """Items of cases this person sees, and those without a case at offices whose quarantine he keeps."""
    seen = select(Case.id).where(visible(person))
    alone = and_(Outbox.case_id.is_(None), Outbox.office.in_(person.offices(Permission.QUARANTINE)))
    return or_(Outbox.case_id.in_(seen), alone)


def item_of(session: Session, person: Person, number: int, *, lock: bool = False) -> Outbox:
    """Raises NotSeen, the same for a missing and for a hidden one."""
    rows = select(Outbox).where(Outbox.id == number, scope(person))
    found = session.scalars(rows.with_for_update() if lock else rows).one_or_none()
    if found is None:
        raise NotSeen("no such item")
    return found


def approve(
    session: Session,
    act: Act,
    number: int,
    office: Office,
    delay: float,
    later: datetime | None = None,
    told_on: date | None = None,
) -> Outbox:
    """Puts this person's name on an item; it leaves after `delay` seconds, or at a time of his choice.

    What is told by telephone was told, on `told_on` or today. Raises NotAllowed where the step of the procedure that
    the letter belongs to is somebody else's, LeakFound where it would tell others who complains against the
    complainant's wish.
    """
    item = _taken(session, act, number, ("waiting-for-person",))
    if item.case_id is not None:
        case = session.get_one(Case, item.case_id)
        if not names(session, act.person, case, item, office):
            raise NotAllowed("this letter needs the name of somebody else")
        refuse_leaks(session, case, restored(Draft, item.draft))
    item.approved_by = act.person.name
    if item.channel == Channel.PHONE.value:
        _told(session, act, item, told_on or brussels_day(act.now))
    else:
        _tell(session, act, item, "approved")
        soon = act.now + timedelta(seconds=delay)
        item.state, item.reason, item.not_before = "queued", "", soon if later is None else chosen_time(act, later)
    _settle(session, act, item)
    return item


def _told(session: Session, act: Act, item: Outbox, day: date) -> None:
    """The note that it was told is the proof: the terms are met on that day."""
    if not brussels_day(item.created_at) <= day <= brussels_day(act.now):
        raise NotPossible("an answer was told today or since it was written")
    session.add(Delivery(outbox_id=item.id, at=act.now, event="told", code=day.isoformat(), text=act.person.name))
    moment = act.now if day == brussels_day(act.now) else _noon(day)
    _gone(session, item, "sent", moment, f"told on {day.isoformat()}, outgoing {item.id}")
    _tell(session, act, item, "told-by-phone")


def send_at(session: Session, act: Act, number: int, moment: datetime) -> Outbox:
    """It leaves at a time of this person's choice; until then it can be called back."""
    item = _taken(session, act, number, ("queued",))
    if item.rendered is not None:
        raise NotPossible("it was on its way already: its time stays what it is")
    item.not_before = chosen_time(act, moment)
    _tell(session, act, item, "send-time-chosen")
    return item


def chosen_time(act: Act, moment: datetime) -> datetime:
    """The time, where it may be chosen. Raises NotPossible."""
    if not act.now <= moment <= act.now + FURTHEST:
        raise NotPossible("choose a time from now on, a month ahead at most")
    return moment


def names(session: Session, person: Person, case: Case, item: Outbox, office: Office) -> bool:
    """Whether this person's name may stand under the letter: his is the step that it belongs to."""
    steps = [step for step in moves(case.state, office.procedure) if item.answer in step.letters]
    roles, handlers = roles_of(person, case.office), standing_of(session, case).handlers
    return not steps or any(
        roles & set(move_named(step.name, office.procedure).roles) and not (step.by_another and person.name in handlers)
        for step in steps
    )


def withdraw(session: Session, act: Act, number: int) -> Outbox:
    """It does not leave. Raises NotPossible once it may have left."""
    item = _taken(session, act, number, NOT_GONE)
    item.state, item.reason = "withdrawn", f"called back by {act.person.name}"
    _tell(session, act, item, "answer-withdrawn")
    _settle(session, act, item)
    return item


def found_sent(session: Session, act: Act, number: int) -> Outbox:
    """Somebody found out that an item in doubt did arrive."""
    item = _taken(session, act, number, ("in-doubt",))
    _gone(session, item, "sent", act.now)
    _tell(session, act, item, "found-sent")
    _settle(session, act, item)
    return item


def send_again(session: Session, act: Act, number: int) -> Outbox:
    """The same bytes once more, under the same Message-ID, so that a mail program shows a second copy as one."""
    item = _taken(session, act, number, ("in-doubt", "failed"))
    item.state, item.reason, item.attempts, item.not_before = "queued", "", 0, act.now
    item.approved_by = item.approved_by or act.person.name
    _tell(session, act, item, "sent-again")
    _settle(session, act, item)
    return item


def printed(session: Session, act: Act, number: int, sha256: str) -> Outbox:
    """`sha256`: the PDF that was printed, kept as proof."""
    item = _letter(session, act, number, ("queued", "printed"))
    item.rendered, item.state = sha256, "printed"
    session.add(Delivery(outbox_id=item.id, at=act.now, event="printed", text=act.person.name))
    return item


def posted(session: Session, act: Act, number: int, day: date) -> Outbox:
    """Handed to the post on `day`: the terms are met that day."""
    if not act.now - NOT_BEFORE <= _noon(day) <= act.now + timedelta(days=1):
        raise NotPossible("a letter was posted today or in the days before")
    item = _letter(session, act, number, ("printed",))
    session.add(Delivery(outbox_id=item.id, at=act.now, event="posted", code=day.isoformat(), text=act.person.name))
    moment = act.now if day == brussels_day(act.now) else _noon(day)
    _gone(session, item, "posted", moment, f"posted on {day.isoformat()}, outgoing {item.id}")
    _tell(session, act, item, "posted")
    _settle(session, act, item)
    return item


def returned(session: Session, act: Act, number: int, why: str, propose: Callable[[Outbox], Proposed | None]) -> Outbox:
    """The post brought it back: a task with the day by which the same must leave the other way, made by `propose`."""
    item = _letter(session, act, number, ("posted",))
    item.state, item.reason = "failed", f"came back by post: {why.strip() or 'no reason told'}"
    session.add(Delivery(outbox_id=item.id, at=act.now, event="returned", text=why.strip()[:500]))
    session.flush()
    other = propose(item)
    name = (item.draft.get("to") or {}).get("name") or item.to_address
    session.add(
        Task(
            office=item.office,
            kind="bounced",
            case_id=item.case_id,
            outbox_id=item.id,
            text=f"A letter to {name} came back by post. {what_now(other)}".strip(),
            data={"other_way": other.item} if other else {},
            due=other.due if other else None,
            dedupe_key=f"returned:{item.id}",
            created_at=act.now,
        )
    )
    _tell(session, act, item, "returned")
    return item


def letters(session: Session, person: Person, states: Sequence[str], most: int = 200) -> list[Outbox]:
    """The print tray: letters in these states, those due first."""
    rows = select(Outbox).where(Outbox.channel == Channel.LETTER.value, Outbox.state.in_(states), scope(person))
    return list(session.scalars(rows.order_by(Outbox.not_before, Outbox.id).limit(most)))


def _letter(session: Session, act: Act, number: int, states: tuple[str, ...]) -> Outbox:
    item = _taken(session, act, number, states)
    if item.channel != Channel.LETTER.value:
        raise NotPossible("this is no letter")
    return item


def _taken(session: Session, act: Act, number: int, states: tuple[str, ...]) -> Outbox:
    """The item, locked, in one of these states and not just now in the sender's hands."""
    item = item_of(session, act.person, number, lock=True)
    if not act.person.may(Permission.DECIDE, item.office):
        raise NotAllowed("your role does not allow this")
    if item.state not in states or item.lease_until is not None:
        raise NotPossible("somebody was ahead of you: look again how far it is")
    return item


def _gone(session: Session, item: Outbox, state: str, moment: datetime, proof: str = "sent") -> None:
    item.state, item.reason, item.sent_at = state, "", moment
    if item.case_id is not None:
        met_by_answer(session, session.get_one(Case, item.case_id), item.answer, moment, proof)


def _tell(session: Session, act: Act, item: Outbox, step: str) -> None:
    if item.case_id is not None:
        detail = {"outbox": item.id, "answer": item.answer, "channel": item.channel}
        history.append(session, item.case_id, act.now, act.person.name, step, detail)


def _settle(session: Session, act: Act, item: Outbox) -> None:
    session.execute(
        update(Task)
        .where(Task.outbox_id == item.id, Task.kind.in_(ABOUT_SENDING), Task.done_at.is_(None))
        .values(done_at=act.now, done_by=act.person.name, dedupe_key=None)
    )


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), BRUSSELS)
