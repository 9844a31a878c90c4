"""Which other complaint bodies got the same complaint, and which addressees are none."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase

from classifiers.bodies.mentions import Mention, Strength
from classifiers.bodies.names import BodyNames
from classifiers.bodies.view import HouseView, MailView
from classifiers.message import SUBJECT, Address, Message
from classifiers.understanding import Reading, Span
from classifiers.words import Word

TELLING_LOCAL_PART = re.compile(
    r"^(?:ombuds|klacht|plainte|mediat|beschwerde|reclam|info|contact|bemiddel|meldpunt|complaint)"
)
COMPLAINT_DESK = re.compile(r"^(?:ombuds|klacht|plainte|mediat|beschwerde|reclamation)")
_GAP = r"(?:\w+ ){0,6}?"
#: The writer says that it went elsewhere too, or that he complained there.
SENT_ALSO = re.compile(
    r"\b(?:"
    rf"ook {_GAP}(?:gestuurd|verstuurd|gericht|gemaild|bezorgd|ingediend|aangeschreven|gecontacteerd|geschreven|gemeld|overgemaakt|neergelegd|aan|naar|bij)|"
    rf"(?:stuur|stuurde|mail|mailde|richt|richtte|bezorg|bezorgde|schrijf|schreef|diende|gestuurd|ingediend|gemaild|geschreven) {_GAP}(?:ook|eveneens|tegelijk\w*|kopie|tevens)|"
    rf"(?:eveneens|tevens) {_GAP}(?:gericht|gestuurd|ingediend|aan|naar|bij)|(?:kopie|cc|afschrift) {_GAP}(?:aan|naar|voor|bij)|"
    rf"(?:zelfde|deze|dit) (?:klacht|mail|brief|bericht|schrijven) {_GAP}(?:ging|gaat|ligt|loopt|is|werd|bezorgde|stuurde)|(?:tegelijk|gelijktijdig|parallel)\w*|"
    rf"(?:klacht|dossier|zaak|mail|brief) {_GAP}(?:bij|aan|naar) {_GAP}ombuds\w*|gericht aan|"
    rf"(?:vul|vulde|ingevuld|invulde) {_GAP}(?:formulier|webformulier|klachtenformulier)|(?:formulier|webformulier|klachtenformulier) {_GAP}(?:ingevuld|ingestuurd|doorgestuurd)|"
    rf"(?:rempli|remplis|complete) {_GAP}formulaire|formulaire {_GAP}(?:rempli|envoye)|(?:formular|onlineformular) {_GAP}(?:ausgefullt|abgeschickt)|"
    rf"(?:filled|completed|submitted) {_GAP}form|"
    rf"egalement {_GAP}(?:envoye\w*|adresse\w*|ecrit|saisi\w*|depose\w*|introduit\w*|transmis\w*|contacte\w*|a|au|aupres)|"
    rf"(?:aussi|parallelement|simultanement) {_GAP}(?:envoye\w*|adresse\w*|ecrit|saisi\w*|depose\w*|introduit\w*|contacte\w*|a|au|aupres)|"
    rf"(?:envoie|adresse|ecris|transmets|depose|introduis|saisi|ecrit|envoye|introduit) {_GAP}(?:aussi|egalement|temps|copie|parallele)|"
    rf"copie {_GAP}(?:a|au|aux|pour|chez)|meme (?:plainte|courrier|mail|lettre|message|courriel|reclamation|dossier)|(?:plainte|dossier) {_GAP}(?:aupres|chez) {_GAP}(?:mediat\w*|ombuds\w*)|"
    rf"auch {_GAP}(?:gesendet|gesandt|geschickt|geschrieben|gerichtet|gewandt|eingereicht|informiert|an|bei)|"
    rf"(?:schicke|sende|schreibe|richte|wende) {_GAP}(?:auch|ebenfalls|gleichzeitig)|(?:gleichzeitig|ebenfalls|zeitgleich|parallel) {_GAP}(?:an|bei)|"
    rf"kopie {_GAP}an|(?:selbe|gleiche) (?:beschwerde|mail|nachricht|schreiben|brief)\w*|"
    rf"also {_GAP}(?:sent|sending|written|wrote|complained|filed|submitted|copied|contacted|emailed|lodged|went|to|with)|"
    rf"copied to|copying|copy to|same (?:complaint|email|letter|message|mail)|(?:sent|sending|wrote|write|filed) {_GAP}(?:too|also|both)|as well as"
    r")\b"
)
#: Words of sending, which need a preposition of direction beside them ("stuurde ... naar", "écrit ... au").
SENDING = re.compile(
    r"\b(?:stuur|stuurde|stuurden|sturen|gestuurd|verstuurd|verzonden|mail|mailde|gemaild|schrijf|schreef|geschreven|richt|richtte|gericht|"
    r"dien|diende|ingediend|bezorg|bezorgde|bezorgd|meldde|gemeld|overgemaakt|neergelegd|voorgelegd|klacht (?:lopen|loopt|loopen)|loopt|gestapt|gewend|"
    r"envoie|envoye|envoyee|ecris|ecrit|adresse|adressee|transmets|transmis|depose|deposee|introduit|introduite|soumis|plainte|pendante|"
    r"sende|schicke|schreibe|richte|gesendet|gesandt|geschickt|geschrieben|gerichtet|gewandt|eingereicht|vorgelegt|weitergeleitet|geht|liegt|lauft|"
    r"send|sent|write|wrote|written|writing|filed|file|complained|submitted|lodged|forwarded|went|goes|addressed)\b"
)
DIRECTION = re.compile(r"\b(?:aan|naar|bij|tot|a|au|aux|aupres|chez|vers|an|bei|beim|to|with|at)\b")
#: Words that name the house as the one told, without a preposition; or as the one that got a copy.
REACHED = re.compile(
    r"\b(?:ingelicht|verwittigd|aangeschreven|gecontacteerd|contacteerde|verwittigde|kopie|afschrift|in cc|cc|kreeg|kregen|krijgt|krijgen|ontving|ontvangt|tegelijk\w*|"
    r"saisi|saisie|contacte|informe|averti|alerte|copie|recoit|recu|simultanement|"
    r"angeschrieben|informiert|kontaktiert|verstandigt|benachrichtigt|kopie|erhalt|erhielt|bekommt|bekam|gleichzeitig|zeitgleich|"
    r"contacted|informed|copied|emailed|copying|notified|copy|received|gets|got|simultaneously)\b"
)
#: No: not sent, not yet, only thought of, or the writer was sent on from there.
NOT_SENT = re.compile(
    r"\b(?:(?:stuurde|verwijst|stuurt) (?:mij|me|ons)|(?:mij|me|ons) (?:\w+ ){0,4}?(?:gestuurd|doorgestuurd)|m a (?:dit|envoye\w*|adresse\w*|conseille\w*)|hat mich|haben mich|sent me|told me|"
    r"iets anders|andere zaak|autre (?:chose|affaire|dossier)|anderes|something else|nobody|niemand|personne|niemanden|instead|falls|wenn|si vous|if|als (?:u|het|dit|ik|jullie)|werkt|travaille|arbeitet|works|bevoegd|competent\w*|zustandig|"
    r"ne (?:l |les |lui |leur |m y |m )?(?:ai|avons) pas|conseill\w*|(?:sur|mon) (?:\w+ )?conseil|raadde|aangeraden|advise\w*|suggest\w*|geraten|recommand\w*|niet gedaan|niet {0}(?:gestuurd|ingediend|naar|bij|aangeschreven|gecontacteerd)|nog (?:niet|geen)|zal ik|ga ik|wil ik|volgende stap|anders|overweeg|"
    r"indien|moet ik|kan ik|mag ik|hoort dit|zou ik|zei(?:den)? dat|niet bevoegd|doorverwe\w*|verwees|verwezen|verwijst|"
    r"pas {0}(?:envoye\w*|ecrit|saisi\w*|encore|contacte\w*|introduit)|je vais|je compte|sinon|prochaine etape|dois je|puis je|devrais|renvoye\w*|oriente\w*|incompetent\w*|"
    r"nicht {0}(?:geschickt|gesendet|gewandt|eingereicht|kontaktiert|zustandig)|noch nicht|werde ich|sonst|nachster schritt|soll ich|verwies\w*|"
    r"not {0}(?:sent|filed|contacted|written|yet|competent)|haven t|have not|did not|didn t|will {0}(?:go|send|file|contact|turn)|otherwise|next step|should i|referred|redirected)\b".replace(
        "{0}", _GAP
    )
)
#: How a letter is addressed: "Aan de ombudsvrouw en aan Unia".
ADDRESSING = frozenset("aan geachte beste a au madame monsieur mesdames an sehr to dear".split())


#: Characters of the outer mail that are searched for header blocks.
MOST_BODY = 60_000
#: Addressees in the header block of a mail that was forwarded or quoted inside the text.
HEADER_LINE = re.compile(
    r"^[> *]{0,6}(?:Aan|To|À|An|Cc|CC|Kopie|Copie|Copie à|Kopie an|Destinataire)[ *]?:[^\n]{3,400}$", re.MULTILINE
)
MAIL_ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")


class RecipientReader:
    def __init__(self, bodies: Sequence[BodyNames]) -> None:
        known = [b for b in bodies if b.kind not in ("subject", "copied")]
        self._bodies = {body.id: body for body in known}
        self._by_address = {address: body.id for body in known for address in body.addresses}
        self._by_domain = {domain: body.id for body in reversed(known) for domain in body.domains}
        self._by_shared: dict[str, list[str]] = {}
        for body in known:
            for domain in body.shared_domains:
                self._by_shared.setdefault(domain, []).append(body.id)
        self._copied = [(b.id, b.addresses) for b in bodies if b.kind == "copied"]

    def body_of(self, email: str) -> str | None:
        """The body behind an address: exact, dedicated domain, then shared domain with a telling local part."""
        if email in self._by_address:
            return self._by_address[email]
        local, _, domain = email.partition("@")
        found = next((self._by_domain[d] for d in _parents(domain) if d in self._by_domain), None)
        if found and self._bodies[found].own_ombuds and re.match(r"(?:ombuds|mediat)", local):
            return self._bodies[found].own_ombuds
        if found:
            return found
        shared = [b for d in _parents(domain) for b in self._by_shared.get(d, ())]
        return shared[0] if len(shared) == 1 and TELLING_LOCAL_PART.match(local) else None

    def addressed(self, mail: MailView) -> tuple[str, ...]:
        """Bodies among the addressees of the mail and of those inside it."""
        found = (self.body_of(_plain(a.email)) for m in _chain(mail.outer) for a in (*m.to, *m.cc))
        return tuple(dict.fromkeys(body for body in found if body))

    def read(
        self,
        mail: MailView,
        house: HouseView,
        text: Sequence[Word],
        mentions: Sequence[Mention],
        complained: frozenset[str],
    ) -> tuple[tuple[Reading[str], ...], tuple[Reading[str], ...]]:
        """(other complaint bodies, decoys)."""
        found: dict[str, Reading[str]] = {}
        decoys: dict[str, Reading[str]] = {}
        own = {address.lower() for address in house.addresses}
        for message in _chain(mail.outer):
            for address in (*message.to, *message.cc):
                if _plain(address.email) not in own:
                    self._take(address, found, decoys)
        for line in HEADER_LINE.finditer(mail.outer.body[:MOST_BODY]):
            for written in MAIL_ADDRESS.findall(line.group()):
                if _plain(written) not in own:
                    self._take(Address("", written.lower()), found, decoys)
        for reading in (*self._transferred(mail), *self._told(mail, text, mentions)):
            found.setdefault(reading.value, reading)
        desks = (
            b
            for b in found
            if self._bodies[b].kind == "second_line"
            and b.startswith(tuple(f"{c}-" for c in (*complained, *house.body_ids)))
        )
        left_out = {*complained, *house.body_ids, house.id, *desks}
        return tuple(r for b, r in found.items() if b not in left_out), tuple(decoys.values())

    def _counts(self, body: str | None) -> bool:
        return body in self._bodies and self._bodies[body].takes_complaints

    def _take(self, address: Address, found: dict[str, Reading[str]], decoys: dict[str, Reading[str]]) -> None:
        email = _plain(address.email)
        body = self.body_of(email)
        span = Span("to", 0, 0)
        if body and email not in self._by_address and (group := self._group(email)):
            decoys.setdefault(email, Reading(group, 0.95, "addressee", span, address.email))
        elif body and (self._counts(body) or COMPLAINT_DESK.match(email)):
            sure = 0.97 if self._counts(body) else 0.7
            found.setdefault(body, Reading(body, sure, "addressee", span, address.email))
        elif group := self._group(email):
            decoys.setdefault(email, Reading(group, 0.95, "addressee", span, address.email))
        elif not email and address.name:
            # A name without an address, as in a forwarded header block.
            named = address.name.casefold()
            for known in self._bodies.values():
                if known.takes_complaints and any(named == name.casefold() for name in known.names):
                    found.setdefault(known.id, Reading(known.id, 0.9, "addressee by name", span, address.name))

    def _group(self, email: str) -> str | None:
        return next((g for g, patterns in self._copied if any(fnmatchcase(email, p) for p in patterns)), None)

    def _transferred(self, mail: MailView) -> Iterator[Reading[str]]:
        """The house that sends the mail: a complaint body always, another body where it passes a citizen's mail on."""
        for sender in mail.outer.from_[:1]:
            body = self.body_of(_plain(sender.email))
            if body and (self._counts(body) or mail.prefix):
                yield Reading(body, 0.95, "sender", Span("from", 0, 0), sender.email)

    def _told(self, mail: MailView, text: Sequence[Word], mentions: Sequence[Mention]) -> Iterator[Reading[str]]:
        """Bodies that the text says got it too, and those it is addressed to."""
        starts = [word.start for word in text]
        named = sorted(
            (m for m in mentions if m.strength > Strength.WEAK and self._counts(m.body)), key=lambda m: m.first
        )
        for sentence in mail.sentences if named else ():
            if sentence.part.endswith(SUBJECT):
                continue
            first, last = bisect_left(starts, sentence.start), bisect_left(starts, sentence.end)
            inside = named[
                bisect_left(named, first, key=lambda m: m.first) : bisect_left(named, last, key=lambda m: m.first)
            ]
            if not inside:
                continue
            plain = " ".join(w.folded for w in text[first : min(last, first + 120)])
            addressing = first == 0 and text[first].folded in ADDRESSING and last - first < 40
            if sentence.hypothetical or _unsent(mail.text[sentence.start : sentence.end], plain):
                continue
            if not (addressing or SENT_ALSO.search(plain) or _sent(plain)):
                continue
            for mention in inside:
                span = Span(f"{mail.prefix}{mail.part}", text[mention.first].start, text[mention.last - 1].end)
                shown = mail.text[span.start : span.end]
                yield Reading(mention.body, 0.85, "says it went there too", span, shown)


def _unsent(written: str, plain: str) -> bool:
    return written.rstrip().endswith("?") or bool(NOT_SENT.search(plain))


def _sent(plain: str) -> bool:
    return bool(REACHED.search(plain) or (SENDING.search(plain) and DIRECTION.search(plain)))


def _plain(email: str) -> str:
    """Lower case, without a "+tag"."""
    return re.sub(r"\+[^@]*@", "@", email.lower())


def _parents(domain: str) -> list[str]:
    labels = domain.split(".")[-6:]
    return [".".join(labels[n:]) for n in range(max(1, len(labels) - 1))]


def _chain(message: Message, depth: int = 4) -> list[Message]:
    """The mail and the messages inside it: the addressees of a forwarded chain got it too."""
    if depth == 0:
        return [message]
    return [message, *(deeper for inner in message.forwarded for deeper in _chain(inner, depth - 1))]
