"""Whatever is read: no forwarding, referral or refusal leaves without a person, and nothing at all for an alarm."""

from hypothesis import given, settings
from hypothesis import strategies as st

from classifiers.understanding import (
    Kind,
    Language,
    Person,
    PriorContact,
    Reading,
    Signal,
    Understanding,
    Wish,
)
from routing.decision import Action
from routing.matching import Match, MatchVerdict, Relation
from tests.routing.told import GHENT, OFFICES, catalogue, complaint, weighed

#: What may leave by itself: facts and questions, which bind nobody.
HARMLESS = {"receipt", "request-to-complete", "status"}
BODIES = st.sampled_from(sorted(catalogue().bodies))
SURENESS = st.floats(0.0, 1.0)


def readings(values: st.SearchStrategy[object]) -> st.SearchStrategy[Reading[object]]:
    return st.builds(Reading, values, SURENESS, st.just("drawn"), st.none(), st.sampled_from(["", "woorden"]))


def several(values: st.SearchStrategy[object], most: int = 3) -> st.SearchStrategy[tuple[Reading[object], ...]]:
    return st.lists(readings(values), max_size=most).map(tuple)


DAYS = st.sampled_from(["2026-05-20", "2026-05", "2024-02-29", "2019", "1999-13", "yesterday", ""])
PEOPLE = st.builds(
    Person,
    name=st.none() | readings(st.just("An Maes")),
    postcode=st.none() | readings(st.sampled_from(["9000", "1070", "0000"])),
    email=st.none() | readings(st.just("an@voorbeeld.be")),
)
UNDERSTANDINGS = st.builds(
    Understanding,
    language=readings(st.sampled_from(Language)),
    kind=readings(st.sampled_from(Kind)),
    person=PEOPLE,
    services=several(BODIES),
    mentioned=several(BODIES),
    prior_contact=readings(st.sampled_from(PriorContact)),
    happened=st.none() | readings(DAYS),
    happened_until=st.none() | readings(DAYS),
    recipients=several(BODIES),
    wishes=several(st.sampled_from(Wish)),
    signals=several(st.sampled_from(Signal)),
    topics=several(st.sampled_from([row.id for row in catalogue().routes])),
    appealable=st.none() | readings(st.just("beroep")),
    private_dispute=st.none() | readings(st.just("buur")),
    missing=st.lists(st.sampled_from(["name", "address", "facts", "service"]), unique=True).map(tuple),
)
MATCHES = st.none() | st.builds(
    Match,
    st.sampled_from(MatchVerdict),
    st.sampled_from(Relation),
    st.just(1),
    SURENESS,
    st.just(("likeness",)),
)


@settings(max_examples=400, deadline=None)
@given(office=st.sampled_from(OFFICES), understanding=UNDERSTANDINGS, match=MATCHES)
def test_only_what_binds_nobody_leaves_by_itself(
    office: str, understanding: Understanding, match: Match | None
) -> None:
    decision = weighed(office, understanding, match=match).decision
    if decision.reply.automatic:
        assert decision.reply.answer in HARMLESS
        assert not understanding.signalled(Signal.DISTRESS)
        assert not understanding.signalled(Signal.THREAT)
        assert understanding.kind.value is not Kind.WHISTLEBLOWER_REPORT
        assert decision.action not in (Action.SEAL, Action.FILE, Action.ATTACH)
    assert 0.0 <= decision.confidence <= 1.0
    assert decision.reasons


@settings(max_examples=200, deadline=None)
@given(office=st.sampled_from(OFFICES), understanding=UNDERSTANDINGS)
def test_a_target_is_a_body_of_the_catalogue_and_only_where_the_action_has_one(
    office: str, understanding: Understanding
) -> None:
    decision = weighed(office, understanding).decision
    if decision.action in (Action.FORWARD, Action.FIRST_LINE, Action.COORDINATE):
        assert decision.to in catalogue().bodies
    else:
        assert decision.to is None


def test_a_sender_that_nobody_reads_gets_no_receipt() -> None:
    words = (
        "Ik heb mijn klacht op papier geschreven en ik ben boos. Ik woon al dertig jaar in mijn huis in mijn straat. "
        * 2
    )
    decision = weighed(GHENT, complaint(GHENT), sender="noreply@scanner.be", text=words).decision
    assert decision.action == "handle"
    assert not decision.reply.automatic
