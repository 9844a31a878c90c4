"""What a person approved is what leaves, when it was told to; and nothing leaves that tells who wants to stay unknown."""

from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path

from sqlalchemy import select, update

from classifiers.understanding import Wish
from gateway.demo.world import World
from gateway.parts import build_sender
from gateway.settings import RelaySettings
from gateway.store.engine import Store
from gateway.store.forms import plain, restored
from gateway.store.tables import Case, Outbox
from outbound.draft import Answer, Channel, Draft, Recipient
from tests.desk.open_desk import OMBUDS, OpenDesk, fields_of
from tests.desk.test_outbox import desk_with, item, press


def sent_by(desk: OpenDesk) -> list[bytes]:
    """What the outside world got of all that is due now, over real SMTP."""
    world = World()
    world.start()
    try:
        relay = RelaySettings("127.0.0.1", world.port, security="none", connections=1)
        gateway = replace(desk.gateway, settings=replace(desk.gateway.settings, relay=relay))
        build_sender(gateway, lambda: desk.now).send_waiting()
        return [one.content for one in world.received]
    finally:
        world.stop()


def test_the_mail_that_was_shown_is_byte_for_byte_the_mail_that_leaves(store: Store, tmp_path: Path) -> None:
    desk = desk_with(store, tmp_path, Answer.REFUSAL)
    handler = desk.person("hanne", (OMBUDS, "handler"))
    page = f"/outbox/{item(desk).id}"
    press(handler, page, f"{page}/approve")
    shown = handler.get(f"{page}/mail").content
    desk.later(minutes=7)
    assert sent_by(desk) == [shown]
    assert handler.get(f"{page}/mail").content == shown
    laid_out = handler.get(f"{page}/html")
    assert "sandbox" in laid_out.headers["content-security-policy"]
    assert laid_out.text.splitlines() == shown_html(shown).splitlines()


def shown_html(mail: bytes) -> str:
    body = message_from_bytes(mail, policy=policy.default).get_body(("html",))
    assert body is not None
    return str(body.get_content())


def test_a_letter_that_was_shown_is_byte_for_byte_the_one_that_is_printed(store: Store, tmp_path: Path) -> None:
    desk = desk_with(store, tmp_path, Answer.REFUSAL, Channel.LETTER)
    handler = desk.person("hanne", (OMBUDS, "handler"))
    number = item(desk).id
    shown = handler.get(f"/outbox/{number}/letter").content
    press(handler, f"/outbox/{number}", f"/outbox/{number}/approve")
    press(handler, "/outbox/tray", "/outbox/tray/printed", item=str(number))
    desk.later(days=3)
    assert desk.person("hugo", (OMBUDS, "handler")).get(f"/outbox/{number}/letter").content == shown


def test_it_leaves_at_the_chosen_time_and_can_be_called_back_until_then(store: Store, tmp_path: Path) -> None:
    desk = desk_with(store, tmp_path, Answer.REFUSAL)
    handler = desk.person("hanne", (OMBUDS, "handler"))
    page = f"/outbox/{item(desk).id}"
    press(handler, page, f"{page}/approve", later="2026-03-06T08:30")
    assert item(desk).not_before.isoformat() == "2026-03-06T07:30:00+00:00"
    desk.later(days=1)
    assert sent_by(desk) == []
    handler = desk.person("hugo", (OMBUDS, "handler"))
    press(handler, page, f"{page}/later", later="2026-03-09T09:00")
    shown = handler.get(f"{page}/mail").content
    assert b"Date: Mon, 09 Mar 2026 08:00:00 +0000" in shown
    press(handler, page, f"{page}/withdraw")
    desk.later(days=10)
    assert sent_by(desk) == []


def test_a_time_in_the_past_or_far_ahead_is_refused(store: Store, tmp_path: Path) -> None:
    desk = desk_with(store, tmp_path, Answer.REFUSAL)
    handler = desk.person("hanne", (OMBUDS, "handler"))
    page = f"/outbox/{item(desk).id}"
    for wrong in ("2026-03-01T08:30", "2027-03-01T08:30", "soon"):
        refused = handler.post(
            f"{page}/approve", data=fields_of(handler.get(page).text, f"{page}/approve") | {"later": wrong}
        )
        assert refused.status_code == 422
    assert item(desk).state == "waiting-for-person"


def test_approving_shows_what_would_tell_who_complains_and_lets_nothing_leave(store: Store, tmp_path: Path) -> None:
    desk = desk_with(store, tmp_path, Answer.REFUSAL)
    row = item(desk)
    draft = replace(
        restored(Draft, row.draft),
        answer=Answer.FORWARDING_LETTER,
        to=Recipient("De Lijn", "klachten@delijn.be"),
        text="Mevrouw Verhaegen wachtte aan de halte.",
    )
    with store.session() as session:
        session.execute(update(Case).values(wishes=[Wish.WITHHOLD_IDENTITY.value]))
        session.execute(
            update(Outbox)
            .where(Outbox.id == row.id)
            .values(answer="forwarding-letter", draft=plain(draft), to_address="klachten@delijn.be")
        )
    coordinator = desk.person("cora", (OMBUDS, "coordinator"))
    page = f"/outbox/{row.id}"
    refused = coordinator.post(f"{page}/approve", data=fields_of(coordinator.get(page).text, f"{page}/approve"))
    assert refused.status_code == 422
    assert "name in text: verhaegen" in refused.text
    assert item(desk).state == "waiting-for-person"
    desk.later(days=1)
    assert sent_by(desk) == []
    assert desk.rows(select(Outbox.sent_at).where(Outbox.id == row.id)) == [None]


def test_undo_works_while_the_set_time_runs_and_no_longer_once_it_left(store: Store, tmp_path: Path) -> None:
    desk = desk_with(store, tmp_path, Answer.REFUSAL)
    handler = desk.person("hanne", (OMBUDS, "handler"))
    page = f"/outbox/{item(desk).id}"
    press(handler, page, f"{page}/approve")
    delay = desk.gateway.settings.desk.send_delay_seconds
    assert item(desk).not_before == desk.now + timedelta(seconds=delay)
    assert sent_by(desk) == []
    fields = fields_of(handler.get(page).text, f"{page}/withdraw")
    desk.later(seconds=delay + 1)
    assert len(sent_by(desk)) == 1
    assert handler.post(f"{page}/withdraw", data=fields).status_code == 422
    assert item(desk).state == "sent"
