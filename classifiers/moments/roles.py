"""What the words around a day make of it: a birth, a law, a term to come, a step taken, a decision of the body."""

import re

#: The first row that fits decides. On flat text of its clause.
ROLES: tuple[tuple[str, float, re.Pattern[str]], ...] = (
    (
        "birth",
        0.0,
        re.compile(
            r"(?:\b(?:geboren|geboorte\w*|geb\.?|nee?|naissance|geburt\w*|born|birth\w*|jarig|verjaardag)\b|°)[ :]{0,3}(?:(?:op|te|in|le|a|am|den|de|on|is)[ ]|[a-z-]{3,20},?[ ]){0,3}$"
        ),
    ),
    (
        "law",
        0.0,
        re.compile(
            r"\b(?:wet|decreet|besluit van de (?:vlaamse|brusselse)|ordonnantie|koninklijk besluit|kb|loi|decret|ordonnance|arrete royal|gesetz|dekret|verordening|reglement(?: van)?|act of|directive|richtlijn|cao|wetboek)\b[^.]{0,25}$"
        ),
    ),
    (
        "to come",
        0.0,
        re.compile(
            r"\b(?:uiterlijk|ten laatste|tegen|vervaldag|vervaldatum|deadline|zitting|hoorzitting|afspraak (?:voor|op)|au plus tard|avant le|avant fin|audience|echeance|spatestens|bis spatestens|termin am|by the|no later than|hearing|deadline|before)[ ](?:[a-z]+[ ]){0,2}$"
        ),
    ),
    (
        "until",
        0.4,
        re.compile(
            r"\b(?:tot|jusqu'(?:en|au|a)(?: la)?|bis|until|till)[ ](?:(?:in|eind|einde|begin|half|fin|debut|ende|anfang|mitte|the|end|of|le|den|zum|mi|du)[ ]?){0,3}$"
        ),
    ),
    (
        "life",
        0.3,
        re.compile(
            r"\b(?:overleden|overleed|overlijden|gestorven|stierf|begraven|decede\w*|deces|est morte?|verstorben|gestorben|verstarb|died|passed away|death|geopereerd|operatie|cataract|operee?|operation|operiert|"
            r"in het ziekenhuis|hospitalisee?|a l'hopital|im krankenhaus|in hospital|werkzoekend|werkloos|chomeur|chomage|sans emploi|arbeitslos|unemployed|gescheiden|divorcee?|geschieden|divorced|verhuisd|demenage\w*|umgezogen|moved house)\b"
        ),
    ),
    (
        "expiry",
        0.25,
        re.compile(
            r"\b(?:verv(?:iel|alt|allen)|geldig tot|verlo(?:opt|pen)|verliep|expir\w*|valable|gultig|lauft ab|ablauf|abgelaufen|loopt (?:nog )?(?:tot|af)|liep af)\b"
        ),
    ),
    (
        "background",
        0.2,
        re.compile(
            r"\b(?:(?:ik|wij|we) (?:woon|wonen|werk|werken|ben (?:al )?(?:klant|lid|gepensioneerd|weduwe)|rijd|huur|huren)|(?:woon|wonen|werk|huur|huren) (?:ik|wij|we)|getrouwd|gehuwd|gekocht|eigenaar|j'habite|nous habitons|je travaille|marie|retraite|achete|proprietaire|locataire|nous sommes (?:en|le)|on est (?:en|le)|we zijn (?:nu|intussen|ondertussen|in)|wir haben (?:jetzt|nun)|it is now|ich wohne|wir wohnen|ich arbeite|rentner|gekauft|i live|we live|i work|i have lived|retired|bought|bouwjaar|gebouwd|construit)\b"
        ),
    ),
    (
        "decision",
        1.0,
        re.compile(
            r"\b(?:aanslagbiljet|beslissing|besluit|boete|factuur|afrekening|aanslag|heffing|vergunning|avertissement-extrait de role|decision|imposition|enrolee?|taxation|amende|facture|decompte|bescheid|rechnung|busse|strafzettel|genehmigung|assessment|fine|invoice|bill|decision)[ ](?:(?:van|dd\.?|du|le|de|d'|vom|am|of|dated|die|ik|op|kreeg|recue?|erhalten|received|on|werd|ontvangen)[ ]){0,3}$"
        ),
    ),
    (
        "step",
        0.45,
        re.compile(
            r"\b(?:klacht\w*|geklaagd|gemaild|mail\w*|gebeld|bel(?:de|len)|getelefoneerd|opgebeld|aangetekend\w*|brief\w*|geschreven|schreef|schriftelijk|gemeld|meldde|melding|gecontacteerd|herinnering\w*|antwoord\w*|ontvangstbevestiging|verwittigd|aangeschreven|"
            r"formulier|ingebrekestelling|bezwaar\w*|beroep\w*|aangekaart|"
            r"plainte\w*|reclam\w*|ecrit|lettre|courrier|courriel|telephone|appele|contacte|rappel\w*|repon\w*|recommande|signale|mail\w*|recours|"
            r"beschwer\w*|geschrieben|brief\w*|schreiben|angerufen|telefonier\w*|antwort\w*|gemeldet|einschreiben|widerspruch|e-mail|erinner\w*|"
            r"complain\w*|wrote|written|letter|email\w*|called|phoned|rang|repl\w*|answer\w*|reported|reminder|registered|mise en demeure|sommation|mahnung|formal notice|(?:was|were) told|on m'a dit|gesproken|sprak|parle|parlee?|gesprochen|spoke|spoken|(?:ik|we|wij) (?:zei|vertelde|vroeg)\w*|(?:zei|vertelde|vroeg) (?:ik|we|wij)|j'ai dit|(?:i|we) (?:told|asked)|(?:sagte|fragte) ich|ich (?:sagte|fragte)|(?:said|told me|told us|a dit|m'a dit|zei men|sagte man) (?:that|que|dat|dass)|(?:je me suis|j'ai ete|ben ik|ik ben|ging ik|ik ging|i went|ich war|ich ging)[^.]{0,25}(?:guichet|loket|balie|bureau|kantoor|schalter|amt|desk|counter|office|town hall))\b"
        ),
    ),
    (
        "application",
        0.75,
        re.compile(
            r"\b(?:aanvra\w*|aangevraagd|ingeschreven|inschrijving|aanmelding|besteld|demande\w*|introduit\w*|inscri\w*|commande|antrag\w*|beantragt|angemeldet|bestellt|appl(?:y|ied|ication)\w*|registered|ordered)\b"
        ),
    ),
)
