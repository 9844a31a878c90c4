"""Words that nearly every complaint holds, whatever it is about: they tell no two matters apart."""

#: Folded and cut to six letters: with their endings.
COMMON = frozenset(
    word[:6]
    for word in (
        # Dutch
        "klacht klachten klachtendienst ombudsman ombudsdienst ombudsvrouw geachte mevrouw mijnheer "
        "meneer vriendelijke groeten hoogachtend dossier dossiernummer antwoord antwoordde antwoorden "
        "gekregen ontvangen ontvangst gestuurd stuurde geschreven schreef gebeld telefoon telefonisch "
        "dienst diensten vlaamse vlaanderen agentschap aanvraag beslissing januari februari augustus "
        "september oktober november december maandag dinsdag woensdag donderdag vrijdag zaterdag zondag "
        "vandaag gisteren morgen maanden weken intussen ondertussen opnieuw eerste tweede laatste "
        "volgende vorige iemand niemand niets altijd alleen eigenlijk gewoon graag kunnen zouden moeten "
        "worden werden hebben geworden volgens zonder omdat waarom wanneer waarvoor hierover daarover "
        "daarvoor hiervoor bijlage hierbij bedankt dankuwel behandeling behandeld afgewezen ongegrond "
        "gegrond verklaard ingediend indienen probleem vragen gevraagd verstuurd verzonden bericht "
        "onderwerp nummer informatie beste heeft blijft komen gekomen gegeven laten weten zeggen gezegd "
        "medewerker hulp helpen oplossing medegedeeld mededeling bevestiging "
        "opgelost afgesloten afsluiten gesloten intrekken nieuws stuur "
        # French
        "plainte plaintes bonjour madame monsieur mediateur mediatrice service services courrier reponse "
        "repondu envoye recu dossier demande demander telephone depuis encore toujours janvier fevrier "
        "juillet septembre octobre novembre decembre merci cordialement salutations veuillez agreer "
        "expression sentiments distingues aucune aucun pouvez pourquoi parce avoir avez avons probleme "
        "decision numero flamande flamand agence lundi mercredi jeudi vendredi samedi dimanche semaines "
        # German
        "beschwerde beschwerden ombudsstelle geehrte geehrter herren freundlichen grussen antwort "
        "dienststelle telefon schreiben geschrieben erhalten antrag entscheidung problem anfrage seitdem "
        "wieder immer nummer akte januar februar oktober dezember flamische agentur wochen monate konnen "
        "haben wurde wurden "
        # English
        "complaint complaints ombudsman regards sincerely answer answered received letter letters "
        "service department january february august september october november december please because "
        "should would could without nothing problem decision number request requested months always "
        "flemish agency office "
    ).split()
    if len(word) >= 6
)
#: Words of five letters, whole.
SHORT_COMMON = frozenset(
    (
        "deze dezen onder tegen terug nooit reeds sinds jaren maand maart april zeker geval zegt zulke "
        "alles graag beste brief groet datum kreeg staat moest heel eens steed tijd totaal enkel even "
        "heeft omdat zodat dagen weken vraag wacht weten ander "
        "vroeg moet zoals later verder mogen heren dames wordt bleef komen nieuw zelfs waren onze hallo "
        "morge tweede keren onder binnen buiten leurs notre votre cette celui elles entre apres avant "
        "selon moins jours annee mars avril suis etait leur lettr bien comme alors aussi meme trois "
        "quatr jamais nicht meine meiner einen einem dieser keine sehr gegen unter nach habe hatte wurde "
        "mars april jahre tagen brief frage immer schon diese there their these those which after since "
        "again about would still years weeks dear email march april never other being where when reply "
        "asked wrote until under "
    ).split()
)
