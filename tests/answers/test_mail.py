import re
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import EmailMessage

import pytest

from classifiers.understanding import Language
from outbound.compose import compose
from outbound.draft import Answer, Draft, Recipient
from outbound.facts import Procedure
from outbound.mail import html, render_mail
from tests.answers.samples import CITIZEN, FACTS, OFFICES

WHEN = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)


def draft(to: Recipient = CITIZEN, language: Language = Language.FR) -> Draft:
    return compose(
        Answer.RECEIPT,
        language=language,
        facts=FACTS,
        office=OFFICES[Procedure.OMBUDS_BRUSSEL],
        to=to,
        in_reply_to="<first@post.example>",
        references=("zero@post.example",),
    )


def rendered(value: Draft, *, from_name: str = "Ombuds Brussel", attached: tuple[bytes, ...] = ()) -> bytes:
    return render_mail(
        value,
        from_name=from_name,
        from_address="klachten@ombuds.example",
        message_id="x1@ombuds.example",
        date=WHEN,
        attached=attached,
    )


def parsed(raw: bytes) -> EmailMessage:
    message = message_from_bytes(raw, policy=policy.default)
    assert isinstance(message, EmailMessage)
    assert not message.defects
    return message


@pytest.mark.parametrize("language", Language)
def test_text_and_html_say_the_same_in_the_right_charset(language: Language) -> None:
    value = draft(language=language)
    message = parsed(rendered(value))
    text = message.get_body(("plain",)).get_content()
    page = message.get_body(("html",)).get_content()
    assert text.replace("\r\n", "\n").strip() == value.text.replace("# ", "").strip()
    for word in value.text.split()[:40]:
        assert word.strip("#-.,:()") in page.replace("&#x27;", "'")
    assert "http" not in page
    assert "<img" not in page


def test_the_mail_threads_under_the_citizens_mail_and_calls_itself_automatic() -> None:
    message = parsed(rendered(draft()))
    assert message["In-Reply-To"] == "<first@post.example>"
    assert message["References"].split() == ["<zero@post.example>", "<first@post.example>"]
    assert message["Auto-Submitted"] == "auto-replied"
    assert message["Message-ID"] == "<x1@ombuds.example>"
    assert message["Content-Language"] == "fr"


def test_names_cannot_add_headers_or_recipients() -> None:
    nasty = 'Eve\r\nBcc: all@x.example\x00\x85\u2028, "Mallory" <m@x.example>'
    raw = rendered(draft(Recipient(nasty, "eve@post.example")), from_name=nasty)
    message = parsed(raw)
    assert message["Bcc"] is None
    assert [a.addr_spec for a in message["To"].addresses] == ["eve@post.example"]
    assert [a.addr_spec for a in message["From"].addresses] == ["klachten@ombuds.example"]


def test_names_and_subjects_with_accents_survive_and_lines_stay_short() -> None:
    name = "Zoë Müßiggang-Ébène van de Überlange Straße " * 2
    raw = rendered(draft(Recipient(name.strip(), "zoe@post.example")))
    to = message_from_bytes(raw, policy=policy.compat32)["To"]
    assert str(make_header(decode_header(to))) == f"{name.strip()} <zoe@post.example>"
    assert max(map(len, raw.split(b"\r\n"))) <= 200
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert raw.isascii()


def test_html_shows_markup_of_a_citizen_as_characters() -> None:
    value = Draft(Answer.FREE, draft().channel, CITIZEN, Language.EN, "<s>", '<script>x</script> & "q"', True)
    assert "<script>" not in html(value)
    assert "&lt;script&gt;" in html(value)


def test_an_original_goes_along_unchanged() -> None:
    original = b"From: a@b.example\r\nSubject: caf\xc3\xa9\r\n\r\nHallo\r\n.punt\r\n"
    part = parsed(rendered(draft(), attached=(original,))).get_payload()[1]
    assert part.get_content_type() == "message/rfc822"
    assert original.rstrip() in rendered(draft(), attached=(original,))


def test_an_original_with_overlong_lines_goes_along_as_a_file() -> None:
    original = b"Subject: x\r\n\r\n" + b"y" * 5000 + b"\0"
    part = parsed(rendered(draft(), attached=(original,))).get_payload()[1]
    assert part.get_content_type() == "application/octet-stream"
    assert part.get_content() == original


def test_an_address_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="not a mail address"):
        rendered(draft(Recipient("x", "a@b.example\r\nRCPT TO:<c@d.example>")))


def test_a_mail_leaves_colours_to_the_reader_so_that_it_can_be_read_on_dark_pages() -> None:
    draft = compose(
        Answer.CLOSING,
        language=Language.NL,
        facts=FACTS,
        office=OFFICES[Procedure.VLAAMSE_OVERHEIDSDIENST],
        to=CITIZEN,
    )
    page = html(draft)
    assert '<meta name="color-scheme" content="light dark">' in page
    assert not re.search(r"[;\"]\s*(color|background[a-z-]*):", page)
    assert not re.search(r"https?:|<img|<script|<link|<a ", page)
