"""What carries on or repeats a case that was closed: said to staff, decided by a person."""

from classifiers.understanding import Kind
from routing.decision import Action, Ground, Verdict
from routing.matching import Match, MatchVerdict, Relation
from tests.routing.told import GHENT, VO, complaint, weighed


def matched(verdict: MatchVerdict, relation: Relation) -> Match:
    return Match(verdict, relation, 7, 0.9, ("same reference",))


def test_the_same_complaint_after_its_case_was_closed_is_an_earlier_complaint() -> None:
    again = matched(MatchVerdict.LINK, Relation.RESENT)
    decision = weighed(GHENT, complaint("gemeente-gent"), match=again, earlier_closed=True).decision
    assert decision.action is Action.ATTACH
    assert Ground.EARLIER_COMPLAINT in decision.grounds
    assert "case-closed" in [reason.code for reason in decision.reasons]


def test_the_same_complaint_while_its_case_is_open_leaves_the_ground_open() -> None:
    again = matched(MatchVerdict.LINK, Relation.RESENT)
    decision = weighed(GHENT, complaint("gemeente-gent"), match=again).decision
    ground = next(f for f in decision.findings if f.ground is Ground.EARLIER_COMPLAINT)
    assert ground.verdict is Verdict.UNKNOWN
    assert "case-closed" not in [reason.code for reason in decision.reasons]


def test_more_about_a_closed_case_asks_a_person_whether_it_is_opened_again() -> None:
    more = matched(MatchVerdict.LINK, Relation.FOLLOW_UP)
    decision = weighed(VO, complaint("vlabel", kind=Kind.FOLLOW_UP), match=more, earlier_closed=True).decision
    assert decision.action is Action.ATTACH
    assert "case-closed" in [reason.code for reason in decision.reasons]
    assert not decision.reply.automatic


def test_what_is_only_like_a_closed_case_is_for_a_person_to_read() -> None:
    like = matched(MatchVerdict.PROPOSE, Relation.FOLLOW_UP)
    decision = weighed(GHENT, complaint("gemeente-gent"), match=like, earlier_closed=True).decision
    assert decision.action is Action.HANDLE
    assert "closed-alike" in [reason.code for reason in decision.reasons]
    assert Ground.EARLIER_COMPLAINT not in decision.grounds


def test_a_new_matter_has_nothing_to_do_with_a_closed_case() -> None:
    new = Match(MatchVerdict.NEW, Relation.NEW, None, 0.0, ())
    decision = weighed(GHENT, complaint("gemeente-gent"), match=new, earlier_closed=True).decision
    assert {"case-closed", "closed-alike"} & {reason.code for reason in decision.reasons} == set()
