"""Words before and behind a mention that say whether the complaint is about that body: two ordered tables."""

import re

_FEW = r"(?:\w+ ){0,4}$"
#: "geld van", "budget de", "Zuschuss von": whose money it is, not who is complained about.
MONEY_OF = re.compile(
    r"\b(?:geld|centen|budget|budgetten|subsidie|subsidies|middelen|toelage|financiering|argent|fonds|subside|subsides|"
    r"financement|geldern?|mittel|zuschuss|zuschusse|money|funds|funding|grants?|subsidy) (?:van|de|du|des|von|vom|of|from) (?:\w+ )?$"
)
#: Name, folded words shortly before a mention, and by how much they multiply it; the first row that fits counts.
CUES: tuple[tuple[str, re.Pattern[str], float], ...] = (
    (
        "denied",
        re.compile(
            r"\b(?:niet (?:over|tegen)|geen klacht (?:over|tegen)|pas (?:contre|de plainte contre)|nicht (?:uber|gegen)|"
            r"not (?:about|against)|(?:niks|niets|geen \w+) (?:te klagen |te zeggen |aan te merken )?(?:over|tegen|op)|rien a reprocher (?:a|au|aux)|"
            r"no complaints? (?:about|against)|nichts gegen|niets te maken met|rien a voir avec|nichts mit|nothing to do with) (?:\w+ ){0,3}$|"
            r"\b(?:et non|pas|niet|nicht|not) (?:de |het |la |le |les |l |die |der |das |dem |the |over |van |bij )?$"
        ),
        0.1,
    ),
    (
        "complaint about",
        re.compile(
            r"\b(?:klacht|klachten|klagen|klaag|ontevreden|misnoegd|boos|geschil|conflict|problemen|probleem|beklag) "
            r"(?:\w+ ){0,2}?(?:over|tegen|met|aangaande|betreffende|inzake|rond|omtrent|ivm|jegens|op) " + _FEW
        ),
        2.5,
    ),
    (
        "plainte contre",
        re.compile(
            r"\b(?:plainte|plaintes|reclamation|plaindre|plains|mecontent|mecontente|probleme|problemes|litige|conflit) "
            r"(?:\w+ ){0,2}?(?:contre|concernant|sujet|sur|avec|envers|relative|propos|de|du|des) " + _FEW
        ),
        2.5,
    ),
    (
        "Beschwerde über",
        re.compile(
            r"\b(?:beschwer\w*|unzufrieden|problem|probleme|problemen|arger|streit) (?:\w+ ){0,3}?"
            r"(?:uber|gegen|mit|betreffend|bezuglich|wegen) " + _FEW
        ),
        2.5,
    ),
    (
        "complaint against",
        re.compile(
            r"\b(?:complain\w*|unhappy|dissatisfied|problem|problems|dispute|issue|issues) (?:\w+ ){0,2}?"
            r"(?:about|against|with|regarding|concerning|on) " + _FEW
        ),
        2.5,
    ),
    (
        "it is about",
        re.compile(
            r"\b(?:gaat (?:het |dit )?(?:\w+ )?(?:om|over)|betreft|heeft betrekking op|concerne|(?:il )?s agit (?:bien )?(?:de|du|des)|porte sur|"
            r"betrifft|geht (?:es )?um|handelt (?:es )?sich um|concerns|(?:it|this) is about|relates to) (?:\w+ ){0,3}$"
        ),
        1.6,
    ),
    (
        "wanted of it",
        re.compile(
            r"\b(?:(?:ik|wij|we) (?:\w+ )?(?:wil|willen|eis|eisen|wens|wensen|vraag|vragen|verwacht|verwachten) (?:\w+ )?dat|"
            r"(?:je|nous) (?:veux|voulons|demande|demandons|exige|exigeons|souhaite|souhaitons|attends) (?:\w+ )?que|"
            r"(?:ich|wir) (?:will|wollen|verlange|verlangen|fordere|fordern|mochte|mochten|erwarte|erwarten) (?:\w+ )?dass|"
            r"(?:i|we) (?:want|demand|expect|ask) (?:that )?) (?:de |het |le |la |l |les |der |die |das |the )?$"
        ),
        1.5,
    ),
    (
        "complained there",
        re.compile(
            r"\b(?:geklaagd|klaagde|beklaagde?|klacht (?:\w+ ){0,2}?|plaint\w*|plainte (?:\w+ ){0,2}?|beschwert|beschwerde (?:\w+ ){0,2}?|"
            r"complained|complaint (?:\w+ ){0,2}?) ?(?:bij|aupres (?:de|du|des)|bei|beim|with|to|at) (?:\w+ ){0,2}$"
        ),
        1.4,
    ),
    (
        "form field",
        re.compile(
            r"\b(?:betrokken dienst|over welke dienst|welke dienst|instantie|service concerne|organisme|betroffene behorde|"
            r"behorde|department|betreft|betreffende|concerne|objet|betreff|onderwerp) $"
        ),
        2.0,
    ),
    (
        "sent on by",
        re.compile(
            r"\b(?:doorverwezen|verwezen|doorgestuurd|gestuurd|renvoye|renvoyee|oriente|orientee|verwiesen|geschickt|"
            r"referred|redirected|sent) (?:\w+ ){0,3}?(?:door|par|von|by|via) (?:\w+ ){0,3}$"
        ),
        0.4,
    ),
    (
        "sent on to",
        re.compile(
            r"\b(?:doorverwezen|verwezen|verwijst|verwees|verwijzen|doorgestuurd|renvoye|renvoyee|renvoie|envoie|oriente|"
            r"orientee|verwiesen|verweist|geschickt|referred|redirected|sent me) (?:\w+ ){0,3}?"
            r"(?:naar|vers|a|au|an|to) (?:\w+ ){0,3}$"
        ),
        0.6,
    ),
    (
        "heard from",
        re.compile(
            r"\b(?:op aanraden van|dankzij|grace a|dank|thanks to|conseil de|tip van|collega|vriend|werkt) (?:\w+ ){0,2}$"
        ),
        0.5,
    ),
    (
        "also sent to",
        re.compile(
            r"\b(?:kopie|cc|copie|copy|in kopie|ook gestuurd|ook gericht|ook gemaild|egalement|auch an|also sent) (?:\w+ ){0,5}$"
        ),
        0.1,
    ),
    (
        "works there",
        re.compile(
            r"\b(?:ik werk|werkzaam|werkte|je travaille|ich arbeite|i work|tewerkgesteld|gepensioneerd|ambtenaar|verpleegkundige) "
            r"(?:\w+ ){0,3}(?:bij|voor|chez|a|au|pour|bei|fur|for|at|in|van) (?:\w+ ){0,3}$"
        ),
        0.4,
    ),
    (
        "compared with",
        re.compile(
            r"\b(?:zoals|anders dan|tegenstelling tot|beter dan|comme|contrairement a|anders als|besser als|like|unlike|"
            r"net als|terwijl|tandis que|wahrend|better than|sauf|behalve|ausser) (?:\w+ ){0,2}$"
        ),
        0.4,
    ),
    ("its money", MONEY_OF, 0.6),
    (
        "because of",
        re.compile(
            r"\b(?:omdat|want|doordat|aangezien|vermits|parce que|car|puisque|weil|because|since) (?:\w+ ){0,2}$"
        ),
        0.75,
    ),
    (
        "on the way",
        re.compile(
            r"\b(?:met|neem|nam|naam|prends|prendre|en|mit|per|by|take|took|aan|devant|bij|naast|tegenover|hoek|pres|neben|near|"
            r"next|behind|achter|voor) (?:de|het|le|la|dem|der|the|to|du)? ?$"
        ),
        0.8,
    ),
    (
        "according to",
        re.compile(
            r"\b(?:volgens|aldus|selon|laut|according to|attest van|bewijs van|attestation|advocaat|avocat|anwalt|lawyer|"
            r"brief van mijn|(?:zie|cf|voir|siehe|see) (?:\w+ ){0,3}?(?:brief|attest|akte|verslag|bewijs|mail|lettre|acte|schreiben|letter) (?:van|de|du|von|from|of)|vakbond|syndicat|gewerkschaft|union) (?:\w+ ){0,2}$"
        ),
        0.6,
    ),
    (
        "acts",
        re.compile(
            r"\b(?:van|door|par|aupres|chez|von|durch|by|from|at|bei|bij) (?:de |het |le |la |l |der |dem |the )?$"
        ),
        1.15,
    ),
)
#: Cue of a body that did or failed to do something, of one that is not to blame, and of one that says it is another's.
DOES, EXCUSED, DISCLAIMS, PRAISES = "does", "excused", "disclaims", "praised"
COMPLAINING = frozenset({"complaint about", "plainte contre", "Beschwerde über", "complaint against", "form field"})
_SAYS = (
    r"(?:zegt|zeggen|zei|zeiden|beweert|antwoordt|schrijft|vindt|stelt|laat weten|dit|disent|repond|pretend|ecrit|"
    r"sagt|sagen|meint|schreibt|says|say|said|claims|replied|told me)"
)
#: "zegt dat het niet bij hen ligt", "weet van niets", "wijst naar de garage": somebody else is meant.
DISCLAIMING = re.compile(
    r"^ (?:\w+ ){0,3}?" + _SAYS + r" (?:\w+ ){0,8}?(?:"
    r"(?:wij|we|zij|ze) \w+ (?:\w+ )?(?:niemand|niets|niks)\b|on ne \w+ (?:rien|personne)|wir \w+ (?:niemanden|nichts)|we (?:don t|do not) \w+ any\w*|"
    r"niet (?:\w+ ){0,2}?(?:bij|van|aan|door|voor) (?:hen|haar|hem|hun|zichzelf)\b|niet (?:haar|hun|zijn) \w+ (?:is|zijn)\b|"
    r"niets? (?:\w+ ){0,3}?te maken|niets? (?:\w+ ){0,2}?(?:kan|kunnen|kon|konden)\b|niet (?:\w+ )?(?:bevoegd|verantwoordelijk)|"
    r"(?:ik|wij|we|men) (?:\w+ ){0,3}?(?:bij|naar|aan|tot|voor) (?:\w+ ){1,5}?moet(?:en)?\b|"
    r"(?:pas|non) (?:\w+ ){0,2}?(?:competent\w*|responsable\w*|eux|elle|lui|de son ressort|de sa faute)|"
    r"(?:ne )?p(?:eut|euvent) rien|rien a voir|(?:que )?c est (?:\w+ ){0,2}?(?:region\w*|federal\w*)|"
    r"nicht (?:\w+ ){0,2}?(?:zustandig|verantwortlich|von ihnen|schuld)|nichts (?:\w+ ){0,3}?(?:zu tun|machen|tun)\b|"
    r"(?:not|isn t) (?:\w+ ){0,2}?(?:responsible|competent|their|theirs|them)\b|nothing (?:\w+ ){0,2}?(?:do|to do)\b|"
    r"i (?:should|must|have to|need to) (?:\w+ ){0,2}?(?:go|contact|ask|complain|turn))"
    r"|^ (?:\w+ )?(?:weet|weten|wist|wisten) (?:\w+ )?(?:niets|van niets|nergens van)\b"
    r"|^ (?:\w+ ){0,2}?(?:wijst|wijzen|wees|wezen|schuift|schuiven) (?:\w+ ){0,4}?(?:naar|af op|door)\b"
    r"|^ (?:ne (?:sait|savent) rien|n (?:est|sont) (?:au courant de rien|pas au courant)|weiss nichts|knows nothing)"
)
#: "heeft alles doorgestuurd", "diende alles op tijd in", "nam mijn klacht op": it did its part.
DID_ITS_PART = re.compile(
    r"^ (?:\w+ ){0,2}?(?:heeft|hebben|had|diende|dienden|stuurde|vulde|maakte|deed|bezorgde) "
    r"(?:(?!niet\b|geen\b|nooit\b|niets\b|te\b)\w+ ){0,4}?(?:alles|netjes|keurig|op tijd|zoals gevraagd|doorgestuurd|ingevuld)\b"
    r"|^ (?:heeft|had|hebben) (?:\w+ ){0,2}?wel (?:gekregen|ontvangen|gedaan|doorgestuurd|betaald|gegeven)\b"
    r"|^ (?:betaalde|keurde|gaf|zette) (?:\w+ ){0,2}?(?:uit|goed|vrij|door)\b"
    r"|^ (?:nam|namen|heeft) (?:mijn|onze|de) (?:klacht|aangifte|verklaring) (?:op|opgenomen)\b"
    r"|^ (?:a|ont) (?:(?:tout|bien|vite|deja) (?:\w+ )?(?:transmis|envoye|fait|rempli)\w*|transmis|signe|confirme\w*|rempli\w*)\b"
    r"|^ (?:ging|gaat|gaan|is|zijn) (?:ermee |ook )?akkoord\b|^ heeft (?:\w+ )?(?:getekend|ondertekend)\b|^ est d accord\b|^ agrees?\b|^ (?:has )?signed\b"
    r"|^ (?:hat|haben) (?:unterschrieben|zugestimmt|genehmigt|(?:\w+ )?alles)\b|^ (?:did|has done|sent|filled in) everything\b|^ (?:has )?(?:approved|confirmed)\b"
)
#: "is impeccable", "wacht netjes", "korrekt": the writer praises it.
PRAISED = re.compile(
    r"^ (?:\w+ ){0,4}?(?:impeccable\w*|irreprochable\w*|parfait\w*|correcte?s?|exemplaire\w*|aimable\w*|serviable\w*|rien a redire|"
    r"onberispelijk|netjes|keurig|vriendelijk|behulpzaam|in orde|prima|goed geholpen|niets dan lof|waarvoor dank|wel op tijd|"
    r"korrekt|tadellos|freundlich|hilfsbereit|einwandfrei|in ordnung|"
    r"faultless|helpful|polite|spotless|blameless|has been great|was great|was fine|is fine)\b"
    r"|^ aussi (?:le |la |il )"
)
#: A praise that is denied: "niet vriendelijk", "n'est pas correct".
NOT_PRAISED = re.compile(
    r"^ (?:\w+ ){0,4}?(?:niet|nooit|geen|allesbehalve|weinig|verre van|pas|jamais|guere|peu|nicht|nie|kein\w*|alles andere|not|never|hardly|isn t|wasn t|far from)\b"
)
#: "maar daar gaat het niet over", "kan er ook niets aan doen": said of what stands before.
EXCUSING = re.compile(
    r"^ (?:zelf |eux memes |selbst |itself )?(?:heb|hebben) (?:ik|wij|we) (?:\w+ )?(?:niks|niets|geen) (?:\w+ ){0,3}?(?:klagen|klachten?|verwijten|aanmerken)\b|"
    r"je n ai rien a (?:leur |lui )?(?:reprocher|redire)|habe ich nichts (?:\w+ )?(?:einzuwenden|auszusetzen|vorzuwerfen)|"
    r"\b(?:daar|hier) gaat (?:het|dit|mijn klacht) (?:\w+ ){0,2}?niet over|kan (?:er|daar) (?:\w+ )?niets aan doen|"
    r"(?:treft|heeft) geen schuld|niets te verwijten|ce n est pas (?:le|mon) (?:sujet|probleme)|n y (?:est|peut|peuvent) (?:pour )?rien|"
    r"darum geht es (?:\w+ ){0,2}?nicht|kann nichts dafur|(?:is|are) not (?:the problem|to blame|my point)|not their fault"
)
#: Folded words shortly behind a mention: the body did or failed to do something.
ACTING = re.compile(
    r"^ (?:\w+ ){0,3}?(?:weiger\w*|antwoord\w*|reageer\w*|stuur\w*|zegt|zei|beweert|vraagt|eist|wil|doet|deed|heeft|had|"
    r"hebben|hadden|zeggen|zeiden|sturen|vragen|willen|kwamen|komen|lieten|gaven|geven|zetten|braken|groeven|maakten|"
    r"ont|disent|veulent|refusent|demandent|exigent|laissent|haben|hatten|sagen|wollen|lassen|have|had|say|want|refuse|keep|left|"
    r"kwam|komt|laat|liet|vergat|geeft|gaf|stopte|stopt|zette|zet|legde|legt|nam|neemt|haalt|haalde|verloor|verliest|sloot|sluit|"
    r"blokkeer\w*|annuleer\w*|verhoog\w*|verlaag\w*|wijst|wees|keur\w*|bezorg\w*|lever\w*|blijft|beslis\w*|schreef|betaal\w*|rekent|reken\w*|houdt|vordert|schrapte|"
    r"refus\w*|repond\w*|pretend|exige|demande|m|ne|envoie|reclame|ecrit|dit|veut|a|donne|bloque|coupe|perd|ferme|laisse|annule|augmente|facture|"
    r"verweiger\w*|antwortet|sagt|behauptet|verlangt|fordert|hat|schickt|schreibt|lehnt|gibt|blockiert|verliert|lasst|kundigt|"
    r"refuses|refused|answer\w*|says|said|claims|demands|wants|has|sent|keeps|ignored|insists|charged|never|gave|gives|blocked|closed|lost|cancelled|stopped|will|won|took|lets)\b"
)


#: Folded words shortly behind a mention: the writer complained there.
COMPLAINED_AT = re.compile(
    r"^ (?:\w+ ){0,3}?(?:klacht|klachten|plainte|reclamation|beschwerde|complaint) (?:\w+ ){0,2}?"
    r"(?:ingediend|gedaan|neergelegd|gestuurd|deposee|introduite|envoyee|faite|eingereicht|filed|made|lodged|sent)\b"
)
#: Folded words shortly behind a mention: the body only sent the writer on.
SENDING_ON = re.compile(
    r"^ (?:\w+ ){0,3}?(?:verwees|verwijst|verwezen|doorverw\w*|stuurde (?:\w+ ){0,2}door|renvoye\w*|renvoie|envoie|oriente\w*|"
    r"verwies|verweist|verwiesen|referred|redirect\w*|told me to|raad\w* (?:\w+ )?aan|conseill\w*|m a dit d|riet|raten|advised)\b"
)

#: "De Lijn rijdt hier ook, vandaar deze mail": the writer tells why he asks there, not what went wrong there.
WHY_ASKED = re.compile(
    r"\b(?:vandaar (?:deze|dat|mijn)|daarom (?:schrijf|mail|contacteer|vraag|wend|richt)|d ou (?:ce|mon|ma) (?:mail|courriel|courrier|message|lettre|question)|"
    r"c est pourquoi j\w* (?:ecris|adresse|contacte)|daher (?:diese|meine) (?:mail|anfrage|nachricht)|deshalb (?:schreibe|wende|frage)|"
    r"hence (?:this|my) (?:mail|email|message|letter)|(?:that is|that s|which is) why i (?:write|am writing|m writing|ask|contact))\b"
)

#: Name, folded words behind a mention, and by how much they multiply it; the first row that fits counts.
BEHIND: tuple[tuple[str, re.Pattern[str], float], ...] = (
    (EXCUSED, EXCUSING, 0.15),
    (DISCLAIMS, DISCLAIMING, 0.4),
    ("sends on", SENDING_ON, 0.6),
    (PRAISES, PRAISED, 0.3),
    ("did its part", DID_ITS_PART, 0.45),
    ("why it is asked", WHY_ASKED, 0.4),
)

#: Folded words shortly behind a mention: what the body did or left undone harmed the writer.
HARMING = re.compile(
    r"^ (?:\w+ ){0,4}?(?:(?:had|hadden) (?:\w+ ){0,4}?moeten|aurai(?:t|ent) du|hatten? (?:\w+ ){0,5}?(?:mussen|sollen)|should have|ought to have)\b|"
    r"^ (?:\w+ ){0,7}?(?:weiger\w*|geweigerd|stopte|stopten|gestopt|stopgezet|stopzet\w*|geschrapt|schrapte\w*|schrapt|afgewezen|wees af|wijst af|"
    r"ingetrokken|introk|verloor|verloren|kwijt\w*|vergeten|vergat|geblokkeerd|blokkeer\w*|afgesloten|geschorst|"
    r"(?:laten |laat |lieten |liet )(?:\w+ ){0,4}?wachten|gewacht|betaalt (?:\w+ ){0,3}?niet|nooit|genegeerd|negeer\w*|schuift het|"
    r"refuse\w*|coupe\w*|arrete\w*|suspend\w*|supprim\w*|perdu\w*|perd|oubli\w*|bloqu\w*|rejet\w*|raye\w*|retir\w*|jamais|attendre|ignor\w*|"
    r"ne (?:\w+ ){0,2}?(?:repond\w*|paie\w*)|renvoie la (?:balle|faute)|"
    r"verweiger\w*|abgelehnt|lehnt\w*|eingestellt|gestrichen|gekurzt|verloren|vergessen|gesperrt|warten lassen|lasst (?:\w+ ){0,3}?warten|"
    r"antwortet (?:\w+ ){0,2}?nicht|nie geantwortet|ignorier\w*|schiebt (?:\w+ ){0,2}?auf|"
    r"refused|refuses|stopped|stops|cut|rejected|rejects|cancel\w*|lost|forgot|blocked|withdrew|suspended|never|waited|"
    r"did not (?:answer|reply|pay)|does not (?:answer|reply|pay)|blames?)\b"
)
#: "bij de dienst zeggen ze", "chez eux on m'a dit", "beim Amt haben sie": who sits there did something.
THERE_THEY = re.compile(
    r"^ (?:(?:van|te|in|de|du|a|von|of) \w+ )?(?:hebben|heeft|zeggen|zegt|zeiden|zei|lieten|laten|weten|deden|haben|hat|sagt|sagen) (?:ze|zij|men|mij|me|sie|man|mir)\b|"
    r"^ (?:(?:de|du|a) \w+ )?(?:on (?:m|ne|nous|me)|ils|elles) \w+|^ (?:(?:of|in) \w+ )?(?:they|nobody|no one) \w+"
)
#: Cue of such a place.
THEY_DID = "they did"

#: "ze wijzen naar elkaar", "chacun renvoie vers l'autre", "each blames the other": two houses are complained about.
EACH_OTHER = re.compile(
    r"\b(?:(?:naar|op|met|tegen) elkaar|elkaar (?:tegen|de bal)|de bal (?:naar|in)|ping ?pong|kastje naar de muur|(?:geen van|allebei|alle) (?:de )?beiden?|(?:bij|aan|naar|van) beiden?|"
    r"beide (?:diensten|verwijzen|zeggen|instanties|besturen|wijzen|schuiven)|beiden? verwijzen|wijst naar (?:\w+ ){1,9}wijst naar|allebei|(?:\w+ ){0,2}verwijst naar (?:\w+ ){1,9}verwijst (?:naar|terug)|"
    r"se renvoient|(?:l un|chacun|chacune) (?:\w+ ){0,3}(?:vers )?l autre|renvoie (?:la balle|vers l autre)|se contredisent|tous les deux|toutes les deux|les deux (?:services|administrations)|deux versions|"
    r"aufeinander|gegenseitig|hin und her|(?:beide|beiden) (?:\w+ ){0,2}(?:amter|stellen|behorden|verweisen|sagen)|einer auf den anderen|"
    r"each other|(?:each|one) (?:\w+ ){0,6}the other|the two of them|both (?:of them|services|sides|offices|say|refer|blame)|to and fro|back and forth|ping pong)\b"
)

#: "uw ingenieur", "vos agents": the receiving office is spoken to about its own people.
YOUR_PEOPLE = re.compile(
    r"\b(?:uw|jullie|uwe|votre|vos|ihr|ihre|ihrem|ihren|ihrer|your) (?:\w+ )?(?:diensten|dienst|medewerk\w+|ingenieurs?|personeel|loket\w*|"
    r"inspecteurs?|controleurs?|chauffeurs?|ploegen|ploeg|mannen|consulent\w*|bediende\w*|ambtena\w+|website|callcenter|callcentrum|infolijn|helpdesk|klantendienst|bus|bussen|tram|"
    r"services?|centre d appel|call center|helpdesk|agents?|employe\w*|guichet\w*|ingenieur\w*|fonctionnaires?|personnel|collaborat\w+|"
    r"mitarbeiter\w*|dienststelle|schalter|beamt\w+|personal|staff|officers?|engineers?|inspectors?|employees?|desk|drivers?)\b"
)
