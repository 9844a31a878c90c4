"""Writes the sequences from their sources: `python -m tests.sequences.build` (all) or with the names of sequences.

The form of the sources is that of `tests/corpus`, with labels of grouping in place of those of reading. `same: s002`
sends that mail again (other keys given here override its own), and a line `<<s011>>` in a text stands for what stands
between the lines `<<` and `>>` of that mail: the text of a campaign.
"""

import json
import re
import sys
from dataclasses import replace
from pathlib import Path

from tests.corpus.clients import render
from tests.corpus.source import Mail, choice, read_sources

HERE = Path(__file__).parent
SETS = ("dev", "opened", "open2", "blind", "open3", "open4", "open5", "blind4")


def built(name: str) -> dict[str, bytes]:
    """The files of one sequence: path under its folder -> content."""
    mails = read_sources(HERE / "source" / name)
    known = {mail.name: mail for mail in mails}
    files = {f"mails/{mail.name}.eml": render(_whole(mail, known, name)) for mail in mails}
    lines = (json.dumps(gold(mail), ensure_ascii=False) for mail in mails)
    return files | {"gold.jsonl": "".join(f"{line}\n" for line in lines).encode()}


def _whole(mail: Mail, known: dict[str, Mail], seed: str) -> Mail:
    """The mail as it is sent: a repeated one with the other's name, so that date, parts and identifiers are the same."""
    if mail.get("same"):
        first = known[mail.get("same")]
        labels = ("case", "relation", "person", "campaign", "note", "same")
        own = {key: value for key, value in mail.keys.items() if key not in labels}
        mail = replace(first, keys=first.keys | own, text=mail.text or first.text)
    text = re.sub(r"^<<(\w+)>>$", lambda found: _shared(known[found[1]].text), mail.text, flags=re.M)
    text = re.sub(r"^(?:<<|>>)\n", "", text, flags=re.M)
    return replace(mail, keys=mail.keys | {"seed": seed}, text=text)


def _shared(text: str) -> str:
    return text.partition("<<\n")[2].partition("\n>>")[0]


def gold(mail: Mail) -> dict[str, object]:
    case = choice(mail.get("case"))
    row: dict[str, object] = {"mail": f"{mail.name}.eml", "case": case}
    row["relation"] = choice(mail.get("relation")) if case else None
    row |= {key: mail.get(key) for key in ("person", "campaign") if mail.get(key)}
    if mail.get("optional"):
        row["optional"] = True
    return row | ({"note": mail.get("note")} if mail.get("note") else {})


def main(names: list[str]) -> None:
    for name in names or SETS:
        for path, content in built(name).items():
            target = HERE / name / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)


if __name__ == "__main__":
    main(sys.argv[1:])
