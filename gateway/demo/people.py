"""Who may sign in at the demo's desk: one for each way of looking at it, with a password made for this demo."""

import secrets
from datetime import datetime

from sqlalchemy.orm import Session

from gateway.casework.roles import Role
from gateway.desk.signin.passwords import hashed
from gateway.store.desk import User, UserRole

#: Name at the desk, full name, roles at every office of the demo.
PEOPLE: tuple[tuple[str, str, tuple[Role, ...]], ...] = (
    ("noor", "Noor Janssens", (Role.COORDINATOR, Role.HANDLER)),
    ("thomas", "Thomas Lambert", (Role.HANDLER,)),
    ("vera", "Vera Claes", (Role.SEALED_OFFICER,)),
)


def invite(session: Session, offices: tuple[str, ...], now: datetime) -> str:
    """Enters them; returns the password that they share."""
    password = "-".join(secrets.token_hex(3) for _ in range(3))
    for name, full_name, roles in PEOPLE:
        user = User(name=name, full_name=full_name, language="nl", password_hash=hashed(password), created_at=now)
        session.add(user)
        session.flush()
        session.add_all(UserRole(user_id=user.id, office=office, role=role) for office in offices for role in roles)
    return password
