"""From a chosen proposal to the exact letter, from there into the outbox, and back while it has not left."""

from pydantic import Field

from classifiers.understanding import Language
from gateway.api.call import Call, Told, etag
from gateway.api.calls.work import moved
from gateway.api.letters import LetterShown, shown
from gateway.api.models import CaseNow, Given, Letter, Long, Short, Shown
from gateway.api.problems import Problem
from gateway.api.whole import now_of
from gateway.casework.choices import Plan, plan_for
from gateway.casework.deciding import carry_out, open_proposal, take_back
from gateway.casework.errors import NotPossible
from gateway.casework.letters import Typed, letter_for, proposed_motivation
from gateway.desk.pages.answer import MESSAGE, MOTIVATED, lacks_words, mark_of
from gateway.desk.readings import body_named
from gateway.desk.texts import words
from gateway.store.tables import Case
from outbound.draft import Answer, Draft
from routing.decision import Action


class Choice(Given):
    """What is to happen with the case."""

    action: Action
    to: Short = Field(default="", description="The body it goes to: its id, a name or an alias.")
    motivation: Long | None = Field(default=None, description="Why; null takes what the findings propose.")
    message: Long = Field(default="", description="Words of the letter, where it is a free answer.")
    text: Letter = Field(default="", description="The whole letter, where it is to be another one than composed.")
    language: Language | None = None
    closes: bool = Field(default=False, description="With a free answer: the case is closed.")


class Sending(Choice):
    seen: Short = Field(default="", description="`seen` of the letter that was previewed; empty where none leaves.")


class PlanShown(Shown):
    """What follows from a choice."""

    action: str
    to: str | None
    step: str = Field(description="Step of the procedure that is taken; empty where none is.")
    becomes: str = Field(description="State that the case gets; empty where it stays.")
    blocked: str = Field(description="Why the step cannot be taken now; empty where it can.")
    needs_other: bool = Field(description="The letter waits for the name of somebody with another role.")
    by_hand: bool = Field(description="Nobody verified an address of the body: a person passes it on.")
    lacks_words: bool = Field(description="Words of a person are missing: `motivation` or `message`.")
    motivation: str
    letter: LetterShown | None = Field(description="Null where nothing leaves.")


class Sent(CaseNow):
    item: int | None = Field(description="Number in the outbox; null where nothing leaves.")
    leaves_after_seconds: float = Field(description="Until then it can be taken back with `undo`.")


def preview(call: Call, office: str, reference: str, given: Choice) -> PlanShown:
    """The exact letter of a choice, and what else follows from it. Nothing is changed."""
    case = call.case(office, reference, "preview")
    plan = _plan(call, case, given)
    typed = _typed(call, case, plan, given)
    draft = letter_for(call.session, case, plan, typed, house=call.house(case), now=call.now)
    return PlanShown(
        action=plan.action.value,
        to=plan.to,
        step=plan.move,
        becomes=plan.becomes,
        blocked=call.say.error(plan.blocked) if plan.blocked else "",
        needs_other=plan.needs_other,
        by_hand=plan.by_hand,
        lacks_words=lacks_words(plan, typed),
        motivation=typed.motivation,
        letter=shown(draft, typed) if draft else None,
    )


def send(call: Call, office: str, reference: str, given: Sending) -> Told[Sent]:
    """Carries a choice out: only the letter that was shown leaves, and not at once."""
    case = call.case(office, reference, "send")
    act = call.act_on(case)
    plan = _plan(call, case, given)
    typed = _typed(call, case, plan, given)
    _refuse_wordless(plan, typed)
    house = call.house(case)
    draft = letter_for(call.session, case, plan, typed, house=house, now=call.now)
    refuse_unseen(call, draft, typed, given.seen)
    delay = call.desk.gateway.settings.desk.send_delay_seconds
    item = carry_out(call.session, act, case, plan, draft, typed, house=house, delay=delay)
    sent = Sent(**now_of(case).model_dump(), item=item, leaves_after_seconds=delay if item else 0)
    return Told(sent, headers=etag(case))


def undo(call: Call, office: str, reference: str) -> Told[CaseNow]:
    """Takes the last choice back, while nothing has left and nothing happened since."""
    case = call.case(office, reference, "undo")
    take_back(call.session, call.act(), case)
    return moved(case)


def refuse_unseen(call: Call, draft: Draft | None, typed: Typed, seen: str) -> None:
    """Raises Problem where the letter is not the one that was previewed."""
    if draft is not None and mark_of(draft, typed) != seen:
        raise Problem(409, "letter-changed", call.say("api.letter-changed"))


def _refuse_wordless(plan: Plan, typed: Typed) -> None:
    if not lacks_words(plan, typed):
        return
    if plan.needs_why:
        raise NotPossible("say first why it is filed")
    told = "write the answer first" if plan.answer in MESSAGE else "say why first: a refusal is motivated"
    raise NotPossible(told)


def _plan(call: Call, case: Case, given: Choice) -> Plan:
    to = body_named(call.desk.catalogue, given.to) if given.to else None
    if given.to and to is None:
        raise NotPossible(f"{given.to} is no service that we know")
    house = call.house(case)
    plan = plan_for(call.session, call.person, case, house.office, house.catalogue, given.action, to)
    if plan.partner:
        raise NotPossible("this partner gets it as a signed document: hand it over as a transfer")
    return plan


def _typed(call: Call, case: Case, plan: Plan, given: Choice) -> Typed:
    motivation = given.motivation or ""
    if given.motivation is None and plan.answer in MOTIVATED:
        motivation = proposed_motivation(open_proposal(call.session, case.id), case.language)
        if not motivation and plan.answer is Answer.RECEIPT_ADMISSIBILITY:
            motivation = words(case.language)("preview.admissible")
    return Typed(
        motivation=motivation,
        message=given.message,
        text=given.text,
        language=given.language.value if given.language else "",
        closes=given.closes and plan.action is Action.ANSWER and case.closed_at is None,
    )
