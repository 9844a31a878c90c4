"""Passwords as argon2id hashes. Checking takes the same time whether or not there is such an account."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

#: NIST SP 800-63B asks at least 8, 15 where it stands alone; no rules on sorts of characters.
SHORTEST = 12
#: Longer ones would only cost time.
LONGEST = 200

_HASHER = PasswordHasher()
#: What is checked where there is nothing to check.
_NOBODY = _HASHER.hash("there is no such account")


def hashed(password: str) -> str:
    """The hash to keep. Raises ValueError with a sentence where the password is too short or too long."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise ValueError(f"a password has {SHORTEST} to {LONGEST} characters")
    return _HASHER.hash(password)


def fits(password: str, stored: str) -> bool:
    """Whether the password is the one behind `stored`; "" is nobody's, at the same cost."""
    try:
        return _HASHER.verify(stored or _NOBODY, password[: LONGEST + 1]) and bool(stored)
    except (VerificationError, InvalidHashError):
        return False


def outdated(stored: str) -> bool:
    """Whether it was made with weaker parameters than today's."""
    return _HASHER.check_needs_rehash(stored)
