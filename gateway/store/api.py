"""Tables of the API: tokens of programs, requests that may come twice, and addresses that are told of events."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from gateway.store.base import Base, Key


class ApiToken(Base):
    """What a program may do in the name of a person. Only the hash is kept, and the row for ever: the log names it."""

    __tablename__ = "api_tokens"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    #: Name of the program, as whoever made the token calls it.
    client: Mapped[str] = mapped_column(String(80))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    scopes: Mapped[list[Any]]
    #: The only office it works for; None: every office of its person.
    office: Mapped[str | None] = mapped_column(String(80))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


class ApiRequest(Base):
    """A complaint that a program brought in under a key of its own: the same key again is the same complaint."""

    __tablename__ = "api_requests"
    __table_args__ = (UniqueConstraint("token_id", "key"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    token_id: Mapped[int] = mapped_column(ForeignKey("api_tokens.id"))
    key: Mapped[str] = mapped_column(String(200))
    #: sha256 of what was sent.
    digest: Mapped[str] = mapped_column(String(64))
    inbox_id: Mapped[int] = mapped_column(ForeignKey("inbox.id"), index=True)
    at: Mapped[datetime]


class Webhook(Base):
    """An address that is told of steps in cases of an office, each call signed."""

    __tablename__ = "webhooks"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    office: Mapped[str] = mapped_column(String(80), index=True)
    url: Mapped[str] = mapped_column(String(500))
    #: Steps of history; none means every step.
    events: Mapped[list[Any]]
    #: Whether it is told of sealed cases too.
    sealed: Mapped[bool] = mapped_column(default=False)
    #: What signs, readable only with the installation's secret.
    secret: Mapped[bytes] = mapped_column(LargeBinary)
    created_by: Mapped[str] = mapped_column(String(80))
    created_at: Mapped[datetime]
    #: on, paused, ended
    state: Mapped[str] = mapped_column(String(8), default="on")
    #: Calls that failed since the last one that did not.
    failures: Mapped[int] = mapped_column(default=0)
    #: The last entry of history when it was made: it is told of what comes after.
    starts_after: Mapped[int] = mapped_column(Key)
    #: How far history was looked through; younger entries may still come in below it.
    seen_to: Mapped[int] = mapped_column(Key)
    #: The node that holds it calls alone.
    lease_until: Mapped[datetime | None]


class WebhookDelivery(Base):
    """One event for one address."""

    __tablename__ = "webhook_deliveries"
    __table_args__ = (
        UniqueConstraint("webhook_id", "history_id"),
        Index("ix_webhook_deliveries_waiting", "webhook_id", "state", "history_id"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    webhook_id: Mapped[int] = mapped_column(ForeignKey("webhooks.id"))
    history_id: Mapped[int] = mapped_column(ForeignKey("history.id"))
    #: waiting, delivered, withheld (the case was sealed meanwhile)
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    attempts: Mapped[int] = mapped_column(default=0)
    not_before: Mapped[datetime]
    #: What came of the last call: the status, or why there was none.
    outcome: Mapped[str] = mapped_column(String(80), default="")
    delivered_at: Mapped[datetime | None]
