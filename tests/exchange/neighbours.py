"""Our desk, and that of a partner behind a server of its own: a case is passed on, and the sender sends once."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from sqlalchemy import select

from gateway.cli.ingest import work_through
from gateway.demo.world import World
from gateway.exchange import directory
from gateway.exchange.keys import shown, signing_key
from gateway.parts import build_sender
from gateway.settings import RelaySettings
from gateway.store.engine import open_store
from gateway.store.partners import TransferRow
from gateway.store.tables import Delivery, Outbox
from outbound.exchange.document import raw_key
from tests.desk.open_desk import CASE, OMBUDS, OpenDesk, fields_of, open_desk
from tests.exchange.partner_desk import PARTNER, PARTNER_MAIL, desk_with_partner


@dataclass(frozen=True, slots=True)
class Neighbours:
    desk: OpenDesk
    partner: OpenDesk

    def pass_on(self, url: str, world: World) -> str:
        """The partner is reached at `url`, everybody else through `world`; what was said where it was taken."""
        desk = self.desk
        with desk.store.session() as session:
            entry = directory.Entry(PARTNER, "Ombuds Brussel", PARTNER_MAIL, url, "nl")
            directory.enter(session, entry, "an", desk.now)
            directory.verify(session, PARTNER, "an", desk.now)
        an = desk.person("an", (OMBUDS, "coordinator"))
        form = fields_of(an.get(CASE + "/transfer").text, "/transfer/preview")
        page = an.post(CASE + "/transfer/preview", data=form | {"partner": PARTNER, "reason": "Brussel."}).text
        an.post(CASE + "/transfer/send", data=fields_of(page, "/transfer/send"))
        relay = RelaySettings(host="127.0.0.1", port=world.port, security="none", connections=1)
        gateway = replace(desk.gateway, settings=replace(desk.gateway.settings, relay=relay))
        build_sender(gateway, lambda: desk.now).send_waiting()
        (item,) = desk.rows(select(Outbox).where(Outbox.to_address == PARTNER_MAIL))
        assert item.state == "sent"
        (delivery,) = desk.rows(select(Delivery).where(Delivery.outbox_id == item.id))
        return str(delivery.text)

    def arrived(self) -> list[str]:
        """Our references of the transfers that reached the partner."""
        work_through(self.partner.gateway, self.desk.now)
        return [row.their_reference for row in self.partner.rows(select(TransferRow))]


@pytest.fixture
def neighbours(tmp_path: Path) -> Iterator[Neighbours]:
    """They know each other's keys."""
    desk = desk_with_partner(open_store(f"sqlite:///{tmp_path}/ours.db"), tmp_path / "ours", language="nl")
    partner = open_desk(open_store(f"sqlite:///{tmp_path}/theirs.db"), tmp_path / "theirs", (PARTNER,))
    with desk.store.session() as session:
        key = shown(raw_key(signing_key(session, OMBUDS, desk.gateway.secret, desk.now).public_key()))
    with partner.store.session() as session:
        entry = directory.Entry(OMBUDS, "Vlaamse Ombudsdienst", "klachten@vlaamseombudsdienst.be")
        directory.enter(session, entry, "bea", desk.now)
        directory.verify(session, OMBUDS, "bea", desk.now)
        directory.pin(session, OMBUDS, key, "bea", desk.now)
    yield Neighbours(desk, partner)
    desk.store.close()
    partner.store.close()
