"""The desk's three cookies; over https their names bind them to this host (RFC 6265bis 4.1.3)."""

import hmac
import secrets

from starlette.requests import Request
from starlette.responses import Response

#: Who is signed in.
SESSION = "klachtenpost"
#: Binds the sign-in form to this browser.
BEFORE = "klachtenpost-before"
#: That this browser signed in to an account before.
BROWSER = "klachtenpost-browser"
#: State of a sign-on that is at the provider.
AWAY = "klachtenpost-away"
YEAR = 365 * 24 * 3600


def name_of(cookie: str, secure: bool) -> str:
    return f"__Host-{cookie}" if secure else cookie


def read(request: Request, cookie: str, secure: bool) -> str:
    return request.cookies.get(name_of(cookie, secure), "")


def write(response: Response, cookie: str, value: str, secure: bool, seconds: int | None = None) -> None:
    """Without `seconds` it goes when the browser closes."""
    response.set_cookie(
        name_of(cookie, secure), value, max_age=seconds, path="/", secure=secure, httponly=True, samesite="lax"
    )


def drop(response: Response, cookie: str, secure: bool) -> None:
    response.delete_cookie(name_of(cookie, secure), path="/", secure=secure, httponly=True, samesite="lax")


def new_value() -> str:
    return secrets.token_urlsafe(32)


def form_token(secret: bytes, before: str) -> str:
    """The token of a form before anybody signed in: only the browser that holds the cookie can send it."""
    return hmac.new(secret, b"desk-form\0" + before.encode("utf-8", "replace"), "sha256").hexdigest() if before else ""
