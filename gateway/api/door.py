"""Who asks, whether he may, how often and how much: all of it before a body is read."""

import logging
from collections.abc import Callable, Coroutine
from datetime import timedelta
from typing import Any

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from gateway.api import tokens
from gateway.api.problems import Problem, not_understood, told
from gateway.api.routes import ApiRoute
from gateway.api.tokens import Holder
from gateway.desk.pace import Pace
from gateway.desk.texts import Words, preferred, words
from gateway.desk.visit import Desk
from gateway.errors import StoreUnavailable

log = logging.getLogger(__name__)

#: Requests of one token in a minute.
MOST_A_MINUTE = 600
#: Bytes of a request; a raw mail may be larger.
MOST_JSON, MOST_MAIL = 1_000_000, 60_000_000


class Door:
    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.pace = Pace(MOST_A_MINUTE, timedelta(minutes=1))
        #: Tokens that do not hold, by the address they come from.
        self.guesses = Pace()

    def route_class(self, route: ApiRoute) -> type[APIRoute]:
        door = self

        class Guarded(APIRoute):
            def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
                inside = super().get_route_handler()

                async def handler(request: Request) -> Response:
                    try:
                        refusal = await run_in_threadpool(door.let_in, request, route)
                        return refusal or await inside(request)
                    except RequestValidationError as error:
                        sentence = door.say(request)("api.not-understood")
                        return told(422, "not-understood", sentence, wrong=not_understood(error))
                    except Problem as problem:
                        return told(problem.status, problem.code, problem.sentence, problem.headers)

                return handler

        return Guarded

    def say(self, request: Request) -> Words:
        holder: Holder | None = getattr(request.state, "holder", None)
        return words(holder.person.language if holder else preferred(request.headers.get("accept-language", "")))

    def let_in(self, request: Request, route: ApiRoute) -> Response | None:
        """The refusal; None where the way is free, with the holder in `request.state`."""
        now, say = self.desk.clock(), self.say(request)
        address = request.client.host if request.client else ""
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        try:
            with self.desk.gateway.store.reading() as session:
                holder = tokens.find(session, token.strip(), now) if scheme.lower() == "bearer" else None
        except StoreUnavailable as error:
            return books_away(error, say)
        if holder is None:
            if not self.guesses.allows(address, now):
                return told(429, "too-fast", say("api.too-fast"), {"Retry-After": "600"})
            return told(401, "no-token", say("api.no-token"), {"WWW-Authenticate": 'Bearer realm="klachtenpost"'})
        request.state.holder = holder
        say = self.say(request)
        if not self.pace.allows(str(holder.token_id), now):
            return told(429, "too-fast", say("api.too-fast"), {"Retry-After": "60"})
        if not route.lets(holder.person, holder.scopes):
            scopes = " ".join(sorted(route.scopes))
            headers = {"WWW-Authenticate": f'Bearer error="insufficient_scope", scope="{scopes}"'}
            return told(403, "no-scope", say("api.no-scope", scopes=" / ".join(sorted(route.scopes))), headers)
        if _is_too_large(request, route):
            return told(413, "too-large", say("api.too-large"))
        return None


def _is_too_large(request: Request, route: ApiRoute) -> bool:
    """Told by the length that the request names, which the server holds it to; one that names none is not read."""
    length = request.headers.get("content-length", "")
    if not length and "transfer-encoding" not in request.headers:
        return False
    return not length.isdecimal() or int(length) > (MOST_MAIL if route.path == "/mails" else MOST_JSON)


def books_away(error: StoreUnavailable, say: Words) -> Response:
    log.error("api: %s", error)
    return told(503, "books-away", say("api.books-away"), {"Retry-After": "30"})
