"""A person's choice carried out in one transaction, and taken back while nothing has left."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, or_, select, update
from sqlalchemy.orm import Session

from gateway.answering import send_answer
from gateway.casework.acts import Act, acting, assign, supersede_proposals
from gateway.casework.choices import FILED, Plan
from gateway.casework.clockwork import clocks_of, keep_due, stop
from gateway.casework.errors import NotPossible
from gateway.casework.letters import Typed
from gateway.casework.workflow import move
from gateway.exchange.house import House
from gateway.store import history
from gateway.store.tables import Case, History, Outbox, Proposal, Task
from outbound.draft import Draft
from routing.decision import Action, ClockState

STEP, BACK = "chosen", "taken-back"


def open_proposal(session: Session, case_id: int) -> Proposal | None:
    rows = select(Proposal).where(Proposal.case_id == case_id, Proposal.state == "open")
    return session.scalars(rows.order_by(Proposal.id.desc()).limit(1)).first()


def carry_out(
    session: Session,
    act: Act,
    case: Case,
    plan: Plan,
    draft: Draft | None,
    typed: Typed,
    *,
    house: House,
    delay: float,
) -> int | None:
    """Puts the letter into the outbox, takes the step of the procedure and settles the proposal.

    The letter leaves after `delay` seconds, so that `take_back` can call it back. Returns its outbox id.
    """
    with acting(session, act, case):
        seen = _picture(session, case)
        proposal = open_proposal(session, case.id)
    free = replace(act, version=0)
    as_proposed = proposal is not None and (proposal.action, proposal.to_body) == (plan.action.value, plan.to)
    supersede_proposals(session, case.id, "accepted" if as_proposed else "overridden", free)
    item = None
    if draft is not None:
        item = _send(session, act, case, draft, house, delay, named=not plan.needs_other)
    _step(session, free, case, plan, typed, house)
    if plan.by_hand:
        _ask_for_hand(session, act, case, plan)
    detail = {
        "action": plan.action.value,
        "to": plan.to,
        "answer": plan.answer.value if plan.answer else None,
        "outbox": item,
        "proposal": proposal.id if proposal else None,
        "as_proposed": as_proposed,
        "before": seen,
    }
    history.append(session, case.id, act.now, act.person.name, STEP, detail)
    return item


def take_back(session: Session, act: Act, case: Case) -> None:
    """Calls the last choice back. Raises NotPossible once its letter has left, or anything happened since."""
    with acting(session, replace(act, version=0), case):
        last = session.scalars(
            select(History).where(History.case_id == case.id).order_by(History.number.desc()).limit(1)
        ).first()
        if last is None or last.step != STEP or last.actor != act.person.name:
            raise NotPossible("something happened since: this can no longer be taken back")
        item = last.detail.get("outbox")
        if item is not None and not _called_back(session, item, act):
            raise NotPossible("the answer has left already: this can no longer be taken back")
        _restore(session, case, last.detail["before"], act.now)
        session.execute(
            update(Proposal)
            .where(Proposal.id == last.detail.get("proposal"))
            .values(state="open", decided_by=None, decided_at=None)
        )
        session.execute(
            update(Task)
            .where(Task.dedupe_key == _hand_key(case), Task.done_at.is_(None))
            .values(done_at=act.now, done_by=act.person.name, dedupe_key=None)
        )
        history.append(session, case.id, act.now, act.person.name, BACK, {"outbox": item, "number": last.number})


def seal(session: Session, act: Act, case: Case) -> None:
    """From now on only sealed-channel officers see it."""
    with acting(session, act, case):
        case.sealed, case.state, case.handler = True, "sealed", None
        history.append(session, case.id, act.now, act.person.name, "sealed", {})


def file_away(session: Session, act: Act, case: Case, why: str) -> None:
    """Nothing more is done with it. It stays in the register, and can be opened again."""
    with acting(session, act, case):
        if case.closed_at is not None:
            raise NotPossible("this case is closed already")
        before, case.state, case.closed_at = case.state, FILED, act.now
        stop(session, case, act.now, f"file by {act.person.name}")
        detail = {"from": before, "to": FILED, **({"motivation": why} if why else {})}
        history.append(session, case.id, act.now, act.person.name, "filed", detail)


def _send(
    session: Session, act: Act, case: Case, draft: Draft, house: House, delay: float, *, named: bool
) -> int | None:
    """Without the sender's name on it the letter waits for somebody who may put one there."""
    session.flush()
    return send_answer(
        session,
        case,
        draft,
        office=house.office,
        secret=house.secret,
        now=act.now,
        dedupe_key=f"desk:{draft.answer.value}:{case.id}:{case.version}",
        approved_by=act.person.name if named else None,
        not_before=act.now + timedelta(seconds=delay),
    )


def _step(session: Session, act: Act, case: Case, plan: Plan, typed: Typed, house: House) -> None:
    if plan.action is Action.SEAL and not case.sealed:
        seal(session, act, case)
    if plan.action is Action.FILE or typed.closes:
        file_away(session, act, case, typed.motivation)
    if not plan.move or plan.blocked:
        return
    if plan.move == "take-up" and not case.handler:
        assign(session, act, case, act.person.name)
    session.flush()
    motivation = typed.motivation or typed.message or typed.text or plan.action.value
    move(session, act, case, house.office, plan.move, motivation=motivation, target=plan.to or "")


def _ask_for_hand(session: Session, act: Act, case: Case, plan: Plan) -> None:
    session.add(
        Task(
            office=case.office,
            kind="forward-by-hand",
            case_id=case.id,
            text="Pass this complaint on by hand: nobody verified the address of the body.",
            data={"to": plan.to},
            due=None,
            dedupe_key=_hand_key(case),
            created_at=act.now,
        )
    )


def _hand_key(case: Case) -> str:
    return f"forward-by-hand:{case.id}"


def _picture(session: Session, case: Case) -> dict[str, Any]:
    """What a choice may change, as it was."""
    clocks = {
        str(row.id): [row.state, row.ended_by, row.ended_at.isoformat() if row.ended_at else None]
        for row in clocks_of(session, case.id)
    }
    return {"state": case.state, "sealed": case.sealed, "handler": case.handler, "clocks": clocks}


def _restore(session: Session, case: Case, seen: dict[str, Any], now: datetime) -> None:
    case.state, case.sealed, case.handler, case.closed_at = seen["state"], seen["sealed"], seen["handler"], None
    for row in clocks_of(session, case.id):
        state, by, at = seen["clocks"].get(str(row.id), [ClockState.STOPPED.value, BACK, now.isoformat()])
        row.state, row.ended_by, row.ended_at = state, by, datetime.fromisoformat(at) if at else None
    keep_due(session, case)


def _called_back(session: Session, item: int, act: Act) -> bool:
    """Only what no sender has taken up yet."""
    waits = Outbox.state == "waiting-for-person"
    leaves_later = and_(Outbox.state == "queued", Outbox.not_before > act.now)
    done = session.execute(
        update(Outbox)
        .where(Outbox.id == item, Outbox.attempts == 0, or_(waits, leaves_later))
        .values(state="withdrawn", reason=f"called back by {act.person.name}")
        .returning(Outbox.id)
    )
    if done.first() is None:
        return False
    session.execute(
        update(Task)
        .where(Task.outbox_id == item, Task.kind == "telephone", Task.done_at.is_(None))
        .values(done_at=act.now, done_by=act.person.name, dedupe_key=None)
    )
    return True
