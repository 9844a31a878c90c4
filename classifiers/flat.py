"""Text made plain character by character: lower case, without accents, one kind of quote, dash and blank.

Every place in the flat text is the same place in the text it was made from, so patterns are written once and their
spans fit the citizen's own words.
"""

import unicodedata

#: What NFKD does not take apart, and signs that mean the same.
_ALIKE = {
    "ø": "o",
    "đ": "d",
    "ł": "l",
    "ı": "i",
    "’": "'",
    "‘": "'",
    "`": "'",
    "´": "'",
    "ʼ": "'",
    "“": '"',
    "”": '"',
    "„": '"',
    "«": '"',
    "»": '"',
    "–": "-",
    "—": "-",
    "‐": "-",
    "‑": "-",
    "\t": " ",
    "\r": " ",
    "\u00a0": " ",
    "\u202f": " ",
    "\u2009": " ",
    "\u200b": " ",
    "\ufeff": " ",
}


def _plain(character: str) -> str:
    lower = character.lower()
    if lower in _ALIKE:
        return _ALIKE[lower]
    bare = unicodedata.normalize("NFKD", lower)[:1]
    return bare if len(lower) == 1 and bare.isalpha() else character


_TABLE = {code: _plain(chr(code)) for code in range(0x250)} | {ord(c): plain for c, plain in _ALIKE.items()}


def flat(text: str) -> str:
    """The text made plain, of the same length."""
    return text.translate(_TABLE)
