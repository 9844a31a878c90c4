"""The desk in a real browser: the three keys without a hand on the mouse, and axe on the main pages."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright
from sqlalchemy import select

from gateway.store.engine import open_store
from gateway.store.tables import Case, Outbox
from tests.conftest import without_server
from tests.desk.open_desk import TOWN, TOWN_CASE, TOWN_MAIL, OpenDesk, mail, open_desk

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking".split()


OTHER = """Geachte,

Ik dien klacht in over de stad Gent. Op 2 maart 2026 werd mijn vuilnis voor de derde keer niet opgehaald, hoewel ik dit
al in februari gemeld heb. Ik wil weten wanneer dat ophoudt.

Jozef Claes
Dorpsstraat 4
9040 Gent
"""


@contextmanager
def served(desk: OpenDesk) -> Iterator[str]:
    """The desk behind a real server; its address."""
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(desk.app, log_level="error"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(10)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[OpenDesk]:
    store = open_store(f"sqlite:///{tmp_path}/books.db")
    opened = open_desk(store, tmp_path)
    opened.mails(mail(TOWN_MAIL, subject="Klacht", to="klachten@stad.voorbeeld.be"), office=TOWN)
    yield opened
    store.close()


@pytest.fixture
def browser() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        without_server("Debian's chromium is not installed")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield started
        started.close()


def opened(browser: Browser, desk: OpenDesk, address: str, **how: object) -> Page:
    """A window of somebody who is signed in."""
    context = browser.new_context(**how)  # type: ignore[arg-type]
    token = desk.clients["an"].cookies.get("klachtenpost")
    context.add_cookies([{"name": "klachtenpost", "value": token, "url": address}])
    return context.new_page()


@pytest.mark.timeout(120)
@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_enter_three_times_brings_a_routine_complaint_to_a_queued_letter(
    desk: OpenDesk, browser: Browser, script: bool
) -> None:
    desk.person("an", (TOWN, "coordinator"))
    with served(desk) as address:
        page = opened(browser, desk, address, java_script_enabled=script)
        page.goto(f"{address}/triage")
        for arrived in ("**/triage?confirmed=1", "**/answer", "**/triage?done=sent*"):
            page.locator("button:focus").wait_for()
            with page.expect_navigation(url=arrived):
                page.keyboard.press("Enter")
        assert page.get_by_role("status").first.text_content()
    assert desk.rows(select(Outbox.state).where(Outbox.approved_by == "an")) == ["queued"]


PAGES = (
    "/",
    "/cases",
    "/cases?state=&kind=complaint",
    "/tasks",
    "/outbox",
    "/outbox/1",
    "/outbox/tray",
    "/quarantine",
    "/register",
    "/figures?year=2026",
    "/people",
    "/partners",
    "/transfers",
    "/account",
    "/account/tokens",
    f"/texts?office={TOWN}",
    f"/texts/{TOWN}/receipt/nl",
    TOWN_CASE,
    TOWN_CASE + "/triage",
    TOWN_CASE + "/triage?confirmed=1",
    "/cases/nowhere/2026-0001",
)


#: Names that a browser lays out otherwise: without a place to break, from right to left, of pictures.
NAMES = ("W" * 120, "محمد بن عبد الله آل سعود", "🦄🌈 👩‍👩‍👧‍👦 Peeters")


def stays_within(page: Page, width: int, what: str) -> None:
    """Nothing sticks out at the side, folded or unfolded."""
    assert page.evaluate("document.documentElement.scrollWidth") <= width, what
    page.evaluate("document.querySelectorAll('main details').forEach((one) => { one.open = true })")
    assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{what} unfolded"


@pytest.mark.timeout(240)
@pytest.mark.parametrize(
    ("scheme", "width"), [("light", 390), ("dark", 640), ("light", 1280)], ids=["phone", "dark-at-200-percent", "desk"]
)
def test_no_page_fails_axe_scrolls_sideways_or_complains(
    desk: OpenDesk, browser: Browser, scheme: str, width: int
) -> None:
    desk.person("an", (TOWN, "coordinator"), (TOWN, "administrator"), language="nl")
    with served(desk) as address:
        page = opened(browser, desk, address, color_scheme=scheme, viewport={"width": width, "height": 800})
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text))
        axe = Axe()
        #: The other scheme has the same pages in other colours.
        rules = {"resultTypes": ["violations"]} | ({"runOnly": ["color-contrast"]} if scheme == "dark" else {})

        def looked_at(path: str) -> None:
            found = axe.run(page, options=rules).response["violations"]
            assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == [], path
            stays_within(page, width, path)

        for path in PAGES:
            page.goto(address + path)
            looked_at(path)
        page.goto(f"{address}{TOWN_CASE}/triage?confirmed=1")
        page.locator(".card.first").click()
        page.wait_for_url("**/answer")
        looked_at("the preview of a letter")
        page.goto(f"{address}/cases?state=")
        page.locator("input[name=case]").first.check()
        page.get_by_role("button", name="Bekijk het gevolg").click()
        page.wait_for_url("**/bulk")
        looked_at("the preview of many")
        assert [text for text in said if "404" not in text] == []


@pytest.mark.timeout(120)
def test_names_of_any_length_and_script_push_nothing_aside_on_a_phone(desk: OpenDesk, browser: Browser) -> None:
    width = 390
    for number, name in enumerate(NAMES, 10):
        text = TOWN_MAIL.replace("Katrien Verhaegen", name).replace("118 bus 2", str(number))
        sender = f'"{name}" <p{number}@voorbeeld.be>'
        desk.mails(mail(text, subject=name * 2, sender=sender, number=number), office=TOWN)
    desk.person("an", (TOWN, "coordinator"), language="nl")
    with served(desk) as address:
        page = opened(browser, desk, address, viewport={"width": width, "height": 800})
        cases = [case.reference for case in desk.rows(select(Case))]
        paths = [f"/cases/{TOWN}/{reference}{rest}" for reference in cases for rest in ("", "/triage")]
        for path in ("/", "/cases", "/outbox", "/tasks", *paths):
            page.goto(address + path)
            stays_within(page, width, path)


@pytest.mark.timeout(120)
def test_the_list_is_worked_from_the_keyboard(desk: OpenDesk, browser: Browser) -> None:
    desk.mails(mail(TOWN_MAIL, subject="Nog een klacht", number=2), office=TOWN)
    desk.person("an", (TOWN, "coordinator"), language="nl")
    with served(desk) as address:
        page = opened(browser, desk, address)
        page.goto(address)
        page.locator("body").press("g")
        with page.expect_navigation(url="**/cases"):
            page.locator("body").press("q")
        page.keyboard.press("j")
        page.keyboard.press("x")
        assert page.locator("input[name=case]:checked").count() == 1
        page.keyboard.press("/")
        assert page.locator("input[name=query]:focus").count() == 1
        page.keyboard.type("Verhagen")
        with page.expect_navigation(url="**query=Verhagen**"):
            page.keyboard.press("Enter")
        page.keyboard.press("j")
        with page.expect_navigation(url="**/cases/*/*"):
            page.keyboard.press("Enter")


@pytest.mark.timeout(120)
def test_what_is_typed_survives_a_closed_window_and_colleagues_are_seen(desk: OpenDesk, browser: Browser) -> None:
    desk.person("an", (TOWN, "coordinator"), language="nl")
    with served(desk) as address:
        page = opened(browser, desk, address)
        page.goto(address + TOWN_CASE)
        page.locator(".note-form textarea").fill("Half geschreven")
        page.locator("[data-kept]").get_by_text("Bewaard").wait_for()
        page.close()
        again = opened(browser, desk, address)
        again.goto(address + TOWN_CASE)
        assert again.locator(".note-form textarea").input_value() == "Half geschreven"


@pytest.mark.timeout(120)
def test_counts_freshen_while_the_page_stands_open(desk: OpenDesk, browser: Browser) -> None:
    desk.person("an", (TOWN, "coordinator"), language="nl")
    with served(desk) as address:
        page = opened(browser, desk, address)
        page.goto(address + "/cases")
        rows = page.locator("[data-row]").count()
        other = mail(OTHER, subject="Vuilnis", sender="Jozef Claes <jozef@voorbeeld.be>", number=3)
        desk.mails(other, office=TOWN)
        page.evaluate("document.dispatchEvent(new Event('desk-refresh'))")
        page.get_by_role("link", name="1 nieuw: tonen").wait_for()
        assert page.locator("[data-row]").count() == rows


@pytest.mark.timeout(120)
def test_on_paper_a_case_shows_its_letters_unfolded_and_no_buttons(desk: OpenDesk, browser: Browser) -> None:
    desk.person("an", (TOWN, "coordinator"), language="nl")
    with served(desk) as address:
        page = opened(browser, desk, address)
        page.goto(address + TOWN_CASE)
        letter = page.locator(".entry.outgoing .letter").first
        assert not letter.is_visible()
        page.emulate_media(media="print")
        assert letter.is_visible()
        assert page.locator("main button:visible").count() == 0
