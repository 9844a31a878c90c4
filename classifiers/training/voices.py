"""Sentences as one person after the other would say them (`sayings/voices`), each file one sitting in one voice.

A line is `what | words` or, where the file holds two languages, `what de | words`: `what` is letters of `ASKED`, "-"
for nothing asked. Every fourth sitting is kept out of training and measured.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "sayings" / "voices"
ASKED = {
    "L": "by-letter",
    "P": "by-phone",
    "E": "by-email",
    "W": "withhold-identity",
    "N": "no-forwarding",
}
KEPT = 4


@dataclass(frozen=True, slots=True)
class Voiced:
    text: str
    language: str
    asked: frozenset[str]
    sitting: int


def voices(*, kept: bool) -> Iterator[Voiced]:
    for path in sorted(FOLDER.glob("*.txt")):
        number, language = path.stem.split("-")[:2]
        if (int(number) % KEPT == 0) is not kept:
            continue
        for line in path.read_text(encoding="utf-8").splitlines():
            if not line.startswith("#"):
                yield _voiced(line, language, int(number))


def _voiced(line: str, language: str, sitting: int) -> Voiced:
    told, _, text = line.partition(" | ")
    codes = told.split()
    own = codes.pop() if codes[-1] in ("nl", "fr", "de", "en") else language
    return Voiced(text, own, frozenset(ASKED[code] for code in codes if code != "-"), sitting)
