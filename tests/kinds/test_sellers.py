"""Who sells to an office is told from who writes to it: an offer is no question, and a citizen is never set aside."""

import pytest

from classifiers.understanding import Kind
from tests.fields.mails import mail, read

SELLERS = [
    ("Ramen wassen", "Beste, wij zijn een lokaal bedrijf uit uw streek en wassen ramen van scholen en rusthuizen. Vrijblijvende offerte binnen de dag, 20 % korting bij bestelling voor 1 juni. Wanneer mag ik langskomen? Dirk Mertens, zaakvoerder"),
    ("Papierversnipperaars", "Geachte, wij bieden onze producten aan: papierversnipperaars, prijs per stuk 149 euro excl. btw, direct leverbaar. Interesse? Bel onze accountmanager."),
    ("Distributeurs de boissons", "Bonjour, nous proposons nos formules de location de fontaines à eau, premier mois offert, sans engagement. Un bref appel cette semaine vous conviendrait-il ? Luc, conseiller commercial"),
    ("Büromöbel", "Guten Tag, 40 Bürostühle, Restposten, sofort lieferbar. Preis pro Stück 65 Euro netto, Rabatt bei Bestellung ab zehn Stück. Das Angebot gilt bis Monatsende."),
    ("Training for your team", "Hi, we offer our services in presentation training. Other councils already work with us. Packages from 300 euro, first month free. Could we have a quick call next week?"),
]  # fmt: skip
CITIZENS = [
    ("Korting niet gekregen", "Ik had recht op een korting bij mijn abonnement van De Lijn en die heb ik niet gekregen. Aan de telefoon zei men dat de actie voorbij was. Dat klopt niet, ik wil mijn geld terug. Rita Maes"),
    ("offerte", "Wij moesten drie offertes binnenbrengen voor de premie en nu zegt Wonen in Vlaanderen dat ze te oud zijn. Vrijblijvende offerte of niet, het bedrag is hetzelfde. Ik vind dit onredelijk. Jan Wouters"),
    ("premier mois", "Le premier mois gratuit promis par la crèche communale m'a été facturé. J'ai appelé deux fois sans succès. Je demande votre aide. Awa Diallo"),
    ("Angebot der Gemeinde", "Die Gemeinde hat mir ein Angebot für eine Grabstelle geschickt und danach den Preis verdoppelt. Auf meinen Brief kam keine Antwort. Ich beschwere mich darüber. Karl Heinen"),
    ("offer withdrawn", "The housing company made me an offer and took it back the next day because I asked for a short call to see the flat. I think that is unfair and I want to complain. Sofia Lind"),
]  # fmt: skip


@pytest.mark.parametrize(("subject", "text"), SELLERS)
def test_an_offer_nobody_asked_for_is_advertising(subject: str, text: str) -> None:
    assert read(mail(text, subject=subject)).kind.value is Kind.SPAM


@pytest.mark.parametrize(("subject", "text"), CITIZENS)
def test_a_citizen_who_speaks_of_offers_is_no_seller(subject: str, text: str) -> None:
    assert read(mail(text, subject=subject)).kind.value is not Kind.SPAM
