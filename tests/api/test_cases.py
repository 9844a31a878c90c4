"""Cases read and worked on by a program: what staff do at the desk, under the same rules and the same name."""

from collections.abc import Sequence
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from gateway.api.scopes import Scope
from gateway.errors import StoreUnavailable
from gateway.store.engine import Store
from gateway.store.tables import Case, History, Outbox, Task
from tests.api.programs import CASE, V1, bearer, program, refused, token_of, version
from tests.desk.open_desk import FIRST_LINE, NOW, OMBUDS, ROUTINE, TOWN, TOWN_MAIL, OpenDesk, mail, open_desk

TOWN_CASE = f"{V1}/cases/{TOWN}/2026-0001"


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> OpenDesk:
    opened = open_desk(store, tmp_path)
    opened.mails(mail(html="<p>Klacht</p>"))
    return opened


@pytest.fixture
def client(desk: OpenDesk) -> TestClient:
    return program(desk, "hanne", (OMBUDS, "handler"))


OTHER = """Beste,

Sedert september betaal ik te veel aan Fluvius voor mijn elektriciteitsmeter in de Dorpsstraat. Ik belde vier keer en
schreef op 3 januari 2026 een brief, maar niemand antwoordt. Kunnen jullie dit nakijken?

Jozef Claes
Dorpsstraat 7
3000 Leuven
"""


def other_mail(number: int = 2) -> bytes:
    return mail(OTHER, subject="Fluvius", sender="Jozef Claes <jozef@voorbeeld.be>", number=number)


def steps(desk: OpenDesk) -> Sequence[tuple[str, str]]:
    return [(row.actor, row.step) for row in desk.rows(select(History).order_by(History.id))]


def choice(client: TestClient, case: str = CASE, **changes: Any) -> dict[str, Any]:
    """What a program sends of the first proposal after its preview."""
    first = client.get(case).json()["choices"][0]
    given = {"action": first["action"], "to": first["to"] or "", **changes}
    shown = client.post(f"{case}/preview", json=given)
    assert shown.status_code == 200, shown.text
    letter = shown.json()["letter"]
    return {**given, "seen": letter["seen"] if letter else ""}


def test_one_case_holds_all_that_the_desk_shows(client: TestClient) -> None:
    case = client.get(CASE).json()
    assert case["person"]["name"] == "Katrien Verhaegen"
    assert case["services"] == ["de-lijn"]
    assert "taxi" in case["messages"][0]["text"]
    assert case["messages"][0]["from_email"] == "katrien1@voorbeeld.be"
    assert case["clocks"]
    assert case["choices"][0]["confidence"] > 0
    assert all(reason["text"] for reason in case["choices"][0]["reasons"])
    assert {check["ground"] for check in case["checklist"]}
    assert case["outbox"][0]["answer"] == "receipt"
    assert [step["number"] for step in case["history"]] == list(range(1, len(case["history"]) + 1))
    assert case["history"][0]["actor"] == "klachtenpost"


def test_reasons_stand_in_the_language_of_the_person(desk: OpenDesk) -> None:
    desk.person("henri", (OMBUDS, "handler"), language="fr")
    client = bearer(desk, token_of(desk, "henri", Scope.READ))
    case = client.get(CASE).json()
    assert "Reçu" in case["history"][0]["text"] or "reçu" in case["history"][0]["text"]
    assert "n'existe pas" in refused(client.get(f"{V1}/cases/{OMBUDS}/2026-9999"), 404, "not-seen")


def test_the_list_takes_the_filters_of_the_queue(desk: OpenDesk, client: TestClient) -> None:
    desk.mails(other_mail())
    found = client.get(f"{V1}/cases", params={"query": "Verhaegn"}).json()
    assert ([case["reference"] for case in found["cases"]], found["count"]) == (["2026-0001"], 1)
    for nothing in ({"state": "closed"}, {"kind": "spam"}, {"body": "nmbs"}, {"language": "de"}, {"channel": "letter"}):
        assert client.get(f"{V1}/cases", params=nothing).json()["cases"] == [], nothing
    every = client.get(f"{V1}/cases", params={"office": OMBUDS, "body": "de-lijn", "state": "unassigned"}).json()
    assert [case["name"] for case in every["cases"]] == ["Katrien Verhaegen"]
    wrong = client.get(f"{V1}/cases", params={"handeler": "x"})
    refused(wrong, 422, "not-understood")
    assert wrong.json()["wrong"][0]["where"] == "query.handeler"


def test_a_list_goes_on_where_its_page_ended_while_cases_come_in(
    desk: OpenDesk, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gateway.casework.queue.PAGE", 1)
    desk.later(minutes=5)
    desk.mails(other_mail())
    first = client.get(f"{V1}/cases").json()
    desk.later(minutes=5)
    desk.mails(mail(TOWN_MAIL, number=3, sender="Jan Maes <jan@voorbeeld.be>"), office=OMBUDS)
    second = client.get(f"{V1}/cases", params={"after": first["next"]}).json()
    seen = [page["cases"][0]["reference"] for page in (first, second)]
    assert len(set(seen)) == 2
    assert second["next"] == ""


def test_the_original_and_its_attachments_are_files(desk: OpenDesk) -> None:
    message = EmailMessage()
    message["From"], message["To"] = "Katrien Verhaegen <k@voorbeeld.be>", "klachten@vlaamseombudsdienst.be"
    message["Subject"], message["Message-ID"] = "Klacht over De Lijn", "<with-file@voorbeeld.be>"
    message.set_content(ROUTINE)
    message.add_attachment(b"<script>alert(1)</script>", maintype="text", subtype="html", filename="bon.html")
    raw = message.as_bytes()
    desk.mails(raw)
    client = program(desk, "lies", (OMBUDS, "reader"), scopes=(Scope.READ,))
    every = [client.get(f"{V1}/cases/{OMBUDS}/{row.reference}").json() for row in desk.rows(select(Case))]
    found = next(one for case in every for one in case["messages"] if one["parts"])
    original = client.get(f"{V1}/messages/{found['id']}/original")
    assert original.content == raw
    assert original.headers["content-disposition"].startswith("attachment")
    part = client.get(f"{V1}/messages/{found['id']}/parts/{found['parts'][0]['path']}")
    assert part.content == b"<script>alert(1)</script>"
    assert part.headers["content-type"] == "application/octet-stream"
    assert "sandbox" in part.headers["content-security-policy"]
    refused(client.get(f"{V1}/messages/{2**63}/original"), 404, "not-seen")


def test_a_choice_leaves_as_it_was_previewed_after_the_delay_and_can_be_taken_back(
    desk: OpenDesk, client: TestClient
) -> None:
    given = choice(client, action="answer", to="", message="Wij vragen De Lijn om uitleg.")
    before = client.get(CASE).json()
    sent = client.post(f"{CASE}/send", json=given, headers=version(client))
    assert sent.status_code == 200, sent.text
    item = client.get(f"{V1}/outbox/{sent.json()['item']}").json()
    assert (item["state"], item["approved_by"]) == ("queued", "hanne")
    assert item["not_before"] > NOW.isoformat()
    assert sent.headers["etag"] == f'"{sent.json()["version"]}"'
    assert ("hanne", "chosen") in steps(desk)
    back = client.post(f"{CASE}/undo")
    assert back.json()["state"] == before["state"]
    assert client.get(f"{V1}/outbox/{item['id']}").json()["state"] == "withdrawn"


def test_another_letter_than_the_previewed_one_does_not_leave(desk: OpenDesk, client: TestClient) -> None:
    given = choice(client, action="answer", to="", message="Wij vragen De Lijn om uitleg.")
    for other in ({"seen": ""}, {"text": "Iets anders."}, {"message": "Nog iets."}):
        answer = client.post(f"{CASE}/send", json={**given, **other}, headers=version(client))
        refused(answer, 409, "letter-changed")
    assert [row.answer for row in desk.rows(select(Outbox))] == ["receipt"]


def test_a_refusal_without_its_why_is_refused(client: TestClient) -> None:
    given = {"action": "refuse", "motivation": ""}
    shown = client.post(f"{CASE}/preview", json=given).json()
    assert shown["lacks_words"] is True
    answer = client.post(f"{CASE}/send", json={**given, "seen": shown["letter"]["seen"]}, headers=version(client))
    assert "motivated" in refused(answer, 422, "not-possible")


def test_an_act_names_the_version_it_was_decided_on(client: TestClient) -> None:
    handler = {"handler": "hanne"}
    assert "ETag" in refused(client.put(f"{CASE}/handler", json=handler), 428, "name-the-version")
    seen = version(client)
    client.post(f"{CASE}/notes", json={"text": "intussen gebeld"})
    refused(client.put(f"{CASE}/handler", json=handler, headers=seen), 412, "moved-on")
    refused(client.post(f"{CASE}/steps/withdraw", json={"request": "per mail"}, headers=seen), 412, "moved-on")
    assert client.get(CASE).json()["handler"] is None
    done = client.put(f"{CASE}/handler", json=handler, headers=version(client))
    assert done.json()["handler"] == "hanne"
    assert done.headers["etag"] == client.get(CASE).headers["etag"]
    assert client.put(f"{CASE}/handler", json={"handler": ""}, headers={"If-Match": "*"}).json()["handler"] is None


def test_corrections_are_kept_and_change_what_is_proposed(desk: OpenDesk, client: TestClient) -> None:
    changed = {"name": "Kathleen Verhaegen", "services": ["NMBS"]}
    done = client.patch(f"{CASE}/fields", json=changed, headers=version(client))
    assert done.status_code == 200, done.text
    case = client.get(CASE).json()
    assert (case["person"]["name"], case["services"]) == ("Kathleen Verhaegen", ["nmbs"])
    assert case["choices"][0]["to"] != "de-lijn"
    unknown = client.patch(f"{CASE}/fields", json={"services": ["De Vliegende Hollander"]}, headers=version(client))
    assert "De Vliegende Hollander" in refused(unknown, 422, "not-possible")
    refused(client.patch(f"{CASE}/fields", json={"sealed": False}, headers=version(client)), 422, "not-understood")
    assert client.post(f"{CASE}/confirm", headers=version(client)).status_code == 200
    assert [step for _, step in steps(desk)][-1] == "confirmed"


def test_the_procedure_goes_its_steps_with_verdict_neutrality_and_closing_letter(store: Store, tmp_path: Path) -> None:
    desk = open_desk(store, tmp_path)
    desk.mails(mail(TOWN_MAIL, to="klachten@stad.gent"), office=TOWN)
    handler = program(desk, "hanne", (TOWN, "handler"))
    first = program(desk, "cora", (TOWN, "coordinator"))
    second = program(desk, "cees", (TOWN, "coordinator"))

    def take(client: TestClient, step: str, **words: Any) -> Any:
        answer = client.post(f"{TOWN_CASE}/steps/{step}", json=words, headers=version(client, TOWN_CASE))
        assert answer.status_code == 200, answer.text
        return answer.json()

    def blocked(client: TestClient) -> dict[str, str]:
        return {step["name"]: step["blocked"] for step in client.get(f"{TOWN_CASE}/steps").json()["steps"]}

    given = choice(first, TOWN_CASE, action="handle", to="")
    assert first.post(f"{TOWN_CASE}/send", json=given, headers=version(first, TOWN_CASE)).status_code == 200
    refused(handler.get(TOWN_CASE), 404, "not-seen")
    first.put(f"{TOWN_CASE}/handler", json={"handler": "hanne"}, headers=version(first, TOWN_CASE))
    assert handler.get(TOWN_CASE).status_code == 200
    assert blocked(first)["start-report"] == ""
    take(first, "start-report")
    take(handler, "verdict", outcome="founded", motivation="Niemand hielp aan het loket.", solution="Excuses.")
    assert first.get(TOWN_CASE).json()["verdict"] == "founded"
    take(handler, "hand-in")
    refused(
        handler.post(f"{TOWN_CASE}/steps/find-neutral", json={}, headers=version(handler, TOWN_CASE)),
        422,
        "not-possible",
    )
    take(second, "find-neutral")
    letter = first.post(f"{TOWN_CASE}/steps/close/preview", json={}).json()
    take(first, "close", seen=letter["seen"])
    assert first.get(TOWN_CASE).json()["closed_at"]


def test_a_term_is_made_longer_by_the_notice_that_was_previewed(store: Store, tmp_path: Path) -> None:
    desk = open_desk(store, tmp_path)
    desk.mails(mail(ROUTINE.replace("De Lijn", "VDAB"), to="klachten@vdab.be"), office=FIRST_LINE)
    client = program(desk, "hanne", (FIRST_LINE, "handler"), (FIRST_LINE, "coordinator"))
    case = f"{V1}/cases/{FIRST_LINE}/2026-0001"
    taken = client.post(
        f"{case}/send", json=choice(client, case, action="handle", to=""), headers=version(client, case)
    )
    assert taken.status_code == 200, taken.text
    why = {"motivation": "De dienst onderzoekt het dossier nog."}
    letter = client.post(f"{case}/steps/extend/preview", json=why).json()
    assert "onderzoekt" in letter["text"]
    unseen = client.post(f"{case}/steps/extend", json=why, headers=version(client, case))
    refused(unseen, 409, "letter-changed")
    before = client.get(case).json()["clocks"]
    done = client.post(f"{case}/steps/extend", json={**why, "seen": letter["seen"]}, headers=version(client, case))
    assert done.status_code == 200, done.text
    after = client.get(case).json()
    assert max(clock["nominal"] for clock in after["clocks"]) > max(clock["nominal"] for clock in before)
    assert "extension" in [item["answer"] for item in after["outbox"]]


def test_cases_are_joined_split_and_brought_back(desk: OpenDesk, client: TestClient) -> None:
    desk.mails(other_mail())
    other = f"{V1}/cases/{OMBUDS}/2026-0002"
    refused(
        client.post(f"{other}/links/join", json={"into": "2026-9999"}, headers=version(client, other)), 404, "not-seen"
    )
    joined = client.post(f"{other}/links/join", json={"into": "2026-0001"}, headers=version(client, other))
    assert joined.json()["reference"] == "2026-0001"
    assert len(client.get(CASE).json()["messages"]) == 2
    assert client.get(other).json()["state"] == "joined"
    assert client.post(f"{other}/links/undo").json()["state"] == "received"
    assert len(client.get(CASE).json()["messages"]) == 1
    number = client.get(other).json()["messages"][0]["id"]
    moved = client.post(f"{other}/messages/{number}/move", json={"into": "2026-0001"}, headers=version(client, other))
    assert moved.json()["reference"] == "2026-0001"
    fresh = client.post(f"{CASE}/messages/{number}/split", headers=version(client))
    assert (fresh.status_code, fresh.json()["reference"]) == (201, "2026-0003")


def test_tasks_are_done_once_under_a_name(desk: OpenDesk, client: TestClient) -> None:
    with desk.store.session() as session:
        case = session.scalars(select(Case)).one()
        values = {"office": OMBUDS, "case_id": case.id, "text": "x", "due": None, "created_at": NOW}
        session.add(Task(kind="status-request", **values))
    tasks = client.get(f"{V1}/tasks", params={"group": "status-requests"}).json()
    assert (len(tasks["tasks"]), tasks["counts"]["status-requests"]) == (1, 1)
    number = tasks["tasks"][0]["id"]
    assert client.post(f"{V1}/tasks/{number}/done").json()["done_by"] == "hanne"
    assert "already" in refused(client.post(f"{V1}/tasks/{number}/done"), 422, "not-possible")
    refused(client.post(f"{V1}/tasks/{2**63}/done"), 404, "not-seen")


def test_a_letter_that_waits_gets_a_name_or_is_withdrawn(desk: OpenDesk, client: TestClient) -> None:
    with desk.store.session() as session:
        item = session.scalars(select(Outbox)).one()
        item.state, item.approved_by = "waiting-for-person", None
    waiting = client.get(f"{V1}/outbox", params={"state": "waiting-for-person"}).json()
    assert (len(waiting["items"]), waiting["counts"]) == (1, {"waiting-for-person": 1})
    number = waiting["items"][0]["id"]
    assert client.get(f"{V1}/outbox/{number}").json()["text"]
    approved = client.post(f"{V1}/outbox/{number}/approve").json()
    assert (approved["state"], approved["approved_by"]) == ("queued", "hanne")
    assert client.post(f"{V1}/outbox/{number}/withdraw").json()["state"] == "withdrawn"
    refused(client.post(f"{V1}/outbox/{number}/approve"), 422, "not-possible")


def test_figures_are_those_of_the_year_report(desk: OpenDesk) -> None:
    client = program(desk, "cora", (OMBUDS, "coordinator"), scopes=(Scope.FIGURES,))
    report = client.get(f"{V1}/figures/{OMBUDS}").json()
    assert (report["year"], report["total"]["shown"], report["total"]["number"]) == (2026, "<5", None)
    refused(client.get(f"{V1}/figures/{TOWN}"), 404, "not-seen")


def test_offices_and_bodies_are_named_in_the_language_of_the_person(client: TestClient) -> None:
    assert [office["id"] for office in client.get(f"{V1}/offices").json()["offices"]] == [OMBUDS]
    found = client.get(f"{V1}/bodies", params={"query": "de lijn"}).json()["bodies"]
    assert "de-lijn" in [body["id"] for body in found]
    first = client.get(f"{V1}/bodies").json()
    second = client.get(f"{V1}/bodies", params={"after": first["next"]}).json()
    assert first["next"] == first["bodies"][-1]["id"] < second["bodies"][0]["id"]
    me = client.get(f"{V1}/me").json()
    assert (me["name"], me["client"], me["roles"]) == ("hanne", "crm", {OMBUDS: ["handler"]})


def test_a_letter_that_tells_who_wants_to_stay_unknown_gets_no_name(desk: OpenDesk, client: TestClient) -> None:
    with desk.store.session() as session:
        case, item = session.scalars(select(Case)).one(), session.scalars(select(Outbox)).one()
        case.wishes = ["withhold-identity"]
        item.answer, item.state, item.approved_by = "forwarding-letter", "waiting-for-person", None
        item.draft = {
            **item.draft,
            "answer": "forwarding-letter",
            "to": {**item.draft["to"], "email": "klachten@delijn.be", "name": "De Lijn", "postal": []},
            "text": "Katrien Verhaegen klaagt over bus 5.",
        }
    sentence = refused(client.post(f"{V1}/outbox/{item.id}/approve"), 422, "not-possible")
    assert "verhaegen" in sentence
    assert desk.rows(select(Outbox))[0].state == "waiting-for-person"


def test_a_fault_of_ours_tells_nothing_of_the_inside(
    desk: OpenDesk, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gateway.api.calls.house.Me", None)
    outside = TestClient(desk.app, "http://desk.test", raise_server_exceptions=False, headers=client.headers)
    answer = outside.get(f"{V1}/me")
    refused(answer, 500, "our-fault")
    assert "NoneType" not in answer.text


def test_without_the_books_a_program_is_told_to_come_back(
    desk: OpenDesk, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(store: Store) -> None:
        raise StoreUnavailable("database postgresql://u@h/x does not answer: refused")

    monkeypatch.setattr(Store, "reading", away)
    answer = client.get(f"{V1}/me")
    refused(answer, 503, "books-away")
    assert answer.headers["retry-after"] == "30"
    assert "postgresql" not in answer.text


def test_what_is_no_json_or_too_large_is_refused_in_words(client: TestClient) -> None:
    broken = client.post(f"{CASE}/notes", content=b"{", headers={"Content-Type": "application/json"})
    refused(broken, 422, "not-understood")
    refused(client.post(f"{CASE}/notes", json={"text": "x" * 1_100_000}), 413, "too-large")
    refused(client.post(f"{CASE}/notes", json={"text": "a\x00b"}), 422, "not-understood")
    refused(client.get(f"{V1}/nothing"), 404, "no-such-address")
    refused(client.delete(f"{V1}/cases"), 405, "no-such-address")
