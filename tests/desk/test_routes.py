"""Who may ask for which page: every route against every role, made from the table that the app itself is made from."""

import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from starlette.routing import Mount
from starlette.routing import Route as AppRoute

from gateway.casework.roles import MAY, Role
from gateway.desk.app import page_of
from gateway.desk.routes import ROUTES, Open, Route
from gateway.store.engine import Store, open_store
from tests.desk.open_desk import OMBUDS, OpenDesk, fields_of, open_desk

CLOSED = [route for route in ROUTES if not isinstance(route.needs, Open)]
#: Everything that is open before anybody signed in.
PUBLIC = {("GET", "/signin"), ("POST", "/signin"), ("GET", "/signin/oidc"), ("GET", "/signin/oidc/back")}
#: Whoever holds a one-time link answers a transfer without signing in.
PUBLIC |= {("GET", "/answer/{token}"), ("POST", "/answer/{token}")}
#: Machines of partners prove themselves by the signature on what they bring.
PUBLIC |= {("POST", "/exchange")}


def address(route: Route) -> str:
    """The route's address with things that do not exist: who may ask gets "not found", who may not is refused."""
    numbers = re.sub(r"{\w+:int}", "999999", route.path)
    return numbers.replace("{office}", OMBUDS).replace("{reference}", "2026-9999").replace("{path}", "1")


def may(role: Role, route: Route) -> bool:
    return not isinstance(route.needs, Open) and bool(MAY[role] & set(route.needs))


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> OpenDesk:
    """Rights are asked before the books are: one database is enough."""
    home = tmp_path_factory.mktemp("desk")
    return open_desk(open_store(f"sqlite:///{home}/books.db"), home)


def signed_in(desk: OpenDesk, role: Role) -> TestClient:
    return desk.clients.get(role.value) or desk.person(role.value, (OMBUDS, role.value))


def ask(desk: OpenDesk, role: Role, route: Route) -> int:
    client = signed_in(desk, role)
    if route.method == "GET":
        return int(client.get(address(route), follow_redirects=False).status_code)
    csrf = fields_of(client.get("/account").text, "/signout")["csrf"]
    return int(client.post(address(route), data={"csrf": csrf}, follow_redirects=False).status_code)


def test_the_app_answers_at_no_address_that_is_not_in_the_table(desk: OpenDesk) -> None:
    served = {
        (method, route.path)
        for route in desk.app.routes
        if isinstance(route, AppRoute)
        for method in (route.methods or set()) - {"HEAD"}
    }
    assert served == {(route.method, route.path) for route in ROUTES}
    assert [route.path for route in desk.app.routes if isinstance(route, Mount)] == ["/api/v1", "/static"]


def test_nothing_but_signing_in_and_one_time_links_is_open_to_everybody() -> None:
    assert {(route.method, route.path) for route in ROUTES if isinstance(route.needs, Open)} == PUBLIC


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: f"{route.method} {route.path}")
def test_behind_every_route_there_is_a_page(route: Route) -> None:
    assert callable(page_of(route))


def test_nobody_asks_anything_before_signing_in(desk: OpenDesk) -> None:
    stranger = TestClient(desk.app, base_url="http://desk.test", headers={"Accept": "text/html"})
    for route in CLOSED:
        answer = stranger.request(route.method, address(route), follow_redirects=False)
        if route.method == "GET":
            assert answer.status_code == 303, route.path
            assert answer.headers["location"].startswith("/signin"), route.path
        else:
            assert answer.status_code in (401, 403), route.path


@pytest.mark.parametrize("role", list(Role))
def test_a_role_gets_the_pages_of_the_table_and_no_other(desk: OpenDesk, role: Role) -> None:
    for route in CLOSED:
        if route.path in ("/signout", "/account/password", "/account/code"):
            continue
        status = ask(desk, role, route)
        if may(role, route):
            assert status not in (401, 403), f"{role} is refused at {route.method} {route.path}"
        else:
            assert status == 403, f"{role} gets {status} at {route.method} {route.path}"


def test_an_administrator_reads_no_complaint() -> None:
    reading = [route for route in CLOSED if "/cases" in route.path or "/messages" in route.path]
    assert reading
    assert not [route for route in reading if may(Role.ADMINISTRATOR, route)]


def test_a_form_without_its_token_or_from_elsewhere_does_nothing(store: Store, tmp_path: Path) -> None:
    desk = open_desk(store, tmp_path)
    handler = desk.person("hanne", (OMBUDS, "handler"))
    csrf = fields_of(handler.get("/account").text, "/account/language")["csrf"]
    form = {"csrf": csrf, "language": "fr"}
    assert handler.post("/account/language", data=form | {"csrf": "guessed"}).status_code == 403
    elsewhere = handler.post("/account/language", data=form, headers={"Origin": "https://evil.example"})
    assert elsewhere.status_code == 403
    assert 'lang="en"' in handler.get("/account").text
    handler.post("/account/language", data=form)
    assert '<html lang="fr">' in handler.get("/account").text
