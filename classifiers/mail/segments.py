"""New words apart from quoted ones, signature and disclaimer. Nothing is taken away: every character keeps a place."""

import re
from collections.abc import Sequence

from classifiers.mail.openers import Opener
from classifiers.message import Segment, SegmentKind

QUOTED_LINE = re.compile(r"^[ \t]{0,3}>")
#: RFC 3676 4.3, and what clients and people make of it.
SIGNATURE_MARK = re.compile(r"^(?:-- ?|—|––|__)$")
LIST_FOOTER = re.compile(r"^_{10,}$")
DEVICE = re.compile(
    r"^[ \t]*(?:verzonden|verstuurd|envoyée?|gesendet|sent|von meinem|diese nachricht wurde|get outlook|download outlook|"
    r"télécharger outlook|outlook voor|outlook pour|outlook für|obtenez outlook|holen sie sich|via mijn|depuis mon)\b[^\n]{0,120}?"
    r"(?:iphone|ipad|galaxy|samsung|android|smartphone|gsm|outlook|mobiel|mobile|huawei|xiaomi|redmi|telefoon|téléphone|handy|"
    r"tablet|tablette|yahoo|gmx|proton|web\.de|blackberry|mail|ios|app)[^\n]{0,80}$",
    re.IGNORECASE,
)
CLOSING = re.compile(
    r"^[ \t]*(?:(?:alvast bedankt,? (?:en )?)?(?:met )?(?:de )?(?:meeste |zeer )?(?:vriendelijke?|hartelijke?|beleefde|oprechte|beste|warme|collegiale)? ?(?:groet(?:en|jes)?|hoogachting)\b"
    r"|mvg\b|m\.v\.g|hoogachtend|hoogachting|met achting|"
    r"(?:bien |très )?cordialement|(?:bien )?à vous[,. ]*$|(?:mes |nos )?(?:meilleures|sincères|cordiales|respectueuses|distinguées)? ?salutations|veuillez (?:agréer|recevoir|croire)|"
    r"(?:je vous prie|nous vous prions) d['’](?:agréer|accepter)|(?:dans|en) l['’]attente de (?:votre|vous)|"
    r"mit (?:freundliche[mn]|besten|herzlichen|vielen) (?:grü(?:ß|ss)en?|gru(?:ß|ss))|(?:freundliche|viele|beste|liebe|herzliche) grü(?:ß|ss)e|hochachtungsvoll|mfg\b|"
    r"(?:kind|best|warm|kindest)? ?regards\b|yours (?:sincerely|faithfully|truly)|sincerely\b|best wishes|many thanks,?$|with kind)",
    re.IGNORECASE,
)
#: Thanks and the like close a letter too, where they are all the line says.
THANKS = re.compile(
    r"^[ \t]*(?:(?:alvast |hartelijk |met )?(?:be)?dank(?:t|en)?(?: (?:u|je))?(?: wel| bij voorbaat| voor alles)?|dank bij voorbaat|(?:alvast )?merci(?: d['’]avance| beaucoup)?|"
    r"avec mes remerciements(?: anticipés)?|(?:vielen|herzlichen|besten) dank(?: im voraus)?|danke|thank you|thanks(?: in advance)?|cheers|vele groeten|veel groetjes|"
    r"[^\n]{3,30} (?:en|et|und|and) (?:vriendelijke groeten?|(?:mes )?salutations|(?:freundliche|viele|beste) grü(?:ß|ss)e|(?:kind |best )?regards))[ \t]*[,.!]?[ \t]*$",
    re.IGNORECASE,
)
#: French formulas that fill a line.
LONG_CLOSING = re.compile(
    r"^[ \t]*(?:veuillez|je vous prie|nous vous prions|dans l['’]attente|en l['’]attente)", re.IGNORECASE
)
#: A name: two to five words without figures or full stop at the end.
PLATE_NAME = re.compile(r"^[^\W\d_][^\d,;:?!]{2,40}(?<!\.)$")
#: A Belgian postcode with a place, or a telephone number.
PLATE_PLACE = re.compile(r"\b[1-9]\d{3} [^\W\d_]{2}|(?:\+|\b0)\d[\d ./()-]{6,16}\d")
POSTSCRIPT = re.compile(r"^[ \t]*(?:p\.? ?s\.?|n\.? ?b\.?|post ?scriptum)\b", re.IGNORECASE)
NOTICE_HEADING = re.compile(
    r"^[ \t*_-]*(?:e-?mail )?(?:disclaimer|vrijwaring|avertissement|clause de (?:non-responsabilité|confidentialité)|"
    r"haftungsausschluss|vertraulichkeitshinweis|confidentiality notice|privacyverklaring)\b[^\n]{0,60}$|"
    r"^[ \t*]*(?:denk aan het milieu|(?:avant d['’]imprimer|pensez à l['’](?:environnement|impression))|please consider the environment|"
    r"(?:bitte )?denken sie an die umwelt|virusvrij|virus-free|garanti sans virus|sans virus\.|virenfrei|deze e-?mail is gecontroleerd op virussen|"
    r"deze e-mail is gescand)",
    re.IGNORECASE,
)
#: A notice of confidentiality speaks of the message itself, in at least two of these terms, and never as "I".
ABOUT_MESSAGE = re.compile(
    r"\b(?:dit (?:e-?mail)?bericht|deze (?:e-?)?mail|(?:le|ce) (?:présent )?(?:message|courriel|mail|e-mail)|cet e-?mail|diese (?:e-?mail|nachricht|mitteilung)|"
    r"this (?:e-?mail|message|communication)|information contained in)\b",
    re.IGNORECASE,
)
NOTICE_TERMS = re.compile(
    r"vertrouwelijk|uitsluitend|bestemd voor|geadresseerde|bijlagen?|vernietig|openbaarmaking|aansprakelijk|onrechtmatig|verwijder|"
    r"confidentiel|destiné|destinataire|pièces jointes|détruire|divulg|supprimer|diffusion|responsabilité|"
    r"vertraulich|ausschließlich|adressat|empfänger|anhänge|vernichten|unbefugt|löschen|haft|"
    r"confidential|intended|addressee|recipient|attachments|delete|disclos|unauthori|liab|privileged",
    re.IGNORECASE,
)
PERSONAL = re.compile(r"\b(?:ik|mijn|j['’]ai|je|mon|ma|mes|ich|mein|meine|i|my|me)\b", re.IGNORECASE)


def joined(lines: Sequence[str], kinds: Sequence[SegmentKind]) -> tuple[Segment, ...]:
    """Lines of one kind in a row as one segment."""
    segments: list[Segment] = []
    position = 0
    for line, kind in zip(lines, kinds, strict=True):
        end = position + len(line)
        if segments and segments[-1].kind is kind:
            segments[-1] = Segment(kind, segments[-1].start, end)
        else:
            segments.append(Segment(kind, position, end))
        position = end
    return tuple(segments)


def kinds_of_lines(lines: Sequence[str], opened: Sequence[Opener]) -> list[SegmentKind]:
    """The kind of each line; what is forwarded counts as quoted here."""
    kinds = [SegmentKind.NEW] * len(lines)
    _mark_quotes(lines, opened, kinds)
    _mark_endings(lines, kinds)
    return kinds


def stays_open(lines: Sequence[str], opener: Opener) -> bool:
    """Whether all that follows belongs to the earlier message: so where its lines are not marked with ">"."""
    return not any(QUOTED_LINE.match(line) for line in _full(lines[opener.last + 1 :], 1))


def _mark_quotes(lines: Sequence[str], opened: Sequence[Opener], kinds: list[SegmentKind]) -> None:
    marked = [number for number, line in enumerate(lines) if QUOTED_LINE.match(line)]
    # One lone ">" that nothing announces is an arrow or a bullet of the writer.
    if len(marked) > 1 or opened:
        for number in marked:
            kinds[number] = SegmentKind.QUOTED
    for opener in opened:
        last = len(lines) - 1 if stays_open(lines, opener) else opener.last
        kinds[opener.first : last + 1] = [SegmentKind.QUOTED] * (last + 1 - opener.first)
        if last > opener.last:
            break
    for number in range(1, len(lines) - 1):
        if not lines[number].strip() and kinds[number - 1] is kinds[number + 1] is SegmentKind.QUOTED:
            kinds[number] = SegmentKind.QUOTED


def _mark_endings(lines: Sequence[str], kinds: list[SegmentKind]) -> None:
    """Signature, device line, disclaimer and list footer, each to the end of the new words around it."""
    written = False
    for number, line in enumerate(lines):
        if kinds[number] is not SegmentKind.NEW:
            continue
        bare = line.rstrip("\r\n")
        if DEVICE.match(bare):
            kinds[number] = SegmentKind.SIGNATURE
        elif not written:
            written = bool(bare.strip())
        elif SIGNATURE_MARK.match(bare):
            _run(kinds, number, SegmentKind.SIGNATURE)
        elif _is_notice(lines, number) or (LIST_FOOTER.match(bare) and len(_rest(lines, kinds, number)) <= 9):
            _run(kinds, number, SegmentKind.DISCLAIMER)
        elif THANKS.match(bare) or (CLOSING.match(bare) and (len(bare.split()) <= 9 or LONG_CLOSING.match(bare))):
            _sign(lines, kinds, number)
    _mark_nameplates(lines, kinds)
    _mark_notices(lines, kinds)


def _mark_nameplates(lines: Sequence[str], kinds: list[SegmentKind]) -> None:
    """Name, address and number below the letter without any closing formula: its last paragraph, of short lines."""
    end = len(lines)
    while end and (kinds[end - 1] is not SegmentKind.NEW or not lines[end - 1].strip()):
        end -= 1
    start = end
    while start and lines[start - 1].strip() and kinds[start - 1] is SegmentKind.NEW and end - start < 7:
        start -= 1
    plate = [line.strip() for line in lines[start:end]]
    short = 2 <= len(plate) <= 6 and all(len(line) <= 60 and not line.endswith(("?", "!", ":", ";")) for line in plate)
    above = start and not lines[start - 1].strip() and any(len(line.split()) >= 6 for line in lines[: start - 1])
    if short and above and PLATE_NAME.match(plate[0]) and any(PLATE_PLACE.search(line) for line in plate[1:]):
        kinds[start:end] = [SegmentKind.SIGNATURE] * (end - start)


def _sign(lines: Sequence[str], kinds: list[SegmentKind], number: int) -> None:
    """From a closing formula on, where only names, addresses and numbers follow."""
    rest = _rest(lines, kinds, number)
    if len(rest) > 40:
        return
    notice = next((at for at in rest if _is_notice(lines, at) or POSTSCRIPT.match(lines[at])), None)
    below = [at for at in rest[1:] if notice is None or at < notice]
    if len(below) <= 14 and all(len(lines[at]) <= 130 and len(lines[at].split()) <= 16 for at in below):
        end = notice if notice is not None else (rest[-1] + 1)
        for at in range(number, end):
            kinds[at] = SegmentKind.SIGNATURE


def _mark_notices(lines: Sequence[str], kinds: list[SegmentKind]) -> None:
    """A disclaimer below a signature is one, even where the signature mark took it in."""
    for number, kind in enumerate(kinds):
        if kind is SegmentKind.SIGNATURE and _is_notice(lines, number):
            for at in range(number, len(kinds)):
                if kinds[at] is not SegmentKind.SIGNATURE:
                    break
                kinds[at] = SegmentKind.DISCLAIMER


def _is_notice(lines: Sequence[str], number: int) -> bool:
    line = lines[number][:400]
    if NOTICE_HEADING.match(line):
        return True
    if not ABOUT_MESSAGE.search(line):
        return False
    paragraph = []
    for follower in lines[number : number + 6]:
        if not follower.strip():
            break
        paragraph.append(follower[:600])
    text = " ".join(paragraph)
    terms = {found.lower() for found in NOTICE_TERMS.findall(text)}
    return len(terms) >= 2 and not PERSONAL.search(text)


def _rest(lines: Sequence[str], kinds: Sequence[SegmentKind], number: int) -> list[int]:
    """Full lines of new words from `number` to the end of their run."""
    rest = []
    for at in range(number, min(len(lines), number + 60)):
        if kinds[at] is not SegmentKind.NEW and not DEVICE.match(lines[at]):
            break
        if lines[at].strip():
            rest.append(at)
    return rest


def _run(kinds: list[SegmentKind], number: int, kind: SegmentKind) -> None:
    for at in range(number, len(kinds)):
        if kinds[at] is not SegmentKind.NEW:
            return
        kinds[at] = kind


def _full(lines: Sequence[str], most: int) -> list[str]:
    found: list[str] = []
    for line in lines:
        if line.strip():
            found.append(line)
            if len(found) == most:
                break
    return found
