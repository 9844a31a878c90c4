"""Every answer in every language and channel as it would be shown. `python -m tests.answers.golden` writes them anew."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from classifiers.understanding import Language
from outbound.blocks import plain
from outbound.compose import TO_OTHERS, compose
from outbound.draft import Answer, Channel, Draft, Recipient
from outbound.facts import Facts, Outcome, Procedure, Track
from tests.answers.samples import CITIZEN, FACTS, OFFICES

FOLDER = Path(__file__).parent / "golden"
BODY = Recipient("Dienst Bruggen", "bruggen@stad.example", ("Dienst Bruggen", "Kaai 3", "9000 Gent"))

#: Answer -> the offices that give it and the turns the case can take: file name, procedure, facts.
TURNS: dict[Answer, tuple[tuple[str, Procedure, Facts], ...]] = {
    Answer.RECEIPT: tuple((str(procedure), procedure, FACTS) for procedure in Procedure),
    Answer.RECEIPT_ADMISSIBILITY: (
        ("admissible", Procedure.LOKAAL_BESTUUR, replace(FACTS, appeal_running=False)),
        ("inadmissible", Procedure.LOKAAL_BESTUUR, replace(FACTS, admissible=False)),
    ),
    Answer.REQUEST_TO_COMPLETE: (
        ("identity", Procedure.VLAAMSE_OVERHEIDSDIENST, FACTS),
        ("facts", Procedure.VLAAMSE_OVERHEIDSDIENST, replace(FACTS, missing=("facts",))),
    ),
    Answer.REFERRAL: (
        ("first-line", Procedure.VLAAMSE_OMBUDSDIENST, replace(FACTS, to_first_line=True, appeal_running=False)),
        ("act", Procedure.VLAAMSE_OMBUDSDIENST, FACTS),
        ("forwarded", Procedure.VLAAMSE_OMBUDSDIENST, replace(FACTS, forwarded=True)),
    ),
    Answer.FORWARDING_NOTICE: (
        ("named", Procedure.OMBUDS_BRUSSEL, FACTS),
        ("withheld", Procedure.OMBUDS_BRUSSEL, replace(FACTS, identity_withheld=True)),
    ),
    Answer.FORWARDING_LETTER: (
        ("named", Procedure.OMBUDS_BRUSSEL, FACTS),
        ("withheld", Procedure.OMBUDS_BRUSSEL, replace(FACTS, identity_withheld=True)),
    ),
    Answer.CLOSING: tuple(
        (str(outcome), Procedure.VLAAMSE_OVERHEIDSDIENST, replace(FACTS, outcome=outcome)) for outcome in Outcome
    ),
    Answer.OTHER_TRACK: tuple(
        (str(track), Procedure.OMBUDS_BRUSSEL, replace(FACTS, track=track, reason="")) for track in Track
    ),
    Answer.CAMPAIGN: (
        ("campaign", Procedure.VLAAMSE_OVERHEIDSDIENST, replace(FACTS, message="De brug gaat in mei weer open.")),
    ),
    Answer.FREE: (("free", Procedure.LOKAAL_BESTUUR, replace(FACTS, message="Dit schrijf ik u zelf.")),),
    Answer.DISTRESS: (("distress", Procedure.VLAAMSE_OMBUDSDIENST, replace(FACTS, message="Ik bel u vanmiddag.")),),
}


def drafts() -> Iterator[tuple[str, Draft]]:
    """File name (without ending) and draft of every golden."""
    for language in Language:
        for answer in Answer:
            default = ((str(answer), Procedure.VLAAMSE_OVERHEIDSDIENST, FACTS),)
            for turn, procedure, facts in TURNS.get(answer, default):
                for channel in (Channel.MAIL, Channel.LETTER):
                    # What came on paper has a day of arrival and no hour.
                    came = facts if channel is Channel.MAIL else replace(facts, received_at=None)
                    draft = compose(
                        answer,
                        language=language,
                        facts=came,
                        office=OFFICES[procedure],
                        to=BODY if answer in TO_OTHERS else CITIZEN,
                        channel=channel,
                        in_reply_to="first@post.example",
                    )
                    stem = str(answer) if turn == str(answer) else f"{answer}.{turn}"
                    yield f"{language}/{stem}.{channel}", draft


def shown(draft: Draft) -> str:
    """What a person at the desk would check: address, subject, whether a person is needed, text."""
    to = ", ".join(draft.to.postal) if draft.channel is Channel.LETTER else f"{draft.to.name} <{draft.to.email}>"
    who = "a person signs" if draft.needs_person else "may leave alone"
    return f"To: {to}\nSubject: {draft.subject}\n({who})\n\n{plain(draft.text)}\n"


if __name__ == "__main__":
    for name, draft in drafts():
        path = FOLDER / f"{name}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(shown(draft), "utf-8")
