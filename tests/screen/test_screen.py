from datetime import UTC, datetime

import pytest

from classifiers.mail import read_mail
from classifiers.screen import TABLE, Screening, screen

NOW = datetime(2026, 5, 5, tzinfo=UTC)
OURS = ["klachten@ombuds.example", "plaintes@ombuds.example"]
LETTER = (
    "Geachte,\n\nIk heb op 3 maart mijn aanvraag ingediend bij de dienst en kreeg nooit antwoord. Mijn vrouw heeft drie keer gebeld, "
    "telkens werd ze doorverbonden en daarna werd ingehaakt. Ik vind dat niet kunnen en ik vraag dat u dit onderzoekt. "
    "Door het getalm verlies ik mijn premie, en niemand zegt mij hoe het verder moet met mijn dossier. Graag uw hulp.\n\nAn Claes\n"
)
SHORT = "De bus van lijn 71 kwam alweer niet opdagen. Dat is de derde keer. Kan u iets doen?\n\nAn Claes\n"
NOTICE = "Onze kantoren zijn open van 9 tot 17 uur. Meer nieuws vindt u op de website.\n"


def verdict(
    headers: str, body: str, subject: str = "klacht", sender: str = "An Claes <an@post.example>", **more
) -> Screening:
    returned = "" if "Return-Path" in headers else "Return-Path: <an@post.example>\n"
    raw = f"{returned}From: {sender}\nTo: klachten@ombuds.example\nSubject: {subject}\n{headers}Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n{body}"
    return screen(read_mail(raw.encode(), received_at=NOW, **more), own_addresses=OURS)


PEOPLE = [
    ("", SHORT, "klacht", "An Claes <an@post.example>"),
    ("Auto-Submitted: no\n", SHORT, "klacht", "an@post.example"),
    ("Auto-Submitted: No (gewoon\n een mens)\n", SHORT, "klacht", "an@post.example"),
    ("Feedback-ID: 1:user:proton\n", SHORT, "klacht", "an@pm.example"),
    ("Precedence: normal\n", SHORT, "klacht", "an@post.example"),
    ("X-Auto-Response-Suppress: RN, NRN\n", SHORT, "klacht", "an@post.example"),
    ("Disposition-Notification-To: an@post.example\n", SHORT, "klacht", "an@post.example"),
    ("", SHORT, "Afwezigheid van de begeleider", "an@post.example"),
    ("", "Zolang de begeleider afwezig is krijg ik geen antwoord. Wat nu?\n", "Afwezig", "an@post.example"),
    (
        "In-Reply-To: <x@ombuds.example>\n",
        "Ik ben met vakantie tot maandag, mag ik de stukken daarna sturen?\n",
        "Re: uw klacht",
        "an@post.example",
    ),
    (
        "",
        "Ik wil mijn zoon laten uitschrijven uit het bevolkingsregister en het loket weigert.\n",
        "uitschrijven",
        "an@post.example",
    ),
    ("", "Je veux me désinscrire de la commune et on refuse.\n", "commune", "luc@post.example"),
    (
        "",
        "Naam: An Claes\nE-mail: an@post.example\nKlacht: de bus kwam niet.\n",
        "Nieuw formulier",
        "Website <noreply@stad.example>",
    ),
    ("", LETTER, "Contactformulier", "no-reply@stad.example"),
]


@pytest.mark.parametrize(("headers", "body", "subject", "sender"), PEOPLE)
def test_people_make_a_case_and_get_an_answer(headers, body, subject, sender):
    said = verdict(headers, body, subject, sender)
    assert (said.kind, said.makes_case, said.answer) == (None, True, "yes"), said.rule


MACHINES = [
    # A01 and A06: automatic replies, whatever the case, comments and parameters.
    ("Auto-Submitted: auto-replied\n", NOTICE, "Re: klacht", "an@post.example", "automatic-reply"),
    ("AUTO-SUBMITTED: (x) Auto-Replied; owner-email=x\n", NOTICE, "Re: klacht", "an@post.example", "automatic-reply"),
    ("Auto-Submitted:\n auto-replied\n", NOTICE, "x", "an@post.example", "automatic-reply"),
    ("X-Autoreply: yes\n", NOTICE, "Re: klacht", "an@post.example", "automatic-reply"),
    ("X-Autorespond: x\n", NOTICE, "Re: klacht", "an@post.example", "automatic-reply"),
    ("Precedence: auto_reply\n", NOTICE, "Re: klacht", "an@post.example", "automatic-reply"),
    ("Auto-Submitted: auto-generated\n", NOTICE, "Melding", "systeem@post.example", "bulk"),
    # Absences without any header, in four languages.
    (
        "",
        "Ik ben afwezig tot 12 mei. Voor dringende zaken contacteert u mijn collega.\n",
        "Automatisch antwoord: klacht",
        "an@post.example",
        "automatic-reply",
    ),
    ("", "Je suis absent jusqu'au 12 mai.\n", "Réponse automatique : plainte", "luc@post.example", "automatic-reply"),
    ("", "Ich bin bis 12. Mai im Urlaub.\n", "Automatische Antwort: Beschwerde", "uwe@post.example", "automatic-reply"),
    ("", "I am out of the office.\n", "Automatic reply: complaint", "ann@post.example", "automatic-reply"),
    ("", "Abwesend.\n", "Abwesenheitsnotiz: Beschwerde", "uwe@post.example", "automatic-reply"),
    (
        "",
        "Ik ben met verlof tot 12 mei. Uw bericht wordt niet gelezen.\n",
        "Afwezig",
        "an@post.example",
        "automatic-reply",
    ),
    (
        "In-Reply-To: <x@ombuds.example>\n",
        "Ik ben momenteel niet op kantoor. Bij dringende vragen: mijn collega Bo.\n",
        "Re: uw klacht",
        "an@post.example",
        "automatic-reply",
    ),
    (
        "In-Reply-To: <x@ombuds.example>\n",
        "Je suis en congé. En mon absence, contactez Luc.\n",
        "RE: votre plainte",
        "an@post.example",
        "automatic-reply",
    ),
    (
        "In-Reply-To: <x@ombuds.example>\n",
        "Ich bin derzeit im Urlaub. In dringenden Fällen meine Vertretung.\n",
        "AW: Beschwerde",
        "an@post.example",
        "automatic-reply",
    ),
    (
        "In-Reply-To: <x@ombuds.example>\n",
        "I'm on leave until Monday and will reply when I return.\n",
        "Re: complaint",
        "an@post.example",
        "automatic-reply",
    ),
    (
        "",
        "Dit is een automatisch bericht. Uw vraag kreeg nummer 12.\n",
        "Re: klacht",
        "info@dienst.example",
        "automatic-reply",
    ),
    # Receipts of systems without a header or a telling subject.
    (
        "",
        "Hallo, we hebben je vraag goed ontvangen en geven ze door. Antwoorden op dit bericht worden niet gelezen.\n",
        "Fijn dat je schrijft",
        "onthaal@stad.example",
        "automatic-reply",
    ),
    (
        "",
        "Votre demande n° 18 a été enregistrée. Inutile de répondre, cette boîte n'est pas relevée.\n",
        "Demande 18",
        "accueil@commune.example",
        "automatic-reply",
    ),
    (
        "",
        "Ihre Anfrage ist bei uns eingegangen. Dieses Postfach wird nicht gelesen.\n",
        "Eingang",
        "info@amt.example",
        "automatic-reply",
    ),
    (
        "",
        "Your request has been logged as 77. This mailbox is not monitored.\n",
        "Request 77",
        "desk@council.example",
        "automatic-reply",
    ),
    # A03: lists and newsletters.
    ("List-Id: <nieuws.stad.example>\n", NOTICE, "Nieuws", "nieuws@stad.example", "bulk"),
    ("List-Unsubscribe: <https://x.example>\n", NOTICE, "Nieuws", "stad@stad.example", "bulk"),
    ("Mailing-List: list x\n", NOTICE, "Nieuws", "stad@stad.example", "bulk"),
    ("Precedence: bulk\n", NOTICE, "Nieuws", "stad@stad.example", "bulk"),
    ("Precedence: junk\n", NOTICE, "Nieuws", "stad@stad.example", "bulk"),
    ("", NOTICE + "Klik hier om u uit te schrijven.\n", "Nieuws", "stad@stad.example", "bulk"),
    ("", "Nos nouvelles.\nPour vous désabonner, cliquez ici.\n", "Lettre", "lettre@commune.example", "bulk"),
    # A05: addresses of machines.
    ("", NOTICE, "Melding", "noreply@stad.example", "bulk"),
    ("", NOTICE, "Melding", "do-not-reply@stad.example", "bulk"),
    ("", NOTICE, "Melding", "lijst-request@stad.example", "bulk"),
    ("", NOTICE, "Melding", "ne-pas-repondre@commune.example", "bulk"),
    ("", NOTICE, "Melding", "owner-lijst@stad.example", "bulk"),
    # A04: our own mail.
    ("X-Loop: klachten@ombuds.example\n", SHORT, "Ontvangst", "x@elsewhere.example", "automatic-reply"),
    ("Auto-Submitted: auto-replied\n", LETTER, "Ontvangst van uw klacht", "klachten@ombuds.example", "automatic-reply"),
    # A15 and D09: reading receipts and abuse reports.
    (
        "In-Reply-To: <x@ombuds.example>\n",
        "Uw bericht werd gelezen op 4 mei.\n",
        "Gelezen: uw klacht",
        "an@post.example",
        "automatic-reply",
    ),
]


@pytest.mark.parametrize(("headers", "body", "subject", "sender", "kind"), MACHINES)
def test_machines_make_no_case_and_get_no_answer(headers, body, subject, sender, kind):
    said = verdict(headers, body, subject, sender)
    assert (said.kind, said.makes_case, said.answer) == (kind, False, "never"), said.rule


TOLD_OF_RECEIPTS = [
    'Enkel "uw melding is goed ontvangen, antwoorden worden niet gelezen", meer kwam er niet.\n',
    "Uw klacht is ontvangen, stond er, en antwoorden heeft geen zin. Sindsdien stilte, al vier maanden.\n",
    "Ik kreeg een mail: uw aanvraag werd geregistreerd, dit is een automatisch bericht. Maar mijn premie?\n",
    "Depuis lors toujours rien, sauf : votre demande est enregistrée, inutile de répondre.\n",
    "Seitdem kam nur: Ihre Anfrage ist eingegangen, dieses Postfach wird nicht gelesen.\n",
    "All that came was: your request has been logged, this mailbox is not monitored. Still no bin.\n",
]


@pytest.mark.parametrize("body", TOLD_OF_RECEIPTS)
def test_a_citizen_who_tells_of_a_receipt_still_makes_a_case(body):
    assert verdict("", body, "klacht", "an@post.example").makes_case


WITHHELD = [
    ("Precedence: bulk\n", LETTER, "an@post.example", "withheld-bulk"),
    ("List-Id: <wijk.post.example>\n", LETTER, "an@post.example", "withheld-list"),
    (
        "List-Unsubscribe: <mailto:x@y.example>\n",
        LETTER + "_______________________________________________\nWijk mailing list\nTo unsubscribe go to the site\n",
        "an@post.example",
        "withheld-list",
    ),
    (
        "Auto-Submitted: auto-generated\nX-MS-Exchange-Generated-Message-Source: Mailbox Rules Agent\n",
        LETTER,
        "an@post.example",
        "withheld-form",
    ),
    ("Auto-Submitted: auto-replied\n", LETTER, "an@post.example", "withheld-form"),
    ("X-Autoreply: yes\n", LETTER, "an@post.example", "withheld-old-auto"),
    ("X-Auto-Response-Suppress: All\n", SHORT, "an@post.example", "withheld-suppress"),
    ("Return-Path: <>\n", SHORT, "an@post.example", "withheld-null-path"),
    ("X-Spam-Flag: YES\n", SHORT, "an@post.example", "withheld-flagged"),
    ("", SHORT, "klachten@ombuds.example", "own-address"),
    ("", SHORT, "klachten+r2f-abcdefghijklmnop@ombuds.example", "own-address"),
    ("", SHORT, "", "withheld-no-sender"),
    (
        "",
        "Hierbij maken wij u een klacht over van mevrouw Claes uit Leuven over de bus.\n\nDit is een automatisch gegenereerd bericht.\n",
        "dienst@partner.example",
        "withheld-notice",
    ),
]


@pytest.mark.parametrize(("headers", "body", "sender", "rule"), WITHHELD)
def test_a_person_under_a_misleading_header_makes_a_case_and_waits_for_a_person(headers, body, sender, rule):
    said = verdict(headers, body, sender=sender)
    assert (said.kind, said.makes_case, said.answer, said.rule) == (None, True, "withheld", rule)
    assert said.why


def test_who_is_not_proven_by_our_own_border_is_not_answered():
    checked = "Authentication-Results: mx.ombuds.example; spf=fail; dmarc=fail\nReceived: from x by mx.ombuds.example; Mon, 4 May 2026 10:00:00 +0200\n"
    raw = f"{checked}From: an@post.example\nTo: klachten@ombuds.example\nSubject: klacht\n\n{SHORT}".encode()
    trusted = screen(read_mail(raw, received_at=NOW, boundary_hosts=["mx.ombuds.example"]), own_addresses=OURS)
    strange = screen(read_mail(raw, received_at=NOW), own_addresses=OURS)
    assert (trusted.rule, trusted.makes_case, trusted.answer) == ("withheld-unproven", True, "withheld")
    assert strange.answer == "yes"


def test_what_a_citizen_forwards_is_not_taken_for_his_own_mail():
    body = "Dit stuurde men mij. Mag dat?\n\n---------- Forwarded message ---------\nVan: Winkel <noreply@winkel.example>\nDate: ma 4 mei 2026 om 09:12\nSubject: Actie\nTo: an@post.example\n\nKoop nu. Klik hier om u uit te schrijven.\n"
    assert verdict("", body, "Fwd: Actie").makes_case


def test_every_rule_has_a_name_of_its_own_and_the_last_one_takes_all():
    rules = [row[0] for row in TABLE]
    assert len(set(rules)) == len(rules)
    assert TABLE[-1][0] == "person"
    assert all(row[5] for row in TABLE)


def test_machine_mail_never_gets_an_answer_and_never_makes_a_case():
    for _, _, kind, makes_case, answer, _ in TABLE:
        assert (kind is None) == makes_case
        assert makes_case or answer == "never"


def test_a_click_on_an_invitation_is_no_complaint():
    raw = b"From: an@post.example\nSubject: Geaccepteerd: overleg\nContent-Type: text/calendar; method=REPLY\n\nBEGIN:VCALENDAR\n"
    assert screen(read_mail(raw, received_at=NOW), own_addresses=OURS).rule == "calendar"


@pytest.mark.parametrize(
    ("body", "case"),
    [
        (
            "Geachte collega,\n\nWij hebben het dossier van mevrouw Verlinden nagekeken; de meter wordt hersteld.\n",
            True,
        ),
        ("Madame, Monsieur,\n\nLa facture de M. Delvaux est corrigée.\n\nService plaintes\n", True),
        ("Geachte mevrouw Verlinden,\n\nUw factuur staat klaar in uw klantenzone.\n", False),
        ("Uw wachtwoord verloopt binnen 7 dagen.\n", False),
    ],
)
def test_a_machine_address_that_writes_about_a_person_makes_a_case_and_gets_no_answer(body, case):
    said = verdict("", body, "Antwoord op uw vraag", "Klachtendienst <noreply-klacht@energie.example>")
    assert (said.makes_case, said.answer) == (case, "never"), said.rule
