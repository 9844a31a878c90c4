"""One mail read: headers, body, attachments, messages inside. The function `read_mail` is the table of contents."""

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from email.message import Message as Mime

from classifiers.mail import headers as head
from classifiers.mail.attachments import attachment_text
from classifiers.mail.decode import to_text
from classifiers.mail.html import html_to_text
from classifiers.mail.idn import ascii_domain
from classifiers.mail.inline import split_forward
from classifiers.mail.limits import Limits
from classifiers.mail.parts import Leaf, decoded_payload, leaves, parse, transfer_decoded, without_uuencoded
from classifiers.mail.second import doubts, malformed
from classifiers.mail.wrapped import SIGNED, TNEF_TYPES, signed_content, tnef_contents
from classifiers.message import BODY, SUBJECT, Message, Part, PartOutcome

LIMITS = Limits()
UNTOLD = "application/octet-stream"
REPORT_PARTS = frozenset(
    {
        "message/delivery-status",
        "message/global-delivery-status",
        "message/disposition-notification",
        "message/feedback-report",
        "text/rfc822-headers",
        "message/rfc822-headers",
        "message/global-headers",
    }
)


def read_mail(
    raw: bytes, *, received_at: datetime, boundary_hosts: Collection[str] = (), limits: Limits = LIMITS
) -> Message:
    """What the mail says. Never raises on content; what could not be read is named in `defects`.

    `received_at` is the arrival at the organisation (aware). `boundary_hosts` are the authserv-ids whose
    Authentication-Results are believed (RFC 8601 5).
    """
    defects: list[str] = []
    if len(raw) > limits.raw_size:
        defects.append(f"larger than {limits.raw_size // 1_000_000} MB: only the beginning was read")
        raw = raw[: limits.raw_size]
    try:
        mime = parse(raw, defects)
        message = _read(mime, received_at, boundary_hosts, limits, defects, limits.depth)
        if malformed(mime) and not defects:
            message = replace(message, defects=(*message.defects, *doubts(raw, message.parts)))
        return message
    except Exception as error:  # whatever a library makes of hostile bytes, the mail becomes an item for staff
        return _unreadable(raw, received_at, [*defects, f"could not be read ({type(error).__name__})"])


def _read(
    mime: Mime, received_at: datetime, boundary_hosts: Collection[str], limits: Limits, defects: list[str], depth: int
) -> Message:
    headers = head.all_headers(mime, limits, defects)
    subject = next(iter(head.values(headers, "Subject")), "")[:1000]
    found = _Parts(limits, received_at, boundary_hosts, depth, defects)
    for leaf in leaves(mime, limits, defects):
        found.take(leaf)
    body = found.body()
    threads = head.message_ids(headers, "In-Reply-To")
    split = split_forward(body, subject, received_at, min(depth, 4), in_thread=bool(threads))
    inner = (*found.messages, *((split.forwarded,) if split.forwarded else ()))
    return_path = next(iter(head.values(headers, "Return-Path")), None)
    dates = head.values(headers, "Date")
    return Message(
        subject=subject,
        from_=head.addresses(mime, "From", limits),
        to=head.addresses(mime, "To", limits),
        cc=head.addresses(mime, "Cc", limits),
        texts={SUBJECT: subject, BODY: body, **found.texts},
        segments=split.segments,
        received_at=received_at,
        date=head.date_of(dates[0]) if dates else None,
        message_id=next(iter(head.message_ids(headers, "Message-ID")), ""),
        in_reply_to=threads,
        references=head.message_ids(headers, "References"),
        reply_to=head.addresses(mime, "Reply-To", limits),
        sender=next(iter(head.addresses(mime, "Sender", limits)), None),
        return_path=None if return_path is None else ascii_domain(return_path.strip().strip("<>").lower()),
        delivered_to=tuple(v.strip("<> ").lower() for v in head.values(headers, "Delivered-To")[:20]),
        headers=headers,
        parts=tuple(found.parts),
        forwarded=inner,
        authentication=head.authentication(headers, boundary_hosts),
        defects=tuple(dict.fromkeys(defects)),
        handed_over=head.arrival_of(headers, boundary_hosts),
        report_parts=tuple(found.reports),
    )


class _Parts:
    """Gathers what the leaves of one mail give, in the order of the mail."""

    def __init__(
        self, limits: Limits, received_at: datetime, boundary_hosts: Collection[str], depth: int, defects: list[str]
    ) -> None:
        self.limits, self.received_at, self.boundary_hosts = limits, received_at, boundary_hosts
        self.depth, self.defects = depth, defects
        self.plain: list[str] = []
        self.html: list[str] = []
        self.texts: dict[str, str] = {}
        self.parts: list[Part] = []
        self.messages: list[Message] = []
        self.reports: list[tuple[str, str]] = []

    def take(self, leaf: Leaf) -> None:
        if leaf.content_type in REPORT_PARTS:
            text = _report_text(leaf)
            self.reports.append((leaf.content_type, text[: self.limits.attachment_length]))
            self._note(leaf, PartOutcome.READ, len(text))
        elif leaf.content_type in ("message/rfc822", "message/global") or leaf.filename.lower().endswith(".eml"):
            self._message(leaf)
        elif leaf.content_type in SIGNED:
            self._signed(leaf)
        elif leaf.content_type in TNEF_TYPES or leaf.filename.lower() == "winmail.dat":
            self._tnef(leaf)
        elif self._is_body(leaf):
            self._body(leaf)
        else:
            self._attachment(leaf)

    def body(self) -> str:
        """Plain text where the mail has any that says something, else its HTML."""
        text = "\n".join(text for text in self.plain if text.strip())
        if self.html and len(text.split()) < 25:
            # "Your program cannot show this mail": short text beside a HTML part that says four times as much.
            rich = "\n".join(html_to_text(markup) for markup in self.html)
            text = rich if len(rich.split()) > 4 * len(text.split()) else text
        if len(text) > self.limits.text_length:
            self.defects.append(f"text longer than {self.limits.text_length:,} characters: the rest was not read")
            text = text[: self.limits.text_length]
        return text

    def _is_body(self, leaf: Leaf) -> bool:
        if leaf.disposition == "attachment" or leaf.content_type not in ("text/plain", "text/html", "text/enriched"):
            return False
        named = bool(leaf.filename)
        return not named or (leaf.disposition != "inline" and not self.plain and not self.html)

    def _body(self, leaf: Leaf) -> None:
        content = leaf.content()
        text = to_text(content, leaf.charset)
        if leaf.content_type == "text/html":
            self.html.append(text)
        else:
            text, files = without_uuencoded(text)
            self._files(leaf, files)
            flowed = str(leaf.mime.get_param("format") or "").lower() == "flowed"
            delsp = str(leaf.mime.get_param("delsp") or "").lower() == "yes"
            self.plain.append(unflowed(text, delsp) if flowed else text)
        outcome = PartOutcome.ALTERNATIVE if leaf.within == "multipart/alternative" else PartOutcome.BODY
        self._note(leaf, outcome, len(content))

    def _message(self, leaf: Leaf) -> None:
        inner = leaf.mime.get_payload()
        opened = inner[0] if isinstance(inner, list) and inner else None
        mime = opened if isinstance(opened, Mime) else parse(leaf.content())
        if self.depth <= 0:
            self.defects.append("messages nested too deep were not opened")
            self._note(leaf, PartOutcome.STORED, 0)
            return
        self.messages.append(
            _read(mime, self.received_at, self.boundary_hosts, self.limits, self.defects, self.depth - 1)
        )
        self._note(leaf, PartOutcome.MESSAGE, 0)

    def _signed(self, leaf: Leaf) -> None:
        """Opaque signed mail shows what it says, whoever signed it; encrypted mail is an attachment."""
        content = leaf.content()
        inside = signed_content(content)
        if not inside or self.depth <= 0:
            self._note(leaf, PartOutcome.STORED, len(content), note="encrypted or empty S/MIME")
            return
        self.depth -= 1
        for inner in leaves(parse(inside), self.limits, self.defects):
            self.take(inner)
        self._note(leaf, PartOutcome.READ, len(content), note="S/MIME signed; signature not checked")

    def _tnef(self, leaf: Leaf) -> None:
        content = leaf.content()
        try:
            text, files = tnef_contents(content)
        except ValueError as error:
            self._note(leaf, PartOutcome.UNREADABLE, len(content), note=str(error))
            return
        if text.strip() and not any(plain.strip() for plain in self.plain):
            self.plain.append(text)
        self._note(leaf, PartOutcome.READ, len(content))
        self._files(leaf, files)

    def _files(self, leaf: Leaf, files: Sequence[tuple[str, bytes]]) -> None:
        """Files inside a part, listed and read as if they stood beside it."""
        for number, (name, content) in enumerate(files[: self.limits.parts], 1):
            self._read_file(replace(leaf, path=f"{leaf.path}#{number}", filename=name, content_type=UNTOLD), content)

    def _attachment(self, leaf: Leaf) -> None:
        self._read_file(leaf, leaf.content())

    def _read_file(self, leaf: Leaf, content: bytes) -> None:
        try:
            text = attachment_text(leaf, content, self.limits)
        except ValueError as error:
            outcome = PartOutcome.TOO_LARGE if len(content) > self.limits.attachment_size else PartOutcome.UNREADABLE
            self._note(leaf, outcome, len(content), note=str(error))
            return
        if text is None or not text.strip():
            self._note(leaf, PartOutcome.STORED, len(content))
            return
        key = f"attachment:{leaf.path}"
        self.texts[key] = text
        self._note(leaf, PartOutcome.READ, len(content), text_key=key)

    def _note(self, leaf: Leaf, outcome: PartOutcome, size: int, *, text_key: str = "", note: str = "") -> None:
        self.parts.append(
            Part(leaf.path, leaf.content_type, leaf.filename, size, outcome, leaf.content_id, text_key, note)
        )


def unflowed(text: str, delsp: bool) -> str:
    """Lines that end in a space go on (RFC 3676 4.1); quoting depth and the signature mark stop a paragraph."""
    out: list[str] = []
    open_line = False
    for line in text.split("\n"):
        depth = len(line) - len(line.lstrip(">"))
        bare = line[depth:]
        bare = bare[1:] if bare.startswith(" ") else bare
        if open_line and depth == _depth(out[-1]) and bare != "-- ":
            out[-1] += bare
        else:
            out.append(">" * depth + (" " if depth else "") + bare)
        open_line = bare.endswith(" ") and bare != "-- "
        if open_line and delsp:
            out[-1] = out[-1][:-1]
    return "\n".join(out)


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip(">"))


def _report_text(leaf: Leaf) -> str:
    payload = leaf.mime.get_payload()
    if isinstance(payload, list):
        # The parser cuts a report into blocks without undoing its transfer encoding.
        return to_text(transfer_decoded(leaf.mime, decoded_payload(leaf.mime)), leaf.charset)
    return to_text(leaf.content(), leaf.charset)


def _unreadable(raw: bytes, received_at: datetime, defects: list[str]) -> Message:
    """What staff get of a mail that no parser reads: its first lines as text."""
    text = to_text(raw[:20_000], None)
    subject = re.search(r"^Subject:[ \t]*([^\n]{0,300})", text, re.IGNORECASE | re.MULTILINE)
    words = subject.group(1).strip() if subject else ""
    split = split_forward(text, words, received_at, 0)
    return Message(
        subject=words,
        from_=(),
        to=(),
        cc=(),
        texts={SUBJECT: words, BODY: text},
        segments=split.segments,
        received_at=received_at,
        defects=tuple(defects),
    )
