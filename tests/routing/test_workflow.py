"""The workflow tables: what leads where, by whom, and what must exist first."""

import pytest

from routing.procedures import Outcome
from routing.workflow import ENDED, NEEDS, TABLES, IllegalMove, check_move, check_verdict, moves
from tests.routing.offices import ALL, BRUSSELS, FIRST_LINE, LOCAL, VO, office

EVERYTHING = frozenset(NEEDS)


def names(state: str, name: str) -> set[str]:
    return {move.name for move in moves(state, office(name).procedure)}


@pytest.mark.parametrize("name", ALL)
def test_every_row_uses_states_clocks_and_needs_that_exist(name: str) -> None:
    rules = office(name).procedure
    for move in TABLES[rules.id]:
        reached = [*move.origins, *([move.to] if move.to else [])]
        assert all(state in rules.states for state in reached)
        assert set(move.needs) <= set(NEEDS)
        assert all(clock in rules.terms for clock in move.opens)
        assert ("letter" in move.needs) == bool(move.letters)
        assert move.article


@pytest.mark.parametrize("name", ALL)
def test_every_state_but_joined_leads_somewhere(name: str) -> None:
    rules = office(name).procedure
    reachable, ahead = {"received", "sealed"}, ["received", "sealed"]
    while ahead:
        state = ahead.pop()
        for move in moves(state, rules):
            if move.to and move.to not in reachable:
                reachable.add(move.to)
                ahead.append(move.to)
    assert reachable == set(rules.states) - {"joined"}
    assert all(names(state, name) for state in reachable)


@pytest.mark.parametrize("name", ALL)
def test_every_ended_case_can_be_reopened_with_a_reason(name: str) -> None:
    for state in ENDED:
        assert "reopen" in names(state, name)
        with pytest.raises(IllegalMove, match="say why first"):
            check_move("reopen", office(name).procedure, state=state, roles=["coordinator"], have=[])


def test_an_illegal_move_is_refused_with_the_state_in_which_it_would_be_possible() -> None:
    with pytest.raises(
        IllegalMove, match="close is not possible while the case is received; only while it is reported"
    ):
        check_move("close", office(LOCAL).procedure, state="received", roles=["coordinator"], have=EVERYTHING)


@pytest.mark.parametrize(
    ("act", "state"),
    [("declare-admissible", "received"), ("refuse", "received"), ("close", "reported"), ("order-redo", "reported")],
)
def test_what_the_coordinator_decides_no_handler_does(act: str, state: str) -> None:
    with pytest.raises(IllegalMove, match="is for the coordinator"):
        check_move(act, office(LOCAL).procedure, state=state, roles=["handler"], have=EVERYTHING)


@pytest.mark.parametrize("name", ALL)
def test_a_reader_does_nothing(name: str) -> None:
    rules = office(name).procedure
    for move in TABLES[rules.id]:
        if move.name == "extend" and rules.extension is None:
            continue
        with pytest.raises(IllegalMove, match="is for the"):
            check_move(move.name, rules, state=move.origins[0], roles=["reader"], have=EVERYTHING)


def test_the_handler_reports_only_with_a_verdict() -> None:
    rules = office(LOCAL).procedure
    with pytest.raises(IllegalMove, match="a verdict must be given first"):
        check_move("hand-in", rules, state="in-treatment", roles=["handler"], have=[])
    assert check_move("hand-in", rules, state="in-treatment", roles=["handler"], have=["verdict"]).to == "reported"


def test_neutrality_is_checked_by_somebody_else_than_the_handler() -> None:
    rules = office(LOCAL).procedure
    with pytest.raises(IllegalMove, match="somebody else than the handler"):
        check_move(
            "find-neutral", rules, state="reported", roles=["coordinator"], have=[], actor="els", handlers={"els"}
        )
    check_move("find-neutral", rules, state="reported", roles=["coordinator"], have=[], actor="jan", handlers={"els"})


def test_the_motivated_letter_leaves_only_after_the_neutrality_check() -> None:
    rules = office(LOCAL).procedure
    with pytest.raises(IllegalMove, match="find that the report is neutral"):
        check_move("close", rules, state="reported", roles=["coordinator"], have=["verdict", "letter"])


def test_a_report_that_is_not_neutral_goes_back_and_starts_one_week() -> None:
    redo = check_move(
        "order-redo", office(LOCAL).procedure, state="reported", roles=["coordinator"], have=["motivation"], actor="jan"
    )
    assert (redo.to, redo.opens) == ("redo", ("redo",))
    assert "hand-in" in names("redo", LOCAL)


@pytest.mark.parametrize(("name", "known"), [(FIRST_LINE, True), (LOCAL, False), (VO, False), (BRUSSELS, False)])
def test_an_extension_exists_only_in_the_flemish_first_line(name: str, known: bool) -> None:
    states = office(name).procedure.states
    assert any("extend" in names(state, name) for state in states) is known
    if not known:
        with pytest.raises(IllegalMove, match="knows no extend"):
            check_move("extend", office(name).procedure, state="received", roles=["coordinator"], have=EVERYTHING)


@pytest.mark.parametrize("outcome", [Outcome.FOUNDED, Outcome.PARTLY_FOUNDED])
def test_a_founded_complaint_needs_a_solution(outcome: Outcome) -> None:
    with pytest.raises(IllegalMove, match="put the solution into words"):
        check_verdict(outcome, " ", office(LOCAL).procedure)
    check_verdict(outcome, "de boete is terugbetaald", office(LOCAL).procedure)


@pytest.mark.parametrize(
    "outcome", [Outcome.FOUNDED_CORRECTED, Outcome.UNFOUNDED, Outcome.NO_JUDGEMENT, Outcome.STOPPED]
)
def test_other_verdicts_of_step_ten_need_none(outcome: Outcome) -> None:
    check_verdict(outcome, "", office(LOCAL).procedure)


def test_conciliation_is_a_verdict_of_the_ombuds_services_only() -> None:
    check_verdict(Outcome.CONCILIATION, "", office(VO).procedure)
    with pytest.raises(IllegalMove, match="no verdict of this procedure"):
        check_verdict(Outcome.CONCILIATION, "", office(LOCAL).procedure)


@pytest.mark.parametrize("name", ALL)
def test_a_refusal_needs_motivation_and_a_letter(name: str) -> None:
    with pytest.raises(IllegalMove, match=r"say why first.*letter to the complainant"):
        check_move("refuse", office(name).procedure, state="received", roles=["coordinator"], have=[])


@pytest.mark.parametrize("name", ALL)
def test_only_the_sealed_officer_touches_a_sealed_case(name: str) -> None:
    for move in moves("sealed", office(name).procedure):
        assert move.roles == ("sealed-officer",)
