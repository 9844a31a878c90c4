"""Values from outside made fit for a header, a line or a text: no controls, no direction tricks, bounded."""

import re
import unicodedata

#: Longest subject we write; RFC 5322 folds it, but phones and lists show little more than this.
SUBJECT_LENGTH = 180
LINE_LENGTH = 300
TEXT_LENGTH = 100_000

#: Categories that never reach a reader: controls, format characters (bidi overrides, zero width), surrogates,
#: private use, line and paragraph separators.
_UNWANTED = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_SPACES = re.compile(r"[^\S\n]+")
_MESSAGE_ID = re.compile(r"[\x21-\x3b\x3d\x3f-\x7e]{1,240}")


def clean_line(value: str, length: int = LINE_LENGTH) -> str:
    """One line: every control, separator and invisible character becomes a space, runs of spaces one, cut at `length`.

    A subject such as `=?utf-8?Q?x=0D=0ABcc:...?=` decodes to two lines; this is where it becomes one again.
    """
    line = " ".join(_visible(value[: 4 * length + 100]).split())
    return line if len(line) <= length else line[: length - 1].rstrip() + "…"


def clean_text(value: str, length: int = TEXT_LENGTH) -> str:
    """Several lines: LF line ends, no other controls or invisible characters, at most one blank line in a row."""
    unified = (
        value[: 2 * length].replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    )
    lines: list[str] = []
    for written in unified.split("\n"):
        line = _SPACES.sub(" ", _visible(written)).strip()
        if line or (lines and lines[-1]):
            lines.append(line)
    text = "\n".join(lines).strip("\n")
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def _visible(line: str) -> str:
    # What Python calls printable has none of the unwanted categories: most lines, tested a hundred times faster.
    if line.isprintable():
        return line
    return "".join(" " if unicodedata.category(c) in _UNWANTED else c for c in line)


def clean_message_id(value: str) -> str:
    """A Message-ID without angle brackets (RFC 5322 3.6.4), or "" where it is none that may stand in a header."""
    bare = value.strip().removeprefix("<").removesuffix(">")
    return bare if _MESSAGE_ID.fullmatch(bare) else ""
