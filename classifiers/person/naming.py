"""Where a mail tells its writer's name: in a sentence, under the letter, in its head, in the From header."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from classifiers.flat import flat
from classifiers.institutions import is_house
from classifiers.mail.segments import CLOSING, DEVICE, THANKS
from classifiers.message import Address
from classifiers.person.addresses import ADDRESSEE, COMPANY
from classifiers.person.layout import GREETING, Layout
from classifiers.person.names import NEVER, PARTICLES, TITLE, WORD, Name, given_names, parse_name
from classifiers.places import Places, key

#: A sentence in which the writer names himself; the name follows. On flat text.
INTRODUCED = re.compile(
    r"\b(?:mijn (?:volledige )?naam is|mijn naam|ik heet|(?:ik|wij),? (?:de )?ondergetekende\w*|ondergetekende|ter identificatie|je m'appelle|mon nom (?:complet )?est|"
    r"(?:je,? )?soussignee?s?|ich hei(?:ß|ss)e|mein name (?:ist|lautet)|(?:der |die )?unterzeichne(?:te[rn]?|nde)|my (?:full )?name is|the undersigned|my name's)[ ,:\n]{1,3}"
)
#: One of these stands in every text that the pattern can hit.
_INTRODUCING = (
    "naam",
    "heet",
    "ondergeteken",
    "identificatie",
    "appelle",
    "mon nom",
    "soussign",
    "ich hei",
    "name",
    "unterzeichn",
    "undersigned",
)
#: As one says it on the telephone, with the first words of the mail.
GREETED = re.compile(
    r"(?:^|[\n.,!?]|\b(?:ja|dag|hallo|hoi|hey|goei\w*|goede\w*|beste))[ ]?(?:(?:u spreekt )?met|ici|c'est|hier (?:is|ist|spricht|schreibt))[ ](?=[^\W\d_])"
)
#: Characters of the mail in which one greets so.
GREETING_REACH = 70
#: "Zowaar ik Jan Peeters heet": the name stands within.
SWORN = re.compile(r"\b(?:waar|zowaar|zeker|wahr)(?: als)? (?:ik|ich)[ ]")
#: Characters of a first line that is a name and an address.
LONGEST_FIRST = 80
#: The same words stand before much else: the name must be one by its looks.
MAYBE = re.compile(r"(?:^|[\n.!?(:] ?|, )(?:ik ben|ik,|je suis|moi,|je,|ich bin|ich,|i am|i'm|i,|this is|hier is)[ ]")
_CLOSED = re.compile(
    r"^[ ]*(?:met )?(?:(?:vriendelijke?|hartelijke?|beleefde|beste|warme|oprechte)[ ])?(?:groet(?:en|jes)?|mvg|hoogachtend|hoogachting|bedankt|dank u(?: wel)?|alvast bedankt|cordialement|bien a vous|"
    r"merci(?: d'avance| beaucoup)?|salutations|(?:mit )?(?:freundlichen|freundliche|viele|beste) (?:gru(?:ß|ss)en?)|mfg|(?:kind |best |warm )?regards|thanks|thank you|many thanks|sincerely|cheers)[ ]*[,.!:-]{0,2}[ ]*(?:van|from|von|de)?[ ]+(?=\S)"
)


@dataclass(frozen=True, slots=True)
class Told:
    """A name and how it was told."""

    name: Name
    method: str
    #: 0..1: how much the place of the name says that it is the writer's.
    weight: float
    part: str = ""


def leading_name(text: str, at: int, *, lenient: bool = False, most: int = 5) -> Name | None:
    """The name with which the text goes on at `at`, however the sentence ends."""
    chunk = text[at : at + 80]
    plain = flat(chunk)
    end, count, last = 0, 0, 0
    begin = 0
    title = re.match(
        r"[ (,]{0,2}(?:(?:de heer|dhr|heer|mijnheer|meneer|mevrouw|mevr|mw|mme|madame|monsieur|mr|mrs|ms|miss|herrn?|frau|dr|ir|ing)\b\.?[ ]?|(?:m|j)\.[ ](?=[a-z]{2})){0,2}",
        plain,
    )
    begin = end = title.end() if title else 0
    for word in WORD.finditer(plain, begin):
        gap = chunk[end : word.start()]
        if (count and gap not in (" ", "")) or count >= most + 3:
            break
        bare = word.group()
        shown = chunk[word.start()]
        particle = bare in PARTICLES and count > 0
        if bare.rstrip(".") in NEVER or not (shown.isupper() or particle or lenient):
            break
        if bare.endswith(".") and len(bare) > 2:
            end = word.end() - 1
            count, last = count + 1, end
            break
        end, count = word.end(), count + 1
        if not (particle and not shown.isupper()):
            last = end
    if not last or not count:
        return None
    return parse_name(chunk[begin:last], at + begin, lenient=lenient)


def introduced(layout: Layout) -> Iterator[Told]:
    text, plain = layout.joined, layout.flat
    told = INTRODUCED.finditer(plain) if any(word in plain for word in _INTRODUCING) else iter(())
    for match in told:
        name = leading_name(text, match.end()) or _lower(text, match.end())
        if name and (name.full or name.known):
            yield Told(name, "writer names himself", 0.95 if name.full else 0.6)
    for match in GREETED.finditer(plain, layout.head, layout.head + GREETING_REACH):
        name = leading_name(text, match.end()) or _lower(text, match.end())
        if name and name.full:
            yield Told(name, "writer names himself", 0.9 if name.known else 0.8)
    for match in SWORN.finditer(plain):
        name = leading_name(text, match.end())
        if name and name.full and plain.startswith((" heet", " hei"), name.end):
            yield Told(name, "writer names himself", 0.93)
    for match in MAYBE.finditer(plain):
        name = leading_name(text, match.end())
        if name and name.full:
            yield Told(name, "writer says who he is", 0.85 if name.known else 0.3)


def _lower(text: str, at: int) -> Name | None:
    """ "mijn naam is jan peeters": two words, the first a known given name."""
    words = re.match(r"[^\W\d_]{2,15}(?:[ -][^\W\d_]{2,20}){1,3}", text[at : at + 60])
    if not words:
        return None
    parts = words.group().split(" ")
    if flat(parts[0]) not in given_names():
        return None
    stop = next(
        (n for n, p in enumerate(parts[1:], 1) if flat(p) in NEVER or (flat(p) not in PARTICLES and n > 3)), len(parts)
    )
    return parse_name(" ".join(parts[:stop]), at, lenient=True)


def signed(layout: Layout, places: Places) -> Iterator[Told]:
    """Names in the lines under the letter, the first one first."""
    start, end = layout.tail
    lines = [line for line in layout.lines if line.start < end and line.end > start and not line.blank]
    house = False
    for number, line in enumerate(lines[:14]):
        text, at = _cell(line.text, line.start)
        if not text or DEVICE.match(line.text):
            continue
        if (CLOSING.match(line.text) or THANKS.match(line.text)) and number < 3 and at == line.start:
            continue
        name = parse_name(text, at) or _lower_case(parse_name(text, at, lenient=True))
        plain = flat(text)
        if name and not _placelike(name, plain, places) and not (COMPANY.search(plain) or ADDRESSEE.search(plain)):
            weight = 0.92 if name.full and name.capital else 0.86 if name.full else 0.6
            weight -= 0.3 * house + (0.1 if number > 3 else 0) + (0 if name.known or name.initials else 0.12)
            weight -= 0 if name.capital or name.known else 0.4
            if len(text) < 60 and (len(line.text) < 90 or "," in line.text):
                yield Told(name, "signature", max(0.1, weight))
        elif COMPANY.search(plain) or is_house(Address(plain, "")):
            house = number == 0 or house


def _lower_case(name: Name | None) -> Name | None:
    """A name in small letters must begin with a given name and be short: other words stand below letters too."""
    return name if name and len(name.words) <= 4 and name.words[0] in given_names() else None


_CLOSING_WITHIN = re.compile(
    r"(?:[.!?,] ?|^)(?:alvast (?:bedankt|merci|dank)|bedankt|dank u(?: wel)?|merci(?: d'avance| beaucoup)?|(?:met )?(?:vriendelijke )?groet(?:en|jes)?|mvg|hoogachtend|cordialement|bien a vous|salutations|vielen dank|danke|(?:mit )?(?:freundlichen |freundliche |viele )gru(?:ß|ss)en?|mfg|thanks|thank you|(?:kind |best )?regards|sincerely)[ ,.!-]{1,4}(?=[^\W\d_])"
)


def ending(layout: Layout) -> Iterator[Told]:
    """Closing and name at the end of the last line: "... alvast merci, Marleen Debruyne (Kortrijk)"."""
    line = next((x for x in reversed(layout.lines) if not x.blank and not DEVICE.match(x.text)), None)
    if line is None:
        return
    low = max(line.start, line.end - 130)
    for match in _CLOSING_WITHIN.finditer(layout.flat, low, line.end):
        name = parse_name(layout.text[match.end() : line.end].rstrip(" ."), match.end())
        if name and name.full:
            yield Told(name, "closing words", 0.9 if name.known else 0.8)


def _cell(text: str, start: int) -> tuple[str, int]:
    """The line without the closing that stands before the name on it."""
    plain = flat(text)
    closed = _CLOSED.match(plain)
    at = closed.end() if closed else len(text) - len(text.lstrip(" \t*_>-–—|\"'"))
    rest = text[at:].rstrip(" \t*_|")
    first = re.split(r"[ ]{3,}|\t", rest)[0]
    return first.rstrip(".,;: "), start + at


def _placelike(name: Name, plain: str, places: Places) -> bool:
    """A place, a street or a word of one, rather than a person."""
    whole = key(plain)
    if whole in places.by_name and not (name.known and name.full):
        return name.words[0] not in given_names() or " " in whole
    return bool(
        re.search(
            r"(?:straat|laan|steenweg|weg|dreef|plein|baan)$|^(?:rue|avenue|chaussee|place|boulevard|am|auf) ", plain
        )
    )


def headed(layout: Layout, places: Places) -> Iterator[Told]:
    """The sender's name in the letter head: above his address, and never an office's."""
    if not layout.head:
        return
    lines = [line for line in layout.lines if line.end < layout.head]
    full = [line for line in lines if not line.blank]
    for number, line in enumerate(full[:8]):
        cells = re.split(r"(?:[ ]{3,}|\t)", line.text.strip())
        text = cells[0].strip(" *_,;")
        at = line.start + line.text.find(text)
        plain = flat(text)
        if ADDRESSEE.search(plain) or GREETING.match(plain):
            return
        if not text or is_house(Address(plain, "")) or COMPANY.search(plain):
            continue
        name = parse_name(text, at)
        if name and name.full and not _placelike(name, plain, places):
            follows = any(re.search(r"\d", below.text) for below in full[number + 1 : number + 4])
            yield Told(name, "letter head", (0.88 if follows else 0.6) - (0 if name.known else 0.1))
            return


def opening(layout: Layout) -> Iterator[Told]:
    """The first line, or the one below the addressee's, where it is a name and an address: "STEFAN CLAES 9300 AALST"."""
    lines = [line for line in layout.lines[:4] if not line.blank]
    addressed = bool(lines) and ADDRESSEE.search(flat(lines[0].text)) is not None
    line = next(iter(lines[addressed:]), None)
    if line is None or layout.head or len(line.text) > LONGEST_FIRST or (addressed and TITLE.match(flat(line.text))):
        return
    cut = re.search(r"[ –-]+(?=\d)|,[ ]?(?=[^\n]*\d)", line.text)
    name = parse_name(line.text[: cut.start()], line.start) if cut else None
    if name and name.full and name.known:
        yield Told(name, "first line", 0.85)


def from_address(address: Address) -> Name | None:
    """ "jan.peeters@...": both words, where the first is a given name and no house stands there."""
    local = address.email.partition("@")[0]
    parts = [p for p in re.split(r"[._-]", re.sub(r"\d+$", "", local)) if p]
    if is_house(Address("", address.email)) or len(parts) != 2 or any(len(p) < 3 or not p.isalpha() for p in parts):
        return None
    known = given_names()
    if (parts[0] in known) == (parts[1] in known):
        return None
    found = parse_name(" ".join(parts), lenient=True)
    return replace(found, start=0, end=0) if found else None
