"""`klachtenpost token`: which programs may use the API, in whose name, and for what."""

import argparse
from datetime import UTC, datetime
from typing import Any

from sqlalchemy.orm import Session

from gateway.api import tokens
from gateway.api.scopes import Scope
from gateway.assemble import open_books
from gateway.casework.errors import CaseworkError
from gateway.cli.acts import acts_parser, check_words
from gateway.cli.user import find
from gateway.errors import WrongCall

DESCRIPTION = """\
Keeps the tokens of programs that use the API. A token acts in the name of a person of the desk: it may what that person
may, narrowed to its scopes, and at one office only where --office names one. It is shown once; the books keep a hash.

  token create NAME --client PROGRAM --scope SCOPE ...   make one for the person NAME, and print it
  token list                                             which there are, for what, and when each was last used
  token revoke NUMBER                                    it opens nothing any more, from now on

Scopes: read (cases, messages, outbox), work (notes, fields, tasks, quarantine), decide (letters, steps, links),
register (bring complaints in), figures, sealed (sealed cases, for a sealed-channel officer), webhooks.
"""
WORDS = {"create": 1, "list": 0, "revoke": 1}


def add_parser(subparsers: Any) -> argparse.ArgumentParser:
    parser = acts_parser(
        subparsers, "token", WORDS, about="which programs may use the API", description=DESCRIPTION, metavar="NAME"
    )
    parser.add_argument("--client", default="", metavar="PROGRAM", help="what gets the token, as colleagues know it")
    parser.add_argument("--scope", action="append", default=[], choices=[one.value for one in Scope], dest="scopes")
    parser.add_argument("--office", default="", metavar="ID", help="the only office it works for")
    parser.add_argument("--days", type=int, default=365, help="how long it lasts (365)")
    return parser


def run(args: argparse.Namespace) -> int:
    check_words("token", WORDS, args)
    with open_books() as store, store.session() as session:
        try:
            act(session, args, datetime.now(UTC))
        except CaseworkError as error:
            raise WrongCall(str(error)) from error
    return 0


def act(session: Session, args: argparse.Namespace, now: datetime) -> None:
    match args.act, args.words:
        case "create", [name]:
            create(session, args, name.strip().lower(), now)
        case "revoke", [number]:
            if not (number.isascii() and number.isdigit() and len(number) < 19):
                raise WrongCall("a token is revoked by its number; `klachtenpost token list` shows it")
            row = tokens.end(session, int(number), now)
            print(f"token {row.id} of {row.client} opens nothing any more")
        case _:
            print_tokens(session, now)


def create(session: Session, args: argparse.Namespace, name: str, now: datetime) -> None:
    user = find(session, name)
    if user is None or not user.active:
        raise WrongCall(f"there is nobody named {name} who signs in; see `klachtenpost user`")
    scopes = [Scope(one) for one in args.scopes]
    _, token = tokens.make(session, user, args.client, scopes, args.days, now, args.office)
    print(token)


def print_tokens(session: Session, now: datetime) -> None:
    found = tokens.tokens_of(session)
    if not found:
        print("No program has a token. Make one with `klachtenpost token create NAME --client PROGRAM --scope SCOPE`.")
    for row, user in found:
        state = "ENDED  " if row.ended_at else "EXPIRED  " if row.expires_at <= now else ""
        used = f"last used {row.used_at:%Y-%m-%d}" if row.used_at else "never used"
        where = f" at {row.office}" if row.office else ""
        scopes = ", ".join(row.scopes)
        print(f"{row.id}  {row.client}  {state}{user.name}{where}: {scopes}  until {row.expires_at:%Y-%m-%d}, {used}")
