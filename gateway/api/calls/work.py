"""Work on one case that leaves nothing and promises nothing: notes, fields, who handles it."""

from typing import Annotated

from pydantic import Field, StringConstraints

from classifiers.understanding import Kind, Language
from gateway.api.call import Call, Told, etag
from gateway.api.models import CaseNow, Given, Long, Short
from gateway.api.whole import now_of
from gateway.casework.acts import acting, correct
from gateway.casework.acts import assign as assign_to
from gateway.casework.acts import note as add_note
from gateway.casework.errors import NotPossible
from gateway.casework.reconsider import reconsider
from gateway.casework.roles import Permission
from gateway.desk.readings import body_named
from gateway.desk.visit import colleagues
from gateway.store import history
from gateway.store.tables import Case


class NewNote(Given):
    text: Annotated[Long, StringConstraints(min_length=1)]


class Fields(Given):
    """What is to be changed; what is not named stays. An empty text takes a field away."""

    name: Short | None = None
    street: Short | None = None
    number: Short | None = None
    box: Short | None = None
    postcode: Short | None = None
    municipality: Short | None = None
    phone: Short | None = None
    email: Short | None = None
    services: list[Short] | None = Field(default=None, max_length=20, description="Ids, names or aliases of bodies.")
    kind: Kind | None = None
    language: Language | None = None


class Handler(Given):
    handler: Short = Field(description="Login name of a colleague; empty for nobody.")


def note(call: Call, office: str, reference: str, given: NewNote) -> Told[CaseNow]:
    """A remark for colleagues, never sent."""
    case = call.case(office, reference, "note")
    add_note(call.session, call.act(), case, given.text)
    return moved(case, 201)


def correct_fields(call: Call, office: str, reference: str, given: Fields) -> Told[CaseNow]:
    """Corrects what was read; each correction is kept as a labelled example, and the proposal is made anew."""
    case = call.case(office, reference, "correct")
    act = call.act_on(case)
    sent = given.model_dump(mode="json", exclude_none=True)
    if "services" in sent:
        sent["services"] = [_body(call, name) for name in sent["services"]]
    changes = {name: value for name, value in sent.items() if value != _standing(case, name)}
    if changes:
        correct(call.session, act, case, changes)
        call.session.flush()
        if case.office in call.desk.offices:
            reconsider(call.session, act, case, house=call.house(case))
    return moved(case)


def confirm(call: Call, office: str, reference: str) -> Told[CaseNow]:
    """Says that everything was read rightly."""
    case = call.case(office, reference, "confirm")
    with acting(call.session, call.act_on(case), case, Permission.WORK):
        history.append(call.session, case.id, call.now, call.person.name, "confirmed", {})
    return moved(case)


def assign(call: Call, office: str, reference: str, given: Handler) -> Told[CaseNow]:
    """Gives the case to a colleague, or to nobody."""
    case = call.case(office, reference, "assign")
    if given.handler and given.handler not in {name for name, _ in colleagues(call.session, case.office)}:
        raise NotPossible("nobody of that name works for this office")
    assign_to(call.session, call.act_on(case), case, given.handler)
    return moved(case)


def moved(case: Case, status: int = 200) -> Told[CaseNow]:
    """How the case stands after an act."""
    return Told(now_of(case), status, etag(case))


def _body(call: Call, name: str) -> str:
    found = body_named(call.desk.catalogue, name)
    if found is None:
        raise NotPossible(f"{name} is no service that we know")
    return found


def _standing(case: Case, name: str) -> object:
    if name == "services":
        return list(case.services)
    return getattr(case, name) if name in ("kind", "language") else str(case.person.get(name) or "")
