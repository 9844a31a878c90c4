"""The directory of partners as staff see it: who is verified, whose keys are pinned, who works, who is silent."""

from starlette.responses import Response

from gateway.desk.visit import Visit
from gateway.exchange.shown import partners, refused

#: Refused documents that are shown.
MOST_REFUSED = 50


def show(visit: Visit) -> Response:
    rows = partners(visit.session, visit.now, visit.today)
    return visit.page("partners.html", rows=rows, refused=list(refused(visit.session, MOST_REFUSED)))
