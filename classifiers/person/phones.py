"""Telephone numbers in a text, in international form, and whose they are by the words around them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import phonenumbers

from classifiers.flat import flat

NUMBER = re.compile(r"(?<![\w.,/+-])(?:\+[ ]?|00[ ]?|\(0|0)(?:[ ./()-]{0,3}\d){7,14}(?!\d|[ ]?(?:€|euro|%))(?![.,-]\d)")
#: Numbers of another kind: national number, account, dossier, company.
_OTHER_KIND = re.compile(
    r"(?:\b(?:rrn|rijksregister\w*|niss|insz|registre national|nationalregister\w*|iban|rekening\w*|compte|konto|account|dossier\w*|ref\w*|klantnummer|klantnr|client|kenmerk|kbo|btw|tva|"
    r"ondernemingsnummer|ticket|nummer van|polis\w*|contract\w*|factuur\w*|facture|rechnung|invoice|fax|mededeling)\b[^\n]{0,14}|\+{3}|\bbe[ ]?|\bf)\Z"
)
_OWN = re.compile(
    r"\b(?:mij|mijn (?:gsm\w*|nummer|telefoon\w*|tel|mobiel\w*|vast\w*)|ik ben|bereikbaar|te bereiken|bel(?:t|len)?|nummer|opbellen|terugbellen|gsm|tel\w*|mobiel|mon (?:gsm|tel\w*|numero|portable)|me (?:joindre|contacter|rappeler|telephoner)|m'(?:appeler|appelant|joindre|atteindre)|"
    r"joignable|mein\w*|mich|erreichbar|erreichen|handy|my (?:number|phone|mobile|cell)|me (?:on|at|back)|reach|call me|phone|mobile)\b"
)
#: "Zijn gsm is ...": of the one somebody writes for.
_THEIRS = re.compile(
    r"\b(?:zijn|haar|hun|son|sa|ses|leur|seine?|ihre?|his|her|their)[ ](?:gsm\w*|mobiel\w*|telefoon\w*|tel|nummer|numero|portable|handy\w*|telefon\w*|phone|mobile|number)"
)
#: Behind the number: "dat is mijn privénummer".
_BEHIND = re.compile(
    r"^[ ,;(–-]{0,4}(?:(?:dat|dit) is )?(?:mijn (?:gsm|nummer|prive\w*)|prive|privat\w*|mon numero|personnel|mein\w* nummer|my (?:private |own )?number|private)"
)
#: A number at work.
_WORK = re.compile(r"\b(?:bureau|kantoor|werk|zaak|travail|buro|arbeit|office|work|firma|t)[ .:]{0,3}$")
_OTHERS = re.compile(
    r"\b(?:gebeld naar|belde(?:n)?|gebeld|gecontacteerd|ik heb het nummer|naar (?:het )?(?:nummer|numero)|onthaal|klantendienst|dienst|zijn|haar|(?:mijn|onze) (?:dochter|zoon|buur\w*|broer|zus\w*|moeder|vader|man|vrouw|advocaat|huisbaas|ex\w*|collega|dokter)|verhuurder|advocaat|"
    r"helpdesk|loket|infolijn|gratis|numero vert|telephone au|appele (?:le|au)|appelle (?:le|au)|j'ai (?:telephone|appele)|composer|(?:ma|mon) (?:fille|fils|vois\w+|frere|soeur|mari|femme|avocat\w*|mere|pere)|proprietaire|service|son numero|leur|"
    r"angerufen|hotline|seine|ihre nummer|(?:meine|mein) (?:tochter|sohn|nachbar\w*|mann|frau|mutter|vater|anwalt)|called|rang|their|his|her|landlord|office|hotline|dokter|huisarts|medecin|notaris)\b|\b(?:mme|madame|monsieur|mevrouw|mevr|dhr|de heer|herrn?|frau|mr|mrs|mw)\.? [a-z' -]{2,30}[ ,(:]{0,3}$"
)


@dataclass(frozen=True, slots=True)
class Phone:
    value: str
    start: int
    end: int
    words: str
    #: The writer calls it his own, or says it is another's.
    own: bool
    others: bool
    #: Of the third person spoken of.
    theirs: bool = False
    work: bool = False


def phones(text: str, plain: str) -> Iterator[Phone]:
    """Valid numbers in order, at most thirty."""
    for _, match in zip(range(30), NUMBER.finditer(text), strict=False):
        words = match.group().rstrip(" ./()-")
        before = plain[max(0, match.start() - 60) : match.start()]
        if _OTHER_KIND.search(before[-30:].rstrip(" :.n°")):
            continue
        value = international(words)
        if value is None:
            continue
        said = before[max(before.rfind(". "), before.rfind("\n")) + 1 :]
        theirs = _THEIRS.search(said) is not None
        mine = _BEHIND.match(plain[match.start() + len(words) : match.start() + len(words) + 40]) is not None
        others = _OTHERS.search(said) is not None and not mine
        yield Phone(
            value,
            match.start(),
            match.start() + len(words),
            words,
            own=mine or (_OWN.search(said) is not None and not others),
            others=others,
            theirs=theirs,
            work=_WORK.search(before[-14:]) is not None,
        )


@lru_cache(maxsize=512)
def international(words: str) -> str | None:
    """E.164 of a valid number as Belgians write it; None of anything else."""
    digits = re.sub(r"\D", "", words)
    if not 8 <= len(digits) <= 16:
        return None
    try:
        number = phonenumbers.parse(words.replace("(0)", "").replace("/", " "), "BE")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def flat_phones(text: str) -> list[Phone]:
    return list(phones(text, flat(text)))
