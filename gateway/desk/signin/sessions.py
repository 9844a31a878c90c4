"""Browsers that are signed in. The books keep only the hash of a token: who reads them cannot sign in with it."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from gateway.casework.roles import Person, Role
from gateway.store.desk import LoginSession, User, UserRole

#: Without a click.
IDLE = timedelta(hours=2)
#: A working day with overtime, then everybody signs in again.
ABSOLUTE = timedelta(hours=12)
#: `seen_at` is written no more often.
REFRESH = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class SignedIn:
    person: Person
    user_id: int
    csrf: str
    token_hash: str
    #: True where `seen_at` should be moved on.
    stale: bool
    #: Signs in with a password and has no second factor yet.
    lacks_code: bool
    #: Signed in with a password that an administrator made.
    must_change: bool


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def start(session: Session, user: User, now: datetime) -> str:
    """A new session; the token goes to the browser and nowhere else."""
    token = secrets.token_urlsafe(32)
    session.execute(delete(LoginSession).where(LoginSession.created_at < now - ABSOLUTE))
    session.add(
        LoginSession(
            token_hash=hash_of(token), user_id=user.id, csrf=secrets.token_urlsafe(32), created_at=now, seen_at=now
        )
    )
    return token


def find(session: Session, token: str, now: datetime) -> SignedIn | None:
    """Who holds this token, if the session still lasts and the account is active."""
    if not token:
        return None
    row = session.execute(
        select(LoginSession, User)
        .join(User, User.id == LoginSession.user_id)
        .where(LoginSession.token_hash == hash_of(token), User.active.is_(True))
    ).one_or_none()
    if row is None:
        return None
    login, user = row
    if now - login.created_at > ABSOLUTE or now - login.seen_at > IDLE:
        return None
    return SignedIn(
        person=person_of(session, user),
        user_id=user.id,
        csrf=login.csrf,
        token_hash=login.token_hash,
        stale=now - login.seen_at > REFRESH,
        lacks_code=bool(user.password_hash) and not user.totp_secret and not user.oidc_subject,
        must_change=user.must_change and bool(user.password_hash),
    )


def person_of(session: Session, user: User) -> Person:
    rows = session.execute(select(UserRole.office, UserRole.role).where(UserRole.user_id == user.id))
    roles = tuple(sorted((office, Role(role)) for office, role in rows if role in set(Role)))
    return Person(user.name, user.full_name or user.name, user.language, roles)


def touch(session: Session, token_hash: str, now: datetime) -> None:
    session.execute(update(LoginSession).where(LoginSession.token_hash == token_hash).values(seen_at=now))


def end(session: Session, token_hash: str) -> None:
    session.execute(delete(LoginSession).where(LoginSession.token_hash == token_hash))


def end_all(session: Session, user_id: int) -> None:
    """Every browser of an account, after its password or its rights changed."""
    session.execute(delete(LoginSession).where(LoginSession.user_id == user_id))
