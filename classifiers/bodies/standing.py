"""What a mention is worth by where it stands: in the greeting, the story, an address, the signature."""

from collections.abc import Callable, Sequence

from classifiers.bodies.mentions import Mention
from classifiers.bodies.view import MailView
from classifiers.words import Word

GREETING = frozenset(
    "geachte beste hallo hoi dag aan mijnheer mevrouw goeiedag goedemorgen bonjour madame monsieur cher chere a sehr "
    "geehrte guten liebe an dear hello hi to".split()
)


def place_factor(mail: MailView, text: Sequence[Word], signature: tuple[int, int]) -> Callable[[Mention], float]:
    """Factor of a mention by where it stands: nothing in the signature or an address, little in the greeting."""
    start, end = signature
    first_line = mail.text.find("\n", len(mail.text) - len(mail.text.lstrip()))
    greeting_end = first_line if text and text[0].folded in GREETING and 0 <= first_line < 120 else -1

    def factor(mention: Mention) -> float:
        word = text[mention.first]
        if start <= word.start < end:
            return 0.0
        if word.folded == "bus":
            before = text[mention.first - 1].folded if mention.first else ""
            behind = text[mention.last].folded if mention.last < len(text) else ""
            if before[:1].isdigit() and behind[:1].isdigit():
                return 0.0
            if before == "de" and mention.first > 1 and text[mention.first - 2].folded == "in":
                return 0.5
        return 0.4 if word.start < greeting_end else 1.0

    return factor


def signature_of(mail: MailView, end: int) -> tuple[int, int]:
    """Where the writer signs; (end, end) where he does not, or where the "signature" would be the whole mail."""
    found = mail.signature
    return found if found and found[0] > 60 else (end, end)
