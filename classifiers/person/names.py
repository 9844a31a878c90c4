"""Names of people: what is one, and how it is written down ("PEETERS Jan" is Jan Peeters)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from classifiers.flat import flat
from classifiers.institutions import is_house
from classifiers.message import Address

PARTICLES = frozenset(
    "van de den der vande vanden vander von zu zum zur la le les du des d l ter ten te t el al ben bin ibn ould ait da di "
    "do dos del della op in het s y".split()
)
TITLE = re.compile(
    r"^(?:(?:weduwe|weduwnaar|wed|veuve|veuf|vve|witwe|widow|de heer(?: en mevrouw)?|dhr|dhr en mevr|heer|mijnheer|meneer|mevrouw|mevr|mej|mw|mme|mmes|mlle|madame|monsieur|mons|mr|mrs|ms|miss|mister|"
    r"meester|maitre|herrn?|frau|dr|drs|prof|professor|em|ing|ir|arch|jhr|m)\b\.?[ ]{0,2}){1,3}",
)
#: A name ends here: "Maria Deconinck weduwe Staelens", "Els Claes - Sociaal Huis", "Jan en An Peeters".
CUT = re.compile(
    r"\s*[(|;/\t\[<]|\s[-–—•·]+\s|\s{3,}|\s(?:weduwe|wed\.?|weduwnaar|echtgenote|echtg\.?|echtgenoot|veuve|vve|epouse|ep\.|nee|ne|geb\.?|geboren|"
    r"geborene|verwitwete|witwe|via|namens|aus|uit|from|moeder van|vader van|mama van|papa van|maman d[eu']|papa d[eu'])(?=\s|$)"
)
COUPLE = re.compile(r"\s(?:en|et|und|and|&|\+)\s")
WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|['’´`.‑-](?=[^\W\d_]))*\.?")
#: Words that no name of a person has.
NEVER = frozenset(
    "groet groeten groetjes vriendelijke vriendelijk hartelijke beleefde hoogachtend hoogachting dank danku bedankt alvast mvg mfg salutations cordialement "
    "merci regards sincerely faithfully yours kind thanks thank you grusse gruss grussen hochachtungsvoll freundliche beste geachte chere cher dear "
    "verzonden envoye gesendet sent iphone samsung outlook mail email telefoon telephone telefon phone tel gsm fax adres adresse address straat postcode "
    "klacht plainte beschwerde complaint dossier betreft onderwerp objet betreff subject datum date bijlage bijlagen annexe annexes anlage attachment "
    "advocaat advocaten avocat avocats advocate rechtsanwalt notaris notaire notar accountant accountants boekhouder architect architecte dokter huisarts "
    "maatschappelijk maatschappelijke werker assistente assistant sociale sociaal medewerker medewerkster hoofd directeur directrice verantwoordelijke "
    "coordinator beheerder administratie adviseur consulent bewindvoerder administrateur voorzitter president secretaris schepen burgemeester bourgmestre "
    "dakwerken bakkerij garage apotheek pharmacie immo consulting ecole school college lyceum ziekenhuis hopital klinik woonzorgcentrum residentie "
    "residence mutualiteit ziekenfonds mutualite syndic bouw bouwwerken building agence agentur kantoor cabinet bureau buro firma "
    "student studente gepensioneerd gepensioneerde pensionne retraite rentner bewoner bewoners buurtbewoners riverains burger inwoner citoyen eigenaar "
    "gruß gruße grußen schone schonen liebe lieben herzliche herzlichen sonnige kinderdagverblijf creche kribbe speelclub jeugdhuis kapfrituur cafe taverne restaurant brasserie winkel boetiek beenhouwerij slagerij hoeve boerderij manege praktijk rijschool drukkerij loodgieterij houtzagerij transport comite buurtcomite bewonersgroep bewonerscomite actiecomite actiegroep werkgroep wijkcomite oudercomite ouderraad oudervereniging vereniging feitelijke collectief collectif buurtgroep fietsersbond sportclub voetbalclub zwemclub buurtwerk bewonersraad verein burgerinitiative elternrat residents association cercle amicale copropriete riverains "
    "huurder locataire proprietaire klant client patient belgie belgique belgien belgium vlaanderen straatnaam nummer naam nom name vorname prenom voornaam "
    "familienaam achternaam ondergetekende ik wij je nous ich wir i we mijn mon ma mein my uw votre niet pas nicht not is est ist heeft a hat has "
    "dochter zoon moeder vader fille fils mere pere tochter sohn mutter vater daughter son mother father echtgenote echtgenoot partner "
    "anoniem anonyme anonym anonymous onbekend inconnu unbekannt unknown bezorgde ouder ouders parent parents verontruste ontevreden boze "
    "acv abvv aclvb csc fgtb cgslb mama papa maman mutti mami vati ps nb pps cc bcc aan voor over sur uber about met avec mit with zonder en et und and ook aussi auch also "
    "monsieur madame mevrouw mijnheer meneer herr frau sir heer familie famille family fam maandag dinsdag woensdag donderdag vrijdag zaterdag zondag "
    "lundi mardi mercredi jeudi vendredi samedi dimanche montag dienstag mittwoch donnerstag freitag samstag sonntag "
    "januari februari maart april mei juni juli augustus september oktober november december janvier fevrier mars avril mai juin juillet aout septembre "
    "octobre novembre decembre januar februar marz january february march june july august october".split()
)
#: Words of a name, of which so many are no particles where there are more; characters, and those of one word.
MOST_WORDS, MANY_WORDS, MOST_TELLING = 7, 14, 10
LONGEST, LONGEST_WORD = 120, 34


@lru_cache(maxsize=1)
def given_names() -> frozenset[str]:
    return frozenset((files("classifiers") / "data" / "given_names.txt").read_text(encoding="utf-8").split())


@dataclass(frozen=True, slots=True)
class Name:
    #: As it is written down in a file: given names first.
    value: str
    #: Flat words without particles, in order of the value.
    words: tuple[str, ...]
    #: Where it stands in the text it was found in.
    start: int
    end: int
    #: Given and family name, neither of them an initial.
    full: bool
    #: One of its words is a known first name.
    known: bool
    #: Written with capitals, as names are.
    capital: bool

    @property
    def initials(self) -> bool:
        return any(len(word.rstrip(".")) <= 2 or "." in word for word in self.words)


def parse_name(text: str, start: int = 0, *, lenient: bool = False) -> Name | None:
    """The name with which `text` begins, where that is all it says before a comma, bracket or dash; else None.

    `lenient` takes names without capitals too. `start` is where the text stands in its part.
    """
    text = text[:LONGEST]
    plain = flat(text)
    at = len(plain) - len(plain.lstrip(" \"'*_"))
    while (title := TITLE.match(plain[at:])) and title.end():
        at += title.end()
    end = _end(plain, at)
    first, family = _around_comma(plain, at, end)
    found = _words(text, plain, at, family if first is None else end, lenient)
    if found is None:
        return None
    spans, capital = found
    if first is not None:
        spans = [s for s in spans if s[0] >= first] + [s for s in spans if s[0] < first]
    else:
        spans = _ordered(text, plain, spans)
    return _name(text, plain, spans, start, capital)


def _end(plain: str, at: int) -> int:
    cut = CUT.search(plain, at)
    end = cut.start() if cut else len(plain)
    couple = COUPLE.search(plain, at, end)
    if couple:
        before = plain[at : couple.start()].split()
        end = couple.start() if len([w for w in before if w not in PARTICLES]) > 1 else end
    return end


def _around_comma(plain: str, at: int, end: int) -> tuple[int | None, int]:
    """Where the given name begins in "Peeters, Jan", and where the part before the comma ends."""
    comma = plain.find(",", at, end)
    if comma < 0:
        return None, end
    behind = WORD.findall(plain[comma:end])
    before = WORD.findall(plain[at:comma])
    known = given_names()
    reversed_ = (
        before
        and len(before) <= 4
        and 1 <= len(behind) <= 2
        and _given(behind[0], known)
        and not _given(before[0], known)
    )
    return (comma + 1, end) if reversed_ else (None, comma)


def _given(word: str, known: frozenset[str]) -> bool:
    return word in known or ("-" in word and all(part in known for part in word.split("-")))


def _words(text: str, plain: str, at: int, end: int, lenient: bool) -> tuple[list[tuple[int, int]], bool] | None:
    spans = [m.span() for m in WORD.finditer(plain, at, end)]
    rest = WORD.sub("", plain[at:end])
    if not spans or not _few(text, plain, spans) or re.search(r"[^\s,.&+*_\"':!-]", rest):
        return None
    if is_house(Address(plain[at:end], "")):
        return None
    spans = _without_couple(plain, spans)
    capital = True
    for number, (a, b) in enumerate(spans):
        word = plain[a:b].rstrip(".")
        if word in NEVER or len(word) > LONGEST_WORD:
            return None
        if text[a].isupper() or (number and word in PARTICLES) or word.startswith(("d'", "l'", "t'", "'t")):
            continue
        if not lenient:
            return None
        capital = False
    telling = [plain[a:b] for a, b in spans if plain[a:b] not in PARTICLES]
    return (spans, capital) if telling and any(len(word.rstrip(".")) > 1 for word in telling) else None


def _few(text: str, plain: str, spans: Sequence[tuple[int, int]]) -> bool:
    """No sentence: some words, or more where all but the particles have capitals."""
    telling = [a for a, b in spans if plain[a:b] not in PARTICLES]
    return len(spans) <= MOST_WORDS or (
        len(spans) <= MANY_WORDS and len(telling) <= MOST_TELLING and all(text[a].isupper() for a in telling)
    )


def _without_couple(plain: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Of "Els en Luc Verhaegen" the one named first, with the family name both bear."""
    joints = [n for n, (a, b) in enumerate(spans) if n and plain[a:b] in ("en", "et", "und", "and")]
    between = [n for n, (a, b) in enumerate(spans[1:], 1) if re.search(r"[&+]", plain[spans[n - 1][1] : a])]
    if joints:
        return spans[: joints[0]] + spans[joints[0] + 2 :]
    if between:
        return spans[: between[0]] + spans[between[0] + 1 :]
    return spans


def _ordered(text: str, plain: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Given names first: family names are in capitals, or the only known given name stands last."""
    if len(spans) < 2:
        return spans
    shouted = [text[a:b].isupper() and b - a > 2 and "." not in text[a:b] for a, b in spans]
    if shouted[0] and not shouted[-1]:
        turn = next(n for n, loud in enumerate(shouted) if not loud and plain[slice(*spans[n])] not in PARTICLES)
        return spans[turn:] + spans[:turn]
    known = given_names()
    given = [_given(plain[a:b], known) for a, b in spans]
    if given[-1] and not any(given[:-1]):
        return spans[-1:] + spans[:-1]
    if given[-1] and len(spans) > 2 and plain[slice(*spans[0])] in PARTICLES and not any(given[1:-1]):
        return spans[-1:] + spans[:-1]
    if len(spans) == 3 and given[1] and given[2] and not given[0]:
        return spans[1:] + spans[:1]
    return spans


def _name(text: str, plain: str, spans: Sequence[tuple[int, int]], start: int, capital: bool) -> Name:
    known = given_names()
    words = tuple(
        bare for a, b in spans if (bare := plain[a:b].rstrip(".") if b - a > 2 else plain[a:b]) not in PARTICLES
    )
    loud = all(text[a:b].isupper() for a, b in spans if b - a > 2) and any(b - a > 3 for a, b in spans)
    value = " ".join(tidied(text[a:b], plain[a:b], loud) for a, b in spans)
    told = [
        w
        for w, (a, b) in zip(words, _telling(plain, spans), strict=True)
        if len(w.rstrip(".")) > 1 and not _short(plain[a:b])
    ]
    full = len(told) >= 2
    low, high = min(a for a, _ in spans), max(b for _, b in spans)
    return Name(value, words, start + low, start + high, full, any(_given(w, known) for w in words), capital)


def _telling(plain: str, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans of the words that are no particles."""
    return [(a, b) for a, b in spans if (plain[a:b].rstrip(".") if b - a > 2 else plain[a:b]) not in PARTICLES]


def _short(word: str) -> bool:
    """ "Fr.", "Ph.", "Chr.", "VdB": as good as an initial."""
    return (word.endswith(".") and len(word) <= 4) or (len(word) <= 3 and not re.search(r"[aeiouyj]", word))


def tidied(word: str, plain: str, loud: bool) -> str:
    """ "PEETERS" and "peeters" are Peeters; "van" stays as it was written."""
    if word[:1].islower() and plain not in PARTICLES and not word.startswith(("d'", "d’", "'t", "’t")):
        return "-".join(part[:1].upper() + part[1:] for part in word.split("-"))
    if (
        (loud or (word.isupper() and (len(word) > 2 or plain in PARTICLES)))
        and len(word.rstrip(".")) > 1
        and "." not in word
    ):
        if plain in PARTICLES:
            return word.capitalize()
        return re.sub(r"[^\W\d_]+", lambda m: m.group().capitalize(), word)
    return word


def display_name(address: Address) -> Name | None:
    """The person of a From header: "Peeters, Jan", "jan.peeters", "Jan Peeters via Website"; None for houses."""
    shown = address.name.strip().strip("'\"")
    if not shown or "@" in shown:
        return None
    if "." in shown and " " not in shown:
        shown = shown.replace(".", " ")
    shown = shown.replace("_", " ")
    return parse_name(shown, lenient=True) or parse_name(_before_role(shown), lenient=True)


def _before_role(shown: str) -> str:
    """ "Jan Peeters voorzitter wijkcomité": the words before the first that no name has."""
    plain = flat(shown)
    words = [m.span() for m in re.finditer(r"\S+", plain)]
    role = next((n for n, (a, b) in enumerate(words) if plain[a:b].strip(".,:") in NEVER), 0)
    named = role >= 2 and all(shown[a].isupper() or plain[a:b] in PARTICLES for a, b in words[:role])
    return shown[: words[role][0]] if named else ""


def agree(one: Name, other: Name) -> bool:
    """They can be one person's: a word of both, or "Jan" and "J. Peeters"."""
    a, b = set(one.words), set(other.words)
    if any(len(word) > 1 for word in a & b):
        return True
    return any(x[0] == y[0] and (len(x.rstrip(".")) == 1 or len(y.rstrip(".")) == 1) for x in a for y in b) and bool(
        {w for w in a if len(w) > 2} & {w for w in b if len(w) > 2} or len(one.words) == 1 or len(other.words) == 1
    )
