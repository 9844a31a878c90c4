"""Single sign-on against a small provider that speaks real OpenID Connect over HTTP and signs with a real key."""

import base64
import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from authlib.jose import JsonWebKey, JsonWebToken
from fastapi.testclient import TestClient

from gateway.store.desk import User, UserRole
from gateway.store.engine import open_store
from tests.desk.open_desk import NOW, OMBUDS, OpenDesk, open_desk

CLIENT, SECRET, CODE = "klachtenpost", "een geheim van de twee", "code-1"
KEY = JsonWebKey.generate_key("RSA", 2048, is_private=True, options={"kid": "first"})
OTHER_KEY = JsonWebKey.generate_key("RSA", 2048, is_private=True, options={"kid": "first"})


@dataclass
class Provider:
    """What the provider says, and what it was asked."""

    issuer: str = ""
    subject: str = "hanne-at-the-organisation"
    key: Any = KEY
    claims: dict[str, Any] = field(default_factory=dict)
    #: From the browser's visit: nonce and challenge.
    nonce: str = ""
    challenge: str = ""

    def token(self, form: dict[str, list[str]]) -> tuple[int, dict[str, Any]]:
        digest = hashlib.sha256(form.get("code_verifier", [""])[0].encode()).digest()
        proven = base64.urlsafe_b64encode(digest).rstrip(b"=").decode() == self.challenge
        if form.get("code") != [CODE] or not proven:
            return 400, {"error": "invalid_grant"}
        moment = int(NOW.timestamp())
        told = {
            "iss": self.issuer, "aud": CLIENT, "sub": self.subject, "nonce": self.nonce,
            "iat": moment, "exp": moment + 300, **self.claims,
        }  # fmt: skip
        signed = JsonWebToken(["RS256"]).encode({"alg": "RS256", "kid": "first"}, told, self.key)
        return 200, {"access_token": "x", "token_type": "Bearer", "id_token": signed.decode()}


@contextmanager
def served(provider: Provider) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = urlsplit(self.path).path
            if path == "/.well-known/openid-configuration":
                self._say(
                    200,
                    {
                        "issuer": provider.issuer,
                        "authorization_endpoint": f"{provider.issuer}/authorize",
                        "token_endpoint": f"{provider.issuer}/token",
                        "jwks_uri": f"{provider.issuer}/keys",
                    },
                )
            elif path == "/keys":
                self._say(200, {"keys": [KEY.as_dict(is_private=False)]})
            else:
                self._say(404, {})

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self._say(*provider.token(parse_qs(body)))

        def _say(self, status: int, what: dict[str, Any]) -> None:
            content = json.dumps(what).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *words: Any) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


@pytest.fixture
def provider(tmp_path: Path) -> Iterator[tuple[Provider, OpenDesk]]:
    found = Provider()
    with served(found) as issuer:
        found.issuer = issuer
        store = open_store(f"sqlite:///{tmp_path}/books.db")
        desk = open_desk(store, tmp_path, oidc_issuer=issuer, oidc_client_id=CLIENT, oidc_client_secret=SECRET)
        with store.session() as session:
            user = User(name="hanne", created_at=NOW, language="en", oidc_subject=f"{issuer} {found.subject}")
            session.add(user)
            session.flush()
            session.add(UserRole(user_id=user.id, office=OMBUDS, role="handler"))
        yield found, desk
        store.close()


def arrive(found: Provider, desk: OpenDesk, **changed: str) -> Any:
    """The browser goes to the provider and comes back with a code."""
    client = TestClient(desk.app, base_url="http://desk.test")
    away = client.get("/signin/oidc", follow_redirects=False)
    asked = parse_qs(urlsplit(away.headers["location"]).query)
    assert away.headers["location"].startswith(f"{found.issuer}/authorize?")
    assert asked["response_type"] == ["code"]
    assert asked["code_challenge_method"] == ["S256"]
    found.nonce, found.challenge = asked["nonce"][0], asked["code_challenge"][0]
    back = {"state": asked["state"][0], "code": CODE} | changed
    answer = client.get("/signin/oidc/back", params=back, follow_redirects=False)
    return answer, client


def test_somebody_the_provider_vouches_for_is_let_in(provider: tuple[Provider, OpenDesk]) -> None:
    answer, client = arrive(*provider)
    assert answer.status_code == 303
    assert client.get("/cases").status_code == 200


@pytest.mark.parametrize(
    "claims",
    [
        {"aud": "somebody-else"},
        {"iss": "https://evil.example"},
        {"nonce": "of another browser"},
        {"exp": int(NOW.timestamp()) - 600},
    ],
    ids=lambda claims: next(iter(claims)),
)
def test_a_token_that_is_not_for_us_now_and_here_lets_nobody_in(
    provider: tuple[Provider, OpenDesk], claims: dict[str, Any]
) -> None:
    provider[0].claims = claims
    answer, client = arrive(*provider)
    assert answer.status_code == 502
    assert client.get("/cases", follow_redirects=False).status_code in (303, 401)


def test_a_token_signed_with_another_key_lets_nobody_in(provider: tuple[Provider, OpenDesk]) -> None:
    provider[0].key = OTHER_KEY
    assert arrive(*provider)[0].status_code == 502


def test_a_state_of_another_browser_lets_nobody_in(provider: tuple[Provider, OpenDesk]) -> None:
    assert arrive(*provider, state="guessed")[0].status_code == 400


def test_who_has_no_account_here_is_told_so(provider: tuple[Provider, OpenDesk]) -> None:
    provider[0].subject = "a stranger"
    answer, _ = arrive(*provider)
    assert answer.status_code == 403


def test_a_provider_that_is_away_leaves_the_password(provider: tuple[Provider, OpenDesk], tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path}/other.db")
    desk = open_desk(store, tmp_path, oidc_issuer="http://127.0.0.1:9", oidc_client_id=CLIENT)
    answer = TestClient(desk.app, base_url="http://desk.test").get("/signin/oidc")
    assert answer.status_code == 502
    assert 'name="password"' in answer.text
    store.close()
