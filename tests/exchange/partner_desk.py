"""The desk of a house with a partner in its directory, and what the partner's own gateway would send it."""

import secrets
from datetime import date
from email.message import EmailMessage
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import select

from gateway.exchange import directory
from gateway.exchange.keys import shown
from gateway.sending.rendering import Stationery
from gateway.store.engine import Store
from gateway.store.tables import Outbox
from outbound.exchange.document import Document, DocumentType, raw_key, sign
from outbound.exchange.transfer import Asked, Hop, Transfer, to_body
from tests.desk.open_desk import OMBUDS, OpenDesk, mail, open_desk

URL = "http://desk.test"
PARTNER = "ombuds-brussel"
PARTNER_MAIL = "klachten@ombuds.brussels"
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))


def desk_with_partner(store: Store, home: Path, *, language: str = "fr", key: bool = True, url: str = URL) -> OpenDesk:
    """One complaint has come in; a colleague is in the directory, checked by a person."""
    desk = open_desk(store, home, url=url)
    with store.session() as session:
        entry = directory.Entry(PARTNER, "Ombuds Brussel", PARTNER_MAIL, language=language)
        directory.enter(session, entry, "bea", desk.now)
        directory.verify(session, PARTNER, "an", desk.now)
        if key:
            directory.pin(session, PARTNER, shown(raw_key(KEY.public_key())), "an", desk.now)
    desk.mails(mail())
    return desk


def transfer_mail(
    desk: OpenDesk, key: Ed25519PrivateKey = KEY, *, hops: tuple[Hop, ...] = (), number: str = ""
) -> bytes:
    """A transfer of the partner to us, signed with `key`."""
    own = Hop(PARTNER, "OM.2026.015", date(2026, 2, 20), date(2026, 3, 3))
    transfer = Transfer(
        reference="OM.2026.015",
        first_received=date(2026, 2, 20),
        hops=(*hops, own),
        asked=Asked.TAKE_OVER,
        reason="De VDAB is een Vlaamse dienst.",
        description="Mijn opleiding bij de VDAB is zonder uitleg geschrapt.",
        person={"name": "Jan Claes", "email": "jan.claes@voorbeeld.be", "language": "nl"},
        bodies=("vdab",),
        body_names=("VDAB",),
        reply_mail=PARTNER_MAIL,
    )
    document = Document(
        DocumentType.TRANSFER, number or secrets.token_urlsafe(18), PARTNER, OMBUDS, desk.now, to_body(transfer)
    )
    message = EmailMessage()
    message["From"] = f"Ombuds Brussel <{PARTNER_MAIL}>"
    message["To"] = "klachten@vlaamseombudsdienst.be"
    message["Subject"] = "Een klacht die voor u bestemd is [OM.2026.015]"
    message["Message-ID"] = f"<{secrets.token_hex(8)}@ombuds.brussels>"
    message["Date"] = "Wed, 04 Mar 2026 09:30:00 +0100"
    message.set_content("Beste collega's,\n\nWij ontvingen een klacht die volgens ons bij u hoort.\n")
    message.add_attachment(
        sign(document, key), maintype="application", subtype="json", filename="klachtenpost-transfer.json"
    )
    return message.as_bytes()


def sent_to(desk: OpenDesk, address: str) -> list[str]:
    """The mails to an address, as they would leave: the plain text of each."""
    stationery = Stationery({office.id: office for office in desk.gateway.offices}, desk.gateway.secret)
    with desk.store.session() as session:
        rows = session.scalars(
            select(Outbox).where(Outbox.to_address == address, Outbox.state == "queued").order_by(Outbox.id)
        ).all()
        return [stationery.rendered(session, row, desk.now).decode("utf-8", "replace") for row in rows]
