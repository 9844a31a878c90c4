"""Forms as they come in: bounded before they are read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from starlette.datastructures import UploadFile
from starlette.requests import Request

#: A draft with quotations, a note, a scan of some pages.
MOST_TEXT = 1_000_000
MOST_FILES = 40_000_000
MOST_FIELDS = 2_000


class TooLarge(Exception):
    """More than any form of ours sends."""


@dataclass(frozen=True, slots=True)
class Form:
    fields: Mapping[str, Sequence[str]]
    files: Mapping[str, tuple[str, bytes]]


async def read_form(request: Request) -> Form:
    """The fields and files of a form. Raises TooLarge."""
    multipart = request.headers.get("content-type", "").startswith("multipart/form-data")
    size = request.headers.get("content-length", "")
    if not size.isdecimal() or int(size) > (MOST_FILES if multipart else MOST_TEXT):
        raise TooLarge
    fields: dict[str, list[str]] = {}
    files: dict[str, tuple[str, bytes]] = {}
    async with request.form(max_files=10, max_fields=MOST_FIELDS, max_part_size=MOST_TEXT) as form:
        for name, value in form.multi_items():
            if isinstance(value, UploadFile):
                content = await value.read()
                if content:
                    files[name] = (value.filename or "", content)
            else:
                fields.setdefault(name, []).append(value)
    return Form(fields, files)


async def read_bytes(request: Request, most: int) -> bytes:
    """The body as it comes. Raises TooLarge before more than `most` bytes are held."""
    size = request.headers.get("content-length", "")
    if size.isdecimal() and int(size) > most:
        raise TooLarge
    held = bytearray()
    async for piece in request.stream():
        held += piece
        if len(held) > most:
            raise TooLarge
    return bytes(held)
