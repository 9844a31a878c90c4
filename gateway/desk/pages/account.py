"""One's own account: language, password, one-time codes."""

from itertools import pairwise

import segno
from itsdangerous import BadSignature, URLSafeSerializer
from starlette.responses import Response

from gateway.casework.errors import NotPossible
from gateway.desk import cookies
from gateway.desk.signin import codes, passwords, sessions
from gateway.desk.texts import LANGUAGES
from gateway.desk.visit import Visit
from gateway.store.desk import User


def show(visit: Visit) -> Response:
    user = _user(visit)
    fresh = codes.new_secret()
    return visit.page(
        "account.html",
        user=user,
        fresh=fresh,
        sealed=_signer(visit).dumps([user.name, fresh]),
        grouped=" ".join(fresh[a:b] for a, b in pairwise(range(0, len(fresh) + 1, 4))),
        picture=segno.make(codes.address_for_app(fresh, user.name), error="m").svg_data_uri(scale=4, border=3),
        required=visit.desk.gateway.settings.desk.second_factor == "required",
    )


def language(visit: Visit) -> Response:
    chosen = visit.text("language", 2)
    if chosen in LANGUAGES:
        _user(visit).language = chosen
    return visit.to("/account", "saved")


def password(visit: Visit) -> Response:
    user = _user(visit)
    if not passwords.fits((visit.form.get("old") or [""])[0], user.password_hash):
        raise NotPossible("the old password is not right")
    try:
        user.password_hash = passwords.hashed((visit.form.get("new") or [""])[0])
    except ValueError as error:
        raise NotPossible(str(error)) from error
    user.must_change = False
    return _again(visit, user)


def code(visit: Visit) -> Response:
    """Sets up one-time codes, once a code shows that the app has the secret."""
    user = _user(visit)
    try:
        name, secret = _signer(visit).loads(visit.text("sealed", 500))
    except (BadSignature, ValueError, TypeError):
        raise NotPossible("that code is not right; try the next one") from None
    step = codes.step_of(secret, visit.text("code", 10), visit.now, 0) if name == user.name else None
    if step is None:
        raise NotPossible("that code is not right; try the next one")
    if user.totp_secret and not passwords.fits((visit.form.get("old") or [""])[0], user.password_hash):
        raise NotPossible("the old password is not right")
    user.totp_secret, user.totp_step = secret, step
    return _again(visit, user)


def _again(visit: Visit, user: User) -> Response:
    """Ends every browser of the account but goes on in this one, under a new token."""
    sessions.end_all(visit.session, user.id)
    response = visit.to("/account", "saved")
    cookies.write(response, cookies.SESSION, sessions.start(visit.session, user, visit.now), visit.desk.secure)
    return response


def _user(visit: Visit) -> User:
    assert visit.signed_in is not None
    return visit.session.get_one(User, visit.signed_in.user_id)


def _signer(visit: Visit) -> URLSafeSerializer:
    return URLSafeSerializer(visit.desk.gateway.secret, salt="desk-code")
