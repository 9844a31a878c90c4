"""Whose complaint it is under each of the four procedures (seeds 001-003, Bestuursdecreet, Ombudsdecreet)."""

from dataclasses import replace

import pytest

from classifiers.understanding import Kind, Person
from tests.routing.told import BRUSSELS, GHENT, SERVICE, VO, complaint, grounds, route, sure, weighed


class TestFlemishOmbuds:
    def test_a_flemish_service_that_was_not_asked_is_asked_first(self) -> None:
        assert route(VO, complaint("vlabel", asked="no")) == ("first-line", "vlabel")
        assert grounds(VO, complaint("vlabel", asked="no")) == {"first-line-not-contacted"}

    def test_a_flemish_service_that_was_asked_is_ours(self) -> None:
        assert route(VO, complaint("vlabel")) == ("handle", None)
        assert grounds(VO, complaint("vlabel")) == set()

    def test_untold_contact_is_no_ground_and_the_other_way_is_named(self) -> None:
        decision = weighed(VO, complaint("vlabel", asked="unknown")).decision
        assert decision.action == "handle"
        assert ("first-line", "vlabel") in [(action, to) for action, to, _ in decision.alternatives]

    def test_a_municipality_that_is_not_affiliated_handles_complaints_itself(self) -> None:
        read = complaint("gemeente-dilbeek", asked="no")
        assert route(VO, read) == ("first-line", "gemeente-dilbeek")
        assert grounds(VO, read) == {"not-competent", "first-line-not-contacted"}
        assert route(VO, complaint("gemeente-dilbeek")) == ("first-line", "gemeente-dilbeek")

    def test_a_municipality_with_an_own_ombuds_is_asked_first_then_its_ombuds(self) -> None:
        assert route(VO, complaint("gemeente-gent", asked="no")) == ("first-line", "gemeente-gent")
        assert route(VO, complaint("gemeente-gent")) == ("forward", "gent-ombuds")

    def test_care_goes_facility_then_authority_then_here(self) -> None:
        home = "Het woonzorgcentrum van mijn moeder."
        assert route(VO, complaint("zorgvoorzieningen", asked="no"), text=home) == ("first-line", "zorgvoorzieningen")
        assert route(VO, complaint("zorgvoorzieningen"), text=home) == ("forward", "woonzorglijn")
        asked = complaint("zorgvoorzieningen", mentioned=("woonzorglijn",))
        assert route(VO, asked, text=home) == ("handle", None)

    @pytest.mark.parametrize(
        ("text", "authority"),
        [
            ("De crèche van mijn dochter.", "opgroeien-klachtendienst"),
            ("Een voorziening voor personen met een handicap.", "vaph-klachtendienst"),
            ("Het rusthuis van mijn vader.", "woonzorglijn"),
        ],
    )
    def test_the_authority_goes_by_the_kind_of_care(self, text: str, authority: str) -> None:
        assert route(VO, complaint("zorgvoorzieningen"), text=text) == ("forward", authority)

    def test_of_care_sent_to_authority_and_here_at_once_the_authority_is_placed_best_and_here_is_not_incompetent(
        self,
    ) -> None:
        read = complaint("zorgvoorzieningen", recipients=("woonzorglijn",), mentioned=("woonzorglijn",))
        assert route(VO, read, text="Het woonzorgcentrum.") == ("coordinate", "woonzorglijn")
        assert "not-competent" not in grounds(VO, read)

    def test_a_decision_for_the_council_of_state_needs_no_complaint_at_the_body_first(self) -> None:
        text = "Ik kan alleen nog naar de Raad van State."
        decision = weighed(VO, complaint("vlabel", asked="no"), text=text).decision
        assert decision.action == "handle"
        assert decision.grounds == ()


class TestBrussels:
    def test_facts_of_two_years_are_young_enough_and_of_four_are_not(self) -> None:
        assert route(BRUSSELS, complaint("brussel-mobiliteit", happened="2024-06"))[0] == "handle"
        assert route(BRUSSELS, complaint("brussel-mobiliteit", happened="2022-05"))[0] == "refuse"

    def test_a_brussels_municipality_is_ours_after_itself(self) -> None:
        assert route(BRUSSELS, complaint("gemeente-anderlecht", asked="no")) == ("first-line", "gemeente-anderlecht")
        assert route(BRUSSELS, complaint("gemeente-anderlecht")) == ("handle", None)

    def test_elsene_has_an_ombuds_of_its_own(self) -> None:
        assert route(BRUSSELS, complaint("gemeente-elsene")) == ("forward", "elsene-ombuds")

    @pytest.mark.parametrize(
        ("body", "to"), [("vivaqua", "brugel-water"), ("mivb", "mivb-ombudsman"), ("politie", "comite-p")]
    )
    def test_what_others_do_in_brussels_is_theirs(self, body: str, to: str) -> None:
        assert route(BRUSSELS, complaint(body)) == ("forward", to)


class TestFirstLines:
    @pytest.mark.parametrize("office", [GHENT, SERVICE])
    def test_about_itself_it_handles_asked_before_or_not(self, office: str) -> None:
        assert route(office, complaint(office, asked="no")) == ("handle", None)
        assert route(office, complaint(office)) == ("handle", None)
        assert "first-line-not-contacted" not in grounds(office, complaint(office, asked="no"))

    @pytest.mark.parametrize("office", [GHENT, SERVICE])
    def test_without_any_body_named_it_is_about_itself(self, office: str) -> None:
        assert route(office, complaint()) == ("handle", None)

    def test_another_municipality_or_service_handles_its_own(self) -> None:
        assert route(GHENT, complaint("gemeente-deinze")) == ("forward", "gemeente-deinze")
        assert route(SERVICE, complaint("vlabel", asked="no")) == ("forward", "vlabel")
        assert route(SERVICE, complaint("vlabel")) == ("forward", "vlaamse-ombudsdienst")

    @pytest.mark.parametrize("office", [GHENT, SERVICE])
    def test_facts_count_one_year_back(self, office: str) -> None:
        assert route(office, complaint(office, happened="2025-06-15"))[0] == "handle"
        assert route(office, complaint(office, happened="2025-05-15"))[0] == "refuse"

    def test_facts_that_go_on_count_by_their_latest_day(self) -> None:
        assert route(GHENT, complaint(GHENT, happened="2024-01", until="2026-05"))[0] == "handle"

    def test_an_unknown_day_raises_no_flag(self) -> None:
        assert grounds(GHENT, complaint(GHENT, happened=None)) == set()


@pytest.mark.parametrize("office", [VO, BRUSSELS, GHENT, SERVICE])
class TestEveryProcedure:
    def test_between_neighbours_nobody_is_competent(self, office: str) -> None:
        assert route(office, complaint("prive-persoon")) == ("refuse", None)
        assert "not-competent" in grounds(office, complaint("prive-persoon"))

    def test_a_transfer_is_treated_as_what_it_holds_and_not_as_sent_at_once(self, office: str) -> None:
        about = {VO: "vlabel", BRUSSELS: "brussel-mobiliteit"}.get(office, office)
        read = complaint(about, kind=Kind.TRANSFER, recipients=("federale-ombudsman",))
        assert route(office, read) == ("handle", None)

    def test_what_a_person_must_find_is_never_inferred(self, office: str) -> None:
        findings = weighed(office, complaint("vdab")).decision.findings
        for finding in findings:
            if finding.ground in ("manifestly-unfounded", "no-interest"):
                assert finding.verdict == "unknown"

    def test_every_finding_has_an_article_and_a_sentence_in_four_languages(self, office: str) -> None:
        for finding in weighed(office, complaint("vdab")).decision.findings:
            assert finding.article
            assert all(finding.motivation[language] for language in finding.motivation)
            assert len(finding.motivation) == 4


def test_of_two_bodies_as_likely_the_own_part_is_taken_up_and_the_other_is_named() -> None:
    decision = weighed(VO, complaint("gemeente-dilbeek", "awv")).decision
    assert decision.action == "handle"
    assert ("first-line", "gemeente-dilbeek") in [(action, to) for action, to, _ in decision.alternatives]


def test_a_low_emission_zone_is_of_the_city_or_region_that_keeps_it() -> None:
    assert route("gemeente-antwerpen", complaint("lez")) == ("handle", None)
    assert route(VO, complaint("lez", asked="no", mentioned=("gemeente-gent",))) == ("first-line", "gemeente-gent")
    home = Person(name=sure("An Maes"), postcode=sure("1070"), municipality=sure("Anderlecht"))
    assert route(BRUSSELS, complaint("lez", person=home)) == ("handle", None)


@pytest.mark.parametrize("office", [GHENT, SERVICE])
def test_the_very_same_complaint_again_is_a_ground_at_a_first_line_with_its_words(office: str) -> None:
    again = replace(complaint(office), earlier_complaint=sure("dezelfde klacht nog eens"))
    assert grounds(office, again) == {"earlier-complaint"}
    assert route(office, again) == ("refuse", None)


def test_the_complaint_that_the_body_itself_decided_is_no_earlier_complaint_at_the_second_line() -> None:
    again = replace(complaint("vlabel"), earlier_complaint=sure("dezelfde klacht nog eens"))
    assert route(VO, again) == ("handle", None)
