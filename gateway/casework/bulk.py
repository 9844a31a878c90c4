"""One act on many cases: seen before it is done, done in one transaction, undone as one.

Each case keeps its own letter, its own step of the procedure and its own history; where one cannot take part, it says
why and stays as it is.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from gateway.casework.acts import Act, assign
from gateway.casework.choices import Plan, plan_for
from gateway.casework.deciding import carry_out, take_back
from gateway.casework.errors import CaseworkError, MovedOn, NotAllowed, NotPossible, NotSeen
from gateway.casework.letters import Typed, letter_for
from gateway.casework.roles import Permission, Person, visible
from gateway.exchange.house import House
from gateway.store.desk import BulkAct
from gateway.store.tables import Case
from outbound.draft import Answer, Draft
from routing.decision import Action

ASSIGN = "assign"
#: What may be done with many cases at once. Sealing, linking and asking are for one case at a time.
ACTS = (
    ASSIGN,
    Action.ANSWER.value,
    Action.FILE.value,
    Action.REFUSE.value,
    Action.FORWARD.value,
    Action.FIRST_LINE.value,
)
MOST = 200
#: Seconds that many letters wait longer than one, so that there is time to look again.
LONGER = 60.0


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be done with each."""

    what: str
    handler: str
    to: str | None
    typed: Typed


@dataclass(frozen=True, slots=True)
class Line:
    """What it comes to for one case."""

    case: Case
    plan: Plan | None
    draft: Draft | None
    #: Why this case stays out, in words; empty where it takes part.
    trouble: str = ""


def chosen(session: Session, person: Person, numbers: Sequence[int], *, lock: bool = False) -> list[Case]:
    """Those of the numbers that this person sees, in the order of the list."""
    rows = select(Case).where(Case.id.in_(numbers[:MOST]), visible(person)).order_by(Case.id)
    return list(session.scalars(rows.with_for_update() if lock else rows))


def lines_of(
    session: Session,
    person: Person,
    cases: Sequence[Case],
    wanted: Wanted,
    *,
    house_of: Callable[[Case], House],
    now: datetime,
) -> list[Line]:
    """The exact effect on each case. Nothing is changed."""
    if wanted.what not in ACTS:
        raise NotPossible("choose what happens with it")
    return [_line(session, person, case, wanted, house_of, now) for case in cases]


def mark_of(lines: Sequence[Line], wanted: Wanted) -> str:
    """Tells whether what is done is what was shown."""
    typed = wanted.typed
    told = [wanted.what, wanted.handler, wanted.to or "", typed.motivation, typed.message, str(typed.closes)]
    for line in lines:
        told += [str(line.case.id), str(line.case.version), line.trouble]
        if line.draft:
            told += [
                line.draft.channel,
                line.draft.to.email,
                *line.draft.to.postal,
                line.draft.subject,
                line.draft.text,
            ]
    return hashlib.sha256("\0".join(told).encode("utf-8", "replace")).hexdigest()


def do(
    session: Session,
    act: Act,
    lines: Sequence[Line],
    wanted: Wanted,
    *,
    house_of: Callable[[Case], House],
    delay: float,
) -> BulkAct:
    """Carries it out for every case that takes part. Raises MovedOn where somebody was ahead in one of them."""
    part = [line for line in lines if not line.trouble]
    if not part:
        raise NotPossible("none of these cases can take part")
    before: dict[str, str | None] = {}
    for line in part:
        case, free = line.case, replace(act, version=line.case.version)
        before[str(case.id)] = case.handler
        if wanted.what == ASSIGN:
            assign(session, free, case, wanted.handler)
        else:
            assert line.plan is not None
            house = house_of(case)
            carry_out(session, free, case, line.plan, line.draft, wanted.typed, house=house, delay=delay + LONGER)
        session.flush()
    row = BulkAct(user=act.person.name, at=act.now, what=wanted.what, cases=before, undone_at=None)
    session.add(row)
    session.flush()
    return row


def undo(session: Session, act: Act, number: int) -> tuple[int, int]:
    """Takes it back in each case where nothing left and nothing happened since. How many, and how many stayed."""
    row = session.scalars(select(BulkAct).where(BulkAct.id == number).with_for_update()).one_or_none()
    if row is None or row.user != act.person.name:
        raise NotSeen("no such act")
    if row.undone_at is not None:
        raise NotPossible("somebody did this already")
    back = stayed = 0
    for case in chosen(session, act.person, [int(one) for one in row.cases], lock=True):
        try:
            with session.begin_nested():
                _back(session, act, row, case)
            back += 1
        except (MovedOn, NotPossible, NotAllowed):
            stayed += 1
    row.undone_at = act.now
    return back, len(row.cases) - back


def _back(session: Session, act: Act, row: BulkAct, case: Case) -> None:
    if row.what == ASSIGN:
        assign(session, replace(act, version=0), case, row.cases[str(case.id)] or "")
    else:
        take_back(session, act, case)


def _line(
    session: Session, person: Person, case: Case, wanted: Wanted, house_of: Callable[[Case], House], now: datetime
) -> Line:
    try:
        if not person.may(Permission.DECIDE, case.office):
            raise NotAllowed("your role does not allow this")
        if wanted.what == ASSIGN:
            return Line(case, None, None, "" if (case.handler or "") != wanted.handler else "nothing changes here")
        if case.closed_at is not None:
            raise NotPossible("this case is closed already")
        house = house_of(case)
        plan = plan_for(session, person, case, house.office, house.catalogue, Action(wanted.what), wanted.to)
        if plan.partner:
            raise NotPossible("what goes to a partner by signed document is passed on one at a time")
        if plan.blocked:
            raise NotPossible(plan.blocked)
        draft = letter_for(session, case, plan, wanted.typed, house=house, now=now)
        if plan.action is Action.ANSWER and not wanted.typed.message:
            raise NotPossible("write the answer first")
        if (plan.needs_why or plan.answer is Answer.REFUSAL) and not wanted.typed.motivation:
            raise NotPossible("say why first: this is motivated")
    except CaseworkError as error:
        return Line(case, None, None, str(error))
    return Line(case, plan, draft)
