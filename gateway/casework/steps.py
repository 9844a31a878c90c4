"""Steps of the procedure that go with a letter: both, or neither, under one name."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from classifiers.understanding import Language
from gateway.answering import NoWayToAnswer, case_facts, draft_answer, send_answer
from gateway.casework.acts import Act
from gateway.casework.clockwork import as_clock, clocks_of
from gateway.casework.errors import NotPossible
from gateway.casework.workflow import extend, move
from gateway.exchange.house import House
from gateway.store.tables import Case, History
from outbound.draft import Answer, Draft
from routing.calendar import brussels_day
from routing.clocks import CannotExtend, extended
from routing.procedures import Outcome

#: Step -> letter that is written with it.
LETTERS = {"extend": Answer.EXTENSION, "close": Answer.CLOSING, "withdraw": Answer.WITHDRAWAL_CONFIRMED}


@dataclass(frozen=True, slots=True)
class Wanted:
    """A step, and what a person typed with it."""

    step: str
    motivation: str = ""
    request: str = ""


def letter_of(session: Session, case: Case, wanted: Wanted, *, house: House, act: Act) -> Draft:
    """The exact letter that goes with the step. Raises NotPossible where there is no address or nothing to tell."""
    answer = LETTERS[wanted.step]
    language = house.office.language_for(Language(case.language))
    facts = case_facts(
        session,
        case,
        answer,
        language=language,
        office=house.office,
        catalogue=house.catalogue,
        offices=house.offices,
    )
    facts = replace(facts, motivations=(), signed_by=act.person.full_name)
    if answer is Answer.EXTENSION:
        clock = _new_term(session, case, house, act)
        facts = replace(facts, reason=wanted.motivation, new_last_day=clock)
    if answer is Answer.CLOSING:
        verdict = _verdict(session, case)
        facts = replace(
            facts,
            outcome=Outcome(verdict.detail["outcome"]),
            findings=verdict.detail["findings"],
            solution=verdict.detail["solution"],
            message=wanted.motivation,
        )
    try:
        return draft_answer(
            session,
            case,
            answer,
            office=house.office,
            offices=house.offices,
            catalogue=house.catalogue,
            now=act.now,
            facts=facts,
            language=language,
        )
    except NoWayToAnswer as error:
        raise NotPossible("there is no address to answer to: correct the address first") from error


def step_with_letter(session: Session, act: Act, case: Case, wanted: Wanted, *, house: House, delay: float) -> None:
    """Puts the letter into the outbox under this name, and takes the step that needs it."""
    draft = letter_of(session, case, wanted, house=house, act=act)
    send_answer(
        session,
        case,
        draft,
        office=house.office,
        secret=house.secret,
        now=act.now,
        dedupe_key=f"desk:{draft.answer.value}:{case.id}:{case.version}",
        approved_by=act.person.name,
        not_before=act.now + timedelta(seconds=delay),
    )
    session.flush()
    if wanted.step == "extend":
        extend(session, act, case, house.office, wanted.motivation)
    else:
        move(
            session,
            act,
            case,
            house.office,
            wanted.step,
            motivation=wanted.motivation,
            request=wanted.request,
        )


def _new_term(session: Session, case: Case, house: House, act: Act) -> date:
    extension = house.office.procedure.extension
    row = next((row for row in clocks_of(session, case.id) if extension and row.name == extension.term), None)
    if extension is None or row is None:
        raise NotPossible("this case has no term that can be extended")
    try:
        return extended(extension, as_clock(row), brussels_day(act.now)).nominal
    except CannotExtend as error:
        raise NotPossible(str(error)) from error


def _verdict(session: Session, case: Case) -> History:
    rows = select(History).where(History.case_id == case.id, History.step == "verdict")
    found = session.scalars(rows.order_by(History.number.desc()).limit(1)).first()
    if found is None:
        raise NotPossible("a verdict must be given first")
    return found
