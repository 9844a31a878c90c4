"""What a token may be narrowed to. A scope never adds to what its person may: both must allow."""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from gateway.casework.roles import Permission


class Scope(StrEnum):
    READ = "read"
    WORK = "work"
    DECIDE = "decide"
    REGISTER = "register"
    FIGURES = "figures"
    SEALED = "sealed"
    WEBHOOKS = "webhooks"


#: Scope -> permissions of the desk that it lets through.
GRANTS: Mapping[Scope, frozenset[Permission]] = {
    #: Cases, messages, outbox, tasks, transfers.
    Scope.READ: frozenset({Permission.READ}),
    #: Notes, corrections, tasks, quarantine.
    Scope.WORK: frozenset({Permission.WORK, Permission.QUARANTINE}),
    #: What has effect outside: letters, steps of the procedure, links, handlers.
    Scope.DECIDE: frozenset({Permission.DECIDE}),
    #: Bringing complaints in, and nothing about any case.
    Scope.REGISTER: frozenset({Permission.WORK}),
    Scope.FIGURES: frozenset({Permission.COORDINATE}),
    #: Sealed cases; of no use to somebody who is no sealed-channel officer.
    Scope.SEALED: frozenset({Permission.READ_SEALED}),
    Scope.WEBHOOKS: frozenset({Permission.COORDINATE}),
}
#: Scopes that are of no use alone, since they work on cases that somebody must see.
ON_CASES = frozenset({Scope.WORK, Scope.DECIDE})
SEEING = frozenset({Scope.READ, Scope.SEALED})


def granted(scopes: Iterable[Scope]) -> frozenset[Permission]:
    """All permissions that these scopes let through."""
    return frozenset({Permission.OWN_ACCOUNT}).union(*(GRANTS[scope] for scope in scopes))
