"""Circles: houses that agreed to compare keyed marks of their cases, and the daily list that each tells the others."""

import base64
import hashlib
import hmac
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime, time, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from classifiers.understanding import Language
from gateway.errors import GatewayError
from gateway.exchange.directory import known
from gateway.exchange.documents import new_document, put_out, stored
from gateway.exchange.house import BRUSSELS, House, day_of
from gateway.exchange.keys import seal, unseal
from gateway.exchange.known import known_of
from gateway.exchange.letters import plain_letter
from gateway.store.partners import Circle, OwnMark, Partner, PartnerMark, TransferRow
from gateway.store.tables import Case
from outbound.exchange.cover import list_words
from outbound.exchange.document import DocumentType
from outbound.exchange.fingerprints import Mark, epoch, marks, to_body

KEY_BYTES = 32
#: Days in which two houses may get the same complaint; older cases have no marks in a new quarter.
YOUNG = timedelta(days=120)
#: Cases marked at one look: a mark is slow on purpose, and others wait for the books meanwhile.
AT_ONCE = 4
#: Cases in one document.
MOST_ENTRIES = 200


def make(
    session: Session, name: str, office: str, partners: Sequence[str], secret: bytes, by: str, now: datetime
) -> str:
    """A new circle with a fresh key; the key (base64), to be told to the partners over another road."""
    key = os.urandom(KEY_BYTES)
    join(session, name, office, partners, base64.b64encode(key).decode("ascii"), secret, by, now)
    return base64.b64encode(key).decode("ascii")


def join(
    session: Session, name: str, office: str, partners: Sequence[str], key: str, secret: bytes, by: str, now: datetime
) -> None:
    """Enters a circle under the key that another house made. Raises GatewayError for what is no key, or no partner."""
    try:
        raw = base64.b64decode(key.strip(), validate=True)
    except ValueError:
        raw = b""
    if len(raw) != KEY_BYTES:
        raise GatewayError("the key of a circle is 44 characters of base64")
    for partner in partners:
        known(session, partner)
    row = session.get(Circle, name)
    if row is not None and row.ended_at is None:
        raise GatewayError(f"there is a circle {name} already; end it first, then its key can be changed")
    if row is None:
        row = Circle(id=name, office=office)
        session.add(row)
    row.office, row.partners, row.sealed_key = office, list(partners), seal(secret, f"circle:{name}", raw)
    row.agreed_by, row.agreed_at, row.ended_at = by, now, None
    session.flush()


def end(session: Session, name: str, now: datetime) -> None:
    """No more lists leave, none is taken; the key and what was told are forgotten."""
    row = session.get(Circle, name)
    if row is None or row.ended_at is not None:
        raise GatewayError(f"there is no circle {name}")
    row.ended_at, row.sealed_key = now, b""
    for table in (OwnMark, PartnerMark):
        session.execute(table.__table__.delete().where(table.__table__.c.circle_id == name))  # type: ignore[attr-defined]


def active(session: Session, office: str | None = None) -> Sequence[Circle]:
    rows = select(Circle).where(Circle.ended_at.is_(None)).order_by(Circle.id)
    return session.scalars(rows if office is None else rows.where(Circle.office == office)).all()


def mark_cases(session: Session, now: datetime, *, houses: Mapping[str, House], most: int = AT_ONCE) -> list[OwnMark]:
    """Makes the marks of this quarter for cases that have none yet; the new ones."""
    quarter = epoch(day_of(now))
    made: list[OwnMark] = []
    for circle in active(session):
        house = houses.get(circle.office)
        if house is None:
            continue
        marked = select(OwnMark.case_id).where(OwnMark.circle_id == circle.id, OwnMark.quarter == quarter)
        fresh = (
            select(Case)
            .where(Case.office == circle.office, Case.received_at > now - YOUNG, Case.id.not_in(marked))
            .order_by(Case.id)
            .limit(most)
        )
        for case in session.scalars(fresh).all():
            made += _marked(session, case, circle, quarter, house, now)
    session.flush()
    return [row for row in made if row.value]


def tell(session: Session, now: datetime, *, houses: Mapping[str, House]) -> None:
    """Once a day each partner of a circle gets the marks that are new, in an order that tells nothing."""
    today = datetime.combine(day_of(now), time(), BRUSSELS)
    for circle in active(session):
        house = houses.get(circle.office)
        told_today = session.scalar(
            select(func.count(OwnMark.id)).where(OwnMark.circle_id == circle.id, OwnMark.told_at >= today)
        )
        if house is None or told_today:
            continue
        rows = session.scalars(
            select(OwnMark).where(OwnMark.circle_id == circle.id, OwnMark.told_at.is_(None), OwnMark.value != "")
        ).all()
        for quarter in sorted({row.quarter for row in rows}):
            _tell_quarter(session, circle, quarter, [row for row in rows if row.quarter == quarter], house, now)


def mark_of(value: Mapping[str, object]) -> Mark:
    """A mark as the books keep it."""
    lists = {name: tuple(map(str, value[name])) for name in ("bodies", "months", "text")}  # type: ignore[call-overload]
    return Mark(str(value["value"]), **lists)


def _marked(session: Session, case: Case, circle: Circle, quarter: str, house: House, now: datetime) -> list[OwnMark]:
    passed_on = session.scalars(
        select(TransferRow).where(TransferRow.case_id == case.id, TransferRow.direction == "in").limit(1)
    ).first()
    told = known_of(session, case, passed_on)
    key = unseal(house.secret, f"circle:{circle.id}", circle.sealed_key)
    found = marks(told, key, quarter) if told else ()
    handle = _handle(house.secret, circle.id, quarter, case.id)
    rows = [
        OwnMark(
            case_id=case.id,
            circle_id=circle.id,
            quarter=quarter,
            value=value,
            mark=mark,
            handle=handle,
            made_at=now,
            told_at=None,
        )
        for value, mark in ([(one.value, asdict(one)) for one in found] or [("", {})])
    ]
    session.add_all(rows)
    return rows


def _handle(secret: bytes, circle: str, quarter: str, case_id: int) -> str:
    """Of two quarters, or of two circles, nobody can tell which handles are of one case."""
    told = f"handle\0{circle}\0{quarter}\0{case_id}".encode()
    return hmac.new(secret, told, hashlib.sha256).hexdigest()[:32]


def _tell_quarter(
    session: Session, circle: Circle, quarter: str, rows: Sequence[OwnMark], house: House, now: datetime
) -> None:
    by_handle: dict[str, list[Mark]] = {}
    for row in rows:
        by_handle.setdefault(row.handle, []).append(mark_of(row.mark))
    handles = sorted(by_handle)
    for start in range(0, len(handles), MOST_ENTRIES):
        entries = [
            (handle, sorted(by_handle[handle], key=lambda mark: mark.value))
            for handle in handles[start : start + MOST_ENTRIES]
        ]
        for partner_id in circle.partners:
            partner = session.get(Partner, str(partner_id))
            if partner is None or not partner.open:
                continue
            document = new_document(
                DocumentType.FINGERPRINTS, house, partner, to_body(circle.id, quarter, entries), now
            )
            words = list_words(Language(partner.language), len(entries))
            draft = plain_letter(session, partner, words, house=house, reference=circle.id, now=now)
            complete = replace(draft, attach_files=(stored(session, document, house, now),))
            key = f"document:{document.id}"
            put_out(session, complete, key, house=house, now=now, case_id=None, by=circle.agreed_by)
    session.execute(update(OwnMark).where(OwnMark.id.in_([row.id for row in rows])).values(told_at=now))
