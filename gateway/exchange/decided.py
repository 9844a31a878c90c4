"""What people decide about transfers at the desk, each in one transaction with its history."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from gateway.casework.acts import Act, acting, supersede_proposals
from gateway.casework.deciding import open_proposal
from gateway.casework.errors import NotPossible, NotSeen
from gateway.exchange.answers import answer_transfer, end_silence, heard_answer, write_to
from gateway.exchange.house import House, day_of
from gateway.exchange.outgoing import REMIND_AFTER, WAITING, pass_on
from gateway.store import history
from gateway.store.partners import TransferRow
from gateway.store.tables import Case, Task
from outbound.exchange.handshake import AnswerGround, AnswerStatus, TransferAnswer, TransferState
from routing.decision import Action

S, A = TransferState, AnswerStatus
#: What a person may say about a transfer that came in, by how it stands; the partner's table takes each of them.
SAYS: Mapping[TransferState, tuple[AnswerStatus, ...]] = {
    S.RECEIVED: (A.ACCEPTED, A.REFUSED, A.NEED_MORE),
    S.NEED_MORE: (A.ACCEPTED, A.REFUSED, A.NEED_MORE),
    S.ACCEPTED: (A.HANDED_BACK,),
}
#: What a partner may have said, where it came by mail or telephone and a person notes it.
SAID: Mapping[TransferState, tuple[AnswerStatus, ...]] = {
    **dict.fromkeys((S.SENT, S.RECEIVED), (A.RECEIVED, A.ACCEPTED, A.REFUSED, A.HANDED_BACK, A.NEED_MORE)),
    S.NEED_MORE: (A.ACCEPTED, A.REFUSED, A.HANDED_BACK, A.NEED_MORE),
    S.ACCEPTED: (A.HANDED_BACK,),
}
#: Answers that say why.
WITH_GROUND = (A.REFUSED, A.HANDED_BACK)


def hand_over(
    session: Session, act: Act, case: Case, partner_id: str, *, house: House, reason: str, despite: bool
) -> TransferRow:
    """Passes it on and settles the proposal: accepted where it proposed this, else overridden."""
    if not reason.strip():
        raise NotPossible("say why first: the partner reads it")
    with acting(session, act, case):
        proposal = open_proposal(session, case.id)
    free = replace(act, version=0)
    as_proposed = proposal is not None and (proposal.action, proposal.to_body) == (Action.FORWARD.value, partner_id)
    supersede_proposals(session, case.id, "accepted" if as_proposed else "overridden", free)
    return pass_on(session, free, case, partner_id, house=house, reason=reason, despite=despite)


def answer_of(session: Session, row: TransferRow, status: str, ground: str, text: str) -> TransferAnswer:
    """What a person says about a transfer that came in. Raises NotPossible where something is missing."""
    if row.direction != "in" or status not in SAYS.get(TransferState(row.state), ()):
        raise NotPossible("choose first what you answer")
    case = session.get_one(Case, row.case_id)
    told = _checked(AnswerStatus(status), ground, text)
    return replace(told, transfer=row.document_id, reference=row.their_reference, own_reference=case.reference)


def send_word(session: Session, act: Act, row: TransferRow, answer: TransferAnswer, *, house: House) -> None:
    """Our person's answer to the partner."""
    case = session.get_one(Case, row.case_id)
    with acting(session, act, case):
        answer_transfer(session, row, answer, house=house, now=act.now, by=act.person.name)


def note_word(
    session: Session, act: Act, row: TransferRow, status: str, ground: str, text: str, reference: str, *, house: House
) -> None:
    """A person of ours notes what a partner said by mail or telephone."""
    if row.direction != "out" or status not in SAID.get(TransferState(row.state), ()):
        raise NotPossible("choose first what they said")
    told = _checked(AnswerStatus(status), ground, text)
    answer = replace(told, transfer=row.document_id, reference=row.document_id, own_reference=reference[:80])
    case = session.get_one(Case, row.case_id)
    with acting(session, act, case):
        key = f"{row.id}:{case.version}"
        heard_answer(session, row, answer, house=house, now=act.now, key=key, by=act.person.name)
        wrote = select(Task).where(
            Task.case_id == case.id, Task.kind.in_(("transfer-answered", "transfer-unanswered")), Task.done_at.is_(None)
        )
        for task in session.scalars(wrote):
            task.done_at, task.done_by = act.now, act.person.name


def write_word(session: Session, act: Act, row: TransferRow, text: str, *, house: House) -> None:
    """What a partner asked for, or one more reminder, in words of ours; the one-time link stands under it."""
    if row.direction != "out" or row.state not in WAITING:
        raise NotPossible("the partner decided already")
    if not text.strip():
        raise NotPossible("write what the partner must know")
    case = session.get_one(Case, row.case_id)
    with acting(session, act, case):
        key = f"word:{row.id}:{case.version}"
        write_to(session, row, text, key, house=house, now=act.now, by=act.person.name)
        end_silence(session, row, act.person.name, act.now)
        row.due = day_of(act.now) + timedelta(days=REMIND_AFTER)
        history.append(session, case.id, act.now, act.person.name, "wrote-to-partner", {"partner": row.partner_id})


def transfer_of_id(session: Session, act: Act, number: int, *, lock: bool = False) -> tuple[TransferRow, Case]:
    """A transfer whose case this person sees. Raises NotSeen, the same for a missing and a hidden one."""
    rows = select(TransferRow).where(TransferRow.id == number)
    row = session.scalars(rows.with_for_update() if lock else rows).one_or_none()
    case = session.get(Case, row.case_id) if row is not None else None
    if row is None or case is None or not act.person.sees(case):
        raise NotSeen("no such transfer")
    return row, case


def _checked(status: AnswerStatus, ground: str, text: str) -> TransferAnswer:
    chosen = AnswerGround(ground) if ground in tuple(AnswerGround) else None
    if status in WITH_GROUND and chosen is None:
        raise NotPossible("choose the ground first")
    if (status is A.NEED_MORE or chosen is AnswerGround.OTHER) and not text.strip():
        raise NotPossible("say it in words: the other house reads it")
    return TransferAnswer("", "", status, "", chosen if status in WITH_GROUND else None, text.strip(), True)
