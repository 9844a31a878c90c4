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
#: What a complaint has against it: the mails that the model learned from were complaints more often than a saying tells.
USUAL = -2.0
#: Below so many words a kind is told by a saying or not at all.
FEW_WORDS = 6
#: In the subject a saying counts more.
IN_SUBJECT = 1.6
#: Somebody who works there and does not want to be known: reports wrongdoing, whatever he calls it.
INSIDER_IN_SECRET = 2.0
#: Weight of the sayings, and of the model's opinion (log of its chance) beside them: chosen on texts kept out of
#: training, so that what is said as sure is.
SAYINGS = 0.8
MODEL = 1.5
#: The least chance that the model counts with: it never rules a kind out.
FLOOR = 0.001
#: What spam loses where nothing that is said speaks for it: a citizen's letter must not be lost there.
UNSAID_SPAM = 0.5
#: Less likely than this a mail is not set aside as spam: then it is what else is likeliest.
SET_ASIDE = 0.5
#: Chance of a report of wrongdoing from which a mail is sealed, and where somebody inside speaks of abuse.
SEALED = 0.4
SEALED_BESIDE = 0.15
#: And where nothing that is said tells of work or of abuse.
SEALED_UNSAID = 0.42
#: Who has work tells no wrongdoing of it: that he works somewhere counts where the model takes it for a report as well.
INSIDE_FROM = 0.28
#: Somebody who asked a body so often, or had so many answers, is its customer.
MUCH_CONTACT = 4
#: Another kind with less chance is not told beside the likeliest.
WORTH_TELLING = 0.02
#: What is sealed although something else is likelier is shown as doubtful.
_DOUBTFUL = 0.6


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
        return _reading(Kind.TRANSFER, 0.95, "passed on by a complaint body", told, {})
    chances = _chances(_scores(prepared, hits, told, around, screening, opinion or {}), opinion or {})
    best = max(
        (kind for kind in chances if kind is not Kind.SPAM or chances[kind] >= SET_ASIDE), key=chances.__getitem__
    )
    if best is not Kind.WHISTLEBLOWER_REPORT and opinion and _sealed(hits, told, chances):
        return _reading(Kind.WHISTLEBLOWER_REPORT, _DOUBTFUL, "somebody inside may report abuse", told, chances)
    if around.words < FEW_WORDS and not told.get(best):
        return Reading(Kind.OTHER, min(0.5, 0.1 * around.words), "too few words")
    return _reading(best, min(0.98, chances[best]), "phrases and model", told, chances)


def _chances(scores: Mapping[Kind, float], opinion: Mapping[Kind, float]) -> dict[Kind, float]:
    worth = {
        kind: SAYINGS * score + (MODEL * math.log(max(FLOOR, opinion.get(kind, 0.0))) if opinion else 0.0)
        for kind, score in scores.items()
    }
    most = max(worth.values())
    powers = {kind: math.exp(value - most) for kind, value in worth.items()}
    whole = sum(powers.values())
    return {kind: power / whole for kind, power in powers.items()}


def _sealed(hits: Sequence[Hit], told: Mapping[Kind, Sequence[Hit]], chances: Mapping[Kind, float]) -> bool:
    """Looked for before all other kinds, recall before precision: an insider speaks, and of abuse."""
    inside = any(hit.name == "insider" and not hit.denied and not hit.quoted for hit in hits)
    abuse = {hit.words.casefold() for hit in told.get(Kind.WHISTLEBLOWER_REPORT, ()) if not hit.denied}
    likely = chances[Kind.WHISTLEBLOWER_REPORT]
    if sum(hit.name in ("contact", "answered") for hit in hits) > MUCH_CONTACT:
        return False
    if inside or abuse:
        return likely >= SEALED or (inside and len(abuse) >= 2 and likely >= SEALED_BESIDE)
    return likely >= SEALED_UNSAID


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
    scores[Kind.COMPLAINT] += USUAL
    for kind in (Kind.FOLLOW_UP, Kind.STATUS_REQUEST, Kind.WITHDRAWAL):
        scores[kind] += (1.2 if ours else 0.4 if around.numbered or around.answers else -0.6) + (0.3 if short else -0.6)
    scores[Kind.FOLLOW_UP] += 1.6 if around.answers_us else 0.0
    contact = sum(h.name in ("contact", "answered") for h in hits)
    questions = sum(s.question for s in prepared.said)
    inside = {h.words.casefold() for h in hits if h.name == "insider" and not h.denied}
    scores[Kind.COMPLAINT] += min(1.4, 0.35 * contact)
    scores[Kind.INFORMATION_REQUEST] += (
        (0.5 if questions else 0.0) + (0.5 if questions > 1 else 0.0) - min(1.5, 0.4 * contact)
    )
    in_secret = bool(inside) and any(h.name in _SECRECY and not h.denied for h in hits)
    reports = in_secret or opinion.get(Kind.WHISTLEBLOWER_REPORT, 1.0) >= INSIDE_FROM
    scores[Kind.WHISTLEBLOWER_REPORT] += (min(2.2, 1.1 * len(inside)) if inside and reports else -0.8) + (
        INSIDER_IN_SECRET if in_secret else 0.0
    )
    if screening.rule in ("form", "withheld-form"):
        scores[Kind.COMPLAINT] += 1.0
    if screening.rule in ("withheld-undisclosed", "withheld-flagged", "withheld-unproven"):
        scores[Kind.SPAM] += 1.0
    if not told.get(Kind.SPAM):
        scores[Kind.SPAM] -= UNSAID_SPAM
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


def _reading(
    kind: Kind, confidence: float, method: str, told: Mapping[Kind, Sequence[Hit]], chances: Mapping[Kind, float]
) -> Reading[Kind]:
    hit = next((h for h in told.get(kind, ()) if not h.denied), None)
    span: Span | None = hit.span if hit else None
    others = tuple(
        (other, chance) for other, chance in chances.items() if other is not kind and chance >= WORTH_TELLING
    )
    return Reading(kind, confidence, method, span, hit.words if hit else "", others)
