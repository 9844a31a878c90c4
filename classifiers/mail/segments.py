"""New words apart from quoted ones, signature and disclaimer. Nothing is taken away: every character keeps a place.

An ordered table of line patterns in the styles of the clients people use, in nl, fr, de and en.
"""

import re
from bisect import bisect_right

from classifiers.message import Segment, SegmentKind

#: "On ... wrote:" in four languages, on one line or two; the line ends with a colon.
ATTRIBUTION = re.compile(
    r"(?:"
    r"(?:op|am|on|le|den|vom)\b[^\n]{0,200}?(?:\n[^\n]{0,120}?)?"
    r"(?:schreef|geschreven|schrieb|wrote|écrit|geantwoord|said)\b[^\n]{0,160}"
    r"|[^\n]{0,120}<[^\s<>]{1,100}@[^\s<>]{1,100}>[^\n]{0,40}(?:schreef|schrieb|wrote|a écrit)[^\n]{0,60}"
    r"|\d{4}-\d\d-\d\d[^\n]{0,40}<[^\s<>]{1,100}@[^\s<>]{1,100}>"
    r")\s*:[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
#: Lines that open an earlier message below them.
ORIGINAL = re.compile(
    r"^[ \t>]*(?:-{2,}|_{2,}|\*{2,})?[ \t]*(?:"
    r"oorspronkelijk(?:e)? (?:bericht|e-?mail)|origineel bericht|message (?:d'origine|d’origine|original)|"
    r"urspr(?:ü|ue)ngliche (?:nachricht|mail)|original(?: |-)?(?:message|nachricht|mail)|original appointment"
    r")[ \t]*:?[ \t]*(?:-{2,}|_{2,}|\*{2,})?[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
FORWARD = re.compile(
    r"^[ \t>]*(?:-{2,}|_{2,}|\*{2,}|begin |début du |beginning of |anfang der )?[ \t]*(?:"
    r"doorgestuurd(?:e)? (?:bericht|e-?mail)|doorgezonden bericht|message (?:transféré|réexpédié)|"
    r"(?:weitergeleitete|weitergesendete) (?:nachricht|mail|e-mail)|forwarded (?:message|mail)|forwarded by[^\n]{0,80}"
    r")[ \t]*:?[ \t]*(?:-{2,}|_{2,}|\*{2,})?[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
_FIELD = {
    "from": r"van|from|de|von|afzender|expéditeur|absender",
    "sent": r"verzonden|verstuurd|datum|date|sent|envoyé(?: le)?|gesendet|gesendet am|datum/tijd",
    "to": r"aan|to|à|a|an|naar|pour|destinataire|ontvanger",
    "cc": r"cc|kopie|copie|copie à|kopie an",
    "subject": r"onderwerp|subject|objet|sujet|betreff|betr\.?",
}
#: The header block that Outlook and others put above a quoted or forwarded mail: From, then Sent or To or Subject.
HEADER_BLOCK = re.compile(
    rf"^[ \t>]*\**(?:{_FIELD['from']})\**[ \t]?:\**[ \t]*\S[^\n]{{0,300}}\n"
    rf"(?:[ \t>]*\n)?(?:[ \t>]*\**(?:{_FIELD['sent']}|{_FIELD['to']}|{_FIELD['cc']}|{_FIELD['subject']})\**[ \t]?:\**[^\n]{{0,600}}\n?"
    r"(?:[ \t>]*\n)?){2,8}",
    re.IGNORECASE | re.MULTILINE,
)
QUOTED_LINE = re.compile(r"^[ \t]{0,3}>")
RULER = re.compile(r"^[ \t]*_{20,}[ \t]*$")
SIGNATURE_MARK = re.compile(r"^(?:-- ?|—|__)$")
DEVICE = re.compile(
    r"^[ \t]*(?:verzonden|verstuurd|envoyé|envoyée|gesendet|sent|von meinem|diese nachricht wurde|get outlook|"
    r"télécharger outlook|outlook voor|verstuurd met|obtenez outlook|holen sie sich)\b[^\n]{0,120}?"
    r"(?:iphone|ipad|galaxy|samsung|android|smartphone|gsm|outlook|mobiel|mobile|huawei|xiaomi|telefoon|téléphone|handy|"
    r"tablet|tablette|yahoo|gmx|proton|web\.de|blackberry|mail)[^\n]{0,80}$",
    re.IGNORECASE,
)
DISCLAIMER = re.compile(
    r"^[ \t]*(?:\*+ ?)?(?:disclaimer\b|[^\n]{0,120}(?:dit|deze) (?:bericht|e-?mail|mail)[^\n]{0,80}(?:vertrouwelijk|bestemd voor|uitsluitend|geadresseerde)|"
    r"[^\n]{0,120}(?:ce|cet) (?:message|courriel|e-?mail)[^\n]{0,80}(?:confidentiel|destiné|destinataire)|"
    r"[^\n]{0,120}diese (?:e-?mail|nachricht)[^\n]{0,80}(?:vertraulich|ausschlie)|"
    r"[^\n]{0,120}this (?:e-?mail|message)[^\n]{0,100}(?:confidential|intended|addressee)|"
    r"denk aan het milieu|pensez à l'environnement|please consider the environment|bitte denken sie an die umwelt|"
    r"virusvrij|virus-free|garanti sans virus|deze e-?mail is gecontroleerd op virussen)",
    re.IGNORECASE,
)
LIST_FOOTER = re.compile(r"^_{10,}$")


def segments_of(body: str) -> tuple[Segment, ...]:
    """Covers the body without gap or overlap."""
    kinds = _kinds_of_lines(body)
    segments: list[Segment] = []
    position = 0
    for line, kind in zip(body.splitlines(keepends=True), kinds, strict=True):
        end = position + len(line)
        if segments and segments[-1].kind is kind:
            segments[-1] = Segment(kind, segments[-1].start, end)
        else:
            segments.append(Segment(kind, position, end))
        position = end
    return tuple(segments)


def _kinds_of_lines(body: str) -> list[SegmentKind]:
    lines = body.splitlines(keepends=True)
    starts, position = [], 0
    for line in lines:
        starts.append(position)
        position += len(line)
    kinds = [SegmentKind.NEW] * len(lines)
    _mark_quotes(body, lines, starts, kinds)
    _mark_endings(lines, kinds)
    return kinds


def _mark_quotes(body: str, lines: list[str], starts: list[int], kinds: list[SegmentKind]) -> None:
    """Lines with ">", the attribution above them, and all that follows an opened earlier message."""
    for number, line in enumerate(lines):
        if QUOTED_LINE.match(line):
            kinds[number] = SegmentKind.QUOTED
    for found in ATTRIBUTION.finditer(body):
        first, last = _lines_between(starts, found.start(), found.end())
        following = _next_full(lines, last + 1)
        if following is None:
            continue
        for number in range(first, last + 1):
            kinds[number] = SegmentKind.QUOTED
        if not QUOTED_LINE.match(lines[following]):
            # Clients that do not mark lines quote everything below.
            _fill(kinds, first, SegmentKind.QUOTED)
    for pattern, kind in (
        (ORIGINAL, SegmentKind.QUOTED),
        (HEADER_BLOCK, SegmentKind.QUOTED),
        (FORWARD, SegmentKind.FORWARDED),
    ):
        opened = pattern.search(body)
        if opened:
            first, _ = _lines_between(starts, opened.start(), opened.start())
            if kinds[first] is SegmentKind.NEW:
                while first and RULER.match(lines[first - 1]):
                    first -= 1
                _fill(kinds, first, kind)
    # Blank lines between quoted ones are quoted too.
    for number in range(1, len(lines) - 1):
        if not lines[number].strip() and kinds[number - 1] is kinds[number + 1] is SegmentKind.QUOTED:
            kinds[number] = SegmentKind.QUOTED


def _mark_endings(lines: list[str], kinds: list[SegmentKind]) -> None:
    """Signature mark, device line, disclaimer and list footer, each to the end of the new words around it."""
    for number, line in enumerate(lines):
        if kinds[number] is not SegmentKind.NEW:
            continue
        bare = line.rstrip("\r\n")
        if SIGNATURE_MARK.match(bare) and number:
            _run(kinds, number, SegmentKind.SIGNATURE)
        elif (LIST_FOOTER.match(bare) and number > 2 and _short_end(lines, kinds, number)) or (
            DISCLAIMER.match(bare) and number > 2
        ):
            _run(kinds, number, SegmentKind.DISCLAIMER)
        elif DEVICE.match(bare):
            kinds[number] = SegmentKind.SIGNATURE


def _short_end(lines: list[str], kinds: list[SegmentKind], number: int) -> bool:
    """Few lines of new words follow: a footer, not a ruler in the middle of the letter."""
    return (
        sum(
            bool(line.strip()) and kind is SegmentKind.NEW
            for line, kind in zip(lines[number:], kinds[number:], strict=True)
        )
        <= 8
    )


def _run(kinds: list[SegmentKind], number: int, kind: SegmentKind) -> None:
    for at in range(number, len(kinds)):
        if kinds[at] is not SegmentKind.NEW:
            return
        kinds[at] = kind


def _fill(kinds: list[SegmentKind], number: int, kind: SegmentKind) -> None:
    for at in range(number, len(kinds)):
        kinds[at] = kind


def _next_full(lines: list[str], number: int) -> int | None:
    return next((at for at in range(number, len(lines)) if lines[at].strip()), None)


def _lines_between(starts: list[int], first: int, last: int) -> tuple[int, int]:
    return bisect_right(starts, first) - 1, bisect_right(starts, max(first, last - 1)) - 1
