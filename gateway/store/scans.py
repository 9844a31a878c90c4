"""What people typed over from the pictures of scans that no machine could read."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from gateway.store.base import Base


class TypedScan(Base):
    """The words of one arrival that is a scan; the picture stays what it is."""

    __tablename__ = "typed_scans"

    inbox_id: Mapped[int] = mapped_column(ForeignKey("inbox.id"), primary_key=True)
    text: Mapped[str]
    #: Login name.
    typed_by: Mapped[str] = mapped_column(String(80))
    typed_at: Mapped[datetime]
