"""In which of the four languages the writer wrote."""

import re
from functools import lru_cache

from lingua import IsoCode639_1, LanguageDetector, LanguageDetectorBuilder
from lingua import Language as Known

from classifiers.understanding import Language, Reading

#: Characters that are looked at: enough to be sure.
MOST_READ = 2_500
#: Below this share of words of the four languages, and for short texts, the detector is asked too.
CLEAR_WORDS = 6
CLEAR_LEAD = 0.75
_LETTERS = re.compile(r"[^\W\d_]+")
#: Addresses and links tell nothing of the writer's language.
_MACHINE = re.compile(r"\S{0,100}@\S{1,100}|https?://\S{1,300}|www\.\S{1,200}")

#: Words that only one of the four languages has, and that every text of it is full of.
_OWN = {
    Language.NL: (
        "de het een en van ik mijn niet dat die dit voor met aan op bij naar ook maar heb heeft hebben wij ons onze u uw zijn wordt werd "
        "worden geen nog al er te om als wat dan door over deze ze zij hij mij jullie toch na uit tot kan moet was ben klacht geachte "
        "groeten groetjes bedankt alvast beste graag gebeld gemeld sinds nu daar hier waar zou zal omdat maar geeft krijg ge gij u uwe da"
    ),
    Language.FR: (
        "le la les des du un une et je j mon ma mes que qui ne pas pour dans avec sur est ai a au aux ce cette vous votre nous notre il "
        "elle ils sont suis etre ete fait plus par se sa ses leur on mais ou depuis bonjour madame monsieur merci cordialement plainte "
        "svp bien c d l n qu s m y aucun rien tres chez"
    ),
    Language.DE: (
        "der die das und ich nicht ist ein eine einen einem einer mein meine meinen meiner zu mit von dem den des auf fur im habe hat haben wir "
        "uns unser sie ihr ihre es auch aber seit bei nach aus wie kein keine noch wurde werden bitte sehr geehrte grussen herr frau guten "
        "tag danke dass beschwerde am um als vom zum zur sich"
    ),
    Language.EN: (
        "the and i my is to of a that it you your not for with have has had was were are this be on in at from but they we our me "
        "please dear thank thanks regards complaint since been would could which there their she he his her an as by no"
    ),
}


def _weights() -> dict[str, tuple[tuple[Language, float], ...]]:
    """A word counts for each language that has it; what several have counts less."""
    known: dict[str, list[Language]] = {}
    for language, listed in _OWN.items():
        for word in set(listed.split()):
            known.setdefault(word, []).append(language)
    return {
        word: tuple((language, 1 / len(languages) ** 2) for language in languages) for word, languages in known.items()
    }


_WEIGHTS = _weights()
_CODES = {IsoCode639_1.NL: Language.NL, IsoCode639_1.FR: Language.FR, IsoCode639_1.DE: Language.DE}


@lru_cache(maxsize=1)
def load_detector() -> LanguageDetector:
    """The statistical detector for our four languages. It reads its models when it is first asked, which few mails do."""
    return LanguageDetectorBuilder.from_languages(Known.DUTCH, Known.FRENCH, Known.GERMAN, Known.ENGLISH).build()


def read_language(plain: str, *, expected: Language = Language.NL) -> Reading[Language]:
    """The language of the writer's own words (`classifiers.flat`); `expected` where they tell nothing.

    Words that every text is full of decide; the detector is asked where they are few or mixed.
    """
    text = _MACHINE.sub(" ", plain[:MOST_READ])
    votes = dict.fromkeys(Language, 0.0)
    found = _LETTERS.findall(text)
    for word in found:
        for language, weight in _WEIGHTS.get(word, ()):
            votes[language] += weight
    total = sum(votes.values())
    best = max(votes, key=lambda language: votes[language])
    if total >= CLEAR_WORDS and votes[best] >= CLEAR_LEAD * total:
        return Reading(best, 0.99, "common words")
    if sum(len(word) for word in found) < 4:
        return Reading(expected, 0.3, "no words: language of the office")
    scored = load_detector().compute_language_confidence_values(text)
    values = {_CODES.get(s.language.iso_code_639_1, Language.EN): s.value for s in scored}
    combined = {
        language: values.get(language, 0.0) + (votes[language] / total if total else 0.0) for language in Language
    }
    best = max(combined, key=lambda language: combined[language])
    sure = combined[best] / sum(combined.values()) if sum(combined.values()) else 0.0
    if len(found) < 3 and sure < 0.9:
        return Reading(expected, 0.4, "too few words: language of the office")
    return Reading(best, min(0.97, 0.35 + 0.62 * sure), "common words and statistics")
