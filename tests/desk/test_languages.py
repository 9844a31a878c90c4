"""Every page in every language: nothing on it is English that the desk itself says."""

import re
from html.parser import HTMLParser

import pytest
from sqlalchemy import update

from gateway.casework.now import TASK_NEEDS
from gateway.desk.phrasebook import book
from gateway.desk.texts import words
from gateway.intake.arrivals import Arrival, take_in
from gateway.store.engine import open_store
from gateway.store.tables import Inbox, Outbox, Task
from tests.desk.open_desk import CASE, NOW, OMBUDS, TOWN, TOWN_CASE, TOWN_MAIL, OpenDesk, fields_of, mail, open_desk

#: Words of English that are none of Dutch, French or German.
ENGLISH = frozenset(
    "the this that these with and has have which nobody somebody nothing they their been your must should could".split()
)
#: Elements whose text is a citizen's, a colleague's or a program's, or marked as another language.
NOT_OURS = {"script", "style", "textarea", "code", "kbd"}
NOT_OURS_CLASSES = {"words", "subject", "person", "brand"}
VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
PAGES = (
    "/",
    "/cases?state=",
    "/tasks",
    "/outbox?state=queued",
    "/outbox?state=failed",
    "/outbox/1",
    "/outbox/tray",
    "/quarantine",
    "/register",
    "/figures?year=2026",
    "/people",
    "/account",
    "/account/tokens",
    "/transfers",
    "/partners",
    CASE,
    CASE + "/triage",
    CASE + "/triage?confirmed=1",
    TOWN_CASE,
    TOWN_CASE + "/triage",
    "/cases/nowhere/2026-0001",
)


class Said(HTMLParser):
    """The text of a page that the desk itself says."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        others = tag in NOT_OURS or ("lang" in given and tag != "html") or given.get("translate") == "no"
        others = others or bool(NOT_OURS_CLASSES & set((given.get("class") or "").split()))
        if not others:
            self.texts += [given[name] or "" for name in ("aria-label", "placeholder", "title") if given.get(name)]
        if tag not in VOID:
            self._open.append((tag, others))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if data.strip() and not any(others for _, others in self._open):
            self.texts.append(data.strip())


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> OpenDesk:
    home = tmp_path_factory.mktemp("desk")
    store = open_store(f"sqlite:///{home}/books.db")
    opened = open_desk(store, home)
    opened.mails(mail(html="<p>Bus 5</p>"))
    opened.mails(mail(TOWN_MAIL, subject="Klacht", number=2), office=TOWN)
    with store.session() as session:
        for number, kind in enumerate(kind for _, kinds, _ in TASK_NEEDS for kind in kinds):
            text = list(book().whole)[number]
            session.add(Task(office=OMBUDS, kind=kind, case_id=1, text=text, created_at=NOW, due=NOW.date()))
        session.execute(
            update(Outbox).where(Outbox.id == 2).values(state="failed", reason="given up after 12 tries: 550 5.1.1 no")
        )
        number = take_in(session, Arrival(mail(number=3), "smtp", NOW, office=OMBUDS))
        session.execute(
            update(Inbox).where(Inbox.id == number).values(status="quarantine", reason="ValueError while it was read")
        )
    return opened


def english_in(page: str, language: str) -> list[str]:
    said = Said()
    said.feed(page)
    ours, theirs = words("en").texts, words(language).texts
    untold = {text for key, text in ours.items() if theirs[key] != text} - set(theirs.values())
    return [
        text
        for text in said.texts
        if (" " in text and text in untold) or set(re.findall(r"[a-z]+", text.lower())) & ENGLISH
    ]


@pytest.mark.parametrize("language", ["nl", "fr", "de"])
def test_no_page_says_anything_in_english(desk: OpenDesk, language: str) -> None:
    roles = [(OMBUDS, role) for role in ("coordinator", "handler", "administrator", "sealed-officer")]
    client = desk.person(f"an-{language}", *roles, (TOWN, "coordinator"), language=language)
    answers = {path: client.get(path) for path in PAGES}
    assert [path for path, answer in answers.items() if answer.status_code != 200] == [PAGES[-1]]
    assert all(f'<html lang="{language}">' in answer.text for answer in answers.values())
    found = {path: english_in(answer.text, language) for path, answer in answers.items()}
    assert {path: texts for path, texts in found.items() if texts} == {}
    triage = client.get(CASE + "/triage").text
    for action in ("refuse", "ask", "forward", "answer", "file", "other-track", "seal"):
        chosen = {**fields_of(triage, CASE + "/answer"), "action": action, "body": "Ombudsrail", "to": ""}
        shown = client.post(CASE + "/answer", data=chosen).text
        assert english_in(shown, language) == [], action


def test_english_on_a_dutch_page_would_be_seen() -> None:
    page = (
        '<html lang="nl"><body><p>Save note</p><p>It has left</p><p lang="en">the mail</p><div class="words">the</div>'
    )
    assert english_in(page, "nl") == ["Save note", "It has left"]
