"""What people are writing: kept while they write, found again by them, seen by colleagues who see the case."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from gateway.casework.acts import Act
from gateway.casework.errors import NotAllowed, NotPossible
from gateway.casework.roles import Permission
from gateway.store.desk import Presence, SavedDraft
from gateway.store.tables import Case
from routing.decision import Action

NOTE = "note"
#: Fields that are worth keeping, and how much of each.
FIELDS: Mapping[str, int] = {"motivation": 10_000, "message": 20_000, "text": 100_000, "language": 2}


def keep(session: Session, act: Act, case: Case, action: str, to: str, fields: Mapping[str, str]) -> SavedDraft | None:
    """Writes over what this person kept of the same answer; nothing typed forgets it. It is no act on the case."""
    if not act.person.may(Permission.WORK, case.office):
        raise NotAllowed("your role does not allow this")
    if action != NOTE and action not in set(Action):
        raise NotPossible("choose what happens with it")
    kept = {name: fields[name][:most] for name, most in FIELDS.items() if fields.get(name, "").strip()}
    standing = own(session, act, case, action)
    if not set(kept) - {"language"}:
        forget(session, act, case, action)
        return None
    row = standing or SavedDraft(case_id=case.id, author=act.person.name, action=action)
    row.to_body, row.fields, row.case_version, row.at = to[:80], kept, act.version or case.version, act.now
    session.add(row)
    session.flush()
    return row


def own(session: Session, act: Act, case: Case, action: str) -> SavedDraft | None:
    rows = select(SavedDraft).where(
        SavedDraft.case_id == case.id, SavedDraft.author == act.person.name, SavedDraft.action == action
    )
    return session.scalars(rows).one_or_none()


def forget(session: Session, act: Act, case: Case, action: str) -> None:
    """Once it was sent, or thrown away."""
    session.execute(
        delete(SavedDraft).where(
            SavedDraft.case_id == case.id, SavedDraft.author == act.person.name, SavedDraft.action == action
        )
    )


def in_case(session: Session, case: Case) -> Sequence[SavedDraft]:
    """Answers that are being written, those of colleagues too."""
    rows = select(SavedDraft).where(SavedDraft.case_id == case.id, SavedDraft.action != NOTE)
    return list(session.scalars(rows.order_by(SavedDraft.at)))


def here(session: Session, person: str, case: Case, now: datetime) -> None:
    """This person has the case open now."""
    rows = select(Presence).where(Presence.case_id == case.id, Presence.user == person)
    row = session.scalars(rows).one_or_none() or Presence(case_id=case.id, user=person)
    row.seen_at = now
    session.add(row)
