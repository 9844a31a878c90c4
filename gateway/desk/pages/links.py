"""Which message stands in which case: joined, moved, split off, and all of it undone."""

from sqlalchemy import select
from starlette.responses import Response

from gateway.casework.acts import Act, acting, find
from gateway.casework.errors import NotPossible
from gateway.casework.links import join as join_cases
from gateway.casework.links import move_message, undo_join
from gateway.casework.splitting import split as split_off
from gateway.desk.pages.answer import house_of
from gateway.desk.visit import Visit, case_address
from gateway.store.tables import Case, CaseMessage


def join(visit: Visit) -> Response:
    case = visit.case("join")
    into = _named(visit, case)
    with acting(visit.session, visit.act(), case):
        pass
    join_cases(visit.session, _act(visit), case, into)
    return visit.to(case_address(into), "joined")


def undo(visit: Visit) -> Response:
    case = visit.case("undo join")
    undo_join(visit.session, _act(visit), case)
    return visit.to(case_address(case), "join-undone")


def move(visit: Visit) -> Response:
    case = visit.case("move message")
    into = _named(visit, case)
    if into.sealed != case.sealed:
        raise NotPossible("a sealed case is not joined with an open one")
    move_message(visit.session, _act(visit), _message(visit, case), into)
    return visit.to(case_address(into), "moved")


def split(visit: Visit) -> Response:
    case = visit.case("split")
    with acting(visit.session, visit.act(), case):
        pass
    fresh = split_off(visit.session, _act(visit), case, _message(visit, case), house_of(visit, case))
    return visit.to(case_address(fresh), "split")


def _named(visit: Visit, case: Case) -> Case:
    """The other case of the same office, by its reference."""
    reference = visit.text("into", 40).upper()
    if not reference:
        raise NotPossible("name the other case by its reference")
    other = find(visit.session, visit.person, case.office, reference)
    visit.looked_at.append((other.id, f"link with {case.reference}"))
    return other


def _message(visit: Visit, case: Case) -> int:
    number = visit.number("message")
    standing = select(CaseMessage.id).where(
        CaseMessage.case_id == case.id, CaseMessage.message_id == number, CaseMessage.ended_at.is_(None)
    )
    if visit.session.scalars(standing.limit(1)).first() is None:
        raise NotPossible("this message stands in no case")
    return number


def _act(visit: Visit) -> Act:
    return Act(visit.person, visit.now)
