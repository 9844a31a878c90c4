"""The shape of an answer's text: headings, lists and paragraphs, the same for mail, HTML and letter."""

from dataclasses import dataclass
from enum import StrEnum


class BlockKind(StrEnum):
    HEADING = "heading"
    LIST = "list"
    PARAGRAPH = "paragraph"


@dataclass(frozen=True, slots=True)
class Block:
    kind: BlockKind
    #: Heading: one. List: its points. Paragraph: its lines.
    lines: tuple[str, ...]


def blocks(text: str) -> tuple[Block, ...]:
    """Splits a text at blank lines. "# " opens a heading, "- " a point of a list; all else is a paragraph."""
    found: list[Block] = []
    for chunk in text.split("\n\n"):
        lines = [line for line in chunk.split("\n") if line.strip()]
        while lines:
            if lines[0].startswith("# "):
                found.append(Block(BlockKind.HEADING, (lines.pop(0)[2:],)))
                continue
            listed = lines[0].startswith("- ")
            taken = next((i for i, line in enumerate(lines) if line.startswith("- ") != listed), len(lines))
            run = tuple(line.removeprefix("- ") if listed else line for line in lines[:taken])
            found.append(Block(BlockKind.LIST if listed else BlockKind.PARAGRAPH, run))
            lines = lines[taken:]
    return tuple(found)


def plain(text: str) -> str:
    """The text as a plain mail shows it: headings without their mark."""
    return "\n".join(line.removeprefix("# ") for line in text.split("\n"))
