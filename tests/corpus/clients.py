"""How mail programs of the world put a text on the wire: headers, parts, charsets and encodings.

Everything is drawn from a hash of the mail's name, so the same source always gives the same bytes.
"""

import base64
import html
import quopri
import re
from collections.abc import Callable

from tests.corpus.attachments import Body, attached, wrapped
from tests.corpus.headers import addressed, client_headers, envelope, language, token
from tests.corpus.source import Mail

SENT_FROM = {
    "nl": "Verstuurd vanaf mijn iPhone",
    "fr": "Envoyé de mon iPhone",
    "de": "Von meinem iPhone gesendet",
    "en": "Sent from my iPhone",
}
SENT_FROM_GALAXY = {
    "nl": "Verzonden vanaf mijn Galaxy",
    "fr": "Envoyé depuis mon smartphone Samsung Galaxy.",
    "de": "Von meinem Samsung Galaxy Smartphone gesendet.",
    "en": "Sent from my Galaxy",
}


def render(mail: Mail) -> bytes:
    """The raw bytes of a mail as they would arrive, with CRLF."""
    if mail.get("form") == "raw":
        return crlf(mail.text.encode())
    form = FORMS[mail.keys["form"]]
    head, payload = form(mail)
    headers, body = _with_parts(mail, head, payload)
    lines = [*envelope(mail), *addressed(mail), *client_headers(mail), *headers]
    return crlf("\n".join(lines).encode() + b"\n\n" + body)


def crlf(raw: bytes) -> bytes:
    return raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def quoted(text: str, charset: str) -> bytes:
    return quopri.encodestring(text.encode(charset), quotetabs=False)


def plain(mail: Mail, text: str, charset: str, how: str, extra: str = "") -> Body:
    """One text/plain part. Placeholders must stay readable, so such a text is never encoded."""
    if "@@" in text and how != "8bit":
        how, charset = "8bit", "utf-8"
    raw = text.encode(charset, "replace")
    payload = {
        "8bit": lambda: raw,
        "7bit": lambda: raw,
        "quoted-printable": lambda: quoted(text, charset),
        "base64": lambda: base64.encodebytes(raw),
    }[how]()
    return [f"Content-Type: text/plain; charset={charset}{extra}", f"Content-Transfer-Encoding: {how}"], payload


def as_html(text: str, style: str) -> str:
    """The text as a mail program writes it in HTML: a quote in a block of its own, an Outlook header above a rule."""
    kept, depth = [], 0
    for line in text.split("\n"):
        level = len(re.match(r"(?:> ?)*", line).group().replace(" ", ""))  # type: ignore[union-attr]
        kept.append("</blockquote>" * (depth - level) + '<blockquote type="cite">' * (level - depth))
        depth = level
        bare = html.escape(re.sub(r"^(?:> ?)+", "", line), quote=False)
        if re.match(r"(?:Van|De|Von|From)\s?: ", bare) and style == "outlook":
            kept.append('<div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm"></div>')
        tag = {
            "outlook": '<p class="MsoNormal">%s</p>',
            "gmail": "<div>%s</div>",
            "telenet": '<div class="default-style">%s</div>',
        }
        kept.append(tag.get(style, "<p>%s</p>") % (bare or {"gmail": "<br>"}.get(style, "&nbsp;")) + "\n")
    return "".join(kept) + "</blockquote>" * depth


def alternative(mail: Mail, text: str, charset: str, how: str, style: str) -> Body:
    boundary = f"----=_{token(mail, 'alternative', 16)}"
    own = [part.text for part in mail.parts if part.kind == "html"]
    page = (
        own[0] if own else f'<html><head><meta charset="{charset}"></head><body>\n{as_html(text, style)}</body></html>'
    )
    first, one = plain(mail, text, charset, how)
    second, two = plain(mail, page, charset, how)
    second[0] = second[0].replace("text/plain", "text/html")
    mark = f"--{boundary}".encode()
    body = b"\n".join(
        [mark, "\n".join(first).encode(), b"", one, mark, "\n".join(second).encode(), b"", two, mark + b"--", b""]
    )
    return [f'Content-Type: multipart/alternative; boundary="{boundary}"'], body


def _signed(mail: Mail, signature: dict[str, str]) -> str:
    return mail.text if mail.get("sig") == "no" else f"{mail.text}\n\n{signature[language(mail)]}\n"


def _flowed(mail: Mail) -> Body:
    return plain(mail, wrapped(mail.text, 72, True) + "\n", "utf-8", "8bit", "; format=flowed")


def _gmail(mail: Mail) -> Body:
    how = "base64" if int(token(mail, "how", 1), 16) < 5 else "quoted-printable"
    return alternative(mail, mail.text + "\n", "utf-8", how, "gmail")


def _html_only(mail: Mail) -> Body:
    head, body = plain(
        mail, f"<!doctype html>\n<html><body>\n{as_html(mail.text, 'p')}</body></html>\n", "utf-8", "quoted-printable"
    )
    own = [part.text for part in mail.parts if part.kind == "html"]
    if own:
        head, body = plain(mail, own[0] + "\n", "utf-8", "quoted-printable")
    head[0] = head[0].replace("text/plain", "text/html")
    return head, body


def _broken(mail: Mail) -> Body:
    """Says UTF-8 and sends Windows-1252, as old newsletters and scripts do."""
    return ["Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: 8bit"], mail.text.encode(
        "cp1252", "replace"
    ) + b"\n"


def _unlabelled(mail: Mail) -> Body:
    """UTF-8 that calls itself US-ASCII."""
    return ["Content-Type: text/plain; charset=us-ascii", "Content-Transfer-Encoding: 7bit"], mail.text.encode() + b"\n"


FORMS: dict[str, Callable[[Mail], Body]] = {
    "outlook": lambda mail: alternative(
        mail, mail.text + "\n", _narrow(mail.text, "windows-1252"), "quoted-printable", "outlook"
    ),
    "gmail": _gmail,
    "iphone": lambda mail: plain(mail, _signed(mail, SENT_FROM), "utf-8", "quoted-printable"),
    "galaxy": lambda mail: plain(mail, _signed(mail, SENT_FROM_GALAXY), "utf-8", "base64"),
    "flowed": _flowed,
    "telenet": lambda mail: alternative(
        mail, mail.text + "\n", _narrow(mail.text, "iso-8859-1"), "quoted-printable", "telenet"
    ),
    "latin1": lambda mail: plain(mail, wrapped(mail.text, 76, False) + "\n", _narrow(mail.text, "iso-8859-1"), "8bit"),
    "plain": lambda mail: plain(mail, mail.text + "\n", "utf-8", "8bit"),
    "wrapped": lambda mail: plain(mail, wrapped(mail.text, 72, False) + "\n", "utf-8", "quoted-printable"),
    "base64": lambda mail: plain(mail, mail.text + "\n", "utf-8", "base64"),
    "webform": lambda mail: plain(mail, mail.text + "\n", "utf-8", "quoted-printable"),
    "html": _html_only,
    "broken": _broken,
    "unlabelled": _unlabelled,
}


def _narrow(text: str, charset: str) -> str:
    try:
        text.encode(charset)
    except UnicodeEncodeError:
        return "utf-8"
    return charset


def _with_parts(mail: Mail, head: list[str], payload: bytes) -> Body:
    """The text, and whatever hangs on it, in a multipart/mixed (or the report of a mail server)."""
    parts = [part for part in mail.parts if part.kind != "html"]
    if not parts:
        return head, payload
    boundary = f"=_mixed_{token(mail, 'mixed', 16)}"
    mark = f"--{boundary}".encode()
    pieces = [mark, "\n".join(head).encode(), b"", payload]
    for part in parts:
        lines, body = attached(part)
        pieces += [mark, "\n".join(lines).encode(), b"", body]
    kind = mail.get("h-Content-Type") or "multipart/mixed"
    return [f'Content-Type: {kind}; boundary="{boundary}"'], b"\n".join([*pieces, mark + b"--", b""])
