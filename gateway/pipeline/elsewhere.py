"""One mail for several offices of the house: each gets an arrival and a case of its own, the writer one answer.

Offices do not see each other's files, and each has its own duty to the complainant; but he wrote once, and is not to
be told twice by machines what to expect.
"""

from collections.abc import Sequence

from sqlalchemy import insert, literal, select
from sqlalchemy.orm import Session

from gateway.pipeline.reading import Read
from gateway.pipeline.work import Work
from gateway.store.both import among
from gateway.store.tables import Inbox, MessageRow

#: What the new arrival has in common with the one it is made from.
SAME = ("sha256", "channel", "source", "envelope_from", "envelope_to", "received_at", "not_before")
_key = MessageRow.__table__.c.content_key
#: Built once: building a statement costs more than running it.
KEPT = select(_key).where(among(_key, "keys"))


def hand_on(session: Session, work: Work) -> None:
    """An arrival for every other office that the envelope names, in the transaction that ends this one."""
    for office in work.read.also if work.read.screening.makes_case else ():
        columns = [
            *(getattr(Inbox, name) for name in SAME),
            literal(office),
            literal("waiting"),
            literal(""),
            literal(0),
        ]
        copied = select(*columns).where(Inbox.id == work.arrived.id)
        session.execute(insert(Inbox).from_select([*SAME, "office", "status", "reason", "attempts"], copied))


def kept_elsewhere(session: Session, reads: Sequence[Read]) -> set[str]:
    """Content keys under which other offices have the same mails."""
    keys = {key for read in reads for _, key in read.keys_elsewhere}
    return set(session.connection().scalars(KEPT, {"keys": sorted(keys)})) if keys else set()


def received_elsewhere(work: Work) -> str:
    """The name of another office that has this very mail; empty where none has."""
    office = next((office for office, key in work.read.keys_elsewhere if key in work.kept), None)
    return work.desk.offices.office(office).named(work.read.understanding.language.value) if office else ""
