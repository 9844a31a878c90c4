"""How much of one mail is looked at. What lies beyond is kept raw and named as a defect."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    #: Nested messages and multiparts; 1,000 of them overflow the parser's stack.
    depth: int = 12
    parts: int = 200
    headers: int = 500
    #: Characters of one header value, of one text, of the text of one attachment.
    header_length: int = 20_000
    text_length: int = 1_000_000
    attachment_length: int = 200_000
    #: Bytes of an attachment that is opened for its text.
    attachment_size: int = 10_000_000
    pdf_pages: int = 30
    #: Bytes of raw mail that are parsed at all.
    raw_size: int = 40_000_000
