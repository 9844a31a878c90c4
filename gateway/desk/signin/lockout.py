"""Brakes on guessing that nobody can pull on a colleague.

Failures count for one account from one place. A browser that signed in to the account before is a place of its own
(it holds a signed mark), so whoever guesses from the same building, or through the same proxy, shuts out only himself.
"""

from datetime import datetime, timedelta

from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from gateway.store.desk import LoginFailure

WINDOW = timedelta(minutes=15)
#: Failures of one account from one place.
MOST = 10
#: Failures of any account from one address, for browsers without a mark.
MOST_FROM_ADDRESS = 100
KEPT = timedelta(days=30)


def place(secret: bytes, name: str, mark: str, address: str) -> str:
    """Where an attempt comes from: the browser's own mark for this account, else its address."""
    try:
        owner, number = URLSafeSerializer(secret, salt="desk-browser").loads(mark)
    except (BadSignature, ValueError, TypeError):
        return address[:64]
    return f"browser:{number}"[:64] if owner == name else address[:64]


def new_mark(secret: bytes, name: str, number: str) -> str:
    """What a browser keeps after it signed in to an account."""
    mark = URLSafeSerializer(secret, salt="desk-browser").dumps([name, number])
    return mark if isinstance(mark, str) else mark.decode("ascii")


def held_up(session: Session, name: str, where: str, now: datetime) -> bool:
    """Whether attempts at this account from this place must wait."""
    since = now - WINDOW
    own = select(func.count()).where(LoginFailure.name == name, LoginFailure.address == where, LoginFailure.at > since)
    if (session.scalar(own) or 0) >= MOST:
        return True
    if where.startswith("browser:"):
        return False
    all_names = select(func.count()).where(LoginFailure.address == where, LoginFailure.at > since)
    return (session.scalar(all_names) or 0) >= MOST_FROM_ADDRESS


def failed(session: Session, name: str, where: str, now: datetime) -> None:
    session.execute(delete(LoginFailure).where(LoginFailure.at < now - KEPT))
    session.add(LoginFailure(name=name[:80], address=where, at=now))


def forget(session: Session, name: str, where: str) -> None:
    """After a good sign-in the slips before it do not count."""
    session.execute(delete(LoginFailure).where(LoginFailure.name == name, LoginFailure.address == where))
