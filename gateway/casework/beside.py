"""What a list tells beside a case: its open proposal, attachments, who else got it, whose name it bears, who looks."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gateway.casework.roles import Person
from gateway.store.desk import MessageFile, Presence, User
from gateway.store.tables import CaseMessage, MessageRow, Proposal

#: Somebody whose browser said so this recently has a case open.
OPEN_FOR = timedelta(seconds=90)


@dataclass(slots=True)
class Beside:
    proposals: dict[int, Proposal] = field(default_factory=dict)
    files: dict[int, int] = field(default_factory=dict)
    others: dict[int, int] = field(default_factory=dict)
    #: Login name -> full name.
    names: dict[str, str] = field(default_factory=dict)
    looking: dict[int, tuple[str, ...]] = field(default_factory=dict)


def beside_of(session: Session, cases: Sequence[int], person: Person, now: datetime | None) -> Beside:
    """For the cases of one page; a few statements, however many cases there are."""
    found = Beside()
    if not cases:
        return found
    rows = session.scalars(select(Proposal).where(Proposal.case_id.in_(cases), Proposal.state == "open"))
    found.proposals = {row.case_id: row for row in rows}
    files = (
        select(CaseMessage.case_id, func.count())
        .join(MessageFile, MessageFile.message_id == CaseMessage.message_id)
        .where(CaseMessage.case_id.in_(cases), CaseMessage.ended_at.is_(None))
        .group_by(CaseMessage.case_id)
    )
    found.files = {case: int(number) for case, number in session.execute(files)}
    opening = (
        select(CaseMessage.case_id, MessageRow.understanding)
        .join(MessageRow, MessageRow.id == CaseMessage.message_id)
        .where(CaseMessage.case_id.in_(cases), CaseMessage.ended_at.is_(None), CaseMessage.relation == "new")
    )
    for case, understanding in session.execute(opening):
        found.others[case] = len(understanding.get("recipients") or ())
    found.names = {row.name: row.full_name or row.name for row in session.execute(select(User.name, User.full_name))}
    if now is not None:
        looking: dict[int, list[str]] = defaultdict(list)
        rows_seen = select(Presence.case_id, Presence.user).where(
            Presence.case_id.in_(cases), Presence.seen_at > now - OPEN_FOR, Presence.user != person.name
        )
        for case, name in session.execute(rows_seen):
            looking[case].append(found.names.get(name, name))
        found.looking = {case: tuple(sorted(names)) for case, names in looking.items()}
    return found
