"""Whether the writer already raised the matter with the body he complains about."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from classifiers.phrases import Hit
from classifiers.prepared import Prepared
from classifiers.sentences import NEGATION
from classifiers.understanding import PriorContact, Reading, Span

#: Asked of somebody who is not the body complained about.
_OTHERS = re.compile(
    r"\b(?:vakbond\w*|abvv|acv|aclvb|advoca\w*|notaris\w*|verzekeraar|verzekering\w*|ombuds\w*|politie|test-?aankoop|1700|huisarts|dokter|buur\w*|vriend\w*|collega\w*|aannemer|pers|krant|burgemeester van|huurdersbond\w*|unia|"
    r"syndicat|fgtb|csc|avocat\w*|notaire|assur\w*|mediat\w*|police|medecin|voisin\w*|ami|amie|collegue\w*|entrepreneur|presse|"
    r"gewerkschaft|anwalt\w*|rechtsanwalt\w*|notar|versicherung\w*|polizei|arzt|nachbar\w*|freund\w*|kolleg\w*|"
    r"union|lawyer|solicitor|notary|insurer|insurance|police|doctor|neighbour\w*|neighbor\w*|friend\w*|colleague\w*|builder)\b"
)
#: The body itself is in the same sentence after all.
_THEM = re.compile(
    r"\b(?:bij hen|hen|hun|hem|haar|de dienst|dienst|loket|klachtendienst|klachtenbehandelaar|gemeente|stad|agentschap|klantendienst|"
    r"eux|leur|le service|service|guichet|commune|administration|ihnen|behorde|dienst|schalter|gemeinde|them|service|desk|office|agency)\b"
)
#: Without one of these beginnings of words no sentence tells of contact, nor of none: somebody speaks, writes, goes there.
TOUCH = re.compile(
    r"\b(?:bel(?!asting|ang|gi|eid)|gebel|opgebel|teruggebel|telefo|getelefo|tel\b|ge?mail|e-?mail|mail|schr[ei]|geschr|aangeschr|brie[fv]|klacht|klaag|klagen|geklaag|aangeklaag|gereclam|reclam|reklam|meld|gemeld|aangemeld|"
    r"antwoord|beantwoord|geantwoord|onbeantwoord|reacti|reag|gereag|contact|gecontact|loket|balie|gesprek|gespro|spreek|sprak|aangespr|zeg|zei|gezegd|vraag|vragen|vroeg|gevraag|navraag|aangevraag|aangekaart|kaart|bezwaar|herinner|aangeteken|stuur|gestuurd|opgestuur|verstuur|verwezen|doorverw|"
    r"afgewimpel|afgescheep|afgewez|geweiger|weiger|beloof|beloft|toegezeg|kastje|gehoor|gehord|hoor|uitleg|uitgeleg|formulier|ingedien|dien|protest|geprotest|betwist|luister|geluister|afspraak|overleg|stilte|vernom|langs|ingelicht|verwittig|hoogte|schouder|bandje|voicemail|"
    r"eerst|niemand|nergens|rechtstreeks|direct|durf|schrik|bang|"
    r"appel|rappel|telephon|tel\b|ecri|courri|courrier|lettre|plain|reclam|signal|repon|repond|contact|guichet|parl|dit|dis|disent|demand|envoy|recommand|contest|refus|prom|adress|saisi|expliqu|entret|rencontr|rendez|silence|ecout|preven|averti|alert|rendu|suis alle|deplac|insist|relanc|interpell|formulair|introduit|premier|directement|personne|os[e]|peur|demarche|"
    r"anruf|angeruf|ruf|rief|telefon|schrieb|geschrieb|schreib|brief|beschwer|antwort|beantwort|kontakt|schalter|sprach|gesproch|vorgesproch|gesagt|sagt|frag|gefrag|angefrag|bat\b|gebeten|einspruch|widerspr|mahn|erinner|einschreib|abgewies|vertrost|versproch|hingewies|wandt|gewandt|wende|termin|auskunft|zugesag|gehort|hort|formular|ruckmeld|reagier|meinte|hiess|erste|zuerst|niemand|direkt|trau|angst|"
    r"call|phon|rang|ring|wrote|writ|letter|complain|report|repl|answer|desk|counter|spoke|speak|spoken|told|tell|said|say|ask|sent|send|remind|promis|rais|object|chas|visit|went|gone|been to|approach|notif|inform|heard|hear|appoint|ticket|form|respon|explain|first|nobody|directly|straight|dare|afraid|taken (?:it|this)|touch)"
)
#: Nor does any tell of none without a denial, a beginning, a way around or not knowing where.
_NOT_YET = re.compile(
    NEGATION.pattern
    + r"|\b(?:eerst\w*|premi\w+|erst\w*|first|direct\w*|direkt|meteen|rechtstreeks|d'emblee|gleich|sofort|straight|durf\w*|ose\w*|peur|schrik|bang|angst|trau\w*|afraid|dare|ignor\w*|nergens|nulle part|nirgends|yet)\b"
)
#: Whose contact it is: a saying without anybody is no contact of the writer's ("the terms were written in June").
_SOMEBODY = re.compile(
    r"\b(?:ik|'?k|wij|we|mij|me|ons|mijn|m'n|onze|zij|ze|hij|clients?|cliente|klager|je|j|moi|m|nous|mon|ma|mes|notre|nos|elle|il|ich|wir|mich|mir|uns|meine?[nmrs]?|unsere?[nmrs]?|sie|er|i|my|us|our|she|he)\b"
)
#: What the model's chance is worth in a sentence without.
_UNTOUCHED = 0.3
_FIRST = re.compile(r"\b(?:ik|wij|we|j|je|nous|ich|wir|i|n)\b")
#: How he himself would be reached.
_WISHED = re.compile(
    r"\b(?:graag|liefst|wens\w*|voorkeur) (?:\w+ )?gecontacteerd|gecontacteerd (?:te )?worden|souhait\w+ (?:\w+ )?(?:contacte|etre contacte)|etre (?:re)?contacte|kontaktiert (?:zu )?werden|(?:to|like to|prefer to) be contacted"
)
_WEIGHT = {"contact": 1.0, "answered": 0.5, "no-contact": 1.6}
#: Chances of the model of sayings: from which one counts, is likely, is sure; and what one weighs beside the phrases.
MAYBE, LIKELY, SURELY = 0.35, 0.6, 0.85
_MODEL = 1.6
ENOUGH = 0.55
#: So much of what tells of contact must what denies it outweigh.
OUTWEIGHED = 1.0
#: What the model's chance is worth in a sentence about others: never enough alone.
_WITH_OTHERS = 0.3
_FEW_WORDS = 3
_FORM = re.compile(
    r"(?:gecontacteerd|contacte|kontaktiert|contacted|contact opgenomen|gemeld|(?:eerder|vroeger|voorafgaand|vorig) (?:contact|klacht|melding)|(?:contact|plainte|demarche)s? (?:prealables?|anterieure?s?)|"
    r"(?:vorheriger?|fruherer?|bisheriger?) (?:kontakt|beschwerde)|(?:previous|prior|earlier) (?:contact|complaint)|klacht (?:al )?ingediend)\b[^?:\n]{0,60}\?? {0,3}:? {0,3}(ja|nee|neen|oui|non|nein|yes|no)\b"
)


def read_prior_contact(
    prepared: Prepared, hits: Sequence[Hit], chances: Mapping[str, Sequence[float]]
) -> Reading[PriorContact]:
    """Weighs what is said: denied, asked and supposed contact does not count, nor contact with others.

    `chances` are those of the model of sayings by label and sentence.
    """
    if form := _FORM.search(prepared.flat[:5_000]):
        value = PriorContact.YES if form[1] in ("ja", "oui", "yes") else PriorContact.NO
        span = Span(f"{prepared.prefix}{prepared.part}", form.start(), form.end())
        return Reading(value, 0.97, "field of a form", span, prepared.text[form.start() : form.end()])
    yes, no = _said(hits)
    contact = _likeliest(prepared, chances["contact"], TOUCH)
    none = _likeliest(prepared, chances["no-contact"], _NOT_YET)
    told = yes.weight + (_MODEL * contact.weight if contact.weight >= MAYBE else 0.0)
    least = MAYBE if no.weight else LIKELY if told < ENOUGH else SURELY
    denied = no.weight + (_MODEL * none.weight if none.weight >= least else 0.0)
    if denied >= 1.0 and (denied > told * OUTWEIGHED or (none.weight >= SURELY and no.weight >= 1.0 and told < 2.6)):
        sure = 0.92 if not told else 0.75
        return _reading(PriorContact.NO, sure, "says it was not raised", no if no.span else none)
    if told >= ENOUGH:
        agreed = yes.weight >= 0.7 and contact.weight >= LIKELY
        sure = 0.95 if agreed and not denied else 0.85 if contact.weight >= SURELY and not denied else 0.75
        return _reading(PriorContact.YES, sure, "tells of contact", yes if yes.span else contact)
    return Reading(PriorContact.UNKNOWN, 0.7, "nothing said")


@dataclass(frozen=True, slots=True)
class _Evidence:
    weight: float = 0.0
    span: Span | None = None
    words: str = ""


def _reading(value: PriorContact, sure: float, method: str, evidence: _Evidence) -> Reading[PriorContact]:
    return Reading(value, sure, method, evidence.span, evidence.words)


def _likeliest(prepared: Prepared, chances: Sequence[float], words: re.Pattern[str]) -> _Evidence:
    """The sentence of the text that the model holds most like it.

    Supposed ones, questions, those about others and those without any of the words for it count less.
    """
    best = _Evidence()
    for sentence, chance in zip(prepared.sentences, chances, strict=False):
        if chance <= best.weight or sentence.part.endswith("subject") or len(sentence.folded.split()) < _FEW_WORDS:
            continue
        if sentence.hypothetical or sentence.question:
            chance *= 0.7
        if not words.search(sentence.folded):
            chance *= _UNTOUCHED
        if _OTHERS.search(sentence.folded) and not _THEM.search(sentence.folded):
            chance *= _WITH_OTHERS
        if chance > best.weight:
            best = _Evidence(chance, Span(sentence.part, sentence.start, sentence.end), sentence.text)
    return best


def _said(hits: Sequence[Hit]) -> tuple[_Evidence, _Evidence]:
    """What the phrases tell for and against it."""
    yes, no = 0.0, 0.0
    best_yes: Hit | None = None
    best_no: Hit | None = None
    seen: set[tuple[int, str]] = set()
    for hit in hits:
        if hit.name not in _WEIGHT:
            continue
        key = (id(hit.sentence), hit.name)
        if key in seen or hit.sentence.part.endswith("subject") or _WISHED.search(hit.sentence.folded):
            continue
        if hit.name == "no-contact":
            if hit.sentence.hypothetical and not hit.sentence.negated:
                continue
            seen.add(key)
            no += _WEIGHT[hit.name]
            best_no = best_no or hit
            continue
        if hit.quoted or hit.sentence.hypothetical or (hit.sentence.question and hit.name != "contact"):
            continue
        if hit.denied:
            if hit.name == "contact":
                no += 1.3 if _FIRST.search(_near(hit, before=16, behind=0)) else 0.4
                best_no = best_no or hit
                seen.add(key)
            continue
        if not _SOMEBODY.search(hit.sentence.folded):
            continue
        near = _near(hit, before=30, behind=40)
        if _OTHERS.search(near) and not _THEM.search(near):
            continue
        seen.add(key)
        yes += _WEIGHT[hit.name]
        if best_yes is None or (best_yes.name != "contact" and hit.name == "contact"):
            best_yes = hit
    return _evidence(yes, best_yes), _evidence(no, best_no)


def _evidence(weight: float, hit: Hit | None) -> _Evidence:
    return _Evidence(weight, hit.span, hit.words) if hit else _Evidence(weight)


def _near(hit: Hit, *, before: int, behind: int) -> str:
    return hit.sentence.folded[max(0, hit.start - before) : hit.end + behind]
