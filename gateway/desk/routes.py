"""Every page of the desk with who may ask for it: the app is built from this table, and so is the test of rights."""

from dataclasses import dataclass
from enum import StrEnum

from gateway.casework.roles import Permission


class Open(StrEnum):
    """Pages that ask for nobody's rights."""

    #: Before anybody signed in.
    PUBLIC = "public"


#: Whoever sees cases of any sort; which ones, `Person.sees` says.
SEE = (Permission.READ, Permission.READ_SEALED)

CASE = "/cases/{office}/{reference}"
MESSAGE = "/messages/{message:int}"


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


def _see(method: str, path: str, page: str) -> Route:
    return Route(method, path, SEE, page)


def _work(path: str, page: str) -> Route:
    return Route("POST", path, (Permission.WORK,), page)


def _decide(path: str, page: str) -> Route:
    return Route("POST", path, (Permission.DECIDE,), page)


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
    _own("GET", "/", "now:show"),
    _own("GET", "/live", "now:live"),
    # The queue
    _see("GET", "/cases", "queue:show"),
    _see("POST", "/views", "queue:save_view"),
    _see("POST", "/views/{view:int}/forget", "queue:forget_view"),
    _decide("/bulk", "bulk:preview"),
    _decide("/bulk/do", "bulk:carry_out"),
    _decide("/bulk/{act:int}/undo", "bulk:undo"),
    # One case
    _see("GET", CASE, "case:show"),
    _see("GET", CASE + "/presence", "case:presence"),
    _work(CASE + "/note", "case:note"),
    _work(CASE + "/correct", "triage:correct"),
    _work(CASE + "/draft", "drafts:keep"),
    _decide(CASE + "/assign", "case:assign"),
    _decide(CASE + "/seal", "case:seal"),
    _decide(CASE + "/unseal", "case:unseal"),
    _decide(CASE + "/move", "case:move"),
    _decide(CASE + "/clocks/{clock:int}", "case:clock"),
    _decide(CASE + "/finding", "case:finding"),
    _decide(CASE + "/links/move", "links:move"),
    _decide(CASE + "/links/split", "links:split"),
    _decide(CASE + "/links/join", "links:join"),
    _decide(CASE + "/links/undo", "links:undo"),
    # Triage
    _see("GET", "/triage", "triage:first"),
    _see("GET", CASE + "/triage", "triage:show"),
    _work(CASE + "/confirm", "triage:confirm"),
    _decide(CASE + "/choose", "triage:choose"),
    _decide(CASE + "/answer", "answer:preview"),
    _decide(CASE + "/answer/letter", "answer:letter"),
    _decide(CASE + "/send", "answer:send"),
    # Messages as they came
    _see("GET", MESSAGE + "/html", "message:html"),
    _see("GET", MESSAGE + "/source", "message:source"),
    _see("GET", MESSAGE + "/original", "message:original"),
    _see("GET", MESSAGE + "/parts/{path}", "message:part"),
    _see("GET", MESSAGE + "/picture/{page:int}", "message:picture"),
    # What leaves
    _see("GET", "/outbox", "outbox:show"),
    _see("GET", "/outbox/{item:int}", "outbox:one"),
    _see("GET", "/outbox/{item:int}/letter", "outbox:letter"),
    _decide("/outbox/{item:int}/approve", "outbox:approve"),
    _decide("/outbox/{item:int}/withdraw", "outbox:withdraw"),
    _decide("/outbox/{item:int}/settle", "outbox:settle"),
    # Tasks
    _see("GET", "/tasks", "tasks:show"),
    _work("/tasks/{task:int}/done", "tasks:done"),
    _decide("/tasks/{task:int}/link", "tasks:link"),
    # Quarantine
    Route("GET", "/quarantine", (Permission.QUARANTINE,), "quarantine:show"),
    Route("GET", "/quarantine/{item:int}", (Permission.QUARANTINE,), "quarantine:one"),
    Route("GET", "/quarantine/{item:int}/original", (Permission.QUARANTINE,), "quarantine:original"),
    Route("POST", "/quarantine/{item:int}/replay", (Permission.QUARANTINE,), "quarantine:replay"),
    Route("POST", "/quarantine/{item:int}/mend", (Permission.QUARANTINE,), "quarantine:mend"),
    Route("POST", "/quarantine/{item:int}/new", (Permission.QUARANTINE,), "quarantine:as_new"),
    Route("POST", "/quarantine/{item:int}/set-aside", (Permission.QUARANTINE,), "quarantine:set_aside"),
    # A complaint told or written on paper
    Route("GET", "/register", (Permission.WORK,), "register:form"),
    Route("POST", "/register", (Permission.WORK,), "register:take"),
    Route("GET", "/register/{item:int}", (Permission.WORK,), "register:became"),
    # People
    Route("GET", "/people", (Permission.ADMINISTER,), "people:show"),
    Route("POST", "/people", (Permission.ADMINISTER,), "people:add"),
    Route("POST", "/people/{user:int}", (Permission.ADMINISTER,), "people:change"),
)
