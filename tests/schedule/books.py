"""Cases, clocks and letters put straight into the books, for the tests of schedule and workflow."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from classifiers.understanding import Kind
from gateway.casework.acts import Act
from gateway.casework.clockwork import open_clocks
from gateway.casework.roles import Person, Role
from gateway.store import history
from gateway.store.tables import Case, ClockRow, History, Outbox
from routing.clocks import opening_clocks
from routing.offices import Office

RECEIVED = datetime.fromisoformat("2026-03-02T09:30:00+00:00")
SECRET = bytes(32)


def later(days: int, hour: int = 9) -> datetime:
    """Some time on the day `days` after receipt."""
    return (RECEIVED + timedelta(days=days)).replace(hour=hour)


def new_case(
    session: Session, office: Office, reference: str = "2026-0001", *, kind: Kind = Kind.COMPLAINT, sealed: bool = False
) -> Case:
    case = Case(
        reference=reference,
        office=office.id,
        procedure=office.procedure.id.value,
        state="sealed" if sealed else "received",
        kind=kind.value,
        sealed=sealed,
        language="nl",
        channel="smtp",
        person={"name": "Noor De Smedt"},
        person_name="Noor De Smedt",
        services=[],
        wishes=[],
        signals=[],
        received_at=RECEIVED,
    )
    session.add(case)
    session.flush()
    history.append(session, case.id, RECEIVED, history.SYSTEM, "received", {})
    open_clocks(session, case, opening_clocks(office, received_at=RECEIVED, kind=kind))
    return case


def letter(
    session: Session, case: Case, answer: str, at: datetime, state: str = "queued", sent_at: datetime | None = None
) -> Outbox:
    row = Outbox(
        case_id=case.id,
        office=case.office,
        dedupe_key=f"{answer}:{case.id}:{at.isoformat()}",
        answer=answer,
        channel="mail",
        to_address="noor@post.example",
        language="nl",
        message_id=f"<{answer}.{case.id}.{at.timestamp()}@x.example>",
        draft={},
        state=state,
        not_before=at,
        created_at=at,
        sent_at=sent_at,
        approved_by="jan",
    )
    session.add(row)
    session.flush()
    return row


def person(name: str, office: Office, *roles: Role) -> Person:
    return Person(name, name, "nl", tuple((office.id, role) for role in roles))


def act(who: Person, at: datetime) -> Act:
    return Act(who, at)


def clocks(session: Session, case: Case) -> dict[str, ClockRow]:
    return {row.name: row for row in session.scalars(select(ClockRow).where(ClockRow.case_id == case.id))}


def states(session: Session, case: Case) -> dict[str, str]:
    return {name: row.state for name, row in clocks(session, case).items()}


def steps(session: Session, case: Case) -> list[str]:
    rows = select(History.step).where(History.case_id == case.id).order_by(History.number)
    return list(session.scalars(rows))
