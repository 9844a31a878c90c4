"""Whose words, where, in which language."""

import pytest

from classifiers.flat import flat
from classifiers.prepared import prepare
from classifiers.understanding import Language
from tests.fields.mails import mail

LANGUAGES = [
    ("Dag, er ligt al drie weken glas op het fietspad en niemand ruimt het op.", Language.NL),
    ("Bonjour, mon dossier traîne depuis six mois et personne ne me répond.", Language.FR),
    ("Guten Tag, ich warte seit Wochen auf eine Antwort und bekomme keine.", Language.DE),
    ("Hello, I have been waiting for weeks and nobody answers my letters.", Language.EN),
    ("Graag antwoord aub", Language.NL),
    ("svp rappelez moi", Language.FR),
    ("bitte um Rückruf", Language.DE),
    ("please call me back", Language.EN),
    (
        "Monsieur, j'ai reçu ceci de la commune : « Wij hebben uw aanvraag goed ontvangen ». Je ne comprends pas le "
        "néerlandais et je n'ai pas eu d'autre réponse.",
        Language.FR,
    ),
    (
        "Ich habe der Gemeinde geschrieben, man antwortete nur: „Uw dossier wordt behandeld“. Was soll ich damit?",
        Language.DE,
    ),
]


@pytest.mark.parametrize(("text", "language"), LANGUAGES)
def test_language_is_that_of_the_writer(text: str, language: Language) -> None:
    assert prepare(mail(text, subject="")).language.value is language


def test_disclaimer_and_quotes_do_not_count_for_the_language() -> None:
    text = (
        "Bonjour, je n'ai pas reçu ma prime.\n\nJeanne Lambert\n\n"
        "Dit bericht is uitsluitend bestemd voor de geadresseerde en kan vertrouwelijke informatie bevatten.\n\n"
        "Op ma 4 mei 2026 om 10:11 schreef Dienst <dienst@voorbeeld.example>:\n> Wij hebben uw aanvraag ontvangen.\n"
    )
    assert prepare(mail(text, subject="Prime")).language.value is Language.FR


def test_a_text_without_words_is_in_the_language_of_the_office_and_unsure() -> None:
    read = prepare(mail("😀😀 !!", subject=""), expected=Language.FR).language
    assert (read.value, read.confidence < 0.9) == (Language.FR, True)


def test_flat_text_keeps_every_place() -> None:
    text = "Ik hèb ’s ÅNDERS “gezegd” — straße, œuvre, İstanbul, 👍🏽 naïef"
    assert len(flat(text)) == len(text)
    assert flat(text).index("naief") == text.index("naïef")


def test_sentences_stand_where_they_say() -> None:
    prepared = prepare(
        mail("Beste dr. Maes,\n\nIk heb NIET gebeld. Als u niet antwoordt, bel ik. Mag dat?\n- een\n- twee\n")
    )
    for sentence in prepared.sentences:
        assert prepared.message.texts[sentence.part][sentence.start : sentence.end] == sentence.text
    told = {s.text: (s.negated, s.hypothetical, s.question) for s in prepared.said}
    assert told["Ik heb NIET gebeld."] == (True, False, False)
    assert told["Als u niet antwoordt, bel ik."] == (True, True, False)
    assert told["Mag dat?"] == (False, False, True)
    assert "Beste dr. Maes," in told


def test_lines_wrapped_by_the_mail_program_are_one_sentence() -> None:
    text = (
        "Ik heb op drie verschillende dagen aan het loket gestaan zonder dat\n"
        "iemand mij kon zeggen waar mijn dossier gebleven was.\nRita\n"
    )
    assert [s.text.split()[-1] for s in prepare(mail(text)).said] == ["was.", "Rita"]


FORWARD = (
    "\n\nVan: Rik Daems <rik.daems@post.example>\nVerzonden: maandag 11 mei 2026 09:00\nAan: {to}\n"
    "Onderwerp: put in de straat\n\nGoeiedag, de put in onze straat ligt er al een maand. Niemand doet iets.\nRik Daems\n"
)


def test_mail_passed_on_by_a_colleague_is_the_citizens() -> None:
    message = mail(
        "Dag collega, ter behandeling. Groeten, Lut" + FORWARD.format(to="info@stad.example"),
        sender="Dienst Wegen <wegen@stad.example>",
        subject="FW: put in de straat",
    )
    prepared = prepare(message)
    assert prepared.prefix == "forwarded:0:"
    assert prepared.message.from_[0].email == "rik.daems@post.example"


def test_answer_of_the_administration_below_a_complaint_is_not_the_citizens() -> None:
    text = (
        "Geachte, hieronder vindt u het antwoord dat ik van de dienst kreeg. Ik ben daar niet tevreden over, want mijn "
        "vraag is helemaal niet beantwoord en de put ligt er nog altijd.\nRik Daems\n\n"
        "Van: Dienst Wegen <wegen@stad.example>\nVerzonden: maandag 11 mei 2026 09:00\nAan: Rik Daems\n"
        "Onderwerp: RE: put\n\nBeste, wij hebben uw melding goed ontvangen en doorgegeven aan de ploeg.\n"
    )
    prepared = prepare(mail(text, sender="Rik Daems <rik.daems@post.example>", subject="Fwd: put"))
    assert prepared.prefix == ""


def test_letter_in_the_attachment_is_read_where_the_body_points_at_it() -> None:
    letter = "Geachte,\n\nIk heb in maart een premie gevraagd en mijn aanvraag is verloren gegaan. Ik vraag dat u dit nakijkt.\n\nIvo Stas\n"
    prepared = prepare(mail("Zie bijlage.\nMvg", attached={"klacht.txt": letter}))
    assert prepared.part.startswith("attachment:")
    assert "premie gevraagd" in prepared.text


def test_papers_beside_a_told_complaint_stay_papers() -> None:
    text = (
        "Geachte, in bijlage vindt u de factuur. " + "Ik heb nooit een meterstand doorgegeven en betaal dit niet. " * 6
    )
    prepared = prepare(mail(text, attached={"factuur.txt": "FACTUUR 12\nTe betalen: 318 euro\n" * 9}))
    assert prepared.part == "body"
