"""Addresses and parameters of MAIL and RCPT, as RFC 5321 4.1.2 and RFC 6531 3.3 write them; all else is refused."""

import re
from dataclasses import dataclass

from classifiers.mail.idn import ascii_domain

#: Bytes of an address: 64 before the @, 255 behind it.
LONGEST = 320

ARGUMENT = re.compile(
    r'(?P<verb>FROM|TO): ?<(?P<path>(?:"(?:[^"\\]|\\.)*"|[^<>"])*)>(?: +(?P<parameters>\S.*?))? *', re.I
)
#: `<@a,@b:c@d>`: the route is read and forgotten (RFC 5321 4.1.1.3, appendix C).
ROUTE = re.compile(r"@[A-Za-z0-9.\-]+(?:,@[A-Za-z0-9.\-]+)*:")
LOCAL = r'(?:[^\s@"<>(),:;\[\]\\]+|"(?:[^"\\]|\\.)*")'
ADDRESS = re.compile(
    rf"(?P<local>{LOCAL})@(?P<domain>[A-Za-z0-9_](?:[A-Za-z0-9._\-]*[A-Za-z0-9_])?|\[[A-Za-z0-9.:\-]+\])"
)
PARAMETER = re.compile(r"(?P<name>[A-Za-z0-9][A-Za-z0-9\-]*)(?:=(?P<value>[^\s=]+))?")


#: Unseen, but part of words in some scripts.
JOINERS = "\u200c\u200d"


@dataclass(frozen=True, slots=True)
class Path:
    #: Without brackets and route; "" is the null path.
    address: str
    parameters: dict[str, str | None]


def read_path(argument: str, verb: str) -> Path | None:
    """What stands behind MAIL or RCPT; None where it breaks the grammar. The address is not judged yet."""
    found = ARGUMENT.fullmatch(argument)
    if found is None or found["verb"].upper() != verb:
        return None
    parameters: dict[str, str | None] = {}
    for word in (found["parameters"] or "").split():
        parameter = PARAMETER.fullmatch(word)
        if parameter is None or parameter["name"].upper() in parameters:
            return None
        parameters[parameter["name"].upper()] = parameter["value"]
    path = found["path"]
    route = ROUTE.match(path)
    return Path(path[route.end() :] if route else path, parameters)


def is_address(text: str) -> bool:
    """Whether it is a whole address; quoted local parts, address literals and letters of any script are."""
    return (
        len(text.encode("utf-8", "surrogateescape")) <= LONGEST
        and all(letter.isprintable() or letter in JOINERS for letter in text)
        and ADDRESS.fullmatch(ascii_domain(text)) is not None
    )


def split(address: str) -> tuple[str, str]:
    """Local part without its quotes, and domain, both in lower case."""
    local, _, domain = address.rpartition("@")
    if local.startswith('"') and local.endswith('"') and len(local) > 1:
        local = re.sub(r"\\(.)", r"\1", local[1:-1])
    return local.casefold(), domain.casefold()
