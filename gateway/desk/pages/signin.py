"""In and out."""

import logging

from itsdangerous import BadSignature, URLSafeTimedSerializer
from sqlalchemy import select
from starlette.responses import Response

from gateway.desk import cookies
from gateway.desk.signin import codes, lockout, passwords, sessions
from gateway.desk.signin.oidc import Departure, ProviderRefused
from gateway.desk.visit import Visit
from gateway.store.desk import User

log = logging.getLogger(__name__)

#: How long somebody may be at the provider, in seconds.
AWAY_SECONDS = 600


def form(visit: Visit) -> Response:
    if visit.signed_in is not None:
        return visit.to("/")
    return _form(visit, 200, "", "")


def enter(visit: Visit) -> Response:
    """With name, password and code; whichever of them is wrong, the answer is the same."""
    secret, secure = visit.desk.gateway.secret, visit.desk.secure
    name = visit.text("name", 80).lower()
    mark = cookies.read(visit.request, cookies.BROWSER, secure)
    where = lockout.place(secret, name, mark, visit.address)
    if lockout.held_up(visit.session, name, where, visit.now):
        return _form(visit, 429, name, "wait")
    password = (visit.form.get("password") or [""])[0]
    user = visit.session.scalars(
        select(User).where(User.name == name, User.active.is_(True)).with_for_update()
    ).one_or_none()
    right = passwords.fits(password, user.password_hash if user else "")
    if user is None or not right or not _code_fits(visit, user):
        lockout.failed(visit.session, name, where, visit.now)
        return _form(visit, 401, name, "wrong")
    if passwords.outdated(user.password_hash):
        user.password_hash = passwords.hashed(password)
    lockout.forget(visit.session, name, where)
    response = _let_in(visit, user, _inside(visit.text("next", 500)))
    if not where.startswith("browser:"):
        cookies.write(
            response, cookies.BROWSER, lockout.new_mark(secret, name, cookies.new_value()[:20]), secure, cookies.YEAR
        )
    return response


def leave(visit: Visit) -> Response:
    assert visit.signed_in is not None
    sessions.end(visit.session, visit.signed_in.token_hash)
    response = visit.to("/signin")
    cookies.drop(response, cookies.SESSION, visit.desk.secure)
    return response


def leave_for_provider(visit: Visit) -> Response:
    if not visit.desk.provider.known:
        return _form(visit, 404, "", "no-provider")
    try:
        departure = visit.desk.provider.depart(_back(visit))
    except ProviderRefused as error:
        log.warning("%s", error)
        return _form(visit, 502, "", "provider-away")
    response = visit.to(departure.address)
    kept = _signer(visit).dumps([departure.state, departure.nonce, departure.verifier])
    cookies.write(response, cookies.AWAY, str(kept), visit.desk.secure, AWAY_SECONDS)
    return response


def back_from_provider(visit: Visit) -> Response:
    """The browser brings back what it took along, and a code that only the provider can have given it."""
    try:
        kept = cookies.read(visit.request, cookies.AWAY, visit.desk.secure)
        state, nonce, verifier = _signer(visit).loads(kept, max_age=AWAY_SECONDS)
    except (BadSignature, ValueError, TypeError):
        return _form(visit, 400, "", "provider-refused")
    if not visit.desk.provider.known or visit.asked("state") != state or not visit.asked("code", 4_000):
        return _form(visit, 400, "", "provider-refused")
    try:
        subject = visit.desk.provider.arrive(
            _back(visit), visit.asked("code", 4_000), Departure("", state, nonce, verifier), visit.now
        )
    except ProviderRefused as error:
        log.warning("%s", error)
        return _form(visit, 502, "", "provider-refused")
    with visit.desk.gateway.store.session() as session:
        user = session.scalars(select(User).where(User.oidc_subject == subject, User.active.is_(True))).one_or_none()
        if user is None:
            return _form(visit, 403, "", "no-account")
        token = sessions.start(session, user, visit.now)
    response = visit.to("/")
    cookies.write(response, cookies.SESSION, token, visit.desk.secure)
    cookies.drop(response, cookies.AWAY, visit.desk.secure)
    return response


def _form(visit: Visit, status: int, name: str, wrong: str) -> Response:
    secure = visit.desk.secure
    before = cookies.read(visit.request, cookies.BEFORE, secure) or cookies.new_value()
    visit.csrf = cookies.form_token(visit.desk.gateway.secret, before)
    wanted = visit.asked("next") or visit.text("next", 500)
    response = visit.page("signin.html", status, name=name, wrong=wrong, next=_inside(wanted))
    cookies.write(response, cookies.BEFORE, before, secure)
    return response


def _let_in(visit: Visit, user: User, address: str) -> Response:
    """A fresh session, whatever token the browser came with."""
    if visit.signed_in is not None:
        sessions.end(visit.session, visit.signed_in.token_hash)
    response = visit.to(address)
    cookies.write(response, cookies.SESSION, sessions.start(visit.session, user, visit.now), visit.desk.secure)
    cookies.drop(response, cookies.BEFORE, visit.desk.secure)
    return response


def _code_fits(visit: Visit, user: User) -> bool:
    if not user.totp_secret:
        return True
    step = codes.step_of(user.totp_secret, visit.text("code", 10), visit.now, user.totp_step)
    if step is None:
        return False
    user.totp_step = step
    return True


def _inside(address: str) -> str:
    """An address of this desk, never one that leads elsewhere."""
    plain = address.isascii() and address.isprintable() and "\\" not in address
    return address if plain and address.startswith("/") and not address.startswith("//") else "/"


def _back(visit: Visit) -> str:
    url = visit.desk.gateway.settings.desk.url or str(visit.request.base_url)
    return f"{url.rstrip('/')}/signin/oidc/back"


def _signer(visit: Visit) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(visit.desk.gateway.secret, salt="desk-away")
