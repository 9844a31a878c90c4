from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from classifiers.mail import read_mail
from classifiers.message import Address

NOW = datetime(2026, 5, 5, tzinfo=UTC)
BRUSSELS = ZoneInfo("Europe/Brussels")


def mail(subject: str, body: str, headers: str = "") -> bytes:
    return f"From: Els <els@dienst.example>\nTo: klachten@ombuds.example\nSubject: {subject}\n{headers}Content-Type: text/plain; charset=utf-8\n\n{body}".encode()


FORWARDS = [
    (
        "FW: klacht bus",
        "Ter behandeling.\n\nVan: An Claes <an@post.example>\nVerzonden: maandag 4 mei 2026 21:12\nAan: Info\nCC: Bo <bo@post.example>\nOnderwerp: klacht bus\n\nDe bus kwam alweer niet.\n",
        Address("An Claes", "an@post.example"),
        datetime(2026, 5, 4, 21, 12, tzinfo=BRUSSELS),
        "klacht bus",
    ),
    (
        "TR: plainte bus",
        "De : Luc Dubois [mailto:luc@post.example]\nEnvoyé : lundi 4 mai 2026 21:12\nÀ : Info\nObjet : plainte bus\n\nLe bus n'est pas venu.\n",
        Address("Luc Dubois", "luc@post.example"),
        datetime(2026, 5, 4, 21, 12, tzinfo=BRUSSELS),
        "plainte bus",
    ),
    (
        "WG: Bus",
        "Von: Uwe Muster <uwe@post.example>\nGesendet: Montag, 4. Mai 2026 21:12\nAn: Info\nBetreff: Bus\n\nDer Bus kam wieder nicht.\n",
        Address("Uwe Muster", "uwe@post.example"),
        datetime(2026, 5, 4, 21, 12, tzinfo=BRUSSELS),
        "Bus",
    ),
    (
        "Fwd: bus",
        "---------- Forwarded message ---------\nFrom: Ann Smith <ann@post.example>\nDate: Mon, May 4, 2026 at 9:12 PM\nSubject: bus\nTo: <info@dienst.example>\n\nThe bus did not come.\n",
        Address("Ann Smith", "ann@post.example"),
        datetime(2026, 5, 4, 21, 12, tzinfo=BRUSSELS),
        "bus",
    ),
    (
        "Fwd: bus",
        "-------- Doorgestuurd bericht --------\nOnderwerp: bus\nDatum: Mon, 4 May 2026 21:12:00 +0200\nVan: An Claes <an@post.example>\nAan: info@dienst.example\n\nDe bus kwam niet.\n",
        Address("An Claes", "an@post.example"),
        datetime(2026, 5, 4, 21, 12, tzinfo=BRUSSELS),
        "bus",
    ),
    (
        "Doorst: bus",
        "Op 4 mei 2026 om 21:12 schreef An Claes <an@post.example>:\n\n> De bus kwam niet.\n> Alweer.\n",
        Address("An Claes", "an@post.example"),
        datetime(2026, 5, 4, 21, 12, tzinfo=BRUSSELS),
        "",
    ),
    (
        "Fwd: bus",
        "Begin doorgestuurd bericht:\n\n> Van: An Claes <an@post.example>\n> Onderwerp: bus\n> Datum: 4 mei 2026 om 21:12:33 CEST\n> Aan: info@dienst.example\n>\n> De bus kwam niet.\n",
        Address("An Claes", "an@post.example"),
        datetime(2026, 5, 4, 21, 12, tzinfo=BRUSSELS),
        "bus",
    ),
]


@pytest.mark.parametrize(("subject", "body", "sender", "date", "inner_subject"), FORWARDS)
def test_an_inline_forward_is_a_message_of_its_own(subject, body, sender, date, inner_subject):
    message = read_mail(mail(subject, body), received_at=NOW)
    [inner] = message.forwarded
    assert inner.from_ == (sender,)
    assert inner.date is not None
    assert inner.date.replace(second=0) == date
    assert inner.subject == inner_subject
    assert "bus" in inner.body.lower()
    assert ">" not in inner.body
    assert "bus" not in message.own_words().lower()


def test_a_chain_of_forwards_is_opened_step_by_step():
    body = (
        "Van: Dienst <dienst@stad.example>\nVerzonden: dinsdag 5 mei 2026 8:00\nAan: Ombuds\nOnderwerp: FW: bus\n\nGraag uw advies hierover.\n\n"
        "Van: An Claes <an@post.example>\nVerzonden: maandag 4 mei 2026 21:12\nAan: Dienst\nOnderwerp: bus\n\nDe bus kwam alweer niet.\n"
    )
    message = read_mail(mail("FW: FW: bus", body), received_at=NOW)
    assert message.forwarded[0].from_[0].email == "dienst@stad.example"
    assert message.forwarded[0].forwarded[0].from_[0].email == "an@post.example"


def test_a_name_with_a_comma_is_one_person():
    body = "Van: Claes, An <an@post.example>\nVerzonden: maandag 4 mei 2026 21:12\nAan: Peeters, Bo\nOnderwerp: bus\n\nDe bus kwam niet.\n"
    [inner] = read_mail(mail("FW: bus", body), received_at=NOW).forwarded
    assert inner.from_ == (Address("Claes, An", "an@post.example"),)


def test_below_a_reply_the_same_block_is_a_quotation():
    body = "Dat klopt niet.\n\nVan: Dienst <dienst@stad.example>\nVerzonden: maandag 4 mei 2026 21:12\nAan: An\nOnderwerp: bus\n\nUw klacht is ongegrond.\n"
    message = read_mail(mail("RE: bus", body), received_at=NOW)
    assert message.forwarded == ()
    assert "ongegrond" not in message.own_words()


def test_an_attached_mail_is_a_message_of_its_own_with_its_own_parts():
    raw = b"""From: Els <els@dienst.example>
To: klachten@ombuds.example
Subject: klacht om te behandelen
Content-Type: multipart/mixed; boundary="b"

--b
Content-Type: text/plain

Zie bijlage.
--b
Content-Type: message/rfc822
Content-Disposition: attachment; filename="klacht.eml"

From: =?utf-8?q?J=C3=A9r=C3=B4me?= <jerome@post.example>
To: info@dienst.example
Subject: bus
Date: Mon, 4 May 2026 21:12:00 +0200
Message-ID: <een@post.example>
Content-Type: multipart/mixed; boundary="c"

--c
Content-Type: text/plain; charset=iso-8859-1
Content-Transfer-Encoding: quoted-printable

Le bus n'est pas pass=E9.
--c
Content-Type: text/plain; name="preuve.txt"
Content-Disposition: attachment; filename="preuve.txt"

ligne 71
--c--
--b--
"""
    message = read_mail(raw, received_at=NOW)
    [inner] = message.forwarded
    assert inner.from_ == (Address("Jérôme", "jerome@post.example"),)
    assert (inner.subject, inner.message_id) == ("bus", "een@post.example")
    assert "passé" in inner.body
    assert any("ligne 71" in text for key, text in inner.texts.items() if key.startswith("attachment:"))


def test_a_mail_attached_as_a_file_in_base64_is_opened_too():
    import base64

    inside = base64.encodebytes(b"From: an@post.example\nSubject: bus\n\nDe bus kwam niet opdagen.\n").decode()
    raw = f'From: els@dienst.example\nSubject: zie bijlage\nContent-Type: multipart/mixed; boundary="b"\n\n--b\n\nZie bijlage.\n--b\nContent-Type: application/octet-stream; name="bus.eml"\nContent-Transfer-Encoding: base64\n\n{inside}\n--b--\n'
    message = read_mail(raw.encode(), received_at=NOW)
    assert message.forwarded[0].from_[0].email == "an@post.example"
    assert "opdagen" in message.forwarded[0].body
