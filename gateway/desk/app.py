"""The desk as an application: the table of routes, each behind the same door."""

import hmac
import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from importlib import import_module
from importlib.resources import files
from pathlib import Path

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from gateway.assemble import Gateway
from gateway.casework.errors import CaseworkError, NotAllowed
from gateway.desk import cookies
from gateway.desk.forms import Form, TooLarge, read_bytes, read_form
from gateway.desk.headers import from_elsewhere, standard
from gateway.desk.look import templates
from gateway.desk.pace import MOST_PUSHED, Pace
from gateway.desk.pages import pushed
from gateway.desk.routes import ROUTES, Open, Route
from gateway.desk.signin import sessions
from gateway.desk.signin.oidc import Provider
from gateway.desk.texts import preferred, words
from gateway.desk.visit import Desk, Visit
from gateway.errors import StoreUnavailable
from gateway.store.engine import Store
from routing.catalogue import Catalogue
from routing.offices import Office

log = logging.getLogger(__name__)

Page = Callable[[Visit], Response]
NO_FORM = Form({}, {})
#: Pages that somebody reaches who must first set up codes, or choose a password of his own.
BEFORE_CODE = frozenset({"/account", "/account/code", "/account/password", "/account/language", "/signout"})


MOVED = "somebody else changed this case while you looked at it; look again, nothing was lost"


def now_utc() -> datetime:
    return datetime.now(UTC)


def build_app(
    gateway: Gateway, *, offices: Sequence[Office], catalogue: Catalogue, clock: Callable[[], datetime] = now_utc
) -> FastAPI:
    """The desk on this gateway. `clock` tells the time (tests stop it)."""
    static = Path(str(files("gateway.desk") / "static"))
    desk = Desk(
        gateway=gateway,
        offices={office.id: office for office in offices},
        catalogue=catalogue,
        clock=clock,
        templates=templates(static),
        provider=Provider(gateway.settings.desk),
        static=static,
    )
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    app.state.answer_pace = Pace()
    app.state.push_pace = Pace(MOST_PUSHED)
    for route in ROUTES:
        app.add_route(route.path, _endpoint(desk, route), methods=[route.method])
    # The API stands on the desk, so it is loaded after it.
    from gateway.api.app import build_api
    from gateway.api.routes import PREFIX

    app.mount(PREFIX, build_api(desk))
    app.mount("/static", StaticFiles(directory=static), name="static")
    app.add_exception_handler(HTTPException, _not_found(desk))

    @app.middleware("http")
    async def with_headers(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
        response = await call_next(request)
        for name, value in standard(desk.secure).items():
            response.headers.setdefault(name, value)
        if request.url.path.startswith("/static/"):
            response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response

    return app


def page_of(route: Route) -> Page:
    """The function behind a route."""
    module, _, name = route.page.partition(":")
    page: Page = getattr(import_module(f"gateway.desk.pages.{module}"), name)
    return page


def _endpoint(desk: Desk, route: Route) -> Callable[[Request], Awaitable[Response]]:
    if route.needs is Open.SIGNED:
        return _signed(desk)
    page = page_of(route)

    async def endpoint(request: Request) -> Response:
        form = NO_FORM
        if route.method == "POST":
            if from_elsewhere(request, desk.gateway.settings.desk.url):
                return await run_in_threadpool(_plain_page, desk, request, 403, "not-from-here")
            try:
                form = await read_form(request)
            except TooLarge:
                return await run_in_threadpool(_plain_page, desk, request, 413, "too-large")
        return await run_in_threadpool(answer, desk, route, page, request, form)

    endpoint.__name__ = route.page.replace(":", "_")
    return endpoint


def _signed(desk: Desk) -> Callable[[Request], Awaitable[Response]]:
    """What machines of partners bring: bytes, not forms."""

    async def endpoint(request: Request) -> Response:
        try:
            content = await read_bytes(request, pushed.MOST)
        except TooLarge:
            return JSONResponse({"refused": "too-large"}, 413)
        return await run_in_threadpool(pushed.take, desk, request, content)

    return endpoint


def answer(desk: Desk, route: Route, page: Page, request: Request, form: Form) -> Response:
    """Finds out who asks, whether he may, and lets the page answer, in one transaction."""
    store, now = desk.gateway.store, desk.clock()
    try:
        if route.method == "GET":
            return _read(desk, store, route, page, request, now)
        with store.session() as session:
            visit = _visit(desk, session, request, form, now)
            refusal = _refusal(desk, route, visit)
            if refusal is not None:
                return refusal
            if not hmac.compare_digest(visit.text("csrf", 200).encode(), visit.csrf.encode()):
                return visit.page("problem.html", 403, problem="stale-form")
            response = page(visit)
            visit.write_down(session)
            return response
    except CaseworkError as error:
        return _told(desk, request, error.status, str(error))
    except IntegrityError:
        log.warning("two people did the same at the same time")
        return _told(desk, request, 409, MOVED)
    except StoreUnavailable as error:
        log.error("desk: %s", error)
        return _plain_page(desk, request, 503, "no-books")


def _read(desk: Desk, store: Store, route: Route, page: Page, request: Request, now: datetime) -> Response:
    with store.reading() as session:
        visit = _visit(desk, session, request, NO_FORM, now)
        refusal = _refusal(desk, route, visit)
        if refusal is not None:
            return refusal
        response = page(visit)
    signed_in = visit.signed_in
    if signed_in is not None and (visit.looked_at or visit.afterwards or signed_in.stale):
        with store.session() as session:
            visit.write_down(session)
            if signed_in.stale:
                sessions.touch(session, signed_in.token_hash, now)
    return response


def _visit(desk: Desk, session: Session, request: Request, form: Form, now: datetime) -> Visit:
    signed_in = sessions.find(session, cookies.read(request, cookies.SESSION, desk.secure), now)
    if signed_in is None:
        language = preferred(request.headers.get("accept-language", ""))
        csrf = cookies.form_token(desk.gateway.secret, cookies.read(request, cookies.BEFORE, desk.secure))
    else:
        language, csrf = signed_in.person.language, signed_in.csrf
    return Visit(desk, request, session, now, words(language), signed_in, csrf, form.fields, form.files)


def _refusal(desk: Desk, route: Route, visit: Visit) -> Response | None:
    """What whoever may not have this page gets instead."""
    if isinstance(route.needs, Open):
        return None
    if visit.signed_in is None:
        if route.method == "GET" and "text/html" in visit.request.headers.get("accept", "text/html"):
            return visit.to("/signin", **({"next": visit.request.url.path} if visit.request.url.path != "/" else {}))
        return visit.page("problem.html", 401, problem="signed-out")
    if not any(visit.person.may(permission) for permission in route.needs):
        raise NotAllowed("your role does not allow this")
    if visit.signed_in.must_change and visit.request.url.path not in BEFORE_CODE:
        return visit.to("/account")
    required = desk.gateway.settings.desk.second_factor == "required"
    if required and visit.signed_in.lacks_code and visit.request.url.path not in BEFORE_CODE:
        return visit.to("/account")
    return None


def _told(desk: Desk, request: Request, status: int, sentence: str) -> Response:
    """The refusal of an act, in a page with the frame of whoever is signed in."""
    with desk.gateway.store.reading() as session:
        visit = _visit(desk, session, request, NO_FORM, desk.clock())
        return visit.page("problem.html", status, sentence=visit.say.error(sentence), problem="")


def _plain_page(desk: Desk, request: Request, status: int, problem: str) -> Response:
    """Without the books: they may be what is missing."""
    say = words(preferred(request.headers.get("accept-language", "")))
    return HTMLResponse(desk.templates.get_template("bare.html").render(say=say, problem=problem), status)


def _not_found(desk: Desk) -> Callable[[Request, Exception], Awaitable[Response]]:
    async def handler(request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 500
        return await run_in_threadpool(_plain_page, desk, request, status, "no-such-page")

    return handler
