"""The whole road in a real browser: mail over real SMTP, people at the desk, answers that reach the world outside."""

import smtplib
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from sqlalchemy import select

from gateway.assemble import Gateway, assemble
from gateway.demo.world import Received, World, free_port
from gateway.desk.signin import sessions
from gateway.parts import build_parts
from gateway.settings import (
    DeskSettings,
    HealthSettings,
    OfficeSettings,
    RelaySettings,
    Settings,
    SmtpSettings,
    WorkerSettings,
)
from gateway.store.desk import User, UserRole
from gateway.store.tables import Case, Outbox
from gateway.supervisor import Supervisor
from tests.desk.open_desk import NOW, OMBUDS, ROUTINE
from tests.desk.test_browser import browser

__all__ = ["browser"]

VILLAGE = "gemeente-lievegem"
TOWN_LETTER = """Geachte,

Ik dien klacht in over de dienst stedenbouw van de gemeente Lievegem. Op 12 februari 2026 had ik een afspraak om 10 uur,
moest anderhalf uur wachten en kreeg dan te horen dat mijn dossier zoek was. Ik verwacht uitleg en excuses.

Luc De Backer
Stationsstraat 88
9950 Lievegem
"""
NOT_ASKED_YET = """Geachte,

Ik dien klacht in over De Lijn. Op 25 februari 2026 reed de bus aan de halte Zuid in Gent een half uur te laat. Ik heb
dit nog niet aan De Lijn gemeld. Ik wil dat men hier iets aan doet.

Mia Declercq
Kerkstraat 12
9000 Gent
"""
WHISTLE = """Geachte,

Ik werk bij een agentschap van de Vlaamse overheid en wil als klokkenluider een integriteitsschending melden. Mijn
diensthoofd gunt opdrachten aan het bedrijf van zijn schoonbroer en laat valse offertes opmaken. Ik wil beschermd worden
als klokkenluider en vraag dat mijn naam geheim blijft.
"""
#: Seconds for anything that happens by itself.
PATIENCE = 60.0


class Road:
    """A whole gateway, the world around it, and a clock that the test moves."""

    def __init__(self, home: Path) -> None:
        self.now = NOW
        self.world = World()
        self.world.start()
        settings = Settings(
            home=home,
            offices=OfficeSettings(serve=(OMBUDS, VILLAGE)),
            smtp=SmtpSettings(port=free_port()),
            relay=RelaySettings(host="127.0.0.1", port=self.world.port, security="none", connections=1),
            worker=WorkerSettings(processes=0),
            desk=DeskSettings(port=free_port(), second_factor="optional"),
            health=HealthSettings(port=0),
        )
        self.gateway: Gateway = assemble(settings)
        self.address = f"http://127.0.0.1:{settings.desk.port}"
        self._supervisor = Supervisor(
            build_parts(self.gateway, ("smtp", "worker", "sender", "desk"), clock=lambda: self.now)
        )
        self._supervisor.start()

    def close(self) -> None:
        self._supervisor.drain(30)
        self.gateway.close()
        self.world.stop()

    def mail(self, sender: str, to: str, subject: str, text: str) -> None:
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = sender, to, subject
        message["Date"] = "Wed, 04 Mar 2026 09:30:00 +0100"
        message["Message-ID"] = f"<{abs(hash((sender, subject)))}@voorbeeld.be>"
        message.set_content(text)
        before = len(self.cases())

        def taken() -> bool:
            with smtplib.SMTP("127.0.0.1", self.gateway.settings.smtp.port, timeout=10) as client:
                client.send_message(message)
            return True

        until(taken)
        until(lambda: len(self.cases()) > before)

    def cases(self) -> list[Case]:
        with self.gateway.store.reading() as session:
            found = list(session.scalars(select(Case).order_by(Case.id)))
            session.expunge_all()
            return found

    def letters(self, answer: str) -> list[Outbox]:
        with self.gateway.store.reading() as session:
            found = list(session.scalars(select(Outbox).where(Outbox.answer == answer)))
            session.expunge_all()
            return found

    def reached(self, address: str) -> list[Received]:
        return [mail for mail in self.world.received if mail.recipient == address]

    def person(self, browser: Browser, name: str, *roles: tuple[str, str]) -> Page:
        with self.gateway.store.session() as session:
            user = User(name=name, full_name=name.title(), language="nl", created_at=self.now)
            session.add(user)
            session.flush()
            session.add_all(UserRole(user_id=user.id, office=office, role=role) for office, role in roles)
            token = sessions.start(session, user, self.now)
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        context.set_default_timeout(20_000)
        context.add_cookies([{"name": "klachtenpost", "value": token, "url": self.address}])
        return context.new_page()


def until(holds: Callable[[], bool]) -> None:
    """Looks again and again, for as long as anything may take."""
    last = time.monotonic() + PATIENCE
    while True:
        try:
            if holds():
                return
        except OSError:
            pass
        assert time.monotonic() < last, "it did not happen"
        time.sleep(0.02)


@pytest.fixture
def road(tmp_path: Path) -> Iterator[Road]:
    opened = Road(tmp_path)
    yield opened
    opened.close()


def address_of(road: Road, case: Case) -> str:
    return f"{road.address}/cases/{case.office}/{case.reference}"


def three_keys(page: Page, start: str) -> None:
    """Confirm, the first card, send: Enter each time, without a hand on the mouse."""
    page.goto(start)
    for arrived in ("**/triage?confirmed=1", "**/answer", "**/triage?done=*"):
        page.locator("button:focus").wait_for()
        with page.expect_navigation(url=arrived):
            page.keyboard.press("Enter")


@pytest.mark.timeout(180)
def test_a_complaint_gets_its_receipt_and_one_not_asked_first_is_referred(road: Road, browser: Browser) -> None:
    road.mail("Luc De Backer <luc@post.example>", "klachten@lievegem.be", "Klacht stedenbouw", TOWN_LETTER)
    road.mail("Mia Declercq <mia@post.example>", "klachten@vlaamseombudsdienst.be", "Bus te laat", NOT_ASKED_YET)
    town, lijn = road.cases()
    page = road.person(browser, "an", (VILLAGE, "coordinator"), (OMBUDS, "coordinator"))
    three_keys(page, address_of(road, town) + "/triage")
    assert road.letters("receipt-admissibility")[0].approved_by == "an"
    three_keys(page, address_of(road, lijn) + "/triage")
    assert page.get_by_role("button", name="Terugnemen").count() == 1, "while it waits it can be taken back"
    road.now += timedelta(minutes=1)
    until(lambda: {letter.state for letter in road.letters("receipt-admissibility")} == {"sent"})
    until(lambda: {letter.state for letter in road.letters("referral")} == {"sent"})
    assert "ontvankelijk" in road.reached("luc@post.example")[-1].mail.as_string()
    referral = road.reached("mia@post.example")[-1].mail
    plain = referral.get_body(("plain",))
    assert plain is not None
    assert "De Lijn" in plain.get_content()
    states = {case.reference: case.state for case in road.cases()}
    assert states[lijn.reference] == "passed-on"
    page.goto(address_of(road, lijn))
    assert page.get_by_text("verzonden").count() >= 1


@pytest.mark.timeout(180)
def test_a_handlers_refusal_waits_for_the_coordinators_name_and_then_leaves(road: Road, browser: Browser) -> None:
    road.mail("Luc De Backer <luc@post.example>", "klachten@lievegem.be", "Klacht stedenbouw", TOWN_LETTER)
    case = road.cases()[0]
    coordinator, handler = (
        road.person(browser, "an", (VILLAGE, "coordinator")),
        road.person(browser, "bert", (VILLAGE, "handler")),
    )
    assert handler.goto(address_of(road, case)).status == 404  # type: ignore[union-attr]
    coordinator.goto(address_of(road, case))
    coordinator.get_by_label("Behandelaar").select_option("bert")
    coordinator.get_by_role("button", name="Toewijzen").click()
    handler.goto(address_of(road, case) + "/triage?confirmed=1")
    handler.get_by_text("Iets anders").click()
    handler.locator("details[open] select[name=action]").select_option("refuse")
    handler.locator("details[open]").get_by_role("button").click()
    handler.locator("textarea[name=motivation]").fill("De feiten zijn meer dan een jaar oud.")
    handler.locator("button[name=anew]").first.click()
    handler.locator("button[data-key=s]").click()
    assert handler.get_by_role("status").first.is_visible()
    assert road.letters("refusal")[0].state == "waiting-for-person"
    coordinator.goto(road.address)
    coordinator.get_by_role("link", name="Antwoorden die op een naam wachten").click()
    coordinator.get_by_role("link", name="Weigering").first.click()
    coordinator.get_by_role("button", name="Goedkeuren").click()
    road.now += timedelta(minutes=1)
    until(lambda: any("jaar oud" in mail.mail.as_string() for mail in road.reached("luc@post.example")))
    assert road.letters("refusal")[0].approved_by == "an"


@pytest.mark.timeout(180)
def test_two_cases_are_joined_and_the_join_is_undone(road: Road, browser: Browser) -> None:
    road.mail("Katrien Verhaegen <k@post.example>", "klachten@vlaamseombudsdienst.be", "Bus 5", ROUTINE)
    road.mail("Mia Declercq <mia@post.example>", "klachten@vlaamseombudsdienst.be", "Bus te laat", NOT_ASKED_YET)
    first, second = road.cases()
    page = road.person(browser, "an", (OMBUDS, "coordinator"))
    page.goto(address_of(road, second))
    page.get_by_text("Samenvoegen, verplaatsen of splitsen").click()
    page.locator("form[action$='/links/join'] input[name=into]").fill(first.reference)
    page.locator("form[action$='/links/join'] button").click()
    assert page.get_by_text("Bus te laat").count() >= 1
    assert road.cases()[1].state == "joined"
    page.goto(address_of(road, second))
    page.locator("form[action$='/links/undo'] button").click()
    assert road.cases()[1].state == "received"
    assert page.get_by_text("Bus te laat").count() >= 1


@pytest.mark.timeout(180)
def test_a_report_of_wrongdoing_exists_for_the_sealed_officer_alone(road: Road, browser: Browser) -> None:
    road.mail("Iemand <wegwijs@post.example>", "klachten@vlaamseombudsdienst.be", "Melding klokkenluider", WHISTLE)
    case = road.cases()[0]
    assert case.sealed
    others = road.person(browser, "an", (OMBUDS, "coordinator"))
    for path in ("/", "/cases?state=", "/cases?query=klokkenluider&state=", "/tasks", "/outbox"):
        others.goto(road.address + path)
        assert "klokkenluider" not in others.locator("main").inner_text().lower().replace("klokkenluidersmelding", "")
        assert case.reference not in others.locator("main").inner_text()
    assert others.goto(address_of(road, case)).status == 404  # type: ignore[union-attr]
    officer = road.person(browser, "vera", (OMBUDS, "sealed-officer"))
    officer.goto(road.address)
    officer.get_by_role("link", name="Verzegelde meldingen").click()
    officer.get_by_role("link", name=case.reference).first.click()
    assert "schoonbroer" in officer.locator("main").inner_text()


@pytest.mark.timeout(180)
def test_a_spoken_complaint_is_registered_by_keyboard_in_under_a_minute(road: Road, browser: Browser) -> None:
    page = road.person(browser, "bert", (OMBUDS, "handler"))
    page.goto(f"{road.address}/register")
    began = time.monotonic()
    told = "Mevrouw belde: bus 5 van De Lijn reed haar op 12 februari 2026 voorbij aan de halte Zuid in Gent."
    for typed in (told, "Mia Declercq", "0478 12 34 56", "", "Kerkstraat", "12", "", "9000", "Gent"):
        page.keyboard.type(typed)
        page.keyboard.press("Tab")
    page.locator("select[name=way]:focus").wait_for()
    with page.expect_navigation(url="**/register/*"):
        page.get_by_role("button", name="Registreren").press("Enter")
    until(lambda: len(road.cases()) == 1)
    assert time.monotonic() - began < 60
    case = road.cases()[0]
    assert (case.channel, case.person_name) == ("spoken", "Mia Declercq")
    page.goto(page.url)
    page.get_by_role("link", name="Naar triage").click()
    assert case.reference in page.locator("h1").inner_text()
