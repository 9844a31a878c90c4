"""One case: everything that happened in it, its people, its terms, and what may be done."""

from collections.abc import Collection
from datetime import date, timedelta

from sqlalchemy import Select, or_, select
from starlette.responses import Response

from classifiers.message import Part
from gateway.answering.answer import postal_lines
from gateway.casework import drafts
from gateway.casework.acts import NOTES, Act, messages_of
from gateway.casework.acts import assign as assign_to
from gateway.casework.acts import note as add_note
from gateway.casework.arrival_day import LONGEST, change_day
from gateway.casework.beside import OPEN_FOR
from gateway.casework.choices import cards_of
from gateway.casework.clockwork import RUNNING, clocks_of
from gateway.casework.deciding import open_proposal
from gateway.casework.errors import NotPossible
from gateway.casework.roles import Permission, visible
from gateway.casework.workflow import possible_moves
from gateway.desk.shown import Shown, show_message
from gateway.desk.timeline import details_of, timeline_of
from gateway.desk.visit import Visit, case_address, colleagues
from gateway.exchange.talks import talks_of
from gateway.store.desk import AccessLog, Presence, SavedDraft, User
from gateway.store.partners import TransferRow
from gateway.store.tables import Campaign, Case, MessageRow, Proposal, Task

#: Somebody who looked this recently is said to be in the case.
PRESENT = timedelta(minutes=10)
MOST_RELATED = 20


def show(visit: Visit) -> Response:
    case = visit.case("case")
    messages = [
        (row, show_message(visit.session, row, with_marks=False)) for _, row in messages_of(visit.session, case.id)
    ]
    proposal = open_proposal(visit.session, case.id)
    latest = proposal or _latest_proposal(visit, case)
    office = visit.desk.offices.get(case.office)
    clocks = clocks_of(visit.session, case.id)
    return visit.page(
        "case.html",
        case=case,
        address=case_address(case),
        postal=postal_lines(case.person),
        entries=timeline_of(visit.session, case, messages),
        notes=NOTES,
        details=lambda step: details_of(step, visit.say, visit.body_name),
        files=_files_of(messages),
        clocks=clocks,
        running=RUNNING,
        proposal=proposal,
        cards=cards_of(proposal) if proposal else [],
        findings=latest.decision.get("findings", ()) if latest else (),
        tasks=_tasks(visit, case),
        related=related_to(visit, case),
        campaign=visit.session.get(Campaign, case.campaign_id) if case.campaign_id else None,
        talks=talks_of(visit.session, case.id),
        transfers=list(visit.session.scalars(select(TransferRow).where(TransferRow.case_id == case.id))),
        colleagues=colleagues(visit.session, case.office),
        others=others_in(visit, case),
        writing=[(row, _full_name(visit, row.author)) for row in drafts.in_case(visit.session, case)],
        own_note=_own_note(visit, case),
        moves=possible_moves(visit.session, visit.person, case, office) if office else (),
        office=office,
        oldest=visit.today - LONGEST,
        may_decide=visit.person.may(Permission.DECIDE, case.office),
        may_work=visit.person.may(Permission.WORK, case.office),
    )


def note(visit: Visit) -> Response:
    case = visit.case("note")
    act = Act(visit.person, visit.now)
    add_note(visit.session, act, case, visit.text("text", 20_000), visit.text("kind", 20) or "note")
    drafts.forget(visit.session, act, case, drafts.NOTE)
    return visit.to(case_address(case), "noted")


def assign(visit: Visit) -> Response:
    case = visit.case("assign")
    chosen = visit.text("handler", 80)
    if chosen and chosen not in {name for name, _ in colleagues(visit.session, case.office)}:
        raise NotPossible("nobody of that name works for this office")
    assign_to(visit.session, visit.act(), case, chosen)
    return visit.to(case_address(case) if visit.person.sees(case) else "/cases", "assigned")


def received(visit: Visit) -> Response:
    """Another day of receipt than the one in the books."""
    case = visit.case("day of receipt")
    office = visit.desk.offices.get(case.office)
    if office is None:
        raise NotPossible("this office is no longer served here")
    try:
        day = date.fromisoformat(visit.text("day", 10))
    except ValueError:
        raise NotPossible("say on which day it was received") from None
    change_day(visit.session, visit.act(), case, office, day, visit.text("motivation", 2_000))
    return visit.to(case_address(case), "day-changed")


def others_in(visit: Visit, case: Case) -> list[str]:
    """Full names of colleagues who looked at the case in the last minutes."""
    looked = select(AccessLog.user).where(AccessLog.case_id == case.id, AccessLog.at > visit.now - PRESENT)
    there = select(Presence.user).where(Presence.case_id == case.id, Presence.seen_at > visit.now - OPEN_FOR)
    names = {*visit.session.scalars(looked), *visit.session.scalars(there)} - {visit.person.name}
    full = {row.name: row.full_name for row in visit.session.execute(_named(names))} if names else {}
    return sorted(full.get(name) or name for name in names)


def _named(names: Collection[str]) -> Select[str, str]:
    return select(User.name, User.full_name).where(User.name.in_(names))


def related_to(visit: Visit, case: Case) -> list[Case]:
    """Cases of the same complainant or the same campaign that this person sees."""
    same = [Case.person_email == case.person_email] if case.person_email else []
    same += [Case.campaign_id == case.campaign_id] if case.campaign_id else []
    if not same:
        return []
    rows = select(Case).where(visible(visit.person), Case.id != case.id, Case.office == case.office, or_(*same))
    return list(visit.session.scalars(rows.order_by(Case.received_at.desc()).limit(MOST_RELATED)))


def _own_note(visit: Visit, case: Case) -> str:
    row: SavedDraft | None = drafts.own(visit.session, Act(visit.person, visit.now), case, drafts.NOTE)
    return str(row.fields.get("text", "")) if row else ""


def _full_name(visit: Visit, name: str) -> str:
    return visit.session.scalars(select(User.full_name).where(User.name == name)).first() or name


def _files_of(messages: list[tuple[MessageRow, Shown | None]]) -> list[tuple[int, Part]]:
    """Message and part of every attachment."""
    return [(row.id, part) for row, shown in messages if shown for part in shown.parts if part.filename]


def _latest_proposal(visit: Visit, case: Case) -> Proposal | None:
    rows = select(Proposal).where(Proposal.case_id == case.id).order_by(Proposal.id.desc()).limit(1)
    return visit.session.scalars(rows).first()


def _tasks(visit: Visit, case: Case) -> list[Task]:
    rows = select(Task).where(Task.case_id == case.id, Task.done_at.is_(None)).order_by(Task.due, Task.id)
    return list(visit.session.scalars(rows))
