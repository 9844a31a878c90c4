"""Three houses as processes of their own, each `klachtenpost serve` on books of its own, with real SMTP between them."""

import json
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import select

from gateway.exchange.incoming import document_in
from gateway.store.partners import ExchangeDocument, TransferRow
from gateway.store.tables import Case
from outbound.exchange.document import Document, DocumentType, sign
from tests import postgresql
from tests.desk.open_desk import fields_of
from tests.exchange.post import Post, text_of
from tests.exchange.real import RealHouse
from tests.road.house import complaint, until

pytestmark = pytest.mark.timeout(240)
FLEMISH, BRUSSELS, GHENT = "klachten@vlaamseombudsdienst.be", "klachten@ombuds.brussels", "klachten@gent.be"


@pytest.fixture(scope="module")
def post() -> Iterator[Post]:
    one = Post()
    one.start()
    yield one
    one.stop()


@pytest.fixture(scope="module")
def houses(
    tmp_path_factory: pytest.TempPathFactory, post: Post, request: pytest.FixtureRequest
) -> Iterator[tuple[RealHouse, RealHouse, RealHouse]]:
    """One of them on PostgreSQL where there is one."""
    base = tmp_path_factory.mktemp("houses")
    url = "sqlite:///books.db"
    if not postgresql.missing():
        url = request.getfixturevalue("postgresql").new_database()
    three = (
        RealHouse("vlaamse-ombudsdienst", FLEMISH, base / "flemish", post),
        RealHouse("ombuds-brussel", BRUSSELS, base / "brussels", post, url),
        RealHouse("gemeente-gent", GHENT, base / "ghent", post),
    )
    for house in three:
        house.prepare()
    for house in three:
        house.befriend(*(other for other in three if other is not house))
    for house in three:
        house.start()
    for house in three:
        house.opens()
    yield three
    for house in three:
        house.close()


@pytest.fixture(autouse=True)
def calm(post: Post) -> Iterator[None]:
    yield
    post.calm()


NUMBERS = iter(range(100, 10_000))


def arrived(house: RealHouse) -> tuple[Case, str]:
    """A citizen's complaint has become a case; the case and the address of the citizen."""
    number = next(NUMBERS)
    citizen = f"mens{number}@post.example"
    house.receive(complaint(number), citizen)
    until(lambda: house.case_of(citizen), "the complaint becomes a case")
    case = house.case_of(citizen)
    assert case is not None
    return case, citizen


def page_of(case: Case) -> str:
    return f"/cases/{case.office}/{case.reference}"


def pass_on(house: RealHouse, case: Case, to: RealHouse, **typed: str) -> TransferRow:
    """Lien chooses the partner, looks at the preview and sends."""
    place = page_of(case) + "/transfer"
    shown = house.press(place, place + "/preview", partner=to.office, reason="Deze dienst is bevoegd.")
    sent = house.lien.post(place + "/send", data=fields_of(shown, place + "/send") | typed)
    assert sent.status_code == 200, sent.text
    return house.transfers(case)[-1]


def reached(house: RealHouse, citizen: str, *, more_than: int = 0) -> tuple[TransferRow, Case]:
    """The transfer as it stands at the house that got it."""

    def there() -> bool:
        case = house.case_of(citizen)
        return case is not None and len([row for row in house.transfers(case) if row.direction == "in"]) > more_than

    until(there, f"the transfer reaches {house.office}")
    case = house.case_of(citizen)
    assert case is not None
    return [row for row in house.transfers(case) if row.direction == "in"][-1], case


def decide(house: RealHouse, row: TransferRow, status: str, **typed: str) -> None:
    """Lien of that house looks at the answer and sends it."""
    place = f"/transfers/{row.id}"
    shown = house.press(place, place + "/preview", status=status, **typed)
    sent = house.lien.post(place + "/answer", data=fields_of(shown, place + "/answer"))
    assert sent.status_code == 200, sent.text


def stands(house: RealHouse, row: TransferRow, state: str) -> TransferRow:
    def now() -> TransferRow:
        return next(one for one in house.transfers() if one.id == row.id)

    until(lambda: now().state == state, f"the transfer stands at {state}, not {now().state}")
    return now()


def test_a_complaint_is_forwarded_received_and_accepted_and_everybody_knows_every_number(
    houses: tuple[RealHouse, RealHouse, RealHouse], post: Post
) -> None:
    flemish, brussels, _ = houses
    case, citizen = arrived(flemish)
    row = pass_on(flemish, case, brussels)
    theirs, there = reached(brussels, citizen)
    assert theirs.their_reference == case.reference
    row = stands(flemish, row, "received")
    assert row.their_reference == there.reference
    assert next(one for one in flemish.cases() if one.id == case.id).closed_at is None
    decide(brussels, theirs, "accepted")
    stands(flemish, row, "accepted")
    assert next(one for one in flemish.cases() if one.id == case.id).closed_at is not None
    until(lambda: len(post.carried(citizen)) >= 3, "the citizen hears from both houses")
    told = [text_of(mail) for mail in post.carried(citizen)]
    assert sum(there.reference in text for text in told) == 1
    assert sum("doorgegeven aan" in text for text in told) == 1
    assert there.first_received_at is not None
    assert abs(there.first_received_at - case.received_at) < timedelta(days=2)


def test_what_is_refused_comes_back_with_its_ground_and_a_task(
    houses: tuple[RealHouse, RealHouse, RealHouse],
) -> None:
    flemish, brussels, _ = houses
    case, citizen = arrived(flemish)
    row = pass_on(flemish, case, brussels)
    theirs, there = reached(brussels, citizen)
    decide(brussels, theirs, "refused", ground="not-competent", text="Gewestelijk, niet Brussels.")
    row = stands(flemish, row, "refused")
    assert (row.ground, row.text) == ("not-competent", "Gewestelijk, niet Brussels.")
    assert len(flemish.tasks("transfer-returned", case)) == 1
    assert next(one for one in flemish.cases() if one.id == case.id).state == "received"
    assert next(one for one in brussels.cases() if one.id == there.id).closed_at is not None


def test_who_needs_more_asks_gets_it_accepts_and_hands_back(houses: tuple[RealHouse, RealHouse, RealHouse]) -> None:
    flemish, brussels, _ = houses
    case, citizen = arrived(flemish)
    row = pass_on(flemish, case, brussels)
    theirs, there = reached(brussels, citizen)
    stands(flemish, row, "received")
    decide(brussels, theirs, "need-more", text="Welke lijn?")
    stands(flemish, row, "need-more")
    place = f"/transfers/{row.id}"
    flemish.press(place, place + "/write", text="Het gaat om lijn 5.")
    decide(brussels, theirs, "accepted")
    stands(flemish, row, "accepted")
    decide(brussels, theirs, "handed-back", ground="first-line-not-contacted")
    row = stands(flemish, row, "handed-back")
    assert row.ground == "first-line-not-contacted"
    assert len(brussels.transfers(there)) == 1


def test_a_mail_that_the_post_carries_twice_is_one_transfer_and_one_answer(
    houses: tuple[RealHouse, RealHouse, RealHouse], post: Post
) -> None:
    flemish, brussels, _ = houses
    post.doubles = lambda mail: b"klachtenpost-" in mail.content
    case, citizen = arrived(flemish)
    before = len(brussels.cases())
    row = pass_on(flemish, case, brussels)
    theirs, _ = reached(brussels, citizen)
    decide(brussels, theirs, "accepted")
    stands(flemish, row, "accepted")
    assert len(brussels.cases()) == before + 1
    assert len([one for one in brussels.transfers() if one.document_id == row.document_id]) == 1
    assert flemish.tasks("transfer-returned", case) == []


def test_a_forged_sender_and_a_replay_under_the_same_number_change_nothing_and_are_shown(
    houses: tuple[RealHouse, RealHouse, RealHouse], post: Post
) -> None:
    flemish, brussels, _ = houses
    case, citizen = arrived(flemish)
    row = pass_on(flemish, case, brussels)
    theirs, _ = reached(brussels, citizen)
    (carried,) = [
        mail.content
        for mail in post.carried("ombuds.brussels")
        if row.document_id.encode() in (document_in(mail.content) or b"")
    ]
    document = json.loads(document_in(carried) or b"")
    before = len(brussels.transfers())
    forged = Document(
        DocumentType.TRANSFER, secrets.token_urlsafe(18), flemish.office, brussels.office, datetime.now(UTC),
        document["body"],
    )  # fmt: skip
    changed = {**document, "body": {**document["body"], "reason": "Iets anders."}}
    for content in (sign(forged, Ed25519PrivateKey.generate()), json.dumps(changed).encode()):
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = FLEMISH, BRUSSELS, "Een klacht die voor u bestemd is"
        mail["Message-ID"] = f"<{secrets.token_hex(8)}@elders.example>"
        mail.set_content(f"Beste collega's,\n\nBijgaand een klacht.\n\n{secrets.token_hex(20)}\n")
        mail.add_attachment(content, maintype="application", subtype="json", filename="klachtenpost-transfer.json")
        brussels.receive(mail, FLEMISH)

    def refused() -> list[ExchangeDocument]:
        with brussels.books() as session:
            return list(session.scalars(select(ExchangeDocument).where(ExchangeDocument.outcome != "taken")))

    until(lambda: len(refused()) >= 2, "both are refused")
    assert {one.outcome for one in refused()} == {"unknown-key", "bad-signature"}
    assert len(brussels.transfers()) == before
    page = brussels.lien.get("/partners").text
    assert "Unknown key" in page
    assert "Signature is wrong" in page
    assert next(one for one in brussels.transfers() if one.id == theirs.id).state == "received"


def test_a_house_changes_its_key_without_losing_a_word(houses: tuple[RealHouse, RealHouse, RealHouse]) -> None:
    flemish, brussels, _ = houses
    (old,) = flemish.keys_told()
    flemish.say("partner", "new-key", flemish.office)
    assert len(flemish.keys_told()) == 2
    brussels.pin(flemish)
    ended = flemish.say("partner", "keys")
    name = next(line.split()[1] for line in ended.splitlines() if old in line)
    case, citizen = arrived(flemish)
    row = pass_on(flemish, case, brussels)
    reached(brussels, citizen)
    flemish.say("partner", "end-key", flemish.office, name)
    brussels.say("partner", "unpin", flemish.office, name)
    stands(flemish, row, "received")
    case, citizen = arrived(flemish)
    row = pass_on(flemish, case, brussels)
    reached(brussels, citizen)
    stands(flemish, row, "received")


def test_a_second_return_and_a_third_hop_need_a_person_who_knows(
    houses: tuple[RealHouse, RealHouse, RealHouse],
) -> None:
    flemish, brussels, ghent = houses
    case, citizen = arrived(flemish)
    row = pass_on(flemish, case, brussels)
    theirs, there = reached(brussels, citizen)
    decide(brussels, theirs, "refused", ground="not-competent")
    stands(flemish, row, "refused")
    # The second time to the same house: only knowingly, and the other house is warned.
    place = page_of(case) + "/transfer"
    shown = flemish.press(place, place + "/preview", partner=brussels.office, reason="Toch.")
    assert "gave it back before" in shown
    row = pass_on(flemish, case, brussels, despite="yes")
    again, _ = reached(brussels, citizen, more_than=1)
    until(lambda: brussels.tasks("transfer-received", there), "somebody there is told")
    assert "comes again" in brussels.tasks("transfer-received", there)[-1].text
    decide(brussels, again, "accepted")
    stands(flemish, row, "accepted")
    # On to a third house, which would make the third hop.
    on = pass_on(brussels, there, ghent)
    here, there_in_ghent = reached(ghent, citizen)
    stands(brussels, on, "received")
    decide(ghent, here, "accepted")
    stands(brussels, on, "accepted")
    assert [hop["house"] for hop in here.body["hops"]] == [flemish.office, brussels.office]
    place = page_of(there_in_ghent) + "/transfer"
    back = ghent.press(place, place + "/preview", partner=flemish.office, reason="Terug.")
    assert "was with that service before" in back
