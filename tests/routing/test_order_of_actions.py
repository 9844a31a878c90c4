"""seal > file > attach > answer, other-track > coordinate > forward > refuse > ask > first-line > handle."""

import pytest

from classifiers.understanding import Kind, Person, Signal, Understanding
from routing.decision import Action
from routing.matching import Match, MatchVerdict, Relation
from routing.rules import RULES
from tests.routing.told import BRUSSELS, GHENT, OFFICES, VO, complaint, route, weighed

ORDER = [
    {Action.SEAL},
    {Action.FILE},
    {Action.ATTACH},
    {Action.ANSWER, Action.OTHER_TRACK},
    {Action.COORDINATE},
    {Action.FORWARD},
    {Action.REFUSE},
    {Action.ASK},
    {Action.FIRST_LINE},
    {Action.HANDLE},
]
#: A report goes to the service whoever is competent; what cannot be read is for a person whatever it was taken for.
OUT_OF_ORDER = {"report-to-service", "unreadable"}
NOBODY = Person()
OLD = "2020-01-01"
LINKED = Match(MatchVerdict.LINK, Relation.FOLLOW_UP, 1, 0.95, ("answers our mail",))


def test_the_table_keeps_the_order() -> None:
    ranks = [
        next(n for n, group in enumerate(ORDER) if rule.action in group)
        for rule in RULES
        if rule.name not in OUT_OF_ORDER
    ]
    assert ranks == sorted(ranks)


@pytest.mark.parametrize("office", OFFICES)
@pytest.mark.parametrize(
    ("kind", "action"),
    [
        (Kind.WHISTLEBLOWER_REPORT, "seal"),
        (Kind.BULK, "file"),
        (Kind.SPAM, "file"),
        (Kind.BOUNCE, "file"),
        (Kind.AUTOMATIC_REPLY, "file"),
        (Kind.OTHER, "file"),
        (Kind.FOLLOW_UP, "attach"),
        (Kind.WITHDRAWAL, "attach"),
        (Kind.STATUS_REQUEST, "answer"),
        (Kind.INFORMATION_REQUEST, "answer"),
        (Kind.ACCESS_REQUEST, "other-track"),
        (Kind.POLICY_COMPLAINT, "other-track"),
        (Kind.APPEAL, "other-track"),
    ],
)
def test_a_kind_with_a_track_of_its_own_takes_it_whatever_else_holds(office: str, kind: Kind, action: str) -> None:
    read = complaint("vlabel", kind=kind, happened=OLD, recipients=("federale-ombudsman",), person=NOBODY)
    assert route(office, read)[0] == action


@pytest.mark.parametrize(
    ("read", "action"),
    [
        (complaint("nmbs", recipients=("ombudsrail",), happened=OLD), "coordinate"),
        (complaint("nmbs", happened=OLD, person=NOBODY), "forward"),
        (complaint("vlabel", happened=OLD, person=NOBODY), "refuse"),
        (complaint("vlabel", asked="no", person=NOBODY), "ask"),
        (complaint("vlabel", asked="no"), "first-line"),
        (complaint("vlabel"), "handle"),
    ],
)
def test_of_several_that_fit_the_earlier_one_is_proposed(read: Understanding, action: str) -> None:
    assert route(VO, read)[0] == action


@pytest.mark.parametrize(
    "signal", [Signal.COURT_PENDING, Signal.APPEAL_PENDING, Signal.ANONYMOUS], ids=lambda signal: signal.value
)
def test_a_ground_of_refusal_is_a_proposal_with_its_words(signal: Signal) -> None:
    decision = weighed(GHENT, complaint(GHENT, signals=(signal,))).decision
    assert decision.action == "refuse"
    standing = [finding for finding in decision.findings if finding.verdict == "yes"]
    assert [finding.words.words for finding in standing if finding.words] == [signal.value]


def test_a_mail_that_surely_belongs_to_a_case_joins_it_except_a_status_question() -> None:
    assert weighed(VO, complaint("vlabel"), match=LINKED).decision.action == "attach"
    asked = complaint("vlabel", kind=Kind.STATUS_REQUEST)
    assert weighed(VO, asked, match=LINKED).decision.action == "answer"


def test_a_link_that_is_only_proposed_opens_a_case_and_leaves_an_earlier_complaint_open() -> None:
    proposed = Match(MatchVerdict.PROPOSE, Relation.FOLLOW_UP, 1, 0.5, ("the same name",))
    decision = weighed(VO, complaint("vlabel"), match=proposed).decision
    assert decision.action == "handle"
    assert {f.ground: f.verdict for f in decision.findings}["earlier-complaint"] == "unknown"


def test_name_and_address_without_facts_are_asked_for() -> None:
    assert route(GHENT, complaint(GHENT, missing=("facts",))) == ("ask", None)


def test_a_loose_tile_goes_to_the_service_without_a_name() -> None:
    report = complaint("gemeente-deinze", kind=Kind.SERVICE_REPORT, asked="unknown", person=NOBODY)
    assert route(VO, report) == ("first-line", "gemeente-deinze")
    assert route("gemeente-deinze", report) == ("handle", None)


def test_a_sealed_report_names_the_external_channels_of_that_government() -> None:
    def channels(office: str, body: str) -> str:
        decision = weighed(office, complaint(body, kind=Kind.WHISTLEBLOWER_REPORT)).decision
        return next(reason.text for reason in decision.reasons if reason.code == "external-channels")

    assert "Audit" in channels(VO, "vdab")
    assert "Brussel" in channels(BRUSSELS, "gemeente-anderlecht")


@pytest.mark.parametrize(
    "text", ["", "\U0001f621" * 10, "a" * 100_000, "1 " * 5_000, "a@" * 5_000, "苦情があります。" * 9]
)
@pytest.mark.parametrize("kind", [Kind.COMPLAINT, Kind.SPAM, Kind.OTHER, Kind.WITHDRAWAL])
def test_where_nothing_can_be_read_a_person_looks_and_nothing_leaves(text: str, kind: Kind) -> None:
    decision = weighed(VO, complaint("vlabel", kind=kind), text=text).decision
    assert decision.action == "ask"
    assert not decision.reply.automatic
    assert decision.confidence < 0.5
