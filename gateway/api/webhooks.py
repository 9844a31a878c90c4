"""Addresses that are told of events: which are wanted, what a call says, and how it is signed."""

import hashlib
import hmac
import ipaddress
import json
import secrets
from collections.abc import Sequence
from datetime import datetime
from urllib.parse import urlsplit

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gateway.casework.errors import NotPossible, NotSeen
from gateway.casework.roles import Permission, Person
from gateway.exchange.keys import seal, unseal
from gateway.store.api import Webhook
from gateway.store.tables import Case, History

SIGNATURE = "Klachtenpost-Signature"
#: A secret that lies about is known by it.
MARK = "whsec_"
PURPOSE = "webhook"
MOST = 20


def make(
    session: Session,
    person: Person,
    office: str,
    url: str,
    events: Sequence[str],
    *,
    sealed: bool,
    secret: bytes,
    now: datetime,
) -> tuple[Webhook, str]:
    """The new row and what signs its calls, which is shown once. Raises NotPossible."""
    if not person.may(Permission.COORDINATE, office):
        raise NotPossible("choose an office whose figures and webhooks you keep")
    if sealed and not person.may(Permission.READ_SEALED, office):
        raise NotPossible("only a sealed-channel officer has an address told of sealed cases")
    check_address(url)
    if len(webhooks_of(session, person)) >= MOST:
        raise NotPossible("an office has at most 20 webhooks: end one first")
    key = MARK + secrets.token_urlsafe(32)
    last = session.scalar(select(func.max(History.id))) or 0
    row = Webhook(
        office=office,
        url=url,
        events=sorted(set(events)),
        sealed=sealed,
        secret=seal(secret, PURPOSE, key.encode()),
        created_by=person.name,
        created_at=now,
        starts_after=last,
        seen_to=last,
    )
    session.add(row)
    session.flush()
    return row, key


def webhooks_of(session: Session, person: Person) -> list[Webhook]:
    """Those of the offices whose webhooks this person keeps; of sealed cases only for who sees them."""
    rows = select(Webhook).where(Webhook.office.in_(person.offices(Permission.COORDINATE)), Webhook.state != "ended")
    found = session.scalars(rows.order_by(Webhook.id))
    return [row for row in found if not row.sealed or person.may(Permission.READ_SEALED, row.office)]


def webhook_of(session: Session, person: Person, number: int) -> Webhook:
    """Locked. Raises NotSeen."""
    row = session.scalars(select(Webhook).where(Webhook.id == number).with_for_update()).one_or_none()
    if row is None or row.id not in {one.id for one in webhooks_of(session, person)}:
        raise NotSeen("no such webhook")
    return row


def check_address(url: str) -> None:
    """Raises NotPossible for all but https, and http to this very machine."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        raise NotPossible("that address cannot be right") from None
    plain = parts.scheme == "http" and _is_loopback(host)
    if not host or not (parts.scheme == "https" or plain) or parts.username is not None or parts.fragment:
        raise NotPossible("an address begins with https:// and holds no password")
    if len(url) > 500 or not url.isascii() or any(letter.isspace() for letter in url):
        raise NotPossible("that address cannot be right")


def body_of(step: History, case: Case) -> bytes:
    """What a call says: that something happened and where, and nothing about anybody."""
    told = {
        "id": step.id,
        "step": step.step,
        "office": case.office,
        "case": case.reference,
        "at": step.at.isoformat(),
    }
    return json.dumps(told, separators=(",", ":")).encode()


def signature(key: bytes, moment: datetime, body: bytes) -> str:
    """`t=<seconds>,v1=<hex>`: HMAC-SHA256 over the seconds, a dot and the body."""
    seconds = str(int(moment.timestamp()))
    return f"t={seconds},v1={hmac.new(key, f'{seconds}.'.encode() + body, hashlib.sha256).hexdigest()}"


def key_of(row: Webhook, secret: bytes) -> bytes:
    return unseal(secret, PURPOSE, row.secret)


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
