"""Street, house number and box out of the words around a number."""

import re
from dataclasses import dataclass

from classifiers.flat import flat

#: A house number and what belongs to it: "12A", "12-14", "12 bus 3", "12/3", "12 b3".
NUMBER = re.compile(
    r"(?<![\d.,:€/+-])(?<!\w)(?P<number>\d{1,4}(?:[ ]?(?:bis|ter)\b|[A-Za-z](?![\w'’])|[ ][A-Za-z](?![\w'’.]|[ ]?\d{1,3}\b|[ ][a-zà-ý]))?(?:[ ]?-[ ]?\d{1,4}[A-Za-z]?(?![\d\w]))?)"
    r"(?P<tail>(?:[ ]{0,2}[,(]?[ ]{0,2}(?:(?:bus|bte|bt|bo[iî]te|box|postbus|app(?:artement|artment|t)?|apt|flat|studio|b)\b[.:]?[ ]{0,2}(?:n[°r]?\.?[ ]?)?(?![1-9]\d{3}[ ]+[^\W\d_])|b(?=\d{1,4}\b))"
    r"|[ ]?/[ ]?(?:(?:bus|bte|b)\b\.?[ ]?)?)(?P<box>[A-Za-z]?\d{1,4}(?:[./]\d{1,3})?[A-Za-z]?|[A-Z]{1,2})(?![\w/]))?",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d+")
_FR = (
    r"(?:rue|avenue|av\.|ave\.?|chauss[eé]e|ch[eé]e|ch\.|place|pl\.|boulevard|boul\.|bd\.?|bld\.?|blvd\.?|square|sq\.|clos|impasse|quai|all[eé]e|sentier|chemin|dr[eè]ve|"
    r"cours|galerie|rond-point|venelle|cit[eé]|r[eé]sidence|route|esplanade|parvis|passage|mont[eé]e|ruelle|voie|faubourg|hameau|champ|r\.)"
)
FRENCH = re.compile(rf"(?<![\w'’-]){_FR}(?=[ ])", re.IGNORECASE)
#: The last word of Dutch and German street names.
ENDING = re.compile(
    r"(?:straat|straatje|str\.|laan|steenweg|stwg\.?|stw\.|weg|dreef|lei|baan|plein|pleintje|kaai|markt|pad|hof|berg|veld|velden|dijk|vest|vesten|ring|dorp|heide|kouter|gracht|"
    r"gang|steeg|park|wijk|plaats|singel|kade|akker|bos|hoek|boulevard|rei|vaart|vliet|poort|brug|tuin|gaarde|wegel|wegje|stichel|avenue|molen|"
    r"stra[sß](?:s)?e|platz|allee|gasse|damm|ufer|pfad|siedlung)$"
)
ENGLISH = re.compile(
    r"[ ]((?:[A-Z][\w'’-]{1,20}[ ]){1,3}(?:Street|Road|Close|Lane|Avenue|Drive|Way|Court|Gardens|Terrace|Square|Crescent|St|Rd))\b"
)
_LINK = frozenset(
    "van de den der ten ter het en des du la le les l d d' l' 't 's op aan sur aux au von und dem dr sint st pastoor".split()
)
_BREAK = re.compile(r"[;:()|\[\]<>\n\t\"“”„!?,]|\s[-–—•]\s|\.\s(?=[A-ZÀ-Ý])")
#: Their full stop ends no sentence: "Av. Rogier", "Dr. Sierensstraat".
_SHORTENED = frozenset("av ave bd bld blvd boul ch chee pl dr st ste sq kan past burg j f r nr".split())
_NUMBER_WORD = re.compile(r"(?<!\w)(?:nr|n°|nº|no|num[eé]ro|nummer|huisnummer|hausnummer|number)\.?$", re.IGNORECASE)
_LEAD = re.compile(
    r"^(?:.{0,80}?\b(?:adres|adresse|address|anschrift|wonende?|woonachtig|gevestigd|domicili\w+|demeurant|wohnhaft)\b[ ]*(?:is|te|in|op|à|a|est|au|ist|at)?[ :]+)(?=\S)"
)
_PREPOSITION = frozenset(
    "in op te aan langs a à au at on from uit vanuit von zu nach du de la het the mijn onze notre mon my ma is est ist ons our".split()
)


#: Before a number they end no street: most numbers of a letter are days, hours and amounts.
_NO_STREET = frozenset(
    "op van de den der in te om tot na voor over met of en et le la les du des au aux au un une à a vor am um bis mit vom und oder ab seit on at of for to from by the and or "
    "sinds naar ruim bijna al nu is was ik heb les ongeveer environ art artikel article lijn bus ligne tram linie line".split()
)


@dataclass(frozen=True, slots=True)
class Street:
    """Places are those in the text that was searched."""

    street: tuple[int, int]
    number: tuple[int, int] | None
    box: tuple[int, int] | None
    #: A word of it says that it is a street.
    typed: bool

    @property
    def start(self) -> int:
        return min(self.street[0], self.number[0]) if self.number else self.street[0]

    @property
    def end(self) -> int:
        return max(span[1] for span in (self.street, self.number, self.box) if span)


def streets(text: str, *, whole_lines: bool = False) -> list[Street]:
    """All streets with a number. Without a word for street they count only where the caller knows what stands there.

    `whole_lines`: the text is an address and nothing else.
    """
    found: list[Street] = []
    for match in (m for n in _DIGITS.finditer(text) if (m := NUMBER.match(text, n.start()))):
        if len(found) >= 200:
            break
        one = _before(text, match, whole_lines) or _behind(text, match)
        if one and not (found and one.start < found[-1].end):
            found.append(one)
    return found


def _spans(match: re.Match[str]) -> tuple[tuple[int, int], tuple[int, int] | None]:
    return match.span("number"), match.span("box") if match["box"] else None


def _before(text: str, match: re.Match[str], whole: bool) -> Street | None:
    low = max(0, match.start() - 70)
    chunk = text[low : match.start()]
    bare = chunk.rstrip(" ,")
    if (
        not bare
        or not (bare[-1].isalnum() or bare[-1] in ".'’°º)")
        or bare[bare.rfind(" ") + 1 :].lower() in _NO_STREET
    ):
        return None
    sign = _NUMBER_WORD.search(bare[-12:])
    end = len(bare) - len(sign.group()) if sign else len(bare)
    end = len(chunk[:end].rstrip(" ,(" if sign else " ,"))
    breaks = [b.end() for b in _BREAK.finditer(chunk, 0, end) if not _shortened(chunk, b)]
    first = breaks[-1] if breaks else 0
    if not breaks and low and " " in chunk:
        first = chunk.find(" ") + 1
    piece = chunk[first:end]
    lead = _LEAD.match(flat(piece))
    if lead:
        first, piece = first + lead.end(), piece[lead.end() :]
    first += len(piece) - len(piece.lstrip(" *_-'’"))
    piece = chunk[first:end].rstrip()
    named = _named(piece, whole)
    if named is None:
        return None
    begin, typed = named
    number, box = _spans(match)
    return Street((low + first + begin, low + first + len(piece)), number, box, typed)


def _shortened(chunk: str, found: re.Match[str]) -> bool:
    words = flat(chunk[: found.start()]).split()
    return found.group()[0] == "." and bool(words) and words[-1] in _SHORTENED


def _named(piece: str, whole: bool) -> tuple[int, bool] | None:
    """Where in the words before a number the street begins, and whether a word says that it is one."""
    if len(piece) < 3 or not any(c.isalpha() for c in piece):
        return None
    french = list(FRENCH.finditer(piece))
    if french and len(piece) - french[-1].end() < 50:
        first = french[0] if whole and french[0].start() == 0 else french[-1]
        return first.start(), True
    words = [(m.start(), m.group()) for m in re.finditer(r"\S+", piece)]
    plain = [flat(word).strip(".,'\"") for _, word in words]
    typed = ENDING.search(flat(words[-1][1]).rstrip(",")) is not None
    steenweg = next(
        (n for n, word in enumerate(plain) if word in ("steenweg", "baan", "weg") and n < len(plain) - 1), None
    )
    if steenweg is not None and len(plain) - steenweg <= 4 and plain[steenweg + 1] in ("op", "naar", "van"):
        return words[steenweg][0], True
    if whole:
        return 0, typed
    at = len(words) - 1
    if not (typed or words[at][1][:1].isupper()):
        return None
    if typed and words[at][1][:1].islower() and not _generic(plain[at]):
        return words[at][0], typed
    while at and _goes_on(words[at - 1][1], plain[at - 1], words[at - 2][1] if at > 1 else ""):
        at -= 1
    while at < len(words) - 1 and plain[at] in _PREPOSITION and plain[at] not in ("op", "aan"):
        at += 1
    return words[at][0], typed


def _generic(word: str) -> bool:
    """A street by its kind alone: "baan", "straat"; its name is in the words before."""
    found = ENDING.search(word)
    return found is not None and found.start() == 0


def _goes_on(word: str, plain: str, before: str) -> bool:
    if word[:1].isupper():
        return plain not in _PREPOSITION or bool(before[:1].isupper())
    return plain in _LINK and before[:1].isupper()


#: "née en 1949, rue ...": a year, and no house.
_BORN = re.compile(r"\b(?:en|in|nee?|le|geboren|born|seit|depuis|sinds|since)[ ]$")


def _behind(text: str, match: re.Match[str]) -> Street | None:
    """ "12, rue du Moulin", "14 Orchard Close"."""
    chunk = text[match.end() : match.end() + 70]
    lead = re.match(r"[ ]{0,2},?[ ]{0,2}", chunk)
    start = lead.end() if lead else 0
    french = FRENCH.match(chunk, start) if start else None
    number, box = _spans(match)
    if french and _BORN.search(flat(text[max(0, match.start() - 14) : match.start()])):
        return None
    if french:
        stop = re.compile(
            r"[,;:()|\n\t\"!?]|\s[-–—]\s|\.\s|\s(?:à|a|in|et|en|où|est|depuis|bte|boîte|bus)\s|\s(?=\d)|$"
        ).search(chunk, french.end() + 1)
        end = stop.start() if stop else len(chunk)
        behind = re.compile(r"[ ,]{0,3}(?:bte|bo[iî]te|bus)\b[. ]{0,2}(\w{1,5})", re.IGNORECASE).match(chunk, end)
        if behind:
            box = (match.end() + behind.start(1), match.end() + behind.end(1))
        street = chunk[start:end].rstrip()
        return Street((match.end() + start, match.end() + start + len(street)), number, box, True)
    english = ENGLISH.match(chunk)
    if english:
        return Street((match.end() + english.start(1), match.end() + english.end(1)), number, box, True)
    return None
