"""The description of the API in OpenAPI 3.1, made from the table of routes and the models."""

import inspect
from collections.abc import Callable
from typing import Any, get_args, get_origin

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel

from gateway.api.call import Told
from gateway.api.models import CaseNow, CaseWhole
from gateway.api.problems import MEANING, MEDIA, ProblemBody
from gateway.api.routes import PREFIX, ApiRoute
from gateway.api.scopes import Scope

DESCRIPTION = """\
The acts of the desk for programs. A token acts in the name of a person, who must be allowed what it does, and is
narrowed to its scopes: {scopes}. An act on a case carries `If-Match` with the `ETag` of the case as it was read
(`*` for whatever stands); lists go on with `after`. A refusal is `application/problem+json`.
"""
Endpoint = Callable[..., Any]


def describe(api: FastAPI) -> dict[str, Any]:
    """The description of the API in OpenAPI 3.1."""
    found = get_openapi(
        title="klachtenpost",
        version="1",
        openapi_version="3.1.0",
        description=DESCRIPTION.format(scopes=", ".join(f"`{scope}`" for scope in Scope)),
        routes=api.routes,
    )
    found["servers"] = [{"url": PREFIX}]
    found.setdefault("components", {})["securitySchemes"] = {
        "token": {"type": "http", "scheme": "bearer", "description": "Made with `klachtenpost token` or at the desk."}
    }
    # FastAPI's own shape of a refused request: ours is a problem like every other refusal.
    schemas = found["components"].setdefault("schemas", {})
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    problem = ProblemBody.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas |= {**problem.pop("$defs"), "ProblemBody": problem}
    return found


def model_of(function: Endpoint) -> type[BaseModel] | None:
    """The model that the function answers with; None where it answers with bytes."""
    told_by = inspect.signature(function).return_annotation
    model = get_args(told_by)[0] if get_origin(told_by) is Told else told_by
    return model if issubclass(model, BaseModel) else None


def description_of(route: ApiRoute, function: Endpoint) -> str:
    rest = (inspect.getdoc(function) or "").partition("\n")[2].strip()
    scopes = " or ".join(f"`{scope}`" for scope in sorted(route.scopes)) if route.needs else "any"
    return f"{rest}\n\nScope: {scopes}.".strip()


def responses_of(route: ApiRoute, function: Endpoint) -> dict[int | str, dict[str, Any]]:
    refusals = {401: "no-token", 403: "no-scope", 404: "not-seen", 422: "not-possible", 429: "too-fast"}
    if route.method != "GET":
        refusals |= {409: "same-time", 413: "too-large"}
    if route.on_case:
        refusals |= {412: "moved-on", 428: "name-the-version"}
    refusals |= {503: "books-away"}
    found: dict[int | str, dict[str, Any]] = {
        status: {"description": MEANING[code], "content": {MEDIA: {"schema": REFUSAL}}}
        for status, code in refusals.items()
    }
    model = model_of(function)
    if model is not None and issubclass(model, CaseNow | CaseWhole):
        found[route.status] = {
            "headers": {"ETag": {"description": "Version of the case.", "schema": {"type": "string"}}}
        }
    if model is None:
        found[200] = {"content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}}
    return found


IF_MATCH = {
    "name": "If-Match",
    "in": "header",
    "required": True,
    "description": "`ETag` of the case as it was read; `*` for whatever stands.",
    "schema": {"type": "string"},
}
REFUSAL = {"$ref": "#/components/schemas/ProblemBody"}
