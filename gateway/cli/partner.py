"""`klachtenpost partner`: the directory of partners and the keys of our own offices."""

import argparse
import getpass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from classifiers.understanding import Language
from gateway.assemble import Gateway, assemble
from gateway.cli.acts import acts_parser, check_words
from gateway.errors import WrongCall
from gateway.exchange import circles, directory, encryption
from gateway.exchange.directory import Did
from gateway.exchange.keys import end_key, make_key, shown, signing_key
from gateway.settings import load_settings
from gateway.store.partners import HouseKey, Partner, PartnerKey
from outbound.exchange.document import key_id

DESCRIPTION = """\
Keeps the directory of partner services. Nothing is sent to a partner, and nothing of it is believed, before a person
verified its address and pinned its key, both checked over another road (telephone, website, letter).

  partner keys                     our own public keys, to be read out to partners
  partner new-key OFFICE           a fresh key beside the old one: let partners pin it before the old one ends
  partner end-key OFFICE KEY       the key signs nothing any more
  partner add ID --name N --mail M enter a partner (ID: its id in the catalogue) or change it; --push URL, --language nl
  partner verify ID                you checked the address
  partner pin ID KEY               you compared the public key (base64)
  partner unpin ID KEY-ID          believe nothing signed with that key any more
  partner pause ID                 nothing new leaves to it, and nothing by itself; `partner resume ID` ends that
  partner end ID                   nothing is sent to it, and nothing of it believed, any more
  partner new-certificate OFFICE   a certificate under which partners encrypt mail to the office (S/MIME); printed.
                                   With --openpgp an OpenPGP key
  partner certificate ID FILE      you compared the fingerprint of its certificate or OpenPGP key: mail to it is
                                   encrypted from now on
  partner list                     who is in it, and how each stands
  partner circle-new NAME OFFICE   a circle that compares keyed marks of cases, with --with PARTNER (once or more);
                                   prints its key: tell it to the partners over another road
  partner circle-join NAME OFFICE KEY --with PARTNER   the same circle, under the key that another house made
  partner circle-end NAME          nothing is told or taken any more, and what was told is forgotten
"""
WORDS = {
    "keys": 0,
    "new-key": 1,
    "end-key": 2,
    "add": 1,
    "verify": 1,
    "pin": 2,
    "unpin": 2,
    "pause": 1,
    "resume": 1,
    "end": 1,
    "list": 0,
    "new-certificate": 1,
    "certificate": 2,
    "circle-new": 2,
    "circle-join": 3,
    "circle-end": 1,
}


def add_parser(subparsers: Any) -> argparse.ArgumentParser:
    parser = acts_parser(
        subparsers,
        "partner",
        WORDS,
        about="the directory of partner services and our keys",
        description=DESCRIPTION,
        metavar="ID|KEY",
    )
    parser.add_argument("--name", default="", help="name of the partner")
    parser.add_argument("--mail", default="", help="its address for complaints")
    parser.add_argument("--push", default="", metavar="URL", help="its https address for documents")
    parser.add_argument("--language", choices=("nl", "fr", "de", "en"), default="nl", help="language we write in")
    parser.add_argument("--takes", action="append", default=[], metavar="BODY", help="body whose complaints it takes")
    parser.add_argument("--with", action="append", default=[], metavar="PARTNER", dest="partners", help="of a circle")
    parser.add_argument("--openpgp", action="store_true", help="an OpenPGP key instead of an S/MIME certificate")
    parser.add_argument("--by", default="", metavar="NAME", help="who checked it (default: the user of this machine)")
    return parser


def run(args: argparse.Namespace) -> int:
    check_words("partner", WORDS, args)
    gateway = assemble(load_settings())
    try:
        with gateway.store.session() as session:
            return act(session, gateway, args, datetime.now(UTC))
    finally:
        gateway.close()


def act(session: Session, gateway: Gateway, args: argparse.Namespace, now: datetime) -> int:
    by = args.by or getpass.getuser()
    match args.act, args.words:
        case "keys", _:
            print_keys(session, gateway, now)
        case "new-key", [office]:
            known_office(gateway, office)
            key = make_key(session, office, gateway.secret, now)
            directory.note(session, office, Did.OWN_KEY_MADE, by, now, key_id(key.public_key()))
            print_keys(session, gateway, now)
        case "end-key", [office, name]:
            end_key(session, office, name, now)
            directory.note(session, office, Did.OWN_KEY_ENDED, by, now, name)
            print(f"{name} signs nothing any more")
        case "add", [partner]:
            if not args.name or not args.mail:
                raise WrongCall("`partner add` needs --name and --mail")
            entry = directory.Entry(partner, args.name, args.mail, args.push, args.language, tuple(args.takes))
            directory.enter(session, entry, by, now, own=[office.id for office in gateway.offices])
            print(f"{partner} is entered. Next: check the address and say `klachtenpost partner verify {partner}`.")
        case "verify", [partner]:
            directory.verify(session, partner, by, now)
            print(f"mail leaves to {partner} from now on")
        case "pin", [partner, public]:
            print(f"pinned {directory.pin(session, partner, public, by, now)}")
        case "unpin", [partner, name]:
            directory.unpin(session, partner, name, by, now)
            print(f"nothing signed with {name} is believed any more")
        case "pause", [partner]:
            directory.pause(session, partner, by, now)
            print(f"nothing new leaves to {partner}; `klachtenpost partner resume {partner}` ends that")
        case "resume", [partner]:
            directory.resume(session, partner, by, now)
            print(f"mail leaves to {partner} again")
        case "end", [partner]:
            directory.end(session, partner, by, now)
            print(f"nothing is sent to {partner}, and nothing of it believed, any more")
        case "new-certificate", [office]:
            print(new_certificate(session, gateway, args, office, by, now), end="")
        case "certificate", [partner, file]:
            told = encryption.pin_certificate(session, partner, _read(file), now)
            directory.note(session, partner, Did.CERTIFICATE_PINNED, by, now, told)
            print(f"mail to {partner} is encrypted from now on, under {told}")
        case "circle-new", [name, office]:
            known_office(gateway, office)
            print(circles.make(session, name, office, _partners(args), gateway.secret, by, now))
        case "circle-join", [name, office, key]:
            known_office(gateway, office)
            circles.join(session, name, office, _partners(args), key, gateway.secret, by, now)
            print(f"{office} is in the circle {name} with {', '.join(args.partners)}")
        case "circle-end", [name]:
            circles.end(session, name, now)
            print(f"the circle {name} has ended; its key and its marks are forgotten")
        case _:
            print_partners(session)
    return 0


def new_certificate(
    session: Session, gateway: Gateway, args: argparse.Namespace, office: str, by: str, now: datetime
) -> str:
    known_office(gateway, office)
    address = next(one for one in gateway.offices if one.id == office).sender(Language.NL)
    way = encryption.WAYS["openpgp" if args.openpgp else "smime"]
    made = encryption.make_certificate(session, way, office, address, gateway.secret, now)
    directory.note(session, office, Did.OWN_CERTIFICATE_MADE, by, now, encryption.fingerprint(made))
    return made


def _read(file: str) -> bytes:
    try:
        return Path(file).read_bytes()
    except OSError as error:
        raise WrongCall(f"{file} cannot be read: {error.strerror}") from error


def _partners(args: argparse.Namespace) -> list[str]:
    if not args.partners:
        raise WrongCall("say with whom: --with PARTNER, once or more")
    return list(args.partners)


def known_office(gateway: Gateway, office: str) -> None:
    if office not in {one.id for one in gateway.offices}:
        raise WrongCall(f"{office} is no office of this gateway; it serves {', '.join(o.id for o in gateway.offices)}")


def print_keys(session: Session, gateway: Gateway, now: datetime) -> None:
    """Every office has a key once somebody asks for it."""
    for office in gateway.offices:
        signing_key(session, office.id, gateway.secret, now)
    for row in session.scalars(select(HouseKey).order_by(HouseKey.office, HouseKey.created_at)):
        print(f"{row.office}  {row.key_id}  {shown(row.public)}  {'ended' if row.ended_at else 'signs'}")


def print_partners(session: Session) -> None:
    partners = session.scalars(select(Partner).where(Partner.ended_at.is_(None)).order_by(Partner.id)).all()
    if not partners:
        print("There is no partner yet. Enter one with `klachtenpost partner add ID --name N --mail M`.")
    for partner in partners:
        print(line_of(session, partner))
    for circle in circles.active(session):
        print(f"circle {circle.id} of {circle.office} with {', '.join(circle.partners)}, agreed by {circle.agreed_by}")


def line_of(session: Session, partner: Partner) -> str:
    keys = session.scalars(
        select(PartnerKey).where(PartnerKey.partner_id == partner.id, PartnerKey.ended_at.is_(None))
    ).all()
    names = [key.key_id if key.confirmed_by else f"{key.key_id} (NOT confirmed)" for key in keys]
    told = [
        f"{partner.id}  {partner.name} <{partner.mail}>",
        f"verified by {partner.verified_by}" if partner.verified_by else "NOT verified: nothing is sent",
        f"PAUSED by {partner.paused_by}" if partner.paused_at else "",
        f"keys: {', '.join(names) or 'none'}",
        f"pushed to {partner.push_url}" if partner.push_url else "",
        f"encrypted under {encryption.fingerprint(partner.certificate)}" if partner.certificate else "",
    ]
    return "  ".join(part for part in told if part)
