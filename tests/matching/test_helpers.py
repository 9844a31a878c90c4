"""Who writes for others: managers, lawyers, families, a shared mailbox; whose case it is, and whose it never is."""

from dataclasses import replace

import pytest

from classifiers.likeness.cues import read_cues
from classifiers.understanding import Kind
from routing.matching import Match, MatchVerdict, Relation, match
from tests.matching.build import incoming, known, traits

BUDGET = """De zorgkas weigert het zorgbudget voor zwaar zorgbehoevenden omdat het attest van de thuisverpleging een dag te
laat was; hij lag toen op intensieve zorgen. Het bezwaar van 3 maart leverde enkel een standaardbrief op."""
OTHER_BUDGET = """De zorgkas heeft haar zorgbudget voor zwaar zorgbehoevenden stopgezet omdat een herziening niet beantwoord
werd. Die brief van 3 maart ging naar haar vroegere adres, en op het bezwaar komt enkel een standaardbrief."""
MANAGER = {"email": "manager@residentie.example", "bodies": ("zorgkassen",)}


def written(text: str, *, writer: str, **who) -> tuple:
    """Traits of a mail that somebody else than its complainant wrote, and the mail as it comes in."""
    cues = read_cues(text)
    told = {name: getattr(cues, name) for name in cues.__dataclass_fields__}
    mine = replace(traits(text, **who), writer=tuple(writer.lower().split()))
    return mine, incoming(mine, f"{text}\n{writer}", **told)


def first(text: str, name: str, case: int = 1):
    return known(written(text, writer="Vera Coppens", name=name, **MANAGER)[0], case=case, message=case)


def judged(text: str, *earlier, **who) -> Match:
    return match(written(text, **who)[1], earlier)


def test_a_manager_who_writes_for_a_second_resident_opens_a_second_case() -> None:
    found = judged(
        f"In naam van onze bewoonster dien ik klacht in. {OTHER_BUDGET}",
        first(f"In naam van onze bewoner schrijf ik. {BUDGET}", "Rik Daems"),
        writer="Vera Coppens",
        name="Maria Luyten",
        **MANAGER,
    )
    assert found.verdict is not MatchVerdict.LINK


@pytest.mark.parametrize(("surname", "case"), [("Daems", 1), ("Luyten", 2)])
def test_a_manager_with_two_cases_says_by_the_surname_whose_paper_it_is(surname: str, case: int) -> None:
    found = judged(
        f"Hierbij het attest van het ziekenhuis dat u vroeg voor {surname}.",
        first(f"In naam van onze bewoner schrijf ik. {BUDGET}", "Rik Daems"),
        first(f"In naam van onze bewoonster dien ik klacht in. {OTHER_BUDGET}", "Maria Luyten", case=2),
        writer="Vera Coppens",
        name="Vera Coppens",
        email=MANAGER["email"],
        kind=Kind.FOLLOW_UP,
    )
    assert (found.verdict, found.relation, found.case) == (MatchVerdict.LINK, Relation.FOLLOW_UP, case)


CASE = known(
    traits(
        "Sinds mei 2025 wacht ik op de premie van 1.250 euro voor mijn zonneboiler. Fluvius zwijgt, mijn klacht KL-88213 "
        "blijft zonder antwoord en de aannemer is al lang betaald.",
        name="Christine Baert",
        email="christine@post.example",
        bodies=("fluvius",),
    )
)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (
            "Mevrouw Christine Baert heeft mij geraadpleegd. Zij legde u haar klacht voor over de premie voor haar "
            "zonneboiler (Fluvius, KL-88213). Mag ik vernemen of er al een standpunt is?",
            "Annelies Dhondt",
        ),
        (
            "Our client Christine Baert contacted you about the premium for her zonneboiler (Fluvius, KL-88213). "
            "Please copy us on further letters.",
            "Tom Wright",
        ),
    ],
)
def test_a_lawyer_who_names_client_and_file_joins_the_case(text: str, name: str) -> None:
    found = judged(text, CASE, writer=name, name=name, email="office@law.example", bodies=("fluvius",))
    assert (found.verdict, found.case) == (MatchVerdict.LINK, 1)


def test_the_same_words_without_a_client_of_ours_join_nothing() -> None:
    found = judged(
        "Mevrouw Sofie Maes heeft mij geraadpleegd over de premie voor haar zonneboiler bij Fluvius.",
        CASE,
        writer="Annelies Dhondt",
        name="Sofie Maes",
        email="office@law.example",
        bodies=("fluvius",),
    )
    assert found.verdict is MatchVerdict.NEW


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        (
            "Twee weken geleden schreef ik u, maar misschien is dat niet aangekomen. Het gaat over de premie van 1.250 euro "
            "voor een zonneboiler, aangevraagd bij Fluvius; klacht KL-88213 blijft zonder antwoord.",
            Relation.RESENT,
        ),
        (
            "Twee weken geleden schreef ik u over de premie van 1.250 euro voor een zonneboiler (KL-88213). Intussen heeft "
            "Fluvius de helft gestort.",
            Relation.FOLLOW_UP,
        ),
    ],
)
def test_what_may_not_have_arrived_is_sent_again_and_news_is_not(text: str, relation: Relation) -> None:
    name, address = "Christine Baert", "christine@post.example"
    found = judged(text, CASE, writer=name, name=name, email=address, bodies=("fluvius",))
    assert (found.verdict, found.relation) == (MatchVerdict.LINK, relation)


def test_one_short_message_of_a_case_does_not_make_another_matter_in_its_thread_the_same() -> None:
    who = {"name": "Christine Baert", "email": "christine@post.example"}
    short = known(traits("Dank u, tot dan.", **who, kind=Kind.FOLLOW_UP), message=2)
    other = traits(
        "De Lijn heeft de halte in onze straat geschrapt zonder iemand te vragen. Voor oudere mensen is het nu twee "
        "kilometer stappen tot aan de volgende halte, langs een weg zonder voetpad.",
        **who,
        bodies=("de-lijn",),
    )
    assert match(incoming(other, pointed=1), [CASE, short]).verdict is not MatchVerdict.LINK
