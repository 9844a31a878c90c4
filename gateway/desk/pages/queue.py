"""The list of cases, with filters that are its address, and lists kept under a name."""

from urllib.parse import parse_qsl

from starlette.responses import Response

from classifiers.understanding import Kind
from gateway.casework import bulk
from gateway.casework.queue import CHANNELS, Filter, list_cases, newer_than
from gateway.casework.roles import Permission
from gateway.casework.views import forget, keep, views_of
from gateway.desk.texts import LANGUAGES
from gateway.desk.visit import Visit, colleagues
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
        views=views_of(visit.session, visit.person),
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
    office = visit.text("office", 80) or visit.person.roles[0][0]
    shown = filter_of(dict(parse_qsl(visit.text("query", 500), keep_blank_values=True)))
    shared = visit.text("shared") == "yes"
    view = keep(visit.session, visit.person, visit.text("name", 80), office, shown, shared=shared)
    return visit.to(f"/cases?{view.query}", "view-kept")


def forget_view(visit: Visit) -> Response:
    forget(visit.session, visit.person, visit.part_number("view"))
    return visit.to("/cases")
