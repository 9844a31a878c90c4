"""For whom somebody writes: the mother, the neighbour, the client. The person is that one; the writer is kept apart."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from classifiers.flat import flat
from classifiers.person.layout import Layout
from classifiers.person.names import Name, agree
from classifiers.person.naming import leading_name

_RELATION = (
    r"(?:(?:schoon|groot|stief|pleeg|over)?(?:moeder|vader|ouders)|mama|papa|ma|pa|oma|opa|bomma|bompa|(?:half|schoon)?(?:zus(?:ter|je)?|broer|dochter|zoon)|tante|oom|nicht|neef|nonkel|partner|vriendin|vriend|man|echtgenote|echtgenoot|vrouw|"
    r"buurvrouw|buurman|buur|gebuur|client|cliente|patient|patiente|huurder|huurster|bewoner|bewoonster|pupil|kleinzoon|kleindochter|petekind|werkneemster|werknemer|lid|"
    r"mere|pere|parents|maman|grand-?mere|grand-?pere|belle-mere|beau-pere|soeur|frere|fille|fils|tante|oncle|mari|femme|epouse|epoux|compagne|compagnon|voisine|voisin|amie|ami|client|cliente|patiente?|locataire|mandante?|protegee?|"
    r"(?:schwieger|gross|groß)?(?:mutter|vater|eltern)|schwester|bruder|tochter|sohn|oma|opa|onkel|frau|mann|ehemann|ehefrau|partnerin|nachbarin|nachbarn?|freundin|freund|mandantin|mandanten|klientin|klienten|patientin|"
    r"mother|father|parents|mum|mom|dad|grandmother|grandfather|sister|brother|daughter|son|aunt|uncle|wife|husband|neighbou?r|friend|client|patient|tenant)"
)
_POSSESSIVE = r"(?:mijn|onze|ons|m'n|mon|ma|mes|notre|nos|mein|meine|meinen|meiner|meinem|meines|unser|unsere|unserer|unseres|unserem|my|our|een|une?|eine[rnms]?|a|an|de|la|le|l'|der|die|des|the)"
#: "<relation> and me" is the writer speaking for himself too.
_AND_ME = re.compile(
    r"^[ ,]*(?:\w+[ ]){0,2}?(?:en|et|und|and) (?:mij|mezelf|mijzelf|ikzelf|ons|moi|moi-meme|mich|mir|myself|me|i)\b"
)
_ACTING = (
    r"(?:namens|in naam van|uit naam van|in opdracht van|in plaats van|voor rekening van|ten behoeve van|als (?:raadsman|raadsvrouw|advocaat|advocate|bewindvoerder|mantelzorger|voogd|vertegenwoordiger|zaakvoerder|volmachthouder|vertrouwenspersoon|begeleid\w+|"
    r"accountant|maatschappelijk (?:werker|werkster|assistente?)) van|belangen van|(?:optreed|treed op|handel|schrijf|mail|doe dit|contacteer u|richt mij tot u|wend mij tot u|klacht neer|klacht in|klacht indienen|klacht neerleggen|dien deze klacht in)(?: (?:u|deze|dit|ik|hierbij|mail|brief|bericht)){0,3} (?:voor|namens|in naam van|in opdracht van)|"
    r"(?:klacht|melding) (?:voor|namens|van)|raadsman van|advocaat van|bewindvoerder|voogd|mantelzorger|volmachthouder|vertegenwoordig|volmacht van|help|helpen|begeleid|ondersteun|sta bij|"
    r"au nom(?: et pour le compte)? d(?:e|u)|pour le compte d(?:e|u)|de la part d(?:e|u)|a la demande d(?:e|u)|en (?:ma )?qualite d[e'](?: ?\w+){1,3} d(?:e|u)|en tant qu(?:e|') ?(?:avocate?|conseil|administrat\w+|mandataire|assistante? sociale|aidante?|tut\w+|representante?) d(?:e|u)|"
    r"(?:ecris|contacte|adresse|sollicite|introduis|depose|plainte)(?: \w+){0,4}? pour|conseil d(?:e|u)|avocate? d(?:e|u)|represente|mandatee? par|(?:je )?(?:consulte|interviens|agis) pour|administrat(?:eur|rice) (?:de biens|provisoire)? ?d(?:e|u)|tut(?:eur|rice) de|consultee? par|(?<=j')aide|accompagne|(?<=j')assiste|"
    r"im namen|im auftrag|stellvertretend fur|in vertretung|als (?:anwalt|anwaltin|rechtsanwalt|rechtsanwaltin|betreuer|betreuerin|bevollmachtigter?|vertreter|sozialarbeiter|sozialarbeiterin)|(?:schreibe|wende mich)(?: \w+){0,5}? fur|beschwerde fur|vertrete|bevollmachtigt von|betreue|begleite|unterstutze|"
    r"on behalf of|acting for|representing|i represent|as (?:the |a )?(?:lawyer|solicitor|guardian|carer|social worker|attorney|administrator) (?:of|for)|(?:writing|write|complaining|complaint)(?: \w+){0,4}? for|behalf|help|assist|support)"
)
#: Words of acting, then whom: a relation, or a title with a name.
BEHALF = re.compile(
    rf"\b{_ACTING}[ \n,:]{{1,2}}(?:von |van |de |d'|of |over )?(?:(?P<relation>{_POSSESSIVE}[ ']?(?:(?:oude|bejaarde|hoogbejaarde|zieke|agee?|malade|alte|alten|betagte|elderly|old|goede|beste|demente|blinde|schwangere|kranke|kranken|\d\d-?jarige?) )?{_RELATION})(?:e?s|en)?\b|"
    r"(?P<title>mevrouw|mevr|mw|mijnheer|meneer|de heer|dhr|madame|mme|monsieur|m|mr|mrs|ms|frau|herrn?|mlle)\b\.?)?"
)
#: "Mijn moeder, Paula Goethals", wherever it stands.
RELATED = re.compile(
    rf"\b(?:mijn|onze|m'n|mon|ma|notre|mein|meine|meiner|meinem|meines|unsere?r?|my|our) (?:\w+ )?(?P<who>{_RELATION})(?:e?s|en)?\b(?:[ ]\(\d\d[^)]{{0,12}}\))?,?[ ](?:(?:die )?(?:heet|s'appelle|heißt|is called|genaamd|nommee?) )?"
)


@dataclass(frozen=True, slots=True)
class Behalf:
    """Somebody writes for another. `name` is the other's where the mail tells it."""

    name: Name | None
    #: Of the words that say so.
    start: int
    end: int
    #: Flat word of relation, "" for a client by title.
    relation: str
    #: The name stands in the subject and nowhere else.
    in_subject: bool = False


_FIRST = re.compile(r"[a-z]{2,}")
#: First words of the phrases of acting for somebody.
_STARTS = frozenset(
    "namens in uit ten voor als belangen optreed treed handel schrijf mail doe contacteer richt wend klacht dien melding raadsman advocaat bewindvoerder voogd mantelzorger volmachthouder vertegenwoordig volmacht help helpen begeleid ondersteun sta "
    "au pour de en ecris contacte adresse sollicite introduis depose plainte conseil avocat avocate represente mandate mandatee consulte consultee je interviens agis administrateur administratrice tuteur tutrice tut j aide accompagne assiste "
    "im stellvertretend schreibe wende beschwerde vertrete bevollmachtigt betreue begleite unterstutze assist support on acting representing as writing write complaining complaint behalf".split()
)


def _acting(plain: str) -> Iterator[re.Match[str]]:
    for word in _FIRST.finditer(plain):
        if word.group() in _STARTS and (match := BEHALF.match(plain, word.start())):
            yield match


def read_behalf(layout: Layout) -> Behalf | None:
    """The first statement that the mail is written for somebody else."""
    for match in _acting(layout.flat):
        behind = layout.flat[match.end() : match.end() + 60]
        if _AND_ME.match(behind) or _denied(layout.flat, match.start()):
            continue
        name = leading_name(layout.joined, _name_start(layout, match))
        if match["relation"] is None:
            told = name is not None and name.full and (match["title"] is not None or name.known)
            if told and (_acts(match.group()) or (match["title"] and _CARER.search(layout.flat))):
                return Behalf(name, match.start(), match.end(), "")
            continue
        relation = match["relation"].split()[-1]
        if not _acts(match.group()) and not (name and name.full):
            continue
        return Behalf(
            name if name and name.full else related_name(layout, relation), match.start(), match.end(), relation
        )
    return _ward(layout) or _subject(layout)


def behalf_in_subject(subject: str, layout: Layout) -> Behalf | None:
    """ "Klacht namens Dorien Peeters": the subject alone says for whom."""
    for match in _acting(flat(subject)):
        gap = match.end() + (subject[match.end() : match.end() + 1] == " ")
        name = leading_name(subject, gap)
        if name is None or not name.full or not _for_somebody(match.group()):
            continue
        at = layout.joined.find(subject[name.start : name.end])
        if at >= 0:
            name = replace(name, start=at, end=at + name.end - name.start)
        relation = match["relation"].split()[-1] if match["relation"] else ""
        return Behalf(name, match.start(), match.end(), relation, in_subject=at < 0)
    return None


def _for_somebody(words: str) -> bool:
    return _acts(words) or words.startswith(
        ("klacht voor", "melding voor", "plainte pour", "beschwerde fur", "complaint for")
    )


def _ward(layout: Layout) -> Behalf | None:
    """A full name right behind words for whom one looks after, or for what one does for him."""
    for pattern, words in ((_WARD, _WARDS), (_IN_PERSON, _CARES)):
        if not any(word in layout.flat for word in words):
            continue
        for _, match in zip(range(3), pattern.finditer(layout.flat), strict=False):
            name = leading_name(layout.joined, match.end() + (layout.flat[match.end() : match.end() + 1] == " "))
            if name and name.full and (pattern is _WARD or name.known):
                return Behalf(name, match.start(), match.end(), match["who"] if pattern is _WARD else "")
    return None


#: Who helps people for a living or of kindness says so.
_CARER = re.compile(
    r"\b(?:maatschappelijk werk\w*|begeleid(?:er|ster)|hulpverlen\w+|sociaal werk\w*|bewindvoerder|mantelzorg\w*|vrijwillig\w+|buurtwerk\w*|caw|"
    r"assistante? sociale?|travailleu\w+ social\w*|educat\w+|aidante?|benevole|administrat\w+ de biens|accompagnat\w+|"
    r"sozialarbeiter\w*|betreuer\w*|sozialassistent\w*|ehrenamtlich\w*|social worker|support worker|carer|volunteer|caseworker)\b"
)
#: A letter that begins with "Mijn zoon Lars Desmedt (9)" is about him.
_FIRST_WORDS = re.compile(
    rf"(?:^|\n|[.!?] )(?:mijn|onze|mon|ma|notre|mein|meine|unsere?|my|our) (?:\w+ )?(?P<who>{_RELATION}),?[ ](?!en |et |und |and )"
)
#: The same in the midst of a sentence, where he is its subject: "en mijn dochter Noor (11) huilt".
_SUBJECT_WITHIN = re.compile(
    rf"(?:, |\b(?:en|omdat|want|dat|et|que|car|und|dass|denn|and|that|because) )(?:mijn|onze|mon|ma|notre|mein|meine|unsere?|my|our) (?P<who>{_RELATION}),?[ ](?!en |et |und |and )"
)
#: How old he is, right behind the name: "(11)", ", 84 ans", ", née en 1938".
_AGED = re.compile(
    r"[ ]?\(\d{1,2}(?:[ ]?(?:j|jr|jaar|a|ans|jahre|years?|y)\b[^)]{0,20}|,[^)]{0,25})?\)|, (?:\d{1,3}(?: (?:jaar|ans|jahre|years)|[,:;])|(?:geboren|nee?|geb\.?|born)\b)"
)
#: No text without one of these tells an age.
_AGES = re.compile(r"[(,] ?\d|, (?:geb|ne|born)")
#: Whom one looks after for a living: "mijn cliënte, mevrouw ...", "notre affiliée, Mme ...".
_WARD = re.compile(
    r"\b(?:mijn|onze|ons|mon|ma|notre|mein|meine|meiner|meinem|meines|unsere?[rmn]?|my|our) (?P<who>client|cliente|clienten|patient|patiente|pupil|lid|beschermde persoon|beschermeling|bewoner|bewoonster|leerling|"
    r"mandante?|affiliee?|administree?|protegee?|beneficiaire|residente?|mandantin|mandanten|mandant|klientin|klienten|klient|patientin|patienten|mitglied|bewohnerin|bewohner|ward|member|resident)[ ,:]{1,2}"
    r"(?P<title>(?:de heer en mevrouw|mevrouw|mevr|mw|mijnheer|meneer|de heer|dhr|madame|mme|monsieur|m|mr|mrs|ms|miss|frau|herrn?|mlle)\b\.?)?"
)
_WARDS = tuple(
    "client patient pupil beschermde beschermeling bewo leerling mandant affilie administree protegee beneficiaire resident klient mitglied ward member lid".split()
)
_CARES = tuple(
    "begeleid vertegenwoordig help ondersteun assist accompagn aid represent betreue begleite vertrete unterstutz support care bewindvoer voogd mantelzorg volmacht administrat mandataire tut curat betreuer vormund bevollmacht guardian attorney".split()
)
#: Who acts for him says so of himself: "je suis la mère et administratrice de Simon ...".
_IN_PERSON = re.compile(
    r"\b(?:ik (?:begeleid|vertegenwoordig|help|ondersteun|assisteer)|wij (?:begeleiden|vertegenwoordigen|ondersteunen)|(?:j'|nous )(?:accompagn|assist|aid)\w+|je represente|nous representons|ich (?:betreue|begleite|vertrete|unterstutze)|wir (?:betreuen|begleiten|vertreten)|"
    r"(?:i|we) (?:support|represent|assist|accompany|care for)|"
    r"(?:ik ben|je suis|ich bin|i am) (?:\w+ ){1,4}(?:bewindvoerder|bewindvoerster|voogd|mantelzorger|volmachthouder|administrat\w+|mandataire|tut\w+|curat\w+|aidante?|betreuer\w*|vormund|bevollmachtigte\w*|guardian|carer|attorney)(?: \w+){0,3}? (?:van|de|d'|von|of|for))[ ']?"
)


def _subject(layout: Layout) -> Behalf | None:
    if not _AGES.search(layout.flat, layout.head, layout.head + 420):
        return None
    for pattern, reach in ((_FIRST_WORDS, 350), (_SUBJECT_WITHIN, 250)):
        told = pattern.finditer(layout.flat, layout.head, layout.head + reach)
        for _, match in zip(range(3), told, strict=False):
            name = leading_name(layout.joined, match.end())
            if name and name.full and _AGED.match(layout.flat, name.end):
                return Behalf(name, match.start(), match.end(), match["who"])
    return None


def _acts(words: str) -> bool:
    """Not the loose words ("klacht van", "help", "plainte pour") that need a name to count."""
    return not re.match(
        r"(?:help|helpen|begeleid|ondersteun|sta bij|aide|accompagne|assiste|betreue|begleite|unterstutze|assist|support|klacht van|melding van|klacht voor|melding voor|plainte pour|beschwerde fur|in plaats van)\b",
        words,
    )


def _name_start(layout: Layout, match: re.Match[str]) -> int:
    gap = re.match(r"[ ,:(]{0,3}(?:namelijk |met name |genaamd |nl\.? )?", layout.flat[match.end() : match.end() + 20])
    return match.end() + (gap.end() if gap else 0)


#: "La voiture est au nom de ma fille": whose something is, not for whom one writes.
_OWNED = re.compile(
    r"\b(?:est|sont|etait|mise?s?|inscrite?s?|immatricule\w*|facture\w*|bail|compte|contrat|voiture|dossier|carte|abonnement|enregistre\w*|staat|staan|stond|factuur|contract|auf den|lautet|lauft)[ ](?:\w+[ ]){0,2}$"
)


def _denied(plain: str, at: int) -> bool:
    if _OWNED.search(plain[max(0, at - 40) : at]) and plain.startswith(("au nom", "im namen", "in naam"), at):
        return True
    return re.search(r"\b(?:niet|pas|nicht|not|nooit)\b[^.\n]{0,25}$", plain[max(0, at - 40) : at]) is not None


def related_name(layout: Layout, relation: str) -> Name | None:
    """The name that stands behind "mijn moeder" somewhere in the mail."""
    for match in RELATED.finditer(layout.flat):
        if match["who"].rstrip("nsmr") == relation.rstrip("nsmr"):
            name = leading_name(layout.joined, match.end())
            if name and name.full:
                return name
    return None


_TITLED = re.compile(
    r"\b(?:mevrouw|mevr|mw|mijnheer|meneer|de heer|heer|dhr|madame|mme|monsieur|mr|mrs|ms|frau|herrn?|mlle|burger|inwoner|inwoonster|citoyen\w*|client\w*|klant)\b\.?[ ]"
)


def titled(layout: Layout) -> Iterator[Name]:
    """Full names behind a title, in order: whom a member of staff writes about."""
    for _, match in zip(range(40), _TITLED.finditer(layout.flat), strict=False):
        name = leading_name(layout.joined, match.end())
        if name and name.full:
            yield name


def same(one: Name | None, other: Name | None) -> bool:
    return (
        one is not None and other is not None and agree(one, other) and bool(set(one.words[:1]) & set(other.words[:1]))
    )
