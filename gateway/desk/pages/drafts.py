"""What the browser says by itself while somebody works: what he typed so far, and that he is there."""

from starlette.responses import Response

from gateway.casework import drafts
from gateway.casework.acts import Act
from gateway.desk.pages.case import others_in
from gateway.desk.visit import Visit, case_address
from gateway.store.tables import Case


def keep(visit: Visit) -> Response:
    """Answers with the sentence that stands beside the form."""
    case = _case(visit)
    fields = {name: visit.text(name) for name in drafts.FIELDS}
    row = drafts.keep(visit.session, visit.act(), case, visit.text("action", 16), visit.text("to", 80), fields)
    return visit.fragment("kept.html", row=row, moved=row is not None and row.case_version != case.version)


def forget(visit: Visit) -> Response:
    case = _case(visit)
    drafts.forget(visit.session, Act(visit.person, visit.now), case, visit.text("action", 16))
    return visit.to(case_address(case, "triage"), "draft-gone")


def here(visit: Visit) -> Response:
    """Who else is in the case, told to whoever says that he is."""
    case = _case(visit)
    drafts.here(visit.session, visit.person.name, case, visit.now)
    return visit.fragment("others.html", others=others_in(visit, case), case=case)


def _case(visit: Visit) -> Case:
    """Without a line in the log of looks: the page that sends this was written down when it was opened."""
    case = visit.case("draft")
    visit.looked_at.clear()
    return case
