"""What staff do along the procedure, in the books: each act checked against the table, with history and clocks.

What must exist first (verdict, solution, neutrality) is read from the case's own history, and letters from the outbox,
so that no act can claim what nobody did.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from classifiers.understanding import Kind
from gateway.casework.acts import Act, acting, supersede_proposals
from gateway.casework.clockwork import as_clock, clocks_of, keep_due, meet, open_clocks, put, stop
from gateway.casework.errors import NotPossible
from gateway.casework.roles import Permission, Person
from gateway.store import history
from gateway.store.tables import Case, History, Outbox
from routing.calendar import brussels_day
from routing.clocks import CannotExtend, clock, extended, opening_clocks, partner_clock
from routing.offices import Office
from routing.procedures import Outcome
from routing.workflow import ENDED, IllegalMove, Move, check_move, check_verdict, move_named, moves

#: A letter in one of these states has a person's name on it, or has left already.
WITH_A_NAME = ("queued", "sending", "sent", "in-doubt", "printed", "posted")
#: Steps whose letter is written and sent together with them (`gateway.casework.steps`).
WRITTEN_ALONG = frozenset({"extend", "close"})
#: History steps after which an earlier verdict or neutrality check no longer counts.
UNDOES = {"verdict": ("order-redo", "reopen"), "find-neutral": ("order-redo", "hand-in", "reopen")}


@dataclass(frozen=True, slots=True)
class Standing:
    """What exists in a case: which needs are met, and who handled it."""

    have: frozenset[str]
    handlers: frozenset[str]
    #: Letters that count, by name of answer.
    letters: frozenset[str]


def possible_moves(session: Session, person: Person, case: Case, office: Office) -> tuple[tuple[Move, str], ...]:
    """Every move from the case's state that this person's role allows, each with why not yet ("" where it may be)."""
    standing = standing_of(session, case)
    roles = roles_of(person, case.office)
    found = []
    for move in moves(case.state, office.procedure):
        wanted = move_named(move.name, office.procedure)
        if not roles & set(wanted.roles):
            continue
        typed = {"motivation", "solution", "request", "target", *(("letter",) if wanted.name in WRITTEN_ALONG else ())}
        found.append((wanted, _why_not(wanted, office, case, roles, standing, person, typed)))
    return tuple(found)


def move(
    session: Session,
    act: Act,
    case: Case,
    office: Office,
    name: str,
    *,
    motivation: str = "",
    solution: str = "",
    target: str = "",
    request: str = "",
) -> Move:
    """Does an act of the table. Raises NotPossible with the reason in words.

    `motivation`: why. `solution`: what was put right. `target`: body to which it goes. `request`: where the
    complainant asked it. For `extend`, `verdict` and the neutrality check use the acts below.
    """
    if name in ("extend", "verdict"):
        raise NotPossible(f"{name} has an act of its own")
    with acting(session, act, case, Permission.DECIDE):
        typed = {"motivation": motivation, "solution": solution, "target": target, "request": request}
        done = _checked(session, act, case, office, name, {key for key, text in typed.items() if text.strip()})
        detail = {key: text.strip() for key, text in typed.items() if text.strip()}
        _carry_out(session, act, case, office, done, detail)
    return done


def extend(session: Session, act: Act, case: Case, office: Office, reason: str) -> None:
    """Makes the term longer, once, on the day the notice (answer "extension", in the outbox) leaves."""
    with acting(session, act, case, Permission.DECIDE):
        done = _checked(session, act, case, office, "extend", {"motivation"} if reason.strip() else set())
        extension = office.procedure.extension
        row = next((row for row in clocks_of(session, case.id) if extension and row.name == extension.term), None)
        if row is None:
            raise NotPossible("this case has no term that can be extended")
        before = row.nominal
        try:
            put(row, extended(extension, as_clock(row), brussels_day(act.now)))
        except CannotExtend as error:
            raise NotPossible(str(error)) from error
        keep_due(session, case)
        detail = {"clock": row.name, "from": before.isoformat(), "to": row.nominal.isoformat(), "reason": reason}
        history.append(session, case.id, act.now, act.person.name, done.name, detail)


def record_verdict(
    session: Session,
    act: Act,
    case: Case,
    office: Office,
    outcome: Outcome,
    findings: str,
    solution: str = "",
) -> None:
    """The verdict of the investigation with what was found; a solution where the verdict asks for one."""
    with acting(session, act, case, Permission.DECIDE):
        done = _checked(session, act, case, office, "verdict", {"motivation"} if findings.strip() else set())
        try:
            check_verdict(outcome, solution, office.procedure)
        except IllegalMove as error:
            raise NotPossible(str(error)) from error
        case.verdict = outcome.value
        detail = {"outcome": outcome.value, "findings": findings.strip(), "solution": solution.strip()}
        history.append(session, case.id, act.now, act.person.name, done.name, detail)


def withdraw(session: Session, act: Act, case: Case, office: Office, request: str) -> None:
    """`request`: where the complainant asked to stop, or said that it is solved."""
    move(session, act, case, office, "withdraw", request=request)


def reopen(session: Session, act: Act, case: Case, office: Office, motivation: str) -> None:
    move(session, act, case, office, "reopen", motivation=motivation)


def standing_of(session: Session, case: Case) -> Standing:
    """What exists in the case, from its history and outbox."""
    steps = list(session.scalars(select(History).where(History.case_id == case.id).order_by(History.number)))
    reopened = max((row.at for row in steps if row.step == "reopen"), default=case.received_at)
    answers = session.scalars(
        select(Outbox.answer).where(
            Outbox.case_id == case.id, Outbox.state.in_(WITH_A_NAME), Outbox.created_at >= reopened
        )
    )
    have = set()
    if case.handler:
        have.add("handler")
    if case.verdict and _stands(steps, "verdict"):
        have.add("verdict")
    if _stands(steps, "find-neutral"):
        have.add("neutrality-check")
    return Standing(frozenset(have), frozenset(_handlers(steps, case)), frozenset(answers))


def roles_of(person: Person, office: str) -> set[str]:
    """What the person is there, as the table names it."""
    return {role.value for at, role in person.roles if at == office}


def _stands(steps: Sequence[History], wanted: str) -> bool:
    """`wanted` was done and nothing after it undid it."""
    last = max((row.number for row in steps if row.step == wanted), default=0)
    undone = max((row.number for row in steps if row.step in UNDOES[wanted]), default=0)
    return last > undone


def _handlers(steps: Sequence[History], case: Case) -> set[str]:
    assigned = {str(row.detail.get("to")) for row in steps if row.step == "assigned" and row.detail.get("to")}
    judged = {row.actor for row in steps if row.step in ("verdict", "hand-in")}
    return assigned | judged | ({case.handler} if case.handler else set())


def _why_not(
    wanted: Move, office: Office, case: Case, roles: set[str], standing: Standing, person: Person, typed: set[str]
) -> str:
    have = set(standing.have) | typed | ({"letter"} if standing.letters & set(wanted.letters) else set())
    try:
        check_move(
            wanted.name,
            office.procedure,
            state=case.state,
            roles=roles,
            have=have,
            actor=person.name,
            handlers=standing.handlers,
        )
    except IllegalMove as error:
        return str(error)
    return ""


def _checked(session: Session, act: Act, case: Case, office: Office, name: str, typed: set[str]) -> Move:
    try:
        wanted = move_named(name, office.procedure)
    except IllegalMove as error:
        raise NotPossible(str(error)) from error
    roles = roles_of(act.person, case.office)
    why_not = _why_not(wanted, office, case, roles, standing_of(session, case), act.person, typed)
    if why_not:
        raise NotPossible(why_not)
    return wanted


def _carry_out(session: Session, act: Act, case: Case, office: Office, done: Move, detail: dict[str, Any]) -> None:
    who, before = act.person.name, case.state
    case.state = done.to or case.state
    if case.state in ENDED:
        case.closed_at = act.now
        supersede_proposals(session, case.id, "superseded", act)
    elif before in ENDED:
        case.closed_at = None
    if before == "sealed" and done.name == "unseal":
        case.sealed = False
    _move_clocks(session, case, office, done, act.now, who, str(detail.get("target", "")))
    if case.state != before:
        detail = {"from": before, "to": case.state, **detail}
    history.append(session, case.id, act.now, who, done.name, detail)


def _move_clocks(
    session: Session, case: Case, office: Office, done: Move, now: datetime, who: str, target: str
) -> None:
    if done.meets:
        meet(session, case, done.meets, now, f"{done.name} by {who}")
    if done.stops:
        stop(session, case, now, f"{done.name} by {who}")
    today = brussels_day(now)
    opened = [clock(office.procedure.term(name), today) for name in done.opens if name in office.procedure.terms]
    if done.name == "unseal":
        opened += opening_clocks(office, received_at=case.received_at, kind=Kind.COMPLAINT)
    partner = partner_clock(office, target, today) if done.name == "pass-on" and target else None
    open_clocks(session, case, [*opened, *([partner] if partner else [])])
