"""The directory at the desk: what opens a road is entered by one administrator and confirmed by another."""

import base64
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from fastapi.testclient import TestClient
from sqlalchemy import select

from gateway.exchange import openpgp
from gateway.exchange.keys import shown
from gateway.exchange.road import houses_of
from gateway.exchange.silence import look_for_silence
from gateway.store.engine import Store
from gateway.store.partners import HouseCertificate, HouseKey, Partner, PartnerKey, PartnerLog, TransferRow
from gateway.store.tables import Case, Task
from outbound.exchange.document import key_id, raw_key
from tests.desk.open_desk import CASE, OMBUDS, OpenDesk, fields_of, mail, open_desk
from tests.exchange.partner_desk import KEY, PARTNER, PARTNER_MAIL, desk_with_partner, sent_to, transfer_mail

PLACE = f"/partners/{PARTNER}"
PUBLIC = shown(raw_key(KEY.public_key()))
NAME = key_id(KEY.public_key())


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> OpenDesk:
    opened = open_desk(store, tmp_path)
    for name in ("ada", "bo"):
        opened.person(name, (OMBUDS, "administrator"))
    opened.person("an", (OMBUDS, "coordinator"))
    return opened


def csrf(client: TestClient) -> str:
    return fields_of(client.get("/account").text, "/signout")["csrf"]


def do(desk: OpenDesk, by: str, what: str, place: str = PLACE, **typed: str) -> Any:
    client = desk.clients[by]
    data = {"csrf": csrf(client), "what": what, **typed}
    return client.post(place, data=data, follow_redirects=False)


def enter(desk: OpenDesk, by: str = "ada", **typed: str) -> Any:
    told = {"id": "Ombuds Brussel", "mail": PARTNER_MAIL, "language": "fr", "takes": "", **typed}
    return do(desk, by, "", "/partners", **told)


def check(desk: OpenDesk, by: str, how: str = "telefoon, mevrouw Dubois") -> Any:
    return do(desk, by, "check", seen=partner(desk).mail, how=how)


def partner(desk: OpenDesk) -> Partner:
    (row,) = desk.rows(select(Partner))
    assert isinstance(row, Partner)
    return row


def test_a_partner_entered_by_one_gets_mail_once_another_checked_its_address(desk: OpenDesk) -> None:
    assert enter(desk).headers["location"] == f"{PLACE}?done=saved"
    row = partner(desk)
    assert (row.id, row.mail, row.language, row.verified_by) == (PARTNER, PARTNER_MAIL, "fr", None)
    assert do(desk, "ada", "check", seen=PARTNER_MAIL, how="x").status_code == 403
    assert check(desk, "bo", how="").status_code == 422
    assert partner(desk).verified_by is None
    assert check(desk, "bo").status_code == 303
    assert partner(desk).verified_by == "bo"
    log = desk.rows(select(PartnerLog).order_by(PartnerLog.id))
    assert [(line.by, line.what) for line in log] == [("ada", "entered"), ("bo", "verified")]
    assert "mevrouw Dubois" in log[-1].detail
    assert "mevrouw Dubois" in desk.clients["ada"].get(PLACE).text


def test_a_changed_address_is_checked_anew_and_not_by_who_changed_it(desk: OpenDesk) -> None:
    enter(desk)
    check(desk, "bo")
    typed = fields_of(desk.clients["bo"].get(PLACE).text.partition('id="about"')[2], PLACE)
    assert do(desk, "bo", **typed | {"what": "describe", "name": "Ombuds"}).status_code == 303
    assert partner(desk).verified_by == "bo"
    seen = PARTNER_MAIL
    assert do(desk, "bo", **typed | {"what": "describe", "mail": "dief@elders.example"}).status_code == 303
    assert partner(desk).verified_by is None
    assert check(desk, "bo").status_code == 403
    assert do(desk, "ada", "check", seen=seen, how="telefoon").status_code == 422
    assert partner(desk).verified_by is None


def test_a_key_is_believed_once_another_compared_it_and_no_more_once_one_says_so(store: Store, tmp_path: Path) -> None:
    desk = desk_with_partner(store, tmp_path, key=False)
    for name in ("ada", "bo"):
        desk.person(name, (OMBUDS, "administrator"))
    assert do(desk, "ada", "offer-key", key=PUBLIC).status_code == 303
    desk.mails(transfer_mail(desk))
    assert desk.rows(select(TransferRow)) == []
    page = desk.clients["bo"].get(PLACE).text
    assert " ".join(re.findall("....", NAME)) in page
    assert do(desk, "ada", "confirm-key", key=NAME, how="telefoon").status_code == 403
    assert do(desk, "bo", "confirm-key", key=NAME, how="telefoon").status_code == 303
    desk.mails(transfer_mail(desk))
    assert [row.state for row in desk.rows(select(TransferRow))] == ["received"]
    assert do(desk, "ada", "drop-key", key=NAME).status_code == 303
    desk.mails(transfer_mail(desk))
    assert len(desk.rows(select(TransferRow))) == 1


def test_a_partner_changes_its_key_without_a_day_between(store: Store, tmp_path: Path) -> None:
    desk = desk_with_partner(store, tmp_path)
    for name in ("ada", "bo"):
        desk.person(name, (OMBUDS, "administrator"))
    fresh = Ed25519PrivateKey.generate()
    do(desk, "ada", "offer-key", key=shown(raw_key(fresh.public_key())))
    do(desk, "bo", "confirm-key", key=key_id(fresh.public_key()), how="brief")
    desk.mails(transfer_mail(desk), transfer_mail(desk, fresh))
    assert len(desk.rows(select(TransferRow))) == 2
    do(desk, "bo", "drop-key", key=NAME)
    desk.mails(transfer_mail(desk), transfer_mail(desk, fresh))
    assert len(desk.rows(select(TransferRow))) == 3


@pytest.mark.parametrize("key", ["", "x", "A" * 44, base64.b64encode(b"k" * 31).decode()])
def test_what_is_no_key_is_refused_in_words(desk: OpenDesk, key: str) -> None:
    enter(desk)
    answer = do(desk, "ada", "offer-key", key=key)
    if key == "A" * 44:  # 33 bytes
        assert answer.status_code == 422
    assert "That is no Ed25519 public key" in answer.text
    assert desk.rows(select(PartnerKey)) == []


def test_mail_is_encrypted_once_another_compared_the_fingerprint_and_stopping_asks_for_another_check(
    desk: OpenDesk,
) -> None:
    enter(desk)
    check(desk, "bo")
    public, _ = openpgp.make("ombuds", PARTNER_MAIL, desk.now)
    assert do(desk, "ada", "offer-certificate", certificate="niets").status_code == 422
    assert do(desk, "ada", "offer-certificate", certificate=public).status_code == 303
    assert partner(desk).certificate == ""
    told = openpgp.fingerprint(public)
    assert told in desk.clients["bo"].get(PLACE).text
    assert do(desk, "ada", "confirm-certificate", seen=told, how="telefoon").status_code == 403
    assert do(desk, "bo", "confirm-certificate", seen="iets anders", how="telefoon").status_code == 422
    assert do(desk, "bo", "confirm-certificate", seen=told, how="telefoon").status_code == 303
    assert partner(desk).certificate.startswith(openpgp.BEGINS)
    assert told in desk.clients["an"].get("/partners").text
    do(desk, "ada", "drop-certificate")
    row = partner(desk)
    assert (row.certificate, row.verified_by, row.entered_by) == ("", None, "ada")


def test_a_paused_partner_gets_nothing_new_and_no_reminders_but_answers_still_leave(
    store: Store, tmp_path: Path
) -> None:
    desk = desk_with_partner(store, tmp_path)
    desk.person("ada", (OMBUDS, "administrator"))
    an = desk.person("an", (OMBUDS, "coordinator"))
    place = CASE + "/transfer"
    preview = fields_of(an.get(place).text, place + "/preview") | {"partner": PARTNER, "reason": "Brussel."}
    shown_page = an.post(place + "/preview", data=preview).text
    an.post(place + "/send", data=fields_of(shown_page, place + "/send"))
    desk.mails(transfer_mail(desk))
    sent = len(sent_to(desk, PARTNER_MAIL))
    assert do(desk, "ada", "pause").status_code == 303
    desk.now += timedelta(days=8)
    an = desk.person("els", (OMBUDS, "coordinator"))
    desk.person("bo", (OMBUDS, "administrator"))
    gateway = desk.gateway
    houses = houses_of(gateway.offices, gateway.catalogue, gateway.secret)
    with store.session() as session:
        look_for_silence(session, desk.now, houses=houses)
    assert len(sent_to(desk, PARTNER_MAIL)) == sent
    assert len(desk.rows(select(Task).where(Task.kind == "transfer-unanswered"))) == 1
    other = mail(
        number=2,
        subject="Nog een klacht",
        text="Ik klaag over de VDAB: mijn opleiding tot kok is geschrapt.\n\nBram Maes\n",
    )
    desk.mails(other)
    case = desk.rows(select(Case).order_by(Case.id.desc()))[0]
    page = an.get(f"/cases/{case.office}/{case.reference}/transfer").text
    assert "Choose a partner" in page or "no partner with a verified address" in page
    assert PARTNER not in page
    typed = preview | {"csrf": csrf(an)}
    refused = an.post(f"/cases/{case.office}/{case.reference}/transfer/preview", data=typed)
    assert "it is paused" in refused.text
    row = desk.rows(select(TransferRow).where(TransferRow.direction == "in"))[0]
    form = fields_of(an.get(f"/transfers/{row.id}").text, f"/transfers/{row.id}/preview") | {"status": "accepted"}
    told = an.post(f"/transfers/{row.id}/preview", data=form).text
    assert (
        an.post(f"/transfers/{row.id}/answer", data=fields_of(told, f"/transfers/{row.id}/answer")).status_code == 200
    )
    assert len(sent_to(desk, PARTNER_MAIL)) == sent + 1
    do(desk, "bo", "resume")
    assert partner(desk).open


def test_a_partner_is_not_taken_out_while_it_owes_an_answer_and_then_is_a_stranger(
    store: Store, tmp_path: Path
) -> None:
    desk = desk_with_partner(store, tmp_path)
    for name in ("ada", "bo"):
        desk.person(name, (OMBUDS, "administrator"))
    an = desk.person("an", (OMBUDS, "coordinator"))
    place = CASE + "/transfer"
    form = fields_of(an.get(place).text, place + "/preview") | {"partner": PARTNER, "reason": "Brussel."}
    an.post(place + "/send", data=fields_of(an.post(place + "/preview", data=form).text, place + "/send"))
    assert do(desk, "ada", "end").status_code == 422
    (row,) = desk.rows(select(TransferRow))
    an.post(
        f"/transfers/{row.id}/take-back",
        data=fields_of(an.get(f"/transfers/{row.id}").text, "/take-back") | {"text": "x"},
    )
    assert do(desk, "ada", "end").status_code == 303
    desk.mails(transfer_mail(desk))
    assert len(desk.rows(select(TransferRow))) == 1
    assert "Taken out of the directory" in desk.clients["ada"].get(PLACE).text
    assert enter(desk, "ada").status_code == 303
    assert partner(desk).verified_by is None
    assert desk.rows(select(PartnerKey).where(PartnerKey.ended_at.is_(None))) == []


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ({"mail": "geen adres"}, "That is no mail address"),
        ({"mail": "a@b.example\r\nBcc: c@d.example"}, "That is no mail address"),
        ({"push_url": "http://elders.example/"}, "https only"),
        ({"id": "met spaties en /"}, "id of a partner"),
        ({"id": OMBUDS}, "no partner"),
        ({"id": "een.dienst", "name": ""}, "Give the partner a name"),
        ({"takes": "een dienst die niet bestaat"}, "not in the list"),
        ({"language": "xx"}, "Choose a language"),
    ],
)
def test_what_cannot_be_a_partner_is_refused_in_words(desk: OpenDesk, typed: dict[str, str], why: str) -> None:
    answer = enter(desk, **typed)
    assert answer.status_code == 422
    assert why in answer.text
    assert desk.rows(select(Partner)) == []


def test_two_partners_never_share_an_address(desk: OpenDesk) -> None:
    enter(desk)
    assert "has that address already" in enter(desk, id="een.dienst", name="Een dienst").text
    assert "in the directory already" in enter(desk).text


def test_what_a_partner_takes_is_told_by_name_and_kept_by_id(desk: OpenDesk) -> None:
    enter(desk, takes="parking.brussels\nVDAB")
    assert partner(desk).takes == ["parking-brussels", "vdab"]


def test_our_keys_are_read_out_made_and_ended_by_the_administrator_of_the_office(desk: OpenDesk) -> None:
    place = f"/house-keys/{OMBUDS}"
    do(desk, "ada", "new-key", place)
    (old,) = desk.rows(select(HouseKey))
    assert do(desk, "ada", "end-key", place, key=old.key_id).status_code == 422
    desk.now += timedelta(minutes=1)
    do(desk, "ada", "new-key", place)
    page = desk.clients["ada"].get("/house-keys").text
    assert shown(old.public) in page.replace("&#43;", "+").replace("&#x2B;", "+")
    assert do(desk, "ada", "end-key", place, key=old.key_id).status_code == 303
    assert [row.key_id == old.key_id for row in desk.rows(select(HouseKey).where(HouseKey.ended_at.is_not(None)))] == [
        True
    ]
    for way, begins in (("smime", "BEGIN CERTIFICATE"), ("openpgp", "BEGIN PGP PUBLIC KEY")):
        assert do(desk, "ada", "new-certificate", place, way=way).status_code == 303
        assert begins in desk.clients["ada"].get("/house-keys").text
    assert "PRIVATE" not in desk.clients["ada"].get("/house-keys").text
    assert len(desk.rows(select(HouseCertificate))) == 2
    assert do(desk, "ada", "new-key", "/house-keys/gemeente-gent").status_code == 403
    assert do(desk, "an", "new-key", place).status_code == 403


def test_whoever_reads_complaints_sees_the_directory_and_changes_nothing(desk: OpenDesk) -> None:
    enter(desk)
    page = desk.clients["an"].get("/partners").text
    assert PARTNER_MAIL in page
    assert 'action="/partners"' not in page
    assert desk.clients["an"].get(PLACE).status_code == 403
    assert enter(desk, "an", id="vdab").status_code == 403
    assert do(desk, "an", "pause").status_code == 403
