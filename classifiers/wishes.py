"""What the writer asks about his name, his papers and the way of answering; only where he asks it.

Phrases and the model of sayings look at every sentence. Either may find a wish; the model also drops what the phrases
take for one.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from classifiers.phrases import Hit
from classifiers.prepared import Prepared
from classifiers.sentences import NEGATION, Sentence
from classifiers.understanding import Reading, Signal, Span, Wish

_TABLES = {
    "withhold-identity": Wish.WITHHOLD_IDENTITY,
    "no-forwarding": Wish.NO_FORWARDING,
    "by-letter": Wish.REPLY_BY_LETTER,
    "by-phone": Wish.REPLY_BY_PHONE,
    "by-email": Wish.REPLY_BY_EMAIL,
}
#: From these chances on the model finds a wish: behind the middle of the mail, where wishes stand, and before it.
LIKELY, EARLY = 0.65, 0.9
#: From this chance on it is hardly ever wrong; below `DOUBTED` a phrase does not count.
SURELY, DOUBTED = 0.95, 0.15
#: From this chance on the model needs no word that it is meant.
CERTAIN = 0.85
_FEW_WORDS = 3
_NOT_NEXT = re.compile(
    r" (?:(?:aub|alsjeblieft|meer|mij|me|bitte|svp|please) )?(?:niet|pas|nicht|not|nooit|never)\b(?! (?:bellen|opbellen|anrufen|call|phone|appeler|telephoner))"
)
_CHANNELS = frozenset({"by-letter", "by-phone", "by-email"})
_NAME_ALONE = {"no-forwarding": frozenset({"withhold-identity"})}
#: The way of answering is asked of the reader: a wish, a request, a reason why not otherwise.
_ASKING = re.compile(
    r"\b(?:graag|liefst|liever|gelieve|gerust|aub|bel|alstublieft|alsjeblieft|a\.u\.b|enkel|alleen|mij|me|ons|verzoek\w*|stuur|antwoord|wens\w*|kunt|kan u|mag|mogen|geen (?:internet|mail|computer)|"
    r"svp|s'il|merci|veuillez|prie|prefer\w*|preference|uniquement|moi|nous|repondez|repondre|appelez|souhait\w*|pas d'internet|"
    r"bitte\w*|mir|uns|lieber|liebsten|nur|kein internet|please|only|prefer|me|us|best|kindly|no internet)\b"
)
#: The body complained about did so, or the writer did: a way of contact told, not asked for.
_TOLD = re.compile(
    r"\b(?:kreeg|kregen|ontving\w*|stuurde\w*|verstuurde|belde\w*|gebeld|gemaild|heb(?:ben)? (?:(?:ik|wij|we)(?! (?:niet|geen))|al|reeds|ook|hen|hun|een|per|via|dit|dat)|heeft|hadden|had|werd\w*|antwoordde\w*|schreef|beloofde\w*|zouden|zou mij|zei\w*|vroeg\w*|"
    r"recu|envoye|appele|telephone (?:au|a)|a (?:repondu|dit|ecrit|promis)|ont (?:repondu|dit|ecrit)|m'a|m'ont|ai (?:ecrit|envoye|appele)|reponse du|"
    r"erhielt\w*|erhalten|bekam|schickte\w*|habe|haben|hat|wurde\w*|sagte\w*|rief|"
    r"received|got|sent|called|emailed|wrote|(?:have|has|had|i've|they've) (?:already |just |also |never |not )?(?:\w+ed|sent|written|got|been|told|said|rung)|was|were|said|told|promised)\b"
)
#: The field of a form that asks for the way of answering, and what was filled in or chosen there.
_FORM = re.compile(
    r"(?:antwoord\w*|gecontacteerd|contact\w*|reponse|recontacte|antwort\w*|kontakt\w*|answer\w*|reply|repl\w*|reach\w*)\b[^:\n]{0,40}?[?)]? {0,3}[:=] {0,3}(?:per |par |via |by |mit |op )?"
    r"(?P<told>e-?mail|mail|courriel|telefo\w*|telephon\w*|phone|gsm|bellen|brief|post|courrier|lettre|letter)\b[^\w@\n]{0,3}$",
    re.MULTILINE,
)
#: By the beginning of what was filled in; all else is a letter.
_FORM_CHANNEL = (
    ("e", Wish.REPLY_BY_EMAIL),
    ("mail", Wish.REPLY_BY_EMAIL),
    ("courriel", Wish.REPLY_BY_EMAIL),
    ("tel", Wish.REPLY_BY_PHONE),
    ("phone", Wish.REPLY_BY_PHONE),
    ("gsm", Wish.REPLY_BY_PHONE),
    ("bel", Wish.REPLY_BY_PHONE),
)


def read_wishes(
    prepared: Prepared,
    hits: Sequence[Hit],
    chances: Mapping[str, Sequence[float]],
    signals: Sequence[Reading[Signal]] = (),
) -> tuple[Reading[Wish], ...]:
    """`chances` are the model's by label and sentence. Who gives no name at all has none to be kept quiet."""
    nameless = any(reading.value is Signal.ANONYMOUS for reading in signals)
    found: dict[Wish, Reading[Wish]] = {}
    for reading in (*_form(prepared), *_phrased(prepared.sentences, hits, chances), *_likely(prepared, chances)):
        known = found.get(reading.value)
        if known is None or known.confidence < reading.confidence:
            found[reading.value] = reading
    if nameless:
        found.pop(Wish.WITHHOLD_IDENTITY, None)
    return tuple(sorted(found.values(), key=lambda reading: reading.span.start if reading.span else 0))


def _form(prepared: Prepared) -> Iterator[Reading[Wish]]:
    match = _FORM.search(prepared.flat[:10_000])
    if match:
        wish = next((w for begin, w in _FORM_CHANNEL if match["told"].startswith(begin)), Wish.REPLY_BY_LETTER)
        span = Span(f"{prepared.prefix}{prepared.part}", *match.span())
        yield Reading(wish, 0.97, "field of a form", span, prepared.text[match.start() : match.end()])


def _phrased(
    sentences: Sequence[Sentence], hits: Sequence[Hit], chances: Mapping[str, Sequence[float]]
) -> Iterator[Reading[Wish]]:
    numbers = {id(sentence): number for number, sentence in enumerate(sentences)}
    names = [(h.sentence, h.start, h.end) for h in hits if h.name == "withhold-identity"]
    for hit in hits:
        wish = _TABLES.get(hit.name)
        if wish is None or hit.quoted:
            continue
        number = numbers.get(id(hit.sentence), -1)
        chance = chances[hit.name][number] if 0 <= number < len(chances[hit.name]) else 0.5
        if chance < DOUBTED or (
            hit.name == "no-forwarding"
            and chance < LIKELY
            and any(s is hit.sentence and a < hit.end and hit.start < b for s, a, b in names)
        ):
            continue
        if hit.name in _CHANNELS and (
            _allowed(hit.sentence.folded)
            or _OF_OTHERS.search(hit.sentence.folded)
            or _outdone(hit.name, chances, number)
        ):
            continue
        if hit.name in _CHANNELS:
            clause = _clause(hit)
            supposed = hit.sentence.hypothetical and chance < LIKELY
            if supposed or _forbidden(hit) or not _ASKING.search(clause) or (_TOLD.search(clause) and chance < LIKELY):
                continue
        yield Reading(wish, 0.93 if chance >= EARLY else 0.75, "phrases of wishes", hit.span, hit.words)


def _likely(prepared: Prepared, chances: Mapping[str, Sequence[float]]) -> Iterator[Reading[Wish]]:
    middle = (len(prepared.sentences) - 1) / 2
    for name, wish in _TABLES.items():
        rivals = [chances[other] for other in _rivals(name)]
        for number, (sentence, chance) in enumerate(zip(prepared.sentences, chances[name], strict=False)):
            if any(chance < rival[number] for rival in rivals):
                continue
            if chance < (LIKELY if number >= middle else EARLY) or _unmeant(sentence):
                continue
            if name in _CHANNELS and (_allowed(sentence.folded) or _OF_OTHERS.search(sentence.folded)):
                continue
            if (name in _CHANNELS or chance < SURELY) and not _meant(name, sentence.folded, certain=chance >= CERTAIN):
                continue
            span = Span(sentence.part, sentence.start, sentence.end)
            yield Reading(wish, 0.91 if chance >= SURELY else 0.75, "model of sayings", span, sentence.text)


def _rivals(name: str) -> frozenset[str]:
    """Of one way of answering, the others; of what is not to be passed on, the name: more often it is that alone."""
    return _CHANNELS - {name} if name in _CHANNELS else _NAME_ALONE.get(name, frozenset())


#: Words without one of which the model alone is not believed, by wish; of the channels what is said of their use too.
_CHANNEL_WORDS = {
    "by-letter": re.compile(
        r"\b(?:post\w*|brie\w+|papier\w*|adres\w*|zwart op wit|noir sur blanc|schwarz auf weiss|black and white|boite|facteur|enveloppe|domicile|briefkasten\w*|umschlag|anschrift|letterbox|envelope|address|home|omslag\w*|envelop\w*|schriftelijk\w*|internet\w*|computer\w*|courrier\w*|lettres?|poste|internet|ordinateur|wifi|schriftlich\w*|umschlag\w*|letter\w*|paper|mailbox)\b"
    ),
    "by-phone": re.compile(
        r"\b(?:(?:ge)?bel\w*|opbel\w*|opgebeld|terugbel\w*|telefo\w*|gsm|lijn|stem|mondeling|praten|spreken|nummer|parl\w+|vive voix|bout du fil|sonn\w+|numero|reden|mundlich\w*|nummer|durch|talk\w*|voice|speak\w*|number|appel\w*|rappel\w*|telephon\w*|portable|coup de fil|anruf\w*|ruf\w*|ruckruf\w*|zuruckruf\w*|handy|call\w*|phone\w*|ring|mobile)\b"
    ),
    "by-email": re.compile(
        r"\b(?:\w*mail\w*|elektronisch\w*|digita\w+|inbox|courriels?|electronique\w*|electronic\w*|messagerie|postfach|online|langs deze weg|cette adresse|dit adres|diese adresse|this address|write|schrijf\w*|\w+@\w+)\b"
    ),
}
_USE = re.compile(
    r"\b(?:op prijs|plezier|wil\w*|wunsch\w*|request|like|welcome|by all means|save|simpelst|eenvoudig\w*|best\w*|beter|enige|seule?|einzige?r?|fijn|goed|werkt?|passt|convient|parfait|arrange|suits?|works|enough|bereikt|atteint|prefere\w*|gern\w*|erwart\w*|verwacht|attends|expect|handig\w*|(?:ge)?makkelijk\w*|voorkeur|verkies|volstaat|voldoende|snelst|vlotst|prima|hou\w*|laat|doe|telefone\w+|schrijf|mail\w*|terug\w+|u mij|bereik\w*|uw (?:antwoord|reactie|besluit)|"
    r"mieux|suffi\w*|facile|pratique|plutot|ecrivez|envoyez|telephonez|joindre|votre (?:reponse|decision)|vous m'|aimerais|voudrais|souhaiterais|inutile|"
    r"besten?|lieber|genugt|reicht|einfach\w*|schicken|senden|melden|schreiben sie|mailen|rufen|hatte|antwort|erreich\w*|"
    r"better|easie\w+|fine|rather|send|write|ring|call|keep|grateful|glad|would|your (?:answer|reply)|prefer\w*)\b"
)
_OTHER_WORDS = {
    "withhold-identity": re.compile(
        r"\b(?:\w*anonym\w*|\w*anoniem\w*|\w*anonim\w*|herken\w*|identif\w*|raden|afleiden|geheim\w*|discreti\w*|naamloos|onleesbaar|buiten schot|lucht van|noem\w*|merken|reconn\w+|devin\w+|discretion|represailles|masqu\w+|biff\w+|cit\w+|nomm\w+|erkannt|errat\w+|unkenntlich|schwarz\w+|nenn\w+|diskret\w*|wind|recogni\w+|guess|mask\w*|redact\w*|naming|black out|reprisals|source|naam|namen|identiteit\w*|gegevens|wie|weten|horen|hoort|vernem\w+|achter|vertrouwelijk\w*|dis[ck]re\w+|nom|identite|coordonnees|qui|savoir|apprenn?e?\w*|confident\w*|"
        r"namen?|daten|identitat|wer|erfahr\w+|vertraulich\w*|dass ich|names?|identity|details|who|know|hears?|find out|it was me|dat ik|van mij|familie|bron|zimmer|ungenannt|uit welk\w*|que c'est moi|vient de moi|een (?:bewoner|ouder))\b"
    ),
    "no-forwarding": re.compile(
        r"\b(?:(?:alleen|enkel|uitsluitend) (?:voor|bij) (?:u|uw|jullie)|tussen ons|onder ons|onder vier ogen|(?:spree?k\w*|bespree?k\w*|praa?t\w*) .{0,40}(?:niet|nooit)|raadple\w+|(?:vraag|vragen) .{0,30}(?:voor|alvorens)|over te dragen|overdra\w+|toestemming|akkoord|instemming|groen licht|vertrouw\w+|blijft? (?:bij|tussen)|bij (?:u|jullie) blij\w+|rond(?:ge)?stuur\w*|bij u (?:blijven|houden)|hou\w* .{0,30}(?:bij u|voor u)|"
        r"entre nous|(?:renvo\w+|parl\w+|diffus\w+) .{0,30}(?:pas|rien)|(?:pas|rien) .{0,20}(?:renvo\w+|parl\w+|diffus\w+)|consult\w+|pour vous seule?s?|autoris\w+|accord|feu vert|confi\w+|gard(?:ez|er)|reste\w* (?:chez|entre)|unter uns|nur fur sie|behalten|bleibt? (?:bei|unter)|zustimm\w+|(?:sprechen|reden) .{0,30}(?:nicht|nie)|fragen .{0,30}bevor|hinschick\w*|weiter(?:geb|leit|reich|sag)\w*|einwillig\w+|erlaub\w*|"
        r"between us|(?:talk|speak|discuss\w*) .{0,30}(?:not|yet)|(?:not|no) .{0,30}(?:talk|speak|discuss|contact)|consulted|your eyes|consent|permission|authori[sz]e|in confidence|hold on to|stays? (?:with|between)|keep (?:it|this))\b|"
        r"\b(?:door\w*|overma\w+|overgemaakt|bezorg\w*|geef|contact|stap\w*|onderneem|stuur\w*|naar (?:de|het)|transm\w+|transf\w+|communiqu\w+|suivre|envoy\w+|entrepren\w+|contactez|quitte|"
        r"weiter\w*|kontakt|unternehmen|geben|schick\w+|forward\w*|pass\w*|send|share|give|contact|step|goes)\b.*\b(?:niet\w*|niemand|geen|zonder|voor|alvorens|tot|zolang|eerst|pas|rien|sans|avant|personne|tant|nicht\w*|niemand\w*|ohne|bevor|erst|solange|not|nobody|anyone|nothing|without|before|until|unless)\b"
        r"|\b(?:niet|geen|zonder|eerst|zolang|pas|ne|n'|sans|avant|tant|nicht|keine?n?|ohne|bevor|solange|not|don't|without|before|first|until|no)\b.*\b(?:door\w*|overma\w+|bezorg\w*|contact|stuur\w*|gaat|transm\w+|transf\w+|communiqu\w+|suivre|envoy\w+|part|weiter\w*|kontakt|schick\w*|geht|forward\w*|pass\w*|send|share|goes)\b"
    ),
}


def _meant(name: str, folded: str, *, certain: bool) -> bool:
    """The words for it stand there; of a channel it is said how it may be used, and not what was sent or received.

    Where the model is certain one of its words is enough.
    """
    if name not in _CHANNELS:
        return _OTHER_WORDS[name].search(folded) is not None and (certain or _OWN.search(folded) is not None)
    asked = _ASKING.search(folded) or _USE.search(folded)
    return bool(_CHANNEL_WORDS[name].search(folded)) and (certain or bool(asked and not _TOLD.search(folded)))


#: "U mag mij bellen", "feel free to write": it is allowed, and nothing is asked.
_ALLOWED = re.compile(
    r"\b(?:(?:u|ge|gij|jullie) (?:mag|moogt|mogen|kan|kunt|kunnen) (?:mij|me|ons)|(?:mag|moogt|kan|kunt) (?:u|ge|gij) (?:mij|me|ons)|mag (?:het )?ook|mag (?:dus )?als|gerust|maakt (?:mij )?niet uit|is mij gelijk|(?:bellen|mailen|schrijven) (?:of|en) (?:bellen|mailen|schrijven)|"
    r"vous pouvez (?:m'|me |nous )|n'hesitez pas|peu importe|(?:sie )?(?:konnen|durfen) (?:sie )?(?:mich|mir|uns)|jederzeit gern\w*|"
    r"you (?:can|may|could) (?:also )?(?:call|ring|phone|reach|email|mail|write)|feel free|(?:i can|i may|i am happy to|i'm happy to|happy to) be|either is fine)\b"
)
#: With a preference or a reason it is asked all the same.
_PREFERRED = re.compile(
    r"\b(?:heb (?:ik|wij|we) niet|zonder|sans|ohne|without|n'ai pas|habe ich (?:nicht|kein\w*)|want|omdat|aangezien|daarom|dus|liefst|liever|graag|alleen|enkel|uitsluitend|beter|best\w*|voorkeur|niet (?:bellen|mailen|schrijven)|geen|slecht|moeilijk|handig\w*|makkelijk\w*|gemakkelijk\w*|vlot\w*|snelst\w*|"
    r"car|parce|puisque|donc|plutot|mieux|seulement|uniquement|pas de|mal a|difficile\w*|prefer\w*|facile\w*|"
    r"denn|weil|also|lieber|besten?|nur|kein\w*|schlecht|schwer|einfach\w*|because|as i|since|so|rather|only|best|better|easie\w+|no|don't|cannot|can't|badly|prefer\w*)\b"
)


#: A way of reaching others, of being heard by them, or of what happens whenever one calls.
_OF_OTHERS = re.compile(
    r"\b(?:(?:haar|hem|hen) (?:te |op ?)?(?:bel\w*|mail\w*|schrij\w+)|bel(?:t|len)? (?:haar|hem|hen|de|die|het|deze)\b|(?:als|wanneer|telkens|zodra) (?:ik|we|wij|je|ge) (?:\w+ )?(?:bel|bellen|mail|schrijf)\b|gehoord (?:te )?worden|"
    r"(?:l'|les |leur )(?:appeler|telephoner|ecrire)|quand (?:j'|on |je )(?:appelle|telephone|ecris)|etre entendue?|(?:wenn|sobald) (?:ich|man) (?:\w+ )?(?:anruf|schreib)\w+|angehort (?:zu )?werden|"
    r"(?:call|ring|phone|email) (?:her|him|them)|(?:when|whenever) (?:i|you|we) (?:call|ring|phone|email|write)|to be heard)"
)
#: From this chance on another way is asked for, below the next this one is not.
_PLAINLY, _HARDLY = 0.9, 0.5


def _outdone(name: str, chances: Mapping[str, Sequence[float]], number: int) -> bool:
    """ "In writing, by e-mail": the sentence asks for another way of answering."""
    told = {other: chances[other][number] for other in _CHANNELS if 0 <= number < len(chances[other])}
    return told.get(name, 1.0) < _HARDLY and any(chance >= _PLAINLY for other, chance in told.items() if other != name)


def _allowed(folded: str) -> bool:
    return _ALLOWED.search(folded) is not None and _PREFERRED.search(folded) is None


#: The writer speaks of himself.
_OWN = re.compile(
    r"\b(?:ik|mij|mijn|me|we|wij|ons|onze|dit|deze|je|j|moi|mon|ma|mes|m|nous|notre|cela|ceci|ich|mich|mir|meine?[nmrs]?|uns|das|dies\w*|i|my|me|us|our|this|it)\b"
)


def _unmeant(sentence: Sentence) -> bool:
    """The subject, a word or two, or words that somebody else spoke."""
    folded = sentence.folded
    spoken = folded.startswith('"') or ('"' in folded and _TOLD.search(folded) is not None)
    return spoken or sentence.part.endswith("subject") or len(folded.split()) < _FEW_WORDS


def _forbidden(hit: Hit) -> bool:
    """ "Bel mij niet", "niet per brief": a denial inside, or just before; one behind a pause belongs to the next wish."""
    folded = hit.sentence.folded
    before = folded[max(0, hit.start - 18) : hit.start].rpartition(",")[2]
    behind = folded[hit.end : hit.end + 14]
    told = before + (folded[hit.start : hit.end] if hit.denied else "")
    return bool(NEGATION.search(told)) or bool(_NOT_NEXT.match(behind))


def _clause(hit: Hit) -> str:
    """The words around a hit, to the next comma on either side."""
    folded = hit.sentence.folded
    before = re.split(r"[,;:(]", folded[: hit.start])[-1]
    behind = re.split(r"[,;:)]", folded[hit.end :])[0]
    return before + folded[hit.start : hit.end] + behind
