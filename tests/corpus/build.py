"""Writes mails and gold from the sources: `python -m tests.corpus.build` (all sets) or with the names of sets."""

import json
import sys
from pathlib import Path

from tests.corpus.clients import render
from tests.corpus.source import gold, read_sources

HERE = Path(__file__).parent
SETS = ("dev", "opened", "open2", "open3", "open4", "open5", "open6", "open7", "blind")


def built(name: str) -> dict[str, bytes]:
    """The files of one set: path under its folder -> content."""
    mails = read_sources(HERE / "source" / name)
    files = {f"mails/{mail.name}.eml": render(mail) for mail in mails}
    lines = (json.dumps(gold(mail), ensure_ascii=False) for mail in mails)
    return files | {"gold.jsonl": "".join(f"{line}\n" for line in lines).encode()}


def main(names: list[str]) -> None:
    for name in names or SETS:
        for path, content in built(name).items():
            target = HERE / name / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)


if __name__ == "__main__":
    main(sys.argv[1:])
