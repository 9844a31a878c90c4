"""Lists kept under a name: a filter that somebody wants again, for himself or for the whole office."""

from collections.abc import Sequence

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from gateway.casework.errors import NotPossible, NotSeen
from gateway.casework.queue import Filter
from gateway.casework.roles import Permission, Person
from gateway.store.desk import SavedView


def views_of(session: Session, person: Person) -> Sequence[SavedView]:
    """One's own, and those that colleagues share."""
    offices = {office for office, _ in person.roles}
    shared = and_(SavedView.shared.is_(True), SavedView.office.in_(offices))
    return session.scalars(
        select(SavedView).where(or_(SavedView.owner == person.name, shared)).order_by(SavedView.name, SavedView.id)
    ).all()


def keep(session: Session, person: Person, name: str, office: str, shown: Filter, *, shared: bool) -> SavedView:
    """Keeps a filter under a name; shared, the whole office has it."""
    if not name:
        raise NotPossible("give the list a name first")
    if not any(person.may(permission, office) for permission in (Permission.READ, Permission.READ_SEALED)):
        raise NotSeen("no such office")
    query = shown.address(after="")[:500]
    view = SavedView(owner=person.name, office=office, name=name[:80], query=query, shared=shared)
    session.add(view)
    session.flush()
    return view


def forget(session: Session, person: Person, number: int) -> None:
    """Only whoever kept it. Raises NotSeen."""
    view = session.get(SavedView, number)
    if view is None or view.owner != person.name:
        raise NotSeen("no such list")
    session.delete(view)
