"""What people are told when an act cannot be done.

CaseworkError
├── NotSeen         the case does not exist, or not for this person: never told apart
├── NotAllowed      this person may not
├── MovedOn         somebody else changed the case meanwhile
└── NotPossible     the case is not in a state for it; the text says what must come first
"""


class CaseworkError(Exception):
    """Base. The text is shown to staff as it is."""

    status = 409


class NotSeen(CaseworkError):
    status = 404


class NotAllowed(CaseworkError):
    status = 403


class MovedOn(CaseworkError):
    status = 409


class NotPossible(CaseworkError):
    status = 422
