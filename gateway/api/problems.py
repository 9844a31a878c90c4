"""What a program is told when something cannot be done (RFC 9457): a code for it, a sentence for whoever reads the log.

Nothing of ours stands in it: no traceback, no SQL, no name of a file.
"""

import json
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field
from starlette.responses import Response

from gateway.casework.errors import CaseworkError, MovedOn, NotAllowed, NotPossible, NotSeen

MEDIA = "application/problem+json"
#: Refusals of the desk -> status and code. A case that moved on is a precondition that fails (RFC 9110, 13.1.1).
OF_DESK: Mapping[type[CaseworkError], tuple[int, str]] = {
    NotSeen: (404, "not-seen"),
    NotAllowed: (403, "not-allowed"),
    MovedOn: (412, "moved-on"),
    NotPossible: (422, "not-possible"),
}
#: Our own codes with what they mean.
MEANING: Mapping[str, str] = {
    "no-token": "the request bears no token, or one that does not hold",
    "no-scope": "the token's scopes or its person's role do not allow it",
    "not-allowed": "the person's role does not allow it here",
    "not-seen": "it does not exist, or not for this person",
    "no-such-address": "no route of the API",
    "moved-on": "somebody else changed the case: read it again",
    "name-the-version": "an act on a case needs If-Match with the ETag of the case",
    "letter-changed": "the letter is no longer the one that was previewed",
    "same-time": "two did the same at the same time: try again",
    "not-possible": "the case is not in a state for it; the sentence says what must come first",
    "not-understood": "the request is not as the description says",
    "too-large": "more than may come in at once",
    "too-fast": "too many requests; Retry-After says when to go on",
    "key-used": "the Idempotency-Key was used for something else",
    "books-away": "the database does not answer; try again later",
    "our-fault": "a fault of ours; nothing was changed",
}


class Problem(Exception):
    """Raised by what answers a route."""

    def __init__(self, status: int, code: str, sentence: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(sentence)
        self.status, self.code, self.sentence, self.headers = status, code, sentence, dict(headers or {})


class Wrong(BaseModel):
    """One place of a request that is not as it should be."""

    where: str = Field(description="Place in the request, such as `body.handler`.")
    what: str


class ProblemBody(BaseModel):
    """An answer that is a refusal (RFC 9457)."""

    type: str = Field(description=f"`urn:klachtenpost:` and one of: {', '.join(MEANING)}.")
    title: str
    status: int
    detail: str = Field(description="One sentence that says what to do, in the language of the token's person.")
    wrong: list[Wrong] | None = Field(default=None, description="With `not-understood`: what is wrong where.")


def told(
    status: int,
    code: str,
    sentence: str,
    headers: Mapping[str, str] | None = None,
    wrong: Sequence[Wrong] = (),
) -> Response:
    body: dict[str, Any] = {
        "type": f"urn:klachtenpost:{code}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": sentence,
    }
    if wrong:
        body["wrong"] = [one.model_dump() for one in wrong]
    return Response(json.dumps(body, ensure_ascii=False), status, headers=dict(headers or {}), media_type=MEDIA)


def of_desk(error: CaseworkError, sentence: str) -> Response:
    status, code = next((told for kind, told in OF_DESK.items() if isinstance(error, kind)), (409, "not-possible"))
    return told(status, code, sentence)


def not_understood(error: RequestValidationError) -> list[Wrong]:
    """Where and what, without what was sent: a log of it holds nothing about people."""
    return [
        Wrong(where=".".join(str(part) for part in one["loc"]), what=str(one["msg"])) for one in error.errors()[:50]
    ]
