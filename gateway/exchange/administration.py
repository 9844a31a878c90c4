"""The directory as administrators keep it at the desk.

What opens a road (an address that mail leaves to, a key that is believed, a certificate mail is encrypted under) is
entered by one administrator and confirmed by another, who checked it over another road. What closes one takes one.
"""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gateway.casework.acts import Act
from gateway.casework.errors import NotAllowed, NotPossible, NotSeen
from gateway.casework.roles import Permission
from gateway.errors import GatewayError
from gateway.exchange import directory, encryption
from gateway.exchange.directory import Did, Entry, note
from gateway.exchange.keys import end_key, make_key
from gateway.exchange.outgoing import WAITING
from gateway.store.partners import Partner, PartnerLog, TransferRow
from outbound.exchange.document import key_id
from routing.offices import Office


def enter(session: Session, act: Act, entry: Entry, *, own: Collection[str], bodies: Collection[str]) -> Partner:
    """A new partner. Raises NotPossible."""
    there = session.get(Partner, entry.id)
    if there is not None and there.ended_at is None:
        raise NotPossible("this partner is in the directory already")
    return describe(session, act, entry, own=own, bodies=bodies)


def describe(session: Session, act: Act, entry: Entry, *, own: Collection[str], bodies: Collection[str]) -> Partner:
    """Name, addresses, language and what it takes; other addresses than before are checked anew."""
    if any(body not in bodies for body in entry.takes):
        raise NotPossible("that body is not in the list of services")
    with _directory(act):
        return directory.enter(session, entry, act.person.name, act.now, own=own)


def check_address(session: Session, act: Act, partner: Partner, how: str) -> None:
    """Another administrator than who entered the address reached the partner over another road."""
    if partner.verified_by is not None:
        raise NotPossible("somebody did this already")
    _by_another(act, partner.entered_by, how)
    with _directory(act):
        directory.verify(session, partner.id, act.person.name, act.now, how.strip())


def offer_key(session: Session, act: Act, partner: Partner, key: str) -> None:
    with _directory(act):
        row = directory.offer_key(session, partner.id, key, act.person.name, act.now)
    if row.confirmed_by is not None:
        raise NotPossible("that key is pinned already")


def confirm_key(session: Session, act: Act, partner: Partner, name: str, how: str) -> None:
    with _directory(act):
        row = directory.key_of(session, partner.id, name)
        if row.confirmed_by is not None:
            raise NotPossible("somebody did this already")
        _by_another(act, row.pinned_by, how)
        directory.confirm_key(session, partner.id, name, act.person.name, act.now, how.strip())


def drop_key(session: Session, act: Act, partner: Partner, name: str) -> None:
    with _directory(act):
        directory.unpin(session, partner.id, name, act.person.name, act.now)


def offer_certificate(session: Session, act: Act, partner: Partner, told: str) -> None:
    with _directory(act):
        partner.offered_certificate = encryption.checked(told.encode("utf-8"), act.now)
        partner.offered_by = act.person.name
        fingerprint = encryption.fingerprint(partner.offered_certificate)
        note(session, partner.id, Did.CERTIFICATE_OFFERED, act.person.name, act.now, fingerprint)


def confirm_certificate(session: Session, act: Act, partner: Partner, how: str) -> None:
    if not partner.offered_certificate:
        raise NotPossible("somebody did this already")
    _by_another(act, partner.offered_by, how)
    with _directory(act):
        told = encryption.pin_certificate(session, partner.id, partner.offered_certificate.encode("ascii"), act.now)
    partner.offered_certificate = partner.offered_by = ""
    note(session, partner.id, Did.CERTIFICATE_PINNED, act.person.name, act.now, f"{told} {how.strip()}")


def drop_certificate(session: Session, act: Act, partner: Partner, *, offered: bool) -> None:
    """The one that waits, or the one in force: then mail leaves readable once another administrator checked again."""
    if offered:
        partner.offered_certificate = partner.offered_by = ""
    else:
        partner.certificate, partner.entered_by = "", act.person.name
        partner.verified_by = partner.verified_at = None
    note(session, partner.id, Did.CERTIFICATE_ENDED, act.person.name, act.now)


def pause(session: Session, act: Act, partner: Partner) -> None:
    with _directory(act):
        directory.pause(session, partner.id, act.person.name, act.now)


def resume(session: Session, act: Act, partner: Partner) -> None:
    with _directory(act):
        directory.resume(session, partner.id, act.person.name, act.now)


def end(session: Session, act: Act, partner: Partner) -> None:
    """Raises NotPossible while something of ours waits for its answer: nobody may drop it."""
    waits = select(func.count(TransferRow.id)).where(
        TransferRow.partner_id == partner.id, TransferRow.direction == "out", TransferRow.state.in_(WAITING)
    )
    if session.scalar(waits):
        raise NotPossible("take back first what this partner has not answered yet")
    with _directory(act):
        directory.end(session, partner.id, act.person.name, act.now)


def make_own_key(session: Session, act: Act, office: str, secret: bytes) -> None:
    """A fresh key of an office of ours beside the others; it signs from now on."""
    _administers(act, office)
    key = make_key(session, office, secret, act.now)
    note(session, office, Did.OWN_KEY_MADE, act.person.name, act.now, key_id(key.public_key()))


def end_own_key(session: Session, act: Act, office: str, name: str) -> None:
    _administers(act, office)
    with _directory(act):
        end_key(session, office, name, act.now)
    note(session, office, Did.OWN_KEY_ENDED, act.person.name, act.now, name)


def make_own_certificate(session: Session, act: Act, office: Office, way: str, address: str, secret: bytes) -> None:
    """A certificate or OpenPGP key under which partners encrypt mail to an office of ours."""
    _administers(act, office.id)
    if way not in encryption.WAYS:
        raise NotPossible("choose what happens with it")
    made = encryption.make_certificate(session, encryption.WAYS[way], office.id, address, secret, act.now)
    told = encryption.fingerprint(made)
    note(session, office.id, Did.OWN_CERTIFICATE_MADE, act.person.name, act.now, told)


def partner_row(session: Session, partner_id: str) -> Partner:
    """Locked, as it is changed. Raises NotSeen."""
    row = session.scalars(select(Partner).where(Partner.id == partner_id).with_for_update()).one_or_none()
    if row is None:
        raise NotSeen("there is no such partner")
    return row


def log_of(session: Session, houses: Collection[str], most: int) -> Sequence[PartnerLog]:
    """The latest acts, newest first."""
    rows = select(PartnerLog).where(PartnerLog.house.in_(houses)).order_by(PartnerLog.id.desc()).limit(most)
    return session.scalars(rows).all()


def _by_another(act: Act, first: str, how: str) -> None:
    if first == act.person.name:
        raise NotAllowed("another administrator must confirm this")
    if not how.strip():
        raise NotPossible("say how you checked it")


def _administers(act: Act, office: str) -> None:
    if not act.person.may(Permission.ADMINISTER, office):
        raise NotAllowed("your role does not allow this")


@contextmanager
def _directory(act: Act) -> Iterator[None]:
    """What the directory refuses, in the words of the desk."""
    if not act.person.may(Permission.ADMINISTER):
        raise NotAllowed("your role does not allow this")
    try:
        yield
    except GatewayError as error:
        raise NotPossible(str(error)) from error
