"""Delivery states in plain words, for the desk and the command line."""

#: State -> words in nl, fr, de, en.
STATES = {
    "waiting-for-person": ("wacht op iemand", "attend quelqu'un", "wartet auf jemanden", "waits for a person"),
    "queued": ("staat klaar om te vertrekken", "prêt à partir", "bereit zum Versand", "ready to leave"),
    "sending": ("wordt verzonden", "envoi en cours", "wird gesendet", "is being sent"),
    "sent": ("verzonden", "envoyé", "gesendet", "sent"),
    "in-doubt": ("misschien verzonden", "peut-être envoyé", "vielleicht gesendet", "may have been sent"),
    "failed": ("niet verzonden", "non envoyé", "nicht gesendet", "not sent"),
    "printed": ("afgedrukt", "imprimé", "gedruckt", "printed"),
    "posted": ("gepost", "posté", "aufgegeben", "posted"),
    "withdrawn": ("ingetrokken", "retiré", "zurückgezogen", "withdrawn"),
}  # fmt: skip
LANGUAGES = ("nl", "fr", "de", "en")


def state_in_words(state: str, language: str) -> str:
    """What an outbox state means, in `language`; an unknown state is shown as it is."""
    return STATES[state][LANGUAGES.index(language)] if state in STATES else state
