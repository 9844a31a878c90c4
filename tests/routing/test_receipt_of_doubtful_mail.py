"""A receipt leaves where every reading that is likely would get one; a person looks where one that is likely would not."""

from dataclasses import replace

import pytest

from classifiers.understanding import Kind, Reading
from routing.decision import Reply
from tests.routing.told import VO, complaint, weighed


def reply_to(kind: Kind, sure: float, **others: float) -> Reply:
    read = Reading(kind, sure, "test", others=tuple((Kind(name.replace("_", "-")), p) for name, p in others.items()))
    return weighed(VO, replace(complaint("vdab"), kind=read)).decision.reply


@pytest.mark.parametrize(
    ("kind", "other"),
    [
        (Kind.INFORMATION_REQUEST, "status_request"),
        (Kind.SERVICE_REPORT, "complaint"),
        (Kind.ACCESS_REQUEST, "information_request"),
        (Kind.COMPLAINT, "policy_complaint"),
    ],
)
def test_a_receipt_leaves_though_nobody_knows_which_first_mail_it_is(kind: Kind, other: str) -> None:
    reply = reply_to(kind, 0.4, **{other: 0.38})
    assert (reply.automatic, reply.answer) == (True, "receipt")


@pytest.mark.parametrize("silent", ["whistleblower_report", "withdrawal", "follow_up", "spam", "other"])
def test_a_person_looks_where_it_may_well_be_a_mail_that_gets_none(silent: str) -> None:
    assert not reply_to(Kind.COMPLAINT, 0.62, **{silent: 0.33}).automatic
    assert reply_to(Kind.COMPLAINT, 0.9, **{silent: 0.05}).automatic


def test_a_doubtful_status_question_tells_no_status_by_itself() -> None:
    assert reply_to(Kind.STATUS_REQUEST, 0.5, information_request=0.45).answer == "receipt"


def test_a_person_looks_where_a_doubtful_kind_has_nothing_beside_it() -> None:
    assert not reply_to(Kind.COMPLAINT, 0.3).automatic
