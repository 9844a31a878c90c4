"""To whom an answer can go at all, and whether a name is known that is enough to write back to."""

import pytest

from classifiers.understanding import Kind, Person
from tests.routing.told import VO, complaint, sure, weighed

TEXT = "Op 20 mei reed de bus zonder te stoppen voorbij onze halte, en niemand antwoordt op mijn vragen."


def leaves(sender: str, person: Person) -> bool:
    return weighed(VO, complaint("de-lijn", person=person), sender=sender, text=TEXT).decision.reply.automatic


@pytest.mark.parametrize(
    "sender",
    [
        "noreply-scanner@copyshop.example",
        "Webformulier <webform@dienst.example>",
        "Vlaamse Ombudsdienst website <klachten@vlaamseombudsdienst.be>",
    ],
)
def test_nothing_leaves_for_a_machine_that_passed_on_what_somebody_wrote(sender: str) -> None:
    assert not leaves(sender, Person(name=sure("Jan Peeters"), street=sure("Kerkstraat")))


def test_the_address_of_a_form_is_none_of_the_writer() -> None:
    form = "webform@dienst.example"
    assert not leaves(form, Person(name=sure("Jan Peeters"), email=sure(form)))
    assert leaves(form, Person(name=sure("Jan Peeters"), email=sure("jan@voorbeeld.be")))


@pytest.mark.parametrize("sender", ["Karim", "Shana D", "Johan & Els", "Hanne D."])
def test_a_given_name_and_facts_are_enough_to_write_back_to(sender: str) -> None:
    read = complaint("de-lijn", person=Person())
    assert weighed(VO, read, sender=f"{sender} <iemand@voorbeeld.be>", text=TEXT).decision.action == "handle"


@pytest.mark.parametrize(
    "sender", ["iemand@voorbeeld.be", "iemand uit de straat <iemand@voorbeeld.be>", "g.v. <g@voorbeeld.be>"]
)
def test_no_name_at_all_is_asked_for(sender: str) -> None:
    read = complaint("de-lijn", person=Person())
    assert weighed(VO, read, sender=sender, text=TEXT).decision.action == "ask"


def test_a_given_name_without_facts_is_not_enough() -> None:
    read = complaint("de-lijn", person=Person(), happened=None)
    assert weighed(VO, read, sender="Karim <iemand@voorbeeld.be>", text=TEXT).decision.action == "ask"


def test_who_passes_a_complaint_on_knows_the_name() -> None:
    read = complaint("de-lijn", kind=Kind.TRANSFER, person=Person())
    sender = "Kinderrechtencommissariaat <klachtenlijn@kinderrechten.be>"
    assert weighed(VO, read, sender=sender, text=TEXT).decision.action == "handle"


@pytest.mark.parametrize(
    ("office", "text", "ours"),
    [
        ("opgroeien", "In de kinderopvang van mijn zoon is er één begeleidster voor dertien kinderen.", True),
        ("vaph", "In het dagcentrum voor personen met een handicap krijgt mijn broer geen hulp.", True),
        ("departement-zorg", "In het woonzorgcentrum wordt mijn moeder niet gewassen.", True),
        ("opgroeien", "In het woonzorgcentrum wordt mijn moeder niet gewassen.", False),
    ],
)
def test_the_authority_of_a_kind_of_care_is_its_second_instance(office: str, text: str, ours: bool) -> None:
    decision = weighed(office, complaint("zorgvoorzieningen"), text=text).decision
    assert (decision.action == "handle") is ours
