"""Mails as people have them on disk: files, folders (in name order), mbox files, and standard input."""

import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from gateway.errors import GatewayError, WrongCall

#: The line with which an mbox file begins each mail: "From sender weekday month day hh:mm:ss year" (RFC 4155).
MBOX_START = re.compile(rb"(?:\A|(?<=\n\n)|(?<=\n\r\n))From [^\r\n]{1,200}\d\d:\d\d[^\r\n]{0,60}\r?\n")
#: mboxrd: a line of the mail that began with "From " was given one ">" more.
MBOX_QUOTED = re.compile(rb"^>(>*From )", re.MULTILINE)
#: Files that lie between mails in a folder and are none.
NO_MAILS = frozenset({".json", ".jsonl", ".md", ".toml", ".csv", ".py", ".log"})
STANDARD_INPUT = "-"


@dataclass(frozen=True, slots=True)
class Found:
    """One mail: the name it is reported under, and its raw bytes, or why they could not be read."""

    name: str
    content: bytes
    fault: str = ""


def mails(paths: Sequence[str]) -> Iterator[Found]:
    """Every mail of the paths, in order, one at a time. Raises WrongCall before the first for a path that is not."""
    for path in paths:
        if path != STANDARD_INPUT and not Path(path).exists():
            raise WrongCall(f"{path} does not exist")
    for path in paths:
        if path == STANDARD_INPUT:
            yield from _split(STANDARD_INPUT, sys.stdin.buffer.read())
        else:
            for file in _files(Path(path)):
                yield from _mails_of(file)


def one_mail(path: str) -> Found:
    """The only mail at a path. Raises GatewayError where there is none or more than one."""
    found = list(mails([path]))
    if len(found) != 1:
        raise GatewayError(f"{path} holds {len(found)} mails; give one")
    if found[0].fault:
        raise GatewayError(f"{path} cannot be read: {found[0].fault}")
    return found[0]


def _files(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return
    for inner in sorted(path.iterdir(), key=lambda p: p.name):
        if inner.name.startswith("."):
            continue
        if inner.is_dir():
            yield from _files(inner)
        elif inner.suffix.lower() not in NO_MAILS:
            yield inner


def _mails_of(file: Path) -> Iterator[Found]:
    try:
        content = file.read_bytes()
    except OSError as error:
        yield Found(file.name, b"", error.strerror or "it cannot be opened")
        return
    yield from _split(file.name, content)


def _split(name: str, content: bytes) -> Iterator[Found]:
    """One mail, or those of an mbox, numbered from 1."""
    starts = [] if not content.startswith(b"From ") else list(MBOX_START.finditer(content))
    if not starts:
        yield Found(name, content)
        return
    ends = [*(start.start() for start in starts[1:]), len(content)]
    for number, (start, end) in enumerate(zip(starts, ends, strict=True), 1):
        one = MBOX_QUOTED.sub(rb"\1", content[start.end() : end])
        yield Found(f"{name}:{number}" if len(starts) > 1 else name, one)
