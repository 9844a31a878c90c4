"""A complaint that a partner seems to have too: what shows it, and what people of both houses say about it."""

from starlette.responses import Response

from gateway.casework.acts import Act
from gateway.casework.errors import NotPossible
from gateway.casework.roles import Permission
from gateway.desk.pages.answer import house_of
from gateway.desk.visit import Visit, case_address
from gateway.errors import GatewayError
from gateway.exchange import talks
from gateway.store.partners import Partner, TalkRow
from gateway.store.tables import Case

MOST_TEXT = 5_000


def show(visit: Visit) -> Response:
    row, case = _talk(visit)
    may = visit.person.may(Permission.DECIDE, case.office)
    return visit.page(
        "talk.html",
        row=row,
        case=case,
        address=case_address(case),
        partner=visit.session.get_one(Partner, row.partner_id),
        says=[step.value for step in talks.SAYS.get(row.state, ())] if may else [],
        likeness=row.likeness,
    )


def say(visit: Visit) -> Response:
    row, case = _talk(visit, lock=True)
    step, placed = visit.text("step", 16), visit.text("placed", 80)
    text = visit.text("text", MOST_TEXT).replace("\r\n", "\n")
    try:
        talks.say(visit.session, visit.act(), row, step, placed, text, house=house_of(visit, case))
    except GatewayError as error:
        raise NotPossible("this partner is not in the directory, or nobody verified its address") from error
    return visit.to(f"/talks/{row.id}", "talk-said")


def _talk(visit: Visit, *, lock: bool = False) -> tuple[TalkRow, Case]:
    act = Act(visit.person, visit.now)
    row, case = talks.talk_of_id(visit.session, act, visit.part_number("talk"), lock=lock)
    visit.looked_at.append((case.id, f"talk {row.id}"))
    return row, case
