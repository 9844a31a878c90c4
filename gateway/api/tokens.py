"""Tokens of programs: made for a person and a named client, shown once, kept as a hash, ended, never erased."""

import hashlib
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from gateway.api.scopes import ON_CASES, SEEING, Scope, granted
from gateway.casework.errors import NotPossible, NotSeen
from gateway.casework.roles import Person
from gateway.desk.signin.sessions import person_of
from gateway.store.api import ApiToken
from gateway.store.desk import User

#: A leaked token is found by it (in sources, in logs).
MARK = "klp_"
LONGEST = timedelta(days=366)
#: `used_at` is written no more often.
REFRESH = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Holder:
    """Who asks: a person, narrowed to what his program may."""

    person: Person
    token_id: int
    client: str
    scopes: frozenset[Scope]
    #: True where `used_at` should be moved on.
    stale: bool


def make(
    session: Session, user: User, client: str, scopes: Iterable[Scope], days: int, now: datetime, office: str = ""
) -> tuple[ApiToken, str]:
    """The new row and the token itself, which is nowhere else. Raises NotPossible."""
    wanted, name = frozenset(scopes), " ".join(client.split())
    if not name or len(name) > 80 or not name.isprintable():
        raise NotPossible("name the program that gets the token, in 1 to 80 characters")
    if not wanted:
        raise NotPossible("choose what the program may do")
    if wanted & ON_CASES and not wanted & SEEING:
        raise NotPossible("whoever works on cases must also read them: add read or sealed")
    if not timedelta(days=1) <= timedelta(days=min(days, 10_000)) <= LONGEST:
        raise NotPossible("a token lasts 1 to 366 days")
    if office and office not in {at for at, _ in person_of(session, user).roles}:
        raise NotPossible("choose an office at which this person works")
    token = MARK + secrets.token_urlsafe(32)
    row = ApiToken(
        user_id=user.id,
        client=name,
        token_hash=hash_of(token),
        scopes=sorted(wanted),
        office=office or None,
        created_at=now,
        expires_at=now + timedelta(days=days),
    )
    session.add(row)
    session.flush()
    return row, token


def find(session: Session, token: str, now: datetime) -> Holder | None:
    """Who holds this token, if it still lasts and its person may sign in."""
    if not token.startswith(MARK):
        return None
    found = session.execute(
        select(ApiToken, User)
        .join(User, User.id == ApiToken.user_id)
        .where(
            ApiToken.token_hash == hash_of(token),
            ApiToken.ended_at.is_(None),
            ApiToken.expires_at > now,
            User.active.is_(True),
            User.must_change.is_(False),
        )
    ).one_or_none()
    if found is None:
        return None
    row, user = found
    scopes = frozenset(Scope(one) for one in row.scopes if one in set(Scope))
    person = person_of(session, user)
    roles = tuple((at, role) for at, role in person.roles if row.office in (None, at))
    return Holder(
        person=replace(person, roles=roles, only=granted(scopes)),
        token_id=row.id,
        client=row.client,
        scopes=scopes,
        stale=row.used_at is None or now - row.used_at > REFRESH,
    )


def touch(session: Session, number: int, now: datetime) -> None:
    session.execute(update(ApiToken).where(ApiToken.id == number).values(used_at=now))


def tokens_of(session: Session, user_id: int | None = None) -> Sequence[tuple[ApiToken, User]]:
    """Of one person or of everybody, the newest first."""
    rows = select(ApiToken, User).join(User, User.id == ApiToken.user_id).order_by(ApiToken.id.desc())
    if user_id is not None:
        rows = rows.where(ApiToken.user_id == user_id)
    return [(token, user) for token, user in session.execute(rows)]


def end(session: Session, number: int, now: datetime, user_id: int | None = None) -> ApiToken:
    """It opens nothing any more. Raises NotSeen for what is not there, or not this person's."""
    row = session.get(ApiToken, number)
    if row is None or user_id not in (None, row.user_id):
        raise NotSeen("no such token")
    row.ended_at = row.ended_at or now
    return row


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
