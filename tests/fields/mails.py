"""Invented mails as the classifiers get them: built as bytes and read, so that segments are the real ones."""

from datetime import UTC, datetime
from email.message import EmailMessage

from classifiers.mail import read_mail
from classifiers.message import Message
from classifiers.prepared import House
from classifiers.screen import screen
from classifiers.understand import load_knowledge, understand
from classifiers.understanding import Language, Reading, Understanding
from routing.catalogue import load_catalogue

KNOWLEDGE = load_knowledge(load_catalogue().names())
OMBUDS = House(
    id="vlaamse-ombudsdienst",
    addresses=("klachten@vlaamseombudsdienst.be",),
    languages=(Language.NL,),
    kind="ombuds",
    body_ids=("vlaamse-ombudsdienst",),
    reference_pattern=r"\b20\d\d-\d{4}\b",
)
#: A Wednesday.
SENT = datetime(2026, 5, 20, 10, 0, tzinfo=UTC)


def mail(
    text: str,
    *,
    subject: str = "Klacht",
    sender: str = "post@voorbeeld.example",
    reply_to: str = "",
    to: str = OMBUDS.addresses[0],
    sent: datetime = SENT,
    attached: dict[str, str] | None = None,
) -> Message:
    written = EmailMessage()
    written["From"], written["To"], written["Subject"] = sender, to, subject
    written["Date"] = sent
    if reply_to:
        written["Reply-To"] = reply_to
    written.set_content(text)
    for name, content in (attached or {}).items():
        written.add_attachment(content, filename=name)
    return read_mail(bytes(written), received_at=sent)


def read(message: Message, house: House = OMBUDS) -> Understanding:
    screening = screen(message, own_addresses=house.addresses)
    return understand(message, house=house, knowledge=KNOWLEDGE, screening=screening)


def words_of(message: Message, reading: Reading[object]) -> str:
    """What stands at the reading's span; for the display name, that name."""
    assert reading.span is not None
    part = reading.span.part
    while part.startswith("forwarded:"):
        number, part = part.removeprefix("forwarded:").split(":", 1)
        message = message.forwarded[int(number)]
    if reading.span.start == reading.span.end == 0:
        return reading.words
    return message.texts[part][reading.span.start : reading.span.end]
