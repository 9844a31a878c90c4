"""One-time codes (TOTP, RFC 6238): six digits, thirty seconds, each used once."""

import hmac
from datetime import datetime

import pyotp

STEP = 30
#: Steps that a clock may run behind or ahead (RFC 6238 5.2).
SLACK = 1


def new_secret() -> str:
    return pyotp.random_base32()


def address_for_app(secret: str, name: str, issuer: str = "klachtenpost") -> str:
    """What the QR code of an authenticator app says."""
    return pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name=issuer)


def step_of(secret: str, code: str, now: datetime, last_used: int) -> int | None:
    """The step that the code belongs to; None where it is wrong, or of a step used before (replay)."""
    digits = "".join(code.split())
    if len(digits) != 6 or not (digits.isascii() and digits.isdigit()):
        return None
    totp = pyotp.TOTP(secret)
    current = int(now.timestamp()) // STEP
    for step in range(current - SLACK, current + SLACK + 1):
        if step > last_used and hmac.compare_digest(totp.generate_otp(step), digits):
            return step
    return None
