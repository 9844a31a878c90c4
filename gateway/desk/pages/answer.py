"""From a chosen card to the exact letter, from there into the outbox, and back while it has not left."""

import hashlib
from dataclasses import replace
from datetime import datetime

from starlette.responses import Response

from classifiers.understanding import Kind
from gateway.casework import drafts
from gateway.casework.choices import Plan, plan_for
from gateway.casework.deciding import carry_out, open_proposal, take_back
from gateway.casework.errors import NotPossible
from gateway.casework.letters import Typed, letter_for, proposed_motivation
from gateway.casework.outgoing import chosen_time
from gateway.desk.readings import body_named
from gateway.desk.texts import BRUSSELS, words
from gateway.desk.visit import Visit, case_address
from gateway.exchange.house import House
from gateway.store.desk import SavedDraft
from gateway.store.tables import Case
from outbound.blocks import blocks
from outbound.draft import Answer, Draft
from routing.decision import Action

#: Letters with a text of the office's own that a person completes.
MOTIVATED = frozenset({Answer.REFUSAL, Answer.RECEIPT_ADMISSIBILITY})
#: Kinds that go on after an answer.
STAYS_OPEN = frozenset({Kind.COMPLAINT, Kind.WHISTLEBLOWER_REPORT, Kind.APPEAL, Kind.FOLLOW_UP, Kind.TRANSFER})
#: Letters that say nothing without words of a person.
MESSAGE = frozenset({Answer.FREE, Answer.CAMPAIGN})


def preview(visit: Visit) -> Response:
    case = visit.case("preview")
    plan = _plan(visit, case)
    if plan.partner:
        return visit.to(case_address(case, "transfer"), to=plan.partner)
    return _shown(visit, case, plan, _typed(visit, case, plan))


def send(visit: Visit) -> Response:
    """Only what was shown leaves: another text is shown first."""
    case = visit.case("send")
    plan = _plan(visit, case)
    if plan.partner:
        return visit.to(case_address(case, "transfer"), to=plan.partner)
    typed = _typed(visit, case, plan)
    if lacks_words(plan, typed):
        if plan.needs_why:
            raise NotPossible("say first why it is filed")
        told = "write the answer first" if plan.answer in MESSAGE else "say why first: a refusal is motivated"
        raise NotPossible(told)
    house = house_of(visit, case)
    draft = letter_for(visit.session, case, plan, typed, house=house, now=visit.now)
    if visit.act().version not in (0, case.version):
        return _shown(visit, case, plan, replace(typed, text=visit.text("text").replace("\r\n", "\n")), moved=True)
    if draft is not None and mark_of(draft, typed) != visit.text("seen", 64):
        return _shown(visit, case, plan, typed, changed=True)
    later = later_typed(visit)
    delay = visit.desk.gateway.settings.desk.send_delay_seconds
    if later is not None:
        delay = (chosen_time(visit.act(), later) - visit.now).total_seconds()
    carry_out(visit.session, visit.act(), case, plan, draft, typed, house=house, delay=delay)
    drafts.forget(visit.session, visit.act(), case, plan.action)
    if plan.action is Action.SEAL and not visit.person.sees(case):
        return visit.to("/triage", "sealed")
    done = "for-approval" if draft is not None and plan.needs_other else "sent" if draft is not None else "carried-out"
    return visit.to("/triage", done, undo=case_address(case))


def later_typed(visit: Visit) -> datetime | None:
    """The chosen time of sending, as people in Brussels write it; None where none was chosen."""
    told = visit.text("later", 16)
    if not told:
        return None
    try:
        return datetime.fromisoformat(told).replace(tzinfo=BRUSSELS)
    except ValueError:
        raise NotPossible("choose a time from now on, a month ahead at most") from None


def undo(visit: Visit) -> Response:
    case = visit.case("undo")
    take_back(visit.session, visit.act(), case)
    return visit.to(case_address(case, "triage"), "taken-back")


def house_of(visit: Visit, case: Case) -> House:
    office = visit.desk.offices.get(case.office)
    if office is None:
        raise NotPossible("this office is no longer served here")
    gateway = visit.desk.gateway
    return House(
        office, tuple(visit.desk.offices.values()), visit.desk.catalogue, gateway.secret, gateway.settings.desk.url
    )


def mark_of(draft: Draft, typed: Typed) -> str:
    """Tells whether a letter is the one that was shown."""
    told = (draft.channel, draft.to.email, *draft.to.postal, draft.language, draft.subject, draft.text)
    return _hash(*told, typed.motivation, typed.message)


def _hash(*told: str) -> str:
    return hashlib.sha256("\0".join(told).encode("utf-8", "replace")).hexdigest()


def lacks_words(plan: Plan, typed: Typed) -> bool:
    """The letter says nothing yet: a refusal without its why, a free answer without its words."""
    if plan.needs_why and not typed.motivation:
        return True
    if typed.text:
        return False
    return not typed.message if plan.answer in MESSAGE else plan.answer is Answer.REFUSAL and not typed.motivation


def _plan(visit: Visit, case: Case) -> Plan:
    chosen = visit.text("action", 16)
    if chosen not in set(Action):
        raise NotPossible("choose what happens with it")
    to = visit.text("to", 80) or None
    named = visit.text("body", 200)
    if named:
        to = body_named(visit.desk.catalogue, named)
        if to is None:
            raise NotPossible(f"{named} is no service that we know")
    house = house_of(visit, case)
    return plan_for(visit.session, visit.person, case, house.office, house.catalogue, Action(chosen), to)


def _found_again(visit: Visit, case: Case, plan: Plan) -> SavedDraft | None:
    """What this person was writing for the same choice, when he comes to it anew."""
    if "composed" in visit.form:
        return None
    row = drafts.own(visit.session, visit.act(), case, plan.action)
    return row if row is not None and row.to_body == (plan.to or "") else None


def _typed(visit: Visit, case: Case, plan: Plan) -> Typed:
    kept = _found_again(visit, case, plan)
    if kept is not None:
        return Typed(
            motivation=kept.fields.get("motivation", ""),
            message=kept.fields.get("message", ""),
            text=kept.fields.get("text", ""),
            language=kept.fields.get("language", ""),
            closes=_closes(visit, case, plan),
        )
    motivation = visit.text("motivation", 10_000)
    if "motivation" not in visit.form and plan.answer in MOTIVATED:
        motivation = proposed_motivation(open_proposal(visit.session, case.id), case.language)
        if not motivation and plan.answer is Answer.RECEIPT_ADMISSIBILITY:
            motivation = words(case.language)("preview.admissible")
    elif "motivation" not in visit.form and plan.needs_why:
        motivation = _why_filed(visit, case)
    text = "" if visit.text("anew") else visit.text("text").replace("\r\n", "\n")
    if _hash(text) == visit.text("composed", 64):
        text = ""
    return Typed(
        motivation=motivation.replace("\r\n", "\n"),
        message=visit.text("message", 20_000).replace("\r\n", "\n"),
        text=text,
        language=visit.text("language", 2) if visit.text("language", 2) in ("nl", "fr", "de", "en") else "",
        closes=_closes(visit, case, plan),
    )


def _closes(visit: Visit, case: Case, plan: Plan) -> bool:
    """Whether the case ends with this answer; offered ticked where nobody complains."""
    if plan.action is not Action.ANSWER or case.closed_at is not None:
        return False
    return visit.text("closes") == "yes" if "seen" in visit.form else case.kind not in STAYS_OPEN


def _why_filed(visit: Visit, case: Case) -> str:
    """The first reason of a proposal to file, in the words of the person at the desk."""
    proposal = open_proposal(visit.session, case.id)
    reasons = proposal.decision.get("reasons", ()) if proposal and proposal.action == Action.FILE else ()
    return next((visit.say(f"reason.{one['code']}") for one in reasons if visit.say.known(f"reason.{one['code']}")), "")


def _shown(
    visit: Visit, case: Case, plan: Plan, typed: Typed, *, changed: bool = False, moved: bool = False
) -> Response:
    house = house_of(visit, case)
    trouble = ""
    draft = None
    try:
        draft = letter_for(visit.session, case, plan, typed, house=house, now=visit.now)
    except NotPossible as error:
        trouble = visit.say.error(str(error))
    return visit.page(
        "preview.html",
        409 if moved else 200,
        moved=moved,
        case=case,
        address=case_address(case),
        plan=plan,
        draft=draft,
        blocks=blocks(draft.text) if draft else (),
        seen=mark_of(draft, typed) if draft else "",
        composed=_hash(draft.text.strip()) if draft and not typed.text else visit.text("composed", 64),
        sender=house.office.sender(draft.language) if draft else "",
        typed=typed,
        lacking=lacks_words(plan, typed),
        changed=changed,
        trouble=trouble,
        later=visit.text("later", 16),
        motivated=plan.answer in MOTIVATED or plan.needs_why,
        kept=_found_again(visit, case, plan),
        may_close=plan.action is Action.ANSWER and case.closed_at is None,
        message=plan.answer in MESSAGE,
        languages=house.office.languages,
        delay=int(visit.desk.gateway.settings.desk.send_delay_seconds),
    )
