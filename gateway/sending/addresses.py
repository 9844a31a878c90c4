"""Signed addresses: a reply finds its case, a delivery report its item, and neither can be guessed.

`klachten+r2f-<mac>@...` is where answers go, `klachten+b3k-<mac>@...` is the envelope sender (VERP, RFC 3834 4 and 5).
The mac is 80 bits of HMAC-SHA256 over purpose and number, in base32 so that it survives case folding.
"""

import base64
import hashlib
import hmac
from dataclasses import dataclass
from enum import StrEnum

DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
MAC_LENGTH = 16


class Purpose(StrEnum):
    #: The number is a case's.
    REPLY = "r"
    #: The number is an outbox item's.
    RETURN = "b"


@dataclass(frozen=True, slots=True)
class Token:
    purpose: Purpose
    number: int


def tagged(secret: bytes, address: str, purpose: Purpose, number: int) -> str:
    """`address` with a signed tag, e.g. "klachten+r2f-abcdefghijklmnop@example.org"."""
    local, _, domain = address.rpartition("@")
    return f"{local}+{purpose}{base36(number)}-{mac(secret, purpose, number)}@{domain}"


def read_token(secret: bytes, address: str) -> Token | None:
    """What the tag of `address` proves; None where it has none or a forged one."""
    shape = _shape(address)
    if shape is None:
        return None
    purpose, number, given = shape
    genuine = hmac.compare_digest(mac(secret, purpose, number).encode(), given.encode("utf-8", "replace"))
    return Token(purpose, number) if genuine else None


def looks_tagged(address: str) -> bool:
    """Whether a gateway such as ours made this address, whoever's it is: no person writes from one."""
    return _shape(address) is not None


def _shape(address: str) -> tuple[Purpose, int, str] | None:
    """Purpose, number and mac that the tag claims."""
    local = address.rpartition("@")[0].casefold()
    head, _, given = local.rpartition("+")[2].rpartition("-")
    if "+" not in local or len(given) != MAC_LENGTH or head[:1] not in tuple(Purpose) or not 1 < len(head) <= 14:
        return None
    if any(digit not in DIGITS for digit in head[1:]):
        return None
    return Purpose(head[0]), int(head[1:], 36), given


def mac(secret: bytes, purpose: Purpose, number: int) -> str:
    digest = hmac.new(secret, f"address:{purpose}:{number}".encode(), hashlib.sha256).digest()
    return base64.b32encode(digest[:10]).decode("ascii").lower()


def message_id(secret: bytes, dedupe_key: str, domain: str) -> str:
    """The Message-ID of an item, the same however often it is sent; without angle brackets."""
    digest = hmac.new(secret, f"message-id:{dedupe_key}".encode(), hashlib.sha256).digest()
    return f"{base64.b32encode(digest[:15]).decode('ascii').lower()}@{domain}"


def base36(number: int) -> str:
    digits = ""
    while number:
        number, rest = divmod(number, 36)
        digits = DIGITS[rest] + digits
    return digits or "0"
