"""The pages of the exchange in a real browser: axe finds nothing, a phone need not scroll sideways, no script is needed."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from sqlalchemy import select

from gateway.exchange import openpgp
from gateway.exchange.keys import shown
from gateway.store.engine import open_store
from gateway.store.partners import Partner, PartnerKey
from outbound.exchange.document import raw_key
from tests.desk.open_desk import CASE, OMBUDS, fields_of, open_desk
from tests.desk.test_browser import browser, served  # noqa: F401 - a fixture
from tests.exchange.partner_desk import KEY, PARTNER, PARTNER_MAIL, desk_with_partner, sent_to, transfer_mail
from tests.exchange.test_link_form import LINK


@pytest.mark.timeout(120)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_of_the_exchange_fails_axe_or_scrolls_sideways_on_a_phone(
    tmp_path: Path,
    browser: Browser,  # noqa: F811
    scheme: str,
) -> None:
    store = open_store(f"sqlite:///{tmp_path}/books.db")
    desk = desk_with_partner(store, tmp_path)
    desk.mails(transfer_mail(desk))
    an = desk.person("an", (OMBUDS, "coordinator"), language="nl")
    form = fields_of(an.get(CASE + "/transfer").text, "/transfer/preview") | {
        "partner": PARTNER,
        "reason": "Bruxelles.",
    }
    shown = an.post(CASE + "/transfer/preview", data=form).text
    an.post(CASE + "/transfer/send", data=fields_of(shown, "/transfer/send"))
    found = LINK.search(sent_to(desk, PARTNER_MAIL)[-1].replace("=\r\n", "").replace("=\n", ""))
    assert found
    with served(desk) as address:
        context = browser.new_context(color_scheme=scheme, viewport={"width": 390, "height": 844})  # type: ignore[arg-type]
        context.add_cookies([{"name": "klachtenpost", "value": an.cookies.get("klachtenpost"), "url": address}])
        page = context.new_page()
        for path in (
            "/transfers",
            "/transfers/1",
            "/transfers/2",
            "/partners",
            "/cases/vlaamse-ombudsdienst/2026-0002/transfer",
            found[1],
        ):
            page.goto(address + path)
            passes(page)
    store.close()


@pytest.mark.timeout(120)
def test_two_administrators_enter_and_check_a_partner_in_the_browser_and_every_page_passes_axe(
    tmp_path: Path,
    browser: Browser,  # noqa: F811
) -> None:
    store = open_store(f"sqlite:///{tmp_path}/books.db")
    desk = open_desk(store, tmp_path)
    tokens = [desk.person(name, (OMBUDS, "administrator"), language="nl") for name in ("ada", "bo")]
    public, _ = openpgp.make("ombuds", PARTNER_MAIL, desk.now)
    with served(desk) as address:
        pages = []
        for client in tokens:
            context = browser.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=True)
            context.add_cookies([{"name": "klachtenpost", "value": client.cookies.get("klachtenpost"), "url": address}])
            pages.append(context.new_page())
        ada, bo = pages
        ada.goto(f"{address}/partners")
        passes(ada)
        ada.get_by_label("Dienst (naam of id)").fill("Ombuds Brussel")
        ada.get_by_label("E-mail").fill(PARTNER_MAIL)
        ada.get_by_role("button", name="Een partner invoeren").click()
        ada.wait_for_url(f"{address}/partners/{PARTNER}*")
        ada.get_by_text("Een sleutel invoeren").first.click()
        ada.get_by_label("Publieke sleutel").fill(shown(raw_key(KEY.public_key())))
        ada.get_by_role("button", name="Een sleutel invoeren").click()
        ada.get_by_text("Een certificaat of OpenPGP-sleutel invoeren").first.click()
        ada.get_by_label("Certificaat (PEM)").fill(public)
        ada.get_by_role("button", name="Een certificaat of OpenPGP-sleutel invoeren").click()
        ada.get_by_text("nog niet gebruikt").wait_for()
        assert ada.get_by_role("button", name="Ik controleerde dit adres").count() == 0
        passes(ada)
        bo.goto(f"{address}/partners/{PARTNER}")
        passes(bo)
        for button in ("Ik controleerde dit adres", "Ik vergeleek deze sleutel", "Ik vergeleek deze vingerafdruk"):
            form = bo.locator("form", has=bo.get_by_role("button", name=button))
            form.get_by_label("Hoe u het controleerde").fill("telefoon, mevrouw Dubois")
            form.get_by_role("button", name=button).click()
            form.wait_for(state="detached")
        passes(bo)
        bo.goto(f"{address}/house-keys")
        bo.get_by_role("button", name="Een nieuwe sleutel maken").click()
        bo.get_by_text("ondertekent onze documenten").wait_for()
        bo.get_by_role("button", name="Een nieuw maken").click()
        bo.locator("summary code").first.wait_for()
        passes(bo)
    with store.reading() as session:
        row = session.get_one(Partner, PARTNER)
        assert (row.entered_by, row.verified_by) == ("ada", "bo")
        assert row.certificate.startswith(openpgp.BEGINS)
        assert [(key.pinned_by, key.confirmed_by) for key in session.scalars(select(PartnerKey))] == [("ada", "bo")]
    store.close()


def passes(page: Page) -> None:
    """Axe finds nothing, and a phone need not scroll sideways."""
    wrong = Axe().run(page).response["violations"]
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in wrong] == [], page.url
    assert page.evaluate("document.documentElement.scrollWidth") <= 390, page.url
