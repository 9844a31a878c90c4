"""How machines write: addresses, subjects and phrases of mail systems, absences, tickets, newsletters, forms."""

import re

MACHINE_LOCAL_PART = re.compile(
    r"^(?:mailer-daemon|mailerdaemon|postmaster|no-?_?reply|do-?not-?reply|noreply[\w.+-]*|niet-?beantwoorden|"
    r"ne-?pas-?repondre|nepasrepondre|nicht-?antworten|bounces?[\w.+=-]*|owner-[\w.-]+|[\w.-]+-(?:request|bounces?|owner)|"
    r"listserv|majordomo|auto-?(?:reply|mailer|responder)|notifications?|alerts?|nieuwsbrief|newsletter|mailing|"
    r"automail|system|root|daemon|cron)$",
    re.IGNORECASE,
)
#: Local parts and display names under which mail systems speak.
MAIL_SYSTEM = re.compile(
    r"^(?:mailer-?daemon|mail-?daemon|postmaster|mdaemon|mail-?delivery|microsoftexchange[0-9a-f]*|bounces?|daemon)$",
    re.IGNORECASE,
)
MAIL_SYSTEM_NAME = re.compile(
    r"mail delivery (?:system|sub-?system|service)|mailer-daemon|^postmaster$|^mail (?:administrator|system)$|^system administrator$|^systeembeheerder$|"
    r"^administrateur système$|^systemadministrator$|internet mail delivery",
    re.IGNORECASE,
)
BOUNCE_SUBJECT = re.compile(
    r"(?:undeliver(?:ed|able)|delivery (?:status notification|failure|failed|has failed|delayed|report|notification|problem|final failure|to .{1,80} failed)|delayed mail|delivery has been delayed|"
    r"returned (?:mail|to sender)|mail (?:delivery )?(?:failed|failure|system error|delivery)|failure notice|message (?:not delivered|undeliverable|status|delayed|delivery)|"
    r"message (?:you sent )?(?:was )?(?:blocked|rejected|could not be delivered)|could not (?:be )?deliver|couldn['’]t be delivered|non[- ]?deliver(?:y|able)|warning: (?:message|could not send)|still being retried|"
    r"successful mail delivery report|^(?:delivered|relayed|expanded|delayed|failed|failure|remis|retardé|différé|zugestellt|verzögert|bezorgd|afgeleverd|vertraagd)\s*:|"
    r"onbestelbaar|onbezorgbaar|niet (?:besteld|afgeleverd|bezorgd)|niet (?:worden )?(?:bezorgd|afgeleverd)|afleverings?(?:rapport|fout|bericht)|bezorging (?:mislukt|vertraagd)|aflevering (?:mislukt|vertraagd)|"
    r"non[- ]?(?:remis|délivr|distribu)|échec (?:de )?(?:la )?(?:remise|distribution|livraison|d['’]envoi)|échec de remise|(?:remise|livraison|distribution) (?:retardée|différée|impossible)|notification d['’]état de remise|message non|avis de non|"
    r"unzustellbar|nicht zugestellt|nicht zustellbar|zustellung (?:fehlgeschlagen|verzögert|gescheitert)|zustellungs?(?:fehler|problem|bericht)|benachrichtigung (?:zum|über den) (?:über)?(?:mittlungs|zustell))",
    re.IGNORECASE,
)
#: What such a report says where its subject tells nothing.
BOUNCE_TEXT = re.compile(
    r"(?:(?:could not|couldn['’]t|cannot|can not|wasn['’]t|was not|not) be(?:en)? (?:delivered|sent)|wasn['’]t (?:able to deliver|delivered)|unable to deliver|did not reach the following|delivery (?:to the following|failed|has failed)|"
    r"permanent (?:fatal )?errors?|undeliverable|has not (?:yet )?been delivered|(?:was|were) not delivered|returned to (?:the )?sender|"
    r"niet (?:worden )?(?:bezorgd|afgeleverd|besteld)|niet aan de volgende (?:geadresseerde|ontvanger)|onbestelbaar|"
    r"(?:pas|n['’]a) (?:pu )?être (?:remis|distribué|délivré|livré)|pas (?:été )?(?:remis|distribué|délivré)|impossible de (?:remettre|distribuer|délivrer)|"
    r"(?:nicht|noch nicht) (?:zugestellt|ausgeliefert|zustellbar)|unzustellbar)",
    re.IGNORECASE,
)
#: Subjects that only mail programs write.
AWAY_SUBJECT = re.compile(
    r"^\s*(?:\[[^\]]{0,40}\]\s*)?(?:re:\s*|antw:\s*|aw:\s*)?(?:automati(?:sch|c|que|sche|sches)\s(?:antwoord|reply|response|answer|antwort)|auto(?:matische?s?)?[- :]{0,2}(?:reply|antwort|antwoord|response)\b|"
    r"réponse automatique|r[ée]ponse d['’]absence|message d['’]absence|avis d['’]absence|abwesenheits(?:notiz|nachricht|meldung|benachrichtigung)|afwezigheids(?:bericht|assistent|melding)|"
    r"out of office(?: auto| reply|:)|vacation (?:reply|response)|absence du bureau\s*:)",
    re.IGNORECASE,
)
#: Subjects that people write too; they need a second sign.
AWAY_HINT = re.compile(
    r"(?:out of (?:the )?office|\booo\b|\bafwezig|niet op kantoor|met verlof|in verlof|\babsen(?:t|ce)|en congé|abwesend|im urlaub|on (?:annual )?leave|annual leave)",
    re.IGNORECASE,
)
AWAY_TEXT = re.compile(
    r"(?:ik ben (?:momenteel |tot en met [^\n]{1,40} )?(?:afwezig|(?:met|in) (?:verlof|vakantie)|niet (?:op kantoor|aanwezig|bereikbaar))|ik ben (?:terug|opnieuw bereikbaar|weer bereikbaar)|momenteel (?:afwezig|niet (?:op kantoor|bereikbaar))|lees (?:hier |deze mailbox |mijn mails? )?(?:niets|niet|geen mails?) (?:meer )?(?:tot|voor)\b|(?:bevallings|zwangerschaps|ouderschaps)(?:verlof|rust)|"
    r"(?:ne lis|ne consulte|ne relève)[^\n]{0,40} (?:avant|jusqu)|congé (?:de maternité|parental)|lese (?:hier |meine mails? )?(?:nichts|nicht|keine mails?) (?:bis|vor)\b|elternzeit|mutterschutz|(?:maternity|parental|paternity) leave|not reading (?:this|my|e-?mails?)|"
    r"je suis (?:actuellement )?(?:absente?|en congés?|en vacances|hors du bureau)|actuellement absente?|ich bin (?:derzeit |zurzeit |momentan |bis [^\n]{1,40} )?(?:abwesend|im urlaub|nicht (?:im (?:büro|haus)|erreichbar))|"
    r"i(?: am|['’]m) (?:currently )?(?:out of (?:the )?office|away|on (?:annual )?(?:leave|holiday|vacation))|currently out of (?:the )?office)",
    re.IGNORECASE,
)
#: What absence messages add and people who tell of their holiday seldom do.
AWAY_MORE = re.compile(
    r"(?:dringend|collega|contacteer|neem contact|(?:niet|zal|worden?) (?:gelezen|doorgestuurd)|neemt [^\n]{1,60} over\b|vervangt mij|terug (?:op|vanaf)|bij mijn terugkeer|na mijn terugkeer|zo (?:snel|spoedig) mogelijk|urgen|en mon absence|collègue|de retour|à mon retour|transféré|"
    r"dringende|vertretung|wieder (?:erreichbar|im)|nach meiner rückkehr|nicht weitergeleitet|colleague|in my absence|upon my return|when i return|limited access|will (?:reply|respond))",
    re.IGNORECASE,
)
READ_SUBJECT = re.compile(
    r"^\s*(?:gelezen|niet gelezen|read|not read|lu|non lu|gelesen|ungelesen|leesbevestiging|accusé de lecture|lesebestätigung)\s*:",
    re.IGNORECASE,
)
TICKET_TEXT = re.compile(
    r"(?:dit is een automatisch (?:gegenereerd )?bericht|(?:ceci|cet e-mail) est un (?:message|courriel) automatique|"
    r"diese (?:e-mail|nachricht) wurde automatisch|this is an automatically generated|gelieve niet (?:te antwoorden|op dit bericht te antwoorden)|"
    r"merci de ne pas répondre à ce|bitte antworten sie nicht auf diese|please do not reply to this)",
    re.IGNORECASE,
)
#: What a desk's system says of a mail it got, and that nobody reads what is answered to it.
RECEIPT_TEXT = re.compile(
    r"(?:(?:uw|je|jouw) (?:bericht|e-?mail|mail|melding|vraag|aanvraag|klacht|ticket|verzoek)\b[^\n.?]{0,60}(?:ontvangen|geregistreerd|gesloten|aangekomen|toegekomen)|bedankt voor (?:uw|je|jouw) (?:bericht|e-?mail|mail|melding|vraag|aanvraag)|"
    r"(?:bien reçu|accusons réception de) (?:votre|ta) |votre (?:message|courriel|e-?mail|demande|ticket|plainte|signalement)\b[^\n.?]{0,60}(?:reçue?|enregistrée?|fermée?|clôturée?|clos)|votre ticket|merci (?:pour|de) votre (?:message|courriel|e-?mail|demande)|"
    r"(?:ihre|deine) (?:nachricht|e-?mail|anfrage|meldung|beschwerde)\b[^\n.?]{0,60}(?:erhalten|eingegangen|registriert|geschlossen)|vielen dank für ihre (?:nachricht|e-?mail|anfrage|meldung)|"
    r"(?:received|registered|logged) your (?:message|e-?mail|request|complaint|enquiry|query)|your (?:message|e-?mail|request|ticket|case|enquiry)\b[^\n.?]{0,60}(?:received|registered|logged|closed)|thank you for (?:your (?:message|e-?mail|enquiry)|contacting))",
    re.IGNORECASE,
)
UNREAD_TEXT = re.compile(
    r"(?:antwoord(?:en)? (?:op (?:dit|deze) [^\n.]{1,30} )?(?:heeft geen zin|is niet (?:nodig|mogelijk)|komen niet|worden niet|wordt niet)|(?:mailbox|postbus|inbox|adres) wordt niet (?:gelezen|opgevolgd|bekeken|beheerd)|(?:dit is een|deze?|dit) (?:bericht (?:is|werd|wordt) )?automatisch(?:e)? (?:bericht|antwoord|e-?mail|aangemaakt|gegenereerd|verzonden|verstuurd)|automatisch gesloten|niet (?:te )?(?:antwoorden|reageren) op (?:dit|deze)|(?:niet op|op) (?:dit|deze) (?:bericht|e-?mail|mail) (?:niet )?te (?:antwoorden|reageren)|"
    r"inutile de répondre|ne (?:répondez pas|pas répondre)|n['’]est (?:pas|jamais) (?:consultée|relevée|lue|surveillée|suivie)|(?:ceci est une?|ce|cet|cette) (?:message|courriel|e-?mail|réponse) (?:est |a été )?(?:automatique|générée? automatiquement|envoyée? automatiquement)|(?:fermé|clôturé|généré|envoyé) (?:automatiquement|par le système)|"
    r"automatisch (?:erstellt|erzeugt|generiert|versendet|verschickt|geschlossen)|(?:dies ist eine|diese) automatische (?:antwort|nachricht|e-?mail|eingangs\w*)|wird nicht (?:gelesen|überwacht|bearbeitet)|nicht auf diese (?:e-?mail|nachricht|mail)|"
    r"not (?:monitored|read|checked)|do not reply|no need to reply|replies (?:to this|are not|will not)|this is an automat(?:ed|ic) (?:message|reply|response|e-?mail|acknowledge?ment)|automatically (?:generated|sent|closed)|"
    r"(?:aangemaakt|gegenereerd|verstuurd) door [A-Z]|propulsé par|powered by)",
    re.IGNORECASE,
)
#: Who tells of such a receipt and waits since.
WAITING_SINCE = re.compile(
    r"[\"“”«»„]|\b(?:sindsdien|daarna|nog (?:altijd|steeds)|enkel|alleen maar|niets meer|stilte|depuis (?:lors|rien)|toujours|seulement|silence|seither|seitdem|immer noch|nur|since then|still|only|nothing since|klacht over|me plains|beschwere mich|complain about)\b",
    re.IGNORECASE,
)
#: Footers of newsletters. "Uitschrijven" and "se désinscrire" alone are also what people do at a town hall.
UNSUBSCRIBE = re.compile(
    r"(?:uitschrijven (?:voor|van|uit) (?:deze|onze|de) (?:nieuwsbrief|mailing)|(?:klik|click) hier om (?:u|je) uit te schrijven|schrijf (?:u|je) (?:hier |dan )?uit\b|afmelden voor (?:deze|onze) (?:nieuwsbrief|mails?)|"
    r"(?:nieuwsbrief|mailing) (?:meer )?(?:ontvangen|opzeggen|afmelden)|se désabonner|vous désabonner|désabonnez|désinscri(?:re|vez)[^\n]{0,30}(?:newsletter|liste|lettre|mails?)|ne plus recevoir (?:nos|cette|ces)|"
    r"abbestellen|(?:newsletter|vom verteiler) (?:abmelden|abbestellen)|unsubscribe|manage (?:your )?preferences|update your preferences|"
    r"bekijk (?:deze (?:mail|e-mail|nieuwsbrief) )?(?:online|in (?:uw|je) browser)|voir (?:ce message|cet e-?mail|la version) (?:en ligne|dans votre navigateur)|view (?:this email |it )?in (?:your )?browser|im browser (?:an)?sehen|online-version)",
    re.IGNORECASE,
)
#: Words of somebody who tells his own trouble. French "je" is not among them: it is Dutch for "you".
MYSELF = re.compile(
    r"\b(?:ik|mijn|mij|j['’]|moi|mon|ma|mes|m['’]a|ich|mein|meine|meinem|meinen|mir|mich|i|my|me)(?:\b|(?<=['’]))",
    re.IGNORECASE,
)
PERSONAL = re.compile(r"\b(?:wij|we|onze|ons|je|nous|notre|nos|wir|unser|unsere|we|our|us)\b", re.IGNORECASE)
#: Fields of a web form: who, and what.
FORM_WHO = re.compile(
    r"^[ \t]*\W{0,3}(?:volledige |uw |votre |your )?(?:naam|voornaam|achternaam|nom|prénom|name|vorname|nachname|e-?mail(?:adres)?|adresse e-?mail|indiener|demandeur)\b[^:\n]{0,30}:",
    re.IGNORECASE | re.MULTILINE,
)
FORM_WHAT = re.compile(
    r"^[ \t]*\W{0,3}(?:uw |votre |your |korte )?(?:bericht|klacht|omschrijving|beschrijving|melding|opmerking|toelichting|vraag|message|plainte|description|réclamation|commentaire|question|complaint|details|comment|nachricht|beschwerde|anliegen|beschreibung|frage)\b[^:\n]{0,40}:",
    re.IGNORECASE | re.MULTILINE,
)
INVITATION = re.compile(
    r"^\s*(?:geaccepteerd|geweigerd|voorlopig|accepted|declined|tentative|accepté|refusé|provisoire|zugesagt|abgelehnt|mit vorbehalt)\s*:",
    re.IGNORECASE,
)
SCANNER = re.compile(r"scan|copier|kopieer|copieur|printer|drucker|\bmfp|multifunc", re.IGNORECASE)
REPLY = re.compile(r"^\s*(?:re|antw|aw|sv|rép|tr)\s*:", re.IGNORECASE)
