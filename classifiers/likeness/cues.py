"""What a writer says himself about this mail and earlier ones: a new matter, once more, or for somebody else."""

import re
from dataclasses import dataclass

from classifiers.flat import flat

#: "This is something else": the writer parts this matter from an earlier one.
NEW_MATTER = re.compile(
    r"\b(?:(?:nieuwe|andere|tweede|aparte|afzonderlijke) (?:klacht|zaak|kwestie|melding)|ander(?:e)? (?:probleem|onderwerp|dossier)|nieuw (?:probleem|dossier|onderwerp)|"
    r"(?:iets|wat) (?:helemaal |heel |totaal )?anders|los van (?:mijn|het|de|dat|die)|staat (?:volledig |helemaal )?los|niets te maken met (?:mijn|het|de|dat|die) (?:vorige|eerdere|andere|eerste|oude)|"
    r"(?:nouvelle|autre|seconde|deuxieme) (?:plainte|affaire|reclamation)|autre (?:probleme|sujet|dossier|chose)|nouveau (?:probleme|dossier|sujet)|rien a voir avec (?:ma|mon|le|la|l')|"
    r"(?:neue|andere|weitere|zweite) (?:beschwerde|angelegenheit|sache)|anderes (?:problem|thema|anliegen)|neues (?:problem|anliegen)|etwas (?:ganz )?anderes|nichts (?:mit .{1,40} )?zu tun|"
    r"(?:new|another|different|separate|second) (?:complaint|matter|issue|problem|case|subject)|something (?:quite |entirely |completely )?(?:else|different)|unrelated to|nothing to do with my)\b"
)
#: "Once more": the writer points at an earlier mail of his own, or waits for an answer to it.
ONCE_MORE = re.compile(
    r"\b(?:nogmaals|nog eens|nog een keer|opnieuw|alweer|nog steeds geen (?:antwoord|reactie|nieuws)|nog geen (?:antwoord|reactie|nieuws)|herinnering|"
    r"(?:mijn|onze) (?:vorige|eerdere|eerste|laatste|oude) (?:mail|e-mail|bericht|brief|klacht|schrijven)|(?:eerder|vroeger|al eens|reeds) (?:schreef|stuurde|mailde|geschreven|gestuurd|gemaild|ingediend|gemeld)|"
    r"zoals (?:ik|we|wij) (?:al |reeds )?(?:schreef|schreven|meldde|meldden)|hoe (?:ver|het) (?:het )?(?:staat|zit)|(?:mijn|onze) (?:klacht|mail|dossier|brief) van|aanvulling|aanvullend|in vervolg op|ter aanvulling|"
    r"encore une fois|une nouvelle fois|a nouveau|de nouveau|toujours (?:pas|aucune) (?:de )?(?:reponse|nouvelles)|rappel|(?:mon|ma|notre) (?:precedente?|premiere?|derniere?|ancienne?) (?:mail|message|courriel|courrier|lettre|plainte)|"
    r"(?:je|nous) vous (?:ai|avons|avais) (?:deja )?ecrit|(?:ma|notre) plainte du|ou en est|complement|suite a (?:ma|mon|notre)|"
    r"erneut|nochmals|noch einmal|wieder(?:holt)?|noch (?:immer )?keine (?:antwort|nachricht)|erinnerung|(?:meine|unsere|meiner|unserer) (?:vorherigen?|fruheren?|ersten?|letzten?) (?:mail|nachricht|e-mail|beschwerde|schreiben)|"
    r"(?:ihnen|euch) (?:bereits |schon )?geschrieben|(?:meine|meiner) beschwerde vom|stand der (?:dinge|sache)|erganzung|erganzend|"
    r"once more|once again|again|still no (?:answer|reply|news)|reminder|my (?:previous|earlier|first|last) (?:mail|e-mail|email|message|letter|complaint)|"
    r"i (?:already )?(?:wrote|sent|mailed|emailed) (?:to )?you|my complaint of|how far|any news|in addition to my|further to my)\b"
)
#: Somebody writes for another person, or about a person of his own house.
FOR_ANOTHER = re.compile(
    r"\b(?:(?:mijn|m'n|onze|voor) (?:man|vrouw|echtgenoot|echtgenote|partner|vriend|vriendin|vader|moeder|papa|mama|zoon|dochter|ouders|schoonmoeder|schoonvader|broer|zus|zuster|oma|opa|grootmoeder|grootvader|buurvrouw|buurman|tante|nonkel|oom|client|clienten)|"
    r"namens|in naam van|op (?:vraag|verzoek) van|in opdracht van|vertegenwoordig\w*|als bewindvoerder|"
    r"(?:mon|ma|mes|notre|pour) (?:mari|femme|epoux|epouse|compagnon|compagne|conjointe?|pere|mere|papa|maman|fils|fille|parents|belle-mere|beau-pere|frere|soeur|grand-mere|grand-pere|voisine?|tante|oncle|cliente?)|"
    r"au nom de|pour le compte de|a la demande de|de la part de|"
    r"(?:mein|meine|meiner|meinem|meinen|unsere?) (?:mann|frau|ehemann|ehefrau|partner|partnerin|vater|mutter|sohn|tochter|eltern|bruder|schwester|oma|opa|nachbarin|nachbar|mandantin|mandant)|im namen|im auftrag|"
    r"my (?:husband|wife|partner|father|mother|dad|mum|mom|son|daughter|parents|brother|sister|grandmother|grandfather|neighbour|neighbor|client)|on behalf of|at the request of)\b"
)


@dataclass(frozen=True, slots=True)
class Cues:
    says_new: bool
    says_again: bool
    speaks_for: bool


def read_cues(text: str) -> Cues:
    """From the writer's own words, subject included; quoted words must be left out by the caller."""
    plain = flat(text)
    return Cues(
        says_new=bool(NEW_MATTER.search(plain)),
        says_again=bool(ONCE_MORE.search(plain)),
        speaks_for=bool(FOR_ANOTHER.search(plain)),
    )
