"""Complaints that come in by a program: told to staff in another system, from a form, or as a raw mail.

Nothing is read here: each becomes an arrival like any other, and a case once the worker has been there.
"""

import hashlib
from datetime import date, datetime, time
from typing import Annotated, Literal

from fastapi import Body, Header, Query
from pydantic import Field, StringConstraints
from sqlalchemy import select
from sqlalchemy.orm import aliased

from classifiers.understanding import Language
from gateway.api.call import Call, Told, number_of
from gateway.api.models import Given, Short, Shown, Text
from gateway.api.problems import Problem
from gateway.api.routes import PREFIX
from gateway.casework.errors import NotPossible, NotSeen
from gateway.casework.roles import Permission
from gateway.desk.pages.spoken import EMAIL, MOST_TEXT, OLDEST
from gateway.desk.texts import BRUSSELS
from gateway.intake.arrivals import Arrival, take_in
from gateway.intake.spoken import FIELDS, Way, arrival_of
from gateway.intake.spoken import Told as ToldComplaint
from gateway.store.api import ApiRequest, ApiToken
from gateway.store.tables import Case, Inbox
from routing.offices import Office

_THIS = aliased(ApiToken)


class Complainant(Given):
    name: Short = ""
    street: Short = ""
    number: Short = ""
    box: Short = ""
    postcode: Short = ""
    municipality: Short = ""
    phone: Short = ""
    email: Short = ""


class Complaint(Given):
    """What whoever received a complaint writes down."""

    office: Short
    way: Way
    language: Language
    text: Annotated[Text, StringConstraints(min_length=1, max_length=MOST_TEXT)]
    person: Complainant = Complainant()
    received_on: date | None = Field(default=None, description="Day on which it was received; null means today.")
    receiver: Annotated[Text, StringConstraints(max_length=120)] = Field(
        default="", description="Full name of who received it; empty means the token's person."
    )
    wish: Literal["", "reply-by-letter", "reply-by-email", "reply-by-phone"] = ""


class MailAsked(Given):
    office: Short


class ArrivalShown(Shown):
    """How far an arrival is."""

    arrival: int
    status: str = Field(description="`waiting`, `done`, `set-aside` or `quarantine`")
    address: str = Field(description="Where to ask again.")
    case: str | None = Field(description="Address of the case, once it is one that is not sealed.")
    reference: str | None
    relation: str | None


def complaint(
    call: Call,
    given: Complaint,
    idempotency_key: Annotated[
        str, Header(min_length=1, max_length=200, description="The same key again is the same complaint.")
    ],
) -> Told[ArrivalShown]:
    """Registers a complaint that was told, or a letter that was typed over. It becomes a case once it is read."""
    office = _office(call, given.office)
    digest = _hash(given.model_dump_json())
    known = _known(call, idempotency_key)
    if known is not None:
        if known.digest != digest:
            raise Problem(422, "key-used", call.say("api.key-used"))
        return _shown(call, call.session.get_one(Inbox, known.inbox_id), 202)
    person = {field: getattr(given.person, field) for field in FIELDS}
    if person["email"] and not EMAIL.fullmatch(person["email"]):
        raise NotPossible("that e-mail address cannot be right")
    told = ToldComplaint(
        received_at=_moment(call, given.received_on),
        person=person,
        text=given.text.replace("\r\n", "\n"),
        way=given.way,
        receiver=given.receiver or call.person.full_name,
        language=given.language.value,
        wish=given.wish,
    )
    number = _hash(f"{call.holder.token_id}:{idempotency_key}")[:32]
    arrival = arrival_of(told, office=office.id, address=office.addresses[0], number=number)
    return _taken_in(call, arrival, idempotency_key, digest)


def mail(
    call: Call,
    asked: Annotated[MailAsked, Query()],
    content: Annotated[bytes, Body(media_type="message/rfc822", description="The mail as it came, headers and all.")],
) -> Told[ArrivalShown]:
    """Brings a raw mail in, as if it had come to the office now. The same bytes again are the same arrival."""
    office = _office(call, asked.office)
    if call.request.headers.get("content-type", "").partition(";")[0].strip().lower() != "message/rfc822":
        raise Problem(415, "not-understood", call.say("api.no-mail"))
    digest = hashlib.sha256(content).hexdigest()
    key = f"mail:{office.id}:{digest}"
    known = _known(call, key)
    if known is not None:
        return _shown(call, call.session.get_one(Inbox, known.inbox_id), 202)
    source = f"api: {call.holder.client} ({call.person.name})"
    return _taken_in(call, Arrival(content, "file", call.now, source=source, office=office.id), key, digest)


def arrival(call: Call, arrival: int) -> Told[ArrivalShown]:
    """What became of something that this program brought in."""
    own = (
        select(Inbox)
        .join(ApiRequest, ApiRequest.inbox_id == Inbox.id)
        .join(ApiToken, ApiToken.id == ApiRequest.token_id)
        .join(_THIS, _THIS.id == call.holder.token_id)
        .where(Inbox.id == number_of(arrival), ApiToken.user_id == _THIS.user_id, ApiToken.client == _THIS.client)
    )
    row = call.session.scalars(own.limit(1)).first()
    if row is None:
        raise NotSeen("no such arrival")
    return _shown(call, row, 200)


def _office(call: Call, office_id: str) -> Office:
    office = call.desk.offices.get(office_id)
    if office is None or not office.addresses or not call.person.may(Permission.WORK, office_id):
        raise NotPossible("choose the office that received it")
    return office


def _known(call: Call, key: str) -> ApiRequest | None:
    rows = select(ApiRequest).where(ApiRequest.token_id == call.holder.token_id, ApiRequest.key == key)
    return call.session.scalars(rows).one_or_none()


def _taken_in(call: Call, arrival: Arrival, key: str, digest: str) -> Told[ArrivalShown]:
    number = take_in(call.session, arrival)
    call.session.add(ApiRequest(token_id=call.holder.token_id, key=key, digest=digest, inbox_id=number, at=call.now))
    call.session.flush()
    return _shown(call, call.session.get_one(Inbox, number), 202)


def _shown(call: Call, row: Inbox, status: int) -> Told[ArrivalShown]:
    case = call.session.get(Case, row.case_id) if row.case_id else None
    seen = case if case is not None and (not case.sealed or call.person.sees(case)) else None
    address = f"{PREFIX}/arrivals/{row.id}"
    shown = ArrivalShown(
        arrival=row.id,
        status=row.status,
        address=address,
        case=f"{PREFIX}/cases/{seen.office}/{seen.reference}" if seen else None,
        reference=seen.reference if seen else None,
        relation=row.relation if seen else None,
    )
    return Told(shown, status, {"Location": address} if status == 202 else {})


def _moment(call: Call, day: date | None) -> datetime:
    """Of today: now; of an earlier day: noon."""
    if day is None or day == call.today:
        return call.now
    if not call.today - OLDEST <= day < call.today:
        raise NotPossible("say on which day it was received")
    return datetime.combine(day, time(12), BRUSSELS)


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
