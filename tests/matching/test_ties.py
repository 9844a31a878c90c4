"""What each row of the table is for: a link where person and matter are tied, and the same words from a stranger never."""

import pytest

from classifiers.likeness.cues import read_cues
from classifiers.likeness.people import names_told
from classifiers.understanding import Kind, Language
from routing.matching import Match, MatchVerdict, Relation, match
from tests.matching.build import incoming, known, traits

ROOF = """In maart weigerde het agentschap Wonen mijn dakpremie omdat de factuur van de dakwerker onleesbaar was. Ik heb
ze op 9 maart opnieuw ingescand en op 11 maart opgeladen. Dossier WP-88120, het gaat om 2.140,00 euro."""
SCHOOL = """De Lijn schrapte op 4 mei de schoolbus naar het atheneum, zodat mijn zoon twee uur te vroeg moet vertrekken.
Op mijn klacht van 6 mei kwam alleen een verwijzing naar de website van de vervoersregio."""
MIA = {"name": "Mia Verlinden", "email": "mia@post.example"}
HOME = {"street": "Kerkstraat", "number": "12", "postcode": "9000"}
ROOF_CASE = known(traits(ROOF, **MIA, **HOME, bodies=("wonen",)), domains=frozenset({"wonen.example"}))
SCHOOL_CASE = known(traits(SCHOOL, **MIA, **HOME, bodies=("de-lijn",)), case=2, message=2)


def judged(text: str, *earlier, pointed: int | None = None, official: bool = False, **who) -> Match:
    """The verdict about a mail with these words, its cues read from them."""
    cues = read_cues(text)
    told = {name: getattr(cues, name) for name in cues.__dataclass_fields__}
    signed = f"{text}\n{who.get('name', '')}"
    mail = incoming(traits(text, **who), signed, pointed=pointed, official=official, **told)
    return match(mail, earlier or (ROOF_CASE,))


def linked(found: Match) -> int | None:
    return found.case if found.verdict is MatchVerdict.LINK else None


CARRIES_ON = [
    "Hoe ver staat het met mijn klacht?",
    "Hierbij de factuur die u vroeg.",
    "Het is opgelost, mijn dossier mag dicht. Bedankt voor uw hulp.",
    "Ik trek mijn klacht in.",
    "Où en est mon dossier ?",
    "Vous pouvez clôturer, merci pour votre aide.",
    "Gibt es Neuigkeiten zu meiner Sache?",
    "Sie können die Akte schließen, danke für Ihre Hilfe.",
    "Is there any news about my case?",
    "You can close the file, thank you for your help.",
]


@pytest.mark.parametrize("text", CARRIES_ON)
def test_a_word_without_number_by_somebody_with_one_case_belongs_to_it(text: str):
    found = judged(text, **MIA)
    assert (linked(found), found.relation) == (1, Relation.FOLLOW_UP)


@pytest.mark.parametrize("text", CARRIES_ON)
def test_the_same_word_by_a_stranger_belongs_to_nothing(text: str):
    assert linked(judged(text, name="Koen Baert", email="koen@else.example")) is None


@pytest.mark.parametrize("text", [text for text in CARRIES_ON if "factuur" not in text])
def test_of_two_cases_none_is_picked_by_chance(text: str):
    assert linked(judged(text, ROOF_CASE, SCHOOL_CASE, **MIA)) is None


@pytest.mark.parametrize(
    ("text", "case"),
    [("Is er al nieuws over mijn dakpremie?", 1), ("Is er al nieuws over de schoolbus naar het atheneum?", 2)],
)
def test_of_two_cases_the_words_tell_which(text: str, case: int):
    assert linked(judged(text, ROOF_CASE, SCHOOL_CASE, **MIA)) == case


def test_a_short_new_trouble_with_another_body_is_no_follow_up():
    text = "De Lijn reed vandaag weer niet en ik stond een uur in de regen."
    assert linked(judged(text, **MIA, bodies=("de-lijn",))) is None


def test_another_matter_in_the_thread_opens_a_case_without_any_word_that_says_so():
    found = judged(SCHOOL, pointed=1, **MIA, bodies=("de-lijn",))
    assert (linked(found), found.relation) == (None, Relation.NEW)


def test_the_body_answers_by_name_and_matter_without_our_number():
    text = "De factuur van mevrouw Mia Verlinden (dossier WP-88120) wordt aanvaard."
    found = judged(text, official=True, name="Klachtendienst", email="klachten@wonen.example", bodies=("wonen",))
    assert (linked(found), found.relation) == (1, Relation.FOLLOW_UP)


def test_the_body_that_writes_about_somebody_else_is_not_put_with_her():
    text = "Het dossier van de heer Jan Celis kunnen wij niet terugvinden."
    found = judged(text, official=True, name="Klachtendienst", email="klachten@wonen.example", bodies=("wonen",))
    assert linked(found) is None


@pytest.mark.parametrize("text", ["Ik wil inzage in het volledige dossier van Mia Verlinden, op vraag van haar.",
                                  "Namens Mia Verlinden: bezorg mij alle stukken van het dossier."])  # fmt: skip
def test_papers_are_not_for_who_only_names_her(text: str):
    assert linked(judged(text, pointed=1, name="Ruben Vos", email="rv@else.example")) is None


def test_a_social_worker_who_hands_in_papers_at_her_request_is_heard():
    text = "Op vraag van Mia Verlinden bezorg ik u hierbij de factuur van de dakwerker."
    found = judged(text, pointed=1, name="Lies Maes", email="lies@welzijn.example")
    assert (linked(found), found.relation) == (1, Relation.FOLLOW_UP)


OWN = [
    "Mijn buurvrouw Mia Verlinden heeft bij u een dossier, en bij mij is het hetzelfde: dakpremie geweigerd.",
    "Comme ma voisine Mia Verlinden, j'ai aussi un refus pour ma prime.",
    "Wie meine Nachbarin Mia Verlinden habe ich auch eine Ablehnung der Dachprämie.",
    "I have the same problem as my sister Mia Verlinden with the roof grant.",
]


@pytest.mark.parametrize("text", OWN)
@pytest.mark.parametrize("pointed", [None, 1])
def test_who_has_the_same_trouble_has_a_case_of_his_own(text: str, pointed: int | None):
    found = judged(text, pointed=pointed, name="Rita Claes", email="rita@else.example", bodies=("wonen",))
    assert linked(found) is None


def test_a_brother_with_a_name_one_letter_apart_and_another_home_is_somebody_else():
    lucie = known(traits(ROOF, name="Lucie Martin", email="lucie@post.example", **HOME, bodies=("wonen",)))
    other = {"name": "Lucien Martin", "email": "lucien@post.example", "street": "Dorp", "number": "3"}
    assert linked(judged(ROOF, lucie, **other, postcode="9000", bodies=("wonen",))) is None


def test_who_helped_in_one_case_keeps_her_own_apart():
    helper = traits("Mijn man schreef u over de dakpremie.", name="Els Roos", email="thuis@post.example", **HOME)
    his = known(helper).__class__(3, 1, helper, frozenset({"thuis@post.example"}), complainant=("jan", "wils"))
    hers = traits(SCHOOL, name="Els Roos", email="thuis@post.example", **HOME, bodies=("de-lijn",))
    assert match(incoming(hers), [his]).verdict is not MatchVerdict.LINK


@pytest.mark.parametrize("name", ["Mia Verlinden", "Verlinden Mia", "M. Verlinden"])
def test_a_shortened_mail_from_another_address_but_the_same_home_is_resent(name: str):
    text = (
        "Mijn dakpremie WP-88120 blijft geweigerd, 2.140 euro, omdat de factuur van de dakwerker onleesbaar zou zijn."
    )
    text += " Ik heb ze nochtans op 11 maart opnieuw opgeladen."
    found = judged(text, name=name, email="mv@werk.example", **HOME, bodies=("wonen",))
    assert (linked(found), found.relation) == (1, Relation.RESENT)


def test_after_her_own_mail_a_shortened_one_is_no_copy_although_a_partner_passed_it_on_in_between():
    partners = known(traits(ROOF, **MIA, bodies=("wonen",)), message=5)
    partners = partners.__class__(5, 1, partners.traits.from_json(partners.traits.to_json() | {"passed_on": True}),
                                  partners.parties)  # fmt: skip
    found = match(incoming(traits(f"{ROOF} Ik wacht.", **MIA, bodies=("wonen",))), [ROOF_CASE, partners])
    assert (linked(found), found.relation) == (1, Relation.RESENT)


def test_a_translation_tells_the_same_days_and_amounts():
    french = (
        "La prime pour mon toit (WP-88120, 2.140 euros) est refusée. J'ai rescanné la facture le 9 mars et le 11 mars."
    )
    found = judged(french + " On dit qu'elle est illisible.", **MIA, language=Language.FR, bodies=("wonen",))
    assert linked(found) == 1


def test_a_withdrawal_by_who_only_names_her_is_for_staff():
    found = judged("Namens Mia Verlinden trek ik de klacht in.", pointed=1, name="Ruben Vos", email="rv@else.example",
                   kind=Kind.WITHDRAWAL)  # fmt: skip
    assert found.verdict is MatchVerdict.PROPOSE


def test_a_mail_with_nothing_but_the_file_number_goes_with_it_and_a_neighbours_does_not():
    text = "Zie hieronder wat ik kreeg over WP-88120."
    assert linked(judged(text, **MIA)) == 1
    assert linked(judged(text, name="Jos Claes", email="jos@else.example")) is None


@pytest.mark.parametrize("text", ["Kunt u mij zeggen of er al schot in zit?", "Ze hebben vanmorgen gebeld."])
def test_a_few_words_that_tell_no_matter_belong_to_her_only_case(text: str):
    assert linked(judged(text, **MIA, kind=Kind.INFORMATION_REQUEST)) == 1
    assert linked(judged(text, ROOF_CASE, SCHOOL_CASE, **MIA, kind=Kind.INFORMATION_REQUEST)) is None


def test_people_named_in_a_text_are_found_with_their_particles():
    told = names_told("De heer Jan De Bock en mevrouw Hilde van Acker kwamen langs.")
    assert ("jan", "bock") in told
    assert ("hilde", "acker") in told


def test_a_niece_in_the_thread_with_a_trouble_of_her_own_opens_a_case():
    text = "Ik kreeg deze mail van mijn tante Mia Verlinden. Zelf wacht ik al sinds mei op een antwoord van De Lijn over de bus."
    found = judged(text, pointed=1, name="Tess Lemmens", email="tess@else.example", kind=Kind.FOLLOW_UP,
                   street="Dorp", number="2", postcode="9000", bodies=("de-lijn",))  # fmt: skip
    assert linked(found) is None


def test_who_lives_elsewhere_is_not_tied_by_a_later_message_that_tells_no_home():
    later = known(traits("Nog een foto van het dak.", **MIA), message=9)
    text = "Namens Mia Verlinden, mijn tante."
    found = judged(text, ROOF_CASE, later, name="Tess Lemmens", email="tess@else.example",
                   street="Dorp", number="2", postcode="9000")  # fmt: skip
    assert linked(found) is None
