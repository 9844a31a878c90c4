"""Lines that open an earlier message: "On ... wrote:", "-----Original message-----", a block of headers, "Forwarded message".

In the styles of Outlook, Gmail, Apple Mail, Thunderbird, phones, Proton and the web mail of Belgian providers, in four
languages. Every pattern works on one line or on three joined and cut to length, so that none can run away.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum


class OpenerKind(StrEnum):
    ATTRIBUTION = "attribution"
    ORIGINAL = "original"
    FORWARD = "forward"
    HEADERS = "headers"


@dataclass(frozen=True, slots=True)
class Opener:
    """Lines `first`..`last` (both inclusive) stand above the earlier message."""

    kind: OpenerKind
    first: int
    last: int
    #: Name of the field -> value, of the header block ("from", "sent", "to", "cc", "subject").
    fields: dict[str, str]
    #: The attribution in one line.
    words: str = ""


_NAMES = {
    "from": "van from de von afzender expéditeur expediteur absender",
    "sent": "verzonden|verzonden op|verstuurd|datum|date|sent|envoyé|envoyé le|envoye|gesendet|gesendet am|date d'envoi",
    "to": "aan to à a an naar pour destinataire destinataires ontvanger empfänger",
    "cc": "cc kopie copie|copie à|kopie an",
    "subject": "onderwerp subject objet sujet betreff betreft",
    "other": "bcc cci bijlagen attachments anlagen importance prioriteit priorité priority organisatie|pièces jointes|antwoord aan|reply-to|répondre à|antwort an",
}
#: Name as written in front of the colon -> our name for it.
FIELD_NAMES = {
    name: field
    for field, names in _NAMES.items()
    for piece in names.split("|")
    for name in ((piece,) if field == "sent" or piece in ("copie à", "kopie an") else piece.split())
} | dict.fromkeys(("pièces jointes", "antwoord aan", "répondre à", "antwort an"), "other")
FIELD = re.compile(r"^\*{0,2}([A-Za-zÀ-ÿ' -]{1,16}?)\*{0,2}[ \t\u00a0]?:\*{0,2}[ \t\u00a0]*(.*)$")
FORWARD_MARKS = frozenset(
    """doorgestuurd bericht|doorgestuurde mail|doorgestuurde e-mail|doorgezonden bericht|begin doorgestuurd bericht
    |begin van doorgestuurd bericht|message transféré|message réexpédié|début du message transféré|début du message réexpédié
    |courriel transféré|mail transféré|e-mail transféré|weitergeleitete nachricht|weitergeleitete mail|weitergeleitete e-mail
    |anfang der weitergeleiteten nachricht|anfang der weitergeleiteten e-mail|anfang weitergeleitete nachricht
    |forwarded message|forwarded mail|forwarded email|begin forwarded message|begin forward message|original forwarded message""".replace(
        "\n    ", ""
    ).split("|")
)
ORIGINAL_MARKS = frozenset(
    """oorspronkelijk bericht|oorspronkelijke bericht|oorspronkelijke mail|oorspronkelijke e-mail|origineel bericht
    |originele bericht|message d'origine|message original|message initial|courriel original|e-mail d'origine|mail original
    |ursprüngliche nachricht|ursprüngliche mail|ursprüngliche e-mail|originalnachricht|original-nachricht|original message
    |original mail|original email|original e-mail|reply message""".replace("\n    ", "").split("|")
)
BY_MARK = re.compile(r"^(?:forwarded by|doorgestuurd door|transféré par|weitergeleitet von)\b", re.IGNORECASE)
DECORATION = " \t\u00a0>-_*=:."
RULER = re.compile(r"^[ \t>]*[_-]{5,}[ \t]*$")
WROTE = r"(?:schreef|geschreven|schrieb|geschrieben|wrote|a écrit|à écrit|écrit|a ecrit)"
ATTRIBUTION = re.compile(
    rf"^(?:(?:op|am|on|le|den|vom)\b.{{3,220}}\b{WROTE}\b.{{0,160}}"
    rf"|.{{1,160}}\b(?:schreef op|heeft op|schrieb am|hat am|wrote on|a écrit le)\b.{{4,160}}"
    rf"|.{{0,120}}<[^<>\s]{{1,100}}@[^<>\s]{{1,100}}>,? {WROTE}"
    r"|\d{4}-\d\d-\d\d.{0,60}<[^<>\s]{1,100}@[^<>\s]{1,100}>)\s?:$",
    re.IGNORECASE,
)
CLOCK = re.compile(r"\d{1,2}\s?[:.hu]\s?\d{2}")
MAILBOX = re.compile(r"[<(\[]\s?(?:mailto:)?[^<>()\s]{1,100}@[^<>()\s]{1,100}[>)\]]")
DATED = re.compile(r"\d{1,4}[ ./-]")
#: Words of a sentence somebody tells: "Op 3 mei om 10:00 schreef ik aan de stad:" opens no earlier mail.
TOLD = re.compile(
    r"\b(?:ik|wij|we|mij|me|ons|mijn|uw|u|men|j|je|nous|vous|mon|ma|ich|mir|wir|uns|mein|i|us|my|they|he|she|hij|zij|ze|il|elle|er|sie)\b",
    re.IGNORECASE,
)
#: Lines that are looked at for openers; a mail with more is a log, not a letter.
MOST_LINES = 20_000
_QUOTE = re.compile(r"^[ \t]{0,3}(?:> ?)+")


def openers(lines: Sequence[str]) -> Iterator[Opener]:
    """In order, none within another's head. Lines inside a quotation open nothing, but its first line may.

    Apple Mail quotes a forwarded mail with its mark and headers.
    """
    number, count, inside = 0, min(len(lines), MOST_LINES), False
    while number < count:
        line = lines[number].strip()
        quoted = line.startswith(">")
        found = None
        if quoted and not inside and unquoted(line):
            found, inside = _mark(lines, number) or _headers(lines, number), True
        elif line and not quoted:
            found, inside = _mark(lines, number) or _headers(lines, number) or _attribution(lines, number), False
        if found is None:
            number += 1
            continue
        yield found
        number = found.last + 1


def unquoted(line: str) -> str:
    """Without the ">" in front, and without line end."""
    return _QUOTE.sub("", line.rstrip("\r\n")).strip(" \t\u00a0")


def _mark(lines: Sequence[str], number: int) -> Opener | None:
    line = unquoted(lines[number]).strip()
    if not line or len(line) > 120:
        return None
    bare = line.strip(DECORATION).replace("’", "'").casefold()
    dressed = line[0] in "-_*=" or line.endswith((":", "-", "_")) or bare in FORWARD_MARKS
    if not bare or not dressed:
        return None
    if bare in FORWARD_MARKS or (line[0] in "-_" and BY_MARK.match(bare)):
        kind = OpenerKind.FORWARD
    elif bare in ORIGINAL_MARKS:
        kind = OpenerKind.ORIGINAL
    else:
        return None
    following = _full_after(lines, number + 1, 4)
    if following is not None:
        fields, last = _block(lines, following)
        if fields:
            return Opener(kind, number, last, fields)
        told = _attribution(lines, following)
        if told:
            return Opener(kind, number, told.last, {}, told.words)
    return Opener(kind, number, number, {})


def _headers(lines: Sequence[str], number: int) -> Opener | None:
    fields, last = _block(lines, number)
    # At least a sender and two more, one of them with a moment or an address: a letterhead has neither.
    if "from" not in fields or len(fields.keys() - {"other"}) < 3:
        return None
    sent, people = fields.get("sent", ""), f"{fields['from']} {fields.get('to', '')}"
    if not (CLOCK.search(sent) or "@" in people):
        return None
    first = number
    while first and (
        RULER.match(lines[first - 1]) or (first > 1 and not lines[first - 1].strip() and RULER.match(lines[first - 2]))
    ):
        first -= 1
    return Opener(OpenerKind.HEADERS, first, last, fields)


def _block(lines: Sequence[str], number: int) -> tuple[dict[str, str], int]:
    """Fields from `number` on, with the lines that continue them; the last line of the block."""
    fields: dict[str, str] = {}
    last, name, blank = number - 1, "", False
    for at in range(number, min(number + 30, len(lines))):
        line = unquoted(lines[at])
        if not line:
            blank = True
            continue
        found = _field(line)
        if found and found[0] in fields and found[0] != "other":
            break
        if found:
            name = found[0]
            fields[name] = found[1][:3000]
        elif name and not blank and _goes_on(name, fields[name], lines[at]):
            fields[name] = f"{fields[name]} {line}"[:3000]
        elif name and not fields[name] and not blank:
            fields[name] = line[:3000]
        else:
            break
        last, blank = at, False
    return fields, last


def _field(line: str) -> tuple[str, str] | None:
    found = FIELD.match(line[:3000])
    if found is None:
        return None
    name = FIELD_NAMES.get(found.group(1).strip().replace("’", "'").casefold())
    return (name, found.group(2).strip(" *\t")) if name else None


def _goes_on(name: str, before: str, line: str) -> bool:
    """Whether the line continues the field: a list of people that is not at its end, or a folded subject."""
    if name == "subject":
        return line[:1] in (" ", "\t")
    people = before.endswith((";", ",", "<")) or (unquoted(line).startswith(("<", "[mailto:")) and "@" in line)
    return name in ("from", "to", "cc") and people


def _attribution(lines: Sequence[str], number: int) -> Opener | None:
    """One to three lines that say who wrote when, ending in a colon; clients break them at 70 characters."""
    joined = ""
    for last in range(number, min(number + 3, len(lines))):
        line = unquoted(lines[last])
        if not line or len(joined) + len(line) > 420:
            return None
        # An address broken off at its bracket is put together again.
        joined = f"{joined}{'' if joined.endswith('<') else ' '}{line}".strip()
        if joined.endswith(":"):
            break
    else:
        return None
    if not ATTRIBUTION.match(joined):
        return None
    following = _full_after(lines, last + 1, 4)
    if following is None:
        return None
    quoted = lines[following].lstrip().startswith(">")
    person = bool(MAILBOX.search(joined))
    timed = bool(CLOCK.search(joined)) and bool(DATED.search(joined)) and not TOLD.search(joined)
    return Opener(OpenerKind.ATTRIBUTION, number, last, {}, joined) if quoted or person or timed else None


def _full_after(lines: Sequence[str], number: int, most: int) -> int | None:
    return next(
        (at for at in range(number, min(number + most, len(lines))) if unquoted(lines[at]) or lines[at].strip()), None
    )
