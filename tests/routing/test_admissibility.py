"""The admissibility checklist: what is said, what is not, and never more than the mail tells."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifiers.earlier import BY_US
from classifiers.understanding import Kind, Language, Person, PriorContact, Reading, Signal, Understanding, Wish
from routing.admissibility import check, month_or_day
from routing.decision import Finding, Ground, Verdict
from tests.routing.offices import ALL, BRUSSELS, FIRST_LINE, LOCAL, VO, office

RECEIVED = date(2026, 3, 2)


def read(kind: Kind = Kind.COMPLAINT, **fields: object) -> Understanding:
    return Understanding(language=Reading(Language.NL, 1.0, "x"), kind=Reading(kind, 0.95, "x"), **fields)  # type: ignore[arg-type]


def found(
    name: str, understanding: Understanding, earlier: bool | None = None, competent: bool | None = None
) -> dict[Ground, Finding]:
    findings = check(understanding, office=office(name), received=RECEIVED, earlier_case=earlier, competent=competent)
    return {finding.ground: finding for finding in findings}


def since(first: str, last: str = "") -> Understanding:
    happened = Reading(first, 0.9, "x", words=first)
    return read(happened=happened, happened_until=Reading(last, 0.9, "x") if last else None)


def signalling(signal: Signal) -> Understanding:
    return read(signals=(Reading(signal, 0.9, "x", words="de zaak ligt bij de rechtbank"),))


def test_a_local_government_looks_at_ten_grounds_in_their_order() -> None:
    assert [ground.value for ground in found(LOCAL, read())] == [
        "no-complaint", "earlier-complaint", "facts-too-old", "appeals-not-exhausted", "court-pending",
        "manifestly-unfounded", "no-interest", "anonymous", "policy-or-regulation", "not-competent",
    ]  # fmt: skip


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("ground", [Ground.MANIFESTLY_UNFOUNDED, Ground.NO_INTEREST])
def test_what_only_a_person_may_find_stays_unknown(name: str, ground: Ground) -> None:
    findings = found(name, read(), earlier=True, competent=False)
    assert ground not in findings or findings[ground].verdict is Verdict.UNKNOWN


def test_discretion_is_said_to_be_discretion() -> None:
    first_line = found(FIRST_LINE, read())
    assert first_line[Ground.FACTS_TOO_OLD].discretionary
    assert first_line[Ground.COURT_PENDING].discretionary
    assert not first_line[Ground.ANONYMOUS].discretionary
    assert not found(LOCAL, read())[Ground.FACTS_TOO_OLD].discretionary


@pytest.mark.parametrize(
    ("name", "happened", "until", "verdict"),
    [
        (FIRST_LINE, "2025-03-02", "", Verdict.NO),
        (FIRST_LINE, "2025-03-01", "", Verdict.YES),
        (FIRST_LINE, "2025-03", "", Verdict.UNKNOWN),  # the first of March would be too old, the tenth not
        (FIRST_LINE, "2025-02", "", Verdict.YES),
        (FIRST_LINE, "2023-01", "2025-11", Verdict.NO),  # goes on: counts by the latest
        (FIRST_LINE, "2023-01", "2024-11", Verdict.YES),
        (BRUSSELS, "2023-03-03", "", Verdict.NO),
        (BRUSSELS, "2023-03-02", "", Verdict.YES),  # "less than three years"
        (BRUSSELS, "2025-01-01", "", Verdict.NO),
        (LOCAL, "lang geleden", "", Verdict.UNKNOWN),
    ],
)
def test_age_of_facts(name: str, happened: str, until: str, verdict: Verdict) -> None:
    assert found(name, since(happened, until))[Ground.FACTS_TOO_OLD].verdict is verdict


def test_an_unknown_day_raises_no_flag() -> None:
    assert found(LOCAL, read())[Ground.FACTS_TOO_OLD].verdict is Verdict.UNKNOWN


def test_the_motivation_names_the_offices_own_limit() -> None:
    assert "een jaar" in found(LOCAL, read())[Ground.FACTS_TOO_OLD].motivation[Language.NL]
    assert "3 jaar" in found(BRUSSELS, read())[Ground.FACTS_TOO_OLD].motivation[Language.NL]
    assert "3 ans" in found("gemeente-schaarbeek", read())[Ground.FACTS_TOO_OLD].motivation[Language.FR]


@pytest.mark.parametrize("name", ALL)
def test_every_ground_has_a_sentence_in_four_languages_and_an_article(name: str) -> None:
    for finding in found(name, read()).values():
        assert finding.article
        assert set(finding.motivation) == set(Language)
        assert not any("{" in text for text in finding.motivation.values())


def test_a_court_case_and_a_pending_appeal_keep_their_words() -> None:
    court = found(FIRST_LINE, signalling(Signal.COURT_PENDING))[Ground.COURT_PENDING]
    assert court.verdict is Verdict.YES
    assert court.words is not None
    assert court.words.words == "de zaak ligt bij de rechtbank"
    assert found(LOCAL, signalling(Signal.APPEAL_PENDING))[Ground.APPEALS_NOT_EXHAUSTED].verdict is Verdict.YES
    appealable = read(appealable=Reading("u kunt beroep aantekenen", 0.9, "x"))
    assert found(LOCAL, appealable)[Ground.APPEALS_NOT_EXHAUSTED].verdict is Verdict.UNKNOWN


def test_not_wanting_to_be_named_to_the_service_is_not_being_anonymous() -> None:
    withheld = read(
        person=Person(name=Reading("Noor De Smedt", 0.95, "x")), wishes=(Reading(Wish.WITHHOLD_IDENTITY, 0.9, "x"),)
    )
    assert found(VO, withheld)[Ground.ANONYMOUS].verdict is Verdict.NO
    assert found(VO, signalling(Signal.ANONYMOUS))[Ground.ANONYMOUS].verdict is Verdict.YES
    assert found(VO, read())[Ground.ANONYMOUS].verdict is Verdict.UNKNOWN


@pytest.mark.parametrize("name", [VO, BRUSSELS])
@pytest.mark.parametrize(
    ("told", "verdict"),
    [
        (PriorContact.YES, Verdict.NO),
        (PriorContact.NO, Verdict.YES),
        (PriorContact.UNKNOWN, Verdict.UNKNOWN),
    ],
)
def test_the_second_line_wants_the_service_to_be_asked_first(name: str, told: PriorContact, verdict: Verdict) -> None:
    asked = read(prior_contact=Reading(told, 0.9, "x"))
    assert found(name, asked)[Ground.FIRST_LINE_NOT_CONTACTED].verdict is verdict


@pytest.mark.parametrize("name", [LOCAL, FIRST_LINE])
def test_the_first_line_has_no_such_condition(name: str) -> None:
    assert Ground.FIRST_LINE_NOT_CONTACTED not in found(name, read(prior_contact=Reading(PriorContact.NO, 0.9, "x")))


@pytest.mark.parametrize("kind", [Kind.SERVICE_REPORT, Kind.INFORMATION_REQUEST])
def test_a_question_or_a_report_is_no_complaint(kind: Kind) -> None:
    assert found(LOCAL, read(kind))[Ground.NO_COMPLAINT].verdict is Verdict.YES
    assert found(LOCAL, read(Kind.POLICY_COMPLAINT))[Ground.POLICY_OR_REGULATION].verdict is Verdict.YES


@pytest.mark.parametrize(("known", "verdict"), [(True, "yes"), (False, "no"), (None, "unknown")])
def test_an_earlier_complaint_counts_only_where_it_is_known(known: bool | None, verdict: str) -> None:
    assert found(LOCAL, read(), earlier=known)[Ground.EARLIER_COMPLAINT].verdict == verdict
    not_competent = found(LOCAL, read(), competent=None if known is None else not known)[Ground.NOT_COMPETENT]
    assert not_competent.verdict == verdict


@given(st.text(max_size=12))
def test_any_text_for_a_day_is_read_or_left(text: str) -> None:
    days = month_or_day(text)
    assert days is None or days[0] <= days[1]


@pytest.mark.parametrize(
    ("method", "verdict"), [(BY_US, Verdict.YES), ("says it is the same complaint again", Verdict.UNKNOWN)]
)
def test_at_a_second_line_the_same_again_counts_only_where_this_office_decided(method: str, verdict: Verdict) -> None:
    again = read(earlier_complaint=Reading("dezelfde klacht opnieuw", 0.85, method, words="dezelfde klacht opnieuw"))
    assert found(VO, again)[Ground.EARLIER_COMPLAINT].verdict is verdict
    assert found(LOCAL, again)[Ground.EARLIER_COMPLAINT].verdict is Verdict.YES
