"""Who may ask for what: every route against every role and every scope, from the table that the app is made from."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient
from sqlalchemy import select, update
from starlette.routing import Mount

from gateway.api.app import function_of
from gateway.api.routes import ROUTES, ApiRoute
from gateway.api.scopes import GRANTS, Scope
from gateway.api.tokens import hash_of
from gateway.casework.roles import MAY, Role
from gateway.store.api import ApiToken
from gateway.store.desk import AccessLog, User, UserRole
from gateway.store.engine import Store, open_store
from gateway.store.tables import Case
from tests.api.programs import CASE, V1, bearer, program, refused, token_of
from tests.desk.open_desk import OMBUDS, TOWN, OpenDesk, mail, open_desk

#: In the order of a request: what whoever may not ask gets before anything else is looked at.
REFUSED = (401, 403)


def address(route: ApiRoute) -> str:
    """The route's address with things that do not exist: who may ask gets "not found" or "not understood"."""
    named = route.path.replace("{office}", OMBUDS).replace("{reference}", "2026-9999").replace("{path}", "1")
    return V1 + re.sub(r"{\w+}", "999999", named.replace("{step}", "close"))


def may(role: Role, scope: Scope, route: ApiRoute) -> bool:
    return scope in route.scopes and (not route.needs or bool(GRANTS[scope] & MAY[role] & set(route.needs)))


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> OpenDesk:
    """Rights are asked before the books are: one database is enough."""
    home = tmp_path_factory.mktemp("desk")
    return open_desk(open_store(f"sqlite:///{home}/books.db"), home)


def all_tokens(desk: OpenDesk, role: Role) -> dict[Scope, TestClient]:
    """One program for each scope alone, of somebody with this role."""
    name = role.value
    desk.person(name, (OMBUDS, role.value))
    found = {}
    with desk.store.session() as session:
        user = session.scalars(select(User).where(User.name == name)).one()
        for scope in Scope:
            token = f"klp_{name}-{scope}"
            session.add(
                ApiToken(
                    user_id=user.id,
                    client="matrix",
                    token_hash=hash_of(token),
                    scopes=[scope.value],
                    created_at=desk.now,
                    expires_at=desk.now + timedelta(days=1),
                )
            )
            found[scope] = bearer(desk, token)
    return found


def test_the_api_answers_at_no_address_that_is_not_in_the_table(desk: OpenDesk) -> None:
    api = next(route.app for route in desk.app.routes if isinstance(route, Mount) and route.path == V1)
    served = {(method, route.path) for route in api.routes for method in (route.methods or set()) - {"HEAD"}}
    assert served == {(route.method, route.path) for route in ROUTES} | {("GET", "/openapi.json")}
    assert all(isinstance(route, APIRoute) for route in api.routes if route.path != "/openapi.json")


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: f"{route.method} {route.path}")
def test_behind_every_route_there_is_a_function_that_says_what_it_does(route: ApiRoute) -> None:
    assert function_of(route).__doc__


def test_nobody_asks_anything_without_a_token(desk: OpenDesk) -> None:
    stranger = TestClient(desk.app, base_url="http://desk.test")
    for route in ROUTES:
        answer = stranger.request(route.method, address(route))
        assert refused(answer, 401, "no-token"), route.path
        assert answer.headers["www-authenticate"].startswith("Bearer")
        desk.later(minutes=1)


def test_the_cookie_of_the_desk_opens_nothing_here(desk: OpenDesk) -> None:
    browser = desk.person("browser", (OMBUDS, "coordinator"))
    assert browser.get("/tasks").status_code == 200
    refused(browser.get(f"{V1}/tasks"), 401, "no-token")


def asked(role: Role, place: int, route: ApiRoute) -> set[Scope]:
    """A coordinator's program asks every route with every scope, others with those of the route and one that is not."""
    if role is Role.COORDINATOR:
        return set(Scope)
    others = sorted(set(Scope) - route.scopes)
    return set(route.scopes) | ({others[place % len(others)]} if others else set())


@pytest.mark.parametrize("role", list(Role))
def test_a_token_gets_what_its_scope_and_its_person_both_may_and_no_more(desk: OpenDesk, role: Role) -> None:
    clients = all_tokens(desk, role)
    for place, route in enumerate(ROUTES):
        for scope in sorted(asked(role, place, route)):
            status = clients[scope].request(route.method, address(route)).status_code
            if may(role, scope, route):
                assert status not in REFUSED, f"{role} with {scope} is refused at {route.method} {route.path}"
            else:
                assert status == 403, f"{role} with {scope} gets {status} at {route.method} {route.path}"


def test_a_token_ends_with_its_day_with_its_revocation_and_with_its_person(store: Store, tmp_path: Path) -> None:
    desk = open_desk(store, tmp_path)
    desk.person("hanne", (OMBUDS, "handler"))
    expiring = bearer(desk, token_of(desk, "hanne", Scope.READ, days=1))
    ended = bearer(desk, token_of(desk, "hanne", Scope.READ))
    lasting = bearer(desk, token_of(desk, "hanne", Scope.READ))
    assert {one.get(f"{V1}/me").status_code for one in (expiring, ended, lasting)} == {200}
    with store.session() as session:
        session.execute(update(ApiToken).where(ApiToken.id == 2).values(ended_at=desk.now))
    desk.later(days=1)
    refused(expiring.get(f"{V1}/me"), 401, "no-token")
    refused(ended.get(f"{V1}/me"), 401, "no-token")
    assert lasting.get(f"{V1}/me").status_code == 200
    with store.session() as session:
        session.execute(update(User).values(active=False))
    refused(lasting.get(f"{V1}/me"), 401, "no-token")


def test_a_token_loses_what_its_person_loses(store: Store, tmp_path: Path) -> None:
    desk = open_desk(store, tmp_path)
    client = program(desk, "hanne", (OMBUDS, "handler"))
    assert client.get(f"{V1}/cases").status_code == 200
    with store.session() as session:
        session.execute(update(UserRole).values(role="administrator"))
    refused(client.get(f"{V1}/cases"), 403, "no-scope")


def test_the_books_hold_no_token_and_tell_when_it_was_last_used(store: Store, tmp_path: Path) -> None:
    desk = open_desk(store, tmp_path)
    desk.person("hanne", (OMBUDS, "handler"))
    token = token_of(desk, "hanne", Scope.READ)
    assert token not in str([vars(row) for row in desk.rows(select(ApiToken))])
    assert desk.rows(select(ApiToken))[0].used_at is None
    bearer(desk, token).get(f"{V1}/me")
    assert desk.rows(select(ApiToken))[0].used_at == desk.now


def test_a_token_for_one_office_sees_no_other(store: Store, tmp_path: Path) -> None:
    desk = open_desk(store, tmp_path)
    desk.mails(mail())
    desk.mails(mail(number=2), office=TOWN)
    desk.person("cor", (OMBUDS, "coordinator"), (TOWN, "coordinator"))
    everywhere = bearer(desk, token_of(desk, "cor", Scope.READ))
    there = bearer(desk, token_of(desk, "cor", Scope.READ, office=TOWN))
    assert {case["office"] for case in everywhere.get(f"{V1}/cases").json()["cases"]} == {OMBUDS, TOWN}
    assert {case["office"] for case in there.get(f"{V1}/cases").json()["cases"]} == {TOWN}
    refused(there.get(CASE), 404, "not-seen")


def test_a_sealed_case_shows_to_no_token_without_scope_and_role(store: Store, tmp_path: Path) -> None:
    desk = open_desk(store, tmp_path)
    desk.mails(mail())
    with store.session() as session:
        session.execute(update(Case).values(sealed=True, state="sealed"))
    both = ((OMBUDS, "coordinator"), (OMBUDS, "sealed-officer"))
    desk.person("officer", *both)
    desk.person("cor", (OMBUDS, "coordinator"))
    without_scope = bearer(desk, token_of(desk, "officer", Scope.READ, Scope.WORK, Scope.DECIDE))
    without_role = bearer(desk, token_of(desk, "cor", Scope.READ, Scope.SEALED, Scope.WORK, Scope.DECIDE))
    allowed = bearer(desk, token_of(desk, "officer", Scope.SEALED))
    for client in (without_scope, without_role):
        for query in ("", "Verhaegen", "2026-0001", "taxi"):
            page = client.get(f"{V1}/cases", params={"query": query, "state": ""}).json()
            assert (page["cases"], page["count"]) == ([], 0), query
        refused(client.get(CASE), 404, "not-seen")
        refused(client.get(f"{V1}/messages/1/original"), 404, "not-seen")
        refused(client.post(f"{CASE}/notes", json={"text": "x"}), 404, "not-seen")
        assert client.get(f"{V1}/tasks").json()["tasks"] == []
        assert client.get(f"{V1}/outbox").json()["items"] == []
        assert sum(client.get(f"{V1}/outbox").json()["counts"].values()) == 0
    assert allowed.get(f"{V1}/cases", params={"query": "Verhaegen", "state": ""}).json()["count"] == 1
    assert allowed.get(CASE).json()["sealed"] is True


def test_every_look_at_a_case_is_written_down_with_the_program(store: Store, tmp_path: Path) -> None:
    desk = open_desk(store, tmp_path)
    desk.mails(mail())
    client = program(desk, "hanne", (OMBUDS, "handler"))
    client.get(CASE)
    client.get(f"{V1}/messages/1/original")
    client.post(f"{CASE}/notes", json={"text": "gebeld"})
    looks = [(row.user, row.what) for row in desk.rows(select(AccessLog).order_by(AccessLog.id))]
    assert looks == [
        ("hanne", "case (api: crm)"),
        ("hanne", "message 1 original (api: crm)"),
        ("hanne", "note (api: crm)"),
    ]


def test_guessing_and_hammering_are_slowed_down(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gateway.api.door.MOST_A_MINUTE", 20)
    desk = open_desk(store, tmp_path)
    client = program(desk, "hanne", (OMBUDS, "handler"), scopes=(Scope.FIGURES,))
    assert {client.get(f"{V1}/tasks").status_code for _ in range(20)} == {403}
    slowed = client.get(f"{V1}/tasks")
    refused(slowed, 429, "too-fast")
    assert slowed.headers["retry-after"] == "60"
    desk.later(minutes=2)
    refused(client.get(f"{V1}/tasks"), 403, "no-scope")
    guesser = bearer(desk, "klp_guess")
    statuses = [guesser.get(f"{V1}/me").status_code for _ in range(61)]
    assert statuses == [401] * 60 + [429]
