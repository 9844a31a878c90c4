"""No body and no earlier contact is surer than that the mail is one to which it matters."""

import pytest

from classifiers.resting import chance_of_any, no_surer
from classifiers.understanding import Kind, PriorContact, Reading
from tests.fields.mails import mail, read


def test_a_reading_loses_the_doubt_that_its_kind_has() -> None:
    kind = Reading(Kind.COMPLAINT, 0.6, "x", others=((Kind.POLICY_COMPLAINT, 0.3), (Kind.APPEAL, 0.1)))
    body = Reading("vlabel", 0.95, "x", words="Vlabel")
    shown = no_surer(body, chance_of_any(kind, {Kind.COMPLAINT, Kind.APPEAL}))
    assert (shown.value, shown.confidence, shown.words) == ("vlabel", 0.7, "Vlabel")


def test_a_doubtful_reading_is_not_made_surer_by_a_sure_kind() -> None:
    body = Reading("vlabel", 0.4, "x")
    assert no_surer(body, chance_of_any(Reading(Kind.COMPLAINT, 0.98, "x"), {Kind.COMPLAINT})) == body


REPORTS = [
    ("In de Kerkstraat brandt de straatlamp voor nummer 12 niet meer. Ik heb het nog aan niemand gemeld.", PriorContact.NO),
    ("Je vous signale un lampadaire éteint et une ampoule cassée devant le numéro 12 de la rue Haute. Je n'ai pas encore contacté la commune.", PriorContact.NO),
    ("Ich möchte eine defekte Straßenlampe und ein Schlagloch vor Haus Nummer 12 melden. Bitte reparieren. Ich habe es noch niemandem gemeldet.", PriorContact.NO),
    ("I would like to report a broken street lamp and a pothole at number 12, High Street. I have not contacted the council yet.", PriorContact.NO),
    ("In de Kerkstraat brandt de straatlamp voor nummer 12 niet meer, graag herstellen.", PriorContact.UNKNOWN),
]  # fmt: skip


@pytest.mark.parametrize(("text", "asked"), REPORTS)
def test_who_is_the_first_to_tell_of_a_broken_lamp_has_not_asked_before(text: str, asked: PriorContact) -> None:
    understood = read(mail(text, subject="Straatlamp"))
    assert (understood.kind.value, understood.prior_contact.value) == (Kind.SERVICE_REPORT, asked)
    assert understood.prior_contact.confidence < 0.9 or asked is PriorContact.UNKNOWN
