from dataclasses import replace
from pathlib import Path

import pytest

from classifiers.understanding import Language
from gateway.answering.letterhead import letterhead
from outbound.compose import compose
from outbound.draft import Answer, Channel, Recipient
from outbound.facts import Procedure
from outbound.texts import check_text
from routing.catalogue import load_catalogue
from routing.offices import load_offices
from tests.answers.samples import CITIZEN, FACTS, HANDLER, OFFICES

LOCAL = OFFICES[Procedure.LOKAAL_BESTUUR]


def receipt(procedure: Procedure, language: Language, channel: Channel = Channel.MAIL, **changes: object) -> str:
    facts = replace(FACTS, **changes)
    return compose(
        Answer.RECEIPT, language=language, facts=facts, office=OFFICES[procedure], to=CITIZEN, channel=channel
    ).text


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("procedure", Procedure)
def test_every_receipt_names_the_case_the_day_and_who_can_be_reached(procedure: Procedure, language: Language) -> None:
    text = receipt(procedure, language)
    assert "2026-0042" in text
    assert {"nl": "1 maart 2026", "fr": "1er mars 2026", "de": "1. März 2026", "en": "1 March 2026"}[language] in text
    expected = LOCAL.coordinator if procedure is Procedure.LOKAAL_BESTUUR else HANDLER
    assert expected is not None
    assert expected.name in text
    assert expected.phone in text


@pytest.mark.parametrize("language", Language)
def test_the_receipt_of_the_ombuds_service_tells_the_duties_of_the_complainant(language: Language) -> None:
    assert receipt(Procedure.VLAAMSE_OMBUDSDIENST, language).count("\n- ") == 5


def test_an_automatic_mail_does_not_name_the_person_but_a_letter_does() -> None:
    assert "Noor" not in receipt(Procedure.LOKAAL_BESTUUR, Language.NL)
    assert "Beste Noor De Smedt," in receipt(Procedure.LOKAAL_BESTUUR, Language.NL, Channel.LETTER)


def test_the_term_of_an_appeal_is_warned_of_only_where_one_may_run() -> None:
    assert "beroep" in receipt(Procedure.LOKAAL_BESTUUR, Language.NL)
    assert "beroep" not in receipt(Procedure.LOKAAL_BESTUUR, Language.NL, appeal_running=False)


def test_a_value_that_looks_like_template_code_stays_characters() -> None:
    text = receipt(Procedure.LOKAAL_BESTUUR, Language.EN, Channel.LETTER, person="{{ 7*7 }} ${x} %(y)s {0.__class__}")
    assert "Dear {{ 7*7 }} ${x} %(y)s {0.__class__}," in text


def test_the_subject_stays_in_the_thread_without_line_breaks_or_advertised_links() -> None:
    facts = replace(FACTS, subject="RE: Fwd: brug\r\nBcc: x@y.example\u2028\u202e dicht www.koop.example/nu")
    draft = compose(Answer.RECEIPT, language=Language.NL, facts=facts, office=LOCAL, to=CITIZEN, in_reply_to="<a@b>")
    assert draft.subject == "Re: brug Bcc: x@y.example dicht"


def test_references_keep_the_first_and_the_latest_and_end_with_the_mail_answered() -> None:
    ids = tuple(f"{n}@example" for n in range(400))
    draft = compose(
        Answer.RECEIPT,
        language=Language.NL,
        facts=FACTS,
        office=LOCAL,
        to=CITIZEN,
        in_reply_to="<5@example>",
        references=("two words", *ids),
    )
    assert len(draft.references) == 20
    assert (draft.references[0], draft.references[-1]) == ("0@example", "5@example")


@pytest.mark.parametrize(("answer", "automatic", "needs"), [
    (Answer.RECEIPT, True, False), (Answer.RECEIPT, False, True),
])  # fmt: skip
def test_a_person_is_needed_unless_answer_and_decision_allow_none(answer: Answer, automatic: bool, needs: bool) -> None:
    draft = compose(
        answer, language=Language.FR, facts=FACTS, office=LOCAL, to=Recipient("", "a@b.example"), automatic=automatic
    )
    assert draft.needs_person is needs
    assert (draft.headers is None) is needs


@pytest.mark.parametrize(("text", "finding"), [
    ("Onderwerp\n\nU hebt nummer {{ refrence }}, ontvangen {{ received }}, {{ coordinator }}", "refrence"),
    ("Onderwerp\n\nOntvangen op {{ received }}, {{ coordinator }}", "reference"),
    ("Onderwerp\n\n{{ reference }} {{ received }} {{ coordinator.__class__ }}", "Getattr"),
    ("Onderwerp\n\n{% for x in reference %}{{ x }}{% endfor %}", "For"),
    ("Onderwerp\n\n{{ reference", "end of"),
    ("Onderwerp\n\n{% include 'nowhere' %}", "nowhere"),
    ("{{ reference }} {{ received }} {{ coordinator }}", "subject"),
    ("a\n\n" + "x" * 30_000, "longer"),
    ("Onderwerp\n\n" + "{% if reference %}" * 900, ""),
])  # fmt: skip
def test_a_text_of_the_office_is_refused_with_the_reason(text: str, finding: str) -> None:
    findings = check_text(Answer.RECEIPT, Language.NL, text, Procedure.LOKAAL_BESTUUR)
    assert findings
    assert finding in " ".join(findings)


def test_a_good_text_of_the_office_is_used() -> None:
    own = (
        "Dank u\n\nNummer {{ reference }}, kwam aan op {{ received }}. {{ coordinator }} helpt.\n{% include 'ending' %}"
    )
    assert check_text(Answer.RECEIPT, Language.NL, own, Procedure.LOKAAL_BESTUUR) == ()
    draft = compose(
        Answer.RECEIPT,
        language=Language.NL,
        facts=FACTS,
        office=LOCAL,
        to=CITIZEN,
        own_texts={(Answer.RECEIPT, Language.NL): own},
    )
    assert draft.subject == "Dank u [2026-0042]"
    assert draft.text.startswith("Nummer 2026-0042, kwam aan op 1 maart 2026. Griet Van Loo helpt.")


def test_the_signature_of_an_office_stands_under_its_answers(tmp_path: Path) -> None:
    own = tmp_path / "offices.toml"
    own.write_text(
        '[[office]]\nid = "gemeente-genk"\nplace = "Genk"\n'
        'signature = { nl = "Stad Genk\\nDienst Klachten", fr = "Ville de Genk" }\n'
    )
    catalogue = load_catalogue()
    (genk,) = load_offices(["gemeente-genk"], catalogue, own)

    def ending(language: Language) -> str:
        office = letterhead(genk, language, catalogue=catalogue)
        facts = replace(FACTS, signed_by="Els Wouters")
        free = compose(
            Answer.FREE, language=language, facts=facts, office=office, to=CITIZEN, channel=Channel.LETTER
        ).text
        return free.rpartition("Els Wouters\n")[2].partition("\n\n")[0]

    assert ending(Language.NL) == "Stad Genk\nDienst Klachten"
    assert ending(Language.FR) == "Ville de Genk"
