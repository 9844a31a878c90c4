"""Keys and certificates of our own offices: read out to partners, made anew, ended."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from starlette.responses import Response

from classifiers.understanding import Language
from gateway.casework.acts import Act
from gateway.casework.errors import NotPossible, NotSeen
from gateway.casework.roles import Permission
from gateway.desk.visit import Visit
from gateway.exchange import administration, encryption
from gateway.exchange.keys import print_of, shown
from gateway.store.partners import HouseCertificate, HouseKey

MOST_LOG = 60


@dataclass(frozen=True, slots=True)
class Certificate:
    text: str
    fingerprint: str
    until: datetime | None


def show(visit: Visit) -> Response:
    offices = visit.person.offices(Permission.ADMINISTER)
    keys = visit.session.scalars(
        select(HouseKey)
        .where(HouseKey.office.in_(offices), HouseKey.ended_at.is_(None))
        .order_by(HouseKey.created_at.desc())
    ).all()
    certificates = visit.session.scalars(
        select(HouseCertificate).where(HouseCertificate.office.in_(offices)).order_by(HouseCertificate.id.desc())
    ).all()
    return visit.page(
        "house_keys.html",
        offices=offices,
        keys=[(row, print_of(row.public), shown(row.public)) for row in keys],
        certificates=[(row.office, _certificate(row.certificate)) for row in certificates],
        ways=list(encryption.WAYS),
        log=administration.log_of(visit.session, offices, MOST_LOG),
    )


def change(visit: Visit) -> Response:
    office = visit.desk.offices.get(visit.part("office"))
    if office is None:
        raise NotSeen("no such office")
    act, session, secret = Act(visit.person, visit.now), visit.session, visit.desk.gateway.secret
    match visit.text("what", 24):
        case "new-key":
            administration.make_own_key(session, act, office.id, secret)
        case "end-key":
            administration.end_own_key(session, act, office.id, visit.text("key", 16))
        case "new-certificate":
            address = office.sender(Language.NL)
            administration.make_own_certificate(session, act, office, visit.text("way", 16), address, secret)
        case _:
            raise NotPossible("choose what happens with it")
    return visit.to("/house-keys", "saved")


def _certificate(text: str) -> Certificate:
    return Certificate(text, encryption.fingerprint(text), encryption.until(text))
