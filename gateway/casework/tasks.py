"""Tasks of people: listed under the same eyes as cases, settled once, under one's own name."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from gateway.casework.acts import Act, settle_task
from gateway.casework.errors import NotAllowed, NotPossible, NotSeen
from gateway.casework.links import confirm_link
from gateway.casework.now import REST, TASK_NEEDS, open_by_kind, task_scope
from gateway.casework.roles import Permission, Person
from gateway.store import history
from gateway.store.tables import Case, Task

#: Code of a line on the first page -> kinds of task.
GROUPS: Final = {code: kinds for code, kinds, _ in TASK_NEEDS}
PROPOSED_LINK = "proposed-link"


def open_tasks(session: Session, person: Person, group: str, most: int) -> list[tuple[Task, Case | None]]:
    """Those due first come first; `group` "" means all."""
    rows = (
        select(Task, Case)
        .outerjoin(Case, Case.id == Task.case_id)
        .where(Task.done_at.is_(None), task_scope(person))
        .order_by(Task.due.is_(None), Task.due, Task.id)
        .limit(most)
    )
    if group == REST:
        rows = rows.where(Task.kind.not_in([kind for kinds in GROUPS.values() for kind in kinds]))
    elif group:
        rows = rows.where(Task.kind.in_(GROUPS[group]))
    return [(task, case) for task, case in session.execute(rows)]


def counts(session: Session, person: Person) -> list[tuple[str, int]]:
    """How many are open of each group, in the order of the first page."""
    by_kind = open_by_kind(session, person)
    found = [(code, sum(by_kind.pop(kind, 0) for kind in kinds)) for code, kinds in GROUPS.items()]
    return [*found, (REST, sum(by_kind.values()))]


def settle(session: Session, act: Act, number: int) -> Task:
    task = _taken(session, act, number, Permission.WORK)
    if task.kind == PROPOSED_LINK:
        raise NotPossible("say whether the two belong together")
    settle_task(session, act, task)
    return task


def together(session: Session, act: Act, number: int) -> Case:
    """The proposed link was right. The case that the message stands in now."""
    task = _taken(session, act, number, Permission.DECIDE)
    into = _other(session, act.person, task)
    confirm_link(session, act, task, into)
    return into


def apart(session: Session, act: Act, number: int) -> Task:
    """The proposed link was wrong: both stay as they are."""
    task = _taken(session, act, number, Permission.DECIDE)
    into = _other(session, act.person, task)
    settle_task(session, act, task)
    if task.case_id is not None:
        history.append(session, task.case_id, act.now, act.person.name, "link-rejected", {"case": into.reference})
    return task


def other_cases(session: Session, person: Person, tasks: Sequence[Task]) -> dict[int, Case]:
    """Task -> the earlier case of its proposed link, where this person sees it."""
    wanted = {task.id: int(task.data["case"]) for task in tasks if task.kind == PROPOSED_LINK and "case" in task.data}
    rows = session.scalars(select(Case).where(Case.id.in_(set(wanted.values()))))
    seen = {case.id: case for case in rows if person.sees(case)}
    return {task: seen[case] for task, case in wanted.items() if case in seen}


def _other(session: Session, person: Person, task: Task) -> Case:
    found = other_cases(session, person, [task]).get(task.id)
    if found is None:
        raise NotPossible("this task proposes no link")
    return found


def _taken(session: Session, act: Act, number: int, permission: Permission) -> Task:
    """The task, locked and still open. Raises NotSeen, NotAllowed, NotPossible."""
    rows = select(Task).where(Task.id == number, task_scope(act.person)).with_for_update()
    task = session.scalars(rows).one_or_none()
    if task is None:
        raise NotSeen("no such task")
    if not act.person.may(permission, task.office):
        raise NotAllowed("your role does not allow this")
    if task.done_at is not None:
        raise NotPossible("somebody did this already")
    return task
