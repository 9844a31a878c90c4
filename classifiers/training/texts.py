"""The training texts: drawn from the base texts of this folder, with greetings, alternatives and slips of the pen."""

import random
import re
import tomllib
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path

FOLDER = Path(__file__).parent
#: Every so many base texts are kept out of training and measured.
HELD_OUT = 5
COPIES = 10
COPIES_OF_STORY = 6
COMPLAINTS = {"nl": 900, "fr": 500, "de": 300, "en": 300}
_CHOICE = re.compile(r"\{([^{}]*)\}")
GREETING = {
    "nl": ("Geachte,", "Beste,", "Dag,", "Mijnheer de ombudsman,", "Geachte heer, mevrouw,", ""),
    "fr": ("Bonjour,", "Madame, Monsieur,", "Monsieur le médiateur,", ""),
    "de": ("Sehr geehrte Damen und Herren,", "Guten Tag,", ""),
    "en": ("Dear Sir or Madam,", "Hello,", "Dear ombudsman,", ""),
}
CLOSING = {
    "nl": ("Met vriendelijke groeten", "mvg", "Hoogachtend", "Groeten", ""),
    "fr": ("Cordialement", "Bien à vous", "Merci", ""),
    "de": ("Mit freundlichen Grüßen", "Gruß", ""),
    "en": ("Kind regards", "Yours sincerely", "Thanks", ""),
}
SUBJECTS = {
    "nl": ("klacht", "vraag", "dringend", "bericht", "", ""),
    "fr": ("plainte", "question", "dossier", "", ""),
    "de": ("Beschwerde", "Anfrage", "", ""),
    "en": ("complaint", "question", "", ""),
}
#: Kinds that may also tell of the matter a complaint is about.
_ABOUT_A_MATTER = frozenset({"follow-up", "status-request", "withdrawal", "transfer", "appeal", "whistleblower-report"})
#: Kinds whose mails are letters with details as well.
_LONG = _ABOUT_A_MATTER | {"policy-complaint", "access-request"}


def kinds(*, held_out: bool) -> list[tuple[str, str]]:
    """(text, kind); of the base texts either those to train with or those kept out."""
    draw = random.Random(20260101)
    makings = _load(FOLDER / "kinds" / "complaints.toml")
    found = []
    for path in sorted((FOLDER / "kinds").glob("*.toml")):
        if path.name == "complaints.toml":
            continue
        for kind, languages in _load(path).items():
            for language, texts in languages.items():
                for text in _part(texts, held_out):
                    for _ in range(2 if held_out else COPIES_OF_STORY if kind == "complaint" else COPIES):
                        said = choose(text, draw)
                        if kind in _ABOUT_A_MATTER and draw.random() < 0.3:
                            said = f"{said} {choose(draw.choice(makings['facts'][language]), draw)}"
                        if draw.random() < 0.35:
                            before = choose(draw.choice(makings["background"][language]), draw)
                            said = f"{before} {said}"
                        if kind in _LONG and draw.random() < 0.3:
                            told = draw.sample(makings["details"][language], draw.randint(1, 3))
                            said = " ".join([said, *(choose(piece, draw) for piece in told)])
                        found.append((_dress(said, language, draw), kind))
    for language, number in COMPLAINTS.items():
        for _ in range(number // 10 if held_out else number):
            found.append((_dress(_complaint(makings, language, held_out, draw), language, draw), "complaint"))
    draw.shuffle(found)
    return found


def alarm_sentences(*, held_out: bool) -> list[tuple[str, str, str]]:
    """(label, language, sentence) of the base sentences; which are held out hangs on their own letters alone."""
    return [
        (label, language, text)
        for path in sorted(FOLDER.glob("alarms*.toml"))
        for label, languages in _load(path).items()
        for language, texts in languages.items()
        for text in texts
        if (zlib.crc32(text.encode()) % HELD_OUT == HELD_OUT - 1) is held_out
    ]


def _complaint(
    makings: Mapping[str, Mapping[str, Sequence[str]]], language: str, held_out: bool, draw: random.Random
) -> str:
    facts = _part(makings["facts"][language], held_out)
    pieces = draw.sample(facts, min(len(facts), draw.choice((1, 1, 2, 3))))
    for makes, most in (("details", 6), ("failing", 2), ("asked", 2)):
        known = makings[makes][language]
        pieces += draw.sample(known, min(len(known), draw.randint(0 if makes == "details" else 1, most)))
    return " ".join(choose(piece, draw) for piece in pieces if piece)


def _dress(text: str, language: str, draw: random.Random) -> str:
    if draw.random() < 0.15:
        text = text.upper() if draw.random() < 0.2 else slip(text, draw)
    lines = (draw.choice(SUBJECTS[language]), draw.choice(GREETING[language]), text, draw.choice(CLOSING[language]))
    return "\n".join(line for line in lines if line)


def slip(text: str, draw: random.Random) -> str:
    """One letter lost, doubled or swapped with the next."""
    at = draw.randrange(1, max(2, len(text) - 2))
    return draw.choice(
        (
            text[:at] + text[at + 1 :],
            text[:at] + text[at] + text[at:],
            text[: at - 1] + text[at : at + 1] + text[at - 1 : at] + text[at + 1 :],
        )
    )


def choose(text: str, draw: random.Random) -> str:
    return _CHOICE.sub(lambda match: draw.choice(match[1].split("|")), text)


def _part(texts: Sequence[str], held_out: bool) -> list[str]:
    kept = [text for number, text in enumerate(texts) if (number % HELD_OUT == HELD_OUT - 1) is held_out]
    return kept or list(texts)


def _load(path: Path) -> Mapping[str, Mapping[str, Sequence[str]]]:
    """Texts stand in lists or, where they are sentences, one a line."""
    told = tomllib.loads(path.read_text(encoding="utf-8"))
    return {
        name: {
            language: texts.strip().splitlines() if isinstance(texts, str) else texts
            for language, texts in languages.items()
        }
        for name, languages in told.items()
    }
