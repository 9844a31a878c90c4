"""Who works here: for administrators."""

from starlette.responses import Response

from gateway.casework.acts import Act
from gateway.casework.errors import NotPossible
from gateway.casework.roles import Permission, Role
from gateway.desk.signin import people
from gateway.desk.visit import Visit

#: Lines of the log on the page.
MOST_LOG = 60


def show(visit: Visit) -> Response:
    return _page(visit)


def add(visit: Visit) -> Response:
    user, password = people.enter(
        visit.session, _act(visit), visit.text("name", 80), visit.text("office", 80), visit.text("role", 20)
    )
    user.full_name = visit.text("full_name", 200) or user.name
    user.email = visit.text("email", 320)
    visit.session.flush()
    return _page(visit, name=user.name, password=password)


def change(visit: Visit) -> Response:
    user = people.account(visit.session, visit.person, visit.part_number("user"))
    act, session = _act(visit), visit.session
    office, role = visit.text("office", 80), visit.text("role", 20)
    match visit.text("what", 20):
        case "describe":
            people.describe(
                session,
                act,
                user,
                full_name=visit.text("full_name", 200),
                email=visit.text("email", 320),
                language=visit.text("language", 2),
                sso=visit.text("sso", 400),
            )
        case "give":
            people.give(session, act, user, office, role)
        case "take":
            people.take(session, act, user, office, role)
        case "grant":
            people.settle(session, act, user, visit.number("asked"), granted=True)
        case "refuse":
            people.settle(session, act, user, visit.number("asked"), granted=False)
        case "end":
            people.end(session, act, user)
        case "open":
            people.open_again(session, act, user)
        case "password":
            password = people.new_password(session, act, user)
            return _page(visit, name=user.name, password=password)
        case "code":
            people.forget_code(session, act, user)
        case _:
            raise NotPossible("choose what happens with it")
    return visit.to("/people", "saved")


def _page(visit: Visit, name: str = "", password: str = "") -> Response:
    """`password`: shown this once, and kept nowhere."""
    found = people.accounts(visit.session, visit.person)
    names = {one.user.id: one.user.name for one in found}
    return visit.page(
        "people.html",
        accounts=found,
        log=[(names[row.user_id], row) for row in people.log_of(visit.session, list(names), MOST_LOG)],
        offices=visit.person.offices(Permission.ADMINISTER),
        roles=[role.value for role in Role],
        by_two=people.BY_TWO,
        fresh_name=name,
        fresh_password=password,
    )


def _act(visit: Visit) -> Act:
    return Act(visit.person, visit.now)
