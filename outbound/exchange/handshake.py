"""The handshake of a transfer as one table: who holds the duty, what may follow what.

The sender keeps the duty, with a clock, until the recipient accepts. A recipient that hands back what it accepted
gives the duty back with it. An answer that does not fit where things stand changes nothing and is shown to a person.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from outbound.exchange.document import NotTaken, Refused
from outbound.exchange.transfer import LONGEST_LINE, LONGEST_TEXT


class TransferState(StrEnum):
    #: It left us, or waits for the mail server; nothing heard yet.
    SENT = "sent"
    #: The partner has it and says so; a person there has not decided yet.
    RECEIVED = "received"
    NEED_MORE = "need-more"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    HANDED_BACK = "handed-back"
    #: Taken back by us before the partner decided.
    WITHDRAWN = "withdrawn"


class Duty(StrEnum):
    """Which house answers for the complaint to its complainant."""

    SENDER = "sender"
    RECIPIENT = "recipient"


class AnswerStatus(StrEnum):
    RECEIVED = "received"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    HANDED_BACK = "handed-back"
    NEED_MORE = "need-more"


class AnswerGround(StrEnum):
    """Why it is refused or handed back."""

    NOT_COMPETENT = "not-competent"
    FIRST_LINE_NOT_CONTACTED = "first-line-not-contacted"
    EARLIER_COMPLAINT = "earlier-complaint"
    INADMISSIBLE = "inadmissible"
    PING_PONG = "ping-pong"
    OTHER = "other"


S, A = TransferState, AnswerStatus
_OPEN = (S.SENT, S.RECEIVED, S.NEED_MORE)

#: Where things stand -> what the partner says -> where they stand then. What is not here is out of order.
NEXT: Mapping[TransferState, Mapping[AnswerStatus, TransferState]] = {
    **{
        state: {
            A.RECEIVED: S.RECEIVED if state is S.SENT else state,  # a late receipt changes nothing
            A.NEED_MORE: S.NEED_MORE,
            A.ACCEPTED: S.ACCEPTED,
            A.REFUSED: S.REFUSED,
            A.HANDED_BACK: S.HANDED_BACK,
        }
        for state in _OPEN
    },
    # What was accepted can still be handed back, with a ground; a receipt or a repeated acceptance changes nothing.
    S.ACCEPTED: {A.RECEIVED: S.ACCEPTED, A.ACCEPTED: S.ACCEPTED, A.HANDED_BACK: S.HANDED_BACK},
    S.REFUSED: {A.RECEIVED: S.REFUSED, A.REFUSED: S.REFUSED},
    S.HANDED_BACK: {A.RECEIVED: S.HANDED_BACK, A.HANDED_BACK: S.HANDED_BACK},
    # We took it back: whatever the partner says now is for a person.
    S.WITHDRAWN: {A.RECEIVED: S.WITHDRAWN},
}


def follow(state: TransferState, status: AnswerStatus) -> TransferState | None:
    """Where things stand after the answer; None where it is out of order and a person must look."""
    return NEXT[state].get(status)


def duty(state: TransferState) -> Duty:
    """Who answers for the complaint and its clocks."""
    return Duty.RECIPIENT if state is S.ACCEPTED else Duty.SENDER


@dataclass(frozen=True, slots=True)
class TransferAnswer:
    #: Id of the transfer document that is answered.
    transfer: str
    #: The sender's reference, as it stood in the transfer.
    reference: str
    status: AnswerStatus
    #: The answering house's own reference; empty where it opened no case.
    own_reference: str = ""
    ground: AnswerGround | None = None
    #: In words: why refused or handed back, or what more is needed.
    text: str = ""
    #: False for "received", which a machine may say; everything else is a person's decision.
    by_person: bool = False


def answer_body(answer: TransferAnswer) -> dict[str, Any]:
    """The body of the document of type "answer"."""
    return {
        "transfer": answer.transfer,
        "reference": answer.reference,
        "status": answer.status.value,
        "own_reference": answer.own_reference,
        "ground": answer.ground.value if answer.ground else "",
        "text": answer.text,
        "by_person": answer.by_person,
    }


def read_answer(body: Mapping[str, Any]) -> TransferAnswer:
    """Raises NotTaken (WRONG_BODY) with what is missing or senseless."""
    lines = {name: body.get(name, "") for name in ("transfer", "reference", "status", "own_reference", "ground")}
    if any(not isinstance(value, str) or len(value) > LONGEST_LINE for value in lines.values()):
        raise NotTaken(Refused.WRONG_BODY, "a part of the answer is no line of text")
    text, by_person = body.get("text", ""), body.get("by_person", False)
    if not isinstance(text, str) or len(text) > LONGEST_TEXT or not isinstance(by_person, bool):
        raise NotTaken(Refused.WRONG_BODY, "text or by_person is of the wrong kind")
    if lines["status"] not in tuple(AnswerStatus):
        raise NotTaken(Refused.WRONG_BODY, f"status is {lines['status']!r}")
    status = AnswerStatus(lines["status"])
    if not lines["transfer"] or not lines["reference"]:
        raise NotTaken(Refused.WRONG_BODY, "the answer does not say what it answers")
    if lines["ground"] and lines["ground"] not in tuple(AnswerGround):
        raise NotTaken(Refused.WRONG_BODY, f"ground is {lines['ground']!r}")
    if status in (A.REFUSED, A.HANDED_BACK) and not lines["ground"]:
        raise NotTaken(Refused.WRONG_BODY, f"{status} without a ground")
    if status is not A.RECEIVED and not by_person:
        raise NotTaken(Refused.WRONG_BODY, f"{status} is for a person to decide")
    return TransferAnswer(
        transfer=lines["transfer"],
        reference=lines["reference"],
        status=status,
        own_reference=lines["own_reference"],
        ground=AnswerGround(lines["ground"]) if lines["ground"] else None,
        text=text,
        by_person=by_person,
    )


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """The sender's word that he deals with it himself, said by a person."""

    #: Id of the transfer document that is taken back, and the sender's reference in it.
    transfer: str
    reference: str
    text: str = ""


def withdrawal_body(withdrawal: Withdrawal) -> dict[str, Any]:
    """The body of the document of type "withdrawal"; only a person takes a complaint back."""
    return {
        "transfer": withdrawal.transfer,
        "reference": withdrawal.reference,
        "text": withdrawal.text,
        "by_person": True,
    }


def read_withdrawal(body: Mapping[str, Any]) -> Withdrawal:
    """Raises NotTaken (WRONG_BODY)."""
    transfer, reference, text = body.get("transfer"), body.get("reference"), body.get("text", "")
    lines = (transfer, reference)
    if any(not isinstance(line, str) or not 0 < len(line) <= LONGEST_LINE for line in lines):
        raise NotTaken(Refused.WRONG_BODY, "the withdrawal does not say what is taken back")
    if not isinstance(text, str) or len(text) > LONGEST_TEXT:
        raise NotTaken(Refused.WRONG_BODY, "text is no text")
    if body.get("by_person") is not True:
        raise NotTaken(Refused.WRONG_BODY, "taking back is for a person to decide")
    return Withdrawal(str(transfer), str(reference), text)
