"""Telephone numbers in a text, in international form, and whose they are by the words around them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import phonenumbers

NUMBER = re.compile(r"(?<![\w.,/+-])(?:\+[ ]?|00[ ]?|\(0|0)(?:[ ./()-]{0,3}\d){7,14}(?!\d|[ ]?(?:€|euro|%))(?![.,-]\d)")
#: Broken off at the end of a line and gone on in the next.
_BROKEN = re.compile(
    r"(?<![\w.,/+-])(?:\+|00|\(?0)(?:[ ./()-]{0,3}\d){2,7}[ ./-]{0,2}\n[ ]{0,3}(?:\d[ ./-]{0,2}){4,9}(?!\d)(?![.,-]\d)"
)
#: Behind the word for it, without the first nought or with the country's bare number: "gsm 478 12 34 56", "32 478 ...".
_BARE = re.compile(
    r"\b(?:gsm|tel|telefoon|telefon|telephone|mobiel|mobile|portable|handy|phone|whatsapp|nummer|numero|nr)\b[ .:°/-]{1,3}(?P<told>(?:32[ ./-]{0,2})?4[5-9]\d(?:[ ./-]{0,2}\d\d){3})(?!\d)(?![.,-]\d)"
)
#: Numbers of another kind: national number, account, dossier, company.
_OTHER_KIND = re.compile(
    r"(?:\b(?:rrn|rijksregister\w*|niss|insz|registre national|nationalregister\w*|iban|rekening\w*|compte|konto|account|dossier\w*|ref\w*|klantnummer|klantnr|client|kenmerk|kbo|btw|tva|"
    r"ondernemingsnummer|ticket|nummer van|polis\w*|contract\w*|factuur\w*|facture|rechnung|invoice|fax|mededeling)\b[^\n]{0,14}|\+{3}|\bbe[ ]?|\bf)\Z"
)
_OWN = re.compile(
    r"\b(?:mij|mijn (?:gsm\w*|nummer|telefoon\w*|tel|mobiel\w*|vast\w*)|ik ben|bereikbaar|te bereiken|bel(?:t|len)?|nummer|opbellen|terugbellen|gsm|tel\w*|mobiel|mon (?:gsm|tel\w*|numero|portable)|me (?:joindre|contacter|rappeler|telephoner)|m'(?:appeler|appelant|joindre|atteindre)|"
    r"joignable|mein\w*|mich|erreichbar|erreichen|handy|my (?:number|phone|mobile|cell)|me (?:on|at|back)|reach|call me|phone|mobile)\b"
)
#: The writer says it of himself, in the words right before the number: it outweighs others named further ahead.
_MINE = re.compile(
    r"\b(?:bel(?:t|len)?(?: u| jullie| ge)?(?: me| mij| ons)\b|(?:me|mij|ons)(?: \w+){0,5} (?:op)?(?:bel\w*|bereik\w*|contacteren|telefoneren|vinden|vindt|vind)|(?:bereik\w*|vindt|vind|contacteer|telefoneer)(?: u| jullie| ge)? (?:mij|me|ons)|"
    r"(?:ik|wij|we) (?:\w+ ){0,2}(?:te )?bereik(?:en|baar)|(?:mij|ons) (?:nummer|gsm)|mijn (?:gsm\w*|nummer|telefoon\w*|tel|mobiel\w*|vast\w*|eigen nummer)|"
    r"(?:appelez|telephonez|joignez|sonnez|contactez|rappelez)[ -](?:moi|nous)|m'(?:appeler|appelant|joindre|atteindre|avoir)|(?:me|nous) (?:joindre|contacter|rappeler|telephoner|appeler)|je suis (?:\w+ )?joignable|mon (?:gsm|tel\w*|numero|portable)|"
    r"(?:mich|uns) (?:\w+ ){0,3}(?:an|unter|auf)|erreich\w+ (?:sie )?(?:mich|uns)|(?:mich|uns) erreich\w+|ich bin (?:\w+ )?erreichbar|rufen sie (?:mich|uns)|meine (?:nummer|handy\w*|telefon\w*)|mein (?:handy|telefon)|"
    r"(?:call|ring|phone|reach|text|contact) (?:me|us)|(?:me|us) (?:on|at|back)|my (?:own )?(?:number|phone|mobile|cell))\b"
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
    r"\b(?:gebeld naar|belde(?:n)?|gebeld|gecontacteerd|ik heb het nummer|naar (?:het )?(?:nummer|numero)|onthaal|klantendienst|dienst|(?:zijn|haar) (?:gsm\w*|mobiel\w*|telefoon\w*|tel|nummer|numero)|(?:mijn|onze) (?:dochter|zoon|buur\w*|broer|zus\w*|moeder|vader|man|vrouw|advocaat|huisbaas|ex\w*|collega|dokter)|verhuurder|advocaat|"
    r"helpdesk|loket|infolijn|gratis|numero vert|telephone au|appele (?:le|au)|appelle (?:le|au)|j'ai (?:telephone|appele)|composer|(?:ma|mon) (?:fille|fils|vois\w+|frere|soeur|mari|femme|avocat\w*|mere|pere)|proprietaire|service|(?:son|leur) (?:numero|gsm|tel\w*|portable)|appelez-l[ae]s?|"
    r"angerufen|hotline|(?:seine|ihre|deren) (?:nummer|handy\w*|telefon\w*)|(?:meine|mein) (?:tochter|sohn|nachbar\w*|mann|frau|mutter|vater|anwalt)|called|rang|(?:their|his|her) (?:number|phone|mobile|cell)|(?:bel|call|ring|phone) (?:haar|hem|hen|her|him|them)|landlord|office|hotline|dokter|huisarts|medecin|notaris)\b|\b(?:mme|madame|monsieur|mevrouw|mevr|dhr|de heer|herrn?|frau|mr|mrs|mw)\.? [a-z' -]{2,30}[ ,(:]{0,3}$"
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
    for _, (start, words) in zip(range(30), _written(text, plain), strict=False):
        before = plain[max(0, start - 60) : start]
        if _OTHER_KIND.search(before[-30:].rstrip(" :.n°")):
            continue
        value = international(words)
        if value is None or _of_a_desk(value):
            continue
        said = before[max(before.rfind(". "), before.rfind("\n")) + 1 :]
        end = start + len(words)
        mine = _BEHIND.match(plain[end : end + 40]) is not None or _said_last(_MINE, _OTHERS, said)
        others = _OTHERS.search(said) is not None and not mine
        yield Phone(
            value,
            start,
            end,
            words,
            own=mine or (_OWN.search(said) is not None and not others),
            others=others,
            theirs=_THEIRS.search(said) is not None,
            work=_WORK.search(before[-14:]) is not None,
        )


def _written(text: str, plain: str) -> Iterator[tuple[int, str]]:
    """Start and words of what looks like a number, in order."""
    found = {m.start(): m.group().rstrip(" ./-") for m in _BROKEN.finditer(text)}
    found |= {m.start("told"): m["told"] for m in _BARE.finditer(plain)}
    whole = ((m.start(), m.group().rstrip(" ./()-")) for m in NUMBER.finditer(text))
    found |= {start: words for start, words in whole if start not in found or international(words)}
    yield from sorted(found.items())


def _said_last(one: re.Pattern[str], other: re.Pattern[str], said: str) -> bool:
    """The last words that fit `one` stand behind all that fit `other`."""
    found = [match.start() for match in one.finditer(said)]
    return bool(found) and other.search(said, found[-1] + 1) is None


def _of_a_desk(value: str) -> bool:
    """Free, dear and shared numbers: nobody lives behind them."""
    return re.match(r"\+32(?:800|90\d|78|7[07]\d)", value) is not None


@lru_cache(maxsize=512)
def international(words: str) -> str | None:
    """E.164 of a valid number as Belgians write it; None of anything else."""
    digits = re.sub(r"\D", "", words)
    if not 8 <= len(digits) <= 16:
        return None
    told = re.sub(r"[/\n]", " ", words.replace("(0)", ""))
    if digits[0] == "4" and len(digits) == 9:
        told = f"0{digits}"
    elif digits.startswith("324") and len(digits) == 11:
        told = f"+{digits}"
    try:
        number = phonenumbers.parse(told, "BE")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
