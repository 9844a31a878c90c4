"""Trains the recogniser of names on letters made from the frames, families and streets of `names/names.toml`."""

import random
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import spacy
from spacy.language import Language as Pipeline
from spacy.training import Example
from spacy.util import filter_spans
from thinc.api import fix_random_seed

from classifiers.person.names import given_names
from classifiers.places import load_places
from classifiers.training import texts

TABLE = Path(__file__).parent / "names" / "names.toml"
PERSON, STREET, FIRM = "PERSON", "STREET", "FIRM"
LETTERS = 4500
#: Letters with frames and families that no training letter has, to measure on.
KEPT = 300
HELD_OUT = 6
ROUNDS = 4
BATCH = 24
DROP = 0.35
RATE = 0.002
_SEED = 13
_BLANK = "|"


@dataclass(slots=True)
class _Letter:
    """A text under way, with the places of what was put into it."""

    text: str = ""
    spans: list[tuple[int, int, str]] | None = None

    def add(self, words: str, label: str = "") -> None:
        if label:
            self.spans = [*(self.spans or []), (len(self.text), len(self.text) + len(words), label)]
        self.text += words


class _Maker:
    """Makes letters; of frames and family names only those to train with, or those kept out."""

    def __init__(self, *, held_out: bool) -> None:
        self._draw = random.Random(_SEED + held_out)
        table = tomllib.loads(TABLE.read_text(encoding="utf-8"))
        self._frames, self._leads, self._trails = (
            {tongue: _part(lines.strip("\n").splitlines(), held_out) for tongue, lines in table[part].items()}
            for part in ("frames", "leads", "trails")
        )
        self._families = [_part(names.split(), held_out) for names in table["surnames"].values()]
        self._given = [
            _part(sorted(name for name in given_names() if len(name) > 2), held_out),
            _part(table["given"]["other"].split(), held_out),
        ]
        self._firms = _part(table["firms"]["all"].split(), held_out)
        self._streets: Mapping[str, list[str]] = {
            tongue: _part(names.split(), held_out) for tongue, names in table["streets"].items()
        }
        self._towns = sorted({place.names[0] for rows in load_places().by_postcode.values() for place in rows})
        self._stories = [text for text, _ in texts.kinds(held_out=held_out)]

    def letter(self) -> _Letter:
        """A story with one to four frames before, in and behind it."""
        draw, made = self._draw, _Letter(spans=[])
        tongue = draw.choices(("nl", "fr", "de", "en"), (5, 3, 1, 1))[0]
        pieces = [line.strip() for line in draw.choice(self._stories).split("\n") if line.strip()][:5]
        for _ in range(draw.randint(1, 4)):
            pieces.insert(draw.randint(0, len(pieces)), "")
        for piece in pieces:
            if piece:
                made.add(piece)
            else:
                self._fill(made, self._frame(tongue), tongue)
            made.add(draw.choice(("\n", "\n", " ", " ", ". ", ", ")))
        return made

    def _frame(self, tongue: str) -> str:
        draw = self._draw
        if draw.random() < 0.35:
            return draw.choice(self._frames[tongue])
        lead = draw.choice(self._leads[tongue]) + draw.choice((" ", " ", " ", "/")) if draw.random() < 0.8 else ""
        return lead + "{P}" + draw.choice(self._trails[tongue])

    def _fill(self, made: _Letter, frame: str, tongue: str) -> None:
        small = self._draw.random() < 0.12
        for piece in frame.replace("/", "\n").replace("}", "}{").split("{"):
            match piece:
                case "P}":
                    made.add(self._person(small), PERSON)
                case "A}":
                    self._address(made, tongue, small)
                case "F}":
                    made.add(self._phone())
                case "T}":
                    made.add(self._draw.choice(self._towns))
                case "C}":
                    made.add(self._draw.choice(self._firms).replace(_BLANK, " "), FIRM)
                case _:
                    made.add(piece.lower() if small else piece)

    def _person(self, small: bool) -> str:
        draw = self._draw
        given = draw.choices(self._given, (3, 1))[0]
        first = _title(draw.choice(given))
        if draw.random() < 0.1:
            first = f"{first}{draw.choice('- ')}{_title(draw.choice(given))}"
        family = draw.choice(draw.choices(self._families, (5, 3, 3, 1, 3))[0]).replace(_BLANK, " ")
        if draw.random() < 0.08:
            family = f"{family}{draw.choice(('-', ' - ', ' '))}{draw.choice(self._families[0])}"
        chance = draw.random()
        if small:
            return f"{first} {family}".lower()
        if chance < 0.06:
            return f"{family.upper()} {first}"
        if chance < 0.1:
            return f"{first} {family}".upper()
        if chance < 0.14:
            return f"{first[0]}. {family}"
        if chance < 0.18:
            return first
        return f"{first} {family}" if chance < 0.95 else f"{family} {first}"

    def _address(self, made: _Letter, tongue: str, small: bool) -> None:
        draw = self._draw
        street = draw.choice(self._streets.get(tongue, self._streets["nl"])).replace(_BLANK, " ")
        number = f"{draw.randint(1, 400)}{draw.choice(('', '', '', 'A', ' bus 3', '/2', ' bte 4', 'b'))}"
        made.add(street.lower() if small else street, STREET)
        town = draw.choice(self._towns)
        made.add(f"{draw.choice((' ', ', ', ' nr '))}{number}{draw.choice((', ', ' ', chr(10), ' - '))}")
        made.add(f"{draw.randint(1000, 9990)} {town.lower() if small else town}")

    def _phone(self) -> str:
        pairs = [f"{self._draw.randint(0, 99):02d}" for _ in range(3)]
        return f"04{self._draw.randint(60, 99)}{self._draw.choice(' /.')}{self._draw.choice(' ./').join(pairs)}"


def _part(lines: Sequence[str], held_out: bool) -> list[str]:
    return [line for number, line in enumerate(lines) if (number % HELD_OUT == HELD_OUT - 1) is held_out]


def _title(name: str) -> str:
    return name if name[:1].isupper() else "-".join(part[:1].upper() + part[1:] for part in name.split("-"))


def letters(*, held_out: bool) -> Iterator[tuple[str, list[tuple[int, int, str]]]]:
    """Texts with the places of persons, streets and firms in them."""
    maker = _Maker(held_out=held_out)
    for _ in range(KEPT if held_out else LETTERS):
        made = maker.letter()
        yield made.text, made.spans or []


def train_names(folder: Path) -> tuple[int, int, int, int]:
    """Writes the recogniser; (letters trained on, persons found rightly, persons kept out, bytes)."""
    fix_random_seed(_SEED)
    pipeline = spacy.blank("xx")
    pipeline.add_pipe(
        "ner",
        config={
            "model": {
                "@architectures": "spacy.TransitionBasedParser.v2",
                "state_type": "ner",
                "extra_state_tokens": False,
                "hidden_width": 48,
                "maxout_pieces": 2,
                "use_upper": True,
                "tok2vec": {
                    "@architectures": "spacy.HashEmbedCNN.v2",
                    "width": 64,
                    "depth": 2,
                    "embed_size": 1500,
                    "window_size": 1,
                    "maxout_pieces": 2,
                    "subword_features": True,
                    "pretrained_vectors": None,
                },
            }
        },
    )
    told = [_example(pipeline, text, spans) for text, spans in letters(held_out=False)]
    optimizer = pipeline.initialize(lambda: told[:500])
    optimizer.learn_rate = RATE
    draw = random.Random(_SEED)
    for _ in range(ROUNDS):
        draw.shuffle(told)
        for at in range(0, len(told), BATCH):
            pipeline.update(told[at : at + BATCH], sgd=optimizer, drop=DROP)
    with pipeline.use_params(optimizer.averages):
        pipeline.to_disk(folder, exclude=["vocab"])
    right, wanted = measure(pipeline)
    return len(told), right, wanted, sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def _example(pipeline: Pipeline, text: str, spans: list[tuple[int, int, str]]) -> Example:
    doc = pipeline.make_doc(text)
    kept = [doc.char_span(start, end, label, alignment_mode="expand") for start, end, label in spans]
    reference = doc.copy()
    reference.ents = filter_spans([span for span in kept if span is not None])
    return Example(doc, reference)


def measure(pipeline: Pipeline) -> tuple[int, int]:
    """Persons found with their very words, and all persons, in letters kept out."""
    right = wanted = 0
    for text, spans in letters(held_out=True):
        found = {(entity.start_char, entity.end_char) for entity in pipeline(text).ents if entity.label_ == PERSON}
        persons = [(start, end) for start, end, label in spans if label == PERSON]
        right += sum(span in found for span in persons)
        wanted += len(persons)
    return right, wanted
