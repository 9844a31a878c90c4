"""The list of cases, with filters that are its address, and lists kept under a name."""

from urllib.parse import parse_qsl

from sqlalchemy import and_, or_, select
from starlette.responses import Response

from classifiers.understanding import Kind
from gateway.casework import bulk
from gateway.casework.errors import NotPossible, NotSeen
from gateway.casework.queue import CHANNELS, Filter, list_cases, newer_than
from gateway.casework.roles import Permission
from gateway.desk.texts import LANGUAGES
from gateway.desk.visit import Visit, colleagues
from gateway.store.desk import SavedView
from gateway.store.tables import Campaign
from routing.decision import Action
from routing.workflow import FINAL, OPEN, SEALED

#: Fields of the address that make the filter.
FIELDS = (
    "query", "office", "state", "kind", "action", "body", "language", "due", "handler", "channel", "campaign", "after",
)  # fmt: skip
#: Those that stand folded until they are used.
BEHIND = ("kind", "action", "body", "language", "channel", "handler")
MOST = 500
STATES = (*OPEN, *FINAL, SEALED, "transferred")


def show(visit: Visit) -> Response:
    shown = filter_of(dict(visit.request.query_params))
    page = list_cases(visit.session, visit.person, shown, visit.today, visit.now, count_to=MOST)
    return visit.page(
        "queue.html",
        shown=shown,
        rows=page.rows,
        next=page.next,
        count=page.count,
        most=MOST,
        last=max((row.id for row in page.rows), default=0) if not shown.after else 0,
        offices=sorted({office for office, _ in visit.person.roles}),
        views=views_of(visit),
        states=STATES,
        kinds=[kind.value for kind in Kind],
        actions=[action.value for action in Action],
        languages=LANGUAGES,
        channels=CHANNELS,
        handlers=_handlers(visit),
        narrowed=any(getattr(shown, name) for name in BEHIND),
        campaign=_campaign(visit, shown),
        acts=bulk.ACTS,
        most_at_once=bulk.MOST,
        may_decide=visit.person.may(Permission.DECIDE),
        bulk=visit.asked("bulk", 18) if visit.asked("bulk", 18).isdecimal() else "",
    )


def live(visit: Visit) -> Response:
    """How many came in since the list was made; the list itself stays as it is under the eyes of who reads it."""
    shown = filter_of(dict(visit.request.query_params))
    last = visit.asked("last", 18)
    new = newer_than(visit.session, visit.person, shown, visit.today, int(last)) if last.isdecimal() else 0
    return visit.fragment("newer.html", new=new, shown=shown)


def _handlers(visit: Visit) -> list[tuple[str, str]]:
    found: dict[str, str] = {}
    for office in sorted({office for office, _ in visit.person.roles}):
        found |= dict(colleagues(visit.session, office))
    return sorted(found.items(), key=lambda one: one[1].casefold())


def _campaign(visit: Visit, shown: Filter) -> Campaign | None:
    if not shown.campaign.isdecimal() or len(shown.campaign) > 18:
        return None
    found = visit.session.get(Campaign, int(shown.campaign))
    return found if found and any(office == found.office for office, _ in visit.person.roles) else None


def filter_of(asked: dict[str, str]) -> Filter:
    """The filter an address stands for. Without any word about the state: the open cases."""
    values = {name: asked.get(name, "").replace("\x00", "")[:200] for name in FIELDS}
    return Filter(**{**values, "state": values["state"] if "state" in asked else "open"})


def save_view(visit: Visit) -> Response:
    """Keeps a filter under a name; shared, the whole office has it."""
    name = visit.text("name", 80)
    office = visit.text("office", 80) or visit.person.roles[0][0]
    if not name:
        raise NotPossible("give the list a name first")
    if not any(visit.person.may(permission, office) for permission in (Permission.READ, Permission.READ_SEALED)):
        raise NotSeen("no such office")
    shown = filter_of(dict(parse_qsl(visit.text("query", 500), keep_blank_values=True)))
    query = shown.address(after="")[:500]
    shared = visit.text("shared") == "yes"
    visit.session.add(SavedView(owner=visit.person.name, office=office, name=name, query=query, shared=shared))
    return visit.to(f"/cases?{query}", "view-kept")


def forget_view(visit: Visit) -> Response:
    view = visit.session.get(SavedView, visit.part_number("view"))
    if view is None or view.owner != visit.person.name:
        raise NotSeen("no such list")
    visit.session.delete(view)
    return visit.to("/cases")


def views_of(visit: Visit) -> list[SavedView]:
    offices = {office for office, _ in visit.person.roles}
    shared = and_(SavedView.shared.is_(True), SavedView.office.in_(offices))
    mine = or_(SavedView.owner == visit.person.name, shared)
    return list(visit.session.scalars(select(SavedView).where(mine).order_by(SavedView.name)))
