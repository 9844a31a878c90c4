"""The 35 subjects that often reach the wrong house: each row of the catalogue, from its body to its complaint body."""

import pytest

from classifiers.understanding import Person, Reading
from routing.catalogue import Route
from tests.routing.told import BRUSSELS, GHENT, VO, catalogue, complaint, route, sure, weighed

ROWS = [pytest.param(row, body, id=f"{row.id}-{body}") for row in catalogue().routes for body in row.first_lines]
#: Rows whose complaint body depends on more than the body: what a text adds stands in the test below that names them.
BY_TEXT = {"r16", "r23", "r25"}


def test_there_are_35_rows_and_all_their_bodies_are_known() -> None:
    assert len(catalogue().routes) == 35
    for row in catalogue().routes:
        for body in (*row.first_lines, *row.second_lines):
            assert body in catalogue().bodies


@pytest.mark.parametrize(("row", "body"), [row for row in ROWS if row.id.split("-")[0] not in BY_TEXT])
def test_a_body_that_was_asked_leads_to_a_complaint_body_of_its_row(row: Route, body: str) -> None:
    for office in (VO, BRUSSELS):
        action, to = route(office, complaint(body))
        if not row.second_lines:
            assert (action, to) == ("refuse", None)
        elif action == "handle":
            assert office in row.second_lines
        else:
            assert action == "forward"
            assert to in row.second_lines


@pytest.mark.parametrize(("row", "body"), ROWS)
def test_a_municipality_never_handles_what_is_not_its_own(row: Route, body: str) -> None:
    assert route(GHENT, complaint(body))[0] != "handle"


def test_a_judgment_is_for_nobody_and_the_working_of_a_court_for_the_high_council() -> None:
    assert route(VO, complaint("rechtbank"), text="De rechter gaf mijn buur gelijk in het vonnis.") == ("refuse", None)
    late = "De griffie antwoordt niet en de zitting is telkens uitgesteld."
    assert route(VO, complaint("rechtbank"), text=late) == ("forward", "hrj")


def test_a_traffic_fine_is_for_the_police_court_and_the_conduct_of_police_for_its_committee() -> None:
    for body in ("politie", "fod-justitie"):
        assert route(VO, complaint(body), text="Ik kreeg een boete van een flitspaal die fout staat.") == (
            "refuse",
            None,
        )
    assert route(VO, complaint("politie"), text="De agent duwde mij tegen de muur.") == ("forward", "comite-p")


def test_a_municipality_without_a_place_is_asked_for() -> None:
    assert route(VO, complaint("gemeenten")) == ("ask", None)


def test_family_allowances_go_by_the_residence_of_the_child() -> None:
    text = "Mijn kinderbijslag werd niet betaald."
    for postcode, town, competent in (
        ("1070", "Anderlecht", "ombuds-brussel"),
        ("4000", "Liège", "mediateur-wallonie-fwb"),
        ("4700", "Eupen", "ombudsfrau-dg"),
    ):
        home = Person(name=sure("An Maes"), postcode=sure(postcode), municipality=sure(town))
        assert route(VO, complaint("vutg", person=home), text=text) == ("forward", competent)


def test_a_general_practitioner_is_for_the_federal_service_and_a_hospital_for_its_own_ombuds() -> None:
    assert (
        route(VO, complaint("ziekenhuis"), text="Mijn huisarts weigert een attest.")[1] == "patientenrechten-federaal"
    )
    assert route(VO, complaint("ziekenhuis"), text="Op de spoed heb ik zes uur gewacht.")[1] == "ziekenhuis-ombuds"


def topic(route_id: str, words: str) -> tuple[Reading[str], ...]:
    return (Reading(route_id, 0.6, "words of the subject", words=words),)


@pytest.mark.parametrize(
    ("row", "words", "text", "mentioned", "to"),
    [
        ("r32", "datalek", "Mijn gegevens staan op straat.", (), "gba"),
        ("r32", "datalek", "Mijn gegevens staan op straat.", ("gemeente-gent",), "vtc"),
        ("r33", "discriminatie", "Ik word uitgesloten om mijn afkomst.", (), "unia"),
        ("r33", "discriminatie", "Ik word uitgesloten om mijn afkomst.", ("vdab",), "vmri"),
        ("r33", "discriminatie", "Ik kreeg de job niet omdat ik zwanger ben.", (), "igvm"),
        ("r17", "ereloon", "Ik heb een klacht over mijn advocaat.", (), "ligo-advocaten"),
        ("r16", "deurwaarder", "De gerechtsdeurwaarder rekent 400 euro aan.", (), "gerechtsdeurwaarders-ombuds"),
        ("r26", "school", "De inschrijving geweigerd, zegt de directie.", (), "clr"),
        ("r26", "school", "De schoolrekening klopt niet.", (), "commissie-zorgvuldig-bestuur"),
    ],
)
def test_a_subject_without_a_house_of_its_own_goes_to_its_complaint_body(
    row: str, words: str, text: str, mentioned: tuple[str, ...], to: str
) -> None:
    read = complaint(topics=topic(row, words), mentioned=mentioned)
    assert route(VO, read, text=text) == ("forward", to)


def test_the_only_subject_told_stands_in_for_the_body_and_is_doubtful() -> None:
    decision = weighed(VO, complaint(topics=topic("r01", "treinticket"))).decision
    assert (decision.action, decision.to) == ("forward", "ombudsrail")
    assert decision.confidence < 0.6


def test_words_of_everyday_and_several_subjects_choose_no_house() -> None:
    assert route(VO, complaint(topics=topic("r06", "brief")))[0] == "ask"
    assert route(VO, complaint(topics=(*topic("r01", "treinticket"), *topic("r11", "schadegeval"))))[0] == "ask"
