"""Every page of the desk with who may ask for it: the app is built from this table, and so is the test of rights."""

from dataclasses import dataclass
from enum import StrEnum

from gateway.casework.roles import Permission


class Open(StrEnum):
    """Pages that ask for nobody's rights."""

    #: Before anybody signed in.
    PUBLIC = "public"
    #: Machines of partners: the signature on what they bring is looked at, nothing else.
    SIGNED = "signed"


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
    """Whoever reads at least some cases; which ones, each page asks for itself."""
    return Route(method, path, (Permission.READ, Permission.READ_SEALED), page)


def _work(path: str, page: str) -> Route:
    return Route("POST", path, (Permission.WORK,), page)


def _decide(path: str, page: str) -> Route:
    return Route("POST", path, (Permission.DECIDE,), page)


def _guard(method: str, path: str, page: str) -> Route:
    return Route(method, path, (Permission.QUARANTINE,), page)


CASE = "/cases/{office}/{reference}"
MESSAGE = "/messages/{message:int}"
TEXT = "/texts/{office}/{answer}/{language}"

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
    _own("GET", "/account/tokens", "tokens:show"),
    _own("POST", "/account/tokens", "tokens:make"),
    _own("POST", "/account/tokens/{token:int}/revoke", "tokens:revoke"),
    _own("GET", "/", "now:show"),
    _own("GET", "/live", "now:live"),
    # The queue
    _see("GET", "/cases", "queue:show"),
    _see("POST", "/views", "queue:save_view"),
    _see("POST", "/views/{view:int}/forget", "queue:forget_view"),
    _see("GET", "/cases/live", "queue:live"),
    _decide("/bulk", "bulk:preview"),
    _decide("/bulk/do", "bulk:carry_out"),
    _decide("/bulk/{act:int}/undo", "bulk:undo"),
    # One case
    _see("GET", CASE, "case:show"),
    _work(CASE + "/note", "case:note"),
    _decide(CASE + "/assign", "case:assign"),
    _decide(CASE + "/received", "case:received"),
    _work(CASE + "/draft", "drafts:keep"),
    _work(CASE + "/draft/forget", "drafts:forget"),
    _see("POST", CASE + "/here", "drafts:here"),
    # Triage
    _see("GET", "/triage", "triage:first"),
    _see("GET", CASE + "/triage", "triage:show"),
    _work(CASE + "/confirm", "triage:confirm"),
    _decide(CASE + "/answer", "answer:preview"),
    _decide(CASE + "/send", "answer:send"),
    _decide(CASE + "/undo", "answer:undo"),
    # What leaves
    _see("GET", "/outbox", "outbox:show"),
    _see("GET", "/outbox/{item:int}", "outbox:one"),
    _see("GET", "/outbox/{item:int}/letter", "outbox:letter"),
    _see("GET", "/outbox/{item:int}/mail", "outbox:mail"),
    _see("GET", "/outbox/{item:int}/html", "outbox:laid_out"),
    _decide("/outbox/{item:int}/later", "outbox:later"),
    _decide("/outbox/{item:int}/approve", "outbox:approve"),
    _decide("/outbox/{item:int}/withdraw", "outbox:withdraw"),
    _decide("/outbox/{item:int}/settle", "outbox:settle"),
    _see("GET", "/outbox/tray", "tray:show"),
    _see("GET", "/outbox/tray/separator", "scan:separator"),
    _decide("/outbox/tray/piles", "tray:pile"),
    _see("GET", "/outbox/tray/piles/{pile:int}", "tray:pile_pdf"),
    _decide("/outbox/tray/piles/{pile:int}/posted", "tray:pile_posted"),
    _decide("/outbox/tray/printed", "tray:printed"),
    _decide("/outbox/tray/posted", "tray:posted"),
    _decide("/outbox/tray/returned", "tray:returned"),
    # Texts of the answers
    Route("GET", "/texts", (Permission.COORDINATE,), "texts:show"),
    Route("GET", TEXT, (Permission.COORDINATE,), "texts:one"),
    Route("POST", TEXT, (Permission.COORDINATE,), "texts:save"),
    Route("POST", TEXT + "/reset", (Permission.COORDINATE,), "texts:reset"),
    # Tasks and links
    _see("GET", "/tasks", "tasks:show"),
    _work("/tasks/{task:int}/done", "tasks:done"),
    _decide("/tasks/{task:int}/link", "tasks:link"),
    _decide("/tasks/{task:int}/apart", "tasks:no_link"),
    _decide(CASE + "/links/join", "links:join"),
    _decide(CASE + "/links/move", "links:move"),
    _decide(CASE + "/links/split", "links:split"),
    _decide(CASE + "/links/undo", "links:undo"),
    # Quarantine
    _guard("GET", "/quarantine", "quarantine:show"),
    _guard("GET", "/quarantine/{item:int}", "quarantine:one"),
    _guard("GET", "/quarantine/{item:int}/original", "quarantine:original"),
    _guard("GET", "/quarantine/{item:int}/pages/{page:int}", "scan:waiting"),
    _guard("POST", "/quarantine/{item:int}/typed", "scan:typed"),
    _guard("POST", "/quarantine/{item:int}/retry", "quarantine:retry"),
    _guard("POST", "/quarantine/{item:int}/mend", "quarantine:mend"),
    _guard("POST", "/quarantine/{item:int}/new", "quarantine:as_new"),
    _guard("POST", "/quarantine/{item:int}/set-aside", "quarantine:set_aside"),
    # A complaint told or written on paper
    Route("GET", "/register", (Permission.WORK,), "spoken:form"),
    _work("/register", "spoken:take"),
    Route("GET", "/register/{item:int}", (Permission.WORK,), "spoken:became"),
    # Who works here
    Route("GET", "/people", (Permission.ADMINISTER,), "people:show"),
    Route("POST", "/people", (Permission.ADMINISTER,), "people:add"),
    Route("POST", "/people/{user:int}", (Permission.ADMINISTER,), "people:change"),
    # Steps of the procedure
    _decide(CASE + "/step", "workflow:move"),
    _decide(CASE + "/step/send", "workflow:send"),
    # The year report
    Route("GET", "/figures", (Permission.COORDINATE,), "figures:show"),
    Route("GET", "/figures/export", (Permission.COORDINATE,), "figures:export"),
    # Partners
    Route("GET", CASE + "/transfer", (Permission.DECIDE,), "passing:choose"),
    _decide(CASE + "/transfer/preview", "passing:preview"),
    _decide(CASE + "/transfer/send", "passing:send"),
    _see("GET", "/transfers", "transfers:show"),
    _see("GET", "/transfers/{transfer:int}", "transfers:one"),
    _decide("/transfers/{transfer:int}/preview", "transfers:preview"),
    _decide("/transfers/{transfer:int}/answer", "transfers:answer"),
    _decide("/transfers/{transfer:int}/heard", "transfers:heard"),
    _decide("/transfers/{transfer:int}/write", "transfers:write"),
    _decide("/transfers/{transfer:int}/take-back", "transfers:take_back"),
    _see("GET", "/talks/{talk:int}", "same_elsewhere:show"),
    _decide("/talks/{talk:int}/say", "same_elsewhere:say"),
    Route("GET", "/partners", (Permission.READ, Permission.READ_SEALED, Permission.ADMINISTER), "partners:show"),
    Route("POST", "/partners", (Permission.ADMINISTER,), "directory:enter"),
    Route("GET", "/partners/{partner}", (Permission.ADMINISTER,), "directory:show"),
    Route("POST", "/partners/{partner}", (Permission.ADMINISTER,), "directory:change"),
    Route("GET", "/house-keys", (Permission.ADMINISTER,), "house_keys:show"),
    Route("POST", "/house-keys/{office}", (Permission.ADMINISTER,), "house_keys:change"),
    # Whoever holds a one-time link answers without signing in
    Route("GET", "/answer/{token}", Open.PUBLIC, "partner_form:show"),
    Route("POST", "/answer/{token}", Open.PUBLIC, "partner_form:send"),
    Route("POST", "/exchange", Open.SIGNED, "pushed:take"),
    # Messages as they came
    _see("GET", MESSAGE + "/html", "raw:html"),
    _see("GET", MESSAGE + "/source", "raw:source"),
    _see("GET", MESSAGE + "/original", "raw:original"),
    _see("GET", MESSAGE + "/pages/{page:int}", "scan:of_message"),
    _see("GET", MESSAGE + "/parts/{path}", "raw:part"),
)
