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
from gateway.store.tables import Outbox
from tests.conftest import without_server
from tests.desk.open_desk import TOWN, TOWN_CASE, TOWN_MAIL, OpenDesk, mail, open_desk

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking".split()


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


@pytest.mark.timeout(120)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_main_page_fails_axe_and_none_scrolls_sideways_on_a_phone(
    desk: OpenDesk, browser: Browser, scheme: str
) -> None:
    desk.person("an", (TOWN, "coordinator"), language="nl")
    with served(desk) as address:
        page = opened(browser, desk, address, color_scheme=scheme, viewport={"width": 390, "height": 844})
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text))
        for path in ("/", "/cases", TOWN_CASE, TOWN_CASE + "/triage", TOWN_CASE + "/triage?confirmed=1"):
            page.goto(address + path)
            found = Axe().run(page).response["violations"]
            assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == [], path
            assert page.evaluate("document.documentElement.scrollWidth") <= 390, path
        assert said == []
