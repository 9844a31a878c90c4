"""Which message stands in which case: joined, moved, split off, and undone."""

from sqlalchemy import select

from gateway.api.call import Call, Told
from gateway.api.calls.work import moved
from gateway.api.models import CaseNow, Given, Short
from gateway.casework.acts import acting, find
from gateway.casework.errors import NotPossible
from gateway.casework.links import join, move_message, undo_join
from gateway.casework.splitting import split
from gateway.store.tables import Case, CaseMessage


class Into(Given):
    """The other case of the same office."""

    into: Short


def join_case(call: Call, office: str, reference: str, given: Into) -> Told[CaseNow]:
    """Puts all messages of this case into another one, and closes this one. Answers with the other case."""
    case = call.case(office, reference, "join")
    into = _named(call, case, given.into)
    _hold(call, case)
    join(call.session, call.act(), case, into)
    return moved(into)


def undo(call: Call, office: str, reference: str) -> Told[CaseNow]:
    """Brings back what a join took out of this case, and opens it again."""
    case = call.case(office, reference, "undo join")
    undo_join(call.session, call.act(), case)
    return moved(case)


def move(call: Call, office: str, reference: str, message: int, given: Into) -> Told[CaseNow]:
    """Puts one message into another case. Answers with the other case."""
    case = call.case(office, reference, "move message")
    into = _named(call, case, given.into)
    if into.sealed != case.sealed:
        raise NotPossible("a sealed case is not joined with an open one")
    _standing(call, case, message)
    _hold(call, case)
    move_message(call.session, call.act(), message, into)
    return moved(into)


def split_off(call: Call, office: str, reference: str, message: int) -> Told[CaseNow]:
    """Makes a message a case of its own, with its own reference and terms. Answers with the new case."""
    case = call.case(office, reference, "split")
    _standing(call, case, message)
    _hold(call, case)
    return moved(split(call.session, call.act(), case, message, call.house(case)), 201)


def _hold(call: Call, case: Case) -> None:
    """The case as the program saw it, locked. Raises MovedOn."""
    with acting(call.session, call.act_on(case), case):
        pass
    call.session.flush()


def _named(call: Call, case: Case, reference: str) -> Case:
    other = find(call.session, call.person, case.office, reference.upper())
    call.looked(other.id, f"link with {case.reference}")
    return other


def _standing(call: Call, case: Case, message: int) -> None:
    rows = select(CaseMessage.id).where(
        CaseMessage.case_id == case.id,
        CaseMessage.message_id == min(message, 2**63 - 1),
        CaseMessage.ended_at.is_(None),
    )
    if call.session.scalars(rows.limit(1)).first() is None:
        raise NotPossible("this message stands in no case")
