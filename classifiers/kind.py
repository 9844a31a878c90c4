"""What a mail is: machine mail by the screening, sealed kinds first, then what outside, phrases and model say together."""

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from classifiers.evidence import Outside
from classifiers.message import SUBJECT
from classifiers.phrases import Hit
from classifiers.prepared import Prepared
from classifiers.screen import Screening
from classifiers.understanding import Kind, Reading, Span

#: What one saying is worth for its kind; a complaint says much in passing, a withdrawal little.
WORTH: Mapping[Kind, float] = {
    Kind.WHISTLEBLOWER_REPORT: 1.0,
    Kind.ACCESS_REQUEST: 1.1,
    Kind.POLICY_COMPLAINT: 1.0,
    Kind.APPEAL: 1.0,
    Kind.STATUS_REQUEST: 0.8,
    Kind.WITHDRAWAL: 1.0,
    Kind.FOLLOW_UP: 0.5,
    Kind.TRANSFER: 0.6,
    Kind.SERVICE_REPORT: 0.9,
    Kind.INFORMATION_REQUEST: 0.7,
    Kind.OTHER: 0.6,
    Kind.SPAM: 1.0,
    Kind.COMPLAINT: 0.5,
}
#: What a complaint has in advance: most of what people write to us is one.
USUAL = -0.3
#: Below so many words a kind is told by a saying or not at all.
FEW_WORDS = 6
#: In the subject a saying counts more.
IN_SUBJECT = 1.6
#: Somebody who works there and does not want to be known: reports wrongdoing, whatever he calls it.
INSIDER_IN_SECRET = 5.0
#: Weight of the model's opinion (log of its probability) beside the phrases.
MODEL = 0.6
#: The least probability that the model counts with: it never rules a kind out.
FLOOR = 0.04
#: What a kind loses where nothing that is said speaks for it: of what people write, most are complaints.
UNSAID: Mapping[Kind, float] = {
    Kind.WHISTLEBLOWER_REPORT: 2.0,
    Kind.SPAM: 2.5,
    Kind.APPEAL: 2.0,
    Kind.WITHDRAWAL: 2.0,
    Kind.STATUS_REQUEST: 1.8,
    Kind.FOLLOW_UP: 1.5,
    Kind.ACCESS_REQUEST: 1.8,
    Kind.POLICY_COMPLAINT: 1.5,
    Kind.TRANSFER: 1.5,
    Kind.SERVICE_REPORT: 0.8,
    Kind.INFORMATION_REQUEST: 1.0,
    Kind.OTHER: 0.8,
}
#: Probability of the model that seals a mail of somebody inside, alone and beside words of abuse.
SEALED_ALONE = 0.5
SEALED_BESIDE = 0.15
#: The same where nothing says that the writer is inside.
SEALED_BARE = 0.9
#: Somebody who asked a body so often, or had so many answers, is its customer.
MUCH_CONTACT = 4
#: Kinds that the model alone does not decide: a citizen's letter must not be lost among them.
UNSAID_WEIGHT = 0.7
_NEVER_UNSAID = frozenset({Kind.SPAM, Kind.WHISTLEBLOWER_REPORT, Kind.WITHDRAWAL})


def read_kind(
    prepared: Prepared,
    hits: Sequence[Hit],
    around: Outside,
    *,
    screening: Screening,
    opinion: Mapping[Kind, float] | None = None,
) -> Reading[Kind]:
    """`opinion` is the trained model's probability of each kind."""
    if screening.kind is not None:
        return Reading(screening.kind, 0.97, f"screening: {screening.rule}")
    told: dict[Kind, list[Hit]] = defaultdict(list)
    for hit in hits:
        if hit.name in _KINDS and not hit.quoted:
            told[_KINDS[hit.name]].append(hit)
    if around.passed_on_by:
        return _reading(Kind.TRANSFER, 0.95, "passed on by a complaint body", told)
    scores = _scores(prepared, hits, told, around, screening, opinion or {})
    if opinion:
        for kind in scores:
            scores[kind] += MODEL * math.log(max(FLOOR, opinion.get(kind, 0.0)))
    if opinion and _sealed(hits, told, opinion):
        return _reading(Kind.WHISTLEBLOWER_REPORT, 0.92, "somebody inside reports abuse", told)
    ranked = sorted(scores, key=lambda kind: -scores[kind])
    best, second = ranked[0], ranked[1]
    lead = scores[best] - scores[second]
    if around.words < FEW_WORDS and not told.get(best):
        return Reading(Kind.OTHER, min(0.5, 0.1 * around.words), "too few words")
    return _reading(best, min(0.98, 0.5 + 0.48 * (1 - math.exp(-1.1 * lead))), "phrases and model", told)


def _sealed(hits: Sequence[Hit], told: Mapping[Kind, Sequence[Hit]], opinion: Mapping[Kind, float]) -> bool:
    """Looked for before all other kinds, recall before precision: an insider speaks, and of abuse."""
    inside = {hit.words.casefold() for hit in hits if hit.name == "insider" and not hit.denied and not hit.quoted}
    abuse = {hit.words.casefold() for hit in told.get(Kind.WHISTLEBLOWER_REPORT, ()) if not hit.denied}
    likely = opinion.get(Kind.WHISTLEBLOWER_REPORT, 0.0)
    contact = sum(hit.name in ("contact", "answered") for hit in hits)
    if not inside or contact > MUCH_CONTACT:
        return bool(abuse) and likely >= SEALED_BARE and contact <= 1
    return likely >= SEALED_ALONE or (len(abuse) >= 2 and likely >= SEALED_BESIDE)


_SECRECY = frozenset({"anonymous", "withhold-identity"})
_KINDS = {str(kind): kind for kind in WORTH}


def _scores(
    prepared: Prepared,
    hits: Sequence[Hit],
    told: Mapping[Kind, Sequence[Hit]],
    around: Outside,
    screening: Screening,
    opinion: Mapping[Kind, float],
) -> dict[Kind, float]:
    scores = {kind: _weight(told.get(kind, ())) * worth for kind, worth in WORTH.items()}
    ours = around.answers_us or around.reference is not None
    short = around.words < 120
    scores[Kind.COMPLAINT] += USUAL if not short else USUAL - 0.4
    for kind in (Kind.FOLLOW_UP, Kind.STATUS_REQUEST, Kind.WITHDRAWAL):
        scores[kind] += (1.2 if ours else 0.4 if around.numbered or around.answers else -1.0) + (0.3 if short else -0.6)
    scores[Kind.FOLLOW_UP] += 1.6 if around.answers_us else 0.0
    contact = sum(h.name in ("contact", "answered") for h in hits)
    questions = sum(s.question for s in prepared.said)
    inside = {h.words.casefold() for h in hits if h.name == "insider" and not h.denied}
    scores[Kind.COMPLAINT] += min(1.4, 0.35 * contact)
    scores[Kind.INFORMATION_REQUEST] += (
        (0.5 if questions else 0.0) + (0.5 if questions > 1 else 0.0) - min(1.5, 0.4 * contact)
    )
    in_secret = bool(inside) and any(h.name in _SECRECY and not h.denied for h in hits)
    scores[Kind.WHISTLEBLOWER_REPORT] += (min(2.2, 1.1 * len(inside)) if inside else -1.5) + (
        INSIDER_IN_SECRET if in_secret else 0.0
    )
    if screening.rule in ("form", "withheld-form"):
        scores[Kind.COMPLAINT] += 1.0
    if screening.rule in ("withheld-undisclosed", "withheld-flagged", "withheld-unproven"):
        scores[Kind.SPAM] += 1.0
    for kind, price in UNSAID.items():
        if not told.get(kind) and not (kind is Kind.FOLLOW_UP and around.answers_us):
            scores[kind] -= UNSAID_WEIGHT * price * (1.0 if kind in _NEVER_UNSAID else 1 - 0.5 * opinion.get(kind, 0.0))
    scores[Kind.TRANSFER] -= 0.5 if around.from_house else 2.5
    if around.words < 4:
        scores[Kind.OTHER] += 0.5
    return scores


def _weight(hits: Sequence[Hit]) -> float:
    """Several sayings of a kind add up, each further one less; the same sentence counts once or twice."""
    total, by_sentence = 0.0, Counter[int]()
    for hit in hits:
        if hit.denied:
            continue
        by_sentence[id(hit.sentence)] += 1
        if by_sentence[id(hit.sentence)] > 2:
            continue
        value = IN_SUBJECT if hit.sentence.part.endswith(SUBJECT) else 1.0
        total += value * (0.7 if hit.sentence.hypothetical else 1.0)
    return 2.2 * math.log1p(total)


def _reading(kind: Kind, confidence: float, method: str, told: Mapping[Kind, Sequence[Hit]]) -> Reading[Kind]:
    hit = next((h for h in told.get(kind, ()) if not h.denied), None)
    span: Span | None = hit.span if hit else None
    return Reading(kind, confidence, method, span, hit.words if hit else "")
