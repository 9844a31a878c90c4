"""Mails read and weighed for real: the share that gets the action and the target that a caseworker would propose."""

import pytest

from tests.routing.stories import Share, offices, rows
from tests.routing.told import catalogue


@pytest.mark.parametrize(
    ("stories", "half", "actions", "targets"),
    [
        (rows, "first", 0.97, 0.97),
        (rows, "later", 0.85, 0.9),
        (offices, "first", 0.96, 0.96),
        (offices, "later", 0.9, 0.8),
    ],
)
def test_the_proposal_is_what_a_caseworker_would_propose(stories, half, actions, targets):
    share = Share()
    for story in stories(half):
        share.count(story)
    assert share.actions >= actions * share.of, share.missed
    assert share.targets >= targets * share.of_targets, share.missed


def test_every_subject_that_often_reaches_the_wrong_house_is_told_of():
    told = {story.group for half in ("first", "later") for story in rows(half)}
    assert told == {route.id for route in catalogue().routes}


def test_a_report_by_somebody_who_works_there_gets_no_answer_by_itself_whatever_it_was_taken_for():
    reports = [s for half in ("first", "later") for s in (*rows(half), *offices(half)) if s.actions == ("seal",)]
    assert len(reports) >= 6
    assert [s.text for s in reports if s.decision().reply.automatic] == []
