"""Addresses of a letter, and whose they are: the writer's home, the office, a company, the place of the facts."""

import re
from dataclasses import dataclass, replace
from enum import StrEnum

from classifiers.flat import flat
from classifiers.institutions import is_house
from classifiers.message import Address as Mailbox
from classifiers.person.layout import GREETING, Layout
from classifiers.person.names import parse_name
from classifiers.person.places import ABROAD, Locality, localities, place_at, place_near
from classifiers.person.streets import Street, streets
from classifiers.places import Places


class Where(StrEnum):
    HEAD = "letter head"
    TAIL = "signature"
    PROSE = "sentence"
    PLATE = "lines of an address"


@dataclass(frozen=True, slots=True)
class Found:
    """One address, spans in the text; what is not told is None."""

    street: tuple[int, int] | None
    number: tuple[int, int] | None
    box: tuple[int, int] | None
    postcode: tuple[int, int] | None
    municipality: tuple[int, int] | None
    where: Where
    #: Postcode and place belong together, and the street is one by its words.
    firm: bool = False

    @property
    def start(self) -> int:
        return min(span[0] for span in self.spans)

    @property
    def end(self) -> int:
        return max(span[1] for span in self.spans)

    @property
    def spans(self) -> tuple[tuple[int, int], ...]:
        return tuple(s for s in (self.street, self.number, self.box, self.postcode, self.municipality) if s)


_GAP = re.compile(
    r"[ \t]*(?:[,;(–|.-]|te\b|in\b|à\b|a\b|at\b|zu\b)?[ \t]*\n?[ \t]*(?:te |in |à |at |[-–] ?)?(?:B-?|BE-?)?[ ]?$"
)
_BETWEEN = re.compile(
    r"^[\s,;()|–.-]*(?:(?:bus|bte|boîte|verdieping|étage|ondernemingsnummer)\b.{0,14})?[\s,;()|–.-]*(?:te|in|à|at|zu)?[\s]*(?:BE?[ -]?)?$",
    re.IGNORECASE,
)
_BOX_LINE = re.compile(r"^[ ]*(?:bus|bte|boîte|box)[ .]*(\w{1,5})[ ]*$", re.IGNORECASE)
NEAR = 45


def find_addresses(layout: Layout, places: Places) -> list[Found]:
    """All addresses in order: a street with its place, a street alone, a place with postcode alone."""
    text = layout.text
    towns = localities(layout.joined, places)
    roads = streets(layout.joined)
    codes = {town.postcode for town in towns if town.postcode and town.municipality}
    free = [road for road in roads if road.number not in codes]
    found: list[Found] = []
    for town in towns:
        road = next(
            (
                r
                for r in reversed(free)
                if r.end <= town.start and _linked(text, r.end, town.start) and _one_column(layout, r.start, town.start)
            ),
            None,
        )
        if road is None:
            road = next((r for r in free if r.start >= town.end and _linked(text, town.end, r.start)), None)
        if road is None and (line := _street_line(layout, town)):
            road = line
        if road in free:
            free.remove(road)
        found.append(_joined(layout, places, road, town))
    for road in free:
        near = (
            place_near(layout.joined, road.end, places) or _town_before(layout, road, places) or _foreign(layout, road)
        )
        if near or road.typed:
            found.append(_joined(layout, places, road, Locality(None, near, bool(near)) if near else None))
    found += _abroad(layout, places)
    return sorted(found, key=lambda one: one.start)


def _linked(text: str, start: int, end: int) -> bool:
    return end - start <= NEAR and text.count("\n", start, end) <= 2 and _BETWEEN.match(text[start:end]) is not None


def _one_column(layout: Layout, one: int, other: int) -> bool:
    """Blocks side by side, as in a letter head: what belongs together begins at the same place of its line."""
    first, second = (layout.lines[layout.line_at(at)] for at in (one, other))
    if first is second or "   " not in first.text.strip() + second.text.strip():
        return True
    return abs((one - first.start) - (other - second.start)) <= 4


def _street_line(layout: Layout, town: Locality) -> Street | None:
    """The line above a postcode, or what stands before it on its own line, is the street whatever its words."""
    number = layout.line_at(town.start)
    line = layout.lines[number]
    before = line.text[: town.start - line.start].rstrip(" ,-–(B")
    candidates = [(line.start, before)] if len(before) > 3 else []
    if not before.strip():
        candidates = [(above.start, above.text) for above in layout.above(number)][:2]
    for start, words in candidates:
        if len(words) > 60:
            continue
        cells = re.split(r"\t|\s{3,}|\|", words)
        offset = (
            start + words.rfind(cells[-1]) if len(candidates) == 1 and before.strip() else start + words.find(cells[0])
        )
        cell = cells[-1] if before.strip() else cells[0]
        found = [r for r in streets(cell, whole_lines=not before.strip() or "," not in cell) if r.number]
        if (
            found
            and town.postcode
            and layout.text[town.postcode[0] : town.postcode[1]] == cell[slice(*found[-1].number or (0, 0))]
        ):
            continue
        if found:
            return _moved(found[-1], offset)
    return None


def _moved(road: Street, by: int) -> Street:
    def shift(span: tuple[int, int] | None) -> tuple[int, int] | None:
        return (span[0] + by, span[1] + by) if span else None

    return replace(
        road, street=(road.street[0] + by, road.street[1] + by), number=shift(road.number), box=shift(road.box)
    )


def _joined(layout: Layout, places: Places, road: Street | None, town: Locality | None) -> Found:
    box = road.box if road else None
    if road and town and not box:
        for line in layout.lines[layout.line_at(road.end) + 1 : layout.line_at(town.start)]:
            if match := _BOX_LINE.match(line.text):
                box = (line.start + match.start(1), line.start + match.end(1))
    if road and town and not town.municipality and (before := _town_before(layout, road, places)):
        town = replace(town, municipality=before, fits=True)
    found = Found(
        street=road.street if road else None,
        number=road.number if road else None,
        box=box,
        postcode=town.postcode if town else None,
        municipality=town.municipality if town else None,
        where=Where.PROSE,
        firm=bool((road is None or road.typed) and town and (town.fits or town.postcode is None)),
    )
    return replace(found, where=_where(layout, found))


_LEADING = re.compile(
    r"(?:[ ,(:]|\b(?:op|in|aan|a|te|au|at|on|street|rue|het adres|adres|namelijk)\b[ ]?)*$", re.IGNORECASE
)


def _town_before(layout: Layout, road: Street, places: Places) -> tuple[int, int] | None:
    """ "In Hasselt, Luikersteenweg 167", "Etterbeek (Rue ... 88, 1040)"."""
    low = max(0, road.start - 40)
    chunk = layout.joined[low : road.start]
    lead = _LEADING.search(chunk)
    end = low + (lead.start() if lead else len(chunk))
    starts = [m.start() for m in re.finditer(r"(?<![\w-])[A-ZÀ-Ý]", layout.joined[low:end])]
    for start in starts:
        span = place_at(layout.joined, low + start, places)
        if span and span[1] == end:
            return span
    return None


def _foreign(layout: Layout, road: Street) -> tuple[int, int] | None:
    """Under a letter the word behind the street is the town, known to our table or not: "14 Orchard Close, Ludlow"."""
    if not (layout.in_tail(road.start) or layout.in_head(road.start)):
        return None
    match = re.compile(r"[ ]?,[ ]?([A-ZÀ-Ý][\w'’-]{2,24}(?:[ ][A-ZÀ-Ý][\w'’-]{2,20})?)(?=[ ]?(?:,|\n|$))").match(
        layout.text, road.end
    )
    return match.span(1) if match else None


def _where(layout: Layout, found: Found) -> Where:
    if layout.in_head(found.start):
        return Where.HEAD
    if layout.in_tail(found.start):
        return Where.TAIL
    line = layout.lines[layout.line_at(found.start)]
    alone = len(line.text.strip()) - (min(found.end, line.end) - found.start) < 8
    return Where.PLATE if alone else Where.PROSE


def _abroad(layout: Layout, places: Places) -> list[Found]:
    found = []
    for number, line in enumerate(layout.lines):
        if not (line.text[:14].strip()[:1].isalnum() and len(line.text) < 80):
            continue
        match = ABROAD.match(line.text)
        if not match or not (layout.in_tail(line.start) or layout.in_head(line.start)):
            continue
        group = "code" if match["code"] else "dutch"
        above = next(layout.above(number), None)
        roads = streets(above.text, whole_lines=True) if above and len(above.text) < 60 else []
        road = _moved(roads[-1], above.start) if roads and above else None
        span = (line.start + match.start(group), line.start + match.end(group))
        place = (line.start + match.start("place"), line.start + match.end("place"))
        found.append(replace(_joined(layout, places, road, Locality(span, place, False)), firm=road is not None))
    return found


#: The words before an address say that the one who speaks lives there. On flat text.
HOME = re.compile(
    r"\b(?:(?:ik|wij|we)(?: \w{1,12}){0,4}? (?:woon|wonen|verblijf|verblijven|huur|huren)|(?:woon|wonen|verblijf|huur|huren|bewoon|bewonen) (?:ik|wij|we|al|sinds)|woonachtig|wonende?|"
    r"woonplaats|thuis(?: ?:|adres)|prive(?: ?:|adres)|gedomicilieerd|domicilie\w*|(?:mijn|ons|onze) (?:\w+ ){0,2}?(?:adres|woning|huis|appartement|appartementje|flat|studio|thuisadres|woonst)|verhuisd(?:e|en)?|inwo(?:ner|onster)|adres|"
    r"(?:voor|aan|naast|bij) (?:mijn|m'n|ons|onze) (?:eigen )?(?:deur|voordeur|gevel|oprit|huis|woning|garage|stoep|voetpad)|ik (?:slaap|logeer)|devant (?:chez (?:moi|nous)|(?:ma|notre) (?:porte|maison|facade|garage))|je (?:dors|suis (?:heberge|domicilie)\w*)|"
    r"vor (?:meiner|unserer) (?:hausture?|haustur|tur|einfahrt|garage)|vor (?:meinem|unserem) haus|ich (?:schlafe|ubernachte)|(?:outside|in front of) (?:my|our) (?:front )?(?:door|house|home|gate|drive\w*)|i(?:'m| am)? (?:sleep|sleeping|stay|staying)|"
    r"j'habite|nous habitons|habitons|habite|je (?:vis|reside|demeure|loge)|domicilie\w*|demeurant|residant|habitante? (?:a|de|au)|(?:mon|notre|ma) (?:\w+ )?(?:adresse|domicile|appartement|logement|"
    r"studio|maison|residence|immeuble)|chez (?:moi|nous)|(?:j'|nous )occup\w+|demenage\w*|emmenage\w*|adresse|coordonnees|"
    r"ich(?: \w{1,12}){0,3}? wohne|wohne (?:ich|in)|wir(?: \w{1,12}){0,3}? wohnen|wohnen wir|wohnhaft|wohnsitz|(?:mein|meine|meiner|meinem|unser|unsere|unserer|unserem) (?:\w+ )?(?:adresse|anschrift|wohnung|haus|wohnort)|"
    r"(?:um)?gezogen|anschrift|privat(?: ?:|adresse)|i(?:'m| am)?(?: \w{1,10}){0,3}? (?:live|living|reside|residing|rent|renting)|we(?: \w{1,10}){0,3}? live|resident (?:of|in|at)|living (?:at|in)|residing (?:at|in)|"
    r"(?:my|our) (?:\w+ ){0,2}?(?:address|house|flat|apartment|home|studio)|moved (?:in)?to|private ?:|address)(?!\w)"
)
#: They say that somebody else does, or that it was so before.
OTHERS = re.compile(
    r"\b(?:die woont|(?:mijn|onze|zijn|haar|de|een) (?:dochter|zoon|buur\w*|buren|broer|zus\w*|vriend\w*|collega|kinderen|ouders|ex\w*|huisbaas|verhuurder\w*|eigenaar|huurder|aannemer|advocaat|dokter|schoonmoeder)|"
    r"verhuurder|huisbaas|kantoor|maatschappelijke zetel|zetel|winkel|vorig\w*|vroeger\w*|oud(?:e)? (?:adres|woning|huis)|school|praktijk|werkgever|loket|gebouw van|"
    r"(?:mon|ma|mes|notre|nos|le|la|son|sa) (?:fille|fils|vois\w+|frere|soeur|ami\w*|collegue|proprietaire|locataire|bailleur|avocat\w*|medecin|ex|bureau)|siege|ancien\w*|precedent\w*|guichet|ecole|bureaux?|"
    r"(?:mein|meine|unser|unsere|der|die) (?:tochter|sohn|nachbar\w*|bruder|schwester|freund\w*|vermieter\w*|kollege|anwalt)|fruher\w*|ehemalig\w*|alte adresse|buro|"
    r"(?:my|our|the|his|her) (?:daughter|son|neighbou?r\w*|brother|sister|friend|landlord|landlady|lawyer|employer|colleague)|previous\w*|former\w*|old (?:address|flat|house)|office|used to)\b"
)
#: The block of the one to whom the letter goes.
ADDRESSEE = re.compile(
    r"^[ ]*(?:aan\b|a l'attention|a monsieur|a madame|an (?:die|den|das)|t\.?a\.?v\.?|ter attentie|t\.o\.v|attn|to\b|betreft|objet|betreff|onderwerp|subject|de heer ombudsman|bestemmeling|destinataire|empfanger)|"
    r"ombud|mediateur|mediation|klachtendienst|klachtencoordinator|service (?:des )?plaintes|beschwerdestelle|complaints"
)


def is_addressee(layout: Layout, found: Found) -> bool:
    """Above it, or before it on its line, stands an office."""
    number = layout.line_at(found.start)
    line = layout.lines[number]
    before = layout.flat[max(line.start, found.start - 70) : found.start]
    words = [re.split(r"[.!?] ", before)[-1]]
    if _signs_himself(layout, number, words[0]):
        return False
    for above in layout.above(number):
        plain = flat(above.text)
        if len(plain) > 60 or GREETING.match(plain) or plain.rstrip().endswith((".", "!", "?")):
            break
        words.append(plain)
    return any(ADDRESSEE.search(w) for w in words if w.strip())


def _signs_himself(layout: Layout, number: int, before: str) -> bool:
    """A person's name before the address, and below it how he is reached: no office, whatever stands above."""
    name = parse_name(before.strip(" ,"), lenient=True)
    below = layout.lines[number].text + "".join(line.text for line in layout.lines[number + 1 : number + 2])
    return name is not None and name.full and name.known and re.search(r"@|\b0\d{1,3}[ /.]\d{2}", below) is not None


def owner_above(layout: Layout, found: Found) -> tuple[str, bool]:
    """The nearest lines above, or the words before on its line: (person's name or "", a house stands there)."""
    number = layout.line_at(found.start)
    line = layout.lines[number]
    before = re.split(r"[.!?] ", line.text[: max(0, found.start - line.start)])[-1].strip(" ,;|-–•")
    person, house = "", False
    for words in ([before] if before else []) + [above.text.strip() for above in list(layout.above(number))[:3]]:
        cell = re.split(r"\s[|•]\s|,", words)[0]
        house = house or is_house(Mailbox(flat(words), "")) or COMPANY.search(flat(words)) is not None
        name = parse_name(cell) if not person and len(cell) < 60 else None
        if name and name.full:
            person = name.value
            break
    return person, house


COMPANY = re.compile(
    r"\b(?:bv|bvba|nv|vzw|cv|cvba|comm\.?v|vof|sa|srl|sprl|asbl|scs|snc|gmbh|ag|ltd|llc|inc|advoca\w*|avocats?|cabinet|notari\w*|accountants?|boekhoud\w*|immo\w*|makelaar\w*|"
    r"kantoor|bureau|consult\w*|solutions|group|groep|groupe|dakwerken|schrijnwer\w*|bouw\w*|garage|apotheek|pharmacie|bakkerij|boulangerie|atelier|studio|fiduciaire|"
    r"maatschappelijk|sociaal|social\w*|ziekenhuis|hopital|woonzorg\w*|residentie|school|college|academie|instituut|mutualit\w*|syndicaat|vakbond|acv|abvv|csc|fgtb|"
    r"manager|directeur|director|ceo|zaakvoerder|gerant|verpleegkundige|ingenieur|adviseur|medewerk\w*|bewindvoerder|wzc|vergadercentrum|centrum|centre|zorg\w*|"
    r"kinderdagverblijf|creche|kribbe|speelclub|jeugdhuis|kapsalon|salon|frituur|cafe|taverne|restaurant|brasserie|hotel|winkel|boetiek|beenhouwerij|slagerij|hoeve|boerderij|manege|praktijk|rijschool|drukkerij|loodgieterij|houtzagerij|transport|comite|buurtcomite|bewonersgroep|bewonerscomite|actiecomite|actiegroep|werkgroep|wijkcomite|oudercomite|ouderraad|oudervereniging|vereniging|feitelijke|collectief|collectif|buurtgroep|fietsersbond|sportclub|voetbalclub|zwemclub|buurtwerk|bewonersraad|verein|burgerinitiative|elternrat|residents|association|cercle|amicale|copropriete|riverains)\b"
)


def home_cue(layout: Layout, at: int, reach: int = 110) -> bool:
    """Before `at`, in the same sentence, the writer says that he lives there, and nobody else does."""
    low = max(0, at - reach)
    before = layout.flat[low:at]
    stop = max(before.rfind(". "), before.rfind("\n\n"), before.rfind("? "), before.rfind("! "))
    before = before[stop + 1 :] if stop >= 0 else before
    cues = list(HOME.finditer(before))
    return bool(cues) and not OTHERS.search(before[max(0, cues[-1].start() - 12) :])
