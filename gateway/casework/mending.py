"""An arrival that broke the reader, given another form by a person: its bytes stay, a mended copy takes the road.

The copy arrives when the first one did, by the same way and envelope, so that no clock gains a day.
"""

import re
from collections.abc import Mapping
from email.message import EmailMessage
from email.utils import format_datetime, formataddr, parseaddr

from sqlalchemy.orm import Session

from gateway.casework.acts import Act
from gateway.casework.errors import NotPossible
from gateway.casework.quarantine import arrival, settle
from gateway.intake.arrivals import Arrival, take_in
from gateway.store.raw import raw_bytes
from gateway.store.tables import Inbox

#: Ways of writing letters as bytes that Belgian mail comes in.
CHARSETS = ("utf-8", "windows-1252", "iso-8859-1", "iso-8859-15", "utf-16")
CHARSET = re.compile(rb'(charset\s*=\s*)("?)[^";\s]+\2', re.IGNORECASE)
BREAK = re.compile(rb"\r?\n\r?\n")
FOLDED = re.compile(rb"\r?\n(?=[ \t])")
ADDRESS = re.compile(r"[^@\s]{1,64}@[^@\s]{1,255}")


def mended(content: bytes, headers: Mapping[str, str], charset: str) -> bytes:
    """The mail with these headers in place of its own of the same name, and with every charset renamed.

    Everything else stays byte for byte; where no empty line parts head and text, all of it is text.
    """
    parted = BREAK.search(content)
    head, body = (content[: parted.start()], content[parted.end() :]) if parted else (b"", content)
    names = {name.lower().encode() for name in headers}
    lines = [
        line for line in FOLDED.sub(b"\0", head).splitlines() if line.partition(b":")[0].strip().lower() not in names
    ]
    kept = [line.replace(b"\0", b"\r\n") for line in lines if b":" in line]
    fresh = EmailMessage()
    for name, value in headers.items():
        fresh[name] = value
    new = fresh.as_bytes().strip().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    whole = b"\r\n".join([new, *kept]) + b"\r\n\r\n" + body
    if charset and not CHARSET.search(whole):
        kind = f'Content-Type: text/plain; charset="{charset}"\r\nContent-Transfer-Encoding: 8bit\r\n'.encode()
        return kind + whole if b"content-type:" not in head.lower() else whole
    return CHARSET.sub(rb'\g<1>"' + charset.encode() + b'"', whole) if charset else whole


def mend(session: Session, act: Act, number: int, *, sender: str, subject: str, charset: str, office: str) -> int:
    """Number of the copy, which waits for the worker. Raises NotPossible where nobody is named as sender."""
    if charset not in ("", *CHARSETS):
        raise NotPossible("choose how it is written")
    row = arrival(session, act.person, number, lock=True)
    headers = {"From": _address(sender), "Subject": " ".join(subject.split())[:300]}
    copy = mended(raw_bytes(session, row.sha256), headers, charset)
    return _instead(session, act, row, copy, office, f"mended by {act.person.name}")


def take_as_new(session: Session, act: Act, number: int, *, sender: str, subject: str, text: str, office: str) -> int:
    """A complaint of these words, with the bytes as they came attached. The number of the new arrival."""
    if not text.strip():
        raise NotPossible("say what the complaint is about")
    row = arrival(session, act.person, number, lock=True)
    fresh = EmailMessage()
    fresh["From"] = _address(sender)
    fresh["Subject"] = " ".join(subject.split())[:300]
    fresh["Date"] = format_datetime(row.received_at)
    fresh["Message-ID"] = f"<{row.id}.{row.sha256[:24]}@mended.klachtenpost>"
    fresh["To"] = ", ".join(str(one) for one in row.envelope_to[:20] if ADDRESS.fullmatch(str(one)))
    fresh.set_content(text, cte="base64")
    content = raw_bytes(session, row.sha256)
    fresh.add_attachment(content, maintype="application", subtype="octet-stream", filename="original.eml")
    return _instead(session, act, row, fresh.as_bytes(), office, f"taken as new by {act.person.name}")


def _instead(session: Session, act: Act, row: Inbox, content: bytes, office: str, why: str) -> int:
    copy = take_in(
        session,
        Arrival(
            content,
            "smtp" if row.channel == "scan" else row.channel,
            row.received_at,
            source=f"{row.source} ({why})".strip()[:500],
            office=office or row.office,
            envelope_from=row.envelope_from,
            envelope_to=tuple(str(one) for one in row.envelope_to),
        ),
    )
    row.status, row.done_at, row.reason = "set-aside", act.now, f"{why}: it goes on as arrival {copy}"
    settle(session, act, row.id)
    return copy


def _address(sender: str) -> str:
    name, address = parseaddr(sender)
    if not ADDRESS.fullmatch(address):
        raise NotPossible("name the sender with an e-mail address")
    return formataddr((name, address))
