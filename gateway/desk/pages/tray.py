"""The print tray: letters to print, to post, and those the post brought back."""

from collections.abc import Callable
from datetime import date

from starlette.responses import Response

from gateway.casework import outgoing
from gateway.casework.acts import Act
from gateway.casework.errors import NotPossible
from gateway.casework.roles import Permission
from gateway.desk.pages.outbox import letter_pdf
from gateway.desk.visit import Visit
from gateway.store.raw import keep_raw
from gateway.store.tables import Outbox


def show(visit: Visit) -> Response:
    return visit.page(
        "tray.html",
        to_print=outgoing.letters(visit.session, visit.person, ("queued",)),
        to_post=outgoing.letters(visit.session, visit.person, ("printed",)),
        posted=outgoing.letters(visit.session, visit.person, ("posted",), most=50)[::-1],
        may_decide=visit.person.may(Permission.DECIDE),
    )


def printed(visit: Visit) -> Response:
    def mark(act: Act, number: int) -> Outbox:
        item = outgoing.item_of(visit.session, visit.person, number)
        return outgoing.printed(visit.session, act, number, keep_raw(visit.session, letter_pdf(visit, item), visit.now))

    return _each(visit, mark, "printed")


def posted(visit: Visit) -> Response:
    try:
        day = date.fromisoformat(visit.text("day", 10))
    except ValueError:
        raise NotPossible("say on which day it was posted") from None
    return _each(visit, lambda act, number: outgoing.posted(visit.session, act, number, day), "posted")


def returned(visit: Visit) -> Response:
    why = visit.text("why", 300)
    return _each(visit, lambda act, number: outgoing.returned(visit.session, act, number, why), "returned")


def _each(visit: Visit, mark: Callable[[Act, int], Outbox], done: str) -> Response:
    """All of the ticked letters, or none of them."""
    ticked = [int(value) for value in visit.texts("item") if value.isascii() and value.isdigit() and len(value) < 19]
    if not ticked:
        raise NotPossible("tick the letters first")
    act = Act(visit.person, visit.now)
    for number in sorted(set(ticked)):
        item = mark(act, number)
        if item.case_id is not None:
            visit.looked_at.append((item.case_id, f"letter {number} {done}"))
    return visit.to("/outbox/tray", done)
