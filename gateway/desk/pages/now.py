"""The first page: what needs me now, and where to begin."""

from sqlalchemy import func, select
from starlette.responses import Response

from gateway.casework.now import COUNTED, needs
from gateway.casework.queue import Filter, list_cases
from gateway.casework.roles import Permission, visible
from gateway.desk.visit import Visit
from gateway.store.tables import Case, Proposal

#: Rows of the two short lists.
SHORT = 6


def show(visit: Visit) -> Response:
    reads = _reads(visit)
    soonest = list_cases(visit.session, visit.person, Filter(due="soon"), visit.today).rows if reads else ()
    return visit.page("now.html", 200, reads=reads, soonest=soonest[:SHORT], **_counts(visit))


def live(visit: Visit) -> Response:
    """The counts alone, for a page that stands open."""
    return visit.fragment("needs.html", **_counts(visit))


def _counts(visit: Visit) -> dict[str, object]:
    reads = _reads(visit)
    found = needs(visit.session, visit.person, visit.today) if reads else []
    return {
        "waiting": [need for need in found if need.count],
        "well": [need for need in found if not need.count],
        "proposals": open_proposals(visit) if reads else 0,
        "counted": _counted,
    }


def _counted(number: int) -> str:
    return str(number) if number < COUNTED else f"{COUNTED}+"


def _reads(visit: Visit) -> bool:
    return visit.person.may(Permission.READ) or visit.person.may(Permission.READ_SEALED)


def open_proposals(visit: Visit) -> int:
    """How many proposals wait, counted no further than COUNTED."""
    rows = (
        select(Proposal.id)
        .join(Case, Case.id == Proposal.case_id)
        .where(Proposal.state == "open", Case.closed_at.is_(None), visible(visit.person))
        .limit(COUNTED)
        .subquery()
    )
    return visit.session.scalar(select(func.count()).select_from(rows)) or 0
