"""Acts on many cases of the list: ticked, seen one by one, done under one name, and undone as one."""

from urllib.parse import parse_qsl

from starlette.responses import Response

from gateway.casework import bulk
from gateway.casework.acts import Act
from gateway.casework.errors import NotPossible
from gateway.casework.letters import Typed
from gateway.casework.queue import ids_of
from gateway.desk.pages.answer import house_of
from gateway.desk.pages.queue import filter_of
from gateway.desk.readings import body_named
from gateway.desk.visit import Visit, colleagues
from gateway.store.tables import Case
from routing.decision import Action

#: Acts that go to a body.
TO_BODY = (Action.FORWARD.value, Action.FIRST_LINE.value)


def preview(visit: Visit) -> Response:
    cases = _cases(visit)
    return _shown(visit, cases, _wanted(visit, cases))


def carry_out(visit: Visit) -> Response:
    """Only what was shown is done: anything else is shown first."""
    cases = _cases(visit, lock=True)
    wanted = _wanted(visit, cases)
    lines = _lines(visit, cases, wanted)
    if bulk.mark_of(lines, wanted) != visit.text("seen", 64):
        return _shown(visit, cases, wanted, changed=True)
    delay = visit.desk.gateway.settings.desk.send_delay_seconds
    row = bulk.do(visit.session, _act(visit), lines, wanted, house_of=lambda case: house_of(visit, case), delay=delay)
    visit.looked_at += [(int(case), f"bulk {row.what}") for case in row.cases]
    return visit.to(f"/cases?{_query(visit)}", "bulk-done", bulk=str(row.id), number=str(len(row.cases)))


def undo(visit: Visit) -> Response:
    back, stayed = bulk.undo(visit.session, _act(visit), visit.part_number("act"))
    return visit.to("/cases", "bulk-undone" if not stayed else "bulk-undone-partly", number=str(back))


def _cases(visit: Visit, *, lock: bool = False) -> list[Case]:
    """The ticked cases, or all of the list where that was asked."""
    numbers = [int(one) for one in visit.texts("case") if one.isascii() and one.isdigit() and len(one) < 19]
    if visit.text("all") == "yes":
        shown = filter_of(dict(parse_qsl(_query(visit), keep_blank_values=True)))
        numbers = ids_of(visit.session, visit.person, shown, visit.today, bulk.MOST)
    cases = bulk.chosen(visit.session, visit.person, numbers, lock=lock)
    if not cases:
        raise NotPossible("tick the cases first")
    visit.looked_at += [(case.id, "bulk") for case in cases]
    return cases


def _wanted(visit: Visit, cases: list[Case]) -> bulk.Wanted:
    what = visit.text("what", 16)
    to = body_named(visit.desk.catalogue, visit.text("body", 200)) if what in TO_BODY else None
    if what in TO_BODY and to is None:
        raise NotPossible("say first to which body it goes")
    handler = visit.text("handler", 80)
    if what == bulk.ASSIGN and handler:
        for office in {case.office for case in cases}:
            if handler not in {name for name, _ in colleagues(visit.session, office)}:
                raise NotPossible("nobody of that name works for this office")
    typed = Typed(
        motivation=visit.text("motivation", 10_000).replace("\r\n", "\n"),
        message=visit.text("message", 20_000).replace("\r\n", "\n"),
        closes=what == Action.ANSWER and visit.text("closes") == "yes",
    )
    return bulk.Wanted(what, handler, to, typed)


def _lines(visit: Visit, cases: list[Case], wanted: bulk.Wanted) -> list[bulk.Line]:
    return bulk.lines_of(
        visit.session, visit.person, cases, wanted, house_of=lambda case: house_of(visit, case), now=visit.now
    )


def _shown(visit: Visit, cases: list[Case], wanted: bulk.Wanted, *, changed: bool = False) -> Response:
    lines = _lines(visit, cases, wanted)
    delay = visit.desk.gateway.settings.desk.send_delay_seconds
    return visit.page(
        "bulk.html",
        lines=lines,
        part=[line for line in lines if not line.trouble],
        out=[line for line in lines if line.trouble],
        wanted=wanted,
        seen=bulk.mark_of(lines, wanted),
        changed=changed,
        query=_query(visit),
        body=visit.text("body", 200),
        delay=int(delay + bulk.LONGER),
        handlers=colleagues(visit.session, cases[0].office),
    )


def _query(visit: Visit) -> str:
    """The list it was asked from, as our own filter writes it."""
    return filter_of(dict(parse_qsl(visit.text("query", 500), keep_blank_values=True))).address(after="")


def _act(visit: Visit) -> Act:
    return Act(visit.person, visit.now)
