"""The pages of the exchange in a real browser: axe finds nothing, a phone need not scroll sideways, no script is needed."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from gateway.store.engine import open_store
from tests.desk.open_desk import CASE, OMBUDS, fields_of
from tests.desk.test_browser import browser, served  # noqa: F401 - a fixture
from tests.exchange.partner_desk import PARTNER, PARTNER_MAIL, desk_with_partner, sent_to, transfer_mail
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
            wrong = Axe().run(page).response["violations"]
            assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in wrong] == [], path
            assert page.evaluate("document.documentElement.scrollWidth") <= 390, path
    store.close()
