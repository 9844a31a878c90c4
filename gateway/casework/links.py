"""Join, split, move, confirm: links between messages and cases that can always be undone.

A link is ended, never deleted; the matcher's index moves along, so that the next mail goes where the link says.
"""

from sqlalchemy import select
from sqlalchemy.orm import Session

from gateway.casework.acts import Act, acting, settle_task
from gateway.casework.errors import NotPossible
from gateway.store import history
from gateway.store.likeness import move as move_likeness
from gateway.store.tables import Case, CaseMessage, Inbox, Task


def confirm_link(session: Session, act: Act, task: Task, into: Case) -> None:
    """A proposed link was right: the message of the task (and its case, if it opened one) joins `into`."""
    message_id = int(task.data["message"])
    link = _standing(session, message_id)
    if link is not None and link.case_id != into.id:
        own = session.get_one(Case, link.case_id)
        _move(session, act, message_id, own, into, "link-confirmed")
        if not _others(session, own.id):
            _close_empty(session, act, own, into)
    settle_task(session, act, task)


def move_message(session: Session, act: Act, message_id: int, into: Case) -> None:
    """Takes one message out of its case and puts it into another one of the same office."""
    link = _standing(session, message_id)
    if link is None:
        raise NotPossible("this message stands in no case")
    source = session.get_one(Case, link.case_id)
    if source.id == into.id:
        raise NotPossible("the message stands in this case already")
    _move(session, act, message_id, source, into, "moved")
    if not _others(session, source.id):
        _close_empty(session, act, source, into)


def join(session: Session, act: Act, source: Case, into: Case) -> None:
    """All messages of `source` go to `into`; `source` is closed and says where they went. `split` undoes it."""
    if source.office != into.office:
        raise NotPossible("cases of two offices are not joined; pass the complaint on instead")
    if source.sealed != into.sealed:
        raise NotPossible("a sealed case is not joined with an open one")
    if source.id == into.id:
        raise NotPossible("a case is not joined with itself")
    for link in _links(session, source.id):
        _move(session, act, link.message_id, source, into, "joined")
    _close_empty(session, act, source, into)


def undo_join(session: Session, act: Act, source: Case) -> None:
    """Brings back what a join took out of `source`, and opens it again."""
    with acting(session, act, source):
        ended = session.scalars(
            select(CaseMessage).where(CaseMessage.case_id == source.id, CaseMessage.ended_by.is_not(None))
        ).all()
        if not ended or source.state != "joined":
            raise NotPossible("this case was not joined with another one")
        for link in ended:
            standing = _standing(session, link.message_id)
            if standing is not None:
                standing.ended_by, standing.ended_at = act.person.name, act.now
                history.append(
                    session, standing.case_id, act.now, act.person.name, "unlinked", {"message": link.message_id}
                )
            _link(session, act, link.message_id, source.id, link.relation)
        source.state, source.closed_at = "received", None
        history.append(session, source.id, act.now, act.person.name, "join-undone", {})


def _move(session: Session, act: Act, message_id: int, source: Case, into: Case, why: str) -> None:
    if source.office != into.office:
        raise NotPossible("a message does not move to another office; pass the complaint on instead")
    with acting(session, Act(act.person, act.now), source), acting(session, Act(act.person, act.now), into):
        link = _standing(session, message_id)
        relation = "follow-up" if link is None or link.relation == "new" else link.relation
        if link is not None:
            link.ended_by, link.ended_at = act.person.name, act.now
        _link(session, act, message_id, into.id, relation)
        detail = {"message": message_id, "from": source.reference, "to": into.reference}
        history.append(session, source.id, act.now, act.person.name, why, detail)
        history.append(session, into.id, act.now, act.person.name, why, detail)


def _link(session: Session, act: Act, message_id: int, case_id: int, relation: str) -> None:
    session.add(
        CaseMessage(
            case_id=case_id, message_id=message_id, relation=relation, linked_by=act.person.name, linked_at=act.now
        )
    )
    for arrival in session.scalars(select(Inbox).where(Inbox.message_id == message_id)):
        arrival.case_id = case_id
    session.flush()
    move_likeness(session, [message_id], case_id)


def _close_empty(session: Session, act: Act, source: Case, into: Case) -> None:
    source.state, source.closed_at = "joined", act.now
    history.append(session, source.id, act.now, act.person.name, "joined-into", {"case": into.reference})


def _standing(session: Session, message_id: int) -> CaseMessage | None:
    return session.scalars(
        select(CaseMessage).where(CaseMessage.message_id == message_id, CaseMessage.ended_at.is_(None))
    ).first()


def _links(session: Session, case_id: int) -> list[CaseMessage]:
    rows = select(CaseMessage).where(CaseMessage.case_id == case_id, CaseMessage.ended_at.is_(None))
    return list(session.scalars(rows))


def _others(session: Session, case_id: int) -> bool:
    return bool(_links(session, case_id))
