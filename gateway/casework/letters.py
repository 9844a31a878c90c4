"""The letter that goes with a choice: the facts of the case with what the person at the desk adds."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from classifiers.understanding import Language
from gateway.answering import NoWayToAnswer, body_contact, case_facts, draft_answer
from gateway.casework.choices import Plan
from gateway.casework.errors import NotPossible
from gateway.exchange.house import House
from gateway.store.tables import Case, Proposal
from outbound.draft import Answer, Channel, Draft
from outbound.facts import Facts
from routing.decision import Action, Verdict


@dataclass(frozen=True, slots=True)
class Typed:
    """What a person wrote beside the letter."""

    motivation: str = ""
    message: str = ""
    #: The whole text, where it was edited by hand.
    text: str = ""
    language: str = ""
    #: The case is filed once the answer is on its way.
    closes: bool = False


def letter_for(session: Session, case: Case, plan: Plan, typed: Typed, *, house: House, now: datetime) -> Draft | None:
    """The exact letter, or None where nothing leaves. Raises NotPossible where there is no address for one."""
    if plan.answer is None:
        return None
    language = house.office.language_for(Language(typed.language or case.language))
    try:
        draft = draft_answer(
            session,
            case,
            plan.answer,
            office=house.office,
            offices=house.offices,
            catalogue=house.catalogue,
            now=now,
            facts=_facts(session, case, plan, typed, language, house),
            language=language,
        )
    except NoWayToAnswer as error:
        raise NotPossible("there is no address to answer to: correct the address first") from error
    if draft.channel is Channel.PHONE and not (case.person.get("phone") or draft.to.email or draft.to.postal):
        raise NotPossible("there is no address to answer to: correct the address first")
    return replace(draft, text=typed.text) if typed.text else draft


def proposed_motivation(proposal: Proposal | None, language: str) -> str:
    """Sentences of the grounds that seem to stand, for a motivated letter."""
    findings = proposal.decision.get("findings", ()) if proposal else ()
    told = (
        finding.get("motivation", {}).get(language, "")
        for finding in findings
        if finding.get("verdict") == Verdict.YES.value
    )
    return "\n".join(sentence for sentence in told if sentence)


def _facts(session: Session, case: Case, plan: Plan, typed: Typed, language: Language, house: House) -> Facts:
    assert plan.answer is not None
    known = case_facts(
        session,
        case,
        plan.answer,
        language=language,
        office=house.office,
        catalogue=house.catalogue,
        offices=house.offices,
    )
    body = house.catalogue.bodies.get(plan.to or "")
    motivations = tuple(line.strip() for line in typed.motivation.splitlines() if line.strip())
    changes = replace(
        known,
        motivations=motivations,
        message=typed.message,
        body=body_contact(body, language, offices=house.offices) if body else None,
        forwarded=plan.answer is Answer.FORWARDING_NOTICE,
        first_line_first=bool(body and body.takes_complaints and body.first_line_required),
        to_first_line=plan.action is Action.FIRST_LINE,
        reason=" ".join(motivations) if body else "",
    )
    if plan.answer is Answer.RECEIPT_ADMISSIBILITY:
        return replace(changes, admissible=plan.action is not Action.REFUSE)
    return changes
