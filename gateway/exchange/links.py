"""One-time links: how a partner without any software answers a transfer, with a small form and no login.

The secret part of a link is made from a random number under the installation's secret, and put into the mail when it
is rendered: neither the books nor the desk show it, only its hash is kept. It works once, until its day.
"""

import base64
import hashlib
import hmac
import re
import secrets
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from gateway.exchange.house import House
from gateway.store.partners import AnswerLink, TransferRow

#: Longest a partner may take; the reminder carries the same link.
LIVES = timedelta(days=30)
#: Path of the form below the desk's address.
PATH = "/answer/"
#: How a link stands in a draft, before it is rendered.
MARKER = re.compile(r"\[link ([A-Za-z0-9_-]{22})\]")
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")


def link_for(session: Session, transfer: TransferRow, house: House, now: datetime) -> tuple[str, datetime] | None:
    """The address of the form as a draft holds it, and until when it works; None where nobody outside reaches us.

    A link that still works is given again, so that a reminder does not make the first mail useless.
    """
    if not house.url:
        return None
    row = session.scalars(
        select(AnswerLink)
        .where(AnswerLink.transfer_id == transfer.id, AnswerLink.used_at.is_(None), AnswerLink.expires_at > now)
        .order_by(AnswerLink.id.desc())
        .limit(1)
    ).first()
    if row is None:
        number = secrets.token_urlsafe(16)
        row = AnswerLink(
            transfer_id=transfer.id,
            number=number,
            token_hash=hash_of(_token(house.secret, number)),
            made_at=now,
            expires_at=now + LIVES,
        )
        session.add(row)
        session.flush()
    return f"{house.url.rstrip('/')}{PATH}[link {row.number}]", row.expires_at


def opened(text: str, secret: bytes) -> str:
    """A text with its links as they leave."""
    return MARKER.sub(lambda found: _token(secret, found[1]), text) if "[link " in text else text


def find(session: Session, token: str, now: datetime) -> AnswerLink | None:
    """The link with this secret part, if it still works."""
    if not _TOKEN.fullmatch(token):
        return None
    return session.scalars(
        select(AnswerLink).where(
            AnswerLink.token_hash == hash_of(token), AnswerLink.used_at.is_(None), AnswerLink.expires_at > now
        )
    ).one_or_none()


def use(session: Session, link: AnswerLink, now: datetime) -> bool:
    """Of two that press the button at once, one."""
    taken = update(AnswerLink).where(AnswerLink.id == link.id, AnswerLink.used_at.is_(None)).values(used_at=now)
    return session.execute(taken.returning(AnswerLink.id)).first() is not None


def end_links(session: Session, transfer_id: int, now: datetime) -> None:
    """The handshake is over, or went on by another road."""
    ended = update(AnswerLink).where(AnswerLink.transfer_id == transfer_id, AnswerLink.used_at.is_(None))
    session.execute(ended.values(used_at=now))


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode("ascii")).hexdigest()


def _token(secret: bytes, number: str) -> str:
    digest = hmac.new(secret, b"answer-link\0" + number.encode("ascii"), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).decode("ascii").rstrip("=")
