"""The print tray: letters to print in piles, to post, and those the post brought back."""

from collections.abc import Callable
from datetime import date

from starlette.responses import Response

from gateway.answering.otherway import Proposed, propose_other_way
from gateway.casework import outgoing, printing
from gateway.casework.acts import Act
from gateway.casework.errors import NotPossible
from gateway.casework.roles import Permission
from gateway.desk.pages.outbox import letter_pdf
from gateway.desk.visit import Visit
from gateway.store.raw import keep_raw
from gateway.store.tables import Outbox
from outbound.draft import Answer


def show(visit: Visit) -> Response:
    return visit.page(
        "tray.html",
        to_print=outgoing.letters(visit.session, visit.person, ("queued",)),
        to_post=outgoing.letters(visit.session, visit.person, ("printed",)),
        posted=outgoing.letters(visit.session, visit.person, ("posted",), most=50)[::-1],
        piles=printing.open_batches(visit.session, visit.person),
        may_decide=visit.person.may(Permission.DECIDE),
    )


def pile(visit: Visit) -> Response:
    """The ticked letters as one PDF behind a cover sheet; from now on they are what was printed."""
    ticked = _ticked(visit)
    batch = printing.print_batch(
        visit.session,
        Act(visit.person, visit.now),
        ticked,
        render=lambda item: letter_pdf(visit, item),
        office_names={office: visit.office_name(office) for office in visit.desk.offices},
        answer_names={answer.value: visit.say(f"answer.{answer.value}") for answer in Answer},
    )
    for number in ticked:
        _look(visit, outgoing.item_of(visit.session, visit.person, number), "printed")
    return visit.to("/outbox/tray", "piled", pile=str(batch.id))


def pile_pdf(visit: Visit) -> Response:
    number = visit.part_number("pile")
    content = printing.pile(visit.session, visit.person, number)
    for letter in printing.letters_of(visit.session, number):
        _look(visit, outgoing.item_of(visit.session, visit.person, letter), "looked at in its pile")
    headers = {"Content-Disposition": f'inline; filename="letters-{number}.pdf"'}
    return Response(content, media_type="application/pdf", headers=headers)


def pile_posted(visit: Visit) -> Response:
    for item in printing.post_batch(
        visit.session, Act(visit.person, visit.now), visit.part_number("pile"), _day(visit)
    ):
        _look(visit, item, "posted")
    return visit.to("/outbox/tray", "posted")


def printed(visit: Visit) -> Response:
    def mark(act: Act, number: int) -> Outbox:
        item = outgoing.item_of(visit.session, visit.person, number)
        return outgoing.printed(visit.session, act, number, keep_raw(visit.session, letter_pdf(visit, item), visit.now))

    return _each(visit, mark, "printed")


def posted(visit: Visit) -> Response:
    day = _day(visit)
    return _each(visit, lambda act, number: outgoing.posted(visit.session, act, number, day), "posted")


def returned(visit: Visit) -> Response:
    """Each becomes a task, with the same answer by the other way ready to be signed."""
    why = visit.text("why", 300)

    def propose(item: Outbox) -> Proposed | None:
        office = visit.desk.offices.get(item.office)
        if office is None:
            return None
        return propose_other_way(
            visit.session,
            item,
            office=office,
            offices=tuple(visit.desk.offices.values()),
            catalogue=visit.desk.catalogue,
            secret=visit.desk.gateway.secret,
            now=visit.now,
        )

    return _each(visit, lambda act, number: outgoing.returned(visit.session, act, number, why, propose), "returned")


def _day(visit: Visit) -> date:
    try:
        return date.fromisoformat(visit.text("day", 10))
    except ValueError:
        raise NotPossible("say on which day it was posted") from None


def _ticked(visit: Visit) -> list[int]:
    ticked = [int(value) for value in visit.texts("item") if value.isascii() and value.isdigit() and len(value) < 19]
    if not ticked:
        raise NotPossible("tick the letters first")
    return sorted(set(ticked))


def _look(visit: Visit, item: Outbox, what: str) -> None:
    if item.case_id is not None:
        visit.looked_at.append((item.case_id, f"letter {item.id} {what}"))


def _each(visit: Visit, mark: Callable[[Act, int], Outbox], done: str) -> Response:
    """All of the ticked letters, or none of them."""
    act = Act(visit.person, visit.now)
    for number in _ticked(visit):
        _look(visit, mark(act, number), done)
    return visit.to("/outbox/tray", done)
