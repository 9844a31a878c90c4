"""Triage: the next proposal, the message beside what was read of it, and one key for each decision."""

from urllib.parse import urlencode

from sqlalchemy import select
from starlette.responses import Response

from classifiers.understanding import Kind, Language
from gateway.answering.facts import opening_message
from gateway.casework.acts import acting, correct
from gateway.casework.choices import cards_of
from gateway.casework.deciding import open_proposal
from gateway.casework.reconsider import reconsider
from gateway.casework.roles import Permission, visible
from gateway.desk.pages.answer import house_of
from gateway.desk.pages.case import others_in, related_to
from gateway.desk.readings import changes_of, facts_of, fields_of
from gateway.desk.shown import show_message
from gateway.desk.visit import Visit, case_address
from gateway.store import history
from gateway.store.tables import Case, Proposal
from routing.decision import Action

#: Proposals among which the next one is looked for.
AHEAD = 500


def first(visit: Visit) -> Response:
    """On to the next case that waits for a decision: those due first come first."""
    rows = (
        select(Case, Proposal.id)
        .join(Proposal, Proposal.case_id == Case.id)
        .where(Proposal.state == "open", Case.closed_at.is_(None), visible(visit.person))
        .order_by(Case.due.is_(None), Case.due, Proposal.id)
        .limit(AHEAD)
    )
    waiting = [(case, number) for case, number in visit.session.execute(rows)]
    passed = visit.asked("after", 20)
    place = next((i + 1 for i, (_, number) in enumerate(waiting) if str(number) == passed), 0)
    carried = {key: value for key in ("done", "undo") if (value := visit.asked(key, 200))}
    if not waiting:
        return visit.page("triage_done.html")
    case, _ = waiting[place % len(waiting)]
    return visit.to(case_address(case, "triage"), **carried)


def show(visit: Visit) -> Response:
    case = visit.case("triage")
    opening = opening_message(visit.session, case.id)
    proposal = open_proposal(visit.session, case.id)
    catalogue = visit.desk.catalogue
    return visit.page(
        "triage.html",
        case=case,
        address=case_address(case),
        message=opening,
        shown=show_message(visit.session, opening) if opening else None,
        fields=fields_of(case, opening, catalogue, visit.say.language),
        facts=facts_of(opening),
        proposal=proposal,
        cards=cards_of(proposal) if proposal else [],
        confirmed=bool(visit.asked("confirmed", 1)),
        others=others_in(visit, case),
        related=related_to(visit, case),
        kinds=[kind.value for kind in Kind],
        languages=[language.value for language in Language],
        actions=[action.value for action in Action],
        may_decide=visit.person.may(Permission.DECIDE, case.office),
        may_work=visit.person.may(Permission.WORK, case.office),
        bodies=_likely(visit, case, proposal),
    )


def confirm(visit: Visit) -> Response:
    """All fields are right, with what was typed in their place."""
    case = visit.case("confirm")
    sent = {name: visit.text(name, 2_000) for name in visit.form}
    changes = changes_of(case, sent, visit.desk.catalogue, visit.say.language)
    if "kind" in changes and changes["kind"] not in set(Kind):
        del changes["kind"]
    if "language" in changes and changes["language"] not in set(Language):
        del changes["language"]
    act = visit.act()
    if changes:
        correct(visit.session, act, case, changes)
        visit.session.flush()
        if case.office in visit.desk.offices:
            reconsider(visit.session, act, case, house=house_of(visit, case))
    else:
        with acting(visit.session, act, case, Permission.WORK):
            history.append(visit.session, case.id, visit.now, visit.person.name, "confirmed", {})
    return visit.to(f"{case_address(case, 'triage')}?{urlencode({'confirmed': 1})}")


def _likely(visit: Visit, case: Case, proposal: Proposal | None) -> list[str]:
    """Names offered while a body is typed: those of this case first, then every complaint body."""
    catalogue = visit.desk.catalogue
    offered = [*case.services, *([proposal.to_body] if proposal and proposal.to_body else [])]
    offered += [body.id for body in catalogue.bodies.values() if body.takes_complaints and body.pool]
    return list(dict.fromkeys(visit.body_name(body) for body in offered))
