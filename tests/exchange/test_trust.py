"""Who gets the rights of a partner, and who does not."""

import json
from email.message import EmailMessage
from pathlib import Path

import pytest

from gateway.errors import GatewayError
from gateway.exchange import directory
from gateway.exchange.incoming import document_in
from gateway.exchange.keys import partner_keys, signing_key
from gateway.store.tables import Inbox
from outbound.exchange.document import Document, DocumentType, sign
from tests.exchange.houses import Town, town
from tests.exchange.steps import deliver, passed_on, tasks, transfers


def test_a_transfer_from_a_house_that_nobody_verified_is_ordinary_mail(flemish: Town, brussels: Town) -> None:
    flemish.befriend(brussels)
    _, mail = passed_on(flemish, brussels)
    number = brussels.receive(mail, flemish.address)
    assert transfers(brussels) == []
    (task,) = tasks(brussels, "transfer-refused")
    assert task.data == {"refused": "unknown-house"}
    with brussels.gateway.store.reading() as session:
        assert session.get_one(Inbox, number).case_id is not None


def test_a_forged_sender_without_the_key_gets_no_partner_rights(friends: tuple[Town, Town], tmp_path: Path) -> None:
    _, brussels = friends
    forger = town(tmp_path / "forger", "vlaamse-ombudsdienst")
    forger.befriend(brussels)
    _, mail = passed_on(forger, brussels)
    brussels.receive(mail, forger.address)
    assert transfers(brussels) == []
    (task,) = tasks(brussels, "transfer-refused")
    assert task.data == {"refused": "unknown-key"}
    forger.gateway.close()


def test_a_key_that_was_taken_out_signs_nothing_any_more(friends: tuple[Town, Town]) -> None:
    flemish, brussels = friends
    _, mail = passed_on(flemish, brussels)
    with brussels.gateway.store.session() as session:
        (name,) = partner_keys(session, flemish.office_id)
        directory.unpin(session, flemish.office_id, name, "lien", brussels.now)
    brussels.receive(mail, flemish.address)
    assert transfers(brussels) == []


def test_nothing_leaves_to_an_address_that_no_person_verified(flemish: Town, brussels: Town) -> None:
    with flemish.gateway.store.session() as session:
        entry = directory.Entry(brussels.office_id, "Ombuds Brussel", brussels.address)
        directory.enter(session, entry, "lien", flemish.now)
    with pytest.raises(GatewayError, match="nobody verified"):
        passed_on(flemish, brussels)


def test_a_relay_that_spells_a_document_in_another_way_makes_no_second_one_and_no_forgery(
    friends: tuple[Town, Town],
) -> None:
    flemish, brussels = friends
    _, mail = passed_on(flemish, brussels)
    document = document_in(mail)
    assert document is not None
    spelt = EmailMessage()
    spelt["From"], spelt["To"], spelt["Subject"] = flemish.address, brussels.address, "Een klacht"
    spelt.set_content("Een klacht.\n")
    other = json.dumps(json.loads(document), indent=2).encode()
    spelt.add_attachment(other, maintype="application", subtype="json", filename="klachtenpost-transfer.json")
    deliver([spelt.as_bytes(), mail], flemish, brussels)
    assert len(transfers(brussels)) == 1
    assert tasks(brussels, "transfer-refused") == []


@pytest.mark.parametrize(
    "change",
    [
        {"hops": [{"house": "gemeente-gent", "reference": "1", "received": "2026-03-01", "sent": "2026-03-02"}]},
        {"first_received": "2031-01-01"},
    ],
)
def test_a_transfer_that_hides_who_had_it_or_comes_from_a_day_to_come_is_refused_and_shown(
    friends: tuple[Town, Town], change: dict[str, object]
) -> None:
    flemish, brussels = friends
    _, mail = passed_on(flemish, brussels)
    document = json.loads(document_in(mail) or b"")
    with flemish.gateway.store.session() as session:
        key = signing_key(session, flemish.office_id, flemish.gateway.secret, flemish.now)
    body = document["body"] | change
    lying = Document(
        DocumentType.TRANSFER, "lying-document-0001", flemish.office_id, brussels.office_id, flemish.now, body
    )
    told = EmailMessage()
    told["From"], told["To"], told["Subject"] = flemish.address, brussels.address, "Een klacht"
    told.set_content("Een klacht over parking.brussels.\n")
    told.add_attachment(sign(lying, key), maintype="application", subtype="json", filename="klachtenpost-transfer.json")
    brussels.receive(told.as_bytes(), flemish.address)
    assert transfers(brussels) == []
    assert len(tasks(brussels, "transfer-refused")) == 1
