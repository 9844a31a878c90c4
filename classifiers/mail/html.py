"""HTML of a mail as the text its writer saw, with quoted blocks marked the way plain mails mark them."""

import re

from inscriptis import get_text
from inscriptis.model.config import ParserConfig
from lxml import etree
from lxml import html as lxml_html

#: Parts that carry no words.
UNSEEN = ("script", "style", "head", "title", "meta", "object", "svg", "template", "noscript")
HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?:px|pt)?\s*(?:;|$)|mso-hide\s*:\s*all", re.I
)
MOST = 2_000_000
_PLAIN = ParserConfig(display_images=False, display_links=False)


def html_to_text(markup: str) -> str:
    """Plain text of a HTML body. Broken markup gives what can be read of it, never an exception."""
    markup = markup[:MOST]
    try:
        tree = lxml_html.document_fromstring(_without_declaration(markup))
    except (etree.ParserError, ValueError, RecursionError):
        return re.sub(r"<[^<>]{0,2000}>", " ", markup)
    for element in list(tree.iter(*UNSEEN)):
        if element is not tree:
            element.drop_tree()
    for element in list(tree.iter()):
        if isinstance(element.tag, str) and element is not tree and HIDDEN.search(element.get("style") or ""):
            element.drop_tree()
    for quote in list(tree.iter("blockquote")):
        _mark_lines(quote)
    try:
        text = get_text(etree.tostring(tree, encoding="unicode", method="html"), _PLAIN)
    except (RecursionError, ValueError, etree.Error):
        text = tree.text_content()
    return re.sub(r"\n{3,}", "\n\n", _quote_marks(text.replace("\u00a0", " "))).strip() + "\n"


OPEN, CLOSE = "\ue000", "\ue001"


def _mark_lines(quote: "etree._Element") -> None:
    """Private characters around a quotation; `_quote_marks` turns them into "> " lines."""
    first, last = etree.Element("p"), etree.Element("p")
    first.text, last.text = OPEN, CLOSE
    quote.insert(0, first)
    first.tail, quote.text = quote.text, None
    quote.append(last)


def _quote_marks(text: str) -> str:
    depth, lines = 0, []
    for line in text.split("\n"):
        depth += line.count(OPEN)
        bare = line.replace(OPEN, "").replace(CLOSE, "")
        if bare.strip() or not (OPEN in line or CLOSE in line):
            lines.append("> " * min(depth, 10) + bare.strip())
        depth = max(0, depth - line.count(CLOSE))
    return "\n".join(lines)


def _without_declaration(markup: str) -> str:
    """lxml refuses text that declares its own encoding."""
    return re.sub(r"^\s*<\?xml[^>]{0,200}\?>", "", markup, count=1) or "<p></p>"
