import itertools
from datetime import UTC, datetime
from pathlib import Path

import pytest

from classifiers.mail.inline import split_forward
from classifiers.message import SegmentKind

KINDS = {
    "N": SegmentKind.NEW,
    "Q": SegmentKind.QUOTED,
    "S": SegmentKind.SIGNATURE,
    "D": SegmentKind.DISCLAIMER,
    "F": SegmentKind.FORWARDED,
}
NOW = datetime(2026, 5, 5, tzinfo=UTC)


def styles():
    """Name, subject, lines and the kind of each."""
    text = Path(__file__).with_name("styles.txt").read_text(encoding="utf-8")
    for block in text.split("\n=== ")[1:]:
        head, _, rest = block.partition("\n")
        name, _, subject = head.partition(" | ")
        lines = [line for line in rest.split("\n") if line]
        yield pytest.param(subject, [(line[0], line[2:]) for line in lines], id=name)


@pytest.mark.parametrize(("subject", "lines"), list(styles()))
def test_each_line_has_its_kind(subject, lines):
    body = "".join(f"{line}\n" for _, line in lines)
    segments = split_forward(body, subject, NOW, 4).segments
    read, at = [], 0
    for mark, line in lines:
        kind = next(s.kind for s in segments if s.start <= at < s.end)
        # Blank lines may stand on either side of a border.
        read.append(kind if line.strip() else KINDS[mark])
        at += len(line) + 1
    assert list(zip(read, lines, strict=True)) == [(KINDS[mark], (mark, line)) for mark, line in lines]


@pytest.mark.parametrize(("subject", "lines"), list(styles()))
def test_segments_cover_the_body_without_gap_or_overlap(subject, lines):
    body = "\r\n".join(line for _, line in lines)
    segments = split_forward(body, subject, NOW, 4).segments
    assert "".join(body[s.start : s.end] for s in segments) == body
    assert all(a.end == b.start for a, b in itertools.pairwise(segments))
