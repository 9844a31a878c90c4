"""What people tell: the share of texts that lead to the body meant, of those seen and of those written later."""

import pytest

from routing.catalogue import load_catalogue
from tests.bodies.mails import FINDER, Mail, office
from tests.bodies.told import f1, short, stories


@pytest.mark.parametrize(("name", "least"), [("seen", 0.97), ("later", 0.9)])
def test_bodies_are_found_in_longer_stories(name, least):
    assert f1(stories(name)) >= least


@pytest.mark.parametrize(("half", "least"), [("first", 0.97), ("later", 0.93), ("third", 0.78)])
def test_a_text_leads_to_exactly_the_body_it_is_about(half, least):
    told = list(short(half))
    missed = [one.text for one in told if one.read() != list(one.about)]
    assert len(missed) <= (1 - least) * len(told), missed


def test_every_body_that_is_complained_about_is_told_of_in_two_ways():
    told = [one.about[0] for half in ("first", "later") for one in short(half)]
    bodies = [
        b.id
        for b in load_catalogue().bodies.values()
        if not b.takes_complaints and not b.is_municipality and b.kind not in ("desk", "local")
    ]
    assert [b for b in bodies if told.count(b) < 2] == []


def test_what_is_shown_as_sure_is_right():
    sure = [
        r.value in one.about
        for one in (*stories("seen"), *stories("later"))
        for r in FINDER.read(Mail(one.text, one.subject), office(one.office)).services
        if r.confidence >= 0.9
    ]
    assert len(sure) > 80
    assert sum(sure) / len(sure) >= 0.98
