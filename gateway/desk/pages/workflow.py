"""The steps of the procedure: each a form with what it asks for, those with a letter behind an exact preview."""

import hashlib

from starlette.responses import Response

from gateway.casework.errors import NotPossible
from gateway.casework.steps import LETTERS, Wanted, letter_of, step_with_letter
from gateway.casework.workflow import move as take
from gateway.casework.workflow import possible_moves, record_verdict
from gateway.desk.pages.answer import house_of
from gateway.desk.readings import body_named
from gateway.desk.visit import Visit, case_address
from gateway.store.tables import Case
from outbound.blocks import blocks
from outbound.draft import Draft
from routing.procedures import Outcome

MOST = 20_000


def move(visit: Visit) -> Response:
    """A step without a letter of its own; one with a letter shows it first."""
    case = visit.case("step")
    step, house = visit.text("step", 40), house_of(visit, case)
    if step in LETTERS:
        return _preview(visit, case, _wanted(visit, step))
    if step == "verdict":
        outcome = visit.text("outcome", 40)
        if outcome not in set(Outcome):
            raise NotPossible("choose a verdict")
        findings, solution = _typed(visit, "motivation"), _typed(visit, "solution")
        record_verdict(visit.session, visit.act(), case, house.office, Outcome(outcome), findings, solution)
        return visit.to(case_address(case), "step-taken")
    target = visit.text("target", 200)
    body = body_named(visit.desk.catalogue, target) if target else ""
    if body is None:
        raise NotPossible("say first to which body it goes")
    take(
        visit.session,
        visit.act(),
        case,
        house.office,
        step,
        motivation=_typed(visit, "motivation"),
        solution=_typed(visit, "solution"),
        request=_typed(visit, "request"),
        target=body,
    )
    return visit.to(case_address(case) if visit.person.sees(case) else "/cases", "step-taken")


def send(visit: Visit) -> Response:
    """Only the letter that was shown leaves."""
    case = visit.case("step with letter")
    step, house = visit.text("step", 40), house_of(visit, case)
    if step not in LETTERS:
        raise NotPossible("choose what happens with it")
    wanted, act = _wanted(visit, step), visit.act()
    if _mark(letter_of(visit.session, case, wanted, house=house, act=act)) != visit.text("seen", 64):
        return _preview(visit, case, wanted)
    delay = visit.desk.gateway.settings.desk.send_delay_seconds
    step_with_letter(visit.session, act, case, wanted, house=house, delay=delay)
    return visit.to(case_address(case), "step-taken")


def _preview(visit: Visit, case: Case, wanted: Wanted) -> Response:
    house = house_of(visit, case)
    possible = {step.name: (step, why) for step, why in possible_moves(visit.session, visit.person, case, house.office)}
    if wanted.step not in possible:
        raise NotPossible("choose what happens with it")
    lacking = [need for need in possible[wanted.step][0].needs if need in ("motivation", "request")]
    if any(not getattr(wanted, need) for need in lacking):
        raise NotPossible("say why first: this is motivated")
    draft = letter_of(visit.session, case, wanted, house=house, act=visit.act())
    return visit.page(
        "step.html",
        case=case,
        address=case_address(case),
        wanted=wanted,
        draft=draft,
        blocks=blocks(draft.text),
        sender=house.office.sender(draft.language),
        seen=_mark(draft),
        delay=int(visit.desk.gateway.settings.desk.send_delay_seconds),
    )


def _wanted(visit: Visit, step: str) -> Wanted:
    return Wanted(step, _typed(visit, "motivation"), _typed(visit, "request"))


def _typed(visit: Visit, name: str) -> str:
    return visit.text(name, MOST).replace("\r\n", "\n")


def _mark(draft: Draft) -> str:
    told = (draft.channel, draft.to.email, *draft.to.postal, draft.subject, draft.text)
    return hashlib.sha256("\0".join(told).encode("utf-8", "replace")).hexdigest()
