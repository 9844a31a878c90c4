"""Who is best placed: the short talk of two houses that found the same complaint at both (seed 002)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from outbound.exchange.document import NotTaken, Refused
from outbound.exchange.transfer import LONGEST_LINE, LONGEST_TEXT


class TalkStep(StrEnum):
    #: "We have the same complaint; we think that `best_placed` should take it."
    PROPOSE = "propose"
    AGREE = "agree"
    #: With another proposal, or none.
    DECLINE = "decline"


class TalkState(StrEnum):
    PROPOSED_BY_US = "proposed-by-us"
    PROPOSED_TO_US = "proposed-to-us"
    AGREED = "agreed"
    #: No agreement: the two people call each other.
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Talk:
    #: Handles of the case at both houses, as their fingerprints gave them; no reference, no name.
    own_handle: str
    their_handle: str
    step: TalkStep
    #: House id.
    best_placed: str
    text: str
    #: Steps after the first are a person's; so is a proposal.
    by_person: bool = True


def talk_body(talk: Talk) -> dict[str, Any]:
    """The body of the document of type "talk"."""
    return {
        "own_handle": talk.own_handle,
        "their_handle": talk.their_handle,
        "step": talk.step.value,
        "best_placed": talk.best_placed,
        "text": talk.text,
        "by_person": talk.by_person,
    }


def read_talk(body: Mapping[str, Any]) -> Talk:
    """Raises NotTaken (WRONG_BODY)."""
    names = ("own_handle", "their_handle", "step", "best_placed")
    lines = {name: body.get(name, "") for name in names}
    if any(not isinstance(value, str) or not value or len(value) > LONGEST_LINE for value in lines.values()):
        raise NotTaken(Refused.WRONG_BODY, "a part of the talk is missing")
    text = body.get("text", "")
    if lines["step"] not in tuple(TalkStep) or not isinstance(text, str) or len(text) > LONGEST_TEXT:
        raise NotTaken(Refused.WRONG_BODY, "the step or text of the talk is none")
    if body.get("by_person") is not True:
        raise NotTaken(Refused.WRONG_BODY, "a talk is for people")
    return Talk(lines["own_handle"], lines["their_handle"], TalkStep(lines["step"]), lines["best_placed"], text)


def follow(state: TalkState | None, step: TalkStep) -> TalkState | None:
    """Where our side stands after the partner's step; None where it is out of order."""
    match state, step:
        case ((None | TalkState.OPEN | TalkState.PROPOSED_TO_US | TalkState.PROPOSED_BY_US), TalkStep.PROPOSE):
            return TalkState.PROPOSED_TO_US
        case TalkState.PROPOSED_BY_US, TalkStep.AGREE:
            return TalkState.AGREED
        case TalkState.PROPOSED_BY_US | TalkState.AGREED, TalkStep.DECLINE:
            return TalkState.OPEN
        case TalkState.AGREED, TalkStep.AGREE:
            return TalkState.AGREED
        case _:
            return None
