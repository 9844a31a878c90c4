"""The directory of partners as staff see it: who is verified, whose keys are pinned, who works, who is silent."""

from starlette.responses import Response

from gateway.casework.roles import Permission
from gateway.desk.visit import Visit
from gateway.exchange.directory import LANGUAGES
from gateway.exchange.shown import partners, refused

#: Refused documents that are shown.
MOST_REFUSED = 50


def show(visit: Visit) -> Response:
    return visit.page(
        "partners.html",
        rows=partners(visit.session, visit.now, visit.today),
        refused=list(refused(visit.session, MOST_REFUSED)),
        administers=visit.person.may(Permission.ADMINISTER),
        languages=LANGUAGES,
        bodies=[visit.body_name(body.id) for body in visit.desk.catalogue.bodies.values() if body.takes_complaints],
    )
