"""The API as an application: the table of routes, each behind the same door, described in OpenAPI."""

import inspect
import json
import logging
from collections.abc import Callable
from importlib import import_module
from typing import Any

from fastapi import FastAPI, Request
from pydantic import BaseModel
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from gateway.api import tokens
from gateway.api.call import Call, Told
from gateway.api.description import IF_MATCH, Endpoint, describe, description_of, model_of, responses_of
from gateway.api.door import Door, books_away
from gateway.api.problems import of_desk, told
from gateway.api.routes import ROUTES, ApiRoute
from gateway.api.tokens import Holder
from gateway.casework.errors import CaseworkError
from gateway.desk.texts import preferred, words
from gateway.desk.visit import Desk
from gateway.errors import StoreUnavailable

log = logging.getLogger(__name__)


def build_api(desk: Desk) -> FastAPI:
    """To be mounted in the desk's app at PREFIX."""
    api = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    door = Door(desk)
    for route in ROUTES:
        function = function_of(route)
        api.router.add_api_route(
            route.path,
            _endpoint(desk, route, function),
            methods=[route.method],
            status_code=route.status,
            response_model=model_of(function),
            response_class=JSONResponse if model_of(function) else Response,
            operation_id=route.call.replace(":", "_"),
            summary=(inspect.getdoc(function) or "").partition("\n")[0],
            description=description_of(route, function),
            tags=[route.call.partition(":")[0].replace("_", "-")],
            responses=responses_of(route, function),
            openapi_extra={
                "security": [{"token": []}],
                "parameters": [IF_MATCH] if route.on_case else [],
            },
            route_class_override=door.route_class(route),
        )
    api.add_route("/openapi.json", _described(api), methods=["GET"])
    api.add_exception_handler(HTTPException, _refused_before)
    api.add_exception_handler(Exception, _our_fault)
    return api


def function_of(route: ApiRoute) -> Endpoint:
    """The function behind a route."""
    module, _, name = route.call.partition(":")
    function: Endpoint = getattr(import_module(f"gateway.api.calls.{module}"), name)
    return function


def _endpoint(desk: Desk, route: ApiRoute, function: Endpoint) -> Endpoint:
    """The function with its transaction around it, in the signature that FastAPI reads."""

    def endpoint(request: Request, **given: Any) -> Response:
        holder: Holder = request.state.holder
        say = words(holder.person.language)

        def open_call(session: Session) -> Call:
            return Call(desk, request, session, desk.clock(), holder, say)

        try:
            return _answered(desk, route, function, open_call, given)
        except CaseworkError as error:
            return of_desk(error, say.error(str(error)))
        except IntegrityError:
            log.warning("api: two did the same at the same time")
            return told(409, "same-time", say("api.same-time"))
        except StoreUnavailable as error:
            return books_away(error, say)

    call, *others = inspect.signature(function).parameters.values()
    request = call.replace(name="request", annotation=Request)
    endpoint.__signature__ = inspect.Signature([request, *others])  # type: ignore[attr-defined]
    endpoint.__name__ = route.call.replace(":", "_")
    return endpoint


def _answered(
    desk: Desk, route: ApiRoute, function: Endpoint, open_call: Callable[[Session], Call], given: dict[str, Any]
) -> Response:
    """In one transaction; what only reads waits for no writer, and its looks are written down behind it."""
    store = desk.gateway.store
    if route.method == "GET":
        with store.reading() as session:
            call = open_call(session)
            response = _response(function(call, **given), route)
        if call.looked_at or call.holder.stale:
            with store.session() as session:
                _write_down(call, session)
        return response
    with store.session() as session:
        call = open_call(session)
        response = _response(function(call, **given), route)
        session.flush()
        _write_down(call, session)
    return response


def _write_down(call: Call, session: Session) -> None:
    call.write_down(session)
    if call.holder.stale:
        tokens.touch(session, call.holder.token_id, call.now)


def _response(result: Any, route: ApiRoute) -> Response:
    if isinstance(result, Response):
        return result
    if isinstance(result, BaseModel):
        result = Told(result, route.status)
    assert isinstance(result, Told)
    content = result.body.model_dump_json()
    return Response(content, result.status, headers=dict(result.headers), media_type="application/json")


def _described(api: FastAPI) -> Callable[[Request], Response]:
    content = ""

    def route(request: Request) -> Response:
        nonlocal content
        content = content or json.dumps(describe(api), ensure_ascii=False)
        return Response(content, media_type="application/json")

    return route


async def _refused_before(request: Request, error: Exception) -> Response:
    """What no route answered: a wrong address or method, a body that is too large or no JSON."""
    status = error.status_code if isinstance(error, HTTPException) else 500
    headers = dict(error.headers or {}) if isinstance(error, HTTPException) else {}
    code = {404: "no-such-address", 405: "no-such-address", 413: "too-large"}.get(status, "not-understood")
    say = words(preferred(request.headers.get("accept-language", "")))
    return told(status, code, say(f"api.{code}"), headers)


async def _our_fault(request: Request, error: Exception) -> Response:
    say = words(preferred(request.headers.get("accept-language", "")))
    return told(500, "our-fault", say("api.our-fault"))
