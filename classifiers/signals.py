"""What must not be missed: despair, violence, proceedings, namelessness, harm within days. Looked for before all else.

Recall goes before precision for distress and threat: a person looks at every one of them.
"""

import re
from collections.abc import Sequence

from classifiers.phrases import Hit
from classifiers.prepared import Prepared
from classifiers.understanding import Reading, Signal
from classifiers.urgent import read_urgent

#: Weight of the tables; from `ALARM` on the signal stands.
WEIGHT = {"strong": 1.0, "weak": 0.5, "context": 0.45}
ALARM = 0.9
#: Chance of the trained alarm model that raises the alarm alone, in few words, and beside a weak phrase: chosen on
#: mails kept out of training, where lower ones found no more of them. Some seven of a hundred ordinary mails are
#: looked at by a person for nothing: a missed alarm may cost a life.
MODEL_ALONE = {Signal.DISTRESS: 0.6, Signal.THREAT: 0.5}
MODEL_IN_FEW_WORDS = 0.7
FEW_WORDS = 8
MODEL_BESIDE = 0.4
#: Chance of any alarm below which a phrase that says nothing of the writer is a figure of speech or a mere subject.
FIGURE_OF_SPEECH = 0.2
_OF_WRITER = re.compile(r"\b(?:ik|'?k|mij|mezelf|wij|we|je|j|moi|me|nous|ich|mich|mir|wir|uns|i|myself|we|us)\b")


def read_signals(
    prepared: Prepared, hits: Sequence[Hit], alarms: Sequence[Reading[Signal]] = ()
) -> tuple[Reading[Signal], ...]:
    """`hits` are those of the phrase tables, `alarms` what the trained model takes for an alarm, with probability."""
    found = [
        _alarm(Signal.DISTRESS, hits, alarms),
        _alarm(Signal.THREAT, hits, alarms),
        _pending(Signal.COURT_PENDING, "court", hits),
        _pending(Signal.APPEAL_PENDING, "appeal-open", hits, unless="court"),
        _anonymous(prepared, hits),
        read_urgent(prepared, hits),
    ]
    return tuple(reading for reading in found if reading is not None)


def _alarm(signal: Signal, hits: Sequence[Hit], alarms: Sequence[Reading[Signal]]) -> Reading[Signal] | None:
    excused = {id(h.sentence) for h in hits if h.name == f"{signal}-not"}
    score, best, seen = 0.0, None, set[str]()
    for hit in hits:
        kind = hit.name.removeprefix(f"{signal}-")
        if kind == hit.name or kind not in WEIGHT or id(hit.sentence) in excused:
            continue
        if signal is Signal.THREAT and (hit.denied or hit.quoted):
            continue
        if hit.words.casefold() in seen:
            continue
        seen.add(hit.words.casefold())
        score += WEIGHT[kind]
        if best is None or WEIGHT[kind] > WEIGHT[best.name.removeprefix(f"{signal}-")]:
            best = hit
    told = max((a for a in alarms if a.value is signal), key=lambda a: a.confidence, default=None)
    if best is not None and _meant(best, alarms) and score >= ALARM and best.name != f"{signal}-context":
        return Reading(signal, 0.95 if score >= 1 else 0.8, "phrases of alarm", best.span, best.words)
    if told and (told.confidence >= _alone(told) or (score >= 0.4 and told.confidence >= MODEL_BESIDE)):
        return told
    return None


def _meant(hit: Hit, alarms: Sequence[Reading[Signal]]) -> bool:
    return (
        not alarms
        or bool(_OF_WRITER.search(hit.sentence.folded))
        or any(alarm.confidence >= FIGURE_OF_SPEECH for alarm in alarms)
    )


def _alone(told: Reading[Signal]) -> float:
    return MODEL_IN_FEW_WORDS if len(told.words.split()) < FEW_WORDS else MODEL_ALONE[told.value]


def _pending(signal: Signal, name: str, hits: Sequence[Hit], unless: str = "") -> Reading[Signal] | None:
    excused = {id(h.sentence) for h in hits if h.name in (f"{name}-not", unless)}
    for hit in hits:
        if hit.name != name or id(hit.sentence) in excused or hit.denied:
            continue
        if not hit.sentence.hypothetical and not hit.sentence.question:
            return Reading(signal, 0.9, "phrases of proceedings", hit.span, hit.words)
    return None


def _anonymous(prepared: Prepared, hits: Sequence[Hit]) -> Reading[Signal] | None:
    """Wants no name known. Whoever signs with first and last name is not anonymous, whatever he asks to keep quiet."""
    excused = {id(h.sentence) for h in hits if h.name == "anonymous-not"}
    wanted = [h for h in hits if h.name == "anonymous" and id(h.sentence) not in excused and not h.denied]
    if not wanted or _signed(prepared):
        return None
    hit = wanted[0]
    return Reading(Signal.ANONYMOUS, 0.9, "wants no name known", hit.span, hit.words)


def _signed(prepared: Prepared) -> bool:
    """The last lines hold a full name: two or three words, each with a capital."""
    lines = [line.strip(" ,.-") for line in prepared.text.splitlines() if line.strip()][-6:]
    for line in lines[1:] if len(lines) > 1 else lines:
        words = line.split()
        if 2 <= len(words) <= 4 and len(line) < 40 and words[0][:1].isupper() and words[-1][:1].isupper():
            lower = line.casefold()
            if all(w.replace("-", "").replace("'", "").replace("’", "").isalpha() for w in words) and not any(
                word in lower for word in _NO_NAME
            ):
                return True
    return False


#: Words of closings and names of nobody.
_NO_NAME = (
    "groet",
    "bezorgd",
    "burger",
    "anoniem",
    "anonym",
    "citoyen",
    "riverain",
    "salut",
    "grüß",
    "gruß",
    "regards",
    "achting",
    "concerned",
    "bürger",
    "verzonden",
    "verstuurd",
    "envoyé",
    "sent ",
    "gesendet",
    "proton",
    "inwoner",
    "buur",
    "merci",
    "dank",
)
