"""One's own tokens: which programs act in one's name; made here and shown once, ended here."""

from starlette.responses import Response

from gateway.api import tokens
from gateway.api.scopes import Scope
from gateway.casework.errors import NotPossible
from gateway.desk.signin import passwords
from gateway.desk.visit import Visit
from gateway.store.desk import User

#: How long a token may last, in days.
DAYS = (30, 90, 366)


def show(visit: Visit) -> Response:
    return _page(visit, "")


def make(visit: Visit) -> Response:
    """The page that shows the token is the answer itself: no address leads to it again."""
    user = _user(visit)
    if user.password_hash and not passwords.fits((visit.form.get("old") or [""])[0], user.password_hash):
        raise NotPossible("the old password is not right")
    scopes = [Scope(one) for one in visit.texts("scope") if one in set(Scope)]
    days = visit.text("days", 3)
    _, token = tokens.make(
        visit.session,
        user,
        visit.text("client", 80),
        scopes,
        int(days) if days in {str(one) for one in DAYS} else DAYS[0],
        visit.now,
        visit.text("office", 80),
    )
    return _page(visit, token)


def revoke(visit: Visit) -> Response:
    assert visit.signed_in is not None
    tokens.end(visit.session, visit.part_number("token"), visit.now, visit.signed_in.user_id)
    return visit.to("/account/tokens", "token-ended")


def _page(visit: Visit, fresh: str) -> Response:
    user = _user(visit)
    return visit.page(
        "tokens.html",
        user=user,
        fresh=fresh,
        rows=[row for row, _ in tokens.tokens_of(visit.session, user.id)],
        scopes=[scope.value for scope in Scope],
        days=DAYS,
        offices=sorted({office for office, _ in visit.person.roles}),
    )


def _user(visit: Visit) -> User:
    assert visit.signed_in is not None
    return visit.session.get_one(User, visit.signed_in.user_id)
