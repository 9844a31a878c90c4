"""Label lists: "Naam: Peeters", "Adresse : ...", tables of web forms, in four languages; whose data each block holds."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from classifiers.flat import flat
from classifiers.person.layout import Layout


class Field(StrEnum):
    NAME = "name"
    FIRST = "first"
    LAST = "last"
    STREET = "street"
    NUMBER = "number"
    BOX = "box"
    POSTCODE = "postcode"
    MUNICIPALITY = "municipality"
    ADDRESS = "address"
    PHONE = "phone"
    EMAIL = "email"


#: What a label is made of besides its own word: "Uw", "van de klager", "(verplicht)", "*".
_WHOSE = r"(?:uw |je |jouw |mijn |votre |vos |mon |ma |ihr |ihre |mein |meine |your |my |volledige? |complete? |full |vollstandiger? |nom )?"
_OWNER = (
    r"(?: (?:van |de |du |des |der |of |l')?(?:de |la |le |het |l'|the )?(?:indiener|klager|klaagster|melder|aanvrager|verzoeker|burger|inwoner|client|cliente|patient|betrokkene|contactpersoon|"
    r"plaignante?|demandeur|requerante?|citoyen|usager|interessee?|declarante?|beschwerdefuhrers?|antragstellers?|burgers|absenders?|complainant|applicant|citizen|sender|indienster|moeder|vader|mere|pere))?"
)
_END = r"(?: ?\((?:verplicht|obligatoire|pflichtfeld|required|optioneel|facultatif|optional|vast|mobiel|gsm|prive)\))? ?\*?$"
LABELS: tuple[tuple[Field, re.Pattern[str]], ...] = tuple(
    (field, re.compile(rf"^{_WHOSE}(?:{words}){_OWNER}{_END}"))
    for field, words in (
        (Field.FIRST, r"voornaam|voornamen|prenoms?|vornamen?|first name|given names?|forename"),
        (Field.LAST, r"familienaam|achternaam|nom de famille|nachname|familienname|last name|surname|family name"),
        (
            Field.NAME,
            r"naam(?: en voornaam)?|voornaam en (?:familie|achter)?naam|voor- en (?:familie|achter)?naam|naam,? voornaam|naam/voornaam|nom(?:(?:,| et|/) ?prenom)?|prenom (?:et )?nom|nom complet|identite|"
            r"name(?:,? vorname)?|vor- und (?:nach|zu)name|vorname (?:und |, ?)?(?:nach)?name|full name|name and surname|ingediend door|indiener|klager|melder|aanvrager|verzoeker|afzender|contactpersoon|"
            r"plaignante?|demandeur|expediteur|introduit par|personne de contact|beschwerdefuhrer(?:in)?|antragsteller(?:in)?|absender|complainant|from|submitted by|client|cliente|betrokkene|burger",
        ),
        (
            Field.STREET,
            r"straat(?:naam)?|straat (?:en|\+|&) (?:huis)?(?:nummer|nr\.?)|straat(?:naam)?[ ,/+&-]{1,3}(?:en )?(?:huis)?(?:nummer|nr\.?)(?:[ ,/+&-]{1,3}(?:en )?bus(?:nummer)?)?|rue(?: et n(?:umer)?[o°]?)?|rue[ ,/+&-]{1,3}(?:et )?(?:n[o°]|numero)(?:[ ,/+&-]{1,3}(?:et )?(?:bte|boite)(?: postale)?)?|stras(?:s)?e(?:[ ,/+&-]{1,3}(?:und )?(?:haus)?(?:nummer|nr\.?))?|street(?: and number| name)?",
        ),
        (
            Field.NUMBER,
            r"(?:huis)?nummer|huisnr\.?|nr\.?|n[o°]|numero(?: de (?:maison|rue))?|hausnummer|hausnr\.?|house number|number",
        ),
        (Field.BOX, r"bus(?:nummer)?|bte|boite|box(?: number)?|postfach|wohnung"),
        (
            Field.POSTCODE,
            r"post(?:code|nummer|nr\.?)(?: (?:en|\+|/|&) (?:gemeente|stad|plaats|woonplaats))?|postcode ?[/+&-] ?gemeente|code postal(?:(?: et|,| ?/) ?(?:commune|ville|localite))?|cp|plz(?:(?: und|,| ?/) ?(?:ort|wohnort|gemeinde))?|postleitzahl(?: und ort)?|postal code|zip(?: code)?",
        ),
        (
            Field.MUNICIPALITY,
            r"gemeente|stad|woonplaats|plaats|deelgemeente|commune|ville|localite|ort|wohnort|gemeinde|stadt|city|town|municipality|place of residence",
        ),
        (
            Field.ADDRESS,
            r"(?:thuis|woon|post|contact|domicilie|prive|leverings?|verbruiks|aansluitings?|aansluit|facturatie|factuur|correspondentie|ophaal|installatie)?adres(?:gegevens)?|domicilie|woonplaats en adres|adresse(?: (?:postale|complete|privee|du domicile|legale|de (?:livraison|consommation|facturation|raccordement|correspondance|contact)))?|domicile|anschrift|(?:wohn|liefer|verbrauchs|rechnungs|post|haus)-?adresse|postanschrift|(?:home |postal |postal home |delivery |billing |supply |mailing |residential )?address|wohnhaft",
        ),
        (
            Field.PHONE,
            r"telefoon(?:nummer|nr\.?)?(?: (?:of|/) gsm(?:-?nummer)?)?|tel\.?(?:nr\.?|\.?/gsm)?|gsm(?:-?nummer|nr\.?)?|mobiel(?: nummer)?|telefoon/gsm|telephone(?: (?:mobile|portable|fixe))?|gsm/tel(?:ephone)?|portable|numero de (?:telephone|gsm)|"
            r"telefon(?:nummer)?|handy(?:nummer)?|mobil(?:nummer)?|phone(?: number)?|mobile(?: number| phone)?|t|m|g",
        ),
        (
            Field.EMAIL,
            r"e-?mail(?:-?adres)?|mail(?:adres)?|e-?mail ?adresse?|adresse (?:e-?mail|mail|electronique|de courriel)|courriel|e-?mail ?address",
        ),
    )
)
#: Headings and labels that say the data below are of somebody else.
_ELSE = re.compile(
    r"\b(?:dienst|ambtenaar|behandel\w*|dossierbeheerder|tegenpartij|verhuurder|werkgever|school|advocaat|aannemer|bestuur\w*|organisatie|over wie|betwist\w*|tegen wie|voorwerp|locatie|plaats van|"
    r"fonctionnaire|agent\w*|gestionnaire|employeur|bailleur|proprietaire|avocat|organisme|partie adverse|lieu|contre|service (?:concerne|vise)|sachbearbeiter\w*|behorde|vermieter\w*|arbeitgeber|anwalt|"
    r"official|officer|employer|landlord|lawyer|against|location|doorverwez\w*|doorgestuurd door|doorverwijzer|overgemaakt)\b"
)
#: Headings of the block of the one who writes for another.
_WRITER = re.compile(
    r"\b(?:vertegenwoordiger|gemachtigde|volmachthouder|mandataris|tussenpersoon|hulpverlener|mandataire|representante?|intermediaire|travailleu\w+ social\w*|bevollmachtigte\w*|vertreter\w*|betreuer\w*|"
    r"representative|proxy|contact social|ingevuld door|rempli par|ausgefullt von|filled in by|gegevens van (?:de )?(?:zoon|dochter|invuller)|mijn (?:eigen )?gegevens|mes coordonnees|mes donnees|meine daten|my (?:own )?details)\b"
)
#: Headings of the block of the one it is for.
_FOR_WHOM = re.compile(
    r"\b(?:betrokkene|client\w*|patient\w*|namens wie|voor wie|van mijn (?:moeder|vader|ouders?|zus|broer|zoon|dochter|buur\w*|tante|oom|oma|opa|man|vrouw|vriend\w*)|van mevrouw|van mijnheer|van meneer|"
    r"de (?:ma mere|mon pere|ma cliente|mon client|ma voisine|mon voisin|ma fille|mon fils|la personne)|personne (?:concernee|representee)|pour qui|"
    r"meiner? (?:mutter|vater|mandant\w*|klient\w*|nachbar\w*)|meines (?:vaters|mandanten|klienten|nachbarn|sohnes)|betroffene\w*|person concerned|of my (?:mother|father|client|neighbou?r|son|daughter)|client details|inwoner|burger)\b"
)
_LINE = re.compile(
    r"^[ \t>*•·_-]{0,6}(?P<label>[^\W\d_][^:=\n\t|]{0,48}?)[ ]?\*{0,2}(?:[ \t]*[:=|][ \t]*|\t+[ \t]*|[ ]{3,}|[ ]{2,}(?=\S))\*{0,2}(?P<value>[^\n]*?)[ \t|*]*$"
)
#: A label ends so; and within so many letters, with what stands before it.
_PARTED = re.compile(r"[:=|\t]|  ")
MOST_BEFORE = 64
_ALONE = re.compile(r"^[ \t>*•·_-]{0,6}(?P<label>[^\W\d_][^:=\n\t|]{0,48}?)[ ]?\*{0,2}[ \t]*[:=|]?[ \t|*]*$")


@dataclass(frozen=True, slots=True)
class Labelled:
    field: Field
    value: str
    start: int
    end: int
    #: Number of the line.
    line: int


@dataclass(frozen=True, slots=True)
class Block:
    """Labels that stand together."""

    fields: tuple[Labelled, ...]
    heading: str
    #: Of somebody else by its heading.
    other: bool
    #: Of the one who writes for another.
    writer: bool
    #: Of the one it is for.
    for_whom: bool

    def first(self, field: Field) -> Labelled | None:
        return next((one for one in self.fields if one.field is field), None)

    @property
    def names(self) -> bool:
        return any(one.field in (Field.NAME, Field.FIRST, Field.LAST) for one in self.fields)


def blocks(layout: Layout) -> list[Block]:
    """Labelled data in order of the text."""
    found: list[Block] = []
    current: list[Labelled] = []
    heading = ""
    last = -9
    for labelled in _labelled(layout):
        renamed = (
            current
            and labelled.field in (Field.NAME, Field.LAST)
            and any(one.field is labelled.field for one in current)
        )
        title = _heading(layout, labelled.line)
        if current and (labelled.line - last > 4 or renamed or (title and labelled.line - last > 1 and _turn(title))):
            found.append(_block(current, heading))
            current = []
        if not current:
            heading = title
        current.append(labelled)
        last = labelled.line
    if current:
        found.append(_block(current, heading))
    return [
        one
        for one in found
        if len(one.fields) >= 2 or one.names or one.fields[0].field in (Field.ADDRESS, Field.PHONE, Field.EMAIL)
    ]


def _turn(title: str) -> bool:
    return bool(
        _ELSE.search(title)
        or _WRITER.search(title)
        or _FOR_WHOM.search(title)
        or re.search(r"gegevens|coordonnees|donnees|daten|details", title)
    )


def _block(fields: list[Labelled], heading: str) -> Block:
    for_whom = _FOR_WHOM.search(heading) is not None
    return Block(
        tuple(fields),
        heading,
        other=not for_whom and _ELSE.search(heading) is not None,
        writer=not for_whom and _WRITER.search(heading) is not None,
        for_whom=for_whom,
    )


def _heading(layout: Layout, number: int) -> str:
    """The nearest line above that is no labelled value itself, within five lines."""
    for line in reversed(layout.lines[max(0, number - 5) : number]):
        bare = flat(line.text.strip(" *_-=#•\t"))
        if not bare:
            continue
        match = _LINE.match(line.text)
        if match and match["value"].strip():
            if field_of(match["label"]):
                return ""
            continue
        return bare[-120:]
    return ""


def _labelled(layout: Layout) -> Iterator[Labelled]:
    skip = -1
    for number, line in enumerate(layout.lines):
        if number <= skip or line.blank or len(line.text) > 220:
            continue
        for start, cell in _cells(line.text):
            parted = _PARTED.search(cell, 0, MOST_BEFORE) is not None
            if not parted and len(cell) > MOST_BEFORE:
                continue
            match = _LINE.match(cell) if parted else None
            field = field_of(match["label"]) if match else None
            if match and field:
                value = match["value"].strip()
                if value:
                    at = line.start + start + match.start("value")
                    yield Labelled(field, value, at, at + len(value), number)
                    continue
            alone = _ALONE.match(cell)
            below = alone and not (match and match["value"].strip()) and field_of(alone["label"])
            if below and alone and (":" in cell or "*" in cell or _in_table(layout, number)):
                follower = next(
                    ((n, x) for n, x in enumerate(layout.lines[number + 1 : number + 3], number + 1) if not x.blank),
                    None,
                )
                if (
                    follower
                    and len(follower[1].text) < 90
                    and not field_of(follower[1].text.strip(" :*"))
                    and not _LINE.match(follower[1].text)
                ):
                    value = follower[1].text.strip(" \t|*")
                    at = follower[1].start + follower[1].text.find(value)
                    yield Labelled(below, value, at, at + len(value), follower[0])
                    skip = follower[0]


def _cells(text: str) -> list[tuple[int, str]]:
    """The line, or its halves where two labels stand side by side ("Naam: Peeters   Voornaam: Jan")."""
    if text.count(":") < 2:
        return [(0, text)]
    cuts = [m.end() for m in re.finditer(r"(?:[ ]{2,6}|\t|[,;|/–-][ ]{1,2})(?=[^\W\d_][\w .-]{1,24}[ ]?:)", text)]
    edges = [0, *cuts, len(text)]
    return [(a, text[a:b].rstrip(" ,;|/–-\t")) for a, b in pairwise(edges)]


def _in_table(layout: Layout, number: int) -> bool:
    """Labels and values on lines by turns: another label stands two to four lines away."""
    around = [*layout.lines[max(0, number - 4) : number], *layout.lines[number + 1 : number + 5]]
    return sum(field_of(line.text.strip(" :*")) is not None for line in around if len(line.text) < 50) >= 1


def field_of(label: str) -> Field | None:
    if len(label) > 60:
        return None
    plain = re.sub(r"\s+", " ", flat(label)).strip(" *_:.-?")
    plain = plain.replace("ß", "s")
    if _ELSE.search(plain):
        return None
    return next((field for field, pattern in LABELS if pattern.match(plain)), None)
