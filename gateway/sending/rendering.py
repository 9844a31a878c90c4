"""An outgoing item as the bytes that leave: rendered, with signed addresses for answers and reports, DKIM-signed."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

import dkim
from sqlalchemy.orm import Session

from classifiers.mail.idn import ascii_domain
from classifiers.understanding import Language
from gateway.exchange.encryption import certificate_for, encrypted
from gateway.exchange.links import opened
from gateway.sending.addresses import Purpose, tagged
from gateway.sending.dkim import signed
from gateway.store.forms import restored
from gateway.store.raw import raw_bytes
from gateway.store.tables import Outbox
from outbound.draft import Draft
from outbound.mail import AttachedFile, render_mail
from routing.offices import Office


@dataclass(frozen=True, slots=True)
class Stationery:
    """What every mail of this house is written on."""

    offices: Mapping[str, Office]
    secret: bytes
    dkim_selector: str = ""
    dkim_key: bytes = b""

    def sender(self, row: Outbox) -> str:
        """Raises KeyError for an office served no longer, WrongOffice (a ValueError) for one without address."""
        return self.offices[row.office].sender(Language(row.language))

    def return_address(self, row: Outbox) -> str:
        """Where a delivery report of this item comes back to."""
        return tagged(self.secret, ascii_domain(self.sender(row)), Purpose.RETURN, row.id)

    def rendered(self, session: Session, row: Outbox, now: datetime) -> bytes:
        """Signed where we sign. Raises ValueError where the draft makes no mail."""
        content = self.unsigned(session, row)
        certificate = certificate_for(session, row)
        if certificate:
            content = encrypted(content, certificate)
        if not self.dkim_selector:
            return content
        domain = ascii_domain(self.sender(row)).rpartition("@")[2]
        try:
            return signed(content, selector=self.dkim_selector, domain=domain, key=self.dkim_key)
        except dkim.DKIMException as error:
            raise ValueError(f"it cannot be signed: {error}") from error

    def unsigned(self, session: Session, row: Outbox) -> bytes:
        """The mail as it leaves, the same bytes whenever it is asked for: its Date is when it was ready to leave
        (RFC 5322 3.6.1). Raises ValueError where the draft makes no mail.
        """
        draft = restored(Draft, row.draft)
        draft = replace(draft, text=opened(draft.text, self.secret))
        address = ascii_domain(self.sender(row))
        reply_to = tagged(self.secret, address, Purpose.REPLY, row.case_id) if row.case_id is not None else ""
        return render_mail(
            draft,
            from_name=self.offices[row.office].named(draft.language),
            from_address=address,
            message_id=row.message_id,
            date=row.not_before,
            reply_to=reply_to,
            attached=[raw_bytes(session, sha256) for sha256 in draft.attach_messages],
            files=[AttachedFile(f.name, f.content_type, raw_bytes(session, f.sha256)) for f in draft.attach_files],
            headers={"X-Loop": address},
        )
