"""Phrases of people looked up in the sentences of a mail: one walk for all tables, and each hit says how it is meant.

Phrases are written as data (`data/phrases/*.toml`, one table of four languages a saying) in a small notation:

    a|b          one of these words                 word*        a word that begins so
    [a|b]        may stand there or not             a+b          two words as one alternative
    ..           up to three words                  ...          up to seven words
    $            end of the sentence or clause      ^            its beginning

Accents, case and kinds of quotes do not matter. A phrase is tried only where its longest word stands, so the cost
grows with the text and hardly with the number of phrases.
"""

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path

from classifiers.flat import flat
from classifiers.sentences import NEGATION, Sentence
from classifiers.understanding import Span

FOLDER = Path(__file__).parent / "data" / "phrases"
_WORD = re.compile(r"\w+")
_APART = r"\W{1,4}"
#: Denials that deny nothing: "niet alleen", "non seulement".
_NO_DENIAL = re.compile(
    r"\b(?:niet (?:alleen|enkel|eens|voor niets|zomaar)|pas (?:seulement|que|mal|plus tard)|non seulement|nicht (?:nur|einmal|umsonst)|"
    r"not (?:only|just|even)|geen enkel probleem|zonder (?:resultaat|gevolg|succes|antwoord|reactie)|sans (?:suite|succes|reponse|resultat)|"
    r"ohne (?:erfolg|antwort|reaktion)|without (?:success|result|answer|reply|any))\b"
)
#: Where a clause ends: what is denied behind it does not deny what stands before.
_CLAUSE = re.compile(
    r"[,;:()!?.…\"]|\b(?:en|et|und|and|maar|mais|aber|but|dus|donc|want|car|omdat|parce|weil|because|of|ou|oder|or)\b"
)
_PREFIX = 3


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase found in a sentence, `sentence.folded[start:end]`."""

    #: Name of the table.
    name: str
    sentence: Sentence
    start: int
    end: int
    #: Words of denial stand in or right beside it that are not its own.
    denied: bool

    @property
    def span(self) -> Span:
        return Span(self.sentence.part, self.sentence.start + self.start, self.sentence.start + self.end)

    @property
    def words(self) -> str:
        return self.sentence.text[self.start : self.end]

    @property
    def quoted(self) -> bool:
        """Stands between quotation marks: somebody else's words."""
        folded = self.sentence.folded
        return '"' in folded and folded.count('"', 0, self.start) % 2 == 1 and '"' in folded[self.end :]


@dataclass(frozen=True, slots=True)
class _Phrase:
    name: str
    #: Source of its pattern.
    pattern: str
    #: Has words of denial of its own.
    negative: bool
    #: One of these words must stand in the sentence too; empty where that is not known.
    also: frozenset[str]
    #: And one of these pairs of words, right behind each other; empty where that is not known.
    pairs: frozenset[tuple[str, str]]


class PhraseBook:
    """All phrases, ready to be looked up; holds no state of any mail."""

    def __init__(self, tables: Mapping[str, Iterable[str]]) -> None:
        self._by_word: dict[str, list[_Phrase]] = defaultdict(list)
        self._by_prefix: dict[str, list[tuple[str, _Phrase]]] = defaultdict(list)
        #: Kept for the words of many mails.
        self._begun_by = lru_cache(maxsize=1 << 14)(self._of_word)
        for name, phrases in tables.items():
            for written in phrases:
                self._add(name, flat(written))

    def _add(self, name: str, written: str) -> None:
        elements = written.split()
        phrase = _Phrase(
            name,
            _regex(elements),
            NEGATION.search(re.sub(r"[|+*\[\]]", " ", written)) is not None,
            _also(elements),
            _pairs(elements),
        )
        for anchor in _first(elements):
            if anchor.endswith("*"):
                self._by_prefix[anchor[:_PREFIX]].append((anchor[:-1], phrase))
            else:
                self._by_word[anchor].append(phrase)

    def _of_word(self, word: str) -> tuple[_Phrase, ...]:
        """The phrases that are found by this word."""
        prefixed = (phrase for prefix, phrase in self._by_prefix.get(word[:_PREFIX], ()) if word.startswith(prefix))
        return (*self._by_word.get(word, ()), *prefixed)

    def find(self, sentences: Sequence[Sentence]) -> list[Hit]:
        """Every phrase that stands in a sentence, once for each; in the order of the text."""
        found = []
        for sentence in sentences:
            in_order = _WORD.findall(sentence.folded.replace("ß", "ss"))
            words, pairs = set(in_order), set(pairwise(in_order))
            tried = {
                id(phrase): phrase
                for word in words
                for phrase in self._begun_by(word)
                if not (phrase.also and words.isdisjoint(phrase.also))
                and not (phrase.pairs and pairs.isdisjoint(phrase.pairs))
            }
            hits = [
                Hit(phrase.name, sentence, match.start(), match.end(), _denied(sentence, match, phrase.negative))
                for phrase in tried.values()
                if (match := _compiled(phrase.pattern).search(sentence.folded))
            ]
            found += sorted(hits, key=lambda hit: (hit.start, hit.name, hit.end))
        return found


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """Compiled when its words first stand in a sentence: most phrases never do, and all together take a second."""
    return re.compile(pattern)


def _denied(sentence: Sentence, match: re.Match[str], negative: bool) -> bool:
    if not sentence.negated or negative:
        return False
    folded = sentence.folded
    before = folded[max(0, match.start() - 40) : match.start()]
    behind = folded[match.end() : match.end() + 40]
    if clause := list(_CLAUSE.finditer(before)):
        before = before[clause[-1].end() :]
    if end := _CLAUSE.search(behind):
        behind = behind[: end.start()]
    near = " ".join([*before.split()[-3:], match.group(), *behind.split()[:2]])
    return NEGATION.search(_NO_DENIAL.sub(" ", near)) is not None


def _regex(elements: Sequence[str]) -> str:
    parts = []
    for number, element in enumerate(elements):
        last = number == len(elements) - 1
        apart = "" if last else _APART
        if element in ("..", "..."):
            parts.append(r"(?:[\w']{1,40}\W{1,4}){0,N}?".replace("N", "3" if element == ".." else "7"))
        elif element == "^":
            parts.append(r"(?:^|(?<=[,;:.!?\"(] )|(?<=^\W))")
        elif element == "$":
            parts[-1] = parts[-1].removesuffix(_APART)
            parts.append(r"(?=\W*$|\s*[,;:.!?…\")-])")
        elif element.startswith("["):
            parts.append(f"(?:{_alternatives(element[1:-1])}{apart})?")
        else:
            parts.append(_alternatives(element) + apart)
    return r"(?<!\w)" + "".join(parts) + (r"(?!\w)" if elements[-1] != "$" else "")


def _alternatives(element: str) -> str:
    choices = []
    for choice in element.split("|"):
        words = []
        for word in choice.split("+"):
            stem = r"\W{0,2}".join(re.escape(piece).replace("ss", "(?:ss|ß)") for piece in word.rstrip("*").split("'"))
            words.append(stem + (r"\w*" if word.endswith("*") else ""))
        choices.append(_APART.join(words))
    return f"(?:{'|'.join(choices)})"


def _anchors(elements: Sequence[str]) -> list[list[str]]:
    """For each element that must be there, words of which one must stand in a sentence; the most telling first."""

    def longest(choice: str) -> str:
        pieces = [p for word in choice.split("+") for p in word.split("'") if p]
        return max(pieces, key=lambda p: len(p.rstrip("*")) - 0.5 * p.endswith("*"))

    found = [
        [longest(choice) for choice in element.split("|")]
        for element in elements
        if element not in ("..", "...", "^", "$") and not element.startswith("[")
    ]
    return sorted(found, key=_least, reverse=True)


def _first(elements: Sequence[str]) -> list[str]:
    found = _anchors(elements)
    if not found or any(a.endswith("*") and len(a) <= _PREFIX for a in found[0]):
        raise ValueError(f"a phrase needs a word to be found by: {' '.join(elements)}")
    return found[0]


def _also(elements: Sequence[str]) -> frozenset[str]:
    """Words of the second most telling element, where all of them are whole words: "m'a" is also written "ma"."""
    first = _first(elements)
    for anchors in _anchors([element for element in elements if "'" not in element]):
        if anchors != first and all(_WORD.fullmatch(anchor) for anchor in anchors):
            return frozenset(anchor.replace("ß", "ss") for anchor in anchors)
    return frozenset()


def _pairs(elements: Sequence[str]) -> frozenset[tuple[str, str]]:
    """The words of the first two elements that follow each other with nothing between, where all are whole words."""
    for first, second in pairwise(elements):
        left, right = first.split("|"), second.split("|")
        if all(_WORD.fullmatch(word) for word in (*left, *right)):
            return frozenset((one.replace("ß", "ss"), other.replace("ß", "ss")) for one in left for other in right)
    return frozenset()


def _least(anchors: Sequence[str]) -> int:
    return min(len(anchor.rstrip("*")) for anchor in anchors) * 10 - len(anchors)


@lru_cache(maxsize=1)
def load_phrases() -> PhraseBook:
    """The tables of all files of the folder."""
    tables: dict[str, list[str]] = {}
    for path in sorted(FOLDER.glob("*.toml")):
        for name, table in tomllib.loads(path.read_text(encoding="utf-8")).items():
            tables.setdefault(name, []).extend(phrase for phrases in table.values() for phrase in phrases)
    return PhraseBook(tables)
