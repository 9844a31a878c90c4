"""Programs that use the API of an open desk, each with a token of somebody's."""

from typing import Any

from fastapi.testclient import TestClient
from sqlalchemy import select

from gateway.api import tokens
from gateway.api.scopes import Scope
from gateway.store.desk import User
from tests.desk.open_desk import OMBUDS, OpenDesk

V1 = "/api/v1"
CASE = f"{V1}/cases/{OMBUDS}/2026-0001"
ALL = tuple(scope for scope in Scope if scope is not Scope.SEALED)


def bearer(desk: OpenDesk, token: str) -> TestClient:
    return TestClient(desk.app, base_url="http://desk.test", headers={"Authorization": f"Bearer {token}"})


def token_of(desk: OpenDesk, name: str, *scopes: Scope, client: str = "crm", days: int = 30, office: str = "") -> str:
    with desk.store.session() as session:
        user = session.scalars(select(User).where(User.name == name)).one()
        return tokens.make(session, user, client, scopes, days, desk.now, office)[1]


def program(desk: OpenDesk, name: str, *roles: tuple[str, str], scopes: tuple[Scope, ...] = ALL) -> TestClient:
    """A program that acts for a new person with these roles."""
    desk.person(name, *roles)
    return bearer(desk, token_of(desk, name, *scopes))


def version(client: TestClient, case: str = CASE) -> dict[str, str]:
    """The header for an act on the case as it stands now."""
    return {"If-Match": client.get(case).headers["etag"]}


def refused(response: Any, status: int, code: str) -> str:
    """Asserts a refusal in the form of RFC 9457; its sentence."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    body = response.json()
    assert (body["type"], body["status"]) == (f"urn:klachtenpost:{code}", status)
    return str(body["detail"])
