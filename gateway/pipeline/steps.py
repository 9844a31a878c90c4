"""How far a case is, for a party that asks."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from gateway.casework.clockwork import as_clock, clocks_of
from gateway.store.tables import Case, History
from routing.status import Asker, Party, Status, Withheld, status


def status_of(session: Session, case: Case, asker: Asker, parties: Collection[str]) -> Status | Withheld:
    """What may be told, from the case's history and clocks; the receipt on the day the complaint came in."""
    rows = session.execute(select(History.at, History.step).where(History.case_id == case.id).order_by(History.number))
    steps = [(at, step) for at, step in rows if step != "received"]
    party = Party(tuple({case.person_email, *parties}), case.person_name)
    clocks = [as_clock(row) for row in clocks_of(session, case.id)]
    return status(asker, party, sealed=case.sealed, steps=[(case.received_at, "received"), *steps], clocks=clocks)
