"""Every address of the API with who may ask: app, description and the test of rights are made from this table."""

from dataclasses import dataclass

from gateway.api.scopes import GRANTS, Scope
from gateway.casework.roles import Permission, Person


@dataclass(frozen=True, slots=True)
class ApiRoute:
    method: str
    path: str
    #: One of these is enough for a token,
    scopes: frozenset[Scope]
    #: and one of these for its person; empty: whoever has a token.
    needs: tuple[Permission, ...]
    #: "module:function" below `gateway.api.calls`.
    call: str
    status: int = 200
    #: An act on a case as it was read: If-Match names which.
    on_case: bool = False

    def lets(self, person: Person, scopes: frozenset[Scope]) -> bool:
        """Whether one of the token's scopes lets something through that the person may."""
        shared = self.scopes & scopes
        if not self.needs:
            return bool(shared)
        through = frozenset[Permission]().union(*(GRANTS[scope] for scope in shared))
        return any(need in through and person.may(need) for need in self.needs)


def _anybody(method: str, path: str, call: str) -> ApiRoute:
    return ApiRoute(method, path, frozenset(Scope), (), call)


def _see(path: str, call: str) -> ApiRoute:
    """Whoever reads at least some cases; which ones, each call asks for itself."""
    seeing = frozenset({Scope.READ, Scope.SEALED})
    return ApiRoute("GET", path, seeing, (Permission.READ, Permission.READ_SEALED), call)


def _keep(method: str, path: str, call: str, status: int = 200) -> ApiRoute:
    """What somebody who reads cases keeps for himself."""
    return ApiRoute(
        method, path, frozenset({Scope.READ, Scope.SEALED}), (Permission.READ, Permission.READ_SEALED), call, status
    )


def _work(path: str, call: str, status: int = 200, method: str = "POST", *, on_case: bool = False) -> ApiRoute:
    return ApiRoute(method, path, frozenset({Scope.WORK}), (Permission.WORK,), call, status, on_case)


def _decide(path: str, call: str, status: int = 200, method: str = "POST", *, on_case: bool = False) -> ApiRoute:
    return ApiRoute(method, path, frozenset({Scope.DECIDE}), (Permission.DECIDE,), call, status, on_case)


def _guard(method: str, path: str, call: str, status: int = 200) -> ApiRoute:
    return ApiRoute(method, path, frozenset({Scope.WORK}), (Permission.QUARANTINE,), call, status)


def _bring(method: str, path: str, call: str, status: int = 200) -> ApiRoute:
    return ApiRoute(method, path, frozenset({Scope.REGISTER}), (Permission.WORK,), call, status)


def _hook(method: str, path: str, call: str, status: int = 200) -> ApiRoute:
    return ApiRoute(method, path, frozenset({Scope.WEBHOOKS}), (Permission.COORDINATE,), call, status)


#: Where the desk serves it.
PREFIX = "/api/v1"
CASE = "/cases/{office}/{reference}"

ROUTES: tuple[ApiRoute, ...] = (
    # Who asks, and what there is
    _anybody("GET", "/me", "house:me"),
    _anybody("GET", "/offices", "house:offices"),
    _anybody("GET", "/bodies", "house:bodies"),
    # Cases
    _see("/cases", "cases:list_cases"),
    _see(CASE, "cases:one_case"),
    _see("/views", "views:list_views"),
    _keep("POST", "/views", "views:keep", 201),
    _keep("DELETE", "/views/{view}", "views:forget"),
    _see("/messages/{message}/original", "messages:original"),
    _see("/messages/{message}/parts/{path}", "messages:part"),
    # Work on one case
    _work(CASE + "/notes", "work:note", 201),
    _work(CASE + "/fields", "work:correct_fields", method="PATCH", on_case=True),
    _work(CASE + "/confirm", "work:confirm", on_case=True),
    _decide(CASE + "/handler", "work:assign", method="PUT", on_case=True),
    # The choice of a proposal, its letter, and back
    _decide(CASE + "/preview", "choose:preview"),
    _decide(CASE + "/send", "choose:send", on_case=True),
    _decide(CASE + "/undo", "choose:undo"),
    # Steps of the procedure
    _see(CASE + "/steps", "steps:possible"),
    _decide(CASE + "/steps/{step}/preview", "steps:preview"),
    _decide(CASE + "/steps/{step}", "steps:take", on_case=True),
    # Which message stands in which case
    _decide(CASE + "/links/join", "links:join_case", on_case=True),
    _decide(CASE + "/links/undo", "links:undo"),
    _decide(CASE + "/messages/{message}/move", "links:move", on_case=True),
    _decide(CASE + "/messages/{message}/split", "links:split_off", 201, on_case=True),
    # Tasks
    _see("/tasks", "tasks:list_tasks"),
    _work("/tasks/{task}/done", "tasks:done"),
    _decide("/tasks/{task}/link", "tasks:link"),
    _decide("/tasks/{task}/apart", "tasks:no_link"),
    # What leaves
    _see("/outbox", "outbox:list_items"),
    _see("/outbox/{item}", "outbox:one_item"),
    _decide("/outbox/{item}/approve", "outbox:approve"),
    _decide("/outbox/{item}/withdraw", "outbox:withdraw"),
    # Partners
    _see("/transfers", "transfers:list_transfers"),
    _decide(CASE + "/transfer/preview", "passing:preview"),
    _decide(CASE + "/transfer", "passing:send", 201, on_case=True),
    # Quarantine
    _guard("GET", "/quarantine", "quarantine:list_waiting"),
    _guard("GET", "/quarantine/{item}/original", "quarantine:original"),
    _guard("POST", "/quarantine/{item}/retry", "quarantine:retry"),
    _guard("POST", "/quarantine/{item}/set-aside", "quarantine:set_aside"),
    # Complaints that come in by a program
    _bring("POST", "/complaints", "bring_in:complaint", 202),
    _bring("POST", "/mails", "bring_in:mail", 202),
    _bring("GET", "/arrivals/{arrival}", "bring_in:arrival"),
    # Figures
    ApiRoute("GET", "/figures/{office}", frozenset({Scope.FIGURES}), (Permission.COORDINATE,), "figures:report"),
    # Addresses that are told of events
    _hook("GET", "/webhooks", "webhooks:list_webhooks"),
    _hook("POST", "/webhooks", "webhooks:make", 201),
    _hook("GET", "/webhooks/{webhook}/deliveries", "webhooks:deliveries"),
    _hook("POST", "/webhooks/{webhook}/pause", "webhooks:pause"),
    _hook("POST", "/webhooks/{webhook}/resume", "webhooks:resume"),
    _hook("DELETE", "/webhooks/{webhook}", "webhooks:end"),
)
