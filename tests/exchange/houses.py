"""Two houses with books of their own, and the mail between them, so that a test reads like their correspondence."""

from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from pathlib import Path

from sqlalchemy import select

from gateway.assemble import Gateway, assemble
from gateway.casework.acts import Act
from gateway.casework.roles import Person, Role
from gateway.exchange import directory
from gateway.exchange.house import House
from gateway.exchange.keys import shown, signing_key
from gateway.intake.arrivals import Arrival, take_in
from gateway.pipeline.worker import Worker
from gateway.sending.rendering import Stationery
from gateway.settings import DatabaseSettings, OfficeSettings, Settings, WorkerSettings
from gateway.store.tables import Case, Inbox, Outbox
from outbound.exchange.document import raw_key

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
COMPLAINT = (
    "Goedendag,\n\nIk heb al drie keer contact opgenomen met parking.brussels over mijn bewonerskaart, maar krijg geen "
    "antwoord. Op 3 februari 2026 vroeg ik de kaart aan en sindsdien betaal ik elke dag zelf. Ik ben heel ontevreden.\n\n"
    "An Peeters\nKerkstraat 4\n1000 Brussel\n"
)


@dataclass(slots=True)
class Town:
    """One gateway with one office, worked by hand."""

    gateway: Gateway
    now: datetime = NOW

    @property
    def office_id(self) -> str:
        return self.gateway.offices[0].id

    @property
    def address(self) -> str:
        return self.gateway.offices[0].addresses[0]

    @property
    def house(self) -> House:
        return House(self.gateway.offices[0], self.gateway.offices, self.gateway.catalogue, self.gateway.secret)

    @property
    def act(self) -> Act:
        return Act(Person("lien", "Lien Maes", "nl", ((self.office_id, Role.COORDINATOR),)), self.now)

    def receive(self, content: bytes, sender: str, to: str = "") -> int:
        with self.gateway.store.session() as session:
            arrival = Arrival(content, "smtp", self.now, envelope_from=sender, envelope_to=(to or self.address,))
            number = take_in(session, arrival)
        with self.gateway.reading() as reading:
            Worker(self.gateway.store, reading, self.gateway.desk, lambda: self.now, patient=False).work()
        with self.gateway.store.reading() as session:
            row = session.get_one(Inbox, number)
            assert row.status in ("done", "set-aside"), row.reason
        return number

    def mails_to(self, address: str) -> list[bytes]:
        """What is ready to leave for an address, as the bytes that would leave; each is given once."""
        with self.gateway.store.session() as session:
            stationery = Stationery({o.id: o for o in self.gateway.offices}, self.gateway.secret)
            rows = session.scalars(select(Outbox).where(Outbox.state == "queued", Outbox.to_address == address)).all()
            mails = []
            for row in rows:
                mails.append(stationery.rendered(session, row, self.now))
                row.state = "sent"
            return mails

    def case(self, number: int) -> Case:
        """The case of an arrival."""
        with self.gateway.store.reading() as session:
            row = session.get_one(Inbox, number)
            assert row.case_id is not None
            return session.get_one(Case, row.case_id)

    def key(self) -> str:
        with self.gateway.store.session() as session:
            public = signing_key(session, self.office_id, self.gateway.secret, self.now).public_key()
        return shown(raw_key(public))

    def befriend(self, other: "Town") -> None:
        """A person enters the other house, checks its address and pins its key."""
        with self.gateway.store.session() as session:
            entry = directory.Entry(other.office_id, other.gateway.offices[0].named("nl"), other.address)  # type: ignore[arg-type]
            directory.enter(session, entry, "lien", self.now)
            directory.verify(session, other.office_id, "lien", self.now)
            directory.pin(session, other.office_id, other.key(), "lien", self.now)


def town(folder: Path, office: str, url: str = "") -> Town:
    settings = Settings(
        home=folder,
        offices=OfficeSettings(serve=(office,)),
        database=DatabaseSettings(url or "sqlite:///books.db"),
        worker=WorkerSettings(processes=0),
    )
    return Town(assemble(settings))


def complaint(text: str = COMPLAINT, sender: str = "an.peeters@example.org") -> bytes:
    mail = EmailMessage()
    mail["From"] = f"An Peeters <{sender}>"
    mail["To"] = "klachten@vlaamseombudsdienst.be"
    mail["Subject"] = "Bewonerskaart blijft uit"
    mail["Date"] = "Mon, 02 Mar 2026 09:58:00 +0100"
    mail["Message-ID"] = "<een@example.org>"
    mail.set_content(text)
    return mail.as_bytes()


def files_of(content: bytes) -> list[str]:
    return [name for part in message_from_bytes(content).walk() if (name := part.get_filename())]
