"""Proceedings, harm within days, namelessness, wishes and prior contact: what is said, not what is denied or supposed."""

import pytest

from classifiers.understanding import PriorContact, Signal, Wish
from tests.fields.mails import mail, read

CONTACT = [
    ("Ik heb De Lijn drie keer gebeld over mijn boete.", PriorContact.YES),
    ("Ik heb De Lijn nog NIET gebeld over mijn boete.", PriorContact.NO),
    ("Als u dat nodig vindt, zal ik De Lijn bellen over mijn boete. De bus kwam niet.", PriorContact.UNKNOWN),
    ("Mijn vakbond heb ik gebeld, die zei dat ik bij u moet zijn.", PriorContact.UNKNOWN),
    ("J'ai écrit à Vlabel en mars, sans réponse.", PriorContact.YES),
    ("Je n'ai pas encore contacté Vlabel à ce sujet.", PriorContact.NO),
    ("Ich habe am 3. Mai an De Lijn geschrieben.", PriorContact.YES),
    ("Ich habe mich noch nicht bei De Lijn gemeldet.", PriorContact.NO),
    ("I complained to De Lijn twice about the bus.", PriorContact.YES),
    ("I have not contacted De Lijn yet.", PriorContact.NO),
]
WISHES = [
    ("Gelieve mijn naam niet door te geven aan de dienst.", {Wish.WITHHOLD_IDENTITY}),
    ("Stuur mijn klacht niet door zonder het mij te vragen.", {Wish.NO_FORWARDING}),
    ("Graag een antwoord per brief.", {Wish.REPLY_BY_LETTER}),
    ("Bel mij niet, antwoord liever per mail.", {Wish.REPLY_BY_EMAIL}),
    ("Veuillez me répondre par courrier.", {Wish.REPLY_BY_LETTER}),
    ("Appelez-moi au 0470 12 34 56 svp.", {Wish.REPLY_BY_PHONE}),
    ("Bitte antworten Sie per E-Mail.", {Wish.REPLY_BY_EMAIL}),
    ("Please do not disclose my name to the agency.", {Wish.WITHHOLD_IDENTITY}),
    ("Ik kreeg hun antwoord per brief en per mail.", set()),
]
SIGNALS = [
    ("De zaak is hangende voor de arbeidsrechtbank.", Signal.COURT_PENDING, True),
    ("Als het zo doorgaat stap ik naar de rechtbank.", Signal.COURT_PENDING, False),
    ("Ik heb op 3 mei een bezwaarschrift ingediend bij Vlabel, daar is nog niet over beslist.", Signal.APPEAL_PENDING, True),
    ("Morgen wordt mijn elektriciteit afgesloten.", Signal.URGENT, True),
    ("Vorige week werd mijn elektriciteit afgesloten.", Signal.URGENT, False),
    ("L'huissier vient vendredi prochain saisir mes meubles.", Signal.URGENT, True),
]  # fmt: skip


@pytest.mark.parametrize(("said", "contact"), CONTACT)
def test_prior_contact_is_what_was_done_with_the_body_itself(said: str, contact: PriorContact) -> None:
    text = f"De bus van De Lijn kwam niet en ik vind dat een schande, ik dien klacht in.\n\n{said}\n\nAn Peeters"
    assert read(mail(text)).prior_contact.value is contact


@pytest.mark.parametrize(("said", "wishes"), WISHES)
def test_a_wish_is_only_what_is_asked(said: str, wishes: set[Wish]) -> None:
    text = f"Ik heb een klacht over Vlabel.\n\n{said}\n\nAn Peeters"
    assert {reading.value for reading in read(mail(text)).wishes} == wishes


@pytest.mark.parametrize(("said", "signal", "given"), SIGNALS)
def test_a_signal_is_what_is_so_now(said: str, signal: Signal, given: bool) -> None:
    assert read(mail(f"Ik heb een klacht over Vlabel.\n\n{said}\n\nAn Peeters")).signalled(signal) is given


def test_who_wants_no_name_known_is_anonymous_and_who_signs_is_not() -> None:
    text = "De sluiswachter is onbeleefd. Ik wens anoniem te blijven.\n\n{}"
    assert read(mail(text.format("Een bezorgde burger"), sender="x123@mail.example")).signalled(Signal.ANONYMOUS)
    assert not read(mail(text.format("Jan Peeters"))).signalled(Signal.ANONYMOUS)


def test_the_description_is_the_citizens_own_words() -> None:
    text = "Geachte,\n\nOp 3 mei weigerde de chauffeur mij mee te nemen hoewel mijn abonnement geldig was.\n\nMvg\nJan Peeters"
    described = read(mail(text)).description
    assert described is not None
    assert described.value.startswith("Op 3 mei weigerde de chauffeur")
