"""What carries a case on without saying so: papers, a few words, another language, a text that another signed first."""

import tomllib
from importlib.resources import files

import pytest

from classifiers.likeness.cues import read_cues
from classifiers.likeness.sketch import words_of
from classifiers.understanding import Kind, Language
from routing.matching import Known, Match, MatchVerdict, Relation, match
from tests.matching.build import incoming, known, traits

WINDOWS = """Wonen in Vlaanderen weigerde op 14 oktober mijn verbouwpremie voor de ramen omdat de factuur van 2 mei te oud
zou zijn. Mijn klacht van 20 oktober werd op 17 november verworpen."""
JO = {"name": "Jo Vereecken", "email": "jo@post.example"}
HOME = {"street": "Beukenlaan", "number": "12", "postcode": "1640"}
CASE = known(traits(WINDOWS, **JO, **HOME, bodies=("wonen-in-vlaanderen",)))


def judged(text: str, *earlier: Known, official: bool = False, **who) -> Match:
    cues = read_cues(text)
    told = {name: getattr(cues, name) for name in cues.__dataclass_fields__}
    mail = incoming(traits(text, **who), f"{text}\n{who.get('name', '')}", official=official, **told)
    return match(mail, earlier or (CASE,))


@pytest.mark.parametrize(
    "text",
    [
        "Nog vergeten: het attest zit hierbij.",
        "Zoals beloofd de foto's.",
        "Ci-joint le document.",
        "Anbei das Formular.",
        "Attached the form.",
        "De zaak is van de baan, u moet geen moeite meer doen.",
    ],
)
def test_a_few_words_of_a_writer_with_one_case_belong_to_it(text: str) -> None:
    found = judged(text, **JO)
    assert (found.verdict, found.case, found.relation) == (MatchVerdict.LINK, 1, Relation.FOLLOW_UP)


def test_a_writer_who_introduces_himself_with_another_body_has_a_new_matter() -> None:
    text = "De Lijn liet mij op 3 maart aan de halte staan en antwoordt niet op mijn klacht van 5 maart."
    found = judged(text, **JO, **HOME, bodies=("de-lijn",))
    assert found.verdict is MatchVerdict.NEW


def test_a_writer_with_another_matter_at_the_same_body_is_not_linked() -> None:
    text = "Wonen in Vlaanderen schrapte mij van de wachtlijst van mijn huursubsidie zonder brief, midden in de winter."
    found = judged(text, **JO, **HOME, bodies=("wonen-in-vlaanderen",))
    assert found.verdict is not MatchVerdict.LINK


def test_the_same_complaint_in_another_language_is_resent() -> None:
    text = """Wonen in Vlaanderen a refusé ma prime à la rénovation pour mes châssis: la facture du 2 mai serait trop
    ancienne. Ma plainte du 20 octobre a été rejetée le 17 novembre."""
    who = JO | {"email": "jo.v@outlook.example", "street": "Avenue des Hêtres", "number": "12", "postcode": "1640"}
    found = judged(text, **who, bodies=("wonen-in-vlaanderen",), language=Language.FR)
    assert (found.verdict, found.case, found.relation) == (MatchVerdict.LINK, 1, Relation.RESENT)


def test_another_person_with_the_same_complaint_in_another_language_is_not_linked() -> None:
    text = """Wonen in Vlaanderen a refusé ma prime à la rénovation pour mes châssis: la facture du 2 mai serait trop
    ancienne. Ma plainte du 20 octobre a été rejetée le 17 novembre."""
    who = {"name": "Luc Mercier", "email": "luc@post.example", "street": "Rue Haute", "number": "4"}
    found = judged(text, **who, postcode="1640", bodies=("wonen-in-vlaanderen",), language=Language.FR)
    assert found.verdict is MatchVerdict.NEW


def test_a_daughter_who_knows_the_file_number_of_the_body_belongs_to_the_case() -> None:
    first = known(traits("Het agentschap vordert zorgbudget terug, kenmerk ZB/2026/00831.", **JO, bodies=("vsb",)))
    text = "Ik ben de dochter van Jo. Er kwam een aanmaning in ZB/2026/00831, kan die wachten?"
    found = judged(text, first, name="An Vereecken", email="an@post.example", bodies=("vsb",))
    assert (found.verdict, found.case) == (MatchVerdict.LINK, 1)


def test_a_stranger_who_knows_the_file_number_of_the_body_is_not_linked() -> None:
    first = known(traits("Het agentschap vordert zorgbudget terug, kenmerk ZB/2026/00831.", **JO, bodies=("vsb",)))
    text = "Er kwam een aanmaning in ZB/2026/00831, kan die wachten?"
    found = judged(text, first, name="Piet Claes", email="piet@post.example", bodies=("vsb",))
    assert found.verdict is not MatchVerdict.LINK


def test_a_firm_that_complains_under_the_name_of_another_complainant_is_not_the_body() -> None:
    text = "Als aannemer weigert Wonen in Vlaanderen mij al maanden de erkenning voor de verbouwpremie van klanten."
    who = {"name": "Jo Vereecken", "email": "info@vereecken.example", "street": "Markt", "number": "1"}
    found = judged(text, official=True, **who, postcode="9160", bodies=("wonen-in-vlaanderen",))
    assert found.verdict is not MatchVerdict.LINK


def test_a_word_about_the_end_by_a_stranger_ends_nothing() -> None:
    found = judged("De zaak is van de baan.", name="Piet Claes", email="piet@post.example", kind=Kind.WITHDRAWAL)
    assert found.verdict is MatchVerdict.NEW


def test_no_beginning_of_a_word_stands_for_two_concepts() -> None:
    table = tomllib.loads((files("classifiers") / "data" / "concepts.toml").read_text("utf-8"))
    starts: dict[str, str] = {}
    for concept, words in table.items():
        for start in {word[:5] for word in words_of(words) if len(word) >= 5}:
            assert starts.setdefault(start, concept) == concept, f"{start}: {starts[start]} and {concept}"
