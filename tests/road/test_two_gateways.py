"""Two gateways, each a process with books of its own, write to each other over real SMTP: it ends by itself."""

import smtplib
import subprocess
import sys
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from gateway.demo.world import Received, World, free_port
from tests.crash.compared import is_quiet
from tests.road.house import OFFICE, complaint, is_open, until

OTHER = "klachten@ombuds.brussels"
#: What a good machine puts on its mail, and a bad one in between takes off again.
MARKS = (b"auto-submitted:", b"x-loop:", b"precedence:", b"x-auto-response-suppress:", b"in-reply-to:", b"references:")


class Post(World):
    """Carries mail between the two, as it is or without the marks of a machine."""

    def __init__(self) -> None:
        super().__init__()
        self.stripping = False
        self.doors: dict[str, int] = {}

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        answer = await super().handle_DATA(server, session, envelope)
        for recipient in envelope.rcpt_tos:
            content = bytes(envelope.content)
            door = self.doors.get(recipient.rpartition("@")[2])
            if door:
                with smtplib.SMTP("127.0.0.1", door, timeout=30) as client:
                    client.sendmail(envelope.mail_from, [recipient], stripped(content) if self.stripping else content)
        return answer


def stripped(content: bytes) -> bytes:
    head, _, body = content.partition(b"\r\n\r\n")
    fields = head.replace(b"\r\n ", b" ").replace(b"\r\n\t", b" ").split(b"\r\n")
    return b"\r\n".join(one for one in fields if not one.lower().startswith(MARKS)) + b"\r\n\r\n" + body


@pytest.fixture(scope="module")
def post(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Post, list[Path]]]:
    between, processes, homes = Post(), [], []
    between.start()
    for office, address in (("vlaamse-ombudsdienst", OFFICE), ("ombuds-brussel", OTHER)):
        home, port = tmp_path_factory.mktemp(office), free_port()
        command = [sys.executable, "-m", "tests.road.alone", str(home), office, str(port), str(between.port)]
        processes.append(subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL))
        homes.append(home)
        between.doors[address.rpartition("@")[2]] = port
    for port in between.doors.values():
        until(lambda port=port: is_open(port), "a gateway opens its door", 120)
    yield between, homes
    for process in processes:
        process.communicate(timeout=60)
    between.stop()


def exchanged(post: tuple[Post, list[Path]], mail: EmailMessage) -> list[Received]:
    """What the two sent each other after one of them got `mail`, which says that it is from the other."""
    sender = mail["From"].addresses[0].addr_spec
    between, homes = post
    before = len(between.received)
    with smtplib.SMTP("127.0.0.1", between.doors[OFFICE.rpartition("@")[2]], timeout=30) as client:
        client.send_message(mail, sender, [OFFICE])
    until(lambda: len(between.received) > before, "the first answer", 120)
    still = [-1]

    def unchanged() -> bool:
        seen = len(between.received)
        ended = all(is_quiet(f"sqlite:///{home}/books.db") for home in homes) and seen == still[0]
        still[0] = seen
        return ended

    until(unchanged, "the two have no more to say", 120)
    return between.received[before:]


def test_two_gateways_end_after_one_answer(post):
    assert [mail.recipient for mail in exchanged(post, complaint(1, sender=OTHER))] == [OTHER]


def test_two_gateways_whose_marks_are_taken_off_on_the_way_end_within_three_mails(post):
    post[0].stripping = True
    assert 1 <= len(exchanged(post, complaint(2, sender="plaintes@ombuds.brussels"))) <= 3
