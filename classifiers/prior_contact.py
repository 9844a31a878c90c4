"""Whether the writer already raised the matter with the body he complains about."""

import re
from collections.abc import Sequence

from classifiers.phrases import Hit
from classifiers.prepared import Prepared
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
_FIRST = re.compile(r"\b(?:ik|wij|we|j|je|nous|ich|wir|i|n)\b")
_WEIGHT = {"contact": 1.0, "answered": 0.7, "no-contact": 1.6}
_FORM = re.compile(
    r"(?:gecontacteerd|contacte|kontaktiert|contacted|contact opgenomen|gemeld)\b[^?:\n]{0,60}\?? {0,3}:? {0,3}(ja|nee|neen|oui|non|nein|yes|no)\b"
)


def read_prior_contact(prepared: Prepared, hits: Sequence[Hit]) -> Reading[PriorContact]:
    """Weighs what is said: denied, asked and supposed contact does not count, nor contact with others."""
    if form := _FORM.search(prepared.flat[:5_000]):
        value = PriorContact.YES if form[1] in ("ja", "oui", "yes") else PriorContact.NO
        span = Span(f"{prepared.prefix}{prepared.part}", form.start(), form.end())
        return Reading(value, 0.97, "field of a form", span, prepared.text[form.start() : form.end()])
    yes, no = 0.0, 0.0
    best_yes: Hit | None = None
    best_no: Hit | None = None
    seen: set[tuple[int, str]] = set()
    for hit in hits:
        if hit.name not in _WEIGHT:
            continue
        key = (id(hit.sentence), hit.name)
        if key in seen or hit.sentence.part.endswith("subject"):
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
        near = _near(hit, before=30, behind=40)
        if _OTHERS.search(near) and not _THEM.search(near):
            continue
        seen.add(key)
        yes += _WEIGHT[hit.name]
        if best_yes is None or (best_yes.name != "contact" and hit.name == "contact"):
            best_yes = hit
    if best_no and no > yes * 0.8 and no >= 1.0:
        return Reading(PriorContact.NO, 0.9 if not yes else 0.75, "says it was not raised", best_no.span, best_no.words)
    if best_yes and yes >= 0.7:
        return Reading(PriorContact.YES, min(0.96, 0.6 + 0.12 * yes), "tells of contact", best_yes.span, best_yes.words)
    return Reading(PriorContact.UNKNOWN, 0.7, "nothing said")


def _near(hit: Hit, *, before: int, behind: int) -> str:
    return hit.sentence.folded[max(0, hit.start - before) : hit.end + behind]
