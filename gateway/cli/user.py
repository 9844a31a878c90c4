"""`klachtenpost user`: who works at the desk, and what each is at which office."""

import argparse
import getpass
import sys
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from gateway.assemble import Gateway, assemble
from gateway.casework.roles import Role
from gateway.cli.acts import acts_parser, check_words
from gateway.desk.signin import passwords, sessions
from gateway.desk.texts import LANGUAGES
from gateway.errors import WrongCall
from gateway.settings import load_settings
from gateway.store.desk import User, UserRole

DESCRIPTION = """\
Keeps the people of the desk. The first one is entered here; a name is never used for two people, and somebody who
leaves is ended, not erased, because the history of cases names him.

  user add NAME --office ID --role ROLE     enter somebody; the password is asked, or read with --password-stdin.
                                            For a known name: one more office or role, the password stays.
  user list                                 who there is, and what each may
  user end NAME                             signs in no more, from now on
"""
WORDS = {"add": 1, "list": 0, "end": 1}


def add_parser(subparsers: Any) -> argparse.ArgumentParser:
    parser = acts_parser(
        subparsers, "user", WORDS, about="who works at the desk", description=DESCRIPTION, metavar="NAME"
    )
    parser.add_argument("--office", default="", metavar="ID", help="office at which the roles hold")
    parser.add_argument("--role", action="append", default=[], choices=[role.value for role in Role], dest="roles")
    parser.add_argument("--full-name", default="", help="as colleagues and citizens see it")
    parser.add_argument("--email", default="")
    parser.add_argument("--language", choices=LANGUAGES, default="nl", help="in which the desk speaks")
    parser.add_argument("--sso", default=None, metavar="SUBJECT", help='"issuer subject" of single sign-on')
    parser.add_argument("--password-stdin", action="store_true", help="read the password from standard input")
    return parser


def run(args: argparse.Namespace) -> int:
    check_words("user", WORDS, args)
    gateway = assemble(load_settings())
    try:
        with gateway.store.session() as session:
            return act(session, gateway, args, datetime.now(UTC))
    except IntegrityError as error:
        raise WrongCall("somebody else signs in with that subject already") from error
    finally:
        gateway.close()


def act(session: Session, gateway: Gateway, args: argparse.Namespace, now: datetime) -> int:
    match args.act, args.words:
        case "add", [name]:
            add(session, gateway, args, name.strip().lower(), now)
        case "end", [name]:
            end(session, name.strip().lower())
        case _:
            print_people(session)
    return 0


def add(session: Session, gateway: Gateway, args: argparse.Namespace, name: str, now: datetime) -> None:
    served = [office.id for office in gateway.offices]
    if args.office not in served:
        raise WrongCall(f"say at which office: --office with one of {', '.join(served)}")
    if not args.roles:
        raise WrongCall(f"say what {name} is there: --role with one of {', '.join(Role)}")
    if not name or len(name) > 80 or not name.isprintable() or " " in name:
        raise WrongCall("a name has 1 to 80 characters and no spaces")
    user = find(session, name)
    if user is None:
        user = User(name=name, full_name=args.full_name or name, language=args.language, created_at=now)
        user.email, user.oidc_subject = args.email, args.sso
        user.password_hash = "" if args.sso and not args.password_stdin else hash_of(read_password(args))
        session.add(user)
        session.flush()
    elif args.password_stdin:
        user.password_hash, user.active = hash_of(read_password(args)), True
        sessions.end_all(session, user.id)
    there = set(
        session.scalars(select(UserRole.role).where(UserRole.user_id == user.id, UserRole.office == args.office))
    )
    fresh = [role for role in dict.fromkeys(args.roles) if role not in there]
    session.add_all(UserRole(user_id=user.id, office=args.office, role=role) for role in fresh)
    print(f"{name} is {', '.join(args.roles)} at {args.office}")


def end(session: Session, name: str) -> None:
    user = find(session, name)
    if user is None:
        raise WrongCall(f"there is nobody named {name}")
    user.active = False
    sessions.end_all(session, user.id)
    print(f"{name} signs in no more")


def find(session: Session, name: str) -> User | None:
    return session.scalars(select(User).where(User.name == name)).one_or_none()


def read_password(args: argparse.Namespace) -> str:
    if args.password_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    first = getpass.getpass("Password: ")
    if first != getpass.getpass("Once more: "):
        raise WrongCall("the two passwords differ")
    return first


def hash_of(password: str) -> str:
    try:
        return passwords.hashed(password)
    except ValueError as error:
        raise WrongCall(str(error)) from error


def print_people(session: Session) -> None:
    users = session.scalars(select(User).order_by(User.name)).all()
    if not users:
        print(
            "Nobody works at the desk yet. Enter the first with `klachtenpost user add NAME --office ID --role ROLE`."
        )
    for user in users:
        rows = session.execute(
            select(UserRole.office, UserRole.role).where(UserRole.user_id == user.id).order_by(UserRole.office)
        )
        roles = ", ".join(f"{role} at {office}" for office, role in rows) or "no role"
        ways = [way for way, has in (("code", user.totp_secret), ("single sign-on", user.oidc_subject)) if has]
        print(f"{user.name}  {user.full_name}  {'' if user.active else 'ENDED  '}{roles}  {' '.join(ways)}".rstrip())
