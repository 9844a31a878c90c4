"""What a writer says himself about this mail and earlier ones: a new matter, once more, or for somebody else.

Each is weak alone and can be forged: `routing.matching` asks them only beside ties of person and matter.
"""

import re
from dataclasses import dataclass

from classifiers.flat import flat

#: "This is something else": the writer parts this matter from an earlier one.
NEW_MATTER = re.compile(
    r"\b(?:(?:nieuwe|andere|tweede|aparte|afzonderlijke) (?:klacht|zaak|kwestie|melding)|ander(?:e)? (?:probleem|onderwerp|dossier)|nieuw (?:probleem|dossier|onderwerp)|"
    r"(?<!zegt )(?<!zei )(?<!zeggen )(?<!staat )(?<!beweert )(?<!lees )(?:iets|wat) (?:helemaal |heel |totaal )?anders|los van (?:mijn|het|de|dat|die)|staat (?:volledig |helemaal )?los|niets te maken met (?:mijn|het|de|dat|die) (?:vorige|eerdere|andere|eerste|oude)|"
    r"(?:nouvelle|autre|seconde|deuxieme) (?:plainte|affaire|reclamation)|autre (?:probleme|sujet|dossier|chose)|nouveau (?:probleme|dossier|sujet)|rien a voir avec (?:ma|mon|le|la|l')|"
    r"(?:neue|andere|weitere|zweite) (?:beschwerde|angelegenheit|sache)|anderes (?:problem|thema|anliegen)|neues (?:problem|anliegen)|etwas (?:ganz )?anderes|nichts (?:mit .{1,40} )?zu tun|"
    r"(?:new|another|different|separate|second) (?:complaint|matter|issue|problem|case|subject)|something (?:quite |entirely |completely )?(?:else|different)|unrelated to|nothing to do with my)\b"
)
#: "Once more": the writer points at an earlier mail of his own, or waits for an answer to it.
ONCE_MORE = re.compile(
    r"\b(?:nogmaals|nog eens|nog een keer|opnieuw|alweer|nog steeds geen (?:antwoord|reactie|nieuws)|nog geen (?:antwoord|reactie|nieuws)|herinnering|"
    r"(?:mijn|onze|ons) (?:vorige?|eerdere?|eerste|laatste|oude?) (?:mail|e-mail|bericht|brief|klacht|schrijven)|vergeten ?:|aansluitend (?:bij|op)|in aansluiting|nog vergeten|zoals beloofd|bijkomende? (?:info\w*|stuk\w*|document\w*)|(?:eerder|vroeger|al eens|reeds) (?:schreef|stuurde|mailde|geschreven|gestuurd|gemaild|ingediend|gemeld)|"
    r"zoals (?:ik|we|wij) (?:al |reeds )?(?:schreef|schreven|meldde|meldden)|hoe (?:ver|het) (?:het )?(?:staat|zit)|(?:mijn|onze) (?:klacht|mail|dossier|brief) van|aanvulling|aanvullend|in vervolg op|ter aanvulling|"
    r"faisant suite|dans le prolongement|comme promis|j'ai oublie|encore une fois|une nouvelle fois|a nouveau|de nouveau|toujours (?:pas|aucune) (?:de )?(?:reponse|nouvelles)|rappel|(?:mon|ma|notre) (?:precedente?|premiere?|derniere?|ancienne?) (?:mail|message|courriel|courrier|lettre|plainte)|"
    r"(?:je|nous) vous (?:ai|avons|avais) (?:deja )?ecrit|(?:ma|notre) plainte du|ou en est|complement|suite a (?:ma|mon|notre)|"
    r"im anschluss an|wie versprochen|(?:ganz|noch) vergessen|erneut|nochmals|noch einmal|wieder(?:holt)?|noch (?:immer )?keine (?:antwort|nachricht)|erinnerung|(?:meine|unsere|meiner|unserer) (?:vorherigen?|fruheren?|ersten?|letzten?) (?:mail|nachricht|e-mail|beschwerde|schreiben)|"
    r"(?:ihnen|euch) (?:bereits |schon )?geschrieben|(?:meine|meiner) beschwerde vom|stand der (?:dinge|sache)|erganzung|erganzend|"
    r"following (?:up|on)|as promised|i forgot|once more|once again|again|still no (?:answer|reply|news)|reminder|my (?:previous|earlier|first|last) (?:mail|e-mail|email|message|letter|complaint)|"
    r"i (?:already )?(?:wrote|sent|mailed|emailed) (?:to )?you|my complaint of|how far|any news|in addition to my|further to my)\b"
)
#: Somebody writes for another person, or about a person of his own house.
FOR_ANOTHER = re.compile(
    r"\b(?:(?:mijn|m'n|onze|voor) (?:man|vrouw|echtgenoot|echtgenote|partner|vader|moeder|papa|mama|zoon|dochter|ouders|schoonmoeder|schoonvader|broer|zus|zuster|oma|opa|grootmoeder|grootvader|tante|nonkel|oom|client|clienten|cliente|schoondochter|schoonzoon|schoonbroer|schoonzus|kleinzoon|kleindochter|nicht|neef)|voor (?:mijn|onze|een) (?:buurvrouw|buurman|buur|vriend|vriendin)|"
    r"(?:treed|treden|tree)(?: [a-z]+){0,2} op voor|(?:hier|dit is) de (?:zoon|dochter|vrouw|man|partner|moeder|vader|broer|zus)|(?:ik|wij|we) (?:begeleid|begeleiden|ondersteun|ondersteunen|verdedig|vertegenwoordig\w*)|begeleid(?:st)?er van|(?:raadsman|advocaat|advocate|bewindvoerder) van|(?:de|het|als) (?:dochter|zoon|moeder|vader|man|vrouw|partner|broer|zus|kleinkind|nicht|neef) van|ons lid|onze (?:bewoner|bewoonster|leerling|klant|huurder|huurster|patient|patiente)|"
    r"(?:heeft|hebben) (?:mij|ons)(?: [a-z]+){0,3} (?:geraadpleegd|aangesteld|gemandateerd|gelast|gemachtigd)|(?:gaf|geeft|gegeven)(?: [a-z]+){0,3} volmacht|(?:met|heb) (?:zijn |haar |hun )?volmacht|(?:zijn|haar|hun) (?:advocaat|raadsman|vertrouwenspersoon|bewindvoerder)|"
    r"namens|in naam van|op (?:vraag|verzoek) van|in opdracht van|vertegenwoordig\w*|als bewindvoerder|"
    r"(?:mon|ma|mes|notre|pour) (?:mari|femme|epoux|epouse|compagnon|compagne|conjointe?|pere|mere|papa|maman|fils|fille|parents|belle-mere|beau-pere|frere|soeur|grand-mere|grand-pere|tante|oncle|cliente?|belle-fille|beau-fils|gendre|belle-soeur|beau-frere|petite-fille|petit-fils|niece|neveu|mamie|papy)|pour (?:mon|ma|une?) (?:voisine?|amie?)|"
    r"(?:j'|nous )interven\w+ pour|ici (?:la|le) (?:fille|fils|mere|pere|femme|mari|soeur|frere)|(?:j'|nous )accompagn\w+|(?:le|comme) conseil de|l'avocate? de|(?:la|le) (?:fille|fils|mere|pere|femme|mari|soeur|frere|niece|neveu) de|notre (?:membre|residente?|locataire|cliente?|patiente?)|"
    r"(?:m'a|nous a|m'ont)(?: [a-z]+){0,2} (?:consulte|mandate|charge|donne procuration|donne mandat)e?s?|(?:avec|par|d'une) (?:sa |leur )?procuration|(?:son|leur) (?:conseil|avocate?|administrat\w+)|"
    r"au nom de|pour le compte de|a la demande de|de la part de|"
    r"hier (?:ist|schreibt) (?:die|der) (?:tochter|sohn|frau|mann|mutter|vater)|(?:ich|wir) (?:betreuen?|begleiten?|vertreten?)|(?:die|der) (?:tochter|sohn|mutter|vater|frau|mann|schwester|bruder) von|unser mitglied|"
    r"(?:mein|meine|meiner|meinem|meinen|unsere?) (?:mann|frau|ehemann|ehefrau|partner|partnerin|vater|mutter|sohn|tochter|eltern|bruder|schwester|oma|opa|mandantin|mandant|schwiegertochter|schwiegersohn|schwiegermutter|schwiegervater|enkel|enkelin|nichte|neffe)|fur (?:meinen|meine|einen|eine) (?:nachbarn?|nachbarin|freund|freundin)|im namen|im auftrag|hat mich (?:beauftragt|bevollmachtigt|mandatiert)|(?:mit|liegt|in) vollmacht|bevollmachtigte?r?|"
    r"(?:i|we) (?:support|represent|assist)|(?:daughter|son|mother|father|wife|husband|sister|brother) of|our (?:member|resident|tenant|client|patient)|(?:has|have) (?:instructed|consulted|authori[sz]ed) me|power of attorney|act(?:ing)? for|"
    r"my (?:husband|wife|partner|father|mother|dad|mum|mom|son|daughter|parents|brother|sister|grandmother|grandfather|client|gran|grandson|granddaughter|nephew|niece|(?:daughter|son|mother|father|sister|brother)-in-law)|for my (?:neighbou?r|friend)|on behalf of|at the request of)\b"
)


#: The writer speaks to us of what he and we wrote, or of where his case stands: he has one.
TO_US = re.compile(
    r"\b(?:schreef(?:en)? (?:ik )?(?:al |eerder |reeds )?(?:u|jullie)|(?:heb|heeft|had|hebben|hadden) (?:u|jullie)(?: [a-z']+){0,6} (?:geschreven|gemaild|gestuurd|bezorgd|gecontacteerd|aangeschreven|ingelicht|gemeld)|"
    r"(?:u|jullie) (?:hier|hierover|daarover|al|eerder)(?: [a-z']+){0,3} (?:schreef|geschreven|gemaild)|(?:u|jullie|ge|gij) (?:hebt |heeft |had )?(?:mij |me |ons |nog )?(?:vroeg|vroegen|gevraagd|opgevraagd)|zoals (?:u |jullie )?(?:vroeg|gevraagd)|"
    r"(?:mijn|onze) (?:vorige|eerdere|eerste|laatste|oude) (?:mail|e-mail|bericht|brief|schrijven)|(?:klacht|dossier|zaak)(?: [a-z]+){0,2} bij (?:u|jullie)|(?:bij|aan) (?:u|jullie)(?: [a-z]+){0,3} (?:klacht|dossier|zaak)|(?:naar|aan) (?:u|jullie)(?: [a-z]+){0,2} (?:geschreven|gestuurd|gemaild)|(?:voor|namens) mij(?: [a-z]+){0,4} (?:klacht|dossier)|(?:klacht|dossier)(?: [a-z]+){0,3} (?:voor|namens) mij|(?:al|nog|reeds) (?:iets|wat) (?:gehoord|vernomen|bekend)|(?:uw|jullie) (?:dossier|kenmerk|referentie|vraag|mail|brief|bericht|schrijven)|(?:haar|zijn|hun) (?:klacht|dossier|zaak)|"
    r"(?:bij|tot) (?:u|jullie)(?: [a-z]+){0,2} (?:geklaagd|gemeld|aangeklopt|gewend|terechtgekomen|aangemeld)|(?:klaagde|meldde|wendde)(?: [a-z]+){0,4} (?:bij|tot) (?:u|jullie)|"
    r"hoe (?:ver|het) (?:het )?(?:staat|zit|zitten|met)|stand van zaken|(?:al|nog) (?:iets |enig )?(?:nieuws|geweten|vooruitgang)|nieuws (?:over|in|van) (?:mijn|ons|onze|het|de)|al mee bezig|"
    r"(?:klacht|dossier|zaak)(?: [a-z]+){0,2} (?:mag|mogen|kan)(?: [a-z]+){0,2} (?:weg|dicht|gesloten|afgesloten|stop|geklasseerd|worden)|(?:mag|mogen|kan|kunt|kunnen|gelieve)(?: [a-z]+){0,6} (?:sluiten|afsluiten|afgesloten|klasseren|stopzetten|geschrapt)|(?:klacht|zaak|aanklacht)(?: [a-z]+){0,3} (?:in ?trekken|ingetrokken|vervalt)|trek(?:ken)?(?: [a-z]+){0,5} klacht(?: [a-z]+){0,2} in|"
    r"(?:bij|voor|in|aan) (?:mijn|onze) klacht|(?:u|jullie) (?:moet|moeten|hoeft|hoeven)(?: [a-z]+){0,3} (?:niets|niet|geen)(?: [a-z]+){0,2} meer|van de baan|(?:hoeft|hoeven) niet meer|"
    r"(?:bedankt|dank|dank u|dank je|merci) (?:wel )?voor (?:uw|jullie|de|alle|het) (?:hulp|tussenkomst|moeite|inzet|werk|steun|opvolging|bemiddeling)|(?:bedankt|dank u|merci) voor alles|dankzij u|zonder u|voor mij is (?:dit|dat|het|de zaak) (?:gesloten|opgelost|klaar|afgesloten|in orde)|"
    r"(?:je|nous) vous (?:re-?ecris|recontacte|ai(?: deja)?(?: [a-z]+){0,2} ecrit|avais(?: deja)? ecrit|avons(?: deja)? ecrit|relance)|vous (?:m'|nous )?(?:avez|aviez)(?: [a-z]+){0,2} demande|comme (?:vous l'avez |vous me l'avez )?demande|(?:mon|ma|mes|notre) (?:precedente?|premiere?|derniere?|ancienne?) (?:mail|message|courriel|courrier|lettre|plainte)|"
    r"(?:dossier|plainte)(?: [a-z]+){0,2} (?:chez|aupres de) vous|vous (?:a|ont|avait|avaient)(?: deja)? (?:ecrit|contacte|adresse|envoye|saisi)|pour moi(?: [a-z]+){0,3} plainte|plainte(?: [a-z]+){0,3} pour moi|suite a (?:mon|ma|notre) (?:mail|message|courriel|courrier|lettre|plainte)|(?:chez|aupres de) vous(?: [a-z]+){0,3} (?:dossier|plainte)|avez-vous (?:deja )?(?:(?:eu|recu) )?(?:une |des |du )?(?:reponse|nouvelles?|recu)|(?:pouvez|pourrez|veuillez|peut|peux)(?: [a-z']+){0,3} (?:cloturer|fermer|classer)|merci (?:beaucoup )?pour (?:tout|l'aide)|votre (?:dossier|reference|demande|courriel|courrier|lettre|message)|(?:sa|leur) plainte|(?:a|vous a|vous avait) ecrit(?: [a-z']+){0,4} (?:en|au sujet|a propos)|ou en (?:est|sont|etes)|(?:des|du) nouveau|des nouvelles|(?:cloturer|fermer|classer|arreter)(?: [a-z']+){0,3} (?:dossier|plainte)|(?:dossier|plainte)(?: [a-z']+){0,3} (?:clotures?|fermee?|classee?|retiree?)|(?:retire|retirer|annule|annuler|renonce)(?: [a-z']+){0,3} plainte|"
    r"(?:s'est|me suis|nous sommes|s'etait)(?: [a-z]+){0,2} (?:adressee?s?|plainte?s?|tournee?s?)(?: [a-z]+){0,2} (?:a|aupres de|chez|vers) vous|"
    r"(?:a|pour|dans) ma plainte|n'avez plus (?:rien|a|besoin)|plus (?:besoin|necessaire) (?:d'|de )|l'affaire est (?:reglee|close)|"
    r"merci (?:beaucoup |infiniment )?(?:pour|de) votre (?:aide|intervention|travail|soutien|suivi)|grace a vous|"
    r"(?:habe|hatte|haben|hat|hatten)(?: [a-z]+){0,2} (?:ihnen|sie)(?: [a-z]+){0,6} (?:geschrieben|gemailt|kontaktiert|geschickt)|schrieb (?:ich )?ihnen|sie (?:baten|fragten|hatten|haben)(?: [a-z]+){0,4} (?:gebeten|gefragt|um)|wie (?:von ihnen )?(?:gewunscht|gebeten|verlangt|besprochen)|(?:meine|unsere|meiner|unserer) (?:vorherigen?|fruheren?|ersten?|letzten?) (?:mail|nachricht|e-mail|beschwerde|schreiben)|"
    r"(?:zu|in|fur) meiner? beschwerde|hat sich (?:damit |somit |inzwischen )?erledigt|(?:brauchen|mussen)(?: [a-z]+){0,3} (?:nichts|nicht) mehr|"
    r"bei ihnen(?: [a-z]+){0,2} (?:gemeldet|beschwert|eingereicht)|an sie(?: [a-z]+){0,2} gewandt|"
    r"ihr(?:en|em)? (?:zeichen|aktenzeichen|schreiben|brief)|fur mich(?: [a-z]+){0,3} beschwerde|beschwerde(?: [a-z]+){0,3} fur mich|bei ihnen(?: [a-z]+){0,3} (?:beschwerde|akte|fall)|(?:beschwerde|akte|fall)(?: [a-z]+){0,2} bei ihnen|haben sie (?:schon|bereits|etwas|inzwischen)|(?:konnen|durfen)(?: [a-z]+){0,4} (?:schliessen|abschliessen)|dank(?:e)? fur alles|ihrer? (?:akte|anfrage)|stand der (?:dinge|sache)|neuigkeiten|(?:akte|beschwerde|fall)(?: [a-z]+){0,3} (?:schliessen|geschlossen|zuruck\w*)|ziehe(?: [a-z]+){0,4} zuruck|danke? (?:ihnen )?(?:fur ihre|fur die) (?:hilfe|muhe|unterstutzung|vermittlung)|dank ihrer (?:hilfe|vermittlung)|"
    r"(?:to|for|with|in) my complaint|no (?:longer|further) (?:need|action)|(?:need|have) not do any|nothing (?:more|further) (?:is )?(?:needed|to do)|"
    r"(?:i|we|he|she|husband|wife) (?:have |had |has )?(?:already )?(?:wrote|written|mailed|emailed|sent)(?: [a-z']+){0,4} (?:you|ombuds\w*)|(?:wrote|written|emailed|mailed|complained|turned|came)(?: to)? you|contacted you|in touch with you|complaint(?: [a-z]+){0,4} (?:for me|on my behalf)|as (?:you )?(?:asked|requested)|(?:case|file|complaint)(?: [a-z]+){0,2} with you|have you (?:heard|received|had)|you (?:can|may)(?: [a-z]+){0,3} close|thank(?:s| you) for everything|you (?:had |have )?asked|(?:my|our) (?:previous|earlier|last|first|original) (?:mail|e-mail|email|message|letter|complaint)|your (?:reference|file|request|question|letter|e-?mail|message)|(?:his|her|their) complaint|how far|any (?:news|update|progress)|news (?:about|of|on) (?:my|our)|(?:close|drop|withdraw|cancel)(?: [a-z']+){0,3} (?:file|case|complaint|dossier)|"
    r"(?:file|case|complaint)(?: [a-z']+){0,3} (?:closed|withdrawn|dropped)|thank(?:s| you)(?: [a-z]+){0,3} for your (?:help|support|work|intervention|effort\w*)|thanks to you)\b"
)
#: Something happened since: it is told on top of what was told before.
SINCE_THEN = re.compile(
    r"\b(?:intussen|ondertussen|inmiddels|vandaag|gisteren|vorige (?:nacht|week)|deze (?:morgen|week)|goed nieuws|opgelost|in orde gebracht|rechtgezet|teruggestort|terugbetaald|teruggegeven|gestort|kwijtgescholden|alsnog|toch nog|nieuwe brief|"
    r"entre-?temps|aujourd'hui|depuis lors|bonne nouvelle|resolu|regle|rembourse|finalement|nouvelle lettre|"
    r"inzwischen|mittlerweile|heute|gestern|gute nachricht|gelost|erledigt|erstattet|zuruckgezahlt|neuer brief|"
    r"meanwhile|in the meantime|today|yesterday|since then|good news|solved|resolved|refunded|paid back|sorted out|new letter)\b"
)
#: The trouble is the writer's own, beside that of somebody he knows.
OWN_TROUBLE = re.compile(
    r"\b(?:(?:zelfde|gelijkaardige?) (?:probleem|klacht|situatie|zaak|verhaal|miserie|toestand|voor) ?(?:als|bij|voor)?|bij mij (?:is|gaat|was|ging|ook)|ik (?:heb|wil|ondervind|zit|sta) (?:zelf |hier )?ook (?!al )|zelf ook|ik ook|ik heb zelf (?:een|ook|iets)|zelf (?:een|ook een) (?:klacht|probleem|zaak)|net (?:als|zoals) (?:mijn|bij)|eveneens last|mijn eigen (?:klacht|zaak|dossier)|"
    r"(?:meme|semblable) (?:probleme|situation|plainte|cas|chose)|moi aussi|j'ai moi-meme|(?:tout )?comme (?:ma|mon|mes)|(?:j'ai|je veux|je suis) (?:aussi|egalement)|chez moi|mon propre|"
    r"(?:das|dem|den|die|der)?selbe (?:problem|situation|beschwerde|fall)|gleiche[ns]? (?:problem|situation|fall)|(?:dasselbe|dieselbe|derselbe)|ich (?:habe|mochte|bin) (?:auch|ebenfalls|selbst)|bei mir|ich habe selbst|(?:genau)?so? ?wie (?:mein|meine|bei)|meine eigene|"
    r"(?:just )?like my|same (?:problem|issue|situation|trouble|thing)|me too|(?:problem|complaint|issue) myself|i (?:also|too) (?:have|had|want|am)|in my case|my own (?:case|complaint|file))\b"
)
#: The same was sent to another service.
SENT_ELSEWHERE = re.compile(
    r"\b(?:(?:ook|eerst|eerder|al|reeds|gisteren)(?: [a-z]+){0,3} (?:naar|aan|bij)(?: [a-z]+){1,6} (?:gestuurd|gemaild|geschreven|ingediend|bezorgd|verstuurd)|(?:kopie|afschrift|doorslag) van (?:mijn|wat|de|het)|stuurde(?: [a-z]+){0,3} (?:ook|eerst)? ?(?:naar|aan)|"
    r"(?:aussi|deja|d'abord|egalement)(?: [a-z]+){0,2} (?:envoye|ecrit|adresse|introduit)(?: [a-z]+){0,3} (?:a|au|aux|aupres)|copie de (?:ma|mon|ce|la)|"
    r"(?:auch|zuerst|bereits|schon)(?: [a-z]+){0,2} (?:an|bei)(?: [a-z]+){1,6} (?:geschickt|gesandt|geschrieben|eingereicht)|kopie (?:meiner|der|des)|"
    r"(?:also|first|already)(?: [a-z]+){0,2} (?:sent|wrote|written|mailed)(?: [a-z]+){0,3} to|copy of (?:my|what|the))\b"
)
#: Thanks for what was done; not those in advance, with which complaints end.
THANKS = re.compile(
    r"(?<!alvast )(?<!voorbaat )\b(?:(?:ik |we |wij )?dank(?:en)? (?:ik )?u (?:van harte|wel|zeer|oprecht|allen)|hartelijk dank|(?:niet|nooit) genoeg (?:be)?danken|(?:zo|heel|eeuwig|zeer|erg|oprecht) dankbaar|heel erg bedankt|nogmaals bedankt|bedankt dat|dank voor alles|"
    r"(?:je|nous) vous remercie(?:ns)? (?:de tout|du fond|pour|beaucoup|infiniment|d'avoir)|merci (?:beaucoup|infiniment|encore|de tout)|un grand merci|assez (?:vous )?remercier|(?:tres|infiniment|si) reconnaissante?s?|"
    r"herzlichen dank|vielen (?:lieben )?dank|besten dank fur|ich danke ihnen|nicht genug danken|(?:sehr|so|unendlich) dankbar|thank you enough|(?:so|very|truly|most) grateful|many thanks|thank you (?:very|so) much|thanks a lot|much appreciated)\b(?! (?:a l'avance|d'avance|im voraus|in advance))"
)
#: The same goes out once more, because it may not have arrived.
SENT_AGAIN = re.compile(
    r"\b(?:(?:niet|nooit)(?: [a-z]+){0,2} (?:aangekomen|toegekomen|doorgekomen)|(?:stuur|zend|mail)(?: [a-z]+){0,5} (?:nogmaals|opnieuw|nog eens|nog een keer)|"
    r"(?:pas|jamais)(?: [a-z]+){0,2} arrivee?|(?:pas|jamais) (?:passe|parti)e?|(?:renvoie|reenvoie|reecris)|envoie (?:a|de) nouveau|"
    r"nicht(?: [a-z]+){0,2} angekommen|(?:sende|schicke|schreibe)(?: [a-z]+){0,5} (?:erneut|nochmals|noch einmal)|"
    r"(?:not|never|n't) (?:have )?(?:arrived?|reached? you|come through)|(?:re-?sending|sending(?: [a-z]+){0,3} again|send(?: [a-z]+){0,3} again))\b"
)
#: Papers come with it.
HANDS_IN = re.compile(
    r"\b(?:hierbij|bijgevoegd|in bijlage|als bijlage|bezorg ik u|bezorgen wij u|ci-joint\w*|en annexe|anbei|im anhang|beigefugt|attached|enclosed|herewith)\b"
)
#: A service hands on what a citizen wrote to it.
PASSES_ON = re.compile(
    r"\b(?:(?:maken|maak|zenden|zend|sturen|stuur)(?: [a-z]+){1,6} (?:over|door)|overgemaakt|doorgestuurd|ter behandeling|voor (?:verdere )?behandeling|"
    r"transmet\w*|faisons suivre|fais suivre|pour (?:suite|traitement)|leiten?(?: [a-z]+){1,6} weiter|weitergeleitet|ubermitteln|forward\w*|pass(?:ing)? (?:it |this )?on)\b"
)
#: The papers of a case, or its end, are asked for.
ASKS_PAPERS = re.compile(
    r"\b(?:(?:volledig\w*|hele|heel|alle) (?:dossier|map|stukken|documenten|gegevens)|inzage|(?:stukken|kopie\w*|afschrift\w*) van (?:het|dit|dat|haar|zijn) dossier|geen contact meer|enkel (?:nog )?met mij|"
    r"dossier (?:complet|entier)|(?:toutes les|les) pieces|copie du dossier|consulter le dossier|ne plus (?:la |le )?contacter|"
    r"(?:vollstandige|ganze|gesamte) akte|akteneinsicht|alle unterlagen|kopie der akte|keinen kontakt|"
    r"(?:complete|full|whole|entire) (?:file|case|dossier)|all (?:the )?(?:documents|papers)|copy of (?:the|his|her|their) file|no longer contact)\b"
)


@dataclass(frozen=True, slots=True)
class Cues:
    says_new: bool = False
    says_again: bool = False
    speaks_for: bool = False
    to_us: bool = False
    since_then: bool = False
    own_trouble: bool = False
    sent_elsewhere: bool = False
    hands_in: bool = False
    asks_papers: bool = False
    passes_on: bool = False
    thanks: bool = False
    sent_again: bool = False


#: A writer who says none of it.
SILENT = Cues()


def read_cues(text: str) -> Cues:
    """From the writer's own words, subject included; quoted words must be left out by the caller."""
    plain = flat(text)
    return Cues(
        says_new=bool(NEW_MATTER.search(plain)),
        says_again=bool(ONCE_MORE.search(plain)),
        speaks_for=bool(FOR_ANOTHER.search(plain)),
        to_us=bool(TO_US.search(plain)),
        since_then=bool(SINCE_THEN.search(plain)),
        own_trouble=bool(OWN_TROUBLE.search(plain)),
        sent_elsewhere=bool(SENT_ELSEWHERE.search(plain)),
        hands_in=bool(HANDS_IN.search(plain)),
        asks_papers=bool(ASKS_PAPERS.search(plain)),
        passes_on=bool(PASSES_ON.search(plain)),
        thanks=bool(THANKS.search(plain)),
        sent_again=bool(SENT_AGAIN.search(plain)),
    )
