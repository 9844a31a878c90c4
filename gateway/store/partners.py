"""Tables of the exchange with partner services: directory, keys, transfers, fingerprints, talks."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from gateway.store.base import Base, Key


class HouseKey(Base):
    """A signing key of one of our offices; the private part is sealed under the installation's secret."""

    __tablename__ = "house_keys"

    key_id: Mapped[str] = mapped_column(String(16), primary_key=True)
    office: Mapped[str] = mapped_column(String(80), index=True)
    public: Mapped[bytes] = mapped_column(LargeBinary)
    sealed_private: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime]
    #: From then on it signs nothing; partners drop it when told.
    ended_at: Mapped[datetime | None]


class HouseCertificate(Base):
    """A certificate (S/MIME) or public key (OpenPGP) under which partners encrypt to an office of ours.

    The private part is sealed as that of other keys.
    """

    __tablename__ = "house_certificates"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    office: Mapped[str] = mapped_column(String(80), index=True)
    certificate: Mapped[str]
    sealed_private: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime]


class Partner(Base):
    """A service we exchange with. Nothing is sent before a person verified its address."""

    __tablename__ = "partners"

    #: House id: the catalogue id of the service.
    id: Mapped[str] = mapped_column(String(80), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    mail: Mapped[str] = mapped_column(String(320), index=True)
    #: HTTPS address for documents; empty where mail is the only road.
    push_url: Mapped[str] = mapped_column(String(500), default="")
    #: Pinned certificate (PEM, for S/MIME) or OpenPGP key (armored) under which mail to it is encrypted; empty: it
    #: travels as other mail.
    certificate: Mapped[str] = mapped_column(default="")
    #: One that an administrator entered and another one has not confirmed yet, and who entered it.
    offered_certificate: Mapped[str] = mapped_column(default="")
    offered_by: Mapped[str] = mapped_column(String(80), default="")
    language: Mapped[str] = mapped_column(String(2), default="nl")
    #: Catalogue ids of the bodies whose complaints it takes; empty: as the catalogue says.
    takes: Mapped[list[Any]] = mapped_column(default=list)
    #: Who entered the addresses as they stand.
    entered_by: Mapped[str] = mapped_column(String(80), default="")
    verified_by: Mapped[str | None] = mapped_column(String(80))
    verified_at: Mapped[datetime | None]
    #: When something of it last reached us, and what last went wrong, in words.
    heard_at: Mapped[datetime | None]
    trouble: Mapped[str] = mapped_column(default="")
    #: Nothing new leaves to it, and nothing by itself, until somebody resumes.
    paused_by: Mapped[str | None] = mapped_column(String(80))
    paused_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]

    @property
    def open(self) -> bool:
        """Whether something new may leave to it."""
        return self.verified_by is not None and self.paused_at is None and self.ended_at is None


class PartnerKey(Base):
    """A public key of a partner, pinned by a person who compared it over another road.

    Nothing signed with it is believed before it is confirmed.
    """

    __tablename__ = "partner_keys"
    __table_args__ = (UniqueConstraint("partner_id", "key_id"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    partner_id: Mapped[str] = mapped_column(ForeignKey("partners.id"), index=True)
    key_id: Mapped[str] = mapped_column(String(16))
    public: Mapped[bytes] = mapped_column(LargeBinary)
    pinned_by: Mapped[str] = mapped_column(String(80))
    pinned_at: Mapped[datetime]
    confirmed_by: Mapped[str | None] = mapped_column(String(80))
    ended_at: Mapped[datetime | None]


class PartnerLog(Base):
    """What people did with the directory and with keys of ours: never changed, never erased."""

    __tablename__ = "partner_log"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    #: House id, of a partner or of an office of ours.
    house: Mapped[str] = mapped_column(String(80), index=True)
    by: Mapped[str] = mapped_column(String(80))
    at: Mapped[datetime]
    #: Code: gateway.exchange.directory.Did
    what: Mapped[str] = mapped_column(String(24))
    #: Address, key id or fingerprint, and how it was checked.
    detail: Mapped[str] = mapped_column(default="")


class TransferRow(Base):
    """A case handed to a partner, or received from one, and how the handshake stands."""

    __tablename__ = "transfers"
    __table_args__ = (
        UniqueConstraint("direction", "partner_id", "document_id"),
        Index("ix_transfers_due", "state", "due"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    #: out, in
    direction: Mapped[str] = mapped_column(String(3))
    office: Mapped[str] = mapped_column(String(80))
    partner_id: Mapped[str] = mapped_column(ForeignKey("partners.id"), index=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    document_id: Mapped[str] = mapped_column(String(64), index=True)
    #: States of outbound.exchange.handshake.TransferState.
    state: Mapped[str] = mapped_column(String(16))
    #: The body of the document, with the hops so far.
    body: Mapped[dict[str, Any]]
    their_reference: Mapped[str] = mapped_column(String(80), default="")
    ground: Mapped[str] = mapped_column(String(40), default="")
    text: Mapped[str] = mapped_column(default="")
    decided_by: Mapped[str] = mapped_column(String(80))
    created_at: Mapped[datetime]
    #: Last step of the handshake.
    changed_at: Mapped[datetime]
    #: Day by which we want the next word of the partner, or owe him ours.
    due: Mapped[date | None]
    #: Reminders sent so far.
    reminders: Mapped[int] = mapped_column(default=0)


class ExchangeDocument(Base):
    """Every document that reached us, taken or refused: the same id again is a duplicate or a forgery."""

    __tablename__ = "exchange_documents"
    __table_args__ = (UniqueConstraint("sender", "document_id", "sha256"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    sender: Mapped[str] = mapped_column(String(100))
    document_id: Mapped[str] = mapped_column(String(64))
    sha256: Mapped[str] = mapped_column(String(64))
    type: Mapped[str] = mapped_column(String(16), default="")
    #: "taken", or the code of the refusal.
    outcome: Mapped[str] = mapped_column(String(24))
    text: Mapped[str] = mapped_column(default="")
    received_at: Mapped[datetime]


class Circle(Base):
    """Partners that agreed to compare fingerprints, and the key they share."""

    __tablename__ = "circles"

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    office: Mapped[str] = mapped_column(String(80))
    partners: Mapped[list[Any]]
    sealed_key: Mapped[bytes] = mapped_column(LargeBinary)
    agreed_by: Mapped[str] = mapped_column(String(80))
    agreed_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class OwnMark(Base):
    """Marks of one of our cases, so that a partner's list is compared without making them again.

    A case that must not be told, or whose complainant is known in no way, has one row with an empty value.
    """

    __tablename__ = "own_marks"
    __table_args__ = (
        UniqueConstraint("case_id", "circle_id", "quarter", "value"),
        Index("ix_own_marks_value", "value"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    circle_id: Mapped[str] = mapped_column(ForeignKey("circles.id"))
    quarter: Mapped[str] = mapped_column(String(6))
    value: Mapped[str] = mapped_column(String(24))
    mark: Mapped[dict[str, Any]]
    #: Under which partners know the case in this quarter; nothing can be read from it.
    handle: Mapped[str] = mapped_column(String(32), index=True)
    made_at: Mapped[datetime]
    #: When it went to the partners of the circle.
    told_at: Mapped[datetime | None]


class PartnerMark(Base):
    """Marks that a partner sent. Without a match they mean nothing to us."""

    __tablename__ = "partner_marks"
    __table_args__ = (
        UniqueConstraint("partner_id", "circle_id", "handle", "quarter", "value"),
        Index("ix_partner_marks_value", "value"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    partner_id: Mapped[str] = mapped_column(ForeignKey("partners.id"))
    circle_id: Mapped[str] = mapped_column(ForeignKey("circles.id"))
    handle: Mapped[str] = mapped_column(String(80))
    quarter: Mapped[str] = mapped_column(String(6))
    value: Mapped[str] = mapped_column(String(24))
    mark: Mapped[dict[str, Any]]
    received_at: Mapped[datetime]


class TalkRow(Base):
    """The talk of two houses about who is best placed for a complaint both have."""

    __tablename__ = "talks"
    __table_args__ = (UniqueConstraint("case_id", "partner_id", "their_handle"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    partner_id: Mapped[str] = mapped_column(ForeignKey("partners.id"))
    own_handle: Mapped[str] = mapped_column(String(80))
    their_handle: Mapped[str] = mapped_column(String(80))
    #: "found", then the states of outbound.exchange.talk.TalkState.
    state: Mapped[str] = mapped_column(String(16))
    best_placed: Mapped[str] = mapped_column(String(80), default="")
    #: Resemblance of the texts in per cent, bodies and months in common.
    likeness: Mapped[dict[str, Any]]
    text: Mapped[str] = mapped_column(default="")
    changed_at: Mapped[datetime]


class AnswerLink(Base):
    """A one-time link with which a partner without software answers a transfer; only its hash is kept."""

    __tablename__ = "answer_links"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    transfer_id: Mapped[int] = mapped_column(ForeignKey("transfers.id"), index=True)
    #: Random; with the installation's secret, which is not in the books, it makes the link again.
    number: Mapped[str] = mapped_column(String(22))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    #: Answered, or ended because the answer came by another road.
    used_at: Mapped[datetime | None]
