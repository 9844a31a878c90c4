"""What people were asked to look at, by kind; done once, under a name."""

from starlette.responses import Response

from gateway.casework import tasks
from gateway.casework.acts import Act
from gateway.casework.now import REST
from gateway.casework.roles import Permission
from gateway.desk.visit import Visit, case_address

#: Tasks on one page.
MOST = 200


def show(visit: Visit) -> Response:
    group = visit.asked("kind", 40)
    if group not in (*tasks.GROUPS, REST):
        group = ""
    rows = tasks.open_tasks(visit.session, visit.person, group, MOST)
    return visit.page(
        "tasks.html",
        group=group,
        counts=tasks.counts(visit.session, visit.person),
        rows=rows,
        others=tasks.other_cases(visit.session, visit.person, [task for task, _ in rows]),
        most=MOST,
        may_work=visit.person.may(Permission.WORK),
        may_decide=visit.person.may(Permission.DECIDE),
    )


def done(visit: Visit) -> Response:
    task = tasks.settle(visit.session, _act(visit), visit.part_number("task"))
    return _back(visit, task.case_id, "task-done")


def link(visit: Visit) -> Response:
    """The two belong together."""
    into = tasks.together(visit.session, _act(visit), visit.part_number("task"))
    visit.looked_at.append((into.id, "link confirmed"))
    return visit.to(case_address(into), "linked")


def no_link(visit: Visit) -> Response:
    task = tasks.apart(visit.session, _act(visit), visit.part_number("task"))
    return _back(visit, task.case_id, "link-rejected")


def _back(visit: Visit, case_id: int | None, done: str) -> Response:
    if case_id is not None:
        visit.looked_at.append((case_id, done))
    group = visit.text("kind", 40)
    return visit.to(f"/tasks?kind={group}" if group in (*tasks.GROUPS, REST) else "/tasks", done)


def _act(visit: Visit) -> Act:
    return Act(visit.person, visit.now)
