"""All tables: name of the seed -> sentence -> tests; and the sentences that state no rule, with what they are instead."""

import re
from collections.abc import Iterator, Mapping

from tests.seeds import (
    test_seed_000_flemish_services,
    test_seed_001_brussels,
    test_seed_002_communication,
    test_seed_003_local,
    test_seed_004_network,
)

Table = Mapping[str, tuple[str, ...]]
SEEDS = {
    "000": test_seed_000_flemish_services,
    "001": test_seed_001_brussels,
    "002": test_seed_002_communication,
    "003": test_seed_003_local,
    "004": test_seed_004_network,
}
#: Where a sentence, an item of a list or a cell ends.
PARTED = re.compile(r"\n\s*\n|(?<=[.!?:])\s+(?=[A-Z•➔])|\n\s*[•-]\s|(?<=\?)\s")
#: What is left of a line is a word of the page and says nothing by itself.
LEAST_LETTERS = 12
#: Part of a sentence that a table need not quote.
MOST_UNQUOTED = 0.5


def tables() -> dict[str, Table]:
    return {seed: module.TABLE for seed, module in SEEDS.items()}


def no_rules() -> dict[str, Table]:
    return {seed: module.NO_RULE for seed, module in SEEDS.items()}


def left_out(seed: str, page: str) -> Iterator[str]:
    """Sentences of a published page of which no table speaks."""
    told = [*tables()[seed], *(one for group in no_rules()[seed].values() for one in group)]
    known = " | ".join(_bare(sentence) for sentence in told)
    for part in PARTED.split(page):
        sentence = _bare(part)
        if len(sentence) >= LEAST_LETTERS and sentence not in known and not _told(sentence, told):
            yield " ".join(part.split())


def _told(sentence: str, told: list[str]) -> bool:
    """It holds what the tables quote of it, which is not the least part."""
    rest = sentence
    for one in sorted(map(_bare, told), key=len, reverse=True):
        rest = rest.replace(one, " ")
    return len(rest.replace(" ", "")) <= MOST_UNQUOTED * len(sentence.replace(" ", ""))


def _bare(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", text.lower()))
