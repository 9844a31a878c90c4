"""Lists of cases kept under a name: one's own, and those of the office."""

from urllib.parse import parse_qsl

from pydantic import Field

from gateway.api.call import Call, Told, number_of
from gateway.api.models import CaseFilter, Given, Short, Shown
from gateway.casework import views
from gateway.casework.queue import Filter
from gateway.store.desk import SavedView


class ViewLine(Shown):
    id: int
    name: str
    office: str
    shared: bool = Field(description="The whole office has it.")
    mine: bool
    filter: dict[str, str] = Field(description="What `/cases` is to be asked with.")


class Views(Shown):
    views: list[ViewLine]


class NewView(Given):
    name: Short = Field(max_length=80)
    office: Short
    shared: bool = False
    filter: CaseFilter = Field(default_factory=CaseFilter)


def list_views(call: Call) -> Views:
    """Kept lists: one's own, and those that colleagues of one's offices share."""
    return Views(views=[_line(call, view) for view in views.views_of(call.session, call.person)])


def keep(call: Call, given: NewView) -> Told[ViewLine]:
    """Keeps a filter under a name, for oneself or for the whole office."""
    shown = Filter(**given.filter.model_dump())
    view = views.keep(call.session, call.person, given.name, given.office, shown, shared=given.shared)
    return Told(_line(call, view), 201)


def forget(call: Call, view: int) -> Views:
    """Forgets a list of one's own. Answers with those that are left."""
    views.forget(call.session, call.person, number_of(view))
    call.session.flush()
    return list_views(call)


def _line(call: Call, view: SavedView) -> ViewLine:
    return ViewLine(
        id=view.id,
        name=view.name,
        office=view.office,
        shared=view.shared,
        mine=view.owner == call.person.name,
        filter=dict(parse_qsl(view.query, keep_blank_values=True)),
    )
