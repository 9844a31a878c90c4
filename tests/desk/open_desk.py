"""A desk over fresh books: mails come in as the worker takes them in, people are signed in by their cookie."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient
from sqlalchemy import select

from gateway.assemble import Gateway
from gateway.cli.ingest import work_through
from gateway.desk import build_app
from gateway.desk.signin import sessions
from gateway.intake.arrivals import Arrival, take_in_all
from gateway.settings import DeskSettings, OfficeSettings, Settings, WorkerSettings
from gateway.store.desk import User, UserRole
from gateway.store.engine import Store
from gateway.store.tables import Case
from routing.catalogue import Catalogue, load_catalogue
from routing.offices import Office, load_offices

NOW = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
OMBUDS = "vlaamse-ombudsdienst"
FIRST_LINE = "vdab"
TOWN = "gemeente-gent"
ROUTINE = """Geachte,

Ik dien klacht in over De Lijn. Op 12 februari 2026 reed bus 5 mij aan de halte Zuid in Gent voorbij, hoewel ik stond
te zwaaien. Ik kwam daardoor een uur te laat op mijn werk. Ik heb dit eerst bij De Lijn gemeld op 14 februari, maar
kreeg een antwoord waarmee ik niet akkoord ga: volgens hen was ik er niet.

Ik vraag excuses en terugbetaling van mijn taxi.

Met vriendelijke groeten,
Katrien Verhaegen
Kortrijksesteenweg 118 bus 2
9000 Gent
0478 12 34 56
"""

CASE = f"/cases/{OMBUDS}/2026-0001"
TOWN_CASE = f"/cases/{TOWN}/2026-0001"
TOWN_MAIL = ROUTINE.replace("De Lijn", "de stad Gent").replace(
    "reed bus 5 mij aan de halte Zuid in Gent voorbij, hoewel ik stond\nte zwaaien",
    "kreeg ik aan het loket geen hulp bij mijn aanvraag",
)


@cache
def house(serve: tuple[str, ...]) -> tuple[tuple[Office, ...], Catalogue]:
    catalogue = load_catalogue()
    return load_offices(serve, catalogue), catalogue


@dataclass(slots=True)
class OpenDesk:
    store: Store
    gateway: Gateway
    app: Any
    now: datetime = NOW
    clients: dict[str, TestClient] = field(default_factory=dict)

    def later(self, **span: float) -> None:
        self.now += timedelta(**span)

    def mails(self, *mails: bytes, office: str | None = None) -> None:
        """Arrivals that the worker has worked through."""
        with self.store.session() as session:
            take_in_all(session, [Arrival(mail, "smtp", self.now, office=office) for mail in mails])
        work_through(self.gateway, self.now)

    def person(self, name: str, *roles: tuple[str, str], language: str = "en") -> TestClient:
        """Somebody with these roles, signed in."""
        with self.store.session() as session:
            user = User(name=name, full_name=name.title(), language=language, created_at=self.now, totp_secret="x")
            session.add(user)
            session.flush()
            session.add_all(UserRole(user_id=user.id, office=office, role=role) for office, role in roles)
            token = sessions.start(session, user, self.now)
        client = TestClient(self.app, base_url="http://desk.test", cookies={"klachtenpost": token})
        self.clients[name] = client
        return client

    def case(self, number: int = 0) -> Case:
        with self.store.reading() as session:
            found = session.scalars(select(Case).order_by(Case.id)).all()[number]
            session.expunge_all()
            return found

    def rows(self, statement: Any) -> list[Any]:
        with self.store.reading() as session:
            found = list(session.scalars(statement))
            session.expunge_all()
            return found


def open_desk(store: Store, home: Path, serve: Sequence[str] = (OMBUDS, FIRST_LINE, TOWN), **desk: Any) -> OpenDesk:
    offices, catalogue = house(tuple(serve))
    settings = Settings(
        home=home,
        offices=OfficeSettings(serve=tuple(serve)),
        worker=WorkerSettings(processes=0),
        desk=DeskSettings(second_factor="optional", **desk),
    )
    gateway = Gateway(settings, store, b"k" * 32, offices, catalogue)
    opened = OpenDesk(store, gateway, None)
    opened.app = build_app(gateway, offices=offices, catalogue=catalogue, clock=lambda: opened.now)
    return opened


def mail(
    text: str = ROUTINE,
    *,
    subject: str = "Klacht over De Lijn",
    sender: str = "",
    html: str = "",
    number: int = 1,
    to: str = "klachten@vlaamseombudsdienst.be",
) -> bytes:
    message = EmailMessage()
    message["From"] = sender or f"Katrien Verhaegen <katrien{number}@voorbeeld.be>"
    message["To"] = to
    message["Subject"] = subject
    message["Date"] = "Wed, 04 Mar 2026 09:30:00 +0100"
    message["Message-ID"] = f"<m{number}@voorbeeld.be>"
    message.set_content(text)
    if html:
        message.add_alternative(html, subtype="html")
    return message.as_bytes()


def fields_of(page: str, action: str = "") -> dict[str, str]:
    """What a browser would send of the form with this address: hidden and typed fields, areas and choices."""
    forms = re.findall(r"<form\b[^>]*>.*?</form>", page, re.DOTALL)
    chosen = next(form for form in forms if action in form.partition(">")[0])
    found: dict[str, str] = {}
    for tag in re.findall(r"<input\b[^>]*>", chosen):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        box = re.search(r'type="(?:checkbox|radio)"', tag)
        if name and not (box and "checked" not in tag):
            found[name[1]] = _plain(value[1]) if value else ""
    for name, text in re.findall(r'<textarea\b[^>]*name="([^"]*)"[^>]*>(.*?)</textarea>', chosen, re.DOTALL):
        found[name] = _plain(text.removeprefix("\n"))
    for name, choices in re.findall(r'<select\b[^>]*name="([^"]*)"[^>]*>(.*?)</select>', chosen, re.DOTALL):
        values = re.findall(r'<option value="([^"]*)"([^>]*)', choices)
        found[name] = next((value for value, rest in values if "selected" in rest), values[0][0] if values else "")
    return found


def _plain(text: str) -> str:
    return unescape(text)


def decide(client: TestClient, case: str, **changes: str) -> str:
    """Confirm, first card (or what `changes` say), send: the page after it."""
    page = client.get(case + "/triage").text
    page = client.post(case + "/confirm", data=fields_of(page, case + "/confirm")).text
    shown = client.post(case + "/answer", data={**fields_of(page, case + "/answer"), **changes})
    assert shown.status_code == 200, shown.text
    sent = client.post(case + "/send", data=fields_of(shown.text, case + "/send"))
    assert sent.status_code == 200, sent.text
    return str(sent.text)
