"""Letters that were printed together, so that one jam of the printer does not lose count."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from gateway.store.base import Base, Key


class PrintBatch(Base):
    """One pile: a cover sheet and letters, kept as it was printed."""

    __tablename__ = "print_batches"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    office: Mapped[str] = mapped_column(String(80), index=True)
    made_by: Mapped[str] = mapped_column(String(80))
    made_at: Mapped[datetime]
    #: The PDF in `raw`, once it is made: its cover sheet bears this row's number.
    sha256: Mapped[str | None] = mapped_column(ForeignKey("raw.sha256"))
    posted_on: Mapped[date | None]


class BatchLetter(Base):
    """A letter's place in its pile. Printed once more, it lies in a later pile too."""

    __tablename__ = "batch_letters"
    __table_args__ = (UniqueConstraint("batch_id", "place"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("print_batches.id"), index=True)
    outbox_id: Mapped[int] = mapped_column(ForeignKey("outbox.id"), index=True)
    place: Mapped[int]
