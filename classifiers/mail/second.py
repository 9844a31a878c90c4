"""A second pair of eyes on a malformed mail: where two parsers disagree, somebody may be hiding something from one."""

from email.message import Message as Mime

import mailparser

from classifiers.message import Part, PartOutcome

#: Bigger ones, and those with more parts, are not read twice.
MOST_BYTES = 1_000_000
MOST_PARTS = 50
#: Names of the standard library's defects, in words for staff.
DEFECTS = {
    "StartBoundaryNotFoundDefect": "the border between its parts is missing: all of it is shown as text",
    "CloseBoundaryNotFoundDefect": "it stops in the middle: its end may be missing",
    "MultipartInvariantViolationDefect": "it claims to have parts and has none",
    "NoBoundaryInMultipartDefect": "it names no border between its parts",
    "InvalidBase64PaddingDefect": "a part is damaged (base64)",
    "InvalidBase64CharactersDefect": "a part is damaged (base64)",
    "InvalidBase64LengthDefect": "a part is damaged (base64)",
    "InvalidMultipartContentTransferEncodingDefect": "its parts are encoded in a way that programs read differently",
    "MisplacedEnvelopeHeaderDefect": "a header stands where none belongs",
    "FirstHeaderLineIsContinuationDefect": "its headers begin in the middle of a line",
    "MissingHeaderBodySeparatorDefect": "no empty line stands between its headers and its text",
}


def malformed(mime: Mime) -> bool:
    """Whether the first parser met a defect in any of the first parts."""
    return any(part.defects for part, _ in zip(mime.walk(), range(MOST_PARTS), strict=False))


def doubts(raw: bytes, parts: tuple[Part, ...]) -> tuple[str, ...]:
    """What mail-parser says about a malformed mail that was read as `parts`; nothing where it fails itself."""
    if len(raw) > MOST_BYTES or len(parts) > MOST_PARTS:
        return ()
    try:
        seen = mailparser.parse_from_bytes(raw)
        names, files = sorted(seen.defects_categories), len(seen.attachments)
    except Exception:  # it raises many kinds on real mail
        return ()
    ours = sum(part.outcome not in (PartOutcome.BODY, PartOutcome.ALTERNATIVE) for part in parts)
    words = [DEFECTS[name] for name in names if name in DEFECTS]
    if files > ours:
        words.append(f"another reader finds {files} attachments in it, not {ours}")
    return tuple(dict.fromkeys(words))
