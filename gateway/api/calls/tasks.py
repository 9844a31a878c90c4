"""What people were asked to look at."""

from typing import Annotated

from fastapi import Query
from pydantic import Field

from gateway.api.call import Call, Told, number_of
from gateway.api.calls.work import moved
from gateway.api.models import CaseNow, Given, Short, Shown, TaskLine
from gateway.api.whole import task_lines
from gateway.casework import tasks
from gateway.casework.now import REST

#: Tasks in one answer.
MOST = 200


class TaskFilter(Given):
    group: Short = Field(default="", description=f"One of {', '.join(tasks.GROUPS)}, rest; empty means all.")


class Tasks(Shown):
    tasks: list[TaskLine] = Field(description=f"At most {MOST}, those due first.")
    counts: dict[str, int] = Field(description="How many are open in each group.")


class TaskDone(Shown):
    id: int
    done_by: str | None


def list_tasks(call: Call, asked: Annotated[TaskFilter, Query()]) -> Tasks:
    """Open tasks that the token sees, those due first."""
    group = asked.group if asked.group in (*tasks.GROUPS, REST) else ""
    rows = tasks.open_tasks(call.session, call.person, group, MOST)
    return Tasks(tasks=task_lines(call, rows), counts=dict(tasks.counts(call.session, call.person)))


def done(call: Call, task: int) -> TaskDone:
    """Says that a task is done."""
    row = tasks.settle(call.session, call.act(), number_of(task))
    if row.case_id is not None:
        call.looked(row.case_id, "task-done")
    return TaskDone(id=row.id, done_by=row.done_by)


def link(call: Call, task: int) -> Told[CaseNow]:
    """A proposed link was right: the two belong together. Answers with the case in which the message now stands."""
    into = tasks.together(call.session, call.act(), number_of(task))
    call.looked(into.id, "link confirmed")
    call.session.flush()
    return moved(into)


def no_link(call: Call, task: int) -> TaskDone:
    """A proposed link was wrong: both cases stay as they are."""
    row = tasks.apart(call.session, call.act(), number_of(task))
    if row.case_id is not None:
        call.looked(row.case_id, "link-rejected")
    return TaskDone(id=row.id, done_by=row.done_by)
