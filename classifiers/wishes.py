"""What the writer asks about his name, his papers and the way of answering; only where he asks it."""

import re
from collections.abc import Sequence

from classifiers.phrases import Hit
from classifiers.sentences import NEGATION
from classifiers.understanding import Reading, Signal, Wish

_TABLES = {
    "withhold-identity": Wish.WITHHOLD_IDENTITY,
    "no-forwarding": Wish.NO_FORWARDING,
    "by-letter": Wish.REPLY_BY_LETTER,
    "by-phone": Wish.REPLY_BY_PHONE,
    "by-email": Wish.REPLY_BY_EMAIL,
}
_NOT_NEXT = re.compile(
    r" (?:(?:aub|alsjeblieft|meer|mij|me|bitte|svp|please) )?(?:niet|pas|nicht|not|nooit|never)\b(?! (?:bellen|opbellen|anrufen|call|phone|appeler|telephoner))"
)
_CHANNELS = frozenset({"by-letter", "by-phone", "by-email"})
#: The way of answering is asked of the reader: a wish, a request, a reason why not otherwise.
_ASKING = re.compile(
    r"\b(?:graag|liefst|liever|gelieve|gerust|aub|bel|alstublieft|alsjeblieft|a\.u\.b|enkel|alleen|mij|me|ons|verzoek\w*|stuur|antwoord|wens\w*|kunt|kan u|mag|mogen|geen (?:internet|mail|computer)|"
    r"svp|s'il|merci|veuillez|prie|prefer\w*|preference|uniquement|moi|nous|repondez|repondre|appelez|souhait\w*|pas d'internet|"
    r"bitte\w*|mir|uns|lieber|liebsten|nur|kein internet|please|only|prefer|me|us|best|kindly|no internet)\b"
)
#: The body complained about did so, or the writer did: a way of contact told, not asked for.
_TOLD = re.compile(
    r"\b(?:kreeg|kregen|ontving\w*|stuurde\w*|verstuurde|belde\w*|gebeld|gemaild|heb(?:ben)? (?:ik|wij|we|al|reeds|ook|hen|hun|een|per|via|dit|dat)|heeft|hadden|had|werd\w*|antwoordde\w*|schreef|beloofde\w*|zouden|zou mij|zei\w*|vroeg\w*|"
    r"recu|envoye|appele|telephone (?:au|a)|a (?:repondu|dit|ecrit|promis)|ont (?:repondu|dit|ecrit)|m'a|m'ont|ai (?:ecrit|envoye|appele)|reponse du|"
    r"erhielt\w*|erhalten|bekam|schickte\w*|habe|haben|hat|wurde\w*|sagte\w*|rief|"
    r"received|got|sent|called|emailed|wrote|have|has|had|was|were|said|told|promised)\b"
)


def read_wishes(hits: Sequence[Hit], signals: Sequence[Reading[Signal]] = ()) -> tuple[Reading[Wish], ...]:
    """Who gives no name at all has none to be kept quiet."""
    nameless = any(reading.value is Signal.ANONYMOUS for reading in signals)
    found: dict[Wish, Reading[Wish]] = {}
    names = [(h.sentence, h.start, h.end) for h in hits if h.name == "withhold-identity"]
    for hit in hits:
        if hit.name == "no-forwarding" and any(
            s is hit.sentence and a < hit.end and hit.start < b for s, a, b in names
        ):
            continue
        wish = _TABLES.get(hit.name)
        if (
            wish is None
            or wish in found
            or hit.quoted
            or (hit.name in _CHANNELS and (_forbidden(hit) or hit.sentence.hypothetical))
        ):
            continue
        if nameless and wish is Wish.WITHHOLD_IDENTITY:
            continue
        clause = _clause(hit)
        if hit.name in _CHANNELS and (not _ASKING.search(clause) or _TOLD.search(clause)):
            continue
        found[wish] = Reading(wish, 0.92, "phrases of wishes", hit.span, hit.words)
    return tuple(found.values())


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
