"""A delivery report as read."""

from dataclasses import dataclass
from enum import StrEnum


class Action(StrEnum):
    """RFC 3464 2.3.3, the gravest first."""

    FAILED = "failed"
    DELAYED = "delayed"
    RELAYED = "relayed"
    EXPANDED = "expanded"
    DELIVERED = "delivered"


class Reason(StrEnum):
    """Why it did not arrive, in the classes that staff act upon."""

    UNKNOWN_USER = "unknown-user"
    MAILBOX_DISABLED = "mailbox-disabled"
    MAILBOX_FULL = "mailbox-full"
    DOMAIN_NOT_FOUND = "domain-not-found"
    NETWORK = "network"
    EXPIRED = "expired"
    TOO_LARGE = "too-large"
    SPAM_REFUSED = "spam-refused"
    SENDER_BLOCKED = "sender-blocked"
    AUTHENTICATION = "authentication"
    VIRUS = "virus"
    RATE = "rate"
    GREYLISTED = "greylisted"
    LOOP = "loop"
    ENCRYPTION = "encryption"
    POLICY = "policy"
    SYSTEM = "system"
    #: Delivered or passed on: there is nothing to explain.
    NONE = "none"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Recipient:
    """What is said of one recipient."""

    #: Lower case; empty where the report does not tell.
    address: str
    action: Action
    #: Enhanced status (RFC 3463), e.g. "5.1.1"; empty where none is given.
    status: str
    reason: Reason
    #: The reporting system's own words, one line.
    diagnostic: str = ""

    @property
    def permanent(self) -> bool:
        """Trying again is of no use. The status class decides over the SMTP code (RFC 3464 2.3.4)."""
        return self.action is Action.FAILED


@dataclass(frozen=True, slots=True)
class DeliveryReport:
    """One report. It proves nothing by itself: only a signed return address tells that it speaks of our item."""

    #: At least one; several where the mail had several recipients.
    recipients: tuple[Recipient, ...]
    #: Addresses the report came to, our signed return address among them (VERP).
    returned_to: tuple[str, ...]
    #: Message-IDs of ours it speaks of, without brackets, the surest first.
    original_ids: tuple[str, ...]
    #: ENVID of the original (RFC 3461 4.4).
    envelope_id: str
    reporting_mta: str
    #: Whether it came with machine-readable fields.
    standard: bool

    @property
    def gravest(self) -> Recipient:
        order = list(Action)
        return min(self.recipients, key=lambda recipient: order.index(recipient.action))

    @property
    def action(self) -> Action:
        return self.gravest.action

    @property
    def status(self) -> str:
        return self.gravest.status

    @property
    def reason(self) -> Reason:
        return self.gravest.reason
