"""Every page of the desk with who may ask for it: the app is built from this table, and so is the test of rights."""

from dataclasses import dataclass
from enum import StrEnum

from gateway.casework.roles import Permission


class Open(StrEnum):
    """Pages that ask for nobody's rights."""

    #: Before anybody signed in.
    PUBLIC = "public"


@dataclass(frozen=True, slots=True)
class Route:
    method: str
    path: str
    #: One of these is enough; PUBLIC asks for none.
    needs: tuple[Permission, ...] | Open
    #: "module:function" below `gateway.desk.pages`.
    page: str


def _own(method: str, path: str, page: str) -> Route:
    return Route(method, path, (Permission.OWN_ACCOUNT,), page)


ROUTES: tuple[Route, ...] = (
    Route("GET", "/signin", Open.PUBLIC, "signin:form"),
    Route("POST", "/signin", Open.PUBLIC, "signin:enter"),
    Route("GET", "/signin/oidc", Open.PUBLIC, "signin:leave_for_provider"),
    Route("GET", "/signin/oidc/back", Open.PUBLIC, "signin:back_from_provider"),
    _own("POST", "/signout", "signin:leave"),
    _own("GET", "/account", "account:show"),
    _own("POST", "/account/language", "account:language"),
    _own("POST", "/account/password", "account:password"),
    _own("POST", "/account/code", "account:code"),
)
