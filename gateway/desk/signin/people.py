"""Who works at the desk: entered, given roles, ended. Each act stands in the log under an administrator's name.

Nobody changes his own rights. A role that opens sealed reports or lets one give out rights needs two administrators.
"""

import secrets
from dataclasses import dataclass

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from gateway.casework.acts import Act
from gateway.casework.errors import NotAllowed, NotPossible, NotSeen
from gateway.casework.roles import Permission, Person, Role
from gateway.desk.signin import passwords, sessions
from gateway.desk.texts import LANGUAGES
from gateway.store.desk import AskedRole, PeopleLog, User, UserRole

#: Roles that one administrator asks for and another one grants.
BY_TWO = frozenset({Role.SEALED_OFFICER, Role.ADMINISTRATOR})
MOST_SHOWN = 500


@dataclass(frozen=True, slots=True)
class Account:
    user: User
    #: (office, role), of all offices.
    roles: tuple[tuple[str, str], ...]
    asked: tuple[AskedRole, ...]


def accounts(session: Session, person: Person) -> list[Account]:
    """Those of the offices that this person administers, and those that have no role anywhere."""
    users = session.scalars(select(User).where(_scope(person)).order_by(User.name).limit(MOST_SHOWN)).all()
    return [account_of(session, user) for user in users]


def account(session: Session, person: Person, number: int) -> User:
    """Raises NotSeen."""
    found = session.scalars(select(User).where(User.id == number, _scope(person)).with_for_update()).one_or_none()
    if found is None:
        raise NotSeen("no such account")
    return found


def account_of(session: Session, user: User) -> Account:
    rows = select(UserRole.office, UserRole.role).where(UserRole.user_id == user.id).order_by(UserRole.office)
    asked = session.scalars(
        select(AskedRole).where(AskedRole.user_id == user.id, AskedRole.settled_at.is_(None)).order_by(AskedRole.id)
    )
    return Account(user, tuple((office, role) for office, role in session.execute(rows)), tuple(asked))


def log_of(session: Session, users: list[int], most: int) -> list[PeopleLog]:
    """The latest acts on these accounts, newest first."""
    rows = select(PeopleLog).where(PeopleLog.user_id.in_(users)).order_by(PeopleLog.id.desc()).limit(most)
    return list(session.scalars(rows))


def enter(session: Session, act: Act, name: str, office: str, role: str) -> tuple[User, str]:
    """Somebody new, with a first role and a password that he changes when he first signs in."""
    name = name.strip().lower()
    if not name or not name.isprintable() or any(letter.isspace() for letter in name) or len(name) > 80:
        raise NotPossible("a name has 1 to 80 characters and no spaces")
    if session.scalars(select(User.id).where(User.name == name)).first() is not None:
        raise NotPossible("there is an account of that name already")
    user = User(name=name, created_at=act.now)
    session.add(user)
    session.flush()
    _log(session, act, user, "added")
    password = new_password(session, act, user, logged=False)
    give(session, act, user, office, role)
    return user, password


def describe(session: Session, act: Act, user: User, *, full_name: str, email: str, language: str, sso: str) -> None:
    """How he is named, and reached, and by which subject the organisation's sign-in knows him."""
    _by_another(act, user)
    if sso and session.scalars(select(User.id).where(User.oidc_subject == sso, User.id != user.id)).first():
        raise NotPossible("somebody else signs in with that subject already")
    user.full_name, user.email = full_name or user.name, email
    user.language = language if language in LANGUAGES else user.language
    if (user.oidc_subject or "") != sso:
        user.oidc_subject = sso or None
        sessions.end_all(session, user.id)
    _log(session, act, user, "changed")


def give(session: Session, act: Act, user: User, office: str, role: str) -> None:
    """A role at an office. A grave one is only asked for, until another administrator grants it."""
    _by_another(act, user)
    _administers(act, office)
    if role not in set(Role):
        raise NotPossible("choose a role")
    if _has(session, user, office, role):
        raise NotPossible("this role is there already")
    if Role(role) not in BY_TWO:
        _add(session, act, user, office, role)
        return
    waiting = select(AskedRole.id).where(
        AskedRole.user_id == user.id,
        AskedRole.office == office,
        AskedRole.role == role,
        AskedRole.settled_at.is_(None),
    )
    if session.scalars(waiting).first() is not None:
        raise NotPossible("this role is asked for already")
    session.add(AskedRole(user_id=user.id, office=office, role=role, asked_by=act.person.name, asked_at=act.now))
    _log(session, act, user, "role-asked", office, role)


def settle(session: Session, act: Act, user: User, number: int, *, granted: bool) -> None:
    """What another administrator makes of a role that was asked for."""
    _by_another(act, user)
    rows = select(AskedRole).where(AskedRole.id == number, AskedRole.user_id == user.id)
    asked = session.scalars(rows.with_for_update()).one_or_none()
    if asked is None or asked.settled_at is not None:
        raise NotPossible("somebody did this already")
    _administers(act, asked.office)
    if granted and asked.asked_by == act.person.name:
        raise NotAllowed("another administrator must grant this")
    asked.settled_by, asked.settled_at = act.person.name, act.now
    if granted:
        _add(session, act, user, asked.office, asked.role)
    else:
        _log(session, act, user, "role-refused", asked.office, asked.role)


def take(session: Session, act: Act, user: User, office: str, role: str) -> None:
    _by_another(act, user)
    _administers(act, office)
    rows = select(UserRole).where(UserRole.user_id == user.id, UserRole.office == office, UserRole.role == role)
    found = session.scalars(rows).one_or_none()
    if found is None:
        raise NotPossible("somebody did this already")
    session.delete(found)
    sessions.end_all(session, user.id)
    _log(session, act, user, "role-taken", office, role)


def end(session: Session, act: Act, user: User) -> None:
    """Signs in no more; his name stays in the history of cases."""
    _by_another(act, user)
    _all_offices(session, act, user)
    user.active = False
    sessions.end_all(session, user.id)
    _log(session, act, user, "ended")


def open_again(session: Session, act: Act, user: User) -> None:
    _by_another(act, user)
    _all_offices(session, act, user)
    user.active = True
    _log(session, act, user, "opened")


def new_password(session: Session, act: Act, user: User, *, logged: bool = True) -> str:
    """A password to hand over, which opens only the page to choose one's own. Every browser of his is signed out."""
    if logged:
        _by_another(act, user)
        _all_offices(session, act, user)
    password = "-".join(secrets.token_hex(3) for _ in range(4))
    user.password_hash, user.must_change = passwords.hashed(password), True
    sessions.end_all(session, user.id)
    if logged:
        _log(session, act, user, "password-reset")
    return password


def forget_code(session: Session, act: Act, user: User) -> None:
    """The telephone is lost: codes are set up anew at the next sign-in, with a password that was handed over."""
    _by_another(act, user)
    _all_offices(session, act, user)
    user.totp_secret, user.totp_step = "", 0
    sessions.end_all(session, user.id)
    _log(session, act, user, "code-reset")


def _scope(person: Person) -> ColumnElement[bool]:
    there = select(UserRole.user_id).where(UserRole.office.in_(person.offices(Permission.ADMINISTER)))
    return or_(User.id.in_(there), User.id.not_in(select(UserRole.user_id)))


def _by_another(act: Act, user: User) -> None:
    if user.name == act.person.name:
        raise NotAllowed("nobody changes his own rights: ask another administrator")


def _administers(act: Act, office: str) -> None:
    if not act.person.may(Permission.ADMINISTER, office):
        raise NotAllowed("your role does not allow this")


def _all_offices(session: Session, act: Act, user: User) -> None:
    """What touches the whole account is for who administers every office at which it has a role."""
    for office in session.scalars(select(UserRole.office).where(UserRole.user_id == user.id)):
        if not act.person.may(Permission.ADMINISTER, office):
            raise NotAllowed("this person also works for another office: ask its administrator")


def _has(session: Session, user: User, office: str, role: str) -> bool:
    rows = select(UserRole.id).where(UserRole.user_id == user.id, UserRole.office == office, UserRole.role == role)
    return session.scalars(rows).first() is not None


def _add(session: Session, act: Act, user: User, office: str, role: str) -> None:
    session.add(UserRole(user_id=user.id, office=office, role=role))
    _log(session, act, user, "role-given", office, role)


def _log(session: Session, act: Act, user: User, what: str, office: str = "", role: str = "") -> None:
    session.add(PeopleLog(user_id=user.id, by=act.person.name, at=act.now, what=what, office=office, role=role))
    session.flush()
