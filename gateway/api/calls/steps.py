"""The steps of the procedure: which there are, the letter that goes with one, and taking it."""

from pydantic import Field

from gateway.api.call import Call, Told
from gateway.api.calls.choose import refuse_unseen
from gateway.api.calls.work import moved
from gateway.api.letters import LetterShown, shown
from gateway.api.models import CaseNow, Given, Long, Short, Shown
from gateway.casework.errors import NotPossible
from gateway.casework.letters import Typed
from gateway.casework.steps import LETTERS, Wanted, letter_of, step_with_letter
from gateway.casework.workflow import move, possible_moves, record_verdict
from gateway.desk.readings import body_named
from routing.procedures import Outcome

NO_WORDS = Typed()


class StepShown(Shown):
    name: str
    becomes: str | None
    needs: list[str] = Field(description="What must exist or be sent along.")
    article: str
    with_letter: bool = Field(description="It is previewed first.")
    blocked: str = Field(description="Why it cannot be taken now; empty where it can.")


class Steps(Shown):
    steps: list[StepShown]


class Words(Given):
    """What a person says with the step."""

    motivation: Long = Field(default="", description="Why; with a verdict: what was found.")
    request: Long = Field(default="", description="Where the complainant asked it.")


class Step(Words):
    solution: Long = Field(default="", description="What was put right.")
    target: Short = Field(default="", description="The body it goes to: its id, a name or an alias.")
    outcome: Outcome | None = Field(default=None, description="With the step `verdict`.")
    seen: Short = Field(default="", description="`seen` of the letter, where one goes with the step.")


def possible(call: Call, office: str, reference: str) -> Steps:
    """The steps that lead on from the case's state and that the role of the token's person allows."""
    case = call.case(office, reference, "steps")
    found = possible_moves(call.session, call.person, case, call.office(case.office))
    return Steps(
        steps=[
            StepShown(
                name=step.name,
                becomes=step.to,
                needs=list(step.needs),
                article=call.say.article(step.article),
                with_letter=step.name in LETTERS,
                blocked=call.say.error(why) if why else "",
            )
            for step, why in found
        ]
    )


def preview(call: Call, office: str, reference: str, step: str, given: Words) -> LetterShown:
    """The exact letter that goes with a step: an extension, the closing of a case, a withdrawal. Nothing is changed."""
    case = call.case(office, reference, "step preview")
    if step not in LETTERS:
        raise NotPossible("no letter goes with this step: take it without a preview")
    wanted = Wanted(step, given.motivation, given.request)
    return shown(letter_of(call.session, case, wanted, house=call.house(case), act=call.act()), NO_WORDS)


def take(call: Call, office: str, reference: str, step: str, given: Step) -> Told[CaseNow]:
    """Takes a step of the procedure, in the history under the name of the token's person."""
    case = call.case(office, reference, f"step {step[:40]}")
    act, house = call.act_on(case), call.house(case)
    if step in LETTERS:
        wanted = Wanted(step, given.motivation, given.request)
        refuse_unseen(call, letter_of(call.session, case, wanted, house=house, act=act), NO_WORDS, given.seen)
        delay = call.desk.gateway.settings.desk.send_delay_seconds
        step_with_letter(call.session, act, case, wanted, house=house, delay=delay)
    elif step == "verdict":
        if given.outcome is None:
            raise NotPossible("choose a verdict")
        record_verdict(call.session, act, case, house.office, given.outcome, given.motivation, given.solution)
    else:
        target = body_named(call.desk.catalogue, given.target) if given.target else ""
        if target is None:
            raise NotPossible("say first to which body it goes")
        move(
            call.session,
            act,
            case,
            house.office,
            step,
            motivation=given.motivation,
            solution=given.solution,
            request=given.request,
            target=target,
        )
    return moved(case)
