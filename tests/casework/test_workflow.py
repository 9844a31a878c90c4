"""Acts along the procedure, on the books of both databases."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from classifiers.understanding import Kind
from gateway.casework.acts import assign
from gateway.casework.errors import NotAllowed, NotPossible
from gateway.casework.roles import Role
from gateway.casework.workflow import (
    extend,
    move,
    possible_moves,
    record_verdict,
    reopen,
    withdraw,
)
from gateway.store import history
from gateway.store.engine import Store
from gateway.store.tables import Case
from routing.procedures import Outcome
from tests.routing.offices import FIRST_LINE, LOCAL, VO, office
from tests.schedule.books import act, clocks, later, letter, new_case, person, states, steps

GENK, VDAB = office(LOCAL), office(FIRST_LINE)
JAN = person("jan", GENK, Role.COORDINATOR)
ELS = person("els", GENK, Role.HANDLER)


def reported(session: Session) -> Case:
    """A case of the local procedure whose handler has handed in a report."""
    case = new_case(session, GENK)
    letter(session, case, "receipt-admissibility", later(5))
    move(session, act(JAN, later(5)), case, GENK, "declare-admissible", motivation="de feiten zijn van vorige maand")
    assign(session, act(JAN, later(6)), case, "els")
    move(session, act(JAN, later(6)), case, GENK, "start-report")
    record_verdict(session, act(ELS, later(20)), case, GENK, Outcome.FOUNDED, "te laat", "excuses en terugbetaling")
    move(session, act(ELS, later(21)), case, GENK, "hand-in")
    return case


def test_the_thirteen_steps_from_receipt_to_register(store: Store) -> None:
    with store.session() as session:
        case = reported(session)
        move(session, act(JAN, later(25)), case, GENK, "find-neutral")
        letter(session, case, "closing", later(26))
        move(session, act(JAN, later(26)), case, GENK, "close")
        assert (case.state, case.verdict, case.due) == ("closed", "founded", None)
        assert case.closed_at == later(26)
        assert set(states(session, case).values()) == {"met"}
        wanted = ["received", "declare-admissible", "assigned", "start-report", "verdict", "hand-in", "find-neutral"]
        assert steps(session, case) == [*wanted, "close"]
        assert history.broken_at(session, case.id) is None


def test_a_report_that_is_not_neutral_is_redone_within_a_week_and_checked_again(store: Store) -> None:
    with store.session() as session:
        case = reported(session)
        move(session, act(JAN, later(25)), case, GENK, "order-redo", motivation="enkel de dienst gehoord")
        assert case.state == "redo"
        assert clocks(session, case)["redo"].nominal == date(2026, 4, 3)
        with pytest.raises(NotPossible, match="a verdict must be given first"):
            move(session, act(ELS, later(26)), case, GENK, "hand-in")
        record_verdict(session, act(ELS, later(28)), case, GENK, Outcome.UNFOUNDED, "beide partijen gehoord")
        move(session, act(ELS, later(28)), case, GENK, "hand-in")
        assert states(session, case)["redo"] == "met"
        letter(session, case, "closing", later(29))
        with pytest.raises(NotPossible, match="find that the report is neutral"):
            move(session, act(JAN, later(29)), case, GENK, "close")
        move(session, act(JAN, later(29)), case, GENK, "find-neutral")
        move(session, act(JAN, later(29)), case, GENK, "close")


def test_the_coordinator_who_handled_a_case_does_not_judge_its_neutrality(store: Store) -> None:
    both = person("jan", GENK, Role.COORDINATOR, Role.HANDLER)
    with store.session() as session:
        case = new_case(session, GENK)
        letter(session, case, "receipt-admissibility", later(5))
        move(session, act(both, later(5)), case, GENK, "declare-admissible", motivation="ontvankelijk")
        assign(session, act(both, later(6)), case, "jan")
        move(session, act(both, later(6)), case, GENK, "start-report")
        record_verdict(session, act(both, later(20)), case, GENK, Outcome.UNFOUNDED, "geen fout")
        move(session, act(both, later(21)), case, GENK, "hand-in")
        assign(session, act(both, later(22)), case, "els")
        with pytest.raises(NotPossible, match="somebody else than the handler"):
            move(session, act(both, later(22)), case, GENK, "find-neutral")


def test_no_decision_leaves_without_its_letter_and_motivation(store: Store) -> None:
    with store.session() as session:
        case = new_case(session, GENK)
        with pytest.raises(NotPossible, match=r"say why first.*letter to the complainant"):
            move(session, act(JAN, later(2)), case, GENK, "refuse")
        letter(session, case, "receipt-admissibility", later(2), state="waiting-for-person")
        with pytest.raises(NotPossible, match="letter to the complainant"):
            move(session, act(JAN, later(2)), case, GENK, "refuse", motivation="de feiten zijn te oud")
        assert case.state == "received"


def test_a_refusal_meets_the_ten_days_and_stops_the_rest(store: Store) -> None:
    who = person("els", VDAB, Role.HANDLER)
    with store.session() as session:
        case = new_case(session, VDAB)
        letter(session, case, "refusal", later(4))
        move(session, act(who, later(4)), case, VDAB, "refuse", motivation="feiten van twee jaar geleden")
        assert states(session, case) == {"acknowledgement": "met", "admissibility": "met", "closing": "stopped"}
        assert case.due is None


def test_an_immediate_solution_stays_in_the_register(store: Store) -> None:
    with store.session() as session:
        case = new_case(session, GENK)
        with pytest.raises(NotPossible, match="put the solution into words"):
            move(session, act(ELS, later(0)), case, GENK, "solve-at-once", solution="")
        move(session, act(ELS, later(0)), case, GENK, "solve-at-once", solution="de container is meteen geleegd")
        assert case.state == "solved-at-once"
        assert set(states(session, case).values()) == {"met"}


def test_an_extension_moves_the_last_day_once(store: Store) -> None:
    who = person("els", VDAB, Role.HANDLER)
    with store.session() as session:
        case = new_case(session, VDAB)
        with pytest.raises(NotPossible, match="letter to the complainant"):
            extend(session, act(who, later(30)), case, VDAB, "het verslag is er nog niet")
        letter(session, case, "extension", later(30))
        extend(session, act(who, later(30)), case, VDAB, "het verslag is er nog niet")
        closing = clocks(session, case)["closing"]
        assert (closing.state, closing.nominal) == ("extended", date(2026, 5, 31))
        with pytest.raises(NotPossible, match="only once"):
            extend(session, act(who, later(31)), case, VDAB, "nog meer tijd")


def test_an_extension_comes_too_late_on_day_45(store: Store) -> None:
    who = person("els", VDAB, Role.HANDLER)
    with store.session() as session:
        case = new_case(session, VDAB)
        letter(session, case, "extension", later(45))
        with pytest.raises(NotPossible, match="must leave before 2026-04-16"):
            extend(session, act(who, later(45)), case, VDAB, "het verslag is er nog niet")


def test_a_local_government_knows_no_extension(store: Store) -> None:
    with store.session() as session:
        case = new_case(session, GENK)
        letter(session, case, "extension", later(30))
        with pytest.raises(NotPossible, match="knows no extend"):
            extend(session, act(JAN, later(30)), case, GENK, "meer tijd nodig")


def test_withdrawal_names_where_it_was_asked_and_reopening_starts_the_term_anew(store: Store) -> None:
    who = person("els", VDAB, Role.HANDLER)
    with store.session() as session:
        case = new_case(session, VDAB)
        with pytest.raises(NotPossible, match="must have asked it"):
            withdraw(session, act(who, later(3)), case, VDAB, " ")
        withdraw(session, act(who, later(3)), case, VDAB, "mail van 5 maart")
        assert states(session, case)["closing"] == "stopped"
        assert case.closed_at is not None
        reopen(session, act(who, later(20)), case, VDAB, "het probleem is terug")
        closing = clocks(session, case)["closing"]
        assert (case.state, case.closed_at, closing.state) == ("in-treatment", None, "running")
        assert closing.nominal == date(2026, 5, 6)
        assert case.due == closing.target


def test_a_closing_letter_from_before_a_reopening_does_not_close_again(store: Store) -> None:
    with store.session() as session:
        case = reported(session)
        move(session, act(JAN, later(25)), case, GENK, "find-neutral")
        letter(session, case, "closing", later(26))
        move(session, act(JAN, later(26)), case, GENK, "close")
        reopen(session, act(JAN, later(40)), case, GENK, "nieuwe feiten")
        assert case.state == "received"
        letter(session, case, "receipt-admissibility", later(41))
        move(session, act(JAN, later(41)), case, GENK, "declare-admissible", motivation="nieuwe feiten")
        move(session, act(JAN, later(41)), case, GENK, "start-report")
        record_verdict(session, act(ELS, later(42)), case, GENK, Outcome.UNFOUNDED, "geen fout")
        move(session, act(ELS, later(42)), case, GENK, "hand-in")
        move(session, act(JAN, later(43)), case, GENK, "find-neutral")
        with pytest.raises(NotPossible, match="letter to the complainant"):
            move(session, act(JAN, later(43)), case, GENK, "close")


def test_passing_on_to_the_federal_ombudsman_waits_five_working_days_for_its_receipt(store: Store) -> None:
    vo = office(VO)
    who = person("els", vo, Role.HANDLER)
    with store.session() as session:
        case = new_case(session, vo)
        letter(session, case, "forwarding-notice", later(2))
        move(session, act(who, later(2)), case, vo, "pass-on", target="federale-ombudsman")
        assert states(session, case) == {
            "first-contact": "met",
            "investigation": "stopped",
            "federal-receipt": "running",
        }
        assert clocks(session, case)["federal-receipt"].nominal == date(2026, 3, 11)


def test_a_report_unsealed_becomes_a_complaint_that_counts_from_its_arrival(store: Store) -> None:
    sealed = person("mia", VDAB, Role.SEALED_OFFICER)
    coordinator = person("jan", VDAB, Role.COORDINATOR)
    with store.session() as session:
        case = new_case(session, VDAB, kind=Kind.WHISTLEBLOWER_REPORT, sealed=True)
        with pytest.raises(NotPossible, match="is for the sealed officer"):
            move(session, act(coordinator, later(2)), case, VDAB, "unseal", motivation="gewone klacht")
        move(session, act(sealed, later(2)), case, VDAB, "unseal", motivation="gewone klacht")
        assert (case.sealed, case.state) == (False, "received")
        assert clocks(session, case)["acknowledgement"].nominal == date(2026, 3, 12)


def test_the_desk_is_told_what_is_possible_and_what_is_lacking(store: Store) -> None:
    with store.session() as session:
        case = new_case(session, GENK)
        shown = {one.name: why for one, why in possible_moves(session, JAN, case, GENK)}
        assert shown["withdraw"] == ""
        assert "letter to the complainant" in shown["declare-admissible"]
        assert "close" not in shown
        assert "declare-admissible" not in {one.name for one, _ in possible_moves(session, ELS, case, GENK)}


def test_a_reader_is_refused(store: Store) -> None:
    with store.session() as session:
        case = new_case(session, VDAB)
        with pytest.raises(NotAllowed):
            withdraw(session, act(person("ann", VDAB, Role.READER), later(1)), case, VDAB, "mail van 3 maart")
