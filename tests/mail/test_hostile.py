import resource
import time
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from classifiers.mail import Limits, part_bytes, read_mail
from classifiers.screen import screen
from outbound.reports import read_report
from tests.mail import hostile

NOW = datetime(2026, 5, 5, tzinfo=UTC)


def read(raw: bytes):
    return read_mail(raw, received_at=NOW)


def took(raw: bytes) -> float:
    """Processor seconds, the best of three."""
    best = float("inf")
    for _ in range(3):
        start = time.process_time()
        message = read(raw)
        screen(message, own_addresses=())
        read_report(message)
        best = min(best, time.process_time() - start)
    return best


@pytest.mark.parametrize("name", hostile.GROWING)
def test_work_grows_no_faster_than_the_mail(name):
    make, size = hostile.GROWING[name]
    small, large = took(make(size)), took(make(2 * size))
    assert large < 3, "one mail must not hold up the others"
    # What grows with the square takes four times as long; below 100 ms the clock tells nothing.
    assert large < 3.2 * max(small, 0.1)


@pytest.mark.parametrize("name", hostile.SINGLE)
def test_a_bomb_is_read_within_seconds_and_little_memory(name):
    raw = hostile.SINGLE[name]()
    read(b"warm: up\n\n")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.process_time()
    message = read(raw)
    assert time.process_time() - start < 10
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 300_000, "kB"
    assert isinstance(message.body, str)


@pytest.mark.parametrize(
    "make",
    [
        lambda: hostile.multiparts(5_000),
        lambda: hostile.messages(5_000),
        lambda: hostile.parts(20_000),
        lambda: hostile.headers(50_000),
        lambda: hostile.docx_bomb(200),
    ],
)
def test_what_was_left_out_is_said(make):
    message = read(make())
    assert message.defects or any(part.note for part in message.parts)


def test_the_words_of_a_mail_with_a_bomb_in_it_are_still_read():
    message = read(hostile.docx_bomb(200))
    assert "klacht over de bus" in message.body
    [part] = [part for part in message.parts if part.filename == "brief.docx"]
    assert (part.outcome, part.note) == ("unreadable", "unpacks to more than we open")


def test_a_pdf_gives_its_first_pages_only():
    import zlib

    page = zlib.compress(b"BT /F1 9 Tf (klacht over bus 71) Tj ET")
    message = read_mail(
        hostile.attachment("application/pdf", "brief.pdf", hostile.pdf([page] * 40)),
        received_at=NOW,
        limits=Limits(pdf_pages=3),
    )
    assert message.texts["attachment:2"].count("bus 71") == 3


def test_headers_cannot_be_smuggled_into_an_answer():
    raw = b"Subject: =?utf-8?Q?x=0D=0ABcc:_spy@evil.example=C2=85y=E2=80=A8z=00?=\nFrom: =?utf-8?Q?a=0D=0Ab?= <a@post.example>\nMessage-ID: <a\r\n b@c>\n\nklacht\n"
    message = read(raw)
    for text in (message.subject, message.from_[0].name, message.message_id, *(value for _, value in message.headers)):
        assert not set(text) & set("\r\n\x00\x85\u2028\u2029")


def test_utf_7_is_never_decoded_to_markup():
    raw = hostile.HEAD + b"Content-Type: text/html; charset=utf-7\n\n+ADw-script+AD4-alert(1)+ADw-/script+AD4-"
    assert "<script" not in read(raw).body


def test_marks_that_reorder_what_is_read_are_taken_out():
    raw = "Subject: foto\u202egpj.exe\u2066\n\nklacht \u202eomgekeerd\n".encode()
    message = read(raw)
    assert message.subject == "fotogpj.exe"
    assert "\u202e" not in message.body


def test_a_file_name_is_only_a_name():
    raw = hostile.attachment("text/plain", "../../etc/pass\x00wd", b"x")
    [part] = [part for part in read(raw).parts if part.filename]
    assert "/" not in part.filename
    assert "\x00" not in part.filename


_LINES = st.one_of(
    st.sampled_from(
        [
            b"From: a@b.example",
            b"Subject: =?utf-8?b?",
            b"Content-Type: multipart/mixed; boundary=b",
            b"Content-Type: text/html; charset=x",
            b"Content-Type: message/rfc822",
            b"Content-Type: message/delivery-status",
            b"Content-Type: application/ms-tnef",
            b"Content-Transfer-Encoding: base64",
            b"Content-Type: application/pkcs7-mime",
            b"Content-Type: application/pdf",
            b"Content-Disposition: attachment; filename*=utf-8''%ff",
            b"",
            b"--b",
            b"--b--",
            b" ",
            b"Van: An <a@b.example>",
            b"Verzonden: maandag 4 mei 2026 99:99",
            b"Onderwerp: x",
            b"> x",
            b"-- ",
            b"Op 4 mei om 1:00 schreef <a@b.example>:",
            b"Date: Mon, 99 Foo 99999 99:99:99 +9999",
            b"Final-Recipient: rfc822;",
            b"Status: 5",
            b"<table><td colspan=9>",
            b"</blockquote>",
            b'To: <<>>@,;:("',
            b"Message-ID: <",
            b"begin 644 x",
        ]
    ),
    st.binary(max_size=60),
)


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(_LINES, max_size=40))
def test_reading_never_raises_and_segments_always_cover_the_body(lines):
    raw = b"\n".join(lines)
    message = read(raw)
    assert "".join(message.body[s.start : s.end] for s in message.segments) == message.body
    assert screen(message, own_addresses=()).rule
    read_report(message)
    for part in message.parts:
        part_bytes(raw, part.path)
